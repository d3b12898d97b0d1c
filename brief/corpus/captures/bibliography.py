"""Records from a library: Zotero's CSL-JSON as it is, BibTeX through pandoc's reader."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from brief.compose.pandoc_server import executable
from brief.corpus.captures.form import csl_entries, decoded_text
from brief.corpus.captures.record import Remarks, csl_record, in_order, valid, with_title
from brief.corpus.captures.source_file import free_id, hyphened, is_id, proposed_id, source_text

MEMORY = ["+RTS", "-M768M", "-RTS"]
SECONDS = 60
MOST_ENTRIES = 5000
CAPITALS = "From BibTeX, which keeps capitals only within braces: check those of the title."


@dataclass(frozen=True, slots=True)
class Entry:
    """One record on its way into the corpus: its id and the text of its file."""

    id: str
    text: str
    refused: str = ""


def entries(data: bytes, form: str, ours: dict[str, Any], is_taken: Callable[[str], bool]) -> list[Entry]:
    """The records of a library, `ours` (kind, handling) added to each. Raises `ValueError`.

    An entry keeps the id its key gives it, be it taken or not: the same library added twice is no
    reason for a second copy of each record. A key that gives none gets a proposed one.
    """
    items = csl_entries(_csl_json(data) if form == "bibtex" else decoded_text(data))
    if not items:
        raise ValueError("holds no entry that can be read")
    if len(items) > MOST_ENTRIES:
        raise ValueError(f"holds {len(items):,} entries, more than {MOST_ENTRIES:,}")
    given: set[str] = set()
    told = (CAPITALS,) if form == "bibtex" else ()
    return [_entry(item, ours, told, given, is_taken) for item in items]


def _csl_json(data: bytes) -> str:
    decoded_text(data)
    command = [executable(), *MEMORY, "--sandbox", "--from", "bibtex", "--to", "csljson"]
    try:
        run = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True)
    except subprocess.TimeoutExpired as error:
        raise ValueError("cannot be read within a minute") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode(errors="replace").strip().splitlines()
        raise ValueError(f"is not BibTeX that can be read: {' '.join(lines)[:200]}") from error
    return run.stdout.decode()


def _entry(
    item: dict[str, Any],
    ours: dict[str, Any],
    told: tuple[str, ...],
    given: set[str],
    is_taken: Callable[[str], bool],
) -> Entry:
    remarks = Remarks()
    remarks.facts += told
    record = valid(csl_record(item, remarks), remarks)
    id_ = _id(item, record, given, is_taken)
    given.add(id_)
    record = with_title(record, id_, remarks)
    remarks.hidden("of the record", remarks.refused)
    return Entry(id_, source_text({**in_order(record), **ours}, remarks.facts), remarks.refused)


def _id(
    item: dict[str, Any], record: dict[str, Any], given: set[str], is_taken: Callable[[str], bool]
) -> str:
    for key in ("citation-key", "id"):
        value = str(item.get(key, ""))
        if "://" not in value and is_id(made := hyphened(value)) and not made.isdigit():
            return free_id(made, given.__contains__)
    names: tuple[dict[str, str], ...] = record.get("author") or ({},)
    family = names[0].get("family") or names[0].get("literal") or ""
    title = str(record.get("title", ""))
    return proposed_id(title, family, "record", lambda made: made in given or is_taken(made))
