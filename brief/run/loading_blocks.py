"""The blocks of a section on their way in: quotations, excerpts, tables and pictures."""

from __future__ import annotations

from brief.check.rules.references import NoDataFile, NoSuchHeading, NoSuchParagraph, UnusableImage
from brief.check.rules.spec import LeadsOutside
from brief.compose.pictures.pictures import picture_problem
from brief.files.document import Document, decoded
from brief.files.suggestion import did_you_mean
from brief.files.validate import BLANK
from brief.files.workspace import OutsideWorkspaceError, relative_name
from brief.files.yaml_nodes import PATH
from brief.model.data_table import UnevenRowsError, parse_table
from brief.model.diagnostic import Place
from brief.model.manuscript import Text
from brief.model.ranges import Ranges
from brief.model.source import Source
from brief.model.spec import Block, Excerpt, Quote
from brief.run.loading import Loading, path_key

DATA = "seeds/data"


def load_block(loading: Loading, document: Document, path: PATH, block: Block) -> None:
    if block.quote is not None:
        _quote(loading, document, (*path, "quote"), block.quote)
    if block.excerpt is not None:
        _excerpt(loading, document, (*path, "excerpt"), block.excerpt)
    if block.table is not None:
        _table(loading, document, (*path, "table", "file"), block.table.file)
    if block.figure is not None:
        _figure(loading, document, (*path, "figure", "file"), block.figure.file)


def _quote(loading: Loading, document: Document, path: PATH, quote: Quote) -> None:
    source = loading.source(quote.source, lambda: document.place((*path, "source")))
    if source is None or quote.text == BLANK:
        return
    _paragraphs_exist(loading, source, quote.paragraph, document.place((*path, "paragraph")))
    key = path_key(path)
    origin = document.origin((*path, "text"), quote.text)
    loading.texts[key] = Text(key, quote.text, origin, source.record.language or "en", literal=(quote.text,))


def _excerpt(loading: Loading, document: Document, path: PATH, excerpt: Excerpt) -> None:
    source = loading.source(excerpt.source, lambda: document.place((*path, "source")))
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
    loading: Loading, document: Document, path: PATH, excerpt: Excerpt, source: Source
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


def _paragraphs_exist(loading: Loading, source: Source, paragraphs: Ranges, place: Place) -> bool:
    missing = next((n for n in paragraphs if source.paragraph(n) is None), None)
    if missing is not None:
        loading.findings.append(NoSuchParagraph.of(place, source.id, len(source.paragraphs), missing))
    return missing is None


def _table(loading: Loading, document: Document, path: PATH, name: str) -> None:
    place = document.place(path)
    full = name if name.startswith(f"{DATA}/") else f"{DATA}/{name}"
    try:
        relative_name(name)
        source = decoded(full, loading.workspace.read(full), loading.findings)
        if source is not None:
            loading.tables[name] = parse_table(source)
    except OutsideWorkspaceError as error:
        loading.findings.append(LeadsOutside.at(place, str(error), help=f"save the table in {DATA}/"))
    except OSError:
        known = [n.removeprefix(f"{DATA}/") for n in loading.workspace.names(DATA, ".csv")]
        loading.findings.append(NoDataFile.at(place, f"there is no `{full}`", help=did_you_mean(name, known)))
    except UnevenRowsError as error:
        help_ = "a cell that holds a comma stands between quotation marks"
        loading.findings += [NoDataFile.at(at, message, help=help_) for at, message in error.rows]
    except ValueError as error:
        loading.findings.append(
            NoDataFile.at(place, f"`{full}`: {error}", help="save it again from the spreadsheet as CSV")
        )


def _figure(loading: Loading, document: Document, path: PATH, name: str) -> None:
    problem = picture_problem(loading.workspace, name)
    if problem:
        loading.findings.append(
            UnusableImage.at(
                document.place(path), problem, help="save it in the workspace as SVG, PNG or JPEG"
            )
        )
    loading.images.append(name)
