/* Plans that were never used, and why. */
#include "domain/plan/plan.h"
#include "domain/run/planned_run.h"
#include "verdict/evidence.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SUBJECTS = 1000 };

static const struct {
    enum plan_kind kind;
    const char *member, *thing, *asked;
} kinds[] = {
    {PLAN_RUNS, "runs", "connection", "no job of it began since"},
    {PLAN_CHECK, "check", "source or destination", "no check of it was asked for since"},
    {PLAN_DISCOVER, "discover", "source", "no discovery of it was asked for since"},
};

/* What comes closest to a plan's match: whose key it is that does not fit. */
struct nearest {
    json_t *subject, *misses;
    bool none; /* there is nothing that it could be for */
};

static void consider(struct nearest *nearest, json_t *match, json_t *subject)
{
    json_t *misses = plan_misses(match, subject);
    bool nearer = nearest->none || json_array_size(misses) < json_array_size(nearest->misses);
    nearest->none = false;
    if (nearer) {
        json_decref(nearest->subject);
        json_decref(nearest->misses);
        nearest->subject = json_incref(subject);
        nearest->misses = json_incref(misses);
    }
    json_decref(misses);
}

STATEMENT(CONNECTIONS, "SELECT id FROM connection WHERE status <> 'deprecated' ORDER BY rowid LIMIT ?");

static void consider_connections(struct world *world, json_t *match, struct nearest *nearest)
{
    json_auto_t *ids = json_array();
    size_t index;
    json_t *id;
    const char *config_type = get_text_or(match, "configType", "sync");
    for (struct rows *rows = store_rows(world->store, &CONNECTIONS, SQL_WITH(SQL_INTEGER(MOST_SUBJECTS)));
         rows_next(rows);)
        json_array_append_new(ids, json_string(rows_text(rows, 0)));
    json_array_foreach (ids, index, id) {
        json_auto_t *subject = plan_run_subject(world, json_string_value(id), config_type);
        consider(nearest, match, subject);
    }
}

STATEMENT(ACTORS,
          "SELECT json_patch('{}', json_object('sourceId', doc ->> 'sourceId', 'sourceName', "
          "iif(kind = 'source', doc ->> 'name', NULL), 'sourceDefinitionId', doc ->> 'sourceDefinitionId', "
          "'destinationId', doc ->> 'destinationId', 'destinationName', "
          "iif(kind = 'source', NULL, doc ->> 'name'), 'destinationDefinitionId', "
          "doc ->> 'destinationDefinitionId', 'workspaceId', workspace_id)) "
          "FROM actor WHERE NOT deleted AND (?1 OR kind = 'source') ORDER BY rowid LIMIT ?2");

static void consider_actors(struct world *world, json_t *match, bool destinations, struct nearest *nearest)
{
    struct rows *rows =
        store_rows(world->store, &ACTORS, SQL_WITH(SQL_INTEGER(destinations), SQL_INTEGER(MOST_SUBJECTS)));
    while (rows_next(rows)) {
        json_auto_t *subject = json_stored(rows_text(rows, 0));
        consider(nearest, match, subject);
    }
}

static void say_misses(struct verdict *verdict, const char *id, size_t kind, const json_t *match,
                       const struct nearest *nearest)
{
    const char *key = json_string_value(json_array_get(nearest->misses, 0));
    const char *has = get_text(nearest->subject, key);
    verdict_say(verdict, "The plan \"%s\" was never used: its %s \"%s\" fits no %s; the nearest has %s%s%s.",
                id, key, get_text_or(match, key, ""), kinds[kind].thing, has ? "\"" : "none", has ? has : "",
                has ? "\"" : "");
}

/* Something fits: it was not asked for, or an older plan fits it as well. */
static void say_fits(struct world *world, struct verdict *verdict, const char *id, size_t kind,
                     const struct nearest *nearest)
{
    char *older = plan_of(world, kinds[kind].kind, nearest->subject);
    const char *name = get_text(nearest->subject, "connectionName");
    if (!name)
        name =
            get_text_or(nearest->subject, "sourceName", get_text_or(nearest->subject, "destinationName", ""));
    if (older && strcmp(older, id) != 0)
        verdict_say(verdict,
                    "The plan \"%s\" can never be used: the plan \"%s\" is older and fits %s as well.", id,
                    older, name);
    else
        verdict_say(verdict, "The plan \"%s\" was never used: %s fits it, but %s.", id, name,
                    kinds[kind].asked);
    free(older);
}

static void look_at(struct evidence *evidence, const struct verdict_rule *rule, const json_t *plan,
                    size_t kind)
{
    struct nearest nearest = {.none = true};
    json_t *match = json_object_get(plan, "match");
    const char *id = get_text(plan, "id");
    struct verdict *verdict = verdict_about(evidence, rule, "%s %s", id, kinds[kind].member);
    if (kinds[kind].kind == PLAN_RUNS)
        consider_connections(evidence->world, match, &nearest);
    else
        consider_actors(evidence->world, match, kinds[kind].kind == PLAN_CHECK, &nearest);
    if (nearest.none)
        verdict_say(verdict, "The plan \"%s\" was never used: there is no %s that it could be for.", id,
                    kinds[kind].thing);
    else if (json_array_size(nearest.misses) > 0)
        say_misses(verdict, id, kind, match, &nearest);
    else
        say_fits(evidence->world, verdict, id, kind, &nearest);
    json_decref(nearest.subject);
    json_decref(nearest.misses);
}

void unused_plan(struct evidence *evidence, const struct verdict_rule *rule)
{
    json_auto_t *unused = plan_unused(evidence->world);
    size_t index;
    json_t *plan;
    json_array_foreach (unused, index, plan)
        for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
            if (json_object_get(plan, kinds[kind].member))
                look_at(evidence, rule, plan, kind);
}
