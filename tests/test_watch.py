"""`brief watch`: what is shown when, what makes it build again, and who may look."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from chromium import browser
from command import run
from process import start
from small_workspace import SPEC, blocks, source, spec, write

from brief.cli.commands import watch
from brief.cli.preview.server import serving
from brief.cli.preview.shown import Shown
from brief.cli.preview.watched import Watched, is_outdated
from brief.files.workspace import Workspace

PATIENCE = 90.0
"""Seconds after which a test gives up: against hanging, not a measure."""


class Watching:
    """A `brief watch` that runs, and what it says to its browser."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process, self.url = process, url
        parts = urlsplit(url)
        self.port, self.path = parts.port or 0, parts.path
        self.states: list[dict[str, Any]] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            asked = f"GET {self.path}events HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n"
            connection.sendall(asked.encode())
            try:
                for line in connection.makefile("rb"):
                    if line.startswith(b"data: "):
                        self.states.append(json.loads(line[6:]))
            except OSError:
                return

    def until(self, after: int = 0, **wanted: object) -> dict[str, Any]:
        """The first state after so many that is as wanted."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for state in self.states[after:]:
                if all(state[key] == value for key, value in wanted.items()):
                    return state
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.02)
        raise AssertionError(f"never {wanted}: {self.states[after:]}")

    def get(self, name: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """(status, body, headers) of what is served under a name."""
        return asked(self.port, f"{self.path}{name}", **headers)


def asked(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """A request as it is written, dots and all."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(
        method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body, dict(response.getheaders())


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watching]:
    """`brief watch b` in a workspace, until the block ends."""
    process = start("watch", "b", *arguments, cwd=folder)
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        url = re.search(r"http://\S+", said)
        assert url, said + process.communicate()[1]
        yield Watching(process, url[0])
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)


def save(folder: Path, name: str, text: str) -> None:
    """As an editor saves: written beside, then renamed."""
    temporary = folder / f"{name}.new"
    temporary.parent.mkdir(parents=True, exist_ok=True)
    temporary.write_text(text, "utf-8")
    temporary.replace(folder / name)


def test_a_browser_shows_the_page_the_mistakes_over_it_and_the_page_again(tmp_path: Path) -> None:
    """The life of an afternoon, in Chromium."""
    folder = write(
        tmp_path / "workspace",
        {"specs/b.yaml": SPEC + "  - heading: Long\n    text: |\n" + "      A line.\n\n" * 45},
    )
    text = (folder / "specs/b.yaml").read_text("utf-8")
    title = "document.querySelector('iframe[data-kind=page]:not([data-coming])').contentDocument.querySelector('h1').textContent"
    with watching(folder) as it, browser(tmp_path / "profile") as page:
        page.go(it.url)
        assert page.until(title) == "A title"
        page.until("document.getElementById('state').textContent === 'up to date'", PATIENCE)
        assert page.value("document.getElementById('findings').hidden")
        assert page.value("getComputedStyle(document.getElementById('nothing')).display") == "none"
        page.value("document.querySelector('iframe').contentWindow.scrollTo(0, 700)")

        save(folder, "specs/b.yaml", text.replace("title: A title", "title: Another title"))
        page.until(f"{title} === 'Another title'", PATIENCE)
        assert page.value("document.querySelector('iframe').contentWindow.scrollY") == 700
        assert len(page.value("Array.from(document.querySelectorAll('iframe')).map(it => it.src)")) == 1

        save(folder, "specs/b.yaml", text.replace("title: A title", "titel: <img src=x onerror=alert(1)>"))
        shown = page.until(
            "document.getElementById('findings').open && document.getElementById('text').innerText", PATIENCE
        )
        assert "error[S102]: unknown key `titel`" in shown
        assert "<img src=x" in shown, "as text"
        assert page.value(title) == "Another title", "the last good page"
        assert "last good page" in page.value("document.getElementById('state').textContent")
        box = page.value("JSON.stringify(document.getElementById('findings').getBoundingClientRect())")
        assert json.loads(box)["height"] > 50
        point = "document.elementFromPoint(innerWidth / 2, document.getElementById('text').getBoundingClientRect().y + 20).id"
        assert page.value(point) == "text", "over the page"

        save(folder, "specs/b.yaml", text.replace("title: A title", "title: Mended"))
        page.until(f"{title} === 'Mended'", PATIENCE)
        page.until("document.getElementById('findings').hidden", PATIENCE)
        page.value("document.getElementById('show-pdf').click()")
        page.until("document.body.dataset.pdf", PATIENCE)
        assert "b.pdf?" in page.value("document.querySelector('iframe[data-kind=pdf]').src")


