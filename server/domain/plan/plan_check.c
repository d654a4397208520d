#include "base/die.h"
#include "domain/plan/failure_preset.h"
#include "domain/plan/plan.h"
#include "json/get.h"
#include "json/schema/schema.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where in a plan something stands: "runs[0].attempts[1].gate". */
struct plan_path {
    char text[120];
};

__attribute__((format(printf, 1, 2))) static struct plan_path path_of(const char *format, ...)
{
    struct plan_path path;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path.text, sizeof path.text, format, arguments);
    va_end(arguments);
    return path;
}

static bool refuse_plan(struct world *world, const struct plan_path *at, const char *member,
                        const char *reason)
{
    struct plan_path path = path_of("%s%s%s", at->text, *member ? "." : "", member);
    return problem_at(&world->problem, PROBLEM_INVALID, path.text, "%s", reason);
}

static bool outcome_is(const json_t *attempt, const char *outcome)
{
    const char *given = get_text(attempt, "outcome");
    const char *usual = json_object_get(attempt, "failure") ? "failed" : "succeeded";
    return strcmp(given ? given : usual, outcome) == 0;
}

/* What an attempt says that its outcome leaves no room for. */
static bool outcome_check(struct world *world, const json_t *attempt, const struct plan_path *at)
{
    static const struct {
        const char *outcome, *member, *reason;
    } contradictions[] = {
        {"succeeded", "failure", "an attempt that succeeds has no failure"},
        {"hang", "failure", "an attempt that hangs has no failure: it ends when its job is cancelled"},
        {"hang", "gate", "an attempt that hangs never comes to the gate before its end"},
    };
    for (size_t i = 0; i < sizeof contradictions / sizeof *contradictions; i++)
        if (outcome_is(attempt, contradictions[i].outcome) &&
            json_object_get(attempt, contradictions[i].member))
            return refuse_plan(world, at, contradictions[i].member, contradictions[i].reason);
    return true;
}

static bool same_stream(const json_t *one, const json_t *other)
{
    const json_t *space = json_object_get(one, "namespace"),
                 *other_space = json_object_get(other, "namespace");
    return json_equal(json_object_get(one, "name"), json_object_get(other, "name")) &&
           (space == other_space || json_equal(space, other_space));
}

static bool stream_is_first(const json_t *streams, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (same_stream(json_array_get(streams, i), json_array_get(streams, index)))
            return false;
    return true;
}

static bool stream_check(struct world *world, const json_t *attempt, size_t index, const struct plan_path *at)
{
    const json_t *streams = json_object_get(attempt, "streams"), *stream = json_array_get(streams, index);
    const json_t *records = json_object_get(stream, "records");
    const json_t *committed = json_object_get(stream, "committed");
    struct plan_path path = path_of("%s.streams[%zu]", at->text, index);
    if (!stream_is_first(streams, index))
        return refuse_plan(world, &path, "name", "this stream is there twice");
    if (committed && outcome_is(attempt, "hang"))
        return refuse_plan(world, &path, "committed", "an attempt that hangs commits nothing");
    if (committed && !records)
        return refuse_plan(world, &path, "committed", "records committed are of no use without records");
    if (records && json_integer_value(records) == 0 && get_integer(stream, "bytes") > 0)
        return refuse_plan(world, &path, "bytes", "where no record comes no bytes come");
    return json_integer_value(committed) <= json_integer_value(records) ||
           refuse_plan(world, &path, "committed", "no more records can be committed than there are");
}

static bool streams_check(struct world *world, const json_t *attempt, const struct plan_path *at)
{
    for (size_t i = 0; i < json_array_size(json_object_get(attempt, "streams")); i++)
        if (!stream_check(world, attempt, i, at))
            return false;
    return true;
}

static bool item_shaped(struct world *world, const char *shape, json_t *said, const struct plan_path *at)
{
    struct schema_faults faults = {0};
    if (schema_admit(schema_library_find(world->shapes, shape), said, SCHEMA_STRICT, &faults))
        return true;
    problem_faults(&world->problem, PROBLEM_INVALID, at->text, &faults, "%s: %s", at->text,
                   faults.items[0].message);
    return false;
}

/* A name is put in words: what is stored, and shown, says what will happen. */
static bool failure_named(struct world *world, json_t *attempt, const struct plan_path *at)
{
    json_t *failure = failure_preset(world, get_text(attempt, "failure"), at->text);
    return failure && json_object_set_new(attempt, "failure", failure) == 0;
}

static bool failure_check(struct world *world, json_t *attempt, const struct plan_path *at)
{
    json_t *failure = json_object_get(attempt, "failure");
    struct plan_path path = path_of("%s.failure", at->text);
    if (json_is_string(failure))
        return failure_named(world, attempt, &path);
    if (failure && !item_shaped(world, "PlanFailure", failure, &path))
        return false;
    return !json_object_get(failure, "stackTrace") || !json_object_get(failure, "stacktrace") ||
           refuse_plan(world, at, "failure.stackTrace",
                       "stackTrace and stacktrace are the same: give one of them");
}

