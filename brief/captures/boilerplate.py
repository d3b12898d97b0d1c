"""Lines that stand on many pages and belong to none: proposed to be dropped, by their words.

Only short lines are proposed, so that a sentence about cookies or a newsletter is not lost; a
notice about cookies may be longer. What is proposed is listed for staff, who decide.
"""

from __future__ import annotations

import re

SHORT, NOTICE = 90, 400
WHOLE = re.compile(
    r"(?:share(?: this.*| on .*| via .*)?|tweet|print|e-?mail(?: this)?|issues?|tags?:?.*|topics?|menu|search|"
    r"home|login|log in|sign in|register|close|back to top|top|next|previous|comments?|facebook|twitter|x|"
    r"linkedin|whatsapp|telegram|instagram|youtube|kakao(?:talk)?|copy link|read more.*|see also|"
    r"continue reading.*|related(?: stories| articles| posts| content| news)?:?|more (?:from|on|in) .*|"
    r"you (?:may|might) also like.*|most (?:read|popular).*|trending.*|recommended.*|advertisement|sponsored.*|"
    r"skip to (?:main )?content|subscribe.*|sign up.*|donate.*|support us.*|follow us.*|join us.*|"
    r"leave a (?:reply|comment).*|\d+ comments?|(?:our |the |weekly |daily )?newsletters?.*|listen|"
    r"\d+ min(?:ute)?s? read|key takeaways|synopsis|photo(?: credit)?:.*|image via .*|"
    r"partager.*|imprimer|lire aussi.*|abonnez-vous.*|s’abonner.*|compartir.*|imprimir|suscr[ií]b.*|"
    r"공유(?:하기)?|구독.*|댓글.*|관련\s?기사.*|인쇄|목록|###+|[-–—•|·\s]+)",
    re.I,
)
WITHIN = re.compile(
    r"all rights reserved|©|\(c\) ?(?:19|20)\d\d|copyright (?:©|\(c\)|(?:19|20)\d\d)|newsletter|"
    r"privacy policy|terms (?:of (?:use|service)|and conditions)|무단\s?전재|droits réservés|"
    r"derechos reservados|your e-?mail address|click here",
    re.I,
)
COOKIES = re.compile(r"\bcookies?\b", re.I)
CONSENT = re.compile(r"accept|consent|we use|this (?:web)?site uses|privacy|settings|preferences", re.I)


def is_boilerplate(line: str) -> bool:
    """Whether a line is proposed to be dropped."""
    if len(line) <= NOTICE and COOKIES.search(line) and CONSENT.search(line):
        return True
    if len(line) > SHORT:
        return False
    return WHOLE.fullmatch(line) is not None or WITHIN.search(line) is not None
