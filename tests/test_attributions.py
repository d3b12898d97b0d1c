"""Each note names the voice that speaks in what it cites, and no other's, wherever the citation stands.

pandoc meets citations in another order than a reader: a caption before its rows, a cell of several
lines whole. Texts are put together from such pieces; every paragraph of the sources has a voice of
its own or none, so that a note gives itself away. Then voices are exchanged on purpose.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import small_workspace as small
from finished import Finished, finished, printed, reprinted

from brief.compose.citation_marks import LETTERS, marked, serials, unmarked, unmarked_ids
from brief.compose.citation_notes import notes_of_citations
from brief.compose.composed import Composed
from brief.compose.page_context import PageContext
from brief.compose.pandoc_server import executable
from brief.files.workspace import Workspace
from brief.model.diagnostic import has_errors
from brief.model.manuscript import Manuscript
from brief.outputs.manifest import promises
from brief.outputs.pdf.sealing import sealed
from brief.prove.page_words import read_page
from brief.prove.verification import open_received, verified
from brief.run.stages.compose import compose
from brief.run.stages.load import load
from brief.run.stages.prove import prove
from brief.run.stages.resolve import resolve
from brief.text.markdown.citations import read_citations
from tests.test_citations import dialect
from tests.test_citations import written as pieces

NAMES = {"a": ("Schools opened", "Northern Herald"), "b": ("Mines flooded", "Southern Courier")}
VOICED = (1, 2, 3, 5, 6, 8, 9)
SPEC = """\
title: A title
venue: embassy-brief
language: en
date: 2026-11-20
organisations: [first]
sections:
  - heading: First heading
    text: |
{}
"""
TABLE = """\
| Place | Seen |
|-------|------|
| North | Schools opened {} |
| South | Children went home {} |

: What was written of the mines {}"""
CAPTION_FIRST = """\
Table: What was written {}

