"""Bad input, through the command line: a clear finding at the right place, and nothing harmed.

Each case changes one thing in a workspace that is fine and names all that brief must say,
as `CODE file:line`. Held for every one: exit 1, plain words, no traceback, no temporary
file, and what an earlier build left in outputs/ byte for byte as it was.
"""

from __future__ import annotations

import io
import json
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import pytest
from PIL import Image

from tests import small_workspace as small
from tests.command import Outcome, run
from tests.process import python
from tests.small_workspace import EARLIER, SPEC, Files, blocks, brief, source, spec, summary

NOTHING = ""


class Bad(NamedTuple):
    """A workspace at fault: what is changed, and what brief says of it."""

    name: str
    files: Files
    said: str
    command: str = "check"
    prepare: Callable[[Path], object] | None = None


def said(outcome: Outcome) -> str:
    """The errors of a run with `--format json`, each as `CODE file:line`."""
    found = json.loads(outcome.stdout)["diagnostics"]
    return "  ".join(f"{d['code']} {d['file']}:{d['line']}" for d in found if d["severity"] == "error")


def unseen(text: str) -> set[str]:
    """The characters of an output that cannot be seen, line feeds left out: controls, bidi, private use."""
    return {
        c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    }


def harmless(folder: Path, outcome: Outcome) -> None:
    """What must hold whatever came in."""
    assert "Traceback" not in outcome.stdout + outcome.stderr
    assert "a mistake of ours" not in outcome.stderr
    assert "\x1b" not in outcome.stdout
    outputs = folder / "outputs"
    if outputs.is_dir():
        assert [path.name for path in outputs.rglob("*") if path.name.startswith(".")] == []
        for name, data in EARLIER.items():
            assert (outputs / name).read_bytes() == data


def hold(case: Bad, folder: Path) -> None:
    """Write the workspace, run the command, hold what it says."""
    small.write(folder, case.files, earlier=True)
    if case.prepare is not None:
        case.prepare(folder)
    outcome = run(case.command, "--format", "json", cwd=folder)
    harmless(folder, outcome)
    assert said(outcome) == case.said, outcome.stdout
    assert outcome.status == 1
    in_words = run(case.command, cwd=folder)
    harmless(folder, in_words)
    assert in_words.status == 1
    assert unseen(in_words.stdout) == set()


def named(cases: list[Bad]) -> pytest.MarkDecorator:
    """One test for each case."""
    return pytest.mark.parametrize("case", cases, ids=[case.name.replace(" ", "-") for case in cases])


