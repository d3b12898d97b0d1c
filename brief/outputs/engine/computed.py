"""Computed styles without the detour: most properties of most elements are nowhere declared.

WeasyPrint works out each property of each style in one long function that asks for variables,
logical names and mathematics. Here a property that the cascade does not name is taken at once
from the parent or from the initial values; and what a declaration with `var()` expands to is
worked out once for the same words, not once for each of its twenty properties and each element.
Everything else is the engine's. The values are the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MOST_KEPT = 64
COMPUTED_IN_PLACE = ("background", "border-image")  # their gradients: each element needs its own
SPECIAL = ("position", "float", "display", "page")


def install() -> None:
    """Put this module's lookups into the engine. Once is enough; again does no harm."""
    from weasyprint.css import ComputedStyle
    from weasyprint.css.validation.expanders import PendingExpander
    from weasyprint.css.validation.properties import PendingProperty

    if ComputedStyle.__missing__ is not _missing:
        _Engine.missing, ComputedStyle.__missing__ = ComputedStyle.__missing__, _missing
        _Engine.expand, PendingExpander.validate = PendingExpander.validate, _expand
        _Engine.validate, PendingProperty.validate = PendingProperty.validate, _validate
        _learn()


class _Engine:
    """The engine's own functions."""

    missing: Any = None
    expand: Any = None
    validate: Any = None


INHERITED: dict[str, tuple[str, ...]] = {}
"""Properties taken from the parent, and the logical names under which they may be declared."""
INITIAL: dict[str, tuple[Any, tuple[str, ...]]] = {}
"""Properties with their initial values, which need not be computed, and their logical names."""


def _learn() -> None:
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED as THEIRS
    from weasyprint.css.properties import INITIAL_NOT_COMPUTED, INITIAL_VALUES

    for key, value in INITIAL_VALUES.items():
        if key in SPECIAL or key.startswith("text_decoration_"):
            continue
        logical = PHYSICAL_FUNCTIONS.get(key)
        names = tuple({logical(block="ttb", inline=way) for way in ("ltr", "rtl")}) if logical else ()
        if key in THEIRS:
            INHERITED[key] = names
        elif key not in INITIAL_NOT_COMPUTED:
            INITIAL[key] = value, names


def _missing(style: Any, key: str) -> Any:
    """A property that was not asked for yet."""
    cascaded = style.cascaded
    if key not in cascaded:
        if (initial := INITIAL.get(key)) is not None:
            value, names = initial
            for name in names:
                if name in cascaded:
                    break
            else:
                style[key] = value
                return value
        elif (key in INHERITED or key[:2] == "__") and style.parent_style is not None:
            for name in INHERITED.get(key, ()):
                if name in cascaded:
                    break
            else:
                value = style[key] = style.parent_style[key]
                return value
    return _Engine.missing(style, key)


class _Expansion:
    """What a shorthand expands to for some words, as far as it was asked for."""

    def __init__(self, words: Any, pairs: Iterator[tuple[str, Any]]) -> None:
        self.words = words  # kept, so that no other words can have their identity
        self.pairs = pairs
        self.found: dict[str, Any] = {}
        self.mistake: Exception | None = None

    def value(self, wanted: str, prefix: str) -> Any:
        if wanted in self.found:
            return self.found[wanted]
        if self.mistake is not None:
            raise self.mistake
        try:
            for key, value in self.pairs:
                name = f"{prefix}{key}" if key.startswith("-") else key
                self.found.setdefault(name, value)
                if name == wanted:
                    return value
        except Exception as error:
            self.mistake = error
            raise
        raise KeyError(wanted)


def _expand(pending: Any, tokens: Any, wanted: str, base_url: Any) -> Any:
    """The value of one property in a shorthand whose variables are filled in."""
    if pending.name.startswith(COMPUTED_IN_PLACE):
        return _Engine.expand(pending, tokens, wanted, base_url)
    kept = _kept(pending)
    key = tuple(map(id, tokens))
    if key not in kept:
        kept[key] = _Expansion(tokens, pending.validator(tokens))
    try:
        return kept[key].value(wanted, pending.name)
    except Exception:
        tokens[:] = kept[key].words  # the engine completes `1pt 2pt` in place, and quotes it so
        raise


def _validate(pending: Any, tokens: Any, wanted: str, base_url: Any) -> Any:
    """The value of one property whose variables are filled in."""
    if pending.name.startswith(COMPUTED_IN_PLACE):
        return _Engine.validate(pending, tokens, wanted, base_url)
    kept = _kept(pending)
    key = tuple(map(id, tokens))
    if key not in kept:
        kept[key] = tokens, _Engine.validate(pending, tokens, wanted, base_url)
    return kept[key][1]


def _kept(pending: Any) -> dict[Any, Any]:
    """What was worked out for this declaration."""
    kept: dict[Any, Any] = pending.__dict__.setdefault("kept", {})
    if len(kept) >= MOST_KEPT:
        kept.clear()
    return kept
