#include "api/public/definitions.h"

#include "api/public/page.h"
#include "domain/registry/declarative.h"
#include "domain/removal/removal.h"
#include "domain/workspace/workspace.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>

static bool is_declarative(const json_t *definition)
{
    return get_is(definition, "dockerRepository", DECLARATIVE_IMAGE);
}

/* DefinitionResponse. */
static void write_definition(struct writer *writer, const struct actor_kind *kind, const json_t *definition)
{
    const char *documentation = get_text(definition, "documentationUrl");
    write_object(writer, NULL);
    write_text(writer, "id", get_text(definition, kind->definition_id));
    write_text(writer, "name", get_text(definition, "name"));
    write_text(writer, "dockerRepository", get_text(definition, "dockerRepository"));
    write_text(writer, "dockerImageTag", get_text(definition, "dockerImageTag"));
    if (documentation)
        write_text(writer, "documentationUrl", documentation);
    write_object_end(writer);
}

static bool reply_definition(struct call *call, const struct actor_kind *kind, char *doc)
{
    if (!doc)
        return false;
    json_auto_t *definition = json_stored(doc);
    struct writer writer = {0};
    free(doc);
    write_definition(&writer, kind, definition);
    return reply_document(call, writer_take(&writer));
}

json_t *public_definitions_usable(struct call *call, const struct actor_kind *kind)
{
    const char *workspace_id = parameter_text(call, "workspaceId");
    char *text = workspace_id ? definition_list_for_workspace(call->world, kind, workspace_id)
                              : definition_list(call->world, kind);
    json_auto_t *list = json_take(text);
    return json_incref(json_object_get(list, kind->definition_list));
}

bool public_definitions_list(struct call *call, const struct actor_kind *kind)
{
    struct writer data = {0};
    if (!workspace_known(call->world, parameter_text(call, "workspaceId")))
        return false;
    json_auto_t *definitions = public_definitions_usable(call, kind);
    size_t index;
    const json_t *definition;
    write_array(&data, NULL);
    json_array_foreach (definitions, index, definition)
        if (!is_declarative(definition))
            write_definition(&data, kind, definition);
    write_array_end(&data);
    return reply_data(call, &data);
}

bool public_definitions_create(struct call *call, const struct actor_kind *kind)
{
    json_auto_t *given = json_copy(call_body(call));
    if (!json_object_get(given, "documentationUrl"))
        json_object_set_new(given, "documentationUrl", json_string(""));
    json_auto_t *request =
        json_pack("{ss sO}", "workspaceId", parameter_text(call, "workspaceId"), kind->definition, given);
    return reply_definition(call, kind, definition_create_custom(call->world, kind, request));
}

/* The definition of the path, where the workspace may use it: a new text, or NULL with a problem. */
static char *definition_named(struct call *call, const struct actor_kind *kind)
{
    struct definition definition;
    const char *id = parameter_text(call, "definitionId");
    char *doc = NULL;
    if (!definition_load(call->world, kind, id, &definition))
        return NULL;
    json_auto_t *read = json_stored(definition.doc);
    if (definition.deleted || is_declarative(read))
        problem_not_found(&call->world->problem, kind->definition_type, id);
    else
        doc = definition_get_for_workspace(call->world, kind, id, parameter_text(call, "workspaceId"));
    definition_free(&definition);
    return doc;
}

bool public_definitions_get(struct call *call, const struct actor_kind *kind)
{
    return reply_definition(call, kind, definition_named(call, kind));
}

/* The same where it may be changed. */
static char *own_definition(struct call *call, const struct actor_kind *kind)
{
    struct definition definition;
    char *doc = definition_named(call, kind);
    if (!doc || !definition_load(call->world, kind, parameter_text(call, "definitionId"), &definition))
        return doc;
    if (definition.public) {
        free(doc);
        doc = problem_coded(&call->world->problem, PROBLEM_REFUSED, "bad-request", NULL,
                            "Public definitions cannot be modified.");
    }
    definition_free(&definition);
    return doc;
}

bool public_definitions_put(struct call *call, const struct actor_kind *kind)
{
    char *doc = own_definition(call, kind);
    free(doc);
    if (!doc)
        return false;
    json_auto_t *entry = json_pack("{ss}", kind->definition_id, parameter_text(call, "definitionId"));
    json_object_update(entry, call_body(call));
    return reply_definition(call, kind, definition_replace(call->world, kind, entry));
}

bool public_definitions_delete(struct call *call, const struct actor_kind *kind)
{
    char *doc = own_definition(call, kind);
    if (doc)
        definition_delete(call->world, kind, parameter_text(call, "definitionId"));
    return reply_definition(call, kind, doc);
}
