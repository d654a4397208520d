"""soak.py FAKEBYTE SECONDS: mixed load from 64 connections on a server that must not grow.

Eight sandboxes; in every other one there are faults. Each is reset after so many requests, so that what it holds is
bounded. Every operation of the served document is asked for; no 5xx may come but the one that the faults give, and no
connection may break where no fault breaks it."""
import collections
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time

from server import FAKER, LOCAL_JSON, Server, stream

SANDBOXES, CLIENTS_EACH = 8, 8
RESET_EVERY = 400  # requests of a sandbox
FAULT = 521
WARM_SECONDS = 60
GROWTH = 1 << 20
BROKEN = (OSError, http.client.HTTPException)

FAULTS = [{"status": FAULT}, {"delayMs": 20}, {"status": FAULT, "phase": "after"},
          *({"connection": kind, "phase": phase} for phase in ("before", "after")
            for kind in ("CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK",
                         "RANDOM_DATA_THEN_CLOSE"))]
PLANS = [{"match": {}, "runs": [{"attempts": [{"outcome": "hang"}]}]},
         {"match": {}, "runs": [{"attempts": [{"seconds": 30, "outcome": "failed"}, {"seconds": 5}]}]},
         {"match": {}, "runs": [{"gate": "start", "attempts": [{"seconds": 1}]}]},
         {"match": {}, "check": {"status": "failed", "message": "away"}},
         {"match": {}, "discover": {"fails": "away"}}]
CATALOG = {"streams": [stream(number, 5) for number in range(3)]}


class Sandbox:
    """What its clients share: ids that they were given, and how far it is from its reset."""

    def __init__(self, number):
        self.name = f"soak-{number}"
        self.faulty = number % 2 == 1
        self.asked = 0
        self.lock = threading.Lock()
        self.forget()

    def forget(self):
        self.ids = collections.defaultdict(list)

    def due_for_reset(self):
        with self.lock:
            self.asked += 1
            return self.asked % RESET_EVERY == 0

    def learn(self, reply):
        """Keeps the newest of each kind of id, also of the first item of a list."""
        for items in reply.values():
            if isinstance(items, list) and items and isinstance(items[0], dict):
                self.learn(items[0])
        for name in ("workspaceId", "sourceId", "destinationId", "connectionId", "operationId", "catalogId"):
            if isinstance(reply.get(name), str):
                self.ids[name] = [*self.ids[name][-3:], reply[name]]
        if isinstance(reply.get("job"), dict) and isinstance(reply["job"].get("id"), int):
            self.ids["job"] = [*self.ids["job"][-3:], reply["job"]["id"]]

    def pick(self, dice, name, default="00000000-0000-0000-0000-0000000000aa"):
        return dice.choice(self.ids[name] or [default])


def body_for(sandbox, dice):
    """A value for each property that an operation may require."""
    def pick(name):
        return sandbox.pick(dice, name)

    job = sandbox.pick(dice, "job", 1)
    return {
        "workspaceId": pick("workspaceId"), "sourceId": pick("sourceId"), "destinationId": pick("destinationId"),
        "connectionId": pick("connectionId"), "operationId": pick("operationId"), "sourceDefinitionId": FAKER,
        "destinationDefinitionId": LOCAL_JSON, "sourceCloneId": pick("sourceId"),
        "destinationCloneId": pick("destinationId"), "id": job, "jobId": job, "configId": pick("connectionId"),
        "configTypes": ["sync", "reset_connection"], "attemptNumber": 0, "name": f"name {dice.randrange(1000)}",
        "status": dice.choice(["active", "inactive"]), "catalog": CATALOG, "syncCatalog": CATALOG,
        "scheduleType": "basic", "scheduleData": {"basicSchedule": {"units": 1, "timeUnit": "hours"}},
        "connectionConfiguration": {"count": 10, "destination_path": "/out"}, "operatorConfiguration": {
            "operatorType": "normalization", "normalization": {"option": "basic"}}, "operatorType": "normalization",
        "notificationType": "slack", "sendOnSuccess": False, "sendOnFailure": False, "dockerImageTag": "1.0.0",
        "logType": "server", "params": {"client_id": "a", "client_secret": "b"}, "redirectUrl": "https://example.org",
        "client_id": "fakebyte", "client_secret": "no secret", "slug": "default", "workflowId": "w", "stats": {"recordsEmitted": 1}, "syncConfig": {},
        "connectionState": {"stateType": "legacy", "connectionId": pick("connectionId"), "state": {"cursor": 1}},
        "sourceDefinition": {"name": "Own", "dockerRepository": "own/source", "dockerImageTag": "1",
                             "documentationUrl": "https://example.org"},
        "destinationDefinition": {"name": "Own", "dockerRepository": "own/destination", "dockerImageTag": "1",
                                  "documentationUrl": "https://example.org"},
    }


