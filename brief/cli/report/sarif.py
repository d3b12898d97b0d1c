"""SARIF 2.1.0, the interchange format that code hosts and editors read.

One run; its rules are those of the findings, with the words of `brief explain`. Files
are relative to `%SRCROOT%`, the repository's root; columns count Unicode code points and the
end is exclusive, as ours are (SARIF 3.30: endColumn is one past the last character).
Pure ASCII, as `as_json` is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from brief import __version__
from brief.check.rule import RULES
from brief.cli.report import LinesOf
from brief.model.diagnostic import Aside, Diagnostic, Place, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
BASE = "%SRCROOT%"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}

Json = dict[str, Any]


def render(
    diagnostics: Sequence[Diagnostic],
    lines_of: LinesOf,  # noqa: ARG001 (one signature for all formats)
    *,
    colour: bool,  # noqa: ARG001
    width: int,  # noqa: ARG001
) -> str:
    """One SARIF log, also when there are no findings."""
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(diagnostics)]}, indent=2) + "\n"


def _run(diagnostics: Sequence[Diagnostic]) -> Json:
    codes = sorted({d.code for d in diagnostics})
    return {
        "tool": {"driver": {"name": "brief", "version": __version__, "rules": [_rule(c) for c in codes]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            BASE: {"description": _text("The root of the repository; without one, of the workspace.")}
        },
        "results": [_result(d, codes.index(d.code)) for d in diagnostics],
    }


def _rule(code: str) -> Json:
    if code not in RULES:
        return {"id": code}
    rule = RULES[code]
    explanation = rule.explanation() or rule.title
    return {
        "id": code,
        "shortDescription": _text(rule.title),
        "fullDescription": _text(explanation.partition("\n\n")[0].replace("\n", " ")),
        "help": {"text": explanation, "markdown": explanation},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(diagnostic: Diagnostic, rule_index: int) -> Json:
    related = [_related(index, aside) for index, aside in enumerate(diagnostic.asides)]
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": rule_index,
        "level": LEVELS[diagnostic.severity],
        "message": _text("\n".join(filter(None, (diagnostic.message, diagnostic.remedy)))),
        "locations": [_location(diagnostic.place, diagnostic.label)],
    } | ({"relatedLocations": related} if related else {})


def _related(index: int, aside: Aside) -> Json:
    return {"id": index} | _location(aside.place, "\n".join(filter(None, (aside.title, *aside.lines))))


def _location(place: Place, message: str) -> Json:
    physical = {
        "artifactLocation": {"uri": _uri(place.file), "uriBaseId": BASE},
        "region": _region(place),
    }
    return {"physicalLocation": physical} | ({"message": _text(message)} if message else {})


def _uri(file: str) -> str:
    # A lone surrogate (a file name that is not UTF-8) has no percent-encoding of its own.
    return quote(file, safe="/", errors="replace")


def _region(place: Place) -> Json:
    line, column = max(place.line, 1), max(place.column, 1)
    end_line = max(place.end_line, line)
    least = column if end_line == line else 1
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": max(place.end_column, least),
    }


def _text(text: str) -> Json:
    return {"text": text}
