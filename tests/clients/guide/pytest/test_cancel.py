import json, os, subprocess, urllib.error, urllib.request
import pytest

CONNECTION = {"connectionId": "c0000000-0000-4000-8000-000000000003"}


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    port = tmp_path_factory.mktemp("fakebyte") / "port"
    where = ["--port=0", f"--port-file={port}"]
    process = subprocess.Popen([os.environ["FAKEBYTE"], *where, "--auth=none", "--fixture", os.environ["FIXTURE"]])
    subprocess.run([os.environ["FAKEBYTE"], "healthcheck", "--wait", *where], check=True)
    yield f"http://127.0.0.1:{port.read_text().strip()}"
    process.terminate()
    assert process.wait() == 0


def call(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        return json.load(urllib.request.urlopen(request))
    except urllib.error.HTTPError as refused:
        raise AssertionError(f"{url}: {json.load(refused)['message']}") from None


def sync_with_patience(url, polls):
    """The code under test: it cancels what takes too long."""
    job = call(f"{url}/api/v1/connections/sync", CONNECTION)["job"]
    while job["status"] == "running" and (polls := polls - 1):
        job = call(f"{url}/api/v1/jobs/get", {"id": job["id"]})["job"]
    return call(f"{url}/api/v1/jobs/cancel", {"id": job["id"]})["job"]["status"]


def test_a_sync_that_hangs_is_cancelled_once(server, request):
    sandbox = f"{server}/sandboxes/{request.node.name}"
    call(f"{sandbox}/__admin/plans", {"match": {}, "runs": [{"attempts": [{"outcome": "hang"}]}]})
    assert sync_with_patience(sandbox, polls=3) == "cancelled"
    assert call(f"{sandbox}/__admin/requests/verify", {"match": {"path": "/v1/jobs/cancel"}, "count": 1})
    call(f"{sandbox}/__admin/verify-clean", {})
