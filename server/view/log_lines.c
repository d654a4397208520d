#include "view/log_lines.h"

#include "domain/job/script_read.h"
#include "domain/world/world.h"
#include "json/get.h"
#include "json/read.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>

enum { STAMP = sizeof "2023-03-01 09:00:00 " - 1 };

/* A log while it is written: where in the attempt's time we are, and how far it may go. */
struct log_view {
    struct writer *writer;
    int64_t start, span, until; /* ms */
    const char *version;        /* of the platform */
    char stamp[STAMP];          /* of the last line, in seconds: */
    time_t stamped;
};

/* What the lines say is written as JSON has it. Levels and connectors are told apart by colour, as on a
 * terminal. */
#define ESCAPE "\\u001B"
#define QUOTE "\\\""
#define INFO ESCAPE "[32mINFO" ESCAPE "[m"
#define ERROR ESCAPE "[1;31mERROR" ESCAPE "[m"
#define FROM_SOURCE ESCAPE "[44msource" ESCAPE "[0m >"
#define FROM_DESTINATION ESCAPE "[43mdestination" ESCAPE "[0m >"
#define REPLICATION "i.a.w.g.DefaultReplicationWorker"
#define WRAPPER "i.a.w.t.TemporalAttemptExecution"
#define BANNER "i.a.c.i.LineGobbler(voidCall):114 -"
#define MANAGER "i.a.w.t.s.ConnectionManagerWorkflowImpl(checkConnections)"

static char *put_digits(char *to, int number, int digits, char after)
{
    for (int i = digits - 1; i >= 0; i--, number /= 10)
        to[i] = (char)('0' + number % 10);
    to[digits] = after;
    return to + digits + 1;
}

/* "2023-03-01 09:00:00 " */
static void stamp_write(char *to, time_t seconds)
{
    struct tm utc;
    gmtime_r(&seconds, &utc);
    to = put_digits(to, utc.tm_year + 1900, 4, '-');
    to = put_digits(to, utc.tm_mon + 1, 2, '-');
    to = put_digits(to, utc.tm_mday, 2, ' ');
    to = put_digits(to, utc.tm_hour, 2, ':');
    to = put_digits(to, utc.tm_min, 2, ':');
    put_digits(to, utc.tm_sec, 2, ' ');
}

/* Most lines of an attempt fall in a few seconds. */
static const char *stamp_of(struct log_view *log, int64_t time)
{
    time_t seconds = time / SECOND;
    if (seconds != log->stamped || !*log->stamp) {
        stamp_write(log->stamp, seconds);
        log->stamped = seconds;
    }
    return log->stamp;
}

/* When `part` (0 to 1) of the attempt's time was over. */
static int64_t time_at(const struct log_view *log, double part)
{
    return log->start + (int64_t)((double)log->span * part);
}

/* A line of that time; not yet, where it is still to come. */
__attribute__((format(printf, 5, 6))) static void write_line(struct log_view *log, double part, bool stamped,
                                                             size_t size, const char *format, ...)
{
    va_list arguments;
    int64_t time = time_at(log, part);
    if (time > log->until)
        return;
    va_start(arguments, format);
    write_text_format(log->writer, stamped ? stamp_of(log, time) : "", stamped ? STAMP : 0, format, size,
                      &arguments);
    va_end(arguments);
}

/* How long a format is, is known where it stands. */
#define FORMAT_SIZE(format, ...) (sizeof(format) - 1)
#define LOG_AT(log, part, ...) write_line(log, part, true, FORMAT_SIZE(__VA_ARGS__, 0), __VA_ARGS__)

/* A line that goes on with the one before: it has no stamp. */
#define LOG_MORE_AT(log, part, ...) write_line(log, part, false, FORMAT_SIZE(__VA_ARGS__, 0), __VA_ARGS__)

/* A text as it stands, each of its lines one of the log's: stack traces, what plans add. */
static void log_text_at(struct log_view *log, double part, const char *text)
{
    if (time_at(log, part) > log->until)
        return;
    while (*text) {
        size_t size = strcspn(text, "\n");
        write_text_of(log->writer, text, size);
        text += size + (text[size] == '\n');
    }
}

