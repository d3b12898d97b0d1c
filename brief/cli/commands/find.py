"""`brief find`: passages of the corpus that have all the words, each ready to cite.

A passage is shown with its citation, who speaks in it, who may see it, and where it stands.
Protected words are marked as `brief seeds show` marks them; in JSON, which goes on to other
programs, they give way to what is printed instead. Long passages are cut around the words,
with `[…]`; `brief seeds show ID` has all of them. This module imports neither rich nor pydantic:
somebody is waiting for the first answer.
"""

from __future__ import annotations

import gc
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from unicodedata import east_asian_width, normalize

from brief.cli.commands.terminal import (
    DONE,
    cannot,
    coloured,
    guard,
    is_ci,
    is_terminal,
    remark,
    say,
    say_json,
    shown,
    width,
)
from brief.cli.report.printable import printable
from brief.corpus.search.find import SOURCES, Answer, Found, find
from brief.corpus.search.terms import Term, parse, spans
from brief.files.workspace import find_root
from brief.protect.protection import hits, replaced

FORMATS = ("full", "concise", "json")
MOST_WORDS, BEFORE = 90, 30
READABLE = 96
BOLD, DIM, RED, GREEN, CYAN, OFF = "\x1b[1m", "\x1b[2m", "\x1b[1;7;31m", "\x1b[1;32m", "\x1b[36m", "\x1b[0m"
SPACE = re.compile(r"\s+")
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def find_words(words: Sequence[str], limit: int, format_: str) -> int:
    """Print the passages that have these words; the exit status."""
    if format_ not in FORMATS:
        cannot(f"there is no format `{format_}`; there is {', '.join(FORMATS)}")
    if limit < 1:
        cannot("`--limit` must be 1 or more")
    terms = parse(" ".join(words))
    if not terms:
        cannot('say which words to find, such as `brief find school harvest` or `brief find "in class"`')
    root = find_root(Path.cwd())
    if root is None:
        from brief.cli.commands.here import no_workspace

        return no_workspace()
    guard(root)
    gc.disable()  # what is made here lives as long as the process
    answer = find(root, terms, limit, _progress)
    if is_ci():
        answer = _for_a_log(answer)
    if format_ == "json":
        say_json(_json(answer))
    elif is_ci():
        say(_shown(answer, terms, format_))
    else:  # somebody asks for just these words, as with `brief seeds show`
        sys.stdout.write(_shown(answer, terms, format_))
    _remarks(answer, format_)
    return DONE


def _progress(done: int, of: int) -> None:
    if is_terminal(sys.stderr):
        end = "\n" if done == of else ""
        sys.stderr.write(f"\rreading the corpus: {done:,} of {of:,} sources{end}")
        sys.stderr.flush()


def _remarks(answer: Answer, format_: str) -> None:
    if not answer.total and format_ != "json":
        remark("no passage has all these words; try fewer, or the beginning of a word")
    elif answer.total > len(answer.passages) and format_ != "json":
        remark(f"the best {len(answer.passages)} of {answer.total:,}; `--limit` shows more")
    if count := len(answer.unreadable):
        what = f"the source `{answer.unreadable[0]}`" if count == 1 else f"{count:,} sources"
        remark(f"{printable(what)} cannot be read: `brief seeds list` says why")


def _shown(answer: Answer, terms: Sequence[Term], format_: str) -> str:
    if format_ == "concise":
        return "".join(f"{_concise(it, terms)}\n" for it in answer.passages)
    return "\n".join("".join(f"{line}\n" for line in _full(it, terms)) for it in answer.passages)


def _for_a_log(answer: Answer) -> Answer:
    """The same for the log of an automatic run, which others read: nothing of what is not public."""
    return replace(answer, passages=tuple(map(_logged, answer.passages)))


def _logged(it: Found) -> Found:
    if it.card.handling != "public":
        return replace(it, text="", card=replace(it.card, title="", publisher="", speakers=()))
    speakers = tuple(replace(voice, name=shown(voice.name)) for voice in it.card.speakers)
    card = replace(it.card, title=shown(it.card.title), publisher=shown(it.card.publisher), speakers=speakers)
    return replace(it, text=shown(it.text), card=card, protected=())


def citation(it: Found) -> str:
    """What to paste after the sentence that rests on the passage."""
    return f"[@{it.source}, para. {it.number}]"


