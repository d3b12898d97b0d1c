"""Rules: every diagnostic code is a class whose docstring is its `brief explain` page.

A subclass names its code, severity and title; `at` makes a diagnostic from it, so
that a code, its weight and its explanation can never part. Codes are never reused.
"""

from __future__ import annotations

from inspect import cleandoc
from typing import ClassVar

from brief.model.diagnostic import Aside, Diagnostic, Place, Severity, shortened

RULES: dict[str, type[Rule]] = {}


class Rule:
    """The base of all rules."""

    code: ClassVar[str]
    severity: ClassVar[Severity]
    title: ClassVar[str]

    def __init_subclass__(cls, *, code: str, title: str, severity: Severity = Severity.ERROR) -> None:
        if code in RULES:
            raise ValueError(f"code {code} given twice")
        cls.code, cls.title, cls.severity = code, title, severity
        RULES[code] = cls

    @classmethod
    def at(
        cls,
        place: Place,
        message: str = "",
        *,
        label: str = "",
        help: str = "",
        asides: tuple[Aside, ...] = (),
        severity: Severity | None = None,
        words: str = "",
    ) -> Diagnostic:
        """A finding of this rule at `place`; message and severity default to the rule's own.

        `words` are those by which a spec can answer it, where they are others than the marked ones.

        What it repeats of somebody's text is shortened: no line of it is longer than 600 characters.
        """
        weight = severity or cls.severity
        said = shortened(message or cls.title)
        others = tuple(_shortened_aside(aside) for aside in asides)
        return Diagnostic(
            cls.code, weight, said, place, shortened(label), shortened(help), others, words=words
        )

    @classmethod
    def explanation(cls) -> str:
        """The docstring, cleaned: Markdown for `brief explain`."""
        return cleandoc(cls.__doc__ or "")


def _shortened_aside(aside: Aside) -> Aside:
    return Aside(aside.place, shortened(aside.title), tuple(shortened(line) for line in aside.lines))
