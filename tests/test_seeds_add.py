"""`brief seeds add`: captures are kept, drafts are proved at once, and hostile input is answered in words."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import subprocess
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml
from command import Outcome, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_workspace import SPEC

from brief.cli.starter_files import example_for
from brief.compose.pandoc_server import executable
from brief.corpus.captures import addresses
from brief.corpus.captures.draft import drafted
from brief.corpus.captures.fetch import fetched
from brief.corpus.captures.form import form_of
from brief.corpus.captures.lines import CapturedLine, CapturedText, Searchable, folded
from brief.corpus.captures.page_metadata import page_metadata
from brief.corpus.captures.passages import is_boilerplate, passages, proposed_drops
from brief.corpus.captures.source_file import Passage, is_id, keep, proposed_id, source_text
from brief.corpus.captures.text import captured_text
from brief.corpus.reading import read_source
from brief.files.document import decoded, markdown_document
from brief.files.origin import SourceText
from brief.files.validate import validate
from brief.files.workspace import Workspace
from brief.model.paragraphs import split_body
from brief.model.partial_date import PartialDate
from brief.model.source import Source, SourceRecord

FIXTURES = Path(__file__).resolve().parent / "fixtures/captures"
TODAY = PartialDate(2026, 11, 23)
PAGE = (FIXTURES / "page.html").read_bytes()
DRAFT_LINE = "draft: true                 # nobody has read it yet; take this line out when you have\n"
HIDDEN_PAGE = """\
<!doctype html><meta charset=utf-8><title>A page</title>
<h1>A page</h1>
<p>Some \u202ewords\u202c that&#x200b; turn &amp; hide, in a sentence that is quite long enough.</p>
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with nothing in it but the first organisation."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    organisation = '{name: First Organisation, url: "https://example.org"}'
    (folder / "brief.yaml").write_text(f"name: Test\norganisations:\n  first: {organisation}\n", "utf-8")
    return folder


def add(workspace: Path, data: bytes | str, name: str, *options: str) -> Outcome:
    """`brief seeds add` of a file with this content."""
    file = workspace.parent / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return run("seeds", "add", str(file), *options, cwd=workspace)


def source(workspace: Path, id_: str) -> Source:
    """A source as read, without a finding."""
    findings: list = []
    read = read_source(Workspace(workspace), id_, findings)
    assert read is not None
    assert findings == []
    return read


def is_proved(workspace: Path) -> bool:
    """Whether all sources are proved without a word."""
    outcome = run("seeds", "verify", "--strict", cwd=workspace)
    return (outcome.status, outcome.stdout) == (0, "")


def written(workspace: Path) -> list[str]:
    """The files below `seeds/`."""
    return sorted(p.relative_to(workspace).as_posix() for p in workspace.glob("seeds/*/*"))


def refused(outcome: Outcome, workspace: Path, words: str, code: str = "C608") -> None:
    """The outcome is a plain refusal with these words, and nothing was written."""
    assert outcome.status == 1, outcome
    assert f"error[{code}]" in outcome.stdout
    assert words in outcome.stdout
    assert "Traceback" not in outcome.stdout + outcome.stderr
    assert "mistake of ours" not in outcome.stderr
    assert written(workspace) == []


# Pages


def test_a_page_is_kept_drafted_and_proved(workspace: Path) -> None:
    outcome = add(workspace, PAGE, "page.html", "--kind", "press", "--handling", "public")
    assert outcome.status == 0, outcome
    assert written(workspace) == [
        "seeds/originals/valley-paper-schools-without-roofs.html",
        "seeds/sources/valley-paper-schools-without-roofs.md",
    ]
    assert (workspace / written(workspace)[0]).read_bytes() == PAGE
    read = source(workspace, "valley-paper-schools-without-roofs")
    record = read.record
    assert (record.type, record.title, record.container_title) == (
        "webpage",
        "Schools without roofs",
        "The Valley Paper",
    )
    assert (str(record.issued), record.accessed, record.language) == ("2024-08-16", None, "en")
    assert [name.literal for name in record.author] == ["Ann Example"]
    assert (record.kind, record.handling) == ("press", "public")
    assert record.capture is not None
    assert record.capture.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert is_proved(workspace)


def test_the_body_is_what_the_page_says_and_shows(workspace: Path) -> None:
    add(workspace, PAGE, "page.html", "--id", "a")
    read = source(workspace, "a")
    texts = [paragraph.text for paragraph in read.paragraphs]
    assert texts[0].startswith("The winter was hard on the valley, and by February eleven")
    assert "this paper\xa0in spring" in texts[0], "a no-break space is typography and stays"
    assert texts[2].startswith("# This line begins like a heading")
    assert len(texts) == 5
    assert [heading.text for heading in read.headings] == ["Lessons by the stove"]
    whole = (workspace / "seeds/sources/a.md").read_text("utf-8")
    assert "written by a script" not in whole
    assert "which nobody can see" not in whole


def test_what_is_left_out_is_listed_with_its_lines_and_can_be_put_back(workspace: Path) -> None:
    outcome = add(workspace, PAGE, "page.html", "--id", "a")
    assert "lines left out (see facts)" in outcome.stdout
    facts = source(workspace, "a").record.facts or ""
    lines = captured_text(PAGE).lines
    for words in ("SHARE", "Related stories", "Subscribe to our newsletter!", "© The Valley Paper"):
        number = next(n for n, line in enumerate(lines, 1) if line.text == words)
        assert f"Line {number}: `{words}`" in facts
    file = workspace / "seeds/sources/a.md"
    text = file.read_text("utf-8").replace(" # This line", "Related stories\n\n # This line")
    file.write_text(text, "utf-8")
    assert is_proved(workspace)


def test_the_person_is_told_what_to_look_at(workspace: Path) -> None:
    outcome = add(workspace, PAGE, "page.html", "--id", "a")
    assert outcome.stdout.startswith("seeds/sources/a.md  5 paragraphs, 1 heading, ")
    for word in ("voices", "protect", "handling", "facts", "now internal: is that right?"):
        assert word in outcome.stdout


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("draft:", "`draft` is empty: nothing is written after the colon"),
        ("draft: ~", "`draft` is empty: nothing is written after the colon"),
        ("handling:", "`handling` is empty: nothing is written after the colon"),
        ("draft: True", "`draft` must be `true` or `false` (did you mean `true`?)"),
        ("draft: FALSE", "`draft` must be `true` or `false` (did you mean `false`?)"),
        ("draft: tru", "`draft` must be `true` or `false` (did you mean `true`?)"),
    ],
)
def test_nobody_has_read_what_says_nothing_clear(workspace: Path, line: str, says: str) -> None:
    (workspace / "specs").mkdir()
    (workspace / "specs/b.yaml").write_text(SPEC, "utf-8")
    text = f"---\ntitle: A page\nkind: press\n{line}\n---\nThe winter was hard on the valley.\n"
    (workspace / "seeds/sources").mkdir(parents=True)
    (workspace / "seeds/sources/a.md").write_text(text, "utf-8")
    outcome = run("check", "--format", "concise", cwd=workspace)
    assert (outcome.status, f"error[S103] {says}" in outcome.stdout) == (1, True), outcome


