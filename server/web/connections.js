// The connections: when they ran and run, and what each moves.

import { placeLink } from "./address.js";
import { call } from "./api.js";
import { button, definitions, el, empty, holdOnly, json, link, moment, relative, status, table } from "./dom.js";
import { jobLink } from "./now.js";
import { besides } from "./pane.js";
import { virtualTable } from "./rows.js";
import { searchField } from "./search.js";
import { now, world } from "./world.js";

/** A schedule in words; a cron as it is written, with its zone. */
function scheduleWords({ scheduleType, scheduleData: { basicSchedule, cron } = {} }) {
	if (cron) return `cron ${cron.cronExpression} (${cron.cronTimeZone})`;
	if (basicSchedule) return `every ${basicSchedule.units} ${basicSchedule.timeUnit}`;
	return scheduleType === "manual" || !scheduleType ? "when asked" : scheduleType;
}

function streamRow({ stream, config }) {
	return [stream.namespace ? `${stream.namespace}.${stream.name}` : stream.name, config.syncMode, config.destinationSyncMode,
		(config.cursorField ?? []).join(".") || "–", (config.primaryKey ?? []).map((key) => key.join(".")).join(", ") || "–"];
}

function nextWords({ nextRun }) {
	return nextRun ? el("span", { title: `${moment(nextRun)} UTC` }, relative(Date.parse(nextRun) - now()), el("span.faint", ` ${moment(nextRun).slice(5, 16)}`)) : el("span.faint", "not planned");
}

/** A plan's match fits a connection as far as its names and ids say. */
function planFits({ match = {} }, connection) {
	const facts = { ...connection, connectionName: connection.name };
	const fits = (pattern, text) => new RegExp(`^${pattern.split("*").map((piece) => piece.replace(/\W/g, "\\$&")).join(".*")}$`).test(text);
	return Object.entries(match).every(([name, pattern]) => !facts[name] || fits(pattern, facts[name]));
}

export function connections(page) {
	const lastOf = new Map();
	const grid = virtualTable({
		label: "Connections", key: ({ connectionId }) => connectionId, open: ({ connectionId }) => open(connectionId),
		columns: [["Name", "minmax(80px, 2fr)"], ["From", "minmax(90px, 1fr)", true], ["To", "minmax(90px, 1fr)", true], ["Last job", "110px"], ["Next run (UTC)", "minmax(90px, 190px)"], ["Schedule", "minmax(120px, 1fr)", true], ["State", "76px", true]],
		cells: (connection) => [connection.name, connection.sourceName, connection.destinationName, status(lastOf.get(connection.connectionId)?.status), nextWords(connection), scheduleWords(connection), connection.status],
		version: (connection) => `${JSON.stringify(connection)}${lastOf.get(connection.connectionId)?.status}${Math.round(now() / 30000)}`,
	});
	const search = searchField("connections", "Search", "names, schedule, state", draw);
	const list = el("div");
	const pane = besides("connections", "Connection", el("div.sides", el("div.bar", search.node), list), [grid]);

	function draw() {
		for (const job of world.jobs.values()) lastOf.set(job.connectionId, job);
		const kept = world.connections.filter((connection) => search.fits(`${JSON.stringify(connection)} ${scheduleWords(connection)}`.toLowerCase()));
		holdOnly(list, kept.length ? grid.node : empty(world.connections.length ? "No connection fits these words."
			: "No connection yet. Load a fixture (POST /__admin/fixtures), or make a source, a destination and a connection under ", !world.connections.length && link("Try it", placeLink({ section: "try" }))));
		grid.set(kept);
	}

	function show(connection, full, state) {
		const { connectionId } = connection;
		const act = (path) => page.change(() => call(path, { connectionId }), "jobs", "clock", "connections");
		const plan = world.plans.find((one) => one.runs && planFits(one, connection));
		const last = lastOf.get(connectionId);
		pane.show(connectionId, connection.name, [button("Sync now", () => act("connections/sync"), { class: "main" }), button("Reset data", () => act("connections/reset"))],
			definitions([["Status", full.status], ["Next run", nextWords(connection)], ["Schedule", scheduleWords(connection)], ["Last job", last && jobLink(last.id)], ["Prefix", full.prefix],
				["Id", connectionId], ["Source", connection.sourceId], ["Destination", connection.destinationId]]),
			el("h3", "Streams"), table("Streams", ["Stream", "Read", "Write", "Cursor", "Key"], full.syncCatalog.streams.map(streamRow)),
			el("h3", "Plan"), plan ? json(plan) : el("p.faint", "None: its next sync succeeds."),
			el("h3", "State"), json(state));
	}

	function open(connectionId) {
		const connection = world.connections.find((one) => one.connectionId === connectionId);
		if (!connection) return;
		pane.pick(connectionId);
		page.attempt(async () => show(connection, ...await Promise.all([call("connections/get", { connectionId }), call("state/get", { connectionId })])));
	}

	return { node: pane.node, draw, open, close: pane.close };
}
