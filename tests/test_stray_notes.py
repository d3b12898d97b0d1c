"""S120: numbers of notes that stayed behind are named at their place, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run
from small_workspace import write

SPEC = """\
title: A title
venue: embassy-brief
language: en
date: 2026-11-20
organisations: [first]
sections:
  - heading: A heading
    text: |
      {}
"""
FILES = {
    "seeds/sources/a.md": "---\ntype: webpage\ntitle: A page\nlanguage: en\n---\n"
    "Schools were opened in the first year.[1] Pupils left them¹ for the mines.\n",
}


def found_in(text: str, folder: Path) -> list[tuple[int, int, str]]:
    """(line, column, the words marked) of each S120 in a text; it may hold nothing else but warnings."""
    spec = SPEC.format(text.replace("\n", "\n      "))
    write(folder, {**FILES, "specs/b.yaml": spec})
    outcome = json.loads(run("check", "--format", "json", cwd=folder).stdout)["diagnostics"]
    assert not [d for d in outcome if d["severity"] == "error"], outcome
    lines = spec.split("\n")
    return [
        (d["line"], d["column"], lines[d["line"] - 1][d["column"] - 1 : d["end_column"] - 1])
        for d in outcome
        if d["code"] == "S120"
    ]


STRAY = {
    "Many left.[1] Some stayed [12].": ["[1]", "[12]"],
    "Many left[i] or stayed [iv], [xii].": ["[i]", "[iv]", "[xii]"],
    "Many left [1, 2] or stayed [3–5]; so it was [1-3][4].": ["[1, 2]", "[3–5]", "[1-3]", "[4]"],
    "Many left [note 1] and stayed [n. 2].": ["[note 1]", "[n. 2]"],
    "Many left¹ or stayed.² They said so;¹² so they did⁽³⁾.": ["¹", "²", "¹²"],
    "Many left.^1^ Some stayed^12^ there.": ["^1^", "^12^"],
    "많은 학교¹ 문을 닫았다.[2]": ["¹", "[2]"],
    "“Schools were opened”¹ and ‘Pupils’² [@a].": ["¹", "²"],
    "Many left.\n\n[1] Ministry of Education, 2019.\n\n¹ The same.": ["[1]", "¹"],
    "- one [1]\n- two [2]\n\n| a | b |\n|---|---|\n| c [3] | d |\n\n> quoted [4]\n\n# Heading [5]": [
        "[1]",
        "[2]",
        "[3]",
        "[5]",  # what is set off is a quotation: its numbers are the source's
    ],
    "*Many left*[1] and **stayed[2]**.": ["[1]", "[2]"],
    "Words.^[A note with a number [1].]": ["[1]"],
    "Many left&sup1; and stayed.": ["&sup1;"],
}


@pytest.mark.parametrize("text", STRAY)
def test_a_number_is_named_where_it_stands(text: str, tmp_path: Path) -> None:
    assert [words for _, _, words in found_in(text, tmp_path)] == STRAY[text]


def test_the_place_is_its_own(tmp_path: Path) -> None:
    assert found_in("Many left.[1]\nSome stayed¹ there.", tmp_path) == [(9, 17, "[1]"), (10, 18, "¹")]


NONE = (
    "“Schools were opened in the first year.[1] Pupils left them¹” [@a].",
    "‘Schools were opened in the first year.[1] Pupils left them¹’ [@a].",
    "“Schools were […] opened […] year” [@a] [...].",
    "A link [1](https://example.org) and [12][ref], [1] is one too.\n\n[ref]: https://example.org\n[1]: https://example.org/1",
    "A note[^1], a note^[1], and one^[[2](https://example.org)].\n\n[^1]: Written below.",
    "Code `a[1]` and `¹`, a span [1]{.smallcaps}, and what is meant: \\[1] \\[i\\].\n\n    b[2] and c¹\n\n```\nd[3]\n```",
    "Ten km², 5 m², 3 cm³, CO², 10⁶, x², R² and 2^10^, x^2^, 7 km^2^, the 10^th^ and m^3^.",
    "A year [2019], a law [No. 5], [sic], [a], [x], [the], [ill], [mix], [civil], an interval [0, 1].",
    "Cited [@a, para. 1], @a [12] says, and [see @a, para. 1, n. 3].",
    "- [x] done\n- [ ] not done\n1. one",
)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number_of_a_note_is_not(text: str, tmp_path: Path) -> None:
    assert found_in(text, tmp_path) == []


ANSWER = '    accept: [{code: S120, words: "Many left.[1]", reason: meant so}]\n'


def test_it_can_be_answered(tmp_path: Path) -> None:
    spec = SPEC.format("Many left.[1]").replace("    text: |", ANSWER + "    text: |")
    write(tmp_path, {**FILES, "specs/b.yaml": spec})
    assert json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)["diagnostics"] == []


def test_it_is_no_figure_too(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "specs/b.yaml": SPEC.format("Many left.[3] Some stayed [4] [@a, para. 1].")})
    found = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    assert [d["code"] for d in found] == ["S120", "S120"]
