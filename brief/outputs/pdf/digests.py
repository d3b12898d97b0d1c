"""Digests of what a PDF shows and says, the same before and after the manifest goes in.

Asking for each value of a dictionary one by one costs more than all else of a digest. qpdf writes a
whole object at once, keys in order, each part behind a space (`<< /Kids [ 5 0 R ] /Limits [ (a) (b) ] >>`);
what is left to do is to bring strings, numbers and references into one form.

Of each page: `content`, all that is drawn on it (content streams, the fonts and images it
uses, links), and `text`, its words without white space. Of the document: `structure`, all
that is reached from the catalog but pages, metadata and embedded files, and `metadata`.
Objects are hashed by what they hold, streams unpacked, references numbered as they are
met: rewriting a file without changing it (new object numbers, other compression) leaves
every digest as it was.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any

import pikepdf

from brief.prove.content import Piece, used_resources
from brief.prove.streams import unpacked
from brief.prove.words import squashed

PART = re.compile(
    r" (?:\d+ \d+ R(?= )|[+-]?\d*\.\d*(?= )|(?:true|false|null)(?= )"
    r"|\((?:[^()\\]|\\.)*\)|<[0-9a-f]*>|/[^ ]*#)",
    re.S,
)
WORDS = {"true": "True", "false": "False", "null": "None"}
Reference = Callable[[tuple[int, int]], str]


class OddNameError(ValueError):
    """A name whose place among the keys is not that of its characters."""


class Parts(dict[str, str]):
    """What stands for a part, with the space before it: worked out once in what is digested together."""

    def __init__(self, reference: Reference) -> None:
        super().__init__()
        self.reference = reference

    def __missing__(self, part: str) -> str:
        found = self[part] = f" {self._form(part[1:])}"
        return found

    def _form(self, part: str) -> str:
        if part[0] == "(":
            data = (
                bytes(pikepdf.Object.parse(part.encode("latin-1")))
                if "\\" in part
                else part[1:-1].encode("latin-1")
            )
            return f"({data.hex()})"
        if part[0] == "<":
            return f"({part[1:-1]})"
        if part[-1] == "R":
            number, generation, _ = part.split(" ")
            return self.reference((int(number), int(generation)))
        return WORDS.get(part) or plain_number(part)


def written(value: pikepdf.Object, parts: Parts) -> str:
    """A dictionary or an array that is no stream.

    Raises `OddNameError` where a name holds characters that are written as numbers.
    """
    text = value.unparse(resolved=True).decode("latin-1")
    if "#" in text and any(part.startswith(" /") for part in PART.findall(text)):
        raise OddNameError
    # Brackets without the spaces inside them; strings are digits by now.
    text = PART.sub(lambda match: parts[match[0]], text)
    return text.replace("<< ", "<<").replace(" >>", ">>").replace("[ ", "[").replace(" ]", "]")


@lru_cache(maxsize=8192)
def plain_number(value: str) -> str:
    """A number without what does not count: `1.50` is `1.5`."""
    return f"{Decimal(value).normalize():f}"


MOST_OBJECTS = 500_000
DEEPEST = 100
PACKING = {"/Length", "/Filter", "/DecodeParms", "/DL"}
APART = {"/Parent", "/Contents", "/Resources", "/Type"}
ELSEWHERE = {"/Pages", "/Metadata", "/AF", "/Names", "/Version", "/Extensions"}
INSTRUCTION = re.compile(rb"<\?[^>]*>|\xef\xbb\xbf")
BETWEEN_TAGS = re.compile(rb"(?<!\s)\s+(/?>|<)|(?<=>)\s+")
UNTOLD = {"/Producer", "/CreationDate", "/ModDate", "/Trapped"}


@dataclass(frozen=True, slots=True)
class PageDigest:
    """What a page shows and what it says, as SHA-256."""

    content: str
    text: str


def text_digest(words: str) -> str:
    """The digest of words, whatever their spacing, composition and kind of hyphen."""
    return hashlib.sha256(squashed(words).encode()).hexdigest()


def page_text(pieces: Iterable[Piece]) -> str:
    """The words of a page in the order in which they are painted."""
    return "".join(piece.text for piece in pieces)


class Digests:
    """Computes the digests of one open PDF; `ValueError` when it holds more than any brief."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.pages = {page.obj.objgen: f"page {number}" for number, page in enumerate(pdf.pages, start=1)}
        self._shared: dict[tuple[int, int], str] = {}

    def content(self, page: pikepdf.Object) -> str:
        """All that is drawn on a page."""
        hashed = hashlib.sha256()
        for key in sorted(set(page.keys()) - APART):
            hashed.update(f"{key} {self._of(page.get(key))}\n".encode())
        contents = page.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        hashed.update(b"\n".join(_data(stream) for stream in streams if isinstance(stream, pikepdf.Stream)))
        for stream in streams:
            if (
                isinstance(stream, pikepdf.Stream) and set(stream.keys()) - PACKING
            ):  # its data are in another file
                hashed.update(self._of(stream).encode())
        for kind, name, value in used_resources(page):
            hashed.update(f"{kind} {name} {self._of(value)}\n".encode())
        return hashed.hexdigest()

    def structure(self) -> str:
        """Tags, bookmarks, named destinations and what else the catalog holds."""
        hashed = hashlib.sha256(f"{len(self.pdf.pages)} pages\n".encode())
        for key in sorted(set(self.pdf.Root.keys()) - ELSEWHERE):
            hashed.update(f"{key} {self._placed(self.pdf.Root[key])}\n".encode())
        names = self.pdf.Root.get("/Names", pikepdf.Dictionary())
        for key in sorted(set(names.keys()) - {"/EmbeddedFiles"}):
            hashed.update(f"{key} {self._placed(names[key])}\n".encode())
        return hashed.hexdigest()

    def metadata(self) -> str:
        """Title, author and the like, and their XMP."""
        info = self.pdf.trailer.get("/Info", pikepdf.Dictionary())
        told = {key: str(info[key]) for key in sorted(set(info.keys()) - UNTOLD)}
        xmp = self.pdf.Root.get("/Metadata")
        hashed = hashlib.sha256(repr(told).encode())
        hashed.update(_told(_data(xmp)) if isinstance(xmp, pikepdf.Stream) else b"")
        return hashed.hexdigest()

    def _placed(self, value: Any) -> str:
        """The digest of an object and all it refers to, and to which page."""
        return _Walk(self.pdf, self.pages).digest(value)

    def _of(self, value: Any) -> str:
        """The digest of an object and all it refers to, on whichever page it stands."""
        key = value.objgen if isinstance(value, pikepdf.Object) and value.is_indirect else None
        if key is not None and key in self._shared:
            return self._shared[key]
        digest = _Walk(self.pdf, dict.fromkeys(self.pages, "page")).digest(value)
        if key is not None:
            self._shared[key] = digest
        return digest


