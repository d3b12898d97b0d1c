"""YAML as a tree of nodes that know where they stand.

PyYAML's event stream is composed here rather than by `yaml.compose`, for three
guards that must come before memory is spent: nesting is limited, aliases and tags are
refused (a brief needs neither, and aliases can explode), and a second document is a
mistake. Plain scalars stay text: the field they fill decides what `no` or `2024` mean,
so YAML 1.1's surprises cannot arise. The C parser reads; when it finds a mistake
`yaml_mistakes` says it in plain words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

DEEPEST = 30
TOO_DEEP = "exceeded maximum nesting depth"
"""What the C parser says of more than a thousand levels, which it reads ahead before it gives the first."""
PATH = tuple[str | int, ...]
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in a text: offset, line and column from 0, in code points."""

    index: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as written; `style` is one of `"`, `'`, `|`, `>` or empty for plain."""

    start: Mark
    end: Mark
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    start: Mark
    end: Mark
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, in order, duplicates kept."""

    start: Mark
    end: Mark
    pairs: tuple[tuple[Node, Node], ...]
    by_key: dict[str, tuple[Node, Node]] = field(init=False, compare=False, repr=False)
    """The first pair of each key, by the key's text."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {key_text(pair[0]): pair for pair in reversed(self.pairs)})


Node = Scalar | Sequence | Mapping


class YamlRefusedError(ValueError):
    """Valid YAML that a brief may not hold: `kind` is alias, tag, depth, documents or key."""

    def __init__(self, kind: str, mark: Mark) -> None:
        super().__init__(kind)
        self.kind, self.mark = kind, mark


def read(text: str) -> Node | None:
    """The tree of a YAML text, None when it is empty.

    Raises `yaml.YAMLError` for what is not YAML and `YamlRefusedError` for what a brief may not hold.
    """
    loader = Loader(text)
    try:
        return _document(_Events(loader))
    finally:
        loader.dispose()


class _Events:
    """The event stream with one event of look-ahead."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def next(self) -> Any:
        try:
            event = self._loader.get_event()
        except yaml.MarkedYAMLError as error:
            if error.problem == TOO_DEEP and error.problem_mark is not None:
                raise YamlRefusedError("depth", _mark(error.problem_mark)) from error
            raise
        if getattr(event, "anchor", None) is not None:
            raise YamlRefusedError("alias", _mark(event.start_mark))
        if getattr(event, "tag", None) is not None:
            raise YamlRefusedError("tag", _mark(event.start_mark))
        return event


def _document(events: _Events) -> Node | None:
    events.next()
    first = events.next()
    if isinstance(first, yaml.StreamEndEvent):
        return None
    root = _node(events, events.next(), 0)
    events.next()
    after = events.next()
    if not isinstance(after, yaml.StreamEndEvent):
        raise YamlRefusedError("documents", _mark(after.start_mark))
    empty = isinstance(root, Scalar) and root.text == "" and not root.style
    return None if empty else root


def _node(events: _Events, event: Any, depth: int) -> Node:
    if depth > DEEPEST:
        raise YamlRefusedError("depth", _mark(event.start_mark))
    start = _mark(event.start_mark)
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(start, _mark(event.end_mark), event.value, event.style or "")
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, start, depth)
    return _mapping(events, start, depth)


def _sequence(events: _Events, start: Mark, depth: int) -> Sequence:
    items = []
    while not isinstance(event := events.next(), yaml.SequenceEndEvent):
        items.append(_node(events, event, depth + 1))
    return Sequence(start, _mark(event.end_mark), tuple(items))


def _mapping(events: _Events, start: Mark, depth: int) -> Mapping:
    pairs = []
    while not isinstance(event := events.next(), yaml.MappingEndEvent):
        key = _node(events, event, depth + 1)
        pairs.append((key, _node(events, events.next(), depth + 1)))
    return Mapping(start, _mark(event.end_mark), tuple(pairs))


def _mark(mark: Any) -> Mark:
    return Mark(mark.index, mark.line, mark.column)


def is_null(node: Node) -> bool:
    """Whether a scalar was left empty or written as YAML's null."""
    return isinstance(node, Scalar) and not node.style and node.text in ("", "~", "null", "Null", "NULL")


def plain(node: Node) -> Any:
    """The tree as dicts, lists and strings; nulls as None, the first of a repeated key kept."""
    if isinstance(node, Scalar):
        return None if is_null(node) else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    values: dict[str, Any] = {}
    for key, value in node.pairs:
        values.setdefault(key_text(key), plain(value))
    return values


def key_text(key: Node) -> str:
    """A key as text; lists and mappings as keys are named by what they are."""
    return key.text if isinstance(key, Scalar) else f"[{type(key).__name__.lower()}]"


def duplicates(node: Node) -> Iterator[tuple[Node, Node]]:
    """(second, first) key nodes wherever a mapping gives a key twice."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from duplicates(item)
    if isinstance(node, Mapping):
        seen: dict[str, Node] = {}
        for key, value in node.pairs:
            if (first := seen.setdefault(key_text(key), key)) is not key:
                yield key, first
            yield from duplicates(value)


def scalar_with(node: Node, words: str) -> Scalar | None:
    """The first scalar below `node` that holds these words."""
    if isinstance(node, Scalar):
        return node if words in node.text else None
    inner = node.items if isinstance(node, Sequence) else [value for _, value in node.pairs]
    return next((found for item in inner if (found := scalar_with(item, words)) is not None), None)


def scalar_at(node: Node, index: int) -> Scalar | None:
    """The scalar below `node` that stands at an offset of the file."""
    if isinstance(node, Scalar):
        return node if node.start.index <= index < node.end.index else None
    inner = node.items if isinstance(node, Sequence) else [value for _, value in node.pairs]
    return next((found for item in inner if (found := scalar_at(item, index)) is not None), None)


def child(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    """(key node, value node) of one step down, None where there is none."""
    if isinstance(node, Mapping):
        return node.by_key.get(step) if isinstance(step, str) else None
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return None, node.items[step]
    return None


def descend(node: Node, path: PATH) -> tuple[Node | None, Node, int]:
    """(key node, value node, steps taken) as far down `path` as the tree goes.

    A list may stand where a model has a mapping with one list: the step that names it is passed over.
    """
    key: Node | None = None
    for taken, step in enumerate(path):
        if isinstance(node, Sequence) and isinstance(step, str):
            continue
        found = child(node, step)
        if found is None:
            return key, node, taken
        key, node = found
    return key, node, len(path)
