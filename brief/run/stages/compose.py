"""Compose: from a manuscript and a template to the HTML that is printed.

The template runs first and places fragments; pandoc then sets them in that order, so
notes are numbered as the reader meets them; then the fragments are put in their places.
Between asking pandoc and waiting for it, `meanwhile` runs: the print engine's import fits
there. Every text must be printed exactly once, and pandoc must have seen the citations
that brief saw: else the page would lack what the spec promises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

from brief.check.rules.printed import MarkCountedOn, TableInNote
from brief.check.rules.spec import BadCitation, HiddenCharacter, MarkdownSlip, NestedNote, NotOneParagraph
from brief.check.rules.templates import NoCitationStyle, TemplateName, TextNotPrinted
from brief.compose import pandoc
from brief.compose.citation_notes import notes_of_citations
from brief.compose.composed import Composed
from brief.compose.csl import csl_item, style_problem
from brief.compose.fragments import Fragments, filled, is_one_paragraph, placed
from brief.compose.outline import outline_of, read_outline
from brief.compose.page_context import PageContext, image_url, tidy
from brief.compose.pictures.pictures import unusable_printed
from brief.compose.printed_with import citation_style, no_citation_style, style_file
from brief.compose.stylesheets import read_style
from brief.compose.templating import render
from brief.files.conflicts import conflicts
from brief.files.hidden import HIDDEN
from brief.files.origin import SourceText
from brief.files.workspace import Workspace
from brief.model.diagnostic import CannotRunError, Diagnostic, Place
from brief.model.manuscript import Manuscript, Text
from brief.text.markdown.enumerators import counted_otherwise
from brief.text.typography import tied

ENTRY = re.compile(r"<!--entry:([\w-]+):([^>]+?)-->")
IMAGE = re.compile(r'<img src="([^"]*)"')
EMPTY_NOTE = re.compile(r'<span id="note-(\d+)" class="footnote">\W*</span>')
COMMENT = re.compile(r"<!--(?!fragment:|entry:|brief:)(.*?)-->", re.S)
STYLE_SLOT = "<!--brief:css-->"  # a comment: escaped text cannot forge it


def compose(
    manuscript: Manuscript, workspace: Workspace, meanwhile: Callable[[], object] = lambda: None
) -> tuple[Composed | None, list[Diagnostic]]:
    """The composed page, or None with findings."""
    brief = manuscript.brief
    context = PageContext(manuscript)
    values = context.build()
    page, findings = render(
        workspace, brief.venue.template, {**values, "css": _Slot()}, _venue_place(manuscript)
    )
    if page is None:
        return None, findings
    if STYLE_SLOT not in page:
        place = Place(f"templates/{brief.venue.template}.html")
        return None, [
            TemplateName.at(place, "the template does not print `{{ css }}`", help="put it into `<style>`")
        ]
    page = COMMENT.sub("", page)
    findings = _printed_once(manuscript, context.fragments, placed(page))
    csl, more = _citation_style(manuscript, workspace)
    if findings or csl is None:
        return None, findings + more
    asked = pandoc.start(_request(manuscript, context.fragments, placed(page)), csl)
    try:
        meanwhile()
    except BaseException:
        pandoc.stop(asked)
        raise
    try:
        typeset = pandoc.finish(asked)
    except CannotRunError as error:
        if "Citeproc" not in str(error):
            raise
        return None, [_style_at_fault(manuscript, f"cannot be used: {str(error).splitlines()[-1]}")]
    return _finish(manuscript, workspace, context.fragments, page, typeset)


class _Slot:
    """Where the style sheet goes once the characters of the page are known."""

    def __html__(self) -> str:
        return STYLE_SLOT


def _venue_place(manuscript: Manuscript) -> Place:
    return manuscript.brief.place("venue")


def _request(manuscript: Manuscript, fragments: Fragments, order: list[int]) -> dict[str, object]:
    return {
        "lang": manuscript.brief.spec.language,
        "and": manuscript.brief.catalogue.list_and.format("", "").strip(),
        "references": [csl_item(source) for source in manuscript.brief.sources.values()],
        "fragments": [{"id": id_, "pieces": fragments.pieces[id_]} for id_ in order],
    }


def _printed_once(manuscript: Manuscript, fragments: Fragments, order: list[int]) -> list[Diagnostic]:
    template = manuscript.brief.venue.template
    findings = []
    for id_, keys in fragments.keys.items():
        times = order.count(id_)
        if times == 1:
            continue
        text = manuscript.brief.texts[keys[0]]
        how = "leaves this text out" if times == 0 else f"prints this text {times} times"
        message = f"the template `{template}` {how}"
        findings.append(
            TextNotPrinted.at(_first_line(text), message, help="`brief explain T804` says what to do")
        )
    return findings


def _first_line(text: Text) -> Place:
    words = text.markdown.strip().partition("\n")[0]
    start = text.markdown.find(words)
    return text.origin.place(start, start + len(words))


def _citation_style(manuscript: Manuscript, workspace: Workspace) -> tuple[str | None, list[Diagnostic]]:
    """The text of the CSL file, recorded as an input."""
    name, place = citation_style(manuscript.brief)
    file = style_file(name)
    try:
        recorded, data = workspace.read_layered("styles", file)
    except (OSError, ValueError):
        return None, [no_citation_style(place, name, workspace)]
    if found := conflicts(SourceText(recorded, data.decode("utf-8-sig", errors="replace"))):
        return None, found
    if problem := style_problem(data):
        return None, [NoCitationStyle.at(place, f"`{file}` {problem}", help="`brief explain T806` says more")]
    return data.decode("utf-8-sig"), []


def _style_at_fault(manuscript: Manuscript, problem: str) -> Diagnostic:
    name, place = citation_style(manuscript.brief)
    return NoCitationStyle.at(place, f"the citation style `{name}` {problem}")


def _finish(
    manuscript: Manuscript, workspace: Workspace, fragments: Fragments, page: str, typeset: pandoc.Typeset
) -> tuple[Composed | None, list[Diagnostic]]:
    findings = _misread(manuscript, fragments, typeset) + _not_inline(manuscript, fragments, page, typeset)
    findings += _unusable(manuscript, workspace, fragments, typeset)
    if (empty := EMPTY_NOTE.search("".join(typeset.fragments.values()))) is not None:
        findings.append(_style_at_fault(manuscript, f"leaves note {empty[1]} empty"))
    brief = manuscript.brief
    html = {id_: _dressed(text) for id_, text in typeset.fragments.items()}
    whole = _with_entries(filled(page, html), typeset.entries)
    whole = tied(whole, brief.catalogue.before_numbers, brief.catalogue.after_numbers)
    style, more = read_style(workspace, brief.venue.style, set(whole), _venue_place(manuscript))
    if style is None or any(f.severity == "error" for f in findings + more):
        return None, findings + more
    images = tuple(dict.fromkeys(tidy(name) for name in (*brief.images, *_markdown_images(typeset))))
    composed = Composed(
        html=whole.replace(STYLE_SLOT, style.css.replace("</style", "<\\/style"), 1),
        style=style,
        style_line=_lines_before(whole),
        notes=_notes(fragments, typeset),
        serials=fragments.serials,
        images=images,
        outline=outline_of(page, typeset.outlines),
    )
    return composed, findings + more


def _lines_before(page: str) -> int:
    """The lines of the `<style>` element before the sheet: the engine counts from the element's start."""
    slot = page.find(STYLE_SLOT)
    return page.count("\n", page.rfind("<style", 0, slot), slot) if slot >= 0 else 0


