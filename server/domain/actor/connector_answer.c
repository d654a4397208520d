#include "domain/actor/connector_answer.h"

#include "base/asset.h"
#include "base/die.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/catalog_change.h"
#include "domain/plan/plan.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

static const char *repository_of(const struct question *question)
{
    return connector_text(question->connector, "dockerRepository");
}

/* The file fixtures/catalogs/....json of that repository, or NULL. New reference. */
static json_t *recorded_catalog(const char *repository)
{
    const struct asset *asset = NULL;
    while ((asset = asset_next(asset, "fixtures/catalogs/"))) {
        if (!strstr((const char *)asset->begin, repository))
            continue;
        json_t *recorded = json_stored((const char *)asset->begin);
        if (get_is(recorded, "dockerRepository", repository))
            return recorded;
        json_decref(recorded);
    }
    return NULL;
}

static bool reads_change_log(const json_t *configuration)
{
    return get_is(json_object_get(configuration, "replication_method"), "method", "CDC");
}

/* What was recorded, in the variant that the configuration asks for. */
static json_t *recorded_streams(const json_t *recorded, const json_t *configuration)
{
    json_t *change_log = json_object_get(json_object_get(recorded, "variants"), "cdc");
    const json_t *variant = change_log && reads_change_log(configuration) ? change_log : recorded;
    json_t *streams = json_array(), *stream;
    size_t index;
    json_array_foreach (json_object_get(variant, "streams"), index, stream)
        json_array_append_new(streams, json_pack("{sO}", "stream", stream));
    return json_pack("{so}", "streams", streams);
}

/* "E2E Testing" offers what its configuration says. */
static bool offers_its_configuration(const struct question *question)
{
    return strcmp(repository_of(question), "airbyte/source-e2e-test") == 0;
}

/* What was recorded of the connector, else what might be. */
static json_t *own_streams(const struct question *question)
{
    json_auto_t *recorded = recorded_catalog(repository_of(question));
    return recorded ? recorded_streams(recorded, question->configuration)
                    : catalog_plausible(connector_text(question->connector, "name"));
}

static json_t *streams_found(const struct world *world, const struct question *question, char **complaint)
{
    bool besides;
    if (offers_its_configuration(question))
        return catalog_of_e2e_test(question->configuration, work_running(world->work), complaint);
    json_auto_t *named = catalog_named(repository_of(question), question->configuration, &besides);
    if (!besides)
        return json_incref(named);
    json_t *own = own_streams(question);
    json_array_extend(json_object_get(own, "streams"), json_object_get(named, "streams"));
    return own;
}

/* Who is asked, as a PlanMatch sees it. New reference. */
static json_t *subject_of(const struct question *question)
{
    json_t *asked = question->asked;
    char *name = must_printf("%sName", question->kind->name);
    json_t *subject =
        json_pack("{sO* sO* sO* sO*}", question->kind->id, json_object_get(asked, question->kind->id), name,
                  json_object_get(asked, "name"), question->kind->definition_id,
                  json_object_get(asked, question->kind->definition_id), "workspaceId",
                  json_object_get(asked, "workspaceId"));
    free(name);
    return subject;
}

/* What a plan says, which is taken; new reference, or NULL. */
static json_t *planned(struct world *world, const struct question *question, enum plan_kind kind)
{
    if (!plan_any(world, kind))
        return NULL;
    json_auto_t *subject = subject_of(question);
    return plan_take(world, kind, subject, NULL);
}

bool connector_answer_discovery_planned(struct world *world, const struct question *question)
{
    json_auto_t *subject = subject_of(question);
    return plan_covers(world, PLAN_DISCOVER, subject);
}

/* What the connector finds by itself. */
static json_t *own_catalog(const struct world *world, const struct question *question, char **complaint)
{
    *complaint = connector_complaint(question->connector, question->configuration);
    return *complaint ? NULL : streams_found(world, question, complaint);
}

static json_t *changed_catalog(const struct world *world, const struct question *question, const json_t *plan,
                               char **complaint)
{
    json_auto_t *own = own_catalog(world, question, complaint);
    return own ? catalog_changed(own, plan, complaint) : NULL;
}

static json_t *planned_catalog(const struct world *world, const struct question *question, const json_t *plan,
                               char **complaint)
{
    const char *fails = get_text(plan, "fails");
    if (catalog_change_planned(plan))
        return changed_catalog(world, question, plan, complaint);
    if (fails)
        *complaint = must_strdup(fails);
    return fails ? NULL : json_incref(json_object_get(plan, "catalog"));
}

json_t *connector_answer_discovery(struct world *world, const struct question *question, char **complaint)
{
    json_auto_t *plan = planned(world, question, PLAN_DISCOVER);
    return plan ? planned_catalog(world, question, plan, complaint) : own_catalog(world, question, complaint);
}

static char *planned_complaint(const json_t *plan)
{
    const char *message = get_text(plan, "message");
    bool failed = get_is(plan, "status", "failed");
    return failed ? must_strdup(message ? message : "The connection could not be established") : NULL;
}

char *connector_answer_check(struct world *world, const struct question *question)
{
    json_auto_t *plan = planned(world, question, PLAN_CHECK);
    if (plan)
        return planned_complaint(plan);
    char *complaint = connector_complaint(question->connector, question->configuration);
    if (!complaint && question->kind == &SOURCE && offers_its_configuration(question))
        json_decref(catalog_of_e2e_test(question->configuration, work_running(world->work), &complaint));
    return complaint;
}
