#include "api/public/page.h"
#include "api/routes.h"
#include "domain/connection/stream_settings.h"
#include "view/stream_offer.h"
#include "json/get.h"
#include "json/read.h"

/* Every property by its path, what is in it right behind it; lists are not entered. */
static void add_fields(json_t *fields, const json_t *schema, json_t *path)
{
    const char *name;
    json_t *property, *properties = json_object_get(schema, "properties");
    json_object_foreach (properties, name, property) {
        json_t *inner = json_copy(path);
        json_array_append_new(inner, json_string(name));
        json_array_append(fields, inner);
        add_fields(fields, property, inner);
        json_decref(inner);
    }
}

static void write_fields(struct writer *writer, const json_t *stream)
{
    json_auto_t *fields = json_array(), *path = json_array();
    json_auto_t *schema = json_unfolded(json_object_get(stream, "jsonSchema"));
    add_fields(fields, schema, path);
    write_json(writer, "propertyFields", fields);
}

static void write_list_of(struct writer *writer, const char *name, const json_t *list)
{
    if (list)
        write_json(writer, name, list);
    else
        write_raw(writer, name, "[]");
}

/* StreamProperties. */
static void write_stream(struct writer *writer, const json_t *stream, const json_t *destination_modes)
{
    const char *space = get_text(stream, "namespace");
    write_object(writer, NULL);
    write_text(writer, "streamName", get_text(stream, "name"));
    if (destination_modes) {
        json_auto_t *words = stream_modes(stream, destination_modes);
        write_json(writer, "syncModes", words);
    }
    if (space)
        write_text(writer, "streamnamespace", space);
    write_list_of(writer, "defaultCursorField", json_object_get(stream, "defaultCursorField"));
    write_bool(writer, "sourceDefinedCursorField", get_true(stream, "sourceDefinedCursor"));
    write_list_of(writer, "sourceDefinedPrimaryKey", json_object_get(stream, "sourceDefinedPrimaryKey"));
    write_fields(writer, stream);
    write_object_end(writer);
}

bool public_streams(struct call *call)
{
    struct source_offer offer;
    struct writer writer = {0};
    size_t index;
    const json_t *entry;
    if (!source_offer_load(call->world, parameter_text(call, "sourceId"),
                           parameter_text(call, "destinationId"), parameter_flag(call, "ignoreCache"),
                           &offer))
        return false;
    write_array(&writer, NULL);
    json_array_foreach (json_object_get(offer.catalog, "streams"), index, entry)
        write_stream(&writer, json_object_get(entry, "stream"), offer.destination_modes);
    write_array_end(&writer);
    source_offer_free(&offer);
    return reply_document(call, writer_take(&writer));
}