def operations(program):
    """(method, path, names of the properties) of the Config API."""
    document = json.loads(subprocess.run([program, "openapi"], capture_output=True, check=True).stdout)
    shapes = document["components"]["schemas"]

    def names(operation):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        shape = shapes.get(content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1], {})
        wanted = list(shape.get("required", []))
        return wanted + [name for name in ("scheduleType", "scheduleData", "syncCatalog") if name in shape.get("properties", {})]

    return [(method.upper(), path, names(operation))
            for path, item in document["paths"].items() for method, operation in item.items()]


def controls(sandbox, dice):
    """(method, path, body): one of the calls of the control API."""
    snapshot, fork = f"snapshots/kept-{dice.randrange(3)}", f"fork-{dice.randrange(8)}"
    calls = [
        ("POST", "clock/advance", {"seconds": dice.choice([1, 60, 3600, 86400])}),
        ("POST", "clock/advance", {"to": "next-event"}),
        ("PUT", "clock", {"mode": dice.choice(["frozen", "real", "skip"])}),
        ("GET", "clock", None), ("PUT", snapshot, None), ("GET", snapshot, None), ("POST", f"{snapshot}/restore", None),
        ("DELETE", snapshot, None), ("GET", "snapshots", None), ("POST", f"sandboxes/{sandbox.name}/fork", {"as": fork}),
        ("DELETE", f"sandboxes/{fork}", None), ("GET", "sandboxes", None), ("POST", "plans", dice.choice(PLANS)),
        ("DELETE", "plans", None), ("POST", "gates/start/open", None), ("GET", "gates", None),
        ("POST", "requests/count", {"match": {"path": "/v1/*"}}),
        ("POST", "requests/verify", {"match": {"path": "/v1/nowhere*"}}), ("GET", "requests?limit=20", None),
        ("GET", "requests.har?limit=20", None), ("POST", "wait", {"request": {"path": "/never*"}, "timeoutSeconds": 0.05}),
        ("GET", "export", None), ("GET", "coverage", None), ("GET", "metrics", None), ("GET", "config", None),
        ("GET", "version", None), ("GET", "ui/app.js", None), ("GET", "faults", None), ("GET", "plans", None),
    ]
    if sandbox.faulty:
        calls += [("POST", "faults", {"match": {"path": "/v1/*"}, "times": 5, "every": 3, **dice.choice(FAULTS)}),
                  ("DELETE", "faults", None)]
    return dice.choice(calls)


# How those who wait in a sandbox are told that it is another one by now.
ENDINGS = (" was reset", " was put back to a snapshot", " was overwritten by a fork", " was taken away")


class Failure(Exception):
    """The server did what it must not do."""


class Worker(threading.Thread):
    def __init__(self, server, sandbox, asked_for, seed, end):
        super().__init__(daemon=True)
        self.server, self.sandbox, self.asked_for, self.end = server, sandbox, asked_for, end
        self.dice = random.Random(seed)
        self.client = server.client()
        self.times, self.statuses = [], collections.Counter()
        self.failure = None

    def run(self):
        try:
            while time.monotonic() < self.end and not self.failure:
                self.act()
        except Exception as error:  # pylint: disable=broad-except  # told by who joins the thread
            self.failure = repr(error)
        self.client.close()

    def act(self):
        if self.sandbox.due_for_reset():
            self.sandbox.forget()
            self.ask("POST", "/__admin/reset", None)
        elif self.dice.random() < 0.2:
            method, path, body = controls(self.sandbox, self.dice)
            self.ask(method, f"/__admin/{path}", body)
        else:
            self.ask_config_api()

    def ask_config_api(self):
        method, path, names = self.dice.choice(self.asked_for)
        if path.endswith(("/delete", "/delete_custom")) and self.dice.random() < 0.7:
            return
        values = body_for(self.sandbox, self.dice)
        self.ask(method, f"/api{path}", {name: values[name] for name in names} if method == "POST" else None)

    def ask(self, method, path, body):
        begun = time.perf_counter()
        try:
            status, text = self.client.ask(method, path, body, **{"X-Fakebyte-Sandbox": self.sandbox.name})
        except BROKEN as error:
            if not self.sandbox.faulty or path.startswith("/__admin"):
                raise Failure(f"{method} {path}: {error!r}") from error
            self.statuses["broken"] += 1
            self.client.close()
            return
        if not self.sandbox.faulty and "wait" not in path:
            self.times.append(time.perf_counter() - begun)
        self.statuses[status] += 1
        if status >= 500 and not self.asked_to_fail(status, text):
            raise Failure(f"{method} {path} {body}: {status} {text[:500]}")
        if status == 200 and text.startswith("{") and method == "POST":
            self.sandbox.learn(json.loads(text))


    def asked_to_fail(self, status, text):
        """By a fault; or it waited for something in a sandbox that became another one meanwhile."""
        return status == FAULT and self.sandbox.faulty or (
            status == 503 and any(ending in text for ending in ENDINGS))


