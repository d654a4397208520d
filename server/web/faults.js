// The faults that are armed: how often they fired, a form to add one.

import { control } from "./api.js";
import { button, choice, el, empty, formValues, later, table } from "./dom.js";

const BREAKS = ["CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "RANDOM_DATA_THEN_CLOSE"];

const field = (text, name, more = {}) => el("label", text, el("input", { name, ...more }));
const number = (text, name, min, max, more = {}) => field(text, name, { type: "number", min, max, ...more });

/** What the form says as the document of a fault. */
function faultOf({ path, method, ...rest }) {
	const entries = Object.entries(rest).map(([name, value]) => [name, Number.isNaN(Number(value)) ? value : Number(value)]);
	return { match: { path, ...(method && { method }) }, ...Object.fromEntries(entries) };
}

/** What is left of a fault besides its row's other columns. */
function effect({ id, match, matched, fired, ...rest }) {
	return Object.entries(rest).map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ");
}

export function faults(page) {
	const list = el("div");
	const form = el("form.card", { onsubmit: add },
		el("h3", "Add a fault"),
		el("div.fields",
			field("Path (* is anything)", "path", { required: true, value: "/v1/connections/sync" }), field("Method", "method", { placeholder: "any" }),
			number("Answer with status", "status", 200, 599, { value: 503 }),
			el("label", "Or break the connection", choice([["", "no"], ...BREAKS.map((name) => [name, name])], { name: "connection" })),
			number("Delay, ms", "delayMs", 0, 86400000), number("Times", "times", 1),
			number("Let pass first", "after", 0), number("Every n-th", "every", 1), number("Chance", "probability", 0, 1, { step: "any" }),
			el("label", "Phase", choice([["", "before the handler"], ["after", "after it: the change stays"]], { name: "phase" }))),
		el("div", el("button.main", "Arm")));
	const node = el("div.sides", list, form);

	const change = (step) => page.change(step, refresh);

	function add(event) {
		event.preventDefault();
		const { connection, status, ...rest } = formValues(form);
		change(() => control("POST", "faults", faultOf({ ...rest, ...(connection ? { connection } : status && { status }) })));
	}

	const row = (fault) => [el("code", `${fault.match.method ?? ""} ${fault.match.path}`), effect(fault), fault.matched,
		el("strong", fault.fired), button("Remove", () => change(() => control("DELETE", `faults/${fault.id}`)), { class: "bad", "aria-label": `Remove fault ${fault.id}` })];

	async function refresh() {
		const { faults: all } = await control("GET", "faults");
		list.replaceChildren(all.length
			? el("div.scroll", { tabindex: 0 }, table("Faults", ["For", "Does", "Matched", "Fired", "Remove"], all.map(row)))
			: empty("Nothing is armed. Arm a fault below and see how your client takes it."));
	}

	const soon = later(() => page.attempt(refresh), 200);
	return { node, refresh, heard: (name) => ["request", "fault", "reset"].includes(name) && soon() };
}
