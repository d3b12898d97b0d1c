"""The text of a page as a reader sees it: one line for each block.

Nothing is judged here: navigation and advertisements are lines too. Left out is what a browser
does not show: scripts, styles, forms' values, comments, and elements hidden by an attribute or
an inline style; what is struck out, which the page no longer says; and the readings that stand
above the words of a ruby. What of that stood in a line is told, and a bar stands for words that are
blacked out. Raised numbers stay raised. (What a style sheet or a script hides cannot be told from the bytes.)
"""

from __future__ import annotations

import re
from typing import Any

from brief.corpus.captures.form import decoded_page
from brief.corpus.captures.lines import BLACKED_OUT, CapturedLine, CapturedText, raised, visible
from brief.corpus.captures.told import Told

LARGEST = 8 * 1024 * 1024
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "rtc", "ruby", "s", "img", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
UNSEEN = frozenset({
    "script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "embed",
    "canvas", "audio", "video", "textarea", "select", "option", "datalist", "input",
})  # fmt: skip
OF_HEAD = frozenset((
    "base", "basefont", "bgsound", "link", "meta", "noframes", "noscript", "script", "style", "template",
    "title",
))  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
STRUCK = frozenset(("del", "s", "strike"))
READINGS = frozenset(("rt", "rp", "rtc"))  # set above the words of a ruby, and no part of its sentence
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:opacity|font-size)\s*:\s*(?:0+(?:\.0*)?|\.0+)(?![.\d])|"
    r"(?:left|right|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
