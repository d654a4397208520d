export const orders = { connectionId: "c0000000-0000-4000-8000-000000000003" };

async function call(airbyte, path, body) {
  const headers = { Authorization: airbyte.authorization, "Content-Type": "application/json" };
  const reply = await fetch(airbyte.configUrl + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
  return (await reply.json()).job;
}

/** The code under test: it syncs until it works, `tries` times at the most. */
export async function syncUntilItWorks(airbyte, tries) {
  let job;
  for (; tries > 0 && job?.status !== "succeeded"; tries--) {
    job = await call(airbyte, "/connections/sync", orders);
    while (["pending", "running", "incomplete"].includes(job.status)) job = await call(airbyte, "/jobs/get", { id: job.id });
  }
  return job.status;
}
