"""fleet.py SOCKET before|without|again PLACED [DEAD]: asks the fleet for 300 sandboxes, each named in three ways.

`before` notes in the file PLACED which replica answers for whom; `without` expects the same but a 502 from the replica
DEAD; `again` expects all as before.
"""
import base64
import collections
import http.client
import json
import socket
import sys
import time

SANDBOXES = [f"team-{number}" for number in range(300)]
FEWEST = len(SANDBOXES) // 10


class Fleet(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("fleet", timeout=10)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)

    def ask(self, path, user="airbyte", **headers):
        """Status, replica and body of a listing of workspaces."""
        token = base64.b64encode(f"{user}:password".encode()).decode()
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.request("POST", path, headers={"Authorization": f"Basic {token}", **headers})
        answer = self.getresponse()
        body = answer.read()
        return answer.status, answer.headers["X-Fakebyte-Replica"], body


def ways_to_name(sandbox):
    path = "/api/v1/workspaces/list"
    return {
        "header": {"path": path, "X_Fakebyte_Sandbox": sandbox},
        "path": {"path": f"/sandboxes/{sandbox}{path}"},
        "user": {"path": path, "user": f"airbyte+{sandbox}"},
        "header before the others": {
            "path": f"/sandboxes/other{path}", "user": "airbyte+third", "X_Fakebyte_Sandbox": sandbox,
        },
    }


def place(fleet, sandbox):
    """The replica of a sandbox and the status it answers with; every way of naming it must agree on both."""
    answers = {way: fleet.ask(**request) for way, request in ways_to_name(sandbox).items()}
    if len(set(answers.values())) != 1:
        sys.exit(f"failed: {sandbox} is not one: { {way: answer[:2] for way, answer in answers.items()} }")
    status, replica, _ = answers["header"]
    return replica, status


def expected(replica, dead):
    return (replica, 502 if replica == dead else 200)


def compare(placed, before, dead):
    for sandbox, replica in before.items():
        if placed[sandbox] != expected(replica, dead):
            sys.exit(f"failed: {sandbox} is at {placed[sandbox]}, not at {expected(replica, dead)}")


def shares(placed):
    counts = collections.Counter(replica for replica, _ in placed.values())
    if len(counts) != 3 or min(counts.values()) < FEWEST:
        sys.exit(f"failed: the sandboxes are spread badly: {dict(counts)}")
    return ", ".join(str(count) for count in sorted(counts.values()))


def main(path, phase, file, dead=None):
    fleet = Fleet(path)
    start = time.monotonic()
    placed = {sandbox: place(fleet, sandbox) for sandbox in SANDBOXES}
    each = (time.monotonic() - start) * 1000 / len(SANDBOXES) / len(ways_to_name(""))
    if phase == "before":
        before = {sandbox: replica for sandbox, (replica, _) in placed.items()}
        with open(file, "w", encoding="utf-8") as out:
            json.dump(before, out)
        print(f"spread     {len(SANDBOXES)} sandboxes over 3 replicas: {shares(placed)}")
    else:
        with open(file, encoding="utf-8") as notes:
            before = json.load(notes)
    compare(placed, before, dead)
    lost = sum(status != 200 for _, status in placed.values())
    print(f"{phase:10} {lost} of {len(SANDBOXES)} out of reach, none moved, {each:.2f} ms a request")


main(*sys.argv[1:])
