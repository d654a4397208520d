#include "base/die.h"
#include "domain/connection/connection_record.h"
#include "domain/registry/actor_kind.h"
#include "domain/registry/connector.h"
#include "domain/run/script_parts.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

/*
 * What the two E2E Testing connectors say of a sync. A destination told to fail does so after so many
 * records; the slower of both sets the pace.
 */
struct feed {
    int64_t records;  /* of each stream; -1: whatever is plausible */
    int64_t interval; /* ms between two records; 0: as fast as usual */
    bool throws;      /* after these records */
    int64_t stop;     /* how many records the destination takes before it fails; -1: all */
};

static int64_t count_or(const json_t *configuration, const char *name, int64_t otherwise)
{
    const json_t *count = json_object_get(configuration, name);
    return json_is_number(count) ? (int64_t)json_number_value(count) : otherwise;
}

static void feed_continuously(const json_t *configuration, struct feed *feed)
{
    feed->records = count_or(configuration, "max_messages", 100);
    feed->interval = count_or(configuration, "message_interval_ms", 0);
}

static void feed_legacy(const json_t *configuration, struct feed *feed)
{
    feed->records = count_or(configuration, "max_records", 100);
    feed->interval = count_or(configuration, "message_interval", 0);
}

static void feed_until_thrown(const json_t *configuration, struct feed *feed)
{
    feed->records = count_or(configuration, "throw_after_n_records", 0);
    feed->throws = true;
}

static void take_slowly(const json_t *configuration, struct feed *feed)
{
    int64_t interval = count_or(configuration, "millis_per_record", 0);
    feed->interval = interval > feed->interval ? interval : feed->interval;
}

static void take_some(const json_t *configuration, struct feed *feed)
{
    feed->stop = count_or(configuration, "num_messages", 0);
}

static void take_all(const json_t *configuration, struct feed *feed)
{
    (void)configuration;
    (void)feed;
}

/* By the configuration's `type`; the first of a side is what it means without one. */
static const struct mode {
    const struct actor_kind *kind;
    const char *type;
    void (*apply)(const json_t *configuration, struct feed *feed);
} modes[] = {
    {&SOURCE, "CONTINUOUS_FEED", feed_continuously},
    {&SOURCE, "INFINITE_FEED", feed_legacy},
    {&SOURCE, "EXCEPTION_AFTER_N", feed_until_thrown},
    {&DESTINATION, "SILENT", take_all},
    {&DESTINATION, "LOGGING", take_all},
    {&DESTINATION, "THROTTLED", take_slowly},
    {&DESTINATION, "FAILING", take_some},
};

static const struct mode *e2e_mode_of(const struct actor_kind *kind, const char *type)
{
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (modes[i].kind == kind && (!type || strcmp(modes[i].type, type) == 0))
            return &modes[i];
    return NULL;
}

static bool is_e2e(struct world *world, const struct actor_kind *kind, const char *definition_id)
{
    struct connector connector;
    char *image = must_printf("airbyte/%s-e2e-test", kind->name);
    bool known = connector_load(world, kind, definition_id, &connector) &&
                 strcmp(connector_text(&connector, "dockerRepository"), image) == 0;
    problem_clear(&world->problem);
    connector_free(&connector);
    free(image);
    return known;
}

/* Configurations of most connectors have neither member, so that few are looked at more closely. */
STATEMENT(PERHAPS_E2E,
          "SELECT definition_id, configuration FROM actor WHERE id = ? AND (configuration ->> 'type' IN "
          "('CONTINUOUS_FEED', 'INFINITE_FEED', 'EXCEPTION_AFTER_N', 'SILENT', 'LOGGING', 'THROTTLED', "
          "'FAILING') OR configuration -> 'mock_catalog' IS NOT NULL)");

/* The configuration of an E2E Testing connector, or NULL; new reference. */
static json_t *e2e_configuration(struct world *world, const struct actor_kind *kind, const char *id)
{
    struct rows *rows = store_rows(world->store, &PERHAPS_E2E, SQL_WITH(SQL_TEXT(id)));
    if (!rows_next(rows))
        return NULL;
    char *definition_id = rows_copy(rows, 0);
    json_t *configuration = json_stored(rows_text(rows, 1));
    rows_end(rows);
    bool known = is_e2e(world, kind, definition_id);
    free(definition_id);
    if (known)
        return configuration;
    json_decref(configuration);
    return NULL;
}

