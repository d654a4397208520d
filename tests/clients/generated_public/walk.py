"""From a token to deleted through the generated client, whose models check every reply."""
import sys

import airbyte_public
from airbyte_public import models

from server import CLIENT_ID, CLIENT_SECRET, FAKER, LOCAL_JSON, Server


def main(port):
    server = Server(port, "generated")
    configuration = airbyte_public.Configuration(host=f"http://127.0.0.1:{port}/api/public/v1")
    client = airbyte_public.ApiClient(configuration)
    token = airbyte_public.ApplicationsApi(client).create_access_token(models.TokenRequest(
        client_id=f"{CLIENT_ID}+generated", client_secret=CLIENT_SECRET))
    configuration.access_token = token.access_token
    workspaces, jobs = airbyte_public.WorkspacesApi(client), airbyte_public.JobsApi(client)
    sources, destinations = airbyte_public.SourcesApi(client), airbyte_public.DestinationsApi(client)
    connections = airbyte_public.ConnectionsApi(client)
    workspace = workspaces.create_workspace(models.WorkspaceCreateRequest(name="Generated")).workspace_id
    source = sources.create_source(models.SourceCreateRequest(
        name="Sample", workspace_id=workspace, definition_id=FAKER, configuration={"count": 10})).source_id
    destination = destinations.create_destination(models.DestinationCreateRequest(
        name="Files", workspace_id=workspace, definition_id=LOCAL_JSON,
        configuration={"destination_path": "/out"})).destination_id
    streams = airbyte_public.StreamsApi(client).get_stream_properties(source, destination_id=destination)
    assert {stream.stream_name for stream in streams} >= {"users", "products"}, streams
    connection = connections.create_connection(models.ConnectionCreateRequest(source_id=source, destination_id=destination))
    job = jobs.create_job(models.JobCreateRequest(connection_id=connection.connection_id, job_type="sync"))
    assert jobs.get_job(job.job_id).status in ("running", "succeeded")
    assert [each.job_id for each in jobs.list_jobs(workspace_ids=[workspace]).data] == [job.job_id]
    assert jobs.cancel_job(job.job_id).status == "cancelled"
    connections.delete_connection(connection.connection_id)
    assert connections.get_connection(connection.connection_id).status == "deprecated"
    for end, delete in ((source, sources.delete_source), (destination, destinations.delete_destination)):
        delete(end)
    workspaces.delete_workspace(workspace)
    assert server.count_public("DELETE", "*") == 5
    print("generated public client: walked from a token to deleted")


if __name__ == "__main__":
    main(int(sys.argv[1]))
