// Making elements, and how values are written for people.

function assign(node, name, value) {
	if (value === undefined || value === null || value === false) return;
	if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
	else node.setAttribute(name, value === true ? "" : value);
}

/** `parts`: attributes (on… are listeners), if there are any, then children; false ones are left out. */
function build(node, classes, parts) {
	const attributes = parts[0]?.constructor === Object ? parts.shift() : {};
	if (classes.length) assign(node, "class", classes.join(" "));
	for (const [name, value] of Object.entries(attributes)) assign(node, name, value);
	node.append(...parts.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
	return node;
}

/** el("p.faint", "text"), svg("line.tick", { x1: 0 }) */
export function el(name, ...parts) {
	const [tag, ...classes] = name.split(".");
	return build(document.createElement(tag), classes, parts);
}

export function svg(name, ...parts) {
	const [tag, ...classes] = name.split(".");
	return build(document.createElementNS("http://www.w3.org/2000/svg", tag), classes, parts);
}

export const button = (text, onclick, more = {}) => el("button", { type: "button", onclick, ...more }, text);
export const link = (text, href, more = {}) => el("a", { href, ...more }, text);
export const empty = (...words) => el("p.empty", ...words);
export const code = (text, more = {}) => el("pre", { tabindex: 0, ...more }, text);
export const json = (value) => code(JSON.stringify(value, null, 2));

export function choice(options, more = {}) {
	return el("select", more, options.map(([value, text]) => el("option", { value }, text)));
}

export function definitions(pairs) {
	return el("dl", pairs.filter(([, value]) => value !== undefined && value !== false).map(([name, value]) => [el("dt", name), el("dd", value ?? "–")]));
}

/** Makes `node` the only child; one that is so already keeps its scroll and focus. */
export function holdOnly(parent, node) {
	if (parent.firstChild !== node || parent.childNodes.length > 1) parent.replaceChildren(node);
}

/** A table of few rows. */
export function table(label, columns, rows) {
	return el("div.scroll", { tabindex: 0 }, el("table", { "aria-label": label },
		el("thead", el("tr", columns.map((column) => el("th", { scope: "col" }, column)))),
		el("tbody", rows.map((row) => el("tr", row.map((content) => el("td", content)))))));
}

/** A time (text, or epoch milliseconds) as 2026-01-31 12:00:00, in UTC. */
export function moment(value) {
	if (value === undefined || value === null) return "–";
	return new Date(value).toISOString().slice(0, 19).replace("T", " ");
}

const UNITS = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];

/** A span in its two largest units: 90 is "1 min 30 s". */
export function duration(seconds) {
	const whole = Math.round(Math.abs(seconds));
	const first = UNITS.findIndex(([size]) => whole >= size);
	if (first < 0) return "0 s";
	const [size, name] = UNITS[first];
	const [next, small] = UNITS[first + 1] ?? [1, ""];
	const rest = Math.floor((whole % size) / next);
	return `${Math.floor(whole / size)} ${name}${rest && small ? ` ${rest} ${small}` : ""}`;
}

/** A span from now, in milliseconds: "in 2 h", "3 min ago". */
export function relative(milliseconds) {
	if (Math.abs(milliseconds) < 500) return "now";
	return milliseconds > 0 ? `in ${duration(milliseconds / 1000)}` : `${duration(milliseconds / 1000)} ago`;
}

export const count = (value) => (value === undefined ? "–" : value.toLocaleString("en"));
export const plural = (number, word) => `${count(number)} ${word}${number === 1 ? "" : "s"}`;
export const bytes = (value) => (value === undefined ? "–" : `${count(value)} B`);

const STATUS = {
	succeeded: ["good", "✓"], failed: ["bad", "✕"], cancelled: ["faint", "⊘"], running: ["busy", "▶"], incomplete: ["warn", "↻"], pending: ["warn", "…"],
};

/** A job's or an attempt's status by colour, shape and word. */
export function status(name) {
	const [tone, sign] = STATUS[name] ?? ["faint", "–"];
	return el("span", { class: tone }, el("span", { "aria-hidden": "true" }, `${sign} `), name ?? "never ran");
}

export function statusCode(value) {
	const tone = value === undefined ? "bad" : value < 300 ? "good" : value < 500 ? "warn" : "bad";
	return el("span", { class: tone }, value ?? "broken");
}

/** Calls `action` once, a moment after the last of many calls. */
export function later(action, milliseconds) {
	let timer;
	return () => {
		clearTimeout(timer);
		timer = setTimeout(action, milliseconds);
	};
}

/** What a form holds, without what is left empty. */
export function formValues(form) {
	return Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
}

/** A button that puts `text()` on the clipboard and says so. */
export function copyButton(label, text) {
	const node = button(label, () => navigator.clipboard.writeText(text()).then(() => { node.textContent = "Copied"; }, () => prompt("Copy this:", text())));
	return node;
}
