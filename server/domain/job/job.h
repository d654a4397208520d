#pragma once

#include "domain/world/world.h"

#include <stdbool.h>

/*
 * Jobs and their attempts: rows and state machines. Legal transitions are two tables (JobStatus.java,
 * DefaultJobPersistence); any other is a mistake of ours and ends the program.
 */
enum job_status {
    JOB_PENDING,
    JOB_RUNNING,
    JOB_INCOMPLETE,
    JOB_FAILED,
    JOB_SUCCEEDED,
    JOB_CANCELLED,
    JOB_STATUSES
};
/* What a job is called. Clears are resets, refreshes are syncs that read streams anew; releases before 0.63
 * know neither word.
 */
enum job_type { JOB_SYNC, JOB_RESET, JOB_CLEAR, JOB_REFRESH, JOB_TYPES };
enum attempt_status { ATTEMPT_RUNNING, ATTEMPT_FAILED, ATTEMPT_SUCCEEDED };

/* A job that goes on, in SQL: word for word as the index of such jobs has it. */
#define OPEN_JOB "(status = 'pending' OR status = 'running' OR status = 'incomplete')"
#define OPEN_JOB_OF(TABLE)                                                                                   \
    "(" TABLE ".status = 'pending' OR " TABLE ".status = 'running' OR " TABLE ".status = 'incomplete')"

/* The columns of a job that job_read() reads. */
#define JOB_COLUMNS                                                                                          \
    "id, connection_id, config_type = 'reset_connection', status, created_at, updated_at, "                  \
    "streams_to_reset, run, called = 'clear', refresh"

const char *job_status_name(enum job_status status);
const char *attempt_status_name(enum attempt_status status);
bool job_status_terminal(enum job_status status);

/* Of a word that was checked, or that we stored. */
enum job_status job_status_named(const char *name);

/* "reset_connection"; and the type of that name, JOB_TYPES where there is none. */
const char *job_type_name(enum job_type type);
enum job_type job_type_find(const char *name);

struct job {
    int64_t id;
    char *connection_id;
    bool reset;    /* it wipes streams, else it is a sync of some kind */
    bool clear;    /* a reset that is called a clear */
    char *refresh; /* of a refresh: {"mode", "streams"}, JSON; or NULL */
    enum job_status status;
    int64_t created_at, updated_at; /* ms */
    char *streams_to_reset;         /* JSON, or NULL */
    char *run;                      /* a PlanRun, or NULL; while it is not over */
    char *origin, *plan; /* what asked for it and what drives it: for job_insert(), not read back */
};

struct attempt {
    int64_t job_id;
    int number; /* from 0 */
    enum attempt_status status;
    int64_t created_at, updated_at, ended_at;   /* ms; ended_at 0 while it runs */
    char *script, *output, *failure, *reported; /* JSON, or NULL */
};

enum job_type job_type(const struct job *job);
void job_free(struct job *job);
void attempt_free(struct attempt *attempt);

/* False, with PROBLEM_NOT_FOUND and the real text, where there is no such job. To be freed where it was
 * found. */
bool job_load(struct world *world, int64_t id, struct job *job);

/* The non-terminal job of a connection. False where it has none; no problem is set. */
bool job_load_open(struct world *world, const char *connection_id, struct job *job);

/* The newest sync or reset that was not cancelled. False where there is none; no problem is set. */
bool job_load_last(struct world *world, const char *connection_id, struct job *job);

/* A new job, pending, its id taken from the world's one sequence; `job` holds connection, kind, streams,
 * run, origin and plan. */
void job_insert(struct world *world, struct job *job);

/* Moves a job on, now, away from any gate; an illegal step ends the program. */
void job_move(struct world *world, struct job *job, enum job_status to);

/* A new attempt, running; its job must be running by now. */
void attempt_insert(struct world *world, struct job *job, const char *script, struct attempt *attempt);

/* The newest attempt of a job. False where it has none. */
bool attempt_load_last(struct world *world, int64_t job_id, struct attempt *attempt);
bool attempt_load(struct world *world, int64_t job_id, int number, struct attempt *attempt);

/* How many attempts a job had so far: the number of its next. */
int attempt_count(struct world *world, int64_t job_id);

/* Ends a running attempt, now, with what it did and why it failed (texts, borrowed, or NULL). Without output
 * its script stays, for the log. */
void attempt_end(struct world *world, struct attempt *attempt, enum attempt_status to, const char *output,
                 const char *failure);

/* All attempts of a job, oldest first; each row is read with attempt_read(), which fills what the caller
 * frees. */
struct rows *attempt_rows(struct world *world, int64_t job_id);
void attempt_read(struct rows *rows, struct attempt *attempt);

/* A row of a job's columns, as a new job. */
void job_read(struct rows *rows, struct job *job);

/* When the newest job of all was made, in ms; INT64_MIN where there is none. */
int64_t job_newest(struct world *world);

/* Adds the number of all jobs of each status to `counts`. */
void job_count_all(struct world *world, int64_t counts[JOB_STATUSES]);
