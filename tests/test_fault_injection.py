"""Faults put into finished files on purpose: the proof must catch every one of them.

Two ways in. In the PDF itself: glyphs in the content streams, marked contents, pages, font
programs. And by printing a page that was altered after it was composed, against the page
and the manuscript as they were. The seeds are fixed; `-s` prints the rates.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pikepdf
import pytest
from finished import ROOT, SAMPLES, Finished, reprinted, sample
from fontTools.ttLib import TTFont

from brief.files.workspace import Workspace
from brief.outputs.docx import DOCX
from brief.outputs.output import Source
from brief.outputs.word.read import read_word
from brief.prove.content import Piece, pieces_of
from brief.prove.fonts import Font
from brief.prove.prove_words import word_file as differences
from brief.prove.reading import Reading
from brief.run.stages.prove import prove

SHOWN = re.compile(
    rb"/(?P<tag>\w+)\s+<</MCID (?P<mcid>\d+)>>\s+BDC\s(?P<head>(?:(?!EMC).)*?)(?P<array>\[[^\]]*\]) TJ", re.S
)
FONT = re.compile(rb"/(\w+) [\d.]+ Tf")
HEX = re.compile(rb"<([0-9a-f]+)>")
INJECTED_INTO = ("cedaw", "embassy", "factsheet", "joint-report")


@dataclass(frozen=True)
class Shown:
    """A piece of text in a content stream: where its strings are, its font, what it says."""

    page: int
    start: int
    end: int
    outer: tuple[int, int]
    font: str
    text: str
    codes: tuple[str, ...]
    mcid: int


class Surgery:
    """A PDF opened to be damaged."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(pdf))
        self.streams = [page.Contents.read_bytes() for page in self.pdf.pages]
        self.fonts = {name: Font(font) for name, font in self.pdf.pages[0].Resources.Font.items()}

    def shown(self, page: int) -> list[Shown]:
        """Every piece of a page."""
        font = ""
        found = []
        stream = self.streams[page]
        for match in SHOWN.finditer(stream):
            named = FONT.findall(stream, 0, match.end())
            font = f"/{named[-1].decode()}" if named else font
            digits = b"".join(HEX.findall(match["array"])).decode()
            codes = tuple(digits[i : i + 4] for i in range(0, len(digits), 4))
            text = self.fonts[font].read(bytes.fromhex(digits))[0]
            where = (match.start(), stream.index(b"EMC", match.end()) + 3)
            found.append(
                Shown(
                    page,
                    match.start("array"),
                    match.end("array"),
                    where,
                    font,
                    text,
                    codes,
                    int(match["mcid"]),
                )
            )
        return found

    def all_shown(self) -> list[Shown]:
        """Every piece of every page."""
        return [shown for page in range(len(self.streams)) for shown in self.shown(page)]

    def piece(self, shown: Shown) -> Piece:
        """A piece as the proof reads it."""
        pieces = pieces_of(self.pdf.pages[shown.page].obj, shown.page + 1, {})
        return next(piece for piece in pieces if piece.mcid == shown.mcid)

    def put(self, shown: Shown, codes: tuple[str, ...]) -> None:
        """Show other glyphs in place of a piece."""
        array = b"[" + b"".join(f"<{code}>0".encode() for code in codes) + b"]"
        stream = self.streams[shown.page]
        self.streams[shown.page] = stream[: shown.start] + array + stream[shown.end :]

    def code(self, font: str, character: str) -> str | None:
        """The code of a character in a font."""
        found = (code for code, text in self.fonts[font].meanings.items() if text == character)
        return next((f"{code:04x}" for code in found), None)

    def saved(self) -> bytes:
        """The damaged PDF."""
        for page, stream in zip(self.pdf.pages, self.streams, strict=False):
            page.Contents = self.pdf.make_stream(stream)
        return self.bare()

    def bare(self) -> bytes:
        """The PDF with what was done to its objects."""
        data = BytesIO()
        self.pdf.save(data)
        return data.getvalue()


def _wordy(surgery: Surgery, rng: random.Random, wanted: Callable[[str], bool]) -> Shown | None:
    found = [shown for shown in surgery.all_shown() if wanted(shown.text)]
    return rng.choice(found) if found else None


def _other(surgery: Surgery, rng: random.Random, shown: Shown, at: int, *, digit: bool) -> str | None:
    """The code of another letter or digit of the same font."""
    present = surgery.fonts[shown.font].meanings.items()
    good = [
        f"{code:04x}"
        for code, text in present
        if len(text) == 1 and (text.isdigit() if digit else text.isalpha()) and text != shown.text[at]
    ]
    return rng.choice(sorted(good)) if good else None


def altered_letter(surgery: Surgery, rng: random.Random) -> bytes | None:
    """One letter of a text, a note or a running head becomes another."""
    shown = _wordy(surgery, rng, lambda text: any(c.isalpha() for c in text))
    return _altered(surgery, rng, shown, digit=False)


def altered_digit(surgery: Surgery, rng: random.Random) -> bytes | None:
    """One digit becomes another: in a figure, a call, a note's number, a page number."""
    return _altered(
        surgery, rng, _wordy(surgery, rng, lambda text: any(c.isdigit() for c in text)), digit=True
    )


