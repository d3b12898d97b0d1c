"""Files that ask for more work than they should: linear readers, and a deadline behind them.

What is hostile is made here, by small generators, and for our own readers only.
"""

from __future__ import annotations

import json
import os
import signal
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from command import Outcome, run
from finished import sample
from test_verify import Built, built

from brief.cli.commands import verify as command
from brief.outputs.pdf.digests import Digests
from brief.prove.content import pieces_of
from brief.prove.fonts import Font
from brief.prove.found_words import FoundWords
from brief.prove.structure import Tree
from brief.run import deadline
from brief.run.deadline import LEAST, SMALL, OverBudgetError, grant, seconds_for, within

# Readers: four times as much takes about four times as long, not sixteen times


def packed(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Object:
    """A stream that unpacks to these bytes."""
    stream = pdf.make_stream(zlib.compress(data))
    stream.Filter = pikepdf.Name.FlateDecode
    return stream


def content(data: bytes, number: int) -> Callable[[], object]:
    """Reads a page with so many times this content."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        ToUnicode=packed(pdf, b"beginbfchar <01><0041> endbfchar"),
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    before, once, after = data.split(b"|")
    page.Contents = packed(pdf, before + once * number + after)
    return lambda: pieces_of(pdf.pages[0].obj, 1, {})


def meanings(data: bytes, number: int) -> Callable[[], object]:
    """Reads a font with so many times this ToUnicode map."""
    pdf = pikepdf.new()
    before, once, after = data.split(b"|")
    font = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Type0, ToUnicode=packed(pdf, before + once * number + after)
    )
    font = pdf.make_indirect(font)
    return lambda: Font(pdf.get_object(font.objgen))


def metadata(data: bytes, number: int) -> Callable[[], object]:
    """Digests so many times this XMP."""
    pdf = pikepdf.new()
    before, once, after = data.split(b"|")
    pdf.Root.Metadata = packed(pdf, before + once * number + after)
    return Digests(pdf).metadata


GROWING: dict[str, tuple[Callable[[bytes, int], Callable[[], object]], bytes, int]] = {
    "strings without an end": (content, rb"|(\(|", 4_000),
    "brackets without an end": (content, rb"|((\(|", 4_000),
    "strings within strings": (content, rb"|((a)|", 4_000),
    "an artifact of many words": (content, b"/Artifact (|x|) BDC", 20_000),
    "one piece of many strings": (content, b"/P <</MCID 0>> BDC BT /F 9 Tf |<0001>Tj |ET EMC", 15_000),
    "words that are spoken": (content, b"/P <</ActualText (|a|)>> BDC BT /F 9 Tf <0001>Tj ET EMC", 20_000),
    "sections without an end": (meanings, b"|beginbfchar |", 4_000),
    "arrays without an end": (meanings, b"beginbfrange |<00><00>[|endbfrange", 4_000),
    "white space between tags": (metadata, b"<a>x| |y", 4_000),
    "instructions without an end": (metadata, b"<a>|<?|", 4_000),
}


@pytest.mark.parametrize("name", GROWING)
def test_four_times_as_much_takes_about_four_times_as_long(name: str) -> None:
    """In processor time: a quadratic reader takes sixteen times as long."""
    make, data, number = GROWING[name]
    once, more = make(data, number), make(data, 4 * number)
    assert min(spent(more) for _ in range(3)) < 10 * min(spent(once) for _ in range(3)) + 0.05


def spent(work: Callable[[], object]) -> float:
    """The processor's seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def test_ranges_say_no_more_codes_than_there_are() -> None:
    """However often they say them."""
    pdf = pikepdf.new()
    ranges = b"beginbfrange " + b"<0000><FFFF><0041>" * 50_000 + b" endbfrange"
    font = pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, ToUnicode=packed(pdf, ranges))
    assert spent(lambda: Font(font)) < 1.5
    assert len(Font(font).meanings) == 0x10000


def test_a_section_that_does_not_end_hides_none_that_does() -> None:
    """Of the other kind, or of its own before it."""
    pdf = pikepdf.new()
    data = b"beginbfchar <01><0041> endbfchar beginbfchar beginbfrange <02><03><0042> endbfrange"
    font = pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, ToUnicode=packed(pdf, data))
    assert Font(font).meanings == {1: "A", 2: "B", 3: "C"}


def test_a_page_of_many_words_and_shapes_is_given_up() -> None:
    """Each shape is held against each word: that is counted."""
    with pytest.raises(ValueError, match="draws more than any page"):
        content(b"BT /F 9 Tf |/P <</MCID 1>> BDC <0001>Tj EMC 0 0 9 9 re f |ET", 8_000)()


def test_a_tree_that_holds_an_element_twice_is_none() -> None:
    """Thirty elements, each four times within the next, are more than any machine can walk."""
    pdf = pikepdf.new()
    kid = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, K=1))
    for _ in range(30):
        kid = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, K=pikepdf.Array([kid] * 4)))
    pdf.Root.StructTreeRoot = pikepdf.Dictionary(K=kid)
    with pytest.raises(ValueError, match="holds an element twice"):
        Tree(pdf)


