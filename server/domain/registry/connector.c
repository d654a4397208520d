#include "domain/registry/connector.h"

#include "base/die.h"
#include "domain/registry/registry.h"
#include "json/get.h"
#include "json/print.h"
#include "json/schema/schema.h"

#include <stdlib.h>

bool connector_load(struct world *world, const struct actor_kind *kind, const char *definition_id,
                    struct connector *connector)
{
    *connector = (struct connector){0};
    if (!definition_load(world, kind, definition_id, &connector->definition))
        return false;
    connector->read = registry_read(world->shared->registry, connector->definition.doc);
    connector->spec = definition_spec(world, &connector->definition);
    return true;
}

void connector_free(struct connector *connector)
{
    definition_free(&connector->definition);
    json_decref(connector->read);
    *connector = (struct connector){0};
}

const char *connector_text(const struct connector *connector, const char *member)
{
    return get_text(connector->read, member);
}

char *connector_image(const struct connector *connector)
{
    return must_printf("%s:%s", connector_text(connector, "dockerRepository"),
                       connector_text(connector, "dockerImageTag"));
}

static void forget_values(struct schema_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        json_decref(faults->items[i].value);
        faults->items[i].value = NULL;
    }
}

/* The real validator's words, line breaks and all. */
static char *breach_text(const struct connector *connector, const struct schema_faults *faults)
{
    char *errors = schema_faults_text(faults);
    char *schema = json_print_indented(connector->spec->configuration);
    char *text = must_printf("json schema validation failed when comparing the data to the json schema. \n"
                             "Errors: %s \nSchema: \n%s",
                             errors, schema);
    free(schema);
    free(errors);
    return text;
}

/* NULL where nothing is wrong. */
static char *judge_configuration(const struct connector *connector, const json_t *configuration,
                                 struct schema_faults *faults)
{
    if (schema_check(connector->spec->schema, configuration, faults))
        return NULL;
    forget_values(faults);
    return breach_text(connector, faults);
}

char *connector_complaint(const struct connector *connector, const json_t *configuration)
{
    struct schema_faults faults = {0};
    char *complaint = judge_configuration(connector, configuration, &faults);
    schema_faults_free(&faults);
    return complaint;
}

bool connector_accepts(struct world *world, const struct connector *connector, const json_t *configuration)
{
    struct schema_faults faults = {.steps = &world->steps};
    char *complaint = judge_configuration(connector, configuration, &faults);
    if (!complaint)
        return true;
    problem_faults(&world->problem, PROBLEM_SPECIFICATION, "connectionConfiguration", &faults, "%s",
                   complaint);
    free(complaint);
    return false;
}

bool configuration_is_object(struct world *world, const json_t *configuration, const char *path)
{
    return json_is_object(configuration) ||
           problem_at(&world->problem, PROBLEM_INVALID, path, "must be a JSON object");
}
