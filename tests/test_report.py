"""Renderers of diagnostics: the exact text, the schemas, and that no input harms a terminal."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from brief.check.rule import RULES, Rule
from brief.cli import report
from brief.cli.report.in_repository import CHECKED_OUT, from_root
from brief.cli.report.printable import glyphs
from brief.model.diagnostic import Aside, Diagnostic, Place, Severity
from tests import small_workspace as small
from tests.command import run

SCHEMA = Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json"

SPEC = "specs/cedaw.yaml"
SOURCE = "seeds/sources/nki-mines.md"
FILES: dict[str, list[str]] = {
    SPEC: [
        *("" for _ in range(30)),
        "      officials said “more than 7,000 had been dispatched” [@nki-mines, para. 12].",
    ],
    SOURCE: ["one", "  the second line, with words", "three"],
    "ko.yaml": ["title: 교육받을 권리 “무상교육” 끝", "e\u0301te\u0301 \u1112\u1161\u11ab x"],
    "odd.yaml": ["a\tb \x1b[31mred\u202eder", "z" * 300 + " here " + "y" * 300],
    "block.yaml": ["key:", "  text: |", "    one", "    two", "", "next: 1", *(f"l{i}" for i in range(20))],
}

MISQUOTED = Diagnostic(
    "Q301",
    Severity.ERROR,
    "quotation does not occur in `nki-mines`",
    Place(SPEC, 31, 22, 31, 59),
    label="not in paragraph 12, nor elsewhere",
    help="quote the source character for character, or mark an omission with […]",
    asides=(
        Aside(
            Place(SOURCE, 46, 1, 46, 1),
            "para. 12",
            ("… more than 6,000 had been dispatched to rural areas and mines …",),
        ),
    ),
)
NOTED = Diagnostic("V504", Severity.NOTE, "the limit is not confirmed", Place("ko.yaml", 1, 1, 1, 6))


def lines_of(file: str) -> Sequence[str] | None:
    return FILES.get(file)


def full(*diagnostics: Diagnostic, **options: Any) -> str:
    return report.render("full", diagnostics, lines_of, **options)


def marked(file: str, *where: int, label: str = "", width: int = 100) -> str:
    """The snippet alone: the rows after the arrow."""
    diagnostic = Diagnostic("S101", Severity.ERROR, "m", Place(file, *where), label)
    return full(diagnostic, width=width).partition("\n")[2].partition("\n")[2]


def test_full_is_the_format_of_the_design() -> None:
    assert full(MISQUOTED) == (
        "error[Q301]: quotation does not occur in `nki-mines`\n"
        "  --> specs/cedaw.yaml:31:22\n"
        "   |\n"
        "31 |       officials said “more than 7,000 had been dispatched” [@nki-mines, para. 12].\n"
        "   |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not in paragraph 12, nor elsewhere\n"
        "   |\n"
        "  ::: seeds/sources/nki-mines.md:46 (para. 12)\n"
        "   |   … more than 6,000 had been dispatched to rural areas and mines …\n"
        "   = help: quote the source character for character, or mark an omission with […]\n"
    )


def test_full_puts_a_blank_line_between_findings() -> None:
    assert full(NOTED, NOTED).count("\n\nnote[V504]") == 1
    assert full() == ""


def test_full_in_colour() -> None:
    text = full(NOTED, colour=True)
    assert text == (
        "\x1b[1;36mnote[V504]\x1b[0m\x1b[1m: the limit is not confirmed\x1b[0m\n"
        " \x1b[1;34m-->\x1b[0m ko.yaml:1:1\n"
        "\x1b[1;34m  |\x1b[0m\n"
        "\x1b[1;34m1 |\x1b[0m title: 교육받을 권리 “무상교육” 끝\n"
        "\x1b[1;34m  |\x1b[0m \x1b[1;36m^^^^^\x1b[0m\n"
    )
    assert without_colour(text) == full(NOTED)


def test_carets_are_counted_in_cells() -> None:
    assert marked("ko.yaml", 1, 17, 1, 21, label="여기") == (
        "  |\n1 | title: 교육받을 권리 “무상교육” 끝\n  |                       ^^^^^^^^ 여기\n"
    )


def test_combining_characters_take_no_cell() -> None:
    source = FILES["ko.yaml"][1]
    assert marked("ko.yaml", 2, source.index("x") + 1, 2, len(source) + 1).splitlines()[2] == "  |        ^"
    assert cell_len(source[:-1]) == 7


def test_what_cannot_be_seen_is_spelt_out() -> None:
    assert marked("odd.yaml", 1, 3, 1, 4) == ("  |\n1 | a    b \\u{1b}[31mred\\u{202e}der\n  |      ^\n")


def test_a_long_line_is_cut_around_the_span() -> None:
    gutter, line, carets = marked("odd.yaml", 2, 302, 2, 306, label="at", width=60).splitlines()
    assert gutter == "  |"
    assert line == "2 | …" + "z" * 12 + " here " + "y" * 36 + "…"
    assert carets == "  | " + " " * 14 + "^^^^ at"


def test_a_span_longer_than_the_room_keeps_its_start() -> None:
    _, line, carets = marked("odd.yaml", 2, 1, 2, 601, width=40).splitlines()
    assert line == "2 | " + "z" * 35 + "…"
    assert carets == "  | " + "^" * 36


def test_a_label_without_room_goes_below() -> None:
    label = "a label that does not fit beside"
    assert marked("odd.yaml", 2, 302, 2, 306, label=label, width=44).splitlines()[2:] == [
        "  |           ^^^^",
        f"  |         {label}",
    ]


def test_several_lines_have_a_rail() -> None:
    assert marked("block.yaml", 2, 9, 6, 1, label="this text") == (
        "  |\n2 |     text: |\n  |  _________^\n3 | |     one\n4 | |     two\n  | |_______^ this text\n"
    )


def test_many_lines_are_left_out_in_the_middle() -> None:
    assert marked("block.yaml", 6, 1, 26, 4).splitlines() == [
        "   |",
        " 6 |   next: 1",
        "   |  _^",
        " 7 | | l0",
        " 8 | | l1",
        " 9 | | l2",
        "   | | ...",
        "25 | | l18",
        "26 | | l19",
        "   | |___^",
    ]


def test_a_span_that_ends_before_a_line_is_on_one_line() -> None:
    assert marked("block.yaml", 3, 5, 4, 1).splitlines()[1:] == ["3 |     one", "  |     ^^^"]


@pytest.mark.parametrize(
    "place",
    [Place("outputs/cedaw.pdf", 1, 1, 1, 1), Place(SPEC, 900, 1, 900, 2), Place(SPEC, 0, 0, 0, 0), Place("")],
)
def test_without_a_line_to_show_the_label_is_a_note(place: Place) -> None:
    text = full(Diagnostic("P701", Severity.ERROR, "missing", place, "on page 3", "look"))
    margin = " " * len(str(place.end_line))
    assert text.splitlines()[2:] == [f"{margin} |", f"{margin} = note: on page 3", f"{margin} = help: look"]


def test_a_column_beyond_the_line_points_after_its_end() -> None:
    assert marked(SOURCE, 1, 40, 1, 50).splitlines()[1:] == ["1 | one", "  |    ^"]


def test_an_aside_without_words_shows_its_line() -> None:
    aside = Aside(Place(SOURCE, 2, 3, 2, 6), "first given here")
    text = full(Diagnostic("S104", Severity.ERROR, "m", Place(SOURCE, 3, 1, 3, 6), asides=(aside,)))
    assert text.splitlines()[-2:] == [
        " ::: seeds/sources/nki-mines.md:2 (first given here)",
        "  |   the second line, with words",
    ]


def test_concise_stands_on_one_line() -> None:
    short = Diagnostic(
        "S102", Severity.WARNING, "unknown\nkey", Place("a\x1b.yaml", 2, 3, 2, 4), help="did you?"
    )
    assert report.render("concise", [MISQUOTED, short], lines_of) == (
        "specs/cedaw.yaml:31:22: error[Q301] quotation does not occur in `nki-mines`"
        " (quote the source character for character, or mark an omission with […])\n"
        "a\\u{1b}.yaml:2:3: warning[S102] unknown key (did you?)\n"
    )


def test_concise_leaves_out_a_long_help() -> None:
    wordy = Diagnostic("S102", Severity.WARNING, "m", Place("a", 2, 3, 2, 4), help="word " * 40)
    assert report.render("concise", [wordy], lines_of) == "a:2:3: warning[S102] m\n"


def test_github_escapes_what_the_runner_would_read() -> None:
    hostile = Diagnostic(
        "V504", Severity.NOTE, "100%\n::error::x\x1b[0m", Place("a:b,c%.yaml", 1, 2, 3, 4), help="now, really"
    )
    assert report.render("github", [MISQUOTED, hostile], lines_of) == (
        "::error file=specs/cedaw.yaml,line=31,col=22,endLine=31,endColumn=59,title=Q301"
        "::quotation does not occur in `nki-mines`"
        "%0Ahelp: quote the source character for character, or mark an omission with […]\n"
        "::notice file=a%3Ab%2Cc%25.yaml,line=1,col=2,endLine=3,endColumn=4,title=V504"
        "::100%25 ::error::x\\u{1b}[0m%0Ahelp: now, really\n"
    )


def test_json_is_the_contract() -> None:
    assert json.loads(report.render("json", [MISQUOTED], lines_of)) == {
        "diagnostics": [
            {
                "code": "Q301",
                "severity": "error",
                "message": "quotation does not occur in `nki-mines`",
                "file": "specs/cedaw.yaml",
                "line": 31,
                "column": 22,
                "end_line": 31,
                "end_column": 59,
                "help": "quote the source character for character, or mark an omission with […]",
            }
        ]
    }
    assert json.loads(report.render("json", [], lines_of)) == {"diagnostics": []}


@pytest.fixture
def sample_rule() -> Iterator[type[Rule]]:
    class Sample(Rule, code="Z999", title="a sample", severity=Severity.WARNING):
        """A rule of this test.

        Why it matters.
        """

    yield Sample
    del RULES["Z999"]


def test_gitlab_knows_a_finding_again_wherever_it_moves() -> None:
    def entries(*diagnostics: Diagnostic) -> list[dict[str, object]]:
        return list(json.loads(report.render("gitlab", diagnostics, lines_of)))

    (entry,) = entries(MISQUOTED)
    assert entry == {
        "description": f"{MISQUOTED.message} ({MISQUOTED.help})",
        "check_name": "Q301",
        "fingerprint": entry["fingerprint"],
        "severity": "major",
        "location": {"path": MISQUOTED.place.file, "lines": {"begin": MISQUOTED.place.line}},
    }
    moved = replace(MISQUOTED, place=replace(MISQUOTED.place, line=7, end_line=7))
    assert entries(moved)[0]["fingerprint"] == entry["fingerprint"]
    others = (replace(MISQUOTED, message="other"), replace(MISQUOTED, code="Q302"))
    prints = [it["fingerprint"] for it in entries(MISQUOTED, moved, *others)]
    assert len(set(prints)) == 4
    assert entries() == []


def validator() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads(SCHEMA.read_text("utf-8")))


def sarif(*diagnostics: Diagnostic) -> Any:
    log = json.loads(report.render("sarif", diagnostics, lines_of))
    validator().validate(log)
    return log["runs"][0]


def test_sarif_carries_the_rule_and_its_explanation(sample_rule: type[Rule]) -> None:
    run = sarif(sample_rule.at(Place(SPEC, 31, 22, 31, 59)), MISQUOTED)
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["Z999"] == {
        "id": "Z999",
        "shortDescription": {"text": "a sample"},
        "fullDescription": {"text": "A rule of this test."},
        "help": {
            "text": "A rule of this test.\n\nWhy it matters.",
            "markdown": "A rule of this test.\n\nWhy it matters.",
        },
        "defaultConfiguration": {"level": "warning"},
    }
    assert [r["level"] for r in run["results"]] == ["warning", "error"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_places_are_relative_and_in_code_points() -> None:
    run = sarif(MISQUOTED)
    assert run["columnKind"] == "unicodeCodePoints"
    (result,) = run["results"]
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "specs/cedaw.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 31, "startColumn": 22, "endLine": 31, "endColumn": 59},
            },
            "message": {"text": "not in paragraph 12, nor elsewhere"},
        }
    ]
    assert result["relatedLocations"][0]["message"]["text"].startswith("para. 12\n… more than")


def test_sarif_without_findings_is_valid() -> None:
    assert sarif()["results"] == []


def hosted_files(folder: Path, form: str) -> set[str]:
    """The files that `brief check` names in a format for code hosts."""
    said = run("check", "--format", form, cwd=folder).stdout
    return set(re.findall(r'(?:file=|"uri": "|"path": ")([^",]+)', said))


@pytest.fixture
def without_runner(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No variable of a code host's runner."""
    for name in CHECKED_OUT:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def nested(folder: Path) -> Path:
    """A workspace two folders deep, with a mistake in its spec."""
    return small.write(folder / "advocacy/briefs", {"specs/b.yaml": small.SPEC.replace("title:", "titel:")})


