#include "sandbox/request/request_mask.h"

#include "base/die.h"
#include "base/text.h"
#include "domain/actor/actor.h"
#include "domain/registry/registry.h"
#include "domain/secret/secret_names.h"
#include "domain/secret/secrets.h"

#include <stdlib.h>
#include <string.h>

/* Where in a body we are. */
struct masking {
    struct world *world;
    const json_t *namer; /* the nearest object around that names a connector, or NULL */
    bool specified;      /* in a configuration whose secrets a specification has named already */
};

/* Members that say which connector a configuration is for. */
static const struct {
    const char *member;
    const struct actor_kind *kind;
    bool definition; /* an id of a definition, else of an actor */
} names[] = {
    {"sourceDefinitionId", &SOURCE, true}, {"destinationDefinitionId", &DESTINATION, true},
    {"sourceId", &SOURCE, false},          {"destinationId", &DESTINATION, false},
    {"sourceCloneId", &SOURCE, false},     {"destinationCloneId", &DESTINATION, false},
};

enum { NAMES = sizeof names / sizeof *names };

/* Members that hold a configuration. */
static const char *const configurations[] = {"connectionConfiguration", "configuration", "testingValues",
                                             NULL};

/* Members whose every value is a secret, or may be; and those that describe properties and hold no values. */
static const char *const secret_members[] = {"params", "queryParams", "oAuthInputConfiguration", NULL};
static const char *const open_members[] = {"jsonSchema", "connectionSpecification",
                                           "connection_specification", NULL};

static bool is_one_of(const char *name, const char *const *members)
{
    for (; *members; members++)
        if (strcmp(*members, name) == 0)
            return true;
    return false;
}

static bool names_connector(const json_t *object)
{
    for (size_t i = 0; i < NAMES; i++)
        if (json_object_get(object, names[i].member))
            return true;
    return false;
}

static const json_t *definition_specification(struct world *world, const struct actor_kind *kind,
                                              const char *id)
{
    struct definition definition;
    if (!id || !definition_find(world, kind, id, &definition))
        return NULL;
    const json_t *specification = definition_spec(world, &definition)->configuration;
    definition_free(&definition);
    return specification;
}

static const json_t *actor_specification(struct world *world, const struct actor_kind *kind, const char *id)
{
    struct actor actor;
    if (!actor_load(world, kind, id, &actor)) {
        problem_clear(&world->problem);
        return NULL;
    }
    const json_t *specification =
        definition_specification(world, kind, actor_text(&actor, kind->definition_id));
    actor_free(&actor);
    return specification;
}

/* The connectionSpecification of the connector that is named, or NULL. Borrowed. */
static const json_t *specification_of(const struct masking *masking)
{
    const json_t *found = NULL;
    for (size_t i = 0; i < NAMES && !found; i++) {
        const char *id = json_string_value(json_object_get(masking->namer, names[i].member));
        if (id)
            found = names[i].definition ? definition_specification(masking->world, names[i].kind, id)
                                        : actor_specification(masking->world, names[i].kind, id);
    }
    return found;
}

/* Nothing but the shape and what has two values at most. */
static json_t *mask_wholly(json_t *value)
{
    if (json_is_boolean(value) || json_is_null(value))
        return json_incref(value);
    if (!json_is_object(value) && !json_is_array(value))
        return json_string(SECRET_MASK);
    json_t *masked = json_is_object(value) ? json_object() : json_array();
    const char *name;
    size_t index;
    json_t *part;
    json_object_foreach (value, name, part)
        json_object_set_new(masked, name, mask_wholly(part));
    json_array_foreach (value, index, part)
        json_array_append_new(masked, mask_wholly(part));
    return masked;
}

static json_t *mask(const struct masking *masking, json_t *value);

static json_t *mask_configuration(const struct masking *masking, json_t *configuration)
{
    const json_t *specification = json_is_object(configuration) ? specification_of(masking) : NULL;
    if (!specification)
        return mask_wholly(configuration);
    json_auto_t *masked = secrets_masked(specification, configuration);
    return mask(&(struct masking){masking->world, masking->namer, true}, masked);
}

