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

static inline int64_t count_of_stream(const json_t *stream, const char *name)
{
    const json_t *count = get(stream, name);
    return count ? json_integer_value(count) : -1;
}

static struct counts done_counts(const json_t *stream)
{
    return (struct counts){count_of_stream(stream, "records"),
                           count_of_stream(stream, "bytes"),
                           -1,
                           count_of_stream(stream, "committed"),
                           -1,
                           -1};
}

static inline int64_t count_or(const json_t *object, const char *name, int64_t otherwise)
{
    int64_t count = count_of_stream(object, name);
    return count < 0 ? otherwise : count;
}

/* How far a stream has come when `part` of the attempt's time is over; bytes come with records. */
static struct counts live_counts(const json_t *stream, double part)
{
    struct counts all = done_counts(stream);
    int64_t records = (int64_t)((double)all.records * part);
    return (struct counts){.records = records,
                           .bytes = records > 0 ? (int64_t)((double)all.bytes * part) : 0,
                           .states = -1,
                           .committed = -1,
                           .estimated_records = count_or(stream, "estimatedRecords", all.records),
                           .estimated_bytes = count_or(stream, "estimatedBytes", all.bytes)};
}

/* A count that one stream does not know is not known of all. */
static int64_t sum(int64_t one, int64_t other)
{
    return one < 0 || other < 0 ? -1 : one + other;
}

static void add_counts(struct counts *total, const struct counts *counts)
{
    total->records = sum(total->records, counts->records);
    total->bytes = sum(total->bytes, counts->bytes);
    total->committed = sum(total->committed, counts->committed);
    total->estimated_records = sum(total->estimated_records, counts->estimated_records);
    total->estimated_bytes = sum(total->estimated_bytes, counts->estimated_bytes);
}

/* `part` of the time is over; a negative one says that the attempt is. */
static struct counts counts_of(const json_t *stream, double part)
{
    return part < 0 ? done_counts(stream) : live_counts(stream, part);
}

static struct counts total_of(const json_t *streams, double part)
{
    struct counts total = part < 0
                              ? (struct counts){.estimated_records = -1, .estimated_bytes = -1, .states = -1}
                              : (struct counts){.committed = -1, .states = -1};
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream) {
        struct counts counts = counts_of(stream, part);
        add_counts(&total, &counts);
    }
    return total;
}

static void write_stream(struct writer *writer, const json_t *stream, const struct counts *counts)
{
    const char *name_space = get_text(stream, "namespace");
    write_object(writer, NULL);
    write_text(writer, "streamName", get_text(stream, "name"));
    if (name_space)
        write_text(writer, "streamNamespace", name_space);
    write_counts(writer, "stats", counts);
    write_object_end(writer);
}

/* Streams without a record do not appear. Of one that failed it is not known what was committed, unless some
 * was. */
static void write_streams(struct writer *writer, const json_t *streams, double part, bool failed)
{
    size_t index;
    json_t *stream;
    write_array(writer, "streamStats");
    json_array_foreach (streams, index, stream) {
        struct counts counts = counts_of(stream, part);
        if (failed && counts.committed == 0)
            counts.committed = -1;
        if (counts.records > 0)
            write_stream(writer, stream, &counts);
    }
    write_array_end(writer);
}

static void write_output(struct writer *writer, const json_t *output, bool failed)
{
    const json_t *streams = get(output, "streams");
    struct counts total = total_of(streams, -1);
    total.states = get_integer(output, "states");
    write_integer(writer, "bytesSynced", total.bytes);
    write_integer(writer, "recordsSynced", total.records);
    write_counts(writer, "totalStats", &total);
    write_streams(writer, streams, -1, failed);
}

static double part_over(const json_t *script, const struct attempt *attempt, int64_t now)
{
    int64_t span = script_span(script);
    double part = span > 0 ? (double)(now - attempt->created_at) / (double)span : 1;
    return part > 1 ? 1 : part < 0 ? 0 : part;
}

static void write_live(struct writer *writer, const struct attempt *attempt, const json_t *script,
                       int64_t now)
{
    const json_t *streams = get(script, "streams");
    double part = part_over(script, attempt, now);
    struct counts total = total_of(streams, part);
    if (script_idle(script))
        return;
    total.estimated_records = count_or(script, "estimatedRecords", total.estimated_records);
    total.estimated_bytes = count_or(script, "estimatedBytes", total.estimated_bytes);
    write_counts(writer, "totalStats", &total);
    write_streams(writer, streams, part, false);
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
                      const json_t *work, enum no_statistics unknown)
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
    json_auto_t *output = json_stored(attempt->output);
    return total_of(get(output, "streams"), -1).committed;
}
