#pragma once

#include "domain/world/world.h"

#include <stdbool.h>

/* What happens next in a world: rows ordered by time, then by when they were added. */
enum event_kind { EVENT_ATTEMPT_START, EVENT_ATTEMPT_END, EVENT_SCHEDULE };

struct event {
    enum event_kind kind;
    int64_t due; /* ms */
    char *connection_id;
    int64_t job_id; /* 0 for EVENT_SCHEDULE */
};

void event_free(struct event *event);

void event_add(struct world *world, const struct event *event);

struct job;
void event_add_of_job(struct world *world, const struct job *job, enum event_kind kind, int64_t due);

/* Takes the first event due by `until` out of the queue; to be freed. False where there is none. */
bool event_take(struct world *world, int64_t until, struct event *event);

/* Takes all events of a connection of one kind, or all of a job, out of the queue. */
void event_drop(struct world *world, const char *connection_id, enum event_kind kind);
void event_drop_job(struct world *world, int64_t job_id);

/* Reads world->next_due anew. */
void event_look(struct world *world);
