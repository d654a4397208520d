// One timeline on the sandbox's clock: requests, jobs with their attempts, clock moves and webhooks; the machine's time
// beside it. Drawn by hand; what lies too close together is one circle that opens.

import { placeLink } from "./address.js";
import { button, duration, el, empty, moment, svg } from "./dom.js";
import { jobLane, SHAPES } from "./lane.js";
import { searchField } from "./search.js";
import { now, world } from "./world.js";

const LANE = 30;
const CLOSE = 12; // px: what is nearer is one
const LEAST_SPAN = 2000; // ms
const MOST_LANES = 200;
const TICKS = [1, 5, 15, 60, 300, 900, 3600, 10800, 21600, 86400, 172800, 604800, 2592000, 31536000].map((seconds) => seconds * 1000);

/** Marks of one lane, put together where they are close: [{x, items}]. `items` have `at`, epoch ms. */
export function clustered(items, scale) {
	const groups = [];
	for (const item of [...items].sort((a, b) => a.at - b.at)) {
		const x = scale(item.at);
		const last = groups.at(-1);
		if (last && x - last.end < CLOSE) {
			last.items.push(item);
			last.end = x;
		} else groups.push({ x, end: x, items: [item] });
	}
	return groups.map(({ x, end, items: members }) => ({ x: (x + end) / 2, items: members }));
}

function tickText(at, step) {
	const text = new Date(at).toISOString();
	return step >= TICKS[9] ? text.slice(5, 10) : text.slice(11, step < TICKS[3] ? 19 : 16);
}

/* The machine's time when the sandbox's clock showed `at`: between the two known pairs around it, in proportion. */
function wallAt(at, pairs) {
	const after = pairs.findIndex((pair) => pair.at >= at);
	const [one, other] = after < 0 ? [pairs.at(-1), pairs.at(-1)] : [pairs[Math.max(0, after - 1)], pairs[after]];
	if (!one || at < one.at - 1) return undefined;
	const part = other.at === one.at ? 0 : (at - one.at) / (other.at - one.at);
	return moment(one.wall + (other.wall - one.wall) * Math.min(1, part)).slice(11);
}

/* What is known of both clocks: when requests came and when the clock was moved. */
function clockPairs(requests) {
	const moves = world.moves.flatMap(({ at, from, wall }) => [...(from ? [{ at: Date.parse(from), wall: Date.parse(wall) }] : []), { at, wall: Date.parse(wall) }]);
	return [...requests.map(({ at, receivedAt }) => ({ at, wall: Date.parse(receivedAt) })), ...moves].sort((a, b) => a.wall - b.wall || a.at - b.at);
}

function moveWords({ kind, from: before, at, mode, body }) {
	if (kind === "webhook") return `webhook: ${body.slice(0, 300)}`;
	const span = at - Date.parse(before);
	return `clock: ${Math.abs(span) > 500 ? `moved ${span > 0 ? "on" : "back"} by ${duration(span / 1000)}` : mode}, to ${moment(at)}`;
}

const requestTone = ({ status, fault }) => (fault ? "fault" : status === undefined || status >= 500 ? "failed" : status >= 400 ? "incomplete" : "succeeded");

function dot(x, y, tone, title, href) {
	return svg("a", { href, "aria-label": title }, svg("title", title),
		svg("circle", { class: `dot ${tone}`, cx: x, cy: y, r: 5 }), tone === "fault" && svg("path.bolt", { d: `M${x} ${y - 4}l-2 4h4l-2 4` }));
}

function cluster(x, y, members, openAt) {
	const worst = members.some((item) => ["failed", "fault"].includes(item.tone)) ? "failed" : members.some(({ tone }) => tone === "incomplete") ? "incomplete" : "succeeded";
	const number = members.length > 99 ? "99+" : members.length;
	const title = `${number} requests: show each`;
	return svg("g.cluster", { role: "button", tabindex: 0, "aria-label": title, onclick: () => openAt(members), onkeydown: (event) => event.key === "Enter" && openAt(members) },
		svg("title", title), svg("circle", { class: `dot ${worst}`, cx: x, cy: y, r: 9 }), svg("text.count", { x, y: y + 4, "text-anchor": "middle", "aria-hidden": "true" }, number));
}