def link(name: str, goal: str) -> Callable[[Path], object]:
    """Puts a symbolic link into the workspace."""

    def prepare(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(goal)

    return prepare


B = "specs/b.yaml"


def whole(text: str | bytes) -> Files:
    """The spec replaced altogether."""
    return {B: text}


# --- Files that are no text, or no YAML -------------------------------------------------------

FILES = [
    Bad("empty", whole(""), f"S108 {B}:1"),
    Bad("blank", whole(" \n\n  \n"), f"S108 {B}:1"),
    Bad("only comments", whole("# one\n# two\n"), f"S108 {B}:1"),
    Bad("only a marker", whole("---\n"), f"S108 {B}:1"),
    Bad("only a byte order mark", whole(b"\xef\xbb\xbf"), f"S108 {B}:1"),
    Bad("latin-1", whole(SPEC.replace("A title", "Un été").encode("latin-1")), f"S107 {B}:1"),
    Bad("latin-1 further down", whole(SPEC.replace("First", "Été").encode("cp1252")), f"S107 {B}:9"),
    Bad("utf-16", whole(SPEC.encode("utf-16")), f"S107 {B}:1"),
    Bad("utf-16 without mark", whole(SPEC.encode("utf-16-le")), f"S107 {B}:1"),
    Bad("utf-32", whole(SPEC.encode("utf-32")), f"S107 {B}:1"),
    Bad("a lone surrogate", whole(SPEC.encode().replace(b"A title", b"A \xed\xa0\x80")), f"S107 {B}:1"),
    Bad("overlong utf-8", whole(SPEC.encode().replace(b"A title", b"A \xc0\xaf")), f"S107 {B}:1"),
    Bad("a picture", whole(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)) * 20), f"S107 {B}:1"),
    Bad("a NUL", spec("A title", "A \0 title"), f"S107 {B}:1"),
    Bad("a NUL further down", spec("say something", "say\0something"), f"S107 {B}:7"),
    Bad("too large", whole(SPEC + "# " + "x" * 2_000_000), f"S106 {B}:1"),
    Bad("a megabyte in one line", whole(f"title: {'x' * 1_000_000}\nvenue: report\n"), f"S103 {B}:1"),
    Bad("a megabyte of text in one line", spec("say something", "x" * 1_000_000), f"S103 {B}:6"),
    Bad("100,000 brackets", whole("title: " + "[" * 100_000), f"S106 {B}:1"),
    Bad("100,000 braces", whole("title: " + "{a: " * 100_000), f"S106 {B}:1"),
    Bad("100,000 dashes", whole("title:\n  " + "- " * 100_000 + "x\n"), f"S106 {B}:2"),
    Bad("a thousand levels", whole("".join(" " * n + "a:\n" for n in range(1000))), f"S106 {B}:31"),
    Bad("aliases that explode", whole("a: &a [x, x]\nb: [*a, *a]\n"), f"S105 {B}:1"),
    Bad("an anchor", spec("A title", "&t A title"), f"S105 {B}:1"),
    Bad("an alias", spec("A title", "*t"), f"S105 {B}:1"),
    Bad("a Python object", spec("A title", "!!python/object/apply:os.system ['true']"), f"S105 {B}:1"),
    Bad("a tag of YAML's own", spec("A title", "!!str A title"), f"S105 {B}:1"),
    Bad("a merge key", spec("title: A title", "title: A title\n<<: {subtitle: x}"), f"S102 {B}:2"),
    Bad("a merged anchor", whole(SPEC + "x: &x {a: 1}\ny: {<<: *x}\n"), f"S105 {B}:12"),
    Bad("two documents", whole(SPEC + "---\ntitle: Two\n"), f"S105 {B}:12"),
    Bad("words after the end", whole(SPEC + "...\nwords\n"), f"S101 {B}:13"),
    Bad("a key twice", whole(SPEC + "title: Again\n"), f"S104 {B}:12"),
    Bad("a key twice within", spec("    text: |", "    heading: Again\n    text: |"), f"S104 {B}:10"),
    Bad("a list", whole("- one\n- two\n"), f"S103 {B}:1"),
    Bad("a word", whole("hello\n"), f"S103 {B}:1"),
    Bad("a list as key", spec("title: A title", "? [a, b]\n: c\ntitle: A title"), f"S102 {B}:1"),
    Bad("a mapping as key", spec("title: A title", "{a: b}: c\ntitle: A title"), f"S102 {B}:1"),
    Bad("a bracket in a key", whole(SPEC + "a[b]: c\n"), f"S102 {B}:12"),
    Bad("a null key", whole(SPEC + "~: c\n"), f"S102 {B}:12"),
    Bad("a number as key", whole(SPEC + "1: c\n"), f"S102 {B}:12"),
    Bad("a tab as indent", whole(SPEC.replace("  - heading", "\t- heading")), f"S101 {B}:9"),
    Bad("a tab within", whole(SPEC.replace("    text: |", "  \ttext: |")), f"S101 {B}:10"),
    Bad("a colon in a title", spec("A title", "A title: more"), f"S101 {B}:1"),
    Bad("a citation bare", spec("A title", "[@a, para. 1]"), f"S101 {B}:1"),
    Bad("an at-sign first", spec("A title", "@a"), f"S101 {B}:1"),
    Bad("a backtick first", spec("A title", "`a`"), f"S101 {B}:1"),
    Bad("a percent first", spec("A title", "%a"), f"S101 {B}:1"),
    Bad("an unknown escape", spec("A title", r'"C:\path"'), f"S101 {B}:1"),
    Bad("a surrogate escape", spec("A title", r'"\ud800"'), f"S101 {B}:1"),
    Bad("words after a quotation", spec("A title", '"A" title'), f"S101 {B}:1"),
    Bad("an indent too few", whole(SPEC.replace("    text: |", "   text: |")), f"S101 {B}:10"),
    Bad("no space after a colon", spec("title: A title", "title:A title"), f"S101 {B}:1"),
    Bad("no colon", spec("title: A title", "title A title"), f"S101 {B}:2"),
    Bad("a quotation left open", whole('title: "A title\n'), f"S101 {B}:1"),
    Bad(
        "a quotation left open ten lines above",
        whole(SPEC.replace("A title", '"A title') + 'asks:\n  - {to: You, ask: "Ask."}\n'),
        f"S101 {B}:1",
    ),
    Bad(
        "an apostrophe left open ten lines above",
        whole(SPEC.replace("A title", "'A title") + "contact: 'me'\n"),
        f"S101 {B}:1",
    ),
    Bad(
        "an opened quotation closed by an apostrophe",
        whole(SPEC.replace("A title", "'A title") + "contact: it's\n"),
        f"S101 {B}:1",
    ),
    Bad("a bracket left open", spec("[first]", "[first"), f"S101 {B}:5"),
]


