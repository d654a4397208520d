#include "domain/registry/builder_project.h"

#include "base/die.h"
#include "domain/registry/declarative.h"
#include "domain/secret/secrets.h"
#include "domain/workspace/workspace.h"
#include "json/get.h"
#include "json/print.h"

#include <inttypes.h>
#include <stdlib.h>

STATEMENT(GET_PROJECT, "SELECT doc FROM builder_project WHERE id = ? AND workspace_id = ?");

static json_t *project_load(struct world *world, const char *workspace_id, const char *id)
{
    json_t *project = world_json(world, &GET_PROJECT, SQL_WITH(SQL_TEXT(id), SQL_TEXT(workspace_id)));
    return project ? project : problem_not_found(&world->problem, "CONNECTOR_BUILDER_PROJECT", id);
}

STATEMENT(UPDATE_PROJECT, "UPDATE builder_project SET doc = ?2 WHERE id = ?1");
STATEMENT(INSERT_PROJECT, "INSERT INTO builder_project (doc) VALUES (?)");

static void project_store(struct world *world, const json_t *project)
{
    char *doc = json_print(project);
    const char *id = get_text(project, "builderProjectId");
    if (!store_run(world->store, &UPDATE_PROJECT, SQL_WITH(SQL_TEXT(id), SQL_TEXT(doc))))
        store_run(world->store, &INSERT_PROJECT, SQL_WITH(SQL_TEXT(doc)));
    free(doc);
}

static void note_change(const struct world *world, json_t *project)
{
    json_object_set_new(project, "updatedAt", json_integer(world->now / SECOND));
}

STATEMENT(PROJECT_OF_NAME, "SELECT id FROM builder_project WHERE workspace_id = ? AND doc ->> 'name' = ? "
                           "ORDER BY rowid LIMIT 1");

/* An entry without an id is the project of its name, or a new one. */
static void find_by_name(struct world *world, json_t *entry)
{
    if (json_object_get(entry, "builderProjectId"))
        return;
    char *id =
        store_text(world->store, &PROJECT_OF_NAME,
                   SQL_WITH(SQL_TEXT(get_text(entry, "workspaceId")), SQL_TEXT(get_text(entry, "name"))));
    json_object_set_new(entry, "builderProjectId", json_string(id ? id : world_uuid(world).text));
    free(id);
}

static bool definition_known(struct world *world, const char *id)
{
    struct definition definition;
    if (!id)
        return true;
    if (!definition_load(world, &SOURCE, id, &definition))
        return false;
    definition_free(&definition);
    return true;
}

STATEMENT(KNOWN_PROJECT, "SELECT doc FROM builder_project WHERE id = ?");

bool builder_project_import(struct world *world, json_t *entry)
{
    if (!workspace_known(world, get_text(entry, "workspaceId")) ||
        !definition_known(world, get_text(entry, "sourceDefinitionId")))
        return false;
    find_by_name(world, entry);
    json_auto_t *known =
        world_json(world, &KNOWN_PROJECT, SQL_WITH(SQL_TEXT(get_text(entry, "builderProjectId"))));
    if (known)
        json_object_update_missing(entry, known);
    if (!json_object_get(entry, "updatedAt"))
        note_change(world, entry);
    project_store(world, entry);
    return true;
}

/* As the specification in the manifest tells secrets; as they are where there is none. */
static json_t *masked_values(json_t *values, const json_t *manifest)
{
    const json_t *spec = json_object_get(json_object_get(manifest, "spec"), "connection_specification");
    return spec && values ? secrets_masked(spec, values) : json_incref(values);
}

