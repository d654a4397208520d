#include "base/die.h"
#include "base/moment.h"
#include "base/word.h"
#include "domain/connection/stream_settings.h"
#include "remote/entries.h"
#include "json/get.h"
#include "json/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Words that the public API spells in its own way. */
static const struct {
    const char *public, *config;
} words[] = {
    {"custom_format", "customformat"},
    {"disable_connection", "disable"},
    {"reset", "reset_connection"},
};

enum { WORDS = sizeof words / sizeof *words };

/* New reference, NULL for NULL. */
static json_t *config_word(const json_t *word)
{
    const char *text = json_string_value(word);
    size_t place = text ? WORD_PLACE(words, text) : WORDS;
    if (place < WORDS)
        return json_string(words[place].config);
    return json_incref(json_reading(word));
}

/* "0 0 12 * * ? UTC": the zone is behind the last blank. */
static json_t *cron_of(const char *expression)
{
    const char *zone = strrchr(expression, ' ');
    return json_pack("{s{ss% ss}}", "cron", "cronExpression", expression,
                     zone ? (size_t)(zone - expression) : strlen(expression), "cronTimeZone",
                     zone ? zone + 1 : "UTC");
}

/* "Every 24 HOURS"; NULL for anything else. */
static json_t *timing_of(const char *text)
{
    static const char *const units[] = {"minutes", "hours", "days", "weeks", "months"};
    char unit[16];
    long long count;
    if (sscanf(text, "Every %lld %15s", &count, unit) != 2)
        return NULL;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcasecmp(unit, units[i]) == 0)
            return json_pack("{s{ss sI}}", "basicSchedule", "timeUnit", units[i], "units", (json_int_t)count);
    return NULL;
}

static void add_schedule(json_t *entry, const json_t *schedule)
{
    const char *cron = get_text(schedule, "cronExpression"), *timing = get_text(schedule, "basicTiming");
    json_t *data = cron ? cron_of(cron) : timing ? timing_of(timing) : NULL;
    json_object_set_new(entry, "scheduleType",
                        json_string(data ? get_text_or(schedule, "scheduleType", "manual") : "manual"));
    if (data)
        json_object_set_new(entry, "scheduleData", data);
}

/* Puts a field where its path leads; of its type nothing is told. */
static void add_field(json_t *properties, const json_t *path)
{
    for (size_t i = 0; i < json_array_size(path); i++) {
        const char *name = json_string_value(json_array_get(path, i));
        json_t *field = json_object_get(properties, name);
        if (!field)
            json_object_set_new(properties, name, field = json_object());
        if (i + 1 == json_array_size(path))
            return;
        if (!json_object_get(field, "properties"))
            json_object_set_new(field, "properties", json_object());
        properties = json_object_get(field, "properties");
    }
}

/* A schema of the fields that the configuration names. */
static json_t *schema_of(const json_t *stream)
{
    json_t *properties = json_object(), *item;
    size_t index;
    add_field(properties, json_object_get(stream, "cursorField"));
    json_array_foreach (json_object_get(stream, "primaryKey"), index, item)
        add_field(properties, item);
    json_array_foreach (json_object_get(stream, "selectedFields"), index, item)
        add_field(properties, json_object_get(item, "fieldPath"));
    return json_pack("{ss so}", "type", "object", "properties", properties);
}

static json_t *stream_of(const json_t *read)
{
    const char *source = "full_refresh", *destination = "overwrite";
    stream_mode_read(get_text_or(read, "syncMode", ""), &source, &destination);
    json_t *fields = json_object_get(read, "selectedFields");
    return json_pack("{s{sO sO* so s[ss]} s{ss ss sO* sO* sb sb sO*}}", "stream", "name",
                     json_object_get(read, "name"), "namespace", json_object_get(read, "namespace"),
                     "jsonSchema", schema_of(read), "supportedSyncModes", "full_refresh", "incremental",
                     "config", "syncMode", source, "destinationSyncMode", destination, "cursorField",
                     json_object_get(read, "cursorField"), "primaryKey", json_object_get(read, "primaryKey"),
                     "selected", true, "fieldSelectionEnabled", json_array_size(fields) > 0, "selectedFields",
                     json_array_size(fields) ? fields : NULL);
}

