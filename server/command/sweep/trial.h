#pragma once

#include "base/loop.h"
#include "gateway/app.h"

#include <stdbool.h>
#include <sys/types.h>

/* How a run of the command came out. */
enum outcome { OUTCOME_UNKNOWN, OUTCOME_SURVIVED, OUTCOME_FAILED, OUTCOME_HUNG };

/* One run of the command under test, in a sandbox of its own, with at most one fault. */
struct trial {
    const char *method; /* of the operation that meets the fault; NULL for the first run, which meets none */
    char *path;
    size_t fault; /* its place among the faults */
    char sandbox[24];
    pid_t pid; /* 0 while it does not run */
    struct loop_timer timer;
    int64_t began, took; /* ms */
    enum outcome outcome;
    bool met;         /* the fault was applied */
    bool job_left;    /* a job goes on that nobody waited for */
    json_t *problems; /* that the first run had not; NULL until it is over */
    struct sweep *sweep;
};

/* The kinds of fault, in the order of the table's columns. */
size_t fault_kinds(void);
const char *fault_kind_name(size_t kind);

/* The kind as a FaultCreate for that operation; `slow` is how long a slow answer takes, ms. New reference. */
json_t *fault_kind_document(size_t kind, const char *method, const char *path, int64_t slow);
