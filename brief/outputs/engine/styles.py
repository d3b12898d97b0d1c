"""Styles worked out once for all documents with the same style sheets.

WeasyPrint cascades and computes the styles of each document anew, one for each element and for
each of its pseudo-elements. What a style holds hangs on the style it inherits from, the rules
that match and a few attributes, and on nothing else of the document: under these it is noted, as
a `Noted`, and worked out once. A document has copies, its `Own`, which the engine may change as
it likes. What nobody asks for, such as the mark of a note where there is none, is never made.

To be imported when the engine may be.
"""

from __future__ import annotations

from functools import cached_property
from math import inf
from typing import Any

from weasyprint import css
from weasyprint.css import AnonymousStyle, ComputedStyle, InitialStyle, Style, StyleFor

from brief.outputs.engine.sheets import stock_of

MOST_KEPT = 3_000
"""Styles; a page has some hundred."""
ATTRIBUTES = ("style", "lang", "id", "name", "width", "height")
"""What the engine reads declarations from."""
INERT = frozenset({"display", "float", "position", "overflow", "anchor"})
"""Properties that the engine sets, and on which no other value of the same style hangs."""


def install() -> None:
    """Put this module's styles into the engine. Once is enough; again does no harm."""
    css.StyleFor = _style_for


def _style_for(html: Any, sheets: Any, hints: bool, font_config: Any, targets: Any) -> StyleFor:
    """The styles of a document: from what is noted, where its sheets are kept."""
    stock = stock_of(font_config, [sheet for sheet, origin, _ in sheets if origin != "user agent"])
    if stock is None or hints:
        return StyleFor(html, sheets, hints, font_config, targets)
    if stock.styles is None or stock.styles.is_used_up():
        stock.styles = _Notebook()
    return _Kept(html, sheets, font_config, targets, stock.styles)


class _PageSizes(dict[str, Any]):
    """The size of a document's first page; lengths that hang on it serve no other document."""

    was_asked = False

    def __getitem__(self, key: str) -> Any:
        self.was_asked = True
        return super().__getitem__(key)


class _Notebook:
    """The styles that are noted for some style sheets."""

    def __init__(self) -> None:
        self.roots: dict[Any, Noted] = {}
        self.number = 0
        self.page_sizes = _PageSizes()

    def is_used_up(self) -> bool:
        return self.number > MOST_KEPT or self.page_sizes.was_asked


class Noted(ComputedStyle):  # type: ignore[misc]
    """A style as it is worked out; `below` has those that inherit from it."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.below: dict[Any, Noted] = {}
        # What the engine sets in the parent's style of one document may be inherited by name.
        self.is_shared = not any(self.cascaded.get(name, ("",))[0] == "inherit" for name in INERT)


class _Copy(Style):  # type: ignore[misc]
    """A document's copy of a noted style. What it lacks it asks that one for, until it is changed."""

    noted: Any

    def __missing__(self, key: str) -> Any:
        if self.noted is None:
            return super().__missing__(key)
        value = self.noted[key]
        dict.__setitem__(self, key, value)
        return value

    def __setitem__(self, key: str, value: Any) -> None:
        if key not in INERT:
            self.noted = None
            self.__dict__.pop("kept_lengths", None)
        dict.__setitem__(self, key, value)

    def take(self, noted: Any, parent_style: Any, root_style: Any) -> None:
        """Begin with what is known of the noted style."""
        self.__dict__.update(noted.__dict__)
        self.__dict__.pop("anonymous_style", None)
        self.noted, self.parent_style, self.root_style = noted, parent_style, root_style
        self.update(noted)

    @cached_property
    def anonymous_style(self) -> Any:
        """The style of boxes without an element that inherit from this style."""
        return AnonymousStyle(self) if self.noted is None else _OwnAnonymous(self)


class Own(_Copy, ComputedStyle):  # type: ignore[misc]
    """A copy of an element's style."""

    def __init__(self, noted: Noted, parent_style: Any, root_style: Any) -> None:
        self.take(noted, parent_style, root_style)

    def copy(self) -> Any:
        """A style that may be changed by itself."""
        if self.noted is None:
            return super().copy()
        copy = Own(self.noted, self.parent_style, self.root_style)
        copy.update(self)
        copy.specified = self.specified.copy()
        return copy


class _OwnAnonymous(_Copy, AnonymousStyle):  # type: ignore[misc]
    """A copy of the style of boxes without an element."""

    def __init__(self, parent_style: Any) -> None:
        self.take(parent_style.noted.anonymous_style, parent_style, parent_style.root_style)
        self.specified = self


