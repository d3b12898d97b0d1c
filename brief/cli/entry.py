"""The way in: the console script, and what becomes of everything that can go wrong.

Whatever happens, a person sees words, never a traceback: an exception that is nobody's input
is our own bug and is said to be (set `BRIEF_TRACEBACK=1` to see it). A plain `brief check` or
`brief find` is read here; every other command line is Typer's (`brief.cli.app`).
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, TextIO

STOPPED = "brief: stopped; the earlier outputs are as they were"


def main() -> None:
    """The console script."""
    _names_in_utf8()
    end(run())


def _names_in_utf8() -> None:
    """Begin anew where this Python would read the names of files otherwise than their writers meant them.

    Under a locale such as ISO-8859-1, or with `PYTHONUTF8=0` under `C`, `ü` is two characters (PEP 540).
    """
    if sys.getfilesystemencoding().lower() not in ("utf-8", "utf8"):
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def end(status: int) -> NoReturn:
    """End with this status, without taking apart what was loaded: that costs a tenth of a second."""
    for stream in (sys.stdout, sys.stderr):
        _flush(stream)
    if threading.active_count() == 1:
        with suppress(Exception):
            atexit._run_exitfuncs()
            os._exit(status)
    sys.exit(status)


def _flush(stream: TextIO) -> None:
    """Write what is left; what cannot be written was said where it could be, and is not tried again."""
    with suppress(OSError, ValueError):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            stream.flush()


def run() -> int:
    """Run the command in `sys.argv`; the exit status."""
    try:
        return _run()
    except ImportError as error:
        if os.environ.get("BRIEF_TRACEBACK"):
            raise
        print(f"brief: its installation is not complete: {error}. Install brief again.", file=sys.stderr)
        return 2


def _run() -> int:
    from brief.cli.commands.terminal import CANNOT, forget, remark
    from brief.run.interruption import Stopped, is_asked_to_stop, stoppable

    _readable_streams()
    forget()
    try:
        with stoppable():
            status = _command(sys.argv[1:])
        sys.stdout.flush()
        return status
    except (Stopped, KeyboardInterrupt):
        remark(STOPPED, ours=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        # Python turns what is raised while a class is made into an error of its own.
        if is_asked_to_stop():
            remark(STOPPED, ours=True)
        elif isinstance(error, ImportError):
            raise
        else:
            _failed(error)
    return CANNOT


def _command(words: list[str]) -> int:
    from brief.cli.commands.arguments import plain_build, plain_check, plain_find

    if (given := plain_check(words)) is not None:
        from brief.cli.commands.specs import run as run_specs

        specs = list(given.specs)
        return run_specs(specs, given.format_, strict=given.strict, venue=given.venue)
    if (asked := plain_build(words)) is not None:
        from brief.cli.commands.build import build

        return build(*asked)
    if (wanted := plain_find(words)) is not None:
        from brief.cli.commands.find import find_words

        return find_words(wanted.words, wanted.limit, wanted.format_)
    from brief.cli.app import run_app

    return run_app()


def _readable_streams() -> None:
    """Standard streams that take every character, and that are there even when somebody closed them."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _failed(error: Exception) -> None:
    """Say why brief could not run: a missing library, a full disk, or our own mistake."""
    from brief.cli.commands.terminal import remark
    from brief.model.diagnostic import CannotRunError

    if isinstance(error, CannotRunError):
        remark(f"brief: {error}")
    elif isinstance(error, OSError) and error.filename is None and error.errno:
        remark(f"brief: cannot write to the terminal or the file it was sent to: {error.strerror}")
    elif os.environ.get("BRIEF_TRACEBACK"):
        import traceback

        remark("".join(traceback.format_exception(error)).rstrip())
    else:
        remark(f"brief: a mistake of ours, not of yours: {type(error).__name__}: {error}")
        remark("brief: nothing was written. Please report it, with the output of BRIEF_TRACEBACK=1.")
