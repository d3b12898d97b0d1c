"""The rules, one module a family. Importing this package registers them all in `brief.check.rule.RULES`."""

from brief.check.rules import (
    corpus,
    evidence,
    handling,
    printed,
    quotations,
    references,
    spec,
    templates,
    venue,
)

__all__ = [
    "corpus",
    "evidence",
    "handling",
    "printed",
    "quotations",
    "references",
    "spec",
    "templates",
    "venue",
]
