"""Trouble on the wire, in words."""

from __future__ import annotations

from typing import Any, Dict, Literal, Optional, TYPE_CHECKING

if TYPE_CHECKING:
    from fakebyte._control import Match
    from fakebyte.airbyte import Airbyte

Connection = Literal[
    "CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "RANDOM_DATA_THEN_CLOSE"
]


class Fault:
    """Requests that `match` fits are in trouble: once one of these was called, `times` times (None: always)."""

    def __init__(self, airbyte: Airbyte, match: Match, times: Optional[int], after: int) -> None:
        self._airbyte = airbyte
        self._fault: Dict[str, Any] = {"match": match, "after": after}
        if times is not None:
            self._fault["times"] = times

    def _add(self, **members: Any) -> str:
        return self._airbyte.control.add_fault({**self._fault, **members})["id"]  # type: ignore[typeddict-item]

    def answers(self, status: int, body: Any = None, headers: Optional[Dict[str, str]] = None) -> str:
        """They are answered with this instead, and nothing is done. The fault's id, as of all of these."""
        more = {"body": body, "headers": headers}
        return self._add(status=status, **{name: value for name, value in more.items() if value is not None})

    def loses_the_answer(self, connection: Connection = "CONNECTION_RESET_BY_PEER") -> str:
        """What they ask for is done, and the connection breaks before they hear of it."""
        return self._add(phase="after", connection=connection)

    def breaks(self, connection: Connection = "CONNECTION_RESET_BY_PEER") -> str:
        """The connection breaks before anything is done."""
        return self._add(connection=connection)

    def delays(self, seconds: float) -> str:
        """They wait before they are handled."""
        return self._add(delayMs=seconds * 1000)
