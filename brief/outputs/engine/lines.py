"""Lines of text, broken and measured once for the same words in the same style and width.

WeasyPrint asks Pango for a new context and a new font description for every stretch of text,
and breaks the same words into the same lines whenever it lays a block out again: a cell for
its width and then for its place, a note for its height and then on its page. Here a context
and a description serve all text of one style, and a line that was broken is remembered, so
long as there is room. All decisions remain the engine's and Pango's.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import Any

from brief.outputs.engine import put

MOST_KEPT = 3_000
"""Lines; a page holds some hundred."""
FONT = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_variant_ligatures",
    "font_variant_position", "font_variant_caps", "font_variant_numeric", "font_variant_alternates",
    "font_variant_east_asian", "font_feature_settings", "font_variation_settings",
    "font_language_override", "lang",
)  # fmt: skip
SETUP = (*FONT, "font_size", "direction", "font_kerning")
SPACING = ("letter_spacing", "word_spacing", "overflow_wrap")
BREAKING = (
    *SETUP, *SPACING, "white_space", "hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone",
    "hyphenate_character", "word_break", "tab_size",
)  # fmt: skip
FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
DECORATION = (
    "ascent", "underline_position", "strikethrough_position", "underline_thickness",
    "strikethrough_thickness",
)  # fmt: skip
PLAIN = (("normal", 0, "normal"), (0, 0, "normal"))

font_of, strut_of = itemgetter(*FONT), itemgetter(*FONT, "font_size", "line_height")
setup_of, spacing_of, breaking_of = itemgetter(*SETUP), itemgetter(*SPACING), itemgetter(*BREAKING)


def install() -> None:
    """Put this module's memory into the engine. Once is enough; again does no harm."""
    from weasyprint.text import line_break

    if line_break.split_first_line is _split_first_line:
        return
    _Engine.split, _Engine.setup = line_break.split_first_line, line_break.Layout.setup
    line_break.Layout.setup = _setup
    line_break._font_style_cache_key = _font_key
    _Engine.strut = line_break.strut
    put.everywhere("split_first_line", _Engine.split, _split_first_line)
    put.everywhere("strut", _Engine.strut, _strut)
    put.everywhere(
        "can_break_text", line_break.can_break_text, lru_cache(MOST_KEPT)(line_break.can_break_text)
    )


class _Engine:
    """The engine's own functions."""

    split: Any = None
    setup: Any = None
    strut: Any = None


class _Setting:
    """What Pango is told of a style, ready for all text in that style."""

    def __init__(self, style: Any) -> None:
        from weasyprint.text import constants, ffi, fonts

        self.pango, self.gc = ffi.pango, ffi.ffi.gc
        self.unref = ffi.gobject.g_object_unref
        self.context = self.gc(
            self.pango.pango_font_map_create_context(style.font_config.font_map), self.unref
        )
        self.pango.pango_context_set_round_glyph_positions(self.context, False)
        self.pango.pango_context_set_base_dir(self.context, constants.PANGO_DIRECTION[style["direction"]])
        override = style["font_language_override"]
        language = style["lang"]
        if override != "normal":
            language = constants.LST_TO_ISO.get(override.lower(), override)
        if language:
            self.language = self.pango.pango_language_from_string(language.encode().replace(b"\0", b""))
            self.pango.pango_context_set_language(self.context, self.language)
        else:
            self.language = self.pango.pango_language_get_default()
        self.description = fonts.get_font_description(style)
        self.features = self._features(style, fonts.font_features)
        self.decoration: dict[str, float] = {}
        self.shared = self._attributes() if self.features else None

    def _features(self, style: Any, font_features: Any) -> Any:
        """The attribute that switches features on; it is never freed, as in the engine."""
        features = font_features(*(style[name] for name in FEATURES))
        if not features:
            return None
        text = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        kept = style.font_config.font_features
        if text not in kept:
            kept[text] = self.pango.pango_attr_font_features_new(text)
        return kept[text]

    def _attributes(self) -> Any:
        attributes = self.pango.pango_attr_list_new()
        self.pango.pango_attr_list_insert(attributes, self.features)
        return attributes

    def set_up(self, layout: Any, style: Any) -> None:
        """A new Pango layout in this setting."""
        pango = self.pango
        layout.style, layout.language, layout.first_line_direction = style, self.language, 0
        layout.layout = self.gc(pango.pango_layout_new(self.context), self.unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, self.description)
        if style["text_decoration_line"] == "none":
            layout.ascent = layout.underline_position = layout.strikethrough_position = None
        else:
            layout.__dict__.update(self.decoration or self._decoration())
        if self.features:
            # Spacing is written into the list: where there may be some, the list is the layout's own.
            is_plain = spacing_of(style) in PLAIN and not layout.justification_spacing
            pango.pango_layout_set_attributes(layout.layout, self.shared if is_plain else self._attributes())

    def _decoration(self) -> dict[str, float]:
        """Where lines under and through the text stand, in pixels."""
        from weasyprint.text.ffi import FROM_UNITS

        pango = self.pango
        metrics = self.gc(
            pango.pango_context_get_metrics(self.context, self.description, self.language),
            pango.pango_font_metrics_unref,
        )
        self.decoration = {
            name: FROM_UNITS * getattr(pango, f"pango_font_metrics_get_{name}")(metrics)
            for name in DECORATION
        }
        return self.decoration


def _setup(layout: Any, style: Any) -> None:
    """What `Layout.setup` does, with what is ready for this style."""
    settings = style.font_config.__dict__.setdefault("kept_settings", {})
    try:
        key = setup_of(style)
        setting = settings.get(key)
    except TypeError:
        _Engine.setup(layout, style)
        return
    if setting is None:
        settings[key] = setting = _Setting(style)
    setting.set_up(layout, style)


def _font_key(style: Any, include_size: bool = False) -> Any:
    """What two styles have in common that measure text alike."""
    return strut_of(style) if include_size else font_of(style)


def _strut(style: Any) -> Any:
    """The engine's `strut`: the height of a line, and its baseline; once for a style and its copies."""
    noted = getattr(style, "noted", None)
    if noted is None:
        return _Engine.strut(style)
    if (strut := noted.__dict__.get("kept_strut")) is None:
        strut = noted.kept_strut = _Engine.strut(noted)
    return strut


def _split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: Any,
    justification_spacing: Any,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """The engine's first line of a text; the layout it comes with is the caller's own."""
    lines = style.font_config.__dict__.setdefault("kept_lines", {})
    how = max_width, justification_spacing, is_line_start, minimum
    key = text, how, breaking_of(style), style["text_decoration_line"] == "none"
    try:
        kept = lines.get(key)
    except TypeError:  # a value that cannot be looked up
        return _Engine.split(text, style, context, *how)
    if kept is None:
        if len(lines) >= MOST_KEPT:
            lines.clear()
        lines[key] = kept = _Engine.split(text, style, context, *how)
    layout, *measures = kept
    own = object.__new__(type(layout))
    own.__dict__.update(layout.__dict__)
    return own, *measures
