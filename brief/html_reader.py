"""HTML as the print engine reads it (tinyhtml5), at twice its pace.

It means to keep the patterns it searches with, and loses each at once: it keeps them under
another name than it asks for (`HTMLInputStream.chars_until`, 2.1.0). With a table that makes what
it lacks, they are kept, for the engine too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element


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
    """The root element of a page."""
    import tinyhtml5

    keep_patterns()
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root
