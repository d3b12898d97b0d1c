"""The text of a page as a reader sees it: one line for each block.

Nothing is judged here: navigation and advertisements are lines too. Left out is what a browser
does not show: scripts, styles, forms' values, comments, and elements hidden by an attribute or
an inline style; what is struck out, which the page no longer says; and the readings that stand
above the words of a ruby. Raised numbers stay raised. (What a style sheet or a script hides
cannot be told from the bytes.)
"""

from __future__ import annotations

import re
from typing import Any

from brief.captures.decoding import decoded_page
from brief.captures.lines import CapturedLine, CapturedText
from brief.captures.visible import raised, visible

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
BREAK = "\x00"  # a `<br>`; NUL cannot come out of the parser


def extract(data: bytes) -> CapturedText:
    """The lines of a page. Raises `ValueError` when it cannot be read."""
    lines = _Lines()
    lines.walk(parsed(data))
    return CapturedText("html", tuple(lines.found))


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
    for element in list(tree.iter(*STRUCK, *READINGS)):
        element.clear(keep_tail=True)  # to drop each would copy the words around it every time
    for element in tree.iter("sup"):
        words = element.text_content()
        if (number := raised(words)) != words:
            del element[:]
            element.text = number


class _Lines:
    """The walk over a tree: text is gathered until a block begins or ends."""

    def __init__(self) -> None:
        self.found: list[CapturedLine] = []
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
            walker.skip_subtree()
            return
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


def is_unseen(element: Any) -> bool:
    """Whether a browser shows nothing of this element."""
    return (
        element.tag in UNSEEN
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or HIDING.search(element.get("style") or "") is not None
    )
