"""pandoc as a server: one process that sets the requests of many briefs, one after the other.

Most of what pandoc does for a short brief it does anew in each process: reading its locales,
evaluating its tables. `server.lua` runs in pandoc's own Lua, which reads no folder of the
user's and, told so, no variable. Request and answer are framed by their length. A server that
dies or hangs costs the request it was at; one that had served before is given a successor.
Where processes are to be forked, their servers start before them, beside whatever is imported first.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from brief.files.workspace import packaged_root
from brief.model.diagnostic import CannotRunError
from brief.text.languages import words

FILTERS = Path(__file__).resolve().parent / "pandoc_filters"
SECONDS = 120
COLLECTS = ("+RTS", "-A64m", "-RTS")  # less often: an eighth less time
MOST = 250
"""Requests to one server: what pandoc logs it keeps, and a new one takes a tenth of a second."""

JOINTS = {"ands": words("and"), "throughs": words("through")}
"""What stands between the numbers of a place in a work, in any language."""
WARMING = {
    "lang": "en",
    "and": "and",
    "references": [
        {
            "id": "a",
            "type": "webpage",
            "title": "A page of words",
            "author": [{"family": "Doe", "given": "Jane"}, {"family": "Roe", "given": "Richard"}],
            "publisher": "A publisher",
            "URL": "https://example.org/",
            "issued": "2020-02",
            "language": "en",
        },
        {
            "id": "b",
            "type": "report",
            "title": "A report",
            "author": [{"literal": "A body"}],
            "number": "A/1/2",
            "issued": "2020-02-03",
        },
    ],
    "fragments": [
        {
            "id": 1,
            "pieces": [
                {
                    "text": "It “is”, *it* says [@a, para. 4]; others differ [@b, paras. 5 and 7].",
                    "smart": True,
                    "works": {id_: {"id": id_, "voice": "", "serial": 1, "at": 1, "of": 1} for id_ in "ab"},
                }
            ],
        }
    ],
}
"""A request of every kind of thing that costs more the first time: names, dates, places in a source."""


def executable() -> str:
    """The path of the pandoc that travels with the `pypandoc_binary` package."""
    from importlib.util import find_spec

    spec = find_spec("pypandoc")
    if spec is None or spec.origin is None:
        raise CannotRunError("the package pypandoc_binary is not installed")
    folder = Path(spec.origin).parent / "files"
    found = next((folder / name for name in ("pandoc", "pandoc.exe") if (folder / name).is_file()), None)
    if found is None:
        raise CannotRunError("the package pypandoc_binary carries no pandoc for this machine")
    return str(found)


class Server:
    """A pandoc that waits for requests; raises `CannotRunError` where there is none."""

    def __init__(self) -> None:
        self.word = os.urandom(16).hex().encode()
        self.served = 0
        self.late = False
        self.owed = 0
        self.owner = self.parent = os.getpid()
        self.process = subprocess.Popen(
            [executable(), "lua", "-E", "server.lua", self.word, *COLLECTS],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=FILTERS,
        )  # fmt: skip

    def is_usable(self) -> bool:
        """Whether it can be asked by this process."""
        is_there = self.is_adopted or self.process.poll() is None  # of another's child only an answer tells
        return self.owner == os.getpid() and self.served < MOST and is_there

    @property
    def is_adopted(self) -> bool:
        """Whether another process started it, and will see to its end."""
        return self.parent != os.getpid()

    def adopt(self) -> None:
        """From now on it is this process, forked meanwhile, that asks."""
        self.owner = os.getpid()

    def warm_up(self) -> None:
        """Let it set something already, so that it has read what it reads once."""
        style = (packaged_root("styles") / "notes.csl").read_text("utf-8")
        self._write(json.dumps({**WARMING, **JOINTS, "style": style}).encode())
        self.owed += 1

    def send(self, request: bytes) -> None:
        """Hand a request over; from now on it has two minutes."""
        self.clock = threading.Timer(SECONDS, self._too_late)
        self.clock.daemon = True
        self.clock.start()
        self._write(request)

    def _write(self, request: bytes) -> None:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # it died: seen when it is listened to
            self.process.stdin.write(b"%d\n%s" % (len(request), request))
            self.process.stdin.flush()

    def answer(self) -> tuple[bool, bytes, bytes]:
        """Whether the request was set, the HTML or the complaint, and what pandoc said meanwhile.

        Raises `EOFError` with its last words when the server ended.
        """
        try:
            while self.owed:
                self._next()
                self.owed -= 1
            return self._next()
        finally:
            self.clock.cancel()
            self.clock.join()  # a process with threads is not forked

    def _next(self) -> tuple[bool, bytes, bytes]:
        said: list[bytes] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith(self.word):
                _, kind, length = line.split()
                answer = self.process.stdout.read(int(length))
                if len(answer) < int(length):
                    break
                if not self.served:
                    self._tidy()
                self.served += 1
                return kind == b"html", answer, b"".join(said)
            said.append(line)
        raise EOFError(b"".join(said))

    def end(self, patience: float = 0) -> int:
        """End it, whatever it does, after so many seconds; its exit status."""
        if self.is_adopted:
            self._kill()
            self._tidy()
            return -signal.SIGKILL
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self.process.kill()
        self.process.communicate()
        self._tidy()
        return self.process.returncode

    def _tidy(self) -> None:
        """Remove the file that pandoc's Lua makes for a history of what is typed; nothing is."""
        for file in Path(tempfile.gettempdir()).glob(f"pandoc-hist{self.process.pid}-*"):
            file.unlink(missing_ok=True)

    def _too_late(self) -> None:
        self.late = True
        self._kill()

    def _kill(self) -> None:
        if self.is_adopted:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()


class _Kept:
    """The server of the block that runs, if there is one."""

    wanted = False
    server: Server | None = None


@contextmanager
def early(number: int) -> Iterator[list[Server]]:
    """So many servers that start at once, for processes that are forked while the block runs."""
    servers: list[Server] = []
    try:
        with suppress(CannotRunError):  # said again when something is to be set
            for _ in range(number):
                servers.append(Server())
                servers[-1].warm_up()
        yield servers
    finally:
        for server in servers:
            server.end()


@contextmanager
def kept(server: Server | None = None) -> Iterator[None]:
    """While the block runs, one server serves all requests of this process: this one, or a new one."""
    before, _Kept.wanted = _Kept.wanted, True
    try:
        if not before:
            with suppress(CannotRunError):  # said again when something is to be set
                _Kept.server = server or Server()
                _Kept.server.adopt()
        yield
    finally:
        _Kept.wanted = before
        if not before and _Kept.server is not None:
            last, _Kept.server = _Kept.server, None
            last.end()


def server() -> Server:
    """The server that is kept, or a new one. Give it back with `done`."""
    found, _Kept.server = _Kept.server, None
    if found is not None and found.is_usable():
        return found
    if found is not None and found.owner == os.getpid():
        found.end()
    return Server()


def done(server: Server) -> None:
    """Keep a server for the next request, or end it."""
    if _Kept.wanted and _Kept.server is None:
        _Kept.server = server
    else:
        server.end()
