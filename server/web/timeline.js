// Jobs on the sandbox's clock, drawn by hand: an axis, and a lane of attempts for each job.

import { duration, svg } from "./dom.js";

const LEAST = 4;
const TICKS = [1, 5, 15, 60, 300, 900, 3600, 10800, 21600, 86400, 172800, 604800, 2592000, 31536000];

/** Times are epoch seconds; `place(moment)` is in px of a lane that is `width` wide. */
export function scale(from, to, width) {
	const length = Math.max(1, to - from);
	return { from, to, place: (at) => ((at - from) / length) * width };
}

function label(at, step) {
	const text = new Date(at * 1000).toISOString();
	return step >= 86400 ? text.slice(5, 10) : text.slice(11, step < 60 ? 19 : 16);
}

export function axis(view) {
	const step = TICKS.find((size) => view.place(view.from + size) >= 50) ?? TICKS.at(-1);
	const marks = [];
	for (let at = Math.ceil(view.from / step) * step; at <= view.to; at += step) {
		marks.push(svg("line.tick", { x1: view.place(at), x2: view.place(at), y1: 0, y2: 30 }),
			svg("text", { x: view.place(at) + 3, y: 20 }, label(at, step)));
	}
	return svg("svg.lane", { "aria-hidden": "true" }, marks);
}

/* Shapes besides colours: a cross for failed, a tip for running, a bar through for cancelled. */
const SHAPES = {
	failed: (x) => svg("path.mark", { d: `M${x - 9} 12l6 6m0-6l-6 6` }),
	running: (x) => svg("path.running", { d: `M${x} 7l8 8l-8 8z` }),
	cancelled: (x) => svg("path.mark", { d: `M${x - 9} 15h6` }),
};

function bar(view, from, to, name) {
	const x = view.place(from);
	const width = Math.max(LEAST, view.place(to) - x);
	const round = name === "failed" ? 0 : 4;
	return [svg("rect", { class: name, x, y: 8, width, height: 14, rx: Math.min(round, width / 2) }),
		(width > 14 || name === "running") && SHAPES[name]?.(x + width)];
}

function words({ id, status, attempts, createdAt, updatedAt }) {
	return `Job ${id}: ${status}, ${attempts.length} ${attempts.length === 1 ? "attempt" : "attempts"}, ${duration(updatedAt - createdAt)}`;
}

/** A job's lane; `gate` is the name of the gate that it waits at, if any. */
export function lane(view, job, now, gate) {
	const attempts = job.attempts.map(({ status, createdAt, endedAt }, index) => {
		const cut = job.status === "cancelled" && index === job.attempts.length - 1;
		return bar(view, createdAt, endedAt ?? (cut ? job.updatedAt : now), cut ? "cancelled" : status);
	});
	const waits = attempts.length === 0 && bar(view, job.createdAt, job.status === "pending" ? now : job.updatedAt, job.status);
	const at = view.place(now);
	return svg("svg.lane", { role: "img", "aria-label": words(job) },
		svg("line.now", { x1: at, x2: at, y1: 0, y2: 30 }), attempts, waits,
		gate && svg("text", { x: at - 4, y: 20, "text-anchor": "end" }, `gate ${gate}`));
}