def test_a_save_is_built_as_brief_build_would(tmp_path: Path) -> None:
    """The page comes first, then the PDF, then everything that is written; the same bytes as a build's."""
    folder = write(tmp_path, spec("title: A title", "title: Before"))
    with watching(folder) as it:
        it.until(stage="done")
        seen = len(it.states)
        save(folder, "specs/b.yaml", SPEC)
        done = it.until(seen, stage="done")
        stages = list(dict.fromkeys(state["stage"] for state in it.states[seen:]))
        order = ["check", "compose", "print", "prove", "search", "write", "done"]
        assert stages == [stage for stage in order if stage in stages], (
            "a browser may miss one, and sees the last"
        )
        page = next(state for state in it.states[seen:] if state["page"] == 2)
        pdf = next(state for state in it.states[seen:] if state["pdf"] == 2)
        assert (page["stage"], page["pdf"]) in [("compose", 1), ("print", 1)], "before it is printed"
        assert pdf["stage"] in ("print", "prove"), "before it is read back"
        assert (done["summary"], done["findings"], done["stale"]) == ("", "", False)
        assert it.get("outputs/b.pdf")[1].startswith(b"%PDF-")
        assert b"<h1>A title</h1>" in re.sub(rb"<h1[^>]*>", b"<h1>", it.get("outputs/b.html")[1])
        font = re.search(rb"fonts/[\w.-]+\.ttf", it.get("outputs/b.html")[1])
        assert font
        assert it.get(f"outputs/{font[0].decode()}")[1][:4] == b"\0\1\0\0"
    watched = {file.name: file.read_bytes() for file in (folder / "outputs").glob("b.*")}
    assert run("build", "b", cwd=folder).status == 0
    assert watched == {file.name: file.read_bytes() for file in (folder / "outputs").glob("b.*")}


def test_whatever_the_brief_rests_on_is_watched_also_what_is_not_there(tmp_path: Path) -> None:
    """A source, a section, a table, a style sheet, files that are missing, in folders that are missing."""
    table = "      - table: {file: a.csv, caption: Numbers}\n"
    folder = write(tmp_path, blocks(table))
    with watching(folder) as it:
        broken = it.until(stage="broken")
        assert "a.csv" in broken["findings"]
        assert (broken["page"], broken["stale"]) == (0, True)

        def after(name: str, text: str, stage: str) -> dict[str, Any]:
            seen = len(it.states)
            save(folder, name, text)
            return it.until(seen, stage=stage)

        assert after("seeds/data/a.csv", "place,children\nhere,three\n", "done")["page"] == 1
        assert b"three" in it.get("outputs/b.html")[1]
        after("seeds/data/a.csv", "place,children\nhere,four\n", "done")
        assert b"four" in it.get("outputs/b.html")[1]
        after("styles/embassy-brief.css", "not a { style", "broken")
        seen = len(it.states)
        (folder / "styles/embassy-brief.css").unlink()
        it.until(seen, stage="done")
        gone = after("seeds/sources/a.md", "---\ntitle: A page\n---\nOne paragraph.\n", "broken")
        assert "no paragraph 2" in gone["findings"] or "R202" in gone["findings"]
        seen, before = len(it.states), it.states[-1]
        (folder / "notes.txt").write_text("nothing to do with it", "utf-8")
        (folder / "specs/other.yaml.swp").write_text("nor this", "utf-8")
        time.sleep(2)
        assert it.states[seen:] == [], before


