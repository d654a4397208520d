// The pane beside a list that shows one of its items; on a small screen it lies over the list.

import { place, note } from "./address.js";
import { button, el } from "./dom.js";

/**
 * `section` is the list's in the address, `tables` are virtual tables of it. {node, shown(), pick(key), show(key, title,
 * actions, ...content), close()}: an item is picked first, which the address notes, and shown when it was read, if it is
 * still the one. What was shown keeps its scroll and focus when it is shown anew.
 */
export function besides(section, label, list, tables) {
	let shown;
	const pane = el("section.pane", { tabindex: -1, "aria-label": label });
	const node = el("div.sides", list, pane);

	function pick(key) {
		shown = key;
		node.classList.toggle("open", key !== undefined);
		if (place().section === section) note({ item: key === undefined ? "" : String(key) });
		tables.forEach((table) => table.pick(key));
	}

	function close() {
		if (shown === undefined) return false;
		const key = shown;
		pane.replaceChildren();
		pick();
		tables.find(({ node: table }) => table.isConnected)?.focus(key);
		return true;
	}

	function show(key, title, actions, ...content) {
		if (shown !== key) return;
		const fresh = pane.dataset.key !== String(key) || !pane.firstChild;
		const { scrollTop } = pane;
		pane.dataset.key = key;
		pane.replaceChildren(el("div.card",
			el("div.bar", el("h2.grow", title), actions, button("Close", close, { title: "Esc" })), content));
		if (fresh) pane.focus({ preventScroll: true });
		pane.scrollTop = fresh ? 0 : scrollTop;
	}

	return { node, shown: () => shown, pick, show, close };
}