/* False where that end is no E2E Testing connector. */
static bool apply_end(struct world *world, const struct actor_kind *kind, json_t *connection,
                      struct feed *feed)
{
    const char *id = get_text(connection, kind->id);
    json_auto_t *configuration = e2e_configuration(world, kind, id);
    const struct mode *mode = configuration ? e2e_mode_of(kind, get_text(configuration, "type")) : NULL;
    if (mode)
        mode->apply(configuration, feed);
    return mode != NULL;
}

static bool incremental(const json_t *entry)
{
    const char *mode = get_text(json_object_get(entry, "config"), "syncMode");
    return mode && strcmp(mode, "incremental") == 0;
}

/* What a stream commits: everything where all goes well; a source that throws says how far it is after every
 * fifth record. */
static int64_t committed_of(const struct feed *feed, const json_t *entry, int64_t records, bool fails)
{
    if (!fails)
        return records;
    return feed->throws && incremental(entry) ? records / 5 * 5 : 0;
}

/* What is moved so far, and of it what is left until somebody fails. */
struct progress {
    json_t *streams;
    int64_t total;
    bool fails;
};

static void move_stream(struct world *world, const struct feed *feed, const json_t *entry,
                        struct progress *progress)
{
    int64_t records = feed->records < 0 ? script_plausible_records(world) : feed->records;
    int64_t room = feed->stop < 0 ? INT64_MAX : feed->stop - progress->total;
    bool refused = records > room;
    records = refused ? room : records;
    progress->fails = refused || feed->throws;
    int64_t committed = committed_of(feed, entry, records, progress->fails);
    int64_t bytes = script_plausible_bytes(world, records);
    json_array_append_new(progress->streams, script_stream(entry, records, bytes, committed));
    progress->total += records;
}

/* One stream after the other; a destination that fails loses what it had taken. */
static struct progress move_streams(struct world *world, const struct feed *feed, json_t *connection)
{
    struct progress progress = {.streams = json_array()};
    size_t index;
    json_t *entry;
    json_array_foreach (json_object_get(connection_catalog(connection), "streams"), index, entry) {
        if (!progress.fails)
            move_stream(world, feed, entry, &progress);
    }
    return progress;
}

static json_t *failure_of(const struct feed *feed, int64_t total)
{
    bool source = feed->throws && (feed->stop < 0 || total < feed->stop);
    json_t *inner = source ? json_string("java.lang.IllegalStateException: Scheduled exceptional event.")
                           : json_sprintf("java.lang.IllegalStateException: Forcing a fail after processing "
                                          "%lld messages.",
                                          (long long)total);
    return json_pack("{ss ss so}", "origin", source ? "source" : "destination", "message",
                     "Something went wrong in the connector. See the logs for more details.",
                     "internalMessage", inner);
}

static void forget_committed(json_t *streams)
{
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream)
        json_object_set_new(stream, "committed", json_integer(0));
}

static double seconds_of_feed(const struct world *world, const struct feed *feed, int64_t total)
{
    if (feed->interval == 0)
        return script_usual_seconds(world);
    return (double)total * (double)feed->interval / SECOND;
}

json_t *script_of_e2e(struct world *world, json_t *connection)
{
    struct feed feed = {.records = -1, .stop = -1};
    bool source = apply_end(world, &SOURCE, connection, &feed);
    bool destination = apply_end(world, &DESTINATION, connection, &feed);
    if (!source && !destination)
        return NULL;
    struct progress progress = move_streams(world, &feed, connection);
    if (progress.fails && !feed.throws)
        forget_committed(progress.streams);
    json_t *script = json_pack("{sf ss so si}", "seconds", seconds_of_feed(world, &feed, progress.total),
                               "outcome", progress.fails ? "failed" : "succeeded", "streams",
                               progress.streams, "states", script_states_of_sync(progress.streams));
    if (progress.fails)
        json_object_set_new(script, "failure", failure_of(&feed, progress.total));
    return script;
}
