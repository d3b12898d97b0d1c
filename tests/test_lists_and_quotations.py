"""Marks of items and block quotations: in the PDF, the Word file and the page as their author wrote them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from command import run
from finished import Finished, finished, reprinted
from small_workspace import SPEC, write

from brief.compose.outline import Entry, Passage, letters_of, outline_of, read_outline
from brief.files.workspace import Workspace
from brief.outputs.docx import DOCX
from brief.outputs.output import Source
from brief.outputs.word.read import WordBlock, read_word
from brief.run.stages.prove import prove
from brief.text.markdown.enumerators import counted_otherwise, written_marks

TEXT = """\
Our own words come first, and the criteria are these:

(a) the first of the criteria;
(b) the second of them, in two parts:
    i) the one part,
    ii) the other part;
(c) the third.

Criterion (b) matters.[^n]

3. third in order
4. fourth in order

A year follows, and a word of a source.

1986. in that year it began

> Their words, *set off* from ours.
>
> a. an item of theirs
> b. another one

- a bullet

  > A quotation in an item.
- (IV) numbered within a bullet
- **loose** words [@a, para. 1]

    and a second paragraph.

Term
:   What it means.

Words of ours at the end.

[^n]: Words of the note:

    (b) its second point;
    (c) its third.

    > Words of theirs in the note.

    And its end.
"""
RECOMMENDATIONS = """\
recommendations:
  - to: The Government
    items:
      - |
        Publish the law, and in it

        (a) the first part;
        (b) the second part;

        without delay.
      - Keep it current.
      - |
        > Their own demand.

        Do it.
"""
VENUES = ("report", "cescr", "hrc-statement", "embassy-brief")


def spec(text: str, venue: str = "report", more: str = "") -> str:
    """A spec whose section says this."""
    lines = "".join(f"      {line}".rstrip() + "\n" for line in text.splitlines())
    return SPEC[: SPEC.index("      Rodong")].replace("embassy-brief", venue) + lines + more


@cache
def brief(venue: str = "report") -> tuple[Finished, bytes]:
    """A brief that holds every form, and its Word file."""
    root = Path(mkdtemp())
    write(root, {"specs/b.yaml": spec(TEXT, venue, RECOMMENDATIONS)})
    made = finished(root)
    return made, DOCX.render(Source(Workspace(root), made.manuscript, made.composed))


def findings(made: Finished, pdf: bytes | None = None, word: bytes | None = None) -> list[str]:
    """What the proof says of these files of a brief."""
    source = Source(Workspace(Path(__file__).parent), made.manuscript, made.composed)
    others = [lambda reading: DOCX.read_back(reading, word, source)] if word else []
    _, found = prove(pdf or made.pdf, made.composed, made.manuscript, made.fonts, others)
    return [f"{one.code} {one.message}" for one in found]


@pytest.mark.parametrize("venue", VENUES)
def test_every_form_is_printed_and_proved(venue: str) -> None:
    made, word = brief(venue)
    assert findings(made, word=word) == []


def test_marks_are_copied_from_the_pdf_as_they_were_written() -> None:
    made, _ = brief()
    pages = pypdfium2.PdfDocument(made.pdf)
    text = " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())
    for words in ("(a) the first of", "(b) the second of", "i) the one", "ii) the other", "(c) the third",
                  "3. third in", "4. fourth in", "1986. in that", "a. an item", "(IV) numbered",
                  "(b) its second point", "(c) its third", "(b) the second part"):  # fmt: skip
        assert words in text


def test_word_numbers_as_the_author_did() -> None:
    """By its own numbering: the marks are no text."""
    blocks = read_word(brief()[1]).blocks
    marked = {block.words: (block.marks, block.depth) for block in blocks if block.marks}
    assert marked["the second of them, in two parts:"] == (("(b)",), 1)
    assert marked["the other part;"] == (("ii)",), 2)
    assert marked["third in order"] == (("3.",), 1)
    assert marked["in that year it began"] == (("1986.",), 1)
    assert marked["numbered within a bullet"] == (("–", "(IV)"), 2)
    assert marked["the second part;"] == (("(b)",), 2)


@pytest.mark.parametrize("venue", VENUES)
def test_a_recommendation_with_parts_is_one(venue: str) -> None:
    """Its last paragraph and the parts take no number of the recommendations."""
    made, word = brief(venue)
    blocks = {block.words: block for block in read_word(word).blocks}
    assert blocks["without delay."] == WordBlock("without delay.")
    assert blocks["Their own demand."].quoted
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        lists = [tag for tag in tags(pdf) if tag.S == "/L"]
        items = [[kid for kid in tag.K if kid.S == "/LI"] for tag in lists]
    counts = [len(inside) for inside in items]
    addressee = max(at for at, count in enumerate(counts) if count == 3)
    assert counts[addressee + 1] == 2  # the list within its first item


def tags(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every structure element, in order."""
    found, waiting = [], [pdf.Root.StructTreeRoot.K]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, pikepdf.Array):
            waiting[:0] = list(item)
        elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
            found.append(item)
            waiting[:0] = [item.K] if "/K" in item else []
    return found


