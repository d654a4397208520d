#!/usr/bin/env python3
"""Measures workspaces/get of fakebyte beside other fakes made of the same document, Prism, Mockoon and WireMock: in one
run, in turn with a constant reply. See run.sh. Memory is that of the one process that answers."""

import argparse
import json
import pathlib
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request

import bench

PACKAGES = bench.HERE / "peers"
ENVIRONMENT = bench.ROOT / "build/peers"
PATH = "/v1/workspaces/get"
WARM_UP = 3.0
PATIENCE = 60.0


class Server(bench.Process):
    """A server under measurement, on a port that we choose; it has started when it gave its first answer."""

    def __init__(self, command, port, path, body):
        self.path, self.url = path, f"http://127.0.0.1:{port}"
        self.started = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        try:
            self.answer = self.await_answer(body)
        except BaseException:
            self.stop()
            raise
        self.seconds_to_ready = time.perf_counter() - self.started

    def await_answer(self, body):
        request = urllib.request.Request(self.url + self.path, data=body.encode(), headers={
            "Authorization": bench.AUTHORIZATION, "Content-Type": "application/json"})
        while True:
            try:
                with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
                    return reply.read()
            except OSError as error:
                if self.process.poll() is not None or time.perf_counter() > self.started + PATIENCE:
                    raise RuntimeError(f"it gives no answer: {error}") from error
            time.sleep(0.001)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def prism(folder, port):
    return ["node", ENVIRONMENT / "node_modules/.bin/prism", "mock", "--host", "127.0.0.1", "--port", port,
            "--verboseLevel", "silent", folder / "openapi.json"]


def mockoon(folder, port):
    return ["node", ENVIRONMENT / "node_modules/.bin/mockoon-cli", "start", "--hostname", "127.0.0.1", "--port", port,
            "--disable-log-to-file", "--disable-admin-api", "--data", folder / "openapi.json"]


def wiremock(folder, port):
    jar, = ENVIRONMENT.glob("node_modules/wiremock/build/wiremock-standalone-*.jar")
    return ["java", "-jar", jar, "--bind-address", "127.0.0.1", "--port", port, "--no-request-journal",
            "--disable-banner", "--root-dir", folder]


# (name, program that runs it, package that it is in, its command, where it serves the document's paths)
PEERS = [
    ("Prism, silent", "node", "@stoplight/prism-cli", prism, ""),
    ("Mockoon", "node", "@mockoon/cli", mockoon, "/api"),
    ("WireMock, no journal", "java", "wiremock", wiremock, "/api"),
]


def install():
    """The packages below build/, as package-lock.json has them; whether they are there."""
    if not shutil.which("npm"):
        return False
    lock, installed = PACKAGES / "package-lock.json", ENVIRONMENT / "installed.json"
    if not installed.exists() or installed.read_bytes() != lock.read_bytes():
        ENVIRONMENT.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PACKAGES / name, ENVIRONMENT)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        if subprocess.run(command, cwd=ENVIRONMENT).returncode != 0:
            return False
        shutil.copy(lock, installed)
    return True


def missing(program, package, installed):
    """Why a peer cannot be had here; empty where it can."""
    if not shutil.which(program):
        return f"{program} is not here"
    return "" if installed else f"the package {package} cannot be had here"


def write_mapping(folder, reply):
    """WireMock's stub: the same reply to the same call."""
    (folder / "mappings").mkdir()
    (folder / "mappings/get.json").write_text(json.dumps({
        "request": {"method": "POST", "urlPath": "/api" + PATH,
                    "basicAuthCredentials": {"username": "airbyte", "password": "password"}},
        "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": reply.decode()}}))


def measure(name, server, floor, body, rounds):
    idle = server.memory("VmRSS")
    bench.load(server, "POST", server.path, [body], WARM_UP)
    pairs = [(bench.load(floor, "POST", f"/{len(server.answer)}", [body]),
              bench.load(server, "POST", server.path, [body])) for _ in range(rounds)]
    row = {"server": name, "rate": statistics.median(own["rate"] for _, own in pairs),
           "ratio": statistics.median(own["rate"] / constant["rate"] for constant, own in pairs),
           "p99_us": statistics.median(own["p99_us"] for _, own in pairs),
           "start_ms": server.seconds_to_ready * 1e3, "idle_mb": idle / 1e6,
           "after_mb": server.memory("VmRSS") / 1e6, "bad": sum(own["bad"] for _, own in pairs)}
    wrong = f"  {row['bad']} BAD" if row["bad"] else ""
    print("{server:<24}{rate:>10.0f}{ratio:>8.3f}{p99_us:>10.0f}{start_ms:>10.0f}{idle_mb:>9.1f}{after_mb:>9.1f}"
          .format(**row) + wrong, flush=True)
    return row


def measure_server(name, command, path, floor, body, rounds):
    port = free_port()
    server = Server([str(word) for word in command(port)], port, path, body)
    try:
        return measure(name, server, floor, body, rounds), server.answer
    finally:
        server.stop()


def measure_peers(folder, floor, body, rounds):
    installed, rows = install(), []
    for name, program, package, command, prefix in PEERS:
        why = missing(program, package, installed)
        try:
            if why:
                raise RuntimeError(why)
            row, _ = measure_server(name, lambda port, make=command: make(folder, port), prefix + PATH, floor, body, rounds)
        except RuntimeError as error:
            print(f"{name:<24}not measured: {error}", flush=True)
            row = {"server": name, "missing": str(error)}
        rows.append(row)
    return rows


def measure_all(floor, rounds):
    print(f"{'server':<24}{'req/s':>10}{'ratio':>8}{'p99 us':>10}{'start ms':>10}{'idle MB':>9}{'after MB':>9}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "openapi.json").write_bytes(subprocess.check_output([bench.BUILD / "fakebyte", "openapi"]))
        with bench.fakebyte() as server:
            body = bench.text({"workspaceId": bench.call(server, "workspaces/list")["workspaces"][0]["workspaceId"]})

        def ours(port):
            return [bench.BUILD / "fakebyte", "--port", port, "--log-level", "error", "--rng-seed", "1"]

        row, reply = measure_server("fakebyte", ours, "/api" + PATH, floor, body, rounds)
        write_mapping(folder, reply)
        return [row, *measure_peers(folder, floor, body, rounds)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5, help="pairs of each server")
    options = parser.parse_args()
    floor = bench.start_floor()
    try:
        rows = measure_all(floor, options.rounds)
    finally:
        floor.stop()
    results = bench.ROOT / "build/bench.json"
    figures = json.loads(results.read_text()) if results.exists() else {}
    results.write_text(json.dumps({**figures, "peers": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