class _Kept(StyleFor):  # type: ignore[misc]
    """The styles of one document."""

    def __init__(self, html: Any, sheets: Any, font_config: Any, targets: Any, notebook: _Notebook) -> None:
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = notebook.page_sizes
        self.initial_page_sizes.update(box=None, area=None)
        self._sheets, self.font_config = sheets, font_config
        self._html, self._targets, self._notebook = html, targets, notebook
        self._noted: dict[Any, Noted] = {}
        self._rules: dict[Any, list[Any]] = {}
        for wrapper in html.wrapper_element.iter_subtree():
            self._take_in(wrapper)

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        """The style of an element or of one of its pseudo-elements; None where there is none."""
        style = self._computed_styles.get((element, pseudo_type))
        if style is None and pseudo_type and (rules := self._rules.get((element, pseudo_type))):
            style = self._pseudo_style(element, pseudo_type, rules)
        return style if type(style) is Own else super().__call__(element, pseudo_type)

    def _take_in(self, wrapper: Any) -> None:
        """The style of an element, and the rules for its pseudo-elements."""
        element = wrapper.etree_element
        rules: list[Any] = []
        for number, (sheet, _, _) in enumerate(self._sheets):
            for specificity, order, pseudo_type, payload in sheet.matcher.match(wrapper):
                rule = number, order, specificity, payload
                (self._rules.setdefault((element, pseudo_type), []) if pseudo_type else rules).append(rule)
        parent = wrapper.parent.etree_element if wrapper.parent else None
        noted = self._noted[element] = self._note(element, None, rules, self._noted.get(parent))
        style = self._own(noted, self._computed_styles.get((parent, None)))
        self._computed_styles[element, None] = style
        if self._targets and style["anchor"]:
            self._targets.collect_anchor(style["anchor"])

    def _pseudo_style(self, element: Any, pseudo_type: str, rules: list[Any]) -> Any:
        noted = self._note(element, pseudo_type, rules, self._noted[element])
        style = self._own(noted, self._computed_styles[element, None])
        self._computed_styles[element, pseudo_type] = style
        return style

    def _own(self, noted: Noted, parent_style: Any) -> Any:
        """The document's own style."""
        root = noted.root_style
        if parent_style is not None:
            root = self._computed_styles[self._html.etree_element, None]
        if noted.is_shared:
            return Own(noted, parent_style, root)
        return ComputedStyle(
            parent_style, noted.cascaded, noted.pseudo_type, root, noted.base_url, self.font_config,
            self.initial_page_sizes,
        )  # fmt: skip

    def _note(self, element: Any, pseudo_type: str | None, rules: list[Any], parent: Noted | None) -> Noted:
        """The noted style; worked out where it is new."""
        below = self._notebook.roots if parent is None else parent.below
        attributes = () if pseudo_type else (element.tag, *map(element.get, ATTRIBUTES))
        key = pseudo_type, attributes, *(rule[:2] for rule in rules)
        if parent is None:
            key = self._html.base_url, *key
        noted = below.get(key)
        if noted is None:
            cascaded = self._cascaded(element, pseudo_type, rules)
            root = InitialStyle(self.font_config) if parent is None else self._noted[self._html.etree_element]
            noted = below[key] = Noted(
                parent, cascaded, pseudo_type, root, self._html.base_url, self.font_config,
                self.initial_page_sizes,
            )  # fmt: skip
            self._notebook.number += 1
            noted["anchor"]  # asked for first, as the engine does: a style that holds nothing is none to it
            self._computed_styles[element, pseudo_type] = noted
            super().__call__(element, pseudo_type)  # takes margins and padding from parts of tables
        return noted

    def _cascaded(self, element: Any, pseudo_type: str | None, rules: list[Any]) -> dict[str, Any]:
        """What is declared, with its weight: the engine's cascade for one element."""
        style: dict[str, Any] = {}

        def add(declarations: Any, origin: str, layer: float, specificity: Any) -> None:
            for name, value, importance in declarations:
                weight = css.declaration_precedence(origin, importance), layer, specificity
                if name not in style or style[name][1] <= weight:
                    style[name] = value, weight

        if not pseudo_type:
            for specificity, _, words, base_url in css.find_style_attributes(
                _One(element), base_url=self._html.base_url
            ):
                add(css.preprocess_declarations(base_url, words), "author", inf, specificity)
        for number, _, specificity, (declarations, layer) in rules:
            sheet, origin, forced = self._sheets[number]
            order = inf if layer is None else sheet.layers.index(layer)
            add(declarations, origin, order, forced or specificity)
        return style


class _One:
    """A tree of one element, for what looks through trees."""

    def __init__(self, element: Any) -> None:
        self.element = element

    def iter(self) -> Any:
        """The element."""
        return iter((self.element,))
