"""Family C: what is wrong in the corpus of captured sources."""

from brief.check.rule import Rule
from brief.model.diagnostic import Severity


class CaptureChanged(Rule, code="C601", title="the capture changed"):
    """The file in `seeds/originals/` is not the one whose SHA-256 stands in the source's record.

    **Why it matters.** The capture is the evidence as it was received. If it changed, nobody can say
    any more what the source said.

    **How to mend it.** Bring the original back from version control. If the page was captured again on
    purpose, it is another source: keep both.
    """


class NotInCapture(Rule, code="C602", title="text that is not in the capture"):
    """A paragraph or heading of a source does not stand in its capture, or stands in another order.

    **Why it matters.** Quotations are held against the paragraph; the paragraph is only as good as the
    capture it comes from.

    **How to mend it.** Copy the paragraph from the capture again, word for word. A heading that we
    supplied goes into square brackets.
    """


class CaptureMissing(Rule, code="C603", title="the capture is missing"):
    """The record names a file that is not in `seeds/originals/`, or lines that the file does not have.

    The same is said of a text that names no capture at all, and of a capture that cannot be read.

    **Why it matters.** Without the capture nobody can show what the source said on the day it was read.

    **How to mend it.** Put the file back, or correct `capture`.
    """


class VoiceOutOfRange(Rule, code="C604", title="a voice speaks in a paragraph that is not there"):
    """`voices` names a paragraph that the source's text does not have.

    **Why it matters.** The note would name the wrong speaker, or none.

    **How to mend it.** `brief seeds show ID` prints the paragraphs with their numbers and voices.
    """


class IdMismatch(Rule, code="C605", title="a file name that cannot be cited"):
    """The name of a source's or section's file holds characters that an id cannot have.

    **Why it matters.** The name of the file is the id that briefs cite. It has to be the same on every
    machine, and pandoc must be able to read it.

    **How to mend it.** Use lower-case letters, digits and hyphens: `nki-mines.md`.
    """


class NoText(Rule, code="C606", title="capture without text", severity=Severity.WARNING):
    """The record names a capture, but there is no text below the front matter.

    **Why it matters.** Such a source can be cited but not quoted.

    **How to mend it.** Put the captured text below the second `---`.
    """


class CutInSentence(
    Rule, code="C607", title="a paragraph that leaves out part of a sentence", severity=Severity.WARNING
):
    """A paragraph stands in the capture, but begins or ends in the middle of one of its sentences.

    **Why it matters.** What was left out may be the "not" or the "reportedly" that turns the sentence
    round, and every quotation from the paragraph would be found to be true to it.

    **How to mend it.** Take the whole sentence into the paragraph.
    """


class NotCaptured(Rule, code="C608", title="this cannot be captured"):
    """What `brief seeds add` was given cannot be taken in: it is not there, broken, encrypted, too large,
    not a text, or stands at an address that brief does not fetch.

    **Why it matters.** A capture is evidence. What cannot be read whole now cannot be shown to anybody
    later. Addresses inside your own network are refused because a link in a borrowed list could
    otherwise read pages that only you can reach.

    **How to mend it.** The message says what is wrong. A page that needs a browser or a password is
    saved from the browser and added as a file.
    """


class AlreadyCaptured(Rule, code="C609", title="already in the corpus"):
    """The id is taken, or a capture of the same bytes or of the same name is already there.

    **Why it matters.** Briefs rest on what is there, and nothing is ever written over it. The same page
    under two ids would count as two sources that confirm each other.

    **How to mend it.** Cite the source that is there, or give another id with `--id`. A second work in
    the same capture is written by hand: a record with the same `capture` and other `lines`.
    """


class CharactersLeftOut(Rule, code="C610", title="hidden characters left out", severity=Severity.WARNING):
    """The capture holds characters that cannot be seen. They were left out of the drafted text.

    **Why it matters.** Some of them turn the direction of the text round or hide words in it. A page
    that holds them may have been made to be misread; more often they come from a careless editor.

    **How to mend it.** Look at the original where the finding says. The list stands under `facts` too.
    """


class UnreadDraft(Rule, code="C611", title="a draft that nobody has read"):
    """A source that `brief seeds add` drafted is cited, and nobody has read it yet: its record says
    `draft: true`, or, where an earlier version of brief drafted it, a line under `facts` says so. In a
    brief with `status: draft` it warns; in any other it is an error.

    **Why it matters.** Where paragraphs begin, what belongs to the text, who speaks in it, who may see it
    and whom it could endanger: a program proposed all that, or left it out. Only a person can say that it
    is right, and a printed note says it to everybody.

    **How to mend it.** Read the source against its capture. Complete the record: the title, `voices`,
    `protect`, `handling`. Then delete the line `draft: true`, or the line under `facts`.
    """


class FileNameAsTitle(Rule, code="C612", title="a file's name for a title", severity=Severity.WARNING):
    """The title of a source is the name of its file or its address, between square brackets.

    `brief seeds add` puts it there when the capture states no title. Nobody has given it another one.

    **Why it matters.** The note would print it: “[scan0042.pdf], para. 1” tells nobody what was cited.

    **How to mend it.** Write the title that the work has. Where it has none, say in square brackets what
    it is: `"[Letter of a teacher to the district office]"`.
    """


class WordsLeftOut(Rule, code="C613", title="words that nobody sees", severity=Severity.WARNING):
    """A capture holds words that Word or a browser does not show, or that tracked changes or a line through
    them take back; or words that are blacked out. They were left out of the drafted text: `[blacked out]`
    stands where a bar does. Words that are white or tiny, and those of a PDF that lie below a bar,
    stand in the text, and are told.

    **Why it matters.** The text is to say what a person reads in the document. Hidden words may be a
    careless rest, or there to be quoted by mistake; tracked changes may not be the last word on a text.

    **How to mend it.** Open the file where `facts` says, in Word with hidden text and all changes shown. If
    the changes are not agreed, ask for the final text and capture that. Where words are blacked out, name
    them under `protect`, or ask for a copy that does not hold them.
    """
