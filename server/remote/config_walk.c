#include "domain/catalog/parts.h"
#include "remote/entries.h"
#include "remote/walk.h"
#include "view/specification.h"
#include "json/get.h"
#include "json/reading.h"

#include <string.h>

enum { JOBS_A_PAGE = 100 };

/* What differs between the two kinds of actors. */
static const struct actor_reads {
    const struct actor_kind *kind;
    enum read definitions, specification, actors;
} actor_reads[] = {
    {&SOURCE, READ_SOURCE_DEFINITIONS, READ_SOURCE_SPECIFICATION, READ_SOURCES},
    {&DESTINATION, READ_DESTINATION_DEFINITIONS, READ_DESTINATION_SPECIFICATION, READ_DESTINATIONS},
};

static const struct actor_reads *reads_of(const struct actor_kind *kind)
{
    return &actor_reads[kind == &DESTINATION];
}

static void ask(struct walk *walk, enum read read, json_t *body, json_t *about, answer_handler *handler)
{
    conversation_ask(walk->conversation, read, "", body, about, handler, walk);
}

/* A question about one thing, which is named by its id. */
static void ask_of(struct walk *walk, enum read read, const char *id, json_t *about, answer_handler *handler)
{
    ask(walk, read, json_pack("{sO}", id, json_object_get(about, id)), about, handler);
}

static void hear_specification(struct walk *walk, const struct actor_kind *kind, const struct answer *answer)
{
    if (walk_has(walk, reads_of(kind)->specification, answer))
        json_object_set_new(answer->about, "spec", specification_printed(answer->body));
}

static void hear_source_specification(void *arg, const struct answer *answer)
{
    hear_specification(arg, &SOURCE, answer);
}

static void hear_destination_specification(void *arg, const struct answer *answer)
{
    hear_specification(arg, &DESTINATION, answer);
}

/* Once; what a fresh world knows as it is need not be told. */
static void use_definition(struct walk *walk, const struct actor_kind *kind, const char *id,
                           const char *workspace)
{
    json_t *definition = json_object_get(walk->definitions, id);
    if (!definition || get_true(definition, "used"))
        return;
    json_object_set_new(definition, "used", json_true());
    if (entry_is_known_definition(walk->world, kind, definition))
        return;
    walk_add(walk, kind->definition_list, json_incref(definition));
    ask(walk, reads_of(kind)->specification,
        json_pack("{ss ss}", kind->definition_id, id, "workspaceId", workspace), definition,
        kind == &SOURCE ? hear_source_specification : hear_destination_specification);
}

/* A custom one is for the workspaces that list it. */
static void take_definition(struct walk *walk, const struct actor_kind *kind, const json_t *read,
                            const char *workspace)
{
    const char *id = get_text_or(read, kind->definition_id, "");
    bool custom = get_true(read, "custom") || get_is(read, "releaseStage", "custom");
    if (!json_object_get(walk->definitions, id))
        json_object_set_new(walk->definitions, id, json_copy(json_reading(read)));
    if (!custom)
        return;
    json_t *definition = json_object_get(walk->definitions, id);
    if (!json_object_get(definition, "grantedTo"))
        json_object_set_new(definition, "grantedTo", json_array());
    json_array_append_new(json_object_get(definition, "grantedTo"), json_string(workspace));
    use_definition(walk, kind, id, workspace);
}

static void hear_definitions(struct walk *walk, const struct actor_kind *kind, const struct answer *answer)
{
    size_t index;
    json_t *read;
    if (!walk_has(walk, reads_of(kind)->definitions, answer))
        return;
    json_array_foreach (json_object_get(answer->body, kind->definition_list), index, read)
        take_definition(walk, kind, read, get_text(answer->about, "workspaceId"));
}

static void hear_source_definitions(void *arg, const struct answer *answer)
{
    hear_definitions(arg, &SOURCE, answer);
}

static void hear_destination_definitions(void *arg, const struct answer *answer)
{
    hear_definitions(arg, &DESTINATION, answer);
}

static void hear_actors(struct walk *walk, const struct actor_kind *kind, const struct answer *answer)
{
    size_t index;
    json_t *read;
    if (!walk_has(walk, reads_of(kind)->actors, answer))
        return;
    json_array_foreach (json_object_get(answer->body, kind->list), index, read) {
        use_definition(walk, kind, get_text_or(read, kind->definition_id, ""),
                       get_text(answer->about, "workspaceId"));
        walk_add(walk, kind->list, json_incref(read));
    }
}

static void hear_sources(void *arg, const struct answer *answer)
{
    hear_actors(arg, &SOURCE, answer);
}

static void hear_destinations(void *arg, const struct answer *answer)
{
    hear_actors(arg, &DESTINATION, answer);
}

