#include "domain/job/job.h"

#include "base/blocks.h"
#include "base/die.h"
#include "base/word.h"
#include "json/get.h"
#include "json/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const job_names[] = {
    [JOB_PENDING] = "pending", [JOB_RUNNING] = "running",     [JOB_INCOMPLETE] = "incomplete",
    [JOB_FAILED] = "failed",   [JOB_SUCCEEDED] = "succeeded", [JOB_CANCELLED] = "cancelled",
};

static const char *const attempt_names[] = {
    [ATTEMPT_RUNNING] = "running", [ATTEMPT_FAILED] = "failed", [ATTEMPT_SUCCEEDED] = "succeeded"};

/* Where a job may go from where: docs/behaviour/jobs.md#states-of-a-job. A status that is not listed is
 * terminal. */
static const bool job_steps[6][6] = {
    [JOB_PENDING] =
        {[JOB_RUNNING] = true, [JOB_INCOMPLETE] = true, [JOB_FAILED] = true, [JOB_CANCELLED] = true},
    [JOB_RUNNING] =
        {[JOB_SUCCEEDED] = true, [JOB_INCOMPLETE] = true, [JOB_FAILED] = true, [JOB_CANCELLED] = true},
    [JOB_INCOMPLETE] = {[JOB_RUNNING] = true, [JOB_FAILED] = true, [JOB_CANCELLED] = true},
};

/* The same of attempts: docs/behaviour/jobs.md#states-of-an-attempt. */
static const bool attempt_steps[3][3] = {
    [ATTEMPT_RUNNING] = {[ATTEMPT_FAILED] = true, [ATTEMPT_SUCCEEDED] = true},
};

const char *job_status_name(enum job_status status)
{
    return job_names[status];
}

const char *attempt_status_name(enum attempt_status status)
{
    return attempt_names[status];
}

enum job_status job_status_named(const char *name)
{
    return (enum job_status)WORD_KNOWN(job_names, name);
}

static enum attempt_status attempt_status_named(const char *name)
{
    return (enum attempt_status)WORD_KNOWN(attempt_names, name);
}

bool job_status_terminal(enum job_status status)
{
    return status == JOB_FAILED || status == JOB_SUCCEEDED || status == JOB_CANCELLED;
}

enum job_type job_type(const struct job *job)
{
    if (job->reset)
        return job->clear ? JOB_CLEAR : JOB_RESET;
    return job->refresh ? JOB_REFRESH : JOB_SYNC;
}

const char *job_type_name(enum job_type type)
{
    static const char *const names[] = {"sync", "reset_connection", "clear", "refresh"};
    return names[type];
}

enum job_type job_type_find(const char *name)
{
    enum job_type type = JOB_SYNC;
    while (type < JOB_TYPES && strcmp(job_type_name(type), name) != 0)
        type++;
    return type;
}

void job_free(struct job *job)
{
    block_give(job->connection_id);
    block_give(job->streams_to_reset);
    block_give(job->run);
    block_give(job->refresh);
    block_give(job->origin);
    block_give(job->plan);
    *job = (struct job){0};
}

static void note_job(struct world *world, const struct job *job)
{
    changes_note(&world->changes, &(struct change){.kind = CHANGE_JOB,
                                                   .at = world->now,
                                                   .job_id = job->id,
                                                   .status = job_names[job->status]});
}

void job_read(struct rows *rows, struct job *job)
{
    *job = (struct job){
        .id = rows_integer(rows, 0),
        .connection_id = rows_copy(rows, 1),
        .reset = rows_integer(rows, 2),
        .status = job_status_named(rows_text(rows, 3)),
        .created_at = rows_integer(rows, 4),
        .updated_at = rows_integer(rows, 5),
        .streams_to_reset = rows_copy(rows, 6),
        .run = rows_copy(rows, 7),
        .clear = rows_integer(rows, 8),
        .refresh = rows_copy(rows, 9),
    };
}

static bool read_only_row(struct rows *rows, struct job *job)
{
    if (!rows_next(rows))
        return false;
    job_read(rows, job);
    rows_end(rows);
    return true;
}

STATEMENT(GET_JOB, "SELECT " JOB_COLUMNS " FROM job WHERE id = ?");

bool job_load(struct world *world, int64_t id, struct job *job)
{
    if (read_only_row(store_rows(world->store, &GET_JOB, SQL_WITH(SQL_INTEGER(id))), job))
        return true;
    return problem_set(&world->problem, PROBLEM_NOT_FOUND, "Could not find job with id: %lld", (long long)id);
}

