#include "api/public/page.h"
#include "api/public/schedule.h"
#include "api/routes.h"
#include "base/die.h"
#include "domain/actor/actor.h"
#include "domain/connection/connection.h"
#include "domain/connection/connection_page.h"
#include "domain/connection/connection_record.h"
#include "domain/connection/stream_settings.h"
#include "domain/tag/tag.h"
#include "view/stream_offer.h"
#include "json/get.h"
#include "json/read.h"
#include "json/slices.h"

#include <stdlib.h>
#include <string.h>

/* Words that the two APIs have for the same. */
static const struct synonym {
    const char *member, *public_member, *word, *public_word;
} synonyms[] = {
    {"namespaceDefinition", "namespaceDefinition", "customformat", "custom_format"},
    {"nonBreakingChangesPreference", "nonBreakingSchemaUpdatesBehavior", "disable", "disable_connection"},
};

enum { NAMESPACE, BEHAVIOUR };

static void write_slice(struct writer *writer, const char *name, struct slice slice)
{
    if (slice.at)
        write_raw_bytes(writer, name, slice.at, slice.size);
}

/* A list as it stands, [] where there is none. */
static void write_list_slice(struct writer *writer, const char *name, struct slice slice)
{
    if (slice.at)
        write_raw_bytes(writer, name, slice.at, slice.size);
    else
        write_raw(writer, name, "[]");
}

/* A word without its quotes, "" where there is none or it is longer than any mode. */
struct word {
    char text[32];
};
static struct word word_of(struct slice slice)
{
    struct word word = {""};
    if (slice.size >= 2 && slice.size - 2 < sizeof word.text)
        memcpy(word.text, slice.at + 1, slice.size - 2);
    return word;
}

/* What a stream and its settings are made of, in the order of the names. */
enum { STREAM, CONFIG };
static const char *const entry_parts[] = {"stream", "config", NULL};
enum { NAME, SPACE, STREAM_SLICES };
static const char *const stream_parts[] = {"name", "namespace", NULL};
enum { MODE, DESTINATION_MODE, CURSOR, KEY, SELECTS, FIELDS, CONFIG_SLICES };
static const char *const config_parts[] = {"syncMode",   "destinationSyncMode",   "cursorField",
                                           "primaryKey", "fieldSelectionEnabled", "selectedFields",
                                           NULL};

static void write_config(struct writer *writer, const struct slice *config)
{
    const char *mode = stream_mode_named(word_of(config[MODE]).text, word_of(config[DESTINATION_MODE]).text);
    bool selects = config[SELECTS].at && *config[SELECTS].at == 't';
    if (mode)
        write_text(writer, "syncMode", mode);
    write_list_slice(writer, "cursorField", config[CURSOR]);
    write_list_slice(writer, "primaryKey", config[KEY]);
    write_bool(writer, "includeFiles", false);
    write_list_slice(writer, "selectedFields", selects ? config[FIELDS] : (struct slice){NULL, 0});
    write_raw(writer, "mappers", "[]");
}

/* StreamConfiguration of an entry of a stored catalog. */
static void write_stream(struct writer *writer, const char *entry)
{
    struct slice both[2], stream[STREAM_SLICES], config[CONFIG_SLICES];
    json_slices(entry, entry_parts, both);
    json_slices(both[STREAM].at, stream_parts, stream);
    json_slices(both[CONFIG].at, config_parts, config);
    write_object(writer, NULL);
    write_slice(writer, "name", stream[NAME]);
    write_slice(writer, "namespace", stream[SPACE]);
    write_config(writer, config);
    write_object_end(writer);
}

/* Of a stored catalog, whose text this is. */
static void write_plain_streams(struct writer *writer, const char *catalog)
{
    static const char *const names[] = {"streams", NULL};
    struct slice streams, entry;
    json_slices(catalog, names, &streams);
    write_array(writer, "streams");
    for (const char *at = streams.at; json_slice_item(&at, &entry);)
        write_stream(writer, entry.at);
    write_array_end(writer);
}

/* The same with what the Config API has no place for. */
static void write_rich_streams(struct writer *writer, struct rows *row)
{
    json_auto_t *catalog = json_stored(rows_text(row, CONNECTION_STREAMS));
    json_auto_t *extras = json_stored(rows_text(row, CONNECTION_EXTRAS));
    json_auto_t *streams = stream_settings(catalog, extras);
    write_json(writer, "streams", streams);
}

