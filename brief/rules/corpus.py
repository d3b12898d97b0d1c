"""Family C: what is wrong in the corpus of captured sources."""

from brief.diagnostic import Severity
from brief.rule import Rule


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
