#include "domain/registry/definition.h"
#include "fixture/fixture.h"
#include "remote/entries.h"
#include "json/get.h"
#include "json/read.h"

#include <string.h>

/* Whether the members of a definition that a fixture can set are those of `known`. */
static bool says_the_same(const json_t *read, const json_t *known)
{
    static const char *const told[] = {
        "name",        "dockerRepository", "dockerImageTag", "documentationUrl",    "releaseStage",
        "releaseDate", "sourceType",       "supportsDbt",    "normalizationConfig", "resourceRequirements"};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const json_t *value = json_object_get(read, told[i]);
        if (value && !json_equal(value, json_object_get(known, told[i])))
            return false;
    }
    return true;
}

bool entry_is_known_definition(struct world *world, const struct actor_kind *kind, const json_t *read)
{
    struct definition definition;
    if (!definition_find(world, kind, get_text_or(read, kind->definition_id, ""), &definition))
        return false;
    json_auto_t *known = json_stored(definition.doc);
    definition_free(&definition);
    return says_the_same(read, known);
}
