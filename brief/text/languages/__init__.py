"""What brief knows of languages: one file each, `ID.yaml`, and nothing of it in Python.

A file has the words that templates print (`brief.text.catalogue`), and under `reading` how texts in
the language are read: lists of words as regular expressions, words with what they are worth,
forms of numbers. Who reads asks for a list by its name, of one language or of `all`, because a
brief in one language quotes another; the first of `all` is English. What a language does not
say is empty. `ar`, `ja` and `zh` are only read: no document is set in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
NAMED = re.compile(r"%([a-z-]+)%")


@cache
def known() -> tuple[str, ...]:
    """The ids of all languages that are read, English first."""
    return tuple(sorted((path.stem for path in FOLDER.glob("*.yaml")), key=lambda id_: (id_ != "en", id_)))


@cache
def language(id_: str) -> Mapping[str, Any]:
    """All that a language's file says, every scalar as text; empty where there is no such file."""
    if id_ not in known():
        return {}
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar is text: `no` is a word
    found: Mapping[str, Any] = yaml.load((FOLDER / f"{id_}.yaml").read_bytes(), loader)
    return found


def _said(id_: str, name: str) -> Any:
    found: Any = language(id_).get("reading", {})
    for key in name.split("."):
        found = found.get(key, {})
    return found


@cache
def words(name: str, id_: str = "all") -> tuple[str, ...]:
    """The list of this name (`speakers.witness` is one within another), of one language or of all."""
    ids = known() if id_ == "all" else (id_,)
    return tuple(dict.fromkeys(word for each in ids for word in _said(each, name)))


def either(*names: str, id_: str = "all") -> str:
    """All words of these lists as alternatives of a regular expression."""
    return "|".join(word for name in names for word in words(name, id_))


def phrase(name: str, id_: str) -> str:
    """A single word or form of a language; empty where it has none."""
    return _said(id_, name) or ""


@cache
def worth(name: str, id_: str = "all") -> Mapping[str, Fraction]:
    """Words with what they are worth, of one language or of all."""
    ids = known() if id_ == "all" else (id_,)
    return {word: Fraction(value) for each in ids for word, value in _said(each, name).items()}


def longest_first(listed: Mapping[str, object] | tuple[str, ...]) -> str:
    """Words, no expressions, as alternatives of which the longest is tried first."""
    return "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))


def _listed(id_: str, match: re.Match[str]) -> str:
    return longest_first(words(match[1], id_))


def forms(name: str) -> Iterator[str]:
    """How each language writes numbers of a kind: expressions, with the words that they name put in."""
    for id_ in known():
        if form := phrase(f"number-forms.{name}", id_):
            yield NAMED.sub(partial(_listed, id_), form)


@cache
def months() -> Mapping[str, int]:
    """The names of months in all languages, in lower case, with their numbers; numbered ones left out."""
    named = ((id_, enumerate(language(id_).get("months", ()), start=1)) for id_ in known())
    return {name.lower(): number for _, row in named for number, name in row if not name[0].isdigit()}


@cache
def dotted_months() -> tuple[str, ...]:
    """The months before which a day is written with a full stop: 5. März."""
    return tuple(
        name for id_ in known() if phrase("dotted-days", id_) for name in language(id_).get("months", ())
    )


@cache
def units() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """How units are written, by family and name: (`time`, `day`)."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for id_ in known():
        for family, members in _said(id_, "units").items():
            for name, written in members.items():
                found[family, name] = (*found.get((family, name), ()), *written)
    return found


@cache
def faces() -> Mapping[str, str]:
    """By what other names Word may look for the faces of a language, by face."""
    return {name: others for id_ in known() for name, others in language(id_).get("faces", {}).items()}
