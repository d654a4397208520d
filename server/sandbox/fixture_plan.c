#include "domain/plan.h"
#include "sandbox/fixture_parts.h"

#include <stdlib.h>

/* Brings the entry into the shape in which the control API takes plans. */
static bool shaped(struct fixture_load *load, json_t *entry)
{
    struct schema_faults faults = {0};
    const struct schema *shape = schema_library_find(load->world->shared->shapes, "PlanCreate");
    if (schema_admit(shape, entry, SCHEMA_STRICT, &faults))
        return true;
    return problem_faults(&load->world->problem, PROBLEM_INVALID, "", &faults, "%s", faults.items[0].message);
}

/* The same plan: of the same id, or, where the entry has none, the same in all else. */
static bool same(json_t *plan, json_t *entry)
{
    if (!json_object_get(entry, "id"))
        json_object_del(plan, "id");
    return json_equal(plan, entry);
}

/* A plan that is there stays as it is: what was taken of it is not given back. */
static bool there_already(struct world *world, json_t *entry)
{
    bool found = false;
    json_auto_t *wanted = world_shape(world, "Plan", json_deep_copy(entry));
    struct rows *rows = plan_rows(world);
    while (rows_next(rows)) {
        json_auto_t *plan = world_parse(rows_text(rows, 0));
        found = found || same(plan, wanted);
    }
    return found;
}

bool fixture_plan(struct fixture_load *load, json_t *entry)
{
    return shaped(load, entry) &&
           (there_already(load->world, entry) || fixture_done(plan_add(load->world, entry)));
}