def _misread(manuscript: Manuscript, fragments: Fragments, typeset: pandoc.Typeset) -> list[Diagnostic]:
    texts = manuscript.brief.texts
    findings = [
        BadCitation.at(
            _first_line(texts[fragments.keys[id_][0]]),
            "pandoc reads the citations in this text otherwise than brief does",
            help="write each as `[@id, para. 4]`, and plain brackets before an `@` as `\\[`",
        )
        for id_ in typeset.mismatched
    ]
    findings += [
        NestedNote.at(_first_line(texts[fragments.keys[id_][0]]), "a note in this text holds another note")
        for id_ in typeset.nested
    ]
    findings += [
        TableInNote.at(_first_line(texts[fragments.keys[id_][0]]), "a note in this text holds a table")
        for id_ in typeset.tabled
    ]
    findings += [
        finding
        for id_, html in typeset.fragments.items()
        for finding in _hidden(manuscript, fragments, id_, html)
    ]
    findings += [
        finding for id_, said in typeset.outlines.items() for finding in _counted(texts, fragments, id_, said)
    ]
    # What of notes is written and never called, check has said already.
    return findings + [_slip(manuscript, w) for w in typeset.warnings if not w.startswith("Note with key")]


def _counted(texts: Mapping[str, Text], fragments: Fragments, id_: int, said: str) -> Iterator[Diagnostic]:
    """Marks of items that Markdown would print otherwise than they are written."""
    keys = [key for key in fragments.keys[id_] if not texts[key].literal]
    text = texts[keys[0]]
    for mark, printed in counted_otherwise(text.markdown, list(read_outline(said))) if len(keys) == 1 else ():
        place = text.origin.place(mark.start(), mark.end())
        message = f"the item “{mark[0]}” would be printed as “{printed}”"
        yield MarkCountedOn.at(place, message, help="let the items of a list count on from the first")


