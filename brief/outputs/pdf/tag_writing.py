"""Tags, links, named places and marks in a painted page as PDF objects.

The content stream is the engine's list of operators; a marked content is its tag, its
property list and `BDC`, up to `EMC` (ISO 32000-1, 14.6).

ISO 32000-1, 14.7: elements, their parent tree, and the tree of the notes' identifiers.
The objects go into the print engine's file, which asks of an object only the names that
`Written` has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from brief.outputs.pdf.tags import Annotation, Mark, Tag


@dataclass(slots=True)
class Changes:
    """What changes on a page, by the numbers of marks.

    `artifacts`: no text at all, with the keys that say what kind; `spoken`: painted from right
    to left, glyph by glyph in the order of the line, with the words in the order of reading
    (14.9.4); `spaced`: a space is missing behind it.
    """

    artifacts: dict[int, str] = field(default_factory=dict)
    spoken: dict[int, str] = field(default_factory=dict)
    spaced: set[int] = field(default_factory=set)


def space_glyphs(fonts: Mapping[Any, Any]) -> dict[bytes, int]:
    """The glyph of each font, by its name in content streams, that is a space; not all have one."""
    found = {}
    for font in fonts.values():
        glyph = next((glyph for glyph, text in font.to_unicode.items() if text == " "), None)
        if glyph is not None and not font.bitmap:
            found[font.hash.encode()] = glyph
    return found


def rewrite_marks(written: list[Any], changes: Changes, spaces: Mapping[bytes, int]) -> None:
    """Change the operators of a page; `spaces` are those of `space_glyphs`."""
    inserted: list[tuple[int, bytes]] = []
    spaced, font = False, b""
    for at, item in enumerate(written):
        if isinstance(item, dict):
            number = item.get("MCID")
            spaced = number in changes.spaced
            if number in changes.artifacts:
                written[at - 1 : at + 1] = ["/Artifact", f"<<{changes.artifacts[number]}>>".encode()]
            elif number in changes.spoken:
                item["ActualText"] = text_string(changes.spoken[number] + " " * spaced)
        elif spaced and isinstance(item, bytes):
            if item.endswith(b" Tf"):
                font = item.split()[0][1:]
            elif item == b"ET":
                spaced = False
                if font in spaces:
                    inserted.append((at, b"<%04x> Tj" % spaces[font]))
    for at, operator in reversed(inserted):
        written.insert(at, operator)


TYPOGRAPHIC = {ord(c): 0x80 + n for n, c in enumerate("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž")} | {ord("€"): 0xA0}
"""Where PDFDocEncoding (annex D.2) differs from Latin-1."""
FITS = re.compile(f"[ -~¡-¬®-ÿ{''.join(map(chr, TYPOGRAPHIC))}]*")
ESCAPED = re.compile(rb"[()\\]")
PRINTED = 4
"""The annotation's flag Print (12.5.3), which PDF/A asks for."""


class Written:
    """An indirect object whose bytes are known."""

    offset = 0
    generation = 0
    free = "n"
    compressible = True

    def __init__(self, data: bytes = b"") -> None:
        self.number = 0
        self.data = data

    @property
    def indirect(self) -> bytes:
        """The object with its number."""
        return b"%d 0 obj\n%b\nendobj" % (self.number, self.data)

    @property
    def reference(self) -> bytes:
        """How others name it."""
        return b"%d 0 R" % self.number


class WrittenStream(Written):
    """A stream, unpacked, which stands by itself in the file."""

    compressible = False

    def __init__(self, content: bytes, keys: bytes) -> None:
        super().__init__(b"<<%b/Length %d>>\nstream\n%b\nendstream" % (keys, len(content), content))


def text_string(text: str) -> bytes:
    """A text string (7.9.2.2): in PDFDocEncoding where that has all its characters, else in UTF-16."""
    return b"(%b)" % ESCAPED.sub(rb"\\\g<0>", _encoded(text)).replace(b"\r", rb"\r")


def _encoded(text: str) -> bytes:
    if FITS.fullmatch(text):
        return text.translate(TYPOGRAPHIC).encode("latin-1")
    return b"\xfe\xff" + text.encode("utf-16-be")


class WrittenLink(Written):
    """A link to a named place; `rectangle` is in points, `words` say where it leads."""

    def __init__(self, rectangle: tuple[float, float, float, float], name: str, words: str) -> None:
        sides = " ".join(f"{side:.2f}" for side in rectangle).encode()
        super().__init__(
            b"<</Type/Annot/Subtype/Link/F %d/BS<</W 0>>/Rect[%b]/Dest%b/Contents%b>>"
            % (PRINTED, sides, text_string(name), text_string(words))
        )

    def __setitem__(self, key: str, value: int) -> None:
        """Add a key."""
        self.data = b"%b/%b %d>>" % (self.data[:-2], key.encode(), value)


