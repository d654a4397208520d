"""Kills a writing server at random moments. What was answered must be there afterwards, the files must be sound, and
jobs that ran must have ended as those of a scheduler that was restarted."""
import http.client
import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time

FAKER = "dfd88b22-b603-4c3d-aad7-3701784586b1"
LOCAL_JSON = "a625d593-bba5-4a1c-a53d-2d246268a816"
WRITERS = ("default", "default", "other")  # the sandboxes they write to
ROUNDS_PER_FILE = 20
LONGEST_LOAD = 0.25


class Killed(Exception):
    """The server is gone: whether the last call was carried out is not known."""


class Client:
    def __init__(self, port, sandbox):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.sandbox = sandbox

    def call(self, path, body=None):
        return self.ask("POST", f"/sandboxes/{self.sandbox}/api/v1/{path}", json.dumps(body or {}))

    def take_away(self):
        self.ask("DELETE", f"/__admin/sandboxes/{self.sandbox}")

    def ask(self, method, path, body=None):
        try:
            self.connection.request(method, path, body, {"Content-Type": "application/json"})
            reply = self.connection.getresponse()
            text = reply.read()
        except (OSError, http.client.HTTPException) as error:
            raise Killed() from error
        assert reply.status in (200, 204), f"{path}: {reply.status} {text.decode()}"
        return json.loads(text) if text else None

    def of(self, sandbox):
        return Client(self.connection.port, sandbox)


class Server:
    def __init__(self, program, folder):
        self.port_file = os.path.join(folder, "port")
        if os.path.exists(self.port_file):
            os.remove(self.port_file)
        self.process = subprocess.Popen(
            [program, "--port", "0", "--port-file", self.port_file, "--db", os.path.join(folder, "state.db"),
             "--auth", "none", "--sync-duration", "3600", "--log-level", "warn"], stdout=subprocess.PIPE)

    def port(self):
        line = self.process.stdout.readline()
        assert line.startswith(b"fakebyte ready"), line
        with open(self.port_file) as file:
            return int(file.read())

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


