// What people do with the page, as they do it: page.mjs ORIGIN PROFILE-FOLDER PICTURES-FOLDER

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { api, openBrowser } from "./browser.mjs";

const [origin, profile, pictures] = process.argv.slice(2);
const SHOP = "c0000000-0000-4000-8000-000000000003";
const SECTIONS = ["now", "timeline", "requests", "jobs", "connections", "faults", "plans", "try", "coverage", "sandboxes"];
const axeSource = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

const { context, complaints, page } = await openBrowser(profile, origin);
page.setDefaultTimeout(10000);

const goTo = async (section, sandbox = "default") => {
  await page.goto("about:blank");
  await page.goto(`${origin}/__admin/ui?sandbox=${encodeURIComponent(sandbox)}#${section}`);
  await page.locator(`nav a[href="#${section.split(/[/?]/)[0]}"][aria-current]`).waitFor();
};
const row = (text) => page.locator(".row", { hasText: text }).first();
const pane = () => page.locator(".pane");
const picture = (name) => page.screenshot({ path: `${pictures}/${name}.png` });
const fresh = async (sandbox, clock) => {
  await api(origin, `/__admin/sandboxes/${sandbox}`, undefined, { method: "PUT" });
  if (clock) await api(origin, "/__admin/clock", clock, { method: "PUT", sandbox });
};
const sync = (sandbox = "default") => api(origin, "/api/v1/connections/sync", { connectionId: SHOP }, { sandbox });

