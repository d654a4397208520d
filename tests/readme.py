#!/usr/bin/env python3
"""Runs the README's commands as they are printed, from the tree's root, and its test: readme.py FAKEBYTE

Blocks of ```sh are run whole, each by a shell of its own; a line that begins with `server/run.sh` until the server is ready.
`tests/run.sh` is what runs this, and what stands in the tables is run by packages/test.sh, tests/image.sh and
tests/package.sh. The block of ```python is run with a client that has the bug which the README tells of; what pytest then says
must have every line of the README's report, numbers and ids aside.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLIENT = '''
import base64, json, time, urllib.request
import urllib.error

def my_pipeline(url, username, password):
    """Asks again without a look whether the first sync runs."""
    def post(path, body):
        pair = base64.b64encode(f"{username}:{password}".encode()).decode()
        headers = {"Authorization": "Basic " + pair, "Content-Type": "application/json"}
        request = urllib.request.Request(url + "/api" + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request) as reply:
            return json.load(reply)["job"]
    connection = {"connectionId": "c0000000-0000-4000-8000-000000000003"}
    for attempt in range(2):
        try:
            post("/v1/connections/sync", connection)
        except (urllib.error.URLError, ConnectionError):
            pass
'''


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def run_shell(block):
    lines = [line for line in block.splitlines() if not line.startswith("tests/run.sh")]
    if any(line.startswith("server/run.sh") for line in lines):
        return run_until_ready(lines[0].split("#")[0].strip())
    done = subprocess.run(["bash", "-euc", "\n".join(lines)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        sys.exit(f"README: this fails:\n{block}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def run_until_ready(command):
    server = subprocess.Popen([*command.split(), "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    for line in server.stdout:
        if line.startswith("fakebyte ready on "):
            break
    else:
        sys.exit(f"README: {command} does not come to the ready line")
    server.terminate()
    server.wait()
    return line


def bare(text):
    """Without what differs from run to run."""
    text = re.sub(r"[0-9a-f]{16}", "ID", text)
    return re.sub(r"test: /tmp/\S+", "test: FILE", text)


def run_test(block, report, binary):
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "test_orders.py").write_text(CLIENT + block)
        (pathlib.Path(folder) / "pytest.ini").write_text("[pytest]\n")
        (pathlib.Path(folder) / "demo.json").write_text((ROOT / "fixtures/demo.json").read_text())
        environment = {**os.environ, "FAKEBYTE": binary, "PYTHONPATH": str(ROOT / "packages/python/src")}
        command = [sys.executable, "-m", "pytest", "-p", "fakebyte.pytest_plugin", "-p", "no:cacheprovider", "test_orders.py"]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
    said = bare(done.stdout)
    wanted = [bare(line).strip() for line in report.splitlines() if line.strip()]
    missing = [line for line in wanted if line not in said]
    if missing:
        sys.exit(f"README: the test's report lacks {missing}:\n{done.stdout}")


def main():
    text = (ROOT / "README.md").read_text()
    count = 0
    for block in blocks(text, "sh"):
        run_shell(block)
        count += 1
    report = next(block for block in blocks(text, "") if "AssertionError" in block)
    run_test(blocks(text, "python")[0], report, sys.argv[1])
    print(f"README: {count} blocks of commands and a test, as printed")


main()
