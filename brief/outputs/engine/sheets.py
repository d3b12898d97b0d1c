"""Style sheets parsed once for all documents that have the same ones, with the same fonts.

WeasyPrint parses the style elements of each document anew. Here what became of them stays with
the configuration of fonts that they were read for, and goes with it: whoever keeps none of which
the engine warned (`kept.forget_fonts`) is warned by the next document as well.

Sheets that fetch something are parsed for each document, and those of which the engine makes
what depends on the element that comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

FETCHING = ("@import", "@color-profile")
OWN = ("anchor",)
"""Properties that the engine looks up once for each element with its own style, not for each element."""
PARTS = ("first-letter", "first-line")
"""Pseudo-elements that take of their style what the engine happens to have asked for before."""
IMAGES = ("background_image", "border_image_source")
RELATIVE = ("em", "ex", "ch", "cap", "ic", "lh", "vw", "vh", "vi", "vb", "vmin", "vmax")


@dataclass
class Stock:
    """The sheets of one document, and what others leave with them."""

    key: Any
    sheets: list[Any]
    counters: dict[str, Any]
    styles: Any = field(default=None)


def install() -> None:
    """Put this module's sheets into the engine. Once is enough; again does no harm."""
    from weasyprint import css

    if css.find_stylesheets is not _find_stylesheets:
        _Engine.find, css.find_stylesheets = css.find_stylesheets, _find_stylesheets


class _Engine:
    """The engine's own function."""

    find: Any = None


def stock_of(font_config: Any, sheets: list[Any]) -> Stock | None:
    """What is kept with these sheets; None where they are not kept."""
    stock: Stock | None = font_config.__dict__.get("kept_sheets")
    return stock if stock is not None and stock.sheets == sheets else None


def _find_stylesheets(
    wrapper: Any,
    media: str,
    fetcher: Any,
    base_url: Any,
    font_config: Any,
    counter_style: Any,
    color_profiles: Any,
    *lists: Any,
) -> Iterable[Any]:
    """What the engine's function of this name gives: the document's own sheets, in their order."""
    key = _key(wrapper.etree_element, media, base_url)
    stock: Stock | None = font_config.__dict__.get("kept_sheets")
    if key is not None and stock is not None and stock.key == key:
        counter_style.update(stock.counters)
        return stock.sheets
    counters, profiles = dict(counter_style), dict(color_profiles)
    found = list(
        _Engine.find(wrapper, media, fetcher, base_url, font_config, counter_style, color_profiles, *lists)
    )
    if key is not None and color_profiles == profiles and _is_free(found):
        new = {name: value for name, value in counter_style.items() if counters.get(name) is not value}
        font_config.kept_sheets = Stock(key, found, new)
    return found


def _key(root: Any, media: str, base_url: Any) -> Any:
    """What a document's style sheets hang on; None where something is fetched."""
    texts = []
    for element in root.iter():
        kind = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if kind == "link" and "stylesheet" in element.get("rel", "").lower():
            return None
        if kind == "style":
            text = "".join([element.text or "", *(child.tail or "" for child in element)])
            if any(rule in text.lower() for rule in FETCHING):
                return None
            texts.append((text, element.get("type"), element.get("media")))
    return (media, base_url, *texts)


def _selectors(sheets: list[Any]) -> Iterator[tuple[str | None, Any]]:
    """Every selector of the sheets: its pseudo-element, and what is declared for it."""
    for sheet in sheets:
        matcher = sheet.matcher
        for table in (
            matcher.id_selectors,
            matcher.class_selectors,
            matcher.lower_local_name_selectors,
            matcher.namespace_selectors,
            {"": matcher.lang_attr_selectors + matcher.other_selectors},
        ):
            for entries in table.values():
                for *_, pseudo_element, (declarations, _layer) in entries:
                    yield pseudo_element, declarations
        for *_, declarations in sheet.page_rules:
            yield None, declarations


def _is_free(sheets: list[Any]) -> bool:
    """Whether the sheets mean the same for every document."""
    return not any(
        pseudo_element in PARTS or any(map(_bound, declarations))
        for pseudo_element, declarations in _selectors(sheets)
    )


def _bound(declaration: tuple[str, Any, bool]) -> bool:
    """Whether a declaration can mean something else for another document."""
    name, value, _ = declaration
    if name in OWN:
        return True
    if name not in IMAGES or not isinstance(value, tuple | list):
        return False
    images = value if name == "background_image" else [value]
    return any(_relative(image[1]) for image in images if str(image[0]).endswith("gradient"))


def _relative(gradient: Any) -> bool:
    """Whether a gradient has lengths that hang on the element's font or on the page."""
    lengths = [*gradient.stop_positions, *gradient.color_hints]
    if hasattr(gradient, "center"):
        lengths += [gradient.center[1], gradient.center[3]]
        lengths += gradient.size if gradient.size_type == "explicit" else []
    return any(
        length is not None and (not hasattr(length, "unit") or str(length.unit).endswith(RELATIVE))
        for length in lengths
    )
