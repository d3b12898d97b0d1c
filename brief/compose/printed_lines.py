"""The plain words of a brief that are printed or kept: titles, headings, names; each with the way back.

They are not Markdown and carry no citation. Sections that the audience does not see are left out:
nothing of them leaves the building.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brief.files.origin import Origin
from brief.files.workspace import Workspace
from brief.files.yaml_nodes import PATH
from brief.model.diagnostic import Place
from brief.model.manuscript import Brief
from brief.model.record import strings_in

KEYS = "title subtitle to by heading value addressee session state call contact alt"
PRINTED = frozenset(KEYS.split())
"""The keys of a spec whose plain words stand on the page."""


@dataclass(frozen=True)
class PlainLine:
    """Words of the spec, or of a used section's front matter; `path` is their path in the spec."""

    path: PATH
    words: str
    origin: Origin


def spec_lines(brief: Brief) -> Iterator[PlainLine]:
    """Every text of the spec, Markdown and the reasons of answers too, as far as this audience sees it."""
    seen = {section.index for section in brief.sections}
    for path, words in strings_in(brief.spec):
        if path[0] != "sections" or path[1] in seen:
            yield PlainLine(path, words, brief.document.origin(path, words))


def section_titles(brief: Brief) -> Iterator[PlainLine]:
    """The titles that sections of the corpus bring with them, whether a spec gives another heading or not."""
    for loaded in brief.sections:
        if loaded.section is not None:
            path = ("sections", loaded.index, "heading")
            yield PlainLine(path, loaded.section.record.title, loaded.section.title)


def lines_of_the_page(brief: Brief) -> Iterator[tuple[PlainLine, str]]:
    """The plain lines of the spec and the titles of used sections that are printed; what each is about."""
    for line in spec_lines(brief):
        if line.path[-1] in PRINTED:
            yield line, ".".join(map(str, line.path))
    headings = {section.index: section.heading for section in brief.sections}
    for line in section_titles(brief):
        if line.words == headings[int(line.path[1])]:
            yield line, f"sections.{line.path[1]}.text"


def organisation_lines(brief: Brief) -> Iterator[PlainLine]:
    """What brief.yaml says of the organisations that submit the brief or wrote a part of it."""
    document = brief.workspace_document
    writers = [section.by for section in brief.sections if section.by is not None]
    for id_ in dict.fromkeys([*(id_ for id_, _ in brief.organisations), *writers]):
        if document is not None and id_ in brief.all_organisations:
            for path, words in strings_in(brief.all_organisations[id_], ("organisations", id_)):
                yield PlainLine(path, words, document.origin(path, words))


def picture_place(name: str, brief: Brief, workspace: Workspace) -> Place:
    """Where the spec, a text of it or brief.yaml names the picture."""
    for text in brief.texts.values():
        if not text.literal and (at := text.markdown.find(name)) >= 0:
            return text.origin.place(at, at + len(name))
    source = brief.document.source
    if (at := source.text.find(name)) >= 0:
        return source.place(at, at + len(name))
    for number, line in enumerate(workspace.lines("brief.yaml"), start=1):
        if (column := line.find(name) + 1) > 0:
            return Place("brief.yaml", number, column, number, column + len(name))
    return brief.place("venue")
