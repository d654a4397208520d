#include "domain/connection/connection.h"

#include "base/die.h"
#include "domain/actor/actor.h"
#include "domain/catalog/catalog.h"
#include "domain/connection/connection_record.h"
#include "domain/connection/next_run.h"
#include "domain/connection/operation.h"
#include "domain/schedule/schedule.h"
#include "domain/tag/tag.h"
#include "json/get.h"
#include "json/put.h"

#include <stdlib.h>
#include <string.h>

/* What a connection must know of one of its ends. */
struct end {
    const char *id; /* borrowed */
    char *workspace_id, *name;
};

/* The two ends of a connection while it is made. */
struct ends {
    struct end source, destination;
};

static void end_free(struct end *end)
{
    free(end->workspace_id);
    free(end->name);
}

static void ends_free(struct ends *ends)
{
    end_free(&ends->source);
    end_free(&ends->destination);
}

STATEMENT(END_OF_CONNECTION, "SELECT workspace_id, doc ->> 'name' FROM actor WHERE id = ? AND kind = ?");

static bool end_load(struct world *world, const struct actor_kind *kind, const char *id, struct end *end)
{
    struct rows *rows =
        store_rows(world->store, &END_OF_CONNECTION, SQL_WITH(SQL_TEXT(id), SQL_TEXT(kind->name)));
    if (!rows_next(rows)) {
        problem_not_found(&world->problem, kind->type, id);
        return false;
    }
    *end = (struct end){id, rows_copy(rows, 0), must_strdup(rows_text(rows, 1))};
    rows_end(rows);
    return true;
}

static bool ends_load(struct world *world, json_t *connection, struct ends *ends)
{
    return end_load(world, &SOURCE, get_text(connection, "sourceId"), &ends->source) &&
           end_load(world, &DESTINATION, get_text(connection, "destinationId"), &ends->destination);
}

static bool ends_in_one_workspace(struct world *world, const struct ends *ends)
{
    const struct end *source = &ends->source, *destination = &ends->destination;
    return strcmp(source->workspace_id, destination->workspace_id) == 0 ||
           problem_set(&world->problem, PROBLEM_INVALID,
                       "Source and destination do not belong to the same workspace. Source id: %s, Source "
                       "workspace id: %s, Destination id: %s, Destination workspace id: %s",
                       source->id, source->workspace_id, destination->id, destination->workspace_id);
}

static bool operations_usable(struct world *world, json_t *request, const char *workspace_id)
{
    size_t index;
    json_t *id;
    json_array_foreach (json_object_get(request, "operationIds"), index, id)
        if (!operation_usable(world, json_string_value(id), workspace_id))
            return false;
    return true;
}

STATEMENT(KNOWN_CATALOG, "SELECT 1 FROM catalog WHERE id = ?");

static bool catalog_known(struct world *world, json_t *request)
{
    const char *id = get_text(request, "sourceCatalogId");
    return !id || store_integer(world->store, &KNOWN_CATALOG, SQL_WITH(SQL_TEXT(id)), 0) ||
           problem_not_found(&world->problem, "ACTOR_CATALOG", id);
}

/* Puts what will be stored in the place of the request's catalog. */
static bool configure_catalog(struct world *world, json_t *request)
{
    json_t *given = json_object_get(request, "syncCatalog");
    if (!given)
        return true;
    json_t *configured = catalog_configured(given, "syncCatalog", &world->problem);
    return configured && json_object_set_new(request, "syncCatalog", configured) == 0;
}

static bool request_check(struct world *world, json_t *request, const char *workspace_id, bool creating)
{
    return operations_usable(world, request, workspace_id) && configure_catalog(world, request) &&
           schedule_check(world, request, creating) && catalog_known(world, request);
}

STATEMENT(DEFAULT_GEOGRAPHY, "SELECT doc ->> 'defaultGeography' FROM workspace WHERE id = ? AND NOT deleted");

static json_t *default_geography(struct world *world, const char *workspace_id)
{
    char *geography = store_text(world->store, &DEFAULT_GEOGRAPHY, SQL_WITH(SQL_TEXT(workspace_id)));
    json_t *value = json_string(geography ? geography : "auto");
    free(geography);
    return value;
}

