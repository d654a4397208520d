#include "domain/run/plan_streams.h"
#include "domain/run/script_parts.h"
#include "json/get.h"

#include <string.h>

static const char *outcome_of(const json_t *planned)
{
    const char *outcome = get_text(planned, "outcome");
    const char *usual = json_object_get(planned, "failure") ? "failed" : "succeeded";
    return outcome ? outcome : usual;
}

/* The connection's stream that is meant; one that it does not have moves as it is told, all the same. New
 * reference. */
static json_t *entry_of(json_t *connection, const json_t *planned)
{
    json_t *entry = plan_stream_find(connection, planned);
    if (entry)
        return json_incref(entry);
    return json_pack("{s{ss ss*} s{ss ss}}", "stream", "name", get_text(planned, "name"), "namespace",
                     get_text(planned, "namespace"), "config", "syncMode", "full_refresh",
                     "destinationSyncMode", "append");
}

static json_t *planned_stream(struct world *world, json_t *connection, const json_t *planned, bool whole)
{
    json_auto_t *entry = entry_of(connection, planned);
    bool given = json_object_get(planned, "records");
    int64_t records = given ? get_integer_or(planned, "records", 0) : script_plausible_records(world);
    given = json_object_get(planned, "bytes");
    int64_t bytes = given ? get_integer_or(planned, "bytes", 0) : script_plausible_bytes(world, records);
    json_t *stream =
        script_stream(entry, records, bytes, get_integer_or(planned, "committed", whole ? records : 0));
    json_object_set(stream, "estimatedRecords", json_object_get(planned, "estimatedRecords"));
    json_object_set(stream, "estimatedBytes", json_object_get(planned, "estimatedBytes"));
    return stream;
}

static json_t *planned_streams(struct world *world, json_t *connection, const json_t *planned, bool whole)
{
    json_t *streams = json_array();
    size_t index;
    json_t *stream;
    json_array_foreach (planned, index, stream)
        json_array_append_new(streams, planned_stream(world, connection, stream, whole));
    return streams;
}

/* Where the plan says nothing, one that does not succeed comes half the way and commits nothing. */
static json_t *unplanned_streams(struct world *world, json_t *connection, bool whole)
{
    json_t *streams = script_plausible_streams(world, connection);
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream) {
        if (whole)
            break;
        json_object_set_new(stream, "records", json_integer(get_integer_or(stream, "records", 0) / 2));
        json_object_set_new(stream, "bytes", json_integer(get_integer_or(stream, "bytes", 0) / 2));
        json_object_set_new(stream, "committed", json_integer(0));
    }
    return streams;
}

static json_t *streams_of_plan(struct world *world, const struct job *job, json_t *connection,
                               json_t *planned)
{
    const json_t *streams = json_object_get(planned, "streams");
    bool whole = strcmp(outcome_of(planned), "succeeded") == 0;
    if (job->reset)
        return json_array();
    return streams ? planned_streams(world, connection, streams, whole)
                   : unplanned_streams(world, connection, whole);
}

static int states_of(struct world *world, const struct job *job, const json_t *streams, bool whole)
{
    if (job->reset)
        return whole ? script_states_of_reset(world, job) : 0;
    return script_states_of_sync(streams);
}

json_t *script_of_plan(struct world *world, const struct job *job, json_t *connection, json_t *planned)
{
    static const char *const kept[] = {"gate", "failure", "estimatedRecords", "estimatedBytes", "logLines"};
    const json_t *seconds = json_object_get(planned, "seconds");
    const char *outcome = outcome_of(planned);
    json_t *streams = streams_of_plan(world, job, connection, planned);
    json_t *script = json_pack("{sf ss so si}", "seconds",
                               seconds ? json_number_value(seconds) : script_usual_seconds(world), "outcome",
                               outcome, "streams", streams, "states",
                               states_of(world, job, streams, strcmp(outcome, "succeeded") == 0));
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        json_object_set(script, kept[i], json_object_get(planned, kept[i]));
    return script;
}
