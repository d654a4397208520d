import assert from "node:assert";
import test from "node:test";
import { useAirbyte } from "fakebyte/node-test";
import { orders, syncUntilItWorks } from "./orders.js";

const airbyte = useAirbyte(...process.env.FAKEBYTE_TEST_OPTIONS.split(" "));

test("my sync fails twice, then succeeds", async () => {
  await airbyte().skip();
  await airbyte().plan(orders).failsWith("oom", 2).thenSucceeds();
  assert.equal(await syncUntilItWorks(airbyte(), 3), "succeeded");
  await airbyte().verify("/v1/connections/sync", 3);
});

test("each has its own", async () => {
  await airbyte().verify("/v1/connections/sync", { atMost: 0 });
});
