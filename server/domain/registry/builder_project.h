#pragma once

#include "domain/world/world.h"

/*
 * Projects of the connector builder: a low-code connector under way, as the real server's
 * ConnectorBuilderProjectsHandler keeps them (docs/behaviour/definitions.md#builder-projects). They come from
 * fixtures, whose entries are their documents. Values are new references, NULL with a problem.
 */

/* Keeps a fixture's entry, which has its workspace; it then knows its id, and what it does not say stays as
 * it was. One without an id is the project of its name in the workspace. False with a problem. */
bool builder_project_import(struct world *world, json_t *entry);

/* A ConnectorBuilderProjectRead: of the draft or, where there is none, of the version that is active. */
json_t *builder_project_get(struct world *world, const char *workspace_id, const char *id);

/* The same of a version that was published. */
json_t *builder_project_get_version(struct world *world, const char *workspace_id, const char *id,
                                    int64_t version);

/* `request` is a ConnectorBuilderProjectTestingValuesUpdate; secrets that came masked keep what is stored.
 * The values with masked secrets. */
json_t *builder_project_set_testing_values(struct world *world, const json_t *request);

/* A BuilderProjectForDefinitionResponse, of nulls where no project was published as that definition. */
json_t *builder_project_of_definition(struct world *world, const char *definition_id);

/* Documents, of workspaces that are not deleted. */
struct rows *builder_project_list(struct world *world);
