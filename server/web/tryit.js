// Any operation of the APIs, searched by words, with a body to begin with that its shape and the sandbox's ids give.

import { send } from "./api.js";
import { button, code, el, empty, link, statusCode } from "./dom.js";
import { placeLink } from "./address.js";
import { sample } from "./sample.js";
import { searchField } from "./search.js";
import { world } from "./world.js";

const DOCUMENTS = [["Config API", "/api", "/api/v1/openapi"], ["public API", "/api/public/v1", "/api/public/v1/openapi"], ["control API", "", "/__admin/openapi"]];
const MOST = 60;

/** Ids that are there, by the name of the member that holds one. */
function knownIds() {
	const [first] = world.connections;
	const job = [...world.jobs.keys()].at(-1);
	if (!first) return {};
	const { connectionId, workspaceId, sourceId, destinationId } = first;
	return { connectionId, configId: connectionId, workspaceId, sourceId, destinationId, ...(job && { id: job, jobId: job }) };
}

function operationsOf([group, base, address], document) {
	return Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({
		group, address, method: method.toUpperCase(), path: base + path, document,
		summary: operation.summary ?? "", schema: Object.values(operation.requestBody?.content ?? {})[0]?.schema,
		text: `${group} ${method} ${path} ${operation.operationId} ${operation.summary ?? ""}`.toLowerCase(),
	})));
}

export function tryIt(page) {
	let operations = [];
	let chosen;
	const search = searchField("try", "Operation", "words: jobs cancel", draw);
	const found = el("ul.found", { "aria-label": "Operations" });
	const path = el("input.wide", { name: "path", required: true, "aria-label": "Path" });
	const body = el("textarea", { name: "body", rows: 10, spellcheck: "false", "aria-label": "Body, as JSON" });
	const method = el("strong");
	const what = el("span.faint");
	const head = el("p", { role: "status" });
	const answer = el("div", empty("Nothing was sent yet."));
	const form = el("form.card", { hidden: true, onsubmit: (event) => { event.preventDefault(); page.attempt(ask); } },
		el("div.bar", method, path), what, body, el("div", el("button.main", "Send")));
	const node = el("div.sides.open", el("div.sides", el("div.bar", search.node), found, form), el("div.card", el("h3", "Reply"), head, answer));

	function choose(operation) {
		const ids = knownIds();
		chosen = operation;
		form.hidden = false;
		method.textContent = operation.method;
		what.textContent = `${operation.group}: ${operation.summary}`;
		path.value = operation.path.replace(/\{(\w+)\}/g, (whole, name) => ids[name] ?? whole);
		body.hidden = !operation.schema;
		body.value = operation.schema ? JSON.stringify(sample(operation.schema, operation.document.components.schemas, ids) ?? {}, null, 2) : "";
		draw();
		path.focus();
	}

	async function ask() {
		const response = await send(chosen.method, path.value, body.hidden ? undefined : body.value);
		const text = await response.text();
		const id = response.headers.get("X-Request-Id");
		const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
		head.replaceChildren(statusCode(response.status), " ", link(`request ${id}`, placeLink({ section: "requests", item: id })));
		answer.replaceChildren(code(isJson && text ? JSON.stringify(JSON.parse(text), null, 2) : text || "no body", { "aria-label": "Reply" }));
	}

	function draw() {
		const fitting = operations.filter(({ text }) => search.fits(text));
		found.replaceChildren(...fitting.slice(0, MOST).map((operation) => el("li", button(`${operation.method} ${operation.path}`, () => choose(operation),
			{ class: "link", "aria-pressed": operation === chosen, title: operation.summary }))), fitting.length > MOST && el("li.faint", `and ${fitting.length - MOST} more: say more words`) || "");
	}

	async function read() {
		const documents = await Promise.all(DOCUMENTS.map(async (row) => {
			const response = await send("GET", row[2], undefined, { mark: true });
			return response.ok ? operationsOf(row, await response.json()) : [];
		}));
		operations = documents.flat();
		draw();
	}

	page.attempt(read);
	return { node, draw: () => undefined };
}