class Writer:
    """Writes, and remembers what it was answered and what it is waiting for. One thing goes by many names: a
    workspace is renamed, and the connection's jobs are cancelled and begun."""

    def __init__(self, sandbox, number):
        self.sandbox, self.number = sandbox, number
        self.names = {}  # workspace id → the name that was answered
        self.jobs = {}  # job id → the status that was answered
        self.deleted = set()  # workspaces
        self.connection_id = None
        self.doubt = None  # (what, id, value) of the call in flight
        self.fault = None
        self.writes = 0

    def begin(self, client):
        if self.connection_id is None:
            self.setup(client)
        else:
            self.check(client)

    def setup(self, client):
        workspace = client.call("workspaces/list")["workspaces"][0]["workspaceId"]
        source = client.call("sources/create", {
            "workspaceId": workspace, "sourceDefinitionId": FAKER, "name": f"source {self.number}",
            "connectionConfiguration": {"count": 10}})["sourceId"]
        destination = client.call("destinations/create", {
            "workspaceId": workspace, "destinationDefinitionId": LOCAL_JSON, "name": f"destination {self.number}",
            "connectionConfiguration": {"destination_path": "/out"}})["destinationId"]
        catalog = client.call("sources/discover_schema", {"sourceId": source})["catalog"]
        self.connection_id = client.call("connections/create", {
            "sourceId": source, "destinationId": destination, "status": "active",
            "syncCatalog": catalog})["connectionId"]

    def run(self, client, dice):
        try:
            while True:
                dice.choice((self.create, self.rename, self.delete, self.sync_and_cancel))(client, dice)
                self.writes += 1
        except Killed:
            pass
        except Exception as error:  # pylint: disable=broad-except  # told by whoever joins the thread
            self.fault = error

    def create(self, client, dice):
        name = f"made {dice.getrandbits(48)}"
        self.doubt = ("create", None, name)
        self.names[client.call("workspaces/create", {"name": name})["workspaceId"]] = name

    def rename(self, client, dice):
        if not self.names:
            return
        workspace_id, name = dice.choice(list(self.names)), f"renamed {dice.getrandbits(48)}"
        self.doubt = ("rename", workspace_id, name)
        client.call("workspaces/update_name", {"workspaceId": workspace_id, "name": name})
        self.names[workspace_id] = name

    def delete(self, client, dice):
        if len(self.names) < 3:
            return
        workspace_id = dice.choice(list(self.names))
        self.doubt = ("delete", workspace_id, None)
        client.call("workspaces/delete", {"workspaceId": workspace_id})
        del self.names[workspace_id]
        self.deleted.add(workspace_id)

    def sync_and_cancel(self, client, dice):
        del dice
        running = [job for job, status in self.jobs.items() if status == "running"]
        if running:
            self.doubt = ("cancel", running[0], None)
            job = client.call("jobs/cancel", {"id": running[0]})["job"]
        else:
            self.doubt = ("sync", None, None)
            job = client.call("connections/sync", {"connectionId": self.connection_id})["job"]
        self.jobs[job["id"]] = job["status"]

    def doubted(self, what, key=None):
        return self.doubt is not None and self.doubt[0] == what and self.doubt[1] == key

    def check(self, client):
        found = {item["workspaceId"]: item["name"] for item in client.call("workspaces/list")["workspaces"]}
        for workspace_id, name in self.names.items():
            allowed = {name}
            if self.doubted("rename", workspace_id):
                allowed.add(self.doubt[2])
            if self.doubted("delete", workspace_id):
                allowed.add(None)
            assert found.get(workspace_id) in allowed, f"{workspace_id}: {found.get(workspace_id)}, not {allowed}"
        assert not self.deleted & set(found), "a deleted workspace is back"
        self.names = {key: found[key] for key in self.names if key in found}
        self.check_jobs(client)
        self.doubt = None

    def check_jobs(self, client):
        jobs = client.call("jobs/list", {"configTypes": ["sync"], "configId": self.connection_id,
                                         "pagination": {"pageSize": 100000}})["jobs"]
        found = {item["job"]["id"]: item for item in jobs}
        unknown = set(found) - set(self.jobs)
        assert len(unknown) <= self.doubted("sync"), f"jobs that nobody asked for: {unknown}"
        for job_id in unknown:
            self.check_orphan(found[job_id])
        for job_id, status in self.jobs.items():
            assert job_id in found, f"job {job_id} is lost"
            now = found[job_id]["job"]["status"]
            if status != "running":
                assert now == status, f"job {job_id}: {now}, was {status}"
            elif not (now == "cancelled" and self.doubted("cancel", job_id)):
                self.check_orphan(found[job_id])
        self.jobs = {job_id: item["job"]["status"] for job_id, item in found.items()}

    @staticmethod
    def check_orphan(item):
        """Fails, with its running attempt, as the platform's fault: docs/behaviour/jobs.md#a-server-that-starts-anew."""
        assert item["job"]["status"] == "failed", item
        attempt = item["attempts"][-1]
        assert attempt["status"] == "failed", item
        failure = attempt["failureSummary"]["failures"][0]
        assert (failure["failureOrigin"], failure["failureType"]) == ("airbyte_platform", "system_error"), failure


