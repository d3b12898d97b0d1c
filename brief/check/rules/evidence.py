"""Family E: who says so. All warn; a spec answers them where they stand, with a reason."""

from brief.check.rule import Rule
from brief.model.diagnostic import Severity


class StateClaimAsOurs(
    Rule, code="E601", title="a State's claim told in our own voice", severity=Severity.WARNING
):
    """The sentence rests on words of state media or a government and names neither.

    **Why it matters.** What the State says about itself is evidence of what it says, not of what is so. Told
    as fact it becomes our claim, and theirs is confirmed by us.

    **How to mend it.** Say who says it: “Rodong Sinmun reported that …”, “according to the Government …”. If
    the sentence is about something else in that paragraph, accept the warning with a reason.
    """


class TestimonyAsFact(Rule, code="E602", title="testimony given as general fact", severity=Severity.WARNING):
    """The sentence rests on a witness or a source inside the country and does not say that somebody says so.

    **Why it matters.** One person's account is strong evidence of what that person saw, and weak evidence of
    what is general. Who reads it as general and finds one witness behind it stops trusting the rest.

    **How to mend it.** Attribute it: “a defector told NK Insider that …”, “according to a source inside the
    country …”. Or accept the warning with a reason.
    """


class SecondHandUnnamed(
    Rule, code="E603", title="a quotation at second hand without “quoted in”", severity=Severity.WARNING
):
    """The quoted words are somebody else's than the publisher's, and the note cannot say so.

    **Why it matters.** The note would show a newspaper as the speaker of words that a ministry, a witness or
    another paper spoke.

    **How to mend it.** Name the paragraph in the citation: the note then reads “…, quoted in …” by itself.
    """


class Uncorroborated(Rule, code="E604", title="a claim that rests on one source", severity=Severity.WARNING):
    """The venue wants claims corroborated, and everything this sentence cites is one source, one publisher or
    one voice.

    **Why it matters.** Two articles of one site, or two papers that quote the same agency, are one source.

    **How to mend it.** Cite a second, independent source, say in the text that there is only one, or
    accept the warning with a reason.
    """


class ArticleWithoutEvidence(
    Rule, code="E605", title="an article of a treaty without evidence", severity=Severity.WARNING
):
    """A treaty's article is cited, and nowhere in the brief does cited evidence stand beside it.

    **Why it matters.** Naming an article alleges that it is engaged. An allegation without evidence is what
    the State will answer first.

    **How to mend it.** Cite the evidence in the section, row or list that names the article, or say openly
    that there is none and accept the warning: “the brief says that there is no evidence”.
    """
