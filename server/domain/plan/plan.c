#include "domain/plan/plan.h"

#include "base/die.h"
#include "base/glob.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

static const char *const members[] = {
    [PLAN_RUNS] = "runs", [PLAN_CHECK] = "check", [PLAN_DISCOVER] = "discover"};

STATEMENT(PUT_PLAN, "INSERT INTO plan (doc) VALUES (?) "
                    "ON CONFLICT (id) DO UPDATE SET doc = excluded.doc, taken = '{}'");

char *plan_add(struct world *world, json_t *request)
{
    if (!plan_check(world, request))
        return NULL;
    if (!json_object_get(request, "id"))
        json_object_set_new(request, "id", json_string(world_uuid(world).text));
    char *doc = world_document(world, "Plan", json_incref(request));
    store_run(world->store, &PUT_PLAN, SQL_WITH(SQL_TEXT(doc)));
    return doc;
}

static bool unknown_plan(struct world *world, const char *id)
{
    return problem_set(&world->problem, PROBLEM_NOT_FOUND, "Could not find plan: %s", id);
}

/* A list is used up when each of its items was taken; what is no list, when it was taken once. */
#define USED_UP(KIND)                                                                                        \
    "coalesce(taken ->> '" KIND "', 0) >= iif(json_type(doc, '$." KIND "') = 'array', "                      \
    "json_array_length(doc, '$." KIND "'), doc -> '" KIND "' IS NOT NULL)"

STATEMENT(GET_PLAN,
          "SELECT json_set(doc, '$.matched', coalesce(taken ->> 'runs', 0) + "
          "coalesce(taken ->> 'check', 0) + coalesce(taken ->> 'discover', 0), "
          "'$.jobs', (SELECT json_group_array(id) FROM (SELECT id FROM job WHERE job.plan = plan.id "
          "ORDER BY id)), "
          "'$.exhausted', json(iif(" USED_UP("runs") " AND " USED_UP("check") " AND " USED_UP(
              "discover") ", 'true', 'false'))) "
                          "FROM plan WHERE id = ?");

char *plan_get(struct world *world, const char *id)
{
    char *doc = store_text(world->store, &GET_PLAN, SQL_WITH(SQL_TEXT(id)));
    if (!doc)
        unknown_plan(world, id);
    return doc;
}

STATEMENT(REMOVE_PLAN, "DELETE FROM plan WHERE id = ?");

bool plan_remove(struct world *world, const char *id)
{
    return store_run(world->store, &REMOVE_PLAN, SQL_WITH(SQL_TEXT(id))) > 0 || unknown_plan(world, id);
}

STATEMENT(REMOVE_PLANS, "DELETE FROM plan");

void plan_remove_all(struct world *world)
{
    store_run(world->store, &REMOVE_PLANS, SQL_NOTHING);
}

STATEMENT(
    SAVE_PLANS,
    "SELECT json_group_array(json_array(doc, taken)) FROM (SELECT doc, taken FROM plan ORDER BY rowid)");

json_t *plan_save(struct world *world)
{
    return world_json(world, &SAVE_PLANS, SQL_NOTHING);
}

STATEMENT(RESTORE_PLAN, "INSERT INTO plan (doc, taken) VALUES (?, ?)");

void plan_restore(struct world *world, json_t *saved)
{
    size_t index;
    json_t *plan;
    plan_remove_all(world);
    json_array_foreach (saved, index, plan)
        store_run(world->store, &RESTORE_PLAN,
                  SQL_WITH(SQL_TEXT(json_string_value(json_array_get(plan, 0))),
                           SQL_TEXT(json_string_value(json_array_get(plan, 1)))));
}

STATEMENT(LIST_PLANS, "SELECT doc FROM plan ORDER BY rowid");

struct rows *plan_rows(struct world *world)
{
    return store_rows(world->store, &LIST_PLANS, SQL_NOTHING);
}

