#include "domain/discovery/schema_change.h"

#include "domain/catalog/diff.h"
#include "domain/connection/connection_record.h"
#include "domain/connection/next_run.h"
#include "domain/discovery/discovered_catalog.h"
#include "domain/notification/notification.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

/* The catalog that a connection was made from; its own where that is not known. New reference. */
static json_t *original_catalog(struct world *world, json_t *connection)
{
    const char *id = get_text(connection, "sourceCatalogId");
    json_t *catalog = id ? discovered_catalog_get(world, id) : NULL;
    return catalog ? catalog : json_incref(connection_catalog(connection));
}

static json_t *diff_of(struct world *world, json_t *connection, json_t *catalog)
{
    json_auto_t *original = original_catalog(world, connection);
    return catalog_diff(original, catalog, connection_catalog(connection));
}

static bool disables(json_t *connection, json_t *diff)
{
    bool any_change_disables = get_is(connection, "nonBreakingChangesPreference", "disable");
    return catalog_diff_breaking(diff) || (any_change_disables && !catalog_diff_empty(diff));
}

/* True where the member was another before. Steals `value`. */
static bool change(json_t *connection, const char *name, json_t *value)
{
    bool differs = !json_equal(json_object_get(connection, name), value);
    json_object_set_new(connection, name, value);
    return differs;
}

/* Most finds are as the one before, and then nothing is written. */
static void update_changed(struct world *world, json_t *connection, json_t *diff)
{
    bool changed = change(connection, "breakingChange", json_boolean(catalog_diff_breaking(diff)));
    if (disables(connection, diff))
        changed |= change(connection, "status", json_string("inactive"));
    if (!changed)
        return;
    free(connection_store(world, json_incref(connection)));
    next_run_replan(world, get_text_or(connection, "connectionId", ""));
}

/* docs/behaviour/schema-changes.md#telling: only a change is worth a word, and only where the connection
 * wants it. */
static void notify(struct world *world, json_t *connection, const json_t *diff)
{
    bool wanted = get_true(connection, "notifySchemaChanges");
    if (wanted && !catalog_diff_empty(diff))
        notification_schema_changed(world, connection, diff);
}

static void apply_to(struct world *world, const char *id, const struct schema_change_cause *cause,
                     struct schema_change *change)
{
    json_auto_t *connection = connection_load(world, id);
    json_auto_t *diff = diff_of(world, connection, cause->catalog);
    update_changed(world, connection, diff);
    if (cause->notify)
        notify(world, connection, diff);
    if (strcmp(id, cause->named) == 0)
        *change = (struct schema_change){.diff = json_incref(diff), .connection = json_incref(connection)};
}

STATEMENT(LIVE_CONNECTIONS_OF_SOURCE, "SELECT json_group_array(id) FROM connection "
                                      "WHERE source_id = ? AND status <> 'deprecated'");

void schema_change_apply(struct world *world, const struct schema_change_cause *cause,
                         struct schema_change *change)
{
    char *list = store_text(world->store, &LIVE_CONNECTIONS_OF_SOURCE, SQL_WITH(SQL_TEXT(cause->source_id)));
    json_auto_t *ids = json_stored(list);
    size_t index;
    json_t *id;
    *change = (struct schema_change){0};
    json_array_foreach (ids, index, id)
        apply_to(world, json_string_value(id), cause, change);
    free(list);
}
