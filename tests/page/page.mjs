// What people do with the page, as they do it: page.mjs ORIGIN PROFILE-FOLDER PICTURES-FOLDER

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { api, openBrowser } from "./browser.mjs";

const [origin, profile, pictures] = process.argv.slice(2);
const SHOP = "c0000000-0000-4000-8000-000000000003";
const SECTIONS = ["jobs", "connections", "requests", "faults", "plans", "coverage", "try", "sandboxes"];
const axeSource = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

const { context, complaints, page } = await openBrowser(profile, origin);
page.setDefaultTimeout(10000);

const goTo = async (section) => {
  await page.goto(`${origin}/__admin/ui#${section}`);
  await page.locator(`nav a[href="#${section}"][aria-current]`).waitFor();
};
const row = (text) => page.locator(".row", { hasText: text }).first();
const picture = (name) => page.screenshot({ path: `${pictures}/${name}.png` });

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
    assert.deepEqual(await violations(), [], `${section}, ${scheme}`);
  }
}

const steps = {
  async "the start shows the jobs of the demo"() {
    await page.goto(`${origin}/`);
    await row("Shop to warehouse").waitFor();
    await page.locator(".row rect.succeeded").nth(5).waitFor();
    await page.waitForFunction(() => {
      const bar = document.querySelector(".row rect.succeeded");
      const { x, y, width, height } = bar.getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2) === bar;
    });
  },

  async "the clock is advanced and a job ends"() {
    await api(origin, "/api/v1/connections/sync", { connectionId: SHOP });
    await goTo("jobs");
    await row("Shop to files").getByText("running").waitFor();
    await page.getByRole("button", { name: "+1 min" }).first().click();
    await row("Shop to files").getByText("succeeded").waitFor();
    await row("Shop to files").getByRole("button").click();
    await page.getByRole("table", { name: "Statistics by stream" }).waitFor();
  },

  async "a job waits at a gate and is let through"() {
    await api(origin, "/__admin/plans", { match: { connectionName: "Shop to files" }, runs: [{ attempts: [{ gate: "tea", seconds: 5 }] }] });
    await api(origin, "/api/v1/connections/sync", { connectionId: SHOP });
    await goTo("plans");
    await page.getByText('"tea"').waitFor();
    await goTo("jobs");
    await page.getByRole("button", { name: "+1 h", exact: true }).first().click();
    await page.getByRole("button", { name: "Open gate tea" }).click();
    await page.getByRole("button", { name: "Open gate tea" }).waitFor({ state: "detached" });
    await row("Shop to files").getByText("succeeded").waitFor();
  },

  async "a connection shows its streams"() {
    await goTo("connections");
    await page.getByRole("button", { name: "Shop to warehouse" }).click();
    await page.getByRole("table", { name: "Streams" }).getByText("public.orders").waitFor();
    await row("Sample data to files").getByText("2026-03-03 03:00:00").waitFor();
  },

  async "a fault is armed and fires"() {
    await goTo("faults");
    await page.getByLabel("Path (* is anything)").fill("/v1/jobs/cancel");
    await page.getByRole("button", { name: "Arm" }).click();
    await page.getByRole("cell", { name: "status: 503" }).waitFor();
    assert.equal((await api(origin, "/api/v1/jobs/cancel", { id: 1 })).status, 503);
    await page.locator("td strong", { hasText: "1" }).waitFor();
    await page.getByRole("button", { name: /^Remove fault/ }).click();
    await page.getByText("Nothing is armed").waitFor();
  },

  async "a request appears as it comes"() {
    await goTo("requests");
    await page.locator(".live.on").waitFor();
    await api(origin, "/api/v1/workspaces/get_by_slug", { slug: "acme" });
    await row("/v1/workspaces/get_by_slug").getByRole("button").click();
    await page.getByText('"slug": "acme"').first().waitFor();
    await page.getByRole("button", { name: "Copy as curl" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    assert.match(await page.evaluate("navigator.clipboard.readText()"), /^curl -u 'airbyte:password' -X POST .*get_by_slug' .*acme/);
    await page.getByLabel("Filter").fill("no such path");
    await page.getByText("Nothing fits the filter").waitFor();
  },

  async "the coverage names what was met"() {
    await goTo("coverage");
    await page.getByRole("row", { name: "/v1/workspaces/get_by_slug" }).getByTitle("200").waitFor();
  },

  async "an operation is tried with the body that its shape gives"() {
    await goTo("try");
    await page.getByLabel("Operation").selectOption({ label: "POST /api/v1/connections/get" });
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
      await goTo("jobs");
      await row("Shop to warehouse").getByRole("button").click();
      await page.getByRole("table", { name: "Statistics by stream" }).first().waitFor();
      await picture(`jobs-${scheme}`);
      await goTo("requests");
      await page.locator(".row").first().waitFor();
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
assert.deepEqual(complaints, [], "the console, or another host");
console.log("ok   no error on the console, no request to another host");
await context.close();