def _altered(surgery: Surgery, rng: random.Random, shown: Shown | None, *, digit: bool) -> bytes | None:
    if shown is None or len(shown.text) != len(shown.codes):
        return None
    fits = [i for i, c in enumerate(shown.text) if (c.isdigit() if digit else c.isalpha())]
    at = rng.choice(fits)
    code = _other(surgery, rng, shown, at, digit=digit)
    if code is None:
        return None
    surgery.put(shown, (*shown.codes[:at], code, *shown.codes[at + 1 :]))
    return surgery.saved()


def dropped_glyph(surgery: Surgery, rng: random.Random) -> bytes | None:
    """One visible glyph is taken out."""
    shown = _wordy(surgery, rng, lambda text: bool(text.strip()) and text.strip(" .") != "")
    if shown is None:
        return None
    at = rng.choice([i for i, c in enumerate(shown.text[: len(shown.codes)]) if c.isalnum()] or [0])
    surgery.put(shown, shown.codes[:at] + shown.codes[at + 1 :])
    return surgery.saved()


def missing_glyph(surgery: Surgery, rng: random.Random) -> bytes | None:
    """One glyph becomes `.notdef`."""
    shown = _wordy(surgery, rng, lambda text: bool(text.strip()))
    assert shown is not None
    at = rng.randrange(len(shown.codes))
    surgery.put(shown, (*shown.codes[:at], "0000", *shown.codes[at + 1 :]))
    return surgery.saved()


