#include "view/log_lines.h"

#include "base/text.h"
#include "domain/script.h"
#include "domain/world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A log while it is written: where in the attempt's time we are, and how far it may go. */
struct log_view {
    struct writer *writer;
    int64_t start, span, until; /* ms */
};

enum { LINE_ROOM = 512 };

/* Levels and connectors are told apart by colour, as on a terminal. */
#define INFO "\x1b[32mINFO\x1b[m"
#define ERROR "\x1b[1;31mERROR\x1b[m"
#define FROM_SOURCE "\x1b[44msource\x1b[0m >"
#define FROM_DESTINATION "\x1b[43mdestination\x1b[0m >"
#define REPLICATION "i.a.w.g.DefaultReplicationWorker"

static size_t write_stamp(char *line, int64_t time)
{
    time_t seconds = time / SECOND;
    struct tm utc;
    gmtime_r(&seconds, &utc);
    return strftime(line, LINE_ROOM, "%Y-%m-%d %H:%M:%S ", &utc);
}

/* A line written when `part` (0 to 1) of the attempt's time was over; not yet, where that is still to come.
 */
__attribute__((format(printf, 3, 4))) static void log_at(struct log_view *log, double part,
                                                         const char *format, ...)
{
    char line[LINE_ROOM];
    int64_t time = log->start + (int64_t)((double)log->span * part);
    if (time > log->until)
        return;
    size_t size = write_stamp(line, time);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line + size, sizeof line - size, format, arguments);
    va_end(arguments);
    write_text(log->writer, NULL, line);
}

static const char *text_of(const json_t *object, const char *name, const char *otherwise)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : otherwise;
}

static void log_opening(struct log_view *log, const struct job *job, const struct attempt *attempt)
{
    log_at(log, 0,
           INFO
           " i.a.w.t.TemporalAttemptExecution(get):136 - job log file is /tmp/workspace/%lld/%d/logs.log",
           (long long)job->id, attempt->number);
    log_at(log, 0,
           INFO " i.a.w.t.TemporalAttemptExecution(get):141 - worker wrapper starting, platform 0.40.32");
    log_at(log, .01, INFO " i.a.c.i.LineGobbler(voidCall):114 - ");
    log_at(log, .01, INFO " i.a.c.i.LineGobbler(voidCall):114 - ----- START REPLICATION -----");
    log_at(log, .02, INFO " " REPLICATION "(run):152 - sync worker up for job %lld, attempt %d",
           (long long)job->id, attempt->number);
}

static void log_modes(struct log_view *log, const json_t *streams)
{
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream)
        log_at(log, .03, INFO " " REPLICATION "(run):165 - sync modes: %s.%s=%s",
               text_of(stream, "namespace", "null"), text_of(stream, "name", ""),
               text_of(stream, "mode", ""));
}

static void log_start_of_copy(struct log_view *log)
{
    log_at(log, .05, INFO " i.a.w.i.DefaultAirbyteDestination(start):87 - destination is starting");
    log_at(log, .08, INFO " " REPLICATION "(replicate):227 - both copy threads are up");
    log_at(log, .1, FROM_DESTINATION " ready to take records");
}

/* A line each thousand records, while the stream's part of the time goes by. */
static void log_stream(struct log_view *log, const json_t *stream, double from, double to)
{
    int64_t records = json_integer_value(json_object_get(stream, "records"));
    int64_t bytes = json_integer_value(json_object_get(stream, "bytes"));
    int64_t step = records > 20000 ? records / 20 : 1000;
    log_at(log, from, FROM_SOURCE " reading stream %s", text_of(stream, "name", ""));
    for (int64_t read = step; read <= records; read += step) {
        double done = (double)read / (double)records;
        log_at(log, from + (to - from) * done,
               INFO " " REPLICATION "(readFromSource):385 - Records read: %lld (%lld KB)", (long long)read,
               (long long)((double)bytes * done / 1024));
    }
    log_at(log, to, FROM_SOURCE " read %lld records of stream %s", (long long)records,
           text_of(stream, "name", ""));
}

static int64_t log_streams(struct log_view *log, const json_t *streams)
{
    int64_t records = 0;
    double share = json_array_size(streams) ? .75 / (double)json_array_size(streams) : 0;
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream) {
        log_stream(log, stream, .15 + share * (double)index, .15 + share * (double)(index + 1));
        records += json_integer_value(json_object_get(stream, "records"));
    }
    return records;
}

static const char *first_failure(const json_t *summary)
{
    return text_of(json_array_get(json_object_get(summary, "failures"), 0), "externalMessage", "no reason");
}

static bool cancelled(const json_t *summary)
{
    const json_t *first = json_array_get(json_object_get(summary, "failures"), 0);
    return strcmp(text_of(first, "failureType", ""), "manual_cancellation") == 0;
}

static void log_failure(struct log_view *log, const char *failure)
{
    json_auto_t *summary = world_parse(failure);
    if (cancelled(summary))
        log_at(log, 1,
               INFO
               " i.a.w.t.TemporalAttemptExecution(cancel):231 - cancellation of the sync worker requested");
    else
        log_at(log, .97, ERROR " " REPLICATION "(replicate):259 - sync worker gave up: %s",
               first_failure(summary));
}

static void log_end(struct log_view *log, int64_t records)
{
    log_at(log, .92, INFO " " REPLICATION "(readFromSource):401 - source has no more messages");
    log_at(log, .92, INFO " " REPLICATION "(readFromSource):407 - total records read: %lld",
           (long long)records);
    log_at(log, .95, INFO " " REPLICATION "(replicate):254 - both copy threads are done");
    log_at(log, 1, INFO " i.a.c.i.LineGobbler(voidCall):114 - ----- END REPLICATION -----");
}

/* An attempt in progress is spread over the time it will take, one that ended over the time it took. */
static struct log_view view_of(struct writer *writer, const struct attempt *attempt, const json_t *work,
                               int64_t now)
{
    bool running = attempt->status == ATTEMPT_RUNNING;
    int64_t span = running ? script_span(work) : attempt->ended_at - attempt->created_at;
    return (struct log_view){writer, attempt->created_at, span, running ? now : INT64_MAX};
}

static void log_attempt(struct log_view *log, const struct job *job, const struct attempt *attempt,
                        const json_t *work)
{
    const json_t *streams = json_object_get(work, "streams");
    log_opening(log, job, attempt);
    log_modes(log, streams);
    if (work)
        log_start_of_copy(log);
    int64_t records = log_streams(log, streams);
    if (attempt->failure)
        log_failure(log, attempt->failure);
    else
        log_end(log, records);
}

void write_log_lines(struct writer *writer, const struct job *job, const struct attempt *attempt, int64_t now)
{
    const char *text = attempt->script ? attempt->script : attempt->output;
    json_auto_t *work = text ? world_parse(text) : NULL;
    struct log_view log = view_of(writer, attempt, work, now);
    write_array(writer, "logLines");
    log_attempt(&log, job, attempt, work);
    write_array_end(writer);
}
