"""S115 and S116: quotation marks without a partner, and markup that will be printed as letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief.diagnostic import Diagnostic
from brief.manuscript import Manuscript
from brief.markdown.mask import mask
from brief.rules.spec import RefusedMarkup

MARKUP = (
    (re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?/?>|<!--"), "HTML"),
    (re.compile(r"\{\{|\{%"), "Jinja"),
    (re.compile(r"\\[A-Za-z]+\{"), "TeX"),
)


def refused_markup(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """S116 for the first HTML, Jinja or TeX in each text."""
    for text in manuscript.brief.texts.values():
        masked = mask(text.markdown)
        for pattern, name in MARKUP:
            if (match := pattern.search(masked)) is not None:
                yield RefusedMarkup.at(
                    text.origin.place(match.start(), match.end()),
                    f"{name} is printed as the letters you see",
                    help="say it in Markdown, or put it between backticks if the letters are meant",
                )
