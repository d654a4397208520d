#!/usr/bin/env python3
"""Writes schema/examples/control.json: of each operation of the control API one call and its answer.

examples.py FAKEBYTE: starts a server and tells it the story below; what it says is the examples. The control API's document
carries them, and docs/control-api.md shows them.
"""

import base64
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "schema/examples/control.json"
WORKSPACE = "a0000000-0000-4000-8000-000000000001"
SOURCE = "50000000-0000-4000-8000-000000000001"
DESTINATION = "de000000-0000-4000-8000-000000000001"
ORDERS = "c0000000-0000-4000-8000-000000000001"
STREAM = {"name": "orders", "jsonSchema": {"type": "object", "properties": {"id": {"type": "number"}}}, "supportedSyncModes": ["full_refresh"]}
FIXTURE = {
    "workspaces": [{"workspaceId": WORKSPACE, "name": "Acme"}],
    "sources": [{"sourceId": SOURCE, "workspaceId": WORKSPACE, "sourceDefinitionId": "dfd88b22-b603-4c3d-aad7-3701784586b1", "name": "Sample data", "connectionConfiguration": {"count": 100}}],
    "destinations": [{"destinationId": DESTINATION, "workspaceId": WORKSPACE, "destinationDefinitionId": "a625d593-bba5-4a1c-a53d-2d246268a816", "name": "Files", "connectionConfiguration": {"destination_path": "/data"}}],
    "connections": [{"connectionId": ORDERS, "sourceId": SOURCE, "destinationId": DESTINATION, "name": "orders", "status": "active", "syncCatalog": {"streams": [{"stream": STREAM, "config": {"syncMode": "full_refresh", "destinationSyncMode": "overwrite", "selected": True}}]}}],
}
FAILURE = {"origin": "source", "type": "config_error", "message": "no such table"}

# operationId, method, path below /__admin (or below /api, for calls that clients make), body
STORY = [
    ("isAlive", "GET", "/livez", None),
    ("isReady", "GET", "/readyz", None),
    ("openSandbox", "PUT", "/sandboxes/story", {"airbyte": "0.40"}),
    ("loadFixture", "POST", "/fixtures", FIXTURE),
    ("listSandboxConnections", "GET", "/connections", None),
    ("setClock", "PUT", "/clock", {"mode": "frozen", "time": "2026-03-02T12:00:00Z"}),
    ("takeSnapshot", "PUT", "/snapshots/before", None),
    ("addPlan", "POST", "/plans", {"id": "twice", "match": {"connectionName": "orders*"}, "runs": [{"gate": "go", "attempts": [{"seconds": 30, "failure": FAILURE}]}, {"attempts": [{"seconds": 40, "outcome": "succeeded"}]}]}),
    ("addFault", "POST", "/faults", {"id": "busy", "match": {"path": "/v1/jobs/get"}, "times": 1, "status": 429, "headers": {"Retry-After": "1"}}),
    (None, "POST", "/v1/connections/sync", {"connectionId": ORDERS}),
    ("listGates", "GET", "/gates", None),
    ("openGate", "POST", "/gates/go/open", None),
    ("advanceClock", "POST", "/clock/advance", {"seconds": 300}),
    ("getClock", "GET", "/clock", None),
    (None, "POST", "/v1/jobs/get", {"id": 1}),
    ("getFault", "GET", "/faults/busy", None),
    ("listFaults", "GET", "/faults", None),
    ("getPlan", "GET", "/plans/twice", None),
    ("listPlans", "GET", "/plans", None),
    ("listSandboxJobs", "GET", "/jobs?limit=1", None),
    ("getJobAtAGlance", "GET", "/jobs/1", None),
    ("getSandboxJobInfo", "GET", "/jobs/1/info", None),
    ("waitFor", "POST", "/wait", {"job": {"id": 1, "status": ["failed"]}, "timeoutSeconds": 5}),
    ("countRequests", "POST", "/requests/count", {"match": {"path": "/v1/jobs/*"}}),
    ("verifyRequests", "POST", "/requests/verify", {"match": {"path": "/v1/connections/sync"}, "count": 1}),
    ("listRequests", "GET", "/requests?path=/v1/connections/sync", None),
    ("exportRequests", "GET", "/requests.har?path=/v1/connections/sync", None),
    ("listProblems", "GET", "/problems", None),
    ("verifyClean", "POST", "/verify-clean", {"allow": ["refused-body", "polls-after-end", "unused-plan", "job-left-running"]}),
    ("forgetProblems", "DELETE", "/problems", None),
    ("getHistory", "GET", "/history", None),
    ("takeSnapshot", "PUT", "/snapshots/after", None),
    ("compareSnapshots", "GET", "/snapshots/before/diff/after", None),
    ("compareSnapshotWithNow", "GET", "/snapshots/before/diff", None),
    ("listSnapshots", "GET", "/snapshots", None),
    ("getSnapshot", "GET", "/snapshots/before", None),
    ("restoreSnapshot", "POST", "/snapshots/before/restore", None),
    ("forkSandbox", "POST", "/sandboxes/story/fork", {"as": "copy"}),
    ("listSandboxes", "GET", "/sandboxes", None),
    ("exportFixture", "GET", "/export", None),
    ("resetSandbox", "POST", "/reset", {"keep": ["clock"]}),
    ("getCoverage", "GET", "/coverage", None),
    ("getVersion", "GET", "/version", None),
    ("getConfig", "GET", "/config", None),
]
LONG = {"getCoverage": "operations", "getConfig": "options"}  # lists of which one entry says enough


def call(port, method, path, body):
    headers = {
        "Authorization": "Basic " + base64.b64encode(b"airbyte:password").decode(),
        "Content-Type": "application/json",
        "X-Fakebyte-Sandbox": "story",
    }
    base = "/api" if path.startswith("/v1/") else "/__admin"
    request = urllib.request.Request(f"http://127.0.0.1:{port}{base}{path}", None if body is None else json.dumps(body).encode(), headers, method=method)
    try:
        with urllib.request.urlopen(request) as reply:
            text = reply.read()
    except urllib.error.HTTPError as error:
        if path.startswith("/v1/"):
            return None
        raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}")
    return json.loads(text) if text else None


def tell(port):
    examples = {}
    for name, method, path, body in STORY:
        reply = call(port, method, path, body)
        if name in LONG:
            reply[LONG[name]] = reply[LONG[name]][:1]
        if name:
            members = {"request": body, "reply": reply}
            examples[name] = {key: value for key, value in members.items() if value is not None}
    return examples


def main():
    with tempfile.TemporaryDirectory() as folder:
        port_file = pathlib.Path(folder) / "port"
        server = subprocess.Popen([sys.argv[1], "--port=0", f"--port-file={port_file}", "--rng-seed=1", "--log-level=error"], stdout=subprocess.DEVNULL)
        try:
            while not port_file.exists():
                time.sleep(0.01)
            examples = tell(int(port_file.read_text()))
        finally:
            server.terminate()
            server.wait()
    lines = [f"  {json.dumps(name)}: {json.dumps(example, ensure_ascii=False)}" for name, example in sorted(examples.items()) if example]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
