// The APIs: credentials, calls, and the stream of events. A trace file has recorded replies in their place.

import { sandboxName } from "./address.js";

const DEFAULT_CREDENTIALS = "airbyte:password";
const MARK = "X-Fakebyte-Page";
const COOKIE = "fakebyte-page";
const script = document.getElementById("recorded");

/** What a trace file holds, by method and path: {"GET jobs": {…}}; undefined where the page is served. */
export const recorded = script ? JSON.parse(script.textContent) : undefined;

/** Ids of requests that the page made to look at things. */
const own = new Set();
let asking;

/** Whether a logged request only fed the page. */
export const isOwn = ({ id, headers }) => own.has(id) || Boolean(headers?.[MARK]);

/* A cookie without an end lasts as long as the browser's session and is shared by its tabs. */
export function credentials() {
	const kept = document.cookie.split("; ").find((part) => part.startsWith(`${COOKIE}=`));
	return kept ? decodeURIComponent(kept.slice(COOKIE.length + 1)) : DEFAULT_CREDENTIALS;
}

function authorization(pair) {
	return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(pair)))}`;
}

function ask(reason) {
	const dialog = document.getElementById("login");
	document.getElementById("login-reason").textContent = reason;
	dialog.showModal();
	return new Promise((resolve) => {
		dialog.onclose = () => {
			const { user, password } = dialog.querySelector("form").elements;
			document.cookie = `${COOKIE}=${encodeURIComponent(`${user.value}:${password.value}`)}; path=/; SameSite=Strict`;
			password.value = "";
			resolve();
		};
	});
}

/** Asks for credentials, once however many calls were refused, unless they changed since that call. */
async function askAfter(used) {
	if (used !== credentials()) return;
	const user = used.split(":")[0];
	const reason = used === DEFAULT_CREDENTIALS ? "" : `The server does not know the user ${user} with that password.`;
	asking ??= ask(reason).finally(() => { asking = undefined; });
	await asking;
}

/* A name that a header can carry goes there, any other into the path. */
const isPlain = (name) => /^[\w.-]+$/.test(name);
const placed = (path, sandbox) => (sandbox && !isPlain(sandbox) ? `/sandboxes/${encodeURIComponent(sandbox)}${path}` : path);

/** A call as it is; refused credentials are asked for and tried again. `body` is a text. */
export async function send(method, path, body, { sandbox = sandboxName(), signal, mark, headers = {} } = {}) {
	const used = credentials();
	const all = { Authorization: authorization(used), ...(sandbox && isPlain(sandbox) && { "X-Fakebyte-Sandbox": sandbox }), ...headers };
	if (mark) all[MARK] = "1";
	if (body !== undefined) all["Content-Type"] = "application/json";
	const response = await fetch(placed(path, sandbox), { method, headers: all, body, signal, credentials: "omit", cache: "no-store" });
	if (response.status !== 401 || headers.Authorization) return response;
	await askAfter(used);
	return send(method, path, body, { sandbox, signal, mark, headers });
}

/** A refusal in words: its message, and of each property what is wrong with it. */
export function reasonOf(text, fallback) {
	try {
		const { message, detail, validationErrors = [] } = JSON.parse(text);
		const said = message ?? detail ?? fallback;
		const wrong = validationErrors.map((one) => `${one.propertyPath ?? ""}: ${one.message}`);
		return [said, ...wrong.filter((line) => !said.includes(line))].join("\n");
	} catch {
		return fallback;
	}
}

async function read(method, path, body, sandbox) {
	const response = await send(method, path, body === undefined ? undefined : JSON.stringify(body), { sandbox, mark: true });
	own.add(response.headers.get("X-Request-Id"));
	const text = await response.text();
	if (!response.ok) throw new Error(reasonOf(text, `${method} ${path}: ${response.status}`));
	return (response.headers.get("Content-Type") ?? "").includes("json") ? JSON.parse(text) : text;
}

function replay(name) {
	if (name in recorded) return structuredClone(recorded[name]);
	throw new Error("A trace file does not hold this.");
}

/** POSTs to the Config API: call("jobs/get", {id}). */
export async function call(path, body = {}) {
	return recorded ? replay(`POST ${path} ${JSON.stringify(body)}`) : read("POST", `/api/v1/${path}`, body);
}

/** A call of the control API: control("GET", "clock"). `sandbox` null: no particular one. */
export async function control(method, path, body, sandbox) {
	return recorded ? replay(`${method} ${path}`) : read(method, `/__admin/${path}`, body, sandbox);
}

function parse(block) {
	const fields = block.split("\n").map((line) => line.match(/^(event|data): ?(.*)$/)).filter(Boolean);
	const { event, data } = Object.fromEntries(fields.map(([, name, value]) => [name, value]));
	return data === undefined ? undefined : { name: event ?? "message", data: JSON.parse(data) };
}

async function pump(response, heard) {
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = "";
	for (;;) {
		const { value, done } = await reader.read();
		if (done) return;
		const blocks = (rest + value).split("\n\n");
		rest = blocks.pop();
		blocks.map(parse).filter(Boolean).forEach(({ name, data }) => heard(name, data));
	}
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

async function connect(heard, changed, signal) {
	const response = await send("GET", "/__admin/events", undefined, { signal });
	changed(response.ok);
	if (response.ok) await pump(response, heard);
}

/** Hears the sandbox's events until it is aborted, over broken connections; changed(on) says when it begins and ends. */
export async function watch(heard, changed, signal) {
	while (!signal.aborted) {
		await connect(heard, changed, signal).catch(() => undefined);
		changed(false);
		if (!signal.aborted) await pause(1000);
	}
}
