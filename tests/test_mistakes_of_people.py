"""Mistakes that programme staff make: each is shown where it was made, with words that mend it.

One thing is changed in a workspace that is fine. What must be said is one place, and some of
the words of the message or of its help: those that a person who has never seen YAML needs.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from brief.cli.commands.terminal import coloured
from brief.files.suggestion import did_you_mean, nearest
from brief.files.workspace import OutsideWorkspaceError, Workspace
from tests import small_workspace as small
from tests.command import run
from tests.small_workspace import SPEC, Files, blocks, edited, source, spec, summary

B, A = "specs/b.yaml", "seeds/sources/a.md"
TEXT = "      Rodong Sinmun wrote of it [@a, para. 2].\n"
SECTION = "  - heading: First heading\n    text: |\n" + TEXT


class Mistake(NamedTuple):
    """What is changed, where it must be shown, and words that must be said."""

    files: Files
    said: str
    words: str


def text(words: str) -> Files:
    """The spec with another text in its section, from line 11."""
    lines = "".join(f"      {line}\n" if line else "\n" for line in words.split("\n"))
    return {B: edited(SPEC, TEXT, lines)}


def used(words: str, name: str = "law") -> Files:
    """The spec with a section of the corpus."""
    return {B: edited(SPEC, SECTION, f"  - use: {name}\n"), "seeds/sections/law.md": words}


KEY_FIGURE = 'key-figures:\n  - {{value: {}, label: {}, cite: "[@a]"}}\nsummary: |'
YAML = {
    "a quotation mark ten lines above": (spec("title: A", 'title: "A'), f"S101 {B}:1:8", "never closed"),
    "a quotation mark in a list of asks": (
        spec("summary: |", 'asks:\n  - {to: G, ask: "Raise it [@a]}\n  - {to: O, ask: "And [@a]"}\nsummary: |'),
        f"S101 {B}:7:18",
        "close it where the text ends",
    ),
    "a list of quoted ids": (spec("[first]", '["first", "second]'), f"S101 {B}:5:26", "add the closing quotation mark"),
    "quotation marks of a book": (spec("A title", "“A title: a word”"), f"S101 {B}:1:8", "put straight ones round"),
    "a colon in a title": (spec("A title", "A title: a word"), f"S101 {B}:1:15", "between quotation marks"),
    "a text too far left": ({B: edited(SPEC, TEXT, TEXT[2:])}, f"S101 {B}:11:5", "indented as far as that"),
    "a key too far right": (spec("    text: |", "     text: |"), f"S101 {B}:10:6", "begin both in the same column"),
    "a key too far left": (spec("    text: |", "   text: |"), f"S101 {B}:10:4", "start in the same column"),
    "no space after a colon": (spec("venue: e", "venue:e"), f"S101 {B}:2:1", "write a space after it: `venue: …`"),
    "no space after the first colon": (spec("title: A", "title:A"), f"S101 {B}:1:1", "write a space after it: `title: …`"),
    "an apostrophe between apostrophes": (spec("title: A title", "title: 'It's here'"), f"S101 {B}:1:12", "between the other marks"),
    "words after a quotation": (spec("title: A title", 'title: "Free" education'), f"S101 {B}:1:15", "between the other marks"),
    "words after a bracket": (spec("title: A title", "title: [Sic] education"), f"S101 {B}:1:14", "between quotation marks"),
    "words beside a bar": (spec("summary: |\n  Words", "summary: | Words"), f"S101 {B}:6:12", "begins in the next line"),
    "words beside an arrow": (spec("    text: |\n", "    text: > Words\n"), f"S101 {B}:10:13", "begins in the next line"),
    "an emphasis first": (spec("title: A title", "title: *A* title"), f"S101 {B}:1:8", "may not start with `*`"),
    "an ampersand first": (spec("title: A title", "title: & a title"), f"S101 {B}:1:8", "may not start with `*` or `&`"),
    "a tab before a list": (spec("  - heading", "\t- heading"), f"S101 {B}:9:1", "a tab stands"),
    "a tab before a key": (spec("    text: |", "\ttext: |"), f"S101 {B}:10:1", "a tab stands"),
    "a tab before a text": ({B: edited(SPEC, TEXT, "\t" + TEXT.lstrip())}, f"S101 {B}:11:1", "a tab stands"),
    "a tab in a summary": (spec("  Words that", "\tWords that"), f"S101 {B}:7:1", "a tab stands"),
    "spaces from Word": (spec("  - heading", "\xa0\xa0- heading"), f"S101 {B}:9:1", "type the spaces again"),
    "an asterisk for a hyphen": (spec("  - heading", "  * heading"), f"S101 {B}:9:3", "begin it with `- `"),
    "a bullet for a hyphen": (spec("  - heading", "  • heading"), f"S101 {B}:9:3", "begin it with `- `"),
    "a dash for a hyphen": (spec("  - heading", "  – heading"), f"S101 {B}:9:3", "begin it with `- `"),
    "a citation for a list": (
        spec("    text: |\n" + TEXT, "    text: [@a] says so.\n"),
        f"S101 {B}:10:12",
        "a citation in brackets looks like a list",
    ),
    "an at-sign first": (spec("    text: |\n" + TEXT, "    text: @a says so.\n"), f"S101 {B}:10:11", "may not start with `@`"),
    "a bracket not closed": (spec("[first]", "[first"), f"S101 {B}:5:16", "is not closed"),
}  # fmt: skip
VALUES = {
    "a date in words": (spec("2026-11-20", "20 November 2026"), f"S103 {B}:4:7", "such as 2026"),
    "a date with slashes": (spec("2026-11-20", "20/11/2026"), f"S103 {B}:4:7", "such as 2026"),
    "no for false": (spec("date: 2026", "publish: no\ndate: 2026"), f"S103 {B}:4:10", "did you mean `false`?"),
    "a word for a list": (spec("[first]", "first"), f"S103 {B}:5:16", "write `[first]`"),
    "words for a list": (spec("[first]", "first, second"), f"S103 {B}:5:16", "write `[first, second]`"),
    "a key with a capital": (spec("title: A", "Title: A"), f"S102 {B}:1:1", "did you mean `title`?"),
    "a key with a space": (spec("summary: |", "key figures: []\nsummary: |"), f"S102 {B}:6:1", "did you mean `key-figures`?"),
    "a comma between braces": (
        spec("summary: |", KEY_FIGURE.format("0.07%", "of people, online")),
        f"S102 {B}:7:38",
        "put that text between quotation marks",
    ),
    "a comma in a quotation": (
        blocks("      - quote: {source: a, paragraph: 1, text: Schools opened, in the first year}\n"),
        f"S102 {B}:13:64",
        "a comma ends the text before it",
    ),
    "a number sign": (spec("A title", "#1 in schools"), f"S103 {B}:1:1", "a `#` after a space begins a remark"),
    "a key twice": (spec("date: 2026-11-20", "date: 2026\ndate: 2026"), f"S104 {B}:5:1", "keep one"),
    "a language in words": (spec("language: en", "language: English"), f"S103 {B}:3:11", "such as en"),
    "a section that is no item": (spec("  - heading: First heading\n    text", "  heading: First heading\n  text"), f"S103 {B}:9:3", "must be a list"),
    "a venue misspelt": (spec("embassy-brief", "upp"), f"R205 {B}:2:8", "did you mean `upr`?"),
}  # fmt: skip
SOURCES = {
    "a record not closed": (source("---\nSchools", "Schools"), f"S110 {A}:1:1", "its closing `---` is missing"),
    "dashes from Word": (source("---\ntype", "–––\ntype"), f"S110 {A}:1:1", "begin with a line `---`"),
    "a date in words": (source("issued: 2024", "issued: March 2024"), f"S103 {A}:5:9", "such as 2026"),
    "a colon in a title": (source("A page about", "A page: about"), f"S101 {A}:3:14", "between quotation marks"),
    "a type of another name": (source("type: webpage", "type: website"), f"S103 {A}:2:7", "such as `webpage`"),
    "a kind in words": (source("state-media", "State media"), f"S103 {A}:10:33", "did you mean `state-media`?"),
    "a voice too far": (source("paragraphs: 2", "paragraphs: 2-9"), f"C604 {A}:10:58", "the text has 3"),
    "handling of another name": (source("kind: press", "kind: press\nhandling: secret"), f"S103 {A}:9:11", "`internal`"),
    "an address without https": (source("https://example.org/a", "www.example.org/a"), f"S103 {A}:6:6", "begins with https://"),
    "a section without a record": (used("# Law\n\nWords [@a].\n"), "S110 seeds/sections/law.md:1:1", "then `title: …`"),
    "a section without a title": (used("---\nby: first\n---\nWords.\n"), "S103 seeds/sections/law.md:2:1", "`title: …`"),
    "a section with its ending": (used("---\ntitle: Law\n---\nWords.\n", "law.md"), f"R203 {B}:9:10", "did you mean `law`?"),
}  # fmt: skip
GRID = """\
+-------------+--------+
| A           | B      |
+=============+========+
| Words [@a,  | other  |
| @a, p. 1].  |        |
+-------------+--------+"""
CITATIONS = {
    "without brackets": (text("They said so @a, para. 1."), f"S112 {B}:11:20", "write `[@a, para. 4]`"),
    "in round brackets": (text("They said so (@a, para. 1)."), f"S112 {B}:11:21", "not in square brackets"),
    "in braces": (text("They said so {@a, para. 1}."), f"S112 {B}:11:21", "not in square brackets"),
    "a comma between works": (text("So [@a, para. 1, @b, para. 2]."), f"S112 {B}:11:24", "write `;` between works"),
    "an and between works": (text("So [@a, para. 1 and @a]."), f"S112 {B}:11:27", "write `;` between works"),
    "without its at-sign": (text("They said so [a, para. 1]."), f"S112 {B}:11:21", "without its `@`"),
    "a space after the at-sign": (text("They said so [@ a, para. 1]."), f"S112 {B}:11:21", "directly after the `@`"),
    "with a capital": (text("They said so [@A, para. 1]."), f"R201 {B}:11:21", "did you mean `a`?"),
    "not closed": (text("They said so [@a, para. 1.\n\nMore."), f"S112 {B}:11:20", "add the closing `]`"),
    "not opened": (text("They said so @a, (para. 1)]."), f"S112 {B}:11:20", "add the opening `[`"),
    "a semicolon too many": (text("They said so [@a, para. 1;]."), f"S112 {B}:11:32", "remove it"),
    "two in a row": (text("They said so [@a][@a]."), f"S112 {B}:11:23", "one pair for both"),
    "a number in words": (text("They said so [@a, para. one]."), f"S112 {B}:11:25", "a paragraph number should follow"),
    "a range backwards": (text("They said so [@a, paras. 3-1]."), f"S112 {B}:11:25", "must not run backwards"),
    "a paragraph too far": (text("They said so [@a, para. 9]."), f"R202 {B}:11:25", "has 3 paragraphs"),
    "a paragraph after a word": (text("So [@a, at para. 2]."), f"S112 {B}:11:18", "begin the place with `para. 2`: `[@a, para. 2]`"),
    "a paragraph after a colon": (text("So [@a: para. 2]."), f"S112 {B}:11:15", "begin the place with `para. 2`"),
    "a paragraph in brackets": (text("So [@a (para. 2)]."), f"S112 {B}:11:15", "begin the place with `para. 2`"),
    "a paragraph after a page": (text("So [@a, p. 3, para. 2]."), f"S112 {B}:11:21", "begin the place with `para. 2`"),
    "a paragraph before its work": (text("So [see para. 2 of @a]."), f"S112 {B}:11:15", "begin the place with `para. 2`"),
    "a paragraph after another": (text("So [@a, para. 1, especially paras. 2-3]."), f"S112 {B}:11:35", "begin the place with `paras. 1, 2`"),
    "a paragraph with its term again": (text("So [@a, para. 1 and para. 2]."), f"S112 {B}:11:27", "begin the place with `paras. 1, 2`"),
    "a paragraph in French": (text("So [@a, au par. 2]."), f"S112 {B}:11:18", "begin the place with `para. 2`"),
    "a paragraph in Spanish": (text("So [@a, en el párr. 2]."), f"S112 {B}:11:21", "begin the place with `para. 2`"),
    "a paragraph in German": (text("So [@a, in Abs. 2]."), f"S112 {B}:11:18", "begin the place with `para. 2`"),
    "a paragraph in Korean": (text("So [@a, 2문단]."), f"S112 {B}:11:15", "begin the place with `para. 2`"),
    "a paragraph by its turn": (text("So [@a, 2nd paragraph]."), f"S112 {B}:11:15", "begin the place with `para. 2`"),
    "a paragraph in italics": (text("So [@a, para. *2*]."), f"S112 {B}:11:15", "should follow"),
    "a paragraph behind an escape": (text("So [@a, see para.\\ 2]."), f"S112 {B}:11:19", "begin the place with `para. 2`"),
    "a paragraph in the sentence": (text("So @a [at para. 2] says."), f"S112 {B}:11:17", "begin the place with `para. 2`"),
    "round brackets behind an id": (text("So @a (para. 2) says."), f"S112 {B}:11:10", "write `[@a, para. 4]`"),
    "words behind an id": (text("So @a, at párr. 2, says."), f"S112 {B}:11:10", "write `[@a, para. 4]`"),
    "a paragraph behind the brackets": (text("So [@a] (para. 2)."), f"S112 {B}:11:10", "write `[@a, para. 4]`"),
    "a paragraph in wide digits": (text("So [@a, at para. ２]."), f"S112 {B}:11:18", "begin the place with `para. 2`"),
    "a citation over two lines of a cell": (text(GRID), f"S112 {B}:14:15", "keep a citation on one line of its cell"),
    "the end of one in the next line": (text(GRID.replace("[@a,", "So, ")), f"S112 {B}:15:9", "keep a citation on one line"),
    "a work left out": (text("So [-@a, para. 2]."), f"S112 {B}:11:11", "leave the `-` out: `[@a]`"),
    "a work left out of several": (text("So [@a; -@a, para. 1]."), f"S112 {B}:11:15", "leave the `-` out: `[@a]`"),
    "a work left out without brackets": (text("So they said -@a."), f"S112 {B}:11:20", "leave the `-` out: `[@a]`"),
    "directly after a stop": (text("They said so.@a went."), f"S112 {B}:11:19", "a space before the `@`"),
    "four spaces before it": (text("They said so.\n\n    And so [@a]."), f"S112 {B}:13:19", "begin the line further left"),
    "an address with an at-sign": (text("See https://x.org/@user."), f"S112 {B}:11:11", "between `<` and `>`"),
    "a note the wrong way round": (text("They said so [^This is my note]."), f"S112 {B}:11:20", "a note is `^[like this]`"),
    "a note written twice": (text("So[^1].\n\n[^1]: a\n\n[^1]: b"), f"S112 {B}:15:7", "written twice"),
    "a remark that vanishes": (text("[Kim]: they said so."), f"S112 {B}:11:7", "is not printed"),
    "a cell too many": (text("| a | b |\n|---|---|\n| x | y | z |"), f"S112 {B}:13:17", "are not printed"),
    "a link without https": (text("A [link](www.example.org)."), f"R209 {B}:11:16", "use https:// or mailto:"),
}  # fmt: skip
ALL = {**{f"yaml: {k}": v for k, v in YAML.items()}, **{f"value: {k}": v for k, v in VALUES.items()}}
ALL |= {
    **{f"source: {k}": v for k, v in SOURCES.items()},
    **{f"citation: {k}": v for k, v in CITATIONS.items()},
}


@pytest.mark.parametrize(
    ("type_", "voice", "is_read"), [("document", "", False), ("document", "v", True), ("report", "", True)]
)
def test_an_article_of_a_law_has_paragraphs_of_its_own(
    type_: str, voice: str, is_read: bool, tmp_path: Path
) -> None:
    """A law or a declaration is cited so; where somebody speaks in a work, its paragraphs are looked up."""
    voices = f"voices: [{{name: {voice}, kind: witness, paragraphs: 1}}]\n" if voice else ""
    law = f"---\ntype: {type_}\ntitle: A declaration\nkind: un\n{voices}---\nArticle 1\n\nWords.\n"
    small.write(tmp_path, {**text("So [@law, art. 26, para. 2]."), "seeds/sources/law.md": law})
    found = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    assert ("S112" in {d["code"] for d in found}) == is_read, found


@pytest.mark.parametrize("name", ALL)
def test_a_mistake_is_shown_where_it_was_made(name: str, tmp_path: Path) -> None:
    mistake = Mistake(*ALL[name])
    small.write(tmp_path, mistake.files)
    outcome = run("check", "--format", "json", cwd=tmp_path)
    errors = [d for d in json.loads(outcome.stdout)["diagnostics"] if d["severity"] == "error"]
    assert outcome.status == 1
    first = errors[0]
    assert f"{first['code']} {first['file']}:{first['line']}:{first['column']}" == mistake.said, (
        outcome.stdout
    )
    assert any(mistake.words in f"{error['message']} {error['help']}" for error in errors), outcome.stdout
    assert len(errors) <= 2, "one mistake is not told as many"


FINE = {
    "no comma before the locator": "They said so [@a para 1].",
    "no stop after para": "They said so [@a, para 1].",
    "a sign for the paragraph": "They said so [@a, ¶1] [@a, ¶ 1].",
    "a capital in the locator": "They said so [@a, Para. 1].",
    "a space that does not break": "They said so [@a,\xa0para.\xa01].",
    "dashes in ranges": "Rodong Sinmun said so [@a, paras. 1–2] [@a, paras. 1—2] [@a, paras. 1‑2] [@a, paras 1 - 2].",
    "and in a list": "Rodong Sinmun said so [@a, paras. 1 and 2] [@a, paras. 1, 2 & 3].",
    "marks of two kinds": 'They wrote “Schools opened" [@a, para. 1].',
    "a grid of dashes": "+-----------------------------------+\n| a [@a]                            |\n+-----------------------------------+",
    "a line to fill in": "Name: " + "_" * 120,
    "a line of dashes": "- " * 40,
}  # fmt: skip


@pytest.mark.parametrize("name", FINE)
def test_what_is_no_mistake_is_not_called_one(name: str, tmp_path: Path) -> None:
    outcome = run("check", cwd=small.write(tmp_path, text(FINE[name])))
    assert outcome.stdout == ""
    assert outcome.status == 0


def test_a_quotation_in_the_second_of_two_cited_paragraphs_is_found(tmp_path: Path) -> None:
    words = "Rodong Sinmun wrote that “the mines were full” [@a, paras. 1 and 2]."
    assert run("check", cwd=small.write(tmp_path, text(words))).stdout == ""


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (summary("Words.\n\n[^1]: A note."), "is never called"),
        (summary("Words[^1]."), "is called and not written"),
    ],
)
def test_a_note_without_its_other_half_is_named(files: Files, said: str, tmp_path: Path) -> None:
    outcome = run("check", cwd=small.write(tmp_path, files))
    assert "S118" in outcome.stdout
    assert said in outcome.stdout


def test_the_whole_word_is_suggested_before_a_part() -> None:
    assert nearest("upp", ["upr-factsheet", "upr", "cedaw"]) == "upr"
    assert did_you_mean("cedaw", ["cedaw-session"]) == "did you mean `cedaw-session`?"
    assert nearest("zzz", ["upr", "cedaw"]) is None


def test_links_in_a_circle_lead_out_whatever_python_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Since Python 3.13 `Path.resolve` gives back a link to itself as it is."""
    (tmp_path / "l").symlink_to("l")
    monkeypatch.setattr(Path, "resolve", lambda self, strict=False: Path(os.path.abspath(self)))  # noqa: ARG005, PTH100
    with pytest.raises(OutsideWorkspaceError, match="in a circle"):
        Workspace(tmp_path).path("l")


