"""A text of the same length in which everything that is not prose is blanked.

Code, escapes and link targets can hold brackets, quotation marks and at-signs that mean
nothing. They are replaced by a filler, one for one, so that offsets stay true and the
readers of brackets and quotations need no exceptions.
"""

from __future__ import annotations

import re

FILLER = "\x1a"
FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.M | re.S)
CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
ESCAPE = re.compile(r"\\[^\w\s]")
AUTOLINK = re.compile(r"<(?:https?:|mailto:)[^>\s]*>|https?://[^\s<>\])]+")
TARGET = re.compile(r"(?<=\])\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
ATTRIBUTES = re.compile(r"(?<=[\])])\{[^{}\n]*\}")
BLANKED = (FENCED, ESCAPE, CODE, AUTOLINK, TARGET, ATTRIBUTES)


def mask(text: str) -> str:
    """`text` with code, escapes, link targets and attributes blanked, line ends kept."""
    for pattern in BLANKED:
        text = pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", FILLER, match[0])
