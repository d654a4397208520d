#include "domain/discovery/schema_change.h"

#include "base/die.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/diff.h"
#include "domain/connection/connection_record.h"
#include "domain/connection/next_run.h"
#include "domain/discovery/discovered_catalog.h"
#include "domain/notification/notification.h"
#include "json/get.h"

#include <stdlib.h>
#include <string.h>

/* The last comparison. Connections of one source are often made alike, and then it holds for the next. */
struct comparison {
    char *original_id;  /* of the catalog that the connection was made from, or NULL */
    json_t *original;   /* that catalog; the connection's own where it is not known */
    json_t *configured; /* the connection's own */
    json_t *diff;
};

static void comparison_free(struct comparison *comparison)
{
    free(comparison->original_id);
    json_decref(comparison->original);
    json_decref(comparison->configured);
    json_decref(comparison->diff);
}

static bool same_origin(const struct comparison *last, const char *id)
{
    return id ? last->original_id && strcmp(last->original_id, id) == 0 : !last->original_id;
}

static bool holds_for(const struct comparison *last, const char *original_id, const json_t *configured)
{
    return last->diff && same_origin(last, original_id) && json_equal(last->configured, configured);
}

/* Each is copied, ordered, printed and compared. */
enum { STEPS_OF_A_STREAM = 100 };

bool streams_afford(struct world *world, const json_t *catalog)
{
    size_t streams = json_array_size(json_object_get(catalog, "streams"));
    return steps_take(&world->steps, 1 + STEPS_OF_A_STREAM * streams) ||
           problem_set(
               &world->problem, PROBLEM_INVALID,
               "The source has more streams to be compared with those of its connections than one request "
               "has steps for; nothing was changed.");
}

/* Where the catalog that a connection was made from is not known, its own is taken for it. */
static void take_original(struct world *world, const char *id, struct comparison *comparison)
{
    comparison->original = id ? discovered_catalog_get(world, id) : NULL;
    if (comparison->original)
        comparison->original_id = must_strdup(id);
    else
        comparison->original = json_incref(comparison->configured);
}

static bool compare(struct world *world, json_t *connection, json_t *catalog, struct comparison *comparison)
{
    const char *id = get_text(connection, "sourceCatalogId");
    json_t *configured = connection_catalog(connection);
    if (!steps_take(&world->steps, 1 + json_array_size(json_object_get(configured, "streams"))))
        return streams_afford(world, configured);
    if (holds_for(comparison, id, configured))
        return true;
    comparison_free(comparison);
    *comparison = (struct comparison){.configured = json_incref(configured)};
    take_original(world, id, comparison);
    if (!streams_afford(world, comparison->original) || !streams_afford(world, catalog))
        return false;
    comparison->diff = catalog_diff(comparison->original, catalog, configured);
    return true;
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

static bool propagates(json_t *connection, json_t *diff)
{
    bool fully = get_is(connection, "nonBreakingChangesPreference", "propagate_fully");
    bool columns = get_is(connection, "nonBreakingChangesPreference", "propagate_columns");
    return (fully || columns) && !catalog_diff_empty(diff) && !catalog_diff_breaking(diff);
}

/* The connection follows: its catalog is what it follows from now on. */
static void propagate(struct world *world, json_t *connection, const json_t *original,
                      const struct schema_change_cause *cause)
{
    bool fully = get_is(connection, "nonBreakingChangesPreference", "propagate_fully");
    json_auto_t *followed =
        catalog_propagated(connection_catalog(connection), original, cause->catalog, fully);
    json_t *configured = catalog_configured(followed, "syncCatalog", &world->problem);
    if (!configured) {
        problem_clear(&world->problem);
        return;
    }
    json_object_set_new(connection, "syncCatalog", configured);
    json_object_set_new(connection, "sourceCatalogId", json_string(cause->catalog_id));
}

/* Most finds are as the one before, and then nothing is written. */
static void update_changed(struct world *world, json_t *connection, const struct comparison *comparison,
                           const struct schema_change_cause *cause)
{
    json_t *diff = comparison->diff;
    bool changed = change(connection, "breakingChange", json_boolean(catalog_diff_breaking(diff)));
    if (disables(connection, diff))
        changed |= change(connection, "status", json_string("inactive"));
    bool follows = propagates(connection, diff);
    if (follows)
        propagate(world, connection, comparison->original, cause);
    if (!changed && !follows)
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

static bool apply_to(struct world *world, const char *id, const struct schema_change_cause *cause,
                     struct comparison *comparison, struct schema_change *change)
{
    json_auto_t *connection = connection_load(world, id);
    if (!connection || !compare(world, connection, cause->catalog, comparison))
        return false;
    json_t *diff = comparison->diff;
    update_changed(world, connection, comparison, cause);
    if (cause->notify)
        notify(world, connection, diff);
    if (strcmp(id, cause->named) == 0)
        *change = (struct schema_change){.diff = json_incref(diff), .connection = json_incref(connection)};
    return true;
}

/* Nothing changed for those that were made from the catalog that was found, and say so. */
STATEMENT(CONCERNED_CONNECTIONS_OF_SOURCE,
          "SELECT json_group_array(id) FROM connection WHERE source_id = ?1 AND status <> 'deprecated' AND "
          "(id = ?2 OR outline ->> 'breakingChange' OR outline ->> 'sourceCatalogId' IS NOT ?3)");

bool schema_change_apply(struct world *world, const struct schema_change_cause *cause,
                         struct schema_change *change)
{
    json_auto_t *ids =
        world_json(world, &CONCERNED_CONNECTIONS_OF_SOURCE,
                   SQL_WITH(SQL_TEXT(cause->source_id), SQL_TEXT(cause->named), SQL_TEXT(cause->catalog_id)));
    *change = (struct schema_change){0};
    struct comparison comparison = {0};
    bool affordable = true;
    for (size_t i = 0; i < json_array_size(ids) && affordable; i++)
        affordable = apply_to(world, json_string_value(json_array_get(ids, i)), cause, &comparison, change);
    comparison_free(&comparison);
    return affordable;
}
