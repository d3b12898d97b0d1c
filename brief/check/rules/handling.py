"""Family H: who may see what."""

from brief.check.rule import Rule
from brief.model.diagnostic import Diagnostic, Place


class NotForAudience(Rule, code="H401", title="source not for this audience"):
    """The brief cites a source that its audience may not see, or that would become public. Or it quotes
    five words of one, or more, without a citation, and no source that the audience may see has them.

    **Why it matters.** Whoever gave us the source was told who would read it. A body that posts what it
    receives makes it public, whomever it was addressed to.

    **How to mend it.** Leave the citation, or the quotation, out here (`only-for` keeps a section from an
    audience), cite another source, or ask whoever gave it. Where the body lets a submitter opt out of
    publication and that is confirmed, `publish: false` keeps it from the public.
    """


class ProtectedInOwnText(Rule, code="H402", title="protected words in our own text"):
    """Our own text holds protected words: a title, a caption, a file name, a reason, an organisation in
    brief.yaml, or the record of a cited source, whose title and voices its notes print.

    **Why it matters.** Somebody could be recognised and harmed.

    **How to mend it.** Say it without the name: what is printed in its place stands under `as` in the
    source's record. A title that we supply for a source stands in square brackets. In quotations and
    excerpts brief replaces the words by itself; a quotation that begins or ends in the middle of them, or
    leaves a part of them out, is an error too, since the rest of the name would be printed.
    """


class ProtectedInOutput(Rule, code="H403", title="protected words in an output"):
    """A finished file holds words that a source protects: in its text, its metadata, a note, an attachment.

    **Why it matters.** Once a file has left the building it cannot be called back. Nothing was written.

    **How to mend it.** The message says in which part of which file. Most often a picture, a table, a file
    name, or a section that quotes the same person from another source holds the words: add them to that
    source's `protect`, or take them out.

    How matching is scoped: whole words, however they are spaced, hyphenated or composed. Several words
    together (`Ms. Kang`) are looked for in every brief, in any case. One word alone (`Kang`), which may be
    somebody else's name, is looked for only in briefs that cite the source that protects it, as written
    and in capitals.
    """


class ProtectionUnclear(Rule, code="H404", title="nobody can tell which words a source protects"):
    """A source of the corpus has a `protect` that cannot be understood, or cannot be opened at all.

    Every finished file is searched for the words that any source protects, cited or not. Of this one they
    are not known.

    **Why it matters.** A name that somebody asked to be kept out could stand on the page, and nothing would
    notice. Nothing was written.

    **How to mend it.** Open the source and write each entry of `protect` as `- {text: words, as: what is
    printed instead}`, or give the file back the right to be read. `brief seeds show` of the source says
    what is amiss.
    """

    @classmethod
    def of(cls, place: Place, source: str) -> Diagnostic:
        """The finding for a source."""
        message = f"nobody can tell which words `{source}` protects, so no output can be searched for them"
        return cls.at(place, message, help="write each as `- {text: words, as: what is printed instead}`")
