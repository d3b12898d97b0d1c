"""From laid-out boxes to tags: the print engine's pages as one tree, in reading order.

The engine lays an element out in as many boxes as it needs lines and pages; here they are
one tag again, because each box knows its element. Margins and the heads that a table
repeats are artifacts (ISO 32000-1, 14.8.2.2): no tag reaches them. A note becomes a tag of
its own, and its call and its number lead to each other. The engine's classes are known by
what they hold and by name, so that nothing here imports it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from brief.outputs.pdf.tag_rules import place_notes, settled
from brief.outputs.pdf.tag_writing import (
    PRINTED,
    Changes,
    Place,
    TagWriter,
    WrittenLink,
    name_places,
    rewrite_marks,
    space_glyphs,
)
from brief.outputs.pdf.tags import Annotation, Mark, Tag, attributes_of, is_decoration, role_of, spoken
from brief.outputs.pdf.word_breaks import missing_spaces
from brief.prove.words import is_right_to_left

POINTS = 0.75  # in a CSS pixel
REPEATED = ("thead", "tfoot")
PAGINATION, LEADER = "/Type/Pagination", "/Type/Layout"
HEAD_AGAIN = f"{PAGINATION}/Subtype/BRIEF_TableHead"
SIDES = {"@top": "/Subtype/Header", "@bottom": "/Subtype/Footer"}
LONGEST_NOTE = 300


@dataclass(slots=True)
class _Spot:
    """Where a call or a note stands: the index of its page, and its rectangle in points."""

    page: int
    x1: float
    y1: float
    x2: float
    y2: float


def add_tags(
    pdf: Any, document: Any, streams: list[Any], complain: Callable[[str], None], back: str = ""
) -> None:
    """Tag the engine's pages. `back` names the link from a note to its call; `complain` is told what lacks.

    Called in place of the engine's own function, when the pages are painted and not yet written.
    """
    language = document.metadata.lang or ""
    tagger = Tagger(pdf, language, complain)
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        tagger.page(number, page, stream._tags)
    tagger.link_notes(back)
    place_notes(tagger.calls)
    if not language:
        complain("the page does not say its language: `lang` is missing")
    TagWriter(pdf, language).write(settled(tagger.root))
    name_places(pdf, tagger.places)
    tagger.mark_spaces()
    spaces = space_glyphs(document.fonts)
    for stream, changes in zip(streams, tagger.changes, strict=True):
        rewrite_marks(stream.stream, changes, spaces)


class Tagger:
    """Gathers the tags of all pages."""

    def __init__(self, pdf: Any, language: str, complain: Callable[[str], None]) -> None:
        self.pdf, self.language = pdf, language
        self.complain = complain
        self.root = Tag("Document")
        self.pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        self.known: dict[tuple[Any, str], Tag] = {}
        self.notes: dict[Any, Tag] = {}
        self.call_of: dict[Any, Tag] = {}
        self.call_lang: dict[Any, str] = {}
        self.spots: dict[Tag, _Spot] = {}
        self.places: dict[str, Place] = {}
        self.number, self.height = 0, 0.0
        self.marks: dict[Any, dict[str, Any]] = {}
        self.changes: list[Changes] = []
        self.body: Any = None

    @property
    def calls(self) -> list[tuple[Tag, Tag]]:
        """Calls with their notes, in reading order."""
        return [
            (call, self.notes[element]) for element, call in self.call_of.items() if element in self.notes
        ]

    def page(self, number: int, page: Any, marks: dict[Any, dict[str, Any]]) -> None:
        """Add what stands on a page, by its marks; what is none of the text becomes an artifact."""
        self.number, self.height, self.marks = number, page.height, marks
        self.changes.append(Changes())
        for box in page._page_box.children:
            kind = type(box).__name__
            if kind == "MarginBox":
                self._leave_out(box, PAGINATION + SIDES.get(box.at_keyword.partition("-")[0], ""))
            else:
                self._walk(box, self.root, self.language, None, in_notes=kind == "FootnoteAreaBox")
        self.changes[-1].artifacts.update((mark["mcid"], "") for mark in self.marks.values())
        self.marks.clear()

    def mark_spaces(self) -> None:
        """Say where a space is missing."""
        for mark in missing_spaces(self.root, self.body, self.notes) if self.body is not None else ():
            self.changes[mark.page].spaced.add(mark.number)

    def link_notes(self, back: str) -> None:
        """Number the notes, and let calls and notes lead to each other."""
        for element, note in self.notes.items():
            note.lang = note.lang or self.call_lang.get(element, "")
        for number, (element, note) in enumerate(self.notes.items(), start=1):
            note.id = element.get("id") or f"note-{number}"
            call = self.call_of.get(element)
            label = next((kid for kid in note.tags() if kid.role == "Lbl"), None)
            if call is not None:
                self._link(call, note.id, self.spots[label or note], _shortened(note, label))
            if call is not None and label is not None:
                self._link(label, f"{note.id}-call", self.spots[call], back or label.text)

    def _walk(self, box: Any, parent: Tag, lang: str, link: Any, in_notes: bool = False) -> None:
        box = getattr(box, "_box", box)  # what is placed absolutely stands behind a placeholder
        mark = self.marks.pop(box, None)
        if mark is not None and mark["tag"] == "Figure":
            self._figure(box, parent, mark["mcid"])
            return
        if mark is not None:
            parent.add(Mark(self.number, mark["mcid"], box.text, "::" in box.element_tag))
            if is_right_to_left(box.text):
                self.changes[-1].spoken[mark["mcid"]] = box.text
            return
        element = box.element
        tag = parent
        if element is not None:
            name = box.element_tag
            if name == "body":
                self.body = element
            if name in REPEATED and self._is_repeated(element, name):
                self._leave_out(box, HEAD_AGAIN)
                return
            if box.is_leader:
                self._leave_out(box, LEADER)
                return
            own = "" if "::" in name else element.get("lang") or ""
            tag = self._tag(box, element, name, parent, own, lang, in_notes)
            lang = own or lang
        if box.link_annotation is not None:
            tag = self._annotate(box.link_annotation, tag, link)
            link = link or box.link_annotation
        for child in box.children:
            self._walk(child, tag, lang, link, in_notes)

    def _tag(
        self, box: Any, element: Any, name: str, parent: Tag, own: str, lang: str, in_notes: bool
    ) -> Tag:
        """The tag of an element, made where it is met first; that of its parent when it has none."""
        known = self.known.get((element, name))
        if known is not None:
            return known
        role = role_of(box, element, name, parent)
        if in_notes and parent is self.root and "::" not in name:
            role = "Note"
        if not role and own and own.lower() != lang.lower():
            role = "Div" if type(box).__name__ in ("BlockBox", "FlexBox", "GridBox") else "Span"
        if not role:
            return parent
        tag = self.known[element, name] = Tag(
            role, page=self.number, lang=own, attributes=attributes_of(role, box, element, parent)
        )
        if role == "Note":
            self.notes[element] = tag
            self.spots[tag] = self._spot(box)
            return tag
        parent.add(tag)
        if role == "Reference":
            self.call_of[element], self.call_lang[element] = tag, lang
        if name.endswith(("::footnote-call", "::footnote-marker")):
            self.spots[tag] = self._spot(box)
        return tag

    def _is_repeated(self, element: Any, name: str) -> bool:
        known = self.known.get((element, name))
        return known is not None and known.page < self.number

    def _figure(self, box: Any, parent: Tag, number: int) -> None:
        """A picture with its words; a decoration, and a picture that a style sheet adds, is an artifact."""
        words = spoken(box.element)
        if "::" in box.element_tag or is_decoration(box.element):
            self.changes[-1].artifacts[number] = ""
            return
        if words is None:
            source = box.element.get("src", "an SVG picture")
            self.complain(f"the picture {source} has no alternative text (`alt`)")
        x, y = box.content_box_x(), box.content_box_y()
        spot = self._placed(x, y, box.width, box.height)
        area = " ".join(f"{side:.2f}" for side in (spot.x1, spot.y1, spot.x2, spot.y2))
        figure = Tag("Figure", page=self.number, alt=words or "", attributes=f"/O/Layout/BBox[{area}]")
        figure.add(Mark(self.number, number))
        parent.add(figure)

    def _annotate(self, annotation: Any, tag: Tag, outer: Any) -> Tag:
        """The tag of a link; one within a link, which the engine makes of its parts, is taken out."""
        if outer is not None:
            self._take_out(annotation)
            return tag
        annotation["F"] = PRINTED
        if tag.role != "Link":
            link = Tag("Link", page=self.number)
            tag.add(link)
            tag = link
        tag.add(Annotation(self.number, annotation))
        return tag

    def _take_out(self, annotation: Any) -> None:
        self.pages[self.number]["Annots"].remove(annotation.reference)

    def _leave_out(self, box: Any, kind: str) -> None:
        """Make everything in a box an artifact of this kind."""
        for inner in box.descendants():
            mark = self.marks.pop(inner, None)
            if mark is not None:
                self.changes[-1].artifacts[mark["mcid"]] = kind
            if inner.link_annotation is not None:
                self._take_out(inner.link_annotation)

    def _spot(self, box: Any) -> _Spot:
        x, y, width, height = box.hit_area()
        if not height:  # a line height of nought: what a mouse can hit is as tall as the letters
            height = box.style["font_size"]
            y -= height / 2
        return self._placed(x, y, width, height)

    def _placed(self, x: float, y: float, width: float, height: float) -> _Spot:
        """A rectangle of the page, whose origin is its upper left corner, in PDF's coordinates."""
        top = self.height - y
        return _Spot(self.number, x * POINTS, (top - height) * POINTS, (x + width) * POINTS, top * POINTS)

    def _link(self, tag: Tag, name: str, goal: _Spot, words: str) -> None:
        """Let a call or the number of a note lead to a place of this name."""
        marks = list(tag.marks())
        if not marks:
            return
        spot = self.spots[tag]
        self.places[name] = (self.pages[goal.page].reference, goal.x1, goal.y2)
        annotation = WrittenLink((spot.x1, spot.y1, spot.x2, spot.y2), name, words)
        self.pdf.add_object(annotation)
        page = self.pages[spot.page]
        if "Annots" not in page:
            page["Annots"] = type(self.pdf.pages["Kids"])()
        page["Annots"].append(annotation.reference)
        tag.hold([Tag("Link", page=spot.page).hold([*tag.kids, Annotation(spot.page, annotation)])])


def _shortened(note: Tag, label: Tag | None) -> str:
    """The words of a note without its number, as much as is read out in one breath."""
    words = " ".join(kid.text for kid in note.kids if isinstance(kid, Tag | Mark) and kid is not label)
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_NOTE else words[:LONGEST_NOTE].rsplit(" ", 1)[0] + " …"
