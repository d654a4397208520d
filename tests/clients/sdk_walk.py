"""Every method of airbyte-api, whatever its version; the server's log says that each was asked and answered."""
import inspect
import json
import sys
from types import SimpleNamespace

from airbyte_api import AirbyteAPI, api, models

from server import CLIENT_ID, CLIENT_SECRET, FAKER, LOCAL_JSON, Server

ZERO = "00000000-0000-0000-0000-000000000000"
MANIFEST = {"spec": {"connection_specification": {"type": "object", "properties": {}}}}
KINDS = ("source", "destination")
NO_METHODS = {"do_request", "do_request_async", "dynamic_import"}


def camel(name):
    return "".join(word.capitalize() for word in name.split("_"))


def model(name, /, **members):
    """An object of api or models; None where this version has none of that name."""
    kind = getattr(api, name, None) if hasattr(api, name) else getattr(models, name, None)
    return kind(**members) if kind else None


def payload(response):
    """The member of a response that is neither its status nor the HTTP reply."""
    for name, value in vars(response).items():
        if name not in ("content_type", "status_code", "raw_response") and value is not None:
            return value
    return None


def unread_destination(error):
    """1.0 tells destinations apart by a member that Airbyte cuts off their configurations, and so reads none: its bug."""
    assert error.raw_response.status_code == 200 and "destination_type" in str(error), error
    value = json.loads(error.raw_response.text, object_hook=lambda members: SimpleNamespace(
        **{"destination_id": members.get("destinationId"), "name": members.get("name"), "data": members.get("data")}))
    return value


class Walk:
    def __init__(self, port):
        self.server = Server(port, "sdk")
        self.called = set()
        self.sdk = AirbyteAPI(
            server_url=f"http://127.0.0.1:{port}/api/public/v1",
            security=models.Security(client_credentials=models.SchemeClientCredentials(
                client_id=f"{CLIENT_ID}+sdk", client_secret=CLIENT_SECRET, token_url="v1/applications/token")))

    def has(self, family, method):
        return hasattr(self.sdk, family) and hasattr(getattr(self.sdk, family), method)

    def __call__(self, family, method, request=None):
        if not self.has(family, method):
            return None
        self.called.add(f"{family}.{method}")
        call = getattr(getattr(self.sdk, family), method)
        try:
            response = call() if request is None else call(request=request)
        except Exception as error:
            if family != "destinations" or type(error).__name__ != "ResponseValidationError":
                raise
            return unread_destination(error)
        assert response.status_code in (200, 204), response
        return payload(response)

    def refused(self, family, method, status, request):
        """What a community install refuses."""
        if not self.has(family, method):
            return
        try:
            self(family, method, request)
        except Exception as error:  # SDKError lives elsewhere in each version
            assert getattr(error, "status_code", None) == status, repr(error)
        else:
            raise AssertionError(f"{family}.{method} was not refused")

    def methods(self):
        families = [name for name in dir(self.sdk) if not name.startswith("_") and name not in NO_METHODS
                    and name not in ("sdk_configuration", "parent_ref")]
        return {f"{family}.{name}" for family in families for name, _ in inspect.getmembers(getattr(self.sdk, family), callable)
                if not name.startswith("_") and name not in NO_METHODS and not name.endswith("_async")}


def actors(walk, workspace):
    ids = []
    configurations = {"source": models.SourceFaker(count=10), "destination": models.DestinationSftpJSON(
        destination_path="/out", host="db", password="hush", username="u")}
    for kind in KINDS:
        family, kind_name = f"{kind}s", camel(kind)
        made = walk(family, f"create_{kind}", model(
            f"{kind_name}CreateRequest", name=kind, workspace_id=workspace, configuration=configurations[kind]))
        key = {f"{kind}_id": getattr(made, f"{kind}_id")}
        ids.append(key[f"{kind}_id"])
        walk(family, f"get_{kind}", model(f"Get{kind_name}Request", **key))
        walk(family, f"put_{kind}", model(f"Put{kind_name}Request", **key, **{f"{kind}_put_request": model(
            f"{kind_name}PutRequest", name="put", configuration=configurations[kind])}))
        patched = walk(family, f"patch_{kind}", model(f"Patch{kind_name}Request", **key, **{
            f"{kind}_patch_request": model(f"{kind_name}PatchRequest", name="patched")}))
        assert patched.name == "patched", patched
        listed = walk(family, f"list_{kind}s", model(f"List{kind_name}sRequest", workspace_ids=[workspace]))
        assert [getattr(each, f"{kind}_id") for each in listed.data] == [key[f"{kind}_id"]], listed
    return ids


