// Which operations the tests met, and with which statuses.

import { control } from "./api.js";
import { count, definitions, el, later, table } from "./dom.js";

const COUNTS = [["jobStates", "Job states"], ["attemptStates", "Attempt states"], ["failureOrigins", "Failure origins"], ["failureTypes", "Failure types"], ["unknownPaths", "Unknown paths"]];
const listed = (counts) => Object.entries(counts).map(([name, times]) => `${name} ${count(times)}`).join(", ") || "none";

export function coverage(page) {
	const body = el("div.sides");
	const node = el("div.sides", el("p.faint", "Over all sandboxes, since the server's start; what this page asks counts too."), body);

	function cell(times, code) {
		return times ? el("div.met", { title: `${code}: ${times}` }, count(times)) : "";
	}

	async function read() {
		const seen = await control("GET", "coverage");
		const codes = [...new Set(seen.operations.flatMap(({ statuses }) => Object.keys(statuses)))].sort();
		const rows = seen.operations.map(({ method, path, statuses }) => [el("code", `${method} ${path}`), ...codes.map((code) => cell(statuses[code], code))]);
		const top = body.querySelector(".scroll")?.scrollTop ?? 0;
		body.replaceChildren(
			definitions([["Operations met", `${seen.operationsMet} of ${seen.operationsAll}`], ...COUNTS.map(([name, title]) => [title, listed(seen[name])])]),
			table("Operations by status", ["Operation", ...codes], rows));
		body.querySelector(".scroll").scrollTop = top;
	}

	const draw = later(() => page.attempt(read), 500);
	page.attempt(read);
	return { node, draw };
}