class Founder:
    """Makes sandboxes with one workspace more than a new one has, and takes them away again, a few names in turn."""

    def __init__(self):
        self.sandbox, self.fault, self.writes = "default", None, 0
        self.made = {}  # sandbox → the id of its workspace
        self.doubt = None  # the sandbox of the call in flight

    def run(self, client, dice):
        del dice
        try:
            for name in itertools.cycle(f"found-{number}" for number in range(8)):
                self.doubt = name
                self.make_or_take_away(client.of(name))
                self.writes += 1
        except Killed:
            pass
        except Exception as error:  # pylint: disable=broad-except  # told by whoever joins the thread
            self.fault = error

    def make_or_take_away(self, client):
        if client.sandbox in self.made:
            client.take_away()
            del self.made[client.sandbox]
        else:
            self.made[client.sandbox] = client.call("workspaces/create", {"name": "made"})["workspaceId"]

    def begin(self, client):
        self.check(client)

    def check(self, client):
        if self.doubt:
            assert client.of(self.doubt).call("workspaces/list")["workspaces"], f"{self.doubt} is of no use"
            client.of(self.doubt).take_away()
            self.made.pop(self.doubt, None)
        for name, workspace_id in self.made.items():
            found = {item["workspaceId"] for item in client.of(name).call("workspaces/list")["workspaces"]}
            assert len(found) == 2 and workspace_id in found, f"{name}: {found} without {workspace_id}"
        self.doubt = None


def check_files(folder):
    """Looks at copies, so that the server itself meets what the crash left."""
    copy = os.path.join(folder, "copy")
    files = [os.path.join(folder, "state.db")]
    kept = os.path.join(folder, "state.db.d")
    if os.path.isdir(kept):
        files += [os.path.join(kept, name) for name in os.listdir(kept) if name.endswith(".db")]
    for file in files:
        for suffix in ("", "-wal"):
            if os.path.exists(file + suffix):
                shutil.copy(file + suffix, copy + suffix)
        database = sqlite3.connect(copy)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], file
        assert database.execute("PRAGMA foreign_key_check").fetchall() == [], file
        database.close()
        for suffix in ("", "-wal", "-shm"):
            if os.path.exists(copy + suffix):
                os.remove(copy + suffix)
    return len(files)


def load(server, writers, dice):
    port = server.port()
    clients = [Client(port, writer.sandbox) for writer in writers]
    for writer, client in zip(writers, clients):
        writer.begin(client)
    threads = [threading.Thread(target=writer.run, args=(client, random.Random(dice.getrandbits(32))))
               for writer, client in zip(writers, clients)]
    for thread in threads:
        thread.start()
    time.sleep(dice.uniform(0, LONGEST_LOAD))  # the moment of the crash
    server.kill()
    for thread in threads:
        thread.join()
    for writer in writers:
        if writer.fault:
            raise writer.fault


def crash_while_starting(program, folder, dice):
    server = Server(program, folder)
    time.sleep(dice.uniform(0, 0.02))
    server.kill()


def one_file(program, folder, rounds, dice):
    """That many crashes with one file, and a last look; the number of writes that were answered."""
    os.makedirs(folder)
    writers = [Writer(sandbox, number) for number, sandbox in enumerate(WRITERS)] + [Founder()]
    for round_number in range(rounds):
        if dice.random() < 0.2 and round_number > 0:
            crash_while_starting(program, folder, dice)
        else:
            server = Server(program, folder)
            try:
                load(server, writers, dice)
            finally:
                if server.process.poll() is None:
                    server.kill()
        check_files(folder)
    server = Server(program, folder)
    try:
        port = server.port()
        for writer in writers:
            writer.check(Client(port, writer.sandbox))
    finally:
        server.kill()
    shutil.rmtree(folder)
    return sum(writer.writes for writer in writers)


def main(program, scratch, times):
    seed = int(os.environ.get("CRASH_SEED", random.SystemRandom().getrandbits(32)))
    print(f"CRASH_SEED={seed}", flush=True)
    dice = random.Random(seed)
    begun, left, writes = time.monotonic(), times, 0
    while left > 0:
        rounds = min(left, ROUNDS_PER_FILE)
        writes += one_file(os.path.abspath(program), os.path.join(scratch, str(left)), rounds, dice)
        left -= rounds
    print(f"{times} crashes, {writes} answered writes, nothing lost, in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
