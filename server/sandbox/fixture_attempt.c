#include "base/die.h"
#include "domain/catalog.h"
#include "domain/connection.h"
#include "domain/failure.h"
#include "domain/job.h"
#include "domain/script.h"
#include "sandbox/fixture_parts.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES_OF_A_RECORD = 100 };

static bool says(const json_t *object, const char *name, const char *word)
{
    const char *text = fixture_text(object, name);
    return text && strcmp(text, word) == 0;
}

/* The attempts of a job that does not speak of them: one that ended as the job did. */
static json_t *only_attempt(const json_t *job)
{
    const char *outcome = says(job, "status", "cancelled") ? "hang" : fixture_text(job, "status");
    return json_pack("[{ss}]", "outcome", outcome);
}

json_t *fixture_attempts(const struct world *world, const json_t *job)
{
    json_t *said = json_object_get(job, "attempts");
    json_t *attempts = said ? json_deep_copy(said) : only_attempt(job);
    size_t index;
    json_t *attempt;
    json_array_foreach (attempts, index, attempt)
        if (!json_object_get(attempt, "seconds"))
            json_object_set_new(attempt, "seconds",
                                json_real((double)world->shared->settings.sync_span / SECOND));
    return attempts;
}

int64_t fixture_attempt_span(const json_t *attempt)
{
    return script_span(attempt);
}

/* Why an attempt cannot stand where it does, or NULL. */
static const char *misfit(const json_t *job, const json_t *attempt, bool last)
{
    if (!last)
        return says(attempt, "outcome", "failed") ? NULL : "must be failed: another attempt follows";
    if (says(job, "status", "cancelled"))
        return says(attempt, "outcome", "succeeded") ? "must be failed or hang: the job was cancelled" : NULL;
    if (strcmp(fixture_text(attempt, "outcome"), fixture_text(job, "status")) == 0)
        return NULL;
    return says(job, "status", "succeeded") ? "must be succeeded, as the job is"
                                            : "must be failed, as the job is";
}

static bool attempt_sound(struct world *world, const json_t *job, const json_t *attempts, size_t index)
{
    const json_t *attempt = json_array_get(attempts, index);
    const char *reason = misfit(job, attempt, index + 1 == json_array_size(attempts)), *member = "outcome";
    if (!reason && json_object_get(attempt, "failure") && !says(attempt, "outcome", "failed")) {
        member = "failure";
        reason = "belongs to an attempt that failed";
    }
    if (!reason)
        return true;
    char *path = must_printf("attempts[%zu].%s", index, member);
    problem_at(&world->problem, PROBLEM_INVALID, path, "%s", reason);
    free(path);
    return false;
}

bool fixture_attempts_sound(struct world *world, const json_t *job, const json_t *attempts)
{
    if (json_array_size(attempts) == 0 && !says(job, "status", "cancelled"))
        return problem_at(&world->problem, PROBLEM_INVALID, "attempts",
                          "must not be empty, unless the job was cancelled");
    for (size_t i = 0; i < json_array_size(attempts); i++)
        if (!attempt_sound(world, job, attempts, i))
            return false;
    return true;
}

/* How the connection syncs that stream, as script_write() says it. */
static json_t *mode_of(json_t *connection, const json_t *stream)
{
    const json_t *entry = catalog_find(connection_catalog(connection), fixture_text(stream, "name"),
                                       fixture_text(stream, "namespace"));
    const json_t *config = json_object_get(entry, "config");
    return config ? json_sprintf("%s - %s", fixture_text(config, "syncMode"),
                                 fixture_text(config, "destinationSyncMode"))
                  : json_string("full_refresh - overwrite");
}

static json_int_t number_of(const json_t *stream, const char *name, json_int_t otherwise)
{
    const json_t *number = json_object_get(stream, name);
    return number ? json_integer_value(number) : otherwise;
}

static json_t *moved_stream(json_t *connection, const json_t *stream, bool succeeded)
{
    json_int_t records = number_of(stream, "records", 0);
    return json_pack("{sO sO* so sI sI sI}", "name", json_object_get(stream, "name"), "namespace",
                     json_object_get(stream, "namespace"), "mode", mode_of(connection, stream), "records",
                     records, "bytes", number_of(stream, "bytes", records * BYTES_OF_A_RECORD), "committed",
                     number_of(stream, "committed", succeeded ? records : 0));
}

static json_t *moved_streams(json_t *connection, const json_t *attempt)
{
    json_t *moved = json_array();
    size_t index;
    json_t *stream;
    json_array_foreach (json_object_get(attempt, "streams"), index, stream)
        json_array_append_new(moved, moved_stream(connection, stream, says(attempt, "outcome", "succeeded")));
    return moved;
}

/* What the attempt did, as a script does it; NULL where it moved nothing. New reference. */
static json_t *script_of(struct world *world, const struct job *job, const json_t *attempt,
                         json_t *connection)
{
    bool silent = !json_object_get(attempt, "streams") && says(attempt, "outcome", "succeeded");
    if (job->reset || silent)
        return says(attempt, "outcome", "succeeded") ? script_usual(world, job, connection) : NULL;
    json_t *streams = moved_streams(connection, attempt);
    json_int_t count = (json_int_t)json_array_size(streams);
    json_auto_t *script = json_pack("{so sI}", "streams", streams, "states", count);
    return count ? json_incref(script) : NULL;
}

/* Of an attempt that did not succeed; a job that was cancelled cut it short unless it says otherwise. */
static json_t *failure_of(const struct world *world, const json_t *attempt, const json_t *script, bool cut)
{
    const json_t *failure = json_object_get(attempt, "failure");
    return cut && !failure ? failure_of_cancel(world)
                           : failure_of_plan(world, failure, script_commits(script));
}

static void end(struct world *world, struct attempt *attempt, const json_t *entry, const json_t *script,
                bool cut)
{
    char *output = script ? script_output(script) : NULL;
    json_auto_t *summary = says(entry, "outcome", "succeeded") ? NULL : failure_of(world, entry, script, cut);
    char *failure = summary ? world_print(summary) : NULL;
    attempt_end(world, attempt, summary ? ATTEMPT_FAILED : ATTEMPT_SUCCEEDED, output, failure);
    free(failure);
    free(output);
}

/* `cut`: the job was cancelled meanwhile; its status is the caller's. */
static void play(struct world *world, struct job *job, const json_t *entry, json_t *connection, bool cut)
{
    struct attempt attempt;
    json_auto_t *script = script_of(world, job, entry, connection);
    job_move(world, job, JOB_RUNNING);
    attempt_insert(world, job, "{}", &attempt);
    world->now += fixture_attempt_span(entry);
    end(world, &attempt, entry, script, cut);
    if (!cut)
        job_move(world, job, says(entry, "outcome", "succeeded") ? JOB_SUCCEEDED : JOB_INCOMPLETE);
    attempt_free(&attempt);
}

void fixture_attempts_play(struct world *world, struct job *job, const json_t *attempts, json_t *connection,
                           bool cancelled)
{
    size_t count = json_array_size(attempts);
    for (size_t i = 0; i < count; i++)
        play(world, job, json_array_get(attempts, i), connection, cancelled && i + 1 == count);
}
