"""Requests that are too much of something, and very many of them."""
import json
import random

import pytest

from conftest import wait_until

WHOLE_HEAD = 16 << 10
MANY = 5000

FLOODS = {
    "a long request line": lambda server: server.head("GET", "/" + "x" * (2 * WHOLE_HEAD)),
    "a long query": lambda server: server.head("GET", "/api/v1/health?" + "q=1&" * WHOLE_HEAD),
    "a large header": lambda server: server.head("GET", "/api/v1/health", "X-Large: " + "x" * (2 * WHOLE_HEAD)),
    "many headers": lambda server: server.head("GET", "/api/v1/health", *["A: b"] * WHOLE_HEAD),
    "a long header name": lambda server: server.head("GET", "/api/v1/health", "x" * (2 * WHOLE_HEAD) + ": y"),
    "a long user name": lambda server: b"GET / HTTP/1.1\r\nAuthorization: Basic " + b"QUFB" * WHOLE_HEAD + b"\r\n\r\n",
    "a long method": lambda server: b"G" * (2 * WHOLE_HEAD) + b" / HTTP/1.1\r\n\r\n",
    "a line without end": lambda server: b"x" * (2 * WHOLE_HEAD),
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_too_much_is_refused(start, beside, flood):
    server = start()
    descriptors, memory = server.descriptors(), server.memory()
    for _ in range(50):
        client = server.raw()
        client.send(flood(server))
        status = client.status()
        assert status is None or 400 <= status < 500
        client.read_to_end()
        client.close()
    beside(server)
    wait_until(lambda: server.descriptors() <= descriptors)
    assert server.memory() - memory < 1 << 20


def test_what_is_just_not_too_much_is_served(start):
    server = start()
    client = server.raw()
    client.send(server.head("GET", "/api/v1/health?" + "q" * (WHOLE_HEAD // 4), "X-Large: " + "x" * (WHOLE_HEAD // 4)))
    assert client.status() == 200
    client.close()


def flood_of_paths(client, dice, count):
    for _ in range(count):
        name = "%020x" % dice.getrandbits(80)
        paths = {f"/{name}": 404, f"/api/v1/{name}/get": 404, f"/__admin/ui/{name}": 404,
                 f"/__admin/snapshots/{name}": 404, f"/api/v1/health?{name}={name}": 200}
        path = dice.choice(list(paths))
        assert client.ask("GET", path)[0] == paths[path]


def test_random_paths_leave_nothing(start):
    server = start("--max-requests", "100")
    client, dice = server.client(), random.Random(1)
    flood_of_paths(client, dice, MANY // 5)
    memory = server.memory()
    flood_of_paths(client, dice, MANY)
    assert server.memory() - memory < 256 << 10
    client.close()


def sandboxes(client):
    return len(client.control("GET", "sandboxes")["sandboxes"])


def test_who_has_no_credentials_makes_no_sandboxes(start):
    server = start("--max-sandboxes", "100")
    client, stranger = server.client(), server.client()
    server.authorization = "Basic bm9ib2R5Om5vYm9keQ=="
    for i in range(200):
        for path in ("/api/v1/health", "/__admin/livez", "/", "/__admin/ui/app.js"):
            assert stranger.ask("GET", path, **{"X-Fakebyte-Sandbox": f"flood-{i}"})[0] in (200, 401)
    server.authorization = "Basic YWlyYnl0ZTpwYXNzd29yZA=="
    assert sandboxes(client) == 1
    client.close()
    stranger.close()


def test_deep_and_wide_bodies_are_refused_or_taken(start, beside):
    server = start()
    client = server.client()
    bodies = ["[" * 500000, '{"a":' * 500000, "[" + "1," * 500000 + "1]", '{"name":"' + "x" * 5000000 + '"}',
              json.dumps({f"k{i}": i for i in range(100000)}), "9" * 1000000]
    for body in bodies:
        raw = server.raw()
        raw.send(server.head("POST", "/api/v1/workspaces/list", "Content-Type: application/json", size=len(body)))
        raw.send(body.encode())
        assert raw.status() in range(200, 500)
        raw.close()
        beside(server)
    client.close()
