import type { Control, FaultCreate, Fixture, Match, PlanMatch, PlanRun } from "./control.js";
export type * from "./control.js";

/** The program's path: $FAKEBYTE, else the platform's package, else the one on $PATH. Throws where there is none. */
export function findBinary(): string;

/** A sandbox's name for any text: readable, another for each text, at most 64 characters. */
export function sandboxName(text: string): string;

/** Every operation of the control API by its name, on the sandbox at `root`. */
export function control(root: string, authorization: string): Control;

/** A call that the control API refused. */
export class ControlError extends Error {
  readonly status: number;
  readonly reason: string;
}

/** A path such as "/v1/jobs/cancel" (`*` is any run of characters), or a whole Match. */
export type Path = string | Match;

/** A name such as "oom" or "config", or a failure with origin, type and message. */
export type Failure = string | { origin?: string; type?: string; message?: string };

/** What jobs do next. Each call adds to it and is in force once awaited; the last job's part repeats. */
export class Plan implements PromiseLike<unknown> {
  /** The next `times` jobs, in the control API's own words. */
  run(run: PlanRun, times?: number): this;
  /** The next `times` jobs fail: each of their attempts does. */
  failsWith(failure: Failure, times?: number): this;
  /** The next job succeeds after `attempts` attempts that fail. */
  recoversFrom(failure: Failure, attempts?: number): this;
  /** The next `times` jobs succeed. */
  thenSucceeds(times?: number): this;
  /** The next job never ends, until it is cancelled. */
  hangs(): this;
  /** The next job waits before its first attempt until the gate is opened. */
  waitsAt(gate: string): this;
  then<A, B = never>(resolve?: (value: unknown) => A | PromiseLike<A>, reject?: (reason: unknown) => B | PromiseLike<B>): Promise<A | B>;
}

export type Bounds = { count?: number; atLeast?: number; atMost?: number };

/** One sandbox: data, ids, clock, plans, faults and request log are shared with nobody. */
export class Airbyte {
  readonly name: string;
  /** Where this Airbyte is: clients add /api/v1 or /api/public/v1. */
  readonly url: string;
  readonly configUrl: string;
  readonly publicUrl: string;
  /** Credentials that lead to this sandbox whatever the address. */
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The Authorization header for `url`. */
  readonly authorization: string;
  readonly control: Control;
  /** What the jobs of that connection do next: a name (`*` is any run of characters), a PlanMatch, or of all. */
  plan(connection?: string | PlanMatch): Plan;
  /** Trouble for requests, in the control API's words: fault("/v1/jobs/get", { times: 1, status: 503 }). */
  fault(path: Path, fault: Omit<FaultCreate, "match">): Promise<unknown>;
  /** The next `times` requests are carried out, and the connection breaks before they hear of it. */
  losesTheAnswer(path: Path, times?: number): Promise<unknown>;
  /** Loads a fixture, all of it or nothing: a file's path, or what stands in one. */
  fixture(document: string | Fixture): Promise<unknown>;
  /** The clock stands still; polling a job that waits for time takes it to the next event. */
  skip(): Promise<unknown>;
  /** Lives through that span: everything that falls due on the way happens, in order. */
  advance(span: { days?: number; hours?: number; minutes?: number; seconds?: number }): Promise<unknown>;
  /** Rejects, with the nearest misses, where that was not asked as often (default: at least once). How often it was. */
  verify(path: Path, bounds?: number | Bounds): Promise<number>;
  /** Rejects where these were not asked in this order; others may stand between them. */
  verifySequence(...paths: Path[]): Promise<number>;
  /** Rejects with the sandbox's problems, but for those whose codes are allowed. */
  verifyClean(options?: { allow?: string[] }): Promise<void>;
  /** What is known of a failed test: its problems and where the file with all its requests and jobs is. */
  explain(): Promise<string>;
  delete(): Promise<unknown>;
}

/** A server in a process of its own; each sandbox() of it is an Airbyte of its own. */
export class Server {
  /** Starts it on a free port with these options of the command line. */
  static start(...options: string[]): Promise<Server>;
  readonly url: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authorization: string;
  /** The sandbox of that name: any text, such as a test's; the same text is the same sandbox. */
  sandbox(name: string): Airbyte;
  close(): Promise<void>;
}
