"""However much somebody writes in one place, no line of what brief says of it grows with it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import Outcome, run
from small_workspace import BRIEF, FILES, SOURCE, write

import brief.check.rules  # noqa: F401 (registers them all)
from brief.check.rule import RULES
from brief.cli.report import render
from brief.model.diagnostic import Aside, Place, shortened, without_middle

LONGEST_LINE = 1000
LONG = {
    "a word": "x" * 200_000,
    "words": "some words " * 20_000,
    "marks": "`@[“‘" * 20_000,
}


def hold(outcome: Outcome) -> None:
    """Nothing printed is longer than may be, and it is a finding, not a crash."""
    assert "Traceback" not in outcome.stderr
    assert "a mistake of ours" not in outcome.stderr
    longest = max((*outcome.stdout.split("\n"), *outcome.stderr.split("\n")), key=len)
    assert len(longest) <= LONGEST_LINE, f"{len(longest)}: {longest[:200]} … {longest[-200:]}"


@pytest.mark.parametrize("format_", ["full", "concise"])
@pytest.mark.parametrize("code", sorted(RULES))
def test_no_rule_repeats_a_megabyte(code: str, format_: str) -> None:
    for text in (*LONG.values(), f"`{LONG['a word']}` leads out of the workspace"):
        place = Place(f"specs/{LONG['a word']}.yaml")
        aside = Aside(place, text, (text, text))
        found = RULES[code].at(place, text, label=text, help=text, asides=(aside,))
        printed = render(format_, (found,), lambda _: None, colour=False, width=100)
        assert max(map(len, printed.split("\n"))) <= LONGEST_LINE


def test_both_ends_of_a_value_are_shown() -> None:
    said = shortened(f"`seeds/data/{'x' * 5000}.csv` does not exist")
    assert said.startswith("`seeds/data/xxx")
    assert said.endswith("xxx.csv` does not exist")
    assert len(said) < 160
    assert shortened("short") == "short"
    assert without_middle("abcdefgh", 5) == "ab…gh"
    assert len(shortened("x" * 10_000)) == 600


# Through the command line: every value of every file, one after the other.

SPEC: dict[str, Any] = {
    "title": "A title",
    "subtitle": "A subtitle",
    "venue": "upr",
    "language": "en",
    "date": "2026-11-20",
    "organisations": ["first"],
    "addressee": "Somebody",
    "session": "97th",
    "state": "A State",
    "contact": "a@example.org",
    "status": "draft",
    "paper": "A4",
    "publish": "true",
    "citation-style": "notes",
    "summary": "Words [@a, para. 1].",
    "asks": [{"to": "You", "ask": "Ask [@a, para. 1]."}],
    "key-figures": [{"value": "7", "label": "of them", "cite": "[@a, para. 1]"}],
    "sections": [
        {
            "heading": "A heading",
            "by": "first",
            "text": "Words.",
            "only-for": ["embassy"],
            "accept": [{"code": "Q303", "words": "7", "reason": "so it is"}],
            "blocks": [
                {"quote": {"source": "a", "paragraph": "1", "text": "Schools opened", "by": "Kim"}},
                {"excerpt": {"source": "a", "section": "a-heading", "paragraphs": "3"}},
                {"table": {"file": "t.csv", "caption": "A table", "cite": "[@a]"}},
                {"figure": {"file": "f.png", "alt": "A picture", "caption": "It"}},
                {"law-and-reality": {"caption": "It", "rows": [{"law": "Law.", "reality": "It."}]}},
            ],
        },
        {"use": "used"},
    ],
    "recommendations": [{"to": "You", "items": ["Do it."]}],
    "annexes": {"sources": "true"},
}
SECTION: dict[str, Any] = {"title": "Used", "by": "first", "language": "en", "only-for": ["un"]}
Path_ = tuple[str | int, ...]


def leaves(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The path of every value that is no list and has no keys."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def with_value(record: Any, path: Path_, written: str) -> Any:
    changed = copy.deepcopy(record)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = written
    return changed


def dumped(record: Any) -> str:
    return yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=10_000_000)


def matter(text: str) -> tuple[dict[str, Any], str]:
    """The record of a source and its body."""
    _, record, body = text.split("---\n", 2)
    return yaml.safe_load(record), body


def checked(folder: Path, files: dict[str, str]) -> None:
    write(folder, {**FILES, "seeds/sections/used.md": f"---\n{dumped(SECTION)}---\nWords.\n", **files})
    for format_ in ("full", "concise"):
        hold(run("check", "--format", format_, cwd=folder))


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("path", list(leaves(SPEC)), ids=lambda path: ".".join(map(str, path)))
def test_no_value_of_a_spec_is_repeated_whole(path: Path_, name: str, tmp_path: Path) -> None:
    checked(tmp_path, {"specs/b.yaml": dumped(with_value(SPEC, path, LONG[name]))})


@pytest.mark.parametrize("name", LONG)
def test_no_key_is_repeated_whole(name: str, tmp_path: Path) -> None:
    for record in ({**SPEC, LONG[name]: "x"}, {**SPEC, "annexes": {LONG[name]: "x"}}):
        checked(tmp_path, {"specs/b.yaml": dumped(record)})
    checked(tmp_path, {"specs/b.yaml": f"{dumped(SPEC)}title: [{LONG[name]}: {LONG[name]}\n"})


@pytest.mark.parametrize("name", LONG)
def test_nor_a_value_of_another_file(name: str, tmp_path: Path) -> None:
    spec = dumped(SPEC)
    record, body = matter(SOURCE)
    for path in leaves(record):
        source = f"---\n{dumped(with_value(record, path, LONG[name]))}---\n{body}"
        checked(tmp_path, {"specs/b.yaml": spec, "seeds/sources/a.md": source})
    for path in leaves(SECTION):
        section = f"---\n{dumped(with_value(SECTION, path, LONG[name]))}---\nWords.\n"
        checked(tmp_path, {"specs/b.yaml": spec, "seeds/sections/used.md": section})
    workspace = yaml.safe_load(BRIEF)
    for path in leaves(workspace):
        checked(
            tmp_path, {"specs/b.yaml": spec, "brief.yaml": dumped(with_value(workspace, path, LONG[name]))}
        )
    for table in (f"a,b\n{LONG[name]}\n", f"{LONG[name]},a\n1,2\n", f'a,b\n"{LONG[name]},2\n'):
        checked(tmp_path, {"specs/b.yaml": spec, "seeds/data/t.csv": table})


TEXTS = {
    "an id": "Words [@{}, para. 1].",
    "a locator": "Words [@a, para. {}].",
    "a quotation": "It says “{}” [@a, para. 1].",
    "a single quotation": "It says ‘{}’ [@a, para. 1].",
    "a link": "A [link](javascript:{}).",
    "a picture": "A ![picture]({}.png).",
    "a note": "A note[^{}].",
    "a number": "There were {}7 [@a, para. 1].",
    "an insertion": "It says “Schools [{}] opened” [@a, para. 1].",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_nor_what_a_text_says(text: str, tmp_path: Path) -> None:
    for long in ("x" * 200_000, "some words " * 20_000, "9" * 50_000):
        spec = SPEC | {"summary": text.format(long), "sections": [{"heading": "A heading", "text": "Words."}]}
        checked(tmp_path, {"specs/b.yaml": dumped(spec)})


@pytest.mark.parametrize(
    "command",
    [
        ("check", "{}"),
        ("check", "{}.yaml"),
        ("check", "--venue", "{}"),
        ("check", "--format", "{}"),
        ("build", "--edition", "{}"),
        ("explain", "{}"),
        ("venues", "{}"),
        ("verify", "{}.pdf"),
        ("new", "{}", "--venue", "upr"),
        ("new", "x", "--venue", "{}"),
        ("seeds", "show", "{}"),
        ("seeds", "where", "{}"),
        ("seeds", "where", "a#{}"),
        ("seeds", "verify", "{}"),
        ("seeds", "add", "{}.html"),
        ("find", "{}"),
    ],
    ids=" ".join,
)
def test_nor_what_stands_on_the_command_line(command: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path, FILES)
    hold(run(*(word.format("x" * 100_000) for word in command), cwd=tmp_path))
