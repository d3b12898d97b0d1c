"""What a page shows: its text in pieces, in the order of the content stream.

A piece is what stands between one `BDC` and its `EMC` (ISO 32000-1, 14.6): a line of one
text, with its marked-content number, its characters and the point where it begins. Only
the operators that decide what is shown and where are obeyed; text shown in no colour at
all (rendering modes 3 and 7) or in a layer is not shown. The grammar is that of 7.8.2 but for inline images,
which no page of ours holds and which make a page unreadable here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import nan
from typing import Any

import pikepdf

from brief.prove.fonts import Font
from brief.prove.ink import PAINTS, Box, Ink, Matrix, both, bounds, covers, holds, moved, multiplied
from brief.prove.streams import shown_strings, unpacked
from brief.prove.words import is_right_to_left

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
TOKEN = re.compile(
    rb"[^\s()<>\[\]{}/%]+|/[^\s()<>\[\]{}/%]*|\[[0-9A-Fa-f\s<>.+-]*\]|<[0-9A-Fa-f\s]*>|<<|>>|[\[\]]"
    rb"|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\([^()]*+\))*+\))*+\)?|%[^\r\n]*|[^\s]",
    re.S,
)
"""A string without an end goes as far as it can: to look for its end behind each bracket takes for ever."""
NAME = re.compile(rb"/[^\s()<>\[\]{}/%]*")
MCID = re.compile(rb"/MCID\s+(\d+)")
ARTIFACT = re.compile(rb"/(?:Subt|T)ype\s*/(\w+)")
SPOKEN = ("/ActualText", "/Alt", "/E")
SPOKEN_INLINE = frozenset(key.encode() for key in SPOKEN)
DEEPEST_FORM, MOST_FORMS = 8, 2000
LARGEST, MOST_PARTS, LONGEST_TEXT = 8 * 1024 * 1024, 1000, 1_000_000
MOST_LOOKS, LOOKS_TO_DRAW = 20_000_000, 1000
"""How often pieces and painted shapes of a page are held against each other; a form counts for many."""
INVISIBLE_MODES = (b"3", b"7")
WIDTH = 0.6  # of a character, at most, as a part of the size of the font


@dataclass(slots=True)
class Piece:
    """A stretch of text on a page (from 1): its marked-content number, where it begins, what is amiss.

    `artifact`: which kind of thing beside the text it is (14.8.2.2): `Subtype`, else `Type`.
    `spoken`: what a reading voice says in its place (14.9.4), None where it reads the glyphs,
    `drawn`; from right to left, only what is spoken is in the order of reading, and is the text.
    `in_doubt`: that it may not be seen; `runs`: the fonts and operands that show it, `read` what each
    string of them says and whether a glyph of it is missing, `count` how many characters that are.
    """

    page: int
    mcid: int | None
    text: str = ""
    x: float = 0.0
    y: float = 0.0
    missing: str = ""
    artifact: str = ""
    drawn: str = ""
    size: float = 0.0
    in_doubt: bool = False
    spoken: str | None = None
    runs: list[tuple[Font, list[bytes]]] = field(default_factory=list)
    length: float | None = None
    read: list[tuple[str, bool]] = field(default_factory=list)
    count: int = 0

    def close(self) -> None:
        """Put together what was read."""
        self.drawn = "".join([text for text, _ in self.read])
        self.missing = "".join([text for text, missing in self.read if missing])
        self.text = self.spoken if self.spoken and is_right_to_left(self.spoken) else self.drawn

    @property
    def end(self) -> float:
        """Where it ends, if it goes from left to right; white space at its end does not count."""
        if self.length is None:
            self.length = self.size * sum(font.moved_on(operands) for font, operands in self.runs) / 1000
        return self.x + self.length

    @property
    def box(self) -> Box:
        """About where it stands: never less than it needs, for upright text."""
        width = WIDTH * self.size * (self.count or len(self.text))
        return self.x, self.y - 0.25 * self.size, self.x + width, self.y + 0.75 * self.size


@dataclass(slots=True)
class Placed:
    """A picture where it stands on a page (from 1): its marked-content number, None for a decoration.

    `room`: where it may be seen at most, None without bounds; `is_cut`: that it is larger than that;
    `box`: about what of it is painted, as far as it is seen, None where nothing is.
    """

    page: int
    mcid: int | None
    room: Box | None = None
    is_cut: bool = False
    box: Box | None = None

    def add(self, painted: Box, room: Box | None) -> None:
        """Something more of it that is painted."""
        seen = painted if room is None else both(room, painted)
        self.box = seen if self.box is None else bounds([self.box[:2], self.box[2:], seen[:2], seen[2:]])


def pieces_of(page: pikepdf.Object, number: int, fonts: dict[tuple[int, int], Font]) -> list[Piece]:
    """The pieces of a page; `ValueError` when its content cannot be read."""
    return read_page(page, number, fonts)[0]


def read_page(
    page: pikepdf.Object, number: int, fonts: dict[tuple[int, int], Font]
) -> tuple[list[Piece], list[Placed]]:
    """The pieces and the pictures of a page; `ValueError` when its content cannot be read."""
    reader = _Reader(number, fonts)
    reader.run(_content(page), page.get("/Resources", pikepdf.Dictionary()), 0)
    shown = [piece for piece in reader.pieces if piece.read]
    for piece in shown:
        piece.close()
    return [piece for piece in shown if piece.text], reader.placed


IMPLIED = frozenset({"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"})
"""Colour spaces that stand in for the device's without being named (ISO 32000-1, 8.6.5.6)."""


