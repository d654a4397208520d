#include "support/story.h"

#include "base/die.h"
#include "base/text.h"
#include "json/print.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

static const char *id_of(const struct story *story, const char *name, size_t *size)
{
    const struct {
        const char *name, *id;
    } ids[] = {{"source", story->source},
               {"destination", story->destination},
               {"connection", story->connection},
               {"workspace", story->workspace}};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (strncmp(ids[i].name, name, strlen(ids[i].name)) == 0) {
            *size = strlen(ids[i].name);
            return ids[i].id;
        }
    die("a story has no $%.20s", name);
}

json_t *story_json(const struct story *story, const char *text)
{
    struct text whole = {0};
    for (; *text; text++) {
        size_t size = 0;
        if (*text == '$') {
            text_add(&whole, id_of(story, text + 1, &size));
            text += size;
        } else {
            text_add_bytes(&whole, *text == '\'' ? "\"" : text, 1);
        }
    }
    char *json = text_take(&whole);
    json_error_t error;
    json_t *value = json_read(json, strlen(json), &error);
    if (!value)
        print_error("%s at %d in %s\n", error.text, error.column, json);
    assert_non_null(value);
    free(json);
    return value;
}

static bool list_holds(const json_t *list, const json_t *expected)
{
    size_t index;
    json_t *item;
    if (json_array_size(list) != json_array_size(expected) || !json_is_array(list))
        return false;
    json_array_foreach (expected, index, item)
        if (!json_holds(json_array_get(list, index), item))
            return false;
    return true;
}

bool json_holds(const json_t *value, const json_t *expected)
{
    json_t *items = json_deep_copy(expected);
    const char *name;
    json_t *member;
    bool holds = json_is_object(expected)  ? json_is_object(value)
                 : json_is_array(expected) ? list_holds(value, expected)
                 : json_is_null(expected)  ? !value
                                           : json_equal(value, expected);
    json_object_foreach (items, name, member)
        holds = holds && json_holds(json_object_get(value, name), member);
    json_decref(items);
    return holds;
}

static json_t *call(const struct story *story, const struct step *step)
{
    json_t *body = step->body ? story_json(story, step->body) : NULL;
    unsigned status = step->status ? step->status : 200;
    if (*step->call == '/')
        return control(story->api, "POST", step->call, body, status);
    char *path = must_printf("/v1/%s", step->call);
    json_t *reply = call_status(story->api, path, body, status);
    free(path);
    return reply;
}

static void check(const struct story *story, size_t number, const struct step *step, const json_t *reply)
{
    json_auto_t *expected = story_json(story, step->expect);
    if (json_holds(reply, expected))
        return;
    char *text = json_print(reply);
    print_error("step %zu, %s: expected %s in %s\n", number, step->call, step->expect, text);
    free(text);
    fail();
}

void story_play(const struct story *story, const struct step *steps, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        api_advance(story->api, steps[i].advance);
        json_auto_t *reply = call(story, &steps[i]);
        if (steps[i].expect)
            check(story, i + 1, &steps[i], reply);
    }
}

struct story story_begin(struct api *api)
{
    struct story story = {.api = api, .connection = make_connection(api), .workspace = first_workspace(api)};
    json_auto_t *connection = call_ok(api, "/v1/connections/get", one("connectionId", story.connection));
    story.source = must_strdup(text_at(connection, "sourceId"));
    story.destination = must_strdup(text_at(connection, "destinationId"));
    return story;
}

static char *make_end(const struct story *story, const char *kind, const char *definition, const char *text)
{
    char *path = must_printf("/v1/%ss/create", kind), *definition_id = must_printf("%sDefinitionId", kind);
    char *id = must_printf("%sId", kind), *workspace = first_workspace(story->api);
    json_t *request = json_pack("{ss ss ss so}", definition_id, definition, "workspaceId", workspace, "name",
                                kind, "connectionConfiguration", story_json(story, text));
    char *made = take_text(call_ok(story->api, path, request), id);
    free(workspace);
    free(id);
    free(definition_id);
    free(path);
    return made;
}

/* Later releases select no more than is suggested, or alone. */
static void select_all(json_t *catalog)
{
    size_t index;
    json_t *entry;
    json_array_foreach (at(catalog, "streams"), index, entry)
        json_object_set_new(at(entry, "config"), "selected", json_true());
}

struct story story_between(struct api *api, const char *source_definition, const char *source,
                           const char *destination_definition, const char *destination)
{
    struct story story = {.api = api, .workspace = first_workspace(api)};
    story.source = make_end(&story, "source", source_definition, source);
    story.destination = make_end(&story, "destination", destination_definition, destination);
    json_auto_t *found = call_ok(api, "/v1/sources/discover_schema", one("sourceId", story.source));
    select_all(at(found, "catalog"));
    json_t *request = json_pack("{ss ss ss sO}", "sourceId", story.source, "destinationId", story.destination,
                                "status", "active", "syncCatalog", at(found, "catalog"));
    story.connection = take_text(call_ok(api, "/v1/connections/create", request), "connectionId");
    return story;
}

void story_end(struct story *story)
{
    free(story->source);
    free(story->destination);
    free(story->connection);
    free(story->workspace);
}
