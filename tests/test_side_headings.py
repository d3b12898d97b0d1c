"""Headings in the side column of an embassy brief stand whole, beside their text, above what follows."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import yaml

from tests import small_workspace as small
from tests.command import run

LINES = (1, 2, 4, 5, 8)


def heading(number: int, lines: int) -> str:
    """A heading of about so many lines, whose first and last words are its own."""
    return " ".join([f"First{number}", *["heading words beside"] * lines, f"Last{number}"])


def place(document: pypdfium2.PdfDocument, word: str) -> tuple[int, float, float]:
    """The page of a word that stands there once, its bottom, and its top, in points from the page's foot."""
    found = []
    for number, page in enumerate(document):
        text = page.get_textpage()
        search = text.search(word, match_whole_word=True)
        while (match := search.get_next()) is not None:
            boxes = [text.get_charbox(match[0] + at) for at in range(match[1])]
            found.append((number, min(box[1] for box in boxes), max(box[3] for box in boxes)))
    assert len(found) == 1, (word, found)
    return found[0]


@pytest.mark.parametrize("filler", range(4))
def test_a_long_heading_beside_a_short_text(filler: int, tmp_path: Path) -> None:
    """It may be longer than its section, wherever on the page it begins."""
    first = {"heading": "Zero", "text": "\n\n".join(["Words that fill a line."] * (19 + filler))}
    texts = [
        {"text": "Short1."},
        {"blocks": [{"table": {"file": "t.csv", "caption": "Short2."}}]},
        {"text": "Short3."},
        {"text": "Short4.\n\n" + "Words that fill a line.\n\n" * 12},
        {"text": "Short5."},
    ]
    sections = [
        {"heading": heading(at, lines), **text}
        for at, (lines, text) in enumerate(zip(LINES, texts, strict=True), start=1)
    ]
    spec = yaml.safe_load(small.SPEC) | {"sections": [first, *sections]}
    small.write(
        tmp_path, {**small.FILES, "specs/b.yaml": yaml.safe_dump(spec), "seeds/data/t.csv": "A,B\na,b\n"}
    )
    outcome = run("build", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout + outcome.stderr
    document = pypdfium2.PdfDocument((tmp_path / "outputs/b.pdf").read_bytes())
    numbers = range(1, len(LINES) + 1)
    begin = [place(document, f"First{number}") for number in numbers]
    end = [place(document, f"Last{number}") for number in numbers]
    text = [place(document, f"Short{number}.") for number in numbers]
    assert [page for page, *_ in begin] == [page for page, *_ in end] == [page for page, *_ in text]
    for head, words in zip(begin, text, strict=True):
        assert abs(head[1] - words[1]) < 4, "on one line with its text"
    for last, following in zip(end, begin[1:], strict=False):
        assert last[0] < following[0] or last[1] > following[2] + 4, "above the next heading"
    document.close()


def test_words_wider_than_their_column_are_parted(tmp_path: Path) -> None:
    """Nothing is drawn over what stands beside it (P707 would say so), nor off the page."""
    word = "Rechtsschutzversicherungsgesellschaftenverbandsvorsitz"
    spec = yaml.safe_load(small.SPEC) | {
        "title": word,
        "key-figures": [{"value": word[:30], "label": word, "cite": "[@a, para. 1]"}],
        "asks": [{"to": word * 2, "ask": word * 3}],
        "sections": [{"heading": word, "text": word * 3}],
        "state": "A State",
        "session": "97th session",
    }
    for venue in ("embassy-brief", "report", "factsheet", "upr"):
        small.write(tmp_path, {**small.FILES, "specs/b.yaml": yaml.safe_dump(spec | {"venue": venue})})
        outcome = run("build", cwd=tmp_path)
        assert outcome.status == 0, (venue, outcome.stdout)


@pytest.mark.parametrize(("venue", "words"), [("embassy-brief", 6), ("embassy-brief", 24), ("report", 36)])
def test_a_key_figure_stands_on_one_page_with_what_it_counts(venue: str, words: int, tmp_path: Path) -> None:
    """However many there are, and wherever on the page they begin."""
    label = "children were sent home in the year that is told of here, as we read"
    figures = [
        {"value": f"Value{at:x}".replace("0", "O"), "label": f"{label} label{at:x}", "cite": "[@a]"}
        for at in range(10, 14 if venue == "report" else 21)
    ]
    figures[0]["label"] = f"{figures[0]['label']}{' and' * (words if venue == 'embassy-brief' else 0)}"
    spec = yaml.safe_load(small.SPEC) | {"venue": venue, "key-figures": figures}
    spec["summary"] = "\n\n".join(["Words of ours."] * words if venue == "report" else ["Words."])
    small.write(tmp_path, {"specs/b.yaml": yaml.safe_dump(spec)})
    outcome = run("build", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout
    document = pypdfium2.PdfDocument(tmp_path / "outputs/b.pdf")
    pages = [page.get_textpage().get_text_bounded() for page in document]
    for page in pages:
        assert page.count("Value") == page.count("told of")
    assert sum(page.count("Value") for page in pages) == len(figures)
