"""What veraPDF says of finished PDFs: `brief build --conformance`.

veraPDF (https://verapdf.org) holds a file against every clause of a standard that a
machine can judge. It is a program of its own, in Java; brief runs the `verapdf` that is on
the path, once for each standard over all files. Its report names clauses and places; here
they become findings, with what the clause is about in plain words.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brief.check.rules.printed import NotConformant
from brief.model.diagnostic import CannotRunError, Diagnostic, Place

STANDARDS = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
ABOUT = {
    "3a": {
        "6.1": "how the file is built",
        "6.2": "what is drawn on the page",
        "6.2.3": "the output intent, which says what colours mean",
        "6.2.4": "colours",
        "6.2.8": "pictures",
        "6.2.10": "transparency",
        "6.2.11": "fonts and what their glyphs stand for",
        "6.3": "links and annotations",
        "6.4": "forms",
        "6.5": "actions",
        "6.6": "metadata",
        "6.7": "tags",
        "6.8": "embedded files",
        "6.9": "layers",
    },
    "ua1": {
        "5": "the mark of PDF/UA in the metadata",
        "7.1": "the title, and content that is neither tagged nor marked as decoration",
        "7.2": "languages, and tags in the order that lists and tables need",
        "7.3": "words for pictures",
        "7.4": "headings",
        "7.5": "tables and what their head cells head",
        "7.7": "formulas",
        "7.9": "notes",
        "7.10": "layers",
        "7.11": "embedded files",
        "7.15": "forms of an old kind",
        "7.16": "security settings that keep screen readers out",
        "7.18": "links and annotations",
        "7.20": "drawings used more than once",
        "7.21": "fonts and what their glyphs stand for",
    },
}
PAGE = re.compile(r"pages\[(\d+)\]")
HOW_TO_GET_IT = (
    "`--conformance` needs veraPDF, and there is no `verapdf` on the path: "
    "get it from https://verapdf.org (it is free and needs Java), or run `./dev test` in brief's own folder, "
    "which puts one into .tools/bin"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What veraPDF counted in one file for one standard, and the rules that failed, as it reports them."""

    passed_rules: int
    failed_rules: int
    passed_checks: int
    failed_checks: int
    failures: tuple[dict[str, Any], ...] = ()


def validator() -> str:
    """The path of `verapdf`; `CannotRunError` says how to get it."""
    found = shutil.which("verapdf")
    if found is None:
        raise CannotRunError(HOW_TO_GET_IT)
    return found


def nonconformance(root: Path, files: Sequence[str]) -> list[Diagnostic]:
    """A finding for every clause that a PDF (its name within the workspace `root`) breaks."""
    findings: list[Diagnostic] = []
    for flavour in STANDARDS if files else ():
        judged = judgements(flavour, [root / file for file in files])
        for file in files:
            findings += _findings(flavour, file, judged[root / file])
    return findings


def judgements(flavour: str, files: Sequence[Path]) -> dict[Path, Judged]:
    """What veraPDF counts in each file; `CannotRunError` when it cannot say."""
    options = ("-f", flavour, "--format", "json", "--maxfailuresdisplayed", "1")
    command = [validator(), *options, *map(str, files)]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        jobs = json.loads(ran.stdout)["report"]["jobs"]
        found = {Path(job["itemDetails"]["name"]): _judged(job["validationResult"][0]) for job in jobs}
    except (ValueError, LookupError, TypeError) as error:
        said = (ran.stderr.strip().splitlines() or ["nothing"])[-1]
        raise CannotRunError(f"verapdf gave no report that can be read; it said: {said}") from error
    if missing := [path.name for path in files if path not in found]:
        raise CannotRunError(f"verapdf did not report on {', '.join(missing)}")
    return found


def _judged(result: dict[str, Any]) -> Judged:
    details = result["details"]
    return Judged(
        passed_rules=details["passedRules"],
        failed_rules=details["failedRules"],
        passed_checks=details["passedChecks"],
        failed_checks=details["failedChecks"],
        failures=tuple(details["ruleSummaries"]),
    )


def _findings(flavour: str, file: str, judged: Judged) -> Iterator[Diagnostic]:
    for rule in judged.failures:
        clause, count = str(rule["clause"]), int(rule["failedChecks"])
        said = " ".join(str(rule["description"]).split())
        where = "once" if count == 1 else f"{count} times"
        contexts = " ".join(str(check.get("context", "")) for check in rule.get("checks", ()))
        page = PAGE.search(contexts)
        first = f", first on page {int(page[1]) + 1}" if page else ""
        message = (
            f"{STANDARDS[flavour]}, clause {clause} ({_about(flavour, clause)}) is broken {where}{first}"
        )
        yield NotConformant.at(Place(file), message, help=f"the clause in its own words: {said}")


def _about(flavour: str, clause: str) -> str:
    """What a clause is about: in the words for it, or for the nearest one above it."""
    parts = clause.split(".")
    names = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((ABOUT[flavour][name] for name in names if name in ABOUT[flavour]), "other matters")
