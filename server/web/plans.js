// What happens the next times: the plans, and a form that begins with an example.

import { place } from "./address.js";
import { control, recorded } from "./api.js";
import { button, choice, el, empty, json } from "./dom.js";
import { world } from "./world.js";

const failure = { origin: "source", type: "system_error", message: "The database went away" };
const EXAMPLES = [
	["Fails once, then succeeds", { runs: [{ attempts: [{ seconds: 30, failure }, { seconds: 40, outcome: "succeeded" }] }] }],
	["Waits at a gate", { runs: [{ attempts: [{ seconds: 10, gate: "g1" }] }] }],
	["Hangs until it is cancelled", { runs: [{ attempts: [{ outcome: "hang" }] }] }],
	["A check fails", { check: { status: "failed", message: "Password refused" } }],
];
const subject = (example) => (example.runs ? { connectionName: "*" } : { sourceName: "*" });

export function plans(page) {
	const list = el("div.sides");
	const text = el("textarea", { name: "plan", rows: 12, spellcheck: "false", "aria-label": "The plan, as JSON" });
	const example = choice(EXAMPLES.map(([title], index) => [index, title]), { onchange: fill });
	const node = el("div.sides", list, !recorded && el("form.card", { onsubmit: add },
		el("h3", "Add a plan"), el("label", "What happens ", example), text, el("div", el("button.main", "Plan it"))));

	function fill() {
		const [, plan] = EXAMPLES[example.value];
		text.value = JSON.stringify({ match: subject(plan), ...plan }, null, 2);
	}

	function add(event) {
		event.preventDefault();
		page.change(() => control("POST", "plans", JSON.parse(text.value)), "plans", "gates");
	}

	function card(plan) {
		const { id, matched, exhausted, jobs = [] } = plan;
		const used = matched === undefined ? "" : `${matched} matched${exhausted ? ", all of it used" : ""}${jobs.length ? `, drove job ${jobs.join(", ")}` : ""}`;
		return el("article.card", { "aria-label": `Plan ${id}`, class: `card ${id === place().item ? "picked" : ""}` },
			el("div.bar", el("h3.grow", id), el("span.faint", used), !recorded && button("Remove", () => page.change(() => control("DELETE", `plans/${id}`), "plans", "gates"), { class: "bad" })), json(plan));
	}

	let drawn;
	function draw() {
		const now = JSON.stringify(world.plans);
		if (now === drawn) return;
		drawn = now;
		list.replaceChildren(...(world.plans.length ? world.plans.map(card) : [empty("No plan: all succeeds. Choose below what is to happen instead.")]));
	}

	fill();
	return { node, draw };
}
