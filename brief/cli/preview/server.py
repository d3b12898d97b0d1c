"""Serves a preview to this machine's own browser, and to nobody else.

It listens on 127.0.0.1 only. A request must name that address as its host, so that no web page
can reach it under a name of its own (DNS rebinding), must not come from another site, and must
know the word in the path, so that no other user of this machine can. It answers with what
`Shown` holds and never looks at the disk. The brief's page may load its own fonts and pictures
and run nothing; no browser keeps any of it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from brief.cli.preview.shown import Shown
from brief.model.diagnostic import CannotRunError

ADDRESS = "127.0.0.1"
VIEWER = Path(__file__).with_name("viewer.html")
KEEP_ALIVE = 10.0
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


class PreviewServer(ThreadingHTTPServer):
    """A server of one preview; `word` is what its paths begin with."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, shown: Shown, port: int) -> None:
        self.shown = shown
        self.word = secrets.token_urlsafe(16)
        super().__init__((ADDRESS, port), _Handler)

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        return f"http://{ADDRESS}:{self.server_port}/{self.word}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no mistake of anybody's."""


@contextmanager
def serving(shown: Shown, port: int) -> Iterator[PreviewServer]:
    """A server that runs while the block does; port 0: any. Raises `CannotRunError` when it is taken."""
    try:
        server = PreviewServer(shown, port)
    except OSError as error:
        remedy = "leave out `--port`" if port else "is a firewall in the way?"
        raise CannotRunError(f"port {port} cannot be used: {error.strerror}; {remedy}") from error
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    server_version, sys_version = "brief", ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Answer a request for the viewer, its events or a file."""
        if (refused := self._refused()) is not None:
            self._refuse(*refused)
            return
        name = unquote(urlsplit(self.path).path[1:].partition("/")[2])
        if name == "":
            self._viewer()
        elif name == "events":
            with suppress(OSError):
                self._events()
        elif (file := self.server.shown.file(name)) is not None:
            self._file(*file)
        else:
            self._refuse(404, "there is nothing of this name")

    def _refused(self) -> tuple[int, str] | None:
        """(status, why) for a request that is not this machine's own browser's."""
        port = self.server.server_port
        if self.headers.get("Host") not in (f"{ADDRESS}:{port}", f"localhost:{port}"):
            return 421, "this preview answers to 127.0.0.1 only"
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            return 403, "another site may not ask for it"
        word, slash, _ = urlsplit(self.path).path[1:].partition("/")
        if not slash or not secrets.compare_digest(word.encode(), self.server.word.encode()):
            return 404, "open the address that `brief watch` printed"
        return None

    def _viewer(self) -> None:
        nonce = secrets.token_urlsafe(16)
        policy = (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
            "frame-src 'self'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        html = VIEWER.read_text(encoding="utf-8").replace("{nonce}", nonce)
        self._send(200, html.encode(), "text/html; charset=utf-8", {"Content-Security-Policy": policy})

    def _file(self, data: bytes, kind: str) -> None:
        policy = {"Content-Security-Policy": PAGE_POLICY} if kind.startswith(("text/", "image/")) else {}
        self._send(200, data, kind, policy)

    def _events(self) -> None:
        """Server-sent events (html.spec.whatwg.org, 9.2): each state as JSON, the newest at once."""
        self.send_response(200)
        self._headers({"Content-Type": "text/event-stream", "Connection": "close"})
        version = 0
        while True:
            if (news := self.server.shown.after(version, KEEP_ALIVE)) is None:
                self.wfile.write(b": still here\n\n")
                continue
            version, state = news
            self.wfile.write(f"id: {version}\ndata: {json.dumps(state)}\n\n".encode())

    def _refuse(self, status: int, why: str) -> None:
        self._send(status, f"{why}\n".encode(), "text/plain; charset=utf-8", {})

    def _send(self, status: int, data: bytes, kind: str, more: dict[str, str]) -> None:
        self.send_response(status)
        self._headers({"Content-Type": kind, "Content-Length": str(len(data)), **more})
        self.wfile.write(data)

    def _headers(self, headers: dict[str, str]) -> None:
        font = headers["Content-Type"].startswith("font/")
        keep = {"Cache-Control": "private, max-age=3600" if font else "no-store"}
        for name, value in {**ALWAYS, **keep, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for findings."""
