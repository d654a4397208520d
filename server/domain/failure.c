#include "domain/failure.h"

#include <string.h>

static json_t *summary_of(json_t *reason)
{
    return json_pack("{s[o]}", "failures", reason);
}

json_t *failure_of_cancel(const struct world *world)
{
    return summary_of(json_pack("{ss ss ss sI}", "failureType", "manual_cancellation", "externalMessage",
                                "This attempt was cancelled", "internalMessage",
                                "The attempt was set to failed because its job was cancelled", "timestamp",
                                (json_int_t)world->now));
}

json_t *failure_of_orphan(const struct world *world)
{
    return summary_of(json_pack("{ss ss ss ss sI}", "failureOrigin", "airbyte_platform", "failureType",
                                "system_error", "externalMessage",
                                "Something went wrong inside the server; the sync has to run again",
                                "internalMessage", "The server was started anew while this job was running",
                                "timestamp", (json_int_t)world->now));
}

/* What a plan leaves out is a connector that broke down. */
static const char *said(const json_t *plan, const char *name, const char *otherwise)
{
    const char *text = json_string_value(json_object_get(plan, name));
    return text ? text : otherwise;
}

json_t *failure_of_plan(const struct world *world, const json_t *plan)
{
    const char *origin = said(plan, "origin", "source");
    const char *message = said(plan, "message", "Something went wrong within the connector");
    const char *internal = said(plan, "internalMessage", message);
    json_auto_t *trace = json_sprintf("java.lang.RuntimeException: %s\n", internal);
    json_t *summary = summary_of(json_pack(
        "{ss ss ss ss ss sI}", "failureOrigin", origin, "failureType", said(plan, "type", "system_error"),
        "externalMessage", message, "internalMessage", internal, "stacktrace",
        said(plan, "stacktrace", json_string_value(trace)), "timestamp", (json_int_t)world->now));
    json_t *partial = json_object_get(plan, "partialSuccess");
    json_object_set(summary, "partialSuccess", partial ? partial : json_false());
    return summary;
}

bool failure_ends_job(const json_t *summary)
{
    const json_t *first = json_array_get(json_object_get(summary, "failures"), 0);
    const char *type = json_string_value(json_object_get(first, "failureType"));
    return type && strcmp(type, "config_error") == 0;
}
