// What a sandbox's clock shows, and its controls.

import { control, recorded } from "./api.js";
import { button, el, moment, relative } from "./dom.js";

const STEPS = [["+1 min", { seconds: 60 }], ["+1 h", { seconds: 3600 }], ["+1 day", { seconds: 86400 }], ["Next event", { to: "next-event" }]];
const MODES = [["Run", "real"], ["Freeze", "frozen"], ["Skip", "skip", "Stands still; polls of waiting jobs move it"]];
const WORDS = { real: "runs as the machine's", frozen: "stands still", skip: "stands still; polls of waiting jobs move it" };

/**
 * The clock of `sandbox` (null: the page's own): {node, draw()}. `read()` gives what the server said, `now()` its time by
 * now; `set(read)` is called after each change, `attempt(step)` runs what may fail.
 */
export function clockControls({ sandbox, read, now, set, attempt }) {
	const time = el("time.mono");
	const next = el("span.faint");
	const ask = (method, path, body) => attempt(async () => set(await control(method, path, body, sandbox ?? undefined)));
	const modes = MODES.map(([text, mode, title]) => button(text, () => ask("PUT", "clock", { mode }), { title }));
	const steps = STEPS.map(([text, step]) => button(text, () => ask("POST", "clock/advance", step)));
	const controls = recorded ? [] : [el("span.group", modes), el("span.group", steps)];
	const node = el("div.group", time, controls, next);

	function draw() {
		const clock = read();
		if (!clock) return;
		time.textContent = `${moment(now())} UTC`;
		time.title = WORDS[clock.mode] ?? `runs ${clock.factor} times as fast as the machine's`;
		next.textContent = clock.nextEvent ? `next event ${relative(Date.parse(clock.nextEvent) - now())}` : "nothing due";
		modes.forEach((mode, index) => mode.setAttribute("aria-pressed", MODES[index][1] === clock.mode));
		steps[3].disabled = !clock.nextEvent;
	}

	return { node, draw };
}
