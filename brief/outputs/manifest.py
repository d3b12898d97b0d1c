"""The manifest, `outputs/NAME.json` and inside the PDF: what a brief rests on, note by note.

For each citation its note, page, source and paragraphs; for each voice the notes that name
it; for each quotation where it is printed and the passage it was taken from (a W3C
text-quote selector); for each input its SHA-256 (styles, fonts and colour profiles among
them), and that of the hyphenation dictionaries; the versions that shaped the page. No clock,
no machine, no path outside the workspace: the same brief gives the same bytes everywhere. The
file goes where the PDF goes, and may say no more than it: protected words are replaced as in print, for every
audience, and of a source that is not public nothing is told but its id and where it is
cited; its quotations are digests then.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from brief import __version__
from brief.check.judges.receiving_body import lengths
from brief.compose.composed import Composed
from brief.compose.csl import voice_prefix
from brief.corpus.captures.proof import ORIGINALS
from brief.model.manuscript import Accepted, Manuscript, Reference
from brief.model.source import Source
from brief.outputs.pdf.sealing import serialised
from brief.protect.protection import Protection, folded, hits, protections, replaced
from brief.protect.spellings import alike, caseless
from brief.prove.attribution import Voices
from brief.prove.found_words import searchable
from brief.prove.proof import Proof, QuotationProof
from brief.text.quotation.find import Selector
from brief.text.word_count import WordCount, count_words

SHAPING = (
    "weasyprint",
    "pydyf",
    "tinycss2",
    "tinyhtml5",
    "cssselect2",
    "pyphen",
    "pillow",
    "fonttools",
    "pypandoc_binary",
    "jinja2",
    "markupsafe",
    "pypdfium2",
    "pikepdf",
)
FIRST_WORD = re.compile(r"[\W_]*([^\W_]+)")
LANGUAGE = re.compile(r"<[^<>]* lang=\"([\w-]+)\"")


def promises(
    manuscript: Manuscript, composed: Composed, proof: Proof, inputs: Mapping[str, str]
) -> dict[str, Any]:
    """What the PDF carries, before `pdf.sealing` adds the digests of its pages."""
    spec, venue = manuscript.brief.spec, manuscript.brief.venue
    protected = protections(manuscript.brief.sources.values())
    return {
        "brief": __version__,
        "spec": manuscript.brief.document.file,
        "title": spec.title,
        "subtitle": spec.subtitle,
        "venue": manuscript.brief.venue_id,
        "venue-name": venue.name,
        "audience": venue.audience,
        "language": spec.language,
        "date": str(spec.date) if spec.date else None,
        "status": spec.status,
        "organisations": [organisation.name for _, organisation in manuscript.brief.organisations],
        "pages": proof.pages,
        "notes": [
            {"note": number, "page": note.page, "sha256": note.digest} for number, note in proof.notes.items()
        ],
        "citations": _citations(manuscript, composed, proof),
        "voices": _voices(manuscript, proof, protected),
        "quotations": [_quotation(manuscript, quotation, protected) for quotation in proof.quotations],
        "sources": [_source(source, protected) for source in _cited(manuscript)],
        "accepted": [_accepted(answered, protected) for answered in manuscript.accepted],
        "length": _length(manuscript, count_words(composed.html), proof.pages),
        "inputs": {name: inputs[name] for name in sorted(set(inputs) - _untold(manuscript))},
        "hyphenation": hyphenation(composed.html),
        "versions": dict(versions()),
    }


def with_outputs(record: Mapping[str, Any], outputs: Mapping[str, bytes]) -> bytes:
    """The manifest beside the outputs: the same, and the SHA-256 of each of them."""
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(outputs.items())}
    return serialised({**record, "outputs": hashes})


def _accepted(answered: Accepted, protected: tuple[Protection, ...]) -> dict[str, str]:
    """A warning that was answered: the words it was about, and the author's reason."""
    finding, answer = answered.finding, answered.answer
    return {
        "code": finding.code,
        "text": finding.about,
        "words": replaced(answer.words, protected),
        "warning": replaced(finding.message, protected),
        "reason": replaced(answer.reason, protected),
    }


