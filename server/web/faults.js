// The faults that are armed: what they do, how often they fired, a form to add one.

import { place } from "./address.js";
import { control, recorded } from "./api.js";
import { button, choice, el, empty, formValues, plural, table } from "./dom.js";
import { world } from "./world.js";

const BREAKS = ["CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "RANDOM_DATA_THEN_CLOSE"];

const field = (text, name, more = {}) => el("label", text, el("input", { name, ...more }));
const number = (text, name, min, max, more = {}) => field(text, name, { type: "number", min, max, ...more });

/** What the form says as the document of a fault. */
function faultOf({ path, method, ...rest }) {
	const entries = Object.entries(rest).map(([name, value]) => [name, Number.isNaN(Number(value)) ? value : Number(value)]);
	return { match: { path, ...(method && { method }) }, ...Object.fromEntries(entries) };
}

/** What a fault does, in words. */
function effect({ phase, delayMs, status, connection, after, every, probability, headers }) {
	const waits = typeof delayMs === "number" ? `waits ${delayMs} ms` : delayMs && `waits as ${JSON.stringify(delayMs)} says`;
	const answers = status && `answers ${status}${headers ? ` with ${Object.entries(headers).map((pair) => pair.join(": ")).join(", ")}` : ""}`;
	const breaks = connection && `breaks the connection (${connection})`;
	const when = phase === "after" ? "after the change is made" : "before anything is done";
	const which = [after && `lets ${plural(after, "request")} pass first`, every > 1 && `every ${every}th`, probability !== undefined && `with a chance of ${probability}`];
	return [[waits, answers, breaks].filter(Boolean).join(", "), when, ...which].filter(Boolean).join("; ");
}

const isSpent = ({ times, fired }) => times !== undefined && fired >= times;

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
	const node = el("div.sides", list, !recorded && form);

	function add(event) {
		event.preventDefault();
		const { connection, status, ...rest } = formValues(form);
		page.change(() => control("POST", "faults", faultOf({ ...rest, ...(connection ? { connection } : status && { status }) })), "faults");
	}

	const remove = (id) => button("Remove", () => page.change(() => control("DELETE", `faults/${id}`), "faults"), { class: "bad", "aria-label": `Remove fault ${id}` });

	function row(fault) {
		const spent = isSpent(fault);
		const left = fault.times === undefined ? "each time" : spent ? "spent" : `${plural(fault.times - fault.fired, "time")} more`;
		const name = el("span", { class: fault.id === place().item ? "picked" : "" }, el("strong", fault.id), el("br"), el("code", `${fault.match.method ?? ""} ${fault.match.path}`));
		return [name, el("span", { class: spent ? "faint" : "" }, effect(fault)), fault.matched, el("strong", fault.fired), el("span", { class: spent ? "faint" : "warn" }, left), !recorded && remove(fault.id)];
	}

	function draw() {
		list.replaceChildren(world.faults.length
			? table("Faults", ["Fault", "Does", "Matched", "Fired", "Will fire", "Remove"], world.faults.map(row))
			: empty("Nothing is armed. Arm a fault below and see how your client takes it."));
	}

	return { node, draw };
}
