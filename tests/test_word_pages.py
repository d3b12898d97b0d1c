"""The Word files as LibreOffice prints them, page by page beside our own PDF.

LibreOffice sees the fonts that travel with us, as somebody does who has them. The two
programs break lines and pages each in its own way, so that nothing is asked to the line:
but the reader of either is on the same page, or the next, and finds each note below its call.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from brief.outputs.word import read_word
from tests.command import run
from tests.external import external
from tests.process import ROOT
from tests.small_workspace import SPEC, edited, write
from tests.test_build import SPECS, read, samples

__all__ = ["samples"]

SMALL = 7.2  # points: numbers of notes are smaller, all other figures larger
SAME_PAGE = {
    "joint-report": 0.5,  # its chapters run on, so that a line more here moves all that follows
    "upr-joint": 0.8,  # the PDF keeps long paragraphs whole, at the foot of two pages; Word parts them
}
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer></alias>
</fontconfig>"""


@pytest.fixture(scope="module")
def office(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the PDF that LibreOffice makes of every sample's Word file."""
    soffice = external("soffice")
    folder = tmp_path_factory.mktemp("office")
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=ROOT / "styles/fonts", cache=folder / "cache"), encoding="utf-8")
    files = [str(samples / f"outputs/{name}.docx") for name in SPECS]
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files],
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "FONTCONFIG_FILE": str(fonts)},
        capture_output=True, check=True, timeout=300,
    )  # fmt: skip
    return folder


@cache
def words(data: bytes) -> tuple[tuple[str, int], ...]:
    """Every word of a PDF with its page; a word that a line's end parts is whole."""
    found: list[tuple[str, int]] = []
    for number, page in enumerate(pypdfium2.PdfDocument(data), start=1):
        text = page.get_textpage().get_text_range().replace("\r\n", "\n")
        text = re.sub("(?:\ufffe|-)\n?", "", text)
        found += [(word.casefold(), number) for word in re.findall(r"[^\W\d_]+", text)]
    return tuple(found)


def note_numbers(data: bytes) -> Iterator[list[int]]:
    """For every page the raised numbers on it: calls first, then those of the notes at its foot."""
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        shown = ""
        for at in range(text.count_chars()):
            character = chr(pdfium.FPDFText_GetUnicode(text, at))
            small = pdfium.FPDFText_GetFontSize(text, at) < SMALL
            shown += character if small and character.isdigit() else " "
        yield [int(number) for number in shown.split()]


def pages_apart(ours: bytes, theirs: bytes) -> Counter[int]:
    """Of the words that both have in the same order: how many stand how many pages later in theirs."""
    one, other = words(ours), words(theirs)
    matcher = SequenceMatcher(None, [word for word, _ in one], [word for word, _ in other], autojunk=False)
    apart: Counter[int] = Counter()
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            apart[other[block.b + step][1] - one[block.a + step][1]] += 1
    return apart


@pytest.mark.parametrize("name", SPECS)
def test_as_many_pages(name: str, samples: Path, office: Path) -> None:
    """At most one page more or less."""
    ours = len(pypdfium2.PdfDocument(read(samples, name).pdf))
    theirs = len(pypdfium2.PdfDocument((office / f"{name}.pdf").read_bytes()))
    assert abs(ours - theirs) <= 1


@pytest.mark.parametrize("name", SPECS)
def test_words_stand_on_the_same_page(name: str, samples: Path, office: Path) -> None:
    """Most on the very page, and nearly all at most on its neighbour."""
    apart = pages_apart(read(samples, name).pdf, (office / f"{name}.pdf").read_bytes())
    total = sum(apart.values())
    assert total > 0.75 * len(words(read(samples, name).pdf))
    assert apart[0] >= SAME_PAGE.get(name, 0.85) * total, apart
    assert apart[-1] + apart[0] + apart[1] >= 0.99 * total, apart
    assert max(map(abs, apart)) <= 2


