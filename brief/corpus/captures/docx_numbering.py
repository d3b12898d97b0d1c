"""The labels that Word counts and puts before paragraphs: no part of a paragraph's own text."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from brief.corpus.captures.docx_styles import W, value


def counted_labels(root: Element | None) -> dict[tuple[str, str], str]:
    """The label of each level that is counted, by the id of its numbering; bullets are none (17.9)."""
    if root is None:
        return {}
    levels: dict[str, dict[str, str]] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        every = abstract.iter(f"{W}lvl")
        counted = (level for level in every if value(level, f"{W}numFmt") not in ("bullet", "none"))
        labels = {level.get(f"{W}ilvl", ""): value(level, f"{W}lvlText") for level in counted}
        levels[abstract.get(f"{W}abstractNumId", "")] = labels
    return {
        (number.get(f"{W}numId", ""), level): label
        for number in root.iter(f"{W}num")
        for level, label in levels.get(value(number, f"{W}abstractNumId"), {}).items()
    }
