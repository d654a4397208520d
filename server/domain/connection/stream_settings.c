#include "domain/connection/stream_settings.h"

#include "base/word.h"
#include "domain/catalog/catalog.h"
#include "domain/connection/stream_rules.h"
#include "json/get.h"
#include "json/list.h"

#include <string.h>

/* In the order in which they are listed; the last is valid, but never listed. */
static const struct {
    const char *word, *source, *destination;
    bool listed;
} modes[] = {
    {"full_refresh_append", "full_refresh", "append", true},
    {"full_refresh_overwrite", "full_refresh", "overwrite", true},
    {"full_refresh_update", "full_refresh", "update", true},
    {"full_refresh_soft_delete", "full_refresh", "soft_delete", true},
    {"incremental_append", "incremental", "append", true},
    {"incremental_deduped_history", "incremental", "append_dedup", true},
    {"incremental_update", "incremental", "update", true},
    {"incremental_soft_delete", "incremental", "soft_delete", true},
    {"full_refresh_overwrite_deduped", "full_refresh", "overwrite_dedup", false},
};

enum { MODES = sizeof modes / sizeof *modes, OVERWRITE = 1 };

/* Members that the Config API has no place for. */
static const char *const extra_names[] = {"includeFiles", "destinationObjectName", "mappers"};

enum { EXTRAS = sizeof extra_names / sizeof *extra_names };

const char *stream_mode_named(const char *source_mode, const char *destination_mode)
{
    for (size_t i = 0; i < MODES; i++)
        if (strcmp(modes[i].source, source_mode) == 0 && strcmp(modes[i].destination, destination_mode) == 0)
            return modes[i].word;
    return NULL;
}

void stream_mode_read(const char *word, const char **source_mode, const char **destination_mode)
{
    size_t place = WORD_PLACE(modes, word);
    if (place == MODES)
        return;
    *source_mode = modes[place].source;
    *destination_mode = modes[place].destination;
}

static size_t mode_of(const char *word)
{
    size_t i = 0;
    while (word && strcmp(modes[i].word, word) != 0)
        i++;
    return word ? i : OVERWRITE;
}

json_t *stream_modes(const json_t *stream, const json_t *destination_modes)
{
    json_t *words = json_array();
    const json_t *source_modes = json_object_get(stream, "supportedSyncModes");
    for (size_t i = 0; i < MODES; i++)
        if (modes[i].listed && list_has_text(source_modes, modes[i].source) &&
            list_has_text(destination_modes, modes[i].destination))
            json_array_append_new(words, json_string(modes[i].word));
    return words;
}

/* The first of these lists that holds anything. Borrowed, or NULL. */
static json_t *first_list(json_t *one, json_t *other, json_t *last)
{
    return json_array_size(one) ? one : json_array_size(other) ? other : json_array_size(last) ? last : NULL;
}

static json_t *or_empty(json_t *list)
{
    return list ? json_incref(list) : json_array();
}

/* What the source defines goes before what is asked for; a full refresh keeps what was discovered. */
static json_t *config_of(const json_t *stream, const json_t *asked, size_t mode)
{
    bool full = strcmp(modes[mode].source, "full_refresh") == 0;
    json_t *given_cursor = full ? NULL : json_object_get(asked, "cursorField");
    json_t *given_key = full ? NULL : json_object_get(asked, "primaryKey");
    json_t *own_cursor = json_object_get(stream, "defaultCursorField");
    json_t *own_key = json_object_get(stream, "sourceDefinedPrimaryKey");
    bool defined = get_true(stream, "sourceDefinedCursor");
    json_t *fields = json_object_get(asked, "selectedFields");
    json_t *cursor =
        defined ? first_list(own_cursor, given_cursor, NULL) : first_list(given_cursor, own_cursor, NULL);
    json_t *config = json_pack("{ss ss so so sb sb}", "syncMode", modes[mode].source, "destinationSyncMode",
                               modes[mode].destination, "cursorField", or_empty(cursor), "primaryKey",
                               or_empty(first_list(own_key, given_key, NULL)), "selected", true,
                               "fieldSelectionEnabled", fields != NULL);
    if (fields)
        json_object_set(config, "selectedFields", fields);
    return config;
}

