import assert from "node:assert";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";

const connection = { connectionId: "c0000000-0000-4000-8000-000000000003" };
const portFile = `${mkdtempSync("/tmp/fakebyte-")}/port`;
const where = ["--port=0", `--port-file=${portFile}`];
let server, url;

before(() => {
  server = spawn(process.env.FAKEBYTE, [...where, "--auth=none", "--fixture", process.env.FIXTURE], { stdio: "ignore" });
  execFileSync(process.env.FAKEBYTE, ["healthcheck", "--wait", ...where]);
  url = `http://127.0.0.1:${readFileSync(portFile, "utf8").trim()}`;
});
after(() => server.kill());

async function call(to, body) {
  const reply = await fetch(to, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  const said = await reply.json();
  assert.ok(reply.ok, `${to}: ${said.message}`);
  return said;
}

/** The code under test: it cancels what takes too long. */
async function syncWithPatience(base, polls) {
  let { job } = await call(`${base}/api/v1/connections/sync`, connection);
  while (job.status === "running" && --polls) ({ job } = await call(`${base}/api/v1/jobs/get`, { id: job.id }));
  return (await call(`${base}/api/v1/jobs/cancel`, { id: job.id })).job.status;
}

test("a sync that hangs is cancelled once", async () => {
  const sandbox = `${url}/sandboxes/hangs`;
  await call(`${sandbox}/__admin/plans`, { match: {}, runs: [{ attempts: [{ outcome: "hang" }] }] });
  assert.equal(await syncWithPatience(sandbox, 3), "cancelled");
  await call(`${sandbox}/__admin/requests/verify`, { match: { path: "/v1/jobs/cancel" }, count: 1 });
  await call(`${sandbox}/__admin/verify-clean`, {});
});
