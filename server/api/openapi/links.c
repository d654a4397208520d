#include "api/openapi/links.h"

#include "domain/world/world.h"
#include "json/list.h"
#include "json/read.h"
#include "json/reading.h"

#include <string.h>
#include <strings.h>

/* What a reply is always about: the name of its id in requests, and the place of its id in the reply. */
struct thing {
    const char *id, *place;
};

/* One step: from a row that made a thing to one that wants it. */
struct step {
    const struct route *from, *to;
    struct thing thing;
    const json_t *shapes;
    enum release release;
};

/* Requests that call an id by another name. */
static const struct {
    const char *id, *name;
} synonyms[] = {
    {"sourceId", "sourceCloneId"},
    {"destinationId", "destinationCloneId"},
};

/* Operations that need more than their shapes require: a log-in. */
static const char *const unlinked[] = {"completeSourceOAuth", "completeDestinationOAuth"};

/* Links that names alone do not give. */
static const struct {
    const char *from, *to, *body;
} extra_links[] = {
    {"createConnection", "listJobsFor",
     "{\"configTypes\": [\"sync\", \"reset_connection\"], \"configId\": \"$response.body#/connectionId\"}"},
    {"webBackendCreateConnection", "listJobsFor",
     "{\"configTypes\": [\"sync\", \"reset_connection\"], \"configId\": \"$response.body#/connectionId\"}"},
    {"discoverSchemaForSource", "getMostRecentSourceActorCatalog",
     "{\"sourceId\": \"$request.body#/sourceId\"}"},
    {"syncConnection", "setWorkflowInAttempt",
     "{\"jobId\": \"$response.body#/job/id\", \"attemptNumber\": 0, \"workflowId\": \"sync\"}"},
    {"syncConnection", "saveStats",
     "{\"jobId\": \"$response.body#/job/id\", \"attemptNumber\": 0, \"stats\": {}}"},
    {"syncConnection", "saveSyncConfig",
     "{\"jobId\": \"$response.body#/job/id\", \"attemptNumber\": 0, "
     "\"syncConfig\": {\"sourceConfiguration\": {}, \"destinationConfiguration\": {}}}"},
};

static const json_t *properties_of(const json_t *shapes, const char *shape)
{
    return json_object_get(json_object_get(shapes, shape), "properties");
}

static const json_t *required_of(const json_t *shapes, const char *shape)
{
    return json_object_get(json_object_get(shapes, shape), "required");
}

static bool requires(const json_t *shapes, const char *shape, const char *name)
{
    return list_has_text(required_of(shapes, shape), name);
}

/* "sourceId" is the id of a SourceRead. */
static bool is_id_of(const char *property, const char *shape)
{
    size_t stem = strlen(property), size = strlen(shape), ending = strlen("Read");
    if (stem < 3 || strcmp(property + stem - 2, "Id") != 0 || size < stem - 2 + ending)
        return false;
    const char *name = shape + size - ending - (stem - 2);
    return strncasecmp(name, property, stem - 2) == 0 && strcmp(shape + size - ending, "Read") == 0;
}

static struct thing thing_of(const struct route *route, const json_t *shapes)
{
    json_t *properties = json_reading(properties_of(shapes, route->reply));
    if (requires(shapes, route->reply, "job"))
        return (struct thing){"id", "job/id"};
    const char *name;
    json_t *property;
    json_object_foreach (properties, name, property)
        if (is_id_of(name, route->reply) && requires(shapes, route->reply, name))
            return (struct thing){name, name};
    return (struct thing){NULL, NULL};
}

static bool was_told(const struct route *route, struct thing thing, const json_t *shapes)
{
    return json_object_get(properties_of(shapes, route->request), thing.id) != NULL;
}

static bool is_called(struct thing thing, const char *name)
{
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
        if (strcmp(synonyms[i].id, thing.id) == 0 && strcmp(synonyms[i].name, name) == 0)
            return true;
    return strcmp(thing.id, name) == 0;
}

/* What was only looked up is not deleted. */
static bool ends_what_was_found(const struct step *step)
{
    return strncmp(step->from->operation, "get", 3) == 0 && strcmp(step->to->reply, NO_CONTENT) == 0;
}

static bool can_be_linked(const struct step *step)
{
    if (ends_what_was_found(step))
        return false;
    for (size_t i = 0; i < sizeof unlinked / sizeof *unlinked; i++)
        if (strcmp(unlinked[i], step->to->operation) == 0)
            return false;
    return step->to->api == step->from->api && route_spoken(step->to, step->release);
}

static bool wants_thing(const struct step *step)
{
    size_t index;
    const json_t *name;
    json_array_foreach (required_of(step->shapes, step->to->request), index, name)
        if (is_called(step->thing, json_string_value(name)))
            return true;
    return false;
}

/* Where a property of the next request is to be had; NULL where nowhere. New reference. */
static json_t *expression_for(const struct step *step, const char *name)
{
    if (is_called(step->thing, name))
        return json_sprintf("$response.body#/%s", step->thing.place);
    if (requires(step->shapes, step->from->reply, name))
        return json_sprintf("$response.body#/%s", name);
    if (requires(step->shapes, step->from->request, name))
        return json_sprintf("$request.body#/%s", name);
    return NULL;
}

/* The next request; NULL where some of it is missing. New reference. */
static json_t *body_of(const struct step *step)
{
    json_t *body = json_object();
    size_t index;
    const json_t *name;
    json_array_foreach (required_of(step->shapes, step->to->request), index, name) {
        json_t *expression = expression_for(step, json_string_value(name));
        if (!expression) {
            json_decref(body);
            return NULL;
        }
        json_object_set_new(body, json_string_value(name), expression);
    }
    return body;
}

static void add_link(json_t *links, const char *operation, json_t *body)
{
    json_object_set_new(links, operation,
                        json_pack("{ss so}", "operationId", operation, "requestBody", body));
}

static void add_links_to_thing(json_t *links, struct step step)
{
    for (step.to = routes; step.to < routes + route_count; step.to++) {
        json_t *body = can_be_linked(&step) && wants_thing(&step) ? body_of(&step) : NULL;
        if (body)
            add_link(links, step.to->operation, body);
    }
}

static bool spoken(const char *operation, enum release release)
{
    for (const struct route *route = routes; route < routes + route_count; route++)
        if (strcmp(route->operation, operation) == 0 && route_spoken(route, release))
            return true;
    return false;
}

static void add_extra_links(json_t *links, const struct route *route, enum release release)
{
    for (size_t i = 0; i < sizeof extra_links / sizeof *extra_links; i++)
        if (strcmp(extra_links[i].from, route->operation) == 0 && spoken(extra_links[i].to, release))
            add_link(links, extra_links[i].to, json_stored(extra_links[i].body));
}

json_t *links_of(const struct route *route, const json_t *shapes, enum release release)
{
    json_t *links = json_object();
    struct thing thing = thing_of(route, shapes);
    if (thing.id && !was_told(route, thing, shapes))
        add_links_to_thing(
            links, (struct step){.from = route, .thing = thing, .shapes = shapes, .release = release});
    add_extra_links(links, route, release);
    if (json_object_size(links) > 0)
        return links;
    json_decref(links);
    return NULL;
}
