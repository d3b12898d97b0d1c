"""The text of a Word file as a person sees it: one line for each paragraph, heading, item and cell.

Read from WordprocessingML itself, for no reader of documents keeps all of it: see
`brief.corpus.captures.docx_reader`. What stands around the text (running heads, comments) is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from brief.corpus.captures.docx_numbering import counted_labels
from brief.corpus.captures.docx_package import Package
from brief.corpus.captures.docx_reader import R, Reader
from brief.corpus.captures.docx_styles import Styles, W
from brief.corpus.captures.lines import CapturedText

LONGEST, MOST = 120, 20


def extract(data: bytes) -> CapturedText:
    """The lines of a Word file. Raises `ValueError` when it is broken, too large or cannot be read whole."""
    package = Package(data)
    root = package.tree(package.main)
    body = root.find(f"{W}body") if root is not None else None
    if root is None or body is None:
        raise ValueError("is a broken Word file")
    styles = Styles(package.tree(package.related(package.main, "styles")))
    labels = counted_labels(package.tree(package.related(package.main, "numbering")))
    reader = Reader(package, styles, labels)
    reader.story(body)
    reader.read_notes()
    if not reader.lines:
        raise ValueError("holds no text")
    heads = [_one_line(part, Reader(package, styles, labels)) for part in _heads(package, root)]
    told = (*reader.told.facts(), *_around(package, heads))
    return CapturedText("docx", tuple(reader.lines), reader.title, told, reader.told.warnings())


def _heads(package: Package, root: Element) -> Iterator[Element]:
    """The parts of the running heads and feet that a section calls, each once."""
    relations = package.relations(package.main)
    called = (node for kind in ("header", "footer") for node in root.iter(f"{W}{kind}Reference"))
    for name in dict.fromkeys(relations.get(node.get(f"{R}id", ""), ("", ""))[1] for node in called):
        if (part := package.tree(name)) is not None:
            yield part


def _one_line(part: Element, reader: Reader) -> str:
    reader.story(part)
    return " ".join(line.text for line in reader.lines).replace("`", "'")[:LONGEST]


def _around(package: Package, heads: list[str]) -> Iterator[str]:
    """What stands around the text: running heads, and comments."""
    if shown := list(filter(None, dict.fromkeys(heads)))[:MOST]:
        yield f"Running heads and feet are no part of the text: {', '.join(f'`{text}`' for text in shown)}."
    comments = package.tree(package.related(package.main, "comments"))
    if count := len(comments.findall(f"{W}comment")) if comments is not None else 0:
        yield f"Comments are no part of the text; there {'is one' if count == 1 else f'are {count}'}."
