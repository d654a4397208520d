// Starts the page: sections, the sandbox in use, its clock, and the stream of events.

import { place, placeLink, sandboxName, useSandbox, wantsEvents } from "./address.js";
import { control, recorded, watch } from "./api.js";
import { clockControls } from "./clock.js";
import { connections } from "./connections.js";
import { coverage } from "./coverage.js";
import { button, el, later, link, plural } from "./dom.js";
import { faults } from "./faults.js";
import { jobs } from "./jobs.js";
import { listenToKeys } from "./keys.js";
import { overview } from "./now.js";
import { plans } from "./plans.js";
import { requests } from "./requests.js";
import { sandboxes } from "./sandboxes.js";
import { timeline } from "./timeline.js";
import { tryIt } from "./tryit.js";
import { heard, load, now, onChange, onFailure, setClock, world } from "./world.js";

/*
 * Each: [its name in the address, title, make(page), whether a trace file has it]; make gives {node, draw(), open?(item),
 * close?()}. draw() is called after every change of what is known.
 */
const SECTIONS = [
	["now", "Now", overview, true], ["timeline", "Timeline", timeline, true], ["requests", "Requests", requests, true], ["jobs", "Jobs", jobs, true],
	["connections", "Connections", connections], ["faults", "Faults", faults, true], ["plans", "Plans", plans, true],
	["try", "Try it", tryIt], ["coverage", "Coverage", coverage], ["sandboxes", "Sandboxes", sandboxes],
].filter(([, , , traced]) => !recorded || traced);

const find = (id) => document.getElementById(id);
let current;
let clock;

function tell(text) {
	find("message").textContent = text;
}

/** Runs a step that may fail; the reason is shown until the next step. */
async function attempt(step) {
	try {
		await step();
		tell("");
	} catch (error) {
		tell(error.message);
	}
}

/** Does a step, then reads these parts anew. */
const change = (step, ...parts) => attempt(async () => {
	await step();
	await load(...parts);
});

const page = { attempt, change };

async function listSandboxes() {
	const { sandboxes: list } = await control("GET", "sandboxes", undefined, null);
	const names = list.map(({ name }) => name).sort();
	find("sandbox").replaceChildren(...names.map((name) => el("option", { selected: name === sandboxName() }, name)));
	return names;
}

function drawSections() {
	const counts = { now: world.problems.filter(({ atEnd }) => !atEnd).length, requests: world.requests.size, jobs: world.jobs.size };
	for (const tab of find("sections").children) {
		const section = tab.hash.slice(1);
		tab.lastElementChild.textContent = counts[section] ? String(counts[section]) : "";
		tab.classList.toggle("alert", section === "now" && counts.now > 0);
		if (section === current.name) tab.setAttribute("aria-current", "page");
		else tab.removeAttribute("aria-current");
	}
}

function draw() {
	clock.draw();
	drawSections();
	current.draw();
}

function open() {
	const wanted = place();
	const [name, title, make] = SECTIONS.find(([key]) => key === wanted.section) ?? SECTIONS[0];
	if (current?.name === name && current.item === wanted.item) return;
	document.title = `${title} · ${sandboxName()} · fakebyte`;
	current = { name, item: wanted.item, ...make(page) };
	find("main").replaceChildren(el("h2.off", title), current.node);
	draw();
	if (wanted.item) current.open?.(wanted.item);
}

/** Says aloud, at most every two seconds, what has come. */
function announcer() {
	let before = { requests: 0, jobs: 0 };
	const say = later(() => {
		const since = { requests: world.requests.size - before.requests, jobs: world.jobs.size - before.jobs };
		before = { requests: world.requests.size, jobs: world.jobs.size };
		const words = [since.requests > 0 && plural(since.requests, "new request"), since.jobs > 0 && plural(since.jobs, "new job")].filter(Boolean);
		if (words.length) find("heard").textContent = words.join(", ");
	}, 2000);
	return say;
}

function showLive(on) {
	find("live").textContent = recorded ? `recorded ${recorded.at}` : on ? "live" : "not live";
	find("live").classList.toggle("on", on);
}

/* The stream begins anew after the server was away: then nothing of what was known need be true. */
function listen() {
	if (recorded || !wantsEvents()) return showLive(false);
	let begun = 0;
	const stop = new AbortController();
	addEventListener("pagehide", () => stop.abort());
	watch(heard, (on) => {
		showLive(on);
		if (on && begun++) attempt(async () => ((await listSandboxes()).includes(sandboxName()) ? load() : missing()));
	}, stop.signal);
}

function missing() {
	const name = sandboxName();
	find("main").replaceChildren(el("div.empty", el("p", `There is no sandbox ${name}. It may have been deleted, or no test has used it yet.`),
		el("p.group", button(`Make ${name}`, () => attempt(async () => {
			await control("PUT", `sandboxes/${encodeURIComponent(name)}`, undefined, null);
			location.reload();
		})), button("Show default", () => useSandbox("default")))));
}

async function begin() {
	await load();
	open();
	addEventListener("hashchange", open);
	onChange(draw);
	onChange(announcer());
	listen();
	setInterval(() => clock.draw(), 1000);
}

async function start() {
	find("sections").replaceChildren(...SECTIONS.map(([name, title]) => link([title, " ", el("small")], placeLink({ section: name }))));
	find("sandbox").addEventListener("change", (event) => useSandbox(event.target.value));
	clock = clockControls({ read: () => world.clock, now, attempt, set: (read) => { setClock(read); return load(); } });
	find("clock").replaceChildren(clock.node);
	onFailure((error) => tell(error.message));
	listenToKeys({ close: () => current?.close?.() });
	await attempt(async () => ((await listSandboxes()).includes(sandboxName()) ? begin() : missing()));
}

start();
