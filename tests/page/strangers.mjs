// What pages of other sites can do to a server that a developer runs: nothing. strangers.mjs ORIGIN PROFILE-FOLDER

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { request } from "node:http";
import { chromium } from "playwright-core";
import { api, FLAGS } from "./browser.mjs";

const [origin, profile] = process.argv.slice(2);
const port = new URL(origin).port;

const pages = createServer((_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html>"));
await new Promise((listening) => pages.listen(0, "127.0.0.1", listening));
const evil = `http://evil.test:${pages.address().port}`;

const context = await chromium.launchPersistentContext(profile, {
  executablePath: "/usr/bin/chromium", args: [...FLAGS, "--host-resolver-rules=MAP evil.test 127.0.0.1"],
});
const page = context.pages()[0] ?? (await context.newPage());
page.setDefaultTimeout(10000);

/** What is there if nothing was reset, deleted or made. */
async function state() {
  const workspaces = await api(origin, "/api/v1/workspaces/list");
  const sandboxes = await api(origin, "/__admin/sandboxes", {}, { method: "GET" });
  const clock = await api(origin, "/__admin/clock", {}, { method: "GET" });
  return JSON.stringify([workspaces.body, sandboxes.body, clock.body]);
}

/** Sends from the page that is open, without a look at the reply; "sent" or why the browser did not. */
const send = (url, init) =>
  page.evaluate(([url, init]) => fetch(url, init).then(() => "sent", (error) => `${error}`), [url, init]);

async function submit(url) {
  await page.evaluate((url) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: url });
    document.body.append(form);
    form.submit();
  }, url);
  await page.waitForTimeout(500);
}

const withPassword = (path) => `http://airbyte:password@127.0.0.1:${port}${path}`;
const authorized = { Authorization: `Basic ${btoa("airbyte:password")}`, "Content-Type": "application/json" };

const steps = {
  async "a form with the credentials in its address resets nothing"() {
    await page.goto(evil);
    await submit(withPassword("/__admin/reset"));
  },
  async "a script without a label for its body changes nothing"() {
    await page.goto(evil);
    for (const path of ["/__admin/reset", "/__admin/clock/advance", "/api/v1/workspaces/create"])
      await send(origin + path, { method: "POST", mode: "no-cors", credentials: "include", body: '{"name": "evil", "seconds": 9}' });
  },
  async "a script that knows the credentials is not let through"() {
    await page.goto(evil);
    for (const path of ["/__admin/reset", "/api/v1/workspaces/create"])
      assert.match(await send(origin + path, { method: "POST", headers: authorized, body: '{"name": "evil"}' }), /TypeError/);
    assert.match(await send(`${origin}/__admin/sandboxes/default`, { method: "DELETE", headers: authorized }), /TypeError/);
  },
  async "a picture makes no sandbox"() {
    await page.goto(evil);
    await page.evaluate((url) => { new Image().src = url; }, withPassword("/sandboxes/evil/__admin/clock"));
    await page.waitForTimeout(500);
  },
  async "a name of the page's own that means this machine gets nowhere"() {
    await page.goto(`http://evil.test:${port}/`);
    for (const path of ["/__admin/reset", "/api/v1/workspaces/create"]) {
      const status = await page.evaluate(([path, headers]) =>
        fetch(path, { method: "POST", headers, body: '{"name": "evil"}' }).then((response) => response.status), [path, authorized]);
      assert.equal(status, 421);
    }
  },
  async "nor does such a name in a header"() {
    const status = await new Promise((answered) =>
      request({ host: "127.0.0.1", port, path: "/__admin/reset", method: "POST", headers: { ...authorized, Host: "evil.test" } },
        (response) => answered(response.resume().statusCode)).end());
    assert.equal(status, 421);
  },
};

await api(origin, "/api/v1/workspaces/create", { name: "Precious" });
const before = await state();
assert.match(before, /Precious/);
for (const [name, step] of Object.entries(steps)) {
  await step();
  assert.equal(await state(), before, name);
  console.log(`ok: ${name}`);
}
await page.goto("about:blank");
await page.goto(`${origin}/`);
const own = await page.evaluate((headers) =>
  fetch("/__admin/reset", { method: "POST", headers }).then((response) => response.status), authorized);
assert.equal(own, 204, "its own page may");
await context.close();
pages.close();