@pytest.mark.usefixtures("without_runner")
@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
@pytest.mark.parametrize("git", ["a folder", "a file"])
def test_code_hosts_are_told_the_path_in_the_repository(tmp_path: Path, form: str, git: str) -> None:
    workspace = nested(tmp_path)
    assert hosted_files(workspace, form) == {"specs/b.yaml"}, "no repository"
    if git == "a folder":
        (tmp_path / ".git").mkdir()
    else:  # a worktree, or a submodule
        (tmp_path / ".git").write_text("gitdir: elsewhere\n", "utf-8")
    assert hosted_files(workspace, form) == {"advocacy/briefs/specs/b.yaml"}
    (workspace / ".git").mkdir()
    assert hosted_files(workspace, form) == {"specs/b.yaml"}, "the nearest one"


@pytest.mark.parametrize("name", CHECKED_OUT)
def test_a_checkout_without_git_is_where_the_runner_says(
    tmp_path: Path, name: str, without_runner: pytest.MonkeyPatch
) -> None:
    workspace = nested(tmp_path / "work")
    without_runner.setenv(name, str(tmp_path / "work"))
    assert hosted_files(workspace, "github") == {"advocacy/briefs/specs/b.yaml"}
    (tmp_path / ".git").mkdir()
    assert hosted_files(workspace, "github") == {"advocacy/briefs/specs/b.yaml"}, "a repository around it"
    (workspace.parent / ".git").mkdir()
    assert hosted_files(workspace, "github") == {"briefs/specs/b.yaml"}, "one of several in the checkout"
    without_runner.setenv(name, str(tmp_path / "elsewhere"))
    assert hosted_files(workspace, "github") == {"briefs/specs/b.yaml"}


