// What a sandbox's clock shows, and its controls.

import { control } from "./api.js";
import { button, el, moment } from "./dom.js";

const STEPS = [["+1 min", { seconds: 60 }], ["+1 h", { seconds: 3600 }], ["+1 day", { seconds: 86400 }],
	["Next event", { to: "next-event" }]];
const MODES = [["Run", "real"], ["Freeze", "frozen"], ["Skip", "skip", "Stands still; polls of waiting jobs move it"]];

/** What `read`, seen at the machine's time `since`, shows by now; epoch milliseconds. */
function timeOf(read, since) {
	const factor = { real: 1, scaled: read.factor }[read.mode] ?? 0;
	return Date.parse(read.time) + (Date.now() - since) * factor;
}

/** Controls of the clock of `sandbox` (the page's own where absent): {node, refresh(), set(read), shown()}. */
export function clockControls({ sandbox, attempt, changed }) {
	let read;
	let since;
	const time = el("time.mono");
	const next = el("span.faint");
	const ask = (method, path, body) => attempt(async () => {
		set(await control(method, path, body, sandbox));
		await changed();
	});
	const modes = MODES.map(([text, mode, title]) => button(text, () => ask("PUT", "clock", { mode }), { title }));
	const steps = STEPS.map(([text, step]) => button(text, () => ask("POST", "clock/advance", step)));
	const node = el("div.group", time, el("span.group", modes), el("span.group", steps), next);

	function draw() {
		time.textContent = `${moment(timeOf(read, since))} UTC`;
		next.textContent = read.nextEvent ? `next ${moment(read.nextEvent)}` : "nothing due";
	}

	function set(value) {
		read = value;
		since = Date.now();
		modes.forEach((mode, index) => mode.setAttribute("aria-pressed", MODES[index][1] === read.mode));
		steps[3].disabled = !read.nextEvent;
		draw();
	}

	const tick = setInterval(() => (node.isConnected || !read ? read && draw() : clearInterval(tick)), 1000);
	return {
		node, set,
		refresh: async () => set(await control("GET", "clock", undefined, sandbox)),
		shown: () => ({ mode: read.mode, now: timeOf(read, since) }),
	};
}