def test_what_printing_finds_is_shown_over_the_new_page(tmp_path: Path) -> None:
    """The page is there before the pages are; what fails later is said all the same, and nothing is written."""
    folder = write(tmp_path)
    with watching(folder) as it:
        it.until(stage="done")
        seen, earlier = len(it.states), (folder / "outputs/b.pdf").read_bytes()
        save(folder, "specs/b.yaml", SPEC.replace("First heading", "First \u16a0 heading"))
        broken = it.until(seen, stage="broken")
        assert "P703" in broken["findings"]
        assert (broken["page"], broken["pdf"], broken["stale"]) == (2, 1, False)
        assert "\u16a0" in it.get("outputs/b.html")[1].decode()
        assert (folder / "outputs/b.pdf").read_bytes() == earlier


def test_a_warning_is_shown_with_the_finished_page(tmp_path: Path) -> None:
    folder = write(tmp_path, spec("Rodong Sinmun wrote of it", "It is “said” that they wrote of it"))
    with watching(folder) as it:
        done = it.until(stage="done")
    assert "warning[" in done["findings"] or "note[" in done["findings"]
    assert done["summary"]


def test_a_build_that_is_overtaken_ends_early(tmp_path: Path) -> None:
    """Ten saves in a row: the last one is what is shown, and not all were built to the end."""
    folder = write(tmp_path)
    with watching(folder) as it:
        it.until(stage="done")
        seen = len(it.states)
        for number in range(10):
            save(folder, "specs/b.yaml", SPEC.replace("A title", f"Title {number}"))
            time.sleep(0.05)
        end = time.monotonic() + PATIENCE
        while b"Title 9" not in it.get("outputs/b.html")[1] or it.states[-1]["stage"] != "done":
            assert time.monotonic() < end
            time.sleep(0.05)
        assert sum(state["stage"] == "done" for state in it.states[seen:]) < 10


