"""Files as documents with places: YAML, or Markdown below a YAML front matter.

Opening never raises for what a person can have done: it returns None and leaves findings
(not there, not UTF-8, empty, too large, in two versions, not YAML). Only the bytes a `Workspace` hands
out are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import yaml

from brief.check.rules.spec import (
    DuplicateKey,
    EmptyFile,
    HiddenCharacter,
    LeadsOutside,
    NoFile,
    NoFrontMatter,
    NotText,
    TooLarge,
    WrongValue,
)
from brief.files import yaml_nodes
from brief.files.conflicts import conflicts
from brief.files.hidden import HIDDEN
from brief.files.origin import Origin, SourceText
from brief.files.suggestion import did_you_mean
from brief.files.workspace import OutsideWorkspaceError, Workspace
from brief.files.yaml_mistakes import mistaken, refused
from brief.files.yaml_nodes import PATH, Mapping, Mark, Node, Scalar
from brief.model.diagnostic import Diagnostic, Place
from brief.model.paragraphs import FENCE, FENCE_END

LARGEST_SPEC = 1024 * 1024
LARGEST_SOURCE = 16 * 1024 * 1024
PLAINLY_SEEN = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}  # YAML's line ends that are none of ours (S113 says so)


@dataclass(frozen=True)
class Document:
    """A YAML file (or front matter) as a tree over its text; `body` is what follows a front matter."""

    source: SourceText
    root: Node
    body: str = ""
    body_offset: int = 0

    @property
    def file(self) -> str:
        """The workspace-relative name."""
        return self.source.file

    @property
    def body_line(self) -> int:
        """The line (from 1) in which the body begins."""
        return self.source.position(self.body_offset)[0]

    def node_place(self, node: Node) -> Place:
        """Where a node stands."""
        if isinstance(node, Scalar):
            return self.source.place(node.start.index, max(node.end.index, node.start.index + 1))
        first = node.pairs[0][0] if isinstance(node, Mapping) and node.pairs else None
        end = first.end.index if first is not None else node.start.index + 1
        return self.source.place(node.start.index, end)

    def place(self, path: PATH) -> Place:
        """Where the value at `path` stands; the nearest that is there when it is not."""
        key, value, taken = yaml_nodes.descend(self.root, path)
        if taken < len(path) and key is not None:
            return self.node_place(key)
        return self.node_place(value)

    def key_place(self, path: PATH) -> Place:
        """Where the key at the end of `path` stands."""
        key, value, _ = yaml_nodes.descend(self.root, path)
        return self.node_place(key if key is not None else value)

    def given(self, path: PATH) -> Place | None:
        """Where the value at `path` stands; None where nothing is written there."""
        _, value, taken = yaml_nodes.descend(self.root, path)
        return self.node_place(value) if taken == len(path) and not yaml_nodes.is_null(value) else None

    def origin(self, path: PATH, words: str = "") -> Origin:
        """The way back for the text at `path`; for its `words`, where more is written there."""
        _, value, _ = yaml_nodes.descend(self.root, path)
        if isinstance(value, Scalar):
            return Origin(self.source, value, value=words)
        return Origin(self.source, None, value.start.index)

    def body_origin(self) -> Origin:
        """The way back for the body."""
        return Origin(self.source, None, self.body_offset)


def read_text(
    workspace: Workspace, name: str, findings: list[Diagnostic], *, largest: int = LARGEST_SPEC
) -> SourceText | None:
    """The file's text (BOM dropped), or None with a finding."""
    whole = Place(name)
    try:
        data = workspace.read(name)
    except OutsideWorkspaceError as error:
        findings.append(LeadsOutside.at(whole, str(error), help="copy the file into the workspace"))
        return None
    except OSError as error:
        findings.append(_unreachable(workspace, name, error))
        return None
    return decoded(name, data, findings, largest=largest)


