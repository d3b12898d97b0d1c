"""Fetching one page: the only place where brief touches the network.

Plain `http.client`, so that every step is ours: the address is checked and connected to, proxies
and stored passwords are not looked at, nothing is sent that says who asks, each redirect is
judged like the first address, and one clock runs over the whole. `http` may lead to `https` and
never back.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from brief.corpus.captures import addresses

LARGEST = 32 * 1024 * 1024
SECONDS = 60.0
MOST_REDIRECTS = 5
REDIRECTS = frozenset((301, 302, 303, 307, 308))
CHUNK = 65536
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; brief)",
    "Accept": "text/html, application/pdf, text/plain;q=0.9, */*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
Allowed = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes, and the address that gave them after all redirects."""

    data: bytes
    url: str


class _Deadline:
    """Closes the connection of the moment when the time is over; a drip of bytes cannot outlast it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_over = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connection: socket.socket) -> None:
        """From now on this is the connection to close."""
        with self._lock:
            self._socket = connection
        if self.is_over:
            self._end()

    def _end(self) -> None:
        self.is_over = True
        with self._lock:
            if self._socket is not None:
                try:
                    self._socket.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return


def is_url(text: str) -> bool:
    """Whether this is an address rather than a file's name."""
    return "://" in text


def fetched(
    url: str, *, allowed: Allowed | None = None, seconds: float = SECONDS, largest: int = LARGEST
) -> Fetched:
    """What stands at an address. Raises `ValueError` with what went wrong."""
    with _Deadline(seconds) as deadline:
        try:
            return _followed(url, allowed or addresses.is_public, deadline, largest)
        except (OSError, http.client.HTTPException, zlib.error) as error:
            raise ValueError(_reason(error, deadline)) from error


def _reason(error: Exception, deadline: _Deadline) -> str:
    if deadline.is_over or isinstance(error, TimeoutError):
        return f"did not answer within {deadline.seconds:.0f} seconds"
    if isinstance(error, ssl.SSLError):
        why = getattr(error, "verify_message", "") or error.reason
        return f"has no certificate that can be trusted: {why}"
    if isinstance(error, OSError):
        return f"cannot be reached: {error.strerror or error}"
    return f"did not answer as a web server does ({type(error).__name__})"


def _followed(url: str, allowed: Allowed, deadline: _Deadline, largest: int) -> Fetched:
    secure = False
    for _ in range(MOST_REDIRECTS + 1):
        parts = _judged(url, secure)
        secure = parts.scheme == "https"
        connection = _connected(parts, allowed, deadline)
        try:
            response = _asked(connection, parts)
            if response.status not in REDIRECTS:
                return Fetched(_body(response, deadline, largest), _written(parts))
            url = urljoin(_written(parts), response.headers.get("Location", ""))
        finally:
            connection.close()
    raise ValueError(f"leads on more than {MOST_REDIRECTS} times")


def _judged(url: str, secure: bool) -> SplitResult:
    """The parts of an address that may be fetched."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError("is not an address that can be read") from error
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"begins with `{parts.scheme}:`; only http and https are fetched")
    if not parts.hostname or port == 0:
        raise ValueError("names no host")
    if parts.username is not None or parts.password is not None:
        raise ValueError("holds a user name or password; fetch it with the browser and add the file")
    if secure and parts.scheme == "http":
        raise ValueError("leads from https to http, where anybody on the way can change it")
    return parts


def _connected(parts: SplitResult, allowed: Allowed, deadline: _Deadline) -> http.client.HTTPConnection:
    """A connection to a checked address of the host, under the host's name."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = addresses.resolved(host, port, allowed)
    connection = http.client.HTTPConnection(host, port, timeout=deadline.seconds)
    raw = _first_answering(found, port, deadline)
    deadline.watch(raw)
    try:
        secured = parts.scheme == "https"
        connection.sock = _tls().wrap_socket(raw, server_hostname=host) if secured else raw
    except BaseException:
        raw.close()
        raise
    deadline.watch(connection.sock)
    return connection


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.keylog_filename = None  # type: ignore[assignment]  # SSLKEYLOGFILE is not for us
    return context


def _first_answering(found: list[str], port: int, deadline: _Deadline) -> socket.socket:
    problem: OSError | None = None
    for address in found[:4]:
        try:
            return socket.create_connection((address, port), timeout=min(deadline.seconds, 15))
        except OSError as error:
            problem = error
    raise problem or OSError("no address")


def _asked(connection: http.client.HTTPConnection, parts: SplitResult) -> http.client.HTTPResponse:
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    connection.request("GET", f"{target}?{query}" if query else target, headers=HEADERS)
    response = connection.getresponse()
    if response.status not in REDIRECTS and response.status != 200:
        raise ValueError(f"answered {response.status} {response.reason}".rstrip())
    return response


def _body(response: http.client.HTTPResponse, deadline: _Deadline, largest: int) -> bytes:
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise ValueError(f"answered in a coding that was not asked for: {coding}")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if coding != "identity" else None
    chunks, size = [], 0
    while chunk := response.read1(CHUNK):
        chunk = unpack.decompress(chunk, largest + 1) if unpack else chunk
        size += len(chunk)
        if size > largest or (unpack and unpack.unconsumed_tail):
            raise ValueError(f"is larger than {largest / 1024**2:.0f} MiB")
        chunks.append(chunk)
    if deadline.is_over or response.length or (unpack is not None and not unpack.eof):
        raise TimeoutError if deadline.is_over else http.client.IncompleteRead(b"")
    return b"".join(chunks)


def _written(parts: SplitResult) -> str:
    """The address as it is recorded: characters beyond ASCII escaped, no fragment."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return parts._replace(path=path, query=query, fragment="").geturl()
