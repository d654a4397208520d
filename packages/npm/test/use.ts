// What the types promise, held to by the compiler.
import { Server, type Airbyte, type Plan } from "fakebyte";
import { useAirbyte } from "fakebyte/node-test";

export async function scenario(): Promise<number> {
  const server: Server = await Server.start("--clock", "skip");
  const airbyte: Airbyte = server.sandbox("any text");
  const plan: Plan = airbyte.plan({ connectionName: "orders*" }).failsWith("oom", 2).thenSucceeds();
  await plan;
  await airbyte.fault("/v1/jobs/get", { times: 1, status: 503 });
  await airbyte.advance({ hours: 6 });
  const { jobs } = await airbyte.control.listSandboxJobs({ limit: "10" });
  const first: string | undefined = jobs?.[0]?.connectionName;
  // @ts-expect-error no such member
  jobs?.[0]?.nonsense;
  return (await airbyte.verify("/v1/jobs/cancel", { atMost: 0 })) + (first ? 1 : 0);
}

export const own: () => Airbyte = useAirbyte();
