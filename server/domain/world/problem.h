#pragma once

#include "json/schema/faults.h"

/*
 * Why something that a client asked for cannot be done. domain/ sets it, api/ makes a status and a body of
 * it. The functions that set one return NULL, so that a failing step is one line: `return
 * problem_not_found(...)`.
 */
enum problem_kind {
    PROBLEM_NONE,
    PROBLEM_NOT_FOUND,     /* 404 */
    PROBLEM_SPECIFICATION, /* 422: a configuration, schedule or field selection breaks what it must fulfil */
    PROBLEM_INVALID,       /* 422: anything else that is the request's fault */
    PROBLEM_CONFLICT,      /* 409: the state forbids it */
    PROBLEM_LOCKED,        /* 423: as long as a job runs */
    PROBLEM_PROTOCOL,      /* 400: a connector's protocol version is not supported */
    PROBLEM_REFUSED,       /* 400: the request cannot be carried out as it is */
    PROBLEM_FORBIDDEN,     /* 403: an installation like this one may not do that */
    PROBLEM_EXHAUSTED,     /* 503: a limit that an option sets is reached */
    PROBLEM_FULL,          /* 507: the store has no room for what was written */
};

struct problem {
    enum problem_kind kind;
    char *message;    /* without the prefix that api/ adds by kind */
    char *id;         /* of what was not found, or the value that the code is about; or NULL */
    const char *type; /* of what was not found, or NULL; static */
    const char
        *code; /* which of the public API's kinds it is (gateway/problem_document.c); NULL: by `kind` */
    struct schema_faults faults;
};

/* Forgets the problem. */
void problem_clear(struct problem *problem);

/* The first problem wins: one that is set stays. Each returns NULL. */
void *problem_set(struct problem *problem, enum problem_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "Could not find configuration for <type>: <id>."; types are Airbyte's: STANDARD_SYNC, SOURCE_CONNECTION,
 * ... */
void *problem_not_found(struct problem *problem, const char *type, const char *id);

/* The same, of a kind that the public API has a name for; `id` (may be NULL) is the value that it tells. */
void *problem_coded(struct problem *problem, enum problem_kind kind, const char *code, const char *id,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* One property is at fault: one entry of the reply's validationErrors, whose text is the message as well. */
void *problem_at(struct problem *problem, enum problem_kind kind, const char *path, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Takes the faults over; each path gets `prefix` before it. */
void *problem_faults(struct problem *problem, enum problem_kind kind, const char *prefix,
                     struct schema_faults *faults, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
