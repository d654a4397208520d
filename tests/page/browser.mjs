// A browser whose pages are watched: errors on the console, and requests to any other host.

import { chromium } from "playwright-core";

export const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function openBrowser(profile, origin) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: "/usr/bin/chromium", args: FLAGS, viewport: { width: 1280, height: 800 }, colorScheme: "light",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const complaints = [];
  const watch = (page) => {
    page.on("console", (message) => message.type() === "error" && complaints.push(`${message.text()} (${message.location().url})`));
    page.on("pageerror", (error) => complaints.push(error.stack));
    page.on("request", (request) => request.url().startsWith(origin) || complaints.push(`asked another host: ${request.url()}`));
  };
  context.on("page", watch);
  context.pages().forEach(watch);
  return { context, complaints, page: context.pages()[0] ?? (await context.newPage()) };
}

/** What the sandbox's clients would send. */
export async function api(origin, path, body = {}, { method = "POST", sandbox = "default" } = {}) {
  const headers = { Authorization: `Basic ${btoa("airbyte:password")}`, "X-Fakebyte-Sandbox": sandbox, "Content-Type": "application/json" };
  const response = await fetch(origin + path, { method, headers, body: method === "GET" ? undefined : JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: text && (response.headers.get("Content-Type") ?? "").includes("json") ? JSON.parse(text) : text };
}
