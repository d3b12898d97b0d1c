"""Pictures and links in texts: from the workspace only, and to the web or a mailbox only.

A build reaches neither into the network nor into the rest of the machine (no `file:`, no
`http:` pictures). What a picture is, its first bytes say, not its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief.diagnostic import Diagnostic
from brief.markdown.mask import CODE, ESCAPE, FENCED
from brief.origin import Origin
from brief.rules.references import UnusableImage, UnusableLink
from brief.workspace import OutsideWorkspaceError, Workspace

INLINE = re.compile(r"(!?)\[[^\]\n]*\]\(\s*<?([^()\s<>]*)>?[^)\n]*\)")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def picture_kind(data: bytes) -> str | None:
    """The media type of a picture that can be printed, by its bytes; None for anything else."""
    found = next((kind for magic, kind in KINDS.items() if data.startswith(magic)), None)
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    is_svg = head.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")) and b"<svg" in data[:65536]
    return found or ("image/svg+xml" if is_svg else None)


def picture_problem(workspace: Workspace, name: str) -> str:
    """What keeps a picture from being printed, in words; empty when nothing does."""
    if SCHEME.match(name) or name.startswith("//"):
        return f"`{name}` is an address, not a file in the workspace"
    try:
        data = workspace.read(name)
    except OutsideWorkspaceError as error:
        return str(error)
    except OSError:
        return f"there is no picture `{name}` in the workspace"
    return "" if picture_kind(data) else f"`{name}` is not an SVG, PNG or JPEG picture"


def unusable(workspace: Workspace, markdown: str, origin: Origin) -> Iterator[Diagnostic]:
    """A finding for every picture and link of a text that cannot be printed."""
    for pattern in (FENCED, ESCAPE, CODE):
        markdown = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), markdown)
    for match in INLINE.finditer(markdown):
        place = origin.place(match.start(2), match.end(2))
        if match[1]:
            if problem := picture_problem(workspace, match[2]):
                yield UnusableImage.at(place, problem, help="save it in the workspace and name it from there")
        elif (scheme := SCHEME.match(match[2])) and scheme[0].lower() not in ("http:", "https:", "mailto:"):
            yield UnusableLink.at(
                place, f"a link to `{scheme[0]}` is not for print", help="use https:// or mailto:"
            )
