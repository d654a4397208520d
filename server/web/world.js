// What is known of the sandbox: read once, kept by events, told to whoever draws. The page has no other state of it.

import { control, isOwn } from "./api.js";

const MOST = 20000;
const TERMINAL = new Set(["succeeded", "failed", "cancelled"]);

/** Requests and jobs by id in the order in which they came; the others as the control API gives them. */
export const world = {
	requests: new Map(), jobs: new Map(), names: new Map(), moves: [],
	problems: [], gates: [], plans: [], faults: [], connections: [], clock: undefined, readAt: 0, loaded: false,
};

const listeners = new Set();
let telling = 0;

/** Calls `listener` after changes, once for all of a moment. */
export const onChange = (listener) => listeners.add(listener);

function tell() {
	telling ||= setTimeout(() => {
		telling = 0;
		for (const listener of listeners) listener();
	}, 60);
}

/** The sandbox's time by now, epoch milliseconds: what the server said, and what has passed here since. */
export function now() {
	if (!world.clock) return Date.now();
	const { mode, factor, time } = world.clock;
	const speed = { real: 1, scaled: factor }[mode] ?? 0;
	return Date.parse(time) + (performance.now() - world.readAt) * speed;
}

export function setClock(read) {
	world.clock = read;
	world.readAt = performance.now();
	tell();
}

const firstSentence = (text) => text.split("\n")[0].split(/(?<=[.!?]) /)[0];

/* What a row shows and a search looks through, so that bodies need not be kept. */
function addFacts(request) {
	const { body, reply } = request;
	const ids = body && typeof body === "object" ? Object.values(body).filter((value) => typeof value === "string") : [];
	const jobId = reply?.job?.id ?? reply?.jobId ?? (/\/jobs\//.test(request.path) ? body?.id : undefined);
	const wrong = request.status >= 400 ? reply?.message ?? reply?.detail ?? reply?.title : undefined;
	request.about = ids.concat(request.path.split("/")).map((id) => world.names.get(id)).find(Boolean);
	request.jobId = jobId;
	request.error = wrong && firstSentence(wrong);
	request.text = [request.id, request.method, request.path, request.query, request.status ?? "broken", request.fault, request.clientAddress,
		JSON.stringify(body)?.slice(0, 4000), JSON.stringify(reply)?.slice(0, 4000), request.about].filter(Boolean).join(" ").toLowerCase();
}

function addRequest(request) {
	request.own = isOwn(request);
	addFacts(request);
	delete request.body;
	delete request.reply;
	world.requests.set(request.id, request);
	if (world.requests.size > MOST) world.requests.delete(world.requests.keys().next().value);
}

/** Requests since the last one that is known, or all. */
async function readRequests(again) {
	const last = again ? undefined : [...world.requests.values()].at(-1);
	const { requests } = await control("GET", last ? `requests?since=${encodeURIComponent(last.receivedAt)}` : "requests");
	if (again) world.requests.clear();
	requests.forEach(addRequest);
}

async function readJobs(again) {
	const part = again ? "jobs" : "jobs?limit=100";
	const { jobs } = await control("GET", part);
	if (again) world.jobs.clear();
	for (const job of jobs.reverse()) world.jobs.set(job.id, job);
}

async function readConnections() {
	({ connections: world.connections } = await control("GET", "connections"));
	for (const { connectionId, name, sourceId, sourceName, destinationId, destinationName } of world.connections) {
		world.names.set(sourceId, sourceName).set(destinationId, destinationName).set(connectionId, name);
	}
}

/* A list of the control API that stands under its own name in its reply. */
const list = (name) => async () => {
	world[name] = (await control("GET", name))[name];
};

async function readMoves() {
	world.moves = (await control("GET", "history")).marks.map((mark) => ({ ...mark, at: Date.parse(mark.at) }));
}

const PARTS = {
	history: readMoves,
	connections: readConnections, requests: readRequests, jobs: readJobs, problems: list("problems"), gates: list("gates"), plans: list("plans"),
	faults: list("faults"), clock: async () => setClock(await control("GET", "clock")),
};

/** Reads these parts anew (all where none is named), connections first: they name what others refer to. */
export async function load(...names) {
	const parts = names.length ? names : Object.keys(PARTS);
	if (parts.includes("connections")) await readConnections();
	await Promise.all(parts.filter((name) => name !== "connections").map((name) => PARTS[name](true)));
	world.loaded = true;
	tell();
}

/* Parts that events have made stale, read together a moment later. */
const stale = new Set();
let reading = 0;
let failed = () => undefined;

export const onFailure = (listener) => { failed = listener; };

async function readStale() {
	reading = 0;
	const parts = [...stale];
	stale.clear();
	if (parts.includes("connections")) await readConnections();
	await Promise.all(parts.filter((name) => name !== "connections").map((name) => PARTS[name](false)));
	tell();
}

function expire(...names) {
	names.forEach((name) => stale.add(name));
	reading ||= setTimeout(() => readStale().catch(failed), 150);
}

/* A job or an attempt went on: what is known of it is changed in place. */
function jobWentOn({ id, status, at }) {
	const job = world.jobs.get(id);
	if (!job) return expire("jobs", "connections", "gates", "clock");
	world.jobs.set(id, { ...job, status, updatedAt: at, gate: TERMINAL.has(status) ? undefined : job.gate });
	return expire("connections", "gates", "clock", "problems");
}

function attemptWentOn({ jobId, id, status, at, failureOrigin }) {
	const job = world.jobs.get(jobId);
	if (!job) return expire("jobs");
	const attempts = [...job.attempts];
	attempts[id] = { createdAt: at, ...attempts[id], id, status, ...(status !== "running" && { endedAt: at }) };
	world.jobs.set(jobId, { ...job, attempts });
	return failureOrigin ? expire("jobs", "clock") : expire("clock");
}

const HEARD = {
	request: () => expire("requests", "problems"),
	fault: () => expire("faults", "requests"),
	job: jobWentOn,
	attempt: attemptWentOn,
	clock: () => expire("clock", "history", "gates", "connections"),
	webhook: () => expire("history"),
	problem: () => expire("problems"),
	dropped: () => load().catch(failed),
	reset: () => load().catch(failed),
};

export function heard(name, data) {
	HEARD[name]?.(data);
	tell();
}
