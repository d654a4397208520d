// A table that draws only the rows in sight, and keeps the reader's place while items come and go.

import { el } from "./dom.js";

const SPARE = 6;
let tables = 0;

/**
 * `columns`: [title, width, whether only wide screens have it] each; `cells(item)`; `key(item)`; `version(item)`: another where the row is to be drawn anew;
 * `open(item)` when a row is chosen by mouse, finger or Enter; `height` of a row, px.
 * {node, head, set(items), pick(key), focus(key)}. The row that stands on top stays there when others come above it; at
 * the top the newest is shown.
 */
export function virtualTable({ label, columns, cells, key, version = (item) => item, open, height = 34 }) {
	const id = `table-${++tables}`;
	let items = [];
	let lines = new Map(); // key → {line, version}
	let picked;
	let active;
	const space = el("div.space", { role: "rowgroup" });
	const head = el("div.head", { role: "row", "aria-rowindex": 1 },
		columns.map(([title, , wide]) => el("span", { role: "columnheader", class: wide ? "wide" : "" }, title)));
	const node = el("div.grid", { role: "grid", "aria-label": label, tabindex: 0 }, el("div.top", { role: "rowgroup" }, head), space);
	node.style.setProperty("--columns", columns.map(([, width]) => width).join(" "));
	node.style.setProperty("--few", columns.filter(([, , wide]) => !wide).map(([, width]) => width).join(" "));

	const indexOf = (name) => (name === undefined ? -1 : items.findIndex((item) => key(item) === name));

	function make(item) {
		const line = el("div.row", { role: "row", id: `${id}-${key(item)}`, "data-key": key(item) },
			cells(item).map((cell, index) => el("span", { role: "gridcell", class: columns[index][2] ? "wide" : "" }, cell ?? "")));
		line.style.height = `${height}px`;
		return { line, version: version(item) };
	}

	function place({ line }, item, index) {
		line.style.top = `${index * height}px`;
		line.setAttribute("aria-rowindex", index + 2);
		line.setAttribute("aria-selected", key(item) === picked);
		line.classList.toggle("active", key(item) === active);
	}

	function draw() {
		const first = Math.max(0, Math.floor(node.scrollTop / height) - SPARE);
		const last = Math.ceil((node.scrollTop + (node.clientHeight || 600)) / height) + SPARE;
		const next = new Map();
		items.slice(first, last).forEach((item, offset) => {
			const known = lines.get(key(item));
			const row = known && known.version === version(item) ? known : make(item);
			place(row, item, first + offset);
			next.set(key(item), row);
		});
		const kept = new Set([...next.values()].map(({ line }) => line));
		for (const { line } of lines.values()) if (!kept.has(line)) line.remove();
		space.append(...[...kept].filter((line) => !line.isConnected));
		lines = next;
		if (lines.has(active)) node.setAttribute("aria-activedescendant", `${id}-${active}`);
		else node.removeAttribute("aria-activedescendant");
	}

	function set(next) {
		const top = Math.floor(node.scrollTop / height);
		const anchor = node.scrollTop > 0 && items[top] ? key(items[top]) : undefined;
		const within = node.scrollTop - top * height;
		items = next;
		node.setAttribute("aria-rowcount", items.length + 1);
		space.style.height = `${items.length * height}px`;
		const index = indexOf(anchor);
		if (index >= 0) node.scrollTop = index * height + within;
		draw();
	}

	function show(index) {
		const top = index * height;
		const room = node.clientHeight - head.offsetHeight - height;
		if (top < node.scrollTop) node.scrollTop = top;
		else if (top > node.scrollTop + room) node.scrollTop = top - room;
	}

	function move(step) {
		const from = indexOf(active);
		const index = Math.min(items.length - 1, Math.max(0, from < 0 ? 0 : from + step));
		if (!items[index]) return;
		active = key(items[index]);
		show(index);
		draw();
	}

	const page = () => Math.max(1, Math.floor(node.clientHeight / height) - 1);
	const STEPS = {
		ArrowDown: () => move(1), ArrowUp: () => move(-1), PageDown: () => move(page()), PageUp: () => move(-page()),
		Home: () => move(-items.length), End: () => move(items.length),
		Enter: () => items[indexOf(active)] && open?.(items[indexOf(active)]),
	};

	node.addEventListener("keydown", (event) => {
		if (event.target !== node || !STEPS[event.key]) return;
		event.preventDefault();
		STEPS[event.key]();
	});
	space.addEventListener("click", (event) => {
		const name = event.target.closest(".row")?.dataset.key;
		const item = items.find((one) => String(key(one)) === name);
		if (!item || event.target.closest("a, button")) return;
		active = key(item);
		open?.(item);
	});
	node.addEventListener("scroll", draw, { passive: true });
	new ResizeObserver(draw).observe(node);

	function pick(name) {
		picked = name;
		active = name ?? active;
		draw();
	}

	function focus(name) {
		active = name ?? active;
		node.focus({ preventScroll: true });
		draw();
	}

	return { node, head, set, pick, focus, redraw: () => { lines.forEach((row) => row.line.remove()); lines = new Map(); draw(); } };
}
