"""What a template sees: plain values, and a fragment for every text.

The shape is documented in docs/templates.md. Every text of the brief becomes part of
exactly one fragment here; whether the template then prints each exactly once, compose
checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count
from posixpath import normpath
from typing import Any
from urllib.parse import quote as url_quote

from brief.compose.citation_marks import marked
from brief.compose.csl import voice_prefix
from brief.compose.fragments import Fragment, Fragments
from brief.compose.templating import LabelError
from brief.model.manuscript import LoadedSection, Manuscript, Reference, Text
from brief.model.organisations import Organisation
from brief.model.source import TREATIES, Source
from brief.model.spec import Block
from brief.protect.redaction import printed_texts
from brief.text.typography import typeset_title, widest

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


@dataclass(frozen=True)
class Entry:
    """An entry of the list of sources, filled in after pandoc."""

    group: str
    source_id: str

    def __html__(self) -> str:
        return f"<!--entry:{self.group}:{self.source_id}-->"


class PageContext:
    """Builds the context of one manuscript and gathers its fragments."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.brief = manuscript.brief
        self.spec = manuscript.brief.spec
        self.fragments = Fragments()
        marks = {key: marked(text.markdown, text.citations) for key, text in self.brief.texts.items()}
        self._keys = {key: keys for key, (_, keys) in marks.items()}
        self._texts = printed_texts(manuscript, {key: text for key, (text, _) in marks.items()})
        self._numbers = count(1)
        self._tables = self._figures = 0

    def build(self) -> dict[str, Any]:
        """The whole context but for `css`."""
        spec = self.spec
        return {
            "brief": self._brief(),
            "organisations": [organisation(id_, it) for id_, it in self.brief.organisations],
            "summary": self._fragment("summary"),
            "asks": [
                {"to": ask.to, "text": self._fragment(f"asks.{i}.ask")} for i, ask in enumerate(spec.asks)
            ],
            "key_figures": [
                {
                    "value": it.value,
                    "label": self._fragment(f"key-figures.{i}.label", f"key-figures.{i}.cite"),
                }
                for i, it in enumerate(spec.key_figures)
            ],
            "widest_figure": self._widest_figure(),
            "sections": [self._section(n, it) for n, it in enumerate(self.brief.sections, start=1)],
            "recommendations": [
                {
                    "to": it.to,
                    "id": f"recommendation-{i + 1}",
                    "entries": [
                        self._fragment(f"recommendations.{i}.items.{j}") for j in range(len(it.items))
                    ],
                }
                for i, it in enumerate(spec.recommendations)
            ],
            "sources": self._sources() if spec.annexes.sources else [],
            "label": self._label,
        }

    def _widest_figure(self) -> float:
        words = self.brief.catalogue
        return widest((it.value for it in self.spec.key_figures), words.before_numbers, words.after_numbers)

    def _brief(self) -> dict[str, Any]:
        spec, venue = self.spec, self.brief.venue
        return {
            "title": spec.title,
            "subtitle": spec.subtitle or "",
            "lang": spec.language,
            "dir": "rtl" if spec.language.partition("-")[0] in RIGHT_TO_LEFT else "",
            "date": self.brief.catalogue.spoken_date(spec.date) if spec.date else "",
            "date_iso": str(spec.date) if spec.date else "",
            "status": spec.status,
            "addressee": spec.addressee or "",
            "session": spec.session or "",
            "state": spec.state or "",
            "call": spec.call or "",
            "contact": spec.contact or "",
            "paper": spec.paper,
            "venue_name": self.brief.catalogue.venues.get(venue.name, venue.name),
            "body_name": venue.body,
            "audience": venue.audience,
            "joint": len(self.brief.organisations) > 1,
            "filing": venue.filing.format if venue.filing else "pdf",
            "publish": spec.publish,
            "keywords": [],
            "description": "",
        }

    def _label(self, key: str) -> str:
        try:
            return self.brief.catalogue.labels[key]
        except KeyError as error:
            raise LabelError(key) from error

    def _section(self, number: int, section: LoadedSection) -> dict[str, Any]:
        by = self.brief.all_organisations.get(section.by) if section.by else None
        lead = self._fragment(section.text_key) if section.text_key else None
        blocks = [] if lead is None else [{"kind": "text", "id": f"section-{number}-text", "text": lead}]
        for position, block in enumerate(section.blocks):
            path = f"sections.{section.index}.blocks.{position}"
            blocks.append(
                {"id": f"section-{number}-{position + 1}", "kind": block.kind, **self._block(path, block)}
            )
        return {
            "id": f"section-{number}",
            "number": number,
            "heading": section.heading,
            "by": organisation(section.by, by) if section.by and by else None,
            "lang": section.language,
            "blocks": blocks,
        }

    def _block(self, path: str, block: Block) -> dict[str, Any]:
        if block.quote is not None:
            return {
                "text": self._fragment(f"{path}.quote"),
                "by": block.quote.by or "",
                "lang": self._foreign(f"{path}.quote"),
            }
        if block.excerpt is not None:
            title = typeset_title(self.brief.sources[block.excerpt.source].record.title)
            return {
                "text": self._fragment(f"{path}.excerpt"),
                "title": title,
                "lang": self._foreign(f"{path}.excerpt"),
            }
        if block.law_and_reality is not None:
            return self._law_and_reality(f"{path}.law-and-reality", len(block.law_and_reality.rows))
        if block.table is not None:
            return self._table(f"{path}.table", block.table.file)
        if block.figure is not None:
            return self._figure(f"{path}.figure", block.figure.file, block.figure.alt)
        return {"text": self._fragment(f"{path}.text")}

    def _law_and_reality(self, path: str, rows: int) -> dict[str, Any]:
        self._tables += 1
        return {
            "caption": self._fragment(f"{path}.caption"),
            "number": self._tables,
            "rows": [
                {
                    "law": self._fragment(f"{path}.rows.{i}.law"),
                    "reality": self._fragment(f"{path}.rows.{i}.reality"),
                }
                for i in range(rows)
            ],
        }

    def _table(self, path: str, file: str) -> dict[str, Any]:
        self._tables += 1
        table = self.brief.tables[file]
        caption = self._fragment(f"{path}.caption", f"{path}.cite")
        return {
            "caption": caption,
            "number": self._tables,
            "header": list(table.header),
            "rows": [list(row) for row in table.rows],
            "numeric": list(table.numeric),
        }

    def _figure(self, path: str, file: str, alt: str) -> dict[str, Any]:
        self._figures += 1
        caption = self._fragment(f"{path}.caption", f"{path}.cite")
        return {"src": image_url(file), "alt": alt, "caption": caption, "number": self._figures}

    def _foreign(self, key: str) -> str:
        """The language of a text where it is not the brief's."""
        language = self.brief.texts[key].language
        return "" if language == self.spec.language else language

    def _sources(self) -> list[dict[str, Any]]:
        groups: dict[str, list[Entry]] = {}
        cited = dict.fromkeys(ref.source.id for ref in self.manuscript.all_references())
        for id_ in cited:
            group = source_group(self.brief.sources[id_])
            groups.setdefault(group, []).append(Entry(group, id_))
        names = self.brief.catalogue.source_groups
        order = [group for group in names if group in groups]
        return [{"label": names[group], "entries": groups[group]} for group in order]

    def _fragment(self, *keys: str) -> Fragment | None:
        """The fragment of these texts, joined; None when none of them is there."""
        texts = [self._texts[key] for key in keys if key in self._texts]
        if not texts:
            return None
        return self.fragments.add(tuple(text.key for text in texts), [self._piece(text) for text in texts])

    def _piece(self, text: Text) -> dict[str, Any]:
        citations = [self._works(references) for references in self.manuscript.references.get(text.key, ())]
        self.fragments.serials[text.key] = tuple(
            tuple(work["serial"] for work in works) for works in citations
        )
        if not text.literal:
            keys = (zip(*pair, strict=True) for pair in zip(self._keys[text.key], citations, strict=True))
            works = dict(chain.from_iterable(keys))
            return {"text": text.markdown, "smart": True, "works": works}
        piece: dict[str, Any] = {"paragraphs": list(text.literal), "citation": citations[0]}
        if text.key.endswith(".quote"):
            piece["marks"] = list(self.brief.catalogue.quotes)
        return piece

    def _works(self, references: tuple[Reference, ...]) -> list[dict[str, Any]]:
        """The works of a citation as the filter knows them again."""
        return [
            {
                "id": ref.item.id,
                "locator": ref.item.locator,
                "voice": voice_prefix(ref, self.brief.catalogue),
                "serial": next(self._numbers),
                "at": at,
                "of": len(references),
            }
            for at, ref in enumerate(references, start=1)
        ]


def organisation(id_: str, it: Organisation) -> dict[str, str]:
    """An organisation as templates see it; what is not known is empty."""
    values = {key: value or "" for key, value in it.model_dump().items()}
    return {**values, "id": id_, "logo": image_url(it.logo) if it.logo else ""}


def image_url(name: str) -> str:
    """The URL of a workspace file as seen from `outputs/NAME.html`."""
    return "../" + url_quote(tidy(name))


def tidy(name: str) -> str:
    """A workspace path without dots and doubled slashes."""
    return normpath(name.replace("\\", "/"))


def source_group(source: Source) -> str:
    """The group of the list of sources that a source belongs to."""
    return "treaty" if source.record.type in TREATIES else source.record.kind or "other"
