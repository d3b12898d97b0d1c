"""Findings stand where the words stand: in titles, answers, tables, front matters, whatever YAML made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from command import run
from small_workspace import BRIEF, SOURCE, SPEC, write

NAMED = "Ms. Kang"
PROTECTING = SOURCE.replace("voices:", "protect:\n  - {text: Ms. Kang, as: a defector}\nvoices:").replace(
    "Three", "Ms. Kang said that three"
)
TABLE = """\
    blocks:
      - table: {file: t.csv, caption: A table, cite: "[@a, para. 1]"}
"""


class Found(NamedTuple):
    """A finding: its code, its place, and the letters of the file that it marks."""

    code: str
    file: str
    line: int
    marked: str


def found(folder: Path, *codes: str) -> list[Found]:
    """The findings of `brief check` with one of these codes; what is marked must be in one line."""
    report = json.loads(run("check", "--format", "json", cwd=folder).stdout)["diagnostics"]
    return [Found(d["code"], d["file"], d["line"], _marked(folder, d)) for d in report if d["code"] in codes]


def _marked(folder: Path, finding: dict[str, str | int]) -> str:
    assert finding["line"] == finding["end_line"]
    lines = (folder / str(finding["file"])).read_bytes().decode("utf-8-sig").splitlines()
    return lines[int(finding["line"]) - 1][int(finding["column"]) - 1 : int(finding["end_column"]) - 1]


LINES = {
    "a title": ("title: A title", "title: What Ms. Kang said", 1),
    "a title in quotation marks": ("title: A title", 'title: "  What Ms. Kang said"', 1),
    "a title of two lines": ("title: A title", "title: >-\n  A title\n  of Ms. Kang", 3),
    "a heading": ("First heading", "'It’s Ms. Kang’s'", 9),
    "an addressee": ("language: en", "language: en\naddressee: 한국 😀 Ms. Kang", 4),
    "an answer": (
        "language: en",
        "language: en\naccept: [{code: Q303, words: 9, reason: we asked Ms. Kang}]",
        4,
    ),
    "an answer in a section": (
        "text: |",
        "accept:\n      - code: Q303\n        words: 9\n        reason: we asked Ms. Kang\n    text: |",
        13,
    ),
}


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_protected_name_is_marked_itself(name: str, end: str, tmp_path: Path) -> None:
    before, after, line = LINES[name]
    spec = SPEC.replace(before, after).replace("\n", end)
    write(tmp_path, {"seeds/sources/a.md": PROTECTING, "specs/b.yaml": spec.encode()})
    assert found(tmp_path, "H402") == [Found("H402", "specs/b.yaml", line, NAMED)]


def test_each_time_it_stands_there(tmp_path: Path) -> None:
    spec = SPEC.replace("A title", "Ms. Kang, and Ms. Kang again")
    write(tmp_path, {"seeds/sources/a.md": PROTECTING, "specs/b.yaml": spec})
    assert found(tmp_path, "H402") == [Found("H402", "specs/b.yaml", 1, NAMED)] * 2


def test_a_section_that_this_audience_does_not_see_may_hold_it(tmp_path: Path) -> None:
    more = "  - heading: What Ms. Kang said\n    only-for: [internal]\n    text: Ms. Kang spoke of it.\n"
    write(tmp_path, {"seeds/sources/a.md": PROTECTING, "specs/b.yaml": SPEC + more})
    assert run("check", "--strict", cwd=tmp_path).status == 0
    assert run("build", cwd=tmp_path).status == 0
    assert "Kang" not in (tmp_path / "outputs/b.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("code", "title", "marked"),
    [("H402", '"\\u0041bout Ms. Kang"', NAMED), ("Q304", "What is “free”", "What is “free”")],
)
def test_in_the_title_of_a_section_from_the_corpus(
    code: str, title: str, marked: str, tmp_path: Path
) -> None:
    section = f"---\n# remark\n\nby: first\ntitle: {title}\n---\nWords.\n"
    write(
        tmp_path,
        {
            "seeds/sources/a.md": PROTECTING,
            "seeds/sections/s.md": section,
            "specs/b.yaml": SPEC + "  - use: s\n",
        },
    )
    assert found(tmp_path, "H402", "Q304") == [Found(code, "seeds/sections/s.md", 5, marked)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("code", "cell", "marked"),
    [
        ("H402", "of Ms. Kang", "Ms. Kang"),
        ("H402", '"of, Ms. Kang"', "Ms. Kang"),
        ("Q301", "“no such words”", "no such words"),
        ("Q301", '"a ""b c"""', "b c"),
    ],
)
def test_in_a_table(code: str, cell: str, marked: str, end: str, tmp_path: Path) -> None:
    """A cell of two lines and an empty line stand above it: rows are not lines."""
    table = f'Class,"Note\nof two lines"\n\n1,"a\nb"\n2,{cell}\n3,c\n'.replace("\n", end)
    write(
        tmp_path,
        {
            "seeds/sources/a.md": PROTECTING,
            "seeds/data/t.csv": table.encode(),
            "specs/b.yaml": SPEC + TABLE,
        },
    )
    [first, *_] = found(tmp_path, code)
    assert (first.file, first.line) == ("seeds/data/t.csv", 6)
    assert first.marked.strip("“”") == marked