static bool attempt_check(struct world *world, const json_t *attempts, size_t index,
                          const struct plan_path *at)
{
    json_t *attempt = json_array_get(attempts, index);
    struct plan_path path = path_of("%s.attempts[%zu]", at->text, index);
    if (index > 0 && !outcome_is(json_array_get(attempts, index - 1), "failed"))
        return refuse_plan(world, &path, "",
                           "never comes: another attempt follows only where the one before it fails");
    return outcome_check(world, attempt, &path) && failure_check(world, attempt, &path) &&
           streams_check(world, attempt, &path);
}

static bool run_check(struct world *world, const json_t *run, size_t index)
{
    const json_t *attempts = json_object_get(run, "attempts");
    struct plan_path path = path_of("runs[%zu]", index);
    for (size_t i = 0; i < json_array_size(attempts); i++)
        if (!attempt_check(world, attempts, i, &path))
            return false;
    return true;
}

static bool runs_check(struct world *world, const json_t *request)
{
    size_t index;
    const json_t *run;
    json_array_foreach (json_object_get(request, "runs"), index, run) {
        if (!run_check(world, run, index))
            return false;
    }
    return true;
}

/* A single one, or one of a list. */
static json_t *item(json_t *one_or_list, size_t index)
{
    return json_is_array(one_or_list) ? json_array_get(one_or_list, index) : index ? NULL : one_or_list;
}

/* A discovery says one thing: a catalogue, a failure, or changes of what the connector finds. */
static bool says_one_thing(const json_t *found)
{
    bool changes = json_object_get(found, "removeStream") || json_object_get(found, "addField") ||
                   json_object_get(found, "removeField");
    return !!json_object_get(found, "catalog") + !!json_object_get(found, "fails") + changes == 1;
}

static bool discoveries_check(struct world *world, const json_t *request)
{
    const json_t *found;
    for (size_t i = 0; (found = item(json_object_get(request, "discover"), i)); i++)
        if (!says_one_thing(found)) {
            struct plan_path path = path_of("discover[%zu]", i);
            return refuse_plan(world, &path, "",
                               "a discovery has a catalog, or fails, or changes what the connector finds");
        }
    return true;
}

/* One, or a list: told apart here, so that what is wrong is said of the one that was meant. */
static bool items_shaped(struct world *world, json_t *request, const char *member, const char *shape)
{
    json_t *said = json_object_get(request, member);
    if (!json_is_array(said)) {
        struct plan_path path = path_of("%s", member);
        return !said || item_shaped(world, shape, said, &path);
    }
    for (size_t i = 0; i < json_array_size(said); i++) {
        struct plan_path path = path_of("%s[%zu]", member, i);
        if (!item_shaped(world, shape, json_array_get(said, i), &path))
            return false;
    }
    const struct plan_path path = path_of("%s", member);
    return json_array_size(said) > 0 ||
           refuse_plan(world, &path, "", "there must be a minimum of 1 items in the array");
}

/* Adds so many of a check, and what comes then. */
static void add_times(json_t *list, json_t *check)
{
    json_int_t times = json_integer_value(json_object_get(check, "times"));
    const char *then = get_text_or(check, "then", times ? "succeeded" : NULL);
    json_object_del(check, "times");
    for (json_int_t i = 0; i < (times ? times : 1); i++)
        json_array_append(list, check);
    if (then)
        json_array_append_new(list, json_pack("{ss}", "status", then));
    json_object_del(check, "then");
}

/* "times" and "then" are put as the list that they mean. */
static bool checks_unfolded(json_t *request)
{
    json_t *said = json_object_get(request, "check"), *list = json_array(), *check;
    for (size_t i = 0; (check = item(said, i)); i++)
        add_times(list, check);
    if (json_array_size(list) > 1)
        json_object_set(request, "check", list);
    json_decref(list);
    return true;
}

/* Members of a match that nothing of a kind has: a plan with them never fits. */
static bool match_check(struct world *world, const json_t *request)
{
    static const struct {
        const char *kind, *members, *reason;
    } strangers[] = {
        {"check", "connectionId connectionName configType", "a check is of a source or destination alone"},
        {"discover", "connectionId connectionName configType", "a discovery is of a source alone"},
        {"discover", "destinationId destinationName destinationDefinitionId",
         "a discovery is of a source alone"},
    };
    const struct plan_path match = path_of("match");
    const char *name;
    json_t *value;
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
        json_object_foreach (json_object_get(request, "match"), name, value)
            if (json_object_get(request, strangers[i].kind) && strstr(strangers[i].members, name))
                return refuse_plan(world, &match, name, strangers[i].reason);
    return true;
}

static bool says_something(struct world *world, const json_t *request)
{
    return json_object_get(request, "runs") || json_object_get(request, "check") ||
           json_object_get(request, "discover") ||
           problem_at(&world->problem, PROBLEM_INVALID, "runs",
                      "a plan says what becomes of runs, of a check or of a discover");
}

bool plan_check(struct world *world, json_t *request)
{
    return says_something(world, request) && match_check(world, request) && runs_check(world, request) &&
           items_shaped(world, request, "check", "PlanCheck") && checks_unfolded(request) &&
           items_shaped(world, request, "discover", "PlanDiscovery") && discoveries_check(world, request);
}
