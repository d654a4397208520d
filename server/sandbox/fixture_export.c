#include "base/die.h"
#include "domain/definition.h"
#include "domain/plan.h"
#include "domain/state.h"
#include "sandbox/fixture_parts.h"
#include "json/shaped.h"

#include <stdlib.h>

/* Gives the tokens back that reads leave out. */
static void add_tokens(json_t *workspace, const char *tokens_text)
{
    json_auto_t *tokens = tokens_text ? world_parse(tokens_text) : NULL;
    size_t index;
    json_t *webhook;
    json_array_foreach (json_object_get(workspace, "webhookConfigs"), index, webhook) {
        json_t *token = json_object_get(tokens, fixture_text(webhook, "id"));
        if (token)
            json_object_set(webhook, "authToken", token);
    }
}

STATEMENT(WORKSPACES, "SELECT doc, webhook_tokens FROM workspace WHERE NOT deleted ORDER BY rowid");

static json_t *export_workspaces(struct world *world)
{
    json_t *list = json_array();
    struct rows *rows = store_rows(world->store, &WORKSPACES, NOTHING);
    while (rows_next(rows)) {
        json_t *workspace = world_parse(rows_text(rows, 0));
        add_tokens(workspace, rows_text(rows, 1));
        json_array_append_new(list, workspace);
    }
    return list;
}

STATEMENT(GRANTED_TO, "SELECT json_group_array(workspace_id) FROM definition_grant JOIN workspace "
                      "ON workspace.id = workspace_id WHERE definition_id = ? AND NOT deleted");

static json_t *grants_of(struct world *world, const char *definition_id)
{
    char *list = store_text(world->store, &GRANTED_TO, WITH(TEXT(definition_id)));
    json_t *grants = world_parse(list);
    free(list);
    return grants;
}

STATEMENT(DEFINITIONS, "SELECT doc, spec, custom, deleted FROM definition WHERE kind = ? ORDER BY rowid");

/* Icons stay behind: they are the catalogue's. */
static json_t *export_definitions(struct world *world, const struct actor_kind *kind)
{
    json_t *list = json_array();
    struct rows *rows = store_rows(world->store, &DEFINITIONS, WITH(TEXT(kind->name)));
    while (rows_next(rows)) {
        json_t *definition = world_parse(rows_text(rows, 0));
        json_object_del(definition, "icon");
        json_object_set_new(definition, "spec", world_parse(rows_text(rows, 1)));
        if (rows_integer(rows, 2))
            json_object_set_new(definition, "grantedTo",
                                grants_of(world, fixture_text(definition, kind->definition_id)));
        if (rows_integer(rows, 3))
            json_object_set_new(definition, "tombstone", json_true());
        json_array_append_new(list, definition);
    }
    return list;
}

STATEMENT(ACTORS, "SELECT actor.doc, configuration FROM actor JOIN workspace ON workspace.id = workspace_id "
                  "WHERE kind = ? AND NOT actor.deleted AND NOT workspace.deleted ORDER BY actor.rowid");

static json_t *export_actors(struct world *world, const struct actor_kind *kind)
{
    json_t *list = json_array();
    struct rows *rows = store_rows(world->store, &ACTORS, WITH(TEXT(kind->name)));
    while (rows_next(rows)) {
        json_t *actor = world_parse(rows_text(rows, 0));
        json_object_set_new(actor, "connectionConfiguration", world_parse(rows_text(rows, 1)));
        json_array_append_new(list, actor);
    }
    return list;
}

static json_t *documents(struct rows *rows)
{
    json_t *list = json_array();
    while (rows_next(rows))
        json_array_append_new(list, world_parse(rows_text(rows, 0)));
    return list;
}

STATEMENT(OPERATIONS,
          "SELECT operation.doc FROM operation JOIN workspace ON workspace.id = workspace_id "
          "WHERE NOT workspace.deleted AND (NOT operation.deleted "
          "OR operation.id IN (SELECT operation_id FROM connection_operation)) ORDER BY operation.rowid");

/* Deleted ones that a connection still runs are part of that connection. */
static json_t *export_operations(struct world *world)
{
    return documents(store_rows(world->store, &OPERATIONS, NOTHING));
}

STATEMENT(CONNECTIONS, "SELECT connection.doc FROM connection JOIN actor AS source ON source.id = source_id "
                       "JOIN actor AS destination ON destination.id = destination_id "
                       "JOIN workspace ON workspace.id = source.workspace_id WHERE status <> 'deprecated' "
                       "AND NOT source.deleted AND NOT destination.deleted AND NOT workspace.deleted "
                       "ORDER BY connection.rowid");

/* The older form of a schedule repeats the newer one. */
static json_t *export_connections(struct world *world)
{
    json_t *list = documents(store_rows(world->store, &CONNECTIONS, NOTHING));
    size_t index;
    json_t *connection;
    json_array_foreach (list, index, connection)
        json_object_del(connection, "schedule");
    return list;
}

STATEMENT(HAS_STATE, "SELECT 1 FROM state WHERE connection_id = ?");

static json_t *export_states(struct world *world, const json_t *connections)
{
    json_t *list = json_array();
    size_t index;
    json_t *connection;
    json_array_foreach (connections, index, connection) {
        const char *id = fixture_text(connection, "connectionId");
        if (store_integer(world->store, &HAS_STATE, WITH(TEXT(id)), 0))
            json_array_append_new(list, state_read(world, id));
    }
    return list;
}

static json_t *export_plans(struct world *world)
{
    json_t *plans = json_array();
    struct rows *rows = plan_rows(world);
    while (rows_next(rows))
        json_array_append_new(plans, world_parse(rows_text(rows, 0)));
    return plans;
}

static json_t *export_faults(const struct faults *faults)
{
    json_t *documents = json_array();
    for (size_t i = 0; i < faults->count; i++)
        json_array_append(documents, faults->items[i]->document);
    return documents;
}

char *fixture_export(struct world *world, const struct faults *faults)
{
    json_t *connections = export_connections(world);
    json_auto_t *whole = json_pack(
        "{so so so so so so so so so so so}", "workspaces", export_workspaces(world), "sourceDefinitions",
        export_definitions(world, &SOURCE), "destinationDefinitions", export_definitions(world, &DESTINATION),
        "sources", export_actors(world, &SOURCE), "destinations", export_actors(world, &DESTINATION),
        "operations", export_operations(world), "connections", connections, "states",
        export_states(world, connections), "jobs", fixture_export_jobs(world, connections), "plans",
        export_plans(world), "faults", export_faults(faults));
    struct schema *schema = fixture_schema();
    struct writer writer = {0};
    write_shaped(&writer, NULL, schema, whole);
    schema_free(schema);
    return writer_take(&writer);
}
