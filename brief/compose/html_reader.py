"""HTML as the print engine reads it (tinyhtml5), at twice its pace.

It means to keep the patterns it searches with, and loses each at once: it keeps them under
another name than it asks for (`HTMLInputStream.chars_until`, 2.1.0). With a table that makes what
it lacks, they are kept, for the engine too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO
from typing import Any
from xml.etree.ElementTree import Element

OPTIONS = {"namespace_html_elements": False}


class _Patterns(dict[tuple[Iterable[str], bool], re.Pattern[str]]):
    """Stretches of these characters, or of all others, made when they are first asked for."""

    def __missing__(self, key: tuple[Iterable[str], bool]) -> re.Pattern[str]:
        characters, among = key
        listed = "".join(f"\\x{ord(character):02x}" for character in characters)
        pattern = self[key] = re.compile(f"[{'' if among else '^'}{listed}]+")
        return pattern


def keep_patterns() -> None:
    """Let the library keep its patterns in this process, whoever reads."""
    from tinyhtml5 import inputstream

    if not isinstance(inputstream.characters_until_regex, _Patterns):
        inputstream.characters_until_regex = _Patterns()


def read_html(html: str) -> Element:
    """The root element of a page; it is not to be altered."""
    from tinyhtml5.parser import parse

    keep_patterns()
    root: Element = parse(html, **OPTIONS)
    _Read.last = html, root
    return root


class _Read:
    """The page that was read last, until the engine has it."""

    last: tuple[str, Element] | None = None


def hand_over() -> None:
    """Let the engine have the tree of the page that was read last: it is the last who wants it."""
    import tinyhtml5
    from tinyhtml5.parser import parse

    def handed_over(document: Any, **options: Any) -> Element:
        last, _Read.last = _Read.last, None
        if last is not None and options == OPTIONS and _text(document) == last[0]:
            return last[1]
        root: Element = parse(document, **options)
        return root

    tinyhtml5.parse = handed_over


def _text(document: Any) -> Any:
    return document.getvalue() if isinstance(document, StringIO) else document
