"""Family V: what the receiving body asks for."""

from brief.check.rule import Rule
from brief.model.diagnostic import Severity


class OverLimit(Rule, code="V501", title="over a limit"):
    """The brief is longer than the receiving body takes, in words or pages; within five per cent it warns.

    With `status: draft` it only warns, and the PDF is written, so that you see what there is to cut.

    **Why it matters.** What is too long is sent back, or cut where its author would not have cut.

    **How to mend it.** Cut as many words as the message says; it names the longest sections. Words are
    counted as Word counts them, in the text as printed; which parts count (body, notes, annexes), and how
    sure we are of the limit, `brief venues ID` shows.
    """


class LanguageNotAccepted(Rule, code="V502", title="the body does not accept this language"):
    """The brief is in a language that the receiving body does not accept. With `status: draft` it only warns.

    **Why it matters.** It may come back unread.

    **How to mend it.** `brief venues ID` shows which languages are accepted, and how sure we are of it.
    """


class FieldMissing(Rule, code="V503", title="a field is missing that the body needs"):
    """The receiving body asks for something the spec does not say. With `status: draft` it only warns.

    **Why it matters.** A submission that leaves out what is asked for may be sent back, or not be
    considered.

    **How to mend it.** Add the field. `brief venues ID` shows what the body asks for and why.
    """


class NotConfirmed(Rule, code="V504", title="a rule that is not confirmed", severity=Severity.NOTE):
    """A rule of the venue could not be confirmed in the body's own text.

    **Why it matters.** brief warns and does not fail on such a rule: ask the secretariat before you file.

    **How to mend it.** Confirm it, and write the source into your own `venues/ID.yaml`.
    """
