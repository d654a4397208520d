"""No request leads to a file: names that are paths, everywhere where a name is taken, with a server that keeps state."""
import base64
import os
import pathlib
import re
import shutil

import pytest

NAMES = ["..", ".", "../../etc/passwd", "/etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%2e%2e%2f%2e%2e%2fescaped",
         "%252e%252e%252f", "..\\..\\escaped", "a/../../escaped", "escaped%00.db", "./escaped", "~/escaped",
         "file:///etc/passwd", "escaped;attach database '/tmp/escaped' as x", "escaped?mode=memory", "x" * 300, ""]
HARMLESS = {"/etc/localtime"}  # looked at by the C library when it prints a date
TRACER = shutil.which("strace")
OPENING = re.compile(r'^\d+ +(open|openat|creat|mkdir|mkdirat|unlink|unlinkat|rename|renameat2?|link|symlink|truncate)\('
                     r'(?:AT_FDCWD, )?"([^"]*)"')


def files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def ask_by_path(server, name):
    """Names in the places of a path, as they stand."""
    for method, path in (("GET", f"/{name}"), ("GET", f"/__admin/ui/{name}"), ("GET", f"/sandboxes/{name}/api/v1/health"),
                         ("PUT", f"/__admin/sandboxes/{name}"), ("DELETE", f"/__admin/sandboxes/{name}"),
                         ("PUT", f"/__admin/snapshots/{name}"), ("POST", f"/__admin/snapshots/{name}/restore"),
                         ("DELETE", f"/__admin/snapshots/{name}"), ("POST", f"/__admin/gates/{name}/open"),
                         ("POST", f"/__admin/sandboxes/{name}/fork"), ("POST", f"/api/v1/{name}/list"),
                         ("GET", f"/api/v1/health?file={name}"), ("DELETE", f"/__admin/faults/{name}")):
        raw = server.raw()
        raw.send(server.head(method, path, "Content-Type: application/json", size=2) + b"{}")
        assert (raw.status() or 400) < 500, path
        raw.close()


def ask_by_credentials(server, name):
    for line in (f"X-Fakebyte-Sandbox: {name}", f"Host: {name}",
                 "Authorization: Basic " + base64.b64encode(f"airbyte+{name}:password".encode()).decode()):
        raw = server.raw()
        raw.send(f"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n{line}\r\n\r\n".encode())
        assert (raw.status() or 400) < 500, line
        raw.close()


def ask_by_body(client, name):
    workspace = client.call("workspaces/list")["workspaces"][0]["workspaceId"]
    definition = {"name": name, "dockerRepository": name, "dockerImageTag": name, "documentationUrl": name, "icon": name}
    bodies = {
        "/__admin/sandboxes/default/fork": {"as": name},
        "/__admin/fixtures": {"workspaces": [{"name": name, "slug": name}], "path": name, "$ref": name},
        "/__admin/reset": {"keep": [name]},
        "/__admin/faults": {"id": name, "match": {"path": name}, "status": 503},
        "/__admin/plans": {"id": name, "match": {"connectionName": name}, "check": {"status": "failed", "message": name}},
        "/api/v1/workspaces/create": {"name": name, "email": name},
        "/api/v1/workspaces/get_by_slug": {"slug": name},
        "/api/v1/source_definitions/create_custom": {"workspaceId": workspace, "sourceDefinition": definition},
        "/api/v1/destination_definitions/create_custom": {"workspaceId": workspace, "destinationDefinition": definition},
        "/api/v1/logs/get": {"logType": name},
    }
    for path, body in bodies.items():
        assert client.ask("POST", path, body)[0] < 500, (path, name)


def ask_everything(server):
    client = server.client()
    for name in NAMES:
        ask_by_path(server, name)
        ask_by_credentials(server, name)
        ask_by_body(client, name)
    for name in ("kept", "...", "-rf"): # ".." is a step back in a path
        assert client.ask("PUT", f"/__admin/sandboxes/{name}")[0] == 200
        client.call("workspaces/create", {"name": "kept"})
    client.close()


def is_of_the_database(name):
    return re.fullmatch(r"state\.db(-wal|-shm|-journal)?|"
                        r"state\.db\.d(/[0-9a-f]{16}\.db(-wal|-shm|-journal|\.name|\.name\.tmp)?)?", name)


def test_nothing_but_the_database_is_written(start, tmp_path):
    around = tmp_path / "around"
    around.mkdir()
    before = pathlib.Path.cwd(), files(pathlib.Path.cwd())
    server = start("--db", str(around / "state.db"))
    ask_everything(server)
    made = files(tmp_path) - {"around"}
    assert len(made) > 6
    assert [name for name in made if not is_of_the_database(name.removeprefix("around/"))] == []
    assert files(before[0]) == before[1]


def opened_after_the_start(trace):
    """Paths that system calls named once the server was ready."""
    lines = trace.read_text().splitlines()
    ready = next(i for i, line in enumerate(lines) if "fakebyte ready" in line)
    return {match[2] for match in map(OPENING.match, lines[ready:]) if match}


@pytest.mark.skipif(not TRACER, reason="strace is not here")
def test_nothing_but_the_database_is_opened(start, tmp_path):
    trace, database = tmp_path / "trace", str(tmp_path / "state.db")
    wrapper = (TRACER, "-D", "-f", "-qq", "-s", "512", "-e", "trace=%file,creat,write", "-e", "signal=none", "-o", str(trace))
    if os.system(f"{TRACER} -qq -o {trace} true") != 0:
        pytest.skip("processes cannot be traced here")
    server = start("--db", database, wrapper=wrapper)
    ask_everything(server)
    server.stop()
    opened = opened_after_the_start(trace)
    assert any(path.startswith(f"{database}.d/") for path in opened)
    others = {path for path in opened if not is_of_the_database(path.removeprefix(f"{tmp_path}/"))}
    assert others <= HARMLESS | {str(tmp_path)}, others  # the folder is synchronized with the file that is new in it


def test_the_page_comes_from_the_binary(start, tmp_path):
    """A file that is where the page's files would be is not served."""
    (tmp_path / "server/web").mkdir(parents=True)
    (tmp_path / "server/web/own.js").write_text("secret")
    server = start(wrapper=("env", "-C", str(tmp_path)))
    client = server.client()
    assert client.ask("GET", "/__admin/ui/app.js")[0] == 200
    for path in ("own.js", "..%2f..%2fserver%2fweb%2fown.js", "../web/own.js", "%2e%2e/%2e%2e/fixtures/demo.json"):
        status, text = client.ask("GET", f"/__admin/ui/{path}")
        assert status == 404 and "secret" not in text
    client.close()