def retagged(pdf: bytes, old: str, new: str, number: int) -> bytes:
    """The PDF with another role at one tag of a role."""
    data = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        [tag for tag in tags(opened) if old == tag.S][number].S = pikepdf.Name(new)
        opened.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "number", "said"),
    [
        ("/BlockQuote", "/Div", 0, "“Words of theirs in the note.” is a quotation, and not set off"),
        ("/BlockQuote", "/Div", 1, "“Their words,” is a quotation, and not set off as one in the PDF"),
        ("/BlockQuote", "/Div", 2, "“A quotation in an item.” is a quotation, and not set off"),
        ("/BlockQuote", "/Div", 3, "“Their own demand.” is a quotation, and not set off as one in the PDF"),
        ("/Sect", "/BlockQuote", 2, "is no quotation, and set off as one in the PDF"),
        ("/L", "/Div", 1, "“the first of the criteria;” is 0 lists deep in the PDF, not 1"),
        ("/L", "/Div", 2, "“the one part,” is 1 lists deep in the PDF, not 2"),
    ],
)
def test_tags_that_show_another_form_are_found(old: str, new: str, number: int, said: str) -> None:
    made, _ = brief()
    found = findings(made, retagged(made.pdf, old, new, number))
    assert any(said in one and one.startswith("P719") for one in found)


def test_a_mark_that_is_tagged_as_no_label_is_found() -> None:
    made, _ = brief()
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        items = [tag for tag in tags(pdf) if tag.S == "/LI"]
        label = next(kid for item in items for kid in item.K if kid.S == "/Lbl")
        label.S = pikepdf.Name("/Span")
        data = BytesIO()
        pdf.save(data)
    assert any("is tagged with no mark in the PDF" in one for one in findings(made, data.getvalue()))


ALTERED: tuple[tuple[str, str], ...] = (
    ("(b) </span>the second of", "(c) </span>the second of"),
    ('<span class="list-label">(b) </span>the second of', "the second of"),
    (">3. <", ">2. <"),
    ("<blockquote>\n<p>Their words", "<div>\n<p>Their words"),
    ("(b)\u00a0its second", "(a)\u00a0its second"),
    ("note-par note-quote in-1", "note-par"),
    ("<p>Words of ours at the end.</p>", "<blockquote><p>Words of ours at the end.</p></blockquote>"),
    ("<ul>\n<li><p>a bullet", "<div>\n<li><p>a bullet"),
)


@pytest.mark.parametrize(("old", "new"), ALTERED, ids=[old for old, _ in ALTERED])
def test_a_page_that_was_composed_otherwise_is_found(old: str, new: str) -> None:
    """In the page itself, which the author's text is held against, not only in what is printed of it."""
    made, _ = brief()
    html = made.composed.html.replace(old, new, 1)
    assert html != made.composed.html
    composed = replace(made.composed, html=html)
    altered = replace(made, composed=composed, pdf=reprinted(composed, made.manuscript))
    assert any(one.startswith("P719") for one in findings(altered))


@pytest.mark.parametrize(("old", "new"), ALTERED[:5], ids=[old for old, _ in ALTERED[:5]])
def test_a_pdf_that_was_printed_otherwise_is_found(old: str, new: str) -> None:
    made, _ = brief()
    composed = replace(made.composed, html=made.composed.html.replace(old, new, 1))
    assert findings(made, reprinted(composed, made.manuscript)) != []


def test_a_style_that_sets_a_quotation_like_our_words_is_found() -> None:
    made, _ = brief()
    html = made.composed.html.replace(".prose > blockquote { margin: 14pt 22pt }", "")
    composed = replace(made.composed, html=html)
    altered = replace(made, composed=composed, pdf=reprinted(composed, made.manuscript))
    assert "P719 “Their words,” is a quotation, and looks like our words" in findings(altered)


