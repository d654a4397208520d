import { defineConfig } from "orval";

const input = "./openapi.json";
const strict = { zod: { strict: { response: true }, generateEachHttpStatus: true } };

export default defineConfig({
  client: { input, output: { client: "axios-functions", target: "generated/client.ts" } },
  replies: { input, output: { client: "zod", target: "generated/replies.ts", override: strict } },
});
