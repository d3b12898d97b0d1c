"""Lines that stand on many pages and belong to none: proposed to be dropped, by their words.

Only short lines are proposed, so that a sentence about cookies or a newsletter is not lost; a
notice about cookies may be longer. What is proposed is listed for staff, who decide.
"""

from __future__ import annotations

import re

SHORT, NOTICE = 90, 400
WHOLE = re.compile(
    r"(?:share(?: (?:this|on|via) [^.!?”]*)?|tweet|print|e-?mail(?: this)?|issues?|tags?:[^.!?”]*|tags|"
    r"topics?|menu|search|home|login|log in|sign in|register|close|back to top|next|previous|comments?|"
    r"facebook|twitter|x|linkedin|whatsapp|telegram|instagram|youtube|kakao(?:talk)?|copy link|"
    r"read more[^.!?”]*|see also|continue reading[^.!?”]*|"
    r"related(?: stories| articles| posts| content| news)?:?|more (?:from|on|in) [^.!?”]{1,30}|"
    r"you (?:may|might) also like[^.”]*|most (?:read|popular)|trending(?: now)?|"
    r"recommended(?: for you)?|advertisements?|sponsored(?: content)?|skip to (?:main )?content|"
    r"subscribe\b[^”]*|sign up\b[^”]*|donate(?: now| today)?[!.]?|support us[!.]?|follow us[^.!?”]*|"
    r"join us on [^.!?”]*|leave a (?:reply|comment)[^”]*|\d+ comments?|"
    r"(?:our |the |weekly |daily )?newsletters?|listen|\d+ min(?:ute)?s? read|key takeaways|synopsis|"
    r"photo(?: credit)?: [^.!?”]*|partager|imprimer|lire aussi[^.!?”]*|abonnez-vous[^”]*|s’abonner|"
    r"compartir|imprimir|suscr[ií]b[^”]*|공유(?:하기)?|구독(?:하기|신청)?|댓글(?:\s?\d+)?|관련\s?기사|인쇄|목록|###+|"
    r"[-–—•|·\s]+)",
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
