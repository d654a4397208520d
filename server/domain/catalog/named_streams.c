#include "domain/catalog/catalog.h"

#include "base/die.h"
#include "domain/catalog/parts.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

/*
 * Sources whose streams are named by their configuration, as the documentation of each says
 * (docs/behaviour/discovery.md#streams-that-the-configuration-names).
 */

/* A member that every record has. */
struct column {
    const char *name, *type, *format;
};

enum { COLUMNS = 4 };

/* What streams of a kind have in common. */
struct kind {
    bool open;          /* with columns that are the data's own */
    const char *cursor; /* of the source's; NULL: full refresh only */
    bool users_cursor;  /* incremental too, by what the user chooses */
    struct column columns[COLUMNS];
};

static const struct kind KIND_FILE = {.open = true};
static const struct kind KIND_FILES = {.open = true,
                                       .cursor = "_ab_source_file_last_modified",
                                       .columns = {{"_ab_source_file_last_modified", "string", "date-time"},
                                                   {"_ab_source_file_url", "string", NULL}}};
static const struct kind KIND_SFTP = {
    .open = true, .cursor = "last_modified", .columns = {{"last_modified", "string", "date-time"}}};
static const struct kind KIND_SHEET = {
    .columns = {{"id", "string", NULL}, {"name", "string", NULL}, {"value", "string", NULL}}};
static const struct kind KIND_QUEUE = {
    .columns = {{"id", "string", NULL}, {"body", "string", NULL}, {"attributes", "object", NULL}}};
static const struct kind KIND_TOPIC = {.users_cursor = true, .columns = {{"value", "string", NULL}}};
static const struct kind KIND_REPORT = {
    .open = true, .cursor = "date", .columns = {{"date", "string", "date"}}};

static void add_name(json_t *names, const char *name, size_t size)
{
    if (name && size > 0)
        json_array_append_new(names, json_stringn(name, size));
}

/* How names are read from the value that stands at a row's place; `member` is the row's. */
typedef void name_reader(json_t *names, const json_t *value, const char *member);

static void read_name(json_t *names, const json_t *value, const char *member)
{
    (void)member;
    add_name(names, json_string_value(value), json_string_length(value));
}

/* The last part of an address. */
static void read_last(json_t *names, const json_t *value, const char *member)
{
    (void)member;
    const char *text = json_string_value(value), *slash = text ? strrchr(text, '/') : NULL;
    const char *last = slash ? slash + 1 : text;
    add_name(names, last, last ? strlen(last) : 0);
}

/* "topic:0, other:1" */
static void read_topics(json_t *names, const json_t *value, const char *member)
{
    (void)member;
    for (const char *at = json_string_value(value); at && *at; at += strcspn(at, ",")) {
        at += strspn(at, ", ");
        add_name(names, at, strcspn(at, ":, "));
    }
}

/* A list of texts, or of objects that have the name as that member. */
static void read_list(json_t *names, const json_t *value, const char *member)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);
        read_name(names, json_is_object(item) && member ? json_object_get(item, member) : item, NULL);
    }
}

/* The same as JSON in a text. */
static void read_list_in_text(json_t *names, const json_t *value, const char *member)
{
    const char *text = json_string_value(value);
    json_auto_t *list = text ? json_read(text, strlen(text), NULL) : NULL;
    read_list(names, list, member);
}

/* What stands there does not say it; the member is the name. */
static void read_nothing(json_t *names, const json_t *value, const char *member)
{
    (void)value;
    add_name(names, member, strlen(member));
}

