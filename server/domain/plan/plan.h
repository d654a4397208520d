#pragma once

#include "domain/world/world.h"

#include <stdbool.h>

/*
 * What tests say will happen: to jobs, to checks, to discoveries. The oldest plan that has something of that
 * kind and whose `match` fits is used; the first that it meets takes the first of its list, and so on, the
 * last repeats. Documents are Plan texts (schema/control/plans.json), new.
 */
enum plan_kind { PLAN_RUNS, PLAN_CHECK, PLAN_DISCOVER };

/* `request` is a PlanCreate, changed on the way; one with the id of another takes its place and begins anew.
 * NULL with PROBLEM_INVALID for what could never come true. */
char *plan_add(struct world *world, json_t *request);

/* The shape PlanRead: the plan and how far it was used. NULL with PROBLEM_NOT_FOUND. */
char *plan_get(struct world *world, const char *id);

/* False with PROBLEM_NOT_FOUND. */
bool plan_remove(struct world *world, const char *id);
void plan_remove_all(struct world *world);

/* All plans with how far they were taken, to be put into another state of the world. New reference. */
json_t *plan_save(struct world *world);
void plan_restore(struct world *world, json_t *saved);

/* Documents, oldest first. */
struct rows *plan_rows(struct world *world);

/* True where any plan has something of that kind: only then is a subject worth describing. */
bool plan_any(struct world *world, enum plan_kind kind);

/* Whether a plan fits the subject: the members of a PlanMatch that it has, names without `*`. */
bool plan_covers(struct world *world, enum plan_kind kind, const json_t *subject);

/* What the plan that fits says, and so is taken: a PlanRun, PlanCheck or PlanDiscovery; and that plan's id, a
 * new text, where `id` is given. New reference, or NULL where none fits. */
json_t *plan_take(struct world *world, enum plan_kind kind, const json_t *subject, char **id);

/* The id of the plan that fits the subject, a new text, or NULL; nothing is taken. */
char *plan_of(struct world *world, enum plan_kind kind, const json_t *subject);

/* Names of a PlanMatch's (NULL: nothing's) keys that the subject has not, or has otherwise. New reference. */
json_t *plan_misses(json_t *match, const json_t *subject);

/* The plans that there are now were not made for what comes: the sandbox begins with them. */
void plan_give_all(struct world *world);

/* The others, each without what of it was used: Plans, of which nothing but id and match may be left. New
 * reference. */
json_t *plan_unused(struct world *world);

/* True where a PlanCreate makes sense beyond its shape; else PROBLEM_INVALID with the path. */
bool plan_check(struct world *world, json_t *request);
