"""Q306, Q310, Q311: words that stand in their source, and what the quotation makes of them.

A quotation can be true letter by letter and false as a whole: cut off from its “not”, from the
“more than” before its number or the “may” before its verb, with another verb in brackets, or sewn
together from what two people said. What our own sentence says itself is not lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from brief.diagnostic import Diagnostic, Place
from brief.manuscript import Claim, Quotation
from brief.markdown.quoted import CLOSERS
from brief.protection import protections, replaced
from brief.quotation.find import Found
from brief.rules.quotations import CutShort, InsertionReplaces, TwoSpeakers
from brief.source import Source

HEDGE = re.compile(
    r"\b(?:not(?! only)|never|cannot|no longer|nor|neither|nobody|no one|none of|hardly|scarcely|barely|"
    r"false|falsely|untrue|reportedly|allegedly|alleged|purportedly|supposedly|apparently|seemingly|"
    r"unconfirmed|unverified|rumou?red|ne|jamais|nunca|nadie|supuestamente|presuntamente|prétendument|"
    r"nicht|kein\w*|angeblich|mutmaßlich)\b|n't\b|\bn'(?=[^\W_])|않|못|없|아니|ليس|[不没沒]",
    re.I,
)
AN_AMOUNT = (
    r"\W*(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|(?:an? )?(?:hundred|thousand|million|dozen|half|third|quarter)s?)\b)"
)
BOUNDS = (
    "(?:more|less|fewer|greater|higher|lower|later|earlier) than|at least|at most|up to|no more than|"
    "over|under|below|above|nearly|almost|only|around|about|approximately|roughly|as many as|as few as|"
    "plus de|moins de|au moins|près de|environ|jusqu'à|más de|menos de|al menos|hasta|casi|unos|unas|"
    "mehr als|weniger als|mindestens|höchstens|fast|rund|etwa"
)
WEAKENED = (
    "may|might|could|would|if|unless|whether|almost|nearly|(?:claim|alleg|den)\\w* (?:that|having)|"
    "(?:refus|fail|declin|threaten|plan|intend|hope|try|tried|attempt)\\w* to|unable to|instead of|"
    "rather than|without|prevented from|pourrai\\w*|si|podrí\\w*|könnte\\w*|würde\\w*|falls"
)
BOUND_BEFORE = re.compile(rf"(?<!\w)(?:{BOUNDS})$", re.I)
WEAKENED_BEFORE = re.compile(rf"(?<!\w)(?:{WEAKENED})$", re.I)
AMOUNT = re.compile(AN_AMOUNT, re.I)
ANY_BOUND = re.compile(rf"(?<!\w)(?:{BOUNDS}|exceed\w*|minimum|maximum)(?!\w)", re.I)
OPPOSITES = "before after until since over under above below inside outside for against"
TURNS = frozenset(OPPOSITES.split(" "))
"""Small words that turn a statement round when one stands for another."""
FUNCTION_WORDS = (
    "a an the this that these those here there it its he she they we i you his her their our my your him",
    "them us me who whom whose which what one ones is are was were be been being am has have had do does",
    "did to of in on at by from with as and or so then when where than into upon own such other same said",
    "will shall",
    "le la les l un une des de du d ce cet cette ces il elle ils elles on nous vous je son sa ses leur",
    "leurs mon ma mes notre nos qui que est sont était étaient a ont avait avaient à au aux en dans et ou se",
    "el los las lo unos unas del al este esta estos estas eso esa él ella ellos ellas su sus mi mis nuestro",
    "nuestra quien es son era eran fue fueron ha han había habían y o con por se",
    "der die das den dem ein eine einen einem einer dieser diese dieses er sie wir ihr ihre ihrer sein",
    "seine ist sind war waren hat haben hatte hatten und oder im am von vom zu zum zur mit",
)
PlaceOf = Callable[[Claim, int, int], Place]
SMALL = frozenset(word for line in FUNCTION_WORDS for word in line.split(" "))
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
        word, words = changed
        return InsertionReplaces.at(
            place_of(claim, quotation.start, quotation.end),
            f"`[{word}]` stands in the place of `{replaced(words, protections([source]))}`",
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


def _is_changed(inside: str, words: str) -> bool:
    """Whether an insertion says something else than the words that it stands for.

    A name or a pronoun may be explained, an explanation shortened to a pronoun, and a word put into
    another form; a turning word is kept.
    """
    ours, theirs = _lower(inside), _lower(words)
    if TURNS & set(theirs) != TURNS & set(ours):
        return bool(TURNS & set(theirs)) and bool(TURNS & set(ours))
    new = [word for word in ours if word not in SMALL]
    old = [word for word in theirs if word not in SMALL and not _is_name(word, words)]
    return bool(new and old) and not any(a[:STEM] == b[:STEM] for a in new for b in old)


def _lower(words: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[^\W\d_]+", words)]


def _is_name(word: str, words: str) -> bool:
    """Whether a word is written as a name is, in a script that has capitals."""
    return re.search(rf"(?<!\w){re.escape(word.capitalize())}(?!\w)", words) is not None


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
