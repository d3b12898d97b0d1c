"""What a screen reader meets: the tag tree of every sample, word for word, and the rules that made it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pikepdf
import pytest
from finished import SAMPLES, Finished, finished, reprinted, sample
from tag_tree import tag_tree
from torture import torture

from brief.outputs.pdf.archive import xmp
from brief.outputs.pdf.tag_rules import place_notes, settled
from brief.outputs.pdf.tag_writing import text_string
from brief.outputs.pdf.tags import Annotation, Mark, Tag
from brief.outputs.pdf.word_breaks import missing_spaces
from brief.prove.page_words import read_page
from brief.run.stages.prove import prove

TREES = Path(__file__).parent / "tag_trees"


@pytest.fixture(scope="module")
def tortured(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The torture document's first chapter."""
    return finished(torture(tmp_path_factory.mktemp("torture"), chapters=1), "specs/torture.yaml")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_tag_tree_of_every_sample_is_as_it_was(name: str, update: bool) -> None:
    """A person has read it; `pytest --update` writes it anew."""
    _held(name, tag_tree(sample(name).pdf), update)


def test_the_tag_tree_of_the_torture_document_is_as_it_was(tortured: Finished, update: bool) -> None:
    """One chapter of it: tables over pages, lists in lists, notes in cells and captions, three scripts."""
    _held("torture", tag_tree(tortured.pdf), update)


def _held(name: str, tree: str, update: bool) -> None:
    file = TREES / f"{name}.txt"
    if update:
        file.parent.mkdir(exist_ok=True)
        file.write_text(tree, encoding="utf-8")
    assert tree == file.read_text(encoding="utf-8")


def test_no_tree_is_left_of_a_sample_that_is_gone() -> None:
    assert {path.stem for path in TREES.iterdir()} == {*SAMPLES, "torture"}


def tree_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
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


def test_calls_and_notes_lead_to_each_other(tortured: Finished) -> None:
    """By names that both are reached by from outside, too (`file.pdf#note-3`)."""
    with pikepdf.open(BytesIO(tortured.pdf)) as pdf:
        names = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
        notes = [tag for tag in tree_of(pdf) if tag.S == "/Note"]
        ids = [str(tag.ID) for tag in notes]
        assert ids == [f"note-{n}" for n in range(1, len(notes) + 1)]
        assert [str(name) for name in pdf.Root.StructTreeRoot.IDTree.Names[::2]] == sorted(ids)
        for id_ in ids:
            assert names[id_][0].objgen == names[f"{id_}-call"][0].objgen  # the same page
            assert names[id_][3] < names[f"{id_}-call"][3]  # lower on it


def test_every_mark_and_every_annotation_leads_back_to_its_tag(tortured: Finished) -> None:
    """ISO 32000-1, 14.7.4.4: the parent tree."""
    with pikepdf.open(BytesIO(tortured.pdf)) as pdf:
        parents = {
            int(key): value for key, value in pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items()
        }
        for tag in tree_of(pdf):
            for kid in tag.get("/K", ()):
                if isinstance(kid, int):
                    assert parents[int(tag.Pg.StructParents)][kid].objgen == tag.objgen
                elif kid.get("/Type") == "/MCR":
                    assert parents[int(kid.Pg.StructParents)][int(kid.MCID)].objgen == tag.objgen
                elif kid.get("/Type") == "/OBJR":
                    assert tag.S == "/Link"
                    assert parents[int(kid.Obj.StructParent)].objgen == tag.objgen


def test_words_from_right_to_left_are_spoken_in_their_order(tortured: Finished) -> None:
    """They are painted glyph by glyph, from left to right."""
    with pikepdf.open(BytesIO(tortured.pdf)) as pdf:
        content = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    assert b"/ActualText" + text_string("كلمات كثيرة") in content.replace(b"/ActualText ", b"/ActualText")


def test_what_the_tags_do_not_say_is_found(tortured: Finished) -> None:
    """P710: a note without its tag, a link that leads elsewhere, a level left out."""
    with pikepdf.open(BytesIO(tortured.pdf)) as pdf:
        tags = tree_of(pdf)
        next(tag for tag in tags if tag.S == "/Note").S = pikepdf.Name("/Div")
        next(tag for tag in tags if tag.S == "/H2").S = pikepdf.Name("/H4")
        for annotation in (item for page in pdf.pages for item in page.get("/Annots", ())):
            if annotation.get("/Dest") == pikepdf.String("note-2"):
                annotation.Dest = pikepdf.String("note-5")
        stream = BytesIO()
        pdf.save(stream)
    _, findings = prove(stream.getvalue(), tortured.composed, tortured.manuscript, tortured.fonts)
    said = " ".join(finding.message for finding in findings if finding.code == "P710")
    assert "the call of note 2 does not lead to it" in said
    assert "a heading of level 4 follows one of level 1" in said
    assert any(finding.message == "note 1 is not printed" for finding in findings)


def test_the_proof_finds_nothing_amiss(tortured: Finished) -> None:
    """The heads of tables that are printed again, and the dots of the contents, are known for what they are."""
    _, findings = prove(tortured.pdf, tortured.composed, tortured.manuscript, tortured.fonts)
    assert findings == []


