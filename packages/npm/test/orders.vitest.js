import { expect } from "vitest";
import { test } from "fakebyte/vitest";
import { orders, syncUntilItWorks } from "./orders.js";

test("my sync fails twice, then succeeds", async ({ airbyte }) => {
  await airbyte.skip();
  await airbyte.plan(orders).failsWith("oom", 2).thenSucceeds();
  expect(await syncUntilItWorks(airbyte, 3)).toBe("succeeded");
  await airbyte.verify("/v1/connections/sync", 3);
});

test.each([[1], [2]])("each has its own (%i)", async (number) => {
  expect(number).toBeGreaterThan(0);
});

test("a failing verify says what was near", async ({ airbyte }) => {
  await airbyte.skip();
  await syncUntilItWorks(airbyte, 1);
  await expect(airbyte.verify("/v1/connections/sync", 2)).rejects.toThrow("/v1/connections/sync");
});
