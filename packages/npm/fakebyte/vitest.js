import { test as base } from "vitest";
import { Server } from "./index.js";

let server;

/** vitest's test() with an Airbyte of its own: test("…", async ({ airbyte }) => …). One server a worker. */
export const test = base.extend({
  airbyte: async ({ task }, use) => {
    server ??= Server.start(...(process.env.FAKEBYTE_TEST_OPTIONS ?? "").split(" ").filter(Boolean));
    const names = [task.file?.name ?? "", task.suite?.name ?? "", task.name].filter(Boolean);
    const airbyte = (await server).sandbox(names.join(" > "));
    await use(airbyte);
    if (task.result?.state === "fail") console.error(await airbyte.explain());
    await airbyte.delete();
  },
});

export const it = test;

process.once("exit", () => server?.then((started) => started.child.kill("SIGTERM")));