def connections(walk, workspace, source, destination):
    walk("streams", "get_stream_properties", api.GetStreamPropertiesRequest(source_id=source, destination_id=destination))
    made = walk("connections", "create_connection", models.ConnectionCreateRequest(
        source_id=source, destination_id=destination, configurations=models.StreamConfigurations(
            streams=[models.StreamConfiguration(name="users")])))
    key = {"connection_id": made.connection_id}
    walk("connections", "get_connection", api.GetConnectionRequest(**key))
    patched = walk("connections", "patch_connection", api.PatchConnectionRequest(
        **key, connection_patch_request=models.ConnectionPatchRequest(name="patched")))
    assert patched.name == "patched", patched
    assert len(walk("connections", "list_connections", api.ListConnectionsRequest(workspace_ids=[workspace])).data) == 1
    return made.connection_id


def jobs(walk, connection):
    job = walk("jobs", "create_job", models.JobCreateRequest(connection_id=connection, job_type=models.JobTypeEnum.SYNC))
    walk("jobs", "get_job", api.GetJobRequest(job_id=job.job_id))
    walk("jobs", "cancel_job", api.CancelJobRequest(job_id=job.job_id))
    listed = walk("jobs", "list_jobs", api.ListJobsRequest(connection_id=connection, order_by="createdAt|DESC"))
    assert [each.status.value for each in listed.data] == ["cancelled"], listed


def definitions(walk, workspace):
    for kind in KINDS:
        family, name = f"{kind}_definitions", f"{camel(kind)}Definition"
        if not walk.has(family, f"create_{kind}_definition"):
            continue
        made = walk(family, f"create_{kind}_definition", model(
            f"Create{name}Request", workspace_id=workspace, create_definition_request=models.CreateDefinitionRequest(
                name="Own", docker_repository="me/own", docker_image_tag="1")))
        key = {"workspace_id": workspace, "definition_id": made.id}
        walk(family, f"list_{kind}_definitions", model(f"List{name}sRequest", workspace_id=workspace))
        walk(family, f"get_{kind}_definition", model(f"Get{name}Request", **key))
        walk(family, f"update_{kind}_definition", model(
            f"Update{name}Request", **key, update_definition_request=models.UpdateDefinitionRequest(
                name="Own", docker_image_tag="2")))
        walk(family, f"delete_{kind}_definition", model(f"Delete{name}Request", **key))


def low_code(walk, workspace):
    family, name = "declarative_source_definitions", "DeclarativeSourceDefinition"
    if not walk.has(family, "create_declarative_source_definition"):
        return
    made = walk(family, "create_declarative_source_definition", api.CreateDeclarativeSourceDefinitionRequest(
        workspace_id=workspace, create_declarative_source_definition_request=models.CreateDeclarativeSourceDefinitionRequest(
            name="Low", manifest=MANIFEST)))
    key = {"workspace_id": workspace, "definition_id": made.id}
    walk(family, "list_declarative_source_definitions", model(f"List{name}sRequest", workspace_id=workspace))
    walk(family, "get_declarative_source_definition", model(f"Get{name}Request", **key))
    walk(family, "update_declarative_source_definition", api.UpdateDeclarativeSourceDefinitionRequest(
        **key, update_declarative_source_definition_request=models.UpdateDeclarativeSourceDefinitionRequest(manifest=MANIFEST)))
    walk(family, "delete_declarative_source_definition", model(f"Delete{name}Request", **key))


def tags(walk, workspace):
    if not walk.has("tags", "create_tag"):
        return
    made = walk("tags", "create_tag", models.TagCreateRequest(name="n", color="00FF00", workspace_id=workspace))
    walk("tags", "get_tag", api.GetTagRequest(tag_id=made.tag_id))
    walk("tags", "update_tag", api.UpdateTagRequest(tag_id=made.tag_id, tag_patch_request=models.TagPatchRequest(
        name="m", color="0000FF")))
    walk("tags", "list_tags", api.ListTagsRequest(workspace_ids=[workspace]))
    walk("tags", "delete_tag", api.DeleteTagRequest(tag_id=made.tag_id))


