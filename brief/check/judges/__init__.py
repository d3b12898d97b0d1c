"""The judges of a manuscript, one module a family; `JUDGES` is the table that check runs through."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from brief.check.judges.evidence import (
    articles_supported,
    claims_attributed,
    claims_corroborated,
    second_hand_named,
)
from brief.check.judges.figures import figures_stand
from brief.check.judges.handling import drafts_read, handling_allows, protected_words
from brief.check.judges.markup import notes, one_paragraph, refused_markup, run_on
from brief.check.judges.plain_lines import plain_lines
from brief.check.judges.quotations import marks_paired, quotations_stand
from brief.check.judges.receiving_body import language_accepted, required_fields, unconfirmed_rules
from brief.check.judges.stray_notes import notes_left_behind
from brief.model.diagnostic import Diagnostic
from brief.model.manuscript import Manuscript

Judge = Callable[[Manuscript], Iterable[Diagnostic]]

JUDGES: tuple[Judge, ...] = (
    language_accepted,
    required_fields,
    unconfirmed_rules,
    refused_markup,
    plain_lines,
    one_paragraph,
    notes,
    run_on,
    notes_left_behind,
    marks_paired,
    quotations_stand,
    figures_stand,
    handling_allows,
    drafts_read,
    protected_words,
    claims_attributed,
    second_hand_named,
    claims_corroborated,
    articles_supported,
)
