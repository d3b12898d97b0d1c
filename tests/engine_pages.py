"""Pages that hold whatever a style sheet may say, drawn at random: for holding one way of layout against another.

As a script: prints, for each seed, what the engine makes of its page, with or without our shortcuts.

    python -m tests.engine_pages [bare] SEED...
"""

from __future__ import annotations

import hashlib
import random
import sys
from typing import Any

# `styles` are the engine's own where `sheets` keeps none.
SHORTCUTS = ("computed", "drawn", "flow", "hyphens", "lines", "sheets", "streams", "subsets", "used")
OF_WORDS = (".notdef glyph", "No anchor")
"""Warnings that every page gives, and of no style sheet."""
FIXED = """
:root { --serif: "Source Serif 4", serif; --ink: #223; --gap: 3pt; --wrong: 3pt 4pt 5furlongs }
@page { size: 120mm 160mm; margin: 12mm; @footnote { margin-top: 4pt } @top-left { content: string(title) } }
@page wide { size: 180mm 120mm }
html { font: 9pt/12pt var(--serif); hyphens: auto }
.footnote { float: footnote }
h2 { string-set: title content() }
"""
RULES = (
    "font: italic 600 8pt/11pt var(--serif)",
    "font: 10pt var(--none, var(--serif))",
    "margin: var(--wrong)",
    "margin: 2pt var(--gap)",
    "margin-inline-start: 9pt",
    "padding-inline: 1em 2%",
    "padding-block-end: 4pt",
    "direction: rtl",
    "border: .5pt solid var(--ink)",
    "border-inline-end: 2pt dashed currentcolor",
    "width: 80%",
    "width: 40vw",
    "page: wide",
    "overflow: inherit",
    "background: radial-gradient(circle 1em at 2em 50%, #733, #337)",
    "width: calc(100% - 4em)",
    "max-width: 60pt",
    "min-height: 3em",
    "height: calc(2pt * 9)",
    "box-sizing: border-box",
    "text-align: justify",
    "text-indent: 1.5em",
    "letter-spacing: .05em",
    "word-spacing: 2pt",
    "text-decoration: underline",
    "text-decoration: line-through overline var(--ink)",
    "text-transform: uppercase",
    "font-variant: small-caps oldstyle-nums",
    "font-feature-settings: 'smcp'",
    "font-variant-numeric: tabular-nums",
    "font-size: 1.2em",
    "font-size: larger",
    "line-height: 1.5",
    "line-height: normal",
    "line-height: 130%",
    "color: inherit",
    "all-is: well",
    "color: var(--nowhere)",
    "font-weight: bolder",
    "background: linear-gradient(to right, #666 1em, transparent 20pt) no-repeat 0 0 / 100% .5pt",
    "background: var(--ink)",
    "white-space: pre-wrap",
    "white-space: nowrap",
    "overflow-wrap: anywhere",
    "word-break: break-all",
    "hyphens: none",
    "hyphenate-limit-chars: 5 2 2",
    "columns: 2",
    "display: inline-block",
    "display: flex",
    "display: grid",
    "display: table",
    "float: left",
    "position: relative; left: 2%",
    "position: absolute; top: 10%",
    "border-collapse: collapse",
    "border-radius: 3pt 10%",
    "display: initial",
    "margin: inherit",
    "padding: initial",
    "vertical-align: super",
    "transform: rotate(3deg)",
    "opacity: .5",
    "--gap: 6pt",
    "--ink: #733",
    "text-overflow: ellipsis; overflow: hidden",
    "break-inside: avoid",
    "tab-size: 3",
)
SELECTORS = (
    "body", "p", "div", "span", "li", "td", "h2", "em", "a", "table", "ul", "p::before", "p::first-letter",
    "p::first-line", "li::marker", "div > p", "p:first-child", ".footnote", ".footnote::footnote-call",
    "td + td", "em::after",
)  # fmt: skip
WORDS = [
    "extraordinarily",
    "the",
    "children",
    "of",
    "a",
    "school",
    "in",
    "unimaginable",
    "AVATAR",
    "Wörter",
    "فارسی",
    "학교",
    "co\xadop\xaderation",
]