XML_PROLOG = re.compile(r"\s*<\?xml[^>]*>")
# The parser holds each attribute of a tag against all before it.
LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{8192,}")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
ATTRIBUTE = re.compile(r"[^\s=/]+")
MOST_ATTRIBUTES = 2000
DECLARATION = re.compile(r"(?:^|;)\s*(color|background(?:-color)?)\s*:\s*([^;]+)", re.I)
BLACK_AND_WHITE = {
    **dict.fromkeys(("#000", "#000000", "rgb(0,0,0)"), "black"),
    **dict.fromkeys(("#fff", "#ffffff", "rgb(255,255,255)"), "white"),
}
WORDY = re.compile(r"[^\W_]")
ICON = re.compile(r"\bmaterial-(?:icons|symbols)")  # fonts that draw a picture for a word
LEFT_OUT = "data-left-out"
UNWRITABLE = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What the value of an attribute cannot hold (XML 1.0, 2.2)."""
BREAK = "\x00"  # a `<br>`; NUL cannot come out of the parser


def extract(data: bytes) -> CapturedText:
    """The lines of a page. Raises `ValueError` when it cannot be read."""
    lines = _Lines()
    lines.walk(parsed(data))
    told = lines.told
    return CapturedText("html", tuple(lines.found), told=told.facts(), warnings=told.warnings())


def parsed(data: bytes) -> Any:
    """The page as a tree of lxml elements, without comments."""
    from lxml import etree, html

    if len(data) > LARGEST:
        raise ValueError(f"is a page of {len(data):,} bytes, more than {LARGEST // 1024**2} MiB")
    text = _without_prolog(decoded_page(data).replace("\0", ""))
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ValueError("is a page without content") from error
    if any("depth" in problem.message for problem in parser.error_log):
        raise ValueError("nests its parts too deep to be read whole")
    _end_head(tree)
    _say_as_shown(tree)
    return tree


def _without_prolog(page: str) -> str:
    """A page without the XML declaration that it may begin with; refused where no parser can cope."""
    crowded = (tag[0] for tag in LONG_TAG.finditer(page))
    if any(len(ATTRIBUTE.findall(QUOTED.sub("", tag))) > MOST_ATTRIBUTES for tag in crowded):
        raise ValueError(f"has a tag of more than {MOST_ATTRIBUTES:,} attributes")
    prolog = XML_PROLOG.match(page)
    return page[prolog.end() :] if prolog else page


def _end_head(tree: Any) -> None:
    """Give the body what the parser, which knows no element of HTML5, took for a part of the head.

    The head ends where an element stands that is none of its own (HTML, 13.2.6.4.4).
    """
    head = tree.find("head")
    children = list(head) if head is not None else []
    first = next((at for at, child in enumerate(children) if child.tag not in OF_HEAD), len(children))
    if strays := children[first:]:
        body = tree.find("body")
        body = tree.makeelement("body") if body is None else body
        strays[-1].tail = (strays[-1].tail or "") + (body.text or "")
        body.text = None
        body[0:0] = strays
        if body.getparent() is None:
            tree.append(body)


def _say_as_shown(tree: Any) -> None:
    """Take out what is struck out and readings of ruby, and raise raised numbers: 10⁶ is not 106."""
    for element in tree.iter():
        element.attrib.pop(LEFT_OUT, None)
    for element in list(tree.iter(*STRUCK, *READINGS)):
        _empty(element, "struck" if element.tag in STRUCK else "reading")
    _say_unspoken(tree)
    for element in list(tree.iter()):
        if _is_blacked_out(element):
            _empty(element, "blacked", BLACKED_OUT)
    for element in tree.iter("sup"):
        words = element.text_content()
        if (number := raised(words)) != words:
            del element[:]
            element.text = number


def _empty(element: Any, kind: str, instead: str = "") -> None:
    """Take out what an element holds, and say in it what that was, so that it is told with its line."""
    words = UNWRITABLE.sub(" ", element.text_content())
    if words.strip() or not instead:
        element.clear(keep_tail=True)  # to drop each would copy the words around it every time
    if words.strip():
        element.text = instead
        element.set(LEFT_OUT, f"{kind} {'' if instead else words} ")


def _say_unspoken(tree: Any) -> None:
    """Show what only reading voices pass over, but for icons; a block of it may still be proposed to go."""
    for element in list(tree.iter()):
        if element.get("aria-hidden") != "true":
            continue
        if ICON.search(element.get("class") or "") or not any(map(WORDY.search, element.itertext())):
            element.clear(keep_tail=True)
        elif element.tag in INLINE:
            del element.attrib["aria-hidden"]


def _is_blacked_out(element: Any) -> bool:
    """Whether an inline style sets letters on a ground of their own colour."""
    style = element.get("style") or ""
    if "background" not in style.lower():
        return False
    given = {name.lower(): _colour(value) for name, value in DECLARATION.findall(style)}
    ground = given.get("background-color") or given.get("background", "")
    letters = given.get("color") or ("black" if element.tag in INLINE else "")
    return ground == letters and not any("color" in (below.get("style") or "") for below in element[:])


def _colour(value: str) -> str:
    colour = re.sub(r"\s|!important", "", value.lower())
    return BLACK_AND_WHITE.get(colour, colour)


class _Lines:
    """The walk over a tree: text is gathered until a block begins or ends."""

    def __init__(self) -> None:
        self.found: list[CapturedLine] = []
        self.told = Told()
        self._words: list[str] = []
        self._headings = 0

    def walk(self, root: Any) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                self._begin(walker, element)
            else:
                self._end(element)
        self._flush()

    def _begin(self, walker: Any, element: Any) -> None:
        self._boundary(element)
        if is_unseen(element):
            if element.tag in INLINE and (words := element.text_content()).strip():
                self.told.add("unshown", f"{words} ")
            walker.skip_subtree()
            return
        if left_out := element.get(LEFT_OUT):
            kind, words = left_out.split(" ", 1)
            self.told.add(kind, words if words.strip() else "")
        self._headings += element.tag in HEADINGS
        self._words.append(element.text or "")

    def _end(self, element: Any) -> None:
        self._boundary(element)
        if element.tag in HEADINGS and not is_unseen(element):
            self._headings -= 1
        self._words.append(element.tail or "")

    def _boundary(self, element: Any) -> None:
        if element.tag == "br":
            self._words.append(BREAK)
        elif element.tag not in INLINE and not is_unseen(element):
            self._flush()

    def _flush(self) -> None:
        """Close the line; two `<br>` in a row (each is met twice) end one as well."""
        text = "".join(self._words)
        self._words.clear()
        for part in re.split(rf"{BREAK}{{2}}\s*{BREAK}{{2}}[\s{BREAK}]*", text):
            words, refused = visible(part.replace(BREAK, " "))
            if words or refused:
                self.found.append(CapturedLine(words, refused, heading=self._headings > 0))
        self.told.close(len(self.found), made=bool(text.strip()))


def is_unseen(element: Any) -> bool:
    """Whether a browser shows nothing of this element."""
    return (
        element.tag in UNSEEN
        or "hidden" in element.attrib
        or HIDING.search(element.get("style") or "") is not None
    )