def _hidden(manuscript: Manuscript, fragments: Fragments, id_: int, html: str) -> Iterator[Diagnostic]:
    """Hidden characters that came through entities (`&#x202E;`): printed, though nowhere written."""
    if (match := HIDDEN.search(unescape(html))) is not None:
        place = _first_line(manuscript.brief.texts[fragments.keys[id_][0]])
        yield HiddenCharacter.of(place, match[0])


def _slip(manuscript: Manuscript, warning: str) -> Diagnostic:
    """Pandoc's warning, at the first text that holds the word it names."""
    named = re.search(r"['‘]([^'’]+)['’]", warning)
    message = f"pandoc says: {warning}"
    if named:
        for text in manuscript.brief.texts.values():
            at = text.markdown.find(f"[^{named[1]}]")
            if at >= 0:
                slip = MarkdownSlip.at(text.origin.place(at, at + len(named[1]) + 3), message)
                return replace(slip, about=text.key)
    return MarkdownSlip.at(manuscript.brief.place("title"), message, words=warning)


def _unusable(
    manuscript: Manuscript, workspace: Workspace, fragments: Fragments, typeset: pandoc.Typeset
) -> list[Diagnostic]:
    """Links and pictures that cannot be printed, however they were written."""
    texts = manuscript.brief.texts
    found: list[Diagnostic] = []
    for id_, html in typeset.fragments.items():
        text = texts[fragments.keys[id_][0]]
        if not text.literal:
            found += unusable_printed(workspace, text.markdown, html, text.origin)
    return found


def _not_inline(
    manuscript: Manuscript, fragments: Fragments, page: str, typeset: pandoc.Typeset
) -> list[Diagnostic]:
    inline = (int(id_) for id_ in re.findall(r"<!--fragment:(\d+):inline-->", page))
    return [
        NotOneParagraph.at(_first_line(manuscript.brief.texts[fragments.keys[id_][0]]))
        for id_ in inline
        if not is_one_paragraph(typeset.fragments.get(id_, ""))
    ]


def _dressed(html: str) -> str:
    """A fragment as the style sheets expect it: calls for the screen, hanging marks, picture URLs."""
    html = html.replace('<span id="note-', '<span class="note-call"></span><span id="note-')
    html = re.sub(r"<p>(?=[“„«])", '<p class="hang">', html)
    return IMAGE.sub(lambda match: f'<img src="{image_url(unquote(match[1]))}"', html)


def _with_entries(page: str, entries: dict[str, str]) -> str:
    """The list of sources, each group in the order of its entries' words."""
    groups: dict[str, list[str]] = {}
    for group, id_ in ENTRY.findall(page):
        groups.setdefault(group, []).append(entries.get(id_, ""))
    waiting = {group: iter(sorted(texts, key=_spoken)) for group, texts in groups.items()}
    return ENTRY.sub(lambda match: next(waiting[match[1]]), page)


def _spoken(html: str) -> str:
    return re.sub(r"<[^>]+>|[^\w\s]", "", html).casefold()


def _markdown_images(typeset: pandoc.Typeset) -> list[str]:
    return [unquote(source) for html in typeset.fragments.values() for source in IMAGE.findall(html)]


def _notes(fragments: Fragments, typeset: pandoc.Typeset) -> dict[str, tuple[int | None, ...]]:
    """The note of every citation, by the key of its text."""
    notes: dict[int, int | None] = {}
    for html in typeset.fragments.values():
        notes.update(notes_of_citations(html))
    return {
        key: tuple(notes.get(works[0]) for works in citations) for key, citations in fragments.serials.items()
    }
