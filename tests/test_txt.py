"""`outputs: [txt]`: the brief as plain text with its notes, word for word what the PDF says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from brief.outputs import table
from brief.outputs.txt import TXT, WIDTH
from tests import small_workspace as small
from tests.command import run

SPEC = small.SPEC.replace("venue:", "outputs: [txt]\nvenue:", 1)
TEXT = """\
    text: |
      Rodong Sinmun wrote of it [@a, para. 2]. It is told at some length here, so that the words of this
      paragraph do not stand on one line.

      (b) an item with a [link](https://example.org/b)
      (c) another, with a note[^ours]

      [^ours]: Our own words:

          - one
          - two

      > Officials said the mines were full. [@a, para. 2]

      | Year | Schools |
      |------|--------:|
      | 2021 | three   |
"""
RICH = SPEC.replace("    text: |\n      Rodong Sinmun wrote of it [@a, para. 2].\n", TEXT)
ASKS = "asks:\n  - {to: Governments, ask: 'Ask [@a, para. 3].'}\n"
SAYS = """\
Embassy brief 20 November 2026

A title
=======

Closed briefing, not for publication

What we ask
-----------

1. Governments
   Ask.[1]

Summary
-------

Words that say something.[2]

First heading
-------------

Rodong Sinmun wrote of it.[3] It is told at some length here, so that
the words of this paragraph do not stand on one line.

(b) an item with a link <https://example.org/b>

(c) another, with a note[4]

    Officials said the mines were full.[5]

Year  Schools
2021  three

First Organisation <https://example.org>

Notes
-----

 [1] A Site, “A page about schools”, 2024, para. 3, available at
     https://example.org/a.

 [2] A Site (n 1), para. 1.

 [3] Rodong Sinmun (state media), quoted in A Site (n 1), para. 2.

 [4] Our own words:
     – one
     – two

 [5] Rodong Sinmun (state media), quoted in A Site (n 1), para. 2.
"""


def built(folder: Path, spec: str = RICH + ASKS, **more: small.Files) -> str:
    """The text file of a brief that builds without a warning."""
    small.write(folder, {"specs/b.yaml": spec, **more.get("files", {})})
    outcome = run("build", "--strict", cwd=folder)
    assert outcome.status == 0, outcome.stdout + outcome.stderr
    return (folder / "outputs/b.txt").read_text(encoding="utf-8")


def test_the_whole_text(tmp_path: Path) -> None:
    """Headings, marks, notes, a quotation, a table, addresses; the manifest knows its digest."""
    assert built(tmp_path) == SAYS
    assert "b.txt" in json.loads((tmp_path / "outputs/b.json").read_text("utf-8"))["outputs"]


def test_it_is_made_only_where_it_is_asked_for(tmp_path: Path) -> None:
    small.write(tmp_path)
    assert run("build", cwd=tmp_path).status == 0
    assert sorted(path.suffix for path in (tmp_path / "outputs").iterdir() if path.is_file()) == [
        ".docx", ".html", ".json", ".pdf",
    ]  # fmt: skip


def test_paragraphs_of_a_submission_have_the_numbers_of_the_pdf(tmp_path: Path) -> None:
    """Sections in Roman numerals, paragraphs through all of them, recommendations going on."""
    from tests.pdf_facts import facts

    spec = RICH.replace("embassy-brief", "cescr").replace(
        "organisations: [first]", "organisations: [first]\nstate: X"
    )
    spec += "recommendations:\n  - {to: The State, items: ['Open schools.', 'Keep them open.']}\n"
    small.write(tmp_path, {"specs/b.yaml": spec})
    outcome = run("build", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout
    text = (tmp_path / "outputs/b.txt").read_text(encoding="utf-8")
    printed = "\n".join(str(page) for page in facts((tmp_path / "outputs/b.pdf").read_bytes())["text"])
    numbered = re.findall(r"^(\d+)\. (\w+ \w+)", text, re.M)
    assert [int(number) for number, _ in numbered] == list(range(1, len(numbered) + 1))
    assert len(numbered) >= 4
    for number, words in numbered:
        assert re.search(rf"{number}\.\s+{words}", printed), (number, words)
    assert "I. First heading" in text


@pytest.mark.parametrize("language", ["fr", "ko", "de"])
def test_it_is_in_the_language_of_the_brief(language: str, tmp_path: Path) -> None:
    text = built(tmp_path, SPEC.replace("language: en", f"language: {language}"))
    heading = {"fr": "Notes", "ko": "주", "de": "Anmerkungen"}[language]
    assert f"\n{heading}\n{'-' * len(heading)}\n" in text


def test_lines_are_short_enough_for_an_e_mail(tmp_path: Path) -> None:
    text = built(tmp_path)
    assert max(map(len, text.splitlines())) <= WIDTH


FAULTS: dict[str, Callable[[str], str]] = {
    "a sentence is lost": lambda text: text.replace("It is told at some length here, so that\n", ""),
    "a word is changed": lambda text: text.replace("Officials said", "Officials denied"),
    "a word is added": lambda text: text.replace("Words that say", "Words that never say"),
    "a word stands twice": lambda text: text.replace("another, with", "another, another, with"),
    "a call is lost": lambda text: text.replace("something.[2]", "something."),
    "calls are swapped": lambda text: text.replace("it.[3]", "it.[9]"),
    "a note is lost": lambda text: re.sub(r" \[2\] .*\n\n", "", text),
    "a note says another paragraph": lambda text: re.sub(r"para\.\s1\.", "para. 7.", text),
    "a note lost who speaks": lambda text: text.replace("Rodong Sinmun (state media), quoted in ", "", 1),
    "an address that the page does not have": lambda text: text.replace(
        "<https://example.org/b>", "<https://example.com>"
    ),
    "the mark of an item is another": lambda text: text.replace("(c) another", "(d) another"),
    "cells are swapped": lambda text: text.replace("2021  three", "three  2021"),
    "paragraphs change places": lambda text: text.replace("(b) an item", "(x)").replace(
        "Year  Schools\n", ""
    ),
    "the notes are gone": lambda text: text.partition("\nNotes\n")[0],
    "a number in the text": lambda text: text.replace("2021", "2012"),
    "nothing is left": lambda _text: "",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_the_text_file_says_otherwise_is_found(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P715 for each, and nothing is written."""
    assert FAULTS[fault](SAYS) != SAYS

    def broken(source: object) -> bytes:
        return FAULTS[fault](TXT.render(source).decode()).encode()  # type: ignore[arg-type]

    usual = table.PDFS[""]
    beside = tuple(replace(it, render=broken) if it is TXT else it for it in usual.beside)
    monkeypatch.setitem(table.PDFS, "", replace(usual, beside=beside))
    small.write(tmp_path, {"specs/b.yaml": RICH + ASKS})
    outcome = run("build", "--format", "json", cwd=tmp_path)
    assert {finding["code"] for finding in json.loads(outcome.stdout)["diagnostics"]} == {"P715"}
    assert outcome.status == 1
    assert not (tmp_path / "outputs/b.txt").exists()


def test_protected_words_are_searched_for_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """H403 names the text file, like every other."""
    source = small.SOURCE.replace(
        "kind: press\n", "kind: press\nprotect:\n  - {text: Zorblat Quell, as: a teacher}\n"
    )
    usual = table.PDFS[""]
    leaking = replace(TXT, render=lambda _source: b"Zorblat\n    Quell\n", read_back=lambda *_: ())
    beside = tuple(leaking if it is TXT else it for it in usual.beside)
    monkeypatch.setitem(table.PDFS, "", replace(usual, beside=beside))
    small.write(tmp_path, {"specs/b.yaml": SPEC, "seeds/sources/a.md": source})
    found = json.loads(run("build", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    assert {(it["code"], it["file"]) for it in found} == {("H403", "outputs/b.txt")}
