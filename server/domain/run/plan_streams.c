#include "domain/run/plan_streams.h"

#include "base/die.h"
#include "base/glob.h"
#include "domain/catalog/catalog.h"
#include "domain/connection/connection_record.h"
#include "domain/plan/plan.h"
#include "domain/run/planned_run.h"
#include "json/get.h"
#include "json/nearest.h"

#include <stdlib.h>

/* The first stream of that name, whatever its namespace. Borrowed, or NULL. */
static json_t *find_by_name(json_t *catalog, const char *name)
{
    size_t index;
    json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), index, entry)
        if (get_is(json_object_get(entry, "stream"), "name", name))
            return entry;
    return NULL;
}

json_t *plan_stream_find(json_t *connection, const json_t *planned)
{
    json_t *catalog = connection_catalog(connection);
    const char *name = get_text(planned, "name"), *name_space = get_text(planned, "namespace");
    return name_space ? catalog_find(catalog, name, name_space) : find_by_name(catalog, name);
}

/* True where a pattern, if it is given, stands for the text. */
static bool agrees(const char *pattern, const char *text)
{
    return !pattern || glob_fits(pattern, text);
}

STATEMENT(LIVE_CONNECTIONS, "SELECT id, doc ->> 'name' FROM connection WHERE status <> 'deprecated'");

/* The ids of the connections whose id and name agree with a PlanMatch. New reference. */
static json_t *ids_named(struct world *world, const json_t *match)
{
    json_t *ids = json_array();
    struct rows *rows = store_rows(world->store, &LIVE_CONNECTIONS, SQL_NOTHING);
    while (rows_next(rows))
        if (agrees(get_text(match, "connectionId"), rows_text(rows, 0)) &&
            agrees(get_text(match, "connectionName"), rows_text(rows, 1)))
            json_array_append_new(ids, json_string(rows_text(rows, 0)));
    return ids;
}

/* The connections (outlines) whose syncs a PlanMatch fits. New reference. */
static json_t *connections_of(struct world *world, json_t *match)
{
    json_auto_t *ids = ids_named(world, match);
    json_t *connections = json_array(), *id;
    const char *type = get_is(match, "configType", "refresh") ? "refresh" : "sync";
    size_t index;
    json_array_foreach (ids, index, id) {
        json_auto_t *subject = plan_run_subject(world, json_string_value(id), type);
        json_auto_t *misses = plan_misses(match, subject);
        if (json_array_size(misses) == 0)
            json_array_append_new(connections, connection_outline(world, json_string_value(id)));
    }
    return connections;
}

/* A look at one stream costs that many a step. */
enum { STREAMS_A_STEP = 4 };

/* True too where there are no steps left to find out; the plan is refused for that then. */
static bool known(struct world *world, const json_t *connections, const json_t *planned)
{
    size_t index;
    json_t *connection;
    json_array_foreach (connections, index, connection) {
        size_t streams = json_array_size(json_object_get(connection_catalog(connection), "streams"));
        if (!steps_take(&world->steps, 1 + streams / STREAMS_A_STEP) || plan_stream_find(connection, planned))
            return true;
    }
    return json_array_size(connections) == 0;
}

/* The stream of the first connection whose name is nearest. Borrowed, or NULL. */
static const char *nearest(const json_t *connections, const json_t *planned)
{
    const json_t *streams = json_object_get(connection_catalog(json_array_get(connections, 0)), "streams");
    const char **names = must_zalloc((json_array_size(streams) + 1) * sizeof *names);
    for (size_t i = 0; i < json_array_size(streams); i++)
        names[i] = get_text(json_object_get(json_array_get(streams, i), "stream"), "name");
    const char *found = nearest_name(get_text(planned, "name"), names);
    free(names);
    return found;
}

static bool refuse(struct world *world, const char *at, const json_t *connections, const json_t *planned)
{
    const char *near = nearest(connections, planned);
    char *path = must_printf("%s.name", at);
    problem_at(&world->problem, PROBLEM_INVALID, path,
               "no connection that the plan is for has this stream%s%s%s", near ? "; did you mean \"" : "",
               near ? near : "", near ? "\"?" : "");
    free(path);
    return false;
}

/* Of one attempt, which stands at `at`. */
static bool streams_known(struct world *world, const json_t *attempt, const char *at,
                          const json_t *connections)
{
    bool sound = true;
    const json_t *streams = json_object_get(attempt, "streams");
    for (size_t i = 0; sound && i < json_array_size(streams); i++) {
        char *path = must_printf("%s.streams[%zu]", at, i);
        const json_t *planned = json_array_get(streams, i);
        sound = known(world, connections, planned) || refuse(world, path, connections, planned);
        free(path);
    }
    return sound;
}

static bool attempts_known(struct world *world, const json_t *run, size_t number, const json_t *connections)
{
    bool sound = true;
    const json_t *attempts = json_object_get(run, "attempts");
    for (size_t i = 0; sound && i < json_array_size(attempts); i++) {
        char *path = must_printf("runs[%zu].attempts[%zu]", number, i);
        sound = streams_known(world, json_array_get(attempts, i), path, connections);
        free(path);
    }
    return sound;
}

bool plan_streams_check(struct world *world, const json_t *request)
{
    json_t *match = json_object_get(request, "match");
    const json_t *runs = json_object_get(request, "runs");
    if (!get_text(match, "connectionId") && !get_text(match, "connectionName"))
        return true;
    json_auto_t *connections = connections_of(world, match);
    bool sound = true;
    for (size_t i = 0; sound && i < json_array_size(runs); i++)
        sound = attempts_known(world, json_array_get(runs, i), i, connections);
    return sound && (world->steps.left > 0 || problem_at(&world->problem, PROBLEM_INVALID, "runs",
                                                         "take more steps to be checked than a request has"));
}
