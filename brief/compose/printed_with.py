"""What a brief is printed with: template, style sheet, citation style; a finding for each that is not there.

`brief check` asks only whether the files are there; what is in them is found when they are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

from brief.check.rules.templates import NoCitationStyle, NoStyle, NoTemplate, NoWordStyles
from brief.files.workspace import Workspace, packaged_root
from brief.model.diagnostic import Diagnostic, Place, Severity
from brief.model.manuscript import Brief
from brief.run.loading import Loading


def style_file(name: str) -> str:
    """The file in `styles/` of a citation style, which may be named with its folder and its ending."""
    file = name.removeprefix("styles/")
    return file if file.endswith(".csl") else f"{file}.csl"


def citation_style(brief: Brief) -> tuple[str, Place]:
    """The citation style of a brief, and where it is named."""
    own = brief.spec.citation_style
    return own or brief.venue.citation_style, brief.place("citation-style" if own else "venue")


def no_template(blame: Place, file: str) -> Diagnostic:
    """T801 for a template that is not there; `blame` is the place that asked for it."""
    message = f"there is no template `templates/{file}`"
    return NoTemplate.at(blame, message, help="correct the name, or write the template")


def no_sheet(blame: Place, file: str) -> Diagnostic:
    """T805 for a style sheet that is not there."""
    return NoStyle.at(blame, f"there is no style sheet `styles/{file}`", help="correct the name, or write it")


def no_citation_style(blame: Place, name: str, workspace: Workspace) -> Diagnostic:
    """T806 for a citation style that is not there."""
    known = ", ".join(f"`{id_}`" for id_ in workspace.layered_ids("styles", ".csl"))
    return NoCitationStyle.at(blame, f"there is no citation style `{name}`", help=f"there is {known}")


def missing(brief: Brief, loading: Loading) -> Iterator[Diagnostic]:
    """What the brief would be printed with and is not there."""
    venue, blame = brief.venue, brief.place("venue")
    asked: list[tuple[str, str, Callable[[str], Diagnostic]]] = [
        ("templates", f"{venue.template}.html", partial(no_template, blame)),
        ("styles", f"{venue.style}.css", partial(no_sheet, blame)),
    ]
    for layer, file, finding in asked:
        if not loading.once("there", f"{layer}/{file}", partial(_is_there, layer, file)):
            yield finding(file)
    name, place = citation_style(brief)
    file = style_file(name)
    if not loading.once("there", f"styles/{file}", partial(_is_there, "styles", file)):
        yield no_citation_style(place, name, loading.workspace)
    if (problem := loading.once("word styles", venue.style, partial(_word_styles, venue.style))) is not None:
        yield replace(problem, place=blame)


def word_styles(workspace: Workspace, style: str) -> bytes:
    """`styles/STYLE.docx`, which says how the Word file of a print style looks; empty where there is none."""
    with suppress(OSError, ValueError):
        return workspace.read_layered("styles", f"{style}.docx")[1]
    return b""


def _word_styles(style: str, workspace: Workspace, _findings: list[Diagnostic]) -> Diagnostic | None:
    """T809 where they cannot be read, or where a sheet of the workspace's own has none; without its place."""
    file, nowhere = f"styles/{style}.docx", Place("")
    if data := word_styles(workspace, style):
        from brief.outputs.word.reference import read_reference

        try:
            read_reference(data)
        except ValueError as error:
            help_ = "save it in Word as a `.docx` file, or delete it"
            return NoWordStyles.at(nowhere, f"`{file}` {error}", help=help_)
        return None
    if _is_own(workspace, f"{style}.css"):
        message = (
            f"the style `{style}` is your own, and there is no `{file}`: the Word file has a look of ours"
        )
        said = NoWordStyles.at(nowhere, message, help="`brief explain T809` says how to make one")
        return replace(said, severity=Severity.NOTE)
    return None


def _is_there(layer: str, file: str, workspace: Workspace, _findings: list[Diagnostic]) -> bool:
    """Whether a file is there. What leads out of the workspace is not, but for what its reader says of it."""
    try:
        workspace.read_layered(layer, file)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True


def _is_own(workspace: Workspace, sheet: str) -> bool:
    """Whether a style sheet says what none of ours says."""
    with suppress(OSError, ValueError):
        own = workspace.read_layered("styles", sheet)[1]
        packaged = packaged_root("styles") / sheet
        return not (packaged.is_file() and packaged.read_bytes() == own)
    return False
