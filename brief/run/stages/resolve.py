"""Resolve: tie every citation to the passage it rests on.

From a `Brief` to a `Manuscript`. A locator that means paragraphs is parsed and each
paragraph must exist; the voices that speak there are named, so that notes can say whose
words are cited. Set-off quotations and excerpts carry their own reference.
"""

from __future__ import annotations

from brief.check.rules.references import NoSuchParagraph
from brief.check.rules.spec import BadCitation
from brief.model.diagnostic import Diagnostic
from brief.model.locator import Locator, stray
from brief.model.manuscript import Brief, Manuscript, Reference, Text
from brief.model.ranges import Ranges
from brief.model.source import Source
from brief.model.spec import Excerpt, Quote
from brief.text.claims import claims_of
from brief.text.markdown.citations import Citation, CiteItem

LAWS = frozenset({"treaty", "legislation", "bill", "regulation", "document"})
"""Types of CSL whose articles have paragraphs of their own; a declaration is a document."""


def resolve(brief: Brief) -> tuple[Manuscript, list[Diagnostic]]:
    """The manuscript, and a finding for every locator that leads nowhere."""
    findings: list[Diagnostic] = []
    references = {
        key: tuple(_citation(brief, text, citation, findings) for citation in text.citations)
        for key, text in brief.texts.items()
    }
    for section in brief.sections:
        for position, block in enumerate(section.blocks):
            path = f"sections.{section.index}.blocks.{position}"
            if block.quote is not None:
                _set_off(brief, f"{path}.quote", block.quote, references)
            if block.excerpt is not None:
                _set_off(brief, f"{path}.excerpt", block.excerpt, references)
    claims, lonely = claims_of(brief, references)
    return Manuscript(brief, references, claims, lonely), findings


def _citation(
    brief: Brief, text: Text, citation: Citation, findings: list[Diagnostic]
) -> tuple[Reference, ...]:
    return tuple(
        _reference(brief.sources[item.id], text, citation, item, findings) for item in citation.items
    )


def _reference(
    source: Source, text: Text, citation: Citation, item: CiteItem, findings: list[Diagnostic]
) -> Reference:
    paragraphs = _paragraphs(source, text, item, findings)
    voices = source.voices_in(paragraphs) if paragraphs is not None else ()
    if citation.textual and voices:
        findings.append(
            BadCitation.at(
                text.origin.place(citation.start, citation.end),
                f"`{voices[0].name}` speaks there, and a citation in the sentence cannot say so",
                help=f"write `[@{item.id}, {item.locator}]`, and name the source in your own words",
            )
        )
    if not citation.textual and text.markdown.startswith("-", item.start):
        place = text.origin.place(item.start, item.end)
        reason = "with a `-` before its `@`, a citation is printed without its work, and without who speaks"
        findings.append(BadCitation.at(place, reason, help=f"leave the `-` out: `[@{item.id}]`"))
    return Reference(text.key, citation, item, source, paragraphs, voices)


def _paragraphs(source: Source, text: Text, item: CiteItem, findings: list[Diagnostic]) -> Ranges | None:
    stretch = item.locator_start, item.locator_start + len(item.locator)
    try:
        paragraphs = Locator.parse(item.locator).paragraphs
    except ValueError as error:
        place = text.origin.place(*stretch)
        findings.append(
            BadCitation.at(place, f"`{item.locator}`: {error}", help="such as `para. 4` or `paras. 4-6`")
        )
        return None
    if _names_another(source, text, item, paragraphs, findings):
        return None
    # A record without text cannot be looked into: its paragraphs are printed as written.
    if paragraphs is None or not source.paragraphs:
        return paragraphs
    missing = next((number for number in paragraphs if source.paragraph(number) is None), None)
    if missing is None:
        return paragraphs
    place = text.origin.place(*stretch)
    findings.append(NoSuchParagraph.of(place, source.id, len(source.paragraphs), missing))
    return None


def _names_another(
    source: Source, text: Text, item: CiteItem, own: Ranges | None, findings: list[Diagnostic]
) -> bool:
    """Whether words around a locator name a paragraph too: it is printed, and nobody looks it up."""
    before = text.markdown.rfind(item.prefix, 0, item.start)
    stretches = [(item.after_start, item.after)]
    if own is None:
        stretches = [(item.locator_start, item.locator + item.after), (before, item.prefix)]
    in_law = source.record.type in LAWS and not source.record.voices
    for start, words in stretches:
        if found := stray(words, own, in_law=in_law):
            number = int(found[1])
            wanted = f"paras. {own}, {number}" if own else f"para. {number}"
            place = text.origin.place(start + found.start(), start + found.end())
            reason = "this paragraph is printed as words, and nothing is looked up there"
            help_ = f"begin the place with `{wanted}`: `[@{item.id}, {wanted}]`, other words behind it"
            findings.append(BadCitation.at(place, reason, help=help_))
            return True
    return False


def _set_off(
    brief: Brief, key: str, block: Quote | Excerpt, references: dict[str, tuple[tuple[Reference, ...], ...]]
) -> None:
    source = brief.sources.get(block.source)
    if source is None or key not in brief.texts:
        return
    paragraphs: Ranges = block.paragraph if isinstance(block, Quote) else block.paragraphs
    several = sum(1 for _ in paragraphs) > 1
    locator = f"{'paras.' if several else 'para.'} {paragraphs}"
    item = CiteItem(source.id, 0, 0, "", locator, 0)
    citation = Citation(0, 0, (item,))
    references[key] = ((Reference(key, citation, item, source, paragraphs, source.voices_in(paragraphs)),),)