DECORATED = '<p><img src="../chart.svg" alt=""> and <img src="../chart.svg" alt="A chart"></p>'


def test_a_decoration_is_no_figure(tortured: Finished, tmp_path: Path) -> None:
    """An empty alternative text says that a picture says nothing."""
    root = torture(tmp_path, chapters=1)
    composed = tortured.composed
    html = composed.html.replace('<section class="summary"', f'{DECORATED}<section class="summary"', 1)
    pdf = reprinted(replace(composed, html=html, images=composed.images), tortured.manuscript, root)
    before, after = tag_tree(tortured.pdf), tag_tree(pdf)
    assert after.count("Figure alt=") == before.count("Figure alt=") + 1
    assert 'Figure alt="A chart"' in after


def mark(words: str, page: int = 0) -> Mark:
    """Words on a page."""
    return Mark(page, 0, words)


def tags(role: str, *kids: Tag | Mark | Annotation) -> Tag:
    """A tag with what it holds."""
    return Tag(role).hold(list(kids))


def outline(tag: Tag) -> str:
    """A tree in one line."""
    kids = (outline(kid) if isinstance(kid, Tag) else getattr(kid, "text", "@") for kid in tag.kids)
    return f"{tag.role}({' '.join(kids)})"


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (tags("Document", mark("a"), tags("P", mark("b")), mark("c")), "Document(P(a) P(b) P(c))"),
        (tags("Document", tags("P"), tags("Sect", tags("Div"))), "Document()"),
        (tags("Document", tags("H1", mark("a")), tags("H3", mark("b")), tags("H3", mark("c")), tags("H2", mark("d"))), "Document(H1(a) H2(b) H2(c) H2(d))"),
        (tags("Document", tags("L", tags("LI", mark("a")), mark("b"))), "Document(L(LI(LBody(a)) LI(LBody(b))))"),
        (tags("Document", tags("L", tags("LI", tags("Lbl", mark("1")), mark("a"), tags("L", tags("LI", mark("b")))))), "Document(L(LI(Lbl(1) LBody(P(a) L(LI(LBody(b)))))))"),
        (tags("Document", tags("L", tags("DT", mark("a")), tags("DD", mark("b")), tags("DD", tags("P", mark("c"))))), "Document(L(LI(Lbl(a) LBody(P(b) P(c)))))"),
        (tags("Document", tags("Nav", tags("H2", mark("a")), tags("L", tags("LI", tags("Link", mark("b"), Annotation(0, None)))))), "Document(Sect(H1(a) TOC(TOCI(Reference(Link(b @))))))"),
        (tags("Document", tags("P", tags("Link", mark("a")))), "Document(P(a))"),
        (tags("Document", tags("Div", tags("BlockQuote", mark("a")), tags("Caption", mark("b")))), "Document(Div(BlockQuote(P(a)) P(b)))"),
        (tags("Document", tags("Div", tags("Figure", mark("a")), tags("Caption", mark("b")))), "Document(Div(Figure(a) Caption(b)))"),
        (tags("Document", tags("Table", tags("TR", tags("TD"), tags("TD", mark("a"), tags("P", mark("b")))))), "Document(Table(TR(TD() TD(P(a) P(b)))))"),
    ],
)  # fmt: skip
def test_a_tree_is_settled(tree: Tag, expected: str) -> None:
    """Everything where the standards want it."""
    assert outline(settled(tree)) == expected


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        (tags("P", mark("a"), tags("Reference", mark("1")), mark("b")), "Document(P(a Reference(1) b) Note(P(n)) P(z))"),
        (tags("L", tags("LI", mark("a"), tags("Reference", mark("1")), tags("L", tags("LI", mark("b"))))), "Document(L(LI(LBody(P(a Reference(1)) Note(P(n)) L(LI(LBody(b)))))) P(z))"),
        (tags("Table", tags("Caption", mark("a"), tags("Reference", mark("1")))), "Document(Table(Caption(P(a Reference(1)) Note(P(n)))) P(z))"),
        (tags("Table", tags("TR", tags("TD", mark("a"), tags("Reference", mark("1"))))), "Document(Table(TR(TD(P(a Reference(1)) Note(P(n))))) P(z))"),
        (tags("H1", mark("a"), tags("Span", tags("Reference", mark("1")))), "Document(H1(a Span(Reference(1))) Note(P(n)) P(z))"),
    ],
)  # fmt: skip
def test_a_note_stands_behind_what_calls_it(holder: Tag, expected: str) -> None:
    """Behind the paragraph; in an item, a cell or a caption, behind its line."""
    document = tags("Document", holder, tags("P", mark("z")))
    call = next(tag for tag in document.all() if tag.role == "Reference")
    place_notes([(call, tags("Note", mark("n")))])
    assert outline(settled(document)) == expected