def used_resources(page: pikepdf.Object) -> Iterator[tuple[str, str, Any]]:
    """(kind, name, object) of the fonts, images and the like that the content of a page names or implies."""
    resources = page.get("/Resources", pikepdf.Dictionary())
    try:
        content = _content(page)  # names stand alone where no string and no comment can hold any
        found = set((TOKEN if b"(" in content or b"%" in content else NAME).findall(content))
        names = {token.decode("latin-1") for token in found if token[:1] == b"/"}
    except ValueError:
        names = set()
    for kind in sorted(resources.keys()):
        inside = resources[kind]
        for name in (
            sorted((names | IMPLIED) & set(inside.keys())) if isinstance(inside, pikepdf.Dictionary) else ()
        ):
            yield kind, name, inside[name]


def _content(page: pikepdf.Object) -> bytes:
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    parts = [
        unpacked(stream, LARGEST) for stream in streams[:MOST_PARTS] if isinstance(stream, pikepdf.Stream)
    ]
    if sum(map(len, parts)) > LARGEST:
        raise ValueError("the page holds more than any page of a brief")
    return b"\n".join(parts)


@dataclass
class _Reader:
    """Obeys the operators of one content stream and of the forms it draws."""

    page: int
    fonts: dict[tuple[int, int], Font]
    pieces: list[Piece] = field(default_factory=list)
    matrix: Matrix = IDENTITY
    text_matrix: Matrix = IDENTITY
    font: Font | None = None
    shown: bool = True
    size: float = 0.0
    ink: Ink = field(default_factory=Ink)
    layers: int = 0
    grounds: list[tuple[Box, float]] = field(default_factory=list)
    states: list[tuple[Matrix, Font | None, bool, float, Ink]] = field(default_factory=list)
    marks: list[Piece] = field(default_factory=list)
    resources: Any = None
    named: dict[str, Font | None] = field(default_factory=dict)
    depth: int = 0
    forms: int = 0
    length: int = 0
    looks: int = 0
    placed: list[Placed] = field(default_factory=list)
    figures: dict[int, Placed] = field(default_factory=dict)

    def run(self, content: bytes, resources: pikepdf.Object, depth: int) -> None:
        outer = self.resources, self.depth, self.named
        self.resources, self.depth, self.named = resources, depth, {}
        stack: list[bytes] = []
        for token in TOKEN.findall(content):
            operator = OPERATORS.get(token)
            if operator is not None:
                operator(self, stack)
                stack = []
            elif token in PAINTS:
                self.paint(self.ink.obey(token, stack, self.matrix, self.resources))
                stack = []
            elif token[0] in STARTS_OPERAND:
                stack.append(token)
            elif token in UNREADABLE:
                raise ValueError("the content of the page cannot be read")
            elif token[0] != 37:
                stack = []
        self.resources, self.depth, self.named = outer

    def save(self, _stack: list[bytes]) -> None:
        self.states.append((self.matrix, self.font, self.shown, self.size, self.ink.copy()))

    def restore(self, _stack: list[bytes]) -> None:
        if self.states:
            self.matrix, self.font, self.shown, self.size, self.ink = self.states.pop()

    def paint(self, box: Box | None, light: float | None = None) -> None:
        """Doubt what lies below a shape, and remember how light it is (NaN: nobody knows)."""
        if box is not None:
            if (figure := self.figure) is not None:
                figure.add(box, self.ink.clip)
            self.grounds.append((box, self.ink.lightness if light is None else light))
            self.looks += len(self.pieces)
            for piece in self.pieces:
                if piece.count and not piece.in_doubt:
                    piece.in_doubt = covers(box, piece.box)
            if self.looks > MOST_LOOKS:
                raise ValueError("the page draws more than any page of a brief")

    def transform(self, stack: list[bytes]) -> None:
        self.matrix = multiplied(_matrix(stack), self.matrix)

    def begin_text(self, _stack: list[bytes]) -> None:
        self.text_matrix = IDENTITY

    def set_matrix(self, stack: list[bytes]) -> None:
        self.text_matrix = _matrix(stack)

    def move(self, stack: list[bytes]) -> None:
        x, y = (float(word) for word in stack[-2:])
        self.text_matrix = multiplied((1.0, 0.0, 0.0, 1.0, x, y), self.text_matrix)

    def set_font(self, stack: list[bytes]) -> None:
        self.font = self._font(stack[-2][1:].decode("latin-1")) if len(stack) > 1 else None
        self.size = float(stack[-1]) if stack else 0.0

    def set_mode(self, stack: list[bytes]) -> None:
        self.shown = stack[-1] not in INVISIBLE_MODES if stack else True

    def begin_mark(self, stack: list[bytes]) -> None:
        match = MCID.search(b" ".join(stack[1:]))
        number = int(match[1]) if match else None
        if number is None and self.marks and stack[:1] != [b"/Artifact"]:
            number = self.marks[-1].mcid
        if stack[:1] == [b"/Figure"] and number is not None:
            self.figures[number] = Placed(self.page, number, self.ink.clip, self.ink.is_cut)
            self.placed.append(self.figures[number])
        kinds = ARTIFACT.findall(b" ".join(stack)) if stack[:1] == [b"/Artifact"] else []
        spoken = self._spoken(stack[1:])
        self.marks.append(
            Piece(self.page, number, artifact=kinds[-1].decode() if kinds else "", spoken=spoken)
        )
        self.pieces.append(self.marks[-1])
        self.layers += stack[:1] == [b"/OC"] or self.layers > 0

    def end_mark(self, _stack: list[bytes]) -> None:
        self.layers = max(0, self.layers - 1)
        if self.marks:
            self.marks.pop()
            if self.marks and self.marks[-1].count:  # what follows is a piece of its own: order is kept
                self.marks[-1] = Piece(self.page, self.marks[-1].mcid)
                self.pieces.append(self.marks[-1])

    def show(self, stack: list[bytes]) -> None:
        if self.font is None or not self.shown or self.layers:
            return
        if not self.marks:
            self.pieces.append(Piece(self.page, None))
        piece = self.marks[-1] if self.marks else self.pieces[-1]
        if not piece.count:
            matrix = multiplied(self.text_matrix, self.matrix)
            piece.x, piece.y = matrix[4:]
            piece.size = self.size * max(map(abs, matrix[:4]))
        piece.runs.append((self.font, stack))
        for shown in shown_strings(stack):
            read = self.font.read(shown)
            piece.read.append(read)
            piece.count += len(read[0])
            self.length += len(read[0])
        if not piece.in_doubt:
            self.looks += len(self.grounds)
            piece.in_doubt = self.ink.is_in_doubt(piece.box, self.grounds)
        if self.length > LONGEST_TEXT:
            raise ValueError("the page holds more words than any page of a brief")
        if self.looks > MOST_LOOKS:
            raise ValueError("the page draws more than any page of a brief")

    def draw(self, stack: list[bytes]) -> None:
        self.looks += LOOKS_TO_DRAW
        objects = self.resources.get("/XObject", {})
        form = objects.get(stack[-1].decode("latin-1")) if stack else None
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form" and self.depth < DEEPEST_FORM:
            self.forms += 1
            if self.forms > MOST_FORMS or self.looks > MOST_LOOKS:
                raise ValueError("the page draws more than any page of a brief")
            self.save(stack)
            if "/Group" in form:
                self.ink.enter_group()
            self.run(unpacked(form, LARGEST), form.get("/Resources", self.resources), self.depth + 1)
            self.restore(stack)
        elif form is not None:
            self._picture(bounds([moved(self.matrix, x, y) for x, y in UNIT]))

    @property
    def figure(self) -> Placed | None:
        """The picture that is being drawn."""
        mark = self.marks[-1].mcid if self.figures and self.marks else None
        return None if mark is None else self.figures.get(mark)

    def _picture(self, box: Box) -> None:
        """A picture of dots. One inside a drawing may be cut by it, one by itself may not."""
        figure = self.figure
        if figure is None:
            self.placed.append(figure := Placed(self.page, None, self.ink.clip, self.ink.is_cut))
            figure.add(box, self.ink.clip)
        if figure.room == self.ink.clip and figure.room is not None:
            figure.is_cut |= not holds(figure.room, box)
        self.paint(box, nan)

    def _spoken(self, stack: list[bytes]) -> str | None:
        """What is said in place of the words that follow: `ActualText` and the like."""
        if stack[:1] != [b"<<"]:
            named = self.resources.get("/Properties", {}).get(stack[0].decode("latin-1")) if stack else None
            said = (str(named[key]) for key in SPOKEN if key in named) if named is not None else ()
            return next(iter(said), None)
        at = next((at for at, token in enumerate(stack[:-1]) if token in SPOKEN_INLINE), None)
        return None if at is None else str(pikepdf.Object.parse(stack[at + 1]))

    def _font(self, name: str) -> Font | None:
        if name not in self.named:
            self.named[name] = self._looked_up(name)
        return self.named[name]

    def _looked_up(self, name: str) -> Font | None:
        font = self.resources.get("/Font", {}).get(f"/{name}")
        if not isinstance(font, pikepdf.Dictionary):
            return None
        key = font.objgen if font.is_indirect else (id(font), -1)
        if key not in self.fonts:
            self.fonts[key] = Font(font)
        return self.fonts[key]


def _matrix(stack: list[bytes]) -> Matrix:
    try:
        a, b, c, d, e, f = (float(word) for word in stack[-6:])
    except ValueError as error:
        raise ValueError("the content of the page cannot be read") from error
    return a, b, c, d, e, f


UNIT = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
STARTS_OPERAND = frozenset(b"0123456789+-./[]<>(")
UNREADABLE = frozenset((b"BI", b"ID", b"EI", b"(", b")", b"{", b"}"))
OPERATORS: dict[bytes, Callable[[_Reader, list[bytes]], None]] = {
    b"q": _Reader.save,
    b"Q": _Reader.restore,
    b"cm": _Reader.transform,
    b"BT": _Reader.begin_text,
    b"Tm": _Reader.set_matrix,
    b"Td": _Reader.move,
    b"TD": _Reader.move,
    b"Tf": _Reader.set_font,
    b"Tr": _Reader.set_mode,
    b"Tj": _Reader.show,
    b"TJ": _Reader.show,
    b"'": _Reader.show,
    b'"': _Reader.show,
    b"BMC": _Reader.begin_mark,
    b"BDC": _Reader.begin_mark,
    b"EMC": _Reader.end_mark,
    b"Do": _Reader.draw,
}
