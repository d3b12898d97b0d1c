"""Being stopped: ctrl-C and SIGTERM end brief with a sentence, and never in the middle of a rename.

The handlers raise `Stopped`, which no library between catches. Inside `held()` a signal is
remembered and raised at the end, so that renaming and tidying up are not interrupted.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopped(BaseException):
    """Somebody stopped brief."""


class _State:
    held = False
    pending = False
    asked = False


def is_asked_to_stop() -> bool:
    """Whether somebody stopped brief; an exception raised while Python tidies up reaches nobody."""
    return _State.asked


def _stop(_number: int, _frame: FrameType | None) -> None:
    _State.asked = True
    if _State.held:
        _State.pending = True
        return
    raise Stopped


@contextmanager
def stoppable() -> Iterator[None]:
    """While the block runs, SIGINT and SIGTERM raise `Stopped`; in threads nothing is changed."""
    _State.asked = False
    try:
        before = [signal.signal(number, _stop) for number in SIGNALS]
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        for number, handler in zip(SIGNALS, before, strict=True):
            signal.signal(number, handler)


@contextmanager
def held() -> Iterator[None]:
    """While the block runs, a signal waits for its end; inside another one, for the end of that."""
    before, _State.held = _State.held, True
    try:
        yield
    finally:
        _State.held = before
        if _State.pending and not before:
            _State.pending = False
            raise Stopped


def settle() -> None:
    """From now on nobody is stopped: all is done, and it would not be true to say otherwise."""
    _State.pending = False
    for number in SIGNALS:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_IGN)
