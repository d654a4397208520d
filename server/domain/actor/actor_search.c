#include "domain/actor/actor.h"
#include "json/read.h"

#include <string.h>

/* A text that is not there, or is nothing but blanks, asks for nothing. */
static bool asks(const json_t *criterion)
{
    const char *text = json_string_value(criterion);
    return text ? text[strspn(text, " \t\r\n")] != '\0' : criterion != NULL;
}

static bool same_where_asked(json_t *actor, json_t *criteria, const char *name)
{
    json_t *criterion = json_object_get(criteria, name);
    return !asks(criterion) || json_equal(criterion, json_object_get(actor, name));
}

/* Every top-level key that is given must have the same value; keys that are not given may have any. */
static bool configuration_matches(json_t *configuration, json_t *criteria)
{
    const char *name;
    json_t *value;
    json_object_foreach (criteria, name, value)
        if (!json_equal(value, json_object_get(configuration, name)))
            return false;
    return !criteria || json_is_object(criteria);
}

bool actor_matches(const struct actor_kind *kind, json_t *actor, json_t *criteria)
{
    const char *const names[] = {kind->definition_id, kind->id, "workspaceId", "name", kind->definition_name};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!same_where_asked(actor, criteria, names[i]))
            return false;
    return configuration_matches(json_object_get(actor, "connectionConfiguration"),
                                 json_object_get(criteria, "connectionConfiguration"));
}

STATEMENT(LIVE_ACTORS, "SELECT doc FROM actor WHERE kind = ? AND NOT deleted ORDER BY rowid");

json_t *actor_search(struct world *world, const struct actor_kind *kind, json_t *criteria)
{
    json_t *found = json_array();
    struct rows *rows = store_rows(world->store, &LIVE_ACTORS, SQL_WITH(SQL_TEXT(kind->name)));
    while (rows_next(rows)) {
        json_auto_t *actor = json_stored(rows_text(rows, 0));
        if (actor_matches(kind, actor, criteria))
            json_array_append(found, actor);
    }
    return found;
}
