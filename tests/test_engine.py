"""The press: notes keep to the page of their call, whatever is drawn; declarations are never trusted."""

from __future__ import annotations

import gc
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from brief.compose.page_breaks import with_breaks
from brief.outputs.engine import notes
from brief.outputs.engine.press import _breaks, warm_up

STYLE = """
@page { size: 105mm 148mm; margin: 10mm; @footnote { margin-top: 4pt; padding-bottom: .05pt } }
html { font: 9pt/11pt "Source Serif 4", serif; orphans: 2; widows: 2 }
.footnote { float: footnote; footnote-policy: line; font-size: 7pt; line-height: 8pt }
tr { break-inside: avoid } td { vertical-align: top; padding: 2pt }
h3 { break-after: avoid; font-size: 10pt; margin: 4pt 0 }
"""
DRAWS = 12


def page(seed: int) -> str:
    """Paragraphs, lists, tables and headings, with notes of any length wherever there are words."""
    draw = random.Random(seed)
    numbers = iter(range(1, 10_000))

    def words(least: int, most: int, chance: float) -> str:
        text = " ".join(["sober"] * draw.randint(least, most))
        if draw.random() < chance:
            note = "a note of a few words " * draw.randint(1, 14)
            text += f'<span class="footnote" id="note-{next(numbers)}">{note}</span>'
        return text

    parts = []
    for _ in range(draw.randint(8, 16)):
        kind = draw.choice(["p", "p", "ul", "table", "h3"])
        if kind == "ul":
            parts.append(
                "<ul>" + "".join(f"<li>{words(2, 40, 0.4)}" for _ in range(draw.randint(1, 6))) + "</ul>"
            )
        elif kind == "table":
            rows = "".join(
                f"<tr><td>{words(1, 12, 0.4)}<td>{words(3, 40, 0.5)}" for _ in range(draw.randint(1, 7))
            )
            parts.append(f"<table><tbody>{rows}</table>")
        elif kind == "h3":
            parts.append(f"<section><h3>{words(1, 4, 0.3)}</h3><div><p>{words(5, 60, 0.6)}</div></section>")
        else:
            parts.append(f"<p>{words(10, 120, 0.5)}")
    return f"<!DOCTYPE html><html lang=en><style>{STYLE}</style><body>{''.join(parts)}"


def pages_of(html: str) -> tuple[dict[str, set[int]], dict[str, set[int]], int]:
    """Where the calls and the notes are, by the note's id; and how many pages there are."""
    calls: dict[str, set[int]] = {}
    found: dict[str, set[int]] = {}
    document = warm_up().HTML(string=html).render()
    for number, sheet in enumerate(document.pages, start=1):
        for box in sheet._page_box.descendants():
            if box.element is not None and str(box.element.get("id") or "").startswith("note-"):
                where = calls if str(box.element_tag).endswith("::footnote-call") else found
                where.setdefault(box.element.get("id"), set()).add(number)
    return calls, found, len(document.pages)


@pytest.fixture
def engine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine as it comes, without our layout of notes."""
    warm_up()
    from weasyprint.layout import LayoutContext, page

    monkeypatch.setattr(page, "make_page", notes._Engine.make_page)
    monkeypatch.setattr(page, "block_level_layout", notes._Engine.block_level_layout)
    monkeypatch.setattr(LayoutContext, "_update_footnote_area", notes._Engine.update)


@pytest.mark.parametrize("seed", range(DRAWS))
def test_every_note_begins_on_the_page_of_its_call(seed: int) -> None:
    calls, found, _ = pages_of(page(seed))
    assert calls
    assert calls.keys() == found.keys()
    assert {id_ for id_, where in calls.items() if min(where) != min(found[id_])} == set()


def test_a_heading_goes_with_the_paragraph_that_is_moved() -> None:
    """Also where it does not stand beside the paragraph, but beside what that begins."""
    for seed in range(4 * DRAWS):
        for sheet in warm_up().HTML(string=page(seed)).render().pages:
            text = sheet._page_box.children[0]
            blocks = [
                box.element_tag for box in text.descendants() if box.element_tag in ("h3", "p", "li", "td")
            ]
            assert blocks[-1:] != ["h3"], seed


@pytest.mark.usefixtures("engine_alone")
def test_the_engine_alone_parts_some_of_these_notes_from_their_calls() -> None:
    """Otherwise the test above would say nothing."""
    astray = 0
    for seed in range(DRAWS):
        calls, found, _ = pages_of(page(seed))
        astray += sum(min(where) != min(found.get(id_, {0})) for id_, where in calls.items())
    assert astray > 3


@pytest.mark.usefixtures("engine_alone")
def test_mending_adds_few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A break is set before one row, and not before every row that looks like it."""
    bare = sum(pages_of(page(seed))[2] for seed in range(DRAWS))
    monkeypatch.undo()
    assert sum(pages_of(page(seed))[2] for seed in range(DRAWS)) <= bare + DRAWS