@named(FILES)
def test_file(case: Bad, tmp_path: Path) -> None:
    hold(case, tmp_path)


# --- Values ------------------------------------------------------------------------------------

VALUES = [
    Bad("publish no", whole(SPEC + "publish: no\n"), f"S103 {B}:12"),
    Bad("publish a number", whole(SPEC + "publish: 1\n"), f"S103 {B}:12"),
    Bad("publish a list", whole(SPEC + "publish: [true]\n"), f"S103 {B}:12"),
    Bad("language no", spec("language: en", "language: no"), f"R210 {B}:3"),
    Bad("language in words", spec("language: en", "language: English (UK)"), f"S103 {B}:3"),
    Bad("month 13", spec("2026-11-20", "2026-13-01"), f"S103 {B}:4"),
    Bad("30 February", spec("2026-11-20", "2026-02-30"), f"S103 {B}:4"),
    Bad("a date with slashes", spec("2026-11-20", "20/11/2026"), f"S103 {B}:4"),
    Bad("a date in words", spec("2026-11-20", "November 20, 2026"), f"S103 {B}:4"),
    Bad("a date in other digits", spec("2026-11-20", "２０２６-11-20"), f"S103 {B}:4"),
    Bad("year 0", spec("2026-11-20", "0000-01-01"), f"S103 {B}:4"),
    Bad("no title", spec("title: A title\n", ""), f"S103 {B}:1"),
    Bad("an empty title", spec("title: A title", "title:"), f"S103 {B}:1"),
    Bad("a blank title", spec("A title", '"  "'), f"S103 {B}:1"),
    Bad("a null title", spec("A title", "~"), f"S103 {B}:1"),
    Bad("no venue", spec("venue: embassy-brief\n", ""), f"S103 {B}:1"),
    Bad("an unknown venue", spec("embassy-brief", "embasy-brief"), f"R205 {B}:2"),
    Bad("a venue that is a path", spec("embassy-brief", "../embassy-brief"), f"S103 {B}:2"),
    Bad("a title that is a list", spec("A title", "[A, title]"), f"S103 {B}:1"),
    Bad("a title that is a mapping", spec("A title", "{A: title}"), f"S103 {B}:1"),
    Bad("organisations in words", spec("[first]", "first"), f"S103 {B}:5"),
    Bad("an unknown organisation", spec("[first]", "[frist]"), f"R204 {B}:5"),
    Bad("sections in words", whole(SPEC.split("sections:")[0] + "sections: none\n"), f"S103 {B}:8"),
    Bad("a paragraph 0", blocks("      - quote: {source: a, paragraph: 0, text: x}\n"), f"S103 {B}:13"),
    Bad("a range backwards", blocks("      - excerpt: {source: a, paragraphs: 3-1}\n"), f"S103 {B}:13"),
    Bad(
        "a range without end", blocks("      - excerpt: {source: a, paragraphs: 1-999999}\n"), f"R202 {B}:13"
    ),
    Bad(
        "a block of two kinds",
        blocks("      - text: x\n        table: {file: x.csv, caption: x}\n"),
        f"S103 {B}:13",
    ),
    Bad("a block of no kind", blocks("      - {}\n"), f"S103 {B}:13"),
    Bad("an unknown block", blocks("      - qoute: {}\n"), f"S102 {B}:13"),
    Bad("an empty block", blocks("      -\n"), f"S103 {B}:13"),
    Bad(
        "several at once",
        whole(
            SPEC.replace("A title", "A title\npubish: true")
            .replace("embassy-brief", "embasy-brief")
            .replace("[first]", "[frist]")
            .replace("@a, para. 1", "@b, para. 1")
            .replace("para. 2", "para. 22")
            + "  - text: no heading\n"
        ),
        f"S102 {B}:2  R205 {B}:3  R204 {B}:6  R201 {B}:8  R202 {B}:12  S103 {B}:13",
    ),
]


