"""Clients that leave in the middle of what takes long."""
import json
import random
import time

from server import FAKER, LOCAL_JSON, stream

CONNECTIONS, LEAVE, LONGEST = 1000, 60, 0.1
WORKSPACE, SOURCE, DESTINATION = (f"{kind}0000000-0000-4000-8000-000000000000" for kind in "123")


def world(kind):
    return {
        "workspaces": [{"workspaceId": WORKSPACE, "name": "Large"}],
        "sources": [{"sourceId": SOURCE, "workspaceId": WORKSPACE, "name": "Sample", "sourceDefinitionId": FAKER,
                     "connectionConfiguration": {"count": 10}}],
        "destinations": [{"destinationId": DESTINATION, "workspaceId": WORKSPACE, "name": "Files",
                          "destinationDefinitionId": LOCAL_JSON, "connectionConfiguration": {"destination_path": "/out"}}],
        "connections": [{"connectionId": connection(kind, i), "name": f"connection {kind} {i}", "sourceId": SOURCE,
                         "destinationId": DESTINATION, "status": "active", "syncCatalog": {"streams": [stream(0, 20)]}}
                        for i in range(CONNECTIONS)],
    }


def connection(kind, number):
    return f"{kind}{number:07d}-0000-4000-8000-000000000000"


SLOW = [("POST", "/api/v1/sources/delete", {"sourceId": SOURCE}),
        ("POST", "/api/v1/destinations/delete", {"destinationId": DESTINATION}),
        ("POST", "/api/v1/workspaces/delete", {"workspaceId": WORKSPACE}),
        ("POST", "/__admin/fixtures", world(5)),
        ("POST", "/api/v1/web_backend/connections/get",
         {"connectionId": connection(4, 0), "withRefreshedCatalog": True}),
        ("POST", "/__admin/reset", {}),
        ("POST", "/__admin/sandboxes/default/fork", {"as": "twin"}),
        ("GET", "/__admin/export", None)]


def connections(client):
    return len(client.call("connections/list", {"workspaceId": WORKSPACE})["connections"])


def test_what_nobody_waits_for_happens_wholly_or_not_at_all(start, beside):
    server, dice = start(), random.Random(17)
    client = server.client()
    client.control("POST", "fixtures", world(4))
    left = 0
    for _ in range(LEAVE):
        method, path, body = dice.choice(SLOW)
        text = "" if body is None else json.dumps(body)
        raw = server.raw()
        raw.send(server.head(method, path, "Content-Type: application/json", size=len(text)) + text.encode())
        time.sleep(LONGEST * dice.random() ** 2)
        left += not raw.answered()
        raw.close()
        beside(server)
        count = connections(client)
        assert count in (0, CONNECTIONS, 2 * CONNECTIONS), path
        if count != CONNECTIONS:
            client.control("POST", "reset")
            client.control("POST", "fixtures", world(4))
    assert left > LEAVE / 4
    client.close()
