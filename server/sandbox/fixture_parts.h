#pragma once

/* What the files that load and export fixtures share. Only server/sandbox includes this. */

#include "base/uuid.h"
#include "domain/actor_kind.h"
#include "domain/job.h"
#include "sandbox/fixture.h"

/* A job of the past on its way into the world. */
struct past_job {
    json_t *entry;    /* borrowed */
    json_t *attempts; /* as they count; a reference of its own */
    size_t order;     /* in the document */
    char connection_id[UUID_TEXT];
    int64_t start, end; /* ms */
    int64_t place;      /* among its connection's */
};

/* A document on its way into the world. */
struct fixture_load {
    struct world *world;
    json_t *document;
    json_t *places;   /* {connection's id: how many jobs it has so far} */
    json_t *keys;     /* {job's key: true} */
    json_t *outlines; /* {connection's id: its outline}, of those whose jobs are written */
    struct past_job *jobs;
    size_t job_count;
};

/* Each loads one entry. False with a problem in the world, its paths beginning inside the entry. */
bool fixture_workspace(struct fixture_load *load, json_t *entry);
bool fixture_source_definition(struct fixture_load *load, json_t *entry);
bool fixture_destination_definition(struct fixture_load *load, json_t *entry);
bool fixture_source(struct fixture_load *load, json_t *entry);
bool fixture_destination(struct fixture_load *load, json_t *entry);
bool fixture_operation(struct fixture_load *load, json_t *entry);
bool fixture_connection(struct fixture_load *load, json_t *entry);
bool fixture_state(struct fixture_load *load, json_t *entry);
bool fixture_plan(struct fixture_load *load, json_t *entry);

/* Checks a job and keeps it in load->jobs. */
bool fixture_job(struct fixture_load *load, json_t *entry);

/* Writes the jobs that were kept, the oldest first, and plans the next runs of their connections. */
void fixture_jobs_write(struct fixture_load *load);

/* Frees the jobs that were kept. */
void fixture_jobs_free(struct fixture_load *load);

/* The workspace that a fresh Airbyte has goes where the document brings one and nothing hangs on it. */
void fixture_drop_boot_workspace(struct fixture_load *load);

/* Gives an entry that names no workspace the first one. */
void fixture_default_workspace(struct fixture_load *load, json_t *entry);

/* True where the entry says of these members (NULL-ended) what is stored (borrowed); else a problem: a change
 * there would make it another thing. */
bool fixture_keeps(struct fixture_load *load, const json_t *entry, const json_t *stored,
                   const char *const *members);

/* True for a text, which is freed. */
bool fixture_done(char *document);

/* A member's text, or NULL. Borrowed. */
const char *fixture_text(const json_t *entry, const char *name);

/* The attempts of a job as they count: what is left out is filled in. New reference. */
json_t *fixture_attempts(const struct world *world, const json_t *job);

/* How long an attempt took, in ms. */
int64_t fixture_attempt_span(const json_t *attempt);

/* Whether the attempts end as their job does; else a problem. */
bool fixture_attempts_sound(struct world *world, const json_t *job, const json_t *attempts);

/* Lives through the attempts of a pending job, from the world's time on; of one that was cancelled, the last
 * is cut short. `connection` is a document. The job is then succeeded, incomplete or, cancelled, as it was.
 */
void fixture_attempts_play(struct world *world, struct job *job, const json_t *attempts, json_t *connection,
                           bool cancelled);

/* The jobs of these connections (entries of an export) that are over, the first to start first. New
 * reference. */
json_t *fixture_export_jobs(struct world *world, const json_t *connections);

/* schema/fixture.json, compiled; to be freed. */
struct schema *fixture_schema(void);

/* Makes what went wrong a mistake of the fixture: a fault of the whole document, or the world's problem in an
 * entry, which is thereby over. */
void fixture_mistake_at(struct fixture_mistake *mistake, const struct schema_fault *fault);
void fixture_mistake_in_entry(struct fixture_mistake *mistake, struct problem *problem, const char *section,
                              size_t index, json_t *entry);