@named(VALUES)
def test_value(case: Bad, tmp_path: Path) -> None:
    hold(case, tmp_path)


# --- Paths that lead out, addresses where files are due ------------------------------------------

OUT = "../../../../../../../../etc/passwd"


def table(file: str) -> Files:
    return blocks(f"      - table: {{file: {json.dumps(file)}, caption: A table}}\n")


def figure(file: str) -> Files:
    return blocks(f"      - figure: {{file: {json.dumps(file)}, alt: A picture}}\n")


def style(name: str) -> Files:
    return whole(f"{SPEC}citation-style: {json.dumps(name)}\n")


def drawn(kind: str) -> bytes:
    """A picture of noise."""
    data = io.BytesIO()
    Image.effect_noise((60, 60), 50).save(data, kind)
    return data.getvalue()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 9))
    + ']><svg xmlns="http://www.w3.org/2000/svg"><text>&a8;</text></svg>'
)


def logo(name: str) -> Files:
    return brief("name: First Organisation", f"name: First, logo: {json.dumps(name)}")


def capture(name: str) -> Files:
    return source(
        "kind: press\n", f"kind: press\ncapture: {{file: {json.dumps(name)}, sha256: {'0' * 64}}}\n"
    )


cite_l = spec("@a, para. 1", "@l")
PATHS = [
    Bad("a table above", table(OUT), f"S111 {B}:13"),
    Bad("a table from the root", table("/etc/passwd"), f"S111 {B}:13"),
    Bad("a table from a drive", table("C:\\x.csv"), f"S111 {B}:13"),
    Bad("a table with a NUL", table("a\0b.csv"), f"S111 {B}:13  S113 {B}:13"),
    Bad("a table with a line end", table("a\nb.csv"), f"R206 {B}:13"),
    Bad("a table behind a link", table("l.csv"), f"S111 {B}:13", prepare=link("seeds/data/l.csv", "/etc/passwd")),
    Bad("a table that is a folder", table("."), f"R206 {B}:13"),
    Bad("a table with a long name", table("a" * 1500), f"R206 {B}:13"),
    Bad("a figure above", figure(OUT), f"R208 {B}:13"),
    Bad("a figure from the root", figure("/etc/passwd"), f"R208 {B}:13"),
    Bad("a figure from a drive", figure("C:\\x.png"), f"R208 {B}:13"),
    Bad("a figure behind a link", figure("l.png"), f"R208 {B}:13", prepare=link("l.png", "/etc/passwd")),
    Bad("a figure in a loop of links", figure("l.png"), f"R208 {B}:13", prepare=link("l.png", "l.png")),
    Bad("a figure that is a folder", figure("seeds"), f"R208 {B}:13"),
    Bad("a figure that is a pipe", figure("p"), f"R208 {B}:13", prepare=lambda f: os.mkfifo(f / "p")),
    Bad("a figure by http", figure("http://example.org/x.png"), f"R208 {B}:13"),
    Bad("a figure by file", figure("file:///etc/passwd"), f"R208 {B}:13"),
    Bad("a figure by data", figure("data:image/png;base64,AAAA"), f"R208 {B}:13"),
    Bad("a figure by two slashes", figure("//example.org/x.png"), f"R208 {B}:13"),
    Bad("a figure of words", {**figure("x.png"), "x.png": "words"}, f"R208 {B}:13"),
    Bad("a figure cut short", {**figure("x.svg"), "x.svg": '<svg xmlns="http://www.w3.org/2000/svg"><rect'}, f"R208 {B}:13"),
    Bad("a figure without its end", {**figure("x.svg"), "x.svg": "<svg><g></svg>"}, f"R208 {B}:13"),
    Bad("a PNG cut short", {**figure("x.png"), "x.png": drawn("PNG")[:-200]}, f"R208 {B}:13"),
    Bad("a JPEG cut short", {**figure("x.jpg"), "x.jpg": drawn("JPEG")[:-200]}, f"R208 {B}:13"),
    Bad("a figure that explodes", {**figure("x.svg"), "x.svg": LAUGHS}, f"R208 {B}:13"),
    Bad("a logo above", logo(OUT), "R208 brief.yaml:3"),
    Bad("a logo by http", logo("https://example.org/x.png"), "R208 brief.yaml:3"),
    Bad("a logo that is not there", logo("mark.svg"), "R208 brief.yaml:3"),
    Bad("a logo behind a link", logo("l.svg"), "R208 brief.yaml:3", prepare=link("l.svg", "/etc/passwd")),
    Bad("a section above", whole(f"{SPEC}  - use: {OUT}\n"), f"S103 {B}:12"),
    Bad("a section from the root", whole(f"{SPEC}  - use: /etc/passwd\n"), f"S103 {B}:12"),
    Bad("a section behind a link", whole(f"{SPEC}  - use: l\n"), "S111 seeds/sections/l.md:1", prepare=link("seeds/sections/l.md", "/etc/passwd")),
    Bad("a source behind a link", cite_l, "S111 seeds/sources/l.md:1", prepare=link("seeds/sources/l.md", "/etc/passwd")),
    Bad("a source in a loop", cite_l, "S111 seeds/sources/l.md:1", prepare=link("seeds/sources/l.md", "l.md")),
    Bad("a venue behind a link", spec("embassy-brief", "l"), f"S111 {B}:2", prepare=link("venues/l.yaml", "/etc/passwd")),
    Bad("a style above", style(OUT), f"T806 {B}:12", "build"),
    Bad("a style from the root", style("/etc/passwd"), f"T806 {B}:12", "build"),
    Bad("a style from a drive", style("C:\\x"), f"T806 {B}:12", "build"),
    Bad("a style behind a link", style("l"), f"T806 {B}:12", "build", link("styles/l.csl", "/etc/passwd")),
    Bad("a template behind a link", {}, f"T801 {B}:2", "build", link("templates/embassy-brief.html", "/etc/passwd")),
    Bad("a sheet behind a link", {}, f"T805 {B}:2", "build", link("styles/embassy-brief.css", "/etc/passwd")),
]  # fmt: skip