def test_a_plain_terminal_is_not_sent_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "dumb")
    assert not coloured(Terminal())
    monkeypatch.setenv("TERM", "xterm")
    assert coloured(Terminal())


RUN_ON = {
    "a quotation": ("They told the Gazette:\n> all schools were closed [@a, para. 2]", "S126", 12),
    "a quotation in an item": ("- They said:\n  > all were closed [@a].", "S126", 12),
    "a quotation below an item": ("- one\n- two\n> all were closed [@a].", "S126", 13),
    "bullets": ("Points:\n- one\n- two", "S118", 12),
    "bullets that wrap": (
        "These points:\n- the closing\n  of schools\n- the arrest\n  of teachers",
        "S118",
        12,
    ),
    "numbers": ("Points\n1. one\n2. two", "S118", 12),
    "letters in brackets": ("Points:\n(a) one;\n(b) two.", "S118", 12),
    "Roman numbers": ("Points:\ni) one\nii) two", "S118", 12),
    "bullets from Word": ("• one\n• two", "S118", 12),
    "dashes": ("Points:\n– one\n– two", "S118", 12),
    "capitals": ("Points:\nA. one\nB. two", "S118", 12),
    "a heading": ("So they said.\n## A heading", "S118", 12),
    "a table": ("The rates:\n| a | b |\n|---|---|\n| x | y |", "S118", 13),
}