| Place | Seen |
|-------|------|
| North | Schools opened {} |"""
LINES_OF_CELLS = """\
+----------------------------+----------------------------+
| Place                      | Seen                       |
+============================+============================+
| North was seen             | First it was closed        |
| {:<26} | {:<26} |
| and again                  | and it was opened          |
| {:<26} | {:<26} |
+----------------------------+----------------------------+"""
PIECES = (
    "A sentence that says so {}.",
    "One {}, and another {}.",
    "### A heading {}\n\nWords {}.",
    "A heading {}\n---------\n\nWords {}.",
    TABLE,
    CAPTION_FIRST,
    LINES_OF_CELLS,
    "Term {}\n\n:   Meaning {}\n\n:   Another {}",
    "| A line {}\n| and another {}",
    "- One {}\n    - Inner {}\n\n      More {}\n- Two {}",
    "1. One {}\n\n   Still one {}\n2. Two",
    "> Words of ours {}.\n>\n> And more {}.",
    "He went.^[See {}, and {}.] She stayed {}.",
    "He went.[^LABEL] She stayed {}.\n\n[^LABEL]: See {}.\n\n    And {}.",
    "[^LABEL]: Before its call {}.\n\nHe went {}.[^LABEL]",
    "A {} **strong *word* {}** and [a link](https://example.org) {}.",
)


def paragraph(number: int) -> str:
    """A paragraph of a source."""
    return f"Words of paragraph {'abcdefghij'[number]}."


def source(id_: str) -> str:
    """A source whose paragraphs have voices of their own, but for some."""
    voices = "".join(f"  - {{name: Voice {id_}{n}, kind: witness, paragraphs: {n}}}\n" for n in VOICED)
    body = "\n\n".join(paragraph(number) for number in range(1, 10))
    title, site = NAMES[id_]
    record = f"type: webpage\ntitle: {title}\ncontainer-title: {site}\nkind: press\n"
    return f"---\n{record}voices:\n{voices}---\n{body}\n"


def workspace(root: Path, text: str, more: str = "") -> Path:
    """A brief of one text."""
    indented = "\n".join(f"      {line}" if line else "" for line in text.split("\n"))
    spec = SPEC.format(indented) + more
    return small.write(
        root, {f"seeds/sources/{id_}.md": source(id_) for id_ in "ab"} | {"specs/b.yaml": spec}
    )


def cited(draw: random.Random) -> str:
    """A citation in brackets: one work or two, the same perhaps, in the ways that print a voice."""
    works = [
        f"{draw.choice(('', '', 'see ', 'and '))}@{draw.choice('ab')}, para. {draw.randint(1, 9)}"
        for _ in range(draw.choice((1, 1, 1, 2)))
    ]
    return f"[{'; '.join(works)}]"


def written(seed: int) -> str:
    """The text of a seed: some pieces, each hole filled."""
    draw = random.Random(seed)
    pieces = []
    for number in range(draw.randint(2, 5)):
        piece = draw.choice(PIECES).replace("LABEL", str(number))
        short = piece == LINES_OF_CELLS
        holes = piece.count("{")
        fills = [
            f"[@{draw.choice('ab')}, para. {draw.randint(1, 9)}]" if short else cited(draw)
            for _ in range(holes)
        ]
        pieces.append(piece.format(*fills))
    return "\n\n".join(pieces)


def composed_of(root: Path) -> tuple[Composed, Manuscript]:
    """The composed page of a workspace."""
    space = Workspace(root)
    brief, findings = load(space, "specs/b.yaml")
    assert brief is not None, findings
    manuscript, more = resolve(brief)
    assert not has_errors([*findings, *more]), findings + more
    page, more = compose(manuscript, space)
    assert page is not None, more
    return page, manuscript


def citations_of(html: str) -> dict[str, tuple[int, str]]:
    """Of each citation by what its `data-cites` says: the note it is in (0: the text), its words."""
    page = read_page(html)
    chunks = [(0, page.text), *page.notes.items()]
    found: dict[str, tuple[int, str]] = {}
    for number, chunk in ((number, chunk) for number, own in chunks for chunk in own if chunk.cites):
        words = found.get(chunk.cites, (0, ""))[1] + chunk.text
        found[chunk.cites] = number, re.sub(r"\s+", " ", words)
    return found


def astray(page: Composed) -> list[str]:
    """The cited works whose voice is not the one of their paragraph."""
    wrong = []
    for cites, (_, words) in citations_of(page.html).items():
        for id_, work in zip(unmarked_ids(cites), re.split(r";\s", words), strict=True):
            [number] = re.findall(r"para\. (\d)", work)
            own = f"Voice {id_}{number} (testimony), quoted in"
            named = re.findall(r"Voice \w\d \(testimony\), quoted in", work)
            wrong += [] if named == [own] * (int(number) in VOICED) else [work]
    return wrong


@pytest.mark.parametrize("seed", range(30))
def test_every_citation_names_its_own_voice(seed: int, tmp_path: Path) -> None:
    text = written(seed)
    page, manuscript = composed_of(workspace(tmp_path, text))
    count = len(manuscript.brief.texts["sections.0.text"].citations)
    assert len(citations_of(page.html)) == count
    assert astray(page) == [], text


@pytest.mark.parametrize("seed", range(30))
def test_the_note_of_a_citation_is_the_one_that_prints_it(seed: int, tmp_path: Path) -> None:
    """What the manifest says of a note is what stands in it."""
    text = written(seed)
    page, manuscript = composed_of(workspace(tmp_path, text))
    found = {unmarked_ids(cites) + serials(cites): it for cites, it in citations_of(page.html).items()}
    key = "sections.0.text"
    works = manuscript.references[key]
    for references, note, own in zip(works, page.notes[key], page.serials[key], strict=True):
        number, words = found[tuple(ref.source.id for ref in references) + own]
        assert note == number > 0
        assert all(f"para. {ref.paragraphs}" in words for ref in references), (words, references)


@pytest.mark.parametrize("seed", [3, 4, 11])
def test_what_is_printed_is_proved(seed: int, tmp_path: Path) -> None:
    brief = finished(workspace(tmp_path, written(seed)))
    assert prove(brief.pdf, brief.composed, brief.manuscript, brief.fonts)[1] == []


def test_author_and_date_name_voices_too(tmp_path: Path) -> None:
    """Where there are no notes, the citation in the text says it."""
    filled = TABLE.format("[@a, para. 1]", "[@a, para. 4]", "[@b, para. 2]")
    brief = finished(workspace(tmp_path, filled, "citation-style: author-date\n"))
    assert len(citations_of(brief.composed.html)) == 3
    assert astray(brief.composed) == []
    assert "footnote" not in brief.composed.html.partition("<body")[2]
    assert prove(brief.pdf, brief.composed, brief.manuscript, brief.fonts)[1] == []


def test_two_articles_of_one_paper_and_a_treaty_are_no_third_work(tmp_path: Path) -> None:
    """What one work of a bracket is printed with, another work of the same paper has too."""
    text = "North [@a, para. 4]. South [@b, para. 4; @law, art. 2]."
    folder = workspace(tmp_path, text, "citation-style: author-date\n")
    for id_ in "ab":
        article = (
            source(id_)
            .replace(NAMES[id_][1], "Northern Herald Daily")
            .replace("webpage", "article-newspaper")
        )
        (folder / f"seeds/sources/{id_}.md").write_text(article, "utf-8")
    law = "---\ntype: treaty\ntitle: A Treaty of Nations\ntitle-short: ATN\n---\nArticle 2. Words.\n"
    (folder / "seeds/sources/law.md").write_text(law, "utf-8")
    brief = finished(folder)
    assert prove(brief.pdf, brief.composed, brief.manuscript, brief.fonts)[1] == []


# Keys


def test_keys_move_nothing_and_none_is_twice_there() -> None:
    text = "[@a; @a-b, para. 1] @x_1 [-@a-b]" * 400
    citations = read_citations(text)[0]
    keyed, keys = marked(text, citations)
    assert len(keyed) == len(text)
    every = [key for own in keys for key in own]
    assert len(set(every)) == len(every) == 1600
    assert [keyed[i.end - len(i.id) : i.end] for c in citations for i in c.items] == every
    assert len(set(LETTERS)) == len(LETTERS) > 2500


READER = """
local found = {}
for i, pair in ipairs(pandoc.json.decode(io.stdin:read('a'), false)) do
  local function tree(text, ids)
    return pandoc.write(pandoc.read(text, 'DIALECT'):walk {
      Cite = function(cite)
        for _, work in ipairs(cite.citations) do work.id = ids[work.id] or work.id end
        cite.content = {}
        return cite
      end
    }, 'native')
  end
  found[i] = tree(pair[1], {}) == tree(pair[2], pair[3])
