#!/usr/bin/env python3
"""How long others wait while one client asks for much: a table, and exit status 1 where somebody waits too long.

A bystander in a sandbox of its own asks for its workspaces again and again, in a process of its own. Meanwhile
another client does one long thing after the other in worlds with many connections and jobs. What the bystander
waited at most, and in 99 of 100 calls, is printed for each.

    fairness.py PROGRAM [--connections N] [--jobs N] [--bound MS] [--json FILE]
"""
import argparse
import base64
import http.client
import json
import multiprocessing
import subprocess
import sys
import tempfile
import time

AUTH = "Basic " + base64.b64encode(b"airbyte:password").decode()
FAKER = "dfd88b22-b603-4c3d-aad7-3701784586b1"
E2E_TESTING = "d53f9084-fa6b-4a5a-976c-5b8392f4ad8a"
LOCAL_JSON = "a625d593-bba5-4a1c-a53d-2d246268a816"
WORKSPACE, SOURCE, DESTINATION = (f"{kind}0000000-0000-4000-8000-000000000000" for kind in "123")


class Client:
    def __init__(self, port, sandbox):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self.headers = {"Authorization": AUTH, "Content-Type": "application/json", "X-Fakebyte-Sandbox": sandbox}

    def call(self, path, body=None, method="POST"):
        text = None if body is None else json.dumps(body)
        self.connection.request(method, path, text, self.headers)
        reply = self.connection.getresponse()
        size, status, begin = 0, reply.status, b""
        while chunk := reply.read(1 << 20):
            begin = begin or chunk[:300]
            size += len(chunk)
        if status >= 300:
            raise SystemExit(f"{method} {path}: {status} {begin.decode(errors='replace')}")
        return size

    def json(self, path, body=None, method="POST"):
        self.connection.request(method, path, json.dumps(body or {}), self.headers)
        reply = self.connection.getresponse()
        text = reply.read()
        if reply.status >= 300:
            raise SystemExit(f"{method} {path}: {reply.status} {text[:300].decode(errors='replace')}")
        return json.loads(text or "null")


def stand_by(port, pipe):
    """Calls until told to stop; answers with what each call took, by when it ended."""
    client, waits = Client(port, "bystander"), []
    while True:
        begin = time.monotonic()
        client.call("/api/v1/workspaces/list", {})
        end = time.monotonic()
        waits.append((begin, end))
        if pipe.poll():
            if pipe.recv() == "stop":
                return
            pipe.send(waits)
            waits = []
        time.sleep(0.0005)


def stream(name):
    schema = {"type": "object", "properties": {f"field_{i}": {"type": "string"} for i in range(20)}}
    return {"stream": {"name": name, "jsonSchema": schema, "supportedSyncModes": ["full_refresh"]},
            "config": {"syncMode": "full_refresh", "destinationSyncMode": "append", "aliasName": name,
                       "selected": True}}


def connection_id(number):
    return f"4{number:07d}-0000-4000-8000-000000000000"


def world(connections, jobs):
    """A fixture with so many connections between one source and one destination, and so many jobs of them."""
    catalog = {"streams": [stream("users"), stream("products")]}
    return {
        "workspaces": [{"workspaceId": WORKSPACE, "name": "Large"}],
        "sources": [{"sourceId": SOURCE, "workspaceId": WORKSPACE, "name": "Faker", "sourceDefinitionId": FAKER,
                     "connectionConfiguration": {"count": 1000}}],
        "destinations": [{"destinationId": DESTINATION, "workspaceId": WORKSPACE, "name": "Files",
                          "destinationDefinitionId": LOCAL_JSON,
                          "connectionConfiguration": {"destination_path": "/local"}}],
        "connections": [{"connectionId": connection_id(i), "name": f"connection {i}", "sourceId": SOURCE,
                         "destinationId": DESTINATION, "status": "active", "syncCatalog": catalog}
                        for i in range(connections)],
        "jobs": [{"connectionId": connection_id(i % connections), "configType": "sync", "status": "succeeded",
                  "endedSecondsAgo": 60 * (jobs - i), "attempts": [{"outcome": "succeeded", "seconds": 10}]}
                 for i in range(jobs)],
    }


