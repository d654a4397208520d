#include "domain/registry/definition.h"
#include "domain/registry/registry.h"
#include "json/writer.h"

#include <stdlib.h>

/* A list under way: stored texts, one after the other. */
struct listing {
    struct world *world;
    const struct actor_kind *kind;
    const char *workspace_id;
    void (*add)(struct listing *listing, struct rows *row);
    json_t *own; /* ids that this world has and the registry does not, as a set */
    struct writer items;
    struct writer granted; /* items that come behind all others */
};

enum column { ID, DOC, PUBLIC, CUSTOM, DELETED };

STATEMENT(ALL_DEFINITIONS,
          "SELECT id, doc, public, custom, deleted FROM definition WHERE kind = ? ORDER BY rowid");
STATEMENT(DEFINITION_BY_ID, "SELECT id, doc, public, custom, deleted FROM definition WHERE id = ?");
STATEMENT(ALL_IDS, "SELECT id FROM definition WHERE kind = ?");

static void add_unless_deleted(struct listing *listing, struct rows *row)
{
    if (!rows_integer(row, DELETED))
        listing->add(listing, row);
}

static json_t *own_ids(const struct listing *listing)
{
    json_t *ids = json_object();
    struct rows *rows = store_rows(listing->world->store, &ALL_IDS, SQL_WITH(SQL_TEXT(listing->kind->name)));
    while (rows_next(rows))
        json_object_set_new(ids, rows_text(rows, ID), json_true());
    return ids;
}

static void add_by_id(struct listing *listing, const char *id)
{
    struct rows *rows = store_rows(listing->world->store, &DEFINITION_BY_ID, SQL_WITH(SQL_TEXT(id)));
    if (!rows_next(rows))
        return;
    add_unless_deleted(listing, rows);
    rows_end(rows);
}

/* The registry's, each in this world's own version if it has one, which is then no longer of `own`. */
static void add_public(struct listing *listing)
{
    struct store *registry = registry_store(listing->world->shared->registry);
    struct rows *rows = store_rows(registry, &ALL_DEFINITIONS, SQL_WITH(SQL_TEXT(listing->kind->name)));
    while (rows_next(rows))
        if (json_object_del(listing->own, rows_text(rows, ID)) == 0)
            add_by_id(listing, rows_text(rows, ID));
        else
            add_unless_deleted(listing, rows);
}

static void add_own(struct listing *listing)
{
    if (json_object_size(listing->own) == 0)
        return;
    struct rows *rows =
        store_rows(listing->world->store, &ALL_DEFINITIONS, SQL_WITH(SQL_TEXT(listing->kind->name)));
    while (rows_next(rows))
        if (json_object_get(listing->own, rows_text(rows, ID)))
            add_unless_deleted(listing, rows);
}

static void add_document(struct writer *writer, const char *name, struct rows *row)
{
    write_raw_bytes(writer, name, rows_text(row, DOC), rows_text_size(row, DOC));
}

static char *list(struct listing listing)
{
    struct text *granted = &listing.granted.text;
    listing.own = own_ids(&listing);
    write_list(&listing.items, listing.kind->definition_list);
    add_public(&listing);
    add_own(&listing);
    if (granted->size > 0)
        write_raw_bytes(&listing.items, NULL, granted->data, granted->size);
    write_list_end(&listing.items);
    text_free(granted);
    json_decref(listing.own);
    return writer_take(&listing.items);
}

static void add_any(struct listing *listing, struct rows *row)
{
    add_document(&listing->items, NULL, row);
}

char *definition_list(struct world *world, const struct actor_kind *kind)
{
    return list((struct listing){.world = world, .kind = kind, .add = add_any});
}

static void add_usable(struct listing *listing, struct rows *row)
{
    bool public = rows_integer(row, PUBLIC);
    if (!public && !definition_granted(listing->world, rows_text(row, ID), listing->workspace_id))
        return;
    add_document(public ? &listing->items : &listing->granted, NULL, row);
}

char *definition_list_for_workspace(struct world *world, const struct actor_kind *kind,
                                    const char *workspace_id)
{
    return list(
        (struct listing){.world = world, .kind = kind, .workspace_id = workspace_id, .add = add_usable});
}

STATEMENT(DEFINITION_IN_USE,
          "SELECT 1 FROM actor WHERE workspace_id = ? AND definition_id = ? AND NOT deleted");

static void add_used(struct listing *listing, struct rows *row)
{
    if (store_integer(listing->world->store, &DEFINITION_IN_USE,
                      SQL_WITH(SQL_TEXT(listing->workspace_id), SQL_TEXT(rows_text(row, ID))), 0))
        add_usable(listing, row);
}

char *definition_list_used(struct world *world, const struct actor_kind *kind, const char *workspace_id)
{
    return list(
        (struct listing){.world = world, .kind = kind, .workspace_id = workspace_id, .add = add_used});
}

static void add_private(struct listing *listing, struct rows *row)
{
    if (rows_integer(row, PUBLIC) || rows_integer(row, CUSTOM))
        return;
    bool granted = definition_granted(listing->world, rows_text(row, ID), listing->workspace_id);
    write_object(&listing->items, NULL);
    add_document(&listing->items, listing->kind->definition, row);
    write_bool(&listing->items, "granted", granted);
    write_object_end(&listing->items);
}

char *definition_list_private(struct world *world, const struct actor_kind *kind, const char *workspace_id)
{
    return list(
        (struct listing){.world = world, .kind = kind, .workspace_id = workspace_id, .add = add_private});
}

STATEMENT(LATEST_DEFINITIONS, "SELECT doc FROM definition WHERE kind = ? ORDER BY rowid");

struct rows *definition_list_latest(struct world *world, const struct actor_kind *kind)
{
    return store_rows(registry_store(world->shared->registry), &LATEST_DEFINITIONS,
                      SQL_WITH(SQL_TEXT(kind->name)));
}

STATEMENT(OWN_TAGS, "SELECT id, doc ->> 'dockerImageTag' FROM definition WHERE kind = ? AND NOT deleted");
STATEMENT(HAS_OTHER_TAG, "SELECT 1 FROM definition WHERE id = ? AND doc ->> 'dockerImageTag' <> ?");

int64_t definition_count_updates(struct world *world, const struct actor_kind *kind)
{
    struct store *latest = registry_store(world->shared->registry);
    struct rows *rows = store_rows(world->store, &OWN_TAGS, SQL_WITH(SQL_TEXT(kind->name)));
    int64_t count = 0;
    while (rows_next(rows))
        count += store_integer(latest, &HAS_OTHER_TAG,
                               SQL_WITH(SQL_TEXT(rows_text(rows, 0)), SQL_TEXT(rows_text(rows, 1))), 0);
    return count;
}
