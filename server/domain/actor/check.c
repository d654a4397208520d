#include "domain/actor/check.h"

#include "base/die.h"
#include "domain/actor/actor.h"
#include "domain/actor/connector_answer.h"
#include "domain/registry/registry.h"
#include "domain/secret/secrets.h"
#include "json/get.h"

#include <stdlib.h>

static const char CONFIGURATION[] = "connectionConfiguration";

void check_free(struct check *check)
{
    free(check->definition_id);
    free(check->image);
    free(check->complaint);
    *check = (struct check){0};
}

static struct check run_check(struct world *world, const struct question *question)
{
    return (struct check){
        .definition_id = must_strdup(connector_text(question->connector, question->kind->definition_id)),
        .image = connector_image(question->connector),
        .complaint = connector_answer_check(world, question),
    };
}

/* With the connector of that definition. */
static bool run_with(struct world *world, const struct actor_kind *kind, const char *definition_id,
                     const json_t *configuration, json_t *asked, struct check *check)
{
    struct connector connector;
    if (!connector_load(world, kind, definition_id, &connector))
        return false;
    *check = run_check(world, &(struct question){kind, &connector, configuration, asked});
    connector_free(&connector);
    return true;
}

bool check_actor(struct world *world, const struct actor_kind *kind, const char *id, struct check *check)
{
    struct actor actor;
    if (!actor_load(world, kind, id, &actor))
        return false;
    bool done =
        run_with(world, kind, actor_text(&actor, kind->definition_id), actor.configuration, actor.doc, check);
    actor_free(&actor);
    return done;
}

/* The configuration that an update would store. */
static bool run_merged(struct world *world, const struct actor_kind *kind, const struct connector *connector,
                       const struct actor *actor, json_t *given, struct check *check)
{
    json_auto_t *merged = secrets_merged(connector->spec->configuration, actor->configuration, given);
    if (!connector_accepts(world, connector, merged))
        return false;
    *check = run_check(world, &(struct question){kind, connector, merged, actor->doc});
    return true;
}

bool check_actor_for_update(struct world *world, const struct actor_kind *kind, json_t *request,
                            struct check *check)
{
    struct actor actor;
    struct connector connector;
    json_t *given = json_object_get(request, CONFIGURATION);
    if (!configuration_is_object(world, given, CONFIGURATION) ||
        !actor_load(world, kind, get_text(request, kind->id), &actor))
        return false;
    bool done = connector_load(world, kind, actor_text(&actor, kind->definition_id), &connector) &&
                run_merged(world, kind, &connector, &actor, given, check);
    connector_free(&connector);
    actor_free(&actor);
    return done;
}

bool check_configuration(struct world *world, const struct actor_kind *kind, json_t *request,
                         struct check *check)
{
    json_t *configuration = json_object_get(request, CONFIGURATION);
    return configuration_is_object(world, configuration, CONFIGURATION) &&
           run_with(world, kind, get_text(request, kind->definition_id), configuration, request, check);
}
