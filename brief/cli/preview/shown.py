"""What a preview shows: the last good page and PDF, and what the latest build says.

One thread builds and publishes; those of the server read. A reader waits for the next version
of the state. All that can be asked for is in `files`, by the name it has in the workspace:
there is nothing on the disk that a request could reach.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from threading import Condition


@dataclass(frozen=True, slots=True)
class State:
    """The state of a preview; `page` and `pdf` count up whenever there is a new one, 0: none yet."""

    name: str
    stage: str = "waiting"
    page: int = 0
    pdf: int = 0
    stale: bool = False
    summary: str = ""
    findings: str = ""


class Shown:
    """The files and the state of a preview."""

    def __init__(self, name: str) -> None:
        self._changed = Condition()
        self._state, self._version = State(name), 0
        self._files: dict[str, tuple[bytes, str]] = {}

    @property
    def state(self) -> State:
        """The state now."""
        return self._state

    def publish(self, files: dict[str, tuple[bytes, str]] | None = None, **changes: object) -> None:
        """Change fields of the state, and add files: name to (bytes, media type)."""
        with self._changed:
            self._files = {**self._files, **(files or {})}
            self._state = replace(self._state, **changes)  # type: ignore[arg-type]
            self._version += 1
            self._changed.notify_all()

    def file(self, name: str) -> tuple[bytes, str] | None:
        """A file, None when it is not part of what is shown."""
        return self._files.get(name)

    def after(self, version: int, seconds: float) -> tuple[int, dict[str, object]] | None:
        """(version, state) of the first state after `version`; None when there is none in that time."""
        with self._changed:
            self._changed.wait_for(lambda: self._version > version, seconds)
            return (self._version, asdict(self._state)) if self._version > version else None
