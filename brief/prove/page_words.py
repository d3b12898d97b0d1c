"""What the page promises: the visible words of the composed HTML, in the order of reading.

The text becomes chunks, one for each stretch between two tags, and the calls of notes; a
note's own words stand apart, by its number. Nothing is computed from the style sheet but
which elements it hides: words that it adds (numbers of paragraphs, leaders) are for the
comparison to judge, which knows from here where an element begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from brief.prove.words import folded

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"head", "style", "script", "template", "title"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
NUMBERED = {*HEADINGS, "p", "li"}
BLOCKS = {
    *("p", "pre", "div", "section", "figure", "figcaption", "blockquote", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "tr", "td", "th"), *HEADINGS,
}  # fmt: skip
LISTS = {"ul", "ol", "dl", "menu"}
PAPER_ONLY = {".review-copy"}
NOTE_ID = re.compile(r"note-(\d+)")


@dataclass(slots=True)
class Chunk:
    """Words between two tags. `call`: not words but the call of this note.

    `page_of` is the id that a contents entry names, at its last chunk; `head` counts the
    table head it stands in; `href` is where the link leads it stands in; `cites` is what the
    citation it belongs to names; what is `paper_only` has no place in a Word file; it stands in so
    many `lists` and `quotes`; a `label` marks an item, and `cited` is what a citation says; `block`
    numbers what stands between two block elements.
    """

    text: str
    call: int = 0
    page_of: str = ""
    head: int = 0
    href: str = ""
    paper_only: bool = False
    lists: int = 0
    quotes: int = 0
    label: bool = False
    cited: bool = False
    block: int = 0
    cites: str = ""


@dataclass
class PageWords:
    """The words of a page: `text` with calls, `notes` by number, and what is named where.

    `ids` and the starts of numbered lists are by chunk; headings are stretches of chunks;
    `unseen` holds the words of elements that the style hides; `alike` where paragraphs, items
    and headings of one kind begin, which a style numbers all or none.
    """

    text: list[Chunk] = field(default_factory=list)
    notes: dict[int, list[Chunk]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    headings: list[tuple[int, int]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)
    unseen: list[str] = field(default_factory=list)
    alike: dict[str, list[int]] = field(default_factory=dict)


Hidden = tuple[tuple[frozenset[str], ...], ...]


def read_page(html: str, hidden: Hidden = ()) -> PageWords:
    """The words of composed HTML. `hidden`: selectors of elements that are not printed."""
    reader = _Reader(hidden)
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.words


@dataclass(slots=True)
class _Open:
    tag: str
    note: int
    hidden: bool
    head: int
    goal: str
    first: int
    names: frozenset[str] = frozenset()
    href: str = ""
    cites: str = ""
    lists: int = 0
    quotes: int = 0
    cited: bool = False


class _Reader(HTMLParser):
    def __init__(self, hidden: Hidden) -> None:
        super().__init__(convert_charrefs=True)
        self.words = PageWords()
        self.hidden = hidden
        self.stack = [_Open("", 0, False, 0, "", 0)]
        self.buffer: list[str] = []
        self.heads = self.block = 0

    def handle_data(self, data: str) -> None:
        self.buffer.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flush()
        self.block += tag in BLOCKS
        attributes = {name: value or "" for name, value in attrs}
        outer = self.stack[-1]
        if tag == "img" and not outer.hidden:
            self.words.pictures.append(attributes.get("alt", ""))
        if "id" in attributes:
            self.words.ids.setdefault(attributes["id"], len(self.words.text))
        if tag in VOID:
            return
        self.stack.append(self._opened(tag, attributes, outer))
        if attributes.get("start", "").isdecimal():
            self.words.starts.add(int(attributes["start"]))
        named = ".labelled" in self.stack[-3 if len(self.stack) > 2 else 0].names  # its mark is text
        if tag in NUMBERED and not self.stack[-1].hidden and (tag, outer.tag) != ("p", "li") and not named:
            names = sorted(n for n in self.stack[-1].names | outer.names if not n.startswith("#"))
            kind = f"li {outer.first}" if tag == "li" else f"{tag} {' '.join(names)}"
            self.words.alike.setdefault(kind, []).append(len(self.words.text))
        if tag in HEADINGS and not self.stack[-1].hidden:
            self.words.headings.append((len(self.words.text), -1))

    def _opened(self, tag: str, attributes: dict[str, str], outer: _Open) -> _Open:
        classes = attributes.get("class", "").split()
        note = outer.note
        match = NOTE_ID.fullmatch(attributes.get("id", "")) if "footnote" in classes else None
        if match is not None and not outer.hidden:
            note = int(match[1])
            self.words.text.append(Chunk("", call=note, head=outer.head, block=self.block))
            self.words.notes.setdefault(note, [])
        if tag == "thead":
            self.heads += 1
        head = self.heads if tag == "thead" else outer.head
        link = attributes.get("href", "")
        in_contents = any(element.tag == "nav" for element in self.stack)
        goal = link[1:] if in_contents and tag == "a" and link.startswith("#") else ""
        names = frozenset((tag, f"#{attributes.get('id', '')}", *(f".{name}" for name in classes)))
        unseen = outer.hidden or tag in UNSEEN or any(self._is_hidden(names, s) for s in self.hidden)
        href = link if tag == "a" else outer.href if note == outer.note else ""
        self.block += "note-par" in classes
        lists, quotes = (outer.lists, outer.quotes) if note == outer.note else (0, 0)
        lists += tag in LISTS
        quotes += tag == "blockquote" or "note-quote" in classes
        cited = "citation" in classes or (outer.cited and note == outer.note)
        cites = attributes.get("data-cites", outer.cites)
        place = (cites, lists, quotes, cited)
        return _Open(tag, note, unseen, head, goal, len(self.words.text), names, href, *place)

    def _is_hidden(self, names: frozenset[str], selector: tuple[frozenset[str], ...]) -> bool:
        """Whether an element of these names, within those open, is what the selector names."""
        if not selector[-1] <= names:
            return False
        outer = iter(self.stack)
        return all(any(wanted <= element.names for element in outer) for wanted in selector[:-1])

    def handle_endtag(self, tag: str) -> None:
        self.flush()
        self.block += tag in BLOCKS
        if tag in VOID or len(self.stack) == 1:
            return
        while len(self.stack) > 1:
            closed = self.stack.pop()
            self._closed(closed)
            if closed.tag == tag:
                break

    def _closed(self, closed: _Open) -> None:
        text = self.words.text
        if closed.goal and len(text) > closed.first and not closed.note:
            text[-1].page_of = closed.goal
        if closed.tag in HEADINGS and self.words.headings and self.words.headings[-1][1] < 0:
            self.words.headings[-1] = (self.words.headings[-1][0], len(text))

    def flush(self) -> None:
        """End the chunk that was being read."""
        words = folded("".join(self.buffer))
        self.buffer.clear()
        here = self.stack[-1]
        if not words.strip():
            return
        if here.hidden:
            self.words.unseen += [words] if here.tag not in UNSEEN else []
        elif here.note:
            chunk = Chunk(words, href=here.href, quotes=here.quotes, cited=here.cited, block=self.block)
            chunk.cites = here.cites
            self.words.notes[here.note].append(chunk)
        else:
            paper = any(PAPER_ONLY & element.names for element in self.stack)
            label = ".list-label" in here.names
            place = (here.lists, here.quotes, label, here.cited, self.block, here.cites)
            self.words.text.append(Chunk(words, 0, "", here.head, here.href, paper, *place))


def text_of(chunks: list[Chunk]) -> str:
    """The words of chunks in a row."""
    return "".join(chunk.text for chunk in chunks)


def headings_of(words: PageWords) -> Iterator[tuple[int, str]]:
    """(index of the first chunk, words) of every heading."""
    for first, last in words.headings:
        yield first, text_of(words.text[first:last]).strip()