/* Members of an outline, and what they are called here. */
enum { TYPE, DATA, BEHAVIOUR_SLICE, NAMESPACE_SLICE, FORMAT, PREFIX, PLAIN, OUTLINE_SLICES = PLAIN + 5 };
static const char *const outline_names[] = {"scheduleType",
                                            "scheduleData",
                                            "nonBreakingChangesPreference",
                                            "namespaceDefinition",
                                            "namespaceFormat",
                                            "prefix",
                                            "connectionId",
                                            "name",
                                            "sourceId",
                                            "destinationId",
                                            "status",
                                            NULL};

static void write_schedule(struct writer *writer, const struct slice *slices)
{
    json_auto_t *schedule = json_object();
    if (slices[TYPE].at)
        json_object_set_new(schedule, "scheduleType", json_string(word_of(slices[TYPE]).text));
    if (slices[DATA].at) {
        char *text = must_strndup(slices[DATA].at, slices[DATA].size);
        json_object_set_new(schedule, "scheduleData", json_take(text));
    }
    write_public_schedule(writer, schedule);
}

static void write_word(struct writer *writer, const struct synonym *synonym, struct slice slice)
{
    struct word word = word_of(slice);
    if (*word.text)
        write_text(writer, synonym->public_member,
                   strcmp(word.text, synonym->word) == 0 ? synonym->public_word : word.text);
}

/* ConnectionResponse: docs/behaviour/public-api.md#connections */
static void write_connection(struct writer *writer, struct rows *row)
{
    struct slice slices[OUTLINE_SLICES];
    json_slices(rows_text(row, CONNECTION_OUTLINE), outline_names, slices);
    write_object(writer, NULL);
    for (size_t i = PLAIN; i < OUTLINE_SLICES; i++)
        write_slice(writer, outline_names[i], slices[i]);
    write_text(writer, "workspaceId", rows_text(row, CONNECTION_WORKSPACE));
    write_schedule(writer, slices);
    write_word(writer, &synonyms[BEHAVIOUR], slices[BEHAVIOUR_SLICE]);
    write_word(writer, &synonyms[NAMESPACE], slices[NAMESPACE_SLICE]);
    write_slice(writer, "namespaceFormat", slices[FORMAT]);
    write_slice(writer, "prefix", slices[PREFIX]);
    write_object(writer, "configurations");
    if (rows_is_null(row, CONNECTION_EXTRAS))
        write_plain_streams(writer, rows_text(row, CONNECTION_STREAMS));
    else
        write_rich_streams(writer, row);
    write_object_end(writer);
    write_integer(writer, "createdAt", rows_integer(row, CONNECTION_CREATED) / SECOND);
    write_raw(writer, "tags", rows_text(row, CONNECTION_TAGS));
    write_object_end(writer);
}

bool public_connections_list(struct call *call)
{
    struct list_page page = page_of(call);
    struct writer data = {0};
    int64_t count = 0;
    char *tag_ids = parameter_list(call, "tagIds");
    struct rows *rows = connection_page(call->world, &page, tag_ids);
    write_array(&data, NULL);
    for (; rows_next(rows); count++)
        write_connection(&data, rows);
    write_array_end(&data);
    free(tag_ids);
    page_free(&page);
    return reply_page(call, &data, count, "includeDeleted workspaceIds");
}

static bool reply_connection(struct call *call, const char *id)
{
    struct writer writer = {0};
    struct rows *rows = connection_page_row(call->world, id);
    if (!rows_next(rows))
        return problem_not_found(&call->world->problem, "STANDARD_SYNC", id);
    write_connection(&writer, rows);
    rows_end(rows);
    return reply_document(call, writer_take(&writer));
}

bool public_connections_get(struct call *call)
{
    return reply_connection(call, parameter_text(call, "connectionId"));
}

static void take_word(json_t *request, const struct synonym *synonym, const json_t *body)
{
    const char *word = get_text(body, synonym->public_member);
    if (word)
        json_object_set_new(request, synonym->member,
                            json_string(strcmp(word, synonym->public_word) == 0 ? synonym->word : word));
}

/* What is the same in both APIs but for a word. New reference. */
static json_t *plain_request(const json_t *body)
{
    static const char *const members[] = {"name", "namespaceFormat", "prefix", "status"};
    json_t *request = json_object();
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (json_object_get(body, members[i]))
            json_object_set(request, members[i], json_object_get(body, members[i]));
    take_word(request, &synonyms[NAMESPACE], body);
    take_word(request, &synonyms[BEHAVIOUR], body);
    return request;
}

