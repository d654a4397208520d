import type { TestAPI } from "vitest";
import type { Airbyte } from "./index.js";

/** vitest's test() with an Airbyte of its own: test("…", async ({ airbyte }) => …). One server a worker. */
export const test: TestAPI<{ airbyte: Airbyte }>;
export const it: typeof test;
