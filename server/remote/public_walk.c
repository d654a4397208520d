#include "base/die.h"
#include "domain/registry/definition.h"
#include "remote/entries.h"
#include "remote/walk.h"
#include "json/get.h"
#include "json/reading.h"

#include <stdlib.h>
#include <string.h>

enum { A_PAGE = 100 };

/* Asks for the page of a list that begins there; `filter` is of its query: "workspaceIds=...&", or "". */
static void ask_page(struct walk *walk, enum read read, const char *filter, int64_t offset, int64_t limit,
                     json_t *about, answer_handler *handler)
{
    char *query = must_printf("?%slimit=%lld&offset=%lld", filter, (long long)limit, (long long)offset);
    conversation_ask(walk->conversation, read, query, NULL, about, handler, walk);
    free(query);
}

/* The offset that a page was asked for with. */
static int64_t offset_of(const struct answer *answer)
{
    const char *offset = strstr(answer->path, "offset=");
    return offset ? strtoll(offset + strlen("offset="), NULL, 10) : 0;
}

/* Goes on behind a page that was full. */
static void ask_next(struct walk *walk, enum read read, const char *filter, const struct answer *answer,
                     answer_handler *handler)
{
    if (json_array_size(json_object_get(answer->body, "data")) == A_PAGE)
        ask_page(walk, read, filter, offset_of(answer) + A_PAGE, A_PAGE, answer->about, handler);
}

static char *filter_of(const json_t *workspace)
{
    return must_printf("workspaceIds=%s&", get_text_or(workspace, "workspaceId", ""));
}

/* The items of a page, and its next one. Borrowed; NULL where it cannot be read. */
static const json_t *page_of_workspace(struct walk *walk, enum read read, const struct answer *answer,
                                       answer_handler *handler)
{
    if (!walk_has(walk, read, answer))
        return NULL;
    char *filter = filter_of(answer->about);
    ask_next(walk, read, filter, answer, handler);
    free(filter);
    return json_object_get(answer->body, "data");
}

/* A definition that only the server knows: of its specification this API tells nothing, so it takes any
 * configuration. */
static void add_definition(struct walk *walk, const struct actor_kind *kind, const json_t *read)
{
    const char *type = get_text_or(read, kind == &SOURCE ? "sourceType" : "destinationType", "custom");
    char *repository = must_printf("airbyte/%s-%s", kind->name, type);
    json_auto_t *entry =
        json_pack("{sO ss ss ss ss}", kind->definition_id, json_object_get(read, "definitionId"), "name",
                  type, "dockerRepository", repository, "dockerImageTag", "latest", "documentationUrl",
                  "https://docs.airbyte.com");
    free(repository);
    walk_add_once(walk, kind->definition_list, kind->definition_id, entry);
    walk_leave_out(walk, "the specification of the %s definition %s: the public API does not tell it",
                   kind->name, type);
}

static void take_actor(struct walk *walk, const struct actor_kind *kind, const json_t *read)
{
    struct definition definition;
    const char *id = get_text_or(read, "definitionId", "");
    if (definition_find(walk->world, kind, id, &definition))
        definition_free(&definition);
    else
        add_definition(walk, kind, read);
    walk_add(walk, kind->list,
             json_pack("{sO sO ss sO sO}", kind->id, json_object_get(read, kind->id), "workspaceId",
                       json_object_get(read, "workspaceId"), kind->definition_id, id, "name",
                       json_object_get(read, "name"), "connectionConfiguration",
                       json_object_get(read, "configuration")));
}

static void take_actors(struct walk *walk, const struct actor_kind *kind, const json_t *page)
{
    size_t index;
    const json_t *read;
    json_array_foreach (page, index, read)
        take_actor(walk, kind, read);
}

static void hear_sources(void *arg, const struct answer *answer)
{
    take_actors(arg, &SOURCE, page_of_workspace(arg, READ_PUBLIC_SOURCES, answer, hear_sources));
}

