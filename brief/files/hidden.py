"""Characters that cannot be seen and can deceive: refused wherever they stand.

Bidirectional controls (UAX #9) make a sentence read differently from what was checked;
zero-width, filler and tag characters can carry words nobody sees; controls and private-use
code points have no meaning on a page. The soft hyphen and the joiners that scripts need
(U+200C, U+200D) are not among them.
"""

from __future__ import annotations

import re

RANGES = (
    (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F), (0x034F, 0x034F), (0x061C, 0x061C),
    (0x115F, 0x1160), (0x180E, 0x180E), (0x200B, 0x200B), (0x200E, 0x200F), (0x2028, 0x202E),
    (0x2060, 0x2069), (0x3164, 0x3164), (0xE000, 0xF8FF), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB), (0xFFFE, 0xFFFF), (0xE0000, 0xE007F), (0xF0000, 0x10FFFF),
)  # fmt: skip
HIDDEN = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in RANGES) + "]")