end
io.stdout:write(pandoc.json.encode(found))
"""


def test_pandoc_reads_a_text_with_keys_as_it_reads_it_without(tmp_path: Path) -> None:
    """Columns, references, notes: nothing but the ids of citations is another."""
    pairs = []
    for text in [*(pieces(number) for number in range(300)), *(written(seed) for seed in range(60))]:
        citations, slips = read_citations(text)
        keyed, keys = marked(text, citations)
        ids = zip(
            (key for own in keys for key in own), (i.id for c in citations for i in c.items), strict=True
        )
        pairs += [(text, keyed, dict(ids) or {"": ""})] if not slips else []
    script = tmp_path / "read.lua"
    script.write_text(READER.replace("DIALECT", dialect()), encoding="utf-8")
    done = subprocess.run(
        [executable(), "lua", str(script)], input=json.dumps(pairs).encode(), capture_output=True, check=True
    )
    differing = [text for (text, *_), same in zip(pairs, json.loads(done.stdout), strict=True) if not same]
    assert differing == []
    assert len(pairs) > 200


def test_serials_do_not_leave() -> None:
    html = '<span class="citation" data-cites="12:a-b 13:c">x 12:30</span>'
    assert unmarked(html) == '<span class="citation" data-cites="a-b c">x 12:30</span>'
    assert notes_of_citations(html) == {12: None, 13: None}


# Exchanged on purpose


@pytest.fixture(scope="module")
def voiced(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """Three notes: one of a voice, one of another, one of none."""
    return finished(
        workspace(
            tmp_path_factory.mktemp("voiced"), TABLE.format("[@a, para. 1]", "[@a, para. 4]", "[@b, para. 2]")
        )
    )


def altered(brief: Finished, *changes: tuple[str, str]) -> Composed:
    """The composed page with changes."""
    html = brief.composed.html
    for old, new in changes:
        assert html.count(old) == 1, old
        html = html.replace(old, new)
    return replace(brief.composed, html=html)


A1, B2 = "Voice a1 (testimony), quoted in ", "Voice b2 (testimony), quoted in "
FAULTS = {
    "exchanged": ((A1, "§§"), (B2, A1), ("§§", B2)),
    "dropped": ((A1, ""),),
    "doubled": ((A1, A1 + A1),),
    "added": (("Northern Herald (n", f"{A1}Northern Herald (n"),),
    "another place": (("para.\xa04", "para.\xa01"),),
    "another work": (("Southern Courier", "Northern Herald"), ("Mines flooded", "Schools opened")),
    "another's serial": (('="1:a"', '="§§"'), ('="2:a"', '="1:a"'), ('="§§"', '="2:a"')),
    "another id": (('="1:a"', '="1:b"'),),
    "unknown serial": (('="1:a"', '="9:a"'),),
}  # fmt: skip


@pytest.mark.parametrize("changes", FAULTS.values(), ids=FAULTS)
def test_what_was_composed_wrongly_is_found(voiced: Finished, changes: tuple[tuple[str, str], ...]) -> None:
    """The page is printed as it was composed, so that nothing else gives it away."""
    wrong = altered(voiced, *changes)
    sheets = printed(wrong, voiced.manuscript)
    assert "P714" in {
        finding.code for finding in prove(sheets.pdf, wrong, voiced.manuscript, sheets.fonts)[1]
    }


@pytest.mark.parametrize("name", ["exchanged", "dropped", "doubled", "added", "another place"])
def test_what_was_printed_otherwise_is_found(voiced: Finished, name: str) -> None:
    pdf = reprinted(altered(voiced, *FAULTS[name]), voiced.manuscript)
    assert "P707" in {f.code for f in prove(pdf, voiced.composed, voiced.manuscript, voiced.fonts)[1]}


@pytest.mark.parametrize("name", ["exchanged", "dropped", "doubled", "added"])
def test_verify_finds_what_a_faulty_build_let_through(voiced: Finished, name: str) -> None:
    """A manifest that says one thing and notes that say another, sealed together."""
    wrong = altered(voiced, *FAULTS[name])
    pdf = reprinted(wrong, voiced.manuscript)
    proof, _ = prove(pdf, wrong, voiced.manuscript, voiced.fonts)
    right, _ = prove(voiced.pdf, voiced.composed, voiced.manuscript, voiced.fonts)
    record = promises(voiced.manuscript, voiced.composed, proof, voiced.inputs)
    record["voices"] = promises(voiced.manuscript, voiced.composed, right, voiced.inputs)["voices"]
    with open_received(sealed(pdf, "b.json", record, proof.texts, "2026-11-20")[0]) as received:
        notes = next(answer for answer in verified(received) if answer.about == "notes")
    assert not notes.holds
    assert notes.says == "the notes do not say what is cited in them"


def test_the_voice_of_another_does_not_get_through_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should a key ever be given another's voice, the proof has the manuscript's word against it."""
    works = PageContext._works

    def confused(context: PageContext, references: tuple[object, ...]) -> list[dict[str, object]]:
        return [{**work, "voice": "Voice a1 (testimony), quoted in"} for work in works(context, references)]  # type: ignore[arg-type]

    monkeypatch.setattr(PageContext, "_works", confused)
    brief = finished(workspace(tmp_path, "One [@a, para. 1] and two [@a, para. 2]."))
    found = prove(brief.pdf, brief.composed, brief.manuscript, brief.fonts)[1]
    assert [(f.code, f.place.line) for f in found] == [("P714", 9)]
    assert found[0].message == "note 2 does not say “Voice a2 (testimony), quoted in”, as its source does"


