"""What one document leaves for the next that looks alike: its fonts, and selectors as they were compiled.

WeasyPrint writes the fonts of each document to a folder of its own and has them read from there;
a configuration that already holds the fonts of the same style sheet, byte for byte, serves the
next document as well. It also compiles each selector to a function anew: the same words give the
same function.
"""

from __future__ import annotations

import os
import re
from typing import Any, ClassVar

from brief.outputs.engine.job import Job

STYLE = re.compile(r"<style.*?</style\s*>", re.S)
MOST_SELECTORS = 2_000


def install() -> None:
    """Put the table of selectors into the engine. Once is enough; again does no harm."""
    from weasyprint.css import validation

    if validation.compile_selector_list is not _compiled:
        _Engine.compiled, validation.compile_selector_list = validation.compile_selector_list, _compiled


class _Engine:
    """The engine's own function, and what is kept."""

    compiled: Any = None
    selectors: ClassVar[dict[str, Any]] = {}
    fonts: tuple[Any, int, Any] = None, 0, None
    inherited: ClassVar[list[Any]] = []


def fonts_of(job: Job) -> Any:
    """A configuration of fonts for a job: the last one, where style sheet and fonts are the same."""
    from weasyprint.text.fonts import FontConfiguration

    fonts = {name: data for name, (data, kind) in job.resources.items() if kind.startswith("font/")}
    key = STYLE.findall(job.html), fonts
    if _Engine.fonts[:2] != (key, os.getpid()):
        if _Engine.fonts[1] != os.getpid():
            _Engine.inherited.append(_Engine.fonts)  # let go, it would remove a folder of the parent's
        _Engine.fonts = key, os.getpid(), FontConfiguration()
    return _Engine.fonts[2]


def forget_fonts() -> None:
    """Keep no configuration of which the engine warned: it might warn of it only once."""
    if _Engine.fonts[1] == os.getpid():
        _Engine.fonts = None, 0, None


def _compiled(tokens: Any) -> Any:
    """The engine's `compile_selector_list`, asked once for the same words."""
    from tinycss2 import serialize

    words = serialize(tokens)
    if words not in _Engine.selectors:
        if len(_Engine.selectors) >= MOST_SELECTORS:
            _Engine.selectors.clear()
        _Engine.selectors[words] = _Engine.compiled(tokens)
    return list(_Engine.selectors[words])