def test_a_link_to_the_workspace_changes_no_path(tmp_path: Path, without_runner: pytest.MonkeyPatch) -> None:
    workspace = nested(tmp_path / "work")
    (tmp_path / "linked").symlink_to(tmp_path / "work")
    without_runner.setenv("GITHUB_WORKSPACE", str(tmp_path / "linked"))
    assert hosted_files(tmp_path / "linked/advocacy/briefs", "github") == {"advocacy/briefs/specs/b.yaml"}
    assert hosted_files(workspace, "github") == {"advocacy/briefs/specs/b.yaml"}


def test_other_formats_name_files_from_the_workspace(tmp_path: Path) -> None:
    workspace = nested(tmp_path)
    (tmp_path / ".git").mkdir()
    found = json.loads(run("check", "--format", "json", cwd=workspace).stdout)
    assert {it["file"] for it in found["diagnostics"]} == {"specs/b.yaml"}
    assert run("check", "--format", "concise", cwd=workspace).stdout.startswith("specs/b.yaml:")


def test_what_is_packaged_lies_in_no_repository() -> None:
    packaged, aside = Place("packaged:venues/a.yaml", 3), Aside(Place("specs/b.yaml", 2), "first")
    (seen,) = from_root([replace(MISQUOTED, place=packaged, asides=(aside,))], "briefs/")
    assert seen.place == packaged
    assert seen.asides[0].place == Place("briefs/specs/b.yaml", 2)


