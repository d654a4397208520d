// The page over a restart of its server: restart.mjs FAKEBYTE PORT PROFILE-FOLDER

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { api, openBrowser } from "./browser.mjs";

const [fakebyte, port, profile] = process.argv.slice(2);
const origin = `http://127.0.0.1:${port}`;
const SHOP = "c0000000-0000-4000-8000-000000000003";

async function serve() {
  const server = spawn(fakebyte, ["--port", port, "--fixture", "../../fixtures/demo.json", "--log-level", "error"], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => server.stdout.once("data", resolve));
  return server;
}

async function stop(server) {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
}

let server = await serve();
const { context, page } = await openBrowser(profile, origin);
try {
  await page.goto(`${origin}/__admin/ui#requests`);
  await page.locator(".live.on").waitFor();
  await api(origin, "/api/v1/connections/get", { connectionId: SHOP });
  await page.locator(".row", { hasText: "/v1/connections/get" }).waitFor();
  await stop(server);
  await page.locator(".live:not(.on)").waitFor();
  server = await serve();
  await page.locator(".live.on").waitFor({ timeout: 15000 });
  await page.locator(".row", { hasText: "/v1/connections/get" }).waitFor({ state: "detached" });
  await api(origin, "/api/v1/workspaces/list", {});
  await page.locator(".row", { hasText: "/v1/workspaces/list" }).waitFor();
  assert.equal(await page.locator("#message").textContent(), "");
  console.log("ok   the page finds its feet after a restart of the server");
} finally {
  await context.close();
  await stop(server);
}
