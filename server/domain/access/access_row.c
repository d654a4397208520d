#include "domain/access/access_row.h"

#include <stdlib.h>

const struct access_kind ORGANIZATION = {"organization", "ORGANIZATION", "organizationId",
                                         "OrganizationResponse"};
const struct access_kind USER = {"user", "USER", "id", "UserResponse"};
const struct access_kind PERMISSION = {"permission", "PERMISSION", "permissionId", "PermissionResponse"};
const struct access_kind APPLICATION = {"application", "APPLICATION", "id", "ApplicationRead"};

STATEMENT(UPDATE_ACCESS, "UPDATE access SET doc = ?3 WHERE kind = ?1 AND id = ?2");
STATEMENT(INSERT_ACCESS, "INSERT INTO access (kind, id, doc) VALUES (?, ?, ?)");

char *access_put(struct world *world, const struct access_kind *kind, json_t *document)
{
    json_t *id = json_incref(json_object_get(document, kind->id));
    char *doc = world_document(world, kind->shape, document);
    const struct argument *row =
        SQL_WITH(SQL_TEXT(kind->name), SQL_TEXT(json_string_value(id)), SQL_TEXT(doc));
    if (store_run(world->store, &UPDATE_ACCESS, row) == 0)
        store_run(world->store, &INSERT_ACCESS, row);
    json_decref(id);
    return doc;
}

STATEMENT(GET_ACCESS, "SELECT doc FROM access WHERE kind = ? AND id = ?");

char *access_find(struct world *world, const struct access_kind *kind, const char *id)
{
    return store_text(world->store, &GET_ACCESS, SQL_WITH(SQL_TEXT(kind->name), SQL_TEXT(id)));
}

char *access_get(struct world *world, const struct access_kind *kind, const char *id)
{
    char *doc = access_find(world, kind, id);
    return doc ? doc : problem_not_found(&world->problem, kind->type, id);
}

STATEMENT(DELETE_ACCESS, "DELETE FROM access WHERE kind = ? AND id = ?");

bool access_delete(struct world *world, const struct access_kind *kind, const char *id)
{
    return store_run(world->store, &DELETE_ACCESS, SQL_WITH(SQL_TEXT(kind->name), SQL_TEXT(id))) > 0 ||
           problem_not_found(&world->problem, kind->type, id);
}

STATEMENT(LIST_ACCESS, "SELECT doc FROM access WHERE kind = ? ORDER BY rowid");

struct rows *access_rows(struct world *world, const struct access_kind *kind)
{
    return store_rows(world->store, &LIST_ACCESS, SQL_WITH(SQL_TEXT(kind->name)));
}

STATEMENT(COUNT_ACCESS, "SELECT count(*) FROM access WHERE kind = ?");

int64_t access_count(struct world *world, const struct access_kind *kind)
{
    return store_integer(world->store, &COUNT_ACCESS, SQL_WITH(SQL_TEXT(kind->name)), 0);
}

bool access_import(struct world *world, const struct access_kind *kind, json_t *entry)
{
    json_t *document = json_copy(entry);
    if (!json_object_get(document, kind->id))
        json_object_set_new(document, kind->id, json_string(world_uuid(world).text));
    free(access_put(world, kind, document));
    return true;
}
