"""Load: from a spec's path to a `Brief`, with everything it names.

The spec is read first, then what it points to: venue, catalogue, organisations, used
sections, tables, pictures, and the sources that any of its texts cite. Each is read once,
through the workspace. Findings are gathered to the end; the brief is None only when
nothing could be made of the spec. An unknown venue is stood in for, so that everything
else can still be judged.
"""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from brief.check.rules.references import (
    UnknownLanguage,
    UnknownOrganisation,
    UnknownSection,
    UnknownVenue,
    UnusableImage,
)
from brief.check.rules.spec import LeadsOutside, WrongValue
from brief.compose.pictures.pictures import picture_problem
from brief.compose.printed_with import missing
from brief.corpus import reading as corpus
from brief.files.document import Document, open_yaml
from brief.files.suggestion import did_you_mean
from brief.files.validate import BLANK, validate, validated
from brief.files.workspace import MARKER, OutsideWorkspaceError, Workspace
from brief.files.yaml_nodes import PATH
from brief.model.diagnostic import Diagnostic, Place
from brief.model.fields import prose_fields
from brief.model.manuscript import Brief, LoadedSection, value_place
from brief.model.names import meant
from brief.model.organisations import Organisation, WorkspaceFile
from brief.model.record import Record
from brief.model.section import Section
from brief.model.spec import SectionEntry, Spec
from brief.model.venue import Venue
from brief.run.loading import Loading, path_key
from brief.run.loading_blocks import load_block
from brief.run.shelf import Shelf
from brief.run.spec_files import output_name
from brief.text.catalogue import Catalogue, candidates, english, packaged_catalogue, printed_languages

R = TypeVar("R", bound=Record)
STAND_IN = Venue.model_validate(
    {"name": "Unknown", "body": "Unknown", "template": "report", "style": "report", "audience": "internal"}
)


def load(
    workspace: Workspace, name: str, venue: str | None = None, *, shelf: Shelf | None = None
) -> tuple[Brief | None, list[Diagnostic]]:
    """The brief at the workspace-relative `name`, for another venue where one is given, and every finding.

    What several briefs of a run rest on is taken from `shelf` where one is given, and put there.
    """
    loading = Loading(workspace, shelf)
    file = _workspace_file(loading)
    document = open_yaml(workspace, name, loading.findings)
    if document is None:
        return None, loading.findings
    defaults = file.defaults.model_dump(by_alias=True, exclude_none=True, mode="json")
    spec = validate(Spec, document, loading.findings, defaults, meant=partial(meant, workspace))
    if spec is None:
        return None, loading.findings
    if venue is not None:
        loading.venue_asked = True
        spec = spec.model_copy(update={"venue": venue})
    brief = _brief(loading, output_name(name, venue), document, spec, file)
    if brief.venue is not STAND_IN:
        loading.findings += missing(brief, loading)
    return brief, loading.findings_once()


def _brief(loading: Loading, name: str, document: Document, spec: Spec, file: WorkspaceFile) -> Brief:
    venue = _venue(loading, document, spec)
    catalogue = _catalogue(loading, document, spec)
    organisations = _organisations(loading, document, spec, file)
    _logos(loading, organisations)
    audience = venue.audience if venue else None
    _own_texts(loading, document, spec, audience)
    sections = tuple(
        section
        for index, entry in enumerate(spec.sections)
        if (section := _section(loading, document, spec, index, entry, audience, file)) is not None
    )
    loading.read_cited_sources()
    return Brief(
        name=name,
        document=document,
        spec=spec,
        venue_id=spec.venue,
        venue=venue or STAND_IN,
        catalogue=catalogue or english(),
        organisations=organisations,
        all_organisations=file.organisations,
        sections=sections,
        texts=loading.texts,
        sources={id_: source for id_, source in loading.sources.items() if source is not None},
        tables=loading.tables,
        images=tuple(loading.images),
        workspace_document=loading.workspace_document,
    )


def _workspace_file(loading: Loading) -> WorkspaceFile:
    file, loading.workspace_document = loading.once("file", MARKER, _read_workspace_file)
    if loading.workspace_document is None:
        loading.knows_organisations = not loading.findings
    return file


def _place(loading: Loading, document: Document, spec: Spec, key: str) -> Place:
    """Where a value of the spec stands: in the spec, among the defaults of brief.yaml, or nowhere yet."""
    if key == "venue" and loading.venue_asked:
        return Place(f"venues/{spec.venue}.yaml")
    return value_place(document, loading.workspace_document, key)


def _venue(loading: Loading, document: Document, spec: Spec) -> Venue | None:
    workspace = loading.workspace
    if spec.venue == BLANK:
        return None
    try:
        name, data = workspace.read_layered("venues", f"{spec.venue}.yaml")
    except OutsideWorkspaceError as error:
        loading.findings.append(LeadsOutside.at(_place(loading, document, spec, "venue"), str(error)))
        return None
    except OSError:
        finding = UnknownVenue.at(
            _place(loading, document, spec, "venue"),
            f"unknown venue `{spec.venue}`",
            help=meant(workspace, "venue", spec.venue),
        )
        loading.findings.append(finding)
        return None
    return loading.once("file", name, partial(_parsed, Venue, name, data))


