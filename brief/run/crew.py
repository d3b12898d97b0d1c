"""Many briefs at once: forked workers that have the engine loaded, and one that hands out the work.

The parent imports everything once, freezes it out of the collector's sight and forks; a
worker takes one order after the other, so that none waits while there is work. Results come
back in the order of the orders, whatever was ready first. A worker that dies (killed, out of
memory) is replaced and its order given out once more; that it dies again is said plainly.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from typing import TYPE_CHECKING, Protocol

from brief.model.diagnostic import CannotRunError
from brief.run.interruption import Stopped
from brief.run.order import Order, Result

if TYPE_CHECKING:
    from brief.compose.pandoc_server import Server

Build = Callable[[Order, Callable[[str], None]], Result]
TICK = 0.2
"""Seconds between two looks at the clock."""


class Watcher(Protocol):
    """Who is told how the work goes on."""

    def stage(self, name: str, stage: str) -> None:
        """A brief entered a stage."""

    def finished(self, name: str) -> None:
        """A brief is done, or failed."""

    def tick(self) -> None:
        """Time has passed."""


def can_fork() -> bool:
    """Whether this process may be forked: Linux, and no thread beside this one."""
    return sys.platform == "linux" and threading.active_count() == 1


CHANCES = 2


def built(
    orders: Sequence[Order],
    jobs: int,
    build: Build,
    watcher: Watcher,
    *,
    servers: Sequence[Server] = (),
    sizes: Sequence[int] = (),
) -> Iterator[Result]:
    """The results of all orders, in their order. Raises `CannotRunError` as a build would.

    What `build` needs is to be imported before: the workers are forked. `servers` are for the first of them.
    By `sizes`, where they are known, the largest order is begun first: none is left for the end, when
    the other workers have nothing to do.
    """
    gc.collect()
    gc.freeze()
    crew = _Crew(orders, build, watcher, list(servers), sizes or [0] * len(orders))
    try:
        for _ in range(min(jobs, len(orders))):
            crew.hire()
        yield from crew.results()
    finally:
        crew.dismiss()


@dataclass
class _Worker:
    pid: int
    line: Connection
    task: int | None = None


class _Crew:
    """The workers, and what is left to do."""

    def __init__(
        self,
        orders: Sequence[Order],
        build: Build,
        watcher: Watcher,
        servers: list[Server],
        sizes: Sequence[int],
    ) -> None:
        self.orders = orders
        self.build = build
        self.watcher = watcher
        self.servers = servers
        self.waiting = sorted(range(len(orders)), key=lambda number: -sizes[number])[::-1]
        self.chances = dict.fromkeys(range(len(orders)), CHANCES)
        self.workers: list[_Worker] = []
        self.done: dict[int, Result] = {}

    def hire(self) -> None:
        """Fork a worker and give it work."""
        near, far = Pipe()
        server = self.servers.pop() if self.servers else None
        pid = os.fork()
        if pid == 0:
            near.close()
            for other in self.workers:
                other.line.close()
            _work(far, self.orders, self.build, server)
        far.close()
        worker = _Worker(pid, near)
        self.workers.append(worker)
        self._give(worker)

    def results(self) -> Iterator[Result]:
        """Each result as soon as all before it are there."""
        for number in range(len(self.orders)):
            while number not in self.done:
                self._listen()
            yield self.done.pop(number)

    def _give(self, worker: _Worker) -> None:
        worker.task = self.waiting.pop() if self.waiting else None
        if worker.task is None:
            return
        with suppress(OSError):  # it died: seen when it is listened to
            worker.line.send(worker.task)

    def _listen(self) -> None:
        busy = [worker.line for worker in self.workers if worker.task is not None]
        self.watcher.tick()
        for line in wait(busy, TICK):
            worker = next(worker for worker in self.workers if worker.line is line)
            try:
                said = worker.line.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            assert worker.task is not None
            if isinstance(said, str):
                self.watcher.stage(self.orders[worker.task].spec, said)
            elif isinstance(said, BaseException):
                raise said
            else:
                self.done[worker.task] = said
                self.watcher.finished(self.orders[worker.task].spec)
                self._give(worker)

    def _replace(self, worker: _Worker) -> None:
        """Somebody else has a go at what a dead worker was given."""
        self.workers.remove(worker)
        worker.line.close()
        os.waitpid(worker.pid, 0)
        assert worker.task is not None
        self.chances[worker.task] -= 1
        if not self.chances[worker.task]:
            spec = self.orders[worker.task].spec
            raise CannotRunError(
                f"the process that built `{spec}` was ended twice: is memory short? `--jobs 1` takes least"
            )
        self.waiting.append(worker.task)
        self.hire()

    def dismiss(self) -> None:
        """End all workers; one that is renaming its outputs finishes that."""
        for worker in self.workers:
            worker.line.close()
            if worker.task is not None:
                with suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGTERM)
        for worker in self.workers:
            os.waitpid(worker.pid, 0)


def _work(line: Connection, orders: Sequence[Order], build: Build, server: Server | None) -> None:
    """A worker's life: until nobody is there any more. Never returns."""
    from brief.compose.pandoc_server import kept

    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is for the parent
        with kept(server):
            while True:
                number = line.recv()
                line.send(_answer(line, orders[number], build))
    except (EOFError, OSError, Stopped):
        status = 0
    finally:
        os._exit(status)


def _answer(line: Connection, order: Order, build: Build) -> Result | Exception:
    try:
        return build(order, line.send)
    except CannotRunError as error:
        return error
    except Exception as error:
        if os.environ.get("BRIEF_TRACEBACK"):
            import traceback

            return RuntimeError("".join(traceback.format_exception(error)))
        # Our own mistake; it may not be a value that can be sent.
        return RuntimeError(f"{type(error).__name__}: {error}")
