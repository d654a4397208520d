// Any operation of the two APIs, with a body to begin with that its shape gives.

import { send } from "./api.js";
import { choice, el, statusCode } from "./dom.js";
import { readConnections } from "./model.js";
import { sample } from "./sample.js";

const DOCUMENTS = { "/api": "/api/v1/openapi", "": "/__admin/openapi" };

/** Ids that are there, by the name of the member that holds one. */
async function knownIds() {
	const [first] = await readConnections();
	if (!first) return {};
	const { connectionId, workspaceId, source, destination } = first;
	return { connectionId, configId: connectionId, workspaceId, sourceId: source.sourceId, destinationId: destination.destinationId };
}

function operationsOf(base, document) {
	return Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({
		method: method.toUpperCase(), path: base + path, document, group: base ? path.split("/")[2] : "control API",
		schema: operation.requestBody?.content["application/json"].schema,
	})));
}

export function tryIt(page) {
	let operations = [];
	let ids = {};
	const which = choice([], { onchange: fill });
	const path = el("input", { name: "path", required: true });
	const body = el("textarea", { name: "body", rows: 10, spellcheck: "false", "aria-label": "Body, as JSON" });
	const head = el("p", { role: "status" });
	const answer = el("pre", { tabindex: 0, "aria-label": "Reply" }, "Nothing was sent yet.");
	const node = el("div.sides.open",
		el("form.card", { onsubmit: (event) => { event.preventDefault(); page.attempt(ask); } },
			el("div.fields", el("label", "Operation", which), el("label", "Path", path)),
			body, el("div", el("button.main", "Send"))),
		el("div.card", el("h3", "Reply"), head, answer));

	const chosen = () => operations[which.value];

	function fill() {
		const { schema, document, path: pattern } = chosen();
		path.value = pattern;
		body.hidden = !schema;
		body.value = schema ? JSON.stringify(sample(schema, document.components.schemas, ids) ?? {}, null, 2) : "";
	}

	async function ask() {
		const response = await send(chosen().method, path.value, body.hidden ? undefined : body.value);
		const text = await response.text();
		head.replaceChildren(statusCode(response.status), ` request ${response.headers.get("X-Request-Id")}`);
		answer.textContent = (response.headers.get("Content-Type") ?? "").includes("json") ? JSON.stringify(JSON.parse(text), null, 2) : text || "no body";
	}

	function offer() {
		const groups = Map.groupBy(operations.map((operation, index) => ({ ...operation, index })), ({ group }) => group);
		which.replaceChildren(...[...groups].map(([group, items]) => el("optgroup", { label: group },
			items.map(({ method, path: name, index }) => el("option", { value: index }, `${method} ${name}`)))));
		fill();
	}

	async function refresh() {
		if (operations.length) return;
		const documents = await Promise.all(Object.entries(DOCUMENTS).map(async ([base, address]) => {
			const response = await send("GET", address, undefined, { mark: true });
			return operationsOf(base, await response.json());
		}));
		ids = await knownIds();
		operations = documents.flat();
		offer();
	}

	return { node, refresh };
}
