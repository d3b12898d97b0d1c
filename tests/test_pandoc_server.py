"""One pandoc for many briefs: what it answers does not hang on what it was asked before.

Whatever ends it, the next request is served; what it says of a text comes with that text.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from brief.compose import pandoc, pandoc_server
from brief.compose.pandoc_server import FILTERS, Server, executable, kept
from brief.files.workspace import packaged_root
from brief.model.diagnostic import CannotRunError
from tests.pandoc_pieces import keyed_piece
from tests.test_citations import TRAPS, written

NOTES = (packaged_root("styles") / "notes.csl").read_text("utf-8")
SOURCES = [
    {"id": "a", "type": "webpage", "title": "A page", "issued": "2024-08"},
    {"id": "crc", "type": "treaty", "title": "Convention on the Rights of the Child"},
]
LATER = "It is so [@a, para. 4].^[And again [@crc, art. 28].]"


def request(*texts: str, lang: str = "en") -> dict[str, Any]:
    """A request that sets these texts."""
    fragments = [
        {"id": number, "pieces": [keyed_piece(text, number)]} for number, text in enumerate(texts, 1)
    ]
    return {"lang": lang, "and": "and", "references": SOURCES, "fragments": fragments}


def typeset(*texts: str, lang: str = "en", style: str = NOTES) -> pandoc.Typeset:
    """What pandoc makes of these texts."""
    return pandoc.finish(pandoc.start(request(*texts, lang=lang), style))


@pytest.fixture
def server() -> Iterator[None]:
    """One server for the whole test."""
    with kept():
        yield


def running() -> subprocess.Popen[bytes]:
    """The process of the server that is kept."""
    found = pandoc_server._Kept.server
    assert found is not None
    return found.process


@pytest.mark.usefixtures("server")
def test_answers_do_not_hang_on_earlier_requests() -> None:
    texts = [
        LATER,
        "One[^1] [@a].\n\n[^1]: Never mind.\n\n[x]: https://example.org",
        "[x] and [^1] and @crc",
        "## Über\n\n- a\n    - b\n\n    c",
    ]
    alone = {}
    for lang in ("en", "ko", "fr"):
        for text in texts:
            alone[lang, text] = typeset(text, lang=lang)
    process = running()
    for lang, text in random.Random(1).choices(list(alone), k=40):
        assert typeset(text, lang=lang) == alone[lang, text]
    assert running() is process


def test_a_server_answers_as_a_process_of_its_own() -> None:
    alone = typeset(LATER)
    with kept():
        assert [typeset(LATER), typeset(LATER)] == [alone, alone]
    assert "note-2" in alone.fragments[1]


@pytest.mark.usefixtures("server")
def test_warnings_come_with_their_own_text() -> None:
    twice = "x[^ä]\n\n[^ä]: One.\n\n[^ä]: Two.\n"
    assert typeset(LATER).warnings == ()
    assert [w.partition(" at ")[0] for w in typeset(twice).warnings] == ["Duplicate note reference 'ä'"]
    assert typeset(LATER).warnings == ()


@pytest.mark.usefixtures("server")
def test_a_thousand_warnings_do_not_stop_it() -> None:
    text = "x\n\n" + "".join(f"[^{number}]: Never called.\n\n" for number in range(3000))
    assert len(typeset(text).warnings) == 3000


def test_the_word_that_frames_cannot_be_written() -> None:
    first, second = Server(), Server()
    try:
        assert first.word != second.word
        assert len(first.word) == 32
    finally:
        first.end()
        second.end()


@pytest.mark.usefixtures("server")
def test_a_style_at_fault_is_said_and_the_next_request_served() -> None:
    broken = "<style xmlns='http://purl.org/net/xbiblio/csl'><info>"
    process = running()
    with pytest.raises(CannotRunError, match=r"^CiteprocXMLError"):
        typeset(LATER, style=broken)
    assert typeset(LATER).fragments
    assert running() is process


@pytest.mark.usefixtures("server")
def test_a_server_that_died_meanwhile_has_a_successor() -> None:
    before = typeset(LATER)
    process = running()
    process.kill()
    assert typeset(LATER) == before
    process = running()
    asked = pandoc.start(request(LATER), NOTES)
    process.kill()
    assert pandoc.finish(asked) == before
    assert running() is not process


def impostor(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A pandoc that does this instead."""
    file = folder / "pandoc"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    monkeypatch.setattr(pandoc_server, "executable", lambda: str(file))


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("read line; echo 'pandoc: stack overflow' >&2; exit 2", "^pandoc: stack overflow$"),
        ("exit 3", "^pandoc failed with status 3$"),
        ("kill -9 $$", "^pandoc failed with status -9$"),
        ('read line; printf "\\n$4 html 900\\n<p>"', "^pandoc failed with status 0$"),
    ],
)
def test_a_request_that_ends_pandoc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, words: str
) -> None:
    impostor(tmp_path, monkeypatch, script)
    with kept(), pytest.raises(CannotRunError, match=words):
        typeset(LATER)
    monkeypatch.undo()
    assert typeset(LATER).fragments