static void log_opening(struct log_view *log, const struct job *job, const struct attempt *attempt)
{
    LOG_AT(log, 0, INFO " " WRAPPER "(get):136 - job log file is /tmp/workspace/%lld/%lld/logs.log",
           (long long)job->id, (long long)attempt->number);
    LOG_AT(log, 0, INFO " " WRAPPER "(get):141 - worker wrapper starting, platform %s", log->version);
}

/* After a failure both ends are asked before anything else. */
static void log_checks(struct log_view *log, const json_t *checks)
{
    static const struct {
        const char *end, *name;
    } ends[] = {{"source", "SOURCE"}, {"destination", "DESTINATION"}};
    for (size_t i = 0; checks && i < sizeof ends / sizeof *ends; i++) {
        const char *found = get_text_or(checks, ends[i].end, "Skipped");
        if (strcmp(found, "Skipped") != 0)
            LOG_AT(log, 0, INFO " " MANAGER ":345 - %s CHECK: Starting", ends[i].name);
        LOG_AT(log, 0, INFO " " MANAGER ":352 - %s CHECK: %s", ends[i].name, found);
    }
}

static bool some_check_failed(const json_t *checks)
{
    return get_is(checks, "source", "Failed") || get_is(checks, "destination", "Failed");
}

static void log_start_of_replication(struct log_view *log, const struct job *job,
                                     const struct attempt *attempt)
{
    LOG_AT(log, .01, INFO " " BANNER " ");
    LOG_AT(log, .01, INFO " " BANNER " ----- START REPLICATION -----");
    LOG_AT(log, .01, INFO " " BANNER " ");
    LOG_AT(log, .02, INFO " " REPLICATION "(run):152 - sync worker up for job %lld, attempt %lld",
           (long long)job->id, (long long)attempt->number);
}

static void log_modes(struct log_view *log, const struct attempt_work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        const struct stream_work *stream = &work->streams[i];
        LOG_AT(log, .03, INFO " " REPLICATION "(run):165 - sync modes: %s.%s=%s",
               stream->name_space ? stream->name_space : "null", stream->name, stream->mode);
    }
}

static void log_resets(struct log_view *log, const struct job *job)
{
    json_auto_t *streams = job->reset ? json_stored(job->streams_to_reset) : NULL;
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream)
        LOG_AT(log, .03, INFO " " REPLICATION "(run):165 - stream to reset: %s.%s",
               get_text_or(stream, "namespace", "null"), get_text_or(stream, "name", ""));
}

static void log_start_of_copy(struct log_view *log)
{
    LOG_AT(log, .05, INFO " i.a.w.i.DefaultAirbyteDestination(start):87 - destination is starting");
    LOG_AT(log, .08, INFO " " REPLICATION "(replicate):227 - both copy threads are up");
    LOG_AT(log, .1, FROM_DESTINATION " ready to take records");
}

/* A line each thousand records, while the stream's part of the time goes by; of many records, twenty. */
static void log_stream(struct log_view *log, const struct stream_work *stream, double from, double to)
{
    int64_t records = stream->records;
    int64_t step = records > 20000 ? records / 20 : 1000;
    LOG_AT(log, from, FROM_SOURCE " reading stream %s", stream->name);
    for (int64_t read = step; read <= records; read += step) {
        double done = (double)read / (double)records;
        LOG_AT(log, from + (to - from) * done,
               INFO " " REPLICATION "(readFromSource):385 - Records read: %lld (%lld KB)", (long long)read,
               (long long)((double)stream->bytes * done / 1024));
    }
    LOG_AT(log, to, FROM_SOURCE " read %lld records of stream %s", (long long)records, stream->name);
}

static void log_streams(struct log_view *log, const struct attempt_work *work)
{
    double share = work->count ? .75 / (double)work->count : 0;
    for (size_t i = 0; i < work->count; i++)
        log_stream(log, &work->streams[i], .15 + share * (double)i, .15 + share * (double)(i + 1));
}

static void log_planned_lines(struct log_view *log, const json_t *lines)
{
    size_t index;
    json_t *line;
    json_array_foreach (lines, index, line)
        log_text_at(log, .91, json_string_value(line));
}

