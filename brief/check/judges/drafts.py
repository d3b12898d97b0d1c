"""C611: a brief cites a source that a tool drafted and that no person has read.

Once for each source, where it is first cited. It warns in a draft, whose author may go on writing
while somebody reads; nothing else is built on words that nobody looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from brief.check.rules.corpus import UnreadDraft
from brief.model.diagnostic import Aside, Diagnostic, Severity
from brief.model.manuscript import Manuscript, Reference


def drafts_read(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """C611 for the first citation of each source that nobody has read."""
    first: dict[str, Reference] = {}
    for reference in manuscript.all_references():
        if reference.source.unread is not None:
            first.setdefault(reference.source.id, reference)
    is_draft = manuscript.brief.spec.status == "draft"
    for id_, reference in first.items():
        unread, item = reference.source.unread, reference.item
        assert unread is not None
        yield UnreadDraft.at(
            manuscript.brief.texts[reference.text_key].origin.place(item.start, item.end),
            f"`{id_}` was drafted by `brief seeds add`, and nobody has read it yet",
            help="read it against its capture, complete its record, then delete the line that is shown",
            asides=(Aside(unread, "says so"),),
            severity=Severity.WARNING if is_draft else Severity.ERROR,
        )
