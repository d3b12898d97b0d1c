"""Whether a person has read what a tool drafted: `draft: true` in a source's record says that none has.

`brief seeds add` writes the line, and the person who has read the source takes it out. Drafts of
earlier versions say so in a sentence under `facts` instead, which counts as well.
"""

from __future__ import annotations

SENTENCE = "nobody has read it yet"
"""What earlier versions wrote: “Drafted by `brief seeds add`; nobody has read it yet.”"""


def is_unread(facts: str, *, draft: bool) -> bool:
    """Whether a record with these facts is a draft that nobody has read."""
    return draft or SENTENCE in " ".join(facts.split())
