"""Work on a file of somebody else's: in a process of its own, which ends when its time is used up.

Whatever such a file does to a library (loops, bombs, a crash), it does it there. The time is
the processor's, so that a busy machine takes nothing from an honest file, and the system
counts it: native code ends as well. Memory is bounded too. `grant` adds time for more to
read. Where the system cannot fork, a fresh Python does the work and the clock counts.
"""

from __future__ import annotations

import os
import pickle
import signal
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn, TypeVar

from brief.run.interruption import held
from brief.run.workers import sendable

T = TypeVar("T")
LEAST = 1.2
"""Seconds, for any file."""
SMALL = 100_000
FOR_EACH_BYTE = 6e-6
"""Seconds for each byte beyond `SMALL`: a long brief takes a fifth of that (242 pages, 1.7 MB: 2.3 s)."""
FOR_OWN_BYTE = 2e-6
LARGEST_MEMORY = 4 << 30
START = 5.0
"""Seconds in which a fresh Python is ready, where there is no fork."""


class OverBudgetError(ValueError):
    """The work was not done in its time, or ended the process that did it."""


def seconds_for(size: int) -> float:
    """The time to read so many bytes, many times what an honest file takes."""
    return LEAST + FOR_EACH_BYTE * max(0, size - SMALL)


def grant(size: int) -> None:
    """More time, within the work, for so many bytes of our own that it has to read."""
    with suppress(AttributeError):
        left, _ = signal.getitimer(signal.ITIMER_PROF)
        if left:
            signal.setitimer(signal.ITIMER_PROF, left + FOR_OWN_BYTE * size)


def within(seconds: float, work: Callable[..., T], *arguments: Any) -> T:
    """What `work`, a function of a module, makes of its arguments; `OverBudgetError` when time is up."""
    answer = (_forked if hasattr(os, "fork") else _spawned)(seconds, work, arguments)
    if not answer:
        raise OverBudgetError("it was not read to the end")
    found, error = pickle.loads(answer)
    if error is not None:
        raise error
    result: T = found
    return result


def _forked(seconds: float, work: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    """The pickled answer; none when the child was ended."""
    near, far = os.pipe()
    pid, status = 0, -1
    try:
        with held(), warnings.catch_warnings():
            # Python warns of threads that hold locks; brief starts none.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
            if not pid:
                os.close(near)
                _child(far, seconds, work, arguments)
            os.close(far)
        with os.fdopen(near, "rb") as stream:
            answer = stream.read()
        _, status = os.waitpid(pid, 0)
        return answer if status == 0 else b""
    finally:
        if status < 0:
            with held():
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def _child(send: int, seconds: float, work: Callable[..., Any], arguments: tuple[Any, ...]) -> NoReturn:
    """Never returns; nothing of the caller's is unwound or flushed."""
    status = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPROF):
            signal.signal(number, signal.SIG_DFL)
        _bound_memory()
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = _answer(work, arguments)
        signal.setitimer(signal.ITIMER_PROF, 0)
        with os.fdopen(send, "wb") as stream:
            stream.write(answer)
        status = 0
    finally:
        os._exit(status)


def _bound_memory() -> None:
    import resource

    with suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        least = LARGEST_MEMORY if most == resource.RLIM_INFINITY else min(LARGEST_MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (least, most))


def _answer(work: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    """The pickled answer; none where memory was short."""
    try:
        return pickle.dumps((work(*arguments), None))
    except MemoryError:
        return b""
    except Exception as error:
        return pickle.dumps((None, sendable(error)))


def _spawned(seconds: float, work: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(far, work, arguments), daemon=True)
    try:
        process.start()
        far.close()
        return near.recv_bytes() if near.poll(seconds + START) else b""
    except EOFError:
        return b""
    finally:
        process.kill()
        process.join()
        near.close()


def _send(far: Any, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    far.send_bytes(_answer(work, arguments))
