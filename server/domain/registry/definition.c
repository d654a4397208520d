#include "domain/registry/definition.h"

#include "base/die.h"
#include "domain/registry/registry.h"

#include <stdlib.h>

void definition_free(struct definition *definition)
{
    free(definition->doc);
    free(definition->spec);
    free(definition->suggested);
    *definition = (struct definition){0};
}

static char *copy(const char *text)
{
    return text ? must_strdup(text) : NULL;
}

STATEMENT(GET_DEFINITION,
          "SELECT doc, spec, suggested, public, custom, deleted FROM definition WHERE id = ? AND kind = ?");

bool definition_read(struct store *store, const struct actor_kind *kind, const char *id,
                     struct definition *definition)
{
    struct rows *rows = store_rows(store, &GET_DEFINITION, WITH(TEXT(id), TEXT(kind->name)));
    *definition = (struct definition){0};
    if (!rows_next(rows))
        return false;
    *definition = (struct definition){
        .doc = copy(rows_text(rows, 0)),
        .spec = copy(rows_text(rows, 1)),
        .suggested = copy(rows_text(rows, 2)),
        .public = rows_integer(rows, 3),
        .custom = rows_integer(rows, 4),
        .deleted = rows_integer(rows, 5),
    };
    rows_end(rows);
    return true;
}

static bool copy_public(struct registry *registry, const struct actor_kind *kind, const char *id,
                        struct definition *definition)
{
    const struct definition *known = registry_definition(registry, kind, id);
    if (!known)
        return false;
    *definition = *known;
    definition->doc = copy(known->doc);
    definition->spec = copy(known->spec);
    definition->suggested = copy(known->suggested);
    return true;
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

STATEMENT(PUT_DEFINITION, "INSERT INTO definition (doc, kind, spec, suggested, public, custom, deleted) "
                          "VALUES (?, ?, ?, ?, ?, ?, ?) "
                          "ON CONFLICT (id) DO UPDATE SET doc = excluded.doc, spec = excluded.spec, "
                          "suggested = excluded.suggested, "
                          "public = excluded.public, custom = excluded.custom, deleted = excluded.deleted");

void definition_store(struct world *world, const struct actor_kind *kind, const struct definition *definition)
{
    store_run(world->store, &PUT_DEFINITION,
              WITH(TEXT(definition->doc), TEXT(kind->name), TEXT(definition->spec),
                   TEXT(definition->suggested), INTEGER(definition->public), INTEGER(definition->custom),
                   INTEGER(definition->deleted)));
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
