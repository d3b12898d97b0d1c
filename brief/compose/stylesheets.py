"""Style sheets as one text: imports inlined, grammar checked, fonts named.

A sheet is found in the workspace's `styles/` before ours. What cannot be read as CSS is
said with file and line. Faces that no character of the page needs (Korean in an English
brief) are dropped by their `unicode-range`, which the print engine does not know; so the
composed page stays small and the engine loads only what it sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from brief.check.rules.templates import NoStyle
from brief.compose.printed_with import no_sheet
from brief.files.conflicts import conflicts
from brief.files.origin import SourceText
from brief.files.workspace import OutsideWorkspaceError, Workspace
from brief.model.diagnostic import Diagnostic, Place

IMPORT = re.compile(r"""^@import\s+(?:url\()?["']([\w./-]+)["']\)?\s*;[ \t]*$""", re.M)
FACE = re.compile(r"@font-face\s*\{[^}]*\}\n?")
RANGE = re.compile(r"\s*unicode-range:\s*([^;}]*);?", re.I)
FONT = re.compile(r"""url\(["']?fonts/([\w.-]+)["']?\)""")
SPAN = re.compile(r"U\+([0-9A-F]{1,6})(?:-([0-9A-F]{1,6}))?", re.I)
DEEPEST = 5


@dataclass(frozen=True)
class StyleSheet:
    """One CSS text, and for each of its lines the file and line it came from."""

    css: str
    lines: tuple[tuple[str, int], ...]

    def place(self, line: int, column: int) -> Place:
        """The place in the sheet's own file of a line of the whole."""
        if not 0 < line <= len(self.lines):
            return Place(self.lines[0][0] if self.lines else "styles")
        file, number = self.lines[line - 1]
        return Place(file, number, column, number, column + 1)

    def line_of(self, words: str) -> int:
        """The first line (from 1) of the whole that holds these words, 0 when none does."""
        return next((n for n, line in enumerate(self.css.split("\n"), 1) if words in line), 0)

    @property
    def fonts(self) -> tuple[str, ...]:
        """The font files named, in order, each once."""
        return tuple(dict.fromkeys(FONT.findall(self.css)))


def read_style(
    workspace: Workspace, name: str, characters: Iterable[str], blame: Place
) -> tuple[StyleSheet | None, list[Diagnostic]]:
    """The sheet `styles/NAME.css` with its imports, for a page of these characters; `blame` asked for it."""
    findings: list[Diagnostic] = []
    lines = _lines(workspace, f"{name}.css", blame, findings, ())
    if not lines:
        return None, findings
    return _without_idle_faces(lines, frozenset(map(ord, characters))), findings


def _lines(
    workspace: Workspace, name: str, blame: Place, findings: list[Diagnostic], above: tuple[str, ...]
) -> list[tuple[str, str, int]]:
    """(text, file, line) of a sheet with its imports in place; `above` are the sheets that import it."""
    if name in above or len(above) > DEEPEST:
        how = "imports itself" if name in above else "is imported through too many others"
        findings.append(NoStyle.at(blame, f"`styles/{name}` {how}", help="remove this line"))
        return []
    try:
        file, data = workspace.read_layered("styles", name)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, ValueError) as error:
        findings.append(_unusable(name, error, blame))
        return []
    if two_versions := conflicts(SourceText(file, text)):
        findings.extend(two_versions)
        return []
    findings.extend(_grammar(file, text))
    found: list[tuple[str, str, int]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = IMPORT.match(line)
        if match:
            place = Place(file, number, 1, number, len(line) + 1)
            found += _lines(workspace, match[1], place, findings, (*above, name))
        else:
            found.append((line, file, number))
    return found


def _unusable(name: str, error: Exception, blame: Place) -> Diagnostic:
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        place = Place(f"styles/{name}", line, 1, line, 2)
        return NoStyle.at(place, "the style sheet is not UTF-8 text", help="save it as UTF-8")
    if isinstance(error, OutsideWorkspaceError):
        return NoStyle.at(blame, str(error), help="copy the file into the workspace")
    return no_sheet(blame, name)


@lru_cache(maxsize=32)
def _grammar(file: str, text: str) -> tuple[Diagnostic, ...]:
    import tinycss2

    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return (
        *_braces(file, text),
        *(
            NoStyle.at(
                Place(file, rule.source_line, rule.source_column, rule.source_line, rule.source_column + 1),
                f"not CSS: {rule.message}",
                help="is a brace or a semicolon missing above?",
            )
            for rule in rules
            if rule.type == "error"
        ),
    )


def _braces(file: str, text: str) -> list[Diagnostic]:
    """A brace that is never closed: CSS closes it at the file's end, and swallows what stands between."""
    opened: list[int] = []
    what = "this brace is never closed"
    for match in re.finditer(r"/\*.*?(?:\*/|\Z)|\"[^\"\n]*\"|'[^'\n]*'|[{}]", text, re.S):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            opened.pop()
        elif match[0] == "}" or (match[0].startswith("/*") and not match[0].endswith("*/")):
            what = "this brace closes nothing" if match[0] == "}" else "this comment is never closed"
            opened = [match.start()]
            break
    if not opened:
        return []
    line = text.count("\n", 0, opened[-1]) + 1
    column = opened[-1] - text.rfind("\n", 0, opened[-1])
    return [NoStyle.at(Place(file, line, column, line, column + 1), what, help="look at the lines above")]


def _without_idle_faces(lines: list[tuple[str, str, int]], codes: frozenset[int]) -> StyleSheet:
    css = "\n".join(text for text, _, _ in lines)
    kept = FACE.sub(lambda match: _face(match[0], codes), css)
    return StyleSheet(kept, tuple((file, number) for _, file, number in lines))


def _face(face: str, codes: frozenset[int]) -> str:
    """The face without its range, or as many empty lines when no character is in it."""
    match = RANGE.search(face)
    if match is None:
        return face
    spans = [(int(first, 16), int(last or first, 16)) for first, last in SPAN.findall(match[1])]
    if any(first <= code <= last for code in codes for first, last in spans):
        return face[: match.start()] + face[match.end() :]
    return "\n" * face.count("\n")
