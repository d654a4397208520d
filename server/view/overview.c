#include "view/overview.h"

#include "base/moment.h"
#include "domain/job/job.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

static void write_moment(struct writer *writer, const char *name, int64_t moment)
{
    write_text(writer, name, moment_format(moment).text);
}

static void write_known(struct writer *writer, const char *name, const char *text)
{
    if (text)
        write_text(writer, name, text);
}

/* One row an attempt; a job without attempts has one whose attempt is NULL. */
STATEMENT(
    JOBS_AND_ATTEMPTS,
    "SELECT job.id, job.connection_id, connection.name, coalesce(job.called, job.config_type), job.status, job.created_at, "
    "job.updated_at, job.gate, attempt.number, attempt.status, attempt.created_at, attempt.ended_at, "
    "coalesce(attempt.failure ->> '$.failures[0].externalMessage', "
    "attempt.failure ->> '$.failures[0].internalMessage'), job.origin, job.plan "
    "FROM (SELECT * FROM job WHERE ?2 = 0 OR id < ?2 ORDER BY id DESC LIMIT ?1) AS job "
    "JOIN connection ON connection.id = job.connection_id LEFT JOIN attempt ON attempt.job_id = job.id "
    "ORDER BY job.id DESC, attempt.number");

enum {
    JOB_ID,
    CONNECTION_ID,
    NAME,
    TYPE,
    STATUS,
    CREATED,
    UPDATED,
    GATE,
    NUMBER,
    DOES,
    BEGAN,
    ENDED,
    FAILURE,
    ORIGIN,
    PLAN
};

static void write_job_head(struct writer *writer, struct rows *rows)
{
    write_object(writer, NULL);
    write_integer(writer, "id", rows_integer(rows, JOB_ID));
    write_text(writer, "connectionId", rows_text(rows, CONNECTION_ID));
    write_text(writer, "connectionName", rows_text(rows, NAME));
    write_text(writer, "configType", rows_text(rows, TYPE));
    write_text(writer, "status", rows_text(rows, STATUS));
    write_moment(writer, "createdAt", rows_integer(rows, CREATED));
    write_moment(writer, "updatedAt", rows_integer(rows, UPDATED));
    write_known(writer, "gate", rows_text(rows, GATE));
    write_known(writer, "request", rows_text(rows, ORIGIN));
    write_known(writer, "plan", rows_text(rows, PLAN));
    write_array(writer, "attempts");
}

static void write_job_tail(struct writer *writer)
{
    write_array_end(writer);
    write_object_end(writer);
}

static void write_attempt_of(struct writer *writer, struct rows *rows)
{
    if (rows_is_null(rows, NUMBER))
        return;
    write_object(writer, NULL);
    write_integer(writer, "id", rows_integer(rows, NUMBER));
    write_text(writer, "status", rows_text(rows, DOES));
    write_moment(writer, "createdAt", rows_integer(rows, BEGAN));
    if (!rows_is_null(rows, ENDED))
        write_moment(writer, "endedAt", rows_integer(rows, ENDED));
    write_known(writer, "failure", rows_text(rows, FAILURE));
    write_object_end(writer);
}

/* The newest `limit` jobs below `before`, one after the other. */
static void write_jobs(struct writer *writer, struct world *world, int64_t limit, int64_t before)
{
    struct rows *rows =
        store_rows(world->store, &JOBS_AND_ATTEMPTS, SQL_WITH(SQL_INTEGER(limit), SQL_INTEGER(before)));
    int64_t open = 0;
    while (rows_next(rows)) {
        if (open && open != rows_integer(rows, JOB_ID))
            write_job_tail(writer);
        if (open != rows_integer(rows, JOB_ID))
            write_job_head(writer, rows);
        open = rows_integer(rows, JOB_ID);
        write_attempt_of(writer, rows);
    }
    if (open)
        write_job_tail(writer);
}

char *overview_jobs(struct world *world, int64_t limit, int64_t before)
{
    struct writer writer = {0};
    write_object(&writer, NULL);
    write_array(&writer, "jobs");
    write_jobs(&writer, world, limit, before);
    write_array_end(&writer);
    write_object_end(&writer);
    return writer_take(&writer);
}

char *overview_job(struct world *world, int64_t id)
{
    struct job job;
    struct writer writer = {0};
    if (!job_load(world, id, &job))
        return NULL;
    job_free(&job);
    write_jobs(&writer, world, 1, id + 1);
    return writer_take(&writer);
}

/* A run that is planned is an event; patching an empty object leaves the nulls out. */
STATEMENT(CONNECTIONS_AND_RUNS,
          "SELECT json_patch('{}', json_object('connectionId', connection.id, 'name', connection.name, "
          "'workspaceId', source.workspace_id, 'status', connection.status, "
          "'sourceId', source.id, 'sourceName', source.doc ->> 'name', "
          "'destinationId', destination.id, 'destinationName', destination.doc ->> 'name', "
          "'scheduleType', connection.outline ->> 'scheduleType', "
          "'scheduleData', connection.outline -> 'scheduleData')), "
          "(SELECT min(due) FROM event WHERE connection_id = connection.id AND kind = 'schedule') "
          "FROM connection JOIN actor AS source ON source.id = connection.source_id "
          "JOIN actor AS destination ON destination.id = connection.destination_id "
          "WHERE connection.status <> 'deprecated' ORDER BY connection.rowid");

/* The object that the row holds, with its run as one more member. */
static void write_connection(struct text *text, struct rows *rows)
{
    text_add_bytes(text, rows_text(rows, 0), rows_text_size(rows, 0));
    if (rows_is_null(rows, 1))
        return;
    text->size--;
    text_add_format(text, ",\"nextRun\":\"%s\"}", moment_format(rows_integer(rows, 1)).text);
}

char *overview_connections(struct world *world)
{
    struct text text = {0};
    struct rows *rows = store_rows(world->store, &CONNECTIONS_AND_RUNS, SQL_NOTHING);
    text_add(&text, "{\"connections\":[");
    for (const char *comma = ""; rows_next(rows); comma = ",") {
        text_add(&text, comma);
        write_connection(&text, rows);
    }
    text_add(&text, "]}");
    return text_take(&text);
}