@pytest.mark.parametrize("size", [1, 300_000])  # read, and larger than a pipe
def test_a_request_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    impostor(tmp_path, monkeypatch, "exec sleep 60")
    monkeypatch.setattr(pandoc_server, "SECONDS", 0.3)
    with kept():
        with pytest.raises(CannotRunError, match="did not finish in two minutes"):
            typeset("word " * size)
        monkeypatch.undo()
        assert typeset(LATER).fragments


@pytest.mark.usefixtures("server")
def test_a_request_that_is_stopped_leaves_no_answer_behind() -> None:
    before = typeset(LATER)
    pandoc.stop(pandoc.start(request("Something else."), NOTES))
    assert typeset(LATER) == before


@pytest.mark.usefixtures("server")
def test_a_server_is_replaced_after_many_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc_server, "MOST", 3)
    processes = []
    for _ in range(7):
        typeset(LATER)
        processes.append(running().pid)
    assert [processes.count(pid) for pid in dict.fromkeys(processes)] == [3, 3, 1]


def test_none_is_left() -> None:
    with kept():
        typeset(LATER)
        process = running()
    assert process.poll() is not None
    assert pandoc_server._Kept.server is None
    asked = pandoc.start(request(LATER), NOTES)
    pandoc.finish(asked)
    assert asked.server.process.poll() is not None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
@pytest.mark.usefixtures("server")
def test_a_forked_process_asks_a_pandoc_of_its_own() -> None:
    before = typeset(LATER)
    process = running()
    pid = os.fork()
    if not pid:
        status = 1
        try:
            with kept():
                status = 0 if typeset(LATER) == before and running().pid != process.pid else 1
        finally:
            os._exit(status)
    assert os.waitpid(pid, 0)[1] == 0
    assert typeset(LATER) == before
    assert running() is process


def test_nothing_of_the_user_s_reaches_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = typeset(LATER)
    script = f'io.open("{tmp_path}/ran", "w"):close()'
    for folder in (tmp_path / "pandoc", tmp_path / ".pandoc", tmp_path / ".local/share/pandoc", tmp_path):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("init.lua", "pandoc.lua", "lpeg.lua", "text.lua", "default.csl"):
            (folder / name).write_text(script, encoding="utf-8")
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("LUA_INIT", "LUA_INIT_5_4"):
        monkeypatch.setenv(name, script)
    for name in ("LUA_PATH", "LUA_PATH_5_4"):
        monkeypatch.setenv(name, f"{tmp_path}/?.lua")
    monkeypatch.chdir(tmp_path)
    assert typeset(LATER) == before
    assert not (tmp_path / "ran").exists()


BOTH = """
local source = io.open(arg[1]):read('a'):gsub('return document%s*$', 'return format')
local format = load(source)()
local FORMAT = load('return ' .. source:match('local FORMAT = (.-)\\n\\n'))()
local found = {}
for i, text in ipairs(pandoc.json.decode(io.read('a'), false)) do
  local short = format { text = text, smart = true }
  found[i] = { short, short == FORMAT or pandoc.read(text, short) == pandoc.read(text, FORMAT) }
end
io.write(pandoc.json.encode(found))
"""
SIGNS = """
[@a,|para. 4].|[see @b, paras. 3]|“no”|It’s|5.|50%|me!|- |1. |> |# |h|x|—|[^1]|^[note [@a].]|@a|@a.|(@)|(@a)|[ ] t|[x] t|[X] t|
=|==|-|--|---|%|% t|title: x|::: x|:::|::|![p](x)|![p]|#h|\\|\\(x\\)|$x$|$|{.x}|{=html}|`<b>`{=html}|`c`{.x}|<b>|</b>|<div>|
&amp;|&#91; ] t|&lsqb; ] t|&#35; h|{#i}|[h]|[h][]|:smile:|~~~|```|a\n-|a\n=|a\n -|é\n-|[^1]: d|[r]: http://x|T\n:   @a. d|-@a|
i. @a. x|a) @a) x|: @a. x|~ @a. x|[^1]: @a. x| ;  @a.|a  @a.|. @a|) @a|---\nt: x\n---|[\u00a0] t|\u3000-|\ufeff---
""".strip().split("|")


