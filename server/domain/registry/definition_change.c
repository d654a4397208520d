#include "base/die.h"
#include "domain/registry/definition.h"
#include "domain/registry/registry.h"
#include "domain/workspace/workspace.h"
#include "json/get.h"
#include "json/print.h"
#include "json/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an image that nobody knows is taken to print: any object configures it. */
static char *permissive_spec(const json_t *read)
{
    json_auto_t *spec =
        json_pack("{s{ss s{} sb} s[ss]}", "connectionSpecification", "type", "object", "properties",
                  "additionalProperties", true, "supported_destination_sync_modes", "overwrite", "append");
    json_object_set(spec, "documentationUrl", json_object_get(read, "documentationUrl"));
    return json_print(spec);
}

/* The specification that running the image would give. */
static char *spec_of_image(struct world *world, const json_t *read)
{
    char *spec = registry_image_spec(world->shared->registry, get_text(read, "dockerRepository"),
                                     get_text(read, "dockerImageTag"));
    return spec ? spec : permissive_spec(read);
}

static bool protocol_supported(const char *version)
{
    int major, minor, patch, end = 0;
    if (sscanf(version, "%d.%d.%d%n", &major, &minor, &patch, &end) < 3 || version[end] != '\0')
        return false;
    return major == 0 && (minor < 3 || (minor == 3 && patch == 0));
}

/* The protocol's version that the specification names, else 0.2.0; PROBLEM_PROTOCOL for one out of range. */
static bool set_protocol_version(struct world *world, json_t *read, const char *spec_text)
{
    json_auto_t *spec = json_stored(spec_text);
    const char *named = get_text(spec, "protocol_version");
    const char *version = named ? named : "0.2.0";
    if (!protocol_supported(version))
        return problem_set(&world->problem, PROBLEM_PROTOCOL,
                           "Airbyte Protocol Version %s is not supported. (Must be within [0.0.0:0.3.0])",
                           version);
    json_object_set_new(read, "protocolVersion", json_string(version));
    return true;
}

/* Writes the definition with `read` (stolen) as its document, and gives that back. Frees the definition. */
static char *store(struct world *world, const struct actor_kind *kind, struct definition *definition,
                   json_t *read)
{
    free(definition->doc);
    definition->doc = world_document(world, kind->definition_shape, read);
    definition_store(world->store, kind, definition);
    char *doc = must_strdup(definition->doc);
    definition_free(definition);
    return doc;
}

static void *refuse_definition(struct definition *definition, json_t *read)
{
    json_decref(read);
    definition_free(definition);
    return NULL;
}

STATEMENT(GRANT, "INSERT OR IGNORE INTO definition_grant (workspace_id, definition_id) VALUES (?, ?)");

static void grant(struct world *world, const char *id, const char *workspace_id)
{
    store_run(world->store, &GRANT, SQL_WITH(SQL_TEXT(workspace_id), SQL_TEXT(id)));
}

/* A custom definition's read, without its protocol version. The icon is missing, as there: the real server
 * takes it for the name of a picture of its own. */
static json_t *custom_read(const struct actor_kind *kind, const char *id, json_t *given)
{
    json_t *read = json_pack("{ss ss sb s{sb}}", kind->definition_id, id, "releaseStage", "custom",
                             "supportsDbt", false, "normalizationConfig", "supported", false);
    json_object_update(read, given);
    json_object_del(read, "icon");
    return read;
}

/* What a fixture says that the image would print, else what is known of the image. */
static char *custom_spec(struct world *world, json_t *read, json_t *given)
{
    json_t *spec = json_object_get(given, "spec");
    return spec ? json_print(spec) : spec_of_image(world, read);
}

char *definition_create_custom(struct world *world, const struct actor_kind *kind, json_t *request)
{
    const char *workspace_id = get_text(request, "workspaceId");
    if (!workspace_known(world, workspace_id))
        return NULL;
    json_t *given = json_object_get(request, kind->definition);
    json_t *read = custom_read(kind, world_uuid(world).text, given);
    struct definition definition = {.spec = custom_spec(world, read, given), .custom = true};
    if (!set_protocol_version(world, read, definition.spec))
        return refuse_definition(&definition, read);
    grant(world, get_text(read, kind->definition_id), workspace_id);
    return store(world, kind, &definition, read);
}

/* Another version's specification. A "dev" image, which the real server runs each time, says the same again
 * here. */
static void set_tag(struct world *world, struct definition *definition, json_t *read, const char *tag)
{
    if (get_is(read, "dockerImageTag", tag))
        return;
    json_object_set_new(read, "dockerImageTag", json_string(tag));
    char *spec = spec_of_image(world, read);
    free(definition->spec);
    definition->spec = spec;
}

char *definition_update(struct world *world, const struct actor_kind *kind, json_t *request)
{
    struct definition definition;
    if (!definition_load(world, kind, get_text(request, kind->definition_id), &definition))
        return NULL;
    json_t *read = json_stored(definition.doc);
    set_tag(world, &definition, read, get_text(request, "dockerImageTag"));
    json_t *requirements = json_object_get(request, "resourceRequirements");
    if (requirements)
        json_object_set(read, "resourceRequirements", requirements);
    if (!set_protocol_version(world, read, definition.spec))
        return refuse_definition(&definition, read);
    return store(world, kind, &definition, read);
}

/* What a fixture may say of a definition, besides its tag. */
static void overlay(json_t *read, json_t *entry)
{
    static const char *const members[] = {
        "name",       "dockerRepository",     "documentationUrl", "releaseStage",       "releaseDate",
        "sourceType", "resourceRequirements", "supportsDbt",      "normalizationConfig"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (json_object_get(entry, members[i]))
            json_object_set(read, members[i], json_object_get(entry, members[i]));
}

char *definition_replace(struct world *world, const struct actor_kind *kind, json_t *entry)
{
    struct definition definition;
    if (!definition_load(world, kind, get_text(entry, kind->definition_id), &definition))
        return NULL;
    json_t *read = json_stored(definition.doc);
    overlay(read, entry);
    if (json_object_get(entry, "dockerImageTag"))
        set_tag(world, &definition, read, get_text(entry, "dockerImageTag"));
    if (json_object_get(entry, "spec")) {
        free(definition.spec);
        definition.spec = json_print(json_object_get(entry, "spec"));
    }
    definition.deleted = get_true(entry, "tombstone");
    if (!set_protocol_version(world, read, definition.spec))
        return refuse_definition(&definition, read);
    return store(world, kind, &definition, read);
}

char *definition_grant(struct world *world, const struct actor_kind *kind, const char *id,
                       const char *workspace_id)
{
    char *doc = definition_get(world, kind, id);
    if (!doc || !workspace_known(world, workspace_id)) {
        free(doc);
        return NULL;
    }
    grant(world, id, workspace_id);
    char *read = must_printf("{\"%s\":%s,\"granted\":true}", kind->definition, doc);
    free(doc);
    return read;
}

STATEMENT(REVOKE, "DELETE FROM definition_grant WHERE workspace_id = ? AND definition_id = ?");

void definition_revoke(struct world *world, const char *id, const char *workspace_id)
{
    store_run(world->store, &REVOKE, SQL_WITH(SQL_TEXT(workspace_id), SQL_TEXT(id)));
}
