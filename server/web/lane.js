// A job's attempts as bars on a scale of time.

import { placeLink } from "./address.js";
import { duration, svg } from "./dom.js";

const LEAST = 4;

/** Shapes besides colours: a cross for failed, a tip for running, a bar through for cancelled. */
export const SHAPES = {
	succeeded: () => false,
	failed: (x) => svg("path.mark", { d: `M${x - 9} 12l6 6m0-6l-6 6` }),
	running: (x) => svg("path.running", { d: `M${x} 7l8 8l-8 8z` }),
	cancelled: (x) => svg("path.mark", { d: `M${x - 9} 15h6` }),
	pending: () => false,
};

function bar(scale, from, to, name) {
	const x = scale(from);
	const width = Math.max(LEAST, scale(to) - x);
	const round = name === "failed" ? 0 : 4;
	return [svg("rect", { class: name, x, y: 8, width, height: 14, rx: Math.min(round, width / 2) }), (width > 14 || name === "running") && SHAPES[name]?.(x + width)];
}

export function jobWords({ id, status, attempts, createdAt, updatedAt, gate }) {
	const took = duration((Date.parse(updatedAt) - Date.parse(createdAt)) / 1000);
	return `Job ${id}: ${status}, ${attempts.length} ${attempts.length === 1 ? "attempt" : "attempts"}, ${took}${gate ? `, waits at gate ${gate}` : ""}`;
}

const endOf = (job, now) => (["pending", "running", "incomplete"].includes(job.status) ? now : Date.parse(job.updatedAt));

/** The bars of one job. Times are epoch ms. */
export function jobBars(job, scale, now) {
	const ended = endOf(job, now);
	const attempts = job.attempts.map(({ status, createdAt, endedAt }, index) => {
		const cut = job.status === "cancelled" && index === job.attempts.length - 1;
		return bar(scale, Date.parse(createdAt), endedAt ? Date.parse(endedAt) : ended, cut ? "cancelled" : status);
	});
	return attempts.length ? attempts : bar(scale, Date.parse(job.createdAt), ended, job.status);
}

/** The same as a link to the job; nothing where it lies outside of `sight`. */
export function jobLane(job, scale, now, sight) {
	const ended = endOf(job, now);
	if (Date.parse(job.createdAt) > sight[1] || ended < sight[0]) return false;
	return svg("a", { href: placeLink({ section: "jobs", item: String(job.id) }), "aria-label": jobWords(job) }, svg("title", jobWords(job)), jobBars(job, scale, now),
		job.gate && svg("text", { x: scale(ended) + 4, y: 20 }, `gate ${job.gate}`));
}
