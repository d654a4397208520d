// A table that draws only the rows in sight, so that ten thousand cost as much as thirty.

import { el } from "./dom.js";

const SPARE = 6;

/**
 * `columns`: [title, width] each; `cells(item)`; `key(item)`: what a cell's data-key says; `height` of a row, px.
 * {node, head, set(items), pick(key), focus(key)}
 */
export function virtualTable({ label, columns, cells, key, height = 32 }) {
	let items = [];
	let picked;
	const space = el("div.space", { role: "rowgroup" });
	const head = el("div.head", { role: "row", "aria-rowindex": 1 },
		columns.map(([title]) => el("span", { role: "columnheader" }, title)));
	const node = el("div.grid", { role: "table", "aria-label": label, tabindex: 0 }, el("div.top", { role: "rowgroup" }, head), space);
	node.style.setProperty("--columns", columns.map(([, width]) => width).join(" "));

	function row(item, index) {
		const line = el("div", { class: `row ${picked !== undefined && key(item) === picked ? "picked" : ""}`, role: "row", "aria-rowindex": index + 2 },
			cells(item).map((cell) => el("span", { role: "cell" }, cell ?? "")));
		line.style.top = `${index * height}px`;
		line.style.height = `${height}px`;
		return line;
	}

	const focus = (name) => space.querySelector(`[data-key="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });

	function draw() {
		const first = Math.max(0, Math.floor(node.scrollTop / height) - SPARE);
		const last = Math.ceil((node.scrollTop + (node.clientHeight || 600)) / height) + SPARE;
		const seen = items.slice(first, last).map((item, index) => row(item, first + index));
		const focused = space.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
		space.replaceChildren(...seen);
		if (focused) focus(focused);
	}

	function set(next) {
		items = next;
		node.setAttribute("aria-rowcount", items.length + 1);
		space.style.height = `${items.length * height}px`;
		draw();
	}

	node.addEventListener("scroll", draw, { passive: true });
	new ResizeObserver(draw).observe(node);
	
	function pick(name) {
		picked = name;
		draw();
	}

	return { node, head, set, pick, focus };
}
