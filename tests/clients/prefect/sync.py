"""A sync from nothing to success through prefect-airbyte: the blocks do the triggering and the waiting."""
import asyncio
import base64
import json
import sys
import urllib.request

from prefect import flow
from prefect_airbyte.connections import AirbyteConnection
from prefect_airbyte.server import AirbyteServer

FAKER = "dfd88b22-b603-4c3d-aad7-3701784586b1"
LOCAL_JSON = "a625d593-bba5-4a1c-a53d-2d246268a816"


def call(port, path, body=None):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/{path}", json.dumps(body or {}).encode(), method="POST")
    request.add_header("Content-Type", "application/json")
    request.add_header("Authorization", "Basic " + base64.b64encode(b"airbyte:password").decode())
    with urllib.request.urlopen(request, timeout=10) as reply:
        return json.load(reply)


def make_connection(port):
    """A manual connection of Sample Data to Local JSON."""
    workspace = call(port, "workspaces/list")["workspaces"][0]["workspaceId"]
    source = call(port, "sources/create", {"workspaceId": workspace, "sourceDefinitionId": FAKER, "name": "Sample",
                                           "connectionConfiguration": {"count": 10}})["sourceId"]
    destination = call(port, "destinations/create", {"workspaceId": workspace, "destinationDefinitionId": LOCAL_JSON,
                                                     "name": "Files",
                                                     "connectionConfiguration": {"destination_path": "/out"}})
    catalog = call(port, "sources/discover_schema", {"sourceId": source})["catalog"]
    return call(port, "connections/create", {"sourceId": source, "destinationId": destination["destinationId"],
                                             "status": "active", "syncCatalog": catalog})["connectionId"]


@flow
async def sync(port, connection_id):
    server = AirbyteServer(server_host="127.0.0.1", server_port=port)
    connection = AirbyteConnection(airbyte_server=server, connection_id=connection_id, poll_interval_s=1,
                                   status_updates=True)
    run = await connection.trigger()
    await run.wait_for_completion()
    return await run.fetch_result()


def main(port):
    result = asyncio.run(sync(port, make_connection(port)))
    assert result.job_status == "succeeded", result
    assert result.records_synced > 0, result
    print(f"prefect-airbyte: job {result.job_id} {result.job_status}, {result.records_synced} records")


if __name__ == "__main__":
    main(int(sys.argv[1]))
