"""The walk through a Word file's text, as a person sees it (ECMA-376-1, 17; clauses in brackets).

Fields show their result and not their instruction (17.16.18), tracked changes what is left after
all of them (17.13.5), ruby its base (17.3.3.25), and of alternatives one is shown. Hidden and
struck words are no text. Text boxes follow the paragraph that holds them, notes the whole, in the
order of their calls. What is left out, or cannot be put into words, is told. An element that the
table of readers does not know may hold no words: nobody could say whether they are seen, and the
file is refused. Spaces at the ends of `w:t` count even where `xml:space` does not keep them:
programs differ, and words are not to run together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from xml.etree.ElementTree import Element

from brief.corpus.captures.docx_alternatives import MC, SYM_EX, A, shown_alternative
from brief.corpus.captures.docx_fields import WITHOUT_RESULT, Field, filled_in
from brief.corpus.captures.docx_grounds import ground, is_blacked_out, is_faint
from brief.corpus.captures.docx_package import Package
from brief.corpus.captures.docx_styles import FRONT, HEADINGS, Look, Styles, W, is_on, number, value
from brief.corpus.captures.docx_symbols import drawn, sign
from brief.corpus.captures.lines import CapturedLine, blacked_out, one_bar, raised, visible
from brief.corpus.captures.told import Told

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"

DEEPEST = 120
CHARACTERS = {
    **dict.fromkeys(("tab", "ptab", "br", "cr"), " "), "noBreakHyphen": "\u2011", "softHyphen": "\u00ad",
}  # fmt: skip
COUNTED = frozenset(("dayLong", "dayShort", "monthLong", "monthShort", "yearLong", "yearShort", "pgNum"))
"""What shows a date or a number that Word works out (17.3.3)."""
LINEAR = ("oMath", "oMathPara", "oMathParaPr", "r", "rPr", "t", "ctrlPr", "sty", "nor", "scr", "lit", "jc")
LINEAR_MATH = frozenset(f"{M}{name}" for name in LINEAR)
COLOURED = (f"{W}highlight", f"{W}shd")
THROUGH = (
    "body", "customXml", "smartTag", "sdtContent", "hyperlink", "dir", "rubyBase", "footnote", "endnote",
    "txbxContent", "hdr", "ftr",
)  # fmt: skip
PASSED_OVER = ("pPr", "tblPr", "tblGrid", "trPr", "tcPr", "rPr", "sectPr", "sdtPr", "proofErr")


class Reader:
    """The walk through a document: pieces of a line are gathered until its paragraph ends."""

    def __init__(self, package: Package, styles: Styles, labels: dict[tuple[str, str], str]) -> None:
        self.lines: list[CapturedLine] = []
        self.told = Told()
        self.title = ""
        self._package = package
        self._styles = styles
        self._labels = labels
        self._notes: list[tuple[str, str]] = []
        self._pieces: list[tuple[str, bool]] = []
        self._boxes: list[tuple[Element, str]] = []
        self._fields: list[Field] = []
        self._out: list[str] = []
        self._look = Look()
        self._style, self._depth = "", 0
        self._table: str | None = None
        self._is_front = True
        self._column, self._ground, self._below = 0, "", ""
        self._merged: set[int] = set()
        self._read = self._readers()

    def _readers(self) -> dict[str, Callable[[Element], None]]:
        """How each element is read; one that stands in no row may hold no words."""
        rows: tuple[tuple[Callable[[Element], None], str, Iterable[str]], ...] = (
            (self._children, W, THROUGH),
            (self._nothing, W, PASSED_OVER),
            (self._refused, W, ("altChunk", "subDoc")),
            (self._paragraph, W, ("p",)),
            (self._of_table, W, ("tbl",)),
            (self._row, W, ("tr",)),
            (self._cell, W, ("tc",)),
            (self._run, W, ("r",)),
            (self._text, W, ("t", "delText")),
            (self._character, W, (*CHARACTERS, *COUNTED)),
            (self._sign, W, ("sym",)),
            (self._sign, SYM_EX, ("symEx",)),
            (self._inserted, W, ("ins", "moveTo")),
            (self._deleted, W, ("del", "moveFrom")),
            (self._turned, W, ("bdo",)),
            (self._ruby, W, ("ruby",)),
            (self._control, W, ("sdt",)),
            (self._called, W, ("footnoteReference", "endnoteReference")),
            (self._field_mark, W, ("fldChar",)),
            (self._simple_field, W, ("fldSimple",)),
            (self._instruction, W, ("instrText",)),
            (self._drawing, W, ("drawing", "pict", "object")),
            (self._alternative, MC, ("AlternateContent",)),
            (self._math, M, ("oMath", "oMathPara")),
        )
        return {f"{space}{name}": read for read, space, names in rows for name in names}

    def _nothing(self, _: Element) -> None:
        pass

    # A flow of paragraphs

    def story(self, element: Element, out: str = "") -> None:
        """Read a body, a note or a text box, which has fields and paragraphs of its own."""
        kept = self._fields, self._out, self._style, self._table, self._look, self._ground, self._below
        self._fields, self._out, self._table = [], [out] if out else [], None
        self._ground = self._below = ""
        self._children(element)
        self._flush()
        if self._fields:
            raise ValueError("holds a field without an end; open it in Word, save it and add that")
        self._fields, self._out, self._style, self._table, self._look, self._ground, self._below = kept

    def read_notes(self) -> None:
        """Read the notes in the order of their calls, and those that they call."""
        parts: dict[str, dict[str, Element]] = {}
        for kind, id_ in self._notes:  # grows while it is read
            if kind not in parts:
                root = self._package.tree(self._package.related(self._package.main, f"{kind}s"))
                found = root.iter(f"{W}{kind}") if root is not None else ()
                parts[kind] = {note.get(f"{W}id", ""): note for note in found}
            if id_ in parts[kind]:
                self.story(parts[kind].pop(id_))

    def _children(self, element: Element) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError("nests its parts too deep to be read whole")
        for child in element:
            self._read.get(child.tag, self._unknown)(child)
        self._depth -= 1

    def _unknown(self, element: Element) -> None:
        if any(node.text and node.tag in (f"{W}t", f"{A}t", f"{M}t") for node in element.iter()):
            name = element.tag.rpartition("}")[2]
            raise ValueError(f"holds words in `{name}`, where nobody can tell whether Word shows them")

    def _refused(self, _: Element) -> None:
        raise ValueError("takes in another document; open it in Word, save it as one .docx and add that")

    # Paragraphs and tables

    def _paragraph(self, element: Element) -> None:
        properties = element.find(f"{W}pPr")
        self._style = style = value(properties, f"{W}pStyle")
        if properties is not None:
            self._number(properties, style)
        self._look = self._styles.look(None, style, self._table)
        self._ground = ground(properties, self._styles, "paragraph", style, self._below)
        self._children(element)
        if properties is None or not self._runs_on(properties):
            self._flush(self._styles.part(style))

    def _runs_on(self, properties: Element) -> bool:
        """Whether a paragraph's end is deleted (17.13.5.15), hidden (17.3.2.36) or a dropped capital's."""
        mark = properties.find(f"{W}rPr")
        gone = mark is not None and (
            any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))
            or is_on(mark.find(f"{W}vanish"))
            or is_on(mark.find(f"{W}specVanish"))
        )
        frame = properties.find(f"{W}framePr")
        return gone or (frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin"))

    def _number(self, properties: Element, style: str) -> None:
        numbering = properties.find(f"{W}numPr")
        inherited = self._styles.numbering(style)
        id_ = value(numbering, f"{W}numId") or value(inherited, f"{W}numId")
        level = value(numbering, f"{W}ilvl") or value(inherited, f"{W}ilvl") or "0"
        if (label := self._labels.get((id_, level))) is not None:
            self.told.add("number", label if any(character.isalpha() for character in label) else "")

    def _flush(self, part: str = "") -> None:
        """Close the line, and read the text boxes that its paragraph holds."""
        text = "".join(
            raised(joined) if is_raised else joined
            for is_raised, pieces in groupby(self._pieces, key=lambda piece: piece[1])
            for joined in ("".join(words for words, _ in pieces),)
        )
        self._pieces.clear()
        words, refused = visible(one_bar(text))
        if made := bool(words or refused):
            self._is_front = self._is_front and part in FRONT
            heading = part in HEADINGS or (self._is_front and part in ("title", "subtitle"))
            self.lines.append(CapturedLine(words, refused, heading=heading))
            if len(self.lines) == 1 and part == "title":
                self.title = words
        self.told.close(len(self.lines), made=made)
        boxes, self._boxes = self._boxes, []
        for box, out in boxes:
            self.story(box, out)

    def _of_table(self, element: Element) -> None:
        self._flush()
        outer = self._table, self._column, self._merged
        self._table, self._merged = value(element, f"{W}tblPr/{W}tblStyle"), set()
        self._children(element)
        self._table, self._column, self._merged = outer

    def _row(self, element: Element) -> None:
        properties = element.find(f"{W}trPr")
        self._column = number(value(properties, f"{W}gridBefore"))
        gone = properties is not None and properties.find(f"{W}del") is not None
        self._within(element, "deleted" if gone else "")

    def _cell(self, element: Element) -> None:
        """A cell; one that a cell above reaches over is covered by it (17.4.84)."""
        properties = element.find(f"{W}tcPr")
        column, self._column = self._column, self._column + (number(value(properties, f"{W}gridSpan")) or 1)
        merged = properties.find(f"{W}vMerge") if properties is not None else None
        goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
        if not goes_on and not self._out:
            (self._merged.discard if merged is None else self._merged.add)(column)
        gone = properties is not None and properties.find(f"{W}cellDel") is not None
        outer = self._below
        self._below = ground(properties, self._styles, "table", self._table or "", outer)
        self._within(element, "hidden" if goes_on and column in self._merged else "deleted" if gone else "")
        self._flush()
        self._below = outer

    def _within(self, element: Element, out: str) -> None:
        """Read what is below, left out for a reason where there is one."""
        if out:
            self._out.append(out)
        self._children(element)
        if out:
            self._out.pop()

    # Within a paragraph

    def _run(self, element: Element) -> None:
        outer = self._look
        self._look = self._styles.look(element.find(f"{W}rPr"), self._style, self._table)
        self._children(element)
        self._look = outer

    def _reason(self) -> str:
        """Why what stands here is not seen; "" where it is."""
        if any(not each.shows for each in self._fields):
            return "instruction"
        if self._out:
            return self._out[-1]
        return "hidden" if self._look.hidden else "struck" if self._look.is_struck else ""

    def _say(self, words: str) -> None:
        reason = self._reason()
        if reason == "instruction":
            return
        if is_blacked_out(self._look, self._ground) and words.strip():
            words = blacked_out(words)
            self.told.add("blacked")
        if reason:
            self.told.add(reason, words)
            return
        for each in self._fields:
            each.said = True
        if is_faint(self._look, self._ground) and words.strip():
            self.told.add("faint", words)
        self._pieces.append((words, self._look.raised))

    def _mark(self, kind: str) -> None:
        """Something that a person sees and that is no text: no quotation may pass over it unseen."""
        if not self._reason():
            self.told.add("mark", "")
        self._say(f"[{kind}]")

    def _text(self, element: Element) -> None:
        self._say(drawn(element.text or "", self._look.font))

    def _character(self, element: Element) -> None:
        name = element.tag.removeprefix(W)
        if name in CHARACTERS:
            self._say(CHARACTERS[name])
        else:
            self._mark("number" if name == "pgNum" else "date")

    def _sign(self, element: Element) -> None:
        space = element.tag[: element.tag.index("}") + 1]
        self._say(sign(element.get(f"{space}char", ""), element.get(f"{space}font", "")))

    def _inserted(self, element: Element) -> None:
        if not self._reason():
            self.told.add("inserted", self._letters(element))
        self._children(element)

    def _letters(self, element: Element) -> str:
        """The letters of runs, as a remark may repeat them."""
        letters: list[str] = []
        for run in element.iter(f"{W}r"):
            look = self._styles.look(run.find(f"{W}rPr"), self._style, self._table)
            said = "".join(node.text or "" for node in run.findall(f"{W}t"))
            letters.append(blacked_out(said) if is_blacked_out(look, self._ground) else said)
        return one_bar("".join(letters))

    def _deleted(self, element: Element) -> None:
        self._within(element, "deleted")

    def _turned(self, element: Element) -> None:
        self.told.add("turned", self._letters(element))
        self._children(element)

    def _ruby(self, element: Element) -> None:
        for part in element:
            if part.tag == f"{W}rt" and not self._reason():
                self.told.add("reading", self._letters(part))
            elif part.tag == f"{W}rubyBase":
                self._children(part)

    def _control(self, element: Element) -> None:
        properties = element.find(f"{W}sdtPr")
        if properties is not None:
            if is_on(properties.find(f"{W}showingPlcHdr")):
                self.told.add("blank")
            if properties.find(f"{W}dataBinding") is not None:
                self.told.add("bound")
        self._children(element)

    def _called(self, element: Element) -> None:
        if not self._reason():
            kind = element.tag.removeprefix(W).removesuffix("Reference")
            self._notes.append((kind, element.get(f"{W}id", "")))

    def _math(self, element: Element) -> None:
        """A formula in a line is its letters; one that is built up (x², ½) would read otherwise."""
        if any(
            node.tag in COLOURED or (node.tag.startswith(M) and node.tag not in LINEAR_MATH)
            for node in element.iter()
        ):
            self._mark("formula")
        else:
            self._say("".join(node.text or "" for node in element.iter(f"{M}t")))

    # Fields

    def _field_mark(self, element: Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin" and len(self._fields) == DEEPEST:
            raise ValueError("nests its fields too deep to be read whole")
        if kind == "begin":
            self._fields.append(Field(element.find(f"{W}ffData")))
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            self._close_field()

    def _close_field(self) -> None:
        closed = self._fields.pop()
        if closed.name in ("FORMCHECKBOX", "FORMDROPDOWN"):
            self._say(filled_in(closed.form))
        elif closed.name in WITHOUT_RESULT and not closed.said:
            self._mark("field")

    def _simple_field(self, element: Element) -> None:
        self._fields.append(Field(element.find(f"{W}ffData"), [element.get(f"{W}instr", "")], shows=True))
        self._children(element)
        self._close_field()

    def _instruction(self, element: Element) -> None:
        if self._fields and not self._fields[-1].shows:
            self._fields[-1].instruction.append(element.text or "")

    # Drawings and alternatives

    def _drawing(self, element: Element) -> None:
        """Text boxes wait until the paragraph is read; letters of a drawing or a chart are told."""
        reason = self._reason()
        if reason == "instruction":
            return
        waiting, boxes = [element], 0
        while waiting:
            node = waiting.pop()
            if node.tag == f"{W}txbxContent":
                self._boxes.append((node, reason))
                boxes += 1
            elif node.tag == f"{MC}AlternateContent":
                waiting += reversed(self._chosen(node))
            elif node.tag in (f"{A}t", f"{V}textpath"):
                self.told.add(reason or "picture", f"{node.text or node.get('string', '')} ")
            else:
                waiting += reversed(node)
        if not boxes and not reason:
            self.told.add("picture")

    def _alternative(self, element: Element) -> None:
        for child in self._chosen(element):
            self._read.get(child.tag, self._unknown)(child)

    def _chosen(self, element: Element) -> list[Element]:
        shown, others = shown_alternative(element)
        if others:
            marked = any(node.tag in COLOURED for node in element.iter())
            self.told.add("other", "" if marked else others)
        return shown
