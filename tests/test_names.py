"""A name where an id is asked for: the id is suggested, whether the name is exact, near or a part."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run
from small_workspace import FILES, SPEC, write

from brief.files.suggestion import did_you_mean

MORE = {
    "brief.yaml": "organisations:\n  fo: {name: First Organisation}\n  nwc: {name: Norwegian Watch on Children}\n",
    "seeds/sections/law.md": "---\ntitle: The law and how it is kept  # for all\nby: fo\n---\nWords.\n",
    "seeds/sources/crc-1989.md": "---\ntype: treaty\ntitle: 'Convention on the Rights of the Child'\ntitle-short: CRC\n---\n",
    "venues/ours.yaml": None,
}
ROOM = (
    "    by: fo\n    blocks:\n      - quote: {source: a, paragraph: 1, text: Schools opened}\n  - use: law\n"
)
SLIPS = [
    ("    by: fo", "    by: First Organisation", "fo"),
    ("    by: fo", "    by: first organization", "fo"),
    ("    by: fo", "    by: Norwegian Watch", "nwc"),
    ("[fo]", "[First Organisation]", "fo"),
    ("[fo]", "[fo, Norwegian watch on children]", "nwc"),
    ("use: law", "use: The law and how it is kept", "law"),
    ("use: law", "use: The law and how it's kept", "law"),
    ("use: law", "use: law.MD", "law"),
    ("source: a", "source: A page about schools", "a"),
    ("source: a", "source: Convention on the rights of a child", "crc-1989"),
    ("@a, para. 1", "@crc, art. 28", "crc-1989"),
    ("venue: embassy-brief", "venue: Human Rights Committee", "ccpr"),
    ("venue: embassy-brief", "venue: Embassy Brief", "embassy-brief"),
    ("venue: embassy-brief", "venue: Special Rapporteur on education", "special-rapporteur-education"),
]


@pytest.mark.parametrize(("right", "wrong", "meant"), SLIPS)
def test_who_writes_a_name_is_told_the_id(right: str, wrong: str, meant: str, tmp_path: Path) -> None:
    spec = SPEC.replace("[first]", "[fo]") + ROOM
    assert right in spec
    write(tmp_path, {**FILES, **MORE, "specs/b.yaml": spec.replace(right, wrong, 1)})
    found = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    errors = [d for d in found if d["severity"] == "error"]
    assert [d["help"] for d in errors] == [f"did you mean `{meant}`?"], errors


def test_in_a_section_and_among_the_defaults_too(tmp_path: Path) -> None:
    section = MORE["seeds/sections/law.md"]
    assert section is not None
    more = {
        "brief.yaml": f"{MORE['brief.yaml']}defaults: {{venue: Embassy brief}}\n",
        "seeds/sections/law.md": section.replace("by: fo", "by: First Organisation"),
    }
    spec = SPEC.replace("[first]", "[fo]").replace("venue: embassy-brief\n", "venue: report\n") + ROOM
    write(tmp_path, {**FILES, **MORE, **more, "specs/b.yaml": spec})
    found = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    helps = {d["file"]: d["help"] for d in found if d["code"] == "S103"}
    assert helps == {
        "brief.yaml": "did you mean `embassy-brief`?",
        "seeds/sections/law.md": "did you mean `fo`?",
    }


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("check", "--venue", "Human Rights Committee"), "did you mean `ccpr`?"),
        (("seeds", "show", "A page about schools"), "did you mean `a`?"),
        (("seeds", "where", "A page about schools"), "did you mean `a`?"),
        (("seeds", "verify", "a page on schools"), "did you mean `a`?"),
        (("venues", "Human Rights Committee"), "did you mean `ccpr`?"),
    ],
)
def test_on_the_command_line_too(command: tuple[str, ...], said: str, tmp_path: Path) -> None:
    outcome = run(*command, cwd=write(tmp_path, FILES))
    assert outcome.status == 1
    assert said in outcome.stdout


def test_two_of_one_name_are_both_named() -> None:
    called = {"crc-loipr": ("Committee on the Rights of the Child",), "upr": ("A review",)}
    called["crc-report"] = called["crc-loipr"]
    assert did_you_mean("committee on the rights of the child", called, called) == (
        "did you mean `crc-loipr` or `crc-report`?"
    )


def test_a_name_that_shares_a_word_is_not_suggested() -> None:
    called = {f"c{n}": (f"Committee against number {n}",) for n in range(20)}
    assert did_you_mean("Ministry of number", called, called) == ""
    assert did_you_mean("x" * 100_000, called, called) == ""