static void keep_extras(json_t *extras, const json_t *asked)
{
    json_t *kept =
        json_pack("{ss ss*}", "name", get_text(asked, "name"), "namespace", get_text(asked, "namespace"));
    for (size_t i = 0; i < EXTRAS; i++)
        if (json_object_get(asked, extra_names[i]))
            json_object_set(kept, extra_names[i], json_object_get(asked, extra_names[i]));
    if (json_object_get(kept, "mappers") || json_object_get(kept, "includeFiles") ||
        json_object_get(kept, "destinationObjectName"))
        json_array_append(extras, kept);
    json_decref(kept);
}

/* Every discovered stream, overwritten. */
static json_t *whole_catalog(const json_t *catalog)
{
    json_t *streams = json_array();
    size_t index;
    const json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), index, entry) {
        json_t *config = config_of(json_object_get(entry, "stream"), NULL, OVERWRITE);
        json_object_set(config, "selected", json_object_get(json_object_get(entry, "config"), "selected"));
        json_array_append_new(
            streams, json_pack("{sO so}", "stream", json_object_get(entry, "stream"), "config", config));
    }
    return json_pack("{so}", "streams", streams);
}

/* False with a problem. */
static bool add_stream(struct world *world, const struct stream_offer *offer, const json_t *asked,
                       json_t *chosen, json_t *extras)
{
    struct stream_choice choice = {.asked = asked, .destination_modes = offer->destination_modes};
    size_t mode = mode_of(get_text(asked, "syncMode"));
    choice.source_mode = modes[mode].source;
    choice.destination_mode = modes[mode].destination;
    choice.stream = stream_offered(world, offer->catalog, asked);
    if (!choice.stream || !stream_choice_check(world, &choice, chosen))
        return false;
    keep_extras(extras, asked);
    json_array_append_new(chosen, json_pack("{sO so}", "stream", choice.stream, "config",
                                            config_of(choice.stream, asked, mode)));
    return true;
}

json_t *stream_settings_catalog(struct world *world, const struct stream_offer *offer, const json_t *streams,
                                json_t **extras)
{
    size_t index;
    const json_t *asked;
    *extras = json_array();
    if (json_array_size(streams) == 0)
        return whole_catalog(offer->catalog);
    json_t *chosen = json_array();
    json_array_foreach (streams, index, asked)
        if (!add_stream(world, offer, asked, chosen, *extras)) {
            json_decref(chosen);
            json_decref(*extras);
            *extras = NULL;
            return NULL;
        }
    return json_pack("{so}", "streams", chosen);
}

static void take_extras(json_t *settings, const json_t *extras)
{
    size_t index;
    const json_t *each;
    json_array_foreach (extras, index, each)
        if (json_equal(json_object_get(each, "name"), json_object_get(settings, "name")))
            for (size_t i = 0; i < EXTRAS; i++)
                if (json_object_get(each, extra_names[i]))
                    json_object_set(settings, extra_names[i], json_object_get(each, extra_names[i]));
}

/* StreamConfiguration. */
static json_t *settings_of(const json_t *entry, const json_t *extras)
{
    const json_t *stream = json_object_get(entry, "stream"), *config = json_object_get(entry, "config");
    const char *mode = stream_mode_named(get_text_or(config, "syncMode", "full_refresh"),
                                         get_text_or(config, "destinationSyncMode", "overwrite"));
    json_t *fields =
        get_true(config, "fieldSelectionEnabled") ? json_object_get(config, "selectedFields") : NULL;
    json_t *settings = json_pack("{ss ss* ss* so so sb so s[]}", "name", get_text(stream, "name"),
                                 "namespace", get_text(stream, "namespace"), "syncMode", mode, "cursorField",
                                 or_empty(json_object_get(config, "cursorField")), "primaryKey",
                                 or_empty(json_object_get(config, "primaryKey")), "includeFiles", false,
                                 "selectedFields", or_empty(fields), "mappers");
    take_extras(settings, extras);
    return settings;
}

json_t *stream_settings(const json_t *catalog, const json_t *extras)
{
    json_t *streams = json_array();
    size_t index;
    const json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), index, entry)
        json_array_append_new(streams, settings_of(entry, extras));
    return streams;
}
