"""What operator, sensor and trigger make of good and bad days; each scenario has a sandbox of its own."""
import asyncio
import json
import os
import sys
import time

from airflow.exceptions import AirflowException
from airflow.providers.airbyte.hooks.airbyte import AirbyteHook
from airflow.providers.airbyte.operators.airbyte import AirbyteTriggerSyncOperator
from airflow.providers.airbyte.sensors.airbyte import AirbyteJobSensor
from airflow.providers.airbyte.triggers.airbyte import AirbyteSyncTrigger

from server import CLIENT_ID, CLIENT_SECRET, Server

CALLS = {"start": ("POST", "jobs"), "poll": ("GET", "jobs/{jobId}"), "cancel": ("DELETE", "jobs/{jobId}"),
         "token": ("POST", "applications/token")}


class Scenario:
    """A sandbox with one connection, and Airflow's connection to it."""

    def __init__(self, port, name, clock):
        self.name = name
        self.server = Server(port, name)
        self.server.control("PUT", "clock", {"mode": clock})
        self.connection_id = self.server.make_connection()
        os.environ[f"AIRFLOW_CONN_{name.upper()}"] = json.dumps({
            "conn_type": "airbyte", "host": f"http://127.0.0.1:{port}/api/public/v1",
            "login": f"{CLIENT_ID}+{name}", "password": CLIENT_SECRET})

    def task(self, **options):
        return AirbyteTriggerSyncOperator(task_id=self.name, airbyte_conn_id=self.name, wait_seconds=0.01,
                                          connection_id=self.connection_id, **{"timeout": 60, **options})

    def run(self, **options):
        return self.task(**options).execute({})

    def fails(self, error, piece, **options):
        try:
            self.run(**options)
        except error as caught:
            assert piece in str(caught), f"{self.name}: {caught!r}"
        else:
            raise AssertionError(f"{self.name}: the task did not fail")

    def fault(self, call, **fault):
        method, path = CALLS[call]
        self.server.control("POST", "faults", {"match": {"method": method, "path": f"/public/v1/{path}"}, **fault})

    def plan_failure(self):
        self.server.control("POST", "plans", {"runs": [{"attempts": [
            {"seconds": 3, "outcome": "failed", "failure": {"origin": "source", "type": "config_error", "message": "no"}}]}]})

    def saw(self, jobs, **expected):
        """The jobs of the connection, and how often each call was made: a number, or a test of it."""
        assert self.server.jobs(self.connection_id) == jobs, self.server.jobs(self.connection_id)
        counts = {call: self.server.count_public(*CALLS[call]) for call in CALLS}
        for call, number in expected.items():
            assert number(counts[call]) if callable(number) else counts[call] == number, (call, counts)
        print(f"airflow 6: {self.name}: {counts}")


def success(port):
    day = Scenario(port, "success", "skip")
    assert isinstance(day.run(), int)
    day.saw(["succeeded"], start=1, cancel=0, token=1)


def failure(port):
    day = Scenario(port, "failure", "skip")
    day.plan_failure()
    day.fails(AirflowException, "failed")
    day.saw(["failed"], start=1)


def timeout(port):
    """The task gives up, and cancels once."""
    day = Scenario(port, "timeout", "frozen")
    day.fails(AirflowException, "", timeout=0.3)
    day.saw(["cancelled"], start=1, cancel=1)


def expired_token(port):
    """A token that expires in the middle of a poll: the SDK forgets it, the next poll asks anew."""
    day = Scenario(port, "expired_token", "frozen")
    task = day.task(asynchronous=True, deferrable=False)
    job = task.execute({})
    hook = AirbyteHook(airbyte_conn_id=day.name)
    hook.get_job_status(job_id=job)
    day.server.control("POST", "clock/advance", {"seconds": 901})
    hook.wait_for_job(job_id=job, wait_seconds=0.01, timeout=10)
    refused = {"method": "GET", "path": "/public/v1/jobs/{jobId}", "status": 401}
    assert day.server.control("POST", "requests/count", {"match": refused})["count"] == 1
    day.saw(["succeeded"], token=2, cancel=0)


def too_many(port):
    """A poll that meets a 429 is retried."""
    day = Scenario(port, "too_many", "skip")
    day.fault("poll", status=429, times=2)
    day.run()
    day.saw(["succeeded"], start=1, cancel=0, poll=lambda n: n >= 4)


def lost_answer(port):
    """The job has begun, Airflow does not know it, and is told 409 when it tries again."""
    day = Scenario(port, "lost_answer", "frozen")
    day.fault("start", phase="after", times=1, connection="EMPTY_RESPONSE")
    day.fails(Exception, "")
    day.fails(Exception, "409")
    day.saw(["running"], start=2, cancel=0)


def sensor(port):
    day = Scenario(port, "sensor", "skip")
    job = day.run(asynchronous=True, deferrable=False)
    watch = AirbyteJobSensor(task_id="watch", airbyte_conn_id=day.name, airbyte_job_id=job)
    while not watch.poke({}):
        pass
    day.saw(["succeeded"], start=1)


def first_event(trigger):
    async def first():
        async for event in trigger.run():
            return event.payload
    return asyncio.run(first())


def trigger(port, name, status, prepare):
    day = Scenario(port, name, "skip")
    prepare(day)
    job = day.run(asynchronous=True, deferrable=False)
    event = first_event(AirbyteSyncTrigger(job_id=job, conn_id=day.name, end_time=time.time() + 20, poll_interval=0.01))
    assert event["status"] == status, event
    day.saw(["succeeded" if status == "success" else "failed"], start=1)


def main(port):
    for scenario in (success, failure, timeout, expired_token, too_many, lost_answer, sensor):
        scenario(port)
    trigger(port, "trigger_success", "success", lambda day: None)
    trigger(port, "trigger_failure", "error", Scenario.plan_failure)


if __name__ == "__main__":
    main(int(sys.argv[1]))
