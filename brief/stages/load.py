"""Load: from a spec's path to a `Brief`, with everything it names.

The spec is read first, then what it points to: venue, catalogue, organisations, used
sections, tables, pictures, and the sources that any of its texts cite. Each is read once,
through the workspace. Findings are gathered to the end; the brief is None only when
nothing could be made of the spec or its venue.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from brief import corpus
from brief.catalogue import Catalogue, candidates
from brief.data_table import parse_table
from brief.diagnostic import Diagnostic, Place
from brief.document import Document, decoded, open_yaml, yaml_document
from brief.fields import prose_fields
from brief.manuscript import Brief, DataTable, LoadedSection, Text
from brief.markdown.citations import read_citations
from brief.organisations import Organisation, WorkspaceFile
from brief.origin import Origin
from brief.pictures import unusable
from brief.rules.references import (
    NoDataFile,
    NoSuchHeading,
    NoSuchParagraph,
    UnknownLanguage,
    UnknownOrganisation,
    UnknownSection,
    UnknownSource,
    UnknownVenue,
    UnusableImage,
)
from brief.rules.spec import LeadsOutside
from brief.source import Source
from brief.spec import Block, Excerpt, Quote, SectionEntry, Spec
from brief.suggestion import did_you_mean
from brief.validate import validate
from brief.venue import Venue
from brief.workspace import MARKER, OutsideWorkspaceError, Workspace
from brief.yaml_nodes import PATH

DATA = "seeds/data"


@dataclass
class _Loading:
    """What is gathered while one brief is loaded."""

    workspace: Workspace
    findings: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, Source | None] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    tables: dict[str, DataTable] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)


def load(workspace: Workspace, name: str) -> tuple[Brief | None, list[Diagnostic]]:
    """The brief at the workspace-relative `name`, and every finding."""
    loading = _Loading(workspace)
    file = _workspace_file(loading)
    document = open_yaml(workspace, name, loading.findings)
    if document is None:
        return None, loading.findings
    defaults = file.defaults.model_dump(by_alias=True, exclude_none=True, mode="json")
    spec = validate(Spec, document, loading.findings, defaults)
    if spec is None:
        return None, loading.findings
    return _brief(loading, name, document, spec, file), loading.findings


def _brief(loading: _Loading, name: str, document: Document, spec: Spec, file: WorkspaceFile) -> Brief | None:
    venue = _venue(loading, document, spec)
    catalogue = _catalogue(loading, document, spec)
    organisations = _organisations(loading, document, spec, file)
    audience = venue.audience if venue else None
    _own_texts(loading, document, spec, audience)
    sections = tuple(
        section
        for index, entry in enumerate(spec.sections)
        if (section := _section(loading, document, spec, index, entry, audience, file)) is not None
    )
    for key, text in list(loading.texts.items()):
        _cited_sources(loading, key, text)
    if venue is None or catalogue is None:
        return None
    stem = name.rpartition("/")[2].rpartition(".")[0]
    return Brief(
        name=stem,
        document=document,
        spec=spec,
        venue_id=spec.venue,
        venue=venue,
        catalogue=catalogue,
        organisations=organisations,
        all_organisations=file.organisations,
        sections=sections,
        texts=loading.texts,
        sources={id_: source for id_, source in loading.sources.items() if source is not None},
        tables=loading.tables,
        images=loading.images,
    )


def _workspace_file(loading: _Loading) -> WorkspaceFile:
    findings: list[Diagnostic] = []
    document = open_yaml(loading.workspace, MARKER, findings)
    # A workspace that gives no organisations yet may leave the file empty.
    loading.findings.extend(f for f in findings if f.code != "S108")
    return (validate(WorkspaceFile, document, loading.findings) if document else None) or WorkspaceFile(
        name=""
    )


def _venue(loading: _Loading, document: Document, spec: Spec) -> Venue | None:
    workspace = loading.workspace
    try:
        name, data = workspace.read_layered("venues", f"{spec.venue}.yaml")
    except OSError:
        known = workspace.layered_ids("venues", ".yaml")
        finding = UnknownVenue.at(
            document.place(("venue",)),
            f"unknown venue `{spec.venue}`",
            help=did_you_mean(spec.venue, known) or "`brief venues` lists them",
        )
        loading.findings.append(finding)
        return None
    source = decoded(name, data, loading.findings)
    venue_document = yaml_document(source, loading.findings) if source else None
    return validate(Venue, venue_document, loading.findings) if venue_document else None


def _catalogue(loading: _Loading, document: Document, spec: Spec) -> Catalogue | None:
    for id_ in candidates(spec.language):
        try:
            name, data = loading.workspace.read_layered("languages", f"{id_}.yaml")
        except OSError:
            continue
        source = decoded(name, data, loading.findings)
        found = yaml_document(source, loading.findings) if source else None
        return validate(Catalogue, found, loading.findings) if found else None
    known = loading.workspace.layered_ids("languages", ".yaml")
    finding = UnknownLanguage.at(
        document.place(("language",)),
        f"there are no labels for the language `{spec.language}`",
        help=did_you_mean(spec.language, known),
    )
    loading.findings.append(finding)
    return None


def _organisations(
    loading: _Loading, document: Document, spec: Spec, file: WorkspaceFile
) -> tuple[tuple[str, Organisation], ...]:
    found = []
    for index, id_ in enumerate(spec.organisations):
        if id_ in file.organisations:
            found.append((id_, file.organisations[id_]))
        else:
            _unknown_organisation(loading, document, ("organisations", index), id_, file)
    return tuple(found)


def _unknown_organisation(
    loading: _Loading, document: Document, path: PATH, id_: str, file: WorkspaceFile
) -> None:
    meant = did_you_mean(id_, file.organisations) or "add it to `organisations` in brief.yaml"
    loading.findings.append(
        UnknownOrganisation.at(document.place(path), f"unknown organisation `{id_}`", help=meant)
    )


def _own_texts(loading: _Loading, document: Document, spec: Spec, audience: str | None) -> None:
    """The Markdown written in the spec itself, sections for other audiences left out."""
    for path, markdown in prose_fields(spec):
        if path[0] == "sections" and not _seen(spec.sections[int(path[1])].only_for, audience):
            continue
        _add_text(loading, path_key(path), markdown, document.origin(path), spec.language)


def path_key(path: PATH) -> str:
    """A path as the key of a text: `sections.0.text`."""
    return ".".join(str(step) for step in path)


def _add_text(loading: _Loading, key: str, markdown: str, origin: Origin, language: str) -> None:
    citations, slips = read_citations(markdown)
    loading.texts[key] = Text(key, markdown, origin, language, citations)
    from brief.rules.spec import BadCitation

    for slip in slips:
        loading.findings.append(
            BadCitation.at(origin.place(slip.start, slip.end), slip.reason, help=slip.help)
        )
    loading.findings.extend(unusable(loading.workspace, markdown, origin))


def _seen(only_for: tuple[str, ...], audience: str | None) -> bool:
    return not only_for or audience is None or audience in only_for


def _section(
    loading: _Loading,
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
        _unknown_organisation(loading, document, (*path, "by"), entry.by, file)
    for position, block in enumerate(entry.blocks):
        _block(loading, document, (*path, "blocks", position), block)
    if entry.use is None:
        key = f"sections.{index}.text" if entry.text is not None else None
        return LoadedSection(index, entry.heading or "", entry.by, spec.language, key, entry.blocks)
    return _used_section(loading, document, index, entry, audience, file)


def _used_section(
    loading: _Loading,
    document: Document,
    index: int,
    entry: SectionEntry,
    audience: str | None,
    file: WorkspaceFile,
) -> LoadedSection | None:
    assert entry.use is not None
    if not corpus.has_section(loading.workspace, entry.use):
        known = corpus.section_ids(loading.workspace)
        place = document.place(("sections", index, "use"))
        help_ = did_you_mean(entry.use, known) or f"write it: seeds/sections/{entry.use}.md"
        loading.findings.append(UnknownSection.at(place, f"unknown section `{entry.use}`", help=help_))
        return None
    read = corpus.read_section(loading.workspace, entry.use, loading.findings)
    if read is None or not _seen(read[0].record.only_for, audience):
        return None
    section, section_document = read
    if section.record.by is not None and section.record.by not in file.organisations:
        _unknown_organisation(loading, section_document, ("by",), section.record.by, file)
    key = f"sections.{index}.text"
    _add_text(loading, key, section.body, section_document.body_origin(), section.record.language)
    heading, by = entry.heading or section.record.title, entry.by or section.record.by
    return LoadedSection(index, heading, by, section.record.language, key, entry.blocks, section)


def _block(loading: _Loading, document: Document, path: PATH, block: Block) -> None:
    if block.quote is not None:
        _quote(loading, document, (*path, "quote"), block.quote)
    if block.excerpt is not None:
        _excerpt(loading, document, (*path, "excerpt"), block.excerpt)
    if block.table is not None:
        _table(loading, document, (*path, "table", "file"), block.table.file)
    if block.figure is not None:
        _figure(loading, document, (*path, "figure", "file"), block.figure.file)


def _quote(loading: _Loading, document: Document, path: PATH, quote: Quote) -> None:
    source = _source(loading, quote.source, document.place((*path, "source")))
    if source is None:
        return
    _paragraphs_exist(loading, source, quote.paragraph, document.place((*path, "paragraph")))
    key = path_key(path)
    origin = document.origin((*path, "text"))
    loading.texts[key] = Text(key, quote.text, origin, source.record.language or "en", literal=(quote.text,))


def _excerpt(loading: _Loading, document: Document, path: PATH, excerpt: Excerpt) -> None:
    source = _source(loading, excerpt.source, document.place((*path, "source")))
    if source is None:
        return
    if not _paragraphs_exist(loading, source, excerpt.paragraphs, document.place((*path, "paragraphs"))):
        return
    found = [paragraph for n in excerpt.paragraphs if (paragraph := source.paragraph(n)) is not None]
    if excerpt.section is not None:
        _under_heading(loading, document, path, excerpt, source)
    key = path_key(path)
    origin = document.origin((*path, "paragraphs"))
    words = tuple(" ".join(paragraph.text.split()) for paragraph in found)
    loading.texts[key] = Text(key, "", origin, source.record.language or "en", literal=words)


def _under_heading(
    loading: _Loading, document: Document, path: PATH, excerpt: Excerpt, source: Source
) -> None:
    slugs = [heading.slug for heading in source.headings]
    if excerpt.section not in slugs:
        help_ = (
            did_you_mean(excerpt.section or "", slugs)
            or f"`brief seeds show {source.id}` prints the headings"
        )
        finding = NoSuchHeading.at(
            document.place((*path, "section")),
            f"`{source.id}` has no heading `{excerpt.section}`",
            help=help_,
        )
        loading.findings.append(finding)
        return
    for number in excerpt.paragraphs:
        paragraph = source.paragraph(number)
        if paragraph is not None and paragraph.heading != excerpt.section:
            under = f"under `{paragraph.heading}`" if paragraph.heading else "before the first heading"
            message = f"paragraph {number} of `{source.id}` stands {under}, not under `{excerpt.section}`"
            loading.findings.append(NoSuchHeading.at(document.place((*path, "paragraphs")), message))
            return


def _paragraphs_exist(loading: _Loading, source: Source, paragraphs: object, place: Place) -> bool:
    missing = [n for n in paragraphs if source.paragraph(n) is None]  # type: ignore[attr-defined]
    if missing:
        loading.findings.append(no_such_paragraph(source, missing[0], place))
    return not missing


def no_such_paragraph(source: Source, number: int, place: Place) -> Diagnostic:
    """The finding for a paragraph that a source does not have."""
    last = len(source.paragraphs)
    has = f"has {last} paragraphs" if last else "has no captured text"
    return NoSuchParagraph.at(
        place,
        f"`{source.id}` {has}, and no paragraph {number}",
        help=f"`brief seeds show {source.id}` numbers them",
    )


def _table(loading: _Loading, document: Document, path: PATH, name: str) -> None:
    place = document.place(path)
    full = name if name.startswith(f"{DATA}/") else f"{DATA}/{name}"
    try:
        text = loading.workspace.read(full).decode("utf-8-sig")
        loading.tables[name] = parse_table(full, text)
    except OutsideWorkspaceError as error:
        loading.findings.append(LeadsOutside.at(place, str(error), help=f"save the table in {DATA}/"))
    except UnicodeDecodeError:
        loading.findings.append(
            NoDataFile.at(place, f"`{full}` is not UTF-8 text", help="save it as CSV UTF-8")
        )
    except OSError:
        known = [n.removeprefix(f"{DATA}/") for n in loading.workspace.names(DATA, ".csv")]
        loading.findings.append(NoDataFile.at(place, f"there is no `{full}`", help=did_you_mean(name, known)))
    except ValueError as error:
        loading.findings.append(
            NoDataFile.at(place, f"`{full}`: {error}", help="save it again from the spreadsheet as CSV")
        )


def _figure(loading: _Loading, document: Document, path: PATH, name: str) -> None:
    from brief.pictures import picture_problem

    problem = picture_problem(loading.workspace, name)
    if problem:
        loading.findings.append(
            UnusableImage.at(
                document.place(path), problem, help="save it in the workspace as SVG, PNG or JPEG"
            )
        )
    loading.images[name] = name


def _source(loading: _Loading, id_: str, place: Place) -> Source | None:
    if id_ not in loading.sources:
        exists = corpus.has_source(loading.workspace, id_)
        loading.sources[id_] = (
            corpus.read_source(loading.workspace, id_, loading.findings) if exists else None
        )
    if loading.sources[id_] is None and not corpus.has_source(loading.workspace, id_):
        help_ = (
            did_you_mean(id_, corpus.source_ids(loading.workspace)) or "`brief seeds list` shows the sources"
        )
        loading.findings.append(UnknownSource.at(place, f"unknown source `{id_}`", help=help_))
    return loading.sources[id_]


def _cited_sources(loading: _Loading, key: str, text: Text) -> None:
    known = []
    for citation in text.citations:
        found = [
            _source(loading, item.id, text.origin.place(item.start, item.end)) for item in citation.items
        ]
        if all(found):
            known.append(citation)
    if len(known) != len(text.citations):
        loading.texts[key] = replace(text, citations=tuple(known))