def drawn(number: int) -> str:
    """Calm prose, with every sign that the reader looks for where it may mean something."""
    draw = random.Random(number)
    breaks = (" ", "\n", "\n\n", "", " ", "\n    ", "\n- ", "\n> ")
    return "".join(draw.choice(SIGNS).strip("\n") + draw.choice(breaks) for _ in range(draw.randint(1, 7)))


def test_texts_without_signs_are_read_as_if_every_extension_were_named(tmp_path: Path) -> None:
    script = tmp_path / "both.lua"
    script.write_text(BOTH, encoding="utf-8")
    texts = [
        *TRAPS,
        *(written(n) for n in range(400)),
        *(drawn(n) for n in range(1500)),
        "Plain [@a, para. 4].",
    ]
    answer = subprocess.run(
        [executable(), "lua", str(script), str(FILTERS / "fragments.lua")],
        input=json.dumps(texts).encode(), capture_output=True, check=True,
    )  # fmt: skip
    found = json.loads(answer.stdout)
    assert [text for text, (_, same) in zip(texts, found, strict=True) if not same] == []
    assert found[-1][0] == "markdown"
    assert sum(short == "markdown" for short, _ in found) > 150


FORKED = """
import os, pickle, signal, sys
from pathlib import Path
from brief.compose import pandoc
from brief.compose.pandoc_server import early, kept
from tests.test_pandoc_server import LATER, typeset

def forked(work):
    near, far = os.pipe()
    if not (pid := os.fork()):
        try:
            os.write(far, pickle.dumps(work()))
        finally:
            os._exit(0)
    os.close(far)
    found = open(near, "rb").read()
    os.waitpid(pid, 0)
    return pickle.loads(found)

def asked(server):
    def work():
        with kept(server):
            return [typeset(LATER), typeset(LATER, lang="fr"), typeset(LATER)]
    return work

wanted = [typeset(LATER), typeset(LATER, lang="fr"), typeset(LATER)]
with early(3) as servers:
    pids = [server.process.pid for server in servers]
    assert forked(asked(servers[0])) == wanted
    os.kill(pids[1], signal.SIGKILL)  # before anybody asked it
    assert forked(asked(servers[1])) == wanted
    # The third is asked by nobody.
for pid in pids:
    try:
        os.kill(pid, 0)
        sys.exit("a server goes on")
    except ProcessLookupError:
        pass
print("well")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_a_forked_process_asks_a_server_that_was_started_before_it() -> None:
    """It answers as any other does, and one that died meanwhile has a successor."""
    done = subprocess.run(
        [sys.executable, "-c", FORKED],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("well", 0), done.stderr


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("One [@a].", lambda works: works.clear()),
        ("One [@a].", lambda works: works.update({"z": {**next(iter(works.values())), "serial": 9}})),
        ("One [@a; @crc].", lambda works: [work.update(at=3 - work["at"]) for work in works.values()]),
        ("One [@a; @crc].", lambda works: [work.update(of=1, at=1) for work in works.values()]),
        (
            "One [@a; @crc].",
            lambda works: [work.update(serial=7 * work["serial"]) for work in works.values()],
        ),
        ("As @a says.", lambda works: [work.update(voice="Voice, in") for work in works.values()]),
    ],
    ids=["unknown", "missing", "turned", "parted", "of two citations", "in the sentence"],
)
def test_a_citation_that_is_not_the_one_expected_is_told(text: str, change: Callable[[Any], object]) -> None:
    """By its key, its place among the works of its citation, and where a voice can be named."""
    asked = request(text)
    assert pandoc.finish(pandoc.start(asked, NOTES)).mismatched == ()
    change(asked["fragments"][0]["pieces"][0]["works"])
    assert pandoc.finish(pandoc.start(asked, NOTES)).mismatched == (1,)
