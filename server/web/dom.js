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
export const empty = (...words) => el("p.empty", ...words);
export const json = (value) => el("pre", { tabindex: 0 }, JSON.stringify(value, null, 2));

export function choice(options, more = {}) {
	return el("select", more, options.map(([value, text]) => el("option", { value }, text)));
}

export function definitions(pairs) {
	return el("dl", pairs.map(([name, value]) => [el("dt", name), el("dd", value ?? "–")]));
}

/** A table of few rows. */
export function table(label, columns, rows) {
	return el("table", { "aria-label": label },
		el("thead", el("tr", columns.map((column) => el("th", { scope: "col" }, column)))),
		el("tbody", rows.map((row) => el("tr", row.map((content) => el("td", content))))));
}

/** A time of the API (text, or epoch milliseconds) as 2026-01-31 12:00:00, in UTC. */
export function moment(value) {
	if (value === undefined || value === null) return "–";
	return new Date(value).toISOString().slice(0, 19).replace("T", " ");
}

export function duration(seconds) {
	const text = new Date(seconds * 1000).toISOString().slice(11, 19);
	return seconds < 86400 ? text : `${Math.floor(seconds / 86400)} d ${text}`;
}

export const count = (value) => (value === undefined ? "–" : value.toLocaleString("en"));

export const bytes = (value) => (value === undefined ? "–" : `${count(value)} B`);

const STATUS = {
	succeeded: ["good", "✓"], failed: ["bad", "✕"], cancelled: ["faint", "⊘"], running: ["busy", "▶"],
	incomplete: ["warn", "↻"], pending: ["warn", "…"],
};

/** A job's or an attempt's status by colour, shape and word. */
export function status(name) {
	const [tone, sign] = STATUS[name] ?? ["faint", "–"];
	return el("span", { class: tone }, el("span", { "aria-hidden": "true" }, `${sign} `), name ?? "never ran");
}

export function statusCode(code) {
	const tone = code === undefined ? "bad" : code < 300 ? "good" : code < 500 ? "warn" : "bad";
	return el("span", { class: tone }, code ?? "broken");
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
