"""A received PDF against the corpus at hand: is what it was built from still what it was?

Inputs are compared by their SHA-256; a source that changed is no fault as long as every
quotation still stands in it. A quotation that does not, a source that is gone, a capture
that is no longer what was received, and words that the corpus protects now are faults.
A workspace that holds nothing of what the file was built from has nothing to say.
"""

from __future__ import annotations

import hashlib

from brief.corpus.captures.proof import capture_unchanged
from brief.corpus.reading import has_source, read_source
from brief.files.workspace import Workspace, packaged_root, read_regular
from brief.model.diagnostic import Severity
from brief.model.ranges import Ranges
from brief.model.source import Source
from brief.protect.guarded import SOURCES, guarded
from brief.protect.leaks import leaks
from brief.protect.protection import first_hits, longest_first, protections, replaced
from brief.prove.found_words import searchable
from brief.prove.promise import Promise, PromisedQuotation
from brief.prove.verification import Answer
from brief.prove.words import shortened
from brief.run.deadline import grant
from brief.text.quotation.find import search

PACKAGED = "packaged:"
TYPICAL = 10_000
"""Bytes of a source, for the time that reading it is given."""


def corpus_answers(workspace: Workspace, promise: Promise, data: bytes) -> list[Answer]:
    """What the corpus says of the file's inputs, quotations and captures, and of the words in it."""
    states = {name: _state(workspace, name, digest) for name, digest in promise.inputs.items()}
    own = [state for name, state in states.items() if not name.startswith(PACKAGED)]
    if not any(state in ("same", "changed") for state in own):
        return [Answer("corpus", None, "this workspace does not hold what the file was built from")]
    sources = {id_: _source(workspace, id_) for id_ in dict.fromkeys(_ids(promise))}
    return [
        _inputs(states),
        _quotations(promise, sources),
        _captures(workspace, sources),
        *_protected(workspace, promise, set(sources), data),
    ]


def _ids(promise: Promise) -> list[str]:
    named = [source.id for source in promise.sources]
    return named + [quotation.source for quotation in promise.quotations if quotation.source]


def _source(workspace: Workspace, id_: str) -> Source | None:
    return read_source(workspace, id_, []) if has_source(workspace, id_) else None


def _state(workspace: Workspace, name: str, digest: str) -> str:
    """`same`, `changed`, `gone`; `barred` for a name that leads out of the workspace."""
    try:
        if name.startswith(PACKAGED):
            layer, _, rest = name.removeprefix(PACKAGED).partition("/")
            root = packaged_root(layer).resolve()
            path = (root / rest).resolve()
            data = read_regular(path) if layer and path.is_relative_to(root) else b""
        else:
            data = workspace.read(name)
    except OSError:
        return "gone"
    except ValueError:
        return "barred"
    grant(len(data))
    return "same" if hashlib.sha256(data).hexdigest() == digest else "changed"


def _inputs(states: dict[str, str]) -> Answer:
    others = [f"{name} is {state}" for name, state in states.items() if state not in ("same", "barred")]
    others += [f"{name} would lie outside the workspace" for name, s in states.items() if s == "barred"]
    if not others:
        return Answer("inputs", True, f"all {len(states)} files it was built from are as they were")
    says = f"{len(others)} of {len(states)} files it was built from are not as they were"
    return Answer("inputs", None, says, tuple(others))


def _quotations(promise: Promise, sources: dict[str, Source | None]) -> Answer:
    details = []
    for quotation in promise.quotations:
        source = sources.get(quotation.source or "")
        if quotation.source and source is None:
            details.append(f"the source `{quotation.source}` is gone")
        elif source is not None and not _stands(quotation, source):
            details.append(f"“{shortened(quotation.words)}” no longer stands in `{source.id}`")
    details = list(dict.fromkeys(details))
    if details:
        return Answer("sources", False, "quotations do not stand in their sources any more", tuple(details))
    return Answer("sources", True, "every quotation still stands in its source")


def _protected(workspace: Workspace, promise: Promise, cited: set[str], data: bytes) -> list[Answer]:
    """Whether words that the corpus protects now stand in the file; a name alone only of what it cites."""
    if promise.audience == "internal":
        return []
    grant(len(data) + TYPICAL * len(workspace.names(SOURCES, ".md")))
    kept = guarded(workspace.root)
    wanted = longest_first(it for it in kept.protections if not it.is_single or it.source in cited)
    details = []
    for _, part, it in leaks({"file.pdf": data}, wanted):
        where = "the name of a part" if any(first_hits(part, wanted)) else part
        details.append(f"{where}: words that `{it.source}` protects")
    details = list(dict.fromkeys(details))
    if details:
        says = "words stand in it that the corpus protects now: build it anew, and recall this file"
        return [Answer("protected", False, says, tuple(details))]
    if kept.unclear:
        says = "what some sources protect cannot be read, so nobody can tell whether it stands in the file"
        return [Answer("protected", False, says, tuple(f"`{it}`" for it in kept.unclear))]
    return [Answer("protected", True, "no words stand in it that the corpus protects")]


def _stands(quotation: PromisedQuotation, source: Source) -> bool:
    """Whether the words stand in the source, as written or as printed.

    Those that are withheld, or cite a record without text, are not looked for.
    """
    paragraph = quotation.paragraph
    if not quotation.words or (paragraph is None and not source.paragraphs):
        return True
    try:
        if search(quotation.words, source, Ranges(((paragraph, paragraph),)) if paragraph else None):
            return True
        if search(quotation.words, source, None):  # it may run on into the next paragraph
            return True
    except ValueError:
        pass
    printed = replaced(" ".join(part.text for part in source.paragraphs), protections([source]))
    return searchable(quotation.words) in searchable(printed)


def _captures(workspace: Workspace, sources: dict[str, Source | None]) -> Answer:
    found = [source for source in sources.values() if source and source.record.capture]
    details = [
        finding.message
        for source in found
        for finding in capture_unchanged(workspace, source)
        if finding.severity is Severity.ERROR
    ]
    if details:
        return Answer("captures", False, "captures are not as they were received", tuple(details))
    says = f"all {len(found)} are as they were received" if found else "no source has one"
    return Answer("captures", True, says)