def test_summary() -> None:
    warning = Diagnostic("Q303", Severity.WARNING, "m", Place("a"))
    assert report.summary([warning, MISQUOTED, MISQUOTED]) == "2 errors, 1 warning"
    assert report.summary([NOTED]) == "1 note"
    assert report.summary([]) == "no findings"


def test_formats_are_those_of_the_design() -> None:
    assert list(report.FORMATS) == ["full", "concise", "json", "github", "gitlab", "sarif"]
    with pytest.raises(ValueError, match="no such format: xml"):
        report.render("xml", [], lines_of)


def test_importing_the_package_loads_no_renderer() -> None:
    code = (
        "import sys, brief.cli.report; "
        "print([m for m in sys.modules if m.startswith(('rich', 'json', 'brief.cli.report.'))])"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Any text at any place: nothing raises, and nothing but our own colours reaches the terminal.

hostile = st.text(
    alphabet=st.characters() | st.sampled_from("\x1b\x9b\u202e\u200d\u0301\ud800가\t\r\n:,% "), max_size=60
)
numbers = st.integers(-3, 40) | st.sampled_from([10**6, -(10**6)])
places = st.builds(Place, st.sampled_from(["a.yaml", "none"]) | hostile, *[numbers] * 4)
asides = st.builds(Aside, places, hostile, st.lists(hostile, max_size=2).map(tuple))
diagnostics = st.builds(
    Diagnostic,
    st.sampled_from(["Q301", "V504"]),
    st.sampled_from(Severity),
    *(hostile, places, hostile, hostile),
    st.lists(asides, max_size=2).map(tuple),
)
UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def without_colour(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@given(
    st.sampled_from(list(report.FORMATS)),
    st.lists(diagnostics, max_size=3),
    st.lists(hostile | hostile.map(lambda t: t * 9), max_size=12),
    st.booleans(),
    st.integers(-5, 130),
)
def test_no_text_at_any_place_raises_or_reaches_the_terminal_raw(
    name: str, found: list[Diagnostic], lines: list[str], colour: bool, width: int
) -> None:
    text = report.render(
        name, found, lambda file: lines if file == "a.yaml" else None, colour=colour, width=width
    )
    shown = without_colour(text) if colour and name == "full" else text
    assert not {c for c in shown if c != "\n" and unicodedata.category(c) in UNSAFE}
    text.encode("utf-8")


@given(st.lists(diagnostics, max_size=3))
def test_sarif_is_always_valid(found: list[Diagnostic]) -> None:
    sarif(*found)


@given(hostile.filter(lambda t: "\n" not in t and "\r" not in t), st.data())
def test_carets_stand_under_the_marked_cells(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(1, max(len(line), 1)))
    end = data.draw(st.integers(start, len(line) + 1))
    diagnostic = Diagnostic("S101", Severity.ERROR, "m", Place("a", 1, start, 1, end))
    text = report.render("full", [diagnostic], lambda _: [line], width=2000).split("\n")

    def cells(part: str) -> int:
        return sum(cell_len(c) for c in "".join(map(glyphs, part)))

    expected = " " * cells(line[: start - 1]) + "^" * max(cells(line[start - 1 : end - 1]), 1)
    assert text[4] == f"  | {expected}"
