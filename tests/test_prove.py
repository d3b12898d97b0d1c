"""The proof: what it finds in finished files, and the print engine's own faults provoked on purpose."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import small_workspace as small
from finished import ROOT, Finished, finished, reprinted, sample

from brief.files.workspace import Workspace
from brief.model.diagnostic import Diagnostic
from brief.outputs.docx import DOCX
from brief.outputs.output import Source
from brief.prove.alignment import Runs, align, values
from brief.prove.content import Piece
from brief.prove.found_words import searchable
from brief.prove.page_words import headings_of, read_page
from brief.prove.printed import Item, read_pdf
from brief.prove.proof import Proof
from brief.prove.style_words import added_key, style_words
from brief.prove.words import call_number, first_difference, folded, shortened, squashed
from brief.run.stages.prove import prove
from tests.pdf_facts import page_texts

QUOTING = """\
title: A title
venue: embassy-brief
language: en
date: 2026-11-20
organisations: [first]
summary: |
  The site says that “the mines were full” [@a, para. 2].
sections:
  - heading: First heading
    text: |
      It adds that “[t]hree children were sent home” [@a, para. 3].
    blocks:
      - quote: {source: a, paragraph: 1, text: "Schools opened"}
      - excerpt: {source: a, paragraphs: 2-3}
"""


def proved(brief: Finished, pdf: bytes | None = None) -> tuple[Proof, list[Diagnostic]]:
    """The proof of a finished brief, or of another PDF against it."""
    return prove(pdf or brief.pdf, brief.composed, brief.manuscript, brief.fonts)


def styled(brief: Finished, css: str, root: Path = ROOT, *, known: bool = True) -> list[str]:
    """The codes found when a page is printed with more CSS (which the proof sees too when `known`)."""
    html = brief.composed.html.replace("</style>", f"{css}\n</style>", 1)
    style = replace(brief.composed.style, css=brief.composed.style.css + css)
    composed = replace(brief.composed, html=html, style=style)
    pdf = reprinted(composed, brief.manuscript, root)
    return [
        f.code for f in prove(pdf, composed if known else brief.composed, brief.manuscript, brief.fonts)[1]
    ]


@pytest.fixture(scope="module")
def quoting(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A brief with every kind of quotation."""
    root = small.write(tmp_path_factory.mktemp("quoting"), {"specs/b.yaml": QUOTING})
    return finished(root)


def test_the_second_witness_reads_the_file_that_leaves(quoting: Finished) -> None:
    """Not the one it was made from; and what it reads there is what is searched for protected words."""
    other = reprinted(
        replace(quoting.composed, html=quoting.composed.html.replace("Schools opened", "Schools closed")),
        quoting.manuscript,
    )
    given: list[Proof] = []

    def leaving(proof: Proof) -> bytes:
        given.append(proof)
        return other

    made = quoting.pdf, quoting.composed, quoting.manuscript, quoting.fonts
    proof, findings = prove(*made, leaving=leaving)
    assert [finding.code for finding in findings] == ["P707"]
    assert "another reader finds" in findings[0].message
    assert [replace(proof, seen=())] == given
    assert "Schools closed" in proof.seen[0]
    assert "Schools opened" in prove(*made)[0].seen[0]


def test_the_proof_says_where_everything_stands(quoting: Finished) -> None:
    """Pages of notes, headings and quotations, with the passages they come from."""
    proof, findings = proved(quoting)
    assert findings == []
    assert (proof.pages, proof.note_pages) == (1, {1: 1, 2: 1, 3: 1, 4: 1})
    assert [title for title, _ in proof.headings] == ["A title", "Summary", "First heading"]
    quoted = {(q.words, q.page, q.note) for q in proof.quotations}
    assert quoted == {
        ("the mines were full", 1, 1),
        ("[t]hree children were sent home", 1, 2),
        ("Schools opened", 1, 3),
        ("Officials said the mines were full.", 1, 4),
        ("Three children were sent home.", 1, 4),
    }
    assert len(proof.texts) == 1


