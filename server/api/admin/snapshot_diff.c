#include "api/routes.h"
#include "base/die.h"
#include "fixture/fixture.h"
#include "sandbox/request/request_mask.h"
#include "sandbox/sandbox.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

/* What is compared, and what an entry is known by. */
static const struct {
    const char *name, *id;
} sections[] = {
    {"workspaces", "workspaceId"},
    {"sourceDefinitions", "sourceDefinitionId"},
    {"destinationDefinitions", "destinationDefinitionId"},
    {"builderProjects", "builderProjectId"},
    {"sources", "sourceId"},
    {"destinations", "destinationId"},
    {"operations", "operationId"},
    {"connections", "connectionId"},
    {"states", "connectionId"},
    {"jobs", "id"},
    {"plans", "id"},
};

/* A world as it is told to others: real, to be compared, and masked, to be shown. */
struct content {
    json_t *real, *masked;
};

STATEMENT(JOBS, "SELECT json_group_array(json_object('id', id, 'connectionId', connection_id, 'configType', "
                "config_type, 'status', status)) FROM (SELECT * FROM job ORDER BY id)");

/* A fixture's jobs are told by their age, which changes by itself: here they are told by their ids. Empty
 * where the store is found damaged. */
static struct content content_of(struct world *world)
{
    const struct faults none = {0};
    char *export = fixture_export(world, &none), *jobs = store_text(world->store, &JOBS, SQL_NOTHING);
    struct content content = {.real = export ? json_stored(export) : json_object()};
    json_object_set_new(content.real, "jobs", json_take(jobs));
    content.masked = body_masked(world, "", content.real);
    free(export);
    return content;
}

/* Of a snapshot, in a store of its own for as long as it is read. */
static struct content content_then(const struct world *now, const struct snapshot *snapshot)
{
    struct world then = *now;
    then.store = store_open_memory(snapshot->image.bytes, snapshot->image.size);
    then.problem = (struct problem){0};
    struct content content = content_of(&then);
    store_close(then.store);
    return content;
}

static void content_free(struct content *content)
{
    json_decref(content->real);
    json_decref(content->masked);
}

/* One entry, or a value in it, on both sides. */
struct pair {
    const struct content before, after;
};

static json_t *shown(json_t *value)
{
    return value ? json_incref(value) : json_null();
}

static void compare(json_t *members, const char *path, const struct pair *pair);

/* Adds what differs in a member that both sides may have. */
static void compare_member(json_t *members, const char *path, const char *name, const struct pair *pair)
{
    char *inner = must_printf("%s%s%s", path, *path ? "." : "", name);
    const struct pair member = {
        {json_object_get(pair->before.real, name), json_object_get(pair->before.masked, name)},
        {json_object_get(pair->after.real, name), json_object_get(pair->after.masked, name)}};
    compare(members, inner, &member);
    free(inner);
}

static void compare(json_t *members, const char *path, const struct pair *pair)
{
    const char *name;
    json_t *value;
    if (json_equal(pair->before.real, pair->after.real))
        return;
    if (!json_is_object(pair->before.real) || !json_is_object(pair->after.real)) {
        json_array_append_new(members,
                              json_pack("{ss so so}", "path", path, "before", shown(pair->before.masked),
                                        "after", shown(pair->after.masked)));
        return;
    }
    json_object_foreach (pair->before.real, name, value)
        compare_member(members, path, name, pair);
    json_object_foreach (pair->after.real, name, value)
        if (!json_object_get(pair->before.real, name))
            compare_member(members, path, name, pair);
}

/* The place of the entry of that id in a list; its size where there is none. */
static size_t place_of(const json_t *list, const char *member, const json_t *id)
{
    size_t place = 0;
    while (place < json_array_size(list) &&
           !json_equal(json_object_get(json_array_get(list, place), member), id))
        place++;
    return place;
}

/* Steals `members`; those of an entry that is new or gone are NULL. */
static void add_change(json_t *changes, size_t section, const json_t *entry, const char *change,
                       json_t *members)
{
    json_array_append_new(changes,
                          json_pack("{ss ss sO so* sO*}", "section", sections[section].name, "change", change,
                                    "id", json_object_get(entry, sections[section].id), "members", members,
                                    "name", json_object_get(entry, "name")));
}

static void compare_entry(json_t *changes, size_t section, const struct pair *lists, size_t place)
{
    const char *id = sections[section].id;
    json_t *entry = json_array_get(lists->before.real, place), *members = json_array();
    size_t then = place_of(lists->after.real, id, json_object_get(entry, id));
    const struct pair pair = {
        {entry, json_array_get(lists->before.masked, place)},
        {json_array_get(lists->after.real, then), json_array_get(lists->after.masked, then)}};
    if (!pair.after.real)
        add_change(changes, section, entry, "removed", NULL);
    else
        compare(members, "", &pair);
    if (json_array_size(members) > 0)
        add_change(changes, section, entry, "changed", json_incref(members));
    json_decref(members);
}

static void compare_section(json_t *changes, size_t section, const struct content *before,
                            const struct content *after)
{
    const char *name = sections[section].name, *id = sections[section].id;
    const struct pair lists = {{json_object_get(before->real, name), json_object_get(before->masked, name)},
                               {json_object_get(after->real, name), json_object_get(after->masked, name)}};
    for (size_t i = 0; i < json_array_size(lists.before.real); i++)
        compare_entry(changes, section, &lists, i);
    for (size_t i = 0; i < json_array_size(lists.after.real); i++) {
        json_t *entry = json_array_get(lists.after.real, i);
        if (place_of(lists.before.real, id, json_object_get(entry, id)) == json_array_size(lists.before.real))
            add_change(changes, section, entry, "added", NULL);
    }
}

static bool reply_changes(struct call *call, struct content *before, struct content *after)
{
    json_t *changes = json_array();
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        compare_section(changes, i, before, after);
    content_free(before);
    content_free(after);
    return reply_json(call, json_pack("{so}", "changes", changes));
}

static const struct snapshot *snapshot_named(struct call *call, const char *argument)
{
    struct path_argument name = path_argument(call, argument);
    const struct snapshot *snapshot = snapshots_find(&call->sandbox->snapshots, name.text);
    return snapshot
               ? snapshot
               : problem_set(&call->world->problem, PROBLEM_NOT_FOUND, "There is no snapshot %s.", name.text);
}

bool admin_snapshots_diff_now(struct call *call)
{
    const struct snapshot *first = snapshot_named(call, "name");
    if (!first)
        return false;
    struct content before = content_then(call->world, first), after = content_of(call->world);
    return reply_changes(call, &before, &after);
}

bool admin_snapshots_diff(struct call *call)
{
    const struct snapshot *first = snapshot_named(call, "name");
    const struct snapshot *second = first ? snapshot_named(call, "other") : NULL;
    if (!second)
        return false;
    struct content before = content_then(call->world, first), after = content_then(call->world, second);
    return reply_changes(call, &before, &after);
}
