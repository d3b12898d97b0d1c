"""Every case of tests/cases: a small workspace, its transcript, the HTML exact, the PDF as facts.

`run.md` holds prose and transcripts, as pandoc's own tests do: in a fence of four backticks
a line `% brief …` is a command, what follows is its standard output, lines with `2> ` its
standard error, `=> 1` its exit status. `expected/NAME.html` is the page without its style
sheet, `expected/NAME.pdf.yaml` what `pdf_facts` finds. `pytest --update` writes them anew.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

import brief.check.rules
from brief.check.rule import RULES
from tests.command import run
from tests.pdf_facts import serialised

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir() if (path / "run.md").is_file())
TRANSCRIPT = re.compile(r"^````\n(.*?)^````$", re.M | re.S)
STYLE = re.compile(r"(?<=<style>).*?(?=</style>)", re.S)
OURS = ("run.md", "expected")


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, tmp_path: Path, update: bool) -> None:
    case = CASES / name
    workspace = tmp_path / "workspace"
    shutil.copytree(case, workspace, ignore=shutil.ignore_patterns(*OURS), symlinks=True)
    written = (case / "run.md").read_text(encoding="utf-8")
    happened = TRANSCRIPT.sub(lambda match: f"````\n{_transcript(match[1], workspace)}````", written)
    facts = dict(_facts(workspace / "outputs"))
    if update:
        _update(case, happened, facts)
        return
    assert happened == written
    assert facts == {path.name: path.read_text(encoding="utf-8") for path in (case / "expected").glob("*")}


def _transcript(written: str, workspace: Path) -> str:
    """What really happens when the commands of a transcript are given."""
    commands = [line.removeprefix("% ") for line in written.splitlines() if line.startswith("% ")]
    return "".join(_run(command, workspace) for command in commands)


def _run(command: str, workspace: Path) -> str:
    name, *words = shlex.split(command)
    assert name == "brief"
    outcome = run(*words, cwd=workspace)
    errors = "".join(f"2> {line}\n" for line in outcome.stderr.splitlines())
    return f"% {command}\n{outcome.stdout}{errors}=> {outcome.status}\n"


def _facts(outputs: Path) -> list[tuple[str, str]]:
    """The expected files as they come out now; nothing where the case did not build."""
    found = []
    for pdf in sorted(outputs.glob("*.pdf")) if outputs.is_dir() else ():
        html = pdf.with_suffix(".html").read_text(encoding="utf-8")
        found.append((f"{pdf.stem}.html", STYLE.sub("…", html, count=1)))
        found.append((f"{pdf.name}.yaml", serialised(pdf.read_bytes())))
    return found


def _update(case: Path, happened: str, facts: dict[str, str]) -> None:
    (case / "run.md").write_text(happened, encoding="utf-8")
    shutil.rmtree(case / "expected", ignore_errors=True)
    for name, text in facts.items():
        (case / "expected").mkdir(exist_ok=True)
        (case / "expected" / name).write_text(text, encoding="utf-8")


ELSEWHERE = {
    "S121": "test_spec_names.py",
    "S124": "test_conflicts.py",
    "P701": "test_prove.py",
    "P702": "test_prove.py",
    "P709": "test_prove.py",
    "P710": "test_tags.py",
    "P711": "test_conformance.py",
    "P712": "test_prove.py",
    "P719": "test_lists_and_quotations.py",
    "P713": "test_fault_injection.py",
    "P714": "test_attributions.py",
    "P715": "test_txt.py",
    "P716": "test_picture_sizes.py",
    "P720": "test_print_shop.py",
    "Q309": "test_block_quotations.py",
    "Q310": "test_quoted_sense.py",
    "Q311": "test_quoted_sense.py",
    "S126": "test_mistakes_of_people.py",
    "V501": "test_length.py",
    "E604": "test_evidence.py",
    "H403": "test_handling.py",
    "H404": "test_handling.py",
}


def test_every_code_is_shown_by_a_case() -> None:
    transcripts = "".join((CASES / name / "run.md").read_text(encoding="utf-8") for name in NAMES)
    shown = set(re.findall(r"\b(?:error|warning|note)\[(\w+)\]", transcripts))
    # What a transcript cannot show without a broken file, or shows at length, a test of its own does.
    elsewhere = {code for code, test in ELSEWHERE.items() if code in (CASES.parent / test).read_text("utf-8")}
    assert brief.check.rules.__all__
    assert set(RULES) - shown - elsewhere == set()


def test_every_case_has_its_own_words() -> None:
    """A case without a sentence that says what it shows is of no use to the reader."""
    for name in NAMES:
        prose = TRANSCRIPT.sub("", (CASES / name / "run.md").read_text(encoding="utf-8"))
        assert prose.startswith("# "), name
        assert len(prose.split()) > 12, name