def test_a_finding_stands_at_the_words_of_the_spec(quoting: Finished) -> None:
    """The place is the quotation's own, the code the quotation's first."""
    html = quoting.composed.html.replace("the mines were full”", "the mines were not full”")
    pdf = reprinted(replace(quoting.composed, html=html), quoting.manuscript)
    _, findings = proved(quoting, pdf)
    missing = next(f for f in findings if f.code == "P701")
    assert missing.message == "“the mines were full” stands on page 1 apart from its note, called on page 1"
    assert (missing.place.file, missing.place.line) == ("specs/b.yaml", 7)
    differs = next(f for f in findings if f.code == "P707")
    assert differs.message == "“mines were full”.” prints as “mines were not full”.”, on page 1"


@pytest.mark.parametrize(
    ("css", "code"),
    [
        (".footnote { display: none }", "P702"),
        (".footnote::footnote-call { content: none }", "P702"),
        (".quote { display: none }", "P701"),
        (".summary { display: none }", "P701"),
        (".summary { position: absolute; left: -2000pt }", "P707"),
        (".prose p::before { content: 'Hardly: ' }", "P707"),
        ("@page { @bottom-right { content: '7 / 9' } }", "P706"),
        ("@page { counter-reset: page 4 } ", "P706"),
        (".summary::after { content: ''; display: block; break-before: page; height: 9pt } .section { break-before: page }", "P709"),
    ],
)  # fmt: skip
def test_a_style_sheet_cannot_take_away_or_add(quoting: Finished, css: str, code: str) -> None:
    """Even when the proof knows the style sheet."""
    assert code in styled(quoting, css)


@pytest.mark.parametrize(
    "css",
    [
        "h2 { display: none }",
        "h2::before { content: counter(h, upper-roman) '. '; counter-increment: h }",
        "p { text-transform: uppercase }",
        "p { hyphens: auto; width: 90pt; text-align: justify }",
        ".prose { columns: 2 }",
        "h2 { float: left }",
        "h1 { position: absolute; top: 300pt }",
        "main { display: flex; flex-direction: column }",
        ".footnote::footnote-call { content: '[' counter(footnote) ']' }",
        "p { letter-spacing: 2pt; word-spacing: 6pt; font-variant: small-caps }",
        "h2 { break-before: right }",
    ],
)
def test_a_style_sheet_may_set_the_page_as_it_likes(quoting: Finished, css: str) -> None:
    """Numbers, marks, columns, floats, capitals, spacing: no false alarm."""
    assert styled(quoting, css) == []


def test_an_excerpt_may_run_over_the_end_of_a_page(quoting: Finished) -> None:
    """It has one note, at its end; a paragraph taken out of the middle of it is still missed."""
    turned = ".excerpt blockquote > p:first-child { break-after: page }"
    html = quoting.composed.html.replace("</style>", f"{turned}\n</style>", 1)
    pdf = reprinted(replace(quoting.composed, html=html), quoting.manuscript)
    proof, findings = proved(quoting, pdf)
    assert findings == []
    assert [(q.words, q.page, q.note) for q in proof.quotations][-2:] == [
        ("Officials said the mines were full.", 1, 4),
        ("Three children were sent home.", 2, 4),
    ]
    lost = html.replace("<p>Three children were sent home.", "<p>", 1)
    assert lost != html
    pdf = reprinted(replace(quoting.composed, html=lost), quoting.manuscript)
    assert {f.code for f in proved(quoting, pdf)[1]} >= {"P701", "P707"}


BEHIND_A_LIST = """\
  - One
      - Within one

      Behind the list.

  - Two

      More of two.

  - Three

  1. Four

      1. Within four

      Behind that list.

"""


def test_words_behind_an_inner_list_keep_their_place(tmp_path: Path) -> None:
    """On the page and in the tags; a second paragraph of an item has no number of its own."""
    text = QUOTING.replace("  The site says", f"{BEHIND_A_LIST}  The site says")
    brief = finished(small.write(tmp_path, {"specs/b.yaml": text}))
    assert proved(brief)[1] == []
    words = " ".join(item.piece.text.strip() for item in read_pdf(brief.pdf).text)
    order = ("One", "Within one", "Behind the list.", "Two", "More of two.", "Within four", "Behind that")
    assert sorted(order, key=words.index) == list(order)


