"""A server process, what it takes of the machine, and connections to it that need not behave."""
import base64
import contextlib
import http.client
import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile

FAKER = "dfd88b22-b603-4c3d-aad7-3701784586b1"
LOCAL_JSON = "a625d593-bba5-4a1c-a53d-2d246268a816"
PATIENCE = 10


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Server:
    """Listens on a free port of the loopback; `wrapper` is a command that runs it, such as strace."""

    def __init__(self, program, *options, wrapper=(), patience=PATIENCE):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.log_file = self.folder / "log"
        self.authorization = basic("airbyte", "password")
        command = [*wrapper, program, "--port", "0", "--port-file", self.folder / "port", "--rng-seed", "1", *options]
        with open(self.log_file, "wb") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        self.patience = patience
        ready = self.process.stdout.readline()
        assert ready.startswith("fakebyte ready"), self.log()
        self.port = int((self.folder / "port").read_text())

    def log(self):
        return self.log_file.read_text()

    def stop(self):
        """SIGTERM; the exit status must be 0. Gives the log; stopped already, it does nothing."""
        if self.process.returncode is not None:
            return ""
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=self.patience)
        self.process.stdout.close()
        log = self.log()
        shutil.rmtree(self.folder)
        assert status == 0, (status, log)
        return log

    def memory(self, field="VmRSS"):
        """Bytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+) kB", status).group(1)) * 1024

    def descriptors(self):
        return sum(1 for _ in pathlib.Path(f"/proc/{self.process.pid}/fd").iterdir())

    def cpu(self):
        """Seconds of processor time so far."""
        return int(pathlib.Path(f"/proc/{self.process.pid}/schedstat").read_text().split()[0]) / 1e9

    def client(self):
        return Client(self)

    def raw(self, **options):
        return Raw(self.port, **options)

    def head(self, method, path, *lines, size=0):
        """The bytes of a request's head."""
        return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: {self.authorization}",
                            f"Content-Length: {size}", *lines, "", ""]).encode()


class Client:
    """A well-behaved client with one kept connection."""

    def __init__(self, server):
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)

    def ask(self, method, path, body=None, **headers):
        """(status, text)"""
        return self.ask_bytes(method, path, None if body is None else json.dumps(body), **headers)

    def ask_bytes(self, method, path, text, **headers):
        """The same with a body as it stands."""
        self.connection.request(method, path, text, {"Authorization": self.server.authorization,
                                                     "Content-Type": "application/json", **headers})
        reply = self.connection.getresponse()
        return reply.status, reply.read().decode()

    def call(self, path, body=None):
        status, text = self.ask("POST", f"/api/v1/{path}", body or {})
        assert status in (200, 204), f"{path}: {status} {text}"
        return json.loads(text or "null")

    def control(self, method, path, body=None):
        status, text = self.ask(method, f"/__admin/{path}", body)
        assert status in (200, 201, 204), f"{path}: {status} {text}"
        return json.loads(text or "null")

    def close(self):
        self.connection.close()


class Raw:
    """A socket that sends any bytes and reads when it likes."""

    def __init__(self, port, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))

    def send(self, data):
        """As much of it as the server takes before it closes."""
        with contextlib.suppress(ConnectionError):
            self.socket.sendall(data)

    def read_to_end(self):
        """What comes until the server closes; a reset is an end as well."""
        pieces = []
        with contextlib.suppress(ConnectionError):
            while piece := self.socket.recv(1 << 16):
                pieces.append(piece)
        return b"".join(pieces)

    def status(self):
        """The status of the reply that comes next, of which nothing else is read; None where the connection ends."""
        first = b""
        with contextlib.suppress(ConnectionError):
            while len(first) < 12 and (piece := self.socket.recv(12 - len(first))):
                first += piece
        return int(first[9:12]) if len(first) == 12 else None

    def peek(self):
        """A byte of what has come: none at the end, None where nothing has."""
        self.socket.setblocking(False)
        try:
            return self.socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return None
        except ConnectionError:
            return b""
        finally:
            self.socket.settimeout(PATIENCE)

    def answered(self):
        return bool(self.peek())

    def open_still(self):
        return self.peek() != b""

    def close(self):
        self.socket.close()


def new_connection(client, streams=1, fields=1):
    """What connections/create takes: 12 streams of 30 fields are 31 KB."""
    workspace = client.call("workspaces/list")["workspaces"][0]["workspaceId"]
    source = client.call("sources/create", {
        "workspaceId": workspace, "sourceDefinitionId": FAKER, "name": "Sample",
        "connectionConfiguration": {"count": 10}})["sourceId"]
    destination = client.call("destinations/create", {
        "workspaceId": workspace, "destinationDefinitionId": LOCAL_JSON, "name": "Files",
        "connectionConfiguration": {"destination_path": "/out"}})["destinationId"]
    return workspace, {"sourceId": source, "destinationId": destination, "status": "active",
                       "syncCatalog": {"streams": [stream(n, fields) for n in range(streams)]}}


def stream(number, fields):
    properties = {f"field_{i}_of_many": {"type": ["null", "string"], "description": "A field"} for i in range(fields)}
    return {"stream": {"name": f"stream_{number}", "jsonSchema": {"type": "object", "properties": properties},
                       "supportedSyncModes": ["full_refresh"]},
            "config": {"syncMode": "full_refresh", "destinationSyncMode": "overwrite", "selected": True}}
