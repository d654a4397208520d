#include "domain/actor/oauth_flow.h"

#include "domain/actor/actor.h"
#include "domain/actor/oauth_parameters.h"
#include "domain/actor/oauth_provider.h"
#include "domain/registry/registry.h"
#include "json/get.h"
#include "json/print.h"
#include "json/read.h"
#include "json/schema/schema.h"

#include <stdlib.h>
#include <string.h>

static const char MASK[] = "**********";

static bool load_specification(struct world *world, struct oauth_flow *flow)
{
    json_t *spec = definition_spec(world, &flow->definition)->document;
    flow->config = json_object_get(json_object_get(spec, "advanced_auth"), "oauth_config_specification");
    flow->older = json_object_get(json_object_get(spec, "authSpecification"), "oauth2Specification");
    const char *repository = get_text(flow->read, "dockerRepository");
    return flow->config || flow->older || oauth_provider_find(repository) ||
           problem_set(&world->problem, PROBLEM_INVALID,
                       "Requested OAuth implementation for %s, but it is not included in the oauth mapping.",
                       repository);
}

/* Puts back what the client got masked: from the configuration that is stored. */
static void unmask(struct oauth_flow *flow, json_t *stored)
{
    json_t *fields = oauth_fields(flow->config, "oauth_user_input_from_connector_config_specification");
    const char *name;
    json_t *field;
    json_object_foreach (fields, name, field) {
        const char *given = get_text(flow->input, name);
        json_t *real = oauth_value_at(stored, oauth_field_path(field));
        if (given && real && strcmp(given, MASK) == 0)
            json_object_set(flow->input, name, real);
    }
}

static bool load_input(struct world *world, const struct actor_kind *kind, const json_t *request,
                       struct oauth_flow *flow)
{
    json_t *given = json_object_get(request, "oAuthInputConfiguration");
    const char *actor_id = get_text(request, kind->id);
    flow->input = given ? json_copy(given) : json_object();
    if (!actor_id)
        return true;
    struct actor actor;
    if (!actor_load(world, kind, actor_id, &actor))
        return false;
    unmask(flow, actor.configuration);
    actor_free(&actor);
    return true;
}

/* Refuses the input with the real validator's text. */
static bool refuse_input(struct world *world, const json_t *document, struct schema_faults *faults)
{
    char *list = schema_faults_text(faults);
    char *printed = json_print_indented(document);
    problem_faults(&world->problem, PROBLEM_SPECIFICATION, "oAuthInputConfiguration", faults,
                   "json schema validation failed when comparing the data to the json schema. \nErrors: %s \n"
                   "Schema: \n%s",
                   list, printed);
    free(printed);
    free(list);
    return false;
}

static bool input_check(struct world *world, const struct oauth_flow *flow)
{
    const json_t *document =
        json_object_get(flow->config, "oauth_user_input_from_connector_config_specification");
    struct schema *schema = document ? schema_compile(document, NULL) : NULL;
    struct schema_faults faults = {.steps = &world->steps};
    bool sound =
        !schema || schema_check(schema, flow->input, &faults) || refuse_input(world, document, &faults);
    schema_free(schema);
    return sound;
}

static bool load_parameters(struct world *world, const struct actor_kind *kind, struct oauth_flow *flow)
{
    char *twice = NULL;
    flow->parameters = oauth_parameters(world, get_text(flow->read, kind->definition_id), &twice);
    if (!flow->parameters)
        problem_set(&world->problem, PROBLEM_NOT_FOUND,
                    "Could not find configuration for %s: Undefined OAuth Parameter..", kind->oauth_type);
    if (twice)
        problem_set(&world->problem, PROBLEM_INVALID, "OAuth Config's key '%s' already exists", twice);
    bool sound = flow->parameters && !twice;
    free(twice);
    return sound;
}

bool oauth_flow_open(struct world *world, const struct actor_kind *kind, const json_t *request,
                     struct oauth_flow *flow)
{
    *flow = (struct oauth_flow){0};
    if (!definition_load(world, kind, get_text(request, kind->definition_id), &flow->definition))
        return false;
    flow->read = json_stored(flow->definition.doc);
    return load_specification(world, flow) && load_input(world, kind, request, flow) &&
           input_check(world, flow) && load_parameters(world, kind, flow);
}

void oauth_flow_close(struct oauth_flow *flow)
{
    definition_free(&flow->definition);
    json_decref(flow->read);
    json_decref(flow->input);
    json_decref(flow->parameters);
}

/* The usual name, or the specification's server-side field at that index where it has none of that name:
 * "app_id" and "secret", "lwa_app_id" and "lwa_client_secret". */
static const char *name_of(const struct oauth_flow *flow, const char *usual, size_t index)
{
    json_t *fields = oauth_fields(flow->config, "complete_oauth_server_input_specification");
    void *field = json_object_iter(fields);
    while (field && index-- > 0)
        field = json_object_iter_next(fields, field);
    return field && !json_object_get(fields, usual) ? json_object_iter_key(field) : usual;
}

static const char *parameter(struct world *world, const struct oauth_flow *flow, const char *usual,
                             size_t index)
{
    const char *name = name_of(flow, usual, index), *value = get_text(flow->parameters, name);
    return value ? value
                 : problem_set(&world->problem, PROBLEM_INVALID,
                               "Undefined parameter '%s' necessary for the OAuth Flow.", name);
}

const char *oauth_client_id(struct world *world, const struct oauth_flow *flow)
{
    return parameter(world, flow, "client_id", 0);
}

bool oauth_client_complete(struct world *world, const struct oauth_flow *flow)
{
    return oauth_client_id(world, flow) && parameter(world, flow, "client_secret", 1);
}
