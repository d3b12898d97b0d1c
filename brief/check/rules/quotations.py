"""Family Q: quotations and figures, held against the captured source."""

from brief.check.rule import Rule
from brief.model.diagnostic import Severity


class NotQuoted(Rule, code="Q301", title="quotation does not occur in the source"):
    """Words in double quotation marks do not stand, letter for letter, in any source that the sentence cites.
    Nor do more than eight words, or a whole sentence, in single ones (fewer: Q308).

    **Why it matters.** A misquotation is the first thing an opponent looks for, and the one thing that
    cannot be explained away. Near is not equal: the closest passage is shown, never accepted.

    **How to mend it.** Copy the words from the source (`brief seeds show ID`). Leave words out with `[…]`,
    add your own in square brackets, and mark a changed first letter: `[t]he`. Only the kind of quotation
    mark, white space and soft hyphens may differ. A full stop that the source does not have goes outside
    the marks. Your own wording in quotation marks is written `[“free education”]{.term}`.
    """


class QuotedElsewhere(Rule, code="Q302", title="quotation stands elsewhere in the source"):
    """The words stand in the source, but not in the paragraph that the citation names.

    **Why it matters.** Whoever looks the note up does not find the words.

    **How to mend it.** Correct the paragraph; the message says where the words stand.
    """


class FigureNotInPassage(
    Rule, code="Q303", title="figure not in the cited passage", severity=Severity.WARNING
):
    """A number, percentage or date in a sentence does not stand in any passage that the sentence cites.

    Or it stands there with the opposite beside it: “fewer than 6,000” for “more than 6,000”, euros for
    dollars, miles for kilometres.

    **Why it matters.** Wrong figures travel furthest.

    **How to mend it.** Look the figure up (`brief seeds show ID`). If it is your own sum or count, say how
    you reached it, and accept the warning where it stands:

        accept:
          - {code: Q303, words: "86", reason: "our sum of both classes"}

    The last line of the warning says what to write. The words answer this figure and no other.
    """


class QuotedWithoutCitation(Rule, code="Q304", title="quotation without citation", severity=Severity.WARNING):
    """Words in double quotation marks stand in a sentence that cites nothing.

    **Why it matters.** Nobody can check them, and brief cannot either.

    **How to mend it.** Add the citation to the same sentence. If the words are a term of your own, write
    `[“free education”]{.term}`.
    """


class NoCapturedText(Rule, code="Q305", title="source has no captured text"):
    """The sentence quotes, and none of the sources it cites has captured text to hold the words against.

    **Why it matters.** An instrument or a report of which only the record is here can be cited, not quoted.

    **How to mend it.** Add the text of the source (see `seeds/README.md`), or say it in your own words.
    """


class CutShort(
    Rule, code="Q306", title="quotation leaves out a negation or a hedge", severity=Severity.WARNING
):
    """The sentence the words are taken from holds a negation or a hedge that the quotation leaves out.

    Or the word directly before them limits them (“more than”, “may”, “if”, “refused to”), and neither the
    quotation nor your own sentence says so.

    **Why it matters.** “Conditions have improved” is true to the letter of “It is not true that conditions
    have improved”, and false.

    **How to mend it.** Quote more of the sentence, or say the doubt in your own words and accept the warning
    with a reason.
    """


class BadInsertion(Rule, code="Q307", title="an insertion that changes the meaning"):
    """Words in square brackets inside a quotation add a negation, a hedge or a number.

    **Why it matters.** An insertion explains; it never changes what the source says.

    **How to mend it.** Say it outside the quotation, in your own words.
    """


class PerhapsQuoted(
    Rule,
    code="Q308",
    title="words in single marks are not in the source",
    severity=Severity.WARNING,
):
    """A few words in single quotation marks (‘…’, '…', ‹…›) stand in no passage that the sentence cites.

    **Why it matters.** The marks may set off a term, or quote. To a reader of a cited sentence they quote,
    and what nobody said has then been said. Where the words do stand in the passage, they are a quotation
    like any other. More than eight words, or a whole sentence, can only be one: those are held as words in
    double marks are (Q301). Within double marks single ones are part of the quotation.

    **How to mend it.** Copy the words from the source (`brief seeds show ID`). A term of your own is written
    `[‘volunteers’]{.term}`, or *in italics* without the marks, or accept the warning
    with a reason. An apostrophe that was taken for a mark is written ’, as in “the workers’ rights”
    and “the ’90s”. Korean sets terms and titles in such marks: there they are held where somebody is said to
    say a sentence (‘…다’고).
    """


class SetOffNotQuoted(
    Rule,
    code="Q309",
    title="a block quotation is not in the source",
    severity=Severity.WARNING,
):
    """Words that are set off as a block quotation (`> …`) stand in no passage that is cited for them.

    **Why it matters.** What is indented and set apart is read as a quotation, with marks or without. The
    passage is that of the citation in the block, or of the sentence that leads to it with a colon.

    **How to mend it.** Copy the words from the source (`brief seeds show ID`) and mark what you leave out
    with `[…]`. Words of your own stand in a paragraph without `>`.
    """


class InsertionReplaces(
    Rule,
    code="Q310",
    title="an insertion in place of other words",
    severity=Severity.WARNING,
):
    """Words in square brackets stand where the source says something else: `were [forbidden] to leave`.

    **Why it matters.** An insertion may say who “he” is, or put a verb into another form. Who puts one verb,
    noun or “before” in the place of another says with the authority of the source what it does not say.

    **How to mend it.** Quote the words themselves, leave them out with `[…]`, or say it outside the
    quotation. Where both mean the same, accept the warning with a reason.
    """


class TwoSpeakers(
    Rule,
    code="Q311",
    title="one quotation of two speakers",
    severity=Severity.WARNING,
):
    """The omission leaves out where one speech ends and another begins, or the quotation runs from the words
    of one voice of the record into those of another.

    **Why it matters.** “I was […] well fed” stands in the source in this order, and nobody said it.

    **How to mend it.** Quote each speaker in a quotation of its own.
    """