/* Whether the name alone says that the value is a secret, with all that may be in it. Where a specification
 * has spoken, "credentials" are more than secrets. */
static bool hides(const struct masking *masking, const char *name, const json_t *value)
{
    return masking->specified && json_is_object(value) ? secret_name_whole(name) : secret_name(name);
}

static json_t *mask_member(const struct masking *masking, const char *name, json_t *value)
{
    if (is_one_of(name, open_members))
        return json_incref(value);
    if (is_one_of(name, secret_members))
        return mask_wholly(value);
    if (is_one_of(name, configurations))
        return mask_configuration(masking, value);
    return hides(masking, name, value) ? mask_wholly(value) : mask(masking, value);
}

/* An error tells the value that it refuses: {"propertyPath": "webhookConfigs[0].authToken", "invalidValue"}.
 */
static void mask_invalid_value(json_t *object)
{
    const char *path = json_string_value(json_object_get(object, "propertyPath"));
    if (path && json_object_get(object, "invalidValue") &&
        (strstr(path, "onfiguration") || secret_name(path)))
        json_object_set_new(object, "invalidValue", json_string(SECRET_MASK));
}

static json_t *mask_object(const struct masking *masking, json_t *object)
{
    struct masking inner = *masking;
    if (names_connector(object))
        inner.namer = object;
    json_t *masked = json_object();
    const char *name;
    json_t *member;
    json_object_foreach (object, name, member)
        json_object_set_new(masked, name, mask_member(&inner, name, member));
    mask_invalid_value(masked);
    return masked;
}

static json_t *mask_list(const struct masking *masking, json_t *list)
{
    json_t *masked = json_array();
    size_t index;
    json_t *item;
    json_array_foreach (list, index, item)
        json_array_append_new(masked, mask(masking, item));
    return masked;
}

/* A link may carry what its query says: a consent page's client id, a redirect's code. */
static json_t *mask_text(json_t *text)
{
    const char *value = json_string_value(text), *query = strchr(value, '?');
    if (!query || strncmp(value, "http", 4) != 0)
        return json_incref(text);
    char *masked = query_masked(query + 1);
    json_t *link = json_sprintf("%.*s?%s", (int)(query - value), value, masked);
    free(masked);
    return link;
}

static json_t *mask(const struct masking *masking, json_t *value)
{
    work_meet(work_running(masking->world->work));
    if (json_is_object(value))
        return mask_object(masking, value);
    if (json_is_array(value))
        return mask_list(masking, value);
    return json_is_string(value) ? mask_text(value) : json_incref(value);
}

json_t *body_masked(struct world *world, const char *path, json_t *body)
{
    struct masking masking = {.world = world};
    size_t size = strlen(path);
    bool gives_credentials = size > 15 && strcmp(path + size - 15, "/complete_oauth") == 0;
    return gives_credentials ? mask_wholly(body) : mask(&masking, body);
}

const char *value_masked(const char *name, const char *value)
{
    return secret_name(name) ? SECRET_MASK : value;
}

/* A name that cannot be read, or a link that has parameters of its own. */
static bool in_disguise(const char *name, const char *value)
{
    return strchr(name, '%') || strchr(value, '?') || strcasestr(value, "%3f");
}

static void add_parameter(struct text *masked, const char *parameter, size_t size)
{
    char *whole = must_strndup(parameter, size), *equals = strchr(whole, '=');
    if (equals) {
        *equals = '\0';
        text_add_format(masked, "%s=%s", whole,
                        in_disguise(whole, equals + 1) ? SECRET_MASK : value_masked(whole, equals + 1));
    } else {
        text_add(masked, whole);
    }
    free(whole);
}

char *query_masked(const char *query)
{
    struct text masked = {0};
    while (*query) {
        size_t size = strcspn(query, "&");
        add_parameter(&masked, query, size);
        query += size;
        if (*query == '&')
            text_add_bytes(&masked, query++, 1);
    }
    return text_take(&masked);
}