def test_a_page_may_have_the_number_of_the_next_entry() -> None:
    """Contents say `One … 2`, and the next entry is number 2."""
    words = read_page(
        '<nav><a href="#a"><span>1</span> One</a> <a href="#b"><span>2</span> Two</a></nav><h2 id="a">One</h2>'
    )
    style = style_words("a::after { content: leader('.') target-counter(attr(href url), page) }")
    pieces = ("1", "One", ".", "2", "2", "Two", ".", "2", "One")
    items = [Item(Piece(1, number, text)) for number, text in enumerate(pieces)]
    aligned = align(words.text, items, style, set())
    assert aligned.faults == []
    assert {at: numeral for at, (numeral, _) in aligned.entries.items()} == {1: "2", 3: "2"}
    lost = align(words.text, items[:3] + items[4:], style, set())
    assert lost.faults != []


@pytest.mark.parametrize("css", ["", ".footnote::footnote-call { content: counter(footnote) }"])
def test_a_superior_figure_is_printed_and_copied_as_such(css: str, tmp_path: Path) -> None:
    """In the text and in calls, which have the same glyphs; a power that became a factor is found."""
    text = QUOTING.replace(
        "  The site says", "  Words.^[A note.] Words.^[A note.] It is 12 m² large. The site says"
    )
    brief = finished(small.write(tmp_path, {"specs/b.yaml": text}))
    assert styled(brief, css, tmp_path) == []
    assert "12 m² large" in page_texts(brief.pdf)[0]
    html = brief.composed.html.replace("12 m²", "12 m2")
    pdf = reprinted(replace(brief.composed, html=html), brief.manuscript, tmp_path)
    assert "P707" in {finding.code for finding in proved(brief, pdf)[1]}


@pytest.mark.parametrize(
    ("text", "number"), [("\u202f12", 12), ("¹²", 12), ("[3]", 3), ("m²", None), ("1²", None)]
)
def test_calls_are_known_by_their_figures(text: str, number: int | None) -> None:
    """Superior ones or others, not both."""
    assert call_number(text) == number


def test_links_that_lie_over_each_other_are_caught() -> None:
    """Who clicks gets to one of them, nobody knows which."""
    brief = sample("embassy")
    found = styled(brief, ".imprint a { position: absolute; bottom: 0; left: 0 }")
    assert "P712" in found


@pytest.mark.parametrize(
    "css",
    [
        ".summary { color: #fff }",
        ".summary { color: rgba(0, 0, 0, 0) }",
        ".summary { opacity: 0 }",
        ".summary { background: #123 }",
        ".summary { font-size: .4pt; line-height: 1pt }",
        ".summary { height: 30pt; overflow: hidden } .summary p { margin-top: 60pt }",
        ".prose { position: relative } .prose::after { content: ''; position: absolute; inset: 0; background: #eee }",
    ],
)
def test_words_that_nobody_can_see_are_caught(quoting: Finished, css: str) -> None:
    """They are in the file, can be copied and are read aloud, and are not on the paper."""
    assert "P707" in styled(quoting, css)


@pytest.mark.parametrize(
    "css",
    [
        ".summary { background: #123 } .summary h2, .summary p, .summary .footnote::footnote-call { color: #fff }",
        ".summary { opacity: .7 }",
        ".summary { overflow: hidden }",
        ".summary { background: linear-gradient(#fff, #ccc) }",
    ],
)
def test_words_in_light_colours_on_dark_ones_are_seen(quoting: Finished, css: str) -> None:
    """What is light, or partly transparent, or in a box, is no fault."""
    assert styled(quoting, css) == []


# The print engine's own faults, provoked


def _many_notes(count: int) -> str:
    notes = " ".join(f"Sentence number {n} says something of its own [@a, para. 2]." for n in range(count))
    return QUOTING.replace("  The site says", f"  {notes}\n\n  The site says")


def test_a_note_that_leaves_its_call_behind_is_caught(tmp_path: Path) -> None:
    """Paragraphs that may break send their notes to the next page (WeasyPrint's open fault)."""
    brief = finished(small.write(tmp_path, {"specs/b.yaml": _many_notes(60)}))
    assert proved(brief)[1] == []
    loose = (
        "html { orphans: 2 !important; widows: 2 !important } .footnote { footnote-policy: auto !important } "
        ".summary h2 { position: absolute } "
    )
    found = []
    for margin in range(0, 60, 7):
        found += styled(brief, f"{loose} .summary {{ margin-top: {margin}pt !important }}", tmp_path)
    assert "P702" in found


