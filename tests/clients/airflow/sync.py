"""What AirbyteTriggerSyncOperator makes of good and bad days; each scenario has a sandbox of its own."""
import json
import os
import sys

from airflow.exceptions import AirflowException
from airflow.providers.airbyte.operators.airbyte import AirbyteTriggerSyncOperator
from requests.exceptions import ConnectionError as LostConnection

from server import Server

CALLS = ("connections/sync", "jobs/get", "jobs/cancel")


class Scenario:
    """A sandbox with one connection, and Airflow's connection to it."""

    def __init__(self, port, name, clock):
        self.name = name
        self.server = Server(port, name)
        self.server.control("PUT", "clock", {"mode": clock})
        self.connection_id = self.server.make_connection()
        os.environ[f"AIRFLOW_CONN_{name.upper()}"] = json.dumps({
            "conn_type": "airbyte", "host": "127.0.0.1", "port": port,
            "login": f"airbyte+{name}", "password": "password"})

    def run(self, timeout=60):
        """One try of the task."""
        task = AirbyteTriggerSyncOperator(task_id=self.name, airbyte_conn_id=self.name, wait_seconds=0.01,
                                          connection_id=self.connection_id, timeout=timeout)
        return task.execute({})

    def fails(self, error, piece, timeout=60):
        try:
            self.run(timeout)
        except error as caught:
            assert piece in str(caught), f"{self.name}: {caught!r}"
        else:
            raise AssertionError(f"{self.name}: the task did not fail")

    def saw(self, jobs, syncs, cancels, polls):
        """`polls` is a test of their number."""
        counts = {call: self.server.count(call) for call in CALLS}
        assert self.server.jobs(self.connection_id) == jobs, self.server.jobs(self.connection_id)
        assert counts["connections/sync"] == syncs, counts
        assert counts["jobs/cancel"] == cancels, counts
        assert polls(counts["jobs/get"]), counts
        print(f"airflow: {self.name}: {counts}")


def success(port):
    day = Scenario(port, "success", "skip")
    assert isinstance(day.run(), int)
    day.saw(["succeeded"], syncs=1, cancels=0, polls=lambda n: n == 2)


def failure(port):
    day = Scenario(port, "failure", "skip")
    day.server.control("POST", "plans", {"match": {"configType": "sync"}, "runs": [{"attempts": [
        {"seconds": 3, "outcome": "failed",
         "failure": {"origin": "source", "type": "system_error", "message": "the disk is on fire"}}]}]})
    day.fails(AirflowException, "unexpected state `failed`")
    day.saw(["failed"], syncs=1, cancels=0, polls=lambda n: n > 2)


def timeout(port):
    day = Scenario(port, "timeout", "frozen")
    day.fails(AirflowException, "is not ready after 0.2s", timeout=0.2)
    day.saw(["cancelled"], syncs=1, cancels=1, polls=lambda n: n > 1)


def bad_polls(port):
    """Polls that meet a 500 are taken for nothing, and the task waits on."""
    day = Scenario(port, "bad_polls", "skip")
    day.server.control("POST", "faults", {"match": {"path": "/v1/jobs/get"}, "status": 500, "times": 2})
    day.run()
    day.saw(["succeeded"], syncs=1, cancels=0, polls=lambda n: n == 4)


def bad_submissions(port):
    """A sync that meets a 500 fails the try; the third one starts the only job."""
    day = Scenario(port, "bad_submissions", "skip")
    day.server.control("POST", "faults", {"match": {"path": "/v1/connections/sync"}, "status": 500, "times": 2})
    day.fails(AirflowException, "500")
    day.fails(AirflowException, "500")
    day.run()
    day.saw(["succeeded"], syncs=3, cancels=0, polls=lambda n: n == 2)


def lost_answer(port):
    """The job has begun, Airflow does not know it, tries again, is told 409, and leaves it running."""
    day = Scenario(port, "lost_answer", "frozen")
    day.server.control("POST", "faults", {"match": {"path": "/v1/connections/sync"}, "phase": "after", "times": 1,
                                          "connection": "EMPTY_RESPONSE"})
    day.fails(LostConnection, "")
    day.fails(AirflowException, "409")
    day.saw(["running"], syncs=2, cancels=0, polls=lambda n: n == 0)


def main(port):
    for scenario in (success, failure, timeout, bad_polls, bad_submissions, lost_answer):
        scenario(port)


if __name__ == "__main__":
    main(int(sys.argv[1]))