export function timeline() {
	let from;
	let to;
	let follow = true;
	const search = searchField("timeline", "Show", "words of connections and requests", draw);
	const surface = el("div.timeline", { tabindex: 0, "aria-label": "Timeline", role: "group" });
	const read = el("span.faint");
	const buttons = [["−", 2, "Zoom out"], ["+", 0.5, "Zoom in"]].map(([text, factor, title]) => button(text, () => zoom(factor), { title, "aria-label": title }));
	const followBox = el("input", { type: "checkbox", checked: true, onchange: () => { follow = followBox.checked; draw(); } });
	const node = el("div.sides", el("div.bar", search.node, el("span.group", buttons, button("All", showAll, { title: "All that is known, fixtures' jobs too" })), el("label", followBox, "follow the run"), read), surface);

	/* The run: since the first request, where there is one; or all that is known. */
	function ends(all) {
		const times = [...world.requests.values()].filter(({ own }) => !own).map(({ at }) => Date.parse(at));
		if (all || !times.length) for (const { createdAt, updatedAt } of world.jobs.values()) times.push(Date.parse(createdAt), Date.parse(updatedAt));
		const least = times.reduce((a, b) => Math.min(a, b), now());
		const most = times.reduce((a, b) => Math.max(a, b), now());
		const span = Math.max(LEAST_SPAN, most - least);
		return [least - span * 0.03, most + span * 0.06];
	}

	function showAll() {
		[from, to] = ends(true);
		stopFollowing();
		draw();
	}

	function stopFollowing() {
		follow = false;
		followBox.checked = false;
	}

	function zoom(factor, middle = (from + to) / 2) {
		const span = Math.max(LEAST_SPAN, (to - from) * factor);
		const part = (middle - from) / (to - from);
		from = middle - span * part;
		to = from + span;
		stopFollowing();
		draw();
	}

	function shift(part) {
		const step = (to - from) * part;
		from += step;
		to += step;
		stopFollowing();
		draw();
	}

	function openAt(members) {
		const times = members.map(({ at }) => at);
		const span = Math.max(LEAST_SPAN / 4, Math.max(...times) - Math.min(...times));
		from = Math.min(...times) - span * 0.1;
		to = Math.max(...times) + span * 0.1;
		stopFollowing();
		draw();
	}

	function axis(scale, width, requests) {
		const step = TICKS.find((size) => (size / (to - from)) * width >= 64) ?? TICKS.at(-1);
		const marks = [];
		const pairs = clockPairs(requests);
		for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
			const wall = wallAt(at, pairs);
			marks.push(svg("line.tick", { x1: scale(at), x2: scale(at), y1: 0, y2: 40 }), svg("text", { x: scale(at) + 3, y: 14 }, tickText(at, step)),
				wall && svg("text.wall", { x: scale(at) + 3, y: 32 }, wall));
		}
		return svg("svg.axis", { "aria-hidden": "true", height: 40 }, marks);
	}

	function requestLane(scale, requests) {
		const seen = requests.filter(({ at }) => at >= from && at <= to);
		return svg("svg.lane", { height: LANE, role: "group", "aria-label": "Requests" }, clustered(seen, scale).map(({ x, items }) => (items.length > 1
			? cluster(x, LANE / 2, items, openAt)
			: dot(x, LANE / 2, items[0].tone, `${items[0].method} ${items[0].path}: ${items[0].status ?? "broken"}`, placeLink({ section: "requests", item: items[0].id })))));
	}

	function moveMarks(scale, height) {
		return world.moves.filter(({ at }) => at >= from && at <= to)
			.map((mark) => svg("g", { class: `move ${mark.kind}` }, svg("title", moveWords(mark)), svg("line", { x1: scale(mark.at), x2: scale(mark.at), y1: 0, y2: height })));
	}

	function lanes() {
		const groups = new Map();
		for (const job of world.jobs.values()) {
			if (!search.fits(`${job.connectionName} ${job.id} ${job.status}`.toLowerCase())) continue;
			if (!groups.has(job.connectionName)) groups.set(job.connectionName, []);
			groups.get(job.connectionName).push(job);
		}
		return [...groups].sort(([a], [b]) => a.localeCompare(b)).slice(0, MOST_LANES);
	}

	function shown() {
		return [...world.requests.values()].filter((request) => !request.own && search.fits(request.text))
			.map((request) => ({ ...request, at: Date.parse(request.at), tone: requestTone(request) }));
	}

	const focusable = () => [...surface.querySelectorAll("a, [tabindex]")];

	/* The keyboard stays where it was: what happens meanwhile draws anew. */
	function draw() {
		const focused = focusable().indexOf(document.activeElement);
		drawAll();
		focusable()[focused]?.focus({ preventScroll: true });
	}

	function drawAll() {
		const width = Math.max(200, surface.clientWidth - 150);
		if (follow || from === undefined) [from, to] = ends();
		const scale = (at) => ((at - from) / (to - from)) * width;
		const requests = shown();
		const rows = lanes();
		read.textContent = `${duration((to - from) / 1000)} in sight`;
		if (!requests.length && !rows.length) return surface.replaceChildren(empty("Nothing has happened yet, or nothing fits the words."));
		const at = scale(now());
		const height = LANE * (rows.length + 1);
		surface.replaceChildren(
			el("div.lanes", el("span.name.faint", "sandbox, machine (UTC)"), axis(scale, width, requests)),
			el("div.lanes.body",
				svg("svg.over", { "aria-hidden": "true", width, height }, svg("line.now", { x1: at, x2: at, y1: 0, y2: height }), moveMarks(scale, height)),
				el("span.name", "requests"), requestLane(scale, requests),
				rows.map(([name, jobs]) => [el("span.name", { title: name }, name),
					svg("svg.lane", { height: LANE, role: "group", "aria-label": name }, jobs.map((job) => jobLane(job, scale, now(), [from, to])))])),
			el("p.legend.faint", Object.keys(SHAPES).map((name) => el("span.group", svg("svg", { width: 16, height: 14, "aria-hidden": "true" }, svg("rect", { class: name, width: 14, height: 12, y: 1, rx: 2 })), name))));
		return undefined;
	}

	surface.addEventListener("wheel", (event) => {
		if (!event.ctrlKey && !event.shiftKey) return;
		event.preventDefault();
		const at = from + ((event.offsetX - 150) / Math.max(1, surface.clientWidth - 150)) * (to - from);
		if (event.ctrlKey) zoom(event.deltaY > 0 ? 1.25 : 0.8, at);
		else shift(event.deltaY > 0 ? 0.1 : -0.1);
	}, { passive: false });
	const keys = { ArrowLeft: () => shift(-0.2), ArrowRight: () => shift(0.2), "+": () => zoom(0.5), "-": () => zoom(2), "0": showAll };
	surface.addEventListener("keydown", (event) => {
		if (event.target !== surface || !keys[event.key]) return;
		event.preventDefault();
		keys[event.key]();
	});
	new ResizeObserver(draw).observe(surface);
	return { node, draw };
}
