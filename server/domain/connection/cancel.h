#pragma once

#include "domain/job/job.h"

/* Ends an open job from outside: its events are dropped, a running attempt fails with `summary` (an
 * AttemptFailureSummary; stolen), and its workspace is told. */
void job_end(struct world *world, struct job *job, enum job_status to, json_t *summary);

/* Cancels the open job of a connection, if it has one, as a user does. */
void job_cancel_open(struct world *world, const char *connection_id);
