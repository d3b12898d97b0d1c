"""What may be shown: the one gate for everything that is printed, logged or served.

Protected words give way to what is printed in their place, in whatever field and spelling. Of a source that
is not public no line is shown and none is repeated; its place is, so that staff can look. Lines of files keep
their columns: what is withheld stays as long as it was, in characters that only a snippet draws, as `[…]`.
Where it is not known what is protected a finding keeps its code, its place and its rule's title. The gate is
made when there is something to show, since it reads the whole corpus.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from brief.check.rule import RULES
from brief.cli.report.snippet import GONE, WITHHELD
from brief.files.workspace import Workspace
from brief.model.diagnostic import Aside, Diagnostic
from brief.protect.guarded import file_of, guarded
from brief.protect.passages import LongRuns, Passages
from brief.protect.withheld import Stretch, Withheld, merged

PACKAGED = "packaged:"
ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
BLIND = "what this says is withheld: a source cannot be read, so nobody knows which words are protected"
LinesOf = Callable[[str], Sequence[str] | None]


class Gate:
    """What a workspace lets out; to what is `logged` our own lines repeat nothing that is not public."""

    def __init__(self, root: Path, *, logged: bool = False) -> None:
        self._root, self._logged = root, logged
        self.guards = guarded(root)
        self._withheld = Withheld(self.guards.protections, self.guards.words)
        self._files: dict[str, str | None] = {}

    def words(self, text: str, *, escaped: Callable[[str], str] = str) -> str:
        """A text with its protected words replaced; `escaped` makes what stands instead fit in."""
        if self.guards.is_empty:
            return text
        if self.guards.blind:
            return f"{BLIND}\n" if text.endswith("\n") else BLIND
        return self._replaced(text, self._withheld.stretches(text), escaped)

    def values(self, value: Any) -> Any:
        """The same for every text of a JSON value, keys included."""
        if isinstance(value, str):
            return self.words(value)
        if isinstance(value, dict):
            return {self.words(key): self.values(inner) for key, inner in value.items()}
        return [self.values(inner) for inner in value] if isinstance(value, list | tuple) else value

    def file(self, name: str) -> str:
        """The name of a file as it may be shown."""
        if name.startswith(PACKAGED) or self.guards.is_empty:
            return name
        shown = self._replaced(name, self._withheld.stretches(name, name=True), str)
        real = self._files.setdefault(shown, name)
        if real != name:  # which of the two is meant nobody can tell
            self._files[shown] = None
        return shown

    def finding(self, finding: Diagnostic) -> Diagnostic:
        """A finding as it may be shown."""
        if self.guards.is_empty:
            return finding
        texts = (finding.message, finding.label, finding.help, finding.answer)
        place = replace(finding.place, file=self.file(finding.place.file))
        if self.guards.blind or any(map(self._withheld.holds_unclear, texts)):
            import_module("brief.check.rules")
            return Diagnostic(finding.code, finding.severity, RULES[finding.code].title, place)
        passages = self._passages(self._concerned(finding))
        message, label, help_, said = (self._said(text, passages) for text in texts)
        asides = tuple(self._aside(aside, passages) for aside in finding.asides)
        # What would have to be written in order to accept it is of no use with words withheld.
        answer = finding.answer if said == finding.answer else ""
        found = replace(finding, message=message, label=label, help=help_, answer=answer)
        return replace(found, place=place, asides=asides)

    def _aside(self, aside: Aside, passages: Passages | None) -> Aside:
        place = replace(aside.place, file=self.file(aside.place.file))
        is_open = not (self.guards.blind or self.guards.is_closed(aside.place.file))
        lines = tuple(self.words(line) for line in aside.lines) if is_open else ()
        return Aside(place, self._said(aside.title, passages), lines)

    def lines(self, file: str, lines_of: LinesOf) -> list[str] | None:
        """The lines of a file that is named as it is shown, withheld words as long as they were."""
        name = self._files.get(file, file)
        if name is None or self.guards.blind or self.guards.is_closed(name):
            return None
        lines = lines_of(name)
        if lines is None or name.startswith(PACKAGED):
            return None if lines is None else list(lines)
        text = "\n".join(lines)
        found: list[Stretch] = []
        if not self.guards.is_empty:
            passages = self._passages(self._named(text)) if self._logged else None
            found = self._withheld.stretches(text, lines=True)
            found += passages.stretches(text) if passages else []
            found += self._anywhere.stretches(text) if self._anywhere else []
        return _blanked(text, merged(found)).split("\n")

    def _said(self, text: str, passages: Passages | None) -> str:
        found = self._withheld.stretches(text)
        if passages:
            ids = [match.span() for match in ID.finditer(text) if match[0] in self.guards.closed]
            repeated = passages.stretches(text, said=True)
            found += [it for it in repeated if not any(a <= it.start and it.end <= b for a, b in ids)]
        found += self._anywhere.stretches(text) if self._anywhere else []
        return self._replaced(text, merged(found), str)

    def _replaced(self, text: str, stretches: list[Stretch], escaped: Callable[[str], str]) -> str:
        for it in reversed(stretches):
            text = f"{text[: it.start]}{escaped(self._withheld.instead_of(it))}{text[it.end :]}"
        return text

    # Sources that are not public

    def _concerned(self, finding: Diagnostic) -> frozenset[str]:
        """The sources that are not public and that a finding may repeat."""
        if not self.guards.closed:
            return frozenset()
        files = [finding.place.file, *(aside.place.file for aside in finding.asides)]
        texts = (finding.message, finding.label, finding.help, finding.answer)
        said = [*texts, *(aside.title for aside in finding.asides)]
        ids = self._named("\n".join([*said, *files])).union(*map(self._named_in, dict.fromkeys(files)))
        return ids | {id_ for file in files if (id_ := self.guards.closed_id(file)) is not None}

    def _named(self, text: str) -> frozenset[str]:
        """The sources that are not public which a text names."""
        found = {token.rstrip("._-").removesuffix(".md") for token in ID.findall(text)}
        return frozenset(self.guards.closed & found)

    @cached_property
    def _named_in(self) -> Callable[[str], frozenset[str]]:
        return cache(lambda file: self._named(self._text(file)))

    @cached_property
    def _passages(self) -> Callable[[frozenset[str]], Passages | None]:
        def passages(ids: frozenset[str]) -> Passages | None:
            return Passages(self._text(file_of(id_)) for id_ in sorted(ids)) if ids else None

        return cache(passages)

    @cached_property
    def _anywhere(self) -> LongRuns | None:
        """What any source that is not public says, where logs go on to others."""
        if not (self._logged and self.guards.closed):
            return None
        return LongRuns(self._text(file_of(id_)) for id_ in self.guards.closed)

    def _text(self, file: str) -> str:
        try:
            return Workspace(self._root).read(file).decode("utf-8", errors="replace")
        except (OSError, ValueError):
            return ""


def _blanked(text: str, stretches: list[Stretch]) -> str:
    """The text, each stretch of it as long as it was; a line that it reaches begins with the mark."""
    text = text.replace(WITHHELD, "\ufffd").replace(GONE, "\ufffd")
    for it in reversed(stretches):
        lines = text[it.start : it.end].split("\n")
        blank = "\n".join(WITHHELD + GONE * (len(line) - 1) if line else "" for line in lines)
        text = f"{text[: it.start]}{blank}{text[it.end :]}"
    return text