def many_requests(client, count):
    """Fills the log of a sandbox: requests that are alike, refused ones, and long ones."""
    long_text = [{"key": f"member {i}", "value": [i, i + 1]} for i in range(20000)]
    for i in range(count):
        client.connection.request("POST", "/api/v1/workspaces/get", json.dumps({"workspaceId": f"9{i:07d}-0000-4000-8000-000000000000"}), client.headers)
        client.connection.getresponse().read()
    for i in range(4):
        client.call("/api/v1/workspaces/list", {"more": long_text})


def requests(port, arguments):
    """The same of what reads a full log."""
    busy, path = Client(port, "busy"), "/__admin/requests"
    many_requests(busy, arguments.requests)
    nothing = {"match": {"path": "/v1/workspaces/create", "method": "POST"}}

    def refused(path, body):
        busy.connection.request("POST", path, json.dumps(body), busy.headers)
        reply = busy.connection.getresponse()
        reply.read()
        if reply.status != 422:
            raise SystemExit(f"{path}: {reply.status}")

    yield "requests", lambda: busy.call(path, method="GET")
    yield "requests.har", lambda: busy.call(path + ".har", method="GET")
    yield "requests/count", lambda: busy.call(path + "/count", nothing)
    yield "requests/verify, nearest misses", lambda: refused(path + "/verify", nothing | {"count": 1})
    yield "problems", lambda: busy.call("/__admin/problems", method="GET")
    yield "sandboxes, with problems", lambda: busy.call("/__admin/sandboxes?problems=true", method="GET")
    yield "trace", lambda: busy.call("/__admin/trace", method="GET")


def streams(port, arguments):
    """The same of a source that has as many streams as one may."""
    client = Client(port, "streams")
    mock = {"type": "SINGLE_STREAM", "stream_name": "data", "stream_duplication": arguments.streams,
            "stream_schema": json.dumps({"type": "object", "properties": {"column1": {"type": "string"}}})}
    source = {"name": "Many", "sourceDefinitionId": E2E_TESTING,
              "workspaceId": client.json("/api/v1/workspaces/list")["workspaces"][0]["workspaceId"],
              "connectionConfiguration": {"type": "CONTINUOUS_FEED", "mock_catalog": mock, "max_messages": 10}}
    source_id = client.json("/api/v1/sources/create", source)["sourceId"]
    yield f"discovery of {arguments.streams} streams", lambda: client.call(
        "/api/v1/sources/discover_schema", {"sourceId": source_id, "disable_cache": True})


def starts(port, arguments):
    """The same where every sandbox begins with a large world."""
    client = Client(port, "fresh")
    yield "first call, a large fixture", lambda: client.call("/api/v1/workspaces/list", {})
    yield "reset to a large fixture", lambda: client.call("/__admin/reset", {})


def operations(port, arguments):
    """Name, and what is to be measured; each in a copy of the world."""
    admin, many = "/__admin/", arguments.connections
    large = Client(port, "large")
    fixtures = list(portions(world(many, 0)))

    def copied(name):
        large.call(f"{admin}sandboxes/large/fork", {"as": name})
        return Client(port, name)

    def load():
        client = Client(port, "loaded")
        for fixture in fixtures:
            client.call(admin + "fixtures", fixture)

    yield f"fixtures of {many} connections", load
    yield "export", lambda: large.call(admin + "export", method="GET")
    yield "metrics", lambda: large.call(admin + "metrics", method="GET")
    yield "fork", lambda: large.call(f"{admin}sandboxes/large/fork", {"as": "fork"})
    yield "snapshot", lambda: large.call(admin + "snapshots/all", method="PUT")
    yield "restore", lambda: large.call(admin + "snapshots/all/restore")
    yield "snapshot, dropped", lambda: large.call(admin + "snapshots/all", method="DELETE")
    yield "reset to a small world", lambda: Client(port, "fork").call(admin + "reset", {})
    copied("twin")
    yield "delete of a sandbox", lambda: large.call(f"{admin}sandboxes/twin", method="DELETE")
    yield "the page's connections", lambda: large.call(admin + "connections", method="GET")
    yield "the page's jobs", lambda: large.call(admin + "jobs", method="GET")
    yield "connections/list", lambda: large.call("/api/v1/connections/list", {"workspaceId": WORKSPACE})
    yield "jobs/list", lambda: large.call(
        "/api/v1/jobs/list", {"configId": connection_id(0), "configTypes": ["sync"], "pagination": {"pageSize": 1000}})
    yield "web_backend/connections/get refreshed", lambda: large.call(
        "/api/v1/web_backend/connections/get", {"connectionId": connection_id(0), "withRefreshedCatalog": True})
    yield "web_backend/workspace/state", lambda: large.call(
        "/api/v1/web_backend/workspace/state", {"workspaceId": WORKSPACE})
    yield "web_backend/connections/list", lambda: large.call(
        "/api/v1/web_backend/connections/list", {"workspaceId": WORKSPACE})
    for what, path, body in (("source", "sources/delete", {"sourceId": SOURCE}),
                             ("destination", "destinations/delete", {"destinationId": DESTINATION}),
                             ("workspace", "workspaces/delete", {"workspaceId": WORKSPACE})):
        copy = copied("without-" + what)
        yield f"delete of a {what}", lambda copy=copy, path=path, body=body: copy.call("/api/v1/" + path, body)


