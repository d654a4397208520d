#include "domain/connection.h"
#include "domain/schedule.h"
#include "domain/state.h"
#include "sandbox/fixture_parts.h"

#include <stdlib.h>
#include <string.h>

STATEMENT(CONNECTION_OF_NAME,
          "SELECT id FROM connection WHERE name = coalesce(?1, (SELECT doc ->> 'name' FROM actor "
          "WHERE id = ?2) || ' <> ' || (SELECT doc ->> 'name' FROM actor WHERE id = ?3)) "
          "AND source_id = ?2 AND destination_id = ?3 AND status <> 'deprecated' ORDER BY rowid LIMIT 1");

/* An entry without an id is the one of its name, or of the name that it would get, between the same ends. */
static void find_by_name(struct fixture_load *load, json_t *entry)
{
    if (json_object_get(entry, "connectionId"))
        return;
    char *id = store_text(load->world->store, &CONNECTION_OF_NAME,
                          WITH(TEXT(fixture_text(entry, "name")), TEXT(fixture_text(entry, "sourceId")),
                               TEXT(fixture_text(entry, "destinationId"))));
    if (id)
        json_object_set_new(entry, "connectionId", json_string(id));
    free(id);
}

static bool update(struct fixture_load *load, json_t *entry)
{
    static const char *const fixed[] = {"sourceId", "destinationId", NULL};
    json_auto_t *stored = connection_load(load->world, fixture_text(entry, "connectionId"));
    return fixture_keeps(load, entry, stored, fixed) && fixture_done(connection_update(load->world, entry));
}

STATEMENT(REVIVE_CONNECTION, "UPDATE connection SET unmanaged = 0 WHERE id = ?");

bool fixture_connection(struct fixture_load *load, json_t *entry)
{
    find_by_name(load, entry);
    /* what create would let pass and update not must not pass once and fail the next time */
    if (!schedule_sound(load->world, entry, false))
        return false;
    const char *id = fixture_text(entry, "connectionId");
    bool known = id && store_run(load->world->store, &REVIVE_CONNECTION, WITH(TEXT(id)));
    return known ? update(load, entry) : fixture_done(connection_create(load->world, entry));
}

/* Of the member that the type names; what state_merge() finds wrong has paths of another request. */
static bool state_sound(struct fixture_load *load, const json_t *entry)
{
    static const struct {
        const char *type, *part;
    } parts[] = {{"stream", "streamState"}, {"global", "globalState"}, {"legacy", "state"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(fixture_text(entry, "stateType"), parts[i].type) == 0)
            return json_object_get(entry, parts[i].part) ||
                   problem_at(&load->world->problem, PROBLEM_INVALID, parts[i].part,
                              "is missing but it is required");
    return true;
}

STATEMENT(DROP_STATE, "DELETE FROM state WHERE connection_id = ?");

/* Replaces all that is there. */
bool fixture_state(struct fixture_load *load, json_t *entry)
{
    const char *id = fixture_text(entry, "connectionId");
    if (!state_sound(load, entry) || !fixture_done(connection_get(load->world, id)))
        return false;
    store_run(load->world->store, &DROP_STATE, WITH(TEXT(id)));
    if (strcmp(fixture_text(entry, "stateType"), "not_set") != 0)
        state_save(load->world, id, entry);
    return true;
}
