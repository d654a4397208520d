#pragma once

#include "domain/run/simulation.h"

/* What the simulation is made of. */

/* A new job of a connection, which begins unless a plan lets it wait. */
void simulation_start_job(struct world *world, const char *connection_id, struct job *job);

/* The job's next attempt: after the pause that a plan wants, or now, unless a gate holds it. */
void simulation_next_attempt(struct world *world, struct job *job, int number);
void simulation_begin_attempt(struct world *world, struct job *job);

/* The running attempt has come to its end, unless a gate holds it; what follows is started or planned. */
void simulation_end_attempt(struct world *world, struct job *job);

/* Forgets that a sync is to follow a reset; whether it was to. */
bool simulation_take_following_sync(struct world *world, const char *connection_id);

/* Nothing is left to reset; whether a sync was to follow. */
bool simulation_forget_reset(struct world *world, const char *connection_id);

/* Lets a job go on that waited at a gate. */
void simulation_release(struct world *world, int64_t job_id);