def test_two_notes_of_a_paragraph_stand_in_the_order_of_their_calls() -> None:
    one, two = tags("Reference", mark("1")), tags("Reference", mark("2"))
    document = tags("Document", tags("P", one, mark("and"), two))
    place_notes([(one, tags("Note", mark("first"))), (two, tags("Note", mark("second")))])
    expected = "Document(P(Reference(1) and Reference(2)) Note(P(first)) Note(P(second)))"
    assert outline(settled(document)) == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", b"(plain)"),
        (r"a(b)\c", rb"(a\(b\)\\c)"),
        ("“é” – ‘x’", b"(\x8d\xe9\x8e \x85 \x8fx\x90)"),
        ("한", b"(\xfe\xff\xd5\\\x5c)"),
        ("\u0d0d", b"(\xfe\xff\\r\\r)"),
    ],
)
def test_a_text_string_is_read_back(text: str, written: bytes) -> None:
    """ISO 32000-1, 7.9.2.2."""
    assert text_string(text) == written
    assert str(pikepdf.Object.parse(written)) == text


def test_metadata_that_look_like_markup_are_text() -> None:
    facts = {
        "title": "A <b>&amp;",
        "authors": ["X & Y"],
        "description": "",
        "keywords": ["<k>"],
        "lang": "en",
    }
    metadata = SimpleNamespace(**facts, generator=None, created="2026-11-20", modified=None)
    written = xmp(metadata, "Engine <1>").decode()
    assert '<rdf:li xml:lang="x-default">A &lt;b&gt;&amp;amp;</rdf:li>' in written
    assert "<rdf:li>X &amp; Y</rdf:li>" in written
    assert "<pdf:Producer>Engine &lt;1&gt;</pdf:Producer>" in written
    assert (
        "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n<pdfuaid:part>1</pdfuaid:part>"
        in written
    )


PUNCTUATION = ".,;:!?“”‘’()[]·"
LINES = [
    ("so that", ["so", "that"], ["so"]),
    ("so that", ["so ", "that"], []),
    ("exam\u00adple", ["exam\u00ad-", "ple"], []),
    ("well-known", ["well-", "known"], []),
    ("the well- known", ["the well-", "known"], ["the well-"]),
    ("https://example.org/a/b", ["https://example.org/", "a/b"], []),
    ("<b>so</b> that", ["so", "that"], ["so"]),
    ("<b>so</b>that", ["so", "that"], []),
    ("<b>so</b><br/>that", ["so", "that"], ["so"]),
    ("so <i>and</i> that", ["so", "and", "that"], ["so", "and"]),
    ("Straße so", ["STRASSE", "SO"], ["STRASSE"]),
    ("other words", ["so", "that"], []),
    ("so<i> </i>that", ["so", " ", "that"], ["so"]),
    ("학교는 첫해에", ["학교는", "첫해에"], ["학교는"]),
    ("学校在第一年", ["学校在", "第一年"], []),
]


@pytest.mark.parametrize(("words", "printed", "expected"), LINES)
def test_a_space_is_missing_where_the_page_had_one(
    words: str, printed: list[str], expected: list[str]
) -> None:
    """Neither at a hyphen nor within an address."""
    body = ElementTree.fromstring(f"<body><p>{words}</p></body>")
    marks = [Mark(0, number, text) for number, text in enumerate(printed)]
    found = missing_spaces(tags("Document", tags("P", *marks)), body, {})
    assert [mark.text for mark in found] == expected


def test_what_a_style_sheet_adds_is_a_word_of_its_own() -> None:
    body = ElementTree.fromstring("<body><p>Words “so</p></body>")
    line = [
        Mark(0, 0, "1.", generated=True),
        Mark(0, 1, "Words"),
        Mark(0, 2, "“", generated=True),
        Mark(0, 3, "so"),
    ]
    found = missing_spaces(tags("Document", tags("P", *line)), body, {})
    assert [mark.text for mark in found] == ["1."]


@pytest.mark.parametrize("name", ["embassy", "upr-joint"])  # which hide nothing and hyphenate nothing
def test_no_line_of_a_sample_runs_into_the_next(name: str) -> None:
    """The words of each tag, without any look at where they stand on paper, are those of the page."""
    printed = sample(name)
    lines = tag_tree(printed.pdf, shortened=False).split()
    words = [word for chunk in read_page(printed.composed.html).text for word in chunk.text.split()]
    whole = {word for word in words if len(word) > 1 and "-" not in word and "/" not in word}
    runs = {line.strip(PUNCTUATION) for line in lines}
    assert len(whole) > 100
    assert {word for word in whole if word.strip(PUNCTUATION) not in runs} == set()


def test_other_words_from_right_to_left_are_found(tortured: Finished) -> None:
    """A font may draw one letter as another; a whole word is another word."""
    lie = text_string("اليوم غدا وأمس")
    with pikepdf.open(BytesIO(tortured.pdf)) as pdf:
        for page in pdf.pages:
            content = page.Contents.read_bytes()
            page.Contents.write(content.replace(text_string("كلمات كثيرة"), lie))
        stream = BytesIO()
        pdf.save(stream)
    _, findings = prove(stream.getvalue(), tortured.composed, tortured.manuscript, tortured.fonts)
    assert any("is read out as “اليوم غدا وأمس”" in finding.message for finding in findings)