static void log_summary(struct log_view *log, const char *status, const struct attempt_work *work)
{
    LOG_AT(log, .98, INFO " " REPLICATION "(getReplicationOutput):254 - sync summary: {");
    LOG_MORE_AT(log, .98, "  " QUOTE "status" QUOTE " : " QUOTE "%s" QUOTE ",", status);
    LOG_MORE_AT(log, .98, "  " QUOTE "recordsSynced" QUOTE " : %lld,", (long long)work->records);
    LOG_MORE_AT(log, .98, "  " QUOTE "bytesSynced" QUOTE " : %lld,", (long long)work->bytes);
    LOG_MORE_AT(log, .98, "  " QUOTE "recordsCommitted" QUOTE " : %lld", (long long)work->committed);
    LOG_MORE_AT(log, .98, "}");
}

static void log_end(struct log_view *log, const struct attempt_work *work)
{
    LOG_AT(log, .92, INFO " " REPLICATION "(readFromSource):401 - source has no more messages");
    LOG_AT(log, .92, INFO " " REPLICATION "(readFromSource):407 - total records read: %lld",
           (long long)work->records);
    LOG_AT(log, .95, INFO " " REPLICATION "(replicate):254 - both copy threads are done");
}

static const json_t *first_failure(const json_t *summary)
{
    return json_array_get(get(summary, "failures"), 0);
}

static void log_failure(struct log_view *log, const json_t *failure)
{
    LOG_AT(log, .97, ERROR " " REPLICATION "(replicate):259 - sync worker gave up: %s",
           get_text_or(failure, "externalMessage", "no reason"));
    log_text_at(log, .97, get_text_or(failure, "stacktrace", ""));
}

/* From outside: the work stopped where it was. */
static void log_stop(struct log_view *log, const json_t *failure)
{
    log->span = log->until - log->start;
    if (get_is(failure, "failureType", "manual_cancellation"))
        LOG_AT(log, 1, INFO " " WRAPPER "(cancel):231 - cancellation of the sync worker requested");
    else
        LOG_AT(log, 1, ERROR " " WRAPPER "(get):160 - %s",
               get_text_or(failure, "externalMessage", "stopped"));
}

static void log_replication(struct log_view *log, const struct job *job, const struct attempt *attempt,
                            const struct attempt_work *work)
{
    log_start_of_replication(log, job, attempt);
    log_modes(log, work);
    log_resets(log, job);
    log_start_of_copy(log);
    log_streams(log, work);
    log_planned_lines(log, get(work->said, "logLines"));
}

/* An attempt that goes on or was stopped follows its script, one that ended is spread over the time it took.
 */
static struct log_view view_of(struct writer *writer, struct world *world, const struct attempt *attempt,
                               const json_t *script)
{
    bool running = attempt->status == ATTEMPT_RUNNING;
    int64_t span = attempt->output ? attempt->ended_at - attempt->created_at : script_span(script);
    return (struct log_view){.writer = writer,
                             .start = attempt->created_at,
                             .span = span,
                             .until = running ? world_tell_time(world) : attempt->ended_at,
                             .version = release_version(world->release)};
}

/* How it ended; nothing yet of one that still runs. */
static void log_outcome(struct log_view *log, const struct attempt *attempt, const struct attempt_work *work,
                        const json_t *failure, bool checked)
{
    if (attempt->status == ATTEMPT_RUNNING)
        return;
    if (failure)
        log_failure(log, failure);
    else
        log_end(log, work);
    if (!checked)
        return;
    log_summary(log, failure ? "failed" : "completed", work);
    LOG_AT(log, 1, INFO " " BANNER " ----- END REPLICATION -----");
}

static void log_attempt(struct log_view *log, const struct job *job, const struct attempt *attempt,
                        const struct attempt_work *work)
{
    json_auto_t *summary = attempt->failure ? json_stored(attempt->failure) : NULL;
    const json_t *failure = first_failure(summary), *checks = get(work->said, "checks");
    bool checked = !some_check_failed(checks), idle = script_idle(work->said);
    log_opening(log, job, attempt);
    log_checks(log, checks);
    if (idle)
        LOG_AT(log, 0, INFO " " WRAPPER "(get):170 - the connection is inactive: nothing to do");
    else if (checked)
        log_replication(log, job, attempt, work);
    if (failure && !attempt->output)
        log_stop(log, failure);
    else if (!idle)
        log_outcome(log, attempt, work, failure, checked);
}

void write_log_lines(struct writer *writer, struct world *world, const struct job *job,
                     const struct attempt *attempt, const struct attempt_work *work)
{
    struct log_view log = view_of(writer, world, attempt, work->said);
    write_array(writer, "logLines");
    log_attempt(&log, job, attempt, work);
    write_array_end(writer);
}
