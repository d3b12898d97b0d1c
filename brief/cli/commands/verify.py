"""`brief verify FILE.pdf`: what a PDF promised, what holds, and whether somebody changed it.

It needs neither workspace nor network: the manifest is in the file. Called inside a
workspace that holds what the brief was built from, it looks at the corpus too. Status 0:
all holds; 1: something does not, or it could not be read to the end; 2: the file cannot be
opened, or is not one of ours. It may be hostile: it is read in a process of
its own, and all that comes from it goes out through `printable`.
"""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from brief.cli.commands.here import here
from brief.cli.commands.terminal import CANNOT, DONE, FAULT, cannot, coloured, remark, say, say_json, width
from brief.cli.report.printable import printable
from brief.files.workspace import read_regular
from brief.model.diagnostic import CannotRunError
from brief.prove.corpus_check import corpus_answers
from brief.prove.promise import Promise
from brief.prove.verification import Answer, NotReceivedError, facts, open_received, verified
from brief.run.deadline import OverBudgetError, seconds_for, within

FORMATS = ("full", "json")
MOST_DETAILS = 12
WORDS = {True: "holds", False: "FAILS", None: "note"}
COLOURS = {True: "32", False: "1;31", None: "33"}
TOO_MUCH = (
    "this file asks for more work than a document of its size; brief did not read it to the end: "
    "treat it as not verified"
)
BROKEN_OFF = "brief could not read this file to the end: treat it as not verified"
LIMITS = (
    "This shows what changed since the file was built, not who built it: there is no signature, and "
    "whoever can write a PDF can also write a manifest that agrees with it. To be sure of the sender, "
    "compare the SHA-256 with the one the sender published."
)


@dataclass
class _Result:
    """What `brief verify` says of one file."""

    file: str
    sha256: str
    promise: Promise
    answers: list[Answer]
    promised: dict[str, Any] = field(default_factory=dict)

    @property
    def limits(self) -> str:
        """What this does not show."""
        is_signed = any(answer.about == "signature" for answer in self.answers)
        return LIMITS.replace("there is no signature", "no signature is checked") if is_signed else LIMITS

    @property
    def holds(self) -> bool:
        """Whether every promise holds."""
        return all(answer.holds is not False for answer in self.answers)


def verify(file: Path, format_: str) -> int:
    """Verify one file; the exit status."""
    if format_ not in FORMATS:
        cannot(f"there is no format `{format_}`; there is {', '.join(FORMATS)}")
    try:
        data = read_regular(file)
    except OSError as error:
        return _unreadable(file, error.strerror or str(error), format_)
    try:
        status, said = within(seconds_for(len(data)), _said, file.name, data, format_)
    except OverBudgetError:
        return _unreadable(file, TOO_MUCH, format_, FAULT)
    except NotReceivedError as error:
        return _unreadable(file, str(error), format_)
    except CannotRunError:
        raise
    except Exception:  # whatever a library makes of a hostile file: its words are not for people
        return _unreadable(file, BROKEN_OFF, format_, FAULT)
    (say_json if format_ == "json" else say)(said)
    return status


def _said(name: str, data: bytes, format_: str) -> tuple[int, str]:
    """The exit status, and all that is printed: to put it into lines is work on the file as well."""
    result = _verified(name, data)
    said = _as_json(result) if format_ == "json" else "\n".join(_as_text(result)) + "\n"
    return DONE if result.holds else FAULT, said


def _verified(name: str, data: bytes) -> _Result:
    with open_received(data) as received:
        answers = verified(received)
        workspace = here()
        if workspace is not None:
            answers += corpus_answers(workspace, received.promise, data)
        digest = hashlib.sha256(data).hexdigest()
        return _Result(name, digest, received.promise, answers, facts(received))


def _unreadable(file: Path, reason: str, format_: str, status: int = CANNOT) -> int:
    if format_ == "json":
        value = {"file": file.name, "verdict": "unreadable", "reason": reason}
        say_json(json.dumps(value, ensure_ascii=True, indent=1) + "\n")
    else:
        remark(f"brief: {printable(file.name)}: {printable(reason)}")
    return status


def _as_json(result: _Result) -> str:
    value = {
        "file": result.file,
        "sha256": result.sha256,
        "verdict": "holds" if result.holds else "altered",
        "promised": result.promised,
        "answers": [asdict(answer) for answer in result.answers],
        "limits": result.limits,
    }
    # Escaped, so that no control character of a hostile file reaches a terminal.
    return json.dumps(value, ensure_ascii=True, indent=1) + "\n"


# For people


def _as_text(result: _Result) -> Iterator[str]:
    columns = min(width(), 100)
    yield from _wrapped(_heading(result), columns, "")
    for line in _promised(result.promise):
        yield from _wrapped(line, columns, "  ")
    yield ""
    for answer in result.answers:
        yield from _answer(answer, columns)
    yield ""
    verdict = "Everything holds." if result.holds else "Not everything holds: do not rely on this file."
    yield _painted(verdict, "1" if result.holds else "1;31")
    yield ""
    yield f"SHA-256  {result.sha256}"
    yield ""
    yield from _wrapped(result.limits, columns, "")


def _heading(result: _Result) -> str:
    promise = result.promise
    return printable(f"{promise.title}: {promise.subtitle}" if promise.subtitle else promise.title)


def _promised(promise: Promise) -> Iterator[str]:
    venue = promise.venue_name or promise.venue
    status = f", {promise.status}" if promise.status not in ("", "final") else ""
    yield printable(f"{venue}, {promise.date or 'without a date'}{status}")
    if promise.organisations:
        yield printable("by " + "; ".join(promise.organisations))
    counts = (
        (promise.pages, "page"),
        (len(promise.notes), "note"),
        (len(promise.quotations), "quotation"),
        (len(promise.sources), "source"),
    )
    yield ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts)
    for source in promise.sources:
        named = ", ".join(filter(None, (source.publisher, source.title, source.issued)))
        yield printable(f"· {named or f'{source.id} (not public: only its id is told)'}")


def _answer(answer: Answer, columns: int) -> Iterator[str]:
    label = _painted(f"{WORDS[answer.holds]:<5}", COLOURS[answer.holds])
    first, *more = _wrapped(printable(answer.says), columns, " " * 19)
    yield f"{label}  {answer.about:<12}{first.strip()}"
    yield from more
    for detail in answer.details[:MOST_DETAILS]:
        lines = textwrap.wrap(printable(detail), columns - 21) or [""]
        yield from (f"{' ' * 19}{'· ' if n == 0 else '  '}{line}" for n, line in enumerate(lines))
    if len(answer.details) > MOST_DETAILS:
        yield f"{' ' * 19}· and {len(answer.details) - MOST_DETAILS} more (--format json shows all)"


def _wrapped(text: str, columns: int, indent: str) -> list[str]:
    hanging = indent + ("  " if text.startswith("· ") else "")
    return textwrap.wrap(text, columns, initial_indent=indent, subsequent_indent=hanging) or [""]


def _painted(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if coloured() else text
