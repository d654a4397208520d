#pragma once

#include "domain/world/world.h"

#include <stdbool.h>

/* Gates of plans: a job that comes to one waits until it is opened; an opened one stays open. */

/* Marks it open; simulation_open_gate() lets go on what waits there. */
void gate_open(struct world *world, const char *name);

/* True where the gate (NULL for none) is shut; then it is noted that the job waits there. */
bool gate_holds(struct world *world, int64_t job_id, const char *name);

/* Ids of the jobs that wait there, oldest first, which then wait no more. New reference. */
json_t *gate_release(struct world *world, const char *name);

/* Gate documents, by name: those opened, those waited at, those that plans name. */
struct rows *gate_rows(struct world *world);

/* One of them, whether anybody knows it or not. A new text. */
char *gate_get(struct world *world, const char *name);