/* Puts the streams that are asked for into the request; what has no place there into *extras. False with a
 * problem. */
static bool take_streams(struct call *call, json_t *request, const char *source_id,
                         const char *destination_id, json_t **extras)
{
    struct source_offer offer;
    const json_t *streams = json_object_get(body_member(call, "configurations"), "streams");
    if (!source_offer_load(call->world, source_id, destination_id, false, &offer))
        return false;
    struct stream_offer choices = {offer.catalog, offer.destination_modes};
    json_t *catalog = stream_settings_catalog(call->world, &choices, streams, extras);
    if (catalog) {
        json_object_set_new(request, "syncCatalog", catalog);
        json_object_set_new(request, "sourceCatalogId", json_string(offer.catalog_id));
    }
    source_offer_free(&offer);
    return catalog != NULL;
}

/* What goes with a connection that was written: tags, and what the Config API has no place for. */
static bool finish(struct call *call, char *doc, const char *workspace_id, const json_t *extras)
{
    if (!doc)
        return false;
    json_auto_t *connection = json_stored(doc);
    const char *id = get_text(connection, "connectionId");
    const json_t *tags = body_member(call, "tags");
    free(doc);
    if (extras)
        connection_set_extras(call->world, id, extras);
    return (!tags || tag_attach(call->world, id, workspace_id, tags)) && reply_connection(call, id);
}

static bool create(struct call *call, json_t *request, const char *workspace_id)
{
    json_t *extras = NULL;
    const char *source_id = body_text(call, "sourceId"), *destination_id = body_text(call, "destinationId");
    bool good = public_schedule_take(call->world, request, call_body(call)) &&
                take_streams(call, request, source_id, destination_id, &extras) &&
                finish(call, connection_create(call->world, request), workspace_id, extras);
    json_decref(extras);
    return good;
}

/* What this API takes for granted where nothing is said. */
static void add_defaults(json_t *request, const json_t *body)
{
    json_auto_t *defaults =
        json_pack("{ss ss ss ss ss}", "namespaceDefinition", "destination", "prefix", "", "status", "active",
                  "nonBreakingChangesPreference", "ignore", "scheduleType", "manual");
    json_object_update_missing(request, defaults);
    json_object_set(request, "sourceId", json_object_get(body, "sourceId"));
    json_object_set(request, "destinationId", json_object_get(body, "destinationId"));
}

/* Ends that do not exist are named as this call names them. */
static bool end_is_there(struct world *world, const struct actor_kind *kind, const char *id,
                         struct actor *actor)
{
    if (actor_load(world, kind, id, actor))
        return true;
    world->problem.type = kind->name;
    return false;
}

bool public_connections_create(struct call *call)
{
    struct actor source, destination;
    if (!end_is_there(call->world, &DESTINATION, body_text(call, "destinationId"), &destination))
        return false;
    actor_free(&destination);
    if (!end_is_there(call->world, &SOURCE, body_text(call, "sourceId"), &source))
        return false;
    json_auto_t *request = plain_request(call_body(call));
    add_defaults(request, call_body(call));
    bool made = create(call, request, actor_text(&source, "workspaceId"));
    actor_free(&source);
    return made;
}

static bool patch(struct call *call, json_t *request, const json_t *connection)
{
    json_t *extras = NULL;
    const json_t *streams = json_object_get(body_member(call, "configurations"), "streams");
    const char *source_id = get_text(connection, "sourceId"),
               *destination_id = get_text(connection, "destinationId");
    struct actor source;
    if (!actor_load(call->world, &SOURCE, source_id, &source))
        return false;
    bool good =
        public_schedule_take(call->world, request, call_body(call)) &&
        (json_array_size(streams) == 0 || take_streams(call, request, source_id, destination_id, &extras)) &&
        finish(call, connection_update(call->world, request), actor_text(&source, "workspaceId"), extras);
    json_decref(extras);
    actor_free(&source);
    return good;
}

bool public_connections_patch(struct call *call)
{
    const char *id = parameter_text(call, "connectionId");
    json_auto_t *connection = connection_outline(call->world, id);
    if (!connection)
        return false;
    json_auto_t *request = plain_request(call_body(call));
    json_object_set_new(request, "connectionId", json_string(id));
    return patch(call, request, connection);
}

bool public_connections_delete(struct call *call)
{
    return reply_done(call, connection_delete(call->world, parameter_text(call, "connectionId")));
}