def test_every_row_of_another_width_is_said(tmp_path: Path) -> None:
    table = 'Class,"Note\nof two lines"\n\n1,a,b\n2,c\n3\n'
    write(tmp_path, {"seeds/data/t.csv": table, "specs/b.yaml": SPEC + TABLE})
    assert found(tmp_path, "R206") == [
        Found("R206", "seeds/data/t.csv", 4, "1,a,b"),
        Found("R206", "seeds/data/t.csv", 6, "3"),
    ]


def test_every_figure_of_a_key_figure(tmp_path: Path) -> None:
    figures = 'key-figures:\n  - {value: "  71 of 72", label: children, cite: "[@a]"}\n'
    write(tmp_path, {"specs/b.yaml": SPEC + figures})
    assert found(tmp_path, "Q303") == [Found("Q303", "specs/b.yaml", 13, n) for n in ("71", "72")]
    assert "None" not in run("check", cwd=tmp_path).stdout


def test_a_set_off_quotation_that_begins_with_spaces(tmp_path: Path) -> None:
    quote = (
        '    blocks:\n      - quote: {source: a, paragraph: 1, text: "  Schools [closed] opened\\u0020not"}\n'
    )
    write(tmp_path, {"specs/b.yaml": SPEC + quote})
    [first] = found(tmp_path, "Q301", "Q307")
    assert first.marked.startswith("Schools")


KEYS = {
    "key_figures": ("language: en", "language: en\nkey_figures: []"),
    "citation_style": ("language: en", "language: en\ncitation_style: notes"),
    "only_for": ("    text", "    only_for: [un]\n    text"),
}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_with_an_underscore_is_unknown(key: str, tmp_path: Path) -> None:
    before, after = KEYS[key]
    write(tmp_path, {"specs/b.yaml": SPEC.replace(before, after)})
    assert [(f.code, f.marked) for f in found(tmp_path, "S102")] == [("S102", key)]
    assert f"did you mean `{key.replace('_', '-')}`?" in run("check", cwd=tmp_path).stdout


