"""What happens next time, in words."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, TYPE_CHECKING

if TYPE_CHECKING:
    from fakebyte._control import PlanMatch
    from fakebyte.airbyte import Airbyte

Failure = Any
"""A name such as "oom" or "config", or a `PlanFailure` with origin, type and message."""


class Plan:
    """A plan that grows: each call says what the next jobs do and is in force at once; the last repeats.

    The jobs are those of the connections that `match` fits: see `PlanMatch`. Calls return the plan itself.
    """

    def __init__(self, airbyte: Airbyte, match: PlanMatch) -> None:
        self._airbyte = airbyte
        self._match = match
        self._runs: List[Dict[str, Any]] = []
        self._id: Optional[str] = None

    @property
    def id(self) -> str:
        """Its name in the control API. RuntimeError before it says anything."""
        if self._id is None:
            raise RuntimeError("this plan says nothing yet: call fails_with(), then_succeeds() or another first")
        return self._id

    def run(self, *attempts: Dict[str, Any], times: int = 1, **more: Any) -> Plan:
        """The next `times` jobs, attempt by attempt, in the control API's own words (`PlanRun`)."""
        run: Dict[str, Any] = {**more, **({"attempts": list(attempts)} if attempts else {})}
        self._runs += [run] * times
        body: Dict[str, Any] = {"match": self._match, "runs": self._runs}
        if self._id is not None:
            body["id"] = self._id
        self._id = self._airbyte.control.add_plan(body)["id"]  # type: ignore[arg-type]
        return self

    def fails_with(self, failure: Failure, times: int = 1, seconds: Optional[float] = None) -> Plan:
        """The next `times` jobs fail: each of their attempts does, for this reason."""
        return self.run(_attempt(seconds, outcome="failed", failure=failure), times=times)

    def recovers_from(self, failure: Failure, attempts: int = 1) -> Plan:
        """The next job succeeds after `attempts` attempts that fail for this reason."""
        failing = _attempt(None, outcome="failed", failure=failure)
        return self.run(*[failing] * attempts, {"outcome": "succeeded"})

    def succeeds(self, times: int = 1, seconds: Optional[float] = None, **streams: int) -> Plan:
        """The next `times` jobs succeed; `orders=240` moves that many records of the stream orders."""
        attempt = _attempt(seconds, outcome="succeeded")
        if streams:
            attempt["streams"] = [{"name": name, "records": records} for name, records in streams.items()]
        return self.run(attempt, times=times)

    then_fails_with = fails_with
    then_succeeds = succeeds

    def hangs(self) -> Plan:
        """The next job never ends, until it is cancelled."""
        return self.run({"outcome": "hang"})

    def waits_at(self, gate: str) -> Plan:
        """The next job waits before its first attempt until `airbyte.open_gate(gate)`."""
        return self.run(gate=gate)


def _attempt(seconds: Optional[float], **members: Any) -> Dict[str, Any]:
    return {**members, **({} if seconds is None else {"seconds": seconds})}