def decoded(
    name: str, data: bytes, findings: list[Diagnostic], *, largest: int = LARGEST_SPEC
) -> SourceText | None:
    """The text in `data`, or None with a finding."""
    whole = Place(name)
    if len(data) > largest:
        limit = f"{largest // (1024 * 1024)} MiB"
        findings.append(
            TooLarge.at(
                whole, f"the file has {len(data):,} bytes, more than {limit}", help="is it the right file?"
            )
        )
        return None
    if not data.strip():
        findings.append(
            EmptyFile.at(whole, help="`brief new NAME --venue ID` writes one that builds as it is")
        )
        return None
    if b"\0" in data:
        help_ = "save the file again as UTF-8; is it a Word file or a picture?"
        findings.append(
            NotText.at(_place_after(name, data.partition(b"\0")[0]), "not UTF-8 text", help=help_)
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_after(name, error.object[: error.start])
        findings.append(NotText.at(place, "not UTF-8 text", help="save the file again as UTF-8"))
        return None
    source = SourceText(name, _lines_ended(text))
    if found := conflicts(source):
        findings.extend(found)
        return None
    # Most bytes are ASCII's: the slower search is made only where another one can hide something.
    if HIDDEN.search(data.translate(None, PLAINLY_SEEN).decode(errors="ignore")) is not None:
        findings.extend(_hidden(source))
    return source


def _lines_ended(text: str) -> str:
    """A text with the line ends of Unix."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place_after(name: str, data: bytes) -> Place:
    """The place behind these bytes of a file, where something begins that is no text."""
    before = SourceText(name, _lines_ended(data.decode("utf-8-sig", errors="replace")))
    return before.place(len(before.text), len(before.text))


def _hidden(source: SourceText) -> Iterator[Diagnostic]:
    for match in list(HIDDEN.finditer(source.text))[:20]:
        yield HiddenCharacter.of(source.place(match.start(), match.end()), match[0])


def _escaped(document: Document, node: Node) -> Iterator[Diagnostic]:
    """Hidden characters written as escapes between double quotation marks."""
    if isinstance(node, Scalar):
        match = HIDDEN.search(node.text) if node.style == '"' else None
        written = document.source.text[node.start.index : node.end.index]
        if match is not None and match[0] not in written:
            yield HiddenCharacter.of(document.node_place(node), match[0])
    elif isinstance(node, Mapping):
        for pair in node.pairs:
            yield from _escaped(document, pair[0])
            yield from _escaped(document, pair[1])
    else:
        for item in node.items:
            yield from _escaped(document, item)


def _unreachable(workspace: Workspace, name: str, error: OSError) -> Diagnostic:
    folder, _, file = name.rpartition("/")
    known = workspace.names(folder or ".", "") if workspace.path(folder or ".").is_dir() else []
    meant = did_you_mean(file, [n.rpartition("/")[2] for n in known])
    reason = (
        "no such file"
        if isinstance(error, FileNotFoundError)
        else f"cannot be read: {error.strerror or error}"
    )
    return NoFile.at(Place(name), f"`{name}`: {reason}", help=meant or "check the name and the folder")


def open_yaml(workspace: Workspace, name: str, findings: list[Diagnostic]) -> Document | None:
    """A YAML file as a document, or None with findings."""
    source = read_text(workspace, name, findings)
    return None if source is None else yaml_document(source, findings)


def yaml_document(source: SourceText, findings: list[Diagnostic]) -> Document | None:
    """The document in a YAML text, or None with findings."""
    root = _tree(source, source.text, findings)
    if root is None:
        return None
    return _checked(Document(source, root), findings)


def open_markdown(
    workspace: Workspace, name: str, findings: list[Diagnostic], *, largest: int = LARGEST_SPEC
) -> Document | None:
    """A Markdown file with front matter as a document, or None with findings."""
    source = read_text(workspace, name, findings, largest=largest)
    return None if source is None else markdown_document(source, findings)


def markdown_document(source: SourceText, findings: list[Diagnostic]) -> Document | None:
    """Front matter and body of a text, or None with findings."""
    text = source.text
    opening = FENCE.match(text)
    closing = FENCE_END.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        what = "its closing `---` is missing" if opening else "the file does not begin with `---`"
        findings.append(
            NoFrontMatter.at(
                source.line_place(1),
                f"no front matter: {what}",
                help="begin with a line `---`, then `title: …`, then a line `---`",
            )
        )
        return None
    # The opening fence stays as a line of spaces so that marks count from the file's own start.
    head = " " * (opening.end() - 1) + "\n" + text[opening.end() : closing.start()]
    root = _tree(source, head, findings)
    if root is None:
        return None
    return _checked(Document(source, root, text[closing.end() :], closing.end()), findings)


def _tree(source: SourceText, text: str, findings: list[Diagnostic]) -> Node | None:
    before = replace_source(source, text)
    try:
        root = yaml_nodes.read(text.translate(LINE_ENDS))
    except yaml_nodes.YamlRefusedError as error:
        findings.append(refused(source, error))
        return None
    except yaml.YAMLError as error:
        findings.append(mistaken(before, error))
        return None
    if root is None:
        findings.append(
            EmptyFile.at(
                Place(source.file), help="`brief new NAME --venue ID` writes one that builds as it is"
            )
        )
    return root


def replace_source(source: SourceText, text: str) -> SourceText:
    """The same file with another text."""
    return source if text is source.text else replace(source, text=text)


def _checked(document: Document, findings: list[Diagnostic]) -> Document | None:
    findings.extend(_escaped(document, document.root))
    for second, first in yaml_nodes.duplicates(document.root):
        line = first.start.line + 1
        findings.append(
            DuplicateKey.at(
                document.node_place(second),
                f"the key `{yaml_nodes.key_text(second)}` is given twice",
                label=f"first given in line {line}",
                help="keep one of them, or make a list",
            )
        )
    if not isinstance(document.root, Mapping):
        findings.append(
            WrongValue.at(
                document.node_place(document.root),
                "the file must hold keys and values",
                help="such as `title: …`",
            )
        )
        return None
    return document


def start_mark() -> Mark:
    """The beginning of a file."""
    return Mark(0, 0, 0)