/* Steals both; `manifest` is a DeclarativeManifestRead, or NULL where the project has none. */
static json_t *project_read(struct world *world, json_t *project, json_t *manifest)
{
    const char *definition_id = get_text(project, "sourceDefinitionId");
    json_t *values = manifest ? masked_values(json_object_get(project, "testingValues"),
                                              json_object_get(manifest, "manifest"))
                              : NULL;
    json_auto_t *active = definition_id ? declarative_active(world, definition_id) : NULL;
    json_object_set(project, "activeDeclarativeManifestVersion", json_object_get(active, "version"));
    json_object_set_new(project, "hasDraft", json_boolean(json_object_get(project, "draftManifest")));
    return json_pack("{so so* so*}", "builderProject", project, "declarativeManifest", manifest,
                     "testingValues", values);
}

/* The manifest of what it was published as is not there; `id` (stolen) says which. */
static json_t *no_manifest(struct world *world, json_t *project, const char *type, char *id)
{
    problem_not_found(&world->problem, type, id);
    json_decref(project);
    free(id);
    return NULL;
}

/* NULL where there is neither a draft nor a version that is active. */
static json_t *present_manifest(struct world *world, const json_t *project)
{
    json_t *draft = json_object_get(project, "draftManifest");
    const char *definition_id = get_text(project, "sourceDefinitionId");
    if (draft)
        return json_pack("{sO sb}", "manifest", draft, "isDraft", true);
    return definition_id ? declarative_active(world, definition_id) : NULL;
}

json_t *builder_project_get(struct world *world, const char *workspace_id, const char *id)
{
    json_t *project = project_load(world, workspace_id, id);
    if (!project)
        return NULL;
    json_t *manifest = present_manifest(world, project);
    const char *definition_id = get_text(project, "sourceDefinitionId");
    if (manifest || !definition_id)
        return project_read(world, project, manifest);
    return no_manifest(
        world, project, "DECLARATIVE_MANIFEST",
        must_printf(
            "ACTIVE_DECLARATIVE_MANIFEST.actor_definition_id:%s and matching DECLARATIVE_MANIFEST.version",
            definition_id));
}

json_t *builder_project_get_version(struct world *world, const char *workspace_id, const char *id,
                                    int64_t version)
{
    json_t *project = project_load(world, workspace_id, id);
    if (!project)
        return NULL;
    json_t *manifest = declarative_version(world, get_text(project, "sourceDefinitionId"), version);
    if (manifest)
        return project_read(world, project, manifest);
    return no_manifest(
        world, project, "CONNECTOR_BUILDER_PROJECTS/DECLARATIVE_MANIFEST/ACTIVE_DECLARATIVE_MANIFEST",
        must_printf("connector_builder_projects.id:%s manifest_version:%" PRId64, id, version));
}

json_t *builder_project_set_testing_values(struct world *world, const json_t *request)
{
    json_auto_t *project =
        project_load(world, get_text(request, "workspaceId"), get_text(request, "builderProjectId"));
    if (!project)
        return NULL;
    const json_t *spec = json_object_get(request, "spec"), *given = json_object_get(request, "testingValues");
    json_t *values = secrets_merged(spec, json_object_get(project, "testingValues"), given);
    json_object_set_new(project, "testingValues", values);
    note_change(world, project);
    project_store(world, project);
    return secrets_masked(spec, values);
}

STATEMENT(PROJECT_OF_DEFINITION,
          "SELECT json_object('builderProjectId', id, 'workspaceId', workspace_id) FROM builder_project "
          "WHERE definition_id = ? ORDER BY rowid LIMIT 1");

json_t *builder_project_of_definition(struct world *world, const char *definition_id)
{
    json_t *found = world_json(world, &PROJECT_OF_DEFINITION, SQL_WITH(SQL_TEXT(definition_id)));
    return found ? found : json_pack("{sn sn}", "builderProjectId", "workspaceId");
}

STATEMENT(LIST_PROJECTS,
          "SELECT builder_project.doc FROM builder_project JOIN workspace ON workspace.id = workspace_id "
          "WHERE NOT deleted ORDER BY builder_project.rowid");

struct rows *builder_project_list(struct world *world)
{
    return store_rows(world->store, &LIST_PROJECTS, SQL_NOTHING);
}