def test_a_table_longer_than_a_page_keeps_its_head(tmp_path: Path) -> None:
    """The engine drops the head of rows that may not part and do not fit: ours may."""
    words = " ".join(["The law says so."] * 90)
    rows = "".join(f"            - {{law: '{words}', reality: Words}}\n" for _ in range(3))
    block = f"      - law-and-reality:\n          caption: A caption\n          rows:\n{rows}"
    brief = finished(small.write(tmp_path, {"specs/b.yaml": QUOTING + block}))
    assert proved(brief)[1] == []
    held = "tbody tr:first-child { break-after: avoid } tbody tr:last-child { break-before: avoid }"
    assert "P707" in styled(brief, f".law-and-reality {{ break-before: page }} {held}", tmp_path)


def test_a_note_in_a_repeated_table_head_is_caught(quoting: Finished) -> None:
    """The head of a table is printed again on the next page, its call with it."""
    note = re.search(
        r'<span class="note-call"></span><span id="note-1".*?</span></span>', quoting.composed.html, re.S
    )
    assert note is not None
    rows = "".join(f"<tr><td>Row number {n}</td><td>Words</td></tr>" for n in range(90))
    head = f"<thead><tr><th>Head<span>{note[0]}</th><th>Other</th></tr></thead>"
    html = quoting.composed.html.replace(note[0], "").replace(
        '<section class="summary"', f'<table>{head}<tbody>{rows}</tbody></table><section class="summary"', 1
    )
    composed = replace(quoting.composed, html=html)
    _, findings = prove(reprinted(composed, quoting.manuscript), composed, quoting.manuscript, quoting.fonts)
    again = [f.message for f in findings if f.code == "P702"]
    assert any("printed again" in message for message in again), findings


def test_a_repeated_table_head_without_a_note_is_no_fault(quoting: Finished) -> None:
    """It is printed twice and composed once, and that is what a table head is for."""
    rows = "".join(f"<tr><td>Row number {n}</td><td>Words</td></tr>" for n in range(90))
    table = f"<table><thead><tr><th>Head</th><th>Other</th></tr></thead><tbody>{rows}</tbody></table>"
    html = quoting.composed.html.replace('<section class="summary"', f'{table}<section class="summary"', 1)
    composed = replace(quoting.composed, html=html)
    assert (
        prove(reprinted(composed, quoting.manuscript), composed, quoting.manuscript, quoting.fonts)[1] == []
    )


def test_notes_of_several_paragraphs_are_read_whole(tmp_path: Path) -> None:
    """As blocks or as spans: whatever the engine loses of them is missed."""
    text = QUOTING.replace(
        "  The site says", "  Words.[^n]\n\n  [^n]: First part.\n\n      Second part.\n\n  The site says"
    )
    brief = finished(small.write(tmp_path, {"specs/b.yaml": text}))
    assert proved(brief)[1] == []
    for css in (".note-par { display: inline }", ".footnote .note-par { break-before: page }"):
        assert set(styled(brief, css, tmp_path)) <= {"P702", "P707", "P709"}
    assert "P707" in styled(brief, ".footnote .note-par { display: none }", tmp_path, known=False)


def test_a_note_longer_than_the_page_is_caught_or_whole(tmp_path: Path) -> None:
    """The engine cannot divide a note; if words run off the paper, that is found."""
    long = " ".join(["These words belong to one very long note."] * 260)
    text = QUOTING.replace("  The site says", f"  Words.^[{long}]\n\n  The site says")
    brief = finished(small.write(tmp_path, {"specs/b.yaml": text}))
    assert proved(brief)[1] != []


# The leaves


@pytest.mark.parametrize(
    ("numeral", "meant"),
    [("12", {12}), ("IV", {4}), ("iv", {4}), ("c", {3, 100}), ("XLII", {42}), ("b", {2})],
)
def test_numerals(numeral: str, meant: set[int]) -> None:
    """Arabic, Roman, letters."""
    assert values(numeral) == meant


def test_numbers_run_on_or_begin_anew() -> None:
    """A list within numbered paragraphs does not disturb them; a gap does."""
    runs = Runs({1})
    assert [runs.admits(n) for n in ("1", "2", "1", "2", "3", "3", "4")] == [True] * 7
    assert not runs.admits("9")
    assert not runs.admits("")


