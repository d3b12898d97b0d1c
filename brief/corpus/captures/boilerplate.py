"""Lines that stand on many pages and belong to none: proposed to be dropped, by their words.

Only short lines are proposed, so that a sentence about cookies or a newsletter is not lost; a
notice about cookies may be longer. What is proposed is listed for staff, who decide.
"""

from __future__ import annotations

import re

from brief.text.languages import either

SHORT, NOTICE = 90, 400
WHOLE = re.compile(rf"(?:{either('boilerplate')}|###+|[-–—•|·\s]+)", re.I)
WITHIN = re.compile(either("boilerplate-within"), re.I)
COOKIES = re.compile(r"\bcookies?\b", re.I)
CONSENT = re.compile(either("cookie-notices"), re.I)


def is_boilerplate(line: str) -> bool:
    """Whether a line is proposed to be dropped."""
    if len(line) <= NOTICE and COOKIES.search(line) and CONSENT.search(line):
        return True
    if len(line) > SHORT:
        return False
    return WHOLE.fullmatch(line) is not None or WITHIN.search(line) is not None