static void hear_destinations(void *arg, const struct answer *answer)
{
    take_actors(arg, &DESTINATION,
                page_of_workspace(arg, READ_PUBLIC_DESTINATIONS, answer, hear_destinations));
}

static void hear_tags(void *arg, const struct answer *answer)
{
    walk_add_told(arg, READ_PUBLIC_TAGS, answer, "data", "tags", "tagId");
}

static void ask_jobs(struct walk *walk, json_t *connection, int64_t offset);

static void hear_jobs(void *arg, const struct answer *answer)
{
    struct walk *walk = arg;
    size_t index;
    json_t *read;
    const json_t *jobs = json_object_get(answer->body, "data");
    if (!walk_has(walk, READ_PUBLIC_JOBS, answer))
        return;
    json_array_foreach (jobs, index, read)
        walk_add_job(walk, answer->about, entry_public_job(answer->about, read, walk->options->now),
                     get_integer(read, "jobId"));
    if (json_array_size(jobs) == A_PAGE)
        ask_jobs(walk, answer->about, offset_of(answer) + A_PAGE);
}

/* The newest first. */
static void ask_jobs(struct walk *walk, json_t *connection, int64_t offset)
{
    int64_t left = walk->options->jobs - offset;
    char *filter = must_printf("connectionId=%s&orderBy=createdAt%%7CDESC&",
                               get_text_or(connection, "connectionId", ""));
    if (left > 0)
        ask_page(walk, READ_PUBLIC_JOBS, filter, offset, left < A_PAGE ? left : A_PAGE, connection,
                 hear_jobs);
    free(filter);
}

static void take_connection(struct walk *walk, const json_t *read)
{
    if (!walk_wants_connection(walk, read))
        return;
    json_t *connection = entry_public_connection(read);
    walk_add(walk, "connections", connection);
    walk_add_tags(walk, connection);
    ask_jobs(walk, connection, 0);
}

static void hear_connections(void *arg, const struct answer *answer)
{
    size_t index;
    const json_t *read;
    json_array_foreach (page_of_workspace(arg, READ_PUBLIC_CONNECTIONS, answer, hear_connections), index,
                        read)
        take_connection(arg, read);
}

static void take_workspace(struct walk *walk, json_t *read)
{
    if (!walk_wants_workspace(walk, read))
        return;
    char *filter = filter_of(read);
    walk_add(walk, "workspaces",
             json_pack("{sO sO}", "workspaceId", json_object_get(read, "workspaceId"), "name",
                       json_object_get(read, "name")));
    ask_page(walk, READ_PUBLIC_SOURCES, filter, 0, A_PAGE, read, hear_sources);
    ask_page(walk, READ_PUBLIC_DESTINATIONS, filter, 0, A_PAGE, read, hear_destinations);
    ask_page(walk, READ_PUBLIC_CONNECTIONS, filter, 0, A_PAGE, read, hear_connections);
    char *tags = must_printf("?workspaceIds=%s", get_text_or(read, "workspaceId", ""));
    conversation_ask(walk->conversation, READ_PUBLIC_TAGS, tags, NULL, read, hear_tags, walk);
    free(tags);
    free(filter);
}

static void hear_workspaces(void *arg, const struct answer *answer)
{
    struct walk *walk = arg;
    size_t index;
    json_t *read;
    if (!walk_has(walk, READ_PUBLIC_WORKSPACES, answer))
        return;
    ask_next(walk, READ_PUBLIC_WORKSPACES, "", answer, hear_workspaces);
    json_array_foreach (json_object_get(answer->body, "data"), index, read)
        take_workspace(walk, read);
}

/* Which release it is this API does not tell: it is today's. */
void public_walk(struct walk *walk)
{
    if (walk->options->release == RELEASES)
        walk->release = RELEASES - 1;
    walk_leave_out(walk,
                   "states, operations, attempts, failures and the types of fields: the public API does "
                   "not tell them");
    ask_page(walk, READ_PUBLIC_WORKSPACES, "", 0, A_PAGE, NULL, hear_workspaces);
}
