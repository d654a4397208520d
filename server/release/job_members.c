#include "domain/catalog/catalog.h"
#include "domain/connection/connection_record.h"
#include "domain/job/job.h"
#include "release/member.h"
#include "view/statistics.h"
#include "json/read.h"

#include <string.h>

static int64_t count(const json_t *stats, const char *name)
{
    return json_integer_value(json_object_get(stats, name));
}

/* Of what was sent, the part that its records are of what was read. */
static int64_t bytes_committed(const json_t *stats)
{
    int64_t emitted = count(stats, "recordsEmitted"), committed = count(stats, "recordsCommitted");
    return emitted ? (int64_t)((double)count(stats, "bytesEmitted") * (double)committed / (double)emitted)
                   : 0;
}

MEMBER_SOURCE(stats_bytes_committed)
{
    (void)world;
    return json_object_get(object, "recordsCommitted") ? json_integer(bytes_committed(object)) : NULL;
}

MEMBER_SOURCE(stats_records_rejected)
{
    (void)world;
    return json_object_get(object, "recordsCommitted") ? json_integer(0) : NULL;
}

static bool is_reset(const json_t *job)
{
    return json_object_get(job, "resetConfig") != NULL;
}

/* Those that the connection has selected: what a job read besides is in its statistics. */
MEMBER_SOURCE(job_enabled_streams)
{
    json_auto_t *outline =
        is_reset(object) ? NULL
                         : connection_outline(world, json_string_value(json_object_get(object, "configId")));
    if (!outline)
        return NULL;
    return catalog_descriptors(connection_catalog(outline));
}

/* Adds counts of an attempt, or of a stream in it, to those of the job. */
static void add_counts(json_t *sum, const json_t *stats)
{
    static const char *const names[] = {"recordsEmitted", "bytesEmitted", "recordsCommitted"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        json_object_set_new(sum, names[i], json_integer(count(sum, names[i]) + count(stats, names[i])));
    json_object_set_new(sum, "bytesCommitted",
                        json_integer(count(sum, "bytesCommitted") + bytes_committed(stats)));
    json_object_set_new(sum, "recordsRejected", json_integer(0));
}

/* The statistics of one attempt as they are shown. New reference. */
static json_t *attempt_statistics(struct world *world, const struct attempt *attempt)
{
    struct writer writer = {0};
    struct attempt_work work = attempt_work_read(attempt);
    write_object(&writer, NULL);
    write_statistics(&writer, world, attempt, &work, STATISTICS_LEFT_OUT);
    write_object_end(&writer);
    attempt_work_free(&work);
    return json_take(writer_take(&writer));
}

/* Those of all attempts of a job that have any. New reference. */
static json_t *all_statistics(struct world *world, const json_t *job)
{
    json_t *all = json_array();
    struct attempt attempt;
    struct rows *rows = attempt_rows(world, json_integer_value(json_object_get(job, "id")));
    while (rows_next(rows)) {
        attempt_read(rows, &attempt);
        json_auto_t *statistics = attempt_statistics(world, &attempt);
        if (json_object_get(statistics, "totalStats"))
            json_array_append(all, statistics);
        attempt_free(&attempt);
    }
    return all;
}

MEMBER_SOURCE(job_statistics)
{
    json_auto_t *all = all_statistics(world, object);
    json_t *sum = json_array_size(all) ? json_object() : NULL;
    size_t index;
    json_t *statistics;
    json_array_foreach (all, index, statistics)
        add_counts(sum, json_object_get(statistics, "totalStats"));
    return sum;
}

/* Both absent, or both there and equal. */
static bool same(json_t *one, json_t *other)
{
    return one == other || json_equal(one, other);
}

/* The stream's entry in the list, made where it is not there. Borrowed. */
static json_t *entry_of(json_t *list, const json_t *stream)
{
    static const char *const names[] = {"streamName", "streamNamespace"};
    size_t index;
    json_t *entry;
    json_array_foreach (list, index, entry)
        if (same(json_object_get(entry, names[0]), json_object_get(stream, names[0])) &&
            same(json_object_get(entry, names[1]), json_object_get(stream, names[1])))
            return entry;
    entry = json_pack("{sO sO*}", names[0], json_object_get(stream, names[0]), names[1],
                      json_object_get(stream, names[1]));
    json_array_append_new(list, entry);
    return entry;
}

static void add_streams(json_t *list, const json_t *statistics)
{
    size_t index;
    json_t *stream;
    json_array_foreach (json_object_get(statistics, "streamStats"), index, stream)
        add_counts(entry_of(list, stream), json_object_get(stream, "stats"));
}

MEMBER_SOURCE(job_stream_statistics)
{
    json_auto_t *all = all_statistics(world, object);
    json_t *list = json_array_size(all) ? json_array() : NULL;
    size_t index;
    json_t *statistics;
    json_array_foreach (all, index, statistics)
        add_streams(list, statistics);
    return list;
}
