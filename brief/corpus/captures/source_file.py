"""A source as the text of its file: what the reader of sources reads back, word for word.

Values that YAML could take for something else go between double quotation marks, written as
JSON, which YAML contains. A paragraph is one line; one that begins like a heading gets a space
before it, which the reader drops and which keeps it a paragraph.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from brief.model.paragraphs import HEADING
from brief.model.partial_date import PartialDate
from brief.model.ranges import Ranges

PLAIN = re.compile(r"[^\W\d_][\w’./()-]*(?: [\w’./()&+–—-]+)*")
WORDS_OF_YAML = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
TO_DECIDE = """\
draft: true                 # nobody has read it yet; take this line out when you have
# To be filled in by a person:
# protect:                  # words that could point to somebody at risk
#   - {text: …, as: …}
# voices:                   # who speaks wherever it is not the publisher
#   - {name: …, kind: witness, paragraphs: 1-2}
"""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a heading of a drafted body, with the lines of the capture that it is from."""

    text: str
    heading: bool
    first: int
    last: int


def source_text(record: Mapping[str, Any], facts: Iterable[str], body: Iterable[Passage] = ()) -> str:
    """The file of a source; `record` holds the front matter by its keys, `facts` one remark an item."""
    head = "".join(f"{key}: {_value(value)}\n" for key, value in record.items())
    remarks = "".join(f"  - {' '.join(fact.split())}\n" for fact in facts)
    told = f"facts: |\n{remarks}" if remarks else ""
    words = "\n\n".join(map(_written, body))
    return f"---\n{head}{TO_DECIDE}{told}---\n{words}" + ("\n" if words else "")


def _written(passage: Passage) -> str:
    if passage.heading:
        return f"## {passage.text}"
    return f" {passage.text}" if HEADING.fullmatch(passage.text) else passage.text


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, PartialDate | Ranges):
        return str(value)
    return _line(str(value))


def _line(text: str) -> str:
    """One line of text, plain where YAML cannot take it for anything else."""
    if PLAIN.fullmatch(text) and text.lower() not in WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)