@pytest.mark.parametrize("name", RUN_ON)
def test_what_is_printed_on_in_the_line_above_is_shown(name: str, tmp_path: Path) -> None:
    words, code, line = RUN_ON[name]
    outcome = run("check", "--format", "json", cwd=small.write(tmp_path, text(words)))
    found = json.loads(outcome.stdout)["diagnostics"]
    assert [(it["code"], it["line"]) for it in found if it["code"] in {"S118", "S126"}] == [(code, line)]
    assert outcome.status == (1 if code == "S126" else 0)


PRINTED_AS_MEANT = {
    "a blank line before": "They said:\n\n- one\n- two\n\nIt was so:\n\n> “Schools opened” [@a, para. 1].",
    "a line that begins with a year": "The mines were closed in\n1990. They were opened in\n1991. They closed.",
    "one dash": "The mines\n- those of the north -\nwere closed.",
    "dashes on both sides": "The mines\n– those in the north –\nand the schools\n– those in the south –\nwere closed.",
    "initials": "They met\nJ. Kim and\nK. Lee there.",
    "a talk on one line": "– Were they closed? – They were. – All?\n\n– Yes.",
    "pages": "See\np. 4 and\np. 5 there.",
    "lines that are broken": "Points:\\\n- one\\\n- two",
    "a sign that is meant": "The rate was\n\\> 5 of them.",
    "a list in a list": "- one\n  - within\n  - within\n- two\n  1. first\n  2. second",
    "a quotation of lines": "> “Schools\n> opened” [@a, para. 1].",
}  # fmt: skip


