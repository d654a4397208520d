import { after, afterEach, before, beforeEach } from "node:test";
import { perTest } from "./per_test.js";

/** Call it once a file, on top: const airbyte = useAirbyte(); then airbyte() is the running test's own Airbyte. */
export function useAirbyte(...options) {
  const hooks = { afterAll: after, afterEach, beforeAll: before, beforeEach };
  return perTest(hooks, (test) => `${process.argv[1]} ${test.name}`, options);
}
