"""Who may see what: handling of sources, protected words, and the search of finished files."""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import struct
import sys
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from command import run
from small_workspace import SPEC, write

from brief.protect.leaks import DECODED, _strings_of, _values, leaks
from brief.protect.protection import LINE_END, Protection, _stretches, first_hits, folded, replaced
from brief.protect.spellings import INVISIBLE, MARKS, bare, caseless, one_kind

PROTECTING = """\
---
type: webpage
title: A page about schools
container-title: A Site
issued: 2024
URL: https://example.org/a
language: en
kind: press
handling: {handling}
protect:
  - {{text: Ms. Kang, as: a defector}}
  - {{text: Kang, as: a defector}}
---
Schools opened in the first year of the plan.

The mines were full, Ms. Kang of the
north said to the reporter.
"""

QUOTING = """\
title: A title
venue: {venue}
language: en
date: 2026-11-20
organisations: [first]
state: A State
session: 1st session
summary: |
  She “said to the reporter” what she knew [@a, para. 2]. {more}
sections:
  - heading: {heading}
    text: |
      It is said that “The mines were full, Ms. Kang of the north said” [@a, para. 2].
    blocks:
      - quote: {{source: a, paragraph: 2, text: "Ms. Kang of the north", by: a witness}}
      - excerpt: {{source: a, paragraphs: 2}}
"""


def workspace(folder: Path, *, venue: str = "embassy-brief", handling: str = "public", more: str = "",
              heading: str = "First heading") -> Path:  # fmt: skip
    """A workspace whose one source protects a name and whose brief quotes it."""
    return write(
        folder,
        {
            "seeds/sources/a.md": PROTECTING.format(handling=handling),
            "specs/b.yaml": QUOTING.format(venue=venue, more=more, heading=heading),
        },
    )


def codes(outcome_json: str) -> list[str]:
    """The codes of a JSON report."""
    return [finding["code"] for finding in json.loads(outcome_json)["diagnostics"]]