@pytest.mark.parametrize("name", PRINTED_AS_MEANT)
def test_what_is_printed_as_meant_is_not_said_to_run_on(name: str, tmp_path: Path) -> None:
    outcome = run("check", "--format", "json", cwd=small.write(tmp_path, text(PRINTED_AS_MEANT[name])))
    assert not {it["code"] for it in json.loads(outcome.stdout)["diagnostics"]} & {"S118", "S126"}


MARKED = {
    "a citation in a title": (spec("A title", '"Schools [@a, para. 1]"'), f"{B}:1:17", "belong into texts"),
    "a note in a subtitle": (spec("venue: e", "subtitle: Schools^[closed]\nvenue: e"), f"{B}:2:18", "belong into texts"),
    "a citation in a heading": (spec("First heading", "First [see @a]"), f"{B}:9:20", "in the first sentence below"),
    "a call in a key figure": (spec("summary: |", 'key-figures:\n  - {value: "7[^1]", label: closed, cite: "[@a]"}\nsummary: |'), f"{B}:7:15", "belong into texts"),
    "an emphasis in an addressee": (spec("venue: e", "addressee: The *Committee*\nvenue: e"), f"{B}:2:16", "as they stand"),
    "a link in the contact": (spec("venue: e", 'contact: "[us](https://example.org)"\nvenue: e'), f"{B}:2:11", "as they stand"),
    "a citation in who says it": (
        blocks('      - quote: {source: a, paragraph: 1, text: Schools opened, by: "A teacher [@a]"}\n'),
        f"{B}:13:79",
        "belong into texts",
    ),
    "a citation in a cell": (
        blocks('      - table: {file: t.csv, caption: A table, cite: "[@a]"}\n') | {"seeds/data/t.csv": "a,b\n1,2 [@a]\n"},
        "seeds/data/t.csv:2:5",
        "behind `cite:`",
    ),
    "a citation in the title of a section": (
        used("---\ntitle: The law [@a]\n---\nRodong Sinmun wrote of it [@a, para. 2].\n"),
        "seeds/sections/law.md:2:16",
        "in the first sentence below",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MARKED)
def test_markdown_in_a_plain_line_is_shown(name: str, tmp_path: Path) -> None:
    files, place, words = MARKED[name]
    outcome = run("check", "--format", "json", cwd=small.write(tmp_path, files))
    found = [it for it in json.loads(outcome.stdout)["diagnostics"] if it["code"] == "S116"]
    assert [f"{it['file']}:{it['line']}:{it['column']}" for it in found] == [place], outcome.stdout
    assert words in found[0]["help"]
    assert "accept:" in found[0]["help"]


@pytest.mark.parametrize(
    "words",
    ["2 * 3 * 4", "12*", "a_b_c", "[name withheld]", "x@example.org", "<x@example.org>", "*", "5 < 6"],
)
def test_signs_in_a_plain_line_are_no_markup(words: str, tmp_path: Path) -> None:
    files = blocks('      - table: {file: t.csv, caption: A table, cite: "[@a]"}\n')
    files |= {B: edited(files[B], "A title", f'"{words}"'), "seeds/data/t.csv": f"a,b\n1,{words}\n"}
    outcome = run("check", "--format", "json", cwd=small.write(tmp_path, files))
    assert json.loads(outcome.stdout)["diagnostics"] == []


def test_a_line_of_spaces_is_read_in_a_moment(tmp_path: Path) -> None:
    began = time.process_time()
    run("check", cwd=small.write(tmp_path, text(f"Words.\n{' ' * 60000}y")))
    assert time.process_time() - began < 10
