"""From nothing to deleted through the generated client, whose models check every reply."""
import sys

import airbyte_api
from airbyte_api import models

from server import FAKER, LOCAL_JSON, Server

UNKNOWN_ID = "00000000-0000-0000-0000-0000000000aa"
CALLS = ("connections/sync", "connections/reset", "connections/delete")


def make_connection(client, workspace_id):
    sources, destinations = airbyte_api.SourceApi(client), airbyte_api.DestinationApi(client)
    source = sources.create_source(models.SourceCreate(
        workspace_id=workspace_id, source_definition_id=FAKER, name="Sample", connection_configuration={"count": 10}))
    assert source.source_name == "Sample Data (Faker)", source
    destination = destinations.create_destination(models.DestinationCreate(
        workspace_id=workspace_id, destination_definition_id=LOCAL_JSON, name="Files",
        connection_configuration={"destination_path": "/out"}))
    check = sources.check_connection_to_source(models.SourceIdRequestBody(source_id=source.source_id))
    assert check.status == "succeeded" and check.job_info.succeeded, check
    found = sources.discover_schema_for_source(models.SourceDiscoverSchemaRequestBody(source_id=source.source_id))
    assert {pair.stream.name for pair in found.catalog.streams} >= {"users", "products"}, found.catalog
    connection = airbyte_api.ConnectionApi(client).create_connection(models.ConnectionCreate(
        source_id=source.source_id, destination_id=destination.destination_id, name="Sample to Files",
        status=models.ConnectionStatus.ACTIVE, sync_catalog=found.catalog, source_catalog_id=found.catalog_id))
    assert [pair.stream for pair in connection.sync_catalog.streams] == [pair.stream for pair in found.catalog.streams]
    return connection


def poll(client, job_id):
    """The job when it has ended: each poll moves the sandbox's clock to the next thing that happens."""
    jobs = airbyte_api.JobsApi(client)
    for _ in range(10):
        info = jobs.get_job_info(models.JobIdRequestBody(id=job_id))
        if info.job.status not in (models.JobStatus.PENDING, models.JobStatus.RUNNING):
            return info
    raise AssertionError(f"still {info.job.status} after ten polls")


def run(client, start, connection_id):
    begun = start(models.ConnectionIdRequestBody(connection_id=connection_id))
    assert begun.job.status == models.JobStatus.RUNNING, begun.job
    ended = poll(client, begun.job.id)
    assert ended.job.status == models.JobStatus.SUCCEEDED, ended.job
    return ended


def delete(client, connection, workspace_id):
    connections, sources = airbyte_api.ConnectionApi(client), airbyte_api.SourceApi(client)
    connections.delete_connection(models.ConnectionIdRequestBody(connection_id=connection.connection_id))
    sources.delete_source(models.SourceIdRequestBody(source_id=connection.source_id))
    workspace = models.WorkspaceIdRequestBody(workspace_id=workspace_id)
    assert connections.list_connections_for_workspace(workspace).connections == []
    assert sources.list_sources_for_workspace(workspace).sources == []
    try:
        sources.delete_source(models.SourceIdRequestBody(source_id=UNKNOWN_ID))
    except airbyte_api.exceptions.NotFoundException as error:
        assert UNKNOWN_ID in error.body, error.body
    else:
        raise AssertionError("a source that never was could be deleted")


def main(port):
    server = Server(port)
    server.control("PUT", "clock", {"mode": "skip"})
    configuration = airbyte_api.Configuration(host=f"http://127.0.0.1:{port}/api", username="airbyte",
                                              password="password")
    with airbyte_api.ApiClient(configuration) as client:
        assert airbyte_api.HealthApi(client).get_health_check().available
        workspace = airbyte_api.WorkspaceApi(client).create_workspace(models.WorkspaceCreate(name="Walk"))
        connection = make_connection(client, workspace.workspace_id)
        connections = airbyte_api.ConnectionApi(client)
        synced = run(client, connections.sync_connection, connection.connection_id)
        moved = synced.attempts[-1].attempt.records_synced
        assert moved > 0, synced.attempts
        reset = run(client, connections.reset_connection, connection.connection_id)
        assert reset.job.config_type == models.JobConfigType.RESET_CONNECTION, reset.job
        delete(client, connection, workspace.workspace_id)
    counts = {call: server.count(call) for call in CALLS}
    assert set(counts.values()) == {1}, counts
    print(f"openapi-generator: {moved} records, then {counts}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
