"""Mutated workspaces: whatever people, editors and attackers do to the files, brief answers in words.

A mutation is drawn from a seed: bytes flipped, lines deleted, doubled, swapped or moved,
markup of every kind inserted, indents changed, values of other types, the file cut off.
Each mutated workspace goes through `check`, every sixtieth through `build` as well. Held:
no exception, exit 0 or 1, and every finding in order: a known code, words, a file that is
there and a place that lies within it.

`BRIEF_MUTATIONS=20000` raises the count; a failing one is tried again by its number alone:
`BRIEF_MUTATION=1234`.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

import brief.check.rules  # noqa: F401 - fills RULES
from brief.check.rule import RULES
from brief.files.workspace import packaged_root
from tests import small_workspace as small
from tests.command import run
from tests.test_bad_input import unseen

COUNT = int(os.environ.get("BRIEF_MUTATIONS", "960"))
BUILT_EVERY = 60
BATCHES = 8
ALONE = os.environ.get("BRIEF_MUTATION")

SPEC = """\
# yaml-language-server: $schema=../brief.schema.json
title: A title
subtitle: "A second line\\u2019s words"
venue: mine
language: en
date: 2026-11-20
organisations: [first, second]
addressee: 'It''s for everybody'
publish: false
status: draft
summary: |
  Words that say something [@a, para. 1], and “children were sent home” [see @a, para. 3; @b].

  - a list^[with a note] of 7 [@a, para. 3]
key-figures:
  - {value: "3", label: "children", cite: "[@a, para. 3]"}
asks:
  - to: Governments
    ask: >
      Folded words that
      go on [@a].
sections:
  - use: method
  - heading: Blocks
    by: second
    text: "A *text* with ![a picture](mark.svg) and [a link](https://example.org)."
    only-for: [embassy, internal]
    blocks:
      - quote: {source: a, paragraph: 3, text: "Three children", by: Them}
      - excerpt: {source: a, section: a-heading, paragraphs: 3}
      - law-and-reality:
          caption: Two columns
          rows:
            - {law: "Law [@b].", reality: "Rodong Sinmun says so [@a, para. 2]."}
      - table: {file: cells.csv, caption: "Cells", cite: "[@a]"}
      - figure: {file: mark.svg, alt: A mark}
      - text: 한국어 문장 [@b, p. 3].
recommendations:
  - {to: The State, items: ["One [@a].", "Two."]}
annexes: {sources: true}
accept: [{code: Q303, words: "a list^[with a note] of 7 [@a, para. 3]", reason: "counted by hand"}]
"""
BRIEF = """\
name: A test
organisations:
  first: {name: First Organisation, url: "https://example.org", ecosoc: special}
  second:
    name: Second Organisation
    logo: mark.svg
defaults: {language: en, status: sample}
"""
B = """\
---
type: treaty
title: "A treaty: of all"
author:
  - {family: Kim, given: A.}
issued: 1989-11-20
handling: [embassy, internal]
protect:
  - {text: Mrs Kim, as: a teacher}