def test_what_an_author_writes_is_not_refused(tmp_path: Path) -> None:
    """The name of a voice in one's own words, in the text, in a note, before a work."""
    text = (
        "Voice a1 (testimony), quoted in a talk [see Voice a2 (testimony), quoted in @b, para. 1].\n\n"
        "He went.^[Voice a1 (testimony), quoted in a talk; but see [@a, para. 4].] And so [@a, para. 1; @b, para. 2]."
    )
    brief = finished(workspace(tmp_path, text))
    proof, findings = prove(brief.pdf, brief.composed, brief.manuscript, brief.fonts)
    assert findings == []
    record = promises(brief.manuscript, brief.composed, proof, brief.inputs)
    with open_received(sealed(brief.pdf, "b.json", record, proof.texts, "2026-11-20")[0]) as received:
        assert all(answer.holds for answer in verified(received))


NO_PLACES = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
<info><title>t</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout suffix="." delimiter="; "><text variable="title"/>
<text variable="first-reference-note-number" prefix=" (n " suffix=")"/></layout></citation></style>
"""


def test_a_style_that_prints_no_places_names_no_other(tmp_path: Path) -> None:
    """The number of an earlier note is no paragraph."""
    text = (
        TABLE.format("[@a, para. 2]", "[see @a, para. 3; @a, para. 5]", "[@a, para. 1]")
        + "\n\nMore [@a, para. 9]."
    )
    root = workspace(tmp_path, text, "citation-style: bare\n")
    (root / "styles").mkdir()
    (root / "styles/bare.csl").write_text(NO_PLACES, encoding="utf-8")
    brief = finished(root)
    proof, findings = prove(brief.pdf, brief.composed, brief.manuscript, brief.fonts)
    assert findings == []
    record = promises(brief.manuscript, brief.composed, proof, brief.inputs)
    with open_received(sealed(brief.pdf, "b.json", record, proof.texts, "2026-11-20")[0]) as received:
        assert all(answer.holds for answer in verified(received))


def test_voices_that_look_alike_are_told_apart_by_nobody(tmp_path: Path) -> None:
    """An apostrophe may be straight or not; names of one look are one name on the page."""
    root = workspace(tmp_path, "One [@a, para. 1], two [@a, para. 2] and three [@b, para. 1; @b, para. 2].")
    for id_ in "ab":
        file = root / f"seeds/sources/{id_}.md"
        words = (
            file.read_text(encoding="utf-8")
            .replace(f"Voice {id_}1", "O'Brien")
            .replace(f"Voice {id_}2", "O’Brien")
        )
        file.write_text(words, encoding="utf-8")
    brief = finished(root)
    proof, findings = prove(brief.pdf, brief.composed, brief.manuscript, brief.fonts)
    assert findings == []
    record = promises(brief.manuscript, brief.composed, proof, brief.inputs)
    assert list(record["voices"].values()) == [[1, 2, 3, 3]]
