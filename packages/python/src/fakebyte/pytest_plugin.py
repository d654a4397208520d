"""The pytest plugin: the fixture `airbyte`, a server a session and a sandbox a test.

Ini options: `airbyte_options` (the server's command line), `airbyte_fixture` (a fixture file that every sandbox
starts with), `airbyte_verify_clean` (every test is checked for problems at its end).
The marker `airbyte(fixture=…, clock=…, verify_clean=…, allow=[…])` says the same of one test.
"""

from __future__ import annotations

import pathlib
import shlex
from typing import Any, Dict, Generator, Iterator, List, Optional, Sequence

import pytest

from fakebyte.airbyte import Airbyte, ControlError
from fakebyte.server import Server

_LIVE = pytest.StashKey[Airbyte]()
_FAILED = pytest.StashKey[bool]()
MARKER = "airbyte(fixture=None, clock=None, verify_clean=None, allow=()): what the fixture `airbyte` does in this test"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("airbyte_options", "the command line of the fake Airbyte", default="")
    parser.addini("airbyte_fixture", "a fixture file that every sandbox starts with", default="")
    parser.addini("airbyte_verify_clean", "check every test for problems at its end", type="bool", default=False)
    group = parser.getgroup("fakebyte")
    group.addoption(
        "--airbyte-traces",
        metavar="FOLDER",
        default=None,
        help="where traces of failed tests are kept (default: in pytest's own temporary folder)",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)


@pytest.fixture(scope="session")
def airbyte_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The server of this session (with xdist: of this worker)."""
    options: List[str] = shlex.split(request.config.getini("airbyte_options"))
    fixture: str = request.config.getini("airbyte_fixture")
    if fixture:
        options += ["--fixture", str(request.config.rootpath / fixture)]
    with Server(*options) as server:
        yield server


def _settings(node: pytest.Item) -> Dict[str, Any]:
    marker = node.get_closest_marker("airbyte")
    settings = {"verify_clean": node.config.getini("airbyte_verify_clean"), "allow": ()}
    return {**settings, **(marker.kwargs if marker else {})}


@pytest.fixture
def airbyte(request: pytest.FixtureRequest, airbyte_server: Server) -> Iterator[Airbyte]:
    """An Airbyte of this test's own."""
    node: pytest.Item = request.node
    settings = _settings(node)
    sandbox = airbyte_server.sandbox(node.nodeid)
    if settings.get("fixture"):
        sandbox.fixture(str(node.config.rootpath / settings["fixture"]))
    if settings.get("clock"):
        sandbox.clock.set(settings["clock"])
    node.stash[_LIVE] = sandbox
    yield sandbox
    try:
        if settings["verify_clean"] and not node.stash.get(_FAILED, False):
            _verify_clean(sandbox, settings["allow"], node.config)
    finally:
        del node.stash[_LIVE]
        sandbox.delete()


def _kept_trace(sandbox: Airbyte, config: pytest.Config) -> Optional[pathlib.Path]:
    folder = config.getoption("--airbyte-traces")
    if folder is None:
        factory = config._tmp_path_factory  # type: ignore[attr-defined]  # what the fixture tmp_path_factory gives
        place: pathlib.Path = factory.getbasetemp()
    else:
        place = pathlib.Path(folder)
        place.mkdir(parents=True, exist_ok=True)
    path = place / f"{sandbox.name}.html"
    path.write_text(sandbox.trace(), encoding="utf-8")
    return path


def _trace_line(sandbox: Airbyte, config: pytest.Config) -> str:
    return f"Every request and job of this test: {_kept_trace(sandbox, config)}"


def _verify_clean(sandbox: Airbyte, allow: Sequence[str], config: pytest.Config) -> None:
    __tracebackhide__ = True
    try:
        sandbox.verify_clean(allow=allow)
    except AssertionError as error:
        raise AssertionError(f"{error}\n\n{_trace_line(sandbox, config)}") from None


def _sections(item: pytest.Item) -> Iterator[str]:
    """What a developer wants to know of the sandbox when a test failed."""
    sandbox = item.stash[_LIVE]
    problems = sandbox.problems_text()
    if problems:
        yield problems
    yield _trace_line(sandbox, item.config)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    if report.when == "call" and report.failed and _LIVE in item.stash:
        item.stash[_FAILED] = True
        try:
            report.sections.append(("Airbyte", "\n".join(_sections(item))))
        except (ControlError, OSError) as error:
            report.sections.append(("Airbyte", f"It cannot be asked what happened: {error}"))