@named(PATHS)
def test_path(case: Bad, tmp_path: Path) -> None:
    hold(case, tmp_path)


@pytest.mark.parametrize("name", [OUT, "/etc/passwd", "l", "l/passwd", "C:\\x", "a\0b", "."])
def test_a_capture_that_leads_out_is_not_read(name: str, tmp_path: Path) -> None:
    small.write(tmp_path, capture(name))
    (tmp_path / "seeds/originals").mkdir()
    (tmp_path / "seeds/originals/l").symlink_to("/etc/passwd" if name == "l" else "/etc")
    for command in (("seeds", "verify"), ("check",)):
        outcome = run(*command, cwd=tmp_path)
        assert outcome.status == 1, outcome.stderr
        assert re.search(r"error\[(S111|S113|C603|S109)\]", outcome.stdout), outcome.stdout
        assert "root:" not in outcome.stdout


def test_a_source_that_is_a_folder(tmp_path: Path) -> None:
    small.write(tmp_path, cite_l, earlier=True)
    (tmp_path / "seeds/sources/l.md").mkdir()
    outcome = run("check", "--format", "json", cwd=tmp_path)
    harmless(tmp_path, outcome)
    assert said(outcome) in (f"R201 {B}:7", "S109 seeds/sources/l.md:1")
    assert "did you mean `l`" not in outcome.stdout