STATEMENT(GET_OPEN_JOB, "SELECT " JOB_COLUMNS " FROM job WHERE connection_id = ? AND " OPEN_JOB);

bool job_load_open(struct world *world, const char *connection_id, struct job *job)
{
    return read_only_row(store_rows(world->store, &GET_OPEN_JOB, SQL_WITH(SQL_TEXT(connection_id))), job);
}

STATEMENT(GET_LAST_JOB, "SELECT " JOB_COLUMNS " FROM job WHERE connection_id = ? AND status <> 'cancelled' "
                        "ORDER BY created_at DESC, id DESC LIMIT 1");

bool job_load_last(struct world *world, const char *connection_id, struct job *job)
{
    return read_only_row(store_rows(world->store, &GET_LAST_JOB, SQL_WITH(SQL_TEXT(connection_id))), job);
}

STATEMENT(
    INSERT_JOB,
    "INSERT INTO job (connection_id, config_type, status, created_at, updated_at, streams_to_reset, run, origin, plan, "
    "called, refresh) VALUES (?1, iif(?2, 'reset_connection', 'sync'), 'pending', ?3, ?3, ?4, ?5, ?6, ?7, "
    "iif(?8, 'clear', iif(?9 IS NULL, NULL, 'refresh')), ?9)");
STATEMENT(NEW_JOB_ID, "SELECT last_insert_rowid()"); /* RETURNING would open a table of its own each time */

void job_insert(struct world *world, struct job *job)
{
    job->status = JOB_PENDING;
    job->created_at = job->updated_at = world->now;
    store_run(world->store, &INSERT_JOB,
              SQL_WITH(SQL_TEXT(job->connection_id), SQL_INTEGER(job->reset), SQL_INTEGER(world->now),
                       SQL_TEXT(job->streams_to_reset), SQL_TEXT(job->run), SQL_TEXT(job->origin),
                       SQL_TEXT(job->plan), SQL_INTEGER(job->clear), SQL_TEXT(job->refresh)));
    job->id = store_integer(world->store, &NEW_JOB_ID, SQL_NOTHING, 0);
    note_job(world, job);
}

STATEMENT(MOVE_JOB, "UPDATE job SET status = ?2, updated_at = ?3, gate = NULL, run = iif(?4, NULL, run) "
                    "WHERE id = ?1");

void job_move(struct world *world, struct job *job, enum job_status to)
{
    if (!job_steps[job->status][to])
        die("job %lld: %s cannot become %s", (long long)job->id, job_names[job->status], job_names[to]);
    job->status = to;
    job->updated_at = world->now;
    store_run(world->store, &MOVE_JOB,
              SQL_WITH(SQL_INTEGER(job->id), SQL_TEXT(job_names[to]), SQL_INTEGER(world->now),
                       SQL_INTEGER(job_status_terminal(to))));
    note_job(world, job);
}

STATEMENT(NEWEST_JOB, "SELECT max(created_at) FROM job");

int64_t job_newest(struct world *world)
{
    return store_integer(world->store, &NEWEST_JOB, SQL_NOTHING, INT64_MIN);
}

/* Row by row, which lets work rest: GROUP BY would sort all of them at once. */
STATEMENT(ALL_STATUSES, "SELECT status FROM job");

void job_count_all(struct world *world, int64_t counts[JOB_STATUSES])
{
    struct rows *rows = store_rows(world->store, &ALL_STATUSES, SQL_NOTHING);
    while (rows_next(rows))
        counts[job_status_named(rows_text(rows, 0))]++;
}

void attempt_free(struct attempt *attempt)
{
    block_give(attempt->script);
    block_give(attempt->output);
    block_give(attempt->failure);
    block_give(attempt->reported);
    *attempt = (struct attempt){0};
}

#define ATTEMPT_COLUMNS                                                                                      \
    "job_id, number, status, created_at, updated_at, ended_at, script, output, failure, reported"

void attempt_read(struct rows *rows, struct attempt *attempt)
{
    *attempt = (struct attempt){
        .job_id = rows_integer(rows, 0),
        .number = (int)rows_integer(rows, 1),
        .status = attempt_status_named(rows_text(rows, 2)),
        .created_at = rows_integer(rows, 3),
        .updated_at = rows_integer(rows, 4),
        .ended_at = rows_integer(rows, 5),
        .script = rows_copy(rows, 6),
        .output = rows_copy(rows, 7),
        .failure = rows_copy(rows, 8),
        .reported = rows_copy(rows, 9),
    };
}

static bool read_only_attempt(struct rows *rows, struct attempt *attempt)
{
    if (!rows_next(rows))
        return false;
    attempt_read(rows, attempt);
    rows_end(rows);
    return true;
}