def _parsed(
    record: type[R], name: str, data: bytes, _workspace: Workspace, findings: list[Diagnostic]
) -> R | None:
    """A venue or a catalogue from its bytes."""
    return validated(record, name, data, findings)


def _catalogue(loading: Loading, document: Document, spec: Spec) -> Catalogue | None:
    for id_ in candidates(spec.language):
        try:
            name, data = loading.workspace.read_layered("languages", f"{id_}.yaml")
        except OSError:
            continue
        if not name.startswith("packaged:"):
            return loading.once("file", name, partial(_parsed, Catalogue, name, data))
        if (catalogue := packaged_catalogue(id_)) is not None:
            return catalogue
    finding = UnknownLanguage.at(
        _place(loading, document, spec, "language"),
        f"there are no labels for the language `{spec.language}`",
        help=did_you_mean(spec.language, printed_languages(loading.workspace)),
    )
    loading.findings.append(finding)
    return None


def _organisations(
    loading: Loading, document: Document, spec: Spec, file: WorkspaceFile
) -> tuple[tuple[str, Organisation], ...]:
    found: dict[str, Organisation] = {}
    for index, id_ in enumerate(spec.organisations):
        path = ("organisations", index)
        if id_ in found:
            help_ = "name each of them once: more than one is a joint submission"
            message = f"`{id_}` is named twice in `organisations`"
            loading.findings.append(WrongValue.at(document.place(path), message, help=help_))
        elif id_ in file.organisations:
            found[id_] = file.organisations[id_]
        else:
            _unknown_organisation(loading, document, path, id_)
    return tuple(found.items())


def _logos(loading: Loading, organisations: tuple[tuple[str, Organisation], ...]) -> None:
    """The logos of those who submit; a mistake is shown in brief.yaml."""
    for id_, organisation in organisations:
        if organisation.logo is None:
            continue
        if problem := picture_problem(loading.workspace, organisation.logo):
            document = open_yaml(loading.workspace, MARKER, [])
            path = ("organisations", id_, "logo")
            place = document.place(path) if document else Place(MARKER)
            loading.findings.append(UnusableImage.at(place, problem, help="save it in the workspace"))
        loading.images.append(organisation.logo)


def _unknown_organisation(loading: Loading, document: Document, path: PATH, id_: str) -> None:
    if not loading.knows_organisations:
        return
    help_ = meant(loading.workspace, "organisations", id_)
    loading.findings.append(
        UnknownOrganisation.at(document.place(path), f"unknown organisation `{id_}`", help=help_)
    )


def _own_texts(loading: Loading, document: Document, spec: Spec, audience: str | None) -> None:
    """The Markdown written in the spec itself, sections for other audiences left out."""
    for path, markdown in prose_fields(spec):
        if path[0] == "sections" and not _seen(spec.sections[int(path[1])].only_for, audience):
            continue
        if markdown != BLANK:
            loading.add_text(path_key(path), markdown, document.origin(path), spec.language)


def _seen(only_for: tuple[str, ...], audience: str | None) -> bool:
    return not only_for or audience is None or audience in only_for


def _section(
    loading: Loading,
    document: Document,
    spec: Spec,
    index: int,
    entry: SectionEntry,
    audience: str | None,
    file: WorkspaceFile,
) -> LoadedSection | None:
    if not _seen(entry.only_for, audience):
        return None
    path: PATH = ("sections", index)
    if entry.by is not None and entry.by not in file.organisations:
        _unknown_organisation(loading, document, (*path, "by"), entry.by)
    for position, block in enumerate(entry.blocks):
        load_block(loading, document, (*path, "blocks", position), block)
    if entry.use is None:
        key = f"sections.{index}.text" if entry.text is not None else None
        return LoadedSection(index, entry.heading or "", entry.by, spec.language, key, entry.blocks)
    return _used_section(loading, document, index, entry, audience, file)


def _read_section(
    id_: str, workspace: Workspace, findings: list[Diagnostic]
) -> tuple[Section, Document] | None:
    return corpus.read_section(workspace, id_, findings, partial(meant, workspace))


def _read_workspace_file(
    workspace: Workspace, findings: list[Diagnostic]
) -> tuple[WorkspaceFile, Document | None]:
    return corpus.read_workspace_file(workspace, findings, partial(meant, workspace))


def _used_section(
    loading: Loading,
    document: Document,
    index: int,
    entry: SectionEntry,
    audience: str | None,
    file: WorkspaceFile,
) -> LoadedSection | None:
    assert entry.use is not None
    if not corpus.has_section(loading.workspace, entry.use):
        place = document.place(("sections", index, "use"))
        help_ = meant(loading.workspace, "use", entry.use) or f"write it: seeds/sections/{entry.use}.md"
        loading.findings.append(UnknownSection.at(place, f"unknown section `{entry.use}`", help=help_))
        return None
    read = loading.once("section", entry.use, partial(_read_section, entry.use))
    if read is None or not _seen(read[0].record.only_for, audience):
        return None
    section, section_document = read
    if section.record.by is not None and section.record.by not in file.organisations:
        _unknown_organisation(loading, section_document, ("by",), section.record.by)
    key = f"sections.{index}.text"
    loading.add_text(key, section.body, section_document.body_origin(), section.record.language)
    heading, by = entry.heading or section.record.title, entry.by or section.record.by
    return LoadedSection(index, heading, by, section.record.language, key, entry.blocks, section)
