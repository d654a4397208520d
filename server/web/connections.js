// The connections: when they ran and run, and what each moves.

import { call, control } from "./api.js";
import { button, definitions, el, empty, json, later, moment, status, table } from "./dom.js";
import { planFits, readConnections } from "./model.js";
import { besides } from "./pane.js";
import { virtualTable } from "./rows.js";
import { nextRun, scheduleWords } from "./schedule.js";

function streamRow({ stream, config }) {
	return [stream.namespace ? `${stream.namespace}.${stream.name}` : stream.name, config.syncMode, config.destinationSyncMode,
		(config.cursorField ?? []).join(".") || "–", (config.primaryKey ?? []).map((key) => key.join(".")).join(", ") || "–"];
}

export function connections(page) {
	const grid = virtualTable({
		label: "Connections", cells, key: ({ connectionId }) => connectionId,
		columns: [["Name", "minmax(140px, 2fr)"], ["From", "1fr"], ["To", "1fr"], ["Last sync", "110px"], ["Next run (UTC)", "150px"], ["Schedule", "minmax(120px, 1fr)"], ["State", "80px"]],
	});
	const list = el("div", grid.node);
	const pane = besides("Connection", list, [grid]);

	function cells(connection) {
		const next = nextRun(connection, page.clock().now);
		return [
			button(connection.name, () => open(connection), { class: "link", "data-key": connection.connectionId }),
			connection.source.name, connection.destination.name, status(connection.latestSyncJobStatus),
			moment(next), scheduleWords(connection), connection.status,
		];
	}

	const act = (path, connection) => page.change(() => call(path, { connectionId: connection.connectionId }));

	function draw(connection, full, state, plans) {
		const actions = [button("Sync now", () => act("connections/sync", connection), { class: "main" }), button("Reset data", () => act("connections/reset", connection))];
		pane.show(full.connectionId, full.name, actions,
			definitions([["Id", full.connectionId], ["Status", full.status], ["Schedule", scheduleWords(full)], ["Prefix", full.prefix]]),
			el("h3", "Streams"), el("div.scroll", { tabindex: 0 }, table("Streams", ["Stream", "Read", "Write", "Cursor", "Key"], full.syncCatalog.streams.map(streamRow))),
			el("h3", "Plan"), plans.length ? json(plans[0]) : el("p.faint", "None: its next sync succeeds."),
			el("h3", "State"), json(state));
	}

	async function load(connection) {
		const { connectionId } = connection;
		const [full, state, { plans }] = await Promise.all([
			call("connections/get", { connectionId }), call("state/get", { connectionId }), control("GET", "plans")]);
		draw(connection, full, state, plans.filter((plan) => plan.runs && planFits(plan, connection)));
	}

	function open(connection) {
		pane.pick(connection.connectionId);
		page.attempt(() => load(connection));
	}

	async function refresh() {
		const all = await readConnections();
		grid.set(all);
		list.replaceChildren(all.length ? grid.node : empty("No connection yet. Load a fixture (POST /__admin/fixtures), or make a source, a destination and a connection under ", el("a", { href: "#try" }, "Try it"), "."));
		const shown = all.find(({ connectionId }) => connectionId === pane.shown());
		if (shown) await load(shown);
	}

	const soon = later(() => page.attempt(refresh), 300);
	return { node: pane.node, refresh, heard: (name) => (name === "job" || name === "reset") && soon() };
}