def erased_outline(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A letter's outline is taken out of the font program: the text can be copied and not be seen."""
    shown = _wordy(surgery, rng, lambda text: any(c.isalnum() for c in text))
    assert shown is not None
    at = rng.choice([i for i, c in enumerate(shown.text[: len(shown.codes)]) if c.isalnum()])
    font = surgery.pdf.pages[0].Resources.Font[shown.font].DescendantFonts[0].FontDescriptor
    program = TTFont(BytesIO(font.FontFile2.read_bytes()))
    glyph = program.getGlyphOrder()[int(shown.codes[at], 16)]
    empty = program["glyf"][glyph].__class__()
    empty.numberOfContours = 0
    program["glyf"][glyph] = empty
    data = BytesIO()
    program.save(data)
    font.FontFile2 = surgery.pdf.make_stream(data.getvalue(), Length1=len(data.getvalue()))
    return surgery.bare()


def _reshaped(
    surgery: Surgery, rng: random.Random, change: Callable[[TTFont, list[str]], None]
) -> bytes | None:
    """The program of a font, with what was done to glyphs that it shows for letters."""
    shown = _wordy(surgery, rng, lambda text: len({c for c in text if c.isalpha()}) > 3)
    if shown is None:
        return None
    font = surgery.pdf.pages[0].Resources.Font[shown.font].DescendantFonts[0].FontDescriptor
    program = TTFont(BytesIO(font.FontFile2.read_bytes()))
    order = program.getGlyphOrder()
    letters = sorted({c for c, sign in zip(shown.codes, shown.text, strict=False) if sign.isalpha()})
    change(program, [order[int(code, 16)] for code in rng.sample(letters, 2)])
    data = BytesIO()
    program.save(data)
    font.FontFile2 = surgery.pdf.make_stream(data.getvalue(), Length1=len(data.getvalue()))
    return surgery.bare()


def replaced_outline(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A letter is drawn with another's shape: copied it is right, read it is not."""

    def change(program: TTFont, glyphs: list[str]) -> None:
        program["glyf"][glyphs[0]] = program["glyf"][glyphs[1]]

    return _reshaped(surgery, rng, change)


def exchanged_outlines(surgery: Surgery, rng: random.Random) -> bytes | None:
    """Two letters trade shapes and widths."""

    def change(program: TTFont, glyphs: list[str]) -> None:
        first, second = glyphs
        for table in (program["glyf"], program["hmtx"]):
            table[first], table[second] = table[second], table[first]

    return _reshaped(surgery, rng, change)


def bent_outline(surgery: Surgery, rng: random.Random) -> bytes | None:
    """One point of a letter stands elsewhere."""

    def change(program: TTFont, glyphs: list[str]) -> None:
        glyph = program["glyf"][glyphs[0]]
        if glyph.isComposite():
            glyph.components[0].x += 60
        else:
            glyph.coordinates[0] = (glyph.coordinates[0][0] + 60, glyph.coordinates[0][1])

    return _reshaped(surgery, rng, change)


def shifted_outline(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A letter is drawn beside its place."""

    def change(program: TTFont, glyphs: list[str]) -> None:
        width, bearing = program["hmtx"][glyphs[0]]
        program["hmtx"][glyphs[0]] = (width, bearing + 400)

    return _reshaped(surgery, rng, change)


def exchanged_codes(surgery: Surgery, rng: random.Random) -> bytes | None:
    """Two letters of a font trade their numbers and their meanings: drawn is one, copied the other."""
    shown = _wordy(surgery, rng, lambda text: len({c for c in text if c.isalpha()}) > 3)
    if shown is None or len(shown.codes) != len(shown.text):
        return None
    font = surgery.pdf.pages[0].Resources.Font[shown.font]
    pair = rng.sample(
        sorted({c for c, sign in zip(shown.codes, shown.text, strict=True) if sign.isalpha()}), 2
    )
    trade = dict(zip(pair, reversed(pair), strict=True))
    for other in reversed(surgery.all_shown()):
        if other.font == shown.font:
            surgery.put(other, tuple(trade.get(code, code) for code in other.codes))
    data = font.ToUnicode.read_bytes()
    swapped = re.sub(
        rb"<(%s|%s)> (?=<)" % (pair[0].encode(), pair[1].encode()),
        lambda m: b"<%s> " % trade[m[1].decode()].encode(),
        data,
    )
    font.ToUnicode = surgery.pdf.make_stream(swapped)
    return surgery.saved()


def redirected_codes(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A map from codes to glyphs stands in between, and draws one letter as another."""
    shown = _wordy(surgery, rng, lambda text: len({c for c in text if c.isalpha()}) > 3)
    assert shown is not None
    inner = surgery.pdf.pages[0].Resources.Font[shown.font].DescendantFonts[0]
    first, second = (int(code, 16) for code in rng.sample(sorted(set(shown.codes)), 2))
    numbers = list(range(0x3000))
    numbers[first] = second
    inner["/CIDToGIDMap"] = surgery.pdf.make_stream(b"".join(n.to_bytes(2, "big") for n in numbers))
    return surgery.bare()


def altered_width(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A letter moves on by less or more than its font says: what follows lies on it, or far off."""
    font = surgery.pdf.pages[0].Resources.Font[rng.choice(sorted(surgery.fonts))].DescendantFonts[0]
    lists = [entry for entry in font.W if isinstance(entry, pikepdf.Array)]
    widths = rng.choice(lists)
    at = rng.randrange(len(widths))
    widths[at] = max(0, int(widths[at]) + rng.choice((-400, -60, 60, 400)))
    return surgery.bare()


def standard_font(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A font is no longer inside the file."""
    font = surgery.pdf.pages[0].Resources.Font[rng.choice(sorted(surgery.fonts))].DescendantFonts[0]
    del font.FontDescriptor["/FontFile2"]
    return surgery.bare()


def dropped_piece(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A line, a call, a number or a running head is not shown."""
    shown = _wordy(surgery, rng, lambda text: text.strip(" .") != "")
    assert shown is not None
    surgery.put(shown, ())
    return surgery.saved()


def doubled_piece(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A line is shown twice."""
    shown = _wordy(surgery, rng, lambda text: text.strip(" .") != "")
    assert shown is not None
    surgery.put(shown, shown.codes * 2)
    return surgery.saved()


def swapped_pieces(surgery: Surgery, rng: random.Random) -> bytes | None:
    """Two lines in the same font trade places."""
    page = rng.randrange(len(surgery.streams))
    found = [shown for shown in surgery.shown(page) if len(shown.text) > 12]
    pairs = [(a, b) for a, b in pairwise(found) if a.font == b.font and a.text != b.text]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    surgery.put(second, first.codes)
    surgery.put(first, second.codes)
    return surgery.saved()


def moved_piece(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A line goes to another page."""
    if len(surgery.streams) < 2:
        return None
    shown = _wordy(surgery, rng, lambda text: len(text) > 3)
    assert shown is not None
    stream = surgery.streams[shown.page]
    moved = stream[shown.outer[0] : shown.outer[1]]
    size = FONT.findall(stream, 0, shown.end)[-1]
    goal = rng.choice([n for n in range(len(surgery.streams)) if n != shown.page])
    surgery.put(shown, ())
    moved = re.sub(rb"(BT\s)", rb"\1/" + size + rb" 9 Tf\n", moved, count=1)
    surgery.streams[goal] += b"\nq\n" + re.sub(rb"/MCID \d+", b"/MCID 99999", moved) + b"\nQ\n"
    return surgery.saved()


def raised_line(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A line is moved off the paper."""
    found = [s for s in surgery.all_shown() if len(s.text) > 20]
    shown = rng.choice(found)
    stream = surgery.streams[shown.page]
    piece = stream[shown.outer[0] : shown.outer[1]]
    moved = re.sub(rb"(1 0 0 -1 )[\d.]+ [\d.]+ Tm", rb"\g<1>-4000 -4000 Tm", piece, count=1)
    if moved == piece:
        return None
    surgery.streams[shown.page] = stream[: shown.outer[0]] + moved + stream[shown.outer[1] :]
    return surgery.saved()


def overlaid_line(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A line is printed over another one of its page."""
    page = rng.randrange(len(surgery.streams))
    found = [shown for shown in surgery.shown(page) if len(shown.text) > 20]
    if len(found) < 2:
        return None
    lower, upper = rng.sample(found, 2)
    stream = surgery.streams[page]
    at = re.compile(rb"1 0 0 -1 [\d.]+ [\d.]+ Tm")
    place, piece = at.search(stream, *lower.outer), stream[upper.outer[0] : upper.outer[1]]
    if place is None or at.search(piece) is None:
        return None
    moved = at.sub(place[0], piece, count=1)
    surgery.streams[page] = stream[: upper.outer[0]] + moved + stream[upper.outer[1] :]
    return surgery.saved()


def hidden_line(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A line is shown in no colour at all."""
    shown = rng.choice([s for s in surgery.all_shown() if len(s.text) > 8])
    stream = surgery.streams[shown.page]
    end = stream.index(b"TJ", shown.end) + 2
    hidden = b"3 Tr " + stream[shown.start : end] + b" 0 Tr"
    surgery.streams[shown.page] = stream[: shown.start] + hidden + stream[end:]
    return surgery.saved()


def deleted_page(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A page is taken out."""
    if len(surgery.streams) < 2:
        return None
    del surgery.pdf.pages[rng.randrange(len(surgery.streams))]
    return surgery.bare()


def swapped_pages(surgery: Surgery, rng: random.Random) -> bytes | None:
    """Two pages trade places."""
    if len(surgery.streams) < 2:
        return None
    first, second = sorted(rng.sample(range(len(surgery.streams)), 2))
    later, earlier = surgery.pdf.pages[second].obj, surgery.pdf.pages[first].obj
    surgery.pdf.pages[first], surgery.pdf.pages[second] = pikepdf.Page(later), pikepdf.Page(earlier)
    return surgery.bare()


def doubled_page(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A page stands twice."""
    page = surgery.pdf.pages[rng.randrange(len(surgery.streams))]
    surgery.pdf.pages.insert(rng.randrange(len(surgery.streams) + 1), page)
    return surgery.bare()


def blank_page(surgery: Surgery, _rng: random.Random) -> bytes | None:
    """An empty page is put in."""
    surgery.pdf.add_blank_page()
    return surgery.bare()


def renumbered_note(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A call or a note's own number becomes that of its neighbour."""
    shown = _wordy(surgery, rng, lambda text: re.fullmatch(r"\u202f?\d+", text) is not None)
    if shown is None:
        return None
    number = str(int(shown.text.strip("\u202f")) + rng.choice((-1, 1)))
    sample_codes = dict(zip(shown.text, shown.codes, strict=False))
    codes = [sample_codes.get(c) or surgery.code(shown.font, c) for c in number]
    if None in codes:
        return None
    lead = shown.codes[:1] if shown.text.startswith("\u202f") else ()
    surgery.put(shown, (*lead, *(code for code in codes if code)))
    return surgery.saved()


def wrong_meaning(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A font says of a glyph that it means another letter."""
    name = rng.choice(sorted(surgery.fonts))
    font = surgery.pdf.pages[0].Resources.Font[name]
    data = font.ToUnicode.read_bytes()
    letters = list(re.finditer(rb"<[0-9a-f]{4}> <00(6[1-9a-f]|7[0-9])>", data))
    if not letters:
        return None
    match = rng.choice(letters)
    other = b"<007a>" if not match[0].endswith(b"<007a>") else b"<0061>"
    font.ToUnicode = surgery.pdf.make_stream(data[: match.end() - 6] + other + data[match.end() :])
    return surgery.bare()


def _painted(surgery: Surgery, rng: random.Random, before: bytes, after: bytes) -> bytes | None:
    """A line with operators before and after it."""
    shown = rng.choice([s for s in surgery.all_shown() if len(s.text.strip()) > 3])
    stream = surgery.streams[shown.page]
    end = stream.index(b"TJ", shown.end) + 2
    painted = before + b" " + stream[shown.start : end] + b" " + after
    surgery.streams[shown.page] = stream[: shown.start] + painted + stream[end:]
    return surgery.saved()


def white_line(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A line is printed in the colour of the paper, or nearly."""
    colour = rng.choice((b"1 1 1 rg", b"1 g", b"0 0 0 0 k", b"0.97 0.97 0.97 rg"))
    return _painted(surgery, rng, colour, b"0 g")


def transparent_line(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A line is printed fully transparent."""
    for page in surgery.pdf.pages:
        page.Resources.ExtGState["/Clear"] = pikepdf.Dictionary(ca=0)
        page.Resources.ExtGState["/Full"] = pikepdf.Dictionary(ca=1)
    return _painted(surgery, rng, b"/Clear gs", b"/Full gs")


def clipped_line(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A line is cut off by a clipping path."""
    shown = rng.choice([s for s in surgery.all_shown() if len(s.text) > 8])
    stream, (start, end) = surgery.streams[shown.page], shown.outer
    cut = b"q 0 0 3 3 re W n " + stream[start:end] + b" Q"
    surgery.streams[shown.page] = stream[:start] + cut + stream[end:]
    return surgery.saved()


def layered_line(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A line stands in a layer, which readers may switch off."""
    shown = rng.choice([s for s in surgery.all_shown() if len(s.text) > 3])
    stream, (start, end) = surgery.streams[shown.page], shown.outer
    layer = b"/OC /Layer BDC " + stream[start:end] + b" EMC"
    surgery.streams[shown.page] = stream[:start] + layer + stream[end:]
    return surgery.saved()


def covered_line(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A shape is painted over a line: white, or as black as a censor's."""
    shown = rng.choice([s for s in surgery.all_shown() if len(s.text.strip()) > 3])
    piece = surgery.piece(shown)
    left, bottom, _, top = piece.box
    shape = f"{left - 1} {bottom - 1} {len(piece.text) * piece.size} {top - bottom + 2} re f".encode()
    surgery.streams[shown.page] = b"q " + surgery.streams[shown.page] + b" Q "
    surgery.streams[shown.page] += b"q " + rng.choice((b"1", b"0")) + b" g " + shape + b" Q"
    return surgery.saved()


def tiny_line(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A line is set too small for any eye."""
    shown = rng.choice([s for s in surgery.all_shown() if len(s.text) > 8])
    stream, (start, end) = surgery.streams[shown.page], shown.outer
    small = re.sub(rb"(/\w+) [\d.]+ Tf", rb"\1 0.2 Tf", stream[start:end], count=1)
    surgery.streams[shown.page] = stream[:start] + small + stream[end:]
    return None if small == stream[start:end] else surgery.saved()


def spoken_otherwise(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A voice reads other words than the page shows: on the mark itself."""
    shown = rng.choice([s for s in surgery.all_shown() if len(s.text) > 3])
    stream, (start, end) = surgery.streams[shown.page], shown.outer
    said = re.sub(rb"<</MCID (\d+)>>", rb"<</MCID \1 /ActualText (not so)>>", stream[start:end], count=1)
    surgery.streams[shown.page] = stream[:start] + said + stream[end:]
    return surgery.saved()


def tagged_otherwise(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A voice reads other words than the page shows: in the structure tree."""
    found = [element for element in _elements(surgery) if "/S" in element and element.S != "/Figure"]
    rng.choice(found)[rng.choice(("/ActualText", "/Alt", "/E"))] = pikepdf.String("It is not so.")
    return surgery.bare()


def untagged(surgery: Surgery, rng: random.Random) -> bytes | None:
    """An element is taken out of the structure tree: a voice passes its words over."""
    parents = [element for element in _elements(surgery) if isinstance(element.get("/K"), pikepdf.Array)]
    parent = rng.choice([p for p in parents if any(isinstance(kid, pikepdf.Dictionary) for kid in p.K)])
    at = rng.choice([n for n, kid in enumerate(parent.K) if isinstance(kid, pikepdf.Dictionary)])
    if parent.K[at].get("/Type") == "/OBJR":
        return None
    del parent.K[at]
    return surgery.bare()


def turned_link(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A link leads elsewhere, where it was composed for another address or for none."""
    links = _links(surgery)
    if not links:
        return None
    link = rng.choice(links)
    others = [str(other.A.URI) for other in links if "/A" in other and other.get("/A") != link.get("/A")]
    address = rng.choice([*others, "https://elsewhere.example/"])
    link["/A"] = pikepdf.Dictionary(
        Type=pikepdf.Name("/Action"), S=pikepdf.Name("/URI"), URI=pikepdf.String(address)
    )
    if "/Dest" in link:
        del link["/Dest"]
    return surgery.bare()


def moved_link(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A link lies over other words."""
    links = _links(surgery)
    if not links:
        return None
    link = rng.choice(links)
    link.Rect = pikepdf.Array([float(edge) + 60 * (number % 2) for number, edge in enumerate(link.Rect)])
    return surgery.bare()


def slid_link(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A link is moved along its own line, a letter or more: it lies over other words, too."""
    links = _links(surgery)
    if not links:
        return None
    link = rng.choice(links)
    aside = rng.choice((-40, 40) if _has_room(link) else (-40, -12, -5, 5, 12, 40))
    link.Rect = pikepdf.Array(
        [float(edge) + aside * (number % 2 == 0) for number, edge in enumerate(link.Rect)]
    )
    return surgery.bare()


def widened_link(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A link reaches over the words beside it and the lines around it."""
    links = _links(surgery)
    if not links:
        return None
    link = rng.choice(links)
    left, bottom, right, top = (float(edge) for edge in link.Rect)
    aside, over = rng.choice(((400, 20), (60, 40)))
    link.Rect = pikepdf.Array([left - aside, min(bottom, top) - over, right + aside, max(bottom, top) + over])
    return surgery.bare()


def halved_link(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A link ends in the middle of its words."""
    links = [link for link in _links(surgery) if not _has_room(link)]
    if not links:
        return None
    link = rng.choice(links)
    left, bottom, right, top = (float(edge) for edge in link.Rect)
    middle = (left + right) / 2
    link.Rect = pikepdf.Array(
        [left, bottom, middle, top] if rng.random() < 0.5 else [middle, bottom, right, top]
    )
    return surgery.bare()


def exchanged_links(surgery: Surgery, rng: random.Random) -> bytes | None:
    """Two links of a page trade places."""
    pages = [page for page in surgery.pdf.pages if len(page.get("/Annots", [])) > 1]
    if not pages:
        return None
    first, second = rng.sample([link for link in rng.choice(pages).Annots if link.Subtype == "/Link"], 2)
    if all(first.get(key) == second.get(key) for key in ("/A", "/Dest")):
        return None
    first.Rect, second.Rect = pikepdf.Array(list(second.Rect)), pikepdf.Array(list(first.Rect))
    return surgery.bare()


def dead_link(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A link is taken out."""
    pages = [page for page in surgery.pdf.pages if len(page.get("/Annots", []))]
    if not pages:
        return None
    annotations = rng.choice(pages).Annots
    del annotations[rng.randrange(len(annotations))]
    return surgery.bare()


def stamped_page(surgery: Surgery, rng: random.Random) -> bytes | None:
    """A note of a PDF viewer is stuck on a page."""
    page = rng.choice(list(surgery.pdf.pages))
    stamp = pikepdf.Dictionary(
        Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/FreeText"), Rect=[50, 50, 200, 90],
        Contents=pikepdf.String("Not so."),
    )  # fmt: skip
    page["/Annots"] = pikepdf.Array([*page.get("/Annots", []), surgery.pdf.make_indirect(stamp)])
    return surgery.bare()


def cropped_page(surgery: Surgery, rng: random.Random) -> bytes | None:
    """The paper ends in the middle of the text."""
    page = rng.choice(list(surgery.pdf.pages))
    page["/CropBox"] = pikepdf.Array([0, 0, 250, 842])
    return surgery.bare()


def _links(surgery: Surgery) -> list[pikepdf.Object]:
    annotations = [link for page in surgery.pdf.pages for link in page.get("/Annots", [])]
    return [link for link in annotations if link.Subtype == "/Link"]


def _has_room(link: pikepdf.Object) -> bool:
    """Whether it is the number of a note, whose area is wider than the number."""
    return str(link.get("/Dest", "")).endswith("-call")


def _elements(surgery: Surgery) -> list[pikepdf.Object]:
    """Every element of the structure tree that shows something."""
    waiting, found = [surgery.pdf.Root.StructTreeRoot], []
    while waiting:
        element = waiting.pop()
        kids = element.get("/K", [])
        inner = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [kid for kid in inner if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        found += [element] if inner else []
    return found


IN_THE_FILE = (
    altered_letter,
    altered_digit,
    dropped_glyph,
    missing_glyph,
    erased_outline,
    replaced_outline,
    exchanged_outlines,
    bent_outline,
    shifted_outline,
    exchanged_codes,
    redirected_codes,
    altered_width,
    standard_font,
    dropped_piece,
    doubled_piece,
    swapped_pieces,
    moved_piece,
    raised_line,
    overlaid_line,
    hidden_line,
    deleted_page,
    swapped_pages,
    doubled_page,
    blank_page,
    renumbered_note,
    wrong_meaning,
    white_line,
    transparent_line,
    clipped_line,
    layered_line,
    covered_line,
    tiny_line,
    spoken_otherwise,
    tagged_otherwise,
    untagged,
    turned_link,
    moved_link,
    slid_link,
    widened_link,
    halved_link,
    exchanged_links,
    dead_link,
    stamped_page,
    cropped_page,
)
TIMES = 8


def _injected(
    brief: Finished, fault: Callable[[Surgery, random.Random], bytes | None], seed: str
) -> bytes | None:
    surgery = Surgery(brief.pdf)
    damaged = fault(surgery, random.Random(seed))
    return None if damaged == brief.pdf else damaged


@pytest.mark.parametrize("name", INJECTED_INTO)
@pytest.mark.parametrize("fault", IN_THE_FILE, ids=lambda fault: fault.__name__)
def test_faults_in_the_file_are_caught(
    name: str, fault: Callable[[Surgery, random.Random], bytes | None]
) -> None:
    """Every fault in a finished file is found."""
    brief = sample(name)
    escaped, tried = [], 0
    for number in range(TIMES if name != "joint-report" else 2):
        damaged = _injected(brief, fault, f"{name} {fault.__name__} {number}")
        if damaged is None:
            continue
        tried += 1
        if not prove(damaged, brief.composed, brief.manuscript, brief.fonts)[1]:
            escaped.append(number)
    print(f"{name}: {fault.__name__}: {tried - len(escaped)} of {tried} caught")
    assert escaped == []


SHAPES = (replaced_outline, exchanged_outlines, bent_outline, shifted_outline, exchanged_codes, altered_width)


@pytest.mark.parametrize("fault", SHAPES, ids=lambda fault: fault.__name__)
def test_it_is_the_shape_that_is_found(fault: Callable[[Surgery, random.Random], bytes | None]) -> None:
    """Nothing else gives these faults away but the comparison of shapes."""
    brief = sample("cedaw")
    damaged = next(filter(None, (_injected(brief, fault, f"shape {number}") for number in range(9))))
    codes = {finding.code for finding in prove(damaged, brief.composed, brief.manuscript, brief.fonts)[1]}
    assert "P713" in codes


def test_a_font_that_was_only_packed_anew_raises_no_false_alarm() -> None:
    """Shapes are compared, not bytes: the control for the faults in font programs."""
    brief = sample("embassy")
    packed = _reshaped(Surgery(brief.pdf), random.Random(1), lambda _program, _glyphs: None)
    assert packed is not None
    assert prove(packed, brief.composed, brief.manuscript, brief.fonts)[1] == []


# In the Word file

RUN = re.compile(r"<w:r>(?:(?!</w:r>).)*<w:t[ >](?:(?!</w:r>).)*</w:r>", re.S)
SAID = re.compile(r"(?<=>)[^<>]*[A-Za-z][^<>]*(?=</w:t>)")
PARAGRAPH = re.compile(r"<w:p>(?:(?!</w:p>).)*<w:t[ >](?:(?!</w:p>).)*</w:p>", re.S)
DOCUMENT, NOTES = "word/document.xml", "word/footnotes.xml"
Parts = dict[str, str]


def word_letter(parts: Parts, rng: random.Random) -> None:
    """A letter becomes another."""
    part = rng.choice((DOCUMENT, NOTES))
    match = rng.choice(list(SAID.finditer(parts[part])))
    at = rng.choice([n for n in range(match.start(), match.end()) if parts[part][n].isalpha()])
    parts[part] = parts[part][:at] + ("x" if parts[part][at] != "x" else "y") + parts[part][at + 1 :]


def word_digit(parts: Parts, rng: random.Random) -> None:
    """A digit is dropped."""
    part = rng.choice((DOCUMENT, NOTES))
    match = rng.choice([m for m in SAID.finditer(parts[part]) if any(c.isdigit() for c in m[0])])
    at = rng.choice([n for n in range(match.start(), match.end()) if parts[part][n].isdigit()])
    parts[part] = parts[part][:at] + parts[part][at + 1 :]


def word_dropped(parts: Parts, rng: random.Random) -> None:
    """A run is taken out."""
    part = rng.choice((DOCUMENT, NOTES))
    match = _said_run(parts[part], rng)
    parts[part] = parts[part][: match.start()] + parts[part][match.end() :]


def word_doubled(parts: Parts, rng: random.Random) -> None:
    """A run stands twice."""
    part = rng.choice((DOCUMENT, NOTES))
    match = _said_run(parts[part], rng)
    parts[part] = parts[part][: match.end()] + match[0] + parts[part][match.end() :]


def word_hidden(parts: Parts, rng: random.Random) -> None:
    """A run is hidden, white, or tiny."""
    part = rng.choice((DOCUMENT, NOTES))
    match = _said_run(parts[part], rng)
    look = rng.choice(("<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'))
    bare = re.sub(r"<w:rPr>.*?</w:rPr>", "", match[0])
    run = bare.replace("<w:r>", f"<w:r><w:rPr>{look}</w:rPr>", 1)
    parts[part] = parts[part][: match.start()] + run + parts[part][match.end() :]


def word_negated(parts: Parts, rng: random.Random) -> None:
    """A "not" is put in."""
    match = rng.choice([m for m in SAID.finditer(parts[DOCUMENT]) if " " in m[0].strip()])
    at = parts[DOCUMENT].index(" ", match.start() + 1)
    parts[DOCUMENT] = f"{parts[DOCUMENT][:at]} not{parts[DOCUMENT][at:]}"


def word_notes_exchanged(parts: Parts, rng: random.Random) -> None:
    """Two notes trade their words."""
    found = list(re.finditer(r'(?<=w:id=")[1-9]\d*(?=")', parts[NOTES]))
    first, second = sorted(rng.sample(found, 2), key=lambda match: match.start())
    text = parts[NOTES]
    parts[NOTES] = (
        text[: first.start()]
        + second[0]
        + text[first.end() : second.start()]
        + first[0]
        + text[second.end() :]
    )


def word_call_dropped(parts: Parts, rng: random.Random) -> None:
    """A call is taken out."""
    match = rng.choice(list(re.finditer(r"<w:footnoteReference [^>]*/>", parts[DOCUMENT])))
    parts[DOCUMENT] = parts[DOCUMENT][: match.start()] + parts[DOCUMENT][match.end() :]


def word_paragraphs_swapped(parts: Parts, rng: random.Random) -> None:
    """Two paragraphs trade places."""
    found = list(PARAGRAPH.finditer(parts[DOCUMENT]))
    first, second = rng.choice(
        [(a, b) for a, b in pairwise(found) if SAID.findall(a[0]) != SAID.findall(b[0])]
    )
    text = parts[DOCUMENT]
    between = text[first.end() : second.start()]
    parts[DOCUMENT] = text[: first.start()] + second[0] + between + first[0] + text[second.end() :]


def word_link_turned(parts: Parts, rng: random.Random) -> None:
    """A link leads elsewhere."""
    part = rng.choice(
        [name for name in parts if name.endswith(".rels") and 'TargetMode="External"' in parts[name]]
    )
    match = rng.choice(list(re.finditer(r'(?<=Target=")http[^"]*(?=")', parts[part])))
    parts[part] = parts[part][: match.start()] + "https://elsewhere.example/" + parts[part][match.end() :]


def word_part_lost(parts: Parts, _rng: random.Random) -> None:
    """The notes are gone."""
    del parts[NOTES]


def _said_run(text: str, rng: random.Random) -> re.Match[str]:
    return rng.choice([match for match in RUN.finditer(text) if "".join(SAID.findall(match[0])).strip()])


IN_THE_WORD_FILE = (
    word_letter,
    word_digit,
    word_dropped,
    word_doubled,
    word_hidden,
    word_negated,
    word_notes_exchanged,
    word_call_dropped,
    word_paragraphs_swapped,
    word_link_turned,
    word_part_lost,
)


@cache
def _read(name: str) -> tuple[Reading, bytes]:
    """A sample read back, and its Word file, which holds no fault."""
    brief = sample(name)
    reading = Reading.of(brief.pdf, brief.composed, brief.manuscript, brief.fonts)
    word = DOCX.render(Source(Workspace(ROOT), brief.manuscript, brief.composed))
    assert _found(reading, word) == []
    return reading, word


def _found(reading: Reading, word: bytes) -> list[str]:
    """What the proof says of a Word file."""
    try:
        adds = reading.manuscript.brief.catalogue.labels["review-copy-word"]
        return [finding.message for finding in differences(reading, read_word(word), adds)]
    except ValueError as error:
        return [str(error)]


@pytest.mark.parametrize("name", INJECTED_INTO)
@pytest.mark.parametrize("fault", IN_THE_WORD_FILE, ids=lambda fault: fault.__name__)
def test_faults_in_the_word_file_are_caught(name: str, fault: Callable[[Parts, random.Random], None]) -> None:
    """Every fault in a Word file is found."""
    reading, word = _read(name)
    escaped = []
    for number in range(TIMES):
        with ZipFile(BytesIO(word)) as archive:
            files = {item: archive.read(item) for item in archive.namelist()}
        parts = {item: data.decode() for item, data in files.items() if item.endswith((".xml", ".rels"))}
        fault(parts, random.Random(f"{name} {fault.__name__} {number}"))
        stream = BytesIO()
        with ZipFile(stream, "w") as archive:
            for item, data in files.items():
                if item in parts or not item.endswith((".xml", ".rels")):
                    archive.writestr(item, parts.get(item, "").encode() or data)
        if not _found(reading, stream.getvalue()):
            escaped.append(number)
    print(f"{name}: {fault.__name__}: {TIMES - len(escaped)} of {TIMES} caught")
    assert escaped == []


# Printed again from an altered page


def _without_sentence(html: str, rng: random.Random) -> Iterator[str]:
    body = html.index("<body")
    found = [m for m in re.finditer(r"(?<=[.] )[A-Z][^<>.]{20,}\.(?= )", html) if m.start() > body]
    for match in rng.sample(found, k=2):
        yield html[: match.start()] + html[match.end() :]


def _without_note(html: str, rng: random.Random) -> Iterator[str]:
    for match in rng.sample(list(NOTE.finditer(html)), k=2):
        yield html[: match.start()] + html[match.end() :]


def _swapped_notes(html: str, rng: random.Random) -> Iterator[str]:
    first, second = sorted(rng.sample(list(NOTE.finditer(html)), k=2), key=lambda match: match.start())
    yield "".join((
        html[: first.start("words")], second["words"], html[first.end("words") : second.start("words")],
        first["words"], html[second.end("words") :],
    ))  # fmt: skip


def _moved_note(html: str, rng: random.Random) -> Iterator[str]:
    match = rng.choice(list(NOTE.finditer(html))[:-1])
    goal = html.rindex("</p>")
    yield html[: match.start()] + html[match.end() : goal] + match[0] + html[goal:]


def _negated(html: str, rng: random.Random) -> Iterator[str]:
    body = html.index("<body")
    found = [m for m in re.finditer(r"(?<=[a-z]) (not|never|no) (?=[a-z])", html) if m.start() > body]
    for match in rng.sample(found, k=min(2, len(found))):
        yield html[: match.start()] + " " + html[match.end() :]
    verbs = [
        m for m in re.finditer(r"(?<=[a-z]) (is|are|was|were|does|do) (?=[a-z])", html) if m.start() > body
    ]
    for match in rng.sample(verbs, k=2):
        yield f"{html[: match.end()]}not {html[match.end() :]}"


def _swapped_paragraphs(html: str, rng: random.Random) -> Iterator[str]:
    found = list(re.finditer(r"<p>(?:(?!</?p[ >]).)*</p>", html, re.S))
    first, second = rng.choice(list(pairwise(found)))
    yield (
        html[: first.start()]
        + second[0]
        + html[first.end() : second.start()]
        + first[0]
        + html[second.end() :]
    )


def _hidden_by_style(html: str, _rng: random.Random) -> Iterator[str]:
    for rule in (
        ".footnote { display: none !important }",
        ".prose p:first-child { display: none !important }",
        ".prose { font-size: 0 !important }",
        ".prose { text-transform: uppercase }",
        ".prose p::before { content: 'Not so: ' !important }",
        ".footnote::footnote-call { content: none !important }",
        ".footnote::footnote-call { content: counter(page) !important }",
        "h2 { position: absolute; left: -4000pt }",
        ".prose p { width: 60pt; white-space: nowrap; margin-left: 480pt }",
    ):
        yield html.replace("</style>", f"{rule}\n</style>", 1)


NOTE = re.compile(
    r'<span class="note-call"></span><span id="note-\d+" class="footnote">'
    r"(?P<words>(?:(?!</span></span>).)*)</span>(?=</span>)",
    re.S,
)
IN_THE_PAGE = (
    _without_sentence,
    _without_note,
    _swapped_notes,
    _moved_note,
    _negated,
    _swapped_paragraphs,
    _hidden_by_style,
)


@pytest.mark.parametrize("name", ["embassy", "cedaw"])
@pytest.mark.parametrize("fault", IN_THE_PAGE, ids=lambda fault: fault.__name__)
def test_faults_between_composing_and_printing_are_caught(
    name: str, fault: Callable[[str, random.Random], Iterator[str]]
) -> None:
    """What was composed is not what was printed: found."""
    brief = sample(name)
    escaped, tried = [], 0
    for number, html in enumerate(fault(brief.composed.html, random.Random(f"{name} {fault.__name__}"))):
        assert html != brief.composed.html
        tried += 1
        pdf = reprinted(replace(brief.composed, html=html), brief.manuscript)
        if not prove(pdf, brief.composed, brief.manuscript, brief.fonts)[1]:
            escaped.append(number)
    print(f"{name}: {fault.__name__}: {tried - len(escaped)} of {tried} caught")
    assert tried
    assert escaped == []


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_raise_no_false_alarm(name: str) -> None:
    """What was not touched is in order."""
    brief = sample(name)
    proof, findings = prove(brief.pdf, brief.composed, brief.manuscript, brief.fonts)
    assert [finding.message for finding in findings] == []
    assert proof.pages
