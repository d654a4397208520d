// The two public APIs: credentials, the sandbox, calls, and the stream of events.

const DEFAULT_CREDENTIALS = "airbyte:password";
const MARK = "X-Fakebyte-Page";

/** Ids of requests that the page made to look at things. */
const own = new Set();
let asking;

/** Whether a logged request, or a summary of one that this page made itself, only fed the page. */
export const isOwn = ({ id, headers }) => own.has(id) || Boolean(headers?.[MARK]);
export const credentials = () => sessionStorage.getItem("credentials") ?? DEFAULT_CREDENTIALS;

export function sandboxName() {
	const prefix = location.pathname.match(/^\/sandboxes\/([^/]+)\//);
	return new URLSearchParams(location.search).get("sandbox") ?? prefix?.[1] ?? "default";
}

function authorization() {
	return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(credentials())))}`;
}

function ask() {
	const dialog = document.getElementById("login");
	dialog.showModal();
	return new Promise((resolve) => {
		dialog.onclose = () => {
			const { user, password } = dialog.querySelector("form").elements;
			sessionStorage.setItem("credentials", `${user.value}:${password.value}`);
			resolve();
		};
	});
}

/** Asks for credentials, once however many calls were refused, unless they changed since that call. */
async function askAfter(used) {
	if (used !== credentials()) return;
	asking ??= ask().finally(() => { asking = undefined; });
	await asking;
}

/** A call as it is; refused credentials are asked for and tried again. `body` is a text. */
export async function send(method, path, body, { sandbox = sandboxName(), signal, mark } = {}) {
	const used = credentials();
	const headers = { Authorization: authorization(), "X-Fakebyte-Sandbox": sandbox };
	if (mark) headers[MARK] = "1";
	if (body !== undefined) headers["Content-Type"] = "application/json";
	const response = await fetch(path, { method, headers, body, signal, credentials: "omit", cache: "no-store" });
	if (response.status !== 401) return response;
	await askAfter(used);
	return send(method, path, body, { sandbox, signal, mark });
}

async function read(method, path, body, sandbox) {
	const response = await send(method, path, body === undefined ? undefined : JSON.stringify(body), { sandbox, mark: true });
	own.add(response.headers.get("X-Request-Id"));
	const text = await response.text();
	if (!response.ok) throw new Error(reason(text) ?? `${method} ${path}: ${response.status}`);
	return text ? JSON.parse(text) : undefined;
}

function reason(text) {
	try {
		return JSON.parse(text).message;
	} catch {
		return undefined;
	}
}

/** POSTs to the Config API: call("jobs/get", {id}). */
export const call = (path, body = {}) => read("POST", `/api/v1/${path}`, body);

/** A call of the control API: control("GET", "clock"). */
export const control = (method, path, body, sandbox) => read(method, `/__admin/${path}`, body, sandbox);

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
	return response.status !== 404;
}

/** Hears the sandbox's events until it is aborted, over broken connections. */
export async function watch(heard, changed, signal) {
	for (let again = true; again && !signal.aborted; ) {
		again = await connect(heard, changed, signal).catch(() => true);
		changed(false);
		if (again && !signal.aborted) await pause(1000);
	}
}
