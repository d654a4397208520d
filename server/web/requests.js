// What clients asked, as it comes: a list to search, each call's headers, body and reply, and one client's calls in sequence.

import { note, placeLink, sandboxName } from "./address.js";
import { control, credentials, recorded } from "./api.js";
import { button, bytes, choice, code, copyButton, count, definitions, el, empty, holdOnly, json, link, moment, relative, statusCode, svg } from "./dom.js";
import { jobLink } from "./now.js";
import { besides } from "./pane.js";
import { virtualTable } from "./rows.js";
import { searchField } from "./search.js";
import { now, world } from "./world.js";

const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const timeOf = ({ receivedAt }) => receivedAt.slice(11, 23);
const took = ({ micros }) => (micros === undefined ? "–" : `${+(micros / 1000).toPrecision(3)} ms`);
const isApi = (path) => path.startsWith("/v1/") || path.startsWith("/public/");

/* Bytes that no shell can quote travel as $'…' with their numbers. */
function shellBytes(text) {
	return /[^\x20-\x7e\n]/.test(text) ? `$'${[...new TextEncoder().encode(text)].map((byte) => (byte > 31 && byte < 127 && byte !== 39 && byte !== 92 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`)).join("")}'` : quote(text);
}

/** The call as it was made, byte for byte; `raw` is a body that is no JSON. */
export function asCurl({ method, path, query, body, headers = {} }, raw) {
	const sandbox = sandboxName() === "default" ? "" : `/sandboxes/${encodeURIComponent(sandboxName())}`;
	const url = `${location.origin}${sandbox}${isApi(path) ? "/api" : ""}${path}${query ? `?${query}` : ""}`;
	const type = headers["Content-Type"] ?? "application/json";
	const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
	const data = text === undefined ? "" : ` -H ${quote(`Content-Type: ${type}`)} --data-binary ${shellBytes(text)}`;
	return `curl -u ${quote(credentials())} -X ${method} ${quote(url)}${data}`;
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

/* What happened, in a line: the name behind the id, the first sentence of an error, the fault. */
function happened({ path, about, error, fault }) {
	return el("span", path, about && el("span.faint", ` ${about}`), error && el("span.bad", ` ${error}`), fault && el("span.warn", ` fault ${fault}`));
}

const headerList = (label, headers = {}) => [el("h3", label), Object.keys(headers).length ? definitions(Object.entries(headers)) : el("p.faint", "none")];

export function requests(page) {
	const key = ({ id }) => id;
	const version = ({ status, answeredAt, fault, about, jobId }) => `${status} ${answeredAt} ${fault} ${about} ${jobId}`;
	const grid = virtualTable({
		label: "Requests", key, version, open: ({ id }) => open(id), columns: [["Time", "96px"], ["Status", "56px"], ["Method", "62px", true], ["What", "minmax(60px, 1fr)"], ["Took", "74px", true], ["Job", "56px"]],
		cells: (request) => [timeOf(request), statusCode(request.status), request.method, happened(request), took(request), request.jobId !== undefined && jobLink(request.jobId, `#${request.jobId}`)],
	});
	const sequence = virtualTable({
		label: "Sequence", key, version, height: 48, open: ({ id }) => open(id), columns: [["Time", "96px"], ["Client → fakebyte", "minmax(0, 660px)"]],
		cells: (request) => [timeOf(request), exchange(request)],
	});
	const search = searchField("requests", "Search", "path, body, reply, id, status: all words fit", draw);
	const ours = el("input", { type: "checkbox", onchange: draw });
	const client = choice([["", "list"]], { onchange: draw });
	const list = el("div");
	const shownCount = el("span.faint");
	const clear = () => page.change(() => control("DELETE", "requests"), "requests", "problems");
	const pane = besides("requests", "Request", el("div.sides", el("div.bar", search.node, el("label", "as ", client),
		!recorded && el("label", ours, "this page's own"), !recorded && button("Clear the log", clear), shownCount), list), [grid, sequence]);

	const wanted = (request) => (ours.checked || !request.own) && search.fits(request.text);

	function addClients(all) {
		for (const address of new Set(all.map(({ clientAddress }) => clientAddress)))
			if (![...client.options].some(({ value }) => value === address)) client.append(el("option", { value: address }, `sequence of ${address}`));
	}

	function draw() {
		const all = [...world.requests.values()];
		const kept = all.filter(wanted);
		const shown = client.value ? sequence : grid;
		const nothing = all.length ? "No request fits these words." : "No request yet. Point a client at this server, or send one under ";
		addClients(all);
		shownCount.textContent = `${count(kept.length)} of ${count(all.length)}`;
		holdOnly(list, kept.length ? shown.node : empty(nothing, !all.length && link("Try it", placeLink({ section: "try" }))));
		shown.set(client.value ? kept.filter(({ clientAddress }) => clientAddress === client.value) : kept.reverse());
	}

	async function read(id) {
		const { requests: [request] } = recorded ? { requests: recorded["GET requests"].requests.filter((one) => one.id === id) } : await control("GET", `requests?id=${id}`);
		if (!request) throw new Error("The log has no room for this request any more.");
		const raw = request.body === undefined && request.bodyBytes > 0 && !recorded ? await control("GET", `requests/${id}/body`).catch(() => undefined) : undefined;
		show(request, raw);
	}

	function open(id) {
		pane.pick(id);
		page.attempt(() => read(id));
	}

	function bodyOf({ body, bodyBytes }, raw) {
		if (body !== undefined) return json(body);
		if (!bodyBytes) return el("p.faint", "none");
		return raw === undefined ? el("p.faint", `${bytes(bodyBytes)} that are no JSON`) : [el("p.warn", `This is no JSON: ${bytes(bodyBytes)} as they came.`), code(raw)];
	}

	function show(request, raw) {
		const { jobId, about } = world.requests.get(request.id) ?? {};
		const fault = request.fault && link(request.fault, placeLink({ section: "faults", item: request.fault }));
		pane.show(request.id, `${request.method} ${request.path}`, !recorded && copyButton("Copy as curl", () => asCurl(request, typeof raw === "object" ? JSON.stringify(raw) : raw)),
			definitions([["Status", statusCode(request.status)], ["Took", took(request)], ["Operation", request.operation], ["About", about], ["Job", jobId !== undefined && jobLink(jobId)],
				["Fault", fault], ["Sandbox time", `${moment(request.at)} (${relative(Date.parse(request.at) - now())})`], ["Query", request.query], ["Client", request.clientAddress], ["Id", request.id]]),
			el("h3", "Body"), bodyOf(request, typeof raw === "object" ? JSON.stringify(raw, null, 2) : raw),
			el("h3", "Reply"), request.reply === undefined ? el("p.faint", request.replyBytes ? `${bytes(request.replyBytes)}, not JSON or too long to be kept` : "none") : json(request.reply),
			headerList("Headers sent", request.headers), headerList("Headers answered", request.replyHeaders));
	}

	return { node: pane.node, draw, open: (id) => { note({ item: id }); open(id); }, close: pane.close };
}