def test_words_are_looked_for_on_their_page() -> None:
    """Where they end on it, as `pages` says of the whole text."""
    from brief.prove.content import Piece

    pieces = [
        Piece(page, None, text)
        for page, text in ((1, "one two"), (1, ""), (2, "three"), (1, "four"), (3, "two"))
    ]
    text = FoundWords(pieces)
    for words in ("one", "two three", "two", "threefour", "r", "onetwo", "five", "", "fourtwo", "e"):
        for page in range(5):
            assert text.end_on(words, page) == (page in text.pages(words)), (words, page)


# The deadline


def busy(seconds: float) -> str:
    """Work for the processor."""
    start = time.process_time()
    while time.process_time() - start < seconds:
        sum(range(1000))
    return "done"


def greedy(size: int) -> int:
    """More memory than there may be."""
    return len(bytearray(size))


def broken(_: object) -> None:
    """A library that crashes."""
    os.kill(os.getpid(), signal.SIGKILL)


def ended_children() -> bool:
    """Whether a process ended that nobody waited for."""
    with suppress(ChildProcessError):
        return os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    return False


def mistaken(words: str) -> None:
    """A mistake, of whosoever."""
    raise ValueError(words)


def granted(size: int) -> str:
    """Work that was given time for what it reads."""
    grant(size)
    return busy(0.6)


@pytest.fixture(params=["_forked", "_spawned"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways: where the system can fork, and where it cannot."""
    if request.param == "_spawned":
        monkeypatch.setattr(deadline, "_forked", deadline._spawned)
        monkeypatch.setattr(deadline, "START", 3.0)


@pytest.mark.usefixtures("_way")
def test_what_is_done_in_time_comes_back() -> None:
    """Values, and exceptions with their words."""
    assert within(30, busy, 0.01) == "done"
    with pytest.raises(ValueError, match="words") as raised:
        within(30, mistaken, "words")
    assert not isinstance(raised.value, OverBudgetError)


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize(("work", "argument"), [(busy, 60.0), (broken, None)])
def test_what_is_not_done_in_time_is_ended(work: Callable[[object], object], argument: object) -> None:
    """Or what ends by itself; no process is left."""
    start = time.monotonic()
    with pytest.raises(OverBudgetError):
        within(0.2, work, argument)
    assert time.monotonic() - start < 30
    assert not ended_children()


def test_memory_is_bounded() -> None:
    """A bomb costs no more than an answer."""
    with pytest.raises(OverBudgetError):
        within(30, greedy, 2 * deadline.LARGEST_MEMORY)


def test_time_is_granted_for_what_is_ours() -> None:
    """And only within the work."""
    grant(10**9)
    assert within(0.2, granted, 10**7) == "done"
    with pytest.raises(OverBudgetError):
        within(0.2, granted, 10)


def test_time_grows_with_the_file() -> None:
    """A small file has little, a long brief many times what it takes."""
    assert seconds_for(0) == seconds_for(SMALL) == LEAST < 2
    assert seconds_for(1_700_000) > 4 * 2.3


# `brief verify`


@pytest.fixture(scope="module")
def embassy() -> Built:
    """The embassy sample."""
    return built(sample("embassy"), "embassy.json")


def many_fonts(pdf: pikepdf.Pdf) -> None:
    """Fonts by the hundred, each with the same long map: linear, and still too much."""
    line = b"beginbfchar <0001> <0041> endbfchar "
    stream, page = packed(pdf, line * 90_000), pdf.pages[0]
    page.Resources.Font = pikepdf.Dictionary(
        {
            f"/F{n}": pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Type0, ToUnicode=stream, N=n))
            for n in range(300)
        }
    )
    page.Contents = packed(pdf, b"BT " + b"".join(b"/F%d 9 Tf <0001>Tj " % n for n in range(300)) + b"ET")


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file after a change."""
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        stream = BytesIO()
        pdf.save(stream)
        return stream.getvalue()


def verify(data: bytes, folder: Path, *options: str) -> Outcome:
    """`brief verify` on these bytes."""
    (folder / "x.pdf").write_bytes(data)
    return run("verify", "x.pdf", *options, cwd=folder)


def test_a_file_that_asks_for_too_much_gets_a_plain_answer(embassy: Built, tmp_path: Path) -> None:
    """In time, with exit status 1."""
    data = changed(embassy.pdf, many_fonts)
    assert len(data) < SMALL
    said = verify(data, tmp_path)
    assert (said.status, said.stdout) == (1, "")
    assert said.stderr == f"brief: x.pdf: {command.TOO_MUCH}\n"
    said = verify(data, tmp_path, "--format", "json")
    assert (said.status, said.stderr) == (1, "")
    assert json.loads(said.stdout) == {"file": "x.pdf", "verdict": "unreadable", "reason": command.TOO_MUCH}


def test_an_honest_long_file_has_time_to_spare(tmp_path: Path) -> None:
    """A report takes a fifth of its time at most, whatever else the machine does."""
    data = built(sample("joint-report"), "joint-report.json").pdf
    (tmp_path / "x.pdf").write_bytes(data)
    spent_by_all = os.times()
    assert verify(data, tmp_path).status == 0
    after = os.times()
    used = (
        after.children_user
        + after.children_system
        - spent_by_all.children_user
        - spent_by_all.children_system
    )
    assert used < seconds_for(len(data)) / 2