STATEMENT(ANY_PLAN, "SELECT 1 FROM plan WHERE doc -> ? IS NOT NULL LIMIT 1");

bool plan_any(struct world *world, enum plan_kind kind)
{
    return store_integer(world->store, &ANY_PLAN, SQL_WITH(SQL_TEXT(members[kind])), 0);
}

json_t *plan_misses(json_t *match, const json_t *subject)
{
    json_t *misses = json_array(), *pattern;
    const char *name;
    json_object_foreach (match, name, pattern) {
        const char *value = get_text(subject, name);
        if (!value || !glob_fits(json_string_value(pattern), value))
            json_array_append_new(misses, json_string(name));
    }
    return misses;
}

static bool match_fits(const char *match, const json_t *subject)
{
    json_auto_t *wanted = match ? json_stored(match) : NULL;
    json_auto_t *misses = plan_misses(wanted, subject);
    return json_array_size(misses) == 0;
}

STATEMENT(PLANS_OF_KIND,
          "SELECT id, doc ->> 'match', doc -> ?1 FROM plan WHERE doc -> ?1 IS NOT NULL ORDER BY rowid");

/* The list, or the only one, of the plan that fits: a new reference, and its id a new text; or NULL. */
static json_t *find_plan(struct world *world, enum plan_kind kind, const json_t *subject, char **id)
{
    json_t *found = NULL;
    struct rows *rows = store_rows(world->store, &PLANS_OF_KIND, SQL_WITH(SQL_TEXT(members[kind])));
    while (!found && rows_next(rows))
        if (match_fits(rows_text(rows, 1), subject)) {
            *id = rows_copy(rows, 0);
            found = json_stored(rows_text(rows, 2));
        }
    if (found)
        rows_end(rows);
    return found;
}

bool plan_covers(struct world *world, enum plan_kind kind, const json_t *subject)
{
    char *id = NULL;
    json_auto_t *found = find_plan(world, kind, subject, &id);
    free(id);
    return found != NULL;
}

char *plan_of(struct world *world, enum plan_kind kind, const json_t *subject)
{
    char *id = NULL;
    json_decref(find_plan(world, kind, subject, &id));
    return id;
}

STATEMENT(COUNT_TAKEN, "UPDATE plan SET taken = json_set(taken, '$.' || ?2, coalesce(taken ->> ?2, 0) + 1) "
                       "WHERE id = ?1 RETURNING (taken ->> ?2) - 1");

json_t *plan_take(struct world *world, enum plan_kind kind, const json_t *subject, char **taken)
{
    char *id = NULL;
    json_auto_t *found = find_plan(world, kind, subject, &id);
    if (!found)
        return NULL;
    size_t turn =
        (size_t)store_integer(world->store, &COUNT_TAKEN, SQL_WITH(SQL_TEXT(id), SQL_TEXT(members[kind])), 0);
    size_t count = json_array_size(found);
    if (taken)
        *taken = id;
    else
        free(id);
    return json_incref(count ? json_array_get(found, turn < count ? turn : count - 1) : found);
}

STATEMENT(GIVE_PLANS, "UPDATE plan SET given = 1 WHERE NOT given");

void plan_give_all(struct world *world)
{
    store_run(world->store, &GIVE_PLANS, SQL_NOTHING);
}

STATEMENT(UNUSED_PLANS, "SELECT doc, taken FROM plan WHERE NOT given ORDER BY rowid");

json_t *plan_unused(struct world *world)
{
    json_t *unused = json_array();
    for (struct rows *rows = store_rows(world->store, &UNUSED_PLANS, SQL_NOTHING); rows_next(rows);) {
        json_t *plan = json_stored(rows_text(rows, 0));
        json_auto_t *taken = json_stored(rows_text(rows, 1));
        for (size_t kind = 0; kind < sizeof members / sizeof *members; kind++)
            if (json_object_get(taken, members[kind]))
                json_object_del(plan, members[kind]);
        json_array_append_new(unused, plan);
    }
    return unused;
}
