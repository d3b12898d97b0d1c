"""Text that wants to be more than text: it is printed as the letters it is, or refused, and obeyed never.

Markup in titles, names, data and captured words; fences that are left open; notes forged
by attributes; characters that cannot be seen or that no font has, written plainly, by
YAML's escapes, by HTML's entities, and in every kind of file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from time import process_time

import pytest

from tests import small_workspace as small
from tests.command import run
from tests.pdf_facts import page_texts
from tests.small_workspace import Files, blocks, brief, source, spec, summary
from tests.test_bad_input import B, Bad, harmless, hold, said, unseen

MARKUP = (
    '<b>bold</b> <script>alert(1)</script> <!-- x --> </style> <img src="file:///etc/passwd"> '
    "{{ 7*7 }} {% raw %} {# no #} \\textbf{x} $x^2$ &lt; &amp;amp; ::: ``` [@a] [x](y) "
    "<!--fragment:1--> <!--entry:press:a--> <!--brief:1--> <!--css--> /*brief:css*/ {=html} @import"
)
ELEMENTS = re.compile(r"<(script|img|b|style|iframe|object)\b")


def built(folder: Path, files: Files) -> tuple[str, str]:
    """The words of the PDF on one line, and the HTML; the build must go through."""
    small.write(folder, files)
    outcome = run("build", "--format", "json", cwd=folder)
    assert outcome.status == 0, outcome.stdout + outcome.stderr
    pages = page_texts((folder / "outputs/b.pdf").read_bytes())
    return " ".join("\n".join(pages).split()), (folder / "outputs/b.html").read_text(encoding="utf-8")


def letters(text: str) -> str:
    """The text without white space and hyphens, as lines and hyphenation may fall anywhere."""
    return re.sub(r"[\s\u00ad\u2010\ufffe-]", "", text)


CARRIERS: dict[str, Files] = {
    "a title": spec("A title", json.dumps(MARKUP)),
    "a heading": spec(
        "First heading\n    text: |\n      ",
        f"{json.dumps(MARKUP)}\n    text: |\n      {'It stands beside its text, which is longer. ' * 20}",
    ),
    "an addressee": {"specs/b.yaml": f"{small.SPEC}addressee: {json.dumps(MARKUP)}\n"},
    "an organisation": brief("First Organisation", json.dumps(MARKUP)),
    "the title of a source": source("A page about schools", json.dumps(MARKUP)),
    "the site of a source": source("A Site", json.dumps(MARKUP)),
    "a voice": source("name: Rodong Sinmun", f"name: {json.dumps(MARKUP)}"),
    "a captured paragraph": {
        **blocks("      - excerpt: {source: a, paragraphs: 1}\n"),
        **source("Schools opened in the first year of the plan.", MARKUP),
    },
    "a cell": {
        **blocks("      - table: {file: t.csv, caption: A table}\n"),
        "seeds/data/t.csv": f'head,head\n"{MARKUP.replace(chr(34), chr(34) * 2)}",1\n',
    },
    "the head of a table": {
        **blocks("      - table: {file: t.csv, caption: A table}\n"),
        "seeds/data/t.csv": f'"{MARKUP.replace(chr(34), chr(34) * 2)}",head\n1,2\n',
    },
    "a speaker": blocks(
        "      - quote: {source: a, paragraph: 1, text: Schools opened in the first year of the plan., "
        f"by: {json.dumps(MARKUP)}}}\n"
    ),
    "the name of a venue": {
        **spec("embassy-brief", "mine"),
        "venues/mine.yaml": f"name: {json.dumps(MARKUP)}\nbody: x\ntemplate: report\nstyle: report\naudience: public\n",
    },
    "an alternative text": {
        **blocks(f"      - figure: {{file: x.svg, alt: {json.dumps(MARKUP)}}}\n"),
        "x.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    },
}


@pytest.mark.parametrize("files", CARRIERS.values(), ids=[name.replace(" ", "-") for name in CARRIERS])
def test_markup_in_plain_values_is_letters(files: Files, tmp_path: Path) -> None:
    words, html = built(tmp_path, files)
    body = html[html.index("<body") :].replace('<img src="../x.svg"', "")
    assert not ELEMENTS.search(body)
    assert "<!--" not in html.replace("<!--[if", "")
    assert html.count("<style>") == 1
    # A heading may stand beside its text, so that the lines of both alternate.
    printed = letters(words).lower()
    assert "alt=" in html or all(letters(word).lower() in printed for word in MARKUP.split())


MARKDOWN = {
    "Jinja": ("{{ 7*7 }} {% raw %} {# no #}", "{{ 7*7 }} {% raw %} {# no #}"),
    "HTML": ("<b>bold</b> <script>alert(1)</script>", "<b>bold</b> <script>alert(1)</script>"),
    "an unfinished element": ("<b <script", "<b <script"),
    "a comment": ("<!\\-- x -->", "<!-- x"),
    "our markers": ("<!\\--fragment:1-->", "<!--fragment:1"),
    "TeX": (r"\textbf{x} \input{/etc/passwd} $x^2$ $$y$$", r"\textbf{x} \input{/etc/passwd} $x^2$ $$y$$"),
    "raw inline": ("`<b>x</b>`{=html}", "<b>x</b>{=html}"),
    "a raw block": ("```{=html}\n<script>x</script>\n```", "<script>x</script>"),
    "an entity": ("&lt;b&gt; &#60;i&#62;", "<b> <i>"),
    "a heading": ("# A heading {#note-1 .footnote}", "A heading"),
    "metadata": ("---\ntitle: Other\n---", "title: Other"),
    "an example list": ("(@) first\n(@) second", "(@) first"),
    "a definition": ("Term\n:   Meaning", "Meaning"),
    "a table": ("| a | b |\n|---|---|\n| 1 | 2 |", "1 2"),
    "an emoji by name": (":smile:", ":smile:"),
    "a line block": ("| one\n| two", "one two"),
}


@pytest.mark.parametrize(
    ("text", "printed"), MARKDOWN.values(), ids=[name.replace(" ", "-") for name in MARKDOWN]
)
def test_markup_in_text_is_letters(text: str, printed: str, tmp_path: Path) -> None:
    words, html = built(tmp_path, summary(f"Before.\n\n{text}\n\nAfter."))
    assert letters(printed) in letters(words)
    assert not ELEMENTS.search(html[html.index("<body") :])
    assert words.index("Before.") < words.index("After.")
    assert "\nA title" in "\n".join(page_texts((tmp_path / "outputs/b.pdf").read_bytes()))


@pytest.mark.parametrize(
    "fence", ["```", "~~~", "::: warning", "::: {.x}", "<!--", "$$", "[^1]:", "+---+", "> "]
)
def test_what_is_left_open_ends_with_its_own_text(fence: str, tmp_path: Path) -> None:
    files = blocks(
        f"      - text: |\n          One before.\n\n          {fence}\n          one within\n"
        '      - text: "**Bold** words after."\n'
    )
    _, html = built(tmp_path, files)
    assert "<strong>Bold</strong> words after." in html


# --- Notes that nobody wrote ----------------------------------------------------------------------

FORGED = [
    "[x]{.footnote #note-5}",
    "[x]{.footnote}",
    "[x]{.footnote #note-abc}",
    "[x]{#note-1}",
    "[x]{.citation}",
    "[x]{.citation data-cites=a}",
    "`x`{.footnote #note-1}",
    "[x](https://example.org){.footnote #note-1}",
    "``` {.footnote #note-1}\nx\n```",
    "::: {.footnote #note-1}\nx\n:::",
    "::: {#refs}\nx\n:::",
    "::: {#ref-a .csl-entry}\nx\n:::",
    '[x]{style="float:footnote"}',
    '[x]{style="position:fixed; top:0"}',
    '::: {style="display:none"}\nx\n:::',
]


@pytest.mark.parametrize("text", FORGED)
def test_no_attribute_makes_a_note(text: str, tmp_path: Path) -> None:
    words, html = built(tmp_path, summary(f"Fake here:\n\n{text}\n\nand cited [@a]. Again [@a]."))
    body = html[html.index("<body") :]
    assert [int(n) for n in re.findall(r'id="note-(\d+)"', body)] == [1, 2, 3]
    assert re.findall(r'id="note-(?!\d+")', body) == []
    assert body.count('class="footnote"') == 3
    assert body.count('class="citation"') == 3
    assert ' style="' not in body
    assert "x" in words.split("Fake here:")[1].split("and cited")[0]
    assert words.count("available at") == 1, "no list of sources out of place"
    assert "(n 1)" in words
    assert "(n 2)" not in words


@pytest.mark.parametrize(
    "text",
    ["a^[outer ^[inner] x]", "a[^1]\n\n[^1]: outer^[inner]", "a[^1]\n\n[^1]: outer[^2]\n\n[^2]: inner"],
)
def test_a_note_within_a_note_is_refused(text: str, tmp_path: Path) -> None:
    line = 9 if "[^1]:" in text else 7  # by reference, the note's own line says where
    hold(Bad("nested", summary(text), f"S119 {B}:{line}", "build"), tmp_path)


def test_a_note_in_itself(tmp_path: Path) -> None:
    small.write(tmp_path, summary("a[^1]\n\n[^1]: outer[^1]"), earlier=True)
    outcome = run("build", "--format", "json", cwd=tmp_path)
    harmless(tmp_path, outcome) if outcome.status else None
    assert outcome.status in (0, 1)


# --- Characters that cannot be seen ---------------------------------------------------------------

HIDDEN = {
    "right-to-left override": "\u202e",
    "left-to-right isolate": "\u2066",
    "right-to-left mark": "\u200f",
    "Arabic letter mark": "\u061c",
    "zero-width space": "\u200b",
    "word joiner": "\u2060",
    "byte order mark within": "\ufeff",
    "tag letter": "\U000e0041",
    "escape": "\x1b",
    "bell": "\x07",
    "delete": "\x7f",
    "next line": "\x85",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "vertical tab": "\x0b",
    "interlinear mark": "\ufff9",
    "private use": "\ue000",
    "noncharacter": "\uffff",
}
REFUSED = {"S113", "S107", "P703"}


def carriers(character: str) -> dict[str, tuple[Files, str]]:
    """The files that hold the character, and the place where it must be shown."""
    escaped = f"\\U{ord(character):08X}"
    entity = f"&#x{ord(character):X};"
    in_table = blocks("      - table: {file: t.csv, caption: A table}\n")
    return {
        "a title": (spec("A title", f"A {character} title"), f"{B}:1"),
        "a text": (spec("say something", f"say {character} something"), f"{B}:7"),
        "an escape": (spec("A title", f'"A {escaped} title"'), f"{B}:1"),
        "an entity": (spec("say something", f"say {entity} something"), f"{B}:7"),
        "a record": (source("A page", f"A {character} page"), "seeds/sources/a.md:3"),
        "a record by escape": (
            source("A page about schools", f'"A {escaped} page"'),
            "seeds/sources/a.md:3",
        ),
        "a capture": (
            {
                **blocks("      - excerpt: {source: a, paragraphs: 1}\n"),
                **source("the first", f"the {character}"),
            },
            "seeds/sources/a.md:12",
        ),
        "a section": (
            {
                "specs/b.yaml": f"{small.SPEC}  - use: s\n",
                "seeds/sections/s.md": f"---\ntitle: A section\n---\nWords {character} here.\n",
            },
            "seeds/sections/s.md:4",
        ),
        "an organisation": (brief("First", f"First {character}"), "brief.yaml:3"),
        "a cell": ({**in_table, "seeds/data/t.csv": f"a,b\n1,x{character}y\n"}, "seeds/data/t.csv:2"),
    }


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("where", carriers(" "))
def test_a_hidden_character_is_refused_where_it_stands(name: str, where: str, tmp_path: Path) -> None:
    files, place = carriers(HIDDEN[name])[where]
    small.write(tmp_path, files, earlier=True)
    outcome = run("build", "--format", "json", cwd=tmp_path)
    harmless(tmp_path, outcome)
    assert outcome.status == 1, f"{name} was printed"
    found = json.loads(outcome.stdout)["diagnostics"]
    errors = [d for d in found if d["severity"] == "error"]
    assert {d["code"] for d in errors} <= REFUSED, outcome.stdout
    assert {f"{d['file']}:{d['line']}" for d in errors} == {place}, outcome.stdout
    assert len(errors) == 1, "one mistake is said once"
    assert unseen(run("build", cwd=tmp_path).stdout) == set()


@pytest.mark.parametrize("character", ["\u00ad", "\u200c", "\u200d", "\u00a0", "\u2011", "\u202f"])
def test_a_character_of_the_typesetter_is_welcome(character: str, tmp_path: Path) -> None:
    """Soft hyphens, joiners, and spaces and hyphens that do not break, have their use."""
    words, _ = built(tmp_path, spec("say something", f"say some{character}thing"))
    assert "some" in words


EMOJI = "\U0001f600"


@pytest.mark.parametrize(
    ("files", "place"),
    [case for name, case in carriers(EMOJI).items()],
    ids=[name.replace(" ", "-") for name in carriers(EMOJI)],
)
def test_a_character_without_glyph_is_shown_where_it_stands(files: Files, place: str, tmp_path: Path) -> None:
    hold(Bad("emoji", files, f"P703 {place}", "build"), tmp_path)


def test_a_combining_character_is_printed(tmp_path: Path) -> None:
    words, _ = built(tmp_path, spec("say something", "say e\u0301te\u0301"))
    assert unicodedata.normalize("NFC", words).count("été") == 1


# --- Depth and length ---------------------------------------------------------------------------------

LONG = {
    "brackets": "[" * 4000,
    "brackets with citations": "[@a " * 4000,
    "at-signs": "@" * 40_000,
    "backticks": "`" * 20_000,
    "pictures": "![a](" * 4000,
    "links": "[a](" * 4000,
    "braces": "[a]{" * 4000,
    "notes": "^[a " * 4000,
    "blank lines": "x\n\n\n" * 20_000,
    "quotation marks": "“" * 20_000,
    "straight marks": '" ' * 20_000,
    "single marks": "‘" * 20_000,
    "single marks one by one": "‘a " * 10_000,
    "pairs of single marks": "‘a’ 'b' ‹c› “d” " * 2000,
    "apostrophes": "’90s s’ a " * 5000,
    "locators": "[@a, " + "para. 1, " * 3000 + "]",
    "works": "[@a" + "; @a" * 3000 + "]",
    "ranges": "[@a, paras. " + "1-3, " * 2000 + "1]",
    "divisions": ":::: x\n" * 1000,
    "lists": "- " * 1000 + "x",
    "quotations": "> " * 1000 + "x",
    "angles": "<a " * 10_000,
    "references": "[a]: http://x\n" * 5000,
    "addresses": "http://" * 5000,
    "cells": "|a" * 5000,
    "entities": "&#" * 20_000,
    "figures": "1,000 " * 10_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_check_is_quick_whatever_is_written(text: str, tmp_path: Path) -> None:
    small.write(tmp_path, summary(text), earlier=True)
    begun = process_time()
    outcome = run("check", "--format", "json", cwd=tmp_path)
    assert process_time() - begun < 3
    harmless(tmp_path, outcome)
    assert outcome.status in (0, 1)
    for place in said(outcome).split("  "):
        assert not place or place.split()[1].startswith(B)


@pytest.mark.parametrize(
    "text", ["[" * 300, "> " * 300 + "x", "- " * 300 + "x", ":::: x\n" * 300, "^[a " * 100, "*a" * 300]
)
def test_build_ends_whatever_is_nested(text: str, tmp_path: Path) -> None:
    small.write(tmp_path, summary(text), earlier=True)
    outcome = run("build", "--format", "json", cwd=tmp_path)
    assert outcome.status in (0, 1), outcome.stderr
    if outcome.status:
        harmless(tmp_path, outcome)
        assert f"{B}:7" in said(outcome)