LINKS = [
    ("a link", "[x](javascript:alert(1))", "R209", 7),
    ("a link in capitals", "[x](JavaScript:alert(1))", "R209", 7),
    ("a link in angles", "[x](<javascript:alert(1)>)", "R209", 7),
    ("a link with a title", '[x](javascript:alert(1) "t")', "R209", 7),
    ("a link over two lines", "[x\ny](javascript:alert(1))", "R209", None),
    ("a link with brackets", "[x [y]](javascript:alert(1))", "R209", None),
    ("a link by reference", "[x][y]\n\n[y]: javascript:alert(1)", "R209", None),
    ("a link by short reference", "[y]\n\n[y]: file:///etc/passwd", "R209", None),
    ("a link by an entity", "[x](&#106;avascript:alert(1))", "R209", None),
    ("a link by a named entity", "[x](javascript&colon;alert(1))", "R209", None),
    ("a link by an escape", "[x](java\\script:alert(1))", "R209", None),
    ("a link to a place in the folder", "[x](../seeds/sources/a.md)", "R209", None),
    ("a link to a file", "[x](file:///etc/passwd)", "R209", 7),
    ("a link to data", "[x](data:text/html,x)", "R209", 7),
    ("an address in angles", "<javascript:alert(1)>", "R209", 7),
    ("a picture by http", "![x](http://example.org/x.png)", "R208", 7),
    ("a picture by file", "![x](file:///etc/passwd)", "R208", 7),
    ("a picture by data", "![x](data:image/png;base64,AAAA)", "R208", 7),
    ("a picture above", f"![x]({OUT})", "R208", 7),
    ("a picture over two lines", "![x\ny](file:///etc/passwd)", "R208", None),
    ("a picture with brackets", "![x [y]](file:///etc/passwd)", "R208", None),
    ("a picture by reference", "![x][y]\n\n[y]: file:///etc/passwd", "R208", None),
    ("a picture in a link", "[![x](file:///etc/passwd)](https://example.org)", "R208", 7),
    ("a picture in a note", "x^[![x](file:///etc/passwd)]", "R208", 7),
]


@pytest.mark.parametrize(
    ("text", "code", "line"), [case[1:] for case in LINKS], ids=[case[0].replace(" ", "-") for case in LINKS]
)
def test_link(text: str, code: str, line: int | None, tmp_path: Path) -> None:
    """A link leads to the web or a mailbox, a picture is a file in the workspace; all else is refused."""
    small.write(tmp_path, summary(f"Words [@a] {text}"), earlier=True)
    outcome = run("build", "--format", "json", cwd=tmp_path)
    harmless(tmp_path, outcome)
    assert outcome.status == 1
    places = [d for d in json.loads(outcome.stdout)["diagnostics"] if d["severity"] == "error"]
    assert {d["code"] for d in places} == {code}, outcome.stdout
    assert {d["file"] for d in places} == {B}
    assert line is None or places[0]["line"] == line


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "example.org"]
)
def test_address_of_an_organisation(url: str, tmp_path: Path) -> None:
    hold(Bad(url, brief('"https://example.org"', json.dumps(url)), "S103 brief.yaml:3"), tmp_path)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_address_of_a_source(url: str, tmp_path: Path) -> None:
    hold(Bad(url, source("https://example.org/a", json.dumps(url)), "S103 seeds/sources/a.md:6"), tmp_path)


# --- What would eat the machine -------------------------------------------------------------------

LAUGHS = "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10 if n else ['lol'] * 10)}]\n" for n in range(10)
)
GREEDY = {
    "aliases of aliases": LAUGHS,
    "aliases of mappings": "".join(
        f"a{n}: &a{n} {{{'<<: *a' + str(n - 1) if n else 'x: y'}}}\n" for n in range(99)
    ),
    "brackets": "title: " + "[" * 900_000,
    "dashes": "- " * 450_000,
    "keys": "".join(f"key{n}: x\n" for n in range(60_000)),
    "one line": "title: " + "x" * 1_000_000,
    "questions": "? " * 450_000,
    "tags": "!!python/tuple [" * 60_000,
    "comments": "#\n" * 500_000,
    "quotation marks": '"' * 1_000_000,
}
MEASURED = """
import resource, sys
from pathlib import Path
from brief.cli import entry
sys.argv = ["brief", "check", "--format", "concise"]
try:
    sys.exit(entry.run())
finally:
    # What `getrusage` says counts the process that this one was forked from.
    lines = Path("/proc/self/status").read_text().splitlines() if sys.platform == "linux" else []
    most = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
    print(*most or [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss], file=sys.stderr)
"""


@pytest.mark.parametrize("text", GREEDY.values(), ids=[name.replace(" ", "-") for name in GREEDY])
def test_little_memory_and_time(text: str, tmp_path: Path) -> None:
    """Refused within 200 MiB and a minute, however large it would grow."""
    assert len(text) <= 1024 * 1024
    small.write(tmp_path, whole(text), earlier=True)
    begun = monotonic()
    done = python(MEASURED, cwd=tmp_path)
    assert monotonic() - begun < 60
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert int(done.stderr.split()[-1]) < 200 * 1024, "KiB"
