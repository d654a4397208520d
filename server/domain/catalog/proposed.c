#include "domain/catalog/catalog.h"
#include "domain/catalog/parts.h"
#include "json/get.h"
#include "json/list.h"
#include "json/read.h"

static void set_modes(json_t *config, const char *mode, const char *destination_mode)
{
    json_object_set_new(config, "syncMode", json_string(mode));
    json_object_set_new(config, "destinationSyncMode", json_string(destination_mode));
}

void config_choose_modes(json_t *config, const json_t *stream)
{
    bool keyed = json_array_size(json_object_get(stream, "sourceDefinedPrimaryKey")) > 0;
    json_auto_t *whole = json_string("full_refresh");
    if (get_true(stream, "sourceDefinedCursor") && keyed)
        set_modes(config, "incremental", "append_dedup");
    else if (list_has(json_object_get(stream, "supportedSyncModes"), whole))
        set_modes(config, "full_refresh", "overwrite");
    else
        set_modes(config, "incremental", "append");
}

static void pick(json_t *entry, bool picked)
{
    json_t *config = json_object_get(entry, "config");
    config_choose_modes(config, json_object_get(entry, "stream"));
    json_object_set_new(config, "selected", json_boolean(picked));
    json_object_set_new(config, "suggested", json_boolean(picked));
}

/* What is suggested, or alone. */
static void pick_all(json_t *catalog, const json_t *suggested)
{
    json_t *streams = json_object_get(catalog, "streams"), *entry;
    bool alone = json_array_size(streams) == 1;
    size_t i;
    json_array_foreach (streams, i, entry) {
        json_t *name = json_object_get(json_object_get(entry, "stream"), "name");
        pick(entry, alone || (suggested && list_has(suggested, name)));
    }
}

json_t *catalog_proposed(const json_t *catalog, const char *suggested, bool picks, struct work *work)
{
    json_auto_t *names = suggested ? json_stored(suggested) : NULL;
    json_t *proposed = catalog_discovered(catalog, names, work);
    if (picks)
        pick_all(proposed, names);
    return proposed;
}
