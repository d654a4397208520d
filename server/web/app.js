// Starts the page: sections, the sandbox in use, its clock, and the stream of events.

import { control, sandboxName, watch } from "./api.js";
import { clockControls } from "./clock.js";
import { connections } from "./connections.js";
import { coverage } from "./coverage.js";
import { el, later } from "./dom.js";
import { faults } from "./faults.js";
import { jobs } from "./jobs.js";
import { plans } from "./plans.js";
import { requests } from "./requests.js";
import { sandboxes } from "./sandboxes.js";
import { tryIt } from "./tryit.js";

/* Each: [its name in the address, title, make(page)]; make gives {node, refresh?(), heard?(name, data)}. */
const SECTIONS = [
	["jobs", "Jobs", jobs], ["connections", "Connections", connections], ["requests", "Requests", requests],
	["faults", "Faults", faults], ["plans", "Plans", plans], ["coverage", "Coverage", coverage],
	["try", "Try it", tryIt], ["sandboxes", "Sandboxes", sandboxes],
];

const find = (id) => document.getElementById(id);
let current;
let clock;

/** Runs a step that may fail; the reason is shown. */
async function attempt(step) {
	try {
		await step();
		find("message").textContent = "";
	} catch (error) {
		find("message").textContent = error.message;
	}
}

function useSandbox(name) {
	const address = new URL(location.href);
	address.searchParams.set("sandbox", name);
	location.assign(address);
}

async function listSandboxes() {
	const { sandboxes: list } = await control("GET", "sandboxes");
	const names = [...new Set([sandboxName(), ...list.map(({ name }) => name)])].sort();
	find("sandbox").replaceChildren(...names.map((name) => el("option", { selected: name === sandboxName() }, name)));
}

const refresh = () => attempt(() => Promise.all([clock.refresh(), current.refresh?.()]));

/** Does a step, then reads anew what it may have changed. */
const change = (step, again = refresh) => attempt(async () => {
	await step();
	await again();
});

const page = { attempt, change, refresh, useSandbox, listSandboxes, clock: () => clock.shown() };

function open() {
	const wanted = location.hash.slice(1);
	const [name, title, make] = SECTIONS.find(([key]) => key === wanted) ?? SECTIONS[0];
	for (const link of find("sections").children) {
		if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
		else link.removeAttribute("aria-current");
	}
	document.title = `${title} · ${sandboxName()} · fakebyte`;
	current = make(page);
	find("main").replaceChildren(el("h2", title), current.node);
	attempt(async () => current.refresh?.());
}

function showLive(on) {
	find("live").textContent = on ? "live" : "not live";
	find("live").classList.toggle("on", on);
}

function listen() {
	if (new URLSearchParams(location.search).get("live") === "0") {
		showLive(false);
		return;
	}
	const tick = later(() => attempt(clock.refresh), 200);
	const stop = new AbortController();
	addEventListener("pagehide", () => stop.abort());
	watch((name, data) => {
		current.heard?.(name, data);
		if (name !== "request") tick();
	}, showLive, stop.signal);
}

async function start() {
	find("sections").replaceChildren(...SECTIONS.map(([name, title]) => el("a", { href: `#${name}` }, title)));
	find("sandbox").addEventListener("change", (event) => useSandbox(event.target.value));
	addEventListener("hashchange", open);
	clock = clockControls({ attempt, changed: refresh });
	find("clock").replaceChildren(clock.node);
	await attempt(async () => {
		await clock.refresh();
		await listSandboxes();
	});
	open();
	listen();
}

start();
