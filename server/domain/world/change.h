#pragma once

#include <stddef.h>
#include <stdint.h>

/* A job or an attempt that came to be, or went on to another status. */
enum change_kind { CHANGE_JOB, CHANGE_ATTEMPT };

struct change {
    enum change_kind kind;
    int64_t at; /* ms of the world's clock */
    int64_t job_id;
    int attempt;                               /* its number, for CHANGE_ATTEMPT */
    const char *status;                        /* as the API names it; static */
    char failure_origin[32], failure_type[32]; /* of an attempt that failed, else "" */
};

/*
 * What has changed since somebody last took it. Whoever changes something notes it; whoever commits takes the
 * list and tells those who wait, or drops it after a rollback. Starts as {0}.
 */
struct changes {
    size_t count, room;
    struct change *items;
};

void changes_note(struct changes *changes, const struct change *change);

/* Empties it, and keeps its memory; or frees that too. */
void changes_drop(struct changes *changes);
void changes_free(struct changes *changes);