def page(seed: int, body: int = 0) -> str:
    """A page of blocks within blocks under rules drawn at random; with another `body`, other blocks."""
    draw = random.Random(seed)
    rules = [f"{draw.choice(SELECTORS)} {{ {draw.choice(RULES)} }}" for _ in range(draw.randint(4, 22))]
    rules += ["p::before { content: '– ' }", "em::after { content: counter(page) }"]
    draw = random.Random(body) if body else draw
    blocks = "".join(_block(draw, 0) for _ in range(draw.randint(4, 9)))
    return f"<!DOCTYPE html><html lang=en><style>{FIXED}{chr(10).join(rules)}</style><body>{blocks}"


def _text(draw: random.Random) -> str:
    text = " ".join(draw.choices(WORDS, k=draw.randint(1, 60)))
    if draw.random() < 0.3:
        text += f'<span class="footnote">{" ".join(draw.choices(WORDS, k=draw.randint(3, 50)))}</span>'
    if draw.random() < 0.4:
        text = f"<em>{text}</em> <span>{' '.join(draw.choices(WORDS, k=9))}</span>\t<a href='#x'>1,234</a>"
    return text


def _block(draw: random.Random, depth: int) -> str:
    kind = draw.choice(["p", "p", "p", "h2", "ul", "table", "div"])
    style = f' style="{draw.choice(RULES)}"' if draw.random() < 0.2 else ""
    if kind in ("p", "h2"):
        return f"<{kind}{style}>{_text(draw)}</{kind}>"
    if kind == "ul":
        return f"<ul{style}>{''.join(f'<li>{_text(draw)}' for _ in range(draw.randint(1, 4)))}</ul>"
    if kind == "table":
        rows = "".join(f"<tr><td>{_text(draw)}<td>{_text(draw)}" for _ in range(draw.randint(1, 4)))
        return f"<table{style}>{rows}</table>"
    inner = "".join(_block(draw, depth + 1) for _ in range(draw.randint(1, 3))) if depth < 2 else _text(draw)
    return f"<div{style}>{inner}</div>"


def main() -> None:
    """For each seed four lines: of a page, of another one in the same style, and twice of the first again.

    Each says how many pages, the digest of the PDF, and what was warned of. What the bare engine
    makes of a page it makes of it again.
    """
    from importlib import import_module

    from brief.outputs.engine import streams
    from brief.outputs.engine.press import warm_up

    is_bare = sys.argv[1] == "bare"
    if is_bare:
        for name in SHORTCUTS:
            import_module(f"brief.outputs.engine.{name}").install = lambda: None  # type: ignore[attr-defined]
    weasyprint = warm_up()
    streams.LEVEL = 9  # the engine's own
    for seed in map(int, sys.argv[1 + is_bare :]):
        first, other = page(seed), page(seed, seed + 1)
        told = {html: _told(weasyprint, html, is_bare) for html in (first, other)}
        print(*told.values(), sep="\n")
        for _ in range(2):
            print(told[first] if is_bare else _told(weasyprint, first, is_bare))


def _told(weasyprint: Any, html: str, is_bare: bool) -> str:
    """What the engine makes of a page, in a line."""
    from brief.outputs.engine import kept
    from brief.outputs.engine.job import Job
    from brief.outputs.engine.press import engine_log

    with engine_log() as records:
        try:
            fonts = None if is_bare else kept.fonts_of(Job(html, {}))
            document = weasyprint.HTML(string=html).render(font_config=fonts)
            pdf = document.write_pdf(pdf_identifier=b"1")
        except Exception as error:  # the engine's own, which both ways are to have
            return f"{type(error).__name__}: {error}"
        finally:
            if any(not record.startswith(OF_WORDS) for record in records):
                kept.forget_fonts()
    digest = hashlib.sha256(pdf).hexdigest()[:16]
    return "; ".join([f"{len(document.pages)} pages", digest, *sorted(set(records))])


if __name__ == "__main__":
    main()
