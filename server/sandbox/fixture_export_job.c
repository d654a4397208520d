#include "base/die.h"
#include "sandbox/fixture_parts.h"

#include <stdlib.h>
#include <string.h>

/* Whole seconds without a fraction. */
static json_t *seconds_of(int64_t span)
{
    return span % SECOND ? json_real((double)span / SECOND) : json_integer(span / SECOND);
}

/* Unless it is what a fixture that is silent gets. */
static void add_unless(json_t *entry, const char *name, json_t *value, const char *silent)
{
    const char *text = json_string_value(value);
    if (text && (!silent || strcmp(text, silent) != 0))
        json_object_set(entry, name, value);
}

/* The first failure of a summary, in a plan's words; NULL for the cancellation of the job. New reference. */
static json_t *export_failure(const char *summary_text)
{
    json_auto_t *summary = world_parse(summary_text);
    const json_t *reason = json_array_get(json_object_get(summary, "failures"), 0);
    const char *type = fixture_text(reason, "failureType");
    if (type && strcmp(type, "manual_cancellation") == 0)
        return NULL;
    json_t *failure = json_object();
    const char *message = fixture_text(reason, "externalMessage");
    const char *internal = fixture_text(reason, "internalMessage");
    char *trace = must_printf("java.lang.RuntimeException: %s\n", internal  ? internal
                                                                  : message ? message
                                                                            : "");
    add_unless(failure, "origin", json_object_get(reason, "failureOrigin"), NULL);
    add_unless(failure, "type", json_object_get(reason, "failureType"), NULL);
    add_unless(failure, "message", json_object_get(reason, "externalMessage"), NULL);
    add_unless(failure, "internalMessage", json_object_get(reason, "internalMessage"), message);
    add_unless(failure, "stacktrace", json_object_get(reason, "stacktrace"), trace);
    if (json_is_true(json_object_get(summary, "partialSuccess")))
        json_object_set_new(failure, "partialSuccess", json_true());
    free(trace);
    return failure;
}

static json_t *export_streams(const char *output_text, bool succeeded)
{
    json_auto_t *output = output_text ? world_parse(output_text) : NULL;
    json_t *streams = json_array();
    size_t index;
    json_t *stream;
    json_array_foreach (json_object_get(output, "streams"), index, stream) {
        json_t *moved = json_copy(stream);
        json_auto_t *committed = succeeded ? json_incref(json_object_get(moved, "records")) : json_integer(0);
        if (!json_object_get(moved, "committed"))
            json_object_set(moved, "committed", committed);
        json_array_append_new(streams, moved);
    }
    return streams;
}

static json_t *export_attempt(const struct attempt *attempt)
{
    bool succeeded = attempt->status == ATTEMPT_SUCCEEDED;
    json_t *entry = json_pack("{so ss so}", "seconds", seconds_of(attempt->ended_at - attempt->created_at),
                              "outcome", attempt_status_name(attempt->status), "streams",
                              export_streams(attempt->output, succeeded));
    json_t *failure = attempt->failure ? export_failure(attempt->failure) : NULL;
    if (failure)
        json_object_set_new(entry, "failure", failure);
    return entry;
}

static json_t *export_attempts(struct world *world, int64_t job_id)
{
    json_t *attempts = json_array();
    struct rows *rows = attempt_rows(world, job_id);
    while (rows_next(rows)) {
        struct attempt attempt;
        attempt_read(rows, &attempt);
        json_array_append_new(attempts, export_attempt(&attempt));
        attempt_free(&attempt);
    }
    return attempts;
}

STATEMENT(KEY_OF_JOB, "SELECT key FROM job WHERE id = ?");

static json_t *export_job(struct world *world, const struct job *job)
{
    int64_t age = world->now - job->updated_at;
    char *key = store_text(world->store, &KEY_OF_JOB, WITH(INTEGER(job->id)));
    json_t *entry = json_pack(
        "{ss* ss ss ss sI so}", "key", key, "connectionId", job->connection_id, "configType",
        job->reset ? "reset_connection" : "sync", "status", job_status_name(job->status), "endedSecondsAgo",
        (json_int_t)(age > 0 ? age / SECOND : 0), "attempts", export_attempts(world, job->id));
    if (job->streams_to_reset)
        json_object_set_new(entry, "streamsToReset", world_parse(job->streams_to_reset));
    free(key);
    return entry;
}

/* The jobs of an export while it is made. */
struct exported {
    json_t *entry; /* ours */
    int64_t id, start;
};

struct exports {
    struct exported *items;
    size_t count, room;
};

static int64_t start_of(const json_t *entry)
{
    int64_t start = -json_integer_value(json_object_get(entry, "endedSecondsAgo")) * SECOND;
    size_t index;
    json_t *attempt;
    json_array_foreach (json_object_get(entry, "attempts"), index, attempt)
        start -= fixture_attempt_span(attempt);
    return start;
}

static void add(struct exports *exports, struct world *world, const struct job *job)
{
    if (exports->count == exports->room) {
        exports->room = exports->room ? 2 * exports->room : 64;
        exports->items = must_realloc(exports->items, exports->room * sizeof *exports->items);
    }
    json_t *entry = export_job(world, job);
    exports->items[exports->count++] = (struct exported){entry, job->id, start_of(entry)};
}

static void add_all_of(struct exports *exports, struct world *world, const char *connection_id)
{
    struct rows *rows = job_rows(world, connection_id, true, true, -1, 0);
    while (rows_next(rows)) {
        struct job job;
        job_read(rows, &job);
        if (job_status_terminal(job.status))
            add(exports, world, &job);
        job_free(&job);
    }
}

static int by_start(const void *left, const void *right)
{
    const struct exported *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

json_t *fixture_export_jobs(struct world *world, const json_t *connections)
{
    struct exports exports = {0};
    size_t index;
    json_t *connection, *jobs = json_array();
    json_array_foreach (connections, index, connection)
        add_all_of(&exports, world, fixture_text(connection, "connectionId"));
    if (exports.count)
        qsort(exports.items, exports.count, sizeof *exports.items, by_start);
    for (size_t i = 0; i < exports.count; i++)
        json_array_append_new(jobs, exports.items[i].entry);
    free(exports.items);
    return jobs;
}
