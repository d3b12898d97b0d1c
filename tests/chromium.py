"""A browser to look with: headless Chromium, driven through its DevTools protocol over two pipes.

No port is opened and nothing is installed: with `--remote-debugging-pipe` Chromium reads JSON
from file descriptor 3 and writes it to 4, each message ended by a NUL
(chromedevtools.github.io/devtools-protocol).
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from external import external

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-extensions", "--remote-debugging-pipe",
)  # fmt: skip


class Page:
    """A tab."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive, self._rest, self._number, self._session = send, receive, b"", 0, ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A method of the protocol; its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._receive], [], [], 60)
            assert ready, "the browser does not answer"
            data = os.read(self._receive, 1 << 20)
            assert data, "the browser has ended"
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))

    def go(self, url: str) -> None:
        """Open a URL."""
        self.call("Page.navigate", url=url)

    def value(self, script: str) -> Any:
        """What a script comes to."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def until(self, script: str, seconds: float = 60) -> Any:
        """What a script comes to once that is neither false nor empty; it may fail until then."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := self.value(f"(() => {{ try {{ return {script} }} catch {{ return null }} }})()"):
                return value
            time.sleep(0.02)
        raise AssertionError(f"never so: {script}; the page: {self.value('document.body.innerText')}")


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A tab of a browser that knows nothing and keeps nothing; `folder` is for its profile."""
    program = external("chromium")
    to_read, send = os.pipe()
    receive, to_write = os.pipe()
    command = [program, *FLAGS, f"--user-data-dir={folder}", "about:blank"]
    process = subprocess.Popen(
        ["bash", "-c", f'exec "$@" 3<&{to_read} 4>&{to_write}', "chromium", *command],
        pass_fds=(to_read, to_write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_read)
    os.close(to_write)
    try:
        yield Page(send, receive)
    finally:
        process.terminate()
        process.wait(20)
        os.close(send)
        os.close(receive)
