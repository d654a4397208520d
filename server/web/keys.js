// The keyboard: what works everywhere on the page.

import { button, el } from "./dom.js";

const PLACES = { n: "now", t: "timeline", r: "requests", j: "jobs", c: "connections", f: "faults", p: "plans", v: "coverage", y: "try", s: "sandboxes" };
const HELP = [["/", "search"], ["↑ ↓ PgUp PgDn Home End", "move in a list"], ["Enter", "open the row"], ["Esc", "close what is open"], ["?", "these keys"],
	...Object.entries(PLACES).map(([key, section]) => [`g ${key}`, section])];

const typing = ({ target }) => target.closest("input, textarea, select, [contenteditable]");

function showHelp() {
	const dialog = document.getElementById("keys");
	dialog.replaceChildren(el("h2", { id: "keys-title" }, "Keys"),
		el("dl", HELP.map(([key, what]) => [el("dt", el("kbd", key)), el("dd", what)])), button("Close", () => dialog.close()));
	dialog.showModal();
}

/** `close()` says whether there was something to close. */
export function listenToKeys({ close }) {
	let before = "";
	const actions = {
		"/": () => document.querySelector("main input.search")?.focus(),
		"?": showHelp,
		Escape: () => (close() || (document.activeElement?.blur(), true)),
	};
	addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
		if (typing(event) && event.key !== "Escape") return;
		const section = before === "g" ? PLACES[event.key] : undefined;
		before = event.key;
		if (!section && !actions[event.key]) return;
		event.preventDefault();
		if (section) location.hash = section;
		else actions[event.key]();
	});
}
