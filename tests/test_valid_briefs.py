"""What is right is printed: briefs drawn from everything that staff may write build without an error.

The other side of the mutations. Each number is a workspace put together from blocks, texts
in all of Markdown that is allowed, tables, pictures, notes, languages, papers and venues;
none has a fault, so that a refusal by the proof, the engine or pandoc is a fault of ours.
`BRIEF_VALID=400` tries more.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import small_workspace as small
from tests.command import run
from tests.pdf_facts import page_texts
from tests.test_build import letters

COUNT = int(os.environ.get("BRIEF_VALID", "32"))
BATCHES = 8
ONCE_REFUSED = (750, 2146)  # a heading of four lines beside the foot of a page
VENUES = [
    "embassy-brief",
    "report",
    "upr",
    "crc-report",
    "hrc-statement",
    "factsheet",
    "special-procedures",
    "cescr",
]
LANGUAGES = ["en", "en", "en", "fr", "es", "ko"]
WORDS = [
    *["the", "of", "a", "children", "school", "and", "in", "was", "said", "year", "closed", "teacher", "province", "they", "it", "had", "first", "families", "paper"],
    *("it’s", "re-opened", "co-operation", "(again)", "7,000", "12.5%", "3–4", "CRC/C/PRK/CO/5", "[“so-called”]{.term}", "naïve"),
    *("한국", "교육권", "Pyŏngyang", "fi", "ffl", "A.", "e.g.", "No.", "10 km", "UN", "x²", "½", "…", "—", "–", "§ 3", "'", "&"),
    *("extraordinarily-long-hyphenated-compound-word", "https", "Überschrift", "œuvre", "Ñandú", "résumé", "O’Neill"),
]  # fmt: skip
CITED = [
    "[@a, para. 1]",
    "[@a, para. 3]",
    "[see @b, art. 28]",
    "[@a, paras. 1, 3; @b, arts. 3-4]",
    "[@c]",
    "[@c, p. 12]",
]
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40" fill="#cde"/>'
    '<text x="6" y="24" font-family="Source Sans 3">North</text></svg>'
)
FILES: small.Files = {
    "brief.yaml": "organisations:\n  first: {name: First Organisation, url: 'https://example.org', ecosoc: special, logo: mark.svg}\n"
    "  second: {name: 'Second & Third', country: Norway, contact: second@example.org}\n",
    "seeds/sources/b.md": "---\ntype: treaty\ntitle: Convention on the Rights of the Child\ntitle-short: CRC\nissued: 1989-11-20\n---\n",
    "seeds/sources/c.md": "---\ntype: article-newspaper\ntitle: 지방 학교\nauthor: [{family: Kim, given: A. B.}]\n"
    "container-title: A Paper\nissued: 2024-08-16\nURL: https://example.org/a/very/long/address/that-must-break-somewhere\n---\n",
    "mark.svg": PICTURE,
    "seeds/data/wide.csv": "Province,2019,2020,2021,2022,2023\n"
    + "".join(f'Province {n},{n},{n * 7},"{n},000",–,{n}%\n' for n in range(1, 30)),
    "seeds/data/words.csv": 'Who,What was said\nA mother,"It is not far, and it is closed"\nKCNA,Everything is free\n',
    "seeds/sections/used.md": "---\ntitle: A section of the corpus\nby: second\n---\nWe read it [@a].\n\n1. One\n2. Two\n",
}


OF_THE_BODY = {"V501", "V502", "V503"}  # too long, another language: right, and no matter here


LISTS_PARTED = "The list.\n\n"


class Draw:
    """Everything that may stand in a brief, drawn from one seed."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)

    def words(self, low: int = 2, high: int = 14) -> str:
        """Some words, never ones that Markdown would take for a list or a rule."""
        found = [self.random.choice(WORDS) for _ in range(self.random.randint(low, high))]
        return "The " + " ".join(found)

    def sentence(self) -> str:
        """A sentence with emphasis, a citation, a note or a link now and then."""
        kind = self.random.random()
        words = self.words()
        if kind < 0.35:
            return f"{words} {self.random.choice(CITED)}."
        if kind < 0.45:
            return f"*{self.words(1, 4)}* and **{self.words(1, 3)}** {words}."
        if kind < 0.52:
            return f"{words}.^[{self.words()} [@b, art. 2].]"
        if kind < 0.58:
            return f"[{self.words(1, 3)}](https://example.org/page) {words}."
        if kind < 0.63:
            return f"It said “children were sent home” {words} [@a, para. 3]."
        if kind < 0.67:
            return f"{words}, H~2~O, x^2^, ~~{self.words(1, 2)}~~, `code {self.words(1, 2)}`."
        return f"{words}."

    def paragraph(self) -> str:
        """A few sentences."""
        return " ".join(self.sentence() for _ in range(self.random.randint(1, 5)))

    def block(self) -> str:
        """A block of Markdown."""
        items = [self.sentence() for _ in range(self.random.randint(2, 4))]
        kinds: list[Callable[[], str]] = [
            self.paragraph,
            self.paragraph,
            self.paragraph,
            lambda: "\n".join(f"- {item}" for item in items),
            lambda: "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1)),
            lambda: "\n".join(f"- {item}\n    - {self.words()}" for item in items),
            lambda: "\n\n".join(f"1. {item}" for item in items),
            lambda: f"> {self.paragraph()}",
            lambda: f"## {self.words(1, 5)}",
            lambda: f"### {self.words(1, 12)}",
            lambda: f"{self.words(1, 2)}\n:   {self.sentence()}",
            lambda: (
                f"| {self.words(1, 2)} | B |\n|---|--:|\n| {self.words(1, 4)} [@a] | 12 |\n| x | {self.words(1, 3)} |"
            ),
            lambda: "    code that is\n      indented",
            lambda: "```\ncode {{ x }}\n```",
            lambda: f"Line\\\n{self.words()}",
        ]
        return self.random.choice(kinds)()

    def text(self) -> str:
        """A text of several blocks; two numbered lists in a row would be one, and its marks others (P721)."""
        blocks = [self.block() for _ in range(self.random.randint(1, 5))]
        parted = ((LISTS_PARTED if b.startswith("1.") else "") for b in blocks[1:])
        return "".join([blocks[0], *(f"\n\n{gap}{b}" for gap, b in zip(parted, blocks[1:], strict=True))])

    def part(self) -> dict[str, Any]:
        """A block of a section."""
        return self.random.choice(
            [
                {"text": self.text()},
                {"quote": {"source": "a", "paragraph": 1, "text": "in the first year of the plan"}},
                {
                    "quote": {
                        "source": "a",
                        "paragraph": 3,
                        "text": "Three children […] sent home",
                        "by": self.words(1, 4),
                    }
                },
                {"excerpt": {"source": "a", "paragraphs": "1-3"}},
                {
                    "law-and-reality": {
                        "caption": self.words(1, 6),
                        "rows": [
                            {"law": self.paragraph(), "reality": self.text()}
                            for _ in range(self.random.randint(1, 3))
                        ],
                    }
                },
                {"table": {"file": "wide.csv", "caption": self.words(), "cite": "[@a]"}},
                {"table": {"file": "words.csv", "caption": self.sentence()}},
                {
                    "figure": {
                        "file": "mark.svg",
                        "alt": self.words(2, 5),
                        "caption": self.words(),
                        "cite": "[@b]",
                    }
                },
            ]
        )

    def section(self) -> dict[str, Any]:
        """A section, from the corpus or written here."""
        if self.random.random() < 0.2:
            return {"use": "used"}
        section: dict[str, Any] = {"heading": self.words(1, 9)}
        if self.random.random() < 0.8:
            section["text"] = self.text()
        if self.random.random() < 0.5:
            section["by"] = "first"
        if self.random.random() < 0.6:
            section["blocks"] = [self.part() for _ in range(self.random.randint(1, 3))]
        return section

    def spec(self) -> dict[str, Any]:
        """A whole brief."""
        spec: dict[str, Any] = {
            "title": self.words(1, 9),
            "venue": self.random.choice(VENUES),
            "language": self.random.choice(LANGUAGES),
            "date": self.random.choice(["2026-11-20", "2026-11", "2026"]),
            "organisations": self.random.choice([["first"], ["first", "second"], ["second"]]),
            "status": self.random.choice(["draft", "sample"]),
            "paper": self.random.choice(["A4", "A4", "Letter"]),
            "session": "97th session",
            "state": "A State",
            "call": "A call for input",
            "contact": "desk@example.org",
            "sections": [self.section() for _ in range(self.random.randint(1, 5))],
            "annexes": {"sources": self.random.random() < 0.5},
        }
        optional: dict[str, Any] = {
            "subtitle": self.words(1, 8),
            "addressee": self.words(1, 5),
            "summary": self.text(),
            "publish": False,
            "citation-style": "author-date",
            "asks": [{"to": self.words(1, 3), "ask": self.paragraph()} for _ in range(3)],
            "key-figures": [
                {"value": value, "label": self.words(1, 9), "cite": "[@a]"}
                for value in ("7,000", "12.5%", "3–4")
            ],
            "recommendations": [
                {"to": self.words(1, 4), "items": [self.paragraph(), self.sentence()]} for _ in range(2)
            ],
        }
        return spec | {key: value for key, value in optional.items() if self.random.random() < 0.45}


