#include "domain/catalog/catalog_change.h"

#include "base/die.h"
#include "domain/catalog/parts.h"
#include "json/get.h"

#include <string.h>

/* An entry of a catalogue holds its stream, or is it. */
static json_t *stream_of(json_t *entry)
{
    json_t *stream = json_object_get(entry, "stream");
    return stream ? stream : entry;
}

/* The place of the stream of that name; the list's size, with a complaint, where there is none. */
static size_t place_of(const json_t *streams, const char *name, char **complaint)
{
    size_t place = 0;
    while (place < json_array_size(streams) &&
           !get_is(stream_of(json_array_get(streams, place)), "name", name))
        place++;
    if (place == json_array_size(streams))
        *complaint = must_printf("the plan changes the stream %s, which this source has not", name);
    return place;
}

static bool remove_stream(json_t *streams, const char *name, char **complaint)
{
    size_t place = place_of(streams, name, complaint);
    return json_array_remove(streams, place) == 0;
}

/* The properties of the stream that a change names; NULL with a complaint. Borrowed. */
static json_t *properties_of(const json_t *streams, const json_t *change, char **complaint)
{
    size_t place = place_of(streams, get_text(change, "stream"), complaint);
    json_t *stream = stream_of(json_array_get(streams, place));
    json_t *properties = schema_properties(json_object_get(stream, "jsonSchema"));
    if (!properties && !*complaint)
        *complaint = must_printf("the stream %s has no fields to change", get_text(change, "stream"));
    return properties;
}

static bool add_field(json_t *streams, const json_t *change, char **complaint)
{
    const char *field = get_text(change, "field");
    json_t *properties = properties_of(streams, change, complaint);
    if (properties && json_object_get(properties, field))
        *complaint = must_printf("the plan adds the field %s, which is there already", field);
    return !*complaint &&
           json_object_set_new(properties, field,
                               json_pack("{ss}", "type", get_text_or(change, "type", "string"))) == 0;
}

static bool remove_field(json_t *streams, const json_t *change, char **complaint)
{
    const char *field = get_text(change, "field");
    json_t *properties = properties_of(streams, change, complaint);
    if (properties && json_object_del(properties, field) != 0)
        *complaint = must_printf("the plan removes the field %s, which is not there", field);
    return !*complaint;
}

bool catalog_change_planned(const json_t *plan)
{
    return json_object_get(plan, "removeStream") || json_object_get(plan, "addField") ||
           json_object_get(plan, "removeField");
}

json_t *catalog_changed(const json_t *catalog, const json_t *plan, char **complaint)
{
    json_t *changed = json_deep_copy(catalog), *streams = json_object_get(changed, "streams");
    const char *gone = get_text(plan, "removeStream");
    const json_t *added = json_object_get(plan, "addField"), *removed = json_object_get(plan, "removeField");
    bool done = (!added || add_field(streams, added, complaint)) &&
                (!removed || remove_field(streams, removed, complaint)) &&
                (!gone || remove_stream(streams, gone, complaint));
    if (done)
        return changed;
    json_decref(changed);
    return NULL;
}