---
"""
FILES: dict[str, str] = {
    "specs/b.yaml": SPEC,
    "brief.yaml": BRIEF,
    "seeds/sources/a.md": small.SOURCE,
    "seeds/sources/b.md": B,
    "seeds/sections/method.md": "---\ntitle: Method\nby: first\n---\nWe read [@a].\n\n# Heading\n\nMore [“words”]{.term} here.\n",
    "seeds/data/cells.csv": 'Name,Number\n"a, b",1\nc,"2\n3"\n',
    "venues/mine.yaml": (packaged_root("venues") / "embassy-brief.yaml").read_text(encoding="utf-8"),
    "mark.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>\n',
}
TOKENS = [
    *("{{ x }}", "{% for %}", "<script>", "</style>", "<!--", "-->", "::: x", "```", "`", "~~~", "$$", "\\begin{x}"),
    *("[@a", "[@a]", "[@nobody, para. 4]", "@a", "[@a; @b, art. 3]", "[", "]", "](", "![x](", "^[", "[^1]", "[^1]: x"),
    *("{.footnote}", "{#note-1}", '{style="x"}', "“", "”", '"', "'", "„", "«", "*", "**", "_", "# ", "> ", "- ", "1. "),
    *(": ", "? ", "- - ", "|", ">", "|-", "&a ", "*a ", "!!str ", "!x ", "%", "@", "`", "---\n", "...\n", "\t", "#", ","),
    *("{", "}", "[]", "{}", "null", "~", "yes", "no", "true", "0x1F", "1e9", ".inf", "2026-02-30", "12:30", "<<: "),
    *("\u202e", "\u200b", "\u00ad", "\ufeff", "\x00", "\x1b[31m", "\x85", "\u2028", "\ud7ff", "\U0001f600", "é", "e\u0301"),
    *("한", "\u3000", "\uffff", "\r", "\r\n", "\n", "\n\n", "    ", "&amp;", "&#x202e;", "../", "/etc/passwd", "C:\\"),
    *("file:///etc/passwd", "javascript:x", "para. ", "paras. 2-1", "para. 99999999999999999999", "-5", "१२", "x" * 3000),
]  # fmt: skip
VALUES = [
    *("[]", "{}", "~", "''", '"', "- x", "[[[[]]]]", "{a: {b: c}}", "0", "-1", "1.5", "true", "2026-13-45", "|", ">"),
    *("*x", "&x y", "!!int 3", "[1, two, {three: 3}]", "'it''s'", '"\\u0000"', '"\\ud800"', "9" * 400, "en", "embassy"),
]  # fmt: skip

Mutation = Callable[[random.Random, str], str]


def _flip(draw: random.Random, text: str) -> str:
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(draw.randint(1, 4)):
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    return data.decode("utf-8", "surrogateescape")


def _cut(draw: random.Random, text: str) -> str:
    return text[: draw.randrange(len(text))]


def _lines(change: Callable[[random.Random, list[str]], object]) -> Mutation:
    def mutation(draw: random.Random, text: str) -> str:
        lines = text.split("\n")
        change(draw, lines)
        return "\n".join(lines)

    return mutation


def _at(draw: random.Random, lines: list[str]) -> int:
    return draw.randrange(len(lines))


def _swap(draw: random.Random, lines: list[str]) -> None:
    one, other = _at(draw, lines), _at(draw, lines)
    lines[one], lines[other] = lines[other], lines[one]


def _indent(draw: random.Random, lines: list[str]) -> None:
    at = _at(draw, lines)
    lines[at] = " " * draw.randint(1, 5) + lines[at] if draw.random() < 0.5 else lines[at].lstrip()


def _value(draw: random.Random, lines: list[str]) -> None:
    at = _at(draw, lines)
    lines[at] = re.sub(r"(?<=: ).*|(?<=- )[^:]*$", lambda _: draw.choice(VALUES), lines[at], count=1)


def _insert(draw: random.Random, text: str) -> str:
    for _ in range(draw.randint(1, 3)):
        at = draw.randrange(len(text) + 1)
        text = text[:at] + draw.choice(TOKENS) + text[at:]
    return text


def _letters(draw: random.Random, text: str) -> str:
    at = draw.randrange(len(text))
    new = "".join(
        chr(draw.choice((draw.randrange(0xD800), draw.randrange(0xE000, 0x11000)))) for _ in range(3)
    )
    return text[:at] + new + text[at + draw.randrange(4) :]


def _word(draw: random.Random, text: str) -> str:
    words = re.findall(r"\w+", text)
    return (
        text.replace(draw.choice(words), draw.choice([*words, *TOKENS]), draw.randint(1, 3))
        if words
        else text
    )


def _piece(draw: random.Random, text: str) -> str:
    one, other = sorted(draw.randrange(len(text) + 1) for _ in range(2))
    return text[:one] + text[other:] if draw.random() < 0.5 else text[:other] + text[one:]


MUTATIONS: tuple[Mutation, ...] = (
    _flip,
    _cut,
    _insert,
    _insert,
    _letters,
    _word,
    _piece,
    _lines(lambda draw, lines: lines.pop(_at(draw, lines))),
    _lines(lambda draw, lines: lines.insert(_at(draw, lines), lines[_at(draw, lines)])),
    _lines(_swap),
    _lines(_indent),
    _lines(_value),
    _lines(_value),
)
WEIGHTS = [
    ("specs/b.yaml", 10),
    ("seeds/sources/a.md", 4),
    ("seeds/sections/method.md", 3),
    ("brief.yaml", 2),
]
OTHERS = [("seeds/data/cells.csv", 2), ("seeds/sources/b.md", 2), ("venues/mine.yaml", 2), ("mark.svg", 1)]


def mutated(number: int) -> dict[str, bytes]:
    """The workspace of a number: one file, or two, changed one to three times."""
    draw = random.Random(number)
    files = dict(FILES)
    names, weights = zip(*WEIGHTS, *OTHERS, strict=True)
    for name in draw.choices(names, weights, k=draw.choice((1, 1, 1, 2))):
        for _ in range(draw.choice((1, 1, 2, 3))):
            files[name] = draw.choice(MUTATIONS)(draw, files[name]) or "\n"
    return {name: text.encode("utf-8", "surrogateescape") for name, text in files.items()}


def hold(folder: Path, number: int) -> None:
    """Run the commands on the workspace of a number and judge every finding."""
    for name, data in mutated(number).items():
        (folder / name).write_bytes(data)
    commands = ("check", "build") if number % BUILT_EVERY == 0 else ("check",)
    for command in commands:
        outcome = run(command, "specs/b.yaml", "--format", "json", cwd=folder)
        assert "Traceback" not in outcome.stderr
        assert outcome.status in (0, 1), outcome.stderr
        for found in json.loads(outcome.stdout)["diagnostics"]:
            _judge(folder, found)
        full = run(command, "specs/b.yaml", cwd=folder) if number % 10 == 0 else None
        assert full is None or unseen(full.stdout) == set()


def _judge(folder: Path, found: dict[str, str | int]) -> None:
    code, message, file = str(found["code"]), str(found["message"]), str(found["file"])
    assert code in RULES
    assert message
    assert not message[0].isupper() or message.split()[0] in PROPER_NAMES, message
    assert message == message.rstrip(".\n "), message
    line, column = int(found["line"]), int(found["column"])
    end_line, end_column = int(found["end_line"]), int(found["end_column"])
    assert (1, 1) <= (line, column) <= (end_line, end_column), found
    path = folder / file
    if file.startswith("packaged:") or not path.is_file():
        assert code in MAY_BE_ELSEWHERE, found
        return
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    assert end_line <= len(lines), found
    assert column <= len(lines[line - 1]) + 1, found
    assert end_column <= len(lines[end_line - 1]) + 2, found


PROPER_NAMES = {"YAML", "HTML", "Jinja", "TeX"}
MAY_BE_ELSEWHERE = {"S109", "S111", "P704", "P705", "T805", "H403"}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_mutations(batch: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    numbers = [int(ALONE)] if ALONE else range(batch, COUNT, BATCHES)
    failed = []
    for number in numbers:
        try:
            hold(tmp_path, number)
        except Exception as error:
            failed.append(f"{number}: {type(error).__name__}: {str(error)[:600]}")
            shutil.rmtree(tmp_path / "outputs", ignore_errors=True)
    with capsys.disabled():
        print(f"\nmutated workspaces tried in batch {batch}: {len(numbers)}, of which failed: {len(failed)}")
    assert not failed, "\n".join([f"{len(failed)} of {len(numbers)}", *failed[:12]])


def test_the_workspace_is_sound(tmp_path: Path) -> None:
    """Without a mutation it builds, so that what is found is the mutation's."""
    small.write(tmp_path, FILES)
    outcome = run("build", "--format", "json", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout
    assert json.loads(outcome.stdout)["diagnostics"] == [], outcome.stdout
    assert unicodedata.is_normalized("NFC", SPEC)
