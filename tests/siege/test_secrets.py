"""Canaries: a secret that a client sends, or that the server is started with, is in no log and no reply but the export."""
import json

import pytest

from server import LOCAL_JSON, basic, stream

CANARY = "c4n4ry-in-the-mine"
POSTGRES = "decd338e-5647-4c0b-adf4-da0e75f5a750"
CONFIGURATION = {"host": "db", "port": 5432, "database": "d", "username": "u", "password": CANARY, "tunnel_method": {
    "tunnel_method": "SSH_PASSWORD_AUTH", "tunnel_host": "h", "tunnel_port": 22, "tunnel_user": "u",
    "tunnel_user_password": CANARY}}
CATALOG = {"streams": [stream(1, 1)]}


def with_sync(client):
    """A source with secrets, in a connection that was synced: (workspace, source, connection, job)."""
    workspace = client.call("workspaces/list")["workspaces"][0]["workspaceId"]
    source = client.call("sources/create", {"workspaceId": workspace, "sourceDefinitionId": POSTGRES, "name": "P",
                                            "connectionConfiguration": CONFIGURATION})["sourceId"]
    destination = client.call("destinations/create", {
        "workspaceId": workspace, "destinationDefinitionId": LOCAL_JSON, "name": "D",
        "connectionConfiguration": {"destination_path": "/out"}})["destinationId"]
    connection = client.call("connections/create", {"sourceId": source, "destinationId": destination, "status": "active",
                                                    "syncCatalog": CATALOG})["connectionId"]
    job = client.call("connections/sync", {"connectionId": connection})["job"]["id"]
    return workspace, source, connection, job


def faulty_requests(workspace, source):
    """Requests with secrets that are refused, for the reasons that there are."""
    wrong = {**CONFIGURATION, "port": "none", "ssl_mode": {"mode": "none", "client_key": CANARY},
             "tunnel_method": {"tunnel_method": "none", "tunnel_user_password": CANARY}}
    made = {"workspaceId": workspace, "sourceDefinitionId": POSTGRES, "name": "P", "connectionConfiguration": CONFIGURATION}
    return [
        ("sources/create", json.dumps({**made, "connectionConfiguration": wrong})),
        ("sources/create", json.dumps({**made, "connectionConfiguration": {"password": CANARY}})),
        ("sources/create", json.dumps({**made, "connectionConfiguration": [CANARY]})),
        ("sources/create", json.dumps({**made, "sourceDefinitionId": "none"})),
        ("sources/create", json.dumps({**made, "name": [CONFIGURATION]})),
        ("sources/create", json.dumps(made)[:-1]),
        ("sources/create", json.dumps(made).replace(f'"{CANARY}"', CANARY)),
        ("sources/update", json.dumps({"sourceId": source, "name": "P", "connectionConfiguration": wrong})),
        ("sources/check_connection_for_update",
         json.dumps({"sourceId": source, "name": "P", "connectionConfiguration": wrong})),
        ("scheduler/sources/check_connection",
         json.dumps({"sourceDefinitionId": POSTGRES, "connectionConfiguration": wrong})),
        ("scheduler/sources/discover_schema",
         json.dumps({"sourceDefinitionId": POSTGRES, "connectionConfiguration": CONFIGURATION})),
    ]


def told(client, workspace, source, connection, job):
    """(where, text) of everything that tells of what is there and of what was done."""
    bodies = {
        "sources/get": {"sourceId": source}, "sources/list": {"workspaceId": workspace},
        "sources/search": {"sourceId": source}, "sources/clone": {"sourceCloneId": source},
        "sources/check_connection": {"sourceId": source}, "sources/discover_schema": {"sourceId": source},
        "connections/get": {"connectionId": connection}, "web_backend/connections/list": {"workspaceId": workspace},
        "web_backend/connections/get": {"connectionId": connection, "withRefreshedCatalog": True},
        "jobs/get": {"id": job}, "jobs/get_debug_info": {"id": job}, "logs/get": {"logType": "server"},
        "jobs/list": {"configTypes": ["sync", "check_connection_source"], "configId": connection},
    }
    for path, body in bodies.items():
        status, text = client.ask("POST", f"/api/v1/{path}", body)
        assert status == 200, (path, text)
        yield path, text
    for path in ("config", "version", "requests", "requests.har", "metrics", "coverage", "sandboxes", "snapshots", "plans",
                 "faults", "gates", "clock"):
        yield path, client.ask("GET", f"/__admin/{path}")[1]


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_secret_is_told(start, log_format):
    server = start("--password", CANARY, "--log-level", "debug", "--log-format", log_format)
    server.authorization = basic("airbyte", CANARY)
    client, watcher = server.client(), server.raw()
    watcher.send(server.head("GET", "/__admin/events"))
    things = with_sync(client)
    for path, body in faulty_requests(*things[:2]):
        status, text = client.ask_bytes("POST", f"/api/v1/{path}?token={CANARY}", body)
        assert status < 500 and CANARY not in text, (path, body, text)
    for where, text in told(client, *things):
        assert CANARY not in text, where
    assert CANARY in client.ask("GET", "/__admin/export")[1]
    client.close()
    log = server.stop()
    assert "sources/create" in log and CANARY not in log
    events = watcher.read_to_end()
    assert b"sources/create" in events and CANARY.encode() not in events
