#include "view/statistics.h"

#include "domain/job/script_read.h"
#include "domain/world/world.h"
#include "json/get.h"
#include "json/read.h"

/* Counts of a stream or of all; -1 where a count is not known. */
struct counts {
    int64_t records, bytes, states, committed, estimated_records, estimated_bytes;
};

static void write_known(struct writer *writer, const char *name, int64_t count)
{
    if (count >= 0)
        write_integer(writer, name, count);
}

static void write_counts(struct writer *writer, const char *name, const struct counts *counts)
{
    write_object(writer, name);
    write_known(writer, "recordsEmitted", counts->records);
    write_known(writer, "bytesEmitted", counts->bytes);
    write_known(writer, "stateMessagesEmitted", counts->states);
    write_known(writer, "recordsCommitted", counts->committed);
    write_known(writer, "estimatedRecords", counts->estimated_records);
    write_known(writer, "estimatedBytes", counts->estimated_bytes);
    write_object_end(writer);
}

static struct counts done_counts(const struct stream_work *stream)
{
    return (struct counts){stream->records, stream->bytes, -1, stream->committed, -1, -1};
}

static int64_t known_or(int64_t count, int64_t otherwise)
{
    return count < 0 ? otherwise : count;
}

/* How far a stream has come when `part` of the attempt's time is over; bytes come with records. */
static struct counts live_counts(const struct stream_work *stream, double part)
{
    int64_t records = (int64_t)((double)stream->records * part);
    return (struct counts){.records = records,
                           .bytes = records > 0 ? (int64_t)((double)stream->bytes * part) : 0,
                           .states = -1,
                           .committed = -1,
                           .estimated_records = known_or(stream->estimated_records, stream->records),
                           .estimated_bytes = known_or(stream->estimated_bytes, stream->bytes)};
}

/* `part` of the time is over; a negative one says that the attempt is. */
static struct counts counts_of(const struct stream_work *stream, double part)
{
    return part < 0 ? done_counts(stream) : live_counts(stream, part);
}

static struct counts live_total(const struct attempt_work *work, double part)
{
    struct counts total = {.states = -1, .committed = -1};
    for (size_t i = 0; i < work->count; i++) {
        struct counts counts = live_counts(&work->streams[i], part);
        total.records += counts.records;
        total.bytes += counts.bytes;
        total.estimated_records += counts.estimated_records;
        total.estimated_bytes += counts.estimated_bytes;
    }
    return total;
}

static void write_stream(struct writer *writer, const struct stream_work *stream, const struct counts *counts)
{
    write_object(writer, NULL);
    write_text(writer, "streamName", stream->name);
    if (stream->name_space)
        write_text(writer, "streamNamespace", stream->name_space);
    write_counts(writer, "stats", counts);
    write_object_end(writer);
}

/* Streams without a record do not appear. Of one that failed it is not known what was committed, unless some
 * was. */
static void write_streams(struct writer *writer, const struct attempt_work *work, double part, bool failed)
{
    write_array(writer, "streamStats");
    for (size_t i = 0; i < work->count; i++) {
        struct counts counts = counts_of(&work->streams[i], part);
        if (failed && counts.committed == 0)
            counts.committed = -1;
        if (counts.records > 0)
            write_stream(writer, &work->streams[i], &counts);
    }
    write_array_end(writer);
}

static void write_output(struct writer *writer, const struct attempt_work *work, bool failed)
{
    struct counts total = {work->records,   work->bytes, get_integer(work->said, "states"),
                           work->committed, -1,          -1};
    write_integer(writer, "bytesSynced", total.bytes);
    write_integer(writer, "recordsSynced", total.records);
    write_counts(writer, "totalStats", &total);
    write_streams(writer, work, -1, failed);
}

static double part_over(const json_t *script, const struct attempt *attempt, int64_t now)
{
    int64_t span = script_span(script);
    double part = span > 0 ? (double)(now - attempt->created_at) / (double)span : 1;
    return part > 1 ? 1 : part < 0 ? 0 : part;
}

static void write_live(struct writer *writer, const struct attempt *attempt, const struct attempt_work *work,
                       int64_t now)
{
    const json_t *script = work->said;
    double part = part_over(script, attempt, now);
    struct counts total = live_total(work, part);
    if (script_idle(script))
        return;
    total.estimated_records = get_integer_or(script, "estimatedRecords", total.estimated_records);
    total.estimated_bytes = get_integer_or(script, "estimatedBytes", total.estimated_bytes);
    write_counts(writer, "totalStats", &total);
    write_streams(writer, work, part, false);
}

static void write_reported(struct writer *writer, const char *text)
{
    json_auto_t *reported = json_stored(text);
    const json_t *streams = get(reported, "streamStats");
    write_json(writer, "totalStats", get(reported, "stats"));
    if (streams)
        write_json(writer, "streamStats", streams);
}

/* A run that moved nothing and succeeded, as one of an inactive connection:
 * docs/behaviour/jobs.md#inactive-connections. */
static void write_nothing(struct writer *writer)
{
    write_raw(writer, "totalStats", "{}");
    write_raw(writer, "streamStats", "[]");
}

void write_statistics(struct writer *writer, struct world *world, const struct attempt *attempt,
                      const struct attempt_work *work, enum no_statistics unknown)
{
    if (attempt->output)
        write_output(writer, work, attempt->status == ATTEMPT_FAILED);
    else if (attempt->reported)
        write_reported(writer, attempt->reported);
    else if (attempt->status == ATTEMPT_RUNNING)
        write_live(writer, attempt, work, world_tell_time(world));
    else if (attempt->status == ATTEMPT_SUCCEEDED)
        write_nothing(writer);
    else if (unknown == STATISTICS_EMPTY)
        write_raw(writer, "totalStats", "{}");
}

int64_t statistics_committed(const struct attempt *attempt)
{
    if (!attempt->output)
        return -1;
    struct attempt_work work = attempt_work_read(attempt);
    int64_t committed = work.committed;
    attempt_work_free(&work);
    return committed;
}
