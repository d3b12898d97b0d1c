"""Pictures in eight bits to a colour, from what Pillow makes of other depths.

Pillow 13 gives greys of sixteen bits as numbers that its own `convert` turns into white; of two
and four bits it scales the greys and not the one that a PNG calls transparent; and of sixteen
bits in three colours it keeps the upper eight, but not of the transparent one (PNG 3, 11.3.1.1).
"""

from __future__ import annotations

from typing import Any


def in_eight_bits(image: Any, bits: int) -> Any:
    """A decoded picture as `L`, `LA`, `RGB`, `RGBA` or `CMYK`; `bits` are those of its file."""
    if image.mode.startswith("I"):
        return _upper_eight(image)
    key = image.info.get("transparency")
    if isinstance(key, int) and image.mode == "L" and bits < 8:
        image.info["transparency"] = key * 255 // (2**bits - 1)
    elif isinstance(key, tuple) and bits == 16:
        image.info["transparency"] = tuple(part >> 8 for part in key)
    if key is not None:
        return image.convert("LA" if image.mode == "L" else "RGBA")
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image
    is_clear = image.mode in ("PA", "La", "RGBa")
    return image.convert("L" if image.mode == "1" else "RGBA" if is_clear else "RGB")


def _upper_eight(image: Any) -> Any:
    """Greys of sixteen bits by their upper eight; the transparent one is known by all of them."""
    from PIL import Image, ImageChops

    numbers = (image if image.mode == "I;16" else image.convert("I;16")).tobytes()
    upper = Image.frombytes("L", image.size, numbers[1::2])
    key = image.info.get("transparency")
    if not isinstance(key, int):
        return upper
    lower = Image.frombytes("L", image.size, numbers[::2])
    differs = [
        part.point([0 if level == wanted else 255 for level in range(256)])
        for part, wanted in ((upper, key >> 8), (lower, key & 255))
    ]
    return Image.merge("LA", (upper, ImageChops.lighter(*differs)))
