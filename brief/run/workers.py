"""Work spread over cores: forked processes that share what is loaded already.

Each worker takes the next few items from one pipe and sends what came of them through
another, in its own time; the results are put in the order of the items, so that nobody can
tell how many workers there were. Where the system cannot fork there is one: this process.
An exception in a worker is raised here. When this process is stopped, or fails, its workers
are killed and waited for; should it be killed itself, they end at their next result.
"""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import signal
import struct
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NoReturn, TypeVar

from brief.model.diagnostic import CannotRunError
from brief.run.interruption import held

T = TypeVar("T")
R = TypeVar("R")
NUMBER = struct.Struct("=q")  # a share's first item; a pipe gives and takes it whole
MOST_SHARES = 256
SOME = 8
"""Items in a share; and the most shares, so that the smallest pipe (4 KiB) holds them all."""


def cores() -> int:
    """The cores that this process may use."""
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(work: Callable[[T], R], items: Sequence[T], workers: int) -> list[R]:
    """What `work` makes of each item, in their order."""
    workers = min(workers, len(items))
    if workers < 2 or not hasattr(os, "fork"):
        return [work(item) for item in items]
    size = max(min(SOME, len(items) // (4 * workers)), len(items) // MOST_SHARES + 1, 1)
    shares = range(0, len(items), size)
    done: dict[int, list[R]] = {}
    crew = _Crew(work, items, size, shares)
    try:
        crew.start(workers)
        done.update(crew.results())
    finally:
        crew.end()
    if len(done) < len(shares):
        raise CannotRunError("a worker process ended before its work was done; is memory short?")
    return [result for share in shares for result in done[share]]


class _Crew:
    """The workers of one call, with the pipes to and from them."""

    def __init__(self, work: Callable[[T], R], items: Sequence[T], size: int, shares: range) -> None:
        self._work, self._items, self._size, self._shares = work, items, size, shares
        self._pids: list[int] = []
        self._results: list[int] = []
        self._queue = -1

    def start(self, workers: int) -> None:
        self._queue, fill = os.pipe()
        for share in self._shares:
            os.write(fill, NUMBER.pack(share))
        os.close(fill)
        gc.freeze()  # what is there already stays shared between the processes
        for _ in range(workers):
            self._hire()
        os.close(self._queue)

    def _hire(self) -> None:
        results, send = os.pipe()
        with held(), warnings.catch_warnings():
            # Python warns of threads that hold locks; brief starts none.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
            if not pid:
                for pipe in (*self._results, results):
                    os.close(pipe)
                self._serve(send)
            self._pids.append(pid)
        os.close(send)
        self._results.append(results)

    def _serve(self, send: int) -> NoReturn:
        """In the worker: take shares until none is left. Nothing of the caller's is unwound or flushed."""
        status = 1
        try:
            for stop in (signal.SIGINT, signal.SIGTERM):
                signal.signal(stop, signal.SIG_DFL)
            while len(share := os.read(self._queue, NUMBER.size)) == NUMBER.size:
                _send(send, self._answer(NUMBER.unpack(share)[0]))
            status = 0
        finally:
            os._exit(status)

    def _answer(self, first: int) -> bytes:
        try:
            found = [self._work(item) for item in self._items[first : first + self._size]]
            return pickle.dumps((first, found, None), pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            return pickle.dumps((first, [], sendable(error)), pickle.HIGHEST_PROTOCOL)

    def results(self) -> Iterator[tuple[int, list[R]]]:
        """(first item, results) of each share as it comes; raises what a worker raised."""
        with selectors.DefaultSelector() as selector:
            for pipe in self._results:
                selector.register(pipe, selectors.EVENT_READ, bytearray())
            while selector.get_map():
                for key, _ in selector.select():
                    if not (data := os.read(key.fd, 1 << 16)):
                        selector.unregister(key.fd)
                        continue
                    key.data.extend(data)
                    yield from _received(key.data)

    def end(self) -> None:
        """Kill whoever still works, wait for all, close the pipes."""
        with held():
            for pid in self._pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                with suppress(ChildProcessError):
                    os.waitpid(pid, 0)
            for pipe in self._results:
                os.close(pipe)
            gc.unfreeze()


def _send(pipe: int, answer: bytes) -> None:
    rest = memoryview(NUMBER.pack(len(answer)) + answer)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _received(data: bytearray) -> Iterator[tuple[int, list[R]]]:
    """The answers that are there as a whole, taken out of `data`."""
    while len(data) >= NUMBER.size:
        end = NUMBER.size + NUMBER.unpack_from(data)[0]
        if len(data) < end:
            return
        first, found, error = pickle.loads(memoryview(data)[NUMBER.size : end])
        del data[:end]
        if error is not None:
            raise error
        yield first, found


def sendable(error: Exception) -> Exception:
    """An exception as it can be sent, with where it was raised as a note."""
    try:
        copy: Exception = pickle.loads(pickle.dumps(error))
    except Exception:
        copy = RuntimeError(f"{type(error).__name__}: {error}")
    copy.add_note("".join(traceback.format_exception(error)))
    return copy
