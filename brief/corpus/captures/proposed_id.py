"""An id for a source: short, lower case, from the site and the title, the same on every machine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

FORM = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
LONGEST = 80
ENOUGH = 44
SMALL = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "s", "t",
    "the", "to", "with",
})  # fmt: skip


def is_id(text: str) -> bool:
    """Whether a new source may be called so: what pandoc and every file system can read."""
    return len(text) <= LONGEST and FORM.fullmatch(text) is not None


def hyphened(text: str) -> str:
    """Words in lower case with hyphens, accents dropped; letters of other scripts are left out."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower()))


def proposed_id(title: str, site: str, otherwise: str, is_taken: Callable[[str], bool]) -> str:
    """An id that is not taken: the site's initials or name, then the first words of the title."""
    words = [word for word in hyphened(title).split("-") if word and word not in SMALL]
    parts = [part for part in (_site(site), *words) if part]
    if len(parts) < 2:
        parts = [part for part in (*parts, *hyphened(otherwise).split("-")) if part] or ["source"]
    return free_id(_shortened(parts), is_taken)


def free_id(id_: str, is_taken: Callable[[str], bool]) -> str:
    """The id, or the id with the first number that is not taken."""
    number, free = 2, id_
    while is_taken(free):
        free, number = f"{id_}-{number}", number + 1
    return free


def _site(site: str) -> str:
    """`nki` for NK Insider: a long name by its initials, a short one as it is."""
    words = [word for word in hyphened(site).split("-") if word not in SMALL]
    if len(words) > 1 and len("-".join(words)) > 12:
        return "".join(word[0] for word in words)
    return "-".join(words)[:20].strip("-")


def _shortened(parts: list[str]) -> str:
    found = parts[0][:ENOUGH]
    for part in parts[1:]:
        if len(found) + 1 + len(part) > ENOUGH:
            break
        found += f"-{part}"
    return found
