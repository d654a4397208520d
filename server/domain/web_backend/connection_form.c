#include "domain/web_backend/connection_form.h"

#include "base/die.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/diff.h"
#include "domain/connection/connection.h"
#include "domain/connection/connection_record.h"
#include "domain/connection/operation.h"
#include "domain/connection/state.h"
#include "domain/discovery/discovered_catalog.h"
#include "domain/run/simulation.h"
#include "json/get.h"
#include "json/list.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

/* Changes the operation where its id is among the owned, else makes it under an id of its own. A document, or
 * NULL with a problem. */
static char *write_operation(struct world *world, json_t *entry, json_t *owned)
{
    if (list_has(owned, json_object_get(entry, "operationId")))
        return operation_update(world, entry);
    json_object_del(entry, "operationId");
    return operation_create(world, entry);
}

/* Writes all of a form's operations and adds their ids to the list. */
static bool write_operations(struct world *world, json_t *entries, json_t *owned, json_t *ids)
{
    size_t index;
    json_t *entry;
    json_array_foreach (entries, index, entry) {
        char *doc = write_operation(world, entry, owned);
        if (!doc)
            return false;
        json_auto_t *operation = json_stored(doc);
        json_array_append(ids, json_object_get(operation, "operationId"));
        free(doc);
    }
    return true;
}

char *connection_form_create(struct world *world, json_t *request)
{
    json_t *ids = json_array();
    json_array_extend(ids, json_object_get(request, "operationIds"));
    bool written = write_operations(world, json_object_get(request, "operations"), NULL, ids);
    json_object_set_new(request, "operationIds", ids);
    char *doc = written ? connection_create(world, request) : NULL;
    if (!doc)
        return NULL;
    json_auto_t *connection = json_take(doc);
    return must_strdup(get_text(connection, "connectionId"));
}

/* The newest discovery of a source, or NULL. New reference. */
static json_t *newest_catalog(struct world *world, const char *source_id)
{
    json_auto_t *newest = discovered_catalog_newest(world, source_id);
    const json_t *catalog = json_object_get(newest, "catalog");
    return catalog ? catalog_from_protocol(catalog) : NULL;
}

/* Whether what the form selects would break by what was discovered last; a source that was never discovered
 * leaves it as it is. */
static void judge_change(struct world *world, json_t *connection, json_t *request)
{
    json_t *selected = json_object_get(request, "syncCatalog");
    json_auto_t *newest = selected ? newest_catalog(world, get_text(connection, "sourceId")) : NULL;
    if (!newest)
        return;
    json_auto_t *diff = catalog_diff(selected, newest, selected);
    json_object_set_new(request, "breakingChange", json_boolean(catalog_diff_breaking(diff)));
}

static void unlink_unlisted(struct world *world, json_t *connection, json_t *ids)
{
    size_t index;
    json_t *owned;
    json_array_foreach (json_object_get(connection, "operationIds"), index, owned)
        if (!list_has(ids, owned))
            operation_unlink(world, get_text(connection, "connectionId"), json_string_value(owned));
}

static bool reconcile_operations(struct world *world, json_t *connection, json_t *request)
{
    json_t *entries = json_object_get(request, "operations");
    if (!entries)
        return true;
    json_t *ids = json_array();
    json_object_set_new(request, "operationIds", ids);
    if (!write_operations(world, entries, json_object_get(connection, "operationIds"), ids))
        return false;
    unlink_unlisted(world, connection, ids);
    return true;
}

static bool state_is_by_stream(struct world *world, const char *connection_id)
{
    const char *type = state_type(world, connection_id);
    return strcmp(type, "stream") == 0 || strcmp(type, "global") == 0;
}

static void reset_changed(struct world *world, json_t *before, json_t *after)
{
    const char *id = get_text(after, "connectionId");
    json_t *catalog = connection_catalog(after);
    json_auto_t *changed = catalog_streams_to_reset(connection_catalog(before), catalog);
    if (json_array_size(changed) == 0)
        return;
    json_auto_t *all = catalog_streams_to_reset(NULL, catalog);
    simulation_reset_streams(world, id, state_is_by_stream(world, id) ? changed : all);
}

bool connection_form_update(struct world *world, json_t *request)
{
    json_auto_t *before = connection_load(world, get_text(request, "connectionId"));
    if (!before)
        return false;
    judge_change(world, before, request);
    char *doc = reconcile_operations(world, before, request) ? connection_update(world, request) : NULL;
    if (!doc)
        return false;
    json_auto_t *after = json_take(doc);
    if (!get_true(request, "skipReset"))
        reset_changed(world, before, after);
    return true;
}