OLD_LINE = "  - **Drafted by `brief seeds add`; nobody has read it yet.** Delete this line when you have.\n"


def as_before(text: str) -> str:
    """A draft as earlier versions wrote it: with a sentence among the facts."""
    return text.replace(DRAFT_LINE, "").replace("facts: |\n", f"facts: |\n{OLD_LINE}")


@pytest.mark.parametrize("version", ["now", "before"])
def test_only_a_draft_may_cite_what_nobody_has_read(workspace: Path, version: str) -> None:
    add(workspace, PAGE, "page.html", "--id", "a", "--handling", "public", "--kind", "press")
    file = workspace / "seeds/sources/a.md"
    text = file.read_text("utf-8")
    assert DRAFT_LINE in text
    line = DRAFT_LINE
    if version == "before":
        text, line = as_before(text), OLD_LINE
        file.write_text(text, "utf-8")
    (workspace / "specs").mkdir()
    (workspace / "specs/b.yaml").write_text(SPEC, "utf-8")
    found = json.loads(run("check", "--format", "json", cwd=workspace).stdout)["diagnostics"]
    assert [(d["code"], d["severity"], d["line"]) for d in found] == [("C611", "error", 7)]
    (workspace / "specs/b.yaml").write_text(SPEC + "status: draft\n", "utf-8")
    outcome = run("check", cwd=workspace)
    assert outcome.status == 0
    shown = next(n for n, it in enumerate(text.splitlines(True), 1) if it == line)
    assert f"::: seeds/sources/a.md:{shown} (says so)" in outcome.stdout
    assert run("check", "--strict", cwd=workspace).status == 1
    file.write_text(text.replace(line, ""), "utf-8")
    (workspace / "specs/b.yaml").write_text(SPEC, "utf-8")
    assert run("check", "--strict", cwd=workspace) == (0, "", "")


@pytest.mark.parametrize("version", ["now", "before"])
def test_every_command_says_that_nobody_has_read_it(workspace: Path, version: str) -> None:
    add(workspace, PAGE, "page.html", "--id", "a", "--handling", "public", "--kind", "press")
    file = workspace / "seeds/sources/a.md"
    if version == "before":
        file.write_text(as_before(file.read_text("utf-8")), "utf-8")
    assert "public, not read yet" in run("seeds", "list", cwd=workspace).stdout
    assert "nobody has read it yet" in run("seeds", "show", "a", cwd=workspace).stdout
    assert "nobody has read `a` yet" in run("seeds", "where", "a", cwd=workspace).stderr
    assert "nobody has read `a` yet" in run("seeds", "verify", cwd=workspace).stderr
    assert ", para. 1]  not read yet\n" in run("find", "school", cwd=workspace).stdout
    [first, *_] = json.loads(run("find", "school", "--format", "json", cwd=workspace).stdout)["passages"]
    assert first["draft"] is True
    assert example_for(Workspace(workspace), "internal") is None
    (workspace / "specs").mkdir()
    assert run("new", "b", "--venue", "embassy-brief", cwd=workspace).status == 0
    assert "@a" not in (workspace / "specs/b.yaml").read_text("utf-8")
    assert run("check", "--strict", "b", cwd=workspace).status == 0


def test_a_record_of_a_library_is_a_draft_as_well(workspace: Path) -> None:
    record = json.dumps([{"id": "a", "type": "report", "title": "A report"}])
    add(workspace, record, "library.json")
    assert source(workspace, "a").unread is not None


def test_a_file_name_is_no_title_of_what_somebody_has_read(workspace: Path) -> None:
    shown = add(workspace, "Only some words, without any title at all.\n", "scan.txt", "--id", "a").stdout
    assert "  title     the capture states none: give it one\n" in shown
    file = workspace / "seeds/sources/a.md"
    assert '"[scan.txt]"' in file.read_text("utf-8")
    assert run("seeds", "verify", "--strict", cwd=workspace).status == 0
    read = file.read_text("utf-8").replace(DRAFT_LINE, "")
    file.write_text(read, "utf-8")
    assert "warning[C612]" in run("seeds", "verify", cwd=workspace).stdout
    file.write_text(read.replace("[scan.txt]", "[Notes of a visit]"), "utf-8")
    assert run("seeds", "verify", "--strict", cwd=workspace).status == 0


@pytest.mark.parametrize(
    ("head", "issued", "dates"),
    [
        ('<meta property="article:published_time" content="2024">', "2024", 1),
        ('<meta name="dc.date" content="2024-08">', "2024-08", 1),
        (
            '<meta name="date" content="2024-08"><meta name="citation_date" content="2024/08/16">',
            "2024-08-16",
            2,
        ),
        ('<meta name="date" content="2024-08-15"><meta name="dc.date" content="2024-08-16">', None, 2),
        ('<meta name="date" content="2024-13-45">', None, 0),
        ('<meta name="date" content="yesterday">', None, 0),
        (
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2023-02"}]}</script>',
            "2023-02",
            1,
        ),
        ('<script type="application/ld+json">{"mentions": {"datePublished": "2023"}}</script>', None, 0),
        ('<script type="application/ld+json">{broken</script>', None, 0),
    ],
)
def test_dates_are_as_exact_as_the_page_states(head: str, issued: str | None, dates: int) -> None:
    page = f"<html><head>{head}<title>T</title></head><body><p>Posted on August 23, 2025.</p></body></html>"
    found = page_metadata(page.encode())
    assert (str(found.issued) if found.issued else None, len(found.dates)) == (issued, dates)


def test_contradicting_dates_are_told(workspace: Path) -> None:
    page = PAGE.replace(b'content="2024-08"', b'content="2023-08"')
    add(workspace, page, "page.html", "--id", "a")
    record = source(workspace, "a").record
    assert record.issued is None
    assert "the dates it states contradict each other (2023-08, 2024-08-16)" in (record.facts or "")


