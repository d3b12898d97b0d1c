"""`brief explain`: a code's own docstring as a page, or all codes by family.

The docstring is Markdown; on a terminal it is set, in a pipe it goes out as written.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from itertools import groupby

from rich.console import RenderableType
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from brief.check.rule import RULES, Rule
from brief.cli.commands.console import put
from brief.cli.commands.terminal import CANNOT, DONE, is_terminal, remark, width
from brief.cli.report.printable import printable
from brief.files.suggestion import did_you_mean

FAMILIES = {
    "S": "Specs and other files, as they are written",
    "R": "References to something that is not there",
    "Q": "Quotations and figures",
    "H": "Handling: who may see what",
    "E": "Evidence",
    "V": "What the receiving body asks for",
    "C": "The corpus of captured sources",
    "T": "Templates and styles",
    "P": "The printed result",
}
STYLES = {"error": "red", "warning": "yellow", "note": "cyan"}
READABLE = 88


def show(code: str | None) -> int:
    """Explain one code, or list them all; the exit status."""
    importlib.import_module("brief.check.rules")  # registers them
    if code is None:
        put(*_families(), columns=min(width(), READABLE), asked=True)
        return DONE
    rule = RULES.get(code.strip().upper())
    if rule is None:
        meant = did_you_mean(code.strip().upper(), RULES) or "`brief explain` lists them"
        remark(f"brief: there is no code `{printable(code)}`; {meant}")
        return CANNOT
    _page(rule)
    return DONE


def _page(rule: type[Rule]) -> None:
    head = Text.assemble(
        (rule.code, "bold"), f"  {rule.title}  ", (f"({rule.severity})", STYLES[rule.severity])
    )
    put(head, Text(), columns=min(width(), READABLE), asked=True)
    if is_terminal():
        page = Markdown(rule.explanation(), code_theme="ansi_light", hyperlinks=False)
        put(page, columns=min(width(), READABLE), asked=True)
    else:
        sys.stdout.write(f"{rule.explanation()}\n")


def _families() -> Iterator[RenderableType]:
    rules = (RULES[code] for code in sorted(RULES, key=_place))
    for letter, family in groupby(rules, lambda rule: rule.code[0]):
        yield Text(FAMILIES[letter], "bold")
        yield _codes(family)
        yield Text()
    yield Text("brief explain CODE says what it means, why it matters and how to mend it.", "dim")


def _place(code: str) -> tuple[int, str]:
    return list(FAMILIES).index(code[0]), code


def _codes(family: Iterator[type[Rule]]) -> Table:
    table = Table.grid(padding=(0, 2))
    for rule in family:
        table.add_row(f"  {rule.code}", Text(rule.title), Text(rule.severity, STYLES[rule.severity]))
    return table
