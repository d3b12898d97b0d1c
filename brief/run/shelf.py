"""What several specs of one run rest on, read and parsed once.

A reading is kept with its findings and the files it read, so that a spec to which it is handed
says and records what it would have said and recorded by itself. There is room for so many;
what was longest not asked for makes way, so that memory stays bounded however large the corpus.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from brief.files.workspace import Workspace
from brief.model.diagnostic import Diagnostic

ROOM = 1000
T = TypeVar("T")
Read = Callable[[Workspace, list[Diagnostic]], T]


@dataclass(frozen=True, slots=True)
class _Reading:
    value: Any
    findings: tuple[Diagnostic, ...]
    seen: Workspace


@dataclass
class Shelf:
    """Readings by kind and name, at most `room` of them."""

    room: int = ROOM
    _readings: OrderedDict[tuple[str, str], _Reading] = field(default_factory=OrderedDict, repr=False)

    def once(
        self, kind: str, name: str, workspace: Workspace, findings: list[Diagnostic], read: Read[T]
    ) -> T:
        """What `read` gives, read now or before; its findings and its inputs are added either way."""
        reading = self._readings.get((kind, name))
        if reading is None:
            found: list[Diagnostic] = []
            apart = workspace.again()
            value = read(apart, found)
            reading = self._readings[kind, name] = _Reading(value, tuple(found), apart.record())
            if len(self._readings) > self.room:
                self._readings.popitem(last=False)
        else:
            self._readings.move_to_end((kind, name))
        findings.extend(reading.findings)
        workspace.add(reading.seen)
        return cast(T, reading.value)
