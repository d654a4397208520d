#include "domain/registry/declarative.h"

#include "base/die.h"
#include "json/get.h"
#include "json/print.h"
#include "json/read.h"
#include "json/writer.h"

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

static json_t *definition_request(const char *workspace_id, const char *name, json_t *spec)
{
    return json_pack("{ss s{ss ss ss ss so}}", "workspaceId", workspace_id, "sourceDefinition", "name", name,
                     "dockerRepository", DECLARATIVE_IMAGE, "dockerImageTag", "7.0.0", "documentationUrl", "",
                     "spec", spec);
}

char *declarative_create(struct world *world, const char *workspace_id, const char *name, json_t *manifest)
{
    json_t *spec = spec_of(world, manifest);
    if (!spec)
        return NULL;
    json_auto_t *request = definition_request(workspace_id, name, spec);
    char *doc = definition_create_custom(world, &SOURCE, request);
    if (!doc)
        return NULL;
    json_auto_t *definition = json_take(doc);
    insert_manifest(world, get_text(definition, "sourceDefinitionId"), manifest);
    return declarative_get(world, workspace_id, get_text(definition, "sourceDefinitionId"));
}

STATEMENT(ACTIVE_MANIFEST,
          "SELECT manifest, version FROM manifest WHERE definition_id = ? ORDER BY version DESC LIMIT 1");

static char *response(struct world *world, const json_t *definition)
{
    const char *id = get_text(definition, "sourceDefinitionId");
    struct rows *rows = store_rows(world->store, &ACTIVE_MANIFEST, SQL_WITH(SQL_TEXT(id)));
    if (!rows_next(rows))
        return problem_not_found(&world->problem, "DECLARATIVE_MANIFEST", id);
    struct writer writer = {0};
    write_object(&writer, NULL);
    write_text(&writer, "id", id);
    write_text(&writer, "name", get_text(definition, "name"));
    write_raw(&writer, "manifest", rows_text(rows, 0));
    write_integer(&writer, "version", rows_integer(rows, 1));
    write_object_end(&writer);
    rows_end(rows);
    return writer_take(&writer);
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
