"""Characters of symbol fonts as Unicode: what such a font draws is not what the file's codes say.

Symbol is whole, by Unicode's own table of it (MAPPINGS/VENDORS/ADOBE/symbol.txt), Wingdings as far
as people put its signs among words. What is in neither table is a sign that cannot be told.
"""

from __future__ import annotations

UNKNOWN = "[symbol]"
_SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    0x61: "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤∕∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…",
    0xBF: "↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
    0xF1: "〉∫",
}
_WINGDINGS = {
    0x20: " ", 0x4A: "☺😐☹", 0x6C: "●", 0x6E: "■□", 0x71: "❑❒", 0x75: "◆❖", 0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿",
    0x9E: "·•", 0xA7: "▪◻", 0xAB: "★", 0xD8: "➢", 0xDF: "←→↑↓", 0xE8: "➔", 0xEF: "⇦⇨⇧⇩", 0xFB: "✗✔☒☑",
}  # fmt: skip
FONTS: dict[str, dict[int, str]] = {
    font: {first + at: sign for first, signs in table.items() for at, sign in enumerate(signs)}
    for font, table in (
        ("symbol", _SYMBOL),
        ("wingdings", _WINGDINGS),
        *((font, {0x20: " "}) for font in ("wingdings 2", "wingdings 3", "webdings", "zapfdingbats")),
    )
}
PRIVATE = 0xF000  # where Word puts the codes of a symbol font (ECMA-376-1, 17.3.3.30)


def drawn(text: str, font: str) -> str:
    """What a font draws for a text: itself, but for symbol fonts."""
    table = FONTS.get(font.lower())
    if table is None:
        return text
    return "".join(_sign(ord(character), table) for character in text)


def sign(code: str, font: str) -> str:
    """What `w:sym` draws: a code in hexadecimal, in a font."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    if font.lower() in FONTS:
        return _sign(number, FONTS[font.lower()])
    return chr(number) if 0x20 <= number < 0xD800 else UNKNOWN


def _sign(code: int, table: dict[int, str]) -> str:
    return table.get(code - PRIVATE if code >= PRIVATE else code, UNKNOWN)
