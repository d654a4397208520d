// A value that a schema admits, to begin with.

const DEEPEST = 5;
const TEXTS = { uuid: "00000000-0000-4000-8000-000000000000", "date-time": "2026-01-01T00:00:00Z", date: "2026-01-01", uri: "https://example.com" };

function object(schema, shapes, known, depth) {
	const names = Object.keys(schema.properties ?? {}).filter((name) => schema.required?.includes(name));
	return Object.fromEntries(names.map((name) => [name, known[name] ?? sample(schema.properties[name], shapes, known, depth + 1)]));
}

const MAKERS = {
	object,
	array: (schema, shapes, known, depth) => (schema.items && depth < DEEPEST ? [sample(schema.items, shapes, known, depth + 1)] : []),
	string: (schema) => TEXTS[schema.format] ?? "text",
	integer: (schema) => schema.minimum ?? 1,
	number: (schema) => schema.minimum ?? 1,
	boolean: () => true,
};

/** `known` gives members by name; only required members are there. */
export function sample(schema, shapes, known = {}, depth = 0) {
	if (schema.$ref) return sample(shapes[schema.$ref.split("/").pop()], shapes, known, depth);
	const part = schema.oneOf ?? schema.anyOf ?? schema.allOf;
	if (part) return sample(part[0], shapes, known, depth);
	if (schema.enum) return schema.enum[0];
	return MAKERS[schema.type ?? "object"](schema, shapes, known, depth);
}