def shown(html: str) -> list[list[str]]:
    """The words of each page, its notes among them, in the order of the boxes."""
    return [
        [
            box.text
            for box in sheet._page_box.descendants()
            if getattr(box, "text", None) and not str(box.element_tag).endswith("marker")
        ]
        for sheet in warm_up().HTML(string=html).render().pages
    ]


def told(html: str) -> str:
    """The page with the breaks that the press found."""
    parsed = warm_up().HTML(string=html)
    pages = len(parsed.render().pages)
    return with_breaks(html, _breaks(parsed.etree_element, pages, ()))


def test_the_engine_alone_makes_the_same_pages_when_it_is_told_where_to_break(
    request: pytest.FixtureRequest,
) -> None:
    drawn = [page(seed) for seed in range(2 * DRAWS)]
    ours = [shown(html) for html in drawn]
    breaks = [told(html) for html in drawn]
    request.getfixturevalue("engine_alone")
    assert any(shown(html) != pages for html, pages in zip(drawn, ours, strict=True))
    astray = [seed for seed, html in enumerate(breaks) if shown(html) != ours[seed]]
    assert astray == []


def test_a_document_that_is_done_with_is_not_kept() -> None:
    gc.collect()
    before = len(notes.MENDED)
    assert told(page(1))
    gc.collect()
    assert len(notes.MENDED) <= before


def test_notes_apart_from_each_other_are_left_to_the_engine() -> None:
    """Margins collapse, so heights do not add up: the sum is found wrong, and no page is spoilt."""
    html = page(3).replace("</style>", ".footnote { margin: 3pt 0 9pt; border-top: 1pt solid }</style>")
    calls, found, _ = pages_of(html)
    assert {id_ for id_, where in calls.items() if min(where) != min(found[id_])} == set()


def test_declarations_are_made_again_when_they_are_not_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    code = "from brief.outputs.engine.press import warm_up; print(len(warm_up().HTML(string='<p>x').write_pdf()) > 900)"

    def printed() -> str:
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed() == "True\n"
    (kept,) = (tmp_path / "brief").iterdir()
    whole = kept.read_bytes()
    for broken in (b"", whole[:-1], whole[:32] + b"\0" * 40, b"x" * len(whole)):
        kept.write_bytes(broken)
        assert printed() == "True\n"
        assert kept.read_bytes() == whole
    kept.unlink()
    kept.mkdir()
    assert printed() == "True\n"  # it cannot be kept, and is made each time


def test_the_version_that_is_mended_is_the_one_that_is_pinned() -> None:
    """`notes` reaches into the engine: another version must be looked at first."""
    pinned = re.search(
        r'"weasyprint==([\d.]+)"', (Path(__file__).parent.parent / "pyproject.toml").read_text()
    )
    assert pinned is not None
    assert pinned[1] == "70.0"
    assert warm_up().__version__ == "70.0"


HYPHENS = """
import pyphen
from brief.outputs.engine import hyphens

def nobody(*_):
    raise AssertionError("read again")

plain = {pyphen.LANGUAGES[key]: pyphen.HyphDict(pyphen.LANGUAGES[key]) for key in ("en_GB", "fr", "es", "hu")}
hyphens.install()
for turn in range(2):
    for path, read in plain.items():
        kept = pyphen.HyphDict(path)
        assert list(kept.patterns.items()) == list(read.patterns.items())
        assert kept.maxlen == read.maxlen
        assert kept.positions("extraordinary") == read.positions("extraordinary")
    plain.pop(pyphen.LANGUAGES["hu"], None)
    hyphens._Engine.read = nobody
"""


def test_hyphenation_patterns_are_kept_as_they_were_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept and found again they are the same; Hungarian has patterns that are no plain values."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    done = subprocess.run([sys.executable, "-c", HYPHENS], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "brief").iterdir())) == 3
