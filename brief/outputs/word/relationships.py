"""Relationships: how a part names what lies outside it (ECMA-376-2, clause 9).

Each part has its own list. A link's address must be a URI as RFC 3986 has it, or Word
will not open the document at all; what cannot be made one is printed without its link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from brief.outputs.word.markup import DECLARATION, escaped

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RESERVED = "-._~:/?#@!$&'()*+,;=%"
LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
SCHEMES = ("http", "https", "mailto")


@dataclass
class Relationships:
    """The relationships of one part, in the order in which they were needed."""

    rows: list[tuple[str, str, bool]] = field(default_factory=list)

    def add(self, kind: str, target: str, *, external: bool = False) -> str:
        """The identifier of a relationship, new or known."""
        row = (kind if "/" in kind else f"{OFFICE}/{kind}", target, external)
        if row not in self.rows:
            self.rows.append(row)
        return f"rId{self.rows.index(row) + 1}"

    def link(self, address: str) -> str:
        """The identifier of a link to the web or a mailbox; empty for any other address."""
        target = uri(address)
        return self.add("hyperlink", target, external=True) if target else ""

    def part(self) -> bytes:
        """The relationships part."""
        rows = [
            f'<Relationship Id="rId{number}" Type="{kind}" Target="{escaped(target)}"'
            + (' TargetMode="External"/>' if external else "/>")
            for number, (kind, target, external) in enumerate(self.rows, start=1)
        ]
        return f'{DECLARATION}<Relationships xmlns="{PACKAGE}">{"".join(rows)}</Relationships>'.encode()


def uri(address: str) -> str:
    """The address as a URI, empty where it is none or of a kind that print does not link."""
    try:
        split = urlsplit(address.strip())
        host = split.netloc.encode("idna").decode() if not split.netloc.isascii() else split.netloc
        port_is_number = split.port is None or split.port > 0
    except (ValueError, UnicodeError):
        return ""
    if split.scheme.lower() not in SCHEMES or not (host or split.path) or not port_is_number or "[" in host:
        return ""
    whole = LONE_PERCENT.sub("%25", split._replace(netloc=host).geturl())
    return quote(whole, safe=RESERVED)
