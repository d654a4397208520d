// The jobs, newest first, and what one of them did.

import { ansi } from "./ansi.js";
import { placeLink } from "./address.js";
import { call, control, recorded } from "./api.js";
import { button, bytes, count, definitions, duration, el, empty, holdOnly, link, moment, relative, status, svg, table } from "./dom.js";
import { jobBars, jobWords } from "./lane.js";
import { requestLink } from "./now.js";
import { besides } from "./pane.js";
import { virtualTable } from "./rows.js";
import { searchField } from "./search.js";
import { now, world } from "./world.js";

const TERMINAL = new Set(["succeeded", "failed", "cancelled"]);
const MOST_LINES = 5000;
const WIDTH = 160;

function streamRow({ streamName, streamNamespace, stats }) {
	return [streamNamespace ? `${streamNamespace}.${streamName}` : streamName, count(stats.recordsEmitted), count(stats.recordsCommitted), bytes(stats.bytesEmitted)];
}

function attemptView({ attempt, logs }) {
	const failures = attempt.failureSummary?.failures ?? [];
	const streams = attempt.streamStats ?? [];
	const took = attempt.endedAt && duration(attempt.endedAt - attempt.createdAt);
	const lines = logs?.logLines ?? [];
	return [
		el("h3", `Attempt ${attempt.id + 1} `, status(attempt.status), took && ` in ${took}`),
		failures.map((failure) => el("p.bad.lines", `${failure.failureOrigin ?? "unknown"}: ${failure.externalMessage ?? failure.internalMessage ?? failure.failureType}`)),
		streams.length > 0 && table("Statistics by stream", ["Stream", "Emitted", "Committed", "Size"], streams.map(streamRow)),
		lines.length > 0 && el("details", { open: failures.length > 0 },
			el("summary", `${count(lines.length)} log lines`), el("pre", { tabindex: 0, "aria-label": "Log" }, ansi(lines.slice(-MOST_LINES)))),
	];
}

/* Each job on a scale of its own length: how its attempts went, side by side. */
function small(job) {
	const from = Date.parse(job.createdAt);
	const to = Math.max(from + 1000, TERMINAL.has(job.status) ? Date.parse(job.updatedAt) : now());
	return svg("svg.lane", { role: "img", "aria-label": jobWords(job), height: 30 }, jobBars(job, (at) => ((at - from) / (to - from)) * WIDTH, now()));
}

export function jobs(page) {
	const grid = virtualTable({
		label: "Jobs", key: ({ id }) => id, open: ({ id }) => open(id), columns: [["Job", "64px"], ["Connection", "minmax(60px, 1fr)"], ["Status", "104px"], ["Attempts", "180px", true], ["Started (UTC)", "150px", true], ["Took", "90px", true]],
		cells: (job) => [`#${job.id}`, [job.connectionName, job.configType === "sync" ? "" : el("span.faint", ` ${job.configType}`), job.gate && el("span.warn", ` at gate ${job.gate}`)].flatMap((part) => part || []).reduce((span, part) => (span.append(part), span), el("span")),
			status(job.status), small(job), moment(job.createdAt), TERMINAL.has(job.status) ? duration((Date.parse(job.updatedAt) - Date.parse(job.createdAt)) / 1000) : "goes on"],
	});
	const search = searchField("jobs", "Search", "connection, id, status, failure", draw);
	const list = el("div");
	const shownCount = el("span.faint");
	const pane = besides("jobs", "Job", el("div.sides", el("div.bar", search.node, shownCount), list), [grid]);
	let seen;

	const textOf = (job) => `${job.id} ${job.connectionName} ${job.connectionId} ${job.status} ${job.configType} ${job.attempts.map(({ failure }) => failure ?? "").join(" ")}`.toLowerCase();

	function draw() {
		const all = [...world.jobs.values()];
		const kept = all.filter((job) => search.fits(textOf(job))).sort((a, b) => b.id - a.id);
		shownCount.textContent = `${count(kept.length)} of ${count(all.length)}`;
		holdOnly(list, kept.length ? grid.node : empty(all.length ? "No job fits these words." : "No job yet: nothing was synced and no schedule fell due. ", !all.length && link("Connections", placeLink({ section: "connections" }))));
		grid.set(kept);
		const job = world.jobs.get(Number(pane.shown()));
		if (job && job !== seen) page.attempt(() => load(job.id));
	}

	/* The request that started it, where the log still has it. */
	const originOf = (id) => [...world.requests.values()].find((request) => request.jobId === id && !request.path.endsWith("/get"));

	function show({ job, attempts }) {
		const origin = world.jobs.get(job.id)?.request ?? originOf(job.id)?.id;
		const plan = world.jobs.get(job.id)?.plan;
		const stop = button("Cancel job", () => page.change(() => call("jobs/cancel", { id: job.id }), "jobs", "clock", "gates"), { class: "bad" });
		const at = job.createdAt * 1000;
		pane.show(job.id, `Job ${job.id}`, !recorded && !TERMINAL.has(job.status) && stop,
			definitions([["Status", status(job.status)], ["Type", job.configType], ["Connection", world.names.get(job.configId) ?? job.configId], ["Started by", origin ? requestLink(origin) : "no request that is known: a schedule or a fixture"],
				["Plan", plan && link(plan, placeLink({ section: "plans", item: plan }))], ["Created", `${moment(at)} (${relative(at - now())})`], ["Changed", moment(job.updatedAt * 1000)]]),
			attempts.map(attemptView));
	}

	async function load(id) {
		seen = world.jobs.get(id);
		show(await control("GET", `jobs/${id}/info`));
	}

	function open(id) {
		pane.pick(id);
		page.attempt(() => load(id));
	}

	return { node: pane.node, draw, open: (item) => open(Number(item)), close: pane.close };
}