def measure(pipe, operation):
    pipe.send("forget")
    pipe.recv()
    begin = time.monotonic()
    operation()
    end = time.monotonic()
    time.sleep(0.05)
    pipe.send("tell")
    waits = sorted(last - first for first, last in pipe.recv() if last > begin and first < end) or [0]
    return {"took": 1000 * (end - begin), "worst": 1000 * waits[-1], "p99": 1000 * waits[int(0.99 * (len(waits) - 1))]}


def portions(whole):
    """A fixture in several, as one body has its limit."""
    parts = [(section, most, whole.pop(section)) for section, most in (("connections", 2000), ("jobs", 20000))]
    for section, most, entries in parts:
        for begin in range(0, len(entries), most):
            yield whole | {section: entries[begin:begin + most]}
            whole = {}


def fill(port, arguments):
    large = Client(port, "large")
    whole = world(arguments.connections, arguments.jobs)
    for i, job in enumerate(whole["jobs"]):
        job["key"] = f"job {i}"
    for fixture in portions(whole):
        large.call("/__admin/fixtures", fixture)


def run(port, arguments, operations, table):
    ours, theirs = multiprocessing.Pipe()
    bystander = multiprocessing.Process(target=stand_by, args=(port, theirs), daemon=True)
    bystander.start()
    time.sleep(0.2)
    for name, operation in operations(port, arguments):
        found = table[name] = measure(ours, operation)
        late = "  too long" if found["worst"] > arguments.bound else ""
        print(f"{name:42}{found['took']:10.0f}{found['worst']:10.1f}{found['p99']:8.1f}{late}", flush=True)
    ours.send("stop")
    bystander.join()


def serve(arguments, options, *parts):
    """Runs each of the parts beside a server with those options."""
    command = [arguments.program, "--port", "0", "--log-level", "warn", "--max-requests", "1000000", *options]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline().rsplit(":", 1)[1])
        for part in parts:
            part(port)
    finally:
        server.terminate()
        server.wait()


def measure_all(arguments):
    table = {}
    print(f"{'':42}{'took':>10}{'worst':>10}{'p99':>8}  ms")
    serve(arguments, [], lambda port: fill(port, arguments),
          lambda port: run(port, arguments, operations, table), lambda port: run(port, arguments, requests, table),
          lambda port: run(port, arguments, streams, table))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as fixture:
        json.dump(world(arguments.connections, arguments.jobs), fixture)
        fixture.flush()
        serve(arguments, ["--fixture", fixture.name], lambda port: run(port, arguments, starts, table))
    return table


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--connections", type=int, default=10000)
    parser.add_argument("--jobs", type=int, default=20000)
    parser.add_argument("--requests", type=int, default=20000, help="in the log that is read")
    parser.add_argument("--streams", type=int, default=9999, help="of a source that is asked for them")
    parser.add_argument("--bound", type=float, default=1000, help="ms that the bystander may wait")
    parser.add_argument("--json", help="file for the figures")
    arguments = parser.parse_args()
    table = measure_all(arguments)
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump(table, file, indent=1)
    sys.exit(any(found["worst"] > arguments.bound for found in table.values()))


if __name__ == "__main__":
    main()
