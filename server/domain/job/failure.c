#include "domain/job/failure.h"

#include "base/word.h"
#include "json/get.h"

#include <string.h>

#define WORKER_EXCEPTION "io.airbyte.workers.internal.exception."

/* What is said where nobody says otherwise. Only a connector's own message has a type by itself. */
static const struct origin {
    const char *name, *type, *message, *exception;
} origins[] = {
    {"source", "system_error", "Something went wrong within the source connector",
     WORKER_EXCEPTION "SourceException: Source process exited with non-zero exit code 1"},
    {"destination", "system_error", "Something went wrong within the destination connector",
     WORKER_EXCEPTION "DestinationException: Destination process exited with non-zero exit code 1"},
    {"replication", NULL, "Something went wrong during replication",
     "java.lang.RuntimeException: the copy loop broke down"},
    {"persistence", NULL, "Something went wrong during state persistence",
     "java.lang.RuntimeException: the state could not be saved"},
    {"normalization", NULL, "Something went wrong during normalization",
     "java.lang.RuntimeException: normalization ended with exit code 1"},
    {"dbt", NULL, "Something went wrong during dbt",
     "java.lang.RuntimeException: dbt ended with exit code 1"},
    {"airbyte_platform", NULL, "Something went wrong within the airbyte platform",
     "java.lang.RuntimeException: an activity of the platform failed"},
    {"unknown", NULL, "An unknown failure occurred", "java.lang.RuntimeException: nobody knows why"},
};

static json_t *summary_of(json_t *reason)
{
    return json_pack("{s[o]}", "failures", reason);
}

json_t *failure_of_cancel(const struct world *world)
{
    return summary_of(json_pack("{ss ss ss sI}", "failureType", "manual_cancellation", "externalMessage",
                                "This attempt was cancelled", "internalMessage",
                                "Setting attempt to FAILED because the job was cancelled", "timestamp",
                                (json_int_t)world->now));
}

json_t *failure_of_orphan(const struct world *world)
{
    return summary_of(json_pack("{ss ss ss ss sI}", "failureOrigin", "airbyte_platform", "failureType",
                                "system_error", "externalMessage",
                                "An internal Airbyte error has occurred. This sync will need to be retried.",
                                "internalMessage",
                                "Setting attempt to FAILED because the temporal workflow for this connection "
                                "was restarted, and existing job state was cleaned.",
                                "timestamp", (json_int_t)world->now));
}

static const struct origin *origin_of(const json_t *plan)
{
    const char *name = get_text_or(plan, "origin", "source");
    return &origins[WORD_KNOWN(origins, name)];
}

const char *failure_message(const char *origin)
{
    size_t place = WORD_PLACE(origins, origin);
    return place < sizeof origins / sizeof *origins ? origins[place].message : NULL;
}

static const char *trace_of(const json_t *plan, const char *otherwise)
{
    return get_text_or(plan, "stacktrace", get_text_or(plan, "stackTrace", otherwise));
}

/* A connector's own message comes with its own inner one and a type; a breakdown has an exception's and none.
 */
static json_t *reason_of(const json_t *plan, const struct origin *origin)
{
    const char *own = get_text(plan, "message"), *message = own ? own : origin->message;
    const char *inner = get_text_or(plan, "internalMessage", get_text_or(plan, "message", origin->exception));
    json_auto_t *trace = json_sprintf(
        "%s: %s\n", origin->type ? "java.util.concurrent.CompletionException" : "java.lang.RuntimeException",
        inner);
    return json_pack("{ss ss* ss ss ss sO*}", "failureOrigin", origin->name, "failureType",
                     get_text_or(plan, "type", own ? origin->type : NULL), "externalMessage", message,
                     "internalMessage", inner, "stacktrace", trace_of(plan, json_string_value(trace)),
                     "retryable", json_object_get(plan, "retryable"));
}

json_t *failure_of_plan(const struct world *world, const json_t *plan, bool committed)
{
    const json_t *partial = json_object_get(plan, "partialSuccess");
    json_t *reason = reason_of(plan, origin_of(plan));
    json_object_set_new(reason, "timestamp", json_integer(world->now));
    return json_pack("{s[o] sb}", "failures", reason, "partialSuccess",
                     partial ? json_is_true(partial) : committed);
}

json_t *failure_of_check(const char *end, const char *complaint)
{
    json_auto_t *message = json_sprintf("Checking %s connection failed - please review this connection's "
                                        "configuration to prevent future syncs from failing",
                                        end);
    json_auto_t *trace = json_sprintf("java.lang.IllegalArgumentException: %s\n", complaint);
    return json_pack("{ss ss sO ss sO sb}", "origin", end, "type", "config_error", "message", message,
                     "internalMessage", complaint, "stacktrace", trace, "retryable", false);
}

json_t *failure_of_refresh(const char *reason)
{
    json_auto_t *inner = json_sprintf("Failed to launch the refresh schema activity because of: %s", reason);
    json_auto_t *trace = json_sprintf("java.lang.RuntimeException: %s", reason);
    return json_pack("{ss ss ss sO sO}", "origin", "source", "type", "refresh_schema", "message",
                     "Failed to detect if there is a schema change. If the error persist please contact the "
                     "support team.",
                     "internalMessage", inner, "stacktrace", trace);
}

bool failure_ends_job(const json_t *summary)
{
    const json_t *first = json_array_get(json_object_get(summary, "failures"), 0);
    const char *type = get_text(first, "failureType");
    return type && strcmp(type, "config_error") == 0;
}
