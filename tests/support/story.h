#pragma once

#include "support/api.h"

/*
 * Scripts of calls over time, as tables. JSON is written with single quotes; $source, $destination and
 * $connection stand for the story's ids.
 */
struct step {
    double advance;     /* seconds of the sandbox's clock, before the call */
    const char *call;   /* "jobs/get" is POST /v1/jobs/get; "/plans" is POST /__admin/plans */
    const char *body;   /* NULL for none */
    const char *expect; /* what the reply holds: members of objects, lists as a whole, null for absent */
    unsigned status;    /* 0 for 200 */
};

struct story {
    struct api *api;
    char *source, *destination, *connection, *workspace;
};

/* A manual connection of Faker's users and products to Local JSON. */
struct story story_begin(struct api *api);

/* A manual connection of all streams that this source discovers; configurations are JSON as in steps. */
struct story story_between(struct api *api, const char *source_definition, const char *source,
                           const char *destination_definition, const char *destination);
void story_end(struct story *story);

/* JSON as steps write it. New reference. */
json_t *story_json(const struct story *story, const char *text);

void story_play(const struct story *story, const struct step *steps, size_t count);
#define PLAY(story, ...)                                                                                     \
    story_play(story, (const struct step[]){__VA_ARGS__},                                                    \
               sizeof((const struct step[]){__VA_ARGS__}) / sizeof(struct step))

/* Steps that many stories take: a sync of the connection; a plan; what jobs/get says after some seconds. */
#define SYNC                                                                                                 \
    {                                                                                                        \
        0, "connections/sync", "{'connectionId': '$connection'}", NULL, 0                                    \
    }
#define PLAN(plan)                                                                                           \
    {                                                                                                        \
        0, "/plans", plan, NULL, 201                                                                         \
    }
#define JOB(advance, number, expect)                                                                         \
    {                                                                                                        \
        advance, "jobs/get", "{'id': " #number "}", expect, 0                                                \
    }

/* True where `value` holds all that `expected` says. */
bool json_holds(const json_t *value, const json_t *expected);
