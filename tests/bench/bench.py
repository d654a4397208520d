#!/usr/bin/env python3
"""Measures fakebyte against a constant reply of libmicrohttpd. See run.sh.

Servers and load share the machine with whatever else runs, so figures are ratios of pairs run in turn. "cpu" is the
ratio of processor time a request in the two servers, "best" that of the best rounds of both: they hold on a busy
machine where the medians do not.
"""

import argparse
import base64
import contextlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = ROOT / "build/bench"
FAKER = "dfd88b22-b603-4c3d-aad7-3701784586b1"
LOCAL_JSON = "a625d593-bba5-4a1c-a53d-2d246268a816"
AUTHORIZATION = "Basic " + base64.b64encode(b"airbyte:password").decode()
CONNECTIONS = 16
LONG_LIST = 1000
IN_TURN = 1000


class Process:
    """A server under measurement."""

    def __init__(self, command, ready):
        self.started = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        self.seconds_to_ready = time.perf_counter() - self.started
        self.url = "http://127.0.0.1:" + ready(line)

    def cpu(self):
        """Seconds of processor time so far, of all threads, ended ones included: clock_getcpuclockid(3)."""
        return time.clock_gettime(~self.process.pid << 3 | 2)

    def memory(self, field):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1]) * 1024
        raise KeyError(field)

    def stop(self):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(timeout=20)
        self.process.stdout.close()


def start_floor():
    return Process([BUILD / "tests/bench/bench_floor"], lambda line: line.strip())


def start_fakebyte(*options, program=None):
    command = [program or BUILD / "fakebyte", "--port", "0", "--log-level", "error", "--sync-duration", "0", "--rng-seed", "1"]
    return Process([*command, *options], lambda line: line.strip().rsplit(":", 1)[1])


@contextlib.contextmanager
def fakebyte(*options, program=None):
    server = start_fakebyte(*options, program=program)
    try:
        yield server
    finally:
        server.stop()


