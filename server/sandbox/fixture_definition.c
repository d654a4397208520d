#include "domain/catalogue.h"
#include "domain/definition.h"
#include "domain/workspace.h"
#include "sandbox/fixture_parts.h"

#include <stdlib.h>

STATEMENT(DEFINITION_OF_NAME, "SELECT id FROM definition WHERE kind = ?1 AND doc ->> 'name' = ?2 AND custom "
                              "AND NOT deleted ORDER BY rowid LIMIT 1");

/* An entry without an id is the custom definition of its name. */
static void find_by_name(struct fixture_load *load, const struct actor_kind *kind, json_t *entry)
{
    const char *name = fixture_text(entry, "name");
    if (json_object_get(entry, kind->definition_id) || !name)
        return;
    char *id = store_text(load->world->store, &DEFINITION_OF_NAME, WITH(TEXT(kind->name), TEXT(name)));
    if (id)
        json_object_set_new(entry, kind->definition_id, json_string(id));
    free(id);
}

static bool known_as(struct fixture_load *load, const struct actor_kind *kind, const char *id)
{
    struct definition definition;
    if (!id || !definition_find(load->world, kind, id, &definition))
        return false;
    definition_free(&definition);
    return true;
}

static bool id_sound(struct fixture_load *load, const struct actor_kind *kind, const char *id)
{
    const struct actor_kind *other = kind == &SOURCE ? &DESTINATION : &SOURCE;
    return !known_as(load, other, id) ||
           problem_at(&load->world->problem, PROBLEM_INVALID, kind->definition_id, "is that of a kind of %s",
                      other->name);
}

/* What is not known yet must say what it is. */
static bool complete(struct fixture_load *load, const json_t *entry)
{
    static const char *const needed[] = {"name", "dockerRepository", "dockerImageTag", "documentationUrl"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!json_object_get(entry, needed[i]))
            return problem_at(&load->world->problem, PROBLEM_INVALID, needed[i],
                              "is missing but it is required");
    return true;
}

/* The entry then knows the id. */
static char *create(struct fixture_load *load, const struct actor_kind *kind, json_t *entry)
{
    fixture_default_workspace(load, entry);
    if (!complete(load, entry))
        return NULL;
    json_auto_t *request =
        json_pack("{sO sO}", "workspaceId", json_object_get(entry, "workspaceId"), kind->definition, entry);
    char *doc = definition_create_custom(load->world, kind, request);
    json_auto_t *read = doc ? world_parse(doc) : NULL;
    json_object_set(entry, kind->definition_id, json_object_get(read, kind->definition_id));
    return doc;
}

/* A specification that cannot be used would refuse every configuration. */
static bool spec_sound(struct fixture_load *load, const struct actor_kind *kind, const json_t *entry)
{
    struct definition definition;
    if (!json_object_get(entry, "spec") ||
        !definition_find(load->world, kind, fixture_text(entry, kind->definition_id), &definition))
        return true;
    const struct spec *spec = definition_spec(load->world, &definition);
    if (!spec->schema && definition.custom)
        problem_at(&load->world->problem, PROBLEM_INVALID, "spec.connectionSpecification", "%s", spec->error);
    definition_free(&definition);
    return load->world->problem.kind == PROBLEM_NONE;
}

STATEMENT(REVOKE_ALL, "DELETE FROM definition_grant WHERE definition_id = ?");

static bool grant(struct fixture_load *load, const struct actor_kind *kind, const json_t *entry)
{
    size_t index;
    json_t *workspace;
    const json_t *granted = json_object_get(entry, "grantedTo");
    const char *id = fixture_text(entry, kind->definition_id);
    if (granted)
        store_run(load->world->store, &REVOKE_ALL, WITH(TEXT(id)));
    json_array_foreach (granted, index, workspace)
        if (!fixture_done(definition_grant(load->world, kind, id, json_string_value(workspace))))
            return false;
    return true;
}

static bool load_definition(struct fixture_load *load, const struct actor_kind *kind, json_t *entry)
{
    find_by_name(load, kind, entry);
    const char *id = fixture_text(entry, kind->definition_id);
    if (!id_sound(load, kind, id))
        return false;
    if (!known_as(load, kind, id) && !fixture_done(create(load, kind, entry)))
        return false;
    return fixture_done(definition_replace(load->world, kind, entry)) && spec_sound(load, kind, entry) &&
           grant(load, kind, entry);
}

bool fixture_source_definition(struct fixture_load *load, json_t *entry)
{
    return load_definition(load, &SOURCE, entry);
}

bool fixture_destination_definition(struct fixture_load *load, json_t *entry)
{
    return load_definition(load, &DESTINATION, entry);
}