static const struct row {
    const char *repository; /* NULL: whatever the connector */
    const char *place;      /* "a.b" of the configuration */
    name_reader *read;
    const char *member;
    const struct kind *kind;
    bool besides; /* what the connector has anyway */
} rows[] = {
    {"airbyte/source-file", "dataset_name", read_name, NULL, &KIND_FILE, false},
    {"airbyte/source-file-secure", "dataset_name", read_name, NULL, &KIND_FILE, false},
    {"airbyte/source-s3", "dataset", read_name, NULL, &KIND_FILES, false},
    {"airbyte/source-sftp-bulk", "stream_name", read_name, NULL, &KIND_SFTP, false},
    {"airbyte/source-google-sheets", "spreadsheet_id", read_nothing, "Sheet1", &KIND_SHEET, false},
    {"airbyte/source-amazon-sqs", "queue_url", read_last, NULL, &KIND_QUEUE, false},
    {"airbyte/source-kafka", "subscription.topic_partitions", read_topics, NULL, &KIND_TOPIC, false},
    {"airbyte/source-surveycto", "form_id", read_list, NULL, &KIND_FILE, false},
    {"airbyte/source-google-ads", "custom_queries", read_list, "table_name", &KIND_FILE, true},
    {"airbyte/source-facebook-marketing", "custom_insights", read_list, "name", &KIND_REPORT, true},
    {"airbyte/source-google-search-console", "custom_reports", read_list_in_text, "name", &KIND_REPORT, true},
    {"airbyte/source-google-analytics-v4", "custom_reports", read_list_in_text, "name", &KIND_REPORT, true},
    {"airbyte/source-google-analytics-data-api", "custom_reports", read_list_in_text, "name", &KIND_REPORT,
     true},
    {NULL, "streams", read_list, "name", &KIND_FILES, false},
};

static const json_t *place_in(const json_t *configuration, const char *place)
{
    const json_t *value = configuration;
    char *path = must_strdup(place), *rest = path, *step;
    while ((step = strsep(&rest, ".")))
        value = json_object_get(value, step);
    free(path);
    return value;
}

/* S3 may be told the columns: {"name": "type", ...} as a text. */
static void add_declared(json_t *properties, const json_t *configuration)
{
    const char *text = get_text(configuration, "schema"), *name;
    json_auto_t *declared = text ? json_read(text, strlen(text), NULL) : NULL;
    json_t *type;
    json_object_foreach (declared, name, type)
        json_object_set_new(properties, name, json_pack("{s[sO]}", "type", "null", type));
}

static json_t *schema_of(const struct kind *kind, const char *name, const json_t *configuration)
{
    json_t *properties = json_object();
    if (kind == &KIND_FILES)
        add_declared(properties, configuration);
    if (kind->open && json_object_size(properties) == 0)
        plausible_columns(properties, name);
    for (size_t i = 0; i < COLUMNS && kind->columns[i].name; i++)
        json_object_set_new(
            properties, kind->columns[i].name,
            json_pack("{ss ss*}", "type", kind->columns[i].type, "format", kind->columns[i].format));
    return json_pack("{ss so}", "type", "object", "properties", properties);
}

static json_t *stream_of(const struct kind *kind, const char *name, const json_t *configuration)
{
    json_auto_t *stream =
        json_pack("{ss so s[s]}", "name", name, "jsonSchema", schema_of(kind, name, configuration),
                  "supportedSyncModes", "full_refresh");
    if (kind->cursor || kind->users_cursor)
        json_array_append_new(json_object_get(stream, "supportedSyncModes"), json_string("incremental"));
    if (kind->cursor) {
        json_object_set_new(stream, "sourceDefinedCursor", json_true());
        json_object_set_new(stream, "defaultCursorField", json_pack("[s]", kind->cursor));
    }
    return json_pack("{so}", "stream", stream_stored(stream));
}

/* Adds the streams that a row finds; their number. */
static size_t add_named(json_t *streams, const struct row *row, const json_t *configuration)
{
    size_t i;
    json_t *name;
    json_auto_t *names = json_array();
    row->read(names, place_in(configuration, row->place), row->member);
    json_array_foreach (names, i, name)
        json_array_append_new(streams, stream_of(row->kind, json_string_value(name), configuration));
    return json_array_size(names);
}

json_t *catalog_named(const char *repository, const json_t *configuration, bool *besides)
{
    json_t *streams = json_array();
    *besides = true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!rows[i].repository || strcmp(rows[i].repository, repository) == 0)
            *besides &= add_named(streams, &rows[i], configuration) == 0 || rows[i].besides;
    return catalog_of(streams);
}
