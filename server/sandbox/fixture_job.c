#include "base/die.h"
#include "base/rng.h"
#include "domain/connection.h"
#include "domain/job.h"
#include "domain/simulation.h"
#include "sandbox/fixture_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

STATEMENT(CONNECTIONS_OF_NAME,
          "SELECT count(*), min(id) FROM connection WHERE name = ? AND status <> 'deprecated'");

/* The id of the only connection of that name; a new text, or NULL with a problem. */
static char *connection_of_name(struct world *world, const char *name)
{
    struct rows *rows = store_rows(world->store, &CONNECTIONS_OF_NAME, WITH(TEXT(name)));
    rows_next(rows);
    int64_t count = rows_integer(rows, 0);
    char *id = count == 1 ? must_strdup(rows_text(rows, 1)) : NULL;
    rows_end(rows);
    return id ? id
              : problem_at(&world->problem, PROBLEM_INVALID, "connectionName", "%s connection has this name",
                           count ? "more than one" : "no");
}

STATEMENT(KNOWN_CONNECTION, "SELECT id FROM connection WHERE id = ?");

static char *connection_of(struct world *world, const json_t *entry)
{
    const char *id = fixture_text(entry, "connectionId"), *name = fixture_text(entry, "connectionName");
    if (!id && !name)
        return problem_at(&world->problem, PROBLEM_INVALID, "connectionId", "is missing but it is required");
    if (!id)
        return connection_of_name(world, name);
    char *known = store_text(world->store, &KNOWN_CONNECTION, WITH(TEXT(id)));
    return known ? known : problem_not_found(&world->problem, "STANDARD_SYNC", id);
}

static bool key_sound(struct fixture_load *load, const json_t *entry)
{
    const char *key = fixture_text(entry, "key");
    if (key && json_object_get(load->keys, key))
        return problem_at(&load->world->problem, PROBLEM_INVALID, "key", "is that of another job");
    if (key)
        json_object_set_new(load->keys, key, json_true());
    return true;
}

static bool streams_sound(struct world *world, const json_t *entry)
{
    return !json_object_get(entry, "streamsToReset") ||
           strcmp(fixture_text(entry, "configType"), "sync") != 0 ||
           problem_at(&world->problem, PROBLEM_INVALID, "streamsToReset", "belongs to a reset_connection");
}

static int64_t span_of(const json_t *attempts)
{
    int64_t span = 0;
    size_t index;
    json_t *attempt;
    json_array_foreach (attempts, index, attempt)
        span += fixture_attempt_span(attempt);
    return span;
}

/* How many jobs of that connection stood before this one in the document. */
static int64_t take_place(struct fixture_load *load, const char *connection_id)
{
    int64_t place = json_integer_value(json_object_get(load->places, connection_id));
    json_object_set_new(load->places, connection_id, json_integer(place + 1));
    return place;
}

static void keep(struct fixture_load *load, json_t *entry, json_t *attempts, const char *connection_id)
{
    if ((load->job_count & (load->job_count - 1)) == 0)
        load->jobs =
            must_realloc(load->jobs, (load->job_count ? 2 * load->job_count : 1) * sizeof *load->jobs);
    struct past_job *past = &load->jobs[load->job_count++];
    double age = json_number_value(json_object_get(entry, "endedSecondsAgo"));
    int64_t end = load->world->now - llround(age * SECOND);
    *past = (struct past_job){.entry = entry,
                              .attempts = json_incref(attempts),
                              .order = load->job_count,
                              .start = end - span_of(attempts),
                              .end = end,
                              .place = take_place(load, connection_id)};
    snprintf(past->connection_id, sizeof past->connection_id, "%s", connection_id);
}

void fixture_jobs_free(struct fixture_load *load)
{
    for (size_t i = 0; i < load->job_count; i++)
        json_decref(load->jobs[i].attempts);
    free(load->jobs);
}

bool fixture_job(struct fixture_load *load, json_t *entry)
{
    struct world *world = load->world;
    json_auto_t *attempts = fixture_attempts(world, entry);
    if (!key_sound(load, entry) || !streams_sound(world, entry) ||
        !fixture_attempts_sound(world, entry, attempts))
        return false;
    char *connection_id = connection_of(world, entry);
    if (connection_id)
        keep(load, entry, attempts, connection_id);
    free(connection_id);
    return connection_id != NULL;
}

