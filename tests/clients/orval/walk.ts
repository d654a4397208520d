/** From health to deleted through orval's axios client; zod checks every reply, and takes nothing that it does not know. */
import assert from "node:assert/strict";
import axios from "axios";
import * as client from "./generated/client.js";
import * as replies from "./generated/replies.js";
import { checked, control, count, refused, server } from "./server.js";

const FAKER = "dfd88b22-b603-4c3d-aad7-3701784586b1";
const LOCAL_JSON = "a625d593-bba5-4a1c-a53d-2d246268a816";
const UNKNOWN = "00000000-0000-0000-0000-0000000000aa";
const FORM = "application/x-www-form-urlencoded";

axios.defaults.baseURL = `${server()}/api`;
axios.defaults.auth = { username: "airbyte", password: "password" };

async function makeWorkspace(): Promise<string> {
  assert.throws(() => replies.getHealthCheck200Response.parse({ available: true, more: 1 }), "the shapes are strict");
  assert.ok((await checked(client.getHealthCheck(), replies.getHealthCheck200Response)).available);
  const { workspaces } = await checked(client.listWorkspaces(), replies.listWorkspaces200Response);
  assert.equal(workspaces.length, 1);
  const made = await checked(client.createWorkspace({ name: "Walk" }), replies.createWorkspace200Response);
  assert.equal(made.slug, "walk");
  return made.workspaceId;
}

async function makeSource(workspaceId: string): Promise<string> {
  const { sourceDefinitions } = await checked(client.listSourceDefinitions(), replies.listSourceDefinitions200Response);
  assert.ok(sourceDefinitions.some((each) => each.sourceDefinitionId === FAKER));
  const request = { workspaceId, sourceDefinitionId: FAKER, name: "Sample", connectionConfiguration: { count: 10 } };
  const { sourceId } = await checked(client.createSource(request), replies.createSource200Response);
  const check = client.checkConnectionToSource({ sourceId });
  assert.equal((await checked(check, replies.checkConnectionToSource200Response)).status, "succeeded");
  return sourceId;
}

async function makeDestination(workspaceId: string): Promise<string> {
  const configuration = { destination_path: "/out" };
  const request = { workspaceId, destinationDefinitionId: LOCAL_JSON, name: "Files", connectionConfiguration: configuration };
  const { destinationId } = await checked(client.createDestination(request), replies.createDestination200Response);
  const check = client.checkConnectionToDestination({ destinationId });
  assert.equal((await checked(check, replies.checkConnectionToDestination200Response)).status, "succeeded");
  return destinationId;
}

async function makeConnection(workspaceId: string): Promise<string> {
  const sourceId = await makeSource(workspaceId);
  const destinationId = await makeDestination(workspaceId);
  const found = await checked(client.discoverSchemaForSource({ sourceId }), replies.discoverSchemaForSource200Response);
  const { catalog: syncCatalog, catalogId: sourceCatalogId } = found;
  assert.ok(syncCatalog && syncCatalog.streams.length > 0);
  assert.ok(syncCatalog.streams.every((each) => "properties" in (each.stream?.jsonSchema ?? {})), "schemas come through whole");
  const request = { sourceId, destinationId, name: "Walk", status: client.ConnectionStatus.active, syncCatalog, sourceCatalogId };
  const made = await checked(client.createConnection(request), replies.createConnection200Response);
  assert.deepEqual(made.syncCatalog.streams.map((each) => each.stream), syncCatalog.streams.map((each) => each.stream));
  return made.connectionId;
}

/** Polls until the job ends; each poll moves the sandbox's clock to the next thing that happens. */
async function poll(id: number) {
  for (let polls = 0; polls < 10; polls++) {
    const info = await checked(client.getJobInfo({ id }), replies.getJobInfo200Response);
    if (info.job.status !== "running" && info.job.status !== "pending") return info;
  }
  throw new Error(`job ${id} did not end in ten polls`);
}

async function run(connectionId: string): Promise<number> {
  const synced = await checked(client.syncConnection({ connectionId }), replies.syncConnection200Response);
  assert.equal(synced.job.status, "running");
  const conflict = await refused(client.syncConnection({ connectionId }), 409, replies.syncConnection409Response);
  assert.match(conflict.message, /already running/);
  const ended = await poll(synced.job.id);
  assert.equal(ended.job.status, "succeeded");
  const reset = await checked(client.resetConnection({ connectionId }), replies.resetConnection200Response);
  assert.equal((await poll(reset.job.id)).job.configType, "reset_connection");
  const asked = { configTypes: [client.JobConfigType.sync, client.JobConfigType.reset_connection], configId: connectionId };
  const { jobs, totalJobCount } = await checked(client.listJobsFor(asked), replies.listJobsFor200Response);
  assert.deepEqual([jobs.map((each) => each.job?.id), totalJobCount], [[reset.job.id, synced.job.id], 2]);
  return ended.attempts.at(-1)?.attempt.recordsSynced ?? 0;
}

async function look(workspaceId: string, connectionId: string): Promise<void> {
  const listed = await checked(
    client.webBackendListConnectionsForWorkspace({ workspaceId }), replies.webBackendListConnectionsForWorkspace200Response);
  assert.deepEqual(listed.connections.map((each) => each.connectionId), [connectionId]);
  const got = await checked(client.webBackendGetConnection({ connectionId }), replies.webBackendGetConnection200Response);
  assert.equal(got.source.name, "Sample");
  const sources = await checked(client.searchSources({ name: "Sample", workspaceId }), replies.searchSources200Response);
  assert.deepEqual(sources.sources.map((each) => each.sourceId), [got.sourceId]);
}

async function beRefused(): Promise<void> {
  const missing = await refused(client.getSource({ sourceId: UNKNOWN }), 404, replies.getSource404Response);
  assert.match(missing.message ?? "", new RegExp(UNKNOWN));
  const wrong = { workspaceId: "no id" } as client.WorkspaceIdRequestBody;
  const faulty = await refused(client.getWorkspace(wrong), 422, replies.getWorkspace422Response);
  assert.equal(faulty.validationErrors[0]?.propertyPath, "workspaceId");
}

/** What the server saw, not what the client believes. */
async function compareWithLog(): Promise<void> {
  const paths = ["/v1/connections/sync", "/v1/connections/reset", "/v1/connections/delete", "/v1/workspaces/create"];
  const counts = await Promise.all(paths.map((path) => count(path)));
  assert.deepEqual(counts, [2, 1, 1, 1]);
  assert.equal(await count("/v1/workspaces/list", { "content-type": FORM }), 1, "a call without a body is labelled a form");
  const sequence = ["sources/create", "sources/discover_schema", "connections/create", "connections/sync", "jobs/get",
    "connections/reset", "jobs/get", "jobs/list", "connections/delete"].map((path) => ({ path: `/v1/${path}` }));
  await control("POST", "requests/verify", { sequence });
}

await control("PUT", "clock", { mode: "skip" });
const workspaceId = await makeWorkspace();
const connectionId = await makeConnection(workspaceId);
const records = await run(connectionId);
assert.ok(records > 0);
await look(workspaceId, connectionId);
await beRefused();
assert.equal((await client.deleteConnection({ connectionId })).status, 204);
await compareWithLog();
console.log(`orval: ${records} records, every reply as its zod shape wants it`);
