// What several sections read of a sandbox.

import { call } from "./api.js";

/** All connections of all workspaces, as the web application's list has them, each with its workspaceId. */
export async function readConnections() {
	const { workspaces } = await call("workspaces/list");
	const lists = await Promise.all(workspaces.map(async ({ workspaceId }) => {
		const { connections } = await call("web_backend/connections/list", { workspaceId });
		return connections.map((connection) => ({ ...connection, workspaceId }));
	}));
	return lists.flat();
}

/** A plan's match fits a connection as far as its names and ids say. */
export function planFits({ match = {} }, connection) {
	const { connectionId, name: connectionName, source, destination, workspaceId } = connection;
	const facts = { connectionId, connectionName, workspaceId, ...source, sourceName: source.name, ...destination, destinationName: destination.name };
	const fits = (pattern, text) => new RegExp(`^${pattern.split("*").map((piece) => piece.replace(/\W/g, "\\$&")).join(".*")}$`).test(text);
	return Object.entries(match).every(([name, pattern]) => !facts[name] || fits(pattern, facts[name]));
}
