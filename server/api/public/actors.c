#include "api/public/actors.h"

#include "api/public/page.h"
#include "base/die.h"
#include "domain/actor/actor_page.h"
#include "domain/actor/merge.h"
#include "domain/removal/removal.h"
#include "json/get.h"
#include "json/slices.h"

#include <stdlib.h>

/* "sourceType" */
static char *type_name(const struct actor_kind *kind)
{
    return must_printf("%sType", kind->name);
}

static void write_slice(struct writer *writer, const char *name, struct slice slice)
{
    write_raw_bytes(writer, name, slice.at, slice.size);
}

/* Made before its type was kept: the definition says it. */
static void write_found_type(struct writer *writer, const char *name, struct world *world,
                             const struct actor_kind *kind, struct slice definition_id)
{
    char *id = must_strndup(definition_id.at + 1, definition_id.size - 2);
    char *type = actor_type_of_definition(world, kind, id);
    write_text(writer, name, type);
    free(type);
    free(id);
}

static void write_type(struct writer *writer, struct world *world, const struct actor_kind *kind,
                       struct rows *row, struct slice definition_id)
{
    const char *name = kind == &SOURCE ? "sourceType" : "destinationType";
    if (rows_is_null(row, ACTOR_TYPE))
        write_found_type(writer, name, world, kind, definition_id);
    else
        write_text(writer, name, rows_text(row, ACTOR_TYPE));
}

/* SourceResponse or DestinationResponse. A deleted one has lost its configuration. */
static void write_actor(struct writer *writer, struct world *world, const struct actor_kind *kind,
                        struct rows *row)
{
    enum { ID, NAME, DEFINITION, WORKSPACE, CONFIGURATION, SLICES };
    const char *const names[] = {
        kind->id, "name", kind->definition_id, "workspaceId", "connectionConfiguration", NULL};
    struct slice slices[SLICES];
    json_slices(rows_text(row, ACTOR_DOC), names, slices);
    write_object(writer, NULL);
    write_slice(writer, kind->id, slices[ID]);
    write_slice(writer, "name", slices[NAME]);
    write_type(writer, world, kind, row, slices[DEFINITION]);
    write_slice(writer, "definitionId", slices[DEFINITION]);
    write_slice(writer, "workspaceId", slices[WORKSPACE]);
    if (rows_integer(row, ACTOR_DELETED))
        write_raw(writer, "configuration", "{}");
    else
        write_slice(writer, "configuration", slices[CONFIGURATION]);
    write_integer(writer, "createdAt", rows_integer(row, ACTOR_CREATED) / SECOND);
    if (!rows_is_null(row, ACTOR_RESOURCES))
        write_raw(writer, "resourceAllocation", rows_text(row, ACTOR_RESOURCES));
    write_object_end(writer);
}

bool public_actors_list(struct call *call, const struct actor_kind *kind)
{
    struct list_page page = page_of(call);
    struct writer data = {0};
    int64_t count = 0;
    struct rows *rows = actor_page(call->world, kind, &page);
    write_array(&data, NULL);
    for (; rows_next(rows); count++)
        write_actor(&data, call->world, kind, rows);
    write_array_end(&data);
    page_free(&page);
    return reply_page(call, &data, count, "includeDeleted workspaceIds");
}

static bool reply_actor(struct call *call, const struct actor_kind *kind, const char *id)
{
    struct writer writer = {0};
    struct rows *rows = actor_row(call->world, kind, id);
    if (!rows_next(rows))
        return problem_not_found(&call->world->problem, kind->type, id);
    write_actor(&writer, call->world, kind, rows);
    rows_end(rows);
    return reply_document(call, writer_take(&writer));
}

bool public_actors_get(struct call *call, const struct actor_kind *kind)
{
    return reply_actor(call, kind, parameter_text(call, kind->id));
}

/* The first member of that name, wherever it stands. Borrowed. */
static const char *find_text(json_t *value, const char *name)
{
    const char *found = get_text(value, name), *member_name;
    json_t *member;
    size_t index;
    json_object_foreach (value, member_name, member)
        if (!found)
            found = find_text(member, name);
    json_array_foreach (value, index, member)
        if (!found)
            found = find_text(member, name);
    return found;
}

/* The id of the connector that a request is for: a new text, or NULL with a problem. */
static char *definition_of(struct call *call, const struct actor_kind *kind, const char *type)
{
    struct problem *problem = &call->world->problem;
    const char *given = body_text(call, "definitionId");
    const char *named = given ? NULL : find_text(body_member(call, "configuration"), type);
    if (given)
        return must_strdup(given);
    if (!named)
        return problem_coded(problem, PROBLEM_INVALID, "unprocessable-entity", NULL,
                             "Neither definitionId nor configuration.%s says which connector it is.", type);
    char *id = actor_type_definition(call->world, kind, named);
    return id ? id
              : problem_coded(problem, PROBLEM_INVALID, "value-not-found", named, "No %s is called %s.", type,
                              named);
}

/* The request's configuration as it is checked and stored. Borrowed. */
static json_t *bare_configuration(struct call *call, const char *type)
{
    json_t *configuration = body_member(call, "configuration");
    json_object_del(configuration, type);
    return configuration;
}

static bool answer(struct call *call, const struct actor_kind *kind, char *doc)
{
    if (!doc)
        return false;
    const char *const names[] = {kind->id, NULL};
    struct slice slice;
    json_slices(doc, names, &slice);
    char *id = must_strndup(slice.at + 1, slice.size - 2);
    bool replied = reply_actor(call, kind, id);
    free(id);
    free(doc);
    return replied;
}

bool public_actors_create(struct call *call, const struct actor_kind *kind)
{
    char *type = type_name(kind), *definition_id = definition_of(call, kind, type);
    char *doc = NULL;
    if (definition_id) {
        json_auto_t *request = json_pack(
            "{ss sO sO sO sO*}", kind->definition_id, definition_id, "workspaceId",
            body_member(call, "workspaceId"), "name", body_member(call, "name"), "connectionConfiguration",
            bare_configuration(call, type), "resourceAllocation", body_member(call, "resourceAllocation"));
        doc = actor_create(call->world, kind, request);
    }
    free(definition_id);
    free(type);
    return answer(call, kind, doc);
}

static bool update(struct call *call, const struct actor_kind *kind, json_t *name, json_t *configuration)
{
    json_auto_t *request = json_pack("{ss sO sO sO*}", kind->id, parameter_text(call, kind->id), "name", name,
                                     "connectionConfiguration", configuration, "resourceAllocation",
                                     body_member(call, "resourceAllocation"));
    return answer(call, kind, actor_update(call->world, kind, request));
}

bool public_actors_put(struct call *call, const struct actor_kind *kind)
{
    char *type = type_name(kind);
    json_t *configuration = bare_configuration(call, type);
    free(type);
    return update(call, kind, body_member(call, "name"), configuration);
}

bool public_actors_patch(struct call *call, const struct actor_kind *kind)
{
    struct actor actor;
    if (!actor_load(call->world, kind, parameter_text(call, kind->id), &actor))
        return false;
    char *type = type_name(kind);
    json_t *name = body_member(call, "name");
    json_auto_t *merged = configuration_merged(actor.configuration, bare_configuration(call, type));
    bool done = update(call, kind, name ? name : json_object_get(actor.doc, "name"), merged);
    free(type);
    actor_free(&actor);
    return done;
}

bool public_actors_delete(struct call *call, const struct actor_kind *kind)
{
    return reply_done(call, actor_delete(call->world, kind, parameter_text(call, kind->id)));
}
