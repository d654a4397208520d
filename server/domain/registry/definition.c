#include "domain/registry/definition.h"

#include "base/die.h"
#include "domain/registry/registry.h"

#include <stdlib.h>

static bool copy_public(struct registry *registry, const struct actor_kind *kind, const char *id,
                        struct definition *definition)
{
    const struct definition *known = registry_definition(registry, kind, id);
    if (known)
        *definition = definition_copy(known);
    return known;
}

bool definition_find(struct world *world, const struct actor_kind *kind, const char *id,
                     struct definition *definition)
{
    return definition_read(world->store, kind, id, definition) ||
           copy_public(world->shared->registry, kind, id, definition);
}

bool definition_load(struct world *world, const struct actor_kind *kind, const char *id,
                     struct definition *definition)
{
    return definition_find(world, kind, id, definition) ||
           problem_not_found(&world->problem, kind->definition_type, id);
}

const struct spec *definition_spec(struct world *world, const struct definition *definition)
{
    return registry_spec(world->shared->registry, definition->spec);
}

/* Its document alone, to be sent; the rest is freed. */
static char *document_of(struct definition *definition)
{
    char *doc = definition->doc;
    definition->doc = NULL;
    definition_free(definition);
    return doc;
}

char *definition_get(struct world *world, const struct actor_kind *kind, const char *id)
{
    struct definition definition;
    return definition_load(world, kind, id, &definition) ? document_of(&definition) : NULL;
}

STATEMENT(IS_GRANTED, "SELECT 1 FROM definition_grant WHERE workspace_id = ? AND definition_id = ?");

bool definition_granted(struct world *world, const char *id, const char *workspace_id)
{
    return store_integer(world->store, &IS_GRANTED, SQL_WITH(SQL_TEXT(workspace_id), SQL_TEXT(id)), 0);
}

static char *not_for_workspace(struct world *world, const char *id)
{
    if (world->problem.kind == PROBLEM_NONE)
        world->problem.id = must_strdup(id);
    return problem_set(&world->problem, PROBLEM_NOT_FOUND,
                       "Cannot find the requested definition with given id for this workspace");
}

char *definition_get_for_workspace(struct world *world, const struct actor_kind *kind, const char *id,
                                   const char *workspace_id)
{
    struct definition definition;
    if (!definition_find(world, kind, id, &definition))
        return not_for_workspace(world, id);
    if (definition.public || definition_granted(world, id, workspace_id))
        return document_of(&definition);
    definition_free(&definition);
    return not_for_workspace(world, id);
}