async function violations() {
  await page.evaluate(axeSource);
  const { violations: found } = await page.evaluate("axe.run()");
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

async function readable(scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  for (const section of SECTIONS) {
    await goTo(section);
    await page.waitForTimeout(250);
    if (["requests", "jobs", "connections"].includes(section)) {
      await page.locator(".row").first().click();
      await pane().locator("h2").waitFor();
    }
    assert.deepEqual(await violations(), [], `${section}, ${scheme}`);
  }
}

async function fitsInto(width) {
  await page.setViewportSize({ width, height: 800 });
  for (const section of SECTIONS) {
    await goTo(section, "narrow");
    await page.waitForTimeout(150);
    assert.ok(await page.evaluate("document.documentElement.scrollWidth") <= width, `${section} overflows ${width} px`);
  }
}

const steps = {
  async "the start is true on a skipping clock, and looking moves no time"() {
    await fresh("skip", { mode: "skip" });
    await sync("skip");
    await goTo("jobs", "skip");
    await row("Shop to files").getByText("running").first().waitFor();
    assert.ok(await page.locator(".row").count() > 5);
    await page.reload();
    await row("Shop to files").getByText("running").first().waitFor();
    await row("Shop to files").click();
    await pane().getByText("Attempt 1").waitFor();
    await row("Shop to files").getByText("running").first().waitFor();
  },

  async "from the landing page to the cause of a failure in two clicks"() {
    await fresh("wrong", { mode: "frozen" });
    await api(origin, "/api/v1/conections/sync", { connectionId: SHOP }, { sandbox: "wrong" });
    await page.goto(`${origin}/?sandbox=wrong`);
    await page.getByRole("article", { name: "unknown-path" }).getByText("did you mean /v1/connections/sync").waitFor();
    await page.getByRole("article", { name: "unknown-path" }).getByRole("link").click();
    await pane().getByText("POST /v1/conections/sync").waitFor();
    await page.goto(`${origin}/__admin/ui#sandboxes`);
    await row("wrong").getByText("1 problem").waitFor();
  },

  async "the clock is advanced and a job ends"() {
    await sync();
    await goTo("jobs");
    await row("Shop to files").getByText("running").first().waitFor();
    await page.getByRole("button", { name: "+1 min" }).first().click();
    await row("Shop to files").getByText("succeeded").first().waitFor();
    await row("Shop to files").click();
    await page.getByRole("table", { name: "Statistics by stream" }).waitFor();
  },

  async "a job leads to the request that started it, and back"() {
    await goTo("jobs");
    await row("Shop to files").click();
    await pane().getByRole("link", { name: /^request / }).click();
    await pane().getByText("POST /v1/connections/sync").waitFor();
    await pane().getByRole("link", { name: /^job \d+/ }).click();
    await pane().getByRole("heading", { name: /^Job \d+/ }).waitFor();
  },

  async "a job waits at a gate and is let through"() {
    await api(origin, "/__admin/plans", { match: { connectionName: "Shop to files" }, runs: [{ attempts: [{ gate: "tea", seconds: 5 }] }] });
    await sync();
    await goTo("plans");
    await page.getByText('"tea"').waitFor();
    await page.getByRole("button", { name: "+1 h", exact: true }).first().click();
    await goTo("now");
    await page.getByRole("button", { name: "Open gate tea" }).click();
    await page.getByRole("button", { name: "Open gate tea" }).waitFor({ state: "detached" });
    await goTo("jobs");
    await row("Shop to files").getByText("succeeded").first().waitFor();
  },

  async "a connection shows its streams and its next run as the server knows it"() {
    await goTo("connections");
    await row("Shop to warehouse").click();
    await page.getByRole("table", { name: "Streams" }).getByText("public.orders").waitFor();
    await row("Sample data to files").getByText("03-03 03:00").waitFor();
    await api(origin, "/api/v1/connections/update", { connectionId: SHOP, scheduleType: "cron", scheduleData: { cron: { cronExpression: "0 30 4 * * ?", cronTimeZone: "America/New_York" } } });
    await goTo("connections");
    await row("Shop to files").getByText(/09:30|08:30/).waitFor();
  },

  async "a fault is armed, fires, and looks spent"() {
    await goTo("faults");
    await page.getByLabel("Path (* is anything)").fill("/v1/jobs/cancel");
    await page.getByLabel("Times").fill("1");
    await page.getByRole("button", { name: "Arm" }).click();
    await page.getByText("answers 503; before anything is done").waitFor();
    assert.equal((await api(origin, "/api/v1/jobs/cancel", { id: 1 })).status, 503);
    await page.locator("td", { hasText: "spent" }).waitFor();
    await page.getByRole("button", { name: /^Remove fault/ }).click();
    await page.getByText("Nothing is armed").waitFor();
  },

  async "a refused plan says why, with the nearest name"() {
    await goTo("plans");
    await page.getByLabel("The plan, as JSON").fill('{"rums": [{}]}');
    await page.getByRole("button", { name: "Plan it" }).click();
    await page.locator("#message", { hasText: 'did you mean "runs"?' }).waitFor();
  },

  async "a request appears as it comes, with the name behind its id"() {
    await goTo("requests");
    await page.locator(".live.on").waitFor();
    await api(origin, "/api/v1/connections/get", { connectionId: SHOP });
    await row("/v1/connections/get").getByText("Shop to files").waitFor();
    await row("/v1/connections/get").click();
    await pane().getByText(`"connectionId": "${SHOP}"`).first().waitFor();
    await pane().getByText("Headers answered").waitFor();
    await page.getByRole("button", { name: "Copy as curl" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    assert.match(await page.evaluate("navigator.clipboard.readText()"), /^curl -u 'airbyte:password' -X POST .*connections\/get' .*connectionId/);
  },

  async "a body that is no JSON is shown as it came, and its curl repeats it"() {
    const headers = { Authorization: `Basic ${btoa("airbyte:password")}`, "Content-Type": "application/json" };
    const response = await fetch(`${origin}/api/v1/jobs/get`, { method: "POST", headers, body: '{"id": it\'s' });
    assert.equal(response.status, 422);
    await goTo("requests");
    await row("Invalid json").click();
    await pane().getByText("This is no JSON").waitFor();
    await pane().getByText('{"id": it\'s', { exact: true }).waitFor();
    await page.getByRole("button", { name: "Copy as curl" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    assert.ok((await page.evaluate("navigator.clipboard.readText()")).endsWith(`--data-binary '{"id": it'\\''s'`));
  },

  async "all words of a search must fit, and the address keeps them"() {
    await goTo("requests");
    await page.getByLabel("Search").fill("404 get");
    await page.getByText("No request fits these words.").waitFor();
    await page.getByLabel("Search").fill("422 jobs json");
    await row("Invalid json").waitFor();
    assert.equal(await page.locator(".row").count(), 1);
    const address = page.url();
    await page.goto("about:blank");
    await page.goto(address);
    await row("Invalid json").waitFor();
    assert.equal(await page.locator(".row").count(), 1);
  },

  async "an address leads to one request"() {
    const { requests } = (await api(origin, "/__admin/requests?path=/v1/connections/get", undefined, { method: "GET" })).body;
    await goTo(`requests/${requests[0].id}`);
    await pane().getByText("POST /v1/connections/get").waitFor();
  },

  async "three hundred requests come while one reads an old one"() {
    await goTo("requests");
    await page.locator(".live.on").waitFor();
    const grid = page.getByRole("grid", { name: "Requests" });
    await grid.focus();
    for (let i = 0; i < 12; i++) await api(origin, "/api/v1/workspaces/list", {});
    await page.waitForTimeout(500);
    await grid.evaluate((node) => { node.scrollTop = 170; });
    await page.waitForTimeout(100);
    const topRow = () => grid.evaluate((node) => {
      const head = node.querySelector(".top").getBoundingClientRect().bottom;
      const rows = [...node.querySelectorAll(".row")].map((line) => [line.dataset.key, line.getBoundingClientRect().bottom - head]).filter(([, below]) => below > 1);
      return rows.sort((a, b) => a[1] - b[1])[0][0];
    });
    const reading = await topRow();
    await Promise.all(Array.from({ length: 300 }, () => api(origin, "/api/v1/health", undefined, { method: "GET" })));
    await page.waitForTimeout(1200);
    assert.equal(await topRow(), reading);
    assert.ok(await grid.evaluate((node) => node === document.activeElement));
  },

  async "the keyboard leads everywhere"() {
    await goTo("now");
    await page.keyboard.press("g");
    await page.keyboard.press("j");
    await page.getByRole("grid", { name: "Jobs" }).waitFor();
    await page.getByRole("grid", { name: "Jobs" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await pane().getByRole("heading", { name: /^Job/ }).waitFor();
    await page.keyboard.press("Escape");
    await pane().getByRole("heading").waitFor({ state: "detached" });
    assert.ok(await page.getByRole("grid", { name: "Jobs" }).evaluate((node) => node === document.activeElement));
    await page.keyboard.press("/");
    assert.ok(await page.getByLabel("Search").evaluate((node) => node === document.activeElement));
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: "Keys" }).waitFor();
    await page.getByRole("button", { name: "Close" }).click();
  },

  async "selection and hover differ"() {
    await goTo("jobs");
    await page.locator(".row").nth(1).click();
    await page.locator(".row").nth(3).hover();
    const colour = (index) => page.locator(".row").nth(index).evaluate((node) => getComputedStyle(node).backgroundColor);
    assert.notEqual(await page.locator('.row[aria-selected="true"]').evaluate((node) => getComputedStyle(node).backgroundColor), await colour(3));
  },

  async "the timeline has the run: requests, attempts, clock moves; a cluster opens"() {
    await fresh("line", { mode: "frozen", time: "2026-03-02T12:00:00Z" });
    const failure = { origin: "source", type: "system_error", message: "The database went away" };
    const runs = [{ attempts: [{ seconds: 250, outcome: "succeeded" }] }, { attempts: [{ seconds: 150, failure }, { seconds: 300, outcome: "succeeded" }] }, { attempts: [{ outcome: "hang" }] }];
    await api(origin, "/__admin/plans", { match: { connectionName: "Shop to files" }, runs }, { sandbox: "line" });
    for (let i = 0; i < 3; i++) {
      const { job } = (await sync("line")).body;
      for (let j = 0; j < 3; j++) await api(origin, "/api/v1/jobs/get", { id: job.id }, { sandbox: "line" });
      await api(origin, "/__admin/clock/advance", { seconds: 400 }, { sandbox: "line" });
      await api(origin, "/api/v1/jobs/get", { id: job.id }, { sandbox: "line" });
      await api(origin, "/__admin/clock/advance", { seconds: 200 }, { sandbox: "line" });
      if (i === 2) await api(origin, "/api/v1/jobs/cancel", { id: job.id }, { sandbox: "line" });
    }
    await goTo("timeline", "line");
    await page.locator(".lanes.body .succeeded").first().waitFor();
    for (const name of ["failed", "cancelled"]) assert.ok(await page.locator(`.lanes.body rect.${name}`).count() > 0, name);
    assert.equal(await page.locator(".move.clock").count(), 7); // to the past, and six times on
    await page.locator(".axis .wall").first().waitFor();
    const clusters = page.locator(".cluster");
    assert.equal(await clusters.count(), 3);
    const before = await page.locator(".lanes.body a[href^='#requests/']").count();
    await clusters.nth(1).press("Enter"); // in one go: the page may draw anew meanwhile
    await page.waitForFunction((count) => document.querySelectorAll(".lanes.body a[href^='#requests/']").length !== count, before);
    await page.getByRole("button", { name: "All" }).click();
    await page.locator(".lanes.body a[href^='#jobs/']").nth(20).waitFor({ state: "attached" });
  },

  async "ten thousand requests and jobs"() {
    await fresh("many");
    const jobs = Array.from({ length: 10000 }, (unused, index) => ({ connectionId: SHOP, configType: "sync", status: "succeeded", endedSecondsAgo: 60 * (10001 - index), attempts: [{ seconds: 20, outcome: "succeeded" }] }));
    const loaded = await api(origin, "/__admin/fixtures", { jobs }, { sandbox: "many" });
    assert.equal(loaded.status, 200, JSON.stringify(loaded.body));
    const began = Date.now();
    await goTo("jobs", "many");
    await page.getByText(/of 10,0\d\d/).waitFor();
    assert.ok(await page.locator(".row").count() < 80);
    console.log(`     10,000 jobs are drawn after ${Date.now() - began} ms`);
    await goTo("timeline", "many");
    await page.locator(".lanes.body rect").first().waitFor();
  },

  async "the coverage names what was met"() {
    await goTo("coverage");
    await page.getByRole("row", { name: "/v1/connections/get " }).first().getByTitle(/^200/).waitFor();
  },

  async "an operation is found by words and tried with ids of the sandbox"() {
    await goTo("try");
    await page.getByRole("searchbox", { name: "Operation" }).fill("config connections get");
    await page.getByRole("button", { name: "POST /api/v1/connections/get", exact: true }).click();
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByLabel("Reply").getByText('"syncCatalog"').waitFor();
  },

  async "another sandbox is made and switched to"() {
    await goTo("sandboxes");
    await page.getByLabel("New sandbox").fill("blue");
    await page.getByRole("button", { name: "Make" }).click();
    await row("blue").getByRole("button", { name: "blue" }).click();
    await page.waitForURL(/sandbox=blue/);
    await page.getByText("blue (shown)").waitFor();
    assert.equal(await page.locator("#sandbox").inputValue(), "blue");
    await page.locator("#sandbox").selectOption("default");
    await page.waitForURL(/sandbox=default/);
  },

  async "a sandbox of the address that is not there is not made"() {
    await page.goto(`${origin}/__admin/ui?sandbox=nobody&utm_source=mail#jobs`);
    await page.getByText("There is no sandbox nobody").waitFor();
    const { sandboxes } = (await api(origin, "/__admin/sandboxes", undefined, { method: "GET" })).body;
    assert.ok(!sandboxes.some(({ name }) => name === "nobody"));
  },

  async "a reset and a clock that others move are seen"() {
    await fresh("moved", { mode: "frozen", time: "2026-03-03T00:00:00Z" });
    await goTo("now", "moved");
    await page.locator(".live.on").waitFor();
    await api(origin, "/__admin/clock/advance", { seconds: 86400 }, { sandbox: "moved" });
    await page.getByText("2026-03-04 00:00:00 UTC").waitFor();
  },

  async "a wrong password is said, and asked for once in a browser's session"() {
    const other = await context.newPage();
    await context.addCookies([{ name: "fakebyte-page", value: encodeURIComponent("airbyte:wrong"), url: origin }]);
    await other.goto(`${origin}/__admin/ui#jobs`);
    await other.getByText("does not know the user airbyte with that password").waitFor();
    await other.getByLabel("User name").fill("airbyte");
    await other.getByLabel("Password").fill("password");
    await other.getByRole("button", { name: "Log in" }).click();
    await other.locator(".row").first().waitFor();
    const third = await context.newPage();
    await third.goto(`${origin}/__admin/ui#jobs`);
    await third.locator(".row").first().waitFor();
    await other.close();
    await third.close();
  },

  async "a trace is one file that opens without a server"() {
    const headers = { Authorization: `Basic ${btoa("airbyte:password")}` };
    const file = `${profile}-trace.html`;
    writeFileSync(file, await (await fetch(`${origin}/__admin/trace`, { headers })).text());
    const trace = await context.newPage();
    await trace.goto(`file://${file}#requests?q=connections+get`);
    await trace.locator(".row", { hasText: "/v1/connections/get" }).first().click();
    await trace.locator(".pane").getByText('"connectionId": "').first().waitFor();
    await trace.goto(`file://${file}#jobs`);
    await trace.locator(".row", { hasText: "Shop to files" }).first().click();
    await trace.locator(".pane").getByText("Attempt 1").waitFor();
    assert.equal(await trace.getByRole("button", { name: "Cancel job" }).count(), 0);
    await trace.close();
  },

  async "nothing overflows from a phone to a large screen, whatever things are called"() {
    await fresh("narrow");
    const long = "Ωμέγα-長い名前の接続-".repeat(8);
    await api(origin, "/api/v1/connections/update", { connectionId: SHOP, name: long }, { sandbox: "narrow" });
    await sync("narrow");
    for (const width of [360, 768, 1280, 1920]) await fitsInto(width);
    await page.setViewportSize({ width: 360, height: 740 });
    await goTo("requests", "narrow");
    await row("/v1/connections/sync").click();
    await pane().locator("h2").waitFor();
    const box = await pane().boundingBox();
    assert.ok(box.y < 10 && box.height > 700, "what was tapped is where one looks");
    await page.setViewportSize({ width: 1280, height: 800 });
  },

  async "nothing breaks a rule of accessibility, light or dark"() {
    await readable("light");
    await readable("dark");
  },

  async "without live events no stream is opened"() {
    const streams = [];
    page.on("request", (request) => request.url().includes("/__admin/events") && streams.push(request.url()));
    await page.goto(`${origin}/__admin/ui?live=0#connections`);
    await page.getByText("not live").waitFor();
    await row("Shop to warehouse").waitFor();
    assert.deepEqual(streams, []);
  },

  async "pictures for the README"() {
    await page.setViewportSize({ width: 1120, height: 560 });
    for (const scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      await goTo("timeline", "line");
      await page.locator(".lanes.body .succeeded").first().waitFor();
      await picture(`timeline-${scheme}`);
      await goTo("requests?q=json");
      await row("Invalid json").click();
      await pane().locator("h2").waitFor();
      await picture(`requests-${scheme}`);
    }
  },
};

for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`ok   ${name}`);
  } catch (error) {
    console.log(`FAIL ${name}\n${error.stack}`);
    process.exitCode = 1;
  }
}
assert.deepEqual(complaints.filter((text) => !/status of (401|422|404)|asked another host: file:/.test(text)), [], "the console, or another host");
console.log("ok   no error on the console, no request to another host");
await context.close();