def test_hidden_characters_are_left_out_and_told(workspace: Path) -> None:
    outcome = add(workspace, HIDDEN_PAGE, "page.html", "--id", "a")
    assert outcome.status == 0
    assert "warning[C610]: hidden characters were left out: U+202E, U+202C, U+200B" in outcome.stdout
    read = source(workspace, "a")
    assert read.paragraphs[0].text.startswith("Some words that turn & hide")
    assert "left out in line 2: U+202E, U+202C, U+200B" in (read.record.facts or "")
    assert is_proved(workspace)


def test_a_page_without_a_title_gets_one_in_brackets(workspace: Path) -> None:
    add(workspace, "<html><body><p>Only some words, without any title at all.</p></body></html>", "odd.html")
    read = source(workspace, "odd-html" if (workspace / "seeds/sources/odd-html.md").exists() else "odd")
    assert read.record.title == "[odd.html]"
    assert "The title is supplied" in (read.record.facts or "")


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>" + "x" * 5000 + "</title></head><body><p>Words.</p></body></html>",
        '<html><head><title>: - "quoted" {brace} #hash</title></head><body><p>Words.</p></body></html>',
        "<html lang='klingon-x!'><title>---</title><body><p>---</p><p>facts: |</p></body></html>",
        "<html><title>T</title><body><p>&#x202e;&#0;&#xd800;&nbsp;x</p><p>&lt;script&gt;</p></body></html>",
        "<html><title>T</title>" + "<div>" * 3000 + "deep",
        "<html><title>T</title><body>" + "<p>Some words. " * 3000,
        "<html><title>true</title><body><p>null</p><br><br>one<br>two<br><br>three</body></html>",
        "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html><html><title>T</title><p>é</p></html>",
        "<html><title>T</title><body><p>## Not a heading</p><p># </p><p>#</p><p> </p><h2></h2></body></html>",
        '<html><meta name="author" content="https://evil.example/; A: B; \u202eX"><title>T</title><p>Words.',
    ],
    ids=[
        "long",
        "yaml",
        "fences",
        "entities",
        "deep",
        "unclosed",
        "words of YAML",
        "XHTML",
        "hashes",
        "author",
    ],
)
def test_odd_pages_give_drafts_that_read_and_prove(workspace: Path, page: str) -> None:
    outcome = add(workspace, page, "page.html", "--id", "a")
    if outcome.status:
        refused(outcome, workspace, "")
        return
    source(workspace, "a")
    assert is_proved(workspace)


def test_breaks_part_lines_only_in_pairs() -> None:
    page = (
        b"<html><body><p>one<br>two<br><br>three<br/> <br/>four</p>five<script>x</script> six</body></html>"
    )
    assert [line.text for line in captured_text(page).lines] == ["one two", "three", "four", "five six"]


@pytest.mark.parametrize("encoding", ["euc-kr", "utf-8", "utf-16", "windows-1252", "shift_jis"])
def test_a_page_is_read_in_the_encoding_it_states(encoding: str) -> None:
    words = {"euc-kr": "지붕 없는 학교", "shift_jis": "屋根のない学校"}.get(encoding, "Écoles sans toit")
    page = f"<html><head><meta charset='{encoding}'></head><body><p>{words}</p></body></html>"
    assert captured_text(page.encode(encoding)).lines[0].text == words


def test_a_page_in_an_unstated_encoding_is_refused(workspace: Path) -> None:
    page = "<html><body><p>Écoles</p></body></html>".encode("latin-1")
    refused(add(workspace, page, "page.html"), workspace, "does not say which encoding it has")


# Texts


def test_a_wrapped_text_is_joined_and_proved(workspace: Path) -> None:
    add(workspace, (FIXTURES / "wrapped.txt").read_bytes(), "notes.txt", "--id", "a")
    read = source(workspace, "a")
    assert [paragraph.text for paragraph in read.paragraphs] == [
        "Notes from a visit to the valley",
        "The first school had two rooms, and the children sat by the stove in both of them.",
        "# of pupils: forty, by the register that the head teacher showed us.",
        "The second school was closed.",
    ]
    assert read.headings == ()
    assert "Line 9: `SHARE`" in (read.record.facts or "")
    assert read.record.handling == "internal"
    assert read.record.accessed is None
    assert f"Captured from a file on {date.today().isoformat()}" in (read.record.facts or "")
    assert is_proved(workspace)


def test_a_text_of_long_lines_has_a_paragraph_a_line(workspace: Path) -> None:
    text = "First line. " * 20 + "\nSecond line.\n\nThird line.\n"
    add(workspace, text, "notes.txt", "--id", "a")
    assert len(source(workspace, "a").paragraphs) == 3
    assert is_proved(workspace)


def test_all_that_looks_like_boilerplate_is_still_a_text(workspace: Path) -> None:
    assert add(workspace, "SHARE\n", "notes.txt", "--id", "a").status == 0
    assert [p.text for p in source(workspace, "a").paragraphs] == ["SHARE"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"a\0b", "is not text"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG picture"),
        (b"\xd0\xcf\x11\xe0old", "save it as .docx"),
        (b"{\\rtf1 hi}", "save it as .docx"),
        (b"\xff\xfeh", "is not UTF-8 text"),
        (b"caf\xe9", "is not UTF-8 text"),
        (b"PK\x03\x04something", "is a ZIP archive"),
        (b"\x01\x02\x03\x04\x05 x", "is not text"),
        (b"%PDF-1.7 broken", "is a broken PDF"),
        (b"PK\x03\x04 word/document.xml", "is a broken or encrypted Word file"),
        (b"<html>", "is a page without content"),
        (b"@article{", "holds no entry"),
    ],
)
def test_what_holds_no_text_is_refused(workspace: Path, data: bytes, words: str) -> None:
    if data == b"<html>":
        assert add(workspace, data, "x.html").status in (0, 1)
        return
    refused(add(workspace, data, "some.file"), workspace, words if data != b"@article{" else "")


def test_a_file_that_is_not_there_suggests_one_that_is(workspace: Path) -> None:
    (workspace / "roofs.html").write_bytes(PAGE)
    outcome = run("seeds", "add", "roof.html", cwd=workspace)
    refused(outcome, workspace, "`roof.html` is not there; did you mean `roofs.html`?")
    refused(run("seeds", "add", ".", cwd=workspace), workspace, "is not a file")


def test_a_huge_file_is_refused_unread(workspace: Path) -> None:
    file = workspace.parent / "huge.txt"
    with file.open("wb") as stream:
        stream.truncate(33 * 1024 * 1024)
    refused(run("seeds", "add", str(file), cwd=workspace), workspace, "is larger than 32 MiB")


def test_a_huge_page_is_refused(workspace: Path) -> None:
    page = b"<html><body>" + b"<p>words</p>" * 800_000
    refused(add(workspace, page, "page.html"), workspace, "more than 8 MiB")


