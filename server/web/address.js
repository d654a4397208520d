// What the page's address says: /__admin/ui?sandbox=NAME&live=0#SECTION/ITEM?q=WORDS. It can be kept and shared.

const query = new URLSearchParams(location.search);
const prefix = location.pathname.match(/^\/sandboxes\/([^/]+)\//);

const traced = document.getElementById("recorded")?.dataset.sandbox;

export const sandboxName = () => traced ?? query.get("sandbox") ?? (prefix ? decodeURIComponent(prefix[1]) : "default");
export const wantsEvents = () => query.get("live") !== "0";

/** {section, item, words}: the item's key and the words of the filter are "" where there are none. */
export function place() {
	const [path, rest] = location.hash.slice(1).split("?");
	const [section, ...item] = path.split("/");
	return { section, item: decodeURIComponent(item.join("/")), words: new URLSearchParams(rest).get("q") ?? "" };
}

export function placeLink({ section, item, words }) {
	const rest = words ? `?${new URLSearchParams({ q: words })}` : "";
	return `#${section}${item ? `/${encodeURIComponent(item)}` : ""}${rest}`;
}

/** Changes what the address says without going there. */
export function note(change) {
	history.replaceState(null, "", placeLink({ ...place(), ...change }));
}

export function useSandbox(name) {
	const address = new URL(location.href);
	address.searchParams.set("sandbox", name);
	location.assign(address);
}
