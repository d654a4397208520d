#include "domain/web_backend/connection_detail.h"

#include "domain/actor/actor.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/diff.h"
#include "domain/connection/connection_record.h"
#include "domain/connection/operation.h"
#include "domain/discovery/discovered_catalog.h"
#include "domain/discovery/discovery.h"
#include "domain/web_backend/connection_overview.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>

/* The source's streams with the settings that discovery proposes. New reference; NULL with a problem. */
static json_t *proposed(struct world *world, json_t *connection, const json_t *stored)
{
    struct actor source;
    struct definition definition;
    if (!actor_load(world, &SOURCE, get_text(connection, "sourceId"), &source))
        return NULL;
    bool known = definition_load(world, &SOURCE, actor_text(&source, "sourceDefinitionId"), &definition);
    actor_free(&source);
    if (!known)
        return NULL;
    json_t *streams = catalog_proposed(stored, definition.suggested, release_picks_streams(world->release),
                                       work_running(world->work));
    definition_free(&definition);
    return streams;
}

static bool show_known(struct world *world, json_t *connection)
{
    const char *id = get_text(connection, "sourceCatalogId");
    json_auto_t *stored = id ? discovered_catalog_get(world, id) : NULL;
    if (!stored)
        return !id || problem_not_found(&world->problem, "ACTOR_CATALOG", id);
    json_auto_t *all = proposed(world, connection, stored);
    if (!all)
        return false;
    json_object_set_new(connection, "syncCatalog", catalog_merged(connection_catalog(connection), NULL, all));
    return true;
}

/* Discovery compares no deleted connection; this does. */
static json_t *diff_of(const struct discovery *discovery, const json_t *original, json_t *configured)
{
    return discovery->diff ? json_incref(discovery->diff)
                           : catalog_diff(original ? original : configured, discovery->catalog, configured);
}

/* The connection as discovery left it, with the new catalog in place of its own. Where it is not known what
 * the connection was made from, that is taken to be its own catalog, which has only the fields selected:
 * docs/behaviour/catalogs.md#merging. */
static void adopt(struct world *world, json_t *connection, const struct discovery *discovery)
{
    json_object_update(connection, discovery->connection);
    const char *id = get_text(connection, "sourceCatalogId");
    json_auto_t *original = id ? discovered_catalog_get(world, id) : NULL;
    json_t *configured = connection_catalog(connection);
    json_object_set_new(connection, "catalogDiff", diff_of(discovery, original, configured));
    json_object_set_new(connection, "sourceCatalogId", json_string(discovery->catalog_id));
    json_object_set_new(connection, "syncCatalog",
                        catalog_merged(configured, original ? original : configured, discovery->catalog));
}

static bool refuse_refresh(struct world *world, json_t *connection, const struct discovery *discovery)
{
    return problem_set(&world->problem, PROBLEM_CONFLICT, "The schema of source %s cannot be discovered: %s",
                       get_text(connection, "sourceId"), discovery->complaint);
}

static bool show_refreshed(struct world *world, json_t *connection)
{
    struct discovery discovery;
    json_auto_t *request =
        json_pack("{sO sO sb}", "sourceId", json_object_get(connection, "sourceId"), "connectionId",
                  json_object_get(connection, "connectionId"), "disable_cache", true);
    if (!discovery_of_source(world, request, &discovery))
        return false;
    bool found = discovery.catalog || refuse_refresh(world, connection, &discovery);
    if (found)
        adopt(world, connection, &discovery);
    discovery_free(&discovery);
    return found;
}

static bool add_end(struct world *world, const struct actor_kind *kind, json_t *connection)
{
    char *doc = actor_get(world, kind, get_text(connection, kind->id));
    if (doc)
        json_object_set_new(connection, kind->name, json_stored(doc));
    free(doc);
    return doc != NULL;
}

static void add_operations(struct world *world, json_t *connection)
{
    json_t *operations = json_array();
    struct rows *rows = operation_list(world, get_text(connection, "connectionId"));
    while (rows && rows_next(rows))
        json_array_append_new(operations, json_stored(rows_text(rows, 0)));
    json_object_set_new(connection, "operations", operations);
}

static void add_activity(struct world *world, json_t *connection)
{
    json_auto_t *activity = connection_overview_activity(world, get_text(connection, "connectionId"));
    json_object_update(connection, activity);
}

/* `connection`, whose streams are decided on, with the rest. */
static bool complete_detail(struct world *world, json_t *connection)
{
    if (!add_end(world, &SOURCE, connection) || !add_end(world, &DESTINATION, connection))
        return false;
    json_object_set(connection, "catalogId", json_object_get(connection, "sourceCatalogId"));
    add_operations(world, connection);
    add_activity(world, connection);
    return true;
}

static bool show(struct world *world, json_t *connection, enum detail_streams streams)
{
    if (streams == DETAIL_REFRESHED)
        return show_refreshed(world, connection);
    return streams == DETAIL_CONFIGURED || show_known(world, connection);
}

char *connection_detail(struct world *world, const char *id, enum detail_streams streams)
{
    json_t *connection = connection_load(world, id);
    if (connection && show(world, connection, streams) && complete_detail(world, connection))
        return world_document(world, "WebBackendConnectionRead", connection);
    json_decref(connection);
    return NULL;
}