@pytest.mark.parametrize("form", ["", "X", "a b", "../a", "a/b", "-a", "a-", "é", "a" * 100])
def test_an_id_that_cannot_be_one_is_refused(workspace: Path, form: str) -> None:
    refused(add(workspace, PAGE, "page.html", f"--id={form}"), workspace, "cannot be an id", "C605")


@pytest.mark.parametrize(
    "options", [["--kind", "blog"], ["--handling", "secret"], ["--handling", "un,press"], ["--handling", ""]]
)
def test_options_that_cannot_be(workspace: Path, options: list[str]) -> None:
    assert add(workspace, PAGE, "page.html", *options).status == 2
    assert written(workspace) == []


def test_handling_can_be_a_list(workspace: Path) -> None:
    add(workspace, PAGE, "page.html", "--id", "a", "--handling", "un, embassy")
    assert source(workspace, "a").record.handling == ("un", "embassy")


def test_outside_a_workspace(tmp_path: Path) -> None:
    outcome = run("seeds", "add", "x.html", cwd=tmp_path)
    assert outcome.status == 1
    assert "error[S114]" in outcome.stdout


# Nothing is overwritten


def test_nothing_is_written_over_a_source(workspace: Path) -> None:
    assert add(workspace, "One text.", "a.txt", "--id", "a").status == 0
    before = (workspace / "seeds/sources/a.md").read_bytes()
    outcome = add(workspace, "Another text.", "b.txt", "--id", "a")
    assert outcome.status == 1
    assert "error[C609]: there is a source `a`" in outcome.stdout
    assert (workspace / "seeds/sources/a.md").read_bytes() == before


def test_the_same_bytes_are_said_to_be_there(workspace: Path) -> None:
    add(workspace, PAGE, "page.html", "--id", "a")
    outcome = add(workspace, PAGE, "again.html", "--id", "b")
    assert outcome.status == 1
    assert (
        "error[C609]: the same bytes are already captured as `a`, in seeds/originals/a.html" in outcome.stdout
    )
    assert not (workspace / "seeds/sources/b.md").exists()


def test_nothing_is_written_over_an_original(workspace: Path) -> None:
    (workspace / "seeds/originals").mkdir(parents=True)
    (workspace / "seeds/originals/a.txt").write_text("Evidence.", "utf-8")
    outcome = add(workspace, "Another text.", "b.txt", "--id", "a")
    assert outcome.status == 1
    assert "error[C609]: `a.txt` is there already" in outcome.stdout
    assert written(workspace) == ["seeds/originals/a.txt"]
    assert (workspace / "seeds/originals/a.txt").read_text("utf-8") == "Evidence."


def test_a_proposed_id_is_one_that_is_free(workspace: Path) -> None:
    add(workspace, PAGE, "page.html")
    add(workspace, PAGE + b"<!-- changed -->", "page.html")
    names = [name for name in written(workspace) if "sources" in name]
    assert names == [
        "seeds/sources/valley-paper-schools-without-roofs-2.md",
        "seeds/sources/valley-paper-schools-without-roofs.md",
    ]


def test_two_files_or_none(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("there", "utf-8")
    with pytest.raises(FileExistsError):
        keep(Workspace(tmp_path), {"a": b"x", "b": b"y"})
    assert not (tmp_path / "a").exists()
    assert (tmp_path / "b").read_text("utf-8") == "there"


def test_a_folder_that_leads_out_is_refused(workspace: Path) -> None:
    outside = workspace.parent / "outside"
    outside.mkdir()
    (workspace / "seeds").mkdir()
    (workspace / "seeds/originals").symlink_to(outside)
    outcome = add(workspace, "A text.", "a.txt")
    assert outcome.status == 1
    assert "leads out of the workspace" in outcome.stdout
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    ("title", "site", "stem", "id_"),
    [
        ("Schools without roofs", "The Valley Paper", "", "valley-paper-schools-without-roofs"),
        ("Is Something Happening?", "Committee for the Roofs of Schools", "", "crs-something-happening"),
        ("L’école d’été", "Le Monde", "", "le-monde-lecole-dete"),
        ("지붕 없는 학교", "", "page-7", "page-7"),
        ("지붕", "", "학교", "source"),
        ("taken", "site", "", "site-taken-2"),
    ],
)
def test_ids_are_proposed_from_site_and_title(title: str, site: str, stem: str, id_: str) -> None:
    assert proposed_id(title, site, stem, {"site-taken"}.__contains__) == id_
    assert is_id(id_)


# PDF and Word


def pdf(html: str, title: str = "") -> bytes:
    """A PDF of some HTML."""
    import weasyprint

    data = weasyprint.HTML(string=f"<html lang=en><title>{title}</title>{html}").write_pdf()
    assert isinstance(data, bytes)
    return data


def test_a_pdf_is_read_by_page_and_proved(workspace: Path) -> None:
    long = "Educational opportunities constitute well-known responsibilities in the valley, and so on. "
    html = (
        "<style>@page { size: 9cm 9cm; margin: 1cm; @bottom-center { content: counter(page) } }"
        "p { hyphens: auto } .b { break-before: page }</style>"
        f"<p>{long * 4}</p><p>Short.</p><p class=b>Other {long * 3}</p><p class=b>Third {long * 2}</p>"
    )
    outcome = add(workspace, pdf(html, "A report"), "report.pdf", "--id", "a")
    assert outcome.status == 0, outcome
    read = source(workspace, "a")
    assert read.record.title == "A report"
    assert read.paragraphs[0].text.replace("‐", "-").startswith(long)
    facts = read.record.facts or ""
    assert "Paragraphs by page: page 1: para" in facts
    assert "check where each paragraph ends" in facts
    assert "Covered, white and struck words of a page stand in this text too" in facts
    assert is_proved(workspace)
    file = workspace / "seeds/sources/a.md"
    file.write_text(file.read_text("utf-8").replace("opportunities", "opportunity"), "utf-8")
    assert run("seeds", "verify", cwd=workspace).status == 1


@pytest.mark.parametrize(
    ("bar", "is_warned"),
    [
        ("top:0; height:14pt; background:#000", True),
        ("top:0; height:14pt; background:#fff", True),
        ("top:0; height:14pt; background:#ff08", False),
        ("top:7pt; height:1pt; background:#000", False),
        ("top:40pt; height:14pt; background:#000", False),
        ("top:0; height:14pt; background:#000; z-index:-1", False),
    ],
)
def test_a_bar_over_words_of_a_pdf_is_warned_of(bar: str, is_warned: bool) -> None:
    html = (
        "<p style='position:relative'>Heard from Ann Example in the valley, who said so on the stairs."
        f"<span style='position:absolute; left:60pt; width:80pt; {bar}'></span></p>"
    )
    draft = drafted(pdf(html), name="a.pdf", url=None, today=TODAY)
    assert any("the file still holds them" in said for said, _ in draft.warnings) == is_warned
    assert any("A bar is painted over words of page 1" in fact for fact in draft.facts) == is_warned