def access(walk, workspace):
    walk("organizations", "list_organizations_for_user")
    walk("users", "list_users_within_an_organization", api.ListUsersWithinAnOrganizationRequest(organization_id=ZERO))
    made = walk("permissions", "create_permission", models.PermissionCreateRequest(
        permission_type=models.PublicPermissionType.WORKSPACE_READER, user_id=ZERO, workspace_id=workspace))
    key = {"permission_id": made.permission_id}
    walk("permissions", "get_permission", api.GetPermissionRequest(**key))
    walk("permissions", "update_permission", api.UpdatePermissionRequest(
        **key, permission_update_request=models.PermissionUpdateRequest(
            permission_type=models.PermissionType.WORKSPACE_EDITOR)))
    walk("permissions", "list_permissions", api.ListPermissionsRequest())
    walk("permissions", "delete_permission", api.DeletePermissionRequest(**key))


def refusals(walk, workspace):
    kind = models.ActorTypeEnum.SOURCE
    walk.refused("sources", "initiate_o_auth", 501, models.InitiateOauthRequest(
        redirect_url="https://example.com", source_type=list(models.OAuthActorNames)[0], workspace_id=workspace))
    client = {"actor_type": kind, "name": list(models.OAuthActorNames)[0], "configuration": {}}
    walk.refused("workspaces", "create_or_update_workspace_o_auth_credentials", 501, model(
        "CreateOrUpdateWorkspaceOAuthCredentialsRequest", workspace_id=workspace,
        workspace_o_auth_credentials_request=models.WorkspaceOAuthCredentialsRequest(**client)))
    walk.refused("workspaces", "delete_workspace_o_auth_credentials", 501, model(
        "DeleteWorkspaceOAuthCredentialsRequest", workspace_id=workspace, actor_type=kind, name="faker"))
    if walk.has("organizations", "create_or_update_organization_o_auth_credentials"):
        walk.refused("organizations", "create_or_update_organization_o_auth_credentials", 403, model(
            "CreateOrUpdateOrganizationOAuthCredentialsRequest", organization_id=ZERO,
            organization_o_auth_credentials_request=models.OrganizationOAuthCredentialsRequest(
                **{**client, "name": "faker"})))
        walk.refused("organizations", "delete_organization_o_auth_credentials", 403, model(
            "DeleteOrganizationOAuthCredentialsRequest", organization_id=ZERO, actor_type=kind, name="faker"))


def main(port):
    walk = Walk(port)
    walk("health", "get_health_check")
    workspace = walk("workspaces", "create_workspace", models.WorkspaceCreateRequest(name="SDK")).workspace_id
    walk("workspaces", "get_workspace", api.GetWorkspaceRequest(workspace_id=workspace))
    walk("workspaces", "update_workspace", api.UpdateWorkspaceRequest(
        workspace_id=workspace, workspace_update_request=models.WorkspaceUpdateRequest(name="renamed")))
    walk("workspaces", "list_workspaces", api.ListWorkspacesRequest())
    source, destination = actors(walk, workspace)
    connection = connections(walk, workspace, source, destination)
    jobs(walk, connection)
    definitions(walk, workspace)
    low_code(walk, workspace)
    tags(walk, workspace)
    access(walk, workspace)
    refusals(walk, workspace)
    walk("connections", "delete_connection", api.DeleteConnectionRequest(connection_id=connection))
    walk("sources", "delete_source", api.DeleteSourceRequest(source_id=source))
    walk("destinations", "delete_destination", api.DeleteDestinationRequest(destination_id=destination))
    walk("workspaces", "delete_workspace", api.DeleteWorkspaceRequest(workspace_id=workspace))
    assert walk.called == walk.methods(), walk.methods() - walk.called
    assert walk.server.count_public("POST", "applications/token") == 1
    print(f"airbyte-api: {len(walk.called)} methods of {len(walk.methods())}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