def _json(answer: Answer) -> str:
    passages = [
        {
            "source": it.source,
            "title": replaced(it.card.title, it.protected),
            "issued": it.card.date,
            "kind": it.card.kind,
            "handling": it.card.handling,
            **({"draft": True} if it.card.unread else {}),
            "paragraph": it.number,
            "citation": citation(it),
            "voices": [{"name": name, "kind": kind} for name, kind in _voices(it)],
            "text": replaced(_one_line(it.text), it.protected),
            "file": f"{SOURCES}/{it.source}.md",
            "line": it.line,
        }
        for it in answer.passages
    ]
    return json.dumps({"total": answer.total, "passages": passages}, ensure_ascii=False, indent=2) + "\n"


def _concise(it: Found, terms: Sequence[Term]) -> str:
    words = _painted(_one_line(it.text), it, terms)
    unread = " (not read yet)" if it.card.unread else ""
    return f"{SOURCES}/{printable(it.source)}.md:{it.line}: {citation(it)}{unread} {words}"


def _full(it: Found, terms: Sequence[Term]) -> Iterator[str]:
    limits = [it.card.handling] if it.card.handling != "public" else []
    limits += ["not read yet"] if it.card.unread else []
    limited = f"  {', '.join(limits)}" if limits else ""
    yield f"{_style(citation(it), BOLD)}{_style(printable(limited), RED if limited else '')}"
    about = ", ".join(filter(None, (it.card.title, it.card.publisher, it.card.date)))
    yield from _wrapped(_painted(about, it, ()), DIM)
    yield from _wrapped(_painted(_one_line(it.text), it, terms))
    for name, kind in _voices(it):
        yield from _wrapped(_painted(f"— {name} ({_spaced(kind)})" if kind else f"— {name}", it, ()), CYAN)


def _voices(it: Found) -> list[tuple[str, str]]:
    """Who speaks there: the voices that the record names, else the publisher with its own kind."""
    named = [(voice.name, voice.kind) for voice in it.card.speakers if voice.speaks_in(it.number)]
    own = (it.card.publisher, it.card.kind)
    return named or ([own] if all(own) else [])


def _spaced(kind: str) -> str:
    return kind.replace("-", " ")


def _one_line(text: str) -> str:
    return SPACE.sub(" ", text).strip()


def _painted(text: str, it: Found, terms: Sequence[Term]) -> str:
    """The text, cut around the words, with protected words and the words found marked; safe to print."""
    text = normalize("NFC", text)
    marks = [(hit.start, hit.end, True) for hit in hits(text, it.protected)]
    found = [(start, end, False) for start, end in spans(terms, text)]
    marks += [mark for mark in found if not any(a < mark[1] and mark[0] < b for a, b, _ in marks)]
    start, end = _window(text, marks)
    painted, at = "[…] " if start else "", start
    for first, last, protected in sorted(marks):
        if start <= first and last <= end:
            painted += printable(text[at:first]) + _marked(printable(text[first:last]), protected=protected)
            at = last
    return painted + printable(text[at:end]) + (" […]" if end < len(text) else "")


def _window(text: str, marks: list[tuple[int, int, bool]]) -> tuple[int, int]:
    """The part of a text that is shown: whole words, none of a protected phrase cut in two."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    if len(words) <= MOST_WORDS:
        return 0, len(text)
    asked = min((first for first, _, protected in marks if not protected), default=0)
    first = max(0, next(i for i, (_, end) in enumerate(words) if end > asked) - BEFORE)
    first = min(first, len(words) - MOST_WORDS)
    start, end = words[first][0], words[first + MOST_WORDS - 1][1]
    for a, b, _ in marks:
        start = a if a < start < b else start
        end = b if a < end < b else end
    return start, end


def _marked(words: str, *, protected: bool) -> str:
    """Protected words between brackets, or in their colour, as are the words found, one by one."""
    if not coloured():
        return f"⟦{words}⟧" if protected else words
    style = RED if protected else GREEN
    return " ".join(f"{style}{word}{OFF}" for word in words.split(" "))


def _style(text: str, style: str) -> str:
    return f"{style}{text.replace(OFF, OFF + style)}{OFF}" if style and text and coloured() else text


def _wrapped(text: str, style: str = "") -> Iterator[str]:
    """Lines of the terminal's width, indented by two."""
    line, cells, most = "", 0, min(width(), READABLE) - 2
    for word in text.split(" "):
        wide = _cells(word)
        if line and cells + 1 + wide > most:
            yield f"  {_style(line, style)}"
            line, cells = word, wide
        else:
            line, cells = (f"{line} {word}", cells + 1 + wide) if line else (word, wide)
    if line:
        yield f"  {_style(line, style)}"


def _cells(word: str) -> int:
    """The columns of a word (UAX #11: wide characters take two), its colours not counted."""
    plain = ESCAPE.sub("", word)
    return len(plain) if plain.isascii() else sum(1 + (east_asian_width(c) in "WF") for c in plain)
