"""Whether words of a Word file can be told from the ground that they are set on.

A highlight lies over a run's shading, and that over the paragraph's, the cell's and the table's (ECMA-376-1,
17.3.2.15 and 17.3.2.32). Automatic letters are black on a highlight and on a run's own shading, as people
use both to black out words; programs turn them white on a dark paragraph or cell. Where no ground is
stated it is not known: a shape may lie below the words.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from brief.corpus.captures.docx_styles import BLACK, Look, Styles, W, known, shading

HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080",
    "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000",
    "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
"""ST_HighlightColor (17.18.40)."""
PAPER = "FFFFFF"
NEAR = 0x30  # of 255, in each of the three colours


def ground(properties: Element | None, styles: Styles, kind: str, style: str, below: str) -> str:
    """The ground of a paragraph or a cell (`kind` of its style); `below`: of what it stands in."""
    shade = properties.find(f"{W}shd") if properties is not None else None
    if shade is None:
        shade = styles.shade(kind, style)
    return shading(shade) or below


def is_faint(look: Look, below: str) -> bool:
    """Whether words are tiny, or as white as paper on a ground of which nothing is known."""
    return look.tiny or look.invisible or (not _own(look) and not below and _alike(known(look.colour), PAPER))


def is_blacked_out(look: Look, below: str) -> bool:
    """Whether words have the colour of the ground that they are known to stand on."""
    own = _own(look)
    return _alike(known(look.colour) or (BLACK if own else ""), own or below)


def _own(look: Look) -> str:
    """The ground that a run brings with it."""
    return HIGHLIGHTS.get(look.highlight, "") or look.shade


def _alike(one: str, other: str) -> bool:
    """Whether nobody could tell two colours from each other; never where one is not known."""
    pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=False)
    return bool(one and other) and all(abs(a - b) <= NEAR for a, b in pairs)
