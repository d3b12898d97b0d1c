"""Q306, Q310, Q311: words that stand in their source, and what the quotation makes of them.

A quotation can be true letter by letter and false as a whole: cut off from its “not”, from the
“more than” before its number or the “may” before its verb, with another verb in brackets, or sewn
together from what two people said. What our own sentence says itself is not lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from brief.check.rules.quotations import CutShort, InsertionReplaces, TwoSpeakers
from brief.model.diagnostic import Diagnostic, Place
from brief.model.manuscript import Claim, Quotation
from brief.model.source import Source
from brief.protect.protection import protections, replaced
from brief.text.languages import either, words
from brief.text.markdown.quoted import CLOSERS
from brief.text.quotation.find import Found

HEDGE = re.compile(rf"\b(?:{either('denying')})\b|{either('denying-parts')}", re.I)
BOUNDS = either("bounds")
BOUND_BEFORE = re.compile(rf"(?<!\w)(?:{BOUNDS})$", re.I)
WEAKENED_BEFORE = re.compile(rf"(?<!\w)(?:{either('weakening')})$", re.I)
AMOUNT = re.compile(rf"\W*(?:\d|(?:{either('amounts')})\b)", re.I)
ANY_BOUND = re.compile(rf"(?<!\w)(?:{BOUNDS}|{either('bounds-elsewhere')})(?!\w)", re.I)
TURNS = frozenset(words("opposites"))
"""Small words that turn a statement round when one stands for another."""
PlaceOf = Callable[[Claim, int, int], Place]
SMALL = frozenset(words("small-words"))
"""What an explanation may stand for without saying anything else."""
STEM = 4
OPENING, CLOSING = "“«„‟「『《❝", "”»」』》❞"


def sense(
    place_of: PlaceOf, claim: Claim, quotation: Quotation, found: Found, source: Source
) -> Diagnostic | None:
    """What a quotation that stands in its source does to the sense of it; None where nothing is seen.

    `place_of` is asked for the place of a stretch of the claim's text only where something is.
    """
    if (lost := _lost_hedge(quotation, found) or _lost_before(claim, quotation, found)) is not None:
        return _cut_short(place_of(claim, quotation.start, quotation.end), lost, found)
    if (changed := next((pair for pair in found.replaced if _is_changed(*pair)), None)) is not None:
        word, said = changed
        return InsertionReplaces.at(
            place_of(claim, quotation.start, quotation.end),
            f"`[{word}]` stands in the place of `{replaced(said, protections([source]))}`",
            label=f"para. {found.paragraph} of `{found.source}`",
            help="quote those words, or leave them out with […]",
        )
    if any(map(_ends_and_begins, found.omitted)) or _changes_voice(found, source):
        return TwoSpeakers.at(
            place_of(claim, quotation.start, quotation.end),
            "one quotation of what two people said",
            label=f"from para. {found.paragraph} of `{found.source}`",
            help="quote each of them in a quotation of its own",
        )
    return None


def _lost_hedge(quotation: Quotation, found: Found) -> str | None:
    """A negation or a hedge that the sentence has and the quotation of it has not."""
    if not (hedges := [match[0] for match in HEDGE.finditer(found.lost)]):
        return None
    kept = {match[0].lower() for match in HEDGE.finditer(quotation.words.replace("’", "'"))}
    return next((hedge for hedge in hedges if hedge.lower() not in kept), None)


def _lost_before(claim: Claim, quotation: Quotation, found: Found) -> str | None:
    """What stands directly before the quotation in its source, weakens it, and is not in our own words."""
    before = found.selector.prefix.replace("’", "'").rstrip()
    own = claim.words.replace("’", "'").replace(quotation.words.replace("’", "'"), " ")
    if (bound := BOUND_BEFORE.search(before)) is not None and AMOUNT.match(found.selector.exact):
        return None if ANY_BOUND.search(own) else bound[0]
    if (weakened := WEAKENED_BEFORE.search(before)) is None or claim.set_off:
        return None
    first = re.match(r"\w+", weakened[0])
    said = first is not None and re.search(rf"(?<!\w){re.escape(first[0][:STEM])}", own, re.I)
    return None if said else weakened[0]


def _cut_short(place: Place, lost: str, found: Found) -> Diagnostic:
    return CutShort.at(
        place,
        f"the sentence that is quoted also says `{lost}`",
        label=f"para. {found.paragraph} of `{found.source}`",
        help="quote more of it, or say so in your own words",
    )


def _is_changed(inside: str, said: str) -> bool:
    """Whether an insertion says something else than the words that it stands for.

    A name or a pronoun may be explained, an explanation shortened to a pronoun, and a word put into
    another form; a turning word is kept.
    """
    ours, theirs = _lower(inside), _lower(said)
    if TURNS & set(theirs) != TURNS & set(ours):
        return bool(TURNS & set(theirs)) and bool(TURNS & set(ours))
    new = [word for word in ours if word not in SMALL]
    old = [word for word in theirs if word not in SMALL and not _is_name(word, said)]
    return bool(new and old) and not any(a[:STEM] == b[:STEM] for a in new for b in old)


def _lower(said: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[^\W\d_]+", said)]


def _is_name(word: str, said: str) -> bool:
    """Whether a word is written as a name is, in a script that has capitals."""
    return re.search(rf"(?<!\w){re.escape(word.capitalize())}(?!\w)", said) is not None


def _ends_and_begins(omitted: str) -> bool:
    """Whether what is left out ends one speech and begins another."""
    depth, ended = 0, False
    for at, mark in enumerate(omitted):
        if mark not in CLOSERS and mark not in CLOSING:
            continue
        opens = mark in OPENING or (mark not in CLOSING and omitted[at + 1 : at + 2].strip() != "")
        if at and not omitted[at - 1].isspace() and mark not in OPENING:
            opens = False
        depth += 1 if opens else -1
        ended = ended or depth < 0
    return ended and depth >= 0


def _changes_voice(found: Found, source: Source) -> bool:
    """Whether the quotation begins with one voice of the record and ends with another, or with none."""
    first, last = (
        {voice.name for voice in source.record.voices if number in voice.paragraphs}
        for number in (found.paragraph, found.last)
    )
    return found.last > found.paragraph and first != last
