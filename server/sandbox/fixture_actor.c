#include "domain/actor.h"
#include "domain/operation.h"
#include "sandbox/fixture_parts.h"

#include <stdlib.h>
#include <string.h>

STATEMENT(ACTOR_OF_NAME,
          "SELECT id FROM actor WHERE doc ->> 'name' = ? AND workspace_id = ? AND kind = ? AND "
          "definition_id = ? AND NOT deleted ORDER BY rowid LIMIT 1");

/* An entry without an id is the one of its name, definition and workspace. */
static void find_by_name(struct fixture_load *load, const struct actor_kind *kind, json_t *entry)
{
    if (json_object_get(entry, kind->id))
        return;
    char *id = store_text(load->world->store, &ACTOR_OF_NAME,
                          WITH(TEXT(fixture_text(entry, "name")), TEXT(fixture_text(entry, "workspaceId")),
                               TEXT(kind->name), TEXT(fixture_text(entry, kind->definition_id))));
    if (id)
        json_object_set_new(entry, kind->id, json_string(id));
    free(id);
}

STATEMENT(ACTOR_KIND, "SELECT kind FROM actor WHERE id = ?");

static bool id_sound(struct fixture_load *load, const struct actor_kind *kind, const char *owner)
{
    return !owner || strcmp(owner, kind->name) == 0 ||
           problem_at(&load->world->problem, PROBLEM_INVALID, kind->id, "is that of a %s", owner);
}

STATEMENT(REVIVE_ACTOR, "UPDATE actor SET deleted = 0 WHERE id = ?");

static bool update(struct fixture_load *load, const struct actor_kind *kind, json_t *entry)
{
    const char *id = fixture_text(entry, kind->id);
    const char *const fixed[] = {kind->definition_id, "workspaceId", NULL};
    char *doc = actor_get(load->world, kind, id);
    json_auto_t *stored = world_parse(doc);
    free(doc);
    if (!fixture_keeps(load, entry, stored, fixed))
        return false;
    store_run(load->world->store, &REVIVE_ACTOR, WITH(TEXT(id)));
    return fixture_done(actor_update(load->world, kind, entry));
}

static bool load_actor(struct fixture_load *load, const struct actor_kind *kind, json_t *entry)
{
    fixture_default_workspace(load, entry);
    find_by_name(load, kind, entry);
    const char *id = fixture_text(entry, kind->id);
    char *owner = id ? store_text(load->world->store, &ACTOR_KIND, WITH(TEXT(id))) : NULL;
    bool sound = id_sound(load, kind, owner);
    bool known = owner != NULL;
    free(owner);
    if (!sound)
        return false;
    return known ? update(load, kind, entry) : fixture_done(actor_create(load->world, kind, entry));
}

bool fixture_source(struct fixture_load *load, json_t *entry)
{
    return load_actor(load, &SOURCE, entry);
}

bool fixture_destination(struct fixture_load *load, json_t *entry)
{
    return load_actor(load, &DESTINATION, entry);
}

STATEMENT(OPERATION_OF_NAME, "SELECT id FROM operation WHERE doc ->> 'name' = ? AND workspace_id = ? "
                             "AND NOT deleted ORDER BY rowid LIMIT 1");

static void find_operation_by_name(struct fixture_load *load, json_t *entry)
{
    if (json_object_get(entry, "operationId"))
        return;
    char *id = store_text(load->world->store, &OPERATION_OF_NAME,
                          WITH(TEXT(fixture_text(entry, "name")), TEXT(fixture_text(entry, "workspaceId"))));
    if (id)
        json_object_set_new(entry, "operationId", json_string(id));
    free(id);
}

static bool update_operation(struct fixture_load *load, json_t *entry)
{
    static const char *const fixed[] = {"workspaceId", NULL};
    char *doc = operation_get(load->world, fixture_text(entry, "operationId"));
    json_auto_t *stored = world_parse(doc);
    free(doc);
    return fixture_keeps(load, entry, stored, fixed) && fixture_done(operation_update(load->world, entry));
}

STATEMENT(REVIVE_OPERATION, "UPDATE operation SET deleted = 0 WHERE id = ?");

bool fixture_operation(struct fixture_load *load, json_t *entry)
{
    fixture_default_workspace(load, entry);
    find_operation_by_name(load, entry);
    const char *id = fixture_text(entry, "operationId");
    bool known = id && store_run(load->world->store, &REVIVE_OPERATION, WITH(TEXT(id)));
    return known ? update_operation(load, entry) : fixture_done(operation_create(load->world, entry));
}
