#pragma once

#include "domain/job/job.h"

/* Writes the script of an attempt (domain/job/script_read.h) when it starts. */

/*
 * The script of a job's attempt of that number, in this order: checks of both ends after a failure, which may
 * end it; a refresh of the schema that is due; nothing at all for an inactive connection, which succeeds as
 * with the real server; what a plan says; what E2E Testing connectors are told to do; the connection's
 * streams with plausible numbers drawn from the world's. New reference.
 */
json_t *script_write(struct world *world, const struct job *job, int number);

/* The script of a job that nobody planned, of an active connection: as many records as the world's numbers
 * say. New reference. */
json_t *script_usual(struct world *world, const struct job *job, json_t *connection);