def hold(folder: Path, number: int) -> None:
    """The brief of a number builds: no error, and its words are on the page."""
    spec = Draw(number).spec()
    written = yaml.dump(spec, allow_unicode=True, sort_keys=False, width=10_000)
    small.write(folder, {**FILES, "specs/b.yaml": written})
    outcome = run("build", "--format", "json", "specs/b.yaml", cwd=folder)
    found = [d for d in json.loads(outcome.stdout)["diagnostics"] if d["severity"] == "error"]
    errors = {
        f"{d['code']} {d['file']}:{d['line']} {d['message']}" for d in found if d["code"] not in OF_THE_BODY
    }
    assert not errors, "; ".join(sorted(errors))
    if found:
        return
    assert outcome.status == 0, outcome.stderr
    printed = letters(" ".join(page_texts((folder / "outputs/b.pdf").read_bytes())))
    for word in re.findall(
        r"\w+", f"{spec['title']} " + " ".join(s.get("heading", "") for s in spec["sections"])
    ):
        assert letters(word) in printed, word


@pytest.mark.parametrize("batch", range(BATCHES))
def test_valid_briefs(batch: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    numbers = (
        [int(os.environ["BRIEF_VALID_ONE"])]
        if "BRIEF_VALID_ONE" in os.environ
        else [*range(batch, COUNT, BATCHES), *ONCE_REFUSED[batch::BATCHES]]
    )
    failed = []
    for number in numbers:
        try:
            hold(tmp_path, number)
        except AssertionError as error:
            failed.append(f"{number}: {str(error).partition(chr(10))[0][:700]}")
    with capsys.disabled():
        print(f"\nvalid briefs built in batch {batch}: {len(numbers)}, of which refused: {len(failed)}")
    assert not failed, "\n".join(failed)
