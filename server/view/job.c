#include "view/job.h"

#include "view/log_lines.h"
#include "json/read.h"

#include <stdlib.h>

/* What the logs of an attempt take, in bytes. */
enum { ROOM_FOR_LOGS = 8000 };

static void write_reset_config(struct writer *writer, const char *streams)
{
    write_object(writer, "resetConfig");
    write_raw(writer, "streamsToReset", streams);
    write_object_end(writer);
}

static void write_refresh_config(struct writer *writer, const char *refresh)
{
    json_auto_t *said = json_stored(refresh);
    write_object(writer, "refreshConfig");
    write_json(writer, "streamsToRefresh", json_object_get(said, "streams"));
    write_object_end(writer);
}

void write_job(struct writer *writer, const char *name, const struct job *job)
{
    write_object(writer, name);
    write_integer(writer, "id", job->id);
    write_text(writer, "configType", job_type_name(job_type(job)));
    write_text(writer, "configId", job->connection_id);
    write_integer(writer, "createdAt", job->created_at / SECOND);
    write_integer(writer, "updatedAt", job->updated_at / SECOND);
    write_text(writer, "status", job_status_name(job->status));
    if (job->streams_to_reset)
        write_reset_config(writer, job->streams_to_reset);
    if (job->refresh)
        write_refresh_config(writer, job->refresh);
    write_object_end(writer);
}

static void write_attempt(struct writer *writer, const char *name, struct world *world,
                          const struct attempt *attempt, const struct attempt_work *work,
                          enum no_statistics unknown)
{
    write_object(writer, name);
    write_integer(writer, "id", attempt->number);
    write_text(writer, "status", attempt_status_name(attempt->status));
    write_integer(writer, "createdAt", attempt->created_at / SECOND);
    write_integer(writer, "updatedAt", attempt->updated_at / SECOND);
    if (attempt->status != ATTEMPT_RUNNING)
        write_integer(writer, "endedAt", attempt->ended_at / SECOND);
    write_statistics(writer, world, attempt, work, unknown);
    if (attempt->failure)
        write_raw(writer, "failureSummary", attempt->failure);
    write_object_end(writer);
}

/* Without lines where `logs` is false. */
static void write_attempt_info(struct writer *writer, struct world *world, const struct job *job,
                               const struct attempt *attempt, enum no_statistics unknown, bool logs)
{
    struct attempt_work work = attempt_work_read(attempt);
    write_object(writer, NULL);
    write_attempt(writer, "attempt", world, attempt, &work, unknown);
    write_object(writer, "logs");
    if (logs)
        write_log_lines(writer, world, job, attempt, &work);
    else
        write_raw(writer, "logLines", "[]");
    write_object_end(writer);
    write_object_end(writer);
    attempt_work_free(&work);
}

static void write_infos(struct writer *writer, const char *name, struct world *world, const struct job *job,
                        enum no_statistics unknown, bool logs)
{
    struct attempt attempt;
    struct rows *rows = attempt_rows(world, job->id);
    write_array(writer, name);
    while (rows_next(rows)) {
        attempt_read(rows, &attempt);
        write_attempt_info(writer, world, job, &attempt, unknown, logs);
        attempt_free(&attempt);
    }
    write_array_end(writer);
}

void write_attempt_infos(struct writer *writer, const char *name, struct world *world, const struct job *job,
                         enum no_statistics unknown)
{
    write_infos(writer, name, world, job, unknown, true);
}

char *attempt_info(struct world *world, const struct job *job, const struct attempt *attempt)
{
    struct writer writer = {0};
    write_attempt_info(&writer, world, job, attempt, STATISTICS_LEFT_OUT, true);
    return writer_take(&writer);
}

void write_attempts(struct writer *writer, const char *name, struct world *world, const struct job *job)
{
    struct attempt attempt;
    struct rows *rows = attempt_rows(world, job->id);
    write_array(writer, name);
    while (rows_next(rows)) {
        attempt_read(rows, &attempt);
        struct attempt_work work = attempt_work_read(&attempt);
        write_attempt(writer, NULL, world, &attempt, &work, STATISTICS_LEFT_OUT);
        attempt_work_free(&work);
        attempt_free(&attempt);
    }
    write_array_end(writer);
}

static char *info_of(struct world *world, const struct job *job, bool logs)
{
    struct writer writer = {0};
    if (logs)
        text_grow(&writer.text, ROOM_FOR_LOGS);
    write_object(&writer, NULL);
    write_job(&writer, "job", job);
    write_infos(&writer, "attempts", world, job, STATISTICS_LEFT_OUT, logs);
    write_object_end(&writer);
    return writer_take(&writer);
}

char *job_info(struct world *world, const struct job *job)
{
    return info_of(world, job, true);
}

char *job_info_without_logs(struct world *world, const struct job *job)
{
    return info_of(world, job, false);
}
