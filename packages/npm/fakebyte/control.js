import { operations } from "./operations.js";

/** A call that the control API refused. */
export class ControlError extends Error {
  constructor(method, path, status, message) {
    super(`${method} ${path}: ${status}: ${message}`);
    this.name = "ControlError";
    this.status = status;
    this.reason = message;
  }
}

function messageOf(text) {
  try {
    const said = JSON.parse(text);
    const message = said.message ?? text;
    const wrong = (said.validationErrors ?? []).map((one) => `${one.propertyPath}: ${one.message}`);
    return [message, ...wrong.filter((line) => !message.includes(line))].join("\n");
  } catch {
    return text;
  }
}

async function call(root, authorization, [method, path, hasBody], given) {
  const filled = path.replace(/\{\w+\}/g, () => encodeURIComponent(given.shift()));
  const body = hasBody ? JSON.stringify(given.shift() ?? {}) : undefined;
  const query = new URLSearchParams(given.shift() ?? {}).toString();
  const headers = { Authorization: authorization, "Content-Type": "application/json" };
  const reply = await fetch(root + filled + (query && `?${query}`), { method, body, headers });
  const text = await reply.text();
  if (!reply.ok) throw new ControlError(method, path, reply.status, messageOf(text));
  return (reply.headers.get("Content-Type") ?? "").startsWith("application/json") ? JSON.parse(text) : text || undefined;
}

/** Every operation of the control API by its name, on the sandbox at `root`: the interface Control. */
export function control(root, authorization) {
  const methods = Object.entries(operations).map(([name, row]) => [name, (...given) => call(root, authorization, row, given)]);
  return Object.fromEntries(methods);
}