Place = tuple[bytes, float, float]
"""A place to go to: the reference of its page, and a point there."""


def name_places(pdf: Any, places: Mapping[str, Place]) -> None:
    """Add named destinations to those of the engine's file (12.3.2.3): a tree in the order of its names."""
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    known = {name.string: value.data for name, value in zip(names[::2], names[1::2], strict=True)}
    known |= {name: b"[%b/XYZ %.2f %.2f 0]" % (page, x, y) for name, (page, x, y) in places.items()}
    if known:
        pairs = b"".join(text_string(name) + known[name] for name in sorted(known, key=_encoded))
        pdf.catalog["Names"] = b"<</Dests<</Names[%b]>>>>" % pairs


def _by_name(entry: tuple[str, bytes]) -> bytes:
    return _encoded(entry[0])


class TagWriter:
    """Writes one tree into the engine's file."""

    def __init__(self, pdf: Any, language: str) -> None:
        self.pdf = pdf
        self.pages: tuple[bytes, ...] = pdf.page_references
        self.language = language
        self.numbers: list[dict[int, bytes]] = [{} for _ in self.pages]
        self.annotations: list[bytes] = []
        self.ids: list[tuple[str, bytes]] = []

    def write(self, document: Tag) -> None:
        """Add the tree to the file, and name it in the catalog."""
        root = Written()
        self.pdf.add_object(root)
        kid = self._element(document, root.reference, self.language)
        parents = Written(self._parents())
        self.pdf.add_object(parents)
        following = len(self.pages) + len(self.annotations)
        ids = b"".join(text_string(name) + reference for name, reference in sorted(self.ids, key=_by_name))
        root.data = b"<</Type/StructTreeRoot/K %b/ParentTree %b/ParentTreeNextKey %d%b>>" % (
            kid,
            parents.reference,
            following,
            b"/IDTree<</Names[%b]>>" % ids if ids else b"",
        )
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["MarkInfo"] = b"<</Marked true>>"
        self.pdf.catalog["ViewerPreferences"] = b"<</DisplayDocTitle true>>"

    def _element(self, tag: Tag, parent: bytes, language: str) -> bytes:
        written = Written()
        self.pdf.add_object(written)
        own = written.reference
        pages = {kid.page for kid in tag.kids if not isinstance(kid, Tag)}
        page = min(pages, default=None)
        inner = tag.lang or language
        kids = b" ".join([self._kid(kid, own, page, inner) for kid in tag.kids])
        data = [b"<</Type/StructElem/S/%b/P %b/K[%b]" % (tag.role.encode(), parent, kids)]
        if page is not None:
            data.append(b"/Pg " + self.pages[page])
        if inner != language:
            data.append(b"/Lang" + text_string(inner))
        if tag.alt is not None:
            data.append(b"/Alt" + text_string(tag.alt))
        if tag.id:
            data.append(b"/ID" + text_string(tag.id))
            self.ids.append((tag.id, own))
        if tag.attributes:
            data.append(b"/A<<%b>>" % tag.attributes.encode())
        written.data = b"".join(data) + b">>"
        return own

    def _kid(self, kid: Tag | Mark | Annotation, own: bytes, page: int | None, language: str) -> bytes:
        if isinstance(kid, Tag):
            return self._element(kid, own, language)
        if isinstance(kid, Annotation):
            kid.object["StructParent"] = len(self.pages) + len(self.annotations)
            self.annotations.append(own)
            return b"<</Type/OBJR/Obj %b/Pg %b>>" % (kid.object.reference, self.pages[kid.page])
        self.numbers[kid.page][kid.number] = own
        if kid.page == page:
            return b"%d" % kid.number
        return b"<</Type/MCR/Pg %b/MCID %d>>" % (self.pages[kid.page], kid.number)

    def _parents(self) -> bytes:
        """The tree that leads from marks and annotations back to their elements (14.7.4.4)."""
        lines = []
        for index, numbers in enumerate(self.numbers):
            known = (numbers.get(number, b"null") for number in range(max(numbers, default=-1) + 1))
            lines.append(b"%d[%b]" % (index, b" ".join(known)))
        start = len(self.pages)
        lines += [b"%d %b" % (start + n, reference) for n, reference in enumerate(self.annotations)]
        return b"<</Nums[%b]>>" % b" ".join(lines)
