"""What git leaves where two people changed the same lines: said as that, in whatever file it stands.

The marks are put together here, so that no tool takes this file itself for a conflict.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brief.protect.guarded import guarded
from tests import small_workspace as small
from tests.command import run
from tests.process import ROOT
from tests.small_workspace import BRIEF, SOURCE, SPEC, Files, blocks, edited, spec, summary
from tests.test_bad_input import said

OURS, BASE, PARTS, THEIRS = (mark * 7 for mark in "<|=>")
B, A = "specs/b.yaml", "seeds/sources/a.md"
TEXT = "      Rodong Sinmun wrote of it [@a, para. 2].\n"


def both(one: str, other: str, base: str | None = None) -> str:
    """Two versions of some lines, as git writes them; with `base`, in the style `diff3`."""
    before = "" if base is None else f"{BASE} 0a1b2c3\n{base}"
    return f"{OURS} HEAD\n{one}{before}{PARTS}\n{other}{THEIRS} theirs (Mend: the title)\n"


def in_text(text: str, line: str, *, base: bool = False) -> str:
    """A text with a line in two versions."""
    return edited(text, line, both(line, line.replace("o", "0"), line if base else None))


SECTION = "---\ntitle: Law\nlanguage: en\n---\nWords of the law [@a, para. 1].\n"
USED = edited(SPEC, "  - heading: First heading\n    text: |\n" + TEXT, "  - use: law\n")
MINE = {**spec("embassy-brief", "mine"), "styles/mine.css": '@import "report.css";\n'}
VENUE = "name: Mine\nbody: Mine\ntemplate: report\nstyle: mine\naudience: public\n"
OWN = {**MINE, "venues/mine.yaml": VENUE}
HTML = (ROOT / "templates/report.html").read_text("utf-8")
CSL = (ROOT / "styles/notes.csl").read_text("utf-8")

WHOLE: dict[str, tuple[Files, str]] = {
    "a key of a spec": ({B: in_text(SPEC, "title: A title\n")}, f"{B}:1"),
    "in the style diff3": ({B: in_text(SPEC, "title: A title\n", base=True)}, f"{B}:1"),
    "in a text": ({B: in_text(SPEC, TEXT)}, f"{B}:11"),
    "in a text, moved with it": ({B: edited(SPEC, TEXT, "".join(f"      {line}\n" for line in both(TEXT.strip() + "\n", "x\n").splitlines()))}, f"{B}:11"),
    "line ends of Windows": ({B: in_text(SPEC, "title: A title\n").replace("\n", "\r\n")}, f"{B}:1"),
    "brief.yaml": ({"brief.yaml": in_text(BRIEF, "name: A test\n")}, "brief.yaml:1"),
    "the record of a source": ({A: in_text(SOURCE, "title: A page about schools\n")}, f"{A}:3"),
    "the text of a source": ({A: in_text(SOURCE, "Officials said the mines were full.\n")}, f"{A}:14"),
    "a section": ({B: USED, "seeds/sections/law.md": in_text(SECTION, "Words of the law [@a, para. 1].\n")}, "seeds/sections/law.md:5"),
    "a table": (blocks("      - table: {file: t.csv, caption: Some words.}\n") | {"seeds/data/t.csv": in_text("Year,Schools\n2020,4\n", "2020,4\n")}, "seeds/data/t.csv:2"),
    "a venue": ({**OWN, "venues/mine.yaml": in_text(VENUE, "body: Mine\n")}, "venues/mine.yaml:2"),
    "a template": ({**OWN, "templates/report.html": in_text(HTML, HTML.splitlines(keepends=True)[2])}, "templates/report.html:3"),
    "a style sheet": ({**OWN, "styles/mine.css": in_text('@import "report.css";\n', '@import "report.css";\n')}, "styles/mine.css:1"),
    "a citation style": ({B: SPEC + "citation-style: mine\n", "styles/mine.csl": in_text(CSL, CSL.splitlines(keepends=True)[4])}, "styles/mine.csl:5"),
}  # fmt: skip
LEFT: dict[str, tuple[Files, str]] = {
    "the first mark": ({B: f"{OURS} HEAD\n{SPEC}"}, f"{B}:1"),
    "the last mark in a spec": ({B: edited(SPEC, "language: en\n", f"language: en\n{THEIRS} theirs\n")}, f"{B}:4"),
    "the middle mark in a spec": ({B: edited(SPEC, "language: en\n", f"language: en\n{PARTS}\n")}, f"{B}:4"),
    "the middle mark in a front matter": ({A: edited(SOURCE, "kind: press\n", f"kind: press\n{PARTS}\n")}, f"{A}:9"),
    "the last mark in a section": ({B: USED, "seeds/sections/law.md": f"{SECTION}{THEIRS} theirs\n"}, "seeds/sections/law.md:6"),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE | LEFT)
def test_git_s_marks_are_the_one_thing_said_of_a_file(name: str, tmp_path: Path) -> None:
    files, place = (WHOLE | LEFT)[name]
    small.write(tmp_path, files, earlier=True)
    outcome = run("build", "--format", "json", cwd=tmp_path)
    assert outcome.status == 1
    errors = [it for it in said(outcome).split("  ") if place.partition(":")[0] in it]
    assert errors == [f"S124 {place}"], outcome.stdout
    (helps,) = {it["help"] for it in json.loads(outcome.stdout)["diagnostics"] if it["code"] == "S124"}
    assert "keep the right version" in helps


def test_every_conflict_of_a_file_is_said(tmp_path: Path) -> None:
    twice = in_text(in_text(SPEC, "title: A title\n"), TEXT)
    small.write(tmp_path, {B: twice})
    assert said(run("check", "--format", "json", cwd=tmp_path)) == f"S124 {B}:1  S124 {B}:15"


FINE: dict[str, Files] = {
    "a captured line of such signs": {"seeds/sources/c.md": SOURCE + "\n>>>>>>>\n"},
    "a heading underlined": summary(f"A heading\n{PARTS}\n\nWords [@a, para. 1]."),
    "a heading underlined in a section": {B: USED, "seeds/sections/law.md": SECTION + f"\nA heading\n{PARTS}\n\nWords [@a, para. 1].\n"},
    "a longer line": {A: SOURCE + f"\n{PARTS}=\n"},
    "quoted seven deep": {A: SOURCE + f"\n{THEIRS[1:]} On Monday she wrote:\n{THEIRS} Come at noon.\n"},
    "arrows in a line": summary(f"Words {OURS} and {THEIRS} words [@a, para. 1]."),
}  # fmt: skip


@pytest.mark.parametrize("name", FINE)
def test_what_only_looks_like_them_is_no_conflict(name: str, tmp_path: Path) -> None:
    small.write(tmp_path, FINE[name])
    assert "S124" not in run("check", "--format", "json", cwd=tmp_path).stdout


def test_a_capture_is_evidence_whatever_it_holds(tmp_path: Path) -> None:
    folder = small.write(tmp_path, {"page.txt": "A page of words.\n\n" + both("One.\n", "Two.\n")})
    outcome = run("seeds", "add", "page.txt", cwd=folder)
    assert "seeds/sources/page.md:" in outcome.stdout, "the draft is a file that staff edit"
    [kept] = (folder / "seeds/originals").iterdir()
    assert kept.read_bytes() == (folder / "page.txt").read_bytes()


def test_what_either_version_protects_is_protected(tmp_path: Path) -> None:
    """A source in two versions cannot be cited, and still keeps its names out of every other brief."""
    one, other = ("  - {text: Pak Min-ji, as: a teacher}\n", "  - {text: Ri Sol, as: a pupil}\n")
    record = edited(SOURCE, "kind: press\n", "kind: press\nprotect:\n" + both(one, other))
    small.write(tmp_path, {"seeds/sources/c.md": record})
    found = guarded(tmp_path)
    assert [it.words for it in found.protections if it.source == "c"] == ["Pak Min-ji", "Ri Sol"]
    assert found.unclear == []