static void hear_state(void *arg, const struct answer *answer)
{
    struct walk *walk = arg;
    if (walk_has(walk, READ_STATE, answer) && !get_is(answer->body, "stateType", "not_set"))
        walk_add(walk, "states", json_incref(answer->body));
}

static void hear_operations(void *arg, const struct answer *answer)
{
    walk_add_told(arg, READ_OPERATIONS, answer, "operations", "operations", "operationId");
}

static answer_handler hear_jobs;

/* The types of jobs that connections have in this release. */
static json_t *job_types(const struct walk *walk)
{
    return walk->release < RELEASE_0_63 ? json_pack("[ss]", "sync", "reset_connection")
                                        : json_pack("[ssss]", "sync", "reset_connection", "clear", "refresh");
}

static void ask_jobs(struct walk *walk, json_t *connection, int offset)
{
    int left = walk->options->jobs - offset;
    int size = left < JOBS_A_PAGE ? left : JOBS_A_PAGE;
    if (size > 0)
        ask(walk, READ_JOBS,
            json_pack("{so sO s{si si}}", "configTypes", job_types(walk), "configId",
                      json_object_get(connection, "connectionId"), "pagination", "pageSize", size,
                      "rowOffset", offset),
            connection, hear_jobs);
}

static void hear_jobs(void *arg, const struct answer *answer)
{
    struct walk *walk = arg;
    size_t index;
    json_t *read;
    const json_t *jobs = json_object_get(answer->body, "jobs");
    if (!walk_has(walk, READ_JOBS, answer))
        return;
    json_array_foreach (jobs, index, read)
        walk_add_job(walk, answer->about, entry_job(read, walk->options->now),
                     get_integer(json_object_get(read, "job"), "id"));
    int64_t sum = get_integer(answer->about, "jobsTold") + (int64_t)json_array_size(jobs);
    json_object_set_new(answer->about, "jobsTold", json_integer(sum));
    if (json_array_size(jobs) == JOBS_A_PAGE)
        ask_jobs(walk, answer->about, (int)sum);
}

/* Takes out what later releases tell of every stream, whether anybody said it or not. */
static void drop_unsaid(json_t *config)
{
    static const char *const names[] = {"suggested", "selectedFields", "hashedFields", "mappers",
                                        "includeFiles"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (setting_says_nothing(json_object_get(config, names[i])))
            json_object_del(config, names[i]);
}

/* As a fixture has it; of the schedule, its older form repeats the newer one. New reference. */
static json_t *connection_of(const json_t *read)
{
    json_t *connection = json_deep_copy(read), *stream;
    size_t index;
    json_object_del(connection, "schedule");
    json_array_foreach (json_object_get(json_object_get(connection, "syncCatalog"), "streams"), index, stream)
        drop_unsaid(json_object_get(stream, "config"));
    return connection;
}

static void take_connection(struct walk *walk, json_t *read)
{
    json_t *connection = connection_of(read);
    walk_add(walk, "connections", connection);
    walk_add_tags(walk, connection);
    ask_of(walk, READ_STATE, "connectionId", connection, hear_state);
    if (json_array_size(json_object_get(connection, "operationIds")))
        ask_of(walk, READ_OPERATIONS, "connectionId", connection, hear_operations);
    ask_jobs(walk, connection, 0);
}

static void hear_connections(void *arg, const struct answer *answer)
{
    struct walk *walk = arg;
    size_t index;
    json_t *read;
    if (!walk_has(walk, READ_CONNECTIONS, answer))
        return;
    json_array_foreach (json_object_get(answer->body, "connections"), index, read)
        if (walk_wants_connection(walk, read))
            take_connection(walk, read);
}

static void hear_tags(void *arg, const struct answer *answer)
{
    walk_add_told(arg, READ_TAGS, answer, "tags", "tags", "tagId");
}

void config_walk(struct walk *walk, const json_t *workspaces)
{
    size_t index;
    json_t *read;
    json_array_foreach (workspaces, index, read) {
        if (!walk_wants_workspace(walk, read))
            continue;
        walk_add(walk, "workspaces", json_incref(read));
        ask_of(walk, READ_SOURCE_DEFINITIONS, "workspaceId", read, hear_source_definitions);
        ask_of(walk, READ_DESTINATION_DEFINITIONS, "workspaceId", read, hear_destination_definitions);
        ask_of(walk, READ_SOURCES, "workspaceId", read, hear_sources);
        ask_of(walk, READ_DESTINATIONS, "workspaceId", read, hear_destinations);
        ask_of(walk, READ_CONNECTIONS, "workspaceId", read, hear_connections);
        if (walk->release >= RELEASE_1_5)
            ask_of(walk, READ_TAGS, "workspaceId", read, hear_tags);
    }
}