def test_protected_words_are_replaced_in_quotations_and_excerpts(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    outcome = run("build", cwd=root)
    assert outcome.status == 0, outcome
    pdf = (root / "outputs/b.pdf").read_bytes()
    text = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
    assert "Kang" not in text
    assert "Kang" not in (root / "outputs/b.html").read_text(encoding="utf-8")
    assert "Kang" not in (root / "outputs/b.json").read_text(encoding="utf-8")
    assert " ".join(text.split()).count("[a defector] of the north") == 3


@pytest.mark.parametrize(("handling", "told"), [("public", True), ("[embassy]", False)])
def test_a_capture_of_a_source_that_is_not_public_is_not_named(
    handling: str, told: bool, tmp_path: Path
) -> None:
    text = "Schools opened in the first year of the plan.\nThe mines were full, Ms. Kang of the\nnorth said to the reporter.\n"
    capture = f"capture: {{file: call-of-tuesday.txt, sha256: {hashlib.sha256(text.encode()).hexdigest()}}}"
    root = workspace(tmp_path, handling=f"{handling}\n{capture}")
    (root / "seeds/originals").mkdir()
    (root / "seeds/originals/call-of-tuesday.txt").write_text(text, encoding="utf-8")
    outcome = run("build", cwd=root)
    assert outcome.status == 0, outcome
    manifest = (root / "outputs/b.json").read_text(encoding="utf-8")
    assert ("call-of-tuesday" in manifest) == told


def test_an_internal_brief_keeps_the_names(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "venues").mkdir()
    (root / "venues/ours.yaml").write_text(
        "name: Ours\nbody: Ourselves\ntemplate: report\nstyle: report\naudience: internal\n", encoding="utf-8"
    )
    spec = (root / "specs/b.yaml").read_text(encoding="utf-8").replace("embassy-brief", "ours")
    (root / "specs/b.yaml").write_text(spec, encoding="utf-8")
    assert run("build", cwd=root).status == 0
    assert "Ms. Kang of the north" in (root / "outputs/b.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "more", ["Then Kang spoke.", "Then ms.  kang spoke.", "*Ms.* **Kang** spoke.", "KANG spoke."]
)
def test_protected_words_in_our_own_text_are_an_error(tmp_path: Path, more: str) -> None:
    outcome = run("check", "--format", "json", cwd=workspace(tmp_path, more=more))
    assert outcome.status == 1
    assert "H402" in codes(outcome.stdout)
    assert "Kang" not in json.loads(outcome.stdout)["diagnostics"][0]["message"]


def test_a_heading_may_not_hold_protected_words(tmp_path: Path) -> None:
    outcome = run("check", "--format", "json", cwd=workspace(tmp_path, heading="What Ms. Kang said"))
    assert codes(outcome.stdout) == ["H402"]


def test_a_longer_name_that_only_begins_alike_is_not_protected(tmp_path: Path) -> None:
    outcome = run(
        "check", "--format", "json", cwd=workspace(tmp_path, more="Kangaroo and Kangnam are words.")
    )
    assert codes(outcome.stdout) == []


@pytest.mark.parametrize(
    ("handling", "venue", "status"),
    [
        ("internal", "embassy-brief", 1),
        ("[un]", "embassy-brief", 1),
        ("[embassy]", "embassy-brief", 0),
        ("[un, embassy]", "upr", 1),  # the UPR makes submissions public
        ("[un, embassy, public]", "upr", 0),
        ("public", "upr", 0),
    ],
)
def test_handling_is_held_against_the_audience_reached(
    tmp_path: Path, handling: str, venue: str, status: int
) -> None:
    outcome = run("check", "--format", "json", cwd=workspace(tmp_path, handling=handling, venue=venue))
    assert outcome.status == status, outcome
    assert ("H401" in codes(outcome.stdout)) == bool(status)


CALL = """\
---
title: A call
handling: {handling}
---
They told us that soldiers took the grain from the barn at dawn, and that nobody was asked.
"""
TAKEN = "“soldiers took the grain from the barn at dawn”"


def quoted_from(folder: Path, text: str, handling: str = "internal", **files: str) -> list[str]:
    """The codes of a check of a brief that says this, in a workspace with a source that is not public."""
    spec = SPEC.replace("Words that say something", f"{text} Words that say something")
    sources = {"seeds/sources/call.md": CALL.format(handling=handling), "specs/b.yaml": spec, **files}
    return codes(run("check", "--format", "json", cwd=write(folder, sources)).stdout)


@pytest.mark.parametrize(
    "text",
    [
        f"They say {TAKEN}, each of them.",
        "They say “Soldiers took the *grain* from […] the barn at dawn, and that nobody was asked”.",
        f"They say {TAKEN.replace('dawn', 'dawn, and that nobody was heard')}.",
        "They say “soldiers took the grain\n  from the barn at dawn”.",
    ],
)
def test_words_of_a_source_that_is_not_public_are_not_quoted_without_its_citation(
    tmp_path: Path, text: str
) -> None:
    found = quoted_from(tmp_path, text)
    assert "H401" in found
    assert "Q304" in found


def test_a_title_quotes_nothing_that_is_not_public(tmp_path: Path) -> None:
    spec = SPEC.replace("title: A title", f"title: They say {TAKEN}")
    assert "H401" in quoted_from(tmp_path, "Then.", **{"specs/b.yaml": spec})


@pytest.mark.parametrize(
    ("text", "handling", "files"),
    [
        ("They say “took the grain”.", "internal", {}),
        ("They say “we have never been to the school in the valley”.", "internal", {}),
        (f"They say {TAKEN}.", "[embassy]", {}),
        (f"They say {TAKEN}.", "internal", {"seeds/sources/open.md": CALL.format(handling="public")}),
    ],
)
def test_what_the_audience_may_see_is_only_uncited(
    tmp_path: Path, text: str, handling: str, files: dict[str, str]
) -> None:
    found = quoted_from(tmp_path, text, handling, **files)
    assert "H401" not in found
    assert "Q304" in found


def test_a_source_that_is_broken_is_quoted_by_nobody(tmp_path: Path) -> None:
    assert "H401" in quoted_from(tmp_path, f"They say {TAKEN}.", "internal\nno-such-key: 1")


def test_a_name_in_an_uncited_picture_fails_the_build_and_leaves_nothing(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40"><text y="20">Ms. Kang</text></svg>'
    (root / "x.svg").write_text(svg, encoding="utf-8")
    with (root / "specs/b.yaml").open("a", encoding="utf-8") as spec:
        spec.write("      - figure: {file: x.svg, alt: a map}\n")
    outcome = run("build", "--format", "json", cwd=root)
    assert outcome.status == 1
    assert "H403" in codes(outcome.stdout)
    assert not list(root.glob("outputs/**/*.*"))


@pytest.mark.parametrize(
    "broken",
    [
        ("title: A page", "titel: A page"),
        ("title: A page", "title: A: page"),
        ("title: A page about schools\n", ""),
        ("protect:\n", "protect:\n# whoever speaks here\n"),
    ],
)
def test_a_source_that_is_broken_still_protects(tmp_path: Path, broken: tuple[str, str]) -> None:
    """Nothing says that it is: no brief cites it, and none may print its names."""
    record = PROTECTING.format(handling="public").replace(*broken, 1)
    assert record != PROTECTING.format(handling="public")
    spec = SPEC.replace("Words that say", "What Ms. Kang says, and")
    root = write(tmp_path, {"seeds/sources/z.md": record, "specs/b.yaml": spec})
    assert "H403" in codes(run("build", "--format", "json", cwd=root).stdout)


@pytest.mark.parametrize(("venue", "expected"), [("embassy-brief", ["H404"]), ("ours", [])])
@pytest.mark.parametrize(
    "protect", ["protect: [{text: Ada Lorn", "protct:\n  - {text: Ada Lorn, as: a pupil}"]
)
def test_where_nobody_can_tell_what_is_protected_nothing_leaves(
    tmp_path: Path, protect: str, venue: str, expected: list[str]
) -> None:
    """But within the house."""
    root = workspace(tmp_path, venue=venue)
    (root / "venues").mkdir()
    ours = "name: Ours\nbody: Ourselves\ntemplate: report\nstyle: report\naudience: internal\n"
    (root / "venues/ours.yaml").write_text(ours, "utf-8")
    (root / "seeds/sources/z.md").write_text(f"---\ntitle: Z\n{protect}\n---\nText.\n", "utf-8")
    outcome = run("build", "--format", "json", cwd=root)
    assert codes(outcome.stdout) == expected
    assert bool(list(root.glob("outputs/*.pdf"))) == (not expected)
    assert "Lorn" not in outcome.stdout + outcome.stderr


def test_names_of_other_sources_are_found_when_they_are_more_than_one_word(tmp_path: Path) -> None:
    other = PROTECTING.format(handling="public").replace("title: A page", "title: Another page")
    files = {"seeds/sources/z.md": other}
    named = write(
        tmp_path / "a", {**files, "specs/b.yaml": SPEC.replace("Words that say", "What Ms. Kang says, and")}
    )
    assert "H403" in codes(run("build", "--format", "json", cwd=named).stdout)
    words = SPEC.replace("Words that say", "What Kang says, and")
    surname = write(tmp_path / "b", {**files, "specs/b.yaml": words})
    assert run("build", cwd=surname).status == 0


def test_compare_shows_what_differs_between_two_audiences(tmp_path: Path) -> None:
    root = workspace(tmp_path, handling="[embassy]")
    with (root / "specs/b.yaml").open("a", encoding="utf-8") as spec:
        spec.write("  - heading: For embassies\n    only-for: [embassy]\n    text: Words.\n")
    outcome = run("compare", "specs/b.yaml", "upr", cwd=root)
    assert outcome.status == 1
    rows = [re.split(r"\s{2,}", line) for line in outcome.stdout.splitlines()]
    assert ["First heading", "yes", "yes"] in rows
    assert ["For embassies", "yes", "left out"] in rows
    assert ["quotations with words replaced", "3", "3"] in rows
    assert ["sources it may not see", "none", "a"] in rows


def test_another_venue_is_written_beside_the_spec_s_own(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    assert run("build", "--venue", "factsheet", cwd=root).status == 0
    assert sorted(p.name for p in (root / "outputs").glob("b*")) == [
        "b.factsheet.docx",
        "b.factsheet.html",
        "b.factsheet.json",
        "b.factsheet.pdf",
    ]


NAME = (Protection("Ms. Kang", "a defector", "a"), Protection("Zoë Kang", "a witness", "a"))


@pytest.mark.parametrize(
    "text",
    [
        "said Ms. Kang.",
        "said Ms.\u00a0Kang",
        "said MS. KANG",
        "Ms. Ka\u00adng",
        "Ms.\nKang",
        "Zoe\u0308 Kang",
        "zoë kang",
        "Ms. Ka-\nng",
    ],
)
def test_protected_words_are_found_however_they_are_set(text: str) -> None:
    assert list(first_hits(text, NAME))


SPELLINGS = {
    "Kim Yong-il": (
        "Kim Yong\u2011il", "Kim Yong Il", "Kim Yongil", "KIM, Yong Il", "Yong-il Kim", "Kim Yong-\nil", "Kim\u2060Yong-il",
        "Ｋｉｍ Ｙｏｎｇ-ｉｌ", "Kim Yŏng-il’s", "kim_yong-il.svg", "https://a.org/kim-yong-il", "Kim%20Yong-il", "KimYongil2",
        "Kim Yong-il씨는",
    ),
    "Zoë Müller": ("Zoe Muller", "ZOE MULLER", "Müller, Zoë", "Zoë Müllers Haus"),
    "Nguyễn Văn An": ("Nguyen Van An", "An Nguyen Van"),
    "김용일": ("김용일은", "김용일이", "김용일에게", "김용일 씨는", "김 용일", "탈북민김용일씨", "김용\n일"),
    "김 용일": ("김용일은", "김 용일이라고"),
    "용일": ("용일은", "용일씨가", "용일이라고"),
    "Kang": ("Kang은", "photo_Kang_2", "Ｋａｎｇ", "KANG’S"),
    "O’Neill": ("O'Neill", "ONeill"),
    "Ms. Kang": ("Ms Kang", "Kang, Ms."),
    "金永日": ("據金永日說",),
    "محمد علي": ("ومحمد علي", "لمحمد علي"),
}  # fmt: skip
OTHERS = {
    "Kang": ("Käng", "Kangwon", "kangaroo", "McKang"),
    "An Na": ("Anna", "banana", "Ana Na"),
    "용일": ("용일산", "김용일보"),
    "Kim added": ("said Kim. Added to this", "Kim, added to", "added Kim"),
    "12 May": ("112 May", "12 Mayors"),
    "Ms. Kang": ("Forms Kang", "Ms. Kangwon"),
}


@pytest.mark.parametrize(
    ("words", "text"), [(words, text) for words, many in SPELLINGS.items() for text in many]
)
def test_another_spelling_of_the_same_name_is_found(words: str, text: str) -> None:
    """In finished files, and where it is replaced in a quotation: the words give way, the rest stays."""
    protection = (Protection(words, "x", "a"),)
    assert list(first_hits(f"so said {text}.", protection))
    if "%" not in text:
        said = replaced(folded(f"({text})"), protection)
        assert re.fullmatch(r"\(.*\[x\].*\)", said)


@pytest.mark.parametrize(
    ("words", "text"), [(words, text) for words, many in OTHERS.items() for text in many]
)
def test_other_words_are_not_taken_for_a_name(words: str, text: str) -> None:
    assert not list(first_hits(f"so said {text}.", (Protection(words, "x", "a"),)))


def test_a_full_korean_name_is_looked_for_in_every_brief() -> None:
    """It is written as one word, and nobody else's surname."""
    assert not Protection("김용일", "x", "a").is_single
    assert Protection("Kang", "x", "a").is_single
    assert Protection("용일", "x", "a").is_single


@pytest.mark.parametrize(
    "address", ["https://a.org/%EA%B9%80%EC%9A%A9%EC%9D%BC", "https://a.org/Ms.%20%4Bang"]
)
def test_addresses_are_searched_without_their_escapes(address: str) -> None:
    names = (*NAME, Protection("김용일", "x", "a"))
    assert list(leaks({"x.html": f'<a href="{address}">x</a>'.encode()}, names))
    assert list(leaks({"x.pdf": _pdf_with(Deep=address)}, names))


KOREAN = """\
---
type: webpage
title: A page about schools
issued: 2024
URL: https://example.org/k
language: ko
kind: press
protect:
  - {text: 김용일, as: 어느 교사}
---
학교는 문을 닫았다. 김용일은 학교에 가지 못했다고 말했다.
"""


def test_a_korean_name_with_its_particle_is_replaced_where_it_is_quoted(tmp_path: Path) -> None:
    text = "      “김용일은 학교에 가지 못했다” [@k, para. 1].\n"
    blocks = "    blocks:\n      - excerpt: {source: k, paragraphs: 1}\n"
    spec = SPEC.replace("      Rodong Sinmun wrote of it [@a, para. 2].\n", text) + blocks
    root = write(tmp_path, {"seeds/sources/k.md": KOREAN, "specs/b.yaml": spec})
    assert run("build", cwd=root).status == 0
    for file in ("b.html", "b.json"):
        said = (root / "outputs" / file).read_text(encoding="utf-8")
        assert "김용일" not in said
        assert "[어느 교사]은 학교에 가지 못했다" in said


def test_no_letter_that_a_pattern_finds_is_lost_by_asking_for_words_first() -> None:
    """Texts are asked for caseless words before the pattern is run: the two must agree on every letter."""
    letters = [chr(c) for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000]
    cased = "".join(c for c in letters if caseless(c) != c or c.upper() != c or c.lower() != c)
    assert len(cased) > 2_000
    lost = {
        (letter, other)
        for letter in cased
        for other in re.findall(re.escape(letter), cased, re.IGNORECASE)
        if caseless(other) != caseless(letter)
    }
    assert lost == set()
    assert [c for c in cased if caseless(c.upper()) != caseless(c)] == []  # a single word, in capitals


def test_bare_letters_are_as_many() -> None:
    """What is found in a bare text stands at the same place in the text itself."""
    for first in range(0, sys.maxunicode, 256):
        letters = "".join(chr(c) for c in range(first, first + 256) if not 0xD800 <= c < 0xE000)
        assert len(bare(letters)) == len(letters)
    few = "Zoë Müller, Nguyễn Văn An, Ｋｉｍ, 김용일"
    assert bare(few) == "Zoe Muller, Nguyen Van An, Kim, 김용일"
    assert all(len(bare(mark)) == len(one_kind(mark)) == 1 for mark in MARKS)


def test_words_with_a_sign_that_composing_makes_are_found() -> None:
    signed = (Protection("Kang; he", "x", "a"), Protection("Kang` he", "y", "a"))
    assert list(first_hits("Kang\u037e he", signed)) == [signed[0]]
    assert list(first_hits("Kang\u1fef he", signed)) == [signed[1]]
    assert list(first_hits("\u212aang\u037e\nhe", signed)) == [signed[0]]


ODD = [
    *("Ms.", "ms.", "MS.", "Ka", "ng", "Kang", "Kang", "KANG", "K", "kang", "Zo", "ë", "e\u0308", "e", "Zoë", "ZOE\u0308"),
    *(" ", "\u00a0", "\u2001", "\n", "-\n", "-\n", "- \n ", "\u2010\n", "\x02\n", "\u00ad", "\u200b", "-\n-\n", "\u00ad-\n"),
    *("Stra", "ß", "ss", "ſ", "ﬁ", "fi", "ﬆ", "st", "İ", "ı", "i", "I", "’", "'", "O", "'Neill", "\u0301", "한", "\u1112\u1161\u11ab", "국", "x"),
]  # fmt: skip
ODD_NAMES = (
    *(
        *NAME,
        Protection("Strasse fist", "x", "a"),
        Protection("O’Neill", "x", "a"),
        Protection("한국 Kim", "x", "a"),
    ),
    *(Protection("한국", "x", "a"), Protection("Kang", "x", "a"), Protection("Straße", "x", "a")),
)


def by_patterns_alone(text: str, protected: tuple[Protection, ...]) -> list[Protection]:
    """What `first_hits` finds, without asking for anything before the patterns run."""
    plain = INVISIBLE.sub("", folded(text))
    readings = [(reading, bare(reading)) for reading in (plain, LINE_END.sub("", plain))]
    return [p for p in protected if any(any(_stretches(p, *reading)) for reading in readings)]


def test_asking_first_loses_no_protected_words() -> None:
    chance, found = random.Random(5), 0
    for _ in range(6000):
        text = "".join(chance.choice(ODD) for _ in range(chance.randint(2, 12)))
        hits = list(first_hits(text, ODD_NAMES))
        assert hits == by_patterns_alone(text, ODD_NAMES), text
        found += bool(hits)
    assert found > 300


def test_the_longest_words_are_replaced_first() -> None:
    both = (Protection("Ms. Kang", "a defector", "a"), Protection("Kang", "someone", "a"))
    assert replaced("Ms. Kang and Kang", both) == "[a defector] and [someone]"


def _pdf_with(**places: str) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for key, value in places.items():
        pdf.Root[f"/{key}"] = pdf.make_indirect(pikepdf.Dictionary(X=pikepdf.String(value)))
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def test_every_string_of_a_pdf_is_searched() -> None:
    assert list(leaks({"x.pdf": _pdf_with(Deep="Ms. Kang")}, NAME))
    assert list(leaks({"x.pdf": _pdf_with(Deep="Zoë Kang")}, NAME))  # written as UTF-16
    assert not list(leaks({"x.pdf": _pdf_with(Deep="nobody")}, NAME))


def test_what_the_pages_say_is_searched_over_their_ends() -> None:
    """As it was read already, or read now."""
    nothing = {"x.pdf": _pdf_with(Deep="nobody")}
    seen = ("One.", "Two, says Ms.", "Kang. Three.", "Ms. Kang")
    assert [part for _, part, _ in leaks(nothing, NAME, seen)] == ["pages 2 and 3", "page 4", "pages 3 and 4"]
    assert not list(leaks(nothing, NAME, seen[:2]))


def test_words_are_found_at_the_edges_of_what_is_searched_together() -> None:
    """Parts are searched many at a time: nothing may be lost or made where two of them meet."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    strings = ("Ms. Ka-", "ng", "x Ms.", "Kang x", "Ms. Kang", "-\nng", "Ms. Kang-")
    for number, text in enumerate(strings * 3):
        pdf.Root[f"/K{number:02}"] = pdf.make_indirect(pikepdf.Dictionary(X=pikepdf.String(text)))
    pdf.Root.Z = pdf.make_stream(b"- " * 60_000 + b"Ms. Kang")
    out = io.BytesIO()
    pdf.save(out)
    found = [part for _, part, protection in leaks({"x.pdf": out.getvalue()}, NAME) if protection == NAME[0]]
    assert found == ["an object", "a stream"]
    alone = pikepdf.new()
    alone.add_blank_page()
    for number, text in enumerate(("Ms. Ka-", "ng", "x Ms.", "Kang x", "-\nng")):
        alone.Root[f"/K{number}"] = alone.make_indirect(pikepdf.Dictionary(X=pikepdf.String(text)))
    out = io.BytesIO()
    alone.save(out)
    assert not list(leaks({"x.pdf": out.getvalue()}, NAME))


def test_attachments_and_word_parts_and_file_names_are_searched() -> None:
    pdf = pikepdf.open(io.BytesIO(_pdf_with(A="x")))
    pdf.attachments["n.json"] = pikepdf.AttachedFileSpec(pdf, b'{"a": "Ms. \\u004bang"}')
    out = io.BytesIO()
    pdf.save(out)
    assert list(leaks({"x.pdf": out.getvalue()}, NAME))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as docx:
        docx.writestr("word/document.xml", "<w:p><w:r><w:t>Ms. Ka</w:t></w:r><w:r><w:t>ng</w:t></w:r></w:p>")
    assert list(leaks({"x.docx": archive.getvalue()}, NAME))
    assert list(leaks({"brief-ms.-kang.html": b"<p>x</p>"}, NAME))
    assert list(leaks({"x.html": b"<p>Ms. <b>K</b>ang</p>"}, NAME))
    assert list(leaks({"x.html": b"<p>Ms.&#32;&#75;ang</p>"}, NAME))


@pytest.mark.parametrize("words", ["Zoë Kang", "Zoe Kang", "강미라"])
@pytest.mark.parametrize("odd", [b"", b"\0\1\2"])
def test_the_words_of_an_embedded_font_are_searched(words: str, odd: bytes) -> None:
    """Also behind a table of odd length; what only looks like a font is searched whole."""
    protected = (Protection("Zoë Kang", "a witness", "a"), Protection("강미라", "a witness", "b"))
    tables = {b"cvt ": odd, b"glyf": b"12", b"name": words.encode("utf-16-be"), b"post": b"\0\1"}
    directory, data = b"", b""
    for tag, table in tables.items():
        directory += tag + struct.pack(">III", 0, 12 + 16 * len(tables) + len(data), len(table))
        data += table + bytes(-len(table) % 4)
    font = struct.pack(">IHHHH", 0x10000, len(tables), 0, 0, 0) + directory + data
    for stream in (font, font[:28] + words.encode("utf-16-be"), b"OTTO\0\0" + words.encode()):
        pdf = pikepdf.new()
        pdf.add_blank_page()
        pdf.Root.Font = pdf.make_stream(stream)
        out = io.BytesIO()
        pdf.save(out)
        assert [part for _, part, _ in leaks({"x.pdf": out.getvalue()}, protected)] == ["a stream"]


def test_strings_are_those_that_are_asked_for_one_by_one() -> None:
    """An object's strings are read from its JSON where that needs no decoding."""
    chance, read = random.Random(2), 0
    pdf = pikepdf.new()
    letters = 'aB#/ ()<>é한\\"\n%12u:b\0‘'

    def made(depth: int) -> object:
        kind = chance.random()
        text = "".join(chance.choice(letters) for _ in range(chance.randint(0, 5)))
        if kind < 0.5 or depth > 3:
            raw = bytes(chance.randrange(256) for _ in range(3))
            return chance.choice(
                [pikepdf.Name(f"/{text}x"), pikepdf.String(text), pikepdf.String(raw), 1, 0.5, True]
            )
        if kind < 0.75:
            return pikepdf.Array([made(depth + 1) for _ in range(chance.randint(0, 3))])
        return pikepdf.Dictionary({f"/{text}k{n}": made(depth + 1) for n in range(chance.randint(0, 3))})

    for _ in range(2000):
        holder = pdf.make_indirect(
            pikepdf.Dictionary(X=made(0), Y=pikepdf.Array([pdf.make_indirect(1), "12 0 R"]))
        )
        assert _strings_of(holder) == list(_values(holder, depth=0))
        read += not any(mark in holder.to_json(dereference=True) for mark in DECODED)
    assert read > 500


REPORTED = """\
---
type: webpage
title: A page
issued: 2024
language: en
kind: press
protect:
  - {text: Kim Yong-il, as: a teacher}
---
They all left before the school was shut for good, so that Kim Yong-il and 5 others walked home at night.
"""


@pytest.mark.parametrize("form", ["full", "concise", "json", "github", "gitlab", "sarif"])
def test_reports_show_passages_without_protected_words(form: str, tmp_path: Path) -> None:
    """Nor a part of them where the passage is cut: a report goes on to others."""
    wrong = (
        "the school was closed for good",
        "5 others went home at night",
        "others [flew] home",
        "all left [after] the school",
    )
    text = "".join(f"      “{words}” [@r, para. 1].\n\n" for words in wrong)
    spec = SPEC.replace("      Rodong Sinmun wrote of it [@a, para. 2].\n", text)
    root = write(tmp_path, {"seeds/sources/r.md": REPORTED, "specs/b.yaml": spec})
    outcome = run("check", "--format", form, cwd=root)
    assert outcome.status == 1
    assert "Q301" in outcome.stdout + outcome.stderr
    assert "Q310" in outcome.stdout + outcome.stderr
    assert not re.search("Kim|Yong", outcome.stdout + outcome.stderr)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Yong-il and 5 others walked home", ["H402"]),
        ("shut for good, so that Kim", ["H402"]),
        ("that Kim Yong-il and 5 others", []),
        ("so that Kim […] walked home", ["H402"]),
        ("that […] and 5 others walked", []),
        ("and 5 others walked home", []),
        ("so that", []),
    ],
)
def test_a_quotation_may_not_cut_protected_words(words: str, expected: list[str], tmp_path: Path) -> None:
    """A part of a name would be printed, and is not the name that is looked for."""
    spec = SPEC.replace("Rodong Sinmun wrote of it [@a, para. 2].", f"They say “{words}” [@r, para. 1].")
    root = write(tmp_path, {"seeds/sources/r.md": REPORTED, "specs/b.yaml": spec})
    assert codes(run("check", "--format", "json", cwd=root).stdout) == expected
