#include "domain/discovery/discovery.h"

#include "base/die.h"
#include "domain/actor/actor.h"
#include "domain/actor/connector_answer.h"
#include "domain/catalog/catalog.h"
#include "domain/discovery/discovered_catalog.h"
#include "domain/discovery/schema_change.h"
#include "json/drop.h"
#include "json/get.h"
#include "json/print.h"
#include "json/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 32 hexadecimal digits, as many as the real server's MD5 has. */
struct configuration_hash {
    char text[33];
};

void discovery_free(struct discovery *discovery)
{
    free(discovery->definition_id);
    free(discovery->image);
    free(discovery->complaint);
    free(discovery->catalog_id);
    json_decref(discovery->catalog);
    json_decref(discovery->diff);
    json_decref(discovery->connection);
    *discovery = (struct discovery){0};
}

static struct configuration_hash hash_of(const json_t *configuration)
{
    struct configuration_hash hash;
    char *text = json_print(configuration);
    snprintf(hash.text, sizeof hash.text, "%016llx%016llx", (unsigned long long)hash_text(text, 0),
             (unsigned long long)hash_text(text, 1));
    free(text);
    return hash;
}

/* The stored streams with the settings that discovery proposes. New reference. */
static json_t *proposed(const struct world *world, const struct connector *connector, const json_t *stored)
{
    return catalog_proposed(stored, connector->definition.suggested, release_picks_streams(world->release),
                            work_running(world->work));
}

/* What was found, as it is stored. New reference. */
static json_t *keep(struct world *world, const struct connector *connector, const json_t *found,
                    struct discovery *discovery)
{
    char *text = discovered_catalog_text(world, found);
    const struct read_options options = {.work = work_running(world->work)};
    json_t *stored = json_read_with(text, strlen(text), &options, NULL);
    discovery->catalog_id = discovered_catalog_store(world, text);
    free(text);
    discovery->catalog = proposed(world, connector, stored);
    return stored;
}

/* Asks the connector; what it finds is stored and given back as it is stored. New reference, or NULL where it
 * fails, or with a problem where it finds more than a request may look at. */
static json_t *ask(struct world *world, const struct question *question, struct discovery *discovery)
{
    json_t *found = connector_answer_discovery(world, question, &discovery->complaint);
    bool taken = found && streams_afford(world, found);
    json_t *stored = taken ? keep(world, question->connector, found, discovery) : NULL;
    json_drop(found, work_running(world->work));
    return stored;
}

static void recall(struct world *world, const struct connector *connector, char *catalog_id,
                   struct discovery *discovery)
{
    json_auto_t *stored = discovered_catalog_get(world, catalog_id);
    discovery->cached = true;
    discovery->catalog_id = catalog_id;
    discovery->catalog = proposed(world, connector, stored);
}

static bool compare(struct world *world, json_t *request, json_t *stored, struct discovery *discovery)
{
    struct schema_change change;
    struct schema_change_cause cause = {.source_id = get_text(request, "sourceId"),
                                        .catalog = stored,
                                        .catalog_id = discovery->catalog_id,
                                        .named = get_text(request, "connectionId"),
                                        .notify = get_true(request, "notifySchemaChange")};
    bool compared = schema_change_apply(world, &cause, &change);
    discovery->diff = change.diff;
    discovery->connection = change.connection;
    return compared;
}

static bool refresh(struct world *world, const struct question *question, json_t *request,
                    const struct catalog_find *find, struct discovery *discovery)
{
    json_t *stored = ask(world, question, discovery);
    if (!stored)
        return world->problem.kind == PROBLEM_NONE;
    discovered_catalog_note(world, find, discovery->catalog_id);
    bool good = !json_object_get(request, "connectionId") || compare(world, request, stored, discovery);
    json_drop(stored, work_running(world->work));
    return good;
}

/* What was found before still holds, unless a test has planned what is found next. */
static bool may_recall(struct world *world, const struct question *question, const json_t *request)
{
    return !get_true(request, "disable_cache") && !connector_answer_discovery_planned(world, question);
}

static bool discover(struct world *world, const struct connector *connector, const struct actor *source,
                     json_t *request, struct discovery *discovery)
{
    struct configuration_hash hash = hash_of(source->configuration);
    struct catalog_find find = {actor_text(source, "sourceId"), connector_text(connector, "dockerImageTag"),
                                hash.text};
    struct question question = {&SOURCE, connector, source->configuration, source->doc};
    char *known = may_recall(world, &question, request) ? discovered_catalog_known(world, &find) : NULL;
    if (!known)
        return refresh(world, &question, request, &find, discovery);
    recall(world, connector, known, discovery);
    return true;
}

static bool connector_named(struct world *world, const char *definition_id, struct connector *connector,
                            struct discovery *discovery)
{
    *discovery = (struct discovery){0};
    if (!connector_load(world, &SOURCE, definition_id, connector))
        return false;
    discovery->definition_id = must_strdup(definition_id);
    discovery->image = connector_image(connector);
    return true;
}

bool discovery_of_source(struct world *world, json_t *request, struct discovery *discovery)
{
    struct actor source;
    struct connector connector;
    if (!actor_load(world, &SOURCE, get_text(request, "sourceId"), &source))
        return false;
    bool known = connector_named(world, actor_text(&source, "sourceDefinitionId"), &connector, discovery);
    bool good = known && discover(world, &connector, &source, request, discovery);
    connector_free(&connector);
    actor_free(&source);
    if (known && !good)
        discovery_free(discovery);
    return good;
}

bool discovery_of_configuration(struct world *world, json_t *request, struct discovery *discovery)
{
    struct connector connector;
    json_t *configuration = json_object_get(request, "connectionConfiguration");
    bool known = configuration_is_object(world, configuration, "connectionConfiguration") &&
                 connector_named(world, get_text(request, "sourceDefinitionId"), &connector, discovery);
    if (!known)
        return false;
    struct question question = {&SOURCE, &connector, configuration, request};
    json_decref(ask(world, &question, discovery));
    connector_free(&connector);
    bool good = world->problem.kind == PROBLEM_NONE;
    if (!good)
        discovery_free(discovery);
    return good;
}

static bool find_complete(struct world *world, json_t *request)
{
    static const char *const members[] = {"sourceId", "connectorVersion", "configurationHash"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (!json_object_get(request, members[i]))
            return problem_at(&world->problem, PROBLEM_INVALID, members[i], "is missing but it is required");
    return strlen(get_text(request, "configurationHash")) < sizeof(struct configuration_hash) ||
           problem_at(&world->problem, PROBLEM_INVALID, "configurationHash",
                      "may only be 32 characters long");
}

static bool source_known(struct world *world, const char *id)
{
    struct actor source;
    bool known = actor_load(world, &SOURCE, id, &source);
    if (known)
        actor_free(&source);
    return known;
}

json_t *discovery_write(struct world *world, json_t *request)
{
    struct catalog_find find = {get_text(request, "sourceId"), get_text(request, "connectorVersion"),
                                get_text(request, "configurationHash")};
    if (!find_complete(world, request) || !source_known(world, find.source_id))
        return NULL;
    json_auto_t *whole =
        catalog_configured_whole(json_object_get(request, "catalog"), "catalog", &world->problem);
    if (!whole)
        return NULL;
    char *text = discovered_catalog_text(world, whole), *id = discovered_catalog_store(world, text);
    discovered_catalog_note(world, &find, id);
    json_t *result = json_pack("{ss}", "catalogId", id);
    free(text);
    free(id);
    return result;
}