def _changed(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    def change(word: bytes) -> bytes:
        data = BytesIO()
        with ZipFile(BytesIO(word)) as archive, ZipFile(data, "w") as written:
            for name in archive.namelist():
                content = archive.read(name).decode("utf-8", "surrogateescape")
                if name == f"word/{part}.xml":
                    assert old in content, old
                    content = content.replace(old, new, 1)
                written.writestr(name, content.encode("utf-8", "surrogateescape"))
        return data.getvalue()

    return change


@pytest.mark.parametrize(
    "fault",
    [
        _changed("numbering", '<w:startOverride w:val="3"/>', '<w:startOverride w:val="1"/>'),
        _changed("numbering", '<w:startOverride w:val="1986"/>', ""),
        _changed("numbering", '<w:lvlText w:val="(%1)"/>', '<w:lvlText w:val="%1."/>'),
        _changed("numbering", 'w:val="lowerLetter"', 'w:val="decimal"'),
        _changed(
            "numbering",
            'w:val="upperRoman"/><w:lvlText w:val="(%2)"',
            'w:val="decimal"/><w:lvlText w:val="(%2)"',
        ),
        _changed("document", '<w:ilvl w:val="1"/>', '<w:ilvl w:val="0"/>'),
        _changed("document", '<w:pStyle w:val="Quote"/>', '<w:pStyle w:val="BodyText"/>'),
        _changed("footnotes", '<w:pStyle w:val="FootnoteQuote"/>', '<w:pStyle w:val="FootnoteText"/>'),
        _changed("footnotes", "(b)\u00a0its", "(a)\u00a0its"),
    ],
    ids=[
        "start",
        "year",
        "sign",
        "letters",
        "roman",
        "depth",
        "quotation",
        "note's quotation",
        "note's mark",
    ],
)
def test_a_word_file_that_shows_another_form_is_found(fault: Callable[[bytes], bytes]) -> None:
    made, word = brief()
    assert any(one.startswith(("P719", "P702", "P708")) for one in findings(made, word=fault(word)))


def test_a_mark_that_is_lost_in_word_is_found() -> None:
    made, word = brief()
    text = ZipFile(BytesIO(word)).read("word/document.xml").decode()
    at = text.index("<w:numPr>")
    lost = text[at : text.index("</w:numPr>", at) + len("</w:numPr>")]
    assert any(
        "has no mark before it in the Word file" in one
        for one in findings(made, word=_changed("document", lost, "")(word))
    )


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("(a) one\n(b) two", ["(a)", "(b)"]),
        ("Text\n\n7) one\n8) two\n    i. x\n    ii. y\n9) z", ["7)", "8)", "i.", "ii.", "9)"]),
        ("> 1986. one\n\nB. Franklin said", ["1986."]),
        ("One[^b] two[^a].\n\n[^a]: x\n\n    1. first\n\n[^b]: y\n\n    (b) second", ["(b)", "1."]),
        ("p. 4 of it\n\n- no mark", []),
    ],
)
def test_marks_are_read_as_written(text: str, marks: list[str]) -> None:
    assert [mark[0] for mark in written_marks(text)] == marks


def _one_list(*marks: str) -> list[Passage]:
    return [Passage(tuple(Entry("x", 1, 0, (mark,), (1,), 1) for mark in marks))]


@pytest.mark.parametrize(
    ("text", "printed", "found"),
    [
        ("(a) x\n(b) x\n(d) x", ("(a)", "(b)", "(c)"), ["(d)"]),
        ("1. x\n1. x\n1. x", ("1.", "2.", "3."), []),
        ("3. x\n#. x\n#. x", ("3.", "4.", "5."), []),
        ("1990. x\n1992. x", ("1990.", "1991."), ["1992."]),
        ("(a) x\n(b) x\n(b) x", ("(a)", "(b)", "(c)"), ["(b)"]),
        ("01. x", ("1.",), ["01."]),
    ],
)
def test_a_mark_that_would_be_printed_otherwise_is_told(
    text: str, printed: tuple[str, ...], found: list[str]
) -> None:
    assert [mark[0] for mark, _ in counted_otherwise(text, _one_list(*printed))] == found


def test_an_outline_is_read_with_what_the_template_has_around_it() -> None:
    said = "t 1 0 1:1:(a) one;t 2 1 2:2:*+3:3:i. zwei;n1 0 1 - Note;"
    first, second = read_outline(said)
    assert first.entries[1] == Entry("zwei", 2, 1, ("*", "i."), (2, 3), 3)
    assert second == Passage((Entry("note", 0, 1),), in_note=True)
    page = "<ol><li><!--fragment:7--></li></ol><blockquote><!--fragment:8:inline--></blockquote>"
    around = [(passage.lists, passage.quotes) for passage in outline_of(page, {7: said, 8: "t 0 1 - x;"})]
    assert around == [(1, 0), (1, 0), (0, 1)]
    assert letters_of("É1 – “x”") == "é1x"


def test_code_in_a_note_keeps_its_lines_and_a_table_is_refused(tmp_path: Path) -> None:
    note = "Words[^n].\n\n[^n]: Of code:\n\n        one  two\n        three\n"
    write(tmp_path, {"specs/b.yaml": spec(note)})
    html = finished(tmp_path).composed.html
    assert "<code>one\u00a0\u00a0two</code><br />\n<code>three</code>" in html
    table = "Words[^n].\n\n[^n]: Of a table:\n\n    | a | b |\n    |---|---|\n    | 20 | 24 |\n"
    write(tmp_path, {"specs/b.yaml": spec(table)})
    outcome = run("build", "--format", "concise", cwd=tmp_path)
    assert "error[P722] a note in this text holds a table" in outcome.stdout


def test_marks_are_no_words_of_the_manuscript() -> None:
    """As in Word, whose numbers are automatic."""
    from brief.text.word_count import count_words

    assert count_words('<p>a b</p><ol><li><span class="list-label">(a) </span>c</li></ol>').body == 3
