"""What PyYAML's complaints mean, in the words of somebody who has never seen YAML.

The parser says where it gave up, which is seldom where the mistake is. A table turns its
problems into plain words and a remedy; for a quotation mark that was never closed, the
tokens before the failure are read again and the quoted text that swallowed several lines
is shown instead.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from brief.check.rules.spec import HiddenCharacter, NotText, NotUsedInBrief, NotYaml, TooLarge
from brief.files.hidden import HIDDEN
from brief.files.origin import SourceText
from brief.files.yaml_nodes import Loader, YamlRefusedError
from brief.model.diagnostic import Diagnostic


class Plain(NamedTuple):
    """A problem of the parser in plain words."""

    pattern: str
    message: str
    help: str


QUOTE_IT = 'put the whole text between quotation marks ("…"), or below a `|` on lines of its own'
TAB = Plain(
    r"cannot start any token.*\t",
    "a tab stands where YAML wants spaces",
    "replace it with as many spaces as the lines around it begin with",
)
PROBLEMS = (
    TAB,
    Plain(
        r"cannot start any token.*@",
        "text may not start with `@`, and a citation in brackets looks like a list to YAML",
        QUOTE_IT,
    ),
    Plain(r"cannot start any token.*`", "text may not start with a backtick in YAML", QUOTE_IT),
    Plain(r"cannot start any token", "YAML cannot begin a text with this character", QUOTE_IT),
    Plain(
        r"mapping values are not allowed",
        "a colon followed by a space, inside a text that is not between quotation marks",
        QUOTE_IT,
    ),
    Plain(
        r"found unexpected end of stream|while scanning a quoted scalar",
        "a quotation mark is opened here and never closed",
        "add the closing quotation mark",
    ),
    Plain(
        r"could not find expected ':'",
        "this line should be `key: value` or `- item`",
        "a colon is followed by a space; a line that goes on with the text above is indented as far as that",
    ),
    Plain(
        r"did not find expected ',' or|expected ',' or",
        "a list or mapping in brackets goes on without a comma or is not closed",
        "text that starts with `[` or `{` goes between quotation marks; a citation is one such text",
    ),
    Plain(
        r"expected the node content|expected node content|did not find expected node content",
        "something is missing here: a bracket is opened and not closed, or a comma stands alone",
        "text that starts with `[` or `{` goes between quotation marks",
    ),
    Plain(r"undefined alias|unidentified alias", "text may not start with `*` in YAML", QUOTE_IT),
    Plain(
        r"while scanning an (alias|anchor)|did not find expected alphabetic",
        "text may not start with `*` or `&`",
        QUOTE_IT,
    ),
    Plain(
        r"unknown escape character",
        "a backslash between double quotation marks begins an escape",
        r"write `\\` for a backslash, or use single quotation marks",
    ),
    Plain(
        r"block sequence entries are not allowed",
        "a list item (`- `) cannot begin in this place",
        "put the first `- ` on a new line, indented below its key",
    ),
    Plain(r"directive|%", "a line may not start with `%` in YAML", QUOTE_IT),
)
BY_LINES = (
    (
        re.compile(r"\s*([*•·▪◦‣●–—])[ \xa0\t]+[\w-]+:"),
        Plain("", "an item of a list begins with a hyphen, and here is another mark", "begin it with `- `"),
    ),
    (
        re.compile(r" *([\xa0\u2000-\u200a\u202f\u3000]+)"),
        Plain(
            "",
            "a space of another kind stands where YAML wants plain ones, as in text copied from Word",
            "delete it and type the spaces again",
        ),
    ),
    (re.compile(r" *(\t)"), TAB),
    (
        re.compile(r"\s*(?:- +)?[\w-]+: +([“”„«‘’‹])"),
        Plain(
            "",
            "YAML knows only straight quotation marks, and takes this one for a letter",
            'put straight ones round the whole text, outside the others: `"“…”"`',
        ),
    ),
    (
        re.compile(r"\s*(?:- +)?[\w-]+: +[|>][-+\d]*[ \t]*([^\s#+\d-])"),
        Plain(
            "",
            "text stands beside a `|` or `>`",
            "the text begins in the next line, indented; nothing follows the `|`",
        ),
    ),
)
"""What a line shows by itself; the first two also where they stand above the line that was given up."""
AFTER_QUOTE = Plain(
    "",
    "text goes on after its closing quotation mark",
    "put the whole text between the other marks, `\"…\"` or `'…'`, or below a `|` on lines of its own",
)
AFTER_BRACKET = Plain("", "text goes on after a closing bracket", QUOTE_IT)
BEFORE = (
    (re.compile(r"\s*(?:- +)?[\w-]+: +(?:'[^']*'|\"[^\"]*\")\s*"), AFTER_QUOTE),
    (re.compile(r"\s*(?:- +)?[\w-]+: +(?:\[[^]]*]|\{[^}]*})\s*"), AFTER_BRACKET),
)
"""What stands on a line before the place where the parser gave up, and what that means."""
NO_SPACE = re.compile(r" *(?:- +)*([A-Za-z][\w-]*:)[^\s/:]")
KEY = re.compile(r" *(?:- +)*([A-Za-z][\w-]*):(?: +(.*))?$")
INDENT = Plain(
    "",
    "this line does not fit the ones above it",
    "lines that belong together start in the same column; text after a closing quotation mark is not allowed",
)
CONTROL = re.compile(r"special characters are not allowed|control characters are not allowed")


def refused(source: SourceText, error: YamlRefusedError) -> Diagnostic:
    """The finding for valid YAML that a brief may not hold."""
    at = error.mark.index
    messages = {
        "alias": "anchors and aliases (`&name`, `*name`) are not used in a brief",
        "tag": "tags (`!name`) are not used in a brief",
        "documents": "a second document begins here (`---`)",
        "depth": "lists and keys are nested deeper than thirty levels",
    }
    rule = TooLarge if error.kind == "depth" else NotUsedInBrief
    helps = {
        "depth": "a bracket opened and not closed?",
        "documents": "one file, one document: remove the line",
    }
    return rule.at(source.place(at, at + 1), messages[error.kind], help=helps.get(error.kind, QUOTE_IT))


def mistaken(source: SourceText, error: yaml.YAMLError) -> Diagnostic:
    """The finding for text that is not YAML, at the place where the mistake most likely is."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return _unreadable(source, error)
    if (opened := _swallowing_quote(source.text, mark.line)) is not None:
        return _open_quote(source, opened, mark.line + 1)
    if (line := _by_its_lines(source, mark.line)) is not None:
        return line
    plain = _plain_words(source.text, error, mark)
    at = _start_mark(error, plain).index
    return NotYaml.at(source.place(at, at + 1), plain.message, help=plain.help)


