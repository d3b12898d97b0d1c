"""Text that may go to a terminal: what cannot be seen is spelt out.

Captured text is evidence, and evidence may be hostile: an escape sequence can rewrite
the screen, a bidirectional override can make words read as their opposite (CVE-2021-42574).
Every character of the Unicode categories below is shown as `\\u{202e}`; so are zero-width
ones, since an invisible difference is often why a quotation does not match. Tabs become
four cells. All else goes out as it is.
"""

from __future__ import annotations

from unicodedata import category

from brief.model.diagnostic import without_middle

LONGEST_FILE = 300
TAB = " " * 4

# Controls, format characters (bidi, zero width, soft hyphen), surrogates, noncharacters and
# private use, line and paragraph separators.
ESCAPED = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})


def glyphs(character: str) -> str:
    """What is shown for one code point."""
    if character == "\t":
        return TAB
    return f"\\u{{{ord(character):x}}}" if category(character) in ESCAPED else character


def printable(text: str) -> str:
    """The text on one line, safe to send to a terminal."""
    one_line = text.replace("\r\n", " ").replace("\n", " ")
    return one_line if one_line.isascii() and one_line.isprintable() else "".join(map(glyphs, one_line))


def shown_file(name: str) -> str:
    """The name of a file for people, without its middle where it is longer than any that there is."""
    return printable(without_middle(name, LONGEST_FILE))
