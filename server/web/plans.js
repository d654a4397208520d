// What happens the next times: the plans, and a form that begins with an example.

import { control } from "./api.js";
import { button, choice, el, empty, json } from "./dom.js";

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
	const node = el("div.sides", list, el("form.card", { onsubmit: add },
		el("h3", "Add a plan"), el("label", "What happens ", example), text, el("div", el("button.main", "Plan it"))));

	function fill() {
		const [, plan] = EXAMPLES[example.value];
		text.value = JSON.stringify({ match: subject(plan), ...plan }, null, 2);
	}

	const change = (step) => page.change(step, refresh);

	function add(event) {
		event.preventDefault();
		change(() => control("POST", "plans", JSON.parse(text.value)));
	}

	const card = (plan) => el("article.card", { "aria-label": `Plan ${plan.id}` },
		el("div.bar", el("h3.grow", plan.id), button("Remove", () => change(() => control("DELETE", `plans/${plan.id}`)), { class: "bad" })), json(plan));

	async function refresh() {
		const { plans: all } = await control("GET", "plans");
		list.replaceChildren(...(all.length ? all.map(card) : [empty("No plan: all succeeds. Choose below what is to happen instead.")]));
	}

	fill();
	return { node, refresh };
}
