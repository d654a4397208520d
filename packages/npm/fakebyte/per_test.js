import { Server } from "./index.js";

/** Hooks that start one server for the file and give each test, whose name nameOf() tells, a sandbox of its own. */
export function perTest({ beforeAll, afterAll, beforeEach, afterEach }, nameOf, options) {
  let server, current;
  beforeAll(async () => {
    server = await Server.start(...options);
  });
  beforeEach((context) => {
    current = server.sandbox(nameOf(context));
  });
  afterEach(() => current.delete());
  afterAll(() => server.close());
  return () => current;
}
