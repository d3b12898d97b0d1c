"""From a word in a value back to its place in the file: exactly the word, however YAML wrote it.

Values are written in every style of YAML with folds, escapes, indents, blank lines, Korean
and combining characters; then every character that is no white space must be found where
it stands, and every word as a whole.
"""

from __future__ import annotations

import re

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brief.files.document import decoded, markdown_document, yaml_document
from brief.files.origin import Origin, SourceText

PIECES = [
    "word",
    "a",
    "Ein",
    "été",
    "e\u0301te\u0301",
    "한국어",
    "교육",
    "\u1112\u1161\u11ab",
    "7,000",
    "0.07%",
]
MARKS = [
    "“quoted”",
    "‘single’",
    "it’s",
    "[@a, para. 4]",
    "*emphasis*",
    "x\u00a0y",
    "co\u00adop",
    "n\u0303",
    "😀",
    "中文",
]
IN_QUOTES = ['"', "'", "\\", "# no", ": ", "- ", "@a", "{x}", "&", "%"]
words = st.sampled_from([*PIECES, *MARKS])
any_words = st.sampled_from([*PIECES, *MARKS, *IN_QUOTES])
ESCAPED = {
    '"': '\\"',
    "\\": "\\\\",
    "\t": "\\t",
    "\u201c": "\\u201c",
    "é": "\\xe9",
    "😀": "\\U0001f600",
    "\u00a0": "\\_",
}

Line = list[str]


@st.composite
def plain(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.lists(words, min_size=1, max_size=5), min_size=1, max_size=3))
    first = ["word", *lines[0]]
    return (
        "\n      ".join(" ".join(line) for line in [first, *lines[1:]])
        .replace(" [@a", " x[@a")
        .replace("\n      [", "\n      x[")
        .replace("      *", "      x*")
    )


@st.composite
def block(draw: st.DrawFn, style: str) -> str:
    """A block scalar: indent, chomping, an explicit indent, blank lines, further indented lines."""
    indent = draw(st.integers(5, 8))
    explicit = draw(st.sampled_from(["", "{indent}"])).format(indent=indent - 4)
    header = style + draw(st.sampled_from([explicit + c for c in ("", "-", "+")]))
    lines = draw(st.lists(st.lists(any_words, max_size=5), min_size=1, max_size=6))
    body = []
    for number, line in enumerate(lines):
        further = draw(st.sampled_from([0, 0, 0, 2])) if number and line else 0
        trailing = draw(st.sampled_from(["", "", "  "])) if line else ""
        body.append(
            (" " * (indent + further) + " ".join(line) + trailing)
            if line
            else draw(st.sampled_from(["", " " * indent]))
        )
    if not lines[0]:
        body[0] = " " * indent + "first"
    return header + draw(st.sampled_from(["", "  # a comment"])) + "\n" + "\n".join(body)


@st.composite
def single_quoted(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.lists(any_words, min_size=1, max_size=5), min_size=1, max_size=3))
    fold = draw(st.sampled_from(["\n      ", "\n\n      ", "  \n      "]))
    return "'" + fold.join(" ".join(line) for line in lines).replace("'", "''") + "'"


@st.composite
def double_quoted(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.lists(any_words, min_size=1, max_size=5), min_size=1, max_size=3))
    fold = draw(
        st.sampled_from(
            [
                "\\x20",
                "\\u2003",
                "\n      ",
                "\n\n      ",
                "\\\n      ",
                "\\n",
                "\\t",
                " \\\n      \\ ",
                "\\n\\\n      ",
            ]
        )
    )
    return '"' + fold.join(" ".join(_escaped(draw, word) for word in line) for line in lines) + '"'


def _escaped(draw: st.DrawFn, word: str) -> str:
    every = draw(st.booleans())
    return "".join(
        ESCAPED[c]
        if c in ('"', "\\") or (every and c in ESCAPED)
        else f"\\u{ord(c):04x}"
        if every and c == "ê"
        else c
        for c in word
    )