def _length(manuscript: Manuscript, words: WordCount, pages: int) -> dict[str, Any]:
    limits = [length.record for length in lengths(manuscript.brief, words, pages)]
    parts = {"body": words.body, "notes": words.notes, "annexes": words.annexes}
    return {"words": parts, "sections": dict(words.sections), "limits": limits}


def _untold(manuscript: Manuscript) -> set[str]:
    """The captures of sources that are not public: their names are not for a reader."""
    captures: dict[bool, set[str]] = {True: set(), False: set()}
    for source in manuscript.brief.sources.values():
        if source.record.capture is not None:
            captures[source.record.handling == "public"].add(f"{ORIGINALS}/{source.record.capture.file}")
    return captures[False] - captures[True]


def _cited(manuscript: Manuscript) -> list[Source]:
    cited = dict.fromkeys(reference.source.id for reference in manuscript.all_references())
    return [manuscript.brief.sources[id_] for id_ in cited]


def _citations(manuscript: Manuscript, composed: Composed, proof: Proof) -> list[dict[str, Any]]:
    found = []
    for key, citations in manuscript.references.items():
        notes = composed.notes.get(key, ())
        for references, note in zip(citations, notes, strict=True):
            found += [_citation(reference, note, proof.note_pages) for reference in references]
    return sorted(found, key=lambda citation: citation["note"] or 0)


def _citation(reference: Reference, note: int | None, note_pages: Mapping[int, int]) -> dict[str, Any]:
    public = reference.source.record.handling == "public"
    return {
        "note": note,
        "page": note_pages.get(note) if note is not None else None,
        "text": reference.text_key,
        "source": reference.source.id,
        "locator": reference.item.locator or None,
        "paragraphs": str(reference.paragraphs) if reference.paragraphs is not None else None,
        "voices": [voice.name for voice in reference.voices] if public else [],
    }


def _voices(manuscript: Manuscript, proof: Proof, protected: tuple[Protection, ...]) -> dict[str, list[int]]:
    """How voices of public sources are named, each with the notes that say so, as often as they do."""
    public = (ref for ref in manuscript.all_references() if ref.source.record.handling == "public")
    named = (voice_prefix(ref, manuscript.brief.catalogue) for ref in public)
    voices = Voices(name for name in named if not hits(name, protected))
    found: dict[str, list[int]] = {name: [] for name in sorted(voices.names.values())}
    for number, note in proof.notes.items():
        for name, times in voices.within(note.words).items():
            found[name] += [number] * times
    return found


def _source(source: Source, protected: tuple[Protection, ...]) -> dict[str, Any]:
    """How a source is named; of one that is not public, only its id."""
    record = source.record
    if record.handling != "public":
        return {"id": source.id}
    named = {
        "title": record.title,
        "publisher": record.container_title or record.publisher or record.authority,
        "issued": str(record.issued) if record.issued else None,
        "url": record.url,
        "capture": record.capture.sha256 if record.capture else None,
    }
    told = {key: replaced(str(value), protected) for key, value in named.items() if value}
    return {"id": source.id, **told}


# Passages


def _quotation(
    manuscript: Manuscript, quotation: QuotationProof, protected: tuple[Protection, ...]
) -> dict[str, Any]:
    """A quotation: its words, or their digest where the source is not public; and its passage."""
    found = quotation.found
    where: dict[str, Any] = {"text": quotation.text, "page": quotation.page, "note": quotation.note}
    ids = [found.source] if found else _sources_of(manuscript, quotation.text)
    where["source"] = next(iter(quotation.sources), None)
    if not all(manuscript.brief.sources[id_].record.handling == "public" for id_ in ids):
        words = searchable(quotation.words)
        return {**where, "sha256": hashlib.sha256(words.encode()).hexdigest(), "length": len(words)}
    where["words"] = replaced(quotation.words, protected)
    if found is not None:
        where["paragraph"] = found.paragraph
        where["selector"] = {"type": "TextQuoteSelector", **passage(found.selector, protected)}
    return where


