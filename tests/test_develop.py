"""docs/develop/: what it shows was added stands there, what it names is there, and it stays short."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "develop"
PAGES = sorted(path.name for path in FOLDER.glob("*.md"))
DIFF = re.compile(r"^ *<!-- diff: (?P<file>\S+) -->\n(?P<block> *```diff\n.*?^ *```)$", re.M | re.S)
FILE = re.compile(r"`((?:brief|tests|docs|specs|templates|styles)/[\w./-]+\.\w+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def added(block: str) -> list[str]:
    """The lines that a diff adds."""
    lines = dedent(block).splitlines()[1:-1]
    return [line[1:] for line in lines if line.startswith("+")]


def text_of(name: str) -> str:
    """A page."""
    return (FOLDER / name).read_text(encoding="utf-8")


def test_every_line_of_a_diff_stands_in_its_file() -> None:
    """In its order, so that the page cannot show what was changed since."""
    shown = list(DIFF.finditer(text_of("adding.md")))
    assert len(shown) == text_of("adding.md").count("```diff")
    for match in shown:
        file = (ROOT / match["file"]).read_text(encoding="utf-8").splitlines()
        at = 0
        assert added(match["block"])
        for line in added(match["block"]):
            assert line in file[at:], (match["file"], line)
            at = file.index(line, at) + 1


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    """Files in backticks, and links."""
    named = {name for name in FILE.findall(text_of(page)) if "ID" not in name and "NAME" not in name}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    assert [to for to in LINK.findall(text_of(page)) if not (FOLDER / to).exists()] == []


def test_the_architecture_is_read_in_a_minute() -> None:
    """Sixty lines; every room of `brief/` has its line in the table, and no other."""
    text = text_of("architecture.md")
    assert len(text.splitlines()) <= 60
    rooms = {path.name for path in (ROOT / "brief").iterdir() if path.is_dir() and path.name[0] not in "_."}
    assert set(re.findall(r"^\| `(\w+)` \|", text.partition("## The rooms")[2], re.M)) == rooms - {"packaged"}