def test_what_a_style_sheet_adds_and_hides() -> None:
    """Counters, strings, leaders; rules for the screen are left out."""
    style = style_words(
        ".a::before { content: counter(x) '.' } .b::after { content: leader(' . ') target-counter(attr(href url), page) }"
        ".c::before { content: 'Annex ' counter(y, upper-alpha) } .summary > h2, .d { display: none }"
        "@media screen { .e { display: none } .f::before { content: 'screen' } }"
    )
    keys = ("12.", "Annex B", "7", "screen", "Annex 12")
    assert [any(form.fullmatch(added_key(key)) for form in style.forms) for key in keys] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert style.hidden == ((frozenset({".summary"}), frozenset({"h2"})), (frozenset({".d"}),))
    assert style.leaders == (" . ",)


def test_the_words_of_a_page() -> None:
    """Text in chunks with calls, notes apart, headings, ids, pictures, what is hidden."""
    words = read_page(
        '<body><h1 id="top">A <em>title</em></h1><p>One.<span class="citation"><span class="note-call"></span>'
        '<span id="note-1" class="footnote">The <i>note</i>.</span></span> Two&nbsp;&amp; three.</p>'
        '<img src="a.png" alt="A picture"><p class="x">Hidden</p><nav><a href="#top">A title</a></nav>',
        ((frozenset({".x"}),),),
    )
    assert [chunk.text or chunk.call for chunk in words.text] == [
        "A ", "title", "One.", 1, " Two & three.", "A title",
    ]  # fmt: skip
    assert [chunk.text for chunk in words.notes[1]] == ["The ", "note", "."]
    assert list(headings_of(words)) == [(0, "A title")]
    assert (words.pictures, words.unseen, words.ids["top"]) == (["A picture"], ["Hidden"], 0)
    assert words.text[-1].page_of == "top"


@pytest.mark.parametrize(
    ("left", "right"),
    [("e\u0301te\u0301", "été"), ("a\u00ad b", "a b"), ("a\u2010b", "a-b"), ("µ", "μ"), ("a \n b", "a b")],
)
def test_typography_is_folded(left: str, right: str) -> None:
    """What a font or a line end may change is the same."""
    assert folded(left) == folded(right)


@pytest.mark.parametrize(
    ("left", "right"), [("five", "five5"), ("not", "no t"), ("а", "a"), ("1", "l"), ("m²", "m2")]
)
def test_words_are_not_folded(left: str, right: str) -> None:
    """What a reader would read differently is not the same."""
    assert folded(left) != folded(right)
    assert squashed("не") != squashed("ne")


def test_differences_are_said_in_words() -> None:
    """From a little before the first word that differs."""
    assert (
        first_difference("they did not go home", "they did go home")
        == "“they did not go home” prints as “they did go home”"
    )
    assert first_difference("words", "") == "“words” is not printed"
    assert first_difference("", "words") == "“words” is printed and was not composed"
    assert shortened("word " * 40).endswith(" …")
    assert searchable("“It’s … don't”") == searchable('"It\'s ... don’t"')


def test_a_pdf_that_cannot_be_read_is_a_finding() -> None:
    """Not a traceback."""
    brief = sample("factsheet")
    broken = re.sub(rb"/MediaBox", b"/MediaBux", brief.pdf)
    assert isinstance(proved(brief, broken)[1], list)


CITING_HEADINGS = """\
title: A title
venue: {venue}
language: en
date: 2026-11-20
organisations: [first]
summary: |
  Words that say something [@a, para. 1].
sections:
  - heading: First heading
    text: |
      # What the law says [@a, para. 1]

      Words.

      ## What [@a, para. 1] people^[A note of ours.] say [@a, para. 3]

      | Place | Seen |
      |-------|------|
      | North | Schools opened [@a, para. 1] |

      : What Rodong Sinmun wrote [@a, para. 2]
    blocks:
      - law-and-reality:
          caption: The law and the mines [@a, para. 3]
          rows: [{{law: "A law [@a, para. 1]", reality: "Not so [@a, para. 3]"}}]
      - table: {{file: t.csv, caption: "Of pupils [@a, para. 1]", cite: "[@a, para. 3]"}}
"""


