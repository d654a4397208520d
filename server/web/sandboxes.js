// The sandboxes, those with problems first: each with its clock; make, fork, reset, delete.

import { sandboxName, useSandbox } from "./address.js";
import { control } from "./api.js";
import { clockControls } from "./clock.js";
import { button, el, formValues, plural } from "./dom.js";
import { virtualTable } from "./rows.js";
import { searchField } from "./search.js";
import { load } from "./world.js";

const path = (name, rest = "") => `sandboxes/${encodeURIComponent(name)}${rest}`;

export function sandboxes(page) {
	let all = [];
	let readAt = 0;
	const grid = virtualTable({
		label: "Sandboxes", height: 128, cells, key: ({ name }) => name, open: ({ name }) => useSandbox(name),
		columns: [["Name", "minmax(70px, 1fr)"], ["Problems", "90px"], ["Clock", "minmax(260px, 4fr)", true], ["Actions", "minmax(80px, 220px)"]],
	});
	const search = searchField("sandboxes", "Search", "name", draw);
	const form = el("form.bar", { onsubmit: make },
		el("label", "New sandbox ", el("input", { name: "name", maxlength: 200, required: true, placeholder: "test-1" })),
		el("button.main", "Make"), search.node);
	const node = el("div.sides", form, el("p.faint", "Clients choose one by the header X-Fakebyte-Sandbox, the path /sandboxes/NAME/ or the user airbyte+NAME; the first use makes it."), grid.node);

	const change = (step) => page.attempt(async () => {
		await step();
		await read();
	});

	function make(event) {
		event.preventDefault();
		change(() => control("PUT", path(formValues(form).name), undefined, null)).then(() => form.reset());
	}

	function fork(name) {
		const as = prompt(`Copy ${name} as:`, `${name}-copy`);
		if (as) change(() => control("POST", path(name, "/fork"), { as }, null));
	}

	function drop(name) {
		if (!confirm(`Delete the sandbox ${name} and all that is in it?`)) return;
		change(() => control("DELETE", path(name), undefined, null)).then(() => name === sandboxName() && useSandbox("default"));
	}

	function reset(name) {
		if (confirm(`Put ${name} back to what it was after the start?`)) change(() => control("POST", "reset", {}, name)).then(() => load());
	}

	function cells({ name, clock, problems }) {
		const speed = { real: 1, scaled: clock?.factor }[clock?.mode] ?? 0;
		const controls = clock && clockControls({ sandbox: name, read: () => clock, now: () => Date.parse(clock.time) + (performance.now() - readAt) * speed, set: read, attempt: page.attempt });
		controls?.draw();
		return [
			name === sandboxName() ? el("strong", `${name} (shown)`) : button(name, () => useSandbox(name), { class: "link" }),
			problems ? el("span.bad", plural(problems, "problem")) : el("span.faint", problems === 0 ? "none" : ""), controls?.node ?? el("span.faint", "kept in a file, not used since the start"),
			el("span.group", button("Fork", () => fork(name)), button("Reset", () => reset(name)), button("Delete", () => drop(name), { class: "bad" })),
		];
	}

	function draw() {
		grid.set(all.filter(({ name }) => search.fits(name.toLowerCase())));
	}

	async function read() {
		({ sandboxes: all } = await control("GET", "sandboxes?problems=true", undefined, null));
		readAt = performance.now();
		all.sort((a, b) => (b.problems ?? 0) - (a.problems ?? 0) || a.name.localeCompare(b.name));
		draw();
	}

	page.attempt(read);
	return { node, draw: () => undefined };
}
