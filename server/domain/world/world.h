#pragma once

#include "base/rng.h"
#include "base/steps.h"
#include "base/uuid.h"
#include "domain/world/change.h"
#include "domain/world/clock.h"
#include "domain/world/outbox.h"
#include "domain/world/problem.h"
#include "domain/world/release.h"
#include "store/store.h"

#include <stdint.h>

/* What an operator sets, as far as the rules care. */
struct settings {
    int64_t sync_span; /* ms that a sync takes when no plan says otherwise */
    int max_attempts;  /* of a job */
    bool auto_disable; /* connections that keep failing become inactive */
    int max_failed_jobs_in_a_row;
    int max_days_of_only_failed_jobs;
    const char *webapp_url; /* base of links in notifications; borrowed */
};

/* What all worlds share and none changes. */
struct shared {
    struct release_shapes *shapes; /* the API's, by their names in schema/api */
    struct registry *registry;     /* the public connectors */
    const char *const *paths;      /* of the operations that a match may name, NULL-ended; NULL: any */
    struct settings settings;
};

/*
 * One isolated Airbyte as the rules see it: its data, its clock, its random numbers, and what went wrong in
 * the present request. Nothing in domain/ reads another clock or draws from elsewhere.
 */
struct world {
    const struct shared *shared;
    enum release release;          /* whose Config API it speaks */
    struct schema_library *shapes; /* of that release */
    bool amended; /* it speaks, or spoke, another than the oldest: documents are not the replies */
    struct store *store;
    struct clock clock;
    struct rng rng;
    int64_t now;         /* ms; stands still during a request or an event */
    bool time_told;      /* by world_tell_time(), since somebody last took it back */
    int64_t next_due;    /* ms; when the next event falls due, INT64_MAX for never */
    bool lasting;        /* its store outlives the program: what it remembers is written with each commit */
    uint64_t remembered; /* the random numbers' state as it was last written */
    const char *request; /* X-Request-Id of the call under way; NULL for what happens by itself */
    struct problem problem;
    struct steps steps; /* that the present request may still take */
    struct work *work;  /* that is under way in it and may rest; NULL for none */
    struct outbox outbox;
    struct changes changes; /* of jobs, since whoever commits last took them */
};

/* Gives the request's steps anew, or those of an entry that is as much as a request. */
void world_renew_steps(struct world *world);

/* Lets work begin, to which the whole world belongs until it is over (NULL). */
void world_give_to(struct world *world, struct work *work);

/* Commits, clock and random numbers with it; a lasting world goes on with them after a restart. */
void world_commit(struct world *world);

/* The time, for a reply that is another one later though nothing changes. */
int64_t world_tell_time(struct world *world);

/* From now on the world speaks that release, after a restart and in copies as well. */
void world_speak(struct world *world, enum release release);

/* Speaks what the store says: the oldest release where nothing ever made it speak another. */
void world_recall_release(struct world *world);

/* Reads back what the last commit of an earlier life remembered; nothing where there was none. */
void world_recall(struct world *world);

/* For a row that must be there and is not: ends the program, unless the store was found damaged. Then it
 * returns, and whatever is made of that is rolled back. */
void world_miss(const struct world *world, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct uuid world_uuid(struct world *world);

/* What a query's first row holds in its first column, a JSON document. New reference, or NULL for no row and
 * for an SQL NULL. */
json_t *world_json(const struct world *world, const struct statement *query,
                   const struct argument *arguments);

/* `value` (stolen) as text, in the order and with the members of an API shape, no nulls. */
char *world_document(const struct world *world, const char *shape, json_t *value);

/* world_document() as JSON. New reference. */
json_t *world_shape(const struct world *world, const char *shape, json_t *value);
