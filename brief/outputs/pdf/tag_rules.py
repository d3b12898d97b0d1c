"""What a tree of tags must be before it is written: notes in their place, every tag in one that may hold it.

ISO 32000-1, 14.8.4, says what holds what; ISO 14289-1 (PDF/UA), 7, what a reader can rely
on: headings without gaps (7.4.2), lists of items with labels and bodies (7.6), notes
behind what calls them. Nothing here knows pages or boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from brief.outputs.pdf.tags import BLOCKS, CELLS, GROUPS, HEADINGS, PARAGRAPHS, Annotation, Mark, Tag

Kid = Tag | Mark | Annotation
KEPT_EMPTY = {"TD", "TH", "Document"}
TERMS = {"DT": "Lbl", "DD": "P"}
"""Terms and descriptions in a list, which PDF has no roles for."""


def place_notes(calls: Iterable[tuple[Tag, Tag]]) -> None:
    """Put each note behind the paragraph that holds its call; where there is none, behind the call's line.

    `calls` are pairs of call and note, in reading order.
    """
    for call, note in reversed(list(calls)):
        inner, holder = call, call.parent
        while holder is not None and not _holds_notes(holder):
            inner, holder = holder, holder.parent
        if holder is None:
            continue
        at = holder.kids.index(inner) + 1
        if inner.role not in PARAGRAPHS:
            while at < len(holder.kids) and not _is_block(holder.kids[at]):
                at += 1
        holder.kids.insert(at, note)
        note.parent = holder


def _holds_notes(tag: Tag) -> bool:
    return tag.role in GROUPS or tag.role in CELLS or tag.role in ("LI", "TOCI", "DT", "DD")


def settled(root: Tag) -> Tag:
    """The tree with nothing empty in it, and everything where the standards want it."""
    _settle(root)
    _close_gaps(root)
    return root


def _settle(tag: Tag) -> None:
    for kid in list(tag.tags()):
        _settle(kid)
    tag.hold([part for kid in tag.kids for part in _lasting(kid)])
    if tag.role in SETTLED:
        SETTLED[tag.role](tag)
    if tag.role in GROUPS or (tag.role in CELLS and any(_is_block(kid) for kid in tag.kids)):
        tag.hold(_with_paragraphs(tag))


def _lasting(kid: Kid) -> list[Kid]:
    """What stays of a kid: nothing of an empty one, the contents of a link that leads nowhere."""
    if not isinstance(kid, Tag):
        return [kid]
    if kid.role == "Link" and not any(isinstance(part, Annotation) for part in kid.kids):
        return list(kid.kids)
    return [kid] if kid.kids or kid.role in KEPT_EMPTY else []


def _is_block(kid: Kid) -> bool:
    return isinstance(kid, Tag) and (kid.role in BLOCKS or kid.role == "Lbl")


def _with_paragraphs(tag: Tag) -> list[Kid]:
    """The kids of a group; words that stand between blocks become paragraphs."""
    kids: list[Kid] = []
    line: Tag | None = None
    for kid in tag.kids:
        if _is_block(kid):
            line = None
            kids.append(kid)
            continue
        if line is None:
            line = Tag("P", page=tag.page)
            kids.append(line)
        line.add(kid)
    return kids


def _list(tag: Tag) -> None:
    """Items only; terms and their descriptions become labels and bodies of one item."""
    items: list[Kid] = []
    for kid in tag.kids:
        role = kid.role if isinstance(kid, Tag) else ""
        last = items[-1] if items and isinstance(items[-1], Tag) else None
        if role == "LI":
            items.append(kid)
        elif isinstance(kid, Tag) and role == "DD" and last is not None:
            for part in _described(kid):
                last.add(part)
        else:
            if isinstance(kid, Tag) and role in TERMS:
                kid.role = TERMS[role]
            items.append(Tag("LI", page=tag.page).hold([kid]))
    tag.hold(items)
    for item in tag.tags():
        _item(item)
    if not any(kid.role == "Lbl" for item in tag.tags() for kid in item.tags()):
        tag.attributes = ""


def _described(description: Tag) -> list[Kid]:
    """A description as blocks: its own, or itself as a paragraph."""
    if any(_is_block(kid) for kid in description.kids):
        return description.kids
    description.role = "P"
    return [description]


def _item(item: Tag) -> None:
    """A label, where there is one, and a body; one that is written within the first paragraph goes first."""
    first = item.kids[0] if item.kids else None
    if isinstance(first, Tag) and first.role == "P" and first.kids:
        label = first.kids[0]
        if isinstance(label, Tag) and label.role == "Lbl":
            first.hold(first.kids[1:])
            item.hold([label, *([first] if first.kids else []), *item.kids[1:]])
    labels = [kid for kid in item.kids if isinstance(kid, Tag) and kid.role == "Lbl"]
    rest = [kid for kid in item.kids if kid not in labels]
    if not (len(rest) == 1 and isinstance(rest[0], Tag) and rest[0].role == "LBody"):
        body = Tag("LBody", page=item.page).hold(rest)
        if any(_is_block(kid) for kid in rest):
            body.hold(_with_paragraphs(body))
            only = body.kids[0]
            if len(body.kids) == 1 and isinstance(only, Tag) and only.role == "P" and not only.lang:
                body.hold(only.kids)
        rest = [body] if body.kids else []
    item.hold([*labels, *rest])


def _contents(tag: Tag) -> None:
    """A section whose lists are tables of contents."""
    tag.role = "Sect"
    for kid in tag.tags():
        if kid.role == "L":
            kid.role, kid.attributes = "TOC", ""
            for item in kid.tags():
                item.role = "TOCI"
                item.hold([part for held in item.kids for part in _entry(held)])


def _entry(kid: Kid) -> list[Kid]:
    """What stands in an item of a list, as it stands in an entry of a table of contents."""
    if isinstance(kid, Tag) and kid.role == "LBody":
        return [part for held in kid.kids for part in _entry(held)]
    is_link = isinstance(kid, Tag) and kid.role == "Link"
    return [Tag("Reference").hold([kid])] if is_link else [kid]


def _captions(tag: Tag) -> None:
    """What stands under something that is neither picture nor table is a paragraph."""
    if not any(kid.role in ("Figure", "Table") for kid in tag.tags()):
        for kid in tag.tags():
            kid.role = "P" if kid.role == "Caption" else kid.role


SETTLED: dict[str, Callable[[Tag], None]] = {"L": _list, "Nav": _contents, "Div": _captions}


def _close_gaps(root: Tag) -> None:
    """Number headings by how deep they are, so that no level is left out."""
    open_levels: list[int] = []
    for tag in root.all():
        if tag.role in HEADINGS:
            level = int(tag.role[1])
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
            tag.role = f"H{len(open_levels)}"
