import { perTest } from "./per_test.js";

/** Call it once a file, on top: const airbyte = useAirbyte(); then airbyte() is the running test's own Airbyte. */
export function useAirbyte(...options) {
  const { afterAll, afterEach, beforeAll, beforeEach, expect } = globalThis;
  const name = () => `${expect.getState().testPath} ${expect.getState().currentTestName}`;
  return perTest({ afterAll, afterEach, beforeAll, beforeEach }, name, options);
}