def _sources_of(manuscript: Manuscript, key: str) -> list[str]:
    """The sources that a text cites."""
    cited = (ref.source.id for refs in manuscript.references.get(key, ()) for ref in refs)
    return list(dict.fromkeys(cited))


def passage(selector: Selector, protected: tuple[Protection, ...]) -> dict[str, str]:
    """A selector without protected words, nor a part of them at its seams and edges."""
    prefix, exact, suffix = _parted(selector, protected)
    prefix = replaced(_beheaded(_untailed(prefix, protected, head=True), protected), protected)
    suffix = _untailed(suffix, protected, head=False)[::-1]
    suffix = replaced(_beheaded(suffix, protected, backwards=True)[::-1], protected)
    exact = replaced(exact, protected)
    if hits(f"{prefix}{exact}{suffix}", protected):
        prefix = suffix = ""
    return {"prefix": prefix, "exact": exact, "suffix": suffix}


def _parted(selector: Selector, protected: tuple[Protection, ...]) -> tuple[str, str, str]:
    """Prefix, exact and suffix; protected words that run over a seam go wholly to the exact part."""
    parts = [selector.prefix, selector.exact, selector.suffix]
    for protection in protected:
        for first in (0, 1):
            seam = _over_seam(parts[first], parts[first + 1], protection.words)
            if seam:
                parts[first] = parts[first][: len(parts[first]) - seam]
                parts[first + 1] = parts[first + 1][len(protection.words) - seam :]
                parts[1] = _joined(parts[1], f"[{protection.instead}]", before=first == 0)
    return parts[0], parts[1], parts[2]


def _joined(exact: str, instead: str, *, before: bool) -> str:
    return instead + exact if before else exact + instead


def _over_seam(left: str, right: str, words: str) -> int:
    """How many characters of the words stand at the end of the left part, the rest beginning the right."""
    left, right, words = map(_caseless, (left, right, words))
    for at in range(len(words) - 1, 0, -1):
        if left.endswith(words[:at]) and right.startswith(words[at:]):
            return at
    return 0


@lru_cache(maxsize=512)
def _caseless(text: str) -> str:
    return caseless(alike(folded(text)))


def _untailed(context: str, protected: tuple[Protection, ...], *, head: bool) -> str:
    """The context without what may be the end (or the beginning) of protected words cut off by its edge."""
    sought = _caseless(context)
    for protection in protected:
        words = _caseless(protection.words)
        for count in range(len(words) - 1, 1, -1):
            if head and sought.startswith(words[-count:]):
                return context[count:]
            if not head and sought.endswith(words[:count]):
                return context[:-count]
    return context


def _beheaded(context: str, protected: tuple[Protection, ...], *, backwards: bool = False) -> str:
    """The context without the words of a name, in whatever spelling, that its edge may have cut."""
    words = frozenset(
        word for it in protected if not it.is_single for word in _words(it.words, backwards=backwards)
    )
    first = True
    while (match := FIRST_WORD.match(context)) is not None:
        word = _caseless(match[1])
        if not (word in words or (first and any(other.endswith(word) for other in words))):
            return context
        context, first = context[match.end() :], False
    return context


@lru_cache(maxsize=512)
def _words(words: str, *, backwards: bool) -> frozenset[str]:
    """The words of a name, and the parts of those with hyphens."""
    each = _caseless(words).split()
    found = {re.sub(r"\W", "", word) for word in each} | {
        part for word in each for part in re.split(r"\W+", word)
    }
    return frozenset(word[::-1] if backwards else word for word in found if len(word) > 1)


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """The versions of what shapes the page."""
    from importlib.metadata import version

    return {name: version(name) for name in SHAPING}


def hyphenation(html: str) -> dict[str, str]:
    """The dictionaries by which words of the page's languages are divided, and their SHA-256."""
    import pyphen

    keys = (pyphen.language_fallback(language) for language in LANGUAGE.findall(html))
    files = {pyphen.LANGUAGES[key] for key in keys if key}
    return {file.name: _digest(file) for file in sorted(files)}


@lru_cache(maxsize=64)
def _digest(file: Path) -> str:
    """The SHA-256 of a file that was installed."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
