// What clients asked, as it comes: a list to filter, each call's body and reply, and one client's calls in sequence.

import { control, credentials, isOwn, sandboxName } from "./api.js";
import { button, bytes, choice, count, definitions, el, empty, json, statusCode, svg } from "./dom.js";
import { besides } from "./pane.js";
import { virtualTable } from "./rows.js";

const MOST = 20000;
const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const timeOf = ({ receivedAt }) => receivedAt.slice(11, 23);
const took = ({ micros }) => (micros === undefined ? "–" : `${+(micros / 1000).toPrecision(3)} ms`);

function asCurl({ method, path, query, body }) {
	const url = `${location.origin}${path.startsWith("/v1/") ? "/api" : ""}${path}${query ? `?${query}` : ""}`;
	const sandbox = sandboxName() === "default" ? "" : ` -H ${quote(`X-Fakebyte-Sandbox: ${sandboxName()}`)}`;
	const data = body === undefined ? "" : ` -H 'Content-Type: application/json' -d ${quote(JSON.stringify(body))}`;
	return `curl -u ${quote(credentials())} -X ${method} ${quote(url)}${sandbox}${data}`;
}

/** One call between two lifelines: there with its path, back with its status. */
function exchange(request) {
	const bad = request.status === undefined || request.status >= 400 ? "bad" : "";
	return svg("svg.lane", { role: "img", "aria-label": `${request.method} ${request.path}: ${request.status ?? "broken"}` },
		svg("path.arrow", { d: "M6 0V48M634 0V48M6 20H628m-6-4l6 4l-6 4" }),
		svg("path", { class: `arrow ${bad}`, d: "M634 40H12m6-4l-6 4l6 4", "stroke-dasharray": "5 3" }),
		svg("text", { x: 14, y: 15 }, `${request.method} ${request.path}`),
		svg("text", { x: 626, y: 36, "text-anchor": "end" }, `${request.status ?? "broken"} · ${took(request)}${request.fault ? ` · fault ${request.fault}` : ""}`));
}

export function requests(page) {
	let all = [];
	let late = []; // heard since the list was asked for
	const opener = (request, text) => button(text, () => open(request), { class: "link", "data-key": request.id });
	const key = ({ id }) => id;
	const grid = virtualTable({
		label: "Requests", key, columns: [["Time", "100px"], ["Method", "64px"], ["Path", "minmax(160px, 1fr)"], ["Status", "60px"], ["Took", "80px"], ["Fault", "minmax(60px, 110px)"], ["Client", "110px"]],
		cells: (request) => [timeOf(request), request.method, opener(request, request.path), statusCode(request.status), took(request), request.fault && el("span.warn", request.fault), request.clientAddress],
	});
	const sequence = virtualTable({
		label: "Sequence", key, height: 48, columns: [["Time", "110px"], ["Client → fakebyte", "660px"]],
		cells: (request) => [opener(request, timeOf(request)), exchange(request)],
	});
	const filter = el("input", { type: "search", placeholder: "path, method, status, fault", oninput: draw });
	const ours = el("input", { type: "checkbox", onchange: draw });
	const client = choice([["", "list"]], { onchange: draw });
	const list = el("div");
	const note = el("span.faint", { role: "status" });
	const clear = () => page.change(() => control("DELETE", "requests"), refresh);
	const pane = besides("Request", el("div.sides",
		el("div.bar", el("label", "Filter ", filter), el("label", "Show as ", client),
			el("label", ours, "this page's own too"), button("Clear the log", clear), note), list), [grid, sequence]);

	function wanted(request) {
		const text = `${request.method} ${request.path} ${request.status ?? "broken"} ${request.fault ?? ""}`.toLowerCase();
		return (ours.checked || !(request.own ||= isOwn(request))) && text.includes(filter.value.toLowerCase());
	}

	function draw() {
		const kept = all.filter(wanted);
		const shown = client.value ? sequence : grid;
		const nothing = all.length ? "Nothing fits the filter." : "No request yet. Point a client at this server, or send one under ";
		list.replaceChildren(kept.length ? shown.node : empty(nothing, !all.length && el("a", { href: "#try" }, "Try it")));
		note.textContent = `${count(kept.length)} of ${count(all.length)}`;
		shown.set(client.value ? kept.filter(({ clientAddress }) => clientAddress === client.value).reverse() : kept);
	}

	function addClients() {
		for (const address of new Set(all.map(({ clientAddress }) => clientAddress)))
			if (![...client.options].some(({ value }) => value === address)) client.append(el("option", { value: address }, `sequence of ${address}`));
	}

	function open({ id }) {
		pane.pick(id);
		page.attempt(async () => {
			const { requests: [request] } = await control("GET", `requests?id=${id}`);
			if (!request) throw new Error("The log has no room for this request any more.");
			show(request);
		});
	}

	function show(request) {
		const curl = asCurl(request);
		const copy = button("Copy as curl", () => navigator.clipboard.writeText(curl).then(() => { copy.textContent = "Copied"; }, () => prompt("The call:", curl)));
		pane.show(request.id, `${request.method} ${request.path}`, copy,
			definitions([["Status", statusCode(request.status)], ["Took", took(request)], ["Operation", request.operation], ["Fault", request.fault], ["Id", request.id], ["Reply", bytes(request.replyBytes)]]),
			el("h3", "Body"), request.body === undefined ? "none" : json(request.body),
			el("h3", "Reply"), request.reply === undefined ? "none, or not JSON" : json(request.reply));
	}

	async function refresh() {
		late = [];
		const kept = (await control("GET", "requests")).requests.reverse().map(({ body, reply, ...summary }) => summary);
		const ids = new Set(kept.map(({ id }) => id));
		all = [...late.filter(({ id }) => !ids.has(id)), ...kept];
		addClients();
		draw();
	}

	let drawing = 0;
	function heard(name, request) {
		if (name === "reset") page.attempt(refresh);
		if (name !== "request") return;
		late.unshift(request);
		all.unshift(request);
		all.length = Math.min(all.length, MOST);
		drawing ||= setTimeout(() => {
			drawing = 0;
			addClients();
			draw();
		}, 100);
	}

	return { node: pane.node, refresh, heard };
}
