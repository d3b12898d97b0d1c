"""Jinja, with its mistakes at their places.

Templates come from the workspace before ours, run in a sandbox with autoescape and
`StrictUndefined`, and see only what compose gives them. Whatever goes wrong in one is
traced to the template's own file and line.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from brief.check.rules.templates import TemplateName, TemplateSyntax, UnknownLabel
from brief.compose.printed_with import no_template
from brief.files.conflicts import conflicts
from brief.files.origin import SourceText
from brief.files.workspace import OutsideWorkspaceError, Workspace
from brief.model.diagnostic import Diagnostic, Place

SECONDS = 30
LARGEST = 50_000_000


class LabelError(Exception):
    """A template asked for a label that the catalogue does not have."""


class EndlessError(Exception):
    """A template runs on and on."""


class _Bounded(ImmutableSandboxedEnvironment):
    """A sandbox in which repetition and powers cannot fill the memory."""

    intercepted_binops = frozenset(["*", "**"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        sizes = [
            len(v) if isinstance(v, str | list | tuple) else abs(v) if isinstance(v, int) else 1
            for v in (left, right)
        ]
        if operator == "**" or sizes[0] * sizes[1] > LARGEST:
            raise EndlessError("it multiplies to more than a page can hold")
        return super().call_binop(context, operator, left, right)


class _Compiled(BytecodeCache):
    """Templates compiled once for a process, which may build many briefs; known by name and source."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled before."""
        if (kept := self.kept.get((bucket.key, bucket.checksum))) is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


COMPILED = _Compiled()


def _written(chunks: Iterator[str]) -> str:
    """The page, as long as it ends within reason."""
    parts, length, end = [], 0, monotonic() + SECONDS
    for chunk in chunks:
        parts.append(chunk)
        length += len(chunk)
        if length > LARGEST or monotonic() > end:
            raise EndlessError("it goes on without end")
    return "".join(parts)


@contextmanager
def _alarm() -> Iterator[None]:
    """Raise `EndlessError` when the block takes longer than a minute, where the system has alarms."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: object) -> None:
        raise EndlessError("it goes on without end")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _TwoVersionsError(Exception):
    """A template that git left in two versions, with the findings."""


class _Loader(BaseLoader):
    """Templates through the workspace's door; the recorded name is the file name in tracebacks."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def get_source(self, _environment: Any, template: str) -> tuple[str, str, Any]:
        try:
            name, data = self.workspace.read_layered("templates", template)
        except (OSError, OutsideWorkspaceError) as error:
            raise TemplateNotFound(template) from error
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise TemplateSyntaxError("the file is not UTF-8 text", 1, template, name) from error
        if found := conflicts(SourceText(name, text)):
            raise _TwoVersionsError(found)
        return text, name, lambda: True


def render(
    workspace: Workspace, template: str, context: Mapping[str, Any], blame: Place
) -> tuple[str | None, list[Diagnostic]]:
    """The page, or None with findings; `blame` is the place that asked for the template."""
    environment = _Bounded(
        loader=_Loader(workspace),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=COMPILED,
    )
    try:
        with _alarm():
            return _written(environment.get_template(f"{template}.html").generate(context)), []
    except TemplateNotFound as error:
        named = _template_place(error, "")
        blame = named if named.line > 1 or "/." not in named.file else blame
        return None, [no_template(blame, str(error.name))]
    except _TwoVersionsError as error:
        return None, error.args[0]
    except TemplateSyntaxError as error:
        place = Place(error.filename or f"templates/{template}.html", error.lineno, 1, error.lineno, 2)
        return None, [TemplateSyntax.at(place, f"not Jinja: {_plain(error.message)}")]
    except LabelError as error:
        return None, [UnknownLabel.at(_template_place(error, template), f"there is no label `{error}`")]
    except (
        EndlessError,
        MemoryError,
        TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        message = f"the template failed: {_plain(str(error))}"
        help_ = "the names a template can use are listed in docs/templates.md"
        return None, [TemplateName.at(_template_place(error, template), message, help=help_)]


def _plain(message: str | None) -> str:
    return (message or "no reason given").rstrip(".").replace("\n", " ")


def _template_place(error: BaseException, template: str) -> Place:
    """The innermost line of a template in the traceback."""
    found = (f"templates/{template}.html", 1)
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(("templates/", "packaged:templates/")):
            found = (file, trace.tb_lineno)
        trace = trace.tb_next
    return Place(found[0], found[1], 1, found[1], 2)
