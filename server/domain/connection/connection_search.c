#include "domain/actor/actor.h"
#include "domain/connection/connection.h"
#include "json/get.h"
#include "json/read.h"

#include <string.h>

/* Criteria that a connection's own members answer; whole values are compared. */
static const char *const own_members[] = {
    "connectionId",  "name",     "namespaceDefinition", "namespaceFormat", "prefix", "sourceId",
    "destinationId", "schedule", "scheduleType",        "scheduleData",    "status"};

static bool blank(const json_t *criterion)
{
    const char *text = json_string_value(criterion);
    return text && strspn(text, " \t\r\n") == strlen(text);
}

/* A namespace format of "null" says nothing, as with the real server (docs/behaviour/connections.md#reading).
 */
static bool says_nothing(const char *name, const json_t *criterion)
{
    bool null_format = strcmp(name, "namespaceFormat") == 0 && json_is_string(criterion) &&
                       strcmp(json_string_value(criterion), "null") == 0;
    return !criterion || blank(criterion) || null_format;
}

static bool own_match(json_t *connection, json_t *criteria)
{
    for (size_t i = 0; i < sizeof own_members / sizeof *own_members; i++) {
        const json_t *criterion = json_object_get(criteria, own_members[i]);
        if (!says_nothing(own_members[i], criterion) &&
            !json_equal(criterion, json_object_get(connection, own_members[i])))
            return false;
    }
    return true;
}

static bool end_matches(struct world *world, const struct actor_kind *kind, json_t *connection,
                        json_t *criteria)
{
    if (!criteria)
        return true;
    struct actor actor;
    const char *id = get_text(connection, kind->id);
    if (!actor_load(world, kind, id, &actor))
        return false;
    bool matches = actor_matches(kind, actor.doc, criteria);
    actor_free(&actor);
    return matches;
}

static bool matches(struct world *world, json_t *connection, json_t *criteria)
{
    return own_match(connection, criteria) &&
           end_matches(world, &SOURCE, connection, json_object_get(criteria, "source")) &&
           end_matches(world, &DESTINATION, connection, json_object_get(criteria, "destination"));
}

STATEMENT(ALL_CONNECTIONS, "SELECT doc FROM connection WHERE status <> 'deprecated' ORDER BY rowid");

json_t *connection_search(struct world *world, json_t *criteria)
{
    json_t *found = json_array();
    struct rows *rows = store_rows(world->store, &ALL_CONNECTIONS, SQL_NOTHING);
    while (rows_next(rows)) {
        json_auto_t *connection = json_stored(rows_text(rows, 0));
        if (matches(world, connection, criteria))
            json_array_append(found, connection);
    }
    return found;
}
