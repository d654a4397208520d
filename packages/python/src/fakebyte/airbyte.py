"""One sandbox: an Airbyte of a test's own."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, TYPE_CHECKING, TypeVar, Union

from fakebyte._control import ClockMode, ClockRead, Control, LoggedRequest, Waited
from fakebyte.fault import Fault
from fakebyte.plan import Plan

if TYPE_CHECKING:
    from fakebyte.server import Server

T = TypeVar("T")
Path = Union[str, Dict[str, Any]]
"""A path such as "/v1/jobs/cancel" (`*` stands for any run of characters), or a whole `Match`."""


class ControlError(Exception):
    """The control API refused a call: its status and its words."""

    def __init__(self, method: str, path: str, status: int, message: str) -> None:
        super().__init__(f"{method} {path}: {status}: {message}")
        self.status = status
        self.message = message


def _message_of(text: str) -> str:
    try:
        document = json.loads(text)
    except ValueError:
        return text
    errors = document.get("validationErrors") or []
    message = str(document.get("message", text))
    faults = [f"{fault.get('propertyPath')}: {fault.get('message')}" for fault in errors]
    return "\n".join([message, *(fault for fault in faults if fault not in message)])


class _HttpControl(Control):
    def __init__(self, url: str, authorization: str) -> None:
        self._url = url
        self._headers = {"Authorization": authorization, "Content-Type": "application/json"}

    def _call(self, method: str, path: str, body: Any, query: Optional[Mapping[str, Optional[str]]]) -> Any:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        url = self._url + path + ("?" + urllib.parse.urlencode(given) if given else "")
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, self._headers, method=method)
        try:
            with urllib.request.urlopen(request) as reply:
                text, kind = reply.read().decode(), reply.headers.get("Content-Type", "")
        except urllib.error.HTTPError as error:
            raise ControlError(method, path, error.code, _message_of(error.read().decode())) from None
        return json.loads(text) if kind.startswith("application/json") else text


class Clock:
    """The sandbox's clock. Seconds are floats; calls return what the clock reads afterwards."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def read(self) -> ClockRead:
        return self._control.get_clock()

    def set(self, mode: ClockMode, time: Optional[str] = None, factor: Optional[float] = None) -> ClockRead:
        """`mode` is real, frozen, scaled (by `factor`) or skip; `time` is RFC 3339."""
        more = {"time": time, "factor": factor}
        body: Any = {"mode": mode, **{name: value for name, value in more.items() if value is not None}}
        return self._control.set_clock(body)

    def freeze(self, time: Optional[str] = None) -> ClockRead:
        """It stands still, here or at that time, and moves by advance() only."""
        return self.set("frozen", time)

    def skip(self) -> ClockRead:
        """It stands still, and polling a job that waits for time takes it to the next event."""
        return self.set("skip")

    def advance(self, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> ClockRead:
        """Lives through that span: everything that falls due on the way happens, in order."""
        return self._control.advance_clock({"seconds": ((days * 24 + hours) * 60 + minutes) * 60 + seconds})

    def to_next_event(self) -> ClockRead:
        return self._control.advance_clock({"to": "next-event"})


class Airbyte:
    """An Airbyte of its own: data, ids, clock, plans, faults and request log are shared with nobody."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name
        """The sandbox's name."""
        self.url = f"{server.url}/sandboxes/{name}"
        """Where this Airbyte is: clients that take its root add `/api/v1` or `/api/public/v1` themselves."""
        self.username = f"{server.username}+{name}"
        """Basic credentials that lead to this sandbox whatever the address: for clients that take host and port."""
        self.password = server.password
        self.client_id = f"{server.client_id}+{name}"
        """Client credentials that do the same for the public API."""
        self.client_secret = server.client_secret
        self.control: Control = _HttpControl(self.url, server.authorization)
        """Every operation of the control API by its name, on this sandbox."""
        self.clock = Clock(self.control)

    @property
    def config_url(self) -> str:
        """The Config API's base."""
        return f"{self.url}/api/v1"

    @property
    def public_url(self) -> str:
        """The public API's base."""
        return f"{self.url}/api/public/v1"

    def call(self, path: str, body: Any = None) -> Any:
        """POSTs to an operation of the Config API ("/v1/jobs/get"): for a test that looks after its own world."""
        request = urllib.request.Request(
            f"{self.url}/api{path}",
            json.dumps(body or {}).encode(),
            {"Authorization": self.server.authorization, "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def plan(self, connection: Optional[str] = None, **match: Any) -> Plan:
        """What the jobs of that connection do next (a name, `*` is any run of characters; None: of all).

        `match` has the other members of `PlanMatch`: sourceName="…", configType="sync".
        """
        wanted: Any = {**match, **({} if connection is None else {"connectionName": connection})}
        return Plan(self, wanted)

    def fault(self, path: Path, times: Optional[int] = 1, after: int = 0) -> Fault:
        """Trouble for the next `times` requests of that path, the first `after` of them spared."""
        return Fault(self, _match(path), times, after)  # type: ignore[arg-type]

    def fixture(self, document: Union[str, Dict[str, Any]]) -> None:
        """Loads a fixture, all of it or nothing: a file's path, or what stands in one."""
        if isinstance(document, str):
            with open(document, encoding="utf-8") as file:
                document = json.load(file)
        self.control.load_fixture(document)

    def open_gate(self, name: str) -> None:
        self.control.open_gate(name)

    def requests(self, path: Optional[str] = None) -> Sequence[LoggedRequest]:
        """What clients asked, oldest first."""
        return self.control.list_requests(path=path)["requests"]

    def verify(
        self,
        path: Path,
        times: Optional[int] = None,
        at_least: Optional[int] = None,
        at_most: Optional[int] = None,
    ) -> int:
        """How often that was asked. AssertionError, with the nearest misses, where it is not as often as said;
        without a number: where it was not asked at all."""
        bounds = {"count": times, "atLeast": at_least, "atMost": at_most}
        __tracebackhide__ = True
        given: Any = {name: value for name, value in bounds.items() if value is not None} or {"atLeast": 1}
        return self._asserted({"match": _match(path), **given})

    def verify_sequence(self, *paths: Path) -> int:
        """AssertionError where these were not asked in this order; others may stand between them."""
        __tracebackhide__ = True
        return self._asserted({"sequence": [_match(path) for path in paths]})

    def _asserted(self, verification: Any) -> int:
        __tracebackhide__ = True
        return self._asserting(lambda: self.control.verify_requests(verification))["count"]

    @staticmethod
    def _asserting(call: Callable[[], T]) -> T:
        __tracebackhide__ = True
        try:
            return call()
        except ControlError as error:
            if error.status != 422:
                raise
            raise AssertionError(error.message) from None

    def verify_clean(self, allow: Sequence[str] = ()) -> None:
        """AssertionError with the sandbox's problems, but for those whose codes are allowed."""
        __tracebackhide__ = True
        allowed: Any = {"allow": list(allow)}
        self._asserting(lambda: self.control.verify_clean(allowed))

    def problems_text(self) -> str:
        """What a real Airbyte would have minded, to be read; "" where there is nothing."""
        return str(self.control.list_problems(format="text")) if self.control.list_problems()["problems"] else ""

    def trace(self) -> str:
        """The sandbox's run as one HTML file that needs no server."""
        return self.control.get_trace()

    def wait_for_job(self, job_id: int, *statuses: str, timeout: float = 5) -> Waited:
        """Waits until the job comes to one of these statuses. ControlError 408 when time is up."""
        wanted: Any = {"job": {"id": job_id, "status": list(statuses)}, "timeoutSeconds": timeout}
        return self.control.wait_for(wanted)

    def wait_for_request(self, path: Path, count: int = 1, timeout: float = 5) -> Waited:
        wanted: Any = {"request": _match(path), "count": count, "timeoutSeconds": timeout}
        return self.control.wait_for(wanted)

    def reset(self, keep: Sequence[str] = ()) -> None:
        """Back to the start; `keep` spares faults, plans, requests or clock."""
        kept: Any = {"keep": list(keep)}
        self.control.reset_sandbox(kept)

    def delete(self) -> None:
        """The sandbox is gone afterwards."""
        self.control.delete_sandbox(self.name)


def _match(path: Path) -> Dict[str, Any]:
    return {"path": path} if isinstance(path, str) else path


def basic(username: str, password: str) -> str:
    """The header that Basic credentials make."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()

