#include "domain/connection/operation.h"

#include "domain/connection/operator.h"
#include "domain/workspace/workspace.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

static const char TYPE[] = "STANDARD_SYNC_OPERATION";

STATEMENT(PUT_OPERATION,
          "INSERT INTO operation (doc) VALUES (?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc");

static char *store(struct world *world, json_t *operation)
{
    char *doc = world_document(world, "OperationRead", operation);
    store_run(world->store, &PUT_OPERATION, SQL_WITH(SQL_TEXT(doc)));
    return doc;
}

char *operation_create(struct world *world, json_t *request)
{
    if (!workspace_known(world, get_text(request, "workspaceId")))
        return NULL;
    json_t *configuration = operator_kept(world, json_object_get(request, "operatorConfiguration"));
    if (!configuration)
        return NULL;
    json_t *operation = json_pack("{ss}", "operationId", world_uuid(world).text);
    json_object_update(operation, request);
    json_object_set_new(operation, "operatorConfiguration", configuration);
    return store(world, operation);
}

STATEMENT(GET_OPERATION, "SELECT doc FROM operation WHERE id = ?");

char *operation_get(struct world *world, const char *id)
{
    char *doc = store_text(world->store, &GET_OPERATION, SQL_WITH(SQL_TEXT(id)));
    return doc ? doc : problem_not_found(&world->problem, TYPE, id);
}

/* New reference. */
static json_t *load(struct world *world, const char *id)
{
    return json_take(operation_get(world, id));
}

char *operation_update(struct world *world, json_t *request)
{
    json_t *operation = load(world, get_text(request, "operationId"));
    if (!operation)
        return NULL;
    json_t *configuration = operator_kept(world, json_object_get(request, "operatorConfiguration"));
    if (!configuration) {
        json_decref(operation);
        return NULL;
    }
    json_object_set(operation, "name", json_object_get(request, "name"));
    json_object_set_new(operation, "operatorConfiguration", configuration);
    return store(world, operation);
}

STATEMENT(CONNECTION_KNOWN, "SELECT 1 FROM connection WHERE id = ?");
STATEMENT(OPERATIONS_OF_CONNECTION,
          "SELECT operation.doc FROM connection, json_each(connection.doc, '$.operationIds') AS listed "
          "JOIN operation ON operation.id = listed.value "
          "WHERE connection.id = ? AND NOT operation.deleted ORDER BY listed.key");

struct rows *operation_list(struct world *world, const char *connection_id)
{
    if (!store_integer(world->store, &CONNECTION_KNOWN, SQL_WITH(SQL_TEXT(connection_id)), 0))
        return problem_not_found(&world->problem, "STANDARD_SYNC", connection_id);
    return store_rows(world->store, &OPERATIONS_OF_CONNECTION, SQL_WITH(SQL_TEXT(connection_id)));
}

STATEMENT(FORGET_IN_CONNECTIONS,
          "UPDATE connection SET doc = json_set(doc, '$.operationIds', json((SELECT json_group_array(value) "
          "FROM json_each(doc, '$.operationIds') WHERE value <> ?1))) "
          "WHERE id IN (SELECT connection_id FROM connection_operation WHERE operation_id = ?1)");
STATEMENT(UNLINK_EVERYWHERE, "DELETE FROM connection_operation WHERE operation_id = ?");
STATEMENT(DELETE_OPERATION, "UPDATE operation SET deleted = 1 WHERE id = ?");

void operation_delete(struct world *world, const char *id)
{
    store_run(world->store, &FORGET_IN_CONNECTIONS, SQL_WITH(SQL_TEXT(id)));
    store_run(world->store, &UNLINK_EVERYWHERE, SQL_WITH(SQL_TEXT(id)));
    store_run(world->store, &DELETE_OPERATION, SQL_WITH(SQL_TEXT(id)));
}

json_t *operation_check(const json_t *configuration)
{
    const char *type = get_text(configuration, "operatorType");
    return json_pack("{ss}", "status", json_object_get(configuration, type) ? "succeeded" : "failed");
}

bool operation_usable(struct world *world, const char *operation_id, const char *workspace_id)
{
    json_auto_t *operation = load(world, operation_id);
    if (!operation)
        return false;
    const char *own = get_text(operation, "workspaceId");
    return strcmp(own, workspace_id) == 0 ||
           problem_set(&world->problem, PROBLEM_INVALID,
                       "Operation and connection do not belong to the same workspace. Workspace id: %s, "
                       "Operation id: %s, Operation workspace id: %s",
                       workspace_id, operation_id, own);
}

STATEMENT(LINK, "INSERT OR IGNORE INTO connection_operation (connection_id, operation_id) VALUES (?, ?)");

void operation_link(struct world *world, const char *connection_id, json_t *operation_ids)
{
    size_t index;
    json_t *id;
    json_array_foreach (operation_ids, index, id) {
        store_run(world->store, &LINK, SQL_WITH(SQL_TEXT(connection_id), SQL_TEXT(json_string_value(id))));
    }
}

STATEMENT(UNLINK_ALL, "DELETE FROM connection_operation WHERE connection_id = ?");

void operation_relink(struct world *world, const char *connection_id, json_t *operation_ids)
{
    store_run(world->store, &UNLINK_ALL, SQL_WITH(SQL_TEXT(connection_id)));
    operation_link(world, connection_id, operation_ids);
}

STATEMENT(
    DELETE_UNSHARED,
    "UPDATE operation SET deleted = 1 WHERE id IN (SELECT operation_id FROM connection_operation AS own "
    "WHERE connection_id = ?1 AND operation_id = coalesce(?2, operation_id) AND NOT EXISTS "
    "(SELECT 1 FROM connection_operation WHERE operation_id = own.operation_id AND connection_id <> ?1))");
STATEMENT(UNLINK, "DELETE FROM connection_operation "
                  "WHERE connection_id = ?1 AND operation_id = coalesce(?2, operation_id)");

/* `operation_id` NULL: all of the connection's. */
void operation_unlink(struct world *world, const char *connection_id, const char *operation_id)
{
    store_run(world->store, &DELETE_UNSHARED, SQL_WITH(SQL_TEXT(connection_id), SQL_TEXT(operation_id)));
    store_run(world->store, &UNLINK, SQL_WITH(SQL_TEXT(connection_id), SQL_TEXT(operation_id)));
}

void operation_detach(struct world *world, const char *connection_id)
{
    operation_unlink(world, connection_id, NULL);
}