def test_a_mistake_of_ours_ends_no_afternoon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody expected is said over the page, and the next save is built again."""
    folder = write(tmp_path)
    shown = Shown("b")
    session = watch._Session(folder, "specs/b.yaml", None, False, shown)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of ours")

    with monkeypatch.context() as patch:
        patch.setattr(watch, "build_spec", broken)
        session._build()
    assert (shown.state.stage, shown.state.stale) == ("broken", True)
    assert "a mistake of ours, not of yours: ZeroDivisionError" in shown.state.findings
    session._build()
    assert (shown.state.stage, shown.state.findings) == ("done", "")


def test_ctrl_c_ends_it_with_a_sentence(tmp_path: Path) -> None:
    process = start("watch", "b", cwd=write(tmp_path))
    assert process.stderr is not None
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert said.endswith("brief: stopped watching\n")
    assert "Traceback" not in said


def test_what_cannot_be_watched_is_said(tmp_path: Path) -> None:
    folder = write(tmp_path)
    assert "error[S109]" in run("watch", "c", cwd=folder).stdout
    with socket.create_server(("127.0.0.1", 0)) as taken:
        outcome = run("watch", "b", "--port", str(taken.getsockname()[1]), cwd=folder)
    assert outcome.status == 2
    assert "cannot be used" in outcome.stderr


# Who may look


@pytest.fixture
def served() -> Iterator[tuple[int, str]]:
    """(port, path) of a preview with one page."""
    shown = Shown("b")
    shown.publish(
        {"outputs/b.html": (b"<p>closed", "text/html"), "outputs/fonts/a.ttf": (b"font", "font/ttf")}
    )
    with serving(shown, 0) as server:
        yield server.server_port, f"/{server.word}/"


def test_it_answers_its_own_browser_and_keeps_nothing_there(served: tuple[int, str]) -> None:
    port, path = served
    status, body, headers = asked(port, f"{path}outputs/b.html?7", Sec_Fetch_Site="same-origin")
    assert (status, body) == (200, b"<p>closed")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    status, body, headers = asked(port, path)
    nonce = re.search(r"script-src 'nonce-([\w-]+)'", headers["Content-Security-Policy"])
    assert status == 200
    assert nonce
    assert body.decode().count(f'nonce="{nonce[1]}"') == 2
    assert "'unsafe" not in headers["Content-Security-Policy"]
    assert asked(port, path, Host=f"localhost:{port}")[0] == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example:80"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": "127.0.0.1.evil.example:{port}"}, 421),
        ({"Host": ""}, 421),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_nobody_else_is_answered(served: tuple[int, str], headers: dict[str, str], status: int) -> None:
    port, path = served
    given = {name: value.replace("{port}", str(port)) for name, value in headers.items()}
    for name in ("", "events", "outputs/b.html"):
        answered, body, _ = asked(port, path + name, **given)
        assert answered == status
        assert b"closed" not in body


@pytest.mark.parametrize(
    "path",
    ["/", "/x/", "/x/outputs/b.html", "/outputs/b.html", "{word}", "{word}/../../etc/passwd", "{word}/..%2f..%2fetc%2fpasswd",
     "{word}//etc/passwd", "{word}/outputs/", "{word}/outputs/../outputs/b.html", "{word}/specs/b.yaml", "{word}/%00", "*"],
)  # fmt: skip
def test_there_is_nothing_but_what_is_shown(served: tuple[int, str], path: str) -> None:
    port, base = served
    status, body, _ = asked(port, path.replace("{word}", base.rstrip("/")))
    assert status == 404
    assert b"closed" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_nothing_can_be_changed(served: tuple[int, str], method: str) -> None:
    port, path = served
    assert asked(port, path, method)[0] == 501


def test_it_listens_on_this_machine_only(served: tuple[int, str]) -> None:
    port, _ = served
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:  # a machine that does not know its own name
        found = []
    for address in {"127.0.0.2", "::1", *(it[4][0] for it in found)} - {"127.0.0.1"}:
        with pytest.raises(OSError), socket.create_connection((address, port), timeout=2):  # noqa: PT011
            pass


def test_every_preview_has_a_word_of_its_own(served: tuple[int, str]) -> None:
    _, path = served
    with serving(Shown("b"), 0) as other:
        assert f"/{other.word}/" != path
        assert len(other.word) >= 20


# What counts as a change


def test_only_what_was_read_looked_for_or_listed_counts(tmp_path: Path) -> None:
    folder = write(tmp_path)
    workspace = Workspace(folder)
    workspace.read("specs/b.yaml")
    assert not workspace.has("seeds/data/a.csv")
    workspace.names("seeds/sources", ".md")
    watched = Watched.of(workspace)
    look = watched.look()
    for name in ("brief.yaml", "specs/c.yaml", "seeds/sources/.a.md.swp", "seeds/sources/a.txt"):
        (folder / name).write_text("changed", "utf-8")
        assert watched.look() == look, name
    for name in ("specs/b.yaml", "seeds/data/a.csv", "seeds/sources/a.md", "seeds/sources/z.md"):
        before = watched.look()
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("changed", "utf-8")
        assert watched.look() != before, name
    assert watched.directories() == {folder / "specs", folder / "seeds/data", folder / "seeds/sources"}


def test_a_change_while_a_build_reads_is_seen(tmp_path: Path) -> None:
    folder = write(tmp_path)
    workspace, began = Workspace(folder), time.time_ns()
    workspace.read("specs/b.yaml")
    workspace.has("seeds/data/a.csv")
    assert not is_outdated(workspace, began)
    os.utime(folder / "specs/b.yaml")
    assert not is_outdated(workspace, began), "the same bytes"
    (folder / "specs/b.yaml").write_text("other", "utf-8")
    assert is_outdated(workspace, began)
    workspace = Workspace(folder)
    workspace.has("seeds/data/a.csv")
    (folder / "seeds/data").mkdir()
    (folder / "seeds/data/a.csv").write_text("a\n", "utf-8")
    assert is_outdated(workspace, began)


def test_a_file_that_cannot_be_read_is_no_reason_to_build_for_ever(tmp_path: Path) -> None:
    folder = write(tmp_path, source("kind: press\n", ""))
    (folder / "seeds/sources/a.md").unlink()
    (folder / "seeds/sources/a.md").mkdir()
    past = time.time_ns() + 10_000_000_000
    workspace = Workspace(folder)
    with pytest.raises(OSError):  # noqa: PT011
        workspace.read("seeds/sources/a.md")
    assert not is_outdated(workspace, past)
