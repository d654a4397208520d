"""What an installed wheel does; run by packages/test.sh."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from typing import Any

import pytest

import fakebyte
from fakebyte.server import sandbox_name

ORDERS = "c0000000-0000-4000-8000-000000000003"


def sync_until_it_works(airbyte: fakebyte.Airbyte, tries: int) -> str:
    """The code under test."""
    status = ""
    while tries > 0 and status != "succeeded":
        job = airbyte.call("/v1/connections/sync", {"connectionId": ORDERS})["job"]
        while job["status"] in ("pending", "running", "incomplete"):
            job = airbyte.call("/v1/jobs/get", {"id": job["id"]})["job"]
        status, tries = job["status"], tries - 1
    return str(status)


@pytest.mark.airbyte(clock="skip")
def test_my_sync_fails_twice_then_succeeds(airbyte: fakebyte.Airbyte) -> None:
    airbyte.plan(connectionId=ORDERS).fails_with("oom", times=2).then_succeeds()
    assert sync_until_it_works(airbyte, tries=3) == "succeeded"
    airbyte.verify("/v1/connections/sync", times=3)


@pytest.mark.airbyte(clock="skip")
def test_a_job_recovers(airbyte: fakebyte.Airbyte) -> None:
    airbyte.plan(connectionId=ORDERS).recovers_from("config", attempts=1)
    assert sync_until_it_works(airbyte, tries=1) in ("succeeded", "failed")


@pytest.mark.parametrize("number", [1, 2])
def test_each_test_has_its_own(airbyte: fakebyte.Airbyte, number: int) -> None:
    assert airbyte.requests() == []
    airbyte.verify("/v1/health", times=0)


def test_time_goes_by(airbyte: fakebyte.Airbyte) -> None:
    before = airbyte.clock.freeze("2040-01-01T00:00:00Z")
    assert airbyte.clock.advance(hours=6)["time"].startswith("2040-01-01T06:00:00")
    assert before["time"].startswith("2040-01-01T00:00:00")


def test_a_job_at_a_glance(airbyte: fakebyte.Airbyte) -> None:
    job = airbyte.call("/v1/connections/sync", {"connectionId": ORDERS})["job"]
    glance = airbyte.control.get_job_at_a_glance(str(job["id"]))
    assert (glance["connectionId"], glance["status"]) == (ORDERS, job["status"])


def test_an_answer_is_lost(airbyte: fakebyte.Airbyte) -> None:
    airbyte.fault("/v1/connections/sync").loses_the_answer()
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        airbyte.call("/v1/connections/sync", {"connectionId": ORDERS})
    with pytest.raises(urllib.error.HTTPError) as refused:
        airbyte.call("/v1/connections/sync", {"connectionId": ORDERS})
    assert refused.value.code == 409


def test_credentials_lead_to_the_sandbox(airbyte: fakebyte.Airbyte) -> None:
    header = fakebyte.airbyte.basic(airbyte.username, airbyte.password)
    request = urllib.request.Request(f"{airbyte.server.url}/api/v1/health", headers={"Authorization": header})
    with urllib.request.urlopen(request) as reply:
        assert json.load(reply) == {"available": True}
    airbyte.verify("/v1/health", times=1)


def test_a_failing_verify_says_what_was_near(airbyte: fakebyte.Airbyte) -> None:
    airbyte.call("/v1/jobs/list", {"configId": ORDERS, "configTypes": ["sync"]})
    with pytest.raises(AssertionError, match="/v1/jobs/list"):
        airbyte.verify("/v1/jobs/get", times=1)


def test_a_refusal_says_what_was_wrong(airbyte: fakebyte.Airbyte) -> None:
    with pytest.raises(fakebyte.ControlError, match="connectionName"):
        airbyte.plan(conectionName="orders").hangs()


def test_any_text_names_a_sandbox() -> None:
    assert sandbox_name("test_x") == "test_x"
    assert sandbox_name("t.py::x[a b]") != sandbox_name("t.py::x[a_b]")
    assert len(sandbox_name("é/" * 200)) <= 64


def test_a_server_that_does_not_start_says_why() -> None:
    with pytest.raises(fakebyte.StartError, match="--nonsense"):
        fakebyte.Server("--nonsense")


def test_it_is_a_program() -> None:
    said = subprocess.check_output([sys.executable, "-m", "fakebyte", "version"], text=True)
    assert said.startswith("fakebyte ")


FAILING = """
def test_polls(airbyte):
    airbyte.call("/v1/jobs/list", {"configId": "c0000000-0000-4000-8000-000000000003", "configTypes": ["sync"]})
    airbyte.verify("/v1/jobs/cancel", times=1)
"""


def test_a_failing_test_is_explained(pytester: Any) -> None:
    pytester.makepyfile(FAILING)
    result = pytester.runpytest_subprocess("--airbyte-traces=traces")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*/v1/jobs/cancel*", "*Airbyte*", "Every request and job of this test:*"])
    assert len(list((pytester.path / "traces").iterdir())) == 1


UNCLEAN = """
import pytest, urllib.error

@pytest.mark.airbyte(verify_clean=True)
def test_misspelt(airbyte):
    with pytest.raises(urllib.error.HTTPError):
        airbyte.call("/v1/conections/sync", {})

@pytest.mark.airbyte(verify_clean=True, allow=["unknown-path"])
def test_misspelt_on_purpose(airbyte):
    with pytest.raises(urllib.error.HTTPError):
        airbyte.call("/v1/conections/sync", {})
"""


def test_problems_fail_a_test_that_wants_to_be_clean(pytester: Any) -> None:
    pytester.makepyfile(UNCLEAN)
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*unknown-path*"])
