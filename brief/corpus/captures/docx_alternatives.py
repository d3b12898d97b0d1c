"""Which of the alternatives that a Word file offers to different programs is shown (ECMA-376-3, 9.3)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from brief.corpus.captures.docx_styles import W
from brief.corpus.captures.docx_symbols import sign

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SYM_EX = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"


def shown_alternative(element: Element) -> tuple[list[Element], str]:
    """(what is in the first choice that has words, else in the fallback; what the others say instead)."""
    choices = [child for child in element if child.tag == f"{MC}Choice"]
    fallback = element.find(f"{MC}Fallback")
    branches = [*choices, *(() if fallback is None else (fallback,))]
    words = [_raw(branch) for branch in branches]
    at = next((at for at, said in enumerate(words) if said), 0)
    others = sorted({said for said in words if said} - {words[at]} if words else ())
    return list(branches[at]) if branches else [], " / ".join(others)


def _raw(element: Element) -> str:
    """All letters below an element, its own alternatives by their first."""
    words: list[str] = []
    waiting = [element]
    while waiting:
        node = waiting.pop()
        if node.tag in (f"{W}t", f"{A}t"):
            words.append(node.text or "")
        elif node.tag == f"{SYM_EX}symEx":
            words.append(sign(node.get(f"{SYM_EX}char", ""), ""))
        waiting += reversed(node[:1] if node.tag == f"{MC}AlternateContent" else node)
    return "".join(words)