def test_a_character_without_a_glyph_is_shown_where_it_is_printed(tmp_path: Path) -> None:
    """Not in a remark above it, nor in a section for somebody else."""
    spec = "# 𒀀, 𒁀, 𒂀\n" + SPEC.replace("A title", "A 𒀀 title").replace("First", "A 𒁀")
    spec = spec.replace("sections:\n", "sections:\n  - {heading: 𒁀 for others, only-for: [un]}\n  - use: s\n")
    write(tmp_path, {"specs/b.yaml": spec, "seeds/sections/s.md": "---\ntitle: On 𒂀\n---\nWords.\n"})
    report = json.loads(run("build", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    assert [(d["code"], d["file"], d["line"], _marked(tmp_path, d)) for d in report] == [
        ("P703", "seeds/sections/s.md", 2, "𒂀"),
        ("P703", "specs/b.yaml", 2, "𒀀"),
        ("P703", "specs/b.yaml", 12, "𒁀"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("bad", [b"\xe9", b"\0"])
def test_what_is_no_text_is_shown_in_its_column(bad: bytes, mark: bytes, end: str, tmp_path: Path) -> None:
    spec = SPEC.replace("First heading", "Été 😀 caf?").replace("\n", end)
    write(tmp_path, {"specs/b.yaml": mark + spec.encode().replace(b"?", bad)})
    [finding] = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    column = "  - heading: Été 😀 caf?".index("?") + 1
    assert (finding["code"], finding["line"], finding["column"]) == ("S107", 9, column)


DEFAULTS = {
    "venue": ("nowhere", "R205", "check"),
    "language": ("xx", "R210", "check"),
    "citation-style": ("nobody-s", "T806", "build"),
}


@pytest.mark.parametrize("key", DEFAULTS)
@pytest.mark.parametrize("empty", [False, True])
def test_a_default_is_shown_in_its_own_file(key: str, empty: bool, tmp_path: Path) -> None:
    """Also where the spec has the key and leaves it empty."""
    value, code, command = DEFAULTS[key]
    given = next((line for line in SPEC.splitlines() if line.startswith(f"{key}:")), "")
    spec = (f"{key}:\n" if empty else "") + SPEC.replace(f"{given}\n", "" if given else "\n")
    defaults = f"{BRIEF}defaults:\n  status: draft\n  {key}: {value}\n"
    write(tmp_path, {"specs/b.yaml": spec, "brief.yaml": defaults})
    report = json.loads(run(command, "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    assert [(d["code"], d["file"], _marked(tmp_path, d)) for d in report] == [(code, "brief.yaml", value)]


REQUIRING = """\
name: Ours
body: Ourselves
template: report
style: report
audience: public
required:
  - {field: publish, source: x, date: n.d., confidence: official}
  - {field: keyfigures, source: x, date: n.d., confidence: official}
"""


def test_a_body_can_only_ask_for_what_a_spec_can_say(tmp_path: Path) -> None:
    spec = SPEC.replace("embassy-brief", "ours")
    write(tmp_path, {"venues/ours.yaml": REQUIRING, "specs/b.yaml": spec})
    assert [(f.file, f.line) for f in found(tmp_path, "S103", "V503")] == [("venues/ours.yaml", 8)]
    assert "`keyfigures`, which is no key of a spec" in run("check", cwd=tmp_path).stdout


def test_false_is_an_answer(tmp_path: Path) -> None:
    spec = SPEC.replace("embassy-brief", "ours\npublish: false")
    write(tmp_path, {"venues/ours.yaml": REQUIRING.rpartition("  - ")[0], "specs/b.yaml": spec})
    assert run("check", "--strict", cwd=tmp_path).status == 0


def test_a_source_of_one_paragraph_has_one(tmp_path: Path) -> None:
    one = SOURCE.partition("voices:")[0] + "---\nSchools opened in the first year of the plan.\n"
    write(tmp_path, {"seeds/sources/a.md": one})
    assert "`a` has one paragraph, and no paragraph 2" in run("check", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("language: en", "language: en\nsesion:"),
        ("language: en", "language: en\nasks: [{to: A, ask: B, sesion: }]"),
        ("    text: |", "    sesion: # nothing yet\n    text: |"),
    ],
)
def test_an_unknown_key_is_said_also_when_it_is_empty(before: str, after: str, tmp_path: Path) -> None:
    write(tmp_path, {"specs/b.yaml": SPEC.replace(before, after)})
    assert [f.marked for f in found(tmp_path, "S102")] == ["sesion"]
    assert "a comma ends the text before it" not in run("check", cwd=tmp_path).stdout


RECORDS = {
    "a title": ("title: A page about schools", 'title: "Ms. Kang on schools"', "[@a, para. 1]", True),
    "an author": (
        "kind: press",
        "kind: press\nauthor: [{family: Lee}, {literal: Ms. Kang}]",
        "[@a, para. 1]",
        True,
    ),
    "a voice that is cited": ("name: Rodong Sinmun", "name: Ms. Kang", "[@a, para. 2]", True),
    "a voice that is not": ("name: Rodong Sinmun", "name: Ms. Kang", "[@a, para. 1]", False),
    "a remark to staff": ("kind: press", "kind: press\nfacts: Ms. Kang has moved.", "[@a, para. 1]", False),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_that_would_print_the_name_is_said_before_it_is_printed(name: str, tmp_path: Path) -> None:
    """Where the record says so; a name that no note prints is none of the reader's."""
    before, after, cited, wrong = RECORDS[name]
    spec = SPEC.partition("sections:")[0].replace("[@a, para. 1]", cited).replace("Words", "Ms Lee’s words")
    write(tmp_path, {"seeds/sources/a.md": PROTECTING.replace(before, after), "specs/b.yaml": spec})
    assert [(f.file, f.marked) for f in found(tmp_path, "H402")] == [("seeds/sources/a.md", NAMED)] * wrong
    assert (run("build", cwd=tmp_path).status == 1) == wrong
    internal = "name: O\nbody: O\ntemplate: report\nstyle: report\naudience: internal\n"
    write(tmp_path, {"venues/ours.yaml": internal, "seeds/sources/a.md": PROTECTING.replace(before, after)})
    assert run("check", "--venue", "ours", cwd=tmp_path).status == 0


def test_an_organisation_that_is_called_so(tmp_path: Path) -> None:
    named = BRIEF.replace("First Organisation", "Friends of Ms. Kang") + "  other: {name: Ms. Kang}\n"
    write(tmp_path, {"brief.yaml": named, "seeds/sources/a.md": PROTECTING})
    assert found(tmp_path, "H402") == [Found("H402", "brief.yaml", 3, NAMED)]
