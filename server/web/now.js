// What to look at first: what is wrong in this sandbox, what waits, what failed, and other sandboxes with problems.

import { placeLink, sandboxName } from "./address.js";
import { control, recorded } from "./api.js";
import { button, el, empty, link, moment, plural, relative, status } from "./dom.js";
import { now, world } from "./world.js";

const MOST = 8;

export const requestLink = (id, text = `request ${id}`) => link(text, placeLink({ section: "requests", item: id }));
export const jobLink = (id, text = `job ${id}`) => link(text, placeLink({ section: "jobs", item: String(id) }));

function problemCard({ code, message, airbyte, advice, requests = [], jobs = [] }) {
	const places = [...jobs.slice(0, MOST).map((id) => jobLink(id)), ...requests.slice(0, MOST).map((id) => requestLink(id))];
	return el("article.card.problem", { "aria-label": code },
		el("h3", el("span.bad", { "aria-hidden": "true" }, "✕ "), code), el("p.lines", message), airbyte && el("p.faint.lines", `A real Airbyte: ${airbyte}`), advice && el("p.faint.lines", advice), places.length > 0 && el("p.links", places));
}

function gateRow(page, { name, waiting }) {
	const who = waiting.length ? [waiting.map((id) => jobLink(id)), " waits"] : ["nobody waits"];
	return el("p.group", !recorded && button(`Open gate ${name}`, () => page.change(() => control("POST", `gates/${encodeURIComponent(name)}/open`), "gates", "jobs", "clock"),
		{ class: waiting.length ? "main" : "" }), recorded && `gate ${name}:`, el("span.faint", who));
}

function failedRow({ id, connectionName, attempts, updatedAt }) {
	const reason = attempts.findLast(({ failure }) => failure)?.failure;
	return el("li", jobLink(id, `job ${id}`), ` of ${connectionName}, `, el("span.faint", { title: moment(updatedAt) }, relative(Date.parse(updatedAt) - now())), reason && el("div.bad.lines", reason));
}

function goingOn() {
	const open = [...world.jobs.values()].filter((job) => ["pending", "running", "incomplete"].includes(job.status)).reverse();
	return open.slice(0, MOST).map(({ id, connectionName, status: name, gate }) => el("li", jobLink(id), ` of ${connectionName}: `, status(name), gate && ` at gate ${gate}`));
}

const part = (title, content) => el("section", el("h2", title), content);

export function overview(page) {
	const node = el("div.now");

	function draw() {
		const [present, atEnd] = [false, true].map((late) => world.problems.filter((problem) => Boolean(problem.atEnd) === late));
		const shut = world.gates.filter(({ open }) => !open);
		const failed = [...world.jobs.values()].filter(({ status: name }) => name === "failed").reverse();
		const running = goingOn();
		const nothing = world.requests.size === 0 && world.jobs.size === 0;
		node.replaceChildren(...[
			present.length > 0
				? part(plural(present.length, "problem"), present.map(problemCard))
				: part("No problem", el("p.faint", nothing ? "Nothing was asked of this sandbox yet." : "Nothing that a real Airbyte would mind was seen in this sandbox.")),
			shut.length > 0 && part("Gates", shut.map((gate) => gateRow(page, gate))),
			running.length > 0 && part("Going on", el("ul", running)),
			atEnd.length > 0 && part("Problems if the test is over now", atEnd.map(problemCard)),
			failed.length > 0 && part(plural(failed.length, "failed job"), el("ul", failed.slice(0, MOST).map(failedRow))),
			nothing && empty("Point a client at this server with the sandbox ", el("code", sandboxName()), ", or send something under ", link("Try it", placeLink({ section: "try" })), "."),
		].filter(Boolean));
	}

	return { node, draw };
}