class Gauge:
    """What the server takes of the machine, each second."""

    def __init__(self, server):
        self.server, self.memory, self.descriptors = server, [], []

    def read(self):
        self.memory.append(self.server.memory())
        self.descriptors.append(self.server.descriptors())

    def windows(self, values):
        """The first and the last stretch of time after the start: as long as that, or a quarter of what is there."""
        size = min(WARM_SECONDS, len(values) // 4)
        return values[size:2 * size], values[-size:]


def run(server, seconds):
    end = time.monotonic() + seconds
    sandboxes = [Sandbox(number) for number in range(SANDBOXES)]
    asked_for = operations(os.environ["FAKEBYTE"])
    workers = [Worker(server, sandboxes[i % SANDBOXES], asked_for, i, end) for i in range(SANDBOXES * CLIENTS_EACH)]
    gauge = Gauge(server)
    for worker in workers:
        worker.start()
    while time.monotonic() < end and not any(worker.failure for worker in workers):
        time.sleep(1)
        gauge.read()
    for worker in workers:
        worker.end = 0
    for worker in workers:
        worker.join(30)
        assert not worker.is_alive(), "a client still waits"
    return workers, gauge


def bound_of_p99(server):
    """Of what the requests took in the server, the delays of faults included; seconds, as the histogram says it."""
    client = server.client()
    text = client.ask("GET", "/__admin/metrics")[1]
    client.close()
    counts = collections.Counter()
    for bound, count in re.findall(r'_bucket\{operation="[^"]*",le="([^"]*)"\} (\d+)', text):
        counts[float(bound)] += int(count)
    return min(bound for bound, count in counts.items() if count >= 0.99 * counts[float("inf")])


def tell(workers, gauge):
    """Prints the figures; the growth in bytes and in descriptors."""
    times = sorted(time for worker in workers for time in worker.times)
    statuses = sum((worker.statuses for worker in workers), collections.Counter())
    first, last = (statistics.median(window) for window in gauge.windows(gauge.memory))
    first_fds, last_fds = (max(window) for window in gauge.windows(gauge.descriptors))
    print(f"requests     {sum(statuses.values())}: {dict(statuses.most_common())}")
    print(f"times        p50 {times[len(times) // 2] * 1e3:.1f} ms, p99 {times[len(times) * 99 // 100] * 1e3:.1f} ms,"
          f" with {len(workers)} at a time, where no fault delays")
    print(f"memory       {first / 1e6:.2f} MB, at the end {last / 1e6:.2f} MB, at most {max(gauge.memory) / 1e6:.2f} MB")
    print(f"descriptors  at most {first_fds}, at the end {last_fds}")
    return last - first, last_fds - first_fds


def main(program, seconds):
    os.environ["FAKEBYTE"] = program
    server = Server(program, "--log-level", "warn", "--webhooks", "off", "--timeout", "300")
    try:
        workers, gauge = run(server, seconds)
        failures = [worker.failure for worker in workers if worker.failure]
        assert not failures, failures[:5]
        growth, more_descriptors = tell(workers, gauge)
        print(f"p99          in the server {bound_of_p99(server) * 1e3:g} ms at most")
        assert growth <= GROWTH, f"memory grew by {growth} bytes"
        assert more_descriptors <= 8, f"{more_descriptors} more descriptors"
    finally:
        print(server.log(), end="")
        server.stop()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
