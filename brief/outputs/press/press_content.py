"""A content stream for the press: its colours as inks, its black text printing over what is below.

Only the operators that set a device colour are rewritten (ISO 32000-1, 8.6.8); all other
bytes stay as they are. Text in full black overprints (8.6.7): where plates do not meet
exactly, no white line shows around a letter. Within a soft mask, whose brightness alone
counts, colours become greys instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from brief.outputs.press.press_colour import BLACK, Inks
from brief.prove.content import TOKEN

OVER, UNDER = b"BriefOver", b"BriefUnder"  # states of the graphics: overprinting, and not
SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}
OPERANDS = frozenset(b"0123456789+-./[]<>(")
INKS_OF_RGB = Callable[[float, float, float], Inks]


def for_press(content: bytes, inks: INKS_OF_RGB, *, black: bool = False) -> bytes:
    """The content with device colours in inks and black text overprinting; `black`: it begins in black."""
    return _Rewriter(content, inks, black=black).run()


def for_mask(content: bytes) -> bytes:
    """The content of a soft mask's group, with device colours in grey."""
    return _Rewriter(content, None).run()


def brightness(red: float, green: float, blue: float) -> float:
    """How bright a colour is in a mask (ISO 32000-1, 10.3.2)."""
    return 0.3 * red + 0.59 * green + 0.11 * blue


@dataclass
class _Rewriter:
    content: bytes
    inks: INKS_OF_RGB | None
    parts: list[bytes] = field(default_factory=list)
    copied: int = 0
    black: bool = False
    device: bytes = b""
    over: bool = False
    states: list[tuple[bool, bytes]] = field(default_factory=list)

    def run(self) -> bytes:
        operands: list[bytes] = []
        start = 0
        for match in TOKEN.finditer(self.content):
            token = match[0]
            if token[0] in OPERANDS:
                start = start if operands else match.start()
                operands.append(token)
                continue
            self._operator(token, operands, start if operands else match.start(), match.end())
            operands = []
        return b"".join((*self.parts, self.content[self.copied :]))

    def _operator(self, token: bytes, operands: list[bytes], start: int, end: int) -> None:
        if token == b"q":
            self.states.append((self.black, self.device))
        elif token == b"Q" and self.states:
            self.black, self.device = self.states.pop()
        elif token in (b"rg", b"RG", b"g", b"G"):
            self._colour(token, [float(word) for word in operands], start, end)
        elif token in (b"cs", b"sc", b"scn", b"k"):
            self._other_colour(token, operands)
        elif token in SHOWS_TEXT and self.inks is not None:
            self._overprint(self.black, start)
        elif token == b"ET":
            self._overprint(False, end)

    def _colour(self, token: bytes, values: list[float], start: int, end: int) -> None:
        red, green, blue = values if len(values) == 3 else values * 3
        filling = token in (b"rg", b"g")
        if self.inks is None:
            self._put(
                start, end, b"%s %s" % (_number(brightness(red, green, blue)), b"g" if filling else b"G")
            )
            return
        inks = self.inks(red, green, blue)
        self.black = inks == BLACK if filling else self.black
        self._put(start, end, b" ".join((*map(_number, inks), b"k" if filling else b"K")))

    def _other_colour(self, token: bytes, operands: list[bytes]) -> None:
        """Colours that are not the screen's stay; whether they are pure black matters."""
        if token == b"cs":
            self.device, self.black = b"".join(operands), False
        elif token == b"k" or self.device == b"/DeviceCMYK":
            self.black = tuple(float(word) for word in operands if word[:1] != b"/") == BLACK

    def _overprint(self, wanted: bool, at: int) -> None:
        """Switch before this place, where it is not so already; within a text object that is allowed."""
        if wanted != self.over:
            self._put(at, at, b"\n/%s gs\n" % (OVER if wanted else UNDER))
            self.over = wanted

    def _put(self, start: int, end: int, instead: bytes) -> None:
        self.parts += [self.content[self.copied : start], instead]
        self.copied = end


def _number(value: float) -> bytes:
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()