class _Walk:
    """Writes an object out, then those it refers to, each once, in the order they are met."""

    def __init__(self, pdf: pikepdf.Pdf, pages: Mapping[tuple[int, int], str]) -> None:
        self.pdf = pdf
        self.pages = pages
        self.numbers: dict[tuple[int, int], int] = {}
        self.waiting: list[Any] = []
        self.parts = Parts(self._reference)

    def digest(self, value: Any) -> str:
        hashed = hashlib.sha256(self._written(value, 0).encode("utf-8", "surrogatepass"))
        at = 0
        while at < len(self.waiting):
            found = self.waiting[at]
            hashed.update(f"\n{at} {self._shallow(found, 0)}".encode("utf-8", "surrogatepass"))
            if isinstance(found, pikepdf.Stream):
                hashed.update(_data(found))
            at += 1
        return hashed.hexdigest()

    def _written(self, value: Any, depth: int) -> str:
        if not isinstance(value, pikepdf.Object) or not value.is_indirect:
            return self._shallow(value, depth)
        return self._reference(value.objgen)

    def _reference(self, key: tuple[int, int]) -> str:
        if (page := self.pages.get(key)) is not None:
            return page
        if key not in self.numbers:
            if not isinstance(value := self.pdf.get_object(key), pikepdf.Object):
                return _plain(value)
            if len(self.numbers) > MOST_OBJECTS:
                raise ValueError("the file holds more objects than any brief")
            self.numbers[key] = len(self.waiting)
            self.waiting.append(value)
        return f"R{self.numbers[key]}"

    def _shallow(self, value: Any, depth: int) -> str:
        if not isinstance(value, pikepdf.Object):
            return _plain(value)
        if depth > DEEPEST:
            raise ValueError("the file nests deeper than any brief")
        if isinstance(value, pikepdf.Stream):
            return self._stream(value, depth + 1)
        if not isinstance(value, pikepdf.Dictionary | pikepdf.Array):
            return _plain(value)
        with suppress(OddNameError):
            return written(value, self.parts)
        write = self._array if isinstance(value, pikepdf.Array) else self._dictionary
        return write(value, depth + 1)

    def _array(self, value: Any, depth: int) -> str:
        return "[" + " ".join(self._written(item, depth) for item in value) + "]"

    def _dictionary(self, value: Any, depth: int) -> str:
        inside = (f"{key} {self._written(item, depth)}" for key, item in sorted(value.items(), key=_first))
        return "<<" + " ".join(inside) + ">>"

    def _stream(self, value: Any, depth: int) -> str:
        packing = PACKING if _is_unpacked(value) else {"/Length"}
        kept = ((key, item) for key, item in sorted(value.items(), key=_first) if key not in packing)
        return "<<" + " ".join(f"{key} {self._written(item, depth)}" for key, item in kept) + ">>stream"


_first = itemgetter(0)


def _plain(value: Any) -> str:
    """A number, name, string, boolean or null."""
    if isinstance(value, pikepdf.String):
        return f"({bytes(value).hex()})"
    if isinstance(value, Decimal | float) and not isinstance(value, bool):
        return plain_number(str(value))
    return str(value)


def _data(stream: pikepdf.Object) -> bytes:
    """The bytes of a stream: unpacked where we can, else as they are."""
    try:
        return unpacked(stream)
    except ValueError:
        return bytes(stream.read_raw_bytes())


def _told(xmp: bytes) -> bytes:
    """An XMP packet without its wrapper and the white space between its tags."""
    body, end, rest = xmp.rpartition(b">")  # behind it nothing is sought that would not be found
    return BETWEEN_TAGS.sub(rb"\1", INSTRUCTION.sub(_kept, body + end) + rest).strip()


def _kept(found: re.Match[bytes]) -> bytes:
    """What is no processing instruction, and no mark of the order of bytes."""
    return found[0] if found[0][:1] == b"<" and (found[0][-2:] != b"?>" or len(found[0]) < 4) else b""


def _is_unpacked(stream: pikepdf.Object) -> bool:
    filters = stream.get("/Filter")
    return filters is None or (str(filters) == "/FlateDecode" and "/DecodeParms" not in stream)
