#include "sandbox/fault/fault.h"

#include "base/die.h"
#include "base/uuid.h"
#include "sandbox/match/match_path.h"
#include "json/schema/schema.h"

#include <stdlib.h>
#include <string.h>

static const char SENSELESS[] = "Some properties of the fault contained invalid input.";

static int64_t count_of(const struct fault *fault, const char *name, int64_t fallback)
{
    const json_t *count = json_object_get(fault->document, name);
    return count ? json_integer_value(count) : fallback;
}

static void fault_free(struct fault *fault)
{
    match_free(&fault->match);
    json_decref(fault->document);
    free(fault);
}

struct faults faults_begin(uint64_t seed, const char *sandbox)
{
    struct faults faults = {.seed = hash_text("faults", hash_text(sandbox, seed))};
    faults.ids = rng_seeded(faults.seed, "ids");
    return faults;
}

void faults_remove_all(struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        fault_free(faults->items[i]);
    faults->count = 0;
}

void faults_clear(struct faults *faults)
{
    faults_remove_all(faults);
    faults->ids = rng_seeded(faults->seed, "ids");
}

void faults_free(struct faults *faults)
{
    faults_remove_all(faults);
    free(faults->items);
    *faults = (struct faults){0};
}

/* Where the fault of that id stands; the count where there is none. */
static size_t place_of(const struct faults *faults, const char *id)
{
    size_t place = 0;
    while (place < faults->count && strcmp(faults->items[place]->id, id) != 0)
        place++;
    return place;
}

const struct fault *faults_find(const struct faults *faults, const char *id)
{
    size_t place = place_of(faults, id);
    return place < faults->count ? faults->items[place] : NULL;
}

bool faults_remove(struct faults *faults, const char *id)
{
    size_t place = place_of(faults, id);
    if (place == faults->count)
        return false;
    fault_free(faults->items[place]);
    faults->count--;
    memmove(&faults->items[place], &faults->items[place + 1],
            (faults->count - place) * sizeof(struct fault *));
    return true;
}

/* `document` is stolen and has an id. */
static struct fault *fault_new(const struct faults *faults, json_t *document)
{
    struct fault *fault = must_zalloc(sizeof *fault);
    const char *id = json_string_value(json_object_get(document, "id"));
    memcpy(fault->id, id, strlen(id) + 1);
    fault->document = document;
    fault->match = match_compile(json_object_get(document, "match"));
    fault->rng = rng_seeded(faults->seed, id);
    return fault;
}

static void append(struct faults *faults, struct fault *fault)
{
    if (faults->count == faults->room) {
        faults->room = faults->room ? 2 * faults->room : 4;
        faults->items = must_realloc(faults->items, faults->room * sizeof(struct fault *));
    }
    faults->items[faults->count++] = fault;
}

/* A sound document becomes a fault: in the place of the one with its id, or as the newest. */
static const struct fault *put(struct faults *faults, const json_t *document)
{
    json_t *own = json_deep_copy(document);
    if (!json_object_get(own, "id"))
        json_object_set_new(own, "id", json_string(uuid_new(&faults->ids).text));
    struct fault *fault = fault_new(faults, own);
    size_t place = place_of(faults, fault->id);
    if (place == faults->count) {
        append(faults, fault);
        return fault;
    }
    fault_free(faults->items[place]);
    faults->items[place] = fault;
    return fault;
}

const struct fault *faults_add(struct faults *faults, const json_t *document, struct problem *problem)
{
    struct schema_faults mistakes = {0};
    if (!fault_check(document, &mistakes))
        return problem_faults(problem, PROBLEM_INVALID, "", &mistakes, "%s", SENSELESS);
    if (!match_path_check(json_object_get(document, "match"), faults->paths, problem, "match"))
        return NULL;
    return put(faults, document);
}

/* The same, or the same but for the id that it got here. */
static bool is_of(const struct fault *fault, const json_t *document)
{
    json_auto_t *bare = json_copy(fault->document);
    if (!json_object_get(document, "id"))
        json_object_del(bare, "id");
    return json_equal(bare, document);
}

