"""A press in a process of its own, forked at once: it loads the engine while this one checks.

On the way back nothing is lost when the child ends before its time, by whatever hand: the
job is then printed here. Only where a process can be forked safely (Linux, no threads yet);
elsewhere, and on one core, the press is this process.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from brief.model.diagnostic import CannotRunError
from brief.outputs.engine.job import Job, Press, Sheets
from brief.run.crew import can_fork
from brief.run.interruption import held
from brief.run.workers import cores


@contextmanager
def forked_press(*, wanted: bool = True) -> Iterator[Press | None]:
    """A press in a child for as long as the block lasts; None where there can be none."""
    if not wanted or not can_fork() or cores() < 2 or "weasyprint" in sys.modules:
        yield None
        return
    child = _Child()
    try:
        yield child
    finally:
        child.end()


class _Child:
    """The near end: jobs go in, sheets come out."""

    def __init__(self) -> None:
        jobs, self.jobs = os.pipe()
        self.sheets, sheets = os.pipe()
        with held():  # a signal before the child has its own handlers is the parent's to obey
            self.pid = os.fork()
            if self.pid == 0:
                os.close(self.jobs)
                os.close(self.sheets)
                _work(jobs, sheets)
        os.close(jobs)
        os.close(sheets)

    def get_ready(self) -> None:
        """It is getting ready since it was forked."""

    def start(self, job: Job) -> _Sent:
        """Send a job."""
        with suppress(BrokenPipeError), os.fdopen(os.dup(self.jobs), "wb") as stream:
            pickle.dump(job, stream, pickle.HIGHEST_PROTOCOL)
        return _Sent(self, job)

    def end(self) -> None:
        """End the child, whatever it does."""
        os.close(self.jobs)
        os.close(self.sheets)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


class _Sent:
    def __init__(self, child: _Child, job: Job) -> None:
        self.child = child
        self.job = job

    def result(self) -> Sheets:
        try:
            with os.fdopen(os.dup(self.child.sheets), "rb") as stream:
                answer = pickle.load(stream)
        except (EOFError, OSError, pickle.UnpicklingError):
            from brief.outputs.engine.press import press

            return press(self.job)
        if isinstance(answer, BaseException):
            raise answer
        assert isinstance(answer, Sheets)
        return answer


def _work(jobs: int, sheets: int) -> None:
    """The far end: print until the pipe is closed. Never returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is for the parent, which ends this process
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    status = 1
    try:
        with os.fdopen(jobs, "rb") as incoming, os.fdopen(sheets, "wb") as outgoing:
            _serve(incoming, outgoing)
        status = 0
    finally:
        os._exit(status)


def _serve(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    from brief.outputs.engine.press import press, warm_up

    with suppress(CannotRunError):  # said again when something is to be printed
        warm_up()
    while True:
        try:
            job = pickle.load(incoming)
        except EOFError:
            return
        answer: Sheets | Exception
        try:
            answer = press(job)
        except CannotRunError as error:
            answer = error
        except Exception as error:
            # Our own mistake is the parent's to tell of, and may not be a value that can be sent.
            answer = RuntimeError(f"{type(error).__name__}: {error}")
        pickle.dump(answer, outgoing, pickle.HIGHEST_PROTOCOL)
        outgoing.flush()
