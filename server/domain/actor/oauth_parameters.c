#include "domain/actor/oauth_parameters.h"

#include "base/die.h"
#include "domain/registry/definition.h"
#include "domain/registry/registry.h"
#include "json/get.h"
#include "json/print.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

json_t *oauth_fields(json_t *config, const char *name)
{
    return json_object_get(json_object_get(config, name), "properties");
}

json_t *oauth_field_path(json_t *field)
{
    return json_object_get(field, "path_in_connector_config");
}

json_t *oauth_value_at(json_t *configuration, const json_t *path)
{
    size_t index;
    json_t *name;
    json_array_foreach (path, index, name) {
        configuration = json_object_get(configuration, json_string_value(name));
    }
    return configuration;
}

/* Adds the members of an object and of the objects in it to one level. A name that is there already, or NULL;
 * borrowed. */
static const char *flatten(json_t *flat, json_t *nested)
{
    const char *name, *twice = NULL, *within;
    json_t *value;
    json_object_foreach (nested, name, value) {
        if (!json_is_object(value) && json_object_get(flat, name))
            twice = name;
        else if (!json_is_object(value))
            json_object_set(flat, name, value);
    }
    json_object_foreach (nested, name, value) {
        within = json_is_object(value) ? flatten(flat, value) : NULL;
        twice = twice ? twice : within;
    }
    return twice;
}

STATEMENT(GET_PARAMETERS, "SELECT parameters FROM oauth_parameter WHERE definition_id = ?");

json_t *oauth_parameters(struct world *world, const char *definition_id, char **twice)
{
    char *text = store_text(world->store, &GET_PARAMETERS, SQL_WITH(SQL_TEXT(definition_id)));
    if (!text)
        return NULL;
    json_auto_t *stored = json_stored(text);
    json_t *flat = json_object();
    const char *name = flatten(flat, stored);
    if (twice && name)
        *twice = must_strdup(name);
    free(text);
    return flat;
}

STATEMENT(PUT_PARAMETERS, "INSERT INTO oauth_parameter (definition_id, parameters) VALUES (?, ?) "
                          "ON CONFLICT (definition_id) DO UPDATE SET parameters = excluded.parameters");

void oauth_set_parameters(struct world *world, const char *definition_id, const json_t *parameters)
{
    char *text = json_print(parameters);
    store_run(world->store, &PUT_PARAMETERS, SQL_WITH(SQL_TEXT(definition_id), SQL_TEXT(text)));
    free(text);
}

/* Whether the configuration is one that the login is meant for. */
static bool predicate_holds(const json_t *auth, json_t *configuration)
{
    const json_t *key = json_object_get(auth, "predicate_key");
    const char *wanted = get_text(auth, "predicate_value");
    if (json_array_size(key) == 0)
        return true;
    const char *value = json_string_value(oauth_value_at(configuration, key));
    return value && (!wanted || strcmp(value, wanted) == 0);
}

/* Masks the value at a path; where the objects on the way are not there, nothing is made. */
static void mask_at(json_t *configuration, const json_t *path)
{
    size_t last = json_array_size(path) - 1;
    for (size_t i = 0; i < last; i++)
        configuration = json_object_get(configuration, json_string_value(json_array_get(path, i)));
    if (json_is_object(configuration))
        json_object_set_new(configuration, json_string_value(json_array_get(path, last)),
                            json_string(OAUTH_SERVER_SIDE));
}

static void mask_fields(json_t *auth, const json_t *parameters, json_t *configuration)
{
    json_t *config = json_object_get(auth, "oauth_config_specification");
    const char *name;
    json_t *field;
    json_object_foreach (oauth_fields(config, "complete_oauth_server_output_specification"), name, field) {
        json_t *path = oauth_field_path(field);
        if (json_array_size(path) > 0 && json_object_get(parameters, name))
            mask_at(configuration, path);
    }
}

void oauth_mask_server_side(struct world *world, const struct spec *spec, const char *definition_id,
                            json_t *configuration)
{
    json_t *auth = get(spec->document, "advanced_auth");
    json_auto_t *parameters = auth ? oauth_parameters(world, definition_id, NULL) : NULL;
    if (parameters && predicate_holds(auth, configuration))
        mask_fields(auth, parameters, configuration);
}
