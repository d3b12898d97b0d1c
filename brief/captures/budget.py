"""Work that may take too long, in a process of its own that has so much of the processor and no more.

Only processor time counts, so that a busy machine gives the same answer as an idle one. The
kernel ends the process when its time is up (POSIX, `RLIMIT_CPU`), whatever it is doing. Where
the system cannot fork, the work is done here and takes as long as it takes.
"""

from __future__ import annotations

import os
import pickle
import signal
import warnings
from collections.abc import Callable
from typing import NoReturn, TypeVar

T = TypeVar("T")


def within(seconds: int, work: Callable[[], T]) -> T | None:
    """What the work gives, None where it fails. Raises `TimeoutError` when its time is up."""
    if not hasattr(os, "fork"):
        return work()
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads
        child = os.fork()
    if not child:
        os.close(reader)  # else it would wait for ever to tell a parent that is gone
        _work(seconds, work, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        data = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        raise TimeoutError("took too long")
    return pickle.loads(data) if status == 0 and data else None  # from ourselves


def _work(seconds: int, work: Callable[[], T], writer: int) -> NoReturn:
    import resource

    status = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        with os.fdopen(writer, "wb") as answer:
            pickle.dump(work(), answer)
        status = 0
    finally:
        os._exit(status)