def _by_its_lines(source: SourceText, line: int) -> Diagnostic | None:
    """What the line where the parser gave up, or the one above it, shows to a person at once."""
    above = next(
        (n for n in range(line - 1, -1, -1) if source.lines[n : n + 1] and source.lines[n].strip()), line
    )
    for number, patterns in ((line, BY_LINES), (above, BY_LINES[:2])):
        words = source.lines[number] if number < len(source.lines) else ""
        for pattern, plain in patterns:
            if (match := pattern.match(words)) is not None:
                at = source.offset(number)
                place = source.place(at + match.start(1), at + match.end(1))
                return NotYaml.at(place, plain.message, help=plain.help)
    if (unspaced := _without_a_space(source, above, line)) is not None:
        return unspaced
    here, before = (KEY.match(source.lines[n]) if n < len(source.lines) else None for n in (line, above))
    if (
        here
        and before
        and above < line
        and here.start(1) > before.start(1)
        and (before[2] or "").strip() not in ("", "|", ">")
    ):
        at = source.offset(line) + here.start(1)
        message = (
            f"`{here[1]}:` stands further right than `{before[1]}:` above it, and is read as part of its text"
        )
        return NotYaml.at(source.place(at, at + len(here[1])), message, help="begin both in the same column")
    return None


def _without_a_space(source: SourceText, above: int, line: int) -> Diagnostic | None:
    """`key:value` above a key in the same column: read as one text with it."""
    here = KEY.match(source.lines[line]) if line < len(source.lines) else None
    before = NO_SPACE.match(source.lines[above])
    if here is None or before is None or above == line or here.start(1) != before.start(1):
        return None
    at = source.offset(above)
    place = source.place(at + before.start(1), at + before.end(1))
    return NotYaml.at(place, "no space follows this colon", help=f"write a space after it: `{before[1]} …`")


def _start_mark(error: Any, plain: Plain) -> Any:
    words = ("opened here", "in brackets", "this line should be", "`*` or `&`")
    opened = any(word in plain.message for word in words) and error.context_mark
    return error.context_mark if opened else error.problem_mark


def _plain_words(text: str, error: Any, mark: Any) -> Plain:
    before = text[text.rfind("\n", 0, mark.index) + 1 : mark.index]
    complaint = f"{error.context or ''} {error.problem or ''} {text[mark.index : mark.index + 1]}"
    found = next((p for p in PROBLEMS if re.search(p.pattern, complaint)), None)
    return found or next((plain for pattern, plain in BEFORE if pattern.fullmatch(before)), INDENT)


def _unreadable(source: SourceText, error: yaml.YAMLError) -> Diagnostic:
    position = getattr(error, "position", 0) or 0
    found = next((i for i, c in enumerate(source.text) if _is_control(c) or c > "\ufffd"), position)
    where = source.place(found, found + 1)
    if HIDDEN.match(source.text, found):
        return HiddenCharacter.of(where, source.text[found])
    return NotText.at(where, "a control character stands here", help="delete it and type the place again")


def _is_control(character: str) -> bool:
    return (character < " " and character not in "\t\n\r") or (
        "\x7f" <= character <= "\x9f" and character != "\x85"
    )


def _swallowing_quote(text: str, failed_line: int) -> Any:
    """The token of a quoted text that runs over several lines and ends where the parser failed."""
    found = None
    try:
        for token in yaml.scan(text, Loader=Loader):
            if token.start_mark.line > failed_line:
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ('"', "'"):
                several = token.end_mark.line > token.start_mark.line
                found = token if several and abs(token.end_mark.line - failed_line) <= 1 else found
    except (yaml.YAMLError, RecursionError):
        pass
    return found


def _open_quote(source: SourceText, token: Any, failed_line: int) -> Diagnostic:
    first = token.start_mark
    end = source.text.find("\n", first.index)
    last = token.end_mark.line + 1
    message = f"the text that begins here runs on to line {last}: is its closing quotation mark missing?"
    return NotYaml.at(
        source.place(first.index, end if end > 0 else first.index + 1),
        message,
        label="opened here",
        help=f"close it where the text ends; YAML noticed only at line {failed_line}",
    )
