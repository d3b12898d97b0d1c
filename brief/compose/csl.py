"""A source's record as a CSL item, and the voice a note must name.

Every string is text: it goes to the citation processor as literal words, never as
markup. Dates go as EDTF, exactly as known.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from brief.model.manuscript import Reference
from brief.model.source import Name, Source
from brief.text.catalogue import Catalogue
from brief.text.typography import typeset_title

CSL = "{http://purl.org/net/xbiblio/csl}"
TITLES = ("title", "container-title", "collection-title")
AS_ADDRESS = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.I)  # before the DOI itself
NOT_CSL = {"kind", "capture", "handling", "protect", "voices", "facts"}


def csl_item(source: Source) -> dict[str, Any]:
    """The CSL-JSON variables of a source; dates as EDTF strings."""
    item: dict[str, Any] = {"id": source.id}
    for name, field in type(source.record).model_fields.items():
        value = getattr(source.record, name)
        if name in NOT_CSL or value in (None, ()):
            continue
        key = field.alias or name
        item[key] = [_name(n) for n in value] if isinstance(value, tuple) else str(value)
    if "DOI" in item:
        item["DOI"] = AS_ADDRESS.sub("", item["DOI"])
    return item | {key: typeset_title(item[key]) for key in TITLES if key in item}


def _name(name: Name) -> dict[str, str]:
    return {key: value for key, value in name.model_dump().items() if value is not None}


def voice_prefix(reference: Reference, catalogue: Catalogue) -> str:
    """Who speaks in the cited paragraphs, such as `Rodong Sinmun (state media), quoted in`; may be empty."""
    voices = list(dict.fromkeys((voice.name, voice.kind) for voice in reference.voices))
    if not voices:
        return ""
    named = [f"{name} ({catalogue.voices[kind]})" for name, kind in voices]
    return f"{', '.join(named)}, {catalogue.quoted_in}"


def style_problem(data: bytes) -> str:
    """What keeps a file from being a CSL style that can be used, in words; empty when nothing does.

    A dependent style (CSL 1.0.2, "Dependent styles") only names its parent, which a build may not fetch.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return "declares entities, which a style does not need"
    try:
        root = ElementTree.fromstring(data)
        data.decode()
    except ElementTree.ParseError as error:
        return f"is not XML: {error}"
    except (ValueError, LookupError):
        return "is not UTF-8: save it again as that"
    if root.tag != f"{CSL}style":
        return "is not a CSL style"
    if root.find(f"{CSL}citation/{CSL}layout") is None:
        return "has no layout for citations: a dependent style? Save its parent instead"
    if root.find(f"{CSL}info/{CSL}link[@rel='independent-parent']") is not None:
        return "names a parent style, which would have to be fetched: save the parent instead"
    return ""