static int by_start(const void *left, const void *right)
{
    const struct past_job *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

STATEMENT(JOB_OF_KEY, "SELECT id, connection_id = ?2 AND entry_hash = ?3 FROM job WHERE key = ?1");
STATEMENT(JOB_OF_PLACE,
          "SELECT id, entry_hash = ?3 FROM job WHERE connection_id = ?2 AND place = ?1 AND key IS NULL");

/* The id of the job that the world has of this entry, or 0; and whether it is as the entry says. */
static int64_t find_known(struct world *world, const struct past_job *past, int64_t hash, bool *same)
{
    const char *key = fixture_text(past->entry, "key");
    const struct argument *by_key = WITH(TEXT(key), TEXT(past->connection_id), INTEGER(hash));
    const struct argument *by_place = WITH(INTEGER(past->place), TEXT(past->connection_id), INTEGER(hash));
    struct rows *rows = key ? store_rows(world->store, &JOB_OF_KEY, by_key)
                            : store_rows(world->store, &JOB_OF_PLACE, by_place);
    if (!rows_next(rows))
        return 0;
    int64_t id = rows_integer(rows, 0);
    *same = rows_integer(rows, 1);
    rows_end(rows);
    return id;
}

static json_t *descriptors_of(const json_t *catalog)
{
    json_t *descriptors = json_array();
    size_t index;
    json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), index, entry) {
        const json_t *stream = json_object_get(entry, "stream");
        json_array_append_new(descriptors, json_pack("{sO sO*}", "name", json_object_get(stream, "name"),
                                                     "namespace", json_object_get(stream, "namespace")));
    }
    return descriptors;
}

/* What a reset resets: a new text; NULL for a sync. */
static char *streams_to_reset(const json_t *entry, json_t *connection)
{
    if (strcmp(fixture_text(entry, "configType"), "sync") == 0)
        return NULL;
    json_t *said = json_object_get(entry, "streamsToReset");
    json_auto_t *streams = said ? json_incref(said) : descriptors_of(connection_catalog(connection));
    return world_print(streams);
}

STATEMENT(MARK_JOB,
          "UPDATE job SET key = ?2, place = iif(?2 IS NULL, ?3, NULL), entry_hash = ?4 WHERE id = ?1");
STATEMENT(RENUMBER_JOB, "UPDATE job SET id = ?2 WHERE id = ?1");

/* Gives the job what it is known by, and the number that it had (0: none). */
static void mark(struct world *world, struct job *job, const struct past_job *past, int64_t hash,
                 int64_t number)
{
    store_run(
        world->store, &MARK_JOB,
        WITH(INTEGER(job->id), TEXT(fixture_text(past->entry, "key")), INTEGER(past->place), INTEGER(hash)));
    if (!number)
        return;
    store_run(world->store, &RENUMBER_JOB, WITH(INTEGER(job->id), INTEGER(number)));
    job->id = number;
}

/* The connection's outline, read once for all its jobs. Borrowed. */
static json_t *outline_of(struct fixture_load *load, const char *connection_id)
{
    json_t *outline = json_object_get(load->outlines, connection_id);
    if (outline)
        return outline;
    outline = connection_outline(load->world, connection_id);
    json_object_set_new(load->outlines, connection_id, outline);
    return outline;
}

static void live_through(struct fixture_load *load, const struct past_job *past, int64_t hash, int64_t number)
{
    struct world *world = load->world;
    json_t *connection = outline_of(load, past->connection_id);
    struct job job = {.connection_id = must_strdup(past->connection_id),
                      .reset = strcmp(fixture_text(past->entry, "configType"), "sync") != 0,
                      .streams_to_reset = streams_to_reset(past->entry, connection)};
    int64_t now = world->now;
    world->now = past->start;
    job_insert(world, &job);
    mark(world, &job, past, hash, number);
    bool cancelled = strcmp(fixture_text(past->entry, "status"), "cancelled") == 0;
    fixture_attempts_play(world, &job, past->attempts, connection, cancelled);
    if (cancelled)
        job_move(world, &job, JOB_CANCELLED);
    else if (job.status == JOB_INCOMPLETE)
        job_move(world, &job, JOB_FAILED);
    world->now = now;
    job_free(&job);
}

STATEMENT(DROP_ATTEMPTS, "DELETE FROM attempt WHERE job_id = ?");
STATEMENT(DROP_JOB, "DELETE FROM job WHERE id = ?");

/* One that says what it said before stays, its times included: only the present moved on. */
static void write_job(struct fixture_load *load, const struct past_job *past)
{
    struct world *world = load->world;
    bool same = false;
    char *text = world_print(past->entry);
    int64_t hash = (int64_t)hash_text(text, 0);
    free(text);
    int64_t known = find_known(world, past, hash, &same);
    if (known && same)
        return;
    store_run(world->store, &DROP_ATTEMPTS, WITH(INTEGER(known)));
    store_run(world->store, &DROP_JOB, WITH(INTEGER(known)));
    live_through(load, past, hash, known);
}

void fixture_jobs_write(struct fixture_load *load)
{
    if (load->job_count)
        qsort(load->jobs, load->job_count, sizeof *load->jobs, by_start);
    for (size_t i = 0; i < load->job_count; i++)
        write_job(load, &load->jobs[i]);
    const char *connection_id;
    json_t *count;
    json_object_foreach (load->places, connection_id, count)
        simulation_replan(load->world, connection_id);
}
