#include "view/check_and_discovery.h"

#include "view/synchronous_job.h"

json_t *check_read(struct world *world, const struct actor_kind *kind, struct check *check)
{
    struct synchronous_run run = {.config_type = kind->check_config_type,
                                  .definition_id = check->definition_id,
                                  .image = check->image,
                                  .succeeded = true,
                                  .complaint = check->complaint};
    json_t *read = json_pack("{ss ss* so}", "status", check->complaint ? "failed" : "succeeded", "message",
                             check->complaint, "jobInfo", synchronous_job_ran(world, &run));
    check_free(check);
    return read;
}

static json_t *job_of(struct world *world, const struct discovery *discovery)
{
    if (discovery->cached)
        return synchronous_job_cached(world);
    struct synchronous_run run = {.config_type = "discover_schema",
                                  .definition_id = discovery->definition_id,
                                  .image = discovery->image,
                                  .succeeded = !discovery->complaint,
                                  .complaint = discovery->complaint};
    return synchronous_job_ran(world, &run);
}

static void add_comparison(json_t *read, const struct discovery *discovery)
{
    json_object_set(read, "catalogDiff", discovery->diff);
    json_object_set(read, "breakingChange", json_object_get(discovery->connection, "breakingChange"));
    json_object_set(read, "connectionStatus", json_object_get(discovery->connection, "status"));
}

json_t *discovery_read(struct world *world, struct discovery *discovery)
{
    json_t *read = json_pack("{so ss* sO*}", "jobInfo", job_of(world, discovery), "catalogId",
                             discovery->catalog_id, "catalog", discovery->catalog);
    add_comparison(read, discovery);
    discovery_free(discovery);
    return read;
}
