import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { findBinary } from "./binary.js";
import { control, ControlError } from "./control.js";
import { Plan } from "./plan.js";

export { findBinary, control, ControlError, Plan };

/** A sandbox's name for any text: readable, another for each text, at most 64 characters. */
export function sandboxName(text) {
  const readable = text.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
  if (readable === text && text.length <= 64) return text;
  const sum = createHash("sha256").update(text).digest("hex").slice(0, 8);
  return `${readable.slice(-55)}-${sum}`.replace(/^[-.]+/, "");
}

const match = (path) => (typeof path === "string" ? { path } : path);

/** One sandbox: data, ids, clock, plans, faults and request log are shared with nobody. */
export class Airbyte {
  constructor(server, name) {
    this.name = name;
    this.url = `${server.url}/sandboxes/${encodeURIComponent(name)}`;
    this.configUrl = `${this.url}/api/v1`;
    this.publicUrl = `${this.url}/api/public/v1`;
    this.username = `${server.username}+${name}`;
    this.password = server.password;
    this.clientId = `${server.clientId}+${name}`;
    this.clientSecret = server.clientSecret;
    this.authorization = server.authorization;
    this.control = control(this.url, server.authorization);
  }

  /** What the jobs of that connection do next: a name (`*` is any run of characters) or a PlanMatch. */
  plan(connection) {
    return new Plan(this, typeof connection === "string" ? { connectionName: connection } : (connection ?? {}));
  }

  /** Trouble for requests, in the control API's words: fault("/v1/jobs/get", { times: 1, status: 503 }). */
  fault(path, fault) {
    return this.control.addFault({ match: match(path), ...fault });
  }

  losesTheAnswer(path, times = 1) {
    return this.fault(path, { times, phase: "after", connection: "CONNECTION_RESET_BY_PEER" });
  }

  fixture(document) {
    return this.control.loadFixture(typeof document === "string" ? JSON.parse(readFileSync(document, "utf8")) : document);
  }

  skip() {
    return this.control.setClock({ mode: "skip" });
  }

  /** Lives through that span: everything that falls due on the way happens, in order. */
  advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }) {
    return this.control.advanceClock({ seconds: ((days * 24 + hours) * 60 + minutes) * 60 + seconds });
  }

  /** Rejects, with the nearest misses, where that was not asked as often as `bounds` say (default: at least once). */
  async verify(path, bounds = { atLeast: 1 }) {
    const given = typeof bounds === "number" ? { count: bounds } : bounds;
    return (await asserted(this.control.verifyRequests({ match: match(path), ...given }))).count;
  }

  async verifySequence(...paths) {
    return (await asserted(this.control.verifyRequests({ sequence: paths.map(match) }))).count;
  }

  /** Rejects with the sandbox's problems, but for those whose codes are allowed. */
  async verifyClean({ allow = [] } = {}) {
    await asserted(this.control.verifyClean({ allow }));
  }

  /** What is known of a failed test: its problems and where the file with all its requests and jobs is. */
  async explain() {
    const path = join(tmpdir(), `${this.name}.html`);
    writeFileSync(path, await this.control.getTrace());
    const problems = await this.control.listProblems({ format: "text" });
    return [problems, `every request and job of this test: ${path}`].filter(Boolean).join("\n");
  }

  delete() {
    return this.control.deleteSandbox(this.name);
  }
}

async function asserted(call) {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ControlError) || error.status !== 422) throw error;
    const failed = new Error(error.reason);
    failed.name = "AssertionError";
    throw failed;
  }
}

/** A server in a process of its own; each sandbox() of it is an Airbyte of its own. */
export class Server {
  /** Starts it on a free port with these options of the command line. */
  static async start(...options) {
    const folder = mkdtempSync(join(tmpdir(), "fakebyte-"));
    const portFile = join(folder, "port");
    const child = spawn(findBinary(), [...options, "--port=0", `--port-file=${portFile}`], { stdio: ["ignore", "ignore", "pipe"] });
    try {
      return new Server(await portOf(child, portFile), child);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  constructor(port, child) {
    this.url = `http://127.0.0.1:${port}`;
    this.port = port;
    this.username = "airbyte";
    this.password = "password";
    this.clientId = "00000000-0000-4000-8000-00000000c11d";
    this.clientSecret = "airbyte-secret";
    this.authorization = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString("base64")}`;
    this.child = child;
  }

  /** The sandbox of that name: any text, such as a test's; the same text is the same sandbox. */
  sandbox(name) {
    return new Airbyte(this, sandboxName(name));
  }

  /** Ends it. */
  async close() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    if (this.child.exitCode === null) {
      this.child.kill("SIGTERM");
      await ended;
    }
  }
}

async function portOf(child, portFile) {
  let words = "", failed;
  child.stderr.on("data", (text) => (words += text));
  child.once("error", (error) => (failed = error));
  for (const deadline = Date.now() + 30000; !existsSync(portFile); await pause(2)) {
    if (failed) throw failed;
    if (child.exitCode !== null) throw new Error(`fakebyte did not start: ${words.trim()}`);
    if (Date.now() > deadline) throw new Error("fakebyte was not ready after 30 s");
  }
  return Number(readFileSync(portFile, "utf8"));
}
