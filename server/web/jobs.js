// The jobs as a timeline, the gates they wait at, and what one job did.

import { call, control } from "./api.js";
import { ansi } from "./ansi.js";
import { button, bytes, choice, count, definitions, duration, el, empty, later, moment, status, table } from "./dom.js";
import { readConnections } from "./model.js";
import { besides } from "./pane.js";
import { virtualTable } from "./rows.js";
import { axis, lane, scale } from "./timeline.js";

const PAGE = 500;
const TERMINAL = new Set(["succeeded", "failed", "cancelled"]);
const SPANS = [["", "all"], ["3600", "1 hour"], ["86400", "1 day"], ["604800", "1 week"]];
const MOST_LINES = 5000;

const slim = ({ job, attempts }, connection) => ({
	...job, connection, attempts: attempts.map(({ status: name, createdAt, endedAt }) => ({ status: name, createdAt, endedAt })),
});

/** Reads a connection's jobs, newest first, until what `known` (by id) holds as ended is met again. */
async function readJobs(connection, known, progress) {
	for (let rowOffset = 0; ; rowOffset += PAGE) {
		const { jobs: part, totalJobCount } = await call("jobs/list", {
			configTypes: ["sync", "reset_connection"], configId: connection.connectionId,
			pagination: { pageSize: known.size && !rowOffset ? 50 : PAGE, rowOffset },
		});
		const met = part.length > 0 && TERMINAL.has(known.get(part.at(-1).job.id)?.status);
		part.forEach((item) => known.set(item.job.id, slim(item, connection.name)));
		progress();
		if (met || rowOffset + PAGE >= totalJobCount) return;
	}
}

function streamRow({ streamName, streamNamespace, stats }) {
	return [streamNamespace ? `${streamNamespace}.${streamName}` : streamName, count(stats.recordsEmitted), count(stats.recordsCommitted), bytes(stats.bytesEmitted)];
}

function attemptView({ attempt, logs }) {
	const failures = attempt.failureSummary?.failures ?? [];
	const streams = attempt.streamStats ?? [];
	const took = attempt.endedAt && duration(attempt.endedAt - attempt.createdAt);
	return [
		el("h3", `Attempt ${attempt.id + 1} `, status(attempt.status), took && ` in ${took}`),
		failures.map((failure) => el("p.bad", `${failure.failureOrigin ?? "unknown"}: ${failure.externalMessage ?? failure.internalMessage ?? failure.failureType}`)),
		streams.length > 0 && table("Statistics by stream", ["Stream", "Emitted", "Committed", "Size"], streams.map(streamRow)),
		logs.logLines.length > 0 && el("details", { open: failures.length > 0 },
			el("summary", `${count(logs.logLines.length)} log lines`), el("pre", { tabindex: 0, "aria-label": "Log" }, ansi(logs.logLines.slice(-MOST_LINES)))),
	];
}

export function jobs(page) {
	const known = new Map();
	let gates = [];
	let view = scale(0, 1, 1);
	const gateBar = el("div.bar");
	const spans = choice(SPANS, { onchange: draw });
	const grid = virtualTable({
		label: "Jobs", cells, key: ({ id }) => id, columns: [["Job", "minmax(150px, 220px)"], ["Status", "100px"], ["Time (UTC)", "1fr"]],
	});
	const note = el("span.faint");
	const list = el("div", grid.node);
	const top = el("div.bar", el("label", "Show the last ", spans), button("Read again", () => page.attempt(read)), note);
	const pane = besides("Job", el("div.sides", top, gateBar, list), [grid]);
	const laneHead = grid.head.lastElementChild;
	const nothing = empty("No job yet. Press Sync now under ", el("a", { href: "#connections" }, "Connections"), ", or advance the clock to the next event.");

	const gateOf = (job) => gates.find(({ waiting }) => waiting.includes(job.id))?.name;

	function cells(job) {
		const now = Math.floor(page.clock().now / 1000);
		return [button(`#${job.id} ${job.connection}`, () => open(job.id), { class: "link", "data-key": job.id }), status(job.status), lane(view, job, now, gateOf(job))];
	}

	function draw() {
		const now = Math.floor(page.clock().now / 1000);
		const span = Number(spans.value);
		const inSight = [...known.values()].filter((job) => !span || job.updatedAt >= now - span).sort((a, b) => b.id - a.id);
		const from = span ? now - span : inSight.reduce((least, job) => Math.min(least, job.createdAt), now - 60);
		view = scale(from, now + (now - from) * 0.03, Math.max(80, laneHead.clientWidth));
		list.replaceChildren(inSight.length ? grid.node : nothing);
		note.textContent = `${count(inSight.length)} of ${count(known.size)} jobs`;
		laneHead.replaceChildren(el("span.off", "Time (UTC)"), axis(view));
		grid.set(inSight);
	}

	function drawGates() {
		const shut = gates.filter(({ open: isOpen }) => !isOpen);
		gateBar.replaceChildren(...shut.map(({ name, waiting }) => el("span.group",
			button(`Open gate ${name}`, () => page.change(() => control("POST", `gates/${name}/open`, {})), { class: waiting.length ? "main" : "" }),
			el("span.faint", waiting.length ? `job ${waiting.join(", ")} waits` : "nobody waits"))));
	}

	async function read() {
		gates = (await control("GET", "gates")).gates;
		drawGates();
		const drawSoon = later(draw, 60);
		for (const connection of await readConnections()) await readJobs(connection, known, drawSoon);
		draw();
	}

	/* On a skipping clock looking at a job moves time, so only a person who asks for it looks. */
	async function refresh() {
		if (page.clock().mode !== "skip") await Promise.all([read(), pane.shown() && load(pane.shown())]);
		else note.textContent = "On a skipping clock reading jobs moves time: press Read again.";
	}

	function show({ job, attempts }) {
		const stop = button("Cancel job", () => page.change(() => call("jobs/cancel", { id: job.id })), { class: "bad" });
		pane.show(job.id, `Job ${job.id}`, !TERMINAL.has(job.status) && stop,
			definitions([["Status", status(job.status)], ["Type", job.configType], ["Created", moment(job.createdAt * 1000)], ["Changed", moment(job.updatedAt * 1000)]]),
			attempts.map(attemptView));
	}

	const load = async (id) => show(await call("jobs/get", { id }));

	function open(id) {
		pane.pick(id);
		page.attempt(() => load(id));
	}

	const soon = later(() => page.attempt(refresh), 300);
	function heard(name) {
		if (name === "reset") known.clear();
		if (["job", "attempt", "reset"].includes(name)) soon();
	}

	new ResizeObserver(later(draw, 50)).observe(laneHead);
	return { node: pane.node, refresh, heard };
}