@pytest.mark.parametrize("venue", ["report", "ccpr", "embassy-brief", "factsheet", "hrc-statement"])
def test_calls_in_headings_and_captions_are_repeated_nowhere(venue: str, tmp_path: Path) -> None:
    """Bookmarks and running heads say the words of a heading, without the numbers of its notes."""
    spec = CITING_HEADINGS.format(venue=venue)
    root = small.write(tmp_path, {"specs/b.yaml": spec, "seeds/data/t.csv": "Year,Pupils\n2020,12\n"})
    brief = finished(root)
    source = Source(Workspace(root), brief.manuscript, brief.composed)
    others = [lambda reading: DOCX.read_back(reading, DOCX.render(source), source)]
    assert prove(brief.pdf, brief.composed, brief.manuscript, brief.fonts, others)[1] == []
    titles = [title for title, _ in read_pdf(brief.pdf).bookmarks]
    assert {"What the law says", "What people say"} <= set(titles)


def test_a_running_head_may_repeat_a_heading_that_cites(tmp_path: Path) -> None:
    text = "      Rodong Sinmun wrote of it [@a, para. 2].\n"
    brief = finished(small.write(tmp_path, small.spec(text, f"      # What it says [@a, para. 1]\n\n{text}")))
    css = "h3 { string-set: part content() } @page { @top-center { content: string(part) } }"
    assert styled(brief, css, tmp_path) == []


IN_NOTES = {
    "He went.^[He said “yes, we went”.] Then more [@a, para. 1].": {"yes, we went": 2},
    "He went.[^1] Then more [@a, para. 1].\n\n[^1]: He said\n\n    “yes, we went”.": {"yes, we went": 2},
    "Rodong Sinmun wrote of it [@a, para. 2].^[So “it” was: “yes, we went”.]": {"it": 3, "yes, we went": 3},
    "The words “Schools opened”^[A remark.] are there [@a, para. 1].": {"Schools opened": 3},
    "“Schools opened”^[“Schools opened”, it says, see [@a, para. 1].] there.": {"Schools opened": 2},
    "> Schools opened^[As in “opened wide”.] [@a, para. 1].": {"Schools opened": 3, "opened wide": 2},
    "One.^[Of “yes” [@a, para. 3].] Two.^[They said “no”.]": {"no": 3},
    "| A | B |\n|---|---|\n| x^[“one, two”] | y |\n\n: Caption^[“three, four”]": {"one, two": 3, "three, four": 2},
}  # fmt: skip


@pytest.mark.parametrize("style", ["", "citation-style: author-date\n"], ids=["notes", "author-date"])
@pytest.mark.parametrize("text", IN_NOTES)
def test_a_quotation_in_a_note_is_looked_for_in_the_note(text: str, style: str, tmp_path: Path) -> None:
    """Its author need not cite there; and the call of such a note parts no quotation from its own."""
    indented = "".join(f"      {line}\n" if line else "\n" for line in text.split("\n"))
    changes = small.spec("      Rodong Sinmun wrote of it [@a, para. 2].\n", f"{indented}{style}")
    brief = finished(small.write(tmp_path, changes))
    proof, findings = proved(brief)
    assert findings == []
    found = {quotation.words: quotation.note for quotation in proof.quotations}
    assert found.keys() >= IN_NOTES[text].keys()
    assert style or found.items() >= IN_NOTES[text].items()


def test_a_quotation_that_left_its_note_is_missing(tmp_path: Path) -> None:
    """The same words in the text do not stand for it; nor has it a source that nobody cites for it."""
    text = "      Rodong Sinmun wrote of it [@a, para. 2].\n"
    note = "      Yes, we went.^[He said “yes, we went”.] Rodong Sinmun wrote [@a, para. 2].\n"
    brief = finished(small.write(tmp_path, small.spec(text, note)))
    proof, findings = proved(brief)
    assert findings == []
    assert [(it.note, it.sources) for it in proof.quotations] == [(2, ())]
    html = brief.composed.html.replace("He said “yes, we went”.", "He said so.")
    _, findings = proved(brief, reprinted(replace(brief.composed, html=html), brief.manuscript))
    assert [f.message for f in findings if f.code == "P701"] == ["“yes, we went” stands in no note"]
