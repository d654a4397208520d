#pragma once

#include "base/rng.h"
#include "domain/world/problem.h"
#include "sandbox/match/match.h"
#include "json/schema/schema.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * HTTP-level trouble on demand, the faults of the control API; names and meanings are WireMock's where it has
 * them. They live in memory, each sandbox has its own. Documents obey schema/control/faults.json.
 *
 * Of those that fit a request, oldest first, the first that chooses it is applied, and no other. A fault
 * whose match names a status is looked at when the answer is there, and so after all others. Chances and
 * delays are drawn from a stream of the fault's own, made of the seed, the sandbox's name and the fault's id:
 * neither the world nor other faults change what it draws.
 */
enum { FAULT_ID = 65 };

struct fault {
    char id[FAULT_ID];
    json_t *document; /* a FaultCreate with the id; never changed */
    bool given;       /* the sandbox began with it */
    struct match match;
    struct rng rng;
    int64_t matched; /* requests that it met and that fitted */
    int64_t fired;
};

struct faults {
    uint64_t seed;            /* the sandbox's own */
    struct rng ids;           /* of faults that come without one */
    const char *const *paths; /* that a match may name: match_path_check() */
    struct fault **items;
    size_t count, room;
};

/* What a fault does to one request; holds whether or not the fault is still there. fault_hit_free() it. */
struct fault_hit {
    char id[FAULT_ID];
    json_t *document; /* NULL: no fault was applied */
    int64_t delay;    /* ms, drawn */
};

/* When faults are asked: FAULT_ON_ANSWER is for those whose match names a status. */
enum fault_moment { FAULT_ON_ARRIVAL, FAULT_ON_ANSWER };

struct faults faults_begin(uint64_t seed, const char *sandbox);
void faults_free(struct faults *faults);

/* As after faults_begin(): no faults, and ids repeat. For resets. */
void faults_clear(struct faults *faults);

/* Adds a FaultCreate (borrowed) as the newest; one with the id of another takes its place. NULL with
 * PROBLEM_INVALID, one entry for each mistake, where it makes no sense beyond its shape. Borrowed. */
const struct fault *faults_add(struct faults *faults, const json_t *document, struct problem *problem);

/* Brings an entry of a list into its shape, and says what is wrong with it: false with a problem whose paths
 * begin with its place, "faults[2].status". */
bool faults_check(const struct faults *faults, struct schema_library *shapes, json_t *list, size_t place,
                  struct problem *problem);

/* Adds a list as fixtures have it (checked by faults_check(), and changed on the way): all, or none and a
 * problem. What is there already, with the same id or,
 * without one, the same in all else, stays as it is. */
bool faults_load(struct faults *faults, struct schema_library *shapes, json_t *list, struct problem *problem);

/* Makes `to` hold what `from` holds, counts included; the chances are drawn from its own seed. */
void faults_copy(struct faults *to, const struct faults *from);

/* The fault of that id, or NULL. Borrowed. */
const struct fault *faults_find(const struct faults *faults, const char *id);

/* False where there is none of that id. */
bool faults_remove(struct faults *faults, const char *id);

/* Forgets all; ids do not repeat. */
void faults_remove_all(struct faults *faults);

/* A Fault: the document and its counts. New reference. */
json_t *fault_read(const struct fault *fault);

/* Asks the faults, and counts. True with a hit where one is applied; nothing is in *hit else. */
bool faults_choose(struct faults *faults, enum fault_moment moment, struct asked *asked,
                   struct fault_hit *hit);
void fault_hit_free(struct fault_hit *hit);

/* True where a fault waits for the answer in this phase, or breaks in before it. */
bool fault_hit_after(const struct fault_hit *hit);

/* Adds what is wrong with a FaultCreate beyond its shape; true where nothing is. */
bool fault_check(const json_t *document, struct schema_faults *mistakes);

/* A delay in ms: delayMs (NULL: none), drawn where it is a distribution. */
int64_t fault_delay(const json_t *delay, struct rng *rng);