static bool there_already(const struct faults *faults, size_t count, const json_t *document)
{
    for (size_t i = 0; i < count; i++)
        if (is_of(faults->items[i], document))
            return true;
    return false;
}

bool faults_check(const struct faults *faults, struct schema_library *shapes, json_t *list, size_t place,
                  struct problem *problem)
{
    struct schema_faults mistakes = {0};
    const struct schema *shape = schema_library_find(shapes, "FaultCreate");
    json_t *entry = json_array_get(list, place);
    char *prefix = must_printf("faults[%zu]", place), *match = must_printf("%s.match", prefix);
    bool sound = schema_admit(shape, entry, SCHEMA_STRICT, &mistakes) && fault_check(entry, &mistakes);
    if (!sound)
        problem_faults(problem, PROBLEM_INVALID, prefix, &mistakes, "%s", SENSELESS);
    else
        sound = match_path_check(json_object_get(entry, "match"), faults->paths, problem, match);
    free(match);
    free(prefix);
    return sound;
}

bool faults_load(struct faults *faults, struct schema_library *shapes, json_t *list, struct problem *problem)
{
    size_t before = faults->count;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!faults_check(faults, shapes, list, i, problem))
            return false;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!there_already(faults, before, json_array_get(list, i)))
            put(faults, json_array_get(list, i));
    return true;
}

void faults_copy(struct faults *to, const struct faults *from)
{
    faults_remove_all(to);
    for (size_t i = 0; i < from->count; i++) {
        struct fault *fault = fault_new(to, json_incref(from->items[i]->document));
        fault->given = true;
        fault->matched = from->items[i]->matched;
        fault->fired = from->items[i]->fired;
        append(to, fault);
    }
}

json_t *fault_read(const struct fault *fault)
{
    json_t *read = json_pack("{ss}", "id", fault->id);
    json_object_update(read, fault->document);
    json_object_set_new(read, "matched", json_integer(fault->matched));
    json_object_set_new(read, "fired", json_integer(fault->fired));
    return read;
}

static bool is_over(const struct fault *fault)
{
    return fault->fired >= count_of(fault, "times", INT64_MAX);
}

/* Counts a request that fits, and says whether the fault is applied to it. */
static bool chooses(struct fault *fault)
{
    const json_t *probability = json_object_get(fault->document, "probability");
    int64_t every = count_of(fault, "every", 1);
    int64_t place = ++fault->matched - count_of(fault, "after", 0);
    if (place <= 0 || (every > 1 && place % every != 0))
        return false;
    if (probability && rng_unit(&fault->rng) >= json_number_value(probability))
        return false;
    fault->fired++;
    return true;
}

static void strike(struct fault *fault, struct fault_hit *hit)
{
    *hit = (struct fault_hit){.document = json_incref(fault->document)};
    memcpy(hit->id, fault->id, sizeof hit->id);
    hit->delay = fault_delay(json_object_get(fault->document, "delayMs"), &fault->rng);
}

bool faults_choose(struct faults *faults, enum fault_moment moment, struct asked *asked,
                   struct fault_hit *hit)
{
    *hit = (struct fault_hit){0};
    for (size_t i = 0; i < faults->count; i++) {
        struct fault *fault = faults->items[i];
        bool due = (fault->match.status == 0) == (moment == FAULT_ON_ARRIVAL);
        if (!due || is_over(fault) || !match_fits(&fault->match, asked) || !chooses(fault))
            continue;
        strike(fault, hit);
        return true;
    }
    return false;
}

void fault_hit_free(struct fault_hit *hit)
{
    json_decref(hit->document);
    *hit = (struct fault_hit){0};
}

bool fault_hit_after(const struct fault_hit *hit)
{
    const char *phase = json_string_value(json_object_get(hit->document, "phase"));
    return phase && strcmp(phase, "after") == 0;
}
