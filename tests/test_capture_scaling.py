"""A capture of four times the length takes about four times the time, whatever it repeats."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from test_word_captures import p, r, word

from brief.corpus.captures import page_metadata
from brief.corpus.captures.draft import drafted
from brief.corpus.captures.form import form_of
from brief.corpus.captures.html_lines import extract
from brief.corpus.captures.pdf_lines import PAGE_NUMBER, _line, _unnumbered
from brief.corpus.captures.proof import prove_source
from brief.corpus.captures.source_file import source_text
from brief.corpus.captures.text import captured_text
from brief.corpus.reading import read_source
from brief.files.workspace import Workspace
from brief.model.paragraphs import split_body
from brief.model.partial_date import PartialDate

TODAY = PartialDate(2026, 11, 23)
SHORT, LONG = 10_000, 40_000
LEAST = 0.4  # seconds of the processor: what takes less is not worth a word
MOST = 9  # four times the length; sixteen is a square
CHARACTERS = (
    " ", "\n", "\t", "\xa0", "&", "&amp;", "&lt;", '"', "'", "-", "–", ".", "…", "word ", "a", "学", "(", "[", "“",
    "|", "@", "#", "\u200b", "a\u0301", "\xad", "1", "1 ", "2020-01-01 ", "©", "x\n", "x\n\n", "a-\n", "%\n",
    "@a{", "{", "/", "\\", "a. ", "\u202e", "tags: ", "share ", "subscribe ", "cookies ", "page ", "`", "# ", "## x\n",
)  # fmt: skip
ELEMENTS = (
    "<br>", "<p>x", "<td>x</td>", "<sup>1</sup> x ", "<del>x</del> some words ", "<ruby>x<rt>y</rt></ruby> ",
    "<p hidden>x</p>", "<!-- x -->", "<script>1</script>", "<h2>x</h2>",
)  # fmt: skip


def page(inner: str, before: str = "") -> bytes:
    """A page that holds something, within its text or before it."""
    head = f"<!doctype html>{before}<html lang=en><meta charset=utf-8><title>T</title><body>"
    return f"{head}<article><p>A paragraph with words enough to be one. {inner} And its end.</p></article>".encode()


def spent(work: Callable[[int], object], length: int) -> float:
    """Seconds of this process's processor time, the better of two."""
    times = []
    for _ in range(2):
        captured_text.cache_clear()
        start = time.process_time()
        work(length)
        times.append(time.process_time() - start)
    return min(times)


def grows_with_its_length(work: Callable[[int], object]) -> bool:
    """Whether four times the length takes little, or not much more than four times the time."""
    long = spent(work, LONG)
    return long < LEAST or long < MOST * spent(work, SHORT)


def proved(folder: Path, data: bytes, form: str) -> None:
    """Draft a source of a capture, then prove it: as it is, and with its second half changed."""
    drafted_ = drafted(data, name="x", url=None, today=TODAY)
    capture = {"file": f"a.{form}", "sha256": hashlib.sha256(data).hexdigest()}
    text = source_text({**drafted_.record, "handling": "public", "capture": capture}, (), drafted_.body)
    for name, content in {f"seeds/originals/a.{form}": data, "seeds/sources/a.md": text.encode()}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for changed in (text, text[: len(text) // 2] + "XX" + text[len(text) // 2 :].replace("a", "b")):
        (folder / "seeds/sources/a.md").write_bytes(changed.encode())
        workspace = Workspace(folder)
        source = read_source(workspace, "a", [])
        if source is not None:
            prove_source(workspace, source)


@pytest.mark.parametrize("unit", CHARACTERS)
def test_texts_and_word_files_are_read_and_proved_in_time(tmp_path: Path, unit: str) -> None:
    escaped = unit.replace("&", "&amp;").replace("<", "&lt;")
    assert grows_with_its_length(
        lambda n: proved(tmp_path, f"Start {unit * (n // 4)} end.\n".encode(), "txt")
    )
    assert grows_with_its_length(
        lambda n: proved(tmp_path, word(p(r(f"Start {escaped * (n // 2)} end."))), "docx")
    )


@pytest.mark.parametrize("unit", [*CHARACTERS, *ELEMENTS])
def test_pages_are_read_in_time(unit: str) -> None:
    assert grows_with_its_length(lambda n: extract(page(unit * n)))


@pytest.mark.parametrize(
    "work",
    [
        lambda n: extract(page("", before=" " * n)),
        lambda n: extract(page("", before="<script>" + " \n" * n + "</script>")),
        lambda n: extract(page(f'<b style="opacity:{"0" * n}1">x</b>')),
        lambda n: extract(page(f'<b style="{"left: " * n}">x</b>')),
        lambda n: form_of(b"<!-- " * n),
        lambda n: form_of(b" " * n + page("")),
        lambda n: _unnumbered("x" + "\xa0" * n + "y"),
        lambda n: _line("a-" * n + "\xa0" * n + "y", 1),
        lambda n: PAGE_NUMBER.fullmatch("1" + "-" * n + "x"),
        lambda n: split_body("# a" + " " * n + "b\n", 0, 1),
        lambda n: split_body("#" + " " * n + "\n", 0, 1),
    ],
)
def test_patterns_take_time_by_length(work: Callable[[int], object]) -> None:
    assert grows_with_its_length(work)


def test_ten_thousand_paragraphs_that_are_not_there_are_found_in_time(tmp_path: Path) -> None:
    assert grows_with_its_length(lambda n: proved(tmp_path, b"The same line of words.\n" * (n // 10), "txt"))


def test_a_page_behind_spaces_is_a_page_and_a_heading_is_what_it_was() -> None:
    assert form_of(b" " * 100_000 + page("")) == "html"
    _, headings = split_body("#  A  heading   \n## b\n### [c] \nno # heading\n", 0, 1)
    assert [heading.text for heading in headings] == ["A  heading", "b", "[c]"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (page("<p " + " ".join(f"a{n}" for n in range(100_000)) + ">"), "a tag of more than 2,000 attributes"),
        (page("<p " + " ".join(f"a{n}='1'" for n in range(100_000)) + ">"), "a tag of more than 2,000 attributes"),
        (page("<b>" * 100_000), "nests its parts too deep"),
        (("a" + "\u0301\u0323" * 100_000).encode(), "piles more marks on a letter"),
    ],
)  # fmt: skip
def test_what_no_parser_can_do_in_time_is_refused(data: bytes, words: str) -> None:
    start = time.process_time()
    with pytest.raises(ValueError, match=words):
        captured_text(data)
    assert time.process_time() - start < 5


def test_a_long_drawing_and_a_long_style_are_no_crowd_of_attributes() -> None:
    points = "1 2 " * 10_000
    assert extract(page(f'<svg><path d="{points}"/></svg><b style="{"color: red; " * 5_000}">Seen.</b>'))


def endless(*_: object, **__: object) -> None:
    """What never comes to an end."""
    while True:
        pass


def test_the_main_text_that_takes_too_long_to_tell_is_the_whole_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_metadata, "SECONDS", 1)
    monkeypatch.setattr("trafilatura.bare_extraction", endless)
    draft = drafted(page("<p>Another paragraph.</p>"), name="x", url=None, today=TODAY)
    assert "It would take too long to tell this page’s main text: every line was kept." in draft.facts
    assert any("Another paragraph." in passage.text for passage in draft.body)


def test_what_fails_proposes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own mistakes are no reason not to capture a page."""
    monkeypatch.setattr("trafilatura.extract_metadata", lambda *_a, **_o: 1 // 0)
    assert page_metadata.page_metadata(page("")).title == ""
