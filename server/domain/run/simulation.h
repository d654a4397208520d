#pragma once

#include "domain/job/job.h"

/*
 * What happens by itself: jobs that start, move data, fail, are tried again, and schedules that start them.
 * Everything is an event on the world's clock; a request first settles what fell due before it.
 */

/* Runs, in order, all events due by `now` and sets the world's time to it. Costs one comparison when nothing
 * is due. */
void simulation_settle(struct world *world, int64_t now);

/* The same until moment_monotonic() reaches `limit`: false where events are left, and the world's time is
 * that of the last that ran. */
bool simulation_settle_until(struct world *world, int64_t now, int64_t limit);

/* True where events are due by `now` and wait for room: in a full store nothing happens by itself, and the
 * world's time stays that of the last event that ran. */
bool simulation_stuck(struct world *world, int64_t now);

/* After opening a store: fails the jobs whose runner is gone, and reads when the next event is due. */
void simulation_start(struct world *world);

/* After a rollback, or when another state was put in place: reads again when the next event is due, and
 * forgets what was to be told. */
void simulation_forget(struct world *world);

/* Runs a connection now. False with PROBLEM_CONFLICT where it runs already or is deleted, PROBLEM_NOT_FOUND.
 */
bool simulation_sync(struct world *world, const char *connection_id, struct job *job);

/* Resets the streams listed (stream descriptors; borrowed), or all of a connection (NULL): ends what runs,
 * then starts a reset, which is called a clear where `clear`. PROBLEM_INVALID for a stream that the
 * connection has not. */
bool simulation_reset(struct world *world, const char *connection_id, json_t *streams, bool clear,
                      struct job *job);

/* Starts a sync that reads the streams listed, or all (none listed), anew; `mode` is Truncate or Merge. False
 * as simulation_sync() and simulation_reset(). */
bool simulation_refresh(struct world *world, const char *connection_id, const char *mode, json_t *streams,
                        struct job *job);

/* The same for streams of which some may be gone, followed by a sync. */
void simulation_reset_streams(struct world *world, const char *connection_id, json_t *streams);

/* Cancels a job; one that is over stays as it is. */
void simulation_cancel(struct world *world, struct job *job);

/* Opens a gate of plans, which stays open; what waits there is due now. */
void simulation_open_gate(struct world *world, const char *name);