@pytest.mark.parametrize("hyphen", ["-", "‐"])
def test_words_of_a_pdf_are_whole_whatever_its_hyphens_are(hyphen: str) -> None:
    words = f"and so on it goes well{hyphen}known and more text and even more well{hyphen}known text of it"
    for width in range(30, 80, 7):
        page = f"<style>@page {{ size: {width}mm 90mm; margin: 5mm }} p {{ hyphens: auto }}</style><p>{words}"
        text = captured_text(pdf(page))
        (passage,) = passages(text, set(range(1, len(text.lines) + 1)))
        searchable = Searchable.of(text.lines, iter(range(1, len(text.lines) + 1)))
        assert searchable.find(folded(passage.text)) is not None
        shown = passage.text.replace("-", "").replace("‐", "")
        assert shown == words.replace(hyphen, "")


def test_a_pdf_that_is_locked_or_has_no_text_is_refused(workspace: Path) -> None:
    import pikepdf

    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("<p>Words"))) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    refused(add(workspace, locked.getvalue(), "a.pdf"), workspace, "is encrypted")
    refused(add(workspace, pdf("<p>"), "b.pdf"), workspace, "holds no text: is it a scan?")
    whole = pdf("<p>Words and words and words")
    for cut in (20, len(whole) // 2, len(whole) - 200):
        outcome = add(workspace, whole[:cut], f"c{cut}.pdf", "--id", f"c{cut}")
        assert "Traceback" not in outcome.stderr
        assert "mistake of ours" not in outcome.stderr


def test_sentences_run_on_over_page_numbers_and_running_heads() -> None:
    head = "@top-center { content: 'Report ' counter(page) }"
    foot = "@bottom-center { content: counter(page) '/' counter(pages) }"
    words = " ".join(f"word{number}" for number in range(120)) + "."
    text = captured_text(
        pdf(f"<style>@page {{ size: 60mm 40mm; margin: 9mm; {head} {foot} }}</style><p>{words}")
    )
    assert text.lines[-1].page > 3
    drops = proposed_drops(text)
    assert len(drops) == 2 * text.lines[-1].page
    assert not any("word" in text.lines[number - 1].text for number in drops)
    kept = set(range(1, len(text.lines) + 1)) - drops
    (passage,) = passages(text, kept)
    assert passage.text == words
    assert Searchable.of(text.lines, iter(range(1, len(text.lines) + 1))).find(words) is not None
    assert Searchable.of(text.lines, iter(sorted(kept))).find(words) is not None
    assert Searchable.of(text.lines, iter(sorted(kept - {min(kept) + 2}))).find(words) is None


def test_a_paragraph_of_a_pdf_ends_with_a_short_line() -> None:
    words = [
        "This line is as long as they are",
        "and this ends.",
        "Another line as long as others is",
        "broken-",
    ]
    lines = tuple(CapturedLine(w, page=1, broken=w.endswith("-")) for w in words)
    text = CapturedText("pdf", (*lines, CapturedLine("off.", page=1)))
    assert [passage.text for passage in passages(text, {1, 2, 3, 4, 5})] == [
        "This line is as long as they are and this ends.",
        "Another line as long as others is brokenoff.",
    ]


def docx(markdown: str) -> bytes:
    """A Word file from Markdown."""
    command = [executable(), "-f", "markdown", "-t", "docx", "-o", "-"]
    return subprocess.run(command, input=markdown.encode(), capture_output=True, check=True).stdout


MARKDOWN = """\
---
title: A letter
---

Some words[^1] with *emphasis*, `code` and a [link](https://example.org).

## A heading

- an item
- another

| a | b |
|---|---|
| c | d |

```
a block
```

[^1]: A note with words.
"""


def test_a_word_file_is_read_and_proved(workspace: Path) -> None:
    outcome = add(workspace, docx(MARKDOWN), "letter.docx", "--id", "a")
    assert outcome.status == 0, outcome
    read = source(workspace, "a")
    assert read.record.title == "A letter"
    assert [p.text for p in read.paragraphs] == [
        "Some words with emphasis, code and a link.",
        *("an item", "another", "a", "b", "c", "d", "a block", "A note with words."),
    ]
    assert [h.text for h in read.headings] == ["A heading"]
    assert read.record.author == (), "the name in a file may be anybody's"
    assert is_proved(workspace)


def archive(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return stream.getvalue()


def test_a_zip_bomb_is_refused(workspace: Path) -> None:
    bomb = archive({"word/document.xml": b"<w:document/>", "word/x.xml": b"\0" * (140 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    refused(add(workspace, bomb, "bomb.docx"), workspace, "unpacks to more than 128 MiB")


def test_a_zip_that_lies_about_its_sizes_is_refused(workspace: Path) -> None:
    data = bytearray(archive({"word/document.xml": b"<a>" + b"x" * 100_000}))
    size = (100_003).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    refused(add(workspace, bytes(data), "liar.docx"), workspace, "Word file")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            archive({"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}),
            "declares a document type",
        ),
        (archive({"word/document.xml": b"<not closed"}), "is a broken Word file"),
        (
            archive({f"word/document{n}": b"" for n in range(5000)}),
            "archive of 5,000 parts",
        ),
        (archive({"xl/workbook.xml": b"<x/>"}), "an Office file other than Word"),
        (docx("words")[:3000], "is a broken or encrypted Word file"),
    ],
    ids=["entities", "broken", "many", "Excel", "cut"],
)
def test_broken_word_files_are_refused(workspace: Path, data: bytes, words: str) -> None:
    refused(add(workspace, data, "x.docx"), workspace, words)


# Libraries


def test_csl_json_becomes_records(workspace: Path) -> None:
    outcome = add(workspace, (FIXTURES / "library.json").read_bytes(), "library.json", "--kind", "ngo")
    assert outcome.status == 0, outcome
    assert written(workspace) == [
        "seeds/sources/roofs-2020-2.md",
        "seeds/sources/roofs-2020.md",
        "seeds/sources/van-den-berg-learning-winter.md",
    ]
    first = source(workspace, "van-den-berg-learning-winter").record
    assert (first.title, str(first.issued), first.doi) == ("Learning in winter", "2021-03", "10.1000/xyz")
    assert (first.author[0].family, first.author[0].given) == ("van den Berg", "Ada")
    assert first.language is None
    assert "`language` was left out" in (first.facts or "")
    second = source(workspace, "roofs-2020").record
    assert (second.issued, second.number, second.kind) == (None, "7", "ngo")
    assert "`issued` was left out, for it is not one date" in (second.facts or "")
    third = source(workspace, "roofs-2020-2").record
    assert (third.type, third.title, third.issued) == ("document", "Roofs and more", None)
    assert "warning[C610]" in outcome.stdout
    assert is_proved(workspace)


def test_bibtex_becomes_records(workspace: Path) -> None:
    outcome = add(workspace, (FIXTURES / "library.bib").read_bytes(), "library.bib")
    assert outcome.status == 0, outcome
    assert written(workspace) == ["seeds/sources/kim-2020.md", "seeds/sources/lee-roofs.md"]
    record = source(workspace, "kim-2020").record
    assert record.title == "The School of the valley & its roof", "BibTeX keeps capitals within braces"
    assert "check those of the title" in (record.facts or "")
    assert [(n.family, n.given, n.literal) for n in record.author] == [
        ("Kim", "Ada", None),
        (None, None, "The Roof Fund"),
    ]
    assert str(record.issued) == "2020-03"
    assert str(source(workspace, "lee-roofs").record.issued) == "2021-05-04"


def test_a_library_added_again_leaves_what_is_there(workspace: Path) -> None:
    data = (FIXTURES / "library.bib").read_text("utf-8")
    add(workspace, data, "library.bib")
    before = (workspace / "seeds/sources/kim-2020.md").read_bytes()
    again = add(workspace, data, "library.bib")
    assert again.status == 1
    assert again.stdout.count("error[C609]: there is a source") == 2
    more = add(workspace, data + "@misc{new2024, title = {New}}\n", "library.bib")
    assert more.status == 0
    assert "warning[C609]" in more.stdout
    assert (workspace / "seeds/sources/kim-2020.md").read_bytes() == before
    assert (workspace / "seeds/sources/new2024.md").exists()


def test_an_id_for_a_whole_library_is_no_usage(workspace: Path) -> None:
    assert add(workspace, (FIXTURES / "library.bib").read_bytes(), "l.bib", "--id", "a").status == 2


@pytest.mark.parametrize(
    "item",
    [
        {"type": "book"},
        {"type": 7, "title": None, "author": "Ann", "issued": 3},
        {
            "type": "book",
            "title": ["a"],
            "author": [None, {"family": {"x": 1}}, {}],
            "issued": {"date-parts": 1},
        },
        {"type": "book", "title": "x" * 9000, "URL": "javascript:alert(1)"},
        {"type": "book", "title": "\ud800 \u202e", "id": "../../etc/passwd"},
        {
            "type": "book",
            "title": "T",
            "issued": {"date-parts": [["x", 1]]},
            "accessed": {"date-parts": [[]]},
        },
        {"type": "book", "title": "T", "issued": {"date-parts": [[2020, 1, 1]], "circa": True}, "page": True},
        {
            "type": "book",
            "title": "T",
            "handling": "public",
            "protect": [],
            "voices": 1,
            "capture": {"file": "x"},
        },
    ],
)
def test_odd_items_give_records_that_can_be_read(workspace: Path, item: dict[str, object]) -> None:
    outcome = add(workspace, json.dumps([item]), "library.json")
    assert outcome.status == 0, outcome
    assert "error" not in outcome.stdout
    (name,) = written(workspace)
    record = source(workspace, Path(name).stem).record
    assert (record.handling, record.capture, record.voices) == ("public", None, ())


def test_json_that_is_no_library_is_a_text() -> None:
    assert form_of(b'[{"title": "x"}]') == "text"
    assert form_of(b"[" * 100_000) == "text"
    assert form_of(b"[1, 2]") == "text"


# The representation

ANY_LINE = st.text(
    st.sampled_from("ab #-\t:|>\"'`“é\xa0\u3000\x0b\x1c\x85\u2028\u202e\u200b0.!\n"), max_size=40
)


@given(st.lists(ANY_LINE, min_size=1, max_size=6), ANY_LINE)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_capture_holds_the_reader_reads_it_back(lines: list[str], title: str) -> None:
    from brief.corpus.captures.lines import visible

    words = [Passage(text, i % 3 == 2, 1, 1) for i, line in enumerate(lines) if (text := visible(line)[0])]
    name = visible(title)[0] or "[T]"
    text = source_text({"title": name, "handling": "public"}, [f"Fact: {visible(title)[0]}"], words)
    findings: list = []
    read = decoded("seeds/sources/a.md", text.encode(), findings)
    assert isinstance(read, SourceText)
    document = markdown_document(read, findings)
    assert document is not None
    record = validate(SourceRecord, document, findings)
    assert findings == []
    assert record is not None
    assert record.title == name
    paragraphs, headings = split_body(document.body, document.body_offset, document.body_line)
    assert [p.text for p in paragraphs] == [w.text for w in words if not w.heading]
    assert [h.text for h in headings] == [w.text for w in words if w.heading]


@given(st.text(max_size=400), st.sampled_from(["text", "page"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_drafted_or_refused_in_words(text: str, form: str) -> None:
    page = f"<html><meta charset=utf-8><title>{text[:40]}</title><p>{text}</p><h2>{text[:9]}</h2></html>"
    data = (page if form == "page" else text).encode("utf-8", "ignore")
    try:
        if form_of(data) not in ("text", "html"):
            return
        draft = drafted(data, name="x", url=None, today=TODAY)
    except ValueError:
        return
    front = source_text(draft.record, draft.facts, draft.body).split("---\n")[1]
    assert isinstance(yaml.safe_load(front), dict)


@pytest.mark.parametrize(
    "line", ["SHARE", "Share this article", "Related Stories", "Leave a Reply", "###", "–"]
)
def test_boilerplate_is_proposed(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "They share what they have.",
        "More from the same village were arrested.",
        "Home schooling is not allowed.",
        "Officials read more than they said.",
        "Comments by the ministry were not published.",
        "The sign up there said that the school was closed”",
        "The guards sold cookies to the children.",
    ],
)
def test_sentences_are_not_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)


# The network


class _Answers(BaseHTTPRequestHandler):
    """A small server: each path a case."""

    def do_GET(self) -> None:
        cases: dict[str, Callable[[], None]] = {
            "/page": lambda: self.answer(PAGE),
            "/moved": lambda: self.lead("/page"),
            "/circle": lambda: self.lead("/circle"),
            "/file": lambda: self.lead("file:///etc/passwd"),
            "/away": lambda: self.lead("http://169.254.169.254/latest/meta-data"),
            "/nowhere": lambda: self.lead(""),
            "/big": lambda: self.answer(b"x" * 300_000),
            "/zipped": lambda: self.answer(gzip.compress(PAGE), "gzip"),
            "/bomb": lambda: self.answer(gzip.compress(b"x" * 5_000_000), "gzip"),
            "/cut-zip": lambda: self.answer(gzip.compress(PAGE)[:-9], "gzip"),
            "/brotli": lambda: self.answer(b"x", "br"),
            "/short": lambda: self.answer(b"x", length=50),
            "/nonsense": lambda: self.raw(b"what?\r\n\r\n"),
            "/drip": self.drip,
        }
        cases.get(self.path.partition("?")[0], lambda: self.send_error(404))()

    def answer(self, data: bytes, coding: str = "", length: int | None = None) -> None:
        self.server.asked.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(length or len(data)))
        if coding:
            self.send_header("Content-Encoding", coding)
        self.end_headers()
        self.wfile.write(data)

    def lead(self, location: str) -> None:
        self.send_response(302)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(1000):
            try:
                self.wfile.write(b"x")
            except OSError:
                return
            time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def server() -> Iterator[HTTPServer]:
    """The server, on a free port of this machine."""
    with HTTPServer(("127.0.0.1", 0), _Answers) as made:
        made.asked = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield made
        finally:
            made.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the server."""
    with server() as made:
        yield f"http://127.0.0.1:{made.server_port}"


def anywhere(_address: str) -> bool:
    """An address check that lets everything through."""
    return True


def test_a_server_on_this_machine_is_refused(workspace: Path, site: str) -> None:
    outcome = run("seeds", "add", f"{site}/page", cwd=workspace)
    refused(outcome, workspace, "which is not an address of the public internet")


@pytest.mark.parametrize(
    "host", ["localhost", "[::1]", "0.0.0.0", "127.1", "2130706433", "[::ffff:127.0.0.1]", "10.0.0.1"]
)
def test_no_name_for_this_machine_gets_through(workspace: Path, host: str) -> None:
    refused(run("seeds", "add", f"http://{host}:9/page", cwd=workspace), workspace, "http://")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:10.0.0.1", "2002:0a00:0001::",
        "64:ff9b::7f00:1", "::ffff:0:0", "2001:0:a00:1::", "nonsense", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not addresses.is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    assert addresses.is_public(address)


def test_a_name_service_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_options: answered.wait(60))
    monkeypatch.setattr(addresses, "LOOKED_UP_WITHIN", 0.05)
    with pytest.raises(ValueError, match="in time"):
        addresses.resolved("slow.example", 80, addresses.is_public)
    answered.set()


def test_every_address_of_a_name_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_options: answers)
    with pytest.raises(ValueError, match=r"at 10\.0\.0\.1"):
        fetched("http://example.org/")


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    with server() as made:
        port, lookups = made.server_port, []

        def lookup(host: str, *_args: object, **_options: object) -> list[tuple[object, ...]]:
            lookups.append(host)
            return [(2, 1, 6, "", ("127.0.0.1", port))]

        monkeypatch.setattr("brief.corpus.captures.addresses.socket.getaddrinfo", lookup)
        # create_connection asks once more, with the address itself: no name is resolved twice.
        found = fetched(f"http://evil.example:{port}/page", allowed=anywhere)
        assert found.data == PAGE
        assert lookups == ["evil.example", "127.0.0.1"]


def test_a_page_is_fetched_and_says_nothing_of_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with server() as made:
        found = fetched(f"http://127.0.0.1:{made.server_port}/page?q=é#part", allowed=anywhere)
        ((path, headers),) = made.asked  # type: ignore[attr-defined]
    assert found.data == PAGE
    assert found.url.endswith("/page?q=%C3%A9")
    assert path == "/page?q=%C3%A9"
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_redirects_are_followed_and_judged(site: str) -> None:
    seen: list[str] = []

    def allowed(address: str) -> bool:
        seen.append(address)
        return not address.startswith("169.")

    assert fetched(f"{site}/moved", allowed=allowed).url == f"{site}/page"
    assert len(seen) == 2
    for path, words in [
        ("/circle", "leads on more than 5 times"),
        ("/file", "begins with `file:`"),
        ("/away", r"at 169\.254\.169\.254"),
        ("/nowhere", "leads on more than 5 times"),
    ]:
        with pytest.raises(ValueError, match=words):
            fetched(site + path, allowed=allowed)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/missing", "answered 404"),
        ("/big", "is larger than"),
        ("/bomb", "is larger than"),
        ("/brotli", "in a coding that was not asked for"),
        ("/cut-zip", "did not answer as a web server does"),
        ("/short", "did not answer as a web server does"),
        ("/nonsense", "did not answer as a web server does"),
    ],
)
def test_answers_that_cannot_be_kept(site: str, path: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        fetched(site + path, allowed=anywhere, largest=200_000, seconds=10)


def test_a_packed_page_is_unpacked(site: str) -> None:
    assert fetched(f"{site}/zipped", allowed=anywhere).data == PAGE


def test_a_drip_of_bytes_is_ended(site: str) -> None:
    began = time.monotonic()
    with pytest.raises(ValueError, match="did not answer within"):
        fetched(f"{site}/drip", allowed=anywhere, seconds=0.5)
    assert time.monotonic() - began < 25, "the server drips for 50 seconds"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.org/x", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://", "names no host"),
        ("http://user:secret@example.org/", "holds a user name or password"),
        ("http://example.org:99999/", "is not an address that can be read"),
        ("http://[::1", "is not an address that can be read"),
        ("http://no-such-host.invalid/", "names a host that cannot be found"),
        ("http://" + "a" * 300 + ".org/", "names a host that cannot be found"),
        ("http://example.org\r\nX: y/", "http"),
    ],
)
def test_addresses_that_are_refused(workspace: Path, url: str, words: str) -> None:
    outcome = run("seeds", "add", url, cwd=workspace)
    refused(outcome, workspace, words)
    assert "secret" not in outcome.stdout.replace(url, "")


def test_a_page_from_the_web_has_its_address_and_the_day(
    workspace: Path, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "is_public", anywhere)
    outcome = run("seeds", "add", f"{site}/moved", "--id", "a", cwd=workspace)
    assert outcome.status == 0, outcome
    record = source(workspace, "a").record
    assert (record.url, str(record.accessed)) == (f"{site}/page", date.today().isoformat())
    assert record.handling == "public"
    assert (workspace / "seeds/originals/a.html").read_bytes() == PAGE
    assert is_proved(workspace)


STRUCK = """\
<html lang="en"><head><meta charset="utf-8"><title>A page</title></head><body><article><h1>A page</h1>
<p>It cost 10<sup>6</sup> won in 2019<sup><a href="#n">1</a></sup> and 5 m<sup>2</sup> on the 10<sup>th</sup> of May, said
the head of the school in the long sentence that is kept as a paragraph of the text.</p>
<p>The paper first wrote that <del>everybody was struck out</del><s>struck out</s> nobody was hurt there that night, and
<strike>struck out</strike> corrected itself on the next day in a short note at the foot of its page.</p>
<p style="opacity: 0">Nobody can see a word of this line, long as it is and much as it says: struck out by a style.</p>
<p style="font-size:0px">Nobody can see a word of this line, long as it is and much as it says: struck out by size.</p>
<p style="position:absolute; left:-9999px">Nobody can see a word of this line, which is struck out by its place.</p>
<p style="opacity: 0.5; left: -5px">Everybody can see the words of this line, pale and moved a little as they are here.</p>
</article></body></html>
"""


def test_numbers_stay_raised_and_what_is_struck_out_is_not_said(workspace: Path) -> None:
    """10⁶ is not 106, the call of a note makes no year of five digits, and a correction corrects."""
    assert add(workspace, STRUCK.encode(), "page.html", "--id", "a").status == 0
    said = "\n".join(paragraph.text for paragraph in source(workspace, "a").paragraphs)
    assert "10⁶ won in 2019¹ and 5 m² on the 10th of May" in said
    assert "wrote that nobody was hurt there that night, and corrected itself" in said
    assert "struck out" not in said
    assert "Everybody can see" in said
    assert run("seeds", "verify", cwd=workspace).status == 0


@pytest.mark.parametrize(
    ("body", "line", "fact"),
    [
        ("<p>It was <del>not </del>so.</p>", "It was so.", "struck out were left out: line 1 `not`."),
        ("<p>One.</p><p>It was <s>not </s>so.</p>", "It was so.", "line 2 `not`."),
        ("<p>So <strike>it\x01 was</strike></p>", "So", "line 1 `it was`."),
        ('<p>It was <span style="display:none">not </span>so.</p>', "It was so.", "were left out: line 1 `not`."),
        ("<p>It was <b hidden>not </b>so.</p>", "It was so.", "does not show, were left out: line 1 `not`."),
        ('<p>So.</p><span style="opacity:0">Not.</span>', "So.", "after line 1 `Not.`"),
        ("<p><ruby>school<rt>gakko</rt></ruby></p>", "school", "(ruby) were left out: line 1 `gakko`."),
        ('<p>Of <span style="background:#000">Ann Example</span>.</p>', "Of [blacked out].", "ground**: line 1."),
        ('<p>Of <b style="color: #000;background-color:black">Ann Example</b>.</p>', "Of [blacked out].", "line 1."),
        ('<p style="color:white; background: #FFF">Ann Example</p>', "[blacked out]", "line 1."),
    ],
)  # fmt: skip
def test_what_a_page_does_not_show_in_a_line_is_told(body: str, line: str, fact: str) -> None:
    text = captured_text(f"<html><body>{body}</body></html>".encode())
    assert line in [it.text for it in text.lines]
    assert fact in "\n".join(text.told)
    assert "Ann" not in str(text)
    assert bool(text.warnings) == ("gakko" not in body)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ('<p>It cost <span aria-hidden="true">$10</span>.</p>', ["It cost $10."]),
        ('<p aria-hidden="true">Seen.</p>', ["Seen."]),
        ('<p>Seen <i aria-hidden="true">★</i>here.</p>', ["Seen here."]),
        ('<p>Seen <i class="material-icons" aria-hidden="true">home</i>here.</p>', ["Seen here."]),
        ('<p>Seen <del></del><s> </s><span hidden></span>here.</p>', ["Seen here."]),
        ('<p>Of <b style="background:#000;color:#fff">Seen</b>.</p>', ["Of Seen."]),
        ('<div style="background:black"><p style="color:white">Seen.</p></div>', ["Seen."]),
        ('<p data-left-out="struck never">Seen.</p>', ["Seen."]),
    ],
)  # fmt: skip
def test_what_a_person_sees_on_a_page_is_text(body: str, lines: list[str]) -> None:
    text = captured_text(f"<html><body>{body}</body></html>".encode())
    assert ([it.text for it in text.lines], text.told, text.warnings) == (lines, (), ())


def test_words_struck_from_a_page_are_warned_of(workspace: Path) -> None:
    outcome = add(workspace, STRUCK.encode(), "page.html", "--id", "a")
    assert "warning[C613]: the file holds words struck out: left out" in outcome.stdout
    assert "line 3 `everybody was struck out struck out struck out`" in (
        source(workspace, "a").record.facts or ""
    )


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<mark>Nobody </mark>came.", ["Nobody came."]),
        ("<article><p>One.</article><p>Two.", ["One.", "Two."]),
        ("<main>One.</main>", ["One."]),
        ("<nav>One.</nav><script>1</script><section>Two.</section>three<p>Four.", ["One.", "Two.", "three", "Four."]),
        ("</head><body><article>One.</article>", ["One."]),
        ("<article>One.</article></head><body>Two.", ["One.", "Two."]),
    ],
)  # fmt: skip
def test_the_text_begins_where_the_head_ends_without_saying_so(body: str, lines: list[str]) -> None:
    page = f"<!doctype html><html lang=en><meta charset=utf-8><title>T</title><link rel=x>{body}"
    assert [line.text for line in captured_text(page.encode()).lines] == lines


def test_readings_above_words_are_no_part_of_a_sentence() -> None:
    ruby = "<ruby>SCHOOL<rp>(</rp><rt>gakko</rt><rp>)</rp></ruby>"
    page = f"<html><body><article><p>The name is {ruby} and no other, said the sign at the gate of it.</p></article>"
    draft = drafted(page.encode(), name="page.html", url=None, today=TODAY)
    assert [passage.text for passage in draft.body] == [
        "The name is SCHOOL and no other, said the sign at the gate of it."
    ]


def test_a_word_file_says_the_same(workspace: Path) -> None:
    words = "It cost 10^6^ won, ~~struck out~~ said the 5^th^ paper."
    assert add(workspace, docx(words), "letter.docx", "--id", "a").status == 0
    said = "\n".join(paragraph.text for paragraph in source(workspace, "a").paragraphs)
    assert said == "It cost 10⁶ won, said the 5th paper."