styles = st.one_of(plain(), block("|"), block(">"), single_quoted(), double_quoted())
contexts = st.sampled_from(
    ["a:\n    title: {}\n", "# 한국어 주석\n\na:\n    title: {}\n    venue: x\n", "list:\n  - x\n  - y: z\n    title: {}\n  - w\n"]
)  # fmt: skip
ends = st.sampled_from(["\n", "\r\n", "\r"])


def values(text: str) -> tuple[SourceText, str, Origin]:
    """The source, the value of `title` and its origin, as load reads them."""
    source = decoded("x.yaml", text.encode(), [])
    assert source is not None
    document = yaml_document(source, [])
    assert document is not None, text
    path = ("list", 1, "title") if "list:" in text else ("a", "title")
    origin = document.origin(path)
    assert origin.scalar is not None
    return source, origin.scalar.text, origin


def at(lines: list[str], origin: Origin, start: int, end: int) -> str:
    """The letters of the file at the place of `value[start:end]`; one line is all that is asked."""
    place = origin.place(start, end)
    assert place.line == place.end_line, place
    return lines[place.line - 1][place.column - 1 : place.end_column - 1]


@settings(max_examples=500, deadline=None)
@given(styles, contexts, ends, st.booleans())
@example("|\n     “교육” word\n\n       it’s", "a:\n    title: {}\n", "\n", False)
@example("'it''s ''it'''", "a:\n    title: {}\n", "\n", False)
@example('"a\\n\\nb \\u201cword\\u201d \\\n   c"', "a:\n    title: {}\n", "\r\n", True)
def test_every_word_is_found_where_it_stands(written: str, context: str, end: str, marked: bool) -> None:
    text = ("\ufeff" if marked else "") + context.format(written).replace("\n", end)
    source, value, origin = values(text)
    lines = re.split("\r\n|\r|\n", text.lstrip("\ufeff"))
    assert list(source.lines) == lines
    quoted = written[:1] if written[:1] in ("'", '"') else ""
    for match in re.finditer(r"\S", value):
        found = at(lines, origin, match.start(), match.end())
        assert _read(found, quoted) == match[0], (value, match, found)
    for match in re.finditer(r"\S+", value):
        place = origin.place(match.start(), match.end())
        if place.line == place.end_line:
            found = lines[place.line - 1][place.column - 1 : place.end_column - 1]
            assert _read(found, quoted) == match[0], (value, match, found)
        else:
            # Only an escaped line end can stand within a word.
            assert "\\" in written


def _read(letters: str, quoted: str) -> str:
    """What these letters of the file mean in their style."""
    if not quoted:
        return letters
    return str(yaml.safe_load(f"{quoted}{letters}{quoted}"))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(any_words, max_size=6), min_size=1, max_size=6), ends)
def test_a_body_keeps_its_places(paragraphs: list[Line], end: str) -> None:
    """Below a front matter nothing changes but the offset."""
    body = "\n\n".join(" ".join(line) for line in paragraphs)
    text = f"---\ntitle: “제목”\n---\n\n{body}\n".replace("\n", end)
    source = decoded("x.md", text.encode(), [])
    assert source is not None
    document = markdown_document(source, [])
    assert document is not None
    origin = document.body_origin()
    lines = text.split(end)
    for match in re.finditer(r"\S+", document.body):
        assert at(lines, origin, match.start(), match.end()) == match[0]


@given(st.text(alphabet="ab \n한e\u0301", max_size=60), st.data())
def test_offset_and_position_agree(text: str, data: st.DataObject) -> None:
    source = SourceText("x", text)
    index = data.draw(st.integers(0, len(text)))
    line, column = source.position(index)
    assert sum(len(it) + 1 for it in source.lines[: line - 1]) + column - 1 == index
    start = data.draw(st.integers(0, index))
    place = source.place(start, index)
    assert (place.line, place.column) <= (place.end_line, place.end_column)