STATEMENT(LIST_ATTEMPTS, "SELECT " ATTEMPT_COLUMNS " FROM attempt WHERE job_id = ? ORDER BY number");

struct rows *attempt_rows(struct world *world, int64_t job_id)
{
    return store_rows(world->store, &LIST_ATTEMPTS, SQL_WITH(SQL_INTEGER(job_id)));
}

STATEMENT(GET_LAST_ATTEMPT,
          "SELECT " ATTEMPT_COLUMNS " FROM attempt WHERE job_id = ? ORDER BY number DESC LIMIT 1");

bool attempt_load_last(struct world *world, int64_t job_id, struct attempt *attempt)
{
    return read_only_attempt(store_rows(world->store, &GET_LAST_ATTEMPT, SQL_WITH(SQL_INTEGER(job_id))),
                             attempt);
}

STATEMENT(GET_ATTEMPT, "SELECT " ATTEMPT_COLUMNS " FROM attempt WHERE job_id = ? AND number = ?");

bool attempt_load(struct world *world, int64_t job_id, int number, struct attempt *attempt)
{
    return read_only_attempt(
        store_rows(world->store, &GET_ATTEMPT, SQL_WITH(SQL_INTEGER(job_id), SQL_INTEGER(number))), attempt);
}

STATEMENT(COUNT_ATTEMPTS, "SELECT count(*) FROM attempt WHERE job_id = ?");

int attempt_count(struct world *world, int64_t job_id)
{
    return (int)store_integer(world->store, &COUNT_ATTEMPTS, SQL_WITH(SQL_INTEGER(job_id)), 0);
}

/* The first failure counts, as it does for a job. `failure` is an AttemptFailureSummary or NULL. */
static void note_attempt(struct world *world, const struct attempt *attempt, const char *failure)
{
    struct change change = {.kind = CHANGE_ATTEMPT,
                            .at = world->now,
                            .job_id = attempt->job_id,
                            .attempt = attempt->number,
                            .status = attempt_names[attempt->status]};
    json_auto_t *summary = failure ? json_stored(failure) : NULL;
    const json_t *first = json_array_get(json_object_get(summary, "failures"), 0);
    const char *origin = get_text(first, "failureOrigin");
    const char *type = get_text(first, "failureType");
    snprintf(change.failure_origin, sizeof change.failure_origin, "%s", origin ? origin : "");
    snprintf(change.failure_type, sizeof change.failure_type, "%s", type ? type : "");
    changes_note(&world->changes, &change);
}

STATEMENT(INSERT_ATTEMPT, "INSERT INTO attempt (job_id, number, status, created_at, updated_at, script) "
                          "VALUES (?1, ?2, 'running', ?3, ?3, ?4)");

void attempt_insert(struct world *world, struct job *job, const char *script, struct attempt *attempt)
{
    if (job->status != JOB_RUNNING)
        die("job %lld is %s and gets an attempt", (long long)job->id, job_names[job->status]);
    *attempt = (struct attempt){.job_id = job->id,
                                .number = attempt_count(world, job->id),
                                .status = ATTEMPT_RUNNING,
                                .created_at = world->now,
                                .updated_at = world->now,
                                .script = must_strdup(script)};
    store_run(world->store, &INSERT_ATTEMPT,
              SQL_WITH(SQL_INTEGER(job->id), SQL_INTEGER(attempt->number), SQL_INTEGER(world->now),
                       SQL_TEXT(script)));
    note_attempt(world, attempt, NULL);
}

STATEMENT(END_ATTEMPT,
          "UPDATE attempt SET status = ?3, updated_at = ?4, ended_at = ?4, output = ?5, failure = ?6, "
          "script = iif(?5 IS NULL, script, NULL), reported = NULL WHERE job_id = ?1 AND number = ?2");

void attempt_end(struct world *world, struct attempt *attempt, enum attempt_status to, const char *output,
                 const char *failure)
{
    if (!attempt_steps[attempt->status][to])
        die("attempt %d of job %lld: %s cannot become %s", attempt->number, (long long)attempt->job_id,
            attempt_names[attempt->status], attempt_names[to]);
    attempt->status = to;
    attempt->ended_at = attempt->updated_at = world->now;
    store_run(world->store, &END_ATTEMPT,
              SQL_WITH(SQL_INTEGER(attempt->job_id), SQL_INTEGER(attempt->number),
                       SQL_TEXT(attempt_names[to]), SQL_INTEGER(world->now), SQL_TEXT(output),
                       SQL_TEXT(failure)));
    note_attempt(world, attempt, failure);
}
