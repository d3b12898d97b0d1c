"""What a reader of a capture's text must be told: what it does not show, and what was read how."""

from __future__ import annotations

from brief.corpus.captures.lines import visible
from brief.model.ranges import Ranges

MOST, LONGEST = 20, 120
KINDS = {
    "hidden": "Hidden words, which Word does not show, were left out",
    "unshown": "Hidden words, which a browser does not show, were left out",
    "deleted": "There are tracked changes, and the text is as it is after all of them. Left out",
    "inserted": "Taken from tracked changes",
    "struck": "Words struck out were left out",
    "blacked": "**`[blacked out]` stands for words blacked out, or of the colour of their ground**",
    "reading": "Readings set above or beside words (ruby) were left out",
    "faint": "**Words that are white or tiny, and can hardly be seen**",
    "turned": "**The direction of words is turned by hand: compare them with the page**",
    "other": "Some programs show other words in this place",
    "bound": "A field is filled from another part of the file, and Word may show other words",
    "blank": "An empty form field shows what to write there",
    "mark": "What could not be put into words stands in square brackets",
    "picture": "Pictures, drawings and charts may cover words; what they show is no part of the text",
    "number": "Numbers that Word counts are no part of the text",
}
UNSEEN = {
    "hidden": "hidden words",
    "unshown": "hidden words",
    "deleted": "words deleted with tracked changes",
    "struck": "words struck out",
}

BLACKED_OUT = (
    "words are blacked out in the document; the file still holds them",
    "protect them, or ask for a clean copy; `facts` says where",
)
HARDLY_SEEN = (
    "words of the text are white or tiny, and can hardly be seen",
    "compare them with the page; `facts` says where",
)


class Told:
    """Remarks by kind: words, and where they stand."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[str, int, str]]] = {}
        self._waiting: list[tuple[str, list[str]]] = []

    def add(self, kind: str, words: str = "") -> None:
        """Remark on the line that is being read."""
        if self._waiting and self._waiting[-1][0] == kind:
            self._waiting[-1][1].append(words)
        else:
            self._waiting.append((kind, [words]))

    def close(self, line: int, *, made: bool) -> None:
        """The line is read: it has this number, or it is empty and comes after the one that has."""
        for kind, parts in self._waiting:
            words = visible("".join(parts))[0]
            if words or not any(parts):
                self._found.setdefault(kind, []).append(("line" if made else "after line", line, words))
        self._waiting.clear()

    def facts(self) -> tuple[str, ...]:
        """One sentence for each kind."""
        return tuple(f"{KINDS[kind]}: {_listed(self._found[kind])}." for kind in KINDS if kind in self._found)

    def warnings(self) -> tuple[tuple[str, str], ...]:
        """What a person must be warned of, and what to do about it."""
        left_out = self._unseen()
        return (
            *([(f"the file holds {left_out}: left out", "`facts` says where")] if left_out else ()),
            *([BLACKED_OUT] if "blacked" in self._found else ()),
            *([HARDLY_SEEN] if "faint" in self._found else ()),
        )

    def _unseen(self) -> str:
        """What was left out because a reader does not see it, in a few words; "" where nothing was."""
        kinds = [words for kind, words in UNSEEN.items() if kind in self._found]
        return " and ".join(filter(None, (", ".join(kinds[:-1]), *kinds[-1:])))


def _listed(found: list[tuple[str, int, str]]) -> str:
    if not any(words for _, _, words in found):
        numbers = sorted({line for _, line, _ in found})
        return f"line{'s' if len(numbers) > 1 else ''} {Ranges.of(numbers)}"
    shown = [f"{where} {line}{_quoted(words)}" for where, line, words in found[:MOST]]
    rest = len(found) - len(shown)
    return ", ".join(shown) + (f", and {rest} more" if rest else "")


def _quoted(words: str) -> str:
    words = words.replace("`", "'")
    return f" `{words[:LONGEST]}{'…' if len(words) > LONGEST else ''}`" if words else ""