@pytest.mark.parametrize("name", SPECS)
def test_every_note_begins_on_the_page_of_its_call(name: str, samples: Path, office: Path) -> None:
    """On each page the calls, then the same numbers again at its foot; through the file from 1 on."""
    numbers = list(note_numbers((office / f"{name}.pdf").read_bytes()))
    for page, found in enumerate(numbers, start=1):
        half = len(found) // 2
        assert sorted(found[:half]) == sorted(found[half:]), f"page {page}: {found}"
    called = [number for found in numbers for number in found[: len(found) // 2]]
    assert sorted(called) == list(range(1, len(read(samples, name).notes) + 1))


@pytest.mark.parametrize("name", SPECS)
def test_headings_follow_each_other_alike(name: str, samples: Path, office: Path) -> None:
    """The bookmarks of both name the same headings in the same order, a page apart at most."""
    ours = headings(read(samples, name).pdf)
    theirs = headings((office / f"{name}.pdf").read_bytes())
    both = {title for title, _ in ours} & {title for title, _ in theirs}
    ours = [(title, page) for title, page in ours if title in both]
    theirs = [(title, page) for title, page in theirs if title in both]
    assert len(both) > 4
    assert [title for title, _ in theirs] == [title for title, _ in ours]
    assert [one for one, other in zip(ours, theirs, strict=True) if abs(one[1] - other[1]) > 1] == []


def headings(data: bytes) -> list[tuple[str, int]]:
    """Bookmarks with their pages, without the numbers before them."""
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        found = [(item.title, pages.get(_goal(pdf, item), 0)) for item in _all(outline.root)]
    return [
        (re.sub(r"^(?:[IVXLC]+\.|\d+\.?)\s+", "", " ".join(title.split())), page) for title, page in found
    ]


def _goal(pdf: pikepdf.Pdf, item: pikepdf.OutlineItem) -> tuple[int, int]:
    destination = item.destination
    if isinstance(destination, pikepdf.String):
        destination = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())[str(destination)]
    if destination is None and item.action is not None:
        destination = item.action.D
    return destination[0].objgen if isinstance(destination, pikepdf.Array) else (0, 0)


def _all(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _all(item.children)


def test_two_documents_are_not_taken_for_one(samples: Path, office: Path) -> None:
    """The comparison is awake: another brief's pages are not these."""
    apart = pages_apart(read(samples, "crc").pdf, (office / "cedaw.pdf").read_bytes())
    assert apart[0] < 0.5 * len(words(read(samples, "crc").pdf))


# Which of the two is the one to file

FILED = {
    "embassy-brief": ("Review copy: the PDF is the one to file", None),
    "upr": (None, "Review copy: the Word document is the one to file"),
    "report": (None, None),
}
MORE = {"upr": "state: A State\nsession: Forty-ninth session\n"}


@pytest.mark.parametrize("status", ["sample", "draft", "final"])
@pytest.mark.parametrize("venue", FILED)
def test_the_other_file_says_that_it_is_a_review_copy(venue: str, status: str, tmp_path: Path) -> None:
    """Whatever the status: the Word file where the PDF is filed, the PDF where the Word file is, else none."""
    text = edited(SPEC, "venue: embassy-brief\n", f"venue: {venue}\nstatus: {status}\n{MORE.get(venue, '')}")
    outcome = run("build", "b", cwd=write(tmp_path, {"specs/b.yaml": text}))
    assert outcome.status == 0, outcome.stdout
    said = read_word((tmp_path / "outputs/b.docx").read_bytes()).paragraphs
    printed = " ".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "outputs/b.pdf")
    )
    in_word, on_paper = FILED[venue]
    assert [line for line in said if "Review copy" in line] == ([in_word] if in_word else [])
    assert ("Review copy" in printed) == (on_paper is not None)
    assert on_paper is None or on_paper in " ".join(printed.split())
