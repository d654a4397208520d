// The sandboxes: each with its clock; make, fork, reset, delete.

import { control, sandboxName } from "./api.js";
import { clockControls } from "./clock.js";
import { button, el, formValues } from "./dom.js";
import { virtualTable } from "./rows.js";

export function sandboxes(page) {
	const grid = virtualTable({
		label: "Sandboxes", height: 74, cells, key: ({ name }) => name,
		columns: [["Name", "minmax(90px, 1fr)"], ["Clock", "minmax(420px, 5fr)"], ["Actions", "230px"]],
	});
	const form = el("form.bar", { onsubmit: make },
		el("label", "New sandbox ", el("input", { name: "name", pattern: "[A-Za-z0-9._\\-]{1,64}", required: true, placeholder: "test-1" })),
		el("button.main", "Make"),
		el("span.faint", "Clients choose one by the header X-Fakebyte-Sandbox or the user airbyte+NAME."));
	const node = el("div.sides", form, grid.node);

	const change = (step) => page.change(step, () => Promise.all([refresh(), page.listSandboxes()]));

	function make(event) {
		event.preventDefault();
		change(() => control("PUT", `sandboxes/${formValues(form).name}`)).then(() => form.reset());
	}

	function fork(name) {
		const as = prompt(`Copy ${name} as:`, `${name}-copy`);
		if (as) change(() => control("POST", `sandboxes/${name}/fork`, { as }));
	}

	function drop(name) {
		if (!confirm(`Delete the sandbox ${name} and all that is in it?`)) return;
		change(() => control("DELETE", `sandboxes/${name}`)).then(() => name === sandboxName() && page.useSandbox("default"));
	}

	function reset(name) {
		if (confirm(`Put ${name} back to what it was after the start?`)) change(() => control("POST", "reset", {}, name)).then(page.refresh);
	}

	function cells({ name, clock }) {
		const controls = clockControls({ sandbox: name, attempt: page.attempt, changed: page.refresh });
		controls.set(clock);
		return [
			name === sandboxName() ? el("strong", `${name} (shown)`) : button(name, () => page.useSandbox(name), { class: "link", "data-key": name }),
			controls.node,
			el("span.group", button("Fork", () => fork(name)), button("Reset", () => reset(name)), button("Delete", () => drop(name), { class: "bad" })),
		];
	}

	async function refresh() {
		grid.set((await control("GET", "sandboxes")).sandboxes);
	}

	return { node, refresh };
}