/* What a connection has where the request is silent: docs/behaviour/connections.md#creating. */
static json_t *with_defaults(struct world *world, const struct ends *ends)
{
    char *name = must_printf("%s <> %s", ends->source.name, ends->destination.name);
    json_t *connection = json_object();
    put_text(connection, "connectionId", world_uuid(world).text);
    put_text(connection, "name", name);
    put_text(connection, "namespaceDefinition", "source");
    put(connection, "operationIds", json_array());
    put(connection, "syncCatalog", json_pack("{s[]}", "streams"));
    put(connection, "geography", default_geography(world, ends->source.workspace_id));
    put_bool(connection, "breakingChange", false);
    put_bool(connection, "notifySchemaChanges", true);
    put_text(connection, "nonBreakingChangesPreference", "ignore");
    free(name);
    return connection;
}

/* Lays the request's members over a document; schedules have rules of their own, tags tables. */
static void overlay(json_t *connection, json_t *request)
{
    schedule_apply(connection, request);
    const char *name;
    json_t *value;
    json_object_foreach (request, name, value)
        if (strncmp(name, "schedule", 8) != 0 && strcmp(name, "tags") != 0)
            json_object_set(connection, name, value);
}

static bool take_tags(struct world *world, const char *id, const char *workspace_id, const json_t *request)
{
    const json_t *tags = json_object_get(request, "tags");
    return !json_is_array(tags) || tag_attach(world, id, workspace_id, tags);
}

static char *insert_linked(struct world *world, json_t *connection)
{
    char *doc = connection_insert(world, json_incref(connection));
    operation_link(world, get_text(connection, "connectionId"), json_object_get(connection, "operationIds"));
    next_run_plan(world, connection);
    json_decref(connection);
    return doc;
}

static char *create_between(struct world *world, const struct ends *ends, json_t *request)
{
    if (!ends_in_one_workspace(world, ends) ||
        !request_check(world, request, ends->source.workspace_id, true))
        return NULL;
    json_t *connection = with_defaults(world, ends);
    json_auto_t *id = json_incref(json_object_get(connection, "connectionId"));
    overlay(connection, request);
    char *doc = insert_linked(world, connection);
    if (take_tags(world, json_string_value(id), ends->source.workspace_id, request))
        return doc;
    free(doc);
    return NULL;
}

char *connection_create(struct world *world, json_t *request)
{
    struct ends ends = {0};
    char *doc = ends_load(world, request, &ends) ? create_between(world, &ends, request) : NULL;
    ends_free(&ends);
    return doc;
}

static char *update_connection(struct world *world, json_t *connection, json_t *request)
{
    struct end source = {0};
    const char *id = get_text(request, "connectionId");
    bool good = end_load(world, &SOURCE, get_text(connection, "sourceId"), &source) &&
                request_check(world, request, source.workspace_id, false) &&
                take_tags(world, id, source.workspace_id, request);
    end_free(&source);
    if (!good)
        return NULL;
    overlay(connection, request);
    char *doc = connection_store(world, json_incref(connection));
    if (json_object_get(request, "operationIds"))
        operation_relink(world, id, json_object_get(request, "operationIds"));
    next_run_plan(world, connection);
    return doc;
}

char *connection_update(struct world *world, json_t *request)
{
    json_auto_t *connection = connection_load(world, get_text(request, "connectionId"));
    return connection ? update_connection(world, connection, request) : NULL;
}

static void deprecate(struct world *world, json_t *connection)
{
    char *id = must_strdup(get_text(connection, "connectionId"));
    json_object_set_new(connection, "status", json_string("deprecated"));
    free(connection_store(world, json_incref(connection)));
    next_run_abandon(world, id);
    free(id);
}

bool connection_delete(struct world *world, const char *id)
{
    json_auto_t *connection = connection_load(world, id);
    if (!connection)
        return false;
    operation_detach(world, id);
    json_object_set_new(connection, "operationIds", json_array());
    deprecate(world, connection);
    return true;
}

STATEMENT(LIVE_CONNECTIONS_OF_ACTOR, "SELECT json_group_array(id) FROM connection WHERE " LIVE_OF_ACTOR);

/* One by one, as few as they are: those whose documents are nested deeper than SQL reads. */
static void deprecate_rest_of_actor(struct world *world, const char *actor_id)
{
    json_auto_t *ids = world_json(world, &LIVE_CONNECTIONS_OF_ACTOR, SQL_WITH(SQL_TEXT(actor_id)));
    size_t index;
    json_t *id;
    json_array_foreach (ids, index, id) {
        json_auto_t *connection = connection_load(world, json_string_value(id));
        if (connection)
            deprecate(world, connection);
    }
}

void connection_deprecate_all_of_actor(struct world *world, const char *actor_id)
{
    next_run_abandon_all_of_actor(world, actor_id);
    connection_mark_deprecated_of_actor(world, actor_id);
    deprecate_rest_of_actor(world, actor_id);
}
