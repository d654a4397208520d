#include "domain/registry/declarative.h"

#include "base/die.h"
#include "json/get.h"
#include "json/print.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

const char DECLARATIVE_IMAGE[] = "airbyte/source-declarative-manifest";

/* The connector's specification: what the manifest says configures it. New reference; NULL with a problem. */
static json_t *spec_of(struct world *world, const json_t *manifest)
{
    const json_t *spec = json_object_get(manifest, "spec");
    json_t *schema = json_object_get(spec, "connection_specification");
    if (!json_is_object(schema))
        return problem_coded(&world->problem, PROBLEM_REFUSED, "bad-request", NULL,
                             "manifest.spec.connection_specification: is missing but it is required");
    return json_pack("{ss sO}", "documentationUrl", get_text_or(spec, "documentation_url", ""),
                     "connectionSpecification", schema);
}

STATEMENT(INSERT_MANIFEST,
          "INSERT INTO manifest (definition_id, version, manifest) SELECT ?1, coalesce(max(version), 0) + 1, "
          "?2 FROM manifest WHERE definition_id = ?1");

static void insert_manifest(struct world *world, const char *id, const json_t *manifest)
{
    char *text = json_print(manifest);
    store_run(world->store, &INSERT_MANIFEST, SQL_WITH(SQL_TEXT(id), SQL_TEXT(text)));
    free(text);
}

json_t *declarative_definition(struct world *world, const char *name, const json_t *manifest)
{
    json_t *spec = spec_of(world, manifest);
    return spec ? json_pack("{ss* ss ss sO so}", "name", name, "dockerRepository", DECLARATIVE_IMAGE,
                            "dockerImageTag", "7.0.0", "documentationUrl",
                            json_object_get(spec, "documentationUrl"), "spec", spec)
                : NULL;
}

char *declarative_create(struct world *world, const char *workspace_id, const char *name, json_t *manifest)
{
    json_t *given = declarative_definition(world, name, manifest);
    if (!given)
        return NULL;
    json_auto_t *request = json_pack("{ss so}", "workspaceId", workspace_id, "sourceDefinition", given);
    char *doc = definition_create_custom(world, &SOURCE, request);
    if (!doc)
        return NULL;
    json_auto_t *definition = json_take(doc);
    insert_manifest(world, get_text(definition, "sourceDefinitionId"), manifest);
    return declarative_get(world, workspace_id, get_text(definition, "sourceDefinitionId"));
}

#define MANIFEST_READ                                                                                        \
    "SELECT json_object('manifest', json(manifest), 'isDraft', json('false'), 'version', version) "          \
    "FROM manifest WHERE definition_id = ?"
STATEMENT(ACTIVE_MANIFEST, MANIFEST_READ " ORDER BY version DESC LIMIT 1");
STATEMENT(MANIFEST_OF_VERSION, MANIFEST_READ " AND version = ?");

json_t *declarative_active(struct world *world, const char *id)
{
    return world_json(world, &ACTIVE_MANIFEST, SQL_WITH(SQL_TEXT(id)));
}

json_t *declarative_version(struct world *world, const char *id, int64_t version)
{
    return world_json(world, &MANIFEST_OF_VERSION, SQL_WITH(SQL_TEXT(id), SQL_INTEGER(version)));
}

STATEMENT(ALL_MANIFESTS, "SELECT json_group_array(json(manifest)) FROM (SELECT manifest FROM manifest "
                         "WHERE definition_id = ? ORDER BY version)");

json_t *declarative_manifests(struct world *world, const char *id)
{
    return world_json(world, &ALL_MANIFESTS, SQL_WITH(SQL_TEXT(id)));
}

STATEMENT(FORGET_MANIFESTS, "DELETE FROM manifest WHERE definition_id = ?");

void declarative_import(struct world *world, const char *id, const json_t *manifests)
{
    store_run(world->store, &FORGET_MANIFESTS, SQL_WITH(SQL_TEXT(id)));
    for (size_t i = 0; i < json_array_size(manifests); i++)
        insert_manifest(world, id, json_array_get(manifests, i));
}

static char *response(struct world *world, const json_t *definition)
{
    const char *id = get_text(definition, "sourceDefinitionId");
    json_t *active = declarative_active(world, id);
    if (!active)
        return problem_not_found(&world->problem, "DECLARATIVE_MANIFEST", id);
    json_object_set_new(active, "id", json_string(id));
    json_object_set(active, "name", json_object_get(definition, "name"));
    return world_document(world, "DeclarativeSourceDefinitionResponse", active);
}

STATEMENT(
    IS_DECLARATIVE,
    "SELECT 1 FROM manifest JOIN definition ON definition.id = definition_id WHERE definition_id = ? AND "
    "NOT deleted");

/* The definition, where it is one of these and the workspace's. New reference; NULL with a problem. */
static json_t *load(struct world *world, const char *workspace_id, const char *id)
{
    if (!store_integer(world->store, &IS_DECLARATIVE, SQL_WITH(SQL_TEXT(id)), 0))
        return problem_not_found(&world->problem, SOURCE.definition_type, id);
    return json_take(definition_get_for_workspace(world, &SOURCE, id, workspace_id));
}

char *declarative_get(struct world *world, const char *workspace_id, const char *id)
{
    json_auto_t *definition = load(world, workspace_id, id);
    return definition ? response(world, definition) : NULL;
}

char *declarative_publish(struct world *world, const char *workspace_id, const char *id, json_t *manifest)
{
    json_auto_t *definition = load(world, workspace_id, id);
    json_t *spec = definition ? spec_of(world, manifest) : NULL;
    if (!spec)
        return NULL;
    json_auto_t *entry = json_pack("{ss so}", "sourceDefinitionId", id, "spec", spec);
    char *doc = definition_replace(world, &SOURCE, entry);
    free(doc);
    if (!doc)
        return NULL;
    insert_manifest(world, id, manifest);
    return response(world, definition);
}

STATEMENT(
    LIST_DECLARATIVE,
    "SELECT DISTINCT definition.id FROM definition JOIN manifest ON definition.id = manifest.definition_id "
    "JOIN definition_grant ON definition_grant.definition_id = definition.id WHERE workspace_id = ? "
    "AND NOT deleted ORDER BY definition.rowid");

struct rows *declarative_list(struct world *world, const char *workspace_id)
{
    return store_rows(world->store, &LIST_DECLARATIVE, SQL_WITH(SQL_TEXT(workspace_id)));
}
