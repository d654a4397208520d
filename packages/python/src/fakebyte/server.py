"""A server in a process of its own."""

from __future__ import annotations

import hashlib
import os
import pathlib
import re
import subprocess
import tempfile
import time
from types import TracebackType
from typing import Dict, List, Optional, Type

from fakebyte.airbyte import Airbyte, basic
from fakebyte.binary import find_binary


class StartError(Exception):
    """The server did not start: what it said."""


class Server:
    """Starts fakebyte on a free port; `options` are those of the command line. close() ends it.

    Every sandbox() of it is an Airbyte of its own, so one server serves a whole session.
    """

    def __init__(self, *options: str, binary: Optional[str] = None, timeout: float = 30) -> None:
        self.username = "airbyte"
        self.password = "password"
        self.client_id = "00000000-0000-4000-8000-00000000c11d"
        self.client_secret = "airbyte-secret"
        self._folder = tempfile.TemporaryDirectory(prefix="fakebyte-")
        self.log = pathlib.Path(self._folder.name) / "log"
        """Where the server's own words go."""
        port_file = pathlib.Path(self._folder.name) / "port"
        own: List[str] = ["--port=0", f"--port-file={port_file}"]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [binary or find_binary(), *options, *own], stdout=log, stderr=log, env=self._environment()
            )
        self.port = self._wait(port_file, timeout)
        self.url = f"http://127.0.0.1:{self.port}"
        self.authorization = basic(self.username, self.password)

    def _environment(self) -> Dict[str, str]:
        """Credentials are this object's, whatever a developer's shell says."""
        ours = {
            "FAKEBYTE_USERNAME": self.username,
            "FAKEBYTE_PASSWORD": self.password,
            "FAKEBYTE_CLIENT_ID": self.client_id,
            "FAKEBYTE_CLIENT_SECRET": self.client_secret,
        }
        return {**os.environ, **ours}

    def _wait(self, port_file: pathlib.Path, timeout: float) -> int:
        deadline = time.monotonic() + timeout
        while not port_file.exists():
            if self.process.poll() is not None:
                raise StartError(self.log.read_text(errors="replace").strip())
            if time.monotonic() > deadline:
                self.close()
                raise StartError(f"not ready after {timeout} s")
            time.sleep(0.002)
        return int(port_file.read_text())

    def sandbox(self, name: str) -> Airbyte:
        """The sandbox of that name: any text, such as a test's id; the same text is the same sandbox."""
        return Airbyte(self, sandbox_name(name))

    def close(self) -> int:
        """Ends the server; its exit status."""
        self.process.terminate()
        status = self.process.wait()
        self._folder.cleanup()
        return status

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()


def sandbox_name(text: str) -> str:
    """A sandbox's name for any text: readable, and another for each text. At most 64 characters."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-.")
    if readable == text and len(text) <= 64:
        return text
    return f"{readable[-55:]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}".lstrip("-.")

