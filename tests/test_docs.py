"""README.md and docs/ are true: every example is run, every table is the code's.

A code block is told what it is by a comment on the line above it, which readers of the
rendered page do not see:

- `<!-- run -->`: a transcript, run line by line; it must be what brief prints
- `<!-- write: PATH -->`: the block is the file PATH of the tutorial's workspace
- `<!-- mistake: PATH, in place of TEXT -->`: TEXT, which stands once in PATH, becomes the
  block, for the next transcript only

The pages are followed in the order of `PAGES`, in one workspace. `pytest tests/test_docs.py --update`
rewrites what changed.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from brief.compose.page_context import PageContext
from brief.files.workspace import Workspace
from brief.model.record import Record
from brief.model.spec import Spec
from brief.run.stages.load import load
from brief.run.stages.resolve import resolve

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "README.md",
    *("docs/tutorial.md", "docs/mistakes.md", "docs/reference.md"),
    *("docs/templates.md", "docs/ci.md", "docs/handling.md"),
)
OTHERS = ("ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md")
BLOCK = re.compile(
    r"(?:^<!-- (?P<what>run|write|mistake)(?:: (?P<how>.*?))? -->\n)?^```(?P<lang>\w*)\n", re.M
)
HELD = {"console", "yaml", "markdown", "csv", "xml"}
"""Languages of blocks that must say what they are; shell commands of the set-up are not run here."""


def page(name: str) -> str:
    """The text of a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def all_pages() -> str:
    """The text of all pages, one after the other."""
    return "\n".join(page(name) for name in PAGES)


@dataclass(frozen=True)
class Block:
    """A fenced block: where its body is in its page, and what the comment above it says."""

    what: str
    how: str
    lang: str
    start: int
    end: int
    body: str


def blocks(text: str) -> Iterator[Block]:
    """Every fenced block, in order."""
    at = 0
    while match := BLOCK.search(text, at):
        at = text.index("\n```", match.end() - 1) + 1
        body = text[match.end() : at]
        yield Block(match["what"] or "", match["how"] or "", match["lang"], match.end(), at, body)
        at += len("```")


@dataclass
class Reader:
    """Somebody who follows the pages step by step, in an empty folder."""

    home: Path
    here: Path = field(init=False)
    mended: dict[Path, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.here = self.home

    def follow(self, text: str) -> str:
        """A page as it would be if every transcript were what brief prints now."""
        parts, at = [], 0
        for block in blocks(text):
            parts.append(text[at : block.start])
            parts.append(self._step(block))
            at = block.end
        return "".join([*parts, text[at:]])

    def _step(self, block: Block) -> str:
        if block.what == "run":
            printed = self._transcript(block.body)
            assert self.mended or "error[" not in printed, f"only a mistake may show an error:\n{printed}"
            for path, before in self.mended.items():
                path.write_text(before, encoding="utf-8")
            self.mended.clear()
            return printed
        if block.what == "write":
            path = self.here / block.how
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body, encoding="utf-8")
        if block.what == "mistake":
            name, _, old = block.how.partition(", in place of ")
            path = self.here / name
            before = path.read_text(encoding="utf-8")
            assert old, f"the comment says in place of what: {block.how}"
            assert before.count(old) == 1, f"{name} holds this {before.count(old)} times: {old}"
            path.write_text(before.replace(old, block.body.removesuffix("\n"), 1), encoding="utf-8")
            self.mended[path] = before
        return block.body

    def _transcript(self, body: str) -> str:
        commands = [line for line in body.splitlines() if line.startswith("$ ")]
        return "".join(f"{command}\n{self._run(command[2:])}" for command in commands)

    def _run(self, command: str) -> str:
        name, *arguments = shlex.split(command)
        if name == "cd":
            self.here = self.here / arguments[0]
            return ""
        assert name == "brief", f"the test does not know how to run: {command}"
        ran = subprocess.run(
            [sys.executable, "-m", "brief", *arguments],
            cwd=self.here,
            env={**_environment(), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in ran.stdout
        assert "a mistake of ours" not in ran.stdout, ran.stdout
        printed = "\n".join(line.rstrip() for line in ran.stdout.splitlines())
        return f"{printed}\n" if printed else ""


def _environment() -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "COLUMNS")},
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }


def reference() -> ModuleType:
    """`docs/reference.py`, which writes the tables."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def same(name: str, true: str, remedy: str) -> None:
    """Holds that a page shows what is true; says line by line where it does not."""
    shown = page(name)
    difference = unified_diff(shown.splitlines(), true.splitlines(), name, "true", lineterm="", n=1)
    assert shown == true, "\n".join([f"{name} is stale: {remedy}", *difference])


def updating(request: pytest.FixtureRequest) -> bool:
    """Whether `--update` was given."""
    return bool(request.config.getoption("--update", default=False))


def test_every_step_prints_what_its_page_shows(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The tutorial, from an empty folder to the last mistake, and the examples of the other pages."""
    reader = Reader(tmp_path)
    for name in PAGES:
        followed = reader.follow(page(name))
        if updating(request):
            (ROOT / name).write_text(followed, encoding="utf-8")
        else:
            same(name, followed, "pytest tests/test_docs.py --update")


def test_every_example_says_what_it_is() -> None:
    """No example may stand in a page that nothing holds."""
    unheld = [block.body for block in blocks(all_pages()) if block.lang in HELD and not block.what]
    assert unheld == []


def test_readme_is_short() -> None:
    """What brief is, pictures, two commands, how to install it, where to go on."""
    assert page("README.md").count("\n") <= 150


def test_tables_are_the_codes_own(request: pytest.FixtureRequest) -> None:
    """Keys and codes: `python docs/reference.py` writes them."""
    refreshed = reference().refreshed(page("docs/reference.md"))
    if updating(request):
        (ROOT / "docs/reference.md").write_text(refreshed, encoding="utf-8")
    else:
        same("docs/reference.md", refreshed, "python docs/reference.py")


def test_every_record_has_a_table() -> None:
    """Whatever staff can write is in the reference."""
    text = page("docs/reference.md")
    records: dict[str, type[Record]] = reference().records()
    assert [name for name in records if f"<!-- keys: {name} -->" not in text] == []


def anchors(name: str) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", page(name), re.M)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_example_uses_every_key_of_a_spec(tmp_path: Path) -> None:
    """“A spec with every key” has every key."""
    body = next(
        block.body for block in blocks(page("docs/reference.md")) if block.how == "specs/everything.yaml"
    )
    used = set(re.findall(r"^\s*(?:- )?([a-z-]+):", body, re.M))
    keys = {
        entry.alias or name
        for record in _inside(Spec, reference())
        for name, entry in record.model_fields.items()
    }
    assert sorted(keys - used) == []
    assert tmp_path.is_dir()


def _inside(record: type[Record], tables: ModuleType) -> Iterator[type[Record]]:
    yield record
    for entry in record.model_fields.values():
        for inner in tables.records_in(entry.annotation):
            yield from _inside(inner, tables)


def test_page_on_templates_names_all_that_a_template_sees() -> None:
    """The names of the context, as page_context builds it for the fullest sample."""
    section = page("docs/templates.md")
    loaded, _ = load(Workspace(ROOT), "specs/joint-report.yaml")
    assert loaded is not None
    manuscript, _ = resolve(loaded)
    names = {"css", *_names(PageContext(manuscript).build())}
    assert sorted(name for name in names if not re.search(rf"`{name}\b", section)) == []


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)


def test_pages_name_all_commands_and_no_other() -> None:
    """Every `brief COMMAND` in the text is one, and every one is there."""
    from brief.cli.app import app, seeds

    commands = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    commands |= {"seeds"}
    named = set(re.findall(r"(?:`|\$ )brief ([a-z]+)", all_pages()))
    assert named == commands, "the pages and the command line name different commands"
    under_seeds = {command.name for command in seeds.registered_commands}
    assert set(re.findall(r"brief seeds ([a-z]+)", all_pages())) == under_seeds


def test_pictures_are_there_and_small() -> None:
    """The pages that the README opens with."""
    pictures = re.findall(r'<img src="([^"]+)"', page("README.md"))
    assert len(pictures) == 3
    for name in pictures:
        assert (ROOT / name).read_bytes().startswith(b"\x89PNG")
        assert (ROOT / name).stat().st_size <= 60 * 1024, f"{name}: run docs/make-pictures"


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_links_lead_somewhere(name: str) -> None:
    """Links to files of the repository, and to headings of its pages."""
    for target, anchor in re.findall(r"\]\(([^)#:\s]*)(?:#([\w-]+))?\)", page(name)):
        file = (ROOT / name).parent.joinpath(target).resolve() if target else ROOT / name
        assert file.exists(), target
        assert not anchor or anchor in anchors(str(file.relative_to(ROOT))), f"{target}#{anchor}"