static json_t *catalog_of(const json_t *read)
{
    json_t *streams = json_array(), *stream;
    size_t index;
    json_array_foreach (json_object_get(json_object_get(read, "configurations"), "streams"), index, stream)
        json_array_append_new(streams, stream_of(stream));
    return json_pack("{so}", "streams", streams);
}

json_t *entry_public_connection(const json_t *read)
{
    static const char *const same[] = {"connectionId",    "name",   "sourceId", "destinationId", "status",
                                       "namespaceFormat", "prefix", "tags"};
    json_t *entry =
        json_pack("{so so* so*}", "syncCatalog", catalog_of(read), "namespaceDefinition",
                  config_word(json_object_get(read, "namespaceDefinition")), "nonBreakingChangesPreference",
                  config_word(json_object_get(read, "nonBreakingSchemaUpdatesBehavior")));
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (json_object_get(read, same[i]))
            json_object_set(entry, same[i], json_object_get(read, same[i]));
    add_schedule(entry, json_object_get(read, "schedule"));
    return entry;
}

/* ms; 0 where it is not told. A full minute has no seconds, as Java prints it: "2026-11-25T22:47Z". */
static int64_t moment_at(const json_t *read, const char *name)
{
    int64_t moment = 0;
    const char *text = get_text_or(read, name, "");
    int minute = (int)strlen("2026-11-25T22:47");
    bool full = strlen(text) > (size_t)minute && text[minute] != ':';
    char *whole = full ? must_printf("%.*s:00%s", minute, text, text + minute) : must_strdup(text);
    bool sound = moment_parse(whole, &moment);
    free(whole);
    return sound ? moment : 0;
}

/* What the job moved in all, of which the first stream of the connection gets everything. */
static json_t *moved(const json_t *connection, const json_t *read)
{
    const json_t *catalog = json_object_get(connection, "syncCatalog");
    const json_t *first = json_array_get(json_object_get(catalog, "streams"), 0);
    const json_t *stream = json_object_get(first, "stream");
    json_int_t rows = get_integer(read, "rowsSynced"), bytes = get_integer(read, "bytesSynced");
    if (!stream || (rows == 0 && bytes == 0))
        return json_array();
    return json_pack("[{sO sO* sI sI sI}]", "name", json_object_get(stream, "name"), "namespace",
                     json_object_get(stream, "namespace"), "records", rows, "bytes", bytes, "committed",
                     rows);
}

/* How its one attempt ended; NULL where the job is not over. */
static const char *outcome_of(const char *status)
{
    static const struct {
        const char *status, *outcome;
    } outcomes[] = {{"succeeded", "succeeded"}, {"failed", "failed"}, {"cancelled", "hang"}};
    size_t place = WORD_PLACE(outcomes, status);
    return place < sizeof outcomes / sizeof *outcomes ? outcomes[place].outcome : NULL;
}

json_t *entry_public_job(const json_t *connection, const json_t *read, int64_t now)
{
    const char *outcome = outcome_of(get_text_or(read, "status", ""));
    int64_t begin = moment_at(read, "startTime"), end = moment_at(read, "lastUpdatedAt");
    if (!outcome)
        return NULL;
    json_t *attempts =
        json_pack("[{sI ss so}]", "seconds", (json_int_t)(end > begin ? (end - begin) / SECOND : 0),
                  "outcome", outcome, "streams", moved(connection, read));
    json_t *entry = entry_job_frame(get_integer(read, "jobId"), end, now, attempts);
    json_object_set(entry, "connectionId", json_object_get(read, "connectionId"));
    json_object_set_new(entry, "configType", config_word(json_object_get(read, "jobType")));
    json_object_set(entry, "status", json_object_get(read, "status"));
    return entry;
}