def ask(server, path, body=None):
    request = urllib.request.Request(
        server.url + "/api/v1/" + path, method="POST", data=json.dumps(body or {}).encode(),
        headers={"Authorization": AUTHORIZATION, "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        return reply.read()


def call(server, path, body=None):
    return json.loads(ask(server, path, body))


def load(server, method, path, bodies=(), seconds=0.4, connections=CONNECTIONS):
    """Runs load.c: its figures, with the server's processor time."""
    before, port = server.cpu(), server.url.rsplit(":", 1)[1]
    command = [BUILD / "tests/bench/bench_load", port, method, path, str(connections), str(seconds), AUTHORIZATION]
    run = subprocess.run(command, input="".join(body + "\n" for body in bodies), check=True,
                         stdout=subprocess.PIPE, text=True, timeout=seconds + 60)
    figures = json.loads(run.stdout)
    figures["server_cpu"] = server.cpu() - before
    figures["rate"] = figures["requests"] / figures["seconds"]
    figures["cpu_us"] = figures["server_cpu"] / max(1, figures["requests"]) * 1e6
    return figures


def catalog(streams, fields):
    """A syncCatalog; 12 streams of 30 fields are 31 KB."""
    properties = {f"field_{i}_of_many": {"type": ["null", "string"], "description": "A field"} for i in range(fields)}
    return {"streams": [{
        "stream": {"name": f"stream_{n}", "jsonSchema": {"type": "object", "properties": properties},
                   "supportedSyncModes": ["full_refresh", "incremental"], "sourceDefinedCursor": True,
                   "defaultCursorField": ["field_0_of_many"], "sourceDefinedPrimaryKey": [["field_1_of_many"]]},
        "config": {"syncMode": "incremental", "cursorField": ["field_0_of_many"],
                   "destinationSyncMode": "append_dedup", "primaryKey": [["field_1_of_many"]], "selected": True},
    } for n in range(streams)]}


class World:
    """What the operations need of a server: a workspace, a source, a destination, a small connection, a job."""

    def __init__(self, server):
        self.server = server
        self.workspace = call(server, "workspaces/list")["workspaces"][0]["workspaceId"]
        self.source = call(server, "sources/create", self.new_source("Sample"))["sourceId"]
        self.destination = call(server, "destinations/create", {
            "workspaceId": self.workspace, "destinationDefinitionId": LOCAL_JSON, "name": "Files",
            "connectionConfiguration": {"destination_path": "/local/out"}})["destinationId"]
        self.connection = self.add_connection(1, 4)
        self.job = self.sync()

    def sync(self):
        return call(self.server, "connections/sync", {"connectionId": self.connection})["job"]["id"]

    def workspaces(self):
        return [call(self.server, "workspaces/create", {"name": f"In turn {i}"})["workspaceId"] for i in range(IN_TURN)]

    def new_source(self, name):
        return {"workspaceId": self.workspace, "sourceDefinitionId": FAKER, "name": name,
                "connectionConfiguration": {"count": 100, "seed": -1}}

    def new_connection(self, streams, fields):
        return {"sourceId": self.source, "destinationId": self.destination, "status": "active",
                "syncCatalog": catalog(streams, fields)}

    def add_connection(self, streams, fields):
        return call(self.server, "connections/create", self.new_connection(streams, fields))["connectionId"]


def text(value):
    return json.dumps(value, separators=(",", ":"))


def operations(world):
    """(name, goal, method, path, bodies)"""
    workspace, source = text({"workspaceId": world.workspace}), text({"sourceId": world.source})
    workspaces = [text({"workspaceId": each}) for each in world.workspaces()]
    jobs = [text({"id": world.sync()}) for _ in range(IN_TURN)]
    new_workspace, new_source = text({"name": "Bench @"}), text(world.new_source("Sample @"))
    return [
        ("health", 0.90, "GET", "health", []),
        ("workspaces/get again", 0.85, "POST", "workspaces/get", [workspace]),
        ("workspaces/get, 1,000 in turn", 0.72, "POST", "workspaces/get", workspaces),
        ("sources/get again", 0.85, "POST", "sources/get", [source]),
        ("connections/get again", 0.85, "POST", "connections/get", [text({"connectionId": world.connection})]),
        ("jobs/get again, one attempt", 0.80, "POST", "jobs/get", [text({"id": world.job})]),
        ("jobs/get, 1,000 in turn", 0.50, "POST", "jobs/get", jobs),
        ("workspaces/create", 0.32, "POST", "workspaces/create", [new_workspace]),
        ("sources/create", 0.18, "POST", "sources/create", [new_source]),
        ("connections/create, 31 KB", 0.08, "POST", "connections/create", [text(world.new_connection(12, 30))]),
    ]


def reply_size(world, method, path, bodies):
    if method == "GET":
        return 18
    return len(ask(world.server, path, json.loads(bodies[0])))


def limit_of(figures):
    """A server that was busy all the time could not take more; the load never rests."""
    return "server" if figures["server_cpu"] > 0.9 * figures["seconds"] else "load"


def best_ratio(pairs):
    return max(ours["rate"] for _, ours in pairs) / max(floor["rate"] for floor, _ in pairs)


def summary(name, goal, pairs, note=""):
    ratios = [ours["rate"] / floor["rate"] for floor, ours in pairs]
    cpu = [floor["cpu_us"] / ours["cpu_us"] for floor, ours in pairs]
    row = {"operation": name, "goal": goal, "ratio": statistics.median(ratios), "ratio_low": min(ratios),
           "ratio_high": max(ratios), "cpu_ratio": statistics.median(cpu), "best_ratio": best_ratio(pairs),
           "rate": statistics.median(ours["rate"] for _, ours in pairs),
           "cpu_us": statistics.median(ours["cpu_us"] for _, ours in pairs),
           "p99_us": statistics.median(ours["p99_us"] for _, ours in pairs),
           "bad": sum(ours["bad"] for _, ours in pairs),
           "limit": f"{limit_of(pairs[-1][1])}, floor: {limit_of(pairs[-1][0])}", "note": note}
    print_row(row)
    return row


def print_head():
    print(f"{'operation':<34}{'goal':>6}{'ratio':>7}{'spread':>14}{'cpu':>6}{'best':>6}{'req/s':>9}{'us cpu':>8}{'p99 us':>8}"
          "  limit")


def print_row(row):
    spread = f"{row['ratio_low']:.2f}-{row['ratio_high']:.2f}"
    wrong = f"  {row['bad']} BAD" if row["bad"] else ""
    print(f"{row['operation']:<34}{row['goal']:>6.2f}{row['ratio']:>7.3f}{spread:>14}{row['cpu_ratio']:>6.2f}"
          f"{row['best_ratio']:>6.2f}{row['rate']:>9.0f}{row['cpu_us']:>8.1f}{row['p99_us']:>8}  {row['limit']}{wrong} {row['note']}", flush=True)


def measure_operations(floor, rounds):
    rows = []
    with fakebyte() as server:
        world = World(server)
        for name, goal, method, path, bodies in operations(world):
            size = reply_size(world, method, path, bodies)
            pairs = [(load(floor, method, f"/{size}", bodies), load(server, method, f"/api/v1/{path}", bodies))
                     for _ in range(rounds)]
            rows.append(summary(name, goal, pairs))
    return rows


def measure_file(rounds):
    """The ratio to the same in memory."""
    with tempfile.TemporaryDirectory() as folder, fakebyte() as memory, \
            fakebyte("--db", f"{folder}/bench.db") as lasting:
        bodies = [[text(World(server).new_source("Sample @"))] for server in (memory, lasting)]
        pairs = [(load(memory, "POST", "/api/v1/sources/create", bodies[0]),
                  load(lasting, "POST", "/api/v1/sources/create", bodies[1])) for _ in range(rounds)]
        return [summary("sources/create --db / in memory", 0.5, pairs)]


def measure_list(floor, rounds):
    """A list of 32 MB; the note says how far it makes the server's memory grow."""
    with fakebyte() as server:
        world = World(server)
        del_small = world.connection
        call_delete = {"connectionId": del_small}
        ask(server, "connections/delete", call_delete)
        for _ in range(LONG_LIST):
            world.add_connection(12, 30)
        asked = {"workspaceId": world.workspace}
        before = server.memory("VmHWM")
        size = len(ask(server, "connections/list", asked))
        grown = server.memory("VmHWM") - before
        pairs = [(load(floor, "POST", f"/{size}", [text(asked)], 1, 1),
                  load(server, "POST", "/api/v1/connections/list", [text(asked)], 1, 1)) for _ in range(rounds)]
        note = f"{size / 1e6:.1f} MB, memory +{grown / 1e6:.1f} MB"
        return [summary(f"connections/list, {LONG_LIST} of 31 KB", 0.7, pairs, note)]


def fill(server, path, body, count):
    """Adds about so many rows; the number really added."""
    added, rate = 0, 2000
    while added < count:
        seconds = max(1, min(20, (count - added) / rate))
        figures = load(server, "POST", f"/api/v1/{path}", body, seconds)
        added += figures["requests"]
        rate = figures["rate"]
    return added


class Kind:
    """One kind of resource whose number grows; `most`: as many as fit into a database in memory, which is 2 GiB."""

    def __init__(self, name, get, bodies, create, new, most=1_000_000):
        self.name, self.get, self.bodies, self.create, self.new, self.most = name, get, bodies, create, new, most


def workspace_kind(world):
    return Kind("workspaces/get", "workspaces/get", [text({"workspaceId": world.workspace})], "workspaces/create",
                [text({"name": "Bench @"})])


def source_kind(world):
    return Kind("sources/get", "sources/get", [text({"sourceId": world.source})], "sources/create",
                [text(world.new_source("Sample @"))], most=500_000)


def connection_kind(world):
    return Kind("connections/get", "connections/get", [text({"connectionId": world.connection})],
                "connections/create", [text(world.new_connection(1, 1))], most=500_000)


def syncs_of_others(world):
    """Bodies of connections/sync."""
    return [text({"connectionId": world.add_connection(1, 1)}) for _ in range(50)]


def job_kind(world):
    return Kind("jobs/get", "jobs/get", [text({"id": world.job})], "connections/sync", syncs_of_others(world))


def job_page_kind(world):
    """A whole page of a connection's jobs, among those of others."""
    page = {"configTypes": ["sync"], "configId": world.connection, "pagination": {"pageSize": 20}}
    for _ in range(30):
        call(world.server, "connections/sync", {"connectionId": world.connection})
    return Kind("jobs/list page", "jobs/list", [text(page)], "connections/sync", syncs_of_others(world))


KINDS = (workspace_kind, source_kind, connection_kind, job_kind, job_page_kind)


def get_of(server, kind):
    return load(server, "POST", f"/api/v1/{kind.get}", kind.bodies)


def grown(few, many, kind, top, rounds):
    small, large = kind(World(few)), kind(World(many))
    added = fill(many, large.create, large.new, min(top, large.most))
    pairs = [(get_of(few, small), get_of(many, large)) for _ in range(rounds)]
    return {"operation": large.name, "rows": added, "few_us": statistics.median(pair[0]["cpu_us"] for pair in pairs),
            "many_us": statistics.median(pair[1]["cpu_us"] for pair in pairs),
            "growth": statistics.median(pair[1]["cpu_us"] / pair[0]["cpu_us"] for pair in pairs),
            "bad": sum(pair[1]["bad"] for pair in pairs)}


def measure_growth(top, rounds):
    """Processor time a request where few rows of its kind are, and where many are, in turn."""
    rows = []
    for kind in KINDS:
        with fakebyte() as few, fakebyte() as many:
            rows.append(grown(few, many, kind, top, rounds))
        print("{operation:<34}{rows:>9} rows: {few_us:6.1f} us -> {many_us:6.1f} us, {growth:.2f}".format(**rows[-1]),
              flush=True)
    return rows


def sandbox_seconds(server, first, count):
    """Median time of a first request in a new sandbox."""
    times = []
    for i in range(first, first + count):
        request = urllib.request.Request(server.url + "/api/v1/health", headers={
            "Authorization": AUTHORIZATION, "X-Fakebyte-Sandbox": f"bench-{i}"})
        begin = time.perf_counter()
        urllib.request.urlopen(request, timeout=10).read()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def seconds_to_ready(program, *options, times=20):
    """Of so many starts, and the median of their resident memory."""
    starts, memory = [], []
    for _ in range(times):
        with fakebyte(*options, program=program) as server:
            starts.append(server.seconds_to_ready)
            memory.append(server.memory("VmRSS"))
    return starts, statistics.median(memory)


def large_fixture(connections):
    """So many connections of one stream between two actors, as a fixture's text."""
    workspace, source, destination = (f"{first}0000000-0000-4000-8000-000000000001" for first in "abc")
    streams = catalog(1, 4)
    return json.dumps({
        "workspaces": [{"workspaceId": workspace, "name": "Bench"}],
        "sources": [{"sourceId": source, "workspaceId": workspace, "sourceDefinitionId": FAKER, "name": "Sample",
                     "connectionConfiguration": {"count": 100, "seed": -1}}],
        "destinations": [{"destinationId": destination, "workspaceId": workspace, "name": "Files",
                          "destinationDefinitionId": LOCAL_JSON,
                          "connectionConfiguration": {"destination_path": "/local/out"}}],
        "connections": [{"name": f"Connection {n}", "sourceId": source, "destinationId": destination,
                         "status": "active", "scheduleType": "manual", "syncCatalog": streams}
                        for n in range(connections)]})


@contextlib.contextmanager
def installed():
    """A copy, as an installed program is: how much the kernel maps at once depends on how a file was written."""
    with tempfile.TemporaryDirectory() as folder:
        yield shutil.copy(BUILD / "fakebyte", folder)


def measure_starts(program):
    bare, memory = seconds_to_ready(program)
    demo, _ = seconds_to_ready(program, "--fixture", ROOT / "fixtures/demo.json")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as fixture:
        fixture.write(large_fixture(10_000))
        fixture.flush()
        large, _ = seconds_to_ready(program, "--fixture", fixture.name, times=3)
    return {"start_ms": statistics.median(bare) * 1e3, "start_ms_worst": max(bare) * 1e3,
            "start_with_demo_ms": statistics.median(demo) * 1e3,
            "start_with_10000_connections_ms": statistics.median(large) * 1e3, "idle_mb": memory / 1e6}


def measure_sandboxes():
    with fakebyte() as server:
        first = sandbox_seconds(server, 0, 20)
        sandbox_seconds(server, 20, 960)
        last = sandbox_seconds(server, 980, 20)
        return {"sandbox_ms_first": first * 1e3, "sandbox_ms_thousandth": last * 1e3,
                "thousand_sandboxes_mb": server.memory("VmRSS") / 1e6}


def binary_size():
    with tempfile.NamedTemporaryFile() as stripped:
        subprocess.run(["strip", "-o", stripped.name, BUILD / "fakebyte"], check=True)
        return os.path.getsize(stripped.name)


def measure_process():
    with installed() as program:
        starts = measure_starts(program)
    figures = {**starts, "binary_mb": binary_size() / 1e6, **measure_sandboxes()}
    for name, value in figures.items():
        print(f"{name:<34}{value:9.2f}")
    return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=11, help="pairs of each operation")
    parser.add_argument("--rows", type=int, default=10_000, help="how far a kind grows; 0: not measured")
    options = parser.parse_args()
    floor = start_floor()
    try:
        print_head()
        figures = {"operations": measure_operations(floor, options.rounds)
                   + measure_file(options.rounds) + measure_list(floor, options.rounds)}
    finally:
        floor.stop()
    print("\ngrowth, processor time a request")
    figures["growth"] = measure_growth(options.rows, options.rounds) if options.rows else []
    print("\nthe process")
    figures["process"] = measure_process()
    (ROOT / "build/bench.json").write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
