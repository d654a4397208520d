#include "api/routes.h"
#include "domain/registry/builder_project.h"

bool connector_builder_projects_get_with_manifest(struct call *call)
{
    const char *workspace_id = body_text(call, "workspaceId"), *id = body_text(call, "builderProjectId");
    if (!body_member(call, "version"))
        return reply_shaped(call, builder_project_get(call->world, workspace_id, id));
    return reply_shaped(
        call, builder_project_get_version(call->world, workspace_id, id, body_integer(call, "version", 0)));
}

bool connector_builder_projects_get_for_definition_id(struct call *call)
{
    return reply_shaped(call,
                        builder_project_of_definition(call->world, body_text(call, "actorDefinitionId")));
}

bool connector_builder_projects_update_testing_values(struct call *call)
{
    return reply_shaped(call, builder_project_set_testing_values(call->world, call_body(call)));
}
