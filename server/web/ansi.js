// Log lines with their terminal colours.

import { el } from "./dom.js";

function coloured(line) {
	let style = "";
	return line.split(/(\x1b\[[\d;]*m)/).map((piece) => {
		const codes = piece.match(/^\x1b\[([\d;]*)m$/);
		if (!codes) return style ? el("span", { class: style }, piece) : piece;
		style = codes[1].split(";").filter((code) => Number(code)).map((code) => `a${code % 60}`).join(" ");
		return "";
	});
}

export const ansi = (lines) => lines.flatMap((line) => [...coloured(line), "\n"]);
