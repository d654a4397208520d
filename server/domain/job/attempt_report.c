#include "domain/job/attempt_report.h"

#include "json/get.h"
#include "json/print.h"

#include <stdlib.h>
#include <string.h>

/* Runs an update that takes a document (stolen), the time, job and number. */
static bool report(struct world *world, const struct statement *update, int64_t job_id, int64_t number,
                   json_t *document)
{
    char *text = json_print(document);
    int changed = store_run(
        world->store, update,
        SQL_WITH(SQL_TEXT(text), SQL_INTEGER(world->now), SQL_INTEGER(job_id), SQL_INTEGER(number)));
    free(text);
    json_decref(document);
    return changed > 0;
}

STATEMENT(SET_WORKFLOW, "UPDATE attempt SET workflow = ?1 WHERE job_id = ?3 AND number = ?4");

bool attempt_report_workflow(struct world *world, int64_t job_id, int64_t number, const char *workflow_id,
                             const char *task_queue)
{
    return report(
        world, &SET_WORKFLOW, job_id, number,
        json_pack("{ss ss}", "workflowId", workflow_id, "processingTaskQueue", task_queue ? task_queue : ""));
}

STATEMENT(SET_REPORTED, "UPDATE attempt SET reported = ?1 WHERE job_id = ?3 AND number = ?4");

bool attempt_report_stats(struct world *world, int64_t job_id, int64_t number, json_t *stats,
                          json_t *stream_stats)
{
    json_t *streams = stream_stats ? json_incref(stream_stats) : json_array();
    return report(world, &SET_REPORTED, job_id, number,
                  json_pack("{sO so}", "stats", stats, "streamStats", streams));
}

STATEMENT(SET_SYNC_CONFIG,
          "UPDATE attempt SET sync_config = ?1, updated_at = ?2 WHERE job_id = ?3 AND number = ?4");

bool attempt_report_sync_config(struct world *world, int64_t job_id, int64_t number, json_t *config)
{
    const char *type = get_text(json_object_get(config, "state"), "stateType");
    if (type && strcmp(type, "not_set") == 0)
        json_object_del(config, "state");
    return report(world, &SET_SYNC_CONFIG, job_id, number, json_incref(config));
}
