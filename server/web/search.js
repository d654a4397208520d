// A search field whose words must all fit, in any order, and that the address remembers.

import { note, place } from "./address.js";
import { el } from "./dom.js";

/** {node, fits(text), words(), set(words)}: `text` is in small letters. `section` is the list's in the address. */
export function searchField(section, label, placeholder, changed) {
	const input = el("input.search", { type: "search", placeholder, value: place().section === section ? place().words : "", oninput });
	let wanted = [];

	function read() {
		wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
	}

	function oninput() {
		read();
		note({ words: input.value.trim() });
		changed();
	}

	read();
	return {
		node: el("label", `${label} `, input),
		fits: (text) => wanted.every((word) => text.includes(word)),
		words: () => input.value.trim(),
		set: (words) => { input.value = words; read(); },
	};
}
