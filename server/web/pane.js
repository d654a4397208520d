// The pane beside a list that shows one of its items.

import { button, el } from "./dom.js";

/**
 * `tables` are virtual tables of the list, whose items it marks. {node, shown(), pick(key), show(key, title, actions,
 * ...content)}: an item is picked first and shown when it was read, if it is still the one.
 */
export function besides(label, list, tables) {
	let shown;
	const pane = el("section", { tabindex: -1, "aria-label": label });
	const node = el("div.sides", list, pane);

	function pick(key) {
		shown = key;
		node.classList.toggle("open", key !== undefined);
		tables.forEach((table) => table.pick(key));
	}

	function close() {
		const key = shown;
		pane.replaceChildren();
		pick();
		tables.forEach((table) => table.focus(key));
	}

	function show(key, title, actions, ...content) {
		if (shown !== key) return;
		const fresh = pane.dataset.key !== String(key) || !pane.firstChild;
		pane.dataset.key = key;
		pane.replaceChildren(el("div.card",
			el("div.bar", el("h2.grow", title), actions, button("Close", close)), content));
		if (fresh) pane.focus({ preventScroll: true });
	}

	return { node, shown: () => shown, pick, show };
}
