"""Nothing that is printed, logged or served holds a protected word, or words of a source that is not public.

Invented names are planted in every field and every file, in many spellings; things are broken in many ways,
and every command runs in every format. A command or a format that is new fails here until it is among them.
"""

from __future__ import annotations

import ast
import html
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from command import Outcome, run
from small_workspace import BRIEF, SPEC, write
from test_watch import save, watching

from brief.cli import app as cli
from brief.cli.report import FORMATS
from brief.protect.gate import Gate
from brief.protect.guarded import guarded
from brief.protect.protection import Protection
from brief.protect.withheld import Withheld

NAMES = ("Zorblat", "Mirka Quellon-Tav", "Åsvald Brünkel", "한별솔")
SPELLINGS = (
    "Zorblat", "ZORBLAT", "Zorblat's", "zorblat-2024.md", "Zor\u00adblat", "Zor-\n    blat", "**Zor**blat",
    "Mirka Quellon-Tav", "MIRKA QUELLON-TAV", "Quellon-Tav, Mirka", "Mirka Quellon Tav", "mirka_quellon-tav",
    "Mirka\n   Quellon-Tav", "Mirka%20Quellon-Tav", "mirkaquellontav", "Mirka&nbsp;Quellon&#45;Tav",
    "Åsvald Brünkel", "Asvald Brunkel", unicodedata.normalize("NFD", "Åsvald Brünkel"),
    quote("Åsvald Brünkel"), "\\u00c5svald Br\\xfcnkel", "<b>Åsvald</b> Brünkel", "ÅSVALD\u00a0BRÜNKEL",
    "한별솔", "한별솔은", "한별솔 씨가", "그한별솔", unicodedata.normalize("NFD", "한별솔"), quote("한별솔"),
)  # fmt: skip
PASSAGE = "Lanterns of grelvine oil hung beneath the seventh kestrel bridge until morning"
OTHER = "Every wickerdown keeper counted vellumine sacks before the quern master woke"
HEADING = "The tamberlin ledger"
SECRETS = [
    *("zorblat", "mirka", "quellon", "asvald", "brunkel", "한별솔"),
    *("grelvine", "kestrel", "wickerdown", "vellumine", "tamberlin"),
]
"""Parts of the names and of the passages, bare: no other word has them."""


@pytest.fixture(autouse=True)
def _others_read_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")


def bare(text: str) -> str:
    """The text as somebody reads it who takes all escapes, marks and cuts out of it."""
    for _ in range(3):
        text = html.unescape(unquote(text))
        text = re.sub(r"\\u\{?([0-9a-fA-F]{2,6})\}?|\\x([0-9a-fA-F]{2})", _character, text)
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    plain = unicodedata.normalize("NFC", plain).casefold()
    return re.sub(r"[\s|*_`~-]+", "", plain)


def _character(match: re.Match[str]) -> str:
    return chr(min(int(match[1] or match[2], 16), 0x10FFFF))


def assert_silent(*texts: str) -> None:
    """None of these holds any part of what was planted."""
    for text in texts:
        read = bare(text)
        for secret in SECRETS:
            assert bare(secret) not in read, f"{secret} in:\n{text}"


PROTECT = "".join(f'  - {{text: "{name}", as: somebody{n}}}\n' for n, name in enumerate(NAMES))


def source(names: str = NAMES[1], *, handling: str = "public", protect: str = PROTECT, more: str = "") -> str:
    """A source with these words in all its fields."""
    return f"""\
---
type: webpage
title: "A page of {names}"
container-title: "Site of {names}"
author: [{{literal: "{names}"}}]
issued: 2024
URL: https://example.org/{quote(names)}
language: en
kind: press
handling: {handling}
capture: {{file: CAPTURE.txt, sha256: {"0" * 64}}}
{f"protect:{chr(10)}{protect}" if protect else ""}voices:
  - {{name: "{names}", kind: witness, paragraphs: 2}}
facts: |
  About {names}.
{more}---
Schools opened in the first year of {names} and the plan.

{names} said that the mines were full.

## Of {names}

Three children were sent home to {names}.
"""


def closed(protect: str = "") -> str:
    """A source that is internal, with a heading and two passages that nobody else may read."""
    head = "---\ntype: webpage\ntitle: A closed page\ncontainer-title: Here\nissued: 2024\nkind: press\n"
    return f"{head}handling: internal\n{protect}---\n{PASSAGE}.\n\n## {HEADING}\n\n{OTHER}.\n"


def workspace(folder: Path, **changes: str | bytes | None) -> Path:
    """A workspace with planted names; `changes` by file name, `/` written as `__` and `.` as it is."""
    write(folder, {"seeds/sources/a.md": None, "specs/b.yaml": None} | changes)  # type: ignore[arg-type]
    return folder


def planted(folder: Path, words: str) -> Path:
    """A workspace in which these words stand in every field of every file, and much is wrong."""
    line = " ".join(words.split())
    quoted = json.dumps(line, ensure_ascii=False)
    text = "\n".join(f"      {it.strip()}" for it in words.split("\n"))
    files: dict[str, str | bytes | None] = {
        "brief.yaml": BRIEF.replace("First Organisation", "First")
        + f"  second: {{name: {quoted}, {quoted}: x}}\n",
        "seeds/sources/a.md": source(line.replace('"', "")),
        "seeds/sources/zorblat-2024.md": source(line.replace('"', ""), protect=""),
        "seeds/sources/mirka-quellon-tav.md": source(protect="", more="titel: Zorblat\n"),
        "seeds/sources/closed.md": closed(),
        "seeds/originals/CAPTURE.txt": f"Schools opend in the first year of {words} and the plan.\n{words} said.\n",
        "seeds/sections/zorblat.md": f"---\ntitle: {quoted}\nlanguage: en\n---\n{words} left “{words}” [@a].\n",
        "seeds/data/mirka-quellon-tav.csv": f"name,{quoted}\n{quoted},1\n",
        "specs/b.yaml": f"""\
title: {quoted}
subtitle: {quoted}
venue: embassy-brief
language: en
date: 2026-11-20
organisations: [first]
asks:
  - {{to: {quoted}, ask: {quoted}}}
summary: |
{text.replace("      ", "  ")}
  said “{line} was here” [@a, para. 1] and “{PASSAGE.replace("oil", "oyl")}” [@closed, para. 1].
sections:
  - heading: {quoted}
    text: |
{text}
      wrote “of {line}” [@zorblat-2025, para. 2], [@a, para. 99].
    blocks:
      - excerpt: {{source: closed, section: the-tamberlin-ledger-2, paragraphs: 2}}
      - table: {{file: mirka-quellon-tav.cvs, caption: {quoted}}}
      - figure: {{file: {quoted}, alt: {quoted}}}
  - use: zorblat-two
""",
        "specs/slips.yaml": SPEC.replace("[first]", f"[first, {quoted}]")
        + f"{json.dumps(line)}: x\nasks: [{quoted}]\npublish: {quoted}\n",
        "specs/zorblat-brief.yaml": SPEC.replace("[@a, para. 2]", "[@mirka-quellon-tav-2, para. 2]"),
        "specs/broken.yaml": f"title: {quoted}\n  venue: [{line}\n",
        "specs/closed.yaml": SPEC.replace("Words that say", f"“{OTHER}” [@closed, para. 1]. Words that say"),
        "venues/mine.yaml": f"name: {quoted}\nbody: {quoted}\ntemplate: report\naudience: {quoted}\n",
    }
    return write(folder, files)


FINDING_COMMANDS: dict[str, list[list[str]]] = {
    "check": [["check"], ["check", "--strict"], ["check", "specs/b.yaml", "--venue", "zorblat"]],
    "build": [["build"], ["build", "b", "closed", "--jobs", "1", "--no-cache"]],
    "seeds verify": [["seeds", "verify"], ["seeds", "verify", "zorblat-2025"]],
}
"""Commands with all the formats of findings."""
OTHERS: dict[str, list[list[str]]] = {
    "compare": [["compare", "specs/closed.yaml", "report"], ["compare", "specs/b.yaml", "mine", "zorblat"]],
    "verify": [["verify", "zorblat.pdf"], ["verify", "zorblat.pdf", "--format", "json"]],
    "venues": [["venues"], ["venues", "mine"], ["venues", "zorblat"]],
    "explain": [["explain", "Q301"], ["explain", "zorblat"]],
    "schema": [["schema"]],
    "new": [["new", "Zorblat Brief"], ["new", "zorblat-other", "--venue", "mirka-quellon-tav"]],
    "init": [["init", "."], ["init", "zorblat-x"]],
    "seeds list": [["seeds", "list"]],
    "seeds where": [
        ["seeds", "where", "a"],
        ["seeds", "where", "a", "--format", "json"],
        ["seeds", "where", "zorblat-2025"],
        ["seeds", "where", "zorblat-2024#99"],
        ["seeds", "where", "closed", "--format", "json"],
    ],
    "seeds add": [["seeds", "add", "Zorblat.txt"], ["seeds", "add", "absent-zorblat.txt"]],
    "seeds show": [["seeds", "show", "zorblat-2025"]],
    "find": [["find", "schools", "--format", "json"], ["find", "--format", "zorblat", "x"]],
}
"""Commands with formats of their own; what somebody asks for by its name is in the tests below."""
IN_A_LOG: dict[str, list[list[str]]] = {
    "seeds show": [["seeds", "show", "a"], ["seeds", "show", "closed"], ["seeds", "show", "zorblat-2024"]],
    "find": [["find", word, "--format", format_] for word in ("schools", "lanterns") for format_ in ("full", "concise", "json")],
}  # fmt: skip
ELSEWHERE = {"watch"}
"""Held by a test of its own."""


def commands() -> Iterator[str]:
    """The names of all commands."""
    for group, prefix in ((cli.app, ""), (cli.seeds, "seeds ")):
        for command in group.registered_commands:
            assert command.callback is not None
            yield prefix + (command.name or command.callback.__name__)


def test_every_command_is_among_them() -> None:
    """A new command is tested here before it is anybody's."""
    assert set(commands()) == {*FINDING_COMMANDS, *OTHERS, *ELSEWHERE}
    assert {*IN_A_LOG} <= {*OTHERS}


@pytest.mark.parametrize("words", SPELLINGS, ids=ascii)
def test_no_command_shows_a_name_however_it_is_written(tmp_path: Path, words: str) -> None:
    """One format each is enough for each spelling: the gate is the same."""
    root = planted(tmp_path, words)
    for format_ in ("full", "json"):
        outcome = run("check", "--format", format_, cwd=root)
        assert outcome.status == 1
        assert_silent(outcome.stdout, outcome.stderr)
    assert_silent(*run("seeds", "verify", cwd=root)[1:])


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("command", FINDING_COMMANDS)
def test_findings_show_no_name_in_any_format(tmp_path: Path, command: str, format_: str) -> None:
    root = planted(tmp_path, "Mirka Quellon-Tav and Zorblat")
    for words in FINDING_COMMANDS[command]:
        outcome = run(*words, "--format", format_, cwd=root)
        assert outcome.status == 1, outcome
        assert "mistake of ours" not in outcome.stderr
        assert_silent(outcome.stdout, outcome.stderr)
        assert re.search(r"[A-Z]\d{3}", outcome.stdout), "there is something to say"


@pytest.mark.parametrize("command", OTHERS)
def test_other_commands_show_no_name(tmp_path: Path, command: str) -> None:
    root = planted(tmp_path, "Mirka Quellon-Tav and Zorblat")
    (root / "zorblat.pdf").write_bytes(b"%PDF-1.7 of Zorblat")
    (root / "Zorblat.txt").write_text(f"A page of Zorblat\n\n{PASSAGE}\n", "utf-8")
    for words in OTHERS[command]:
        outcome = run(*words, cwd=root)
        assert "mistake of ours" not in outcome.stderr, outcome
        assert outcome.stdout + outcome.stderr
        assert_silent(outcome.stdout, outcome.stderr)


@pytest.mark.parametrize("command", IN_A_LOG)
def test_what_is_asked_for_by_its_name_is_for_no_log(
    tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person at a terminal sees the words, marked; an automatic run, whose log others read, does not."""
    root = planted(tmp_path, "Mirka Quellon-Tav and Zorblat")
    monkeypatch.delenv("CI")
    shown = "".join(run(*words, cwd=root).stdout for words in IN_A_LOG[command])
    assert "⟦" in shown
    assert "grelvine" in shown
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("FORCE_COLOR", "1")
    for words in IN_A_LOG[command]:
        outcome = run(*words, cwd=root)
        assert "mistake of ours" not in outcome.stderr
        assert_silent(outcome.stdout, outcome.stderr)


def test_one_letter_of_a_captured_paragraph(tmp_path: Path) -> None:
    """C602 names the place and not the words, in what is published too."""
    root = planted(tmp_path, "Mirka Quellon-Tav")
    import hashlib

    capture = (root / "seeds/originals/CAPTURE.txt").read_bytes()
    file = root / "seeds/sources/a.md"
    file.write_text(file.read_text("utf-8").replace("0" * 64, hashlib.sha256(capture).hexdigest()), "utf-8")
    shown = run("seeds", "verify", "a", cwd=root).stdout
    assert "error[C602]: paragraph 1 is not in the capture" in shown
    assert "Schools opend in the first year of [somebody1] and the plan." in shown
    assert "1 | " not in shown
    assert re.search(r"\| Schools open.*\[…\] and the plan", shown)
    assert "error[C602]: the heading `Of [somebody1]` is not in the capture" in shown
    assert_silent(shown)


# Places, carets, help


def test_a_finding_about_protected_words_says_where_and_not_which(tmp_path: Path) -> None:
    """H402 in our own text: the carets stand below the mark, wherever the name stands in its line."""
    text = SPEC.replace("Words that say something", "Here 한별솔 met Zorblat, he said, and wrote")
    root = write(tmp_path, {"seeds/sources/a.md": source(""), "specs/b.yaml": text})
    shown = run("check", cwd=root).stdout
    assert "--> specs/b.yaml:7:8\n" in shown
    assert "7 |   Here […] met […], he said, and wrote [@a, para. 1].\n  |        ^^^\n" in shown
    assert "--> specs/b.yaml:7:16\n" in shown
    assert "\n  |                ^^^\n" in shown
    assert "such as “somebody3”" in shown
    assert_silent(shown)


def test_columns_in_machine_formats_are_those_of_the_file(tmp_path: Path) -> None:
    """An editor marks the stretch in the file that it has: places never move."""
    text = SPEC.replace("Words that say something", "Zorblat met Mirka Quellon-Tav")
    root = write(tmp_path, {"seeds/sources/a.md": source(""), "specs/b.yaml": text})
    found = json.loads(run("check", "--format", "json", cwd=root).stdout)["diagnostics"]
    places = [(it["line"], it["column"], it["end_column"]) for it in found if it["code"] == "H402"]
    assert places == [(7, 3, 10), (7, 15, 32)]


def test_a_name_of_a_file_is_shown_with_what_stands_in_its_place(tmp_path: Path) -> None:
    root = write(tmp_path, {"seeds/sources/a.md": source(""), "specs/zorblat-2024.yaml": "titel: A\n"})
    shown = run("check", "--format", "concise", cwd=root).stdout
    assert "specs/[somebody0]-2024.yaml:1:1: error[S102]" in shown
    assert_silent(shown)


def test_two_files_that_are_shown_by_one_name_lend_each_other_no_line(tmp_path: Path) -> None:
    specs = {f"specs/{name}.yaml": f"titel: {name[-1]}\n" for name in ("zorblat-x", "ZORBLAT-x")}
    root = write(tmp_path, {"seeds/sources/a.md": source(""), "specs/b.yaml": None} | specs)
    shown = run("check", cwd=root).stdout
    assert shown.count("error[S102]") == shown.count("--> specs/[somebody0]-x.yaml:1:1") / 2 == 2
    assert "1 | titel" not in shown


def test_what_stands_instead_is_protected_too(tmp_path: Path) -> None:
    """A careless `as` names another person: then nothing stands instead."""
    protect = (
        "  - {text: Zorblat, as: a friend of Mirka Quellon-Tav}\n  - {text: Mirka Quellon-Tav, as: her}\n"
    )
    gate = Gate(write(tmp_path, {"seeds/sources/a.md": source("", protect=protect)}))
    assert gate.words("Zorblat and Mirka Quellon-Tav") == "[…] and [her]"


def test_the_rest_of_a_name_beside_a_cut_is_withheld() -> None:
    """A message is shortened before it comes to the gate."""
    gate = Withheld([Protection("Mirka Quellon-Tav", "her", "a")])
    for text in ("so Mirka Quel…and", "then Mirka … and", "… lon-Tav left", "…Tav left", "Mirk …"):
        assert gate.stretches(text), text
    for text in ("Mirk and", "an … end", "the … story", "lon-Tav left"):
        assert not gate.stretches(text), text


def test_an_id_that_is_a_name_is_withheld_in_the_lines_of_a_file() -> None:
    """A message has it between marks; the line below shows it as staff write ids."""
    gate = Withheld([Protection("Zorblat", "her", "a")])
    for line in (
        "It was so [@zorblat, para. 1].", "As @zorblat says.", "  - use: zorblat", "venue: zorblat  # ours",
        "organisations: [first, zorblat]", "organisations: [ zorblat ]", "by: [zorblat, first]", "  - zorblat",
        "- {source: zorblat, paragraphs: 1}", "- excerpt: {paragraphs: 1, source: zorblat}",
    ):  # fmt: skip
        assert [line[a:b].strip() for a, b, _ in gate.stretches(line, lines=True)] == ["zorblat"], line
    for line in ("a zorblat, they say", "they say: zorblat is it", "zorblats [@zorblatter]"):
        assert not gate.stretches(line, lines=True), line


# A corpus that cannot be read


BROKEN = {
    "no closing bracket": "protect:\n  - {text: Zorblat, as: [somebody\n",
    "no key": "protect:\n  - Zorblat\n",
    "another key": "protect:\n  - {txt: Zorblat, as: somebody}\n",
    "a key twice": "protect:\n  - {text: Zorblat, text: Other, as: x}\n",
    "no list": "protect: Zorblat\n",
    "a misspelt key": "protec: [{text: Zorblat, as: somebody}]\n",
    "a capital": "Protect: [{text: Zorblat, as: somebody}]\n",
    "an alias": "protect: [{text: &a Zorblat, as: *a}]\n",
    "a comment between": "protect:\n# a note\n  - {text: Zorblat, as: somebody}\n",
    "an escape": '"prot\\x65ct": [{text: Zorblat, as: somebody}]\n',
    "an explicit key": "? protect\n: [{text: Zorblat, as: somebody}]\n",
    "a mistake elsewhere": "protect:\n  - {text: Zorblat, as: somebody}\ntitle: [\n",
    "an unknown key elsewhere": "protect:\n  - {text: Zorblat, as: somebody}\ntitel: x\n",
    "twice": "protect:\n  - {text: Other, as: x}\nprotect:\n  - {text: Zorblat, as: somebody}\n",
    "a byte": b"protect:\n  - {text: Zorblat \xff, as: somebody}\n",
    "indented": "  protect:\n    - {text: Zorblat, as: somebody}\n",
    "carriage returns": "protect:\r  - {text: Zorblat, as: somebody}\r",
}


@pytest.mark.parametrize("end", ["---\n", ""], ids=["closed", "open"])
@pytest.mark.parametrize("how", BROKEN)
def test_a_record_that_cannot_be_read_shows_nothing(tmp_path: Path, how: str, end: str) -> None:
    """However a source is broken: the finding stays, with its code and its place."""
    record = BROKEN[how]
    head = record if isinstance(record, bytes) else record.encode()
    text = b"---\ntype: webpage\ntitle: A page\n" + head + end.encode() + b"\nZorblat said so.\n"
    spec = SPEC.replace("title: A title", "titel: Zorblat") + "zorblat-key: Zorblat\n"
    root = write(tmp_path, {"seeds/sources/a.md": text, "specs/b.yaml": spec})
    for format_ in FORMATS:
        for words in (("check",), ("seeds", "verify")):
            outcome = run(*words, "--format", format_, cwd=root)
            assert_silent(outcome.stdout, outcome.stderr)
    assert_silent(*run("seeds", "list", cwd=root)[1:])
    shown = run("check", "--format", "concise", cwd=root).stdout
    assert re.search(r"specs/b\.yaml:1:1: error\[S\d+\]", shown)


def test_a_source_that_cannot_be_opened_leaves_code_place_and_title(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows what it protects: nothing but brief's own words is shown."""
    root = write(tmp_path, {"specs/b.yaml": SPEC.replace("title: A title", "titel: Zorblat")})

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("brief.protect.guarded.read_regular", refuse)
    outcome = run("check", cwd=root)
    assert "error[S102]: unknown key\n --> specs/b.yaml:1:1\n" in outcome.stdout
    assert_silent(*outcome[1:])
    assert "what this says is withheld" in run("seeds", "list", cwd=root).stdout


# Sources that are not public


@pytest.mark.parametrize(
    "handling", ["internal", "[un]", "'internal'", "publik", "", "public\nhandling: internal"]
)
def test_nothing_of_a_source_that_is_not_public_is_shown(tmp_path: Path, handling: str) -> None:
    """Its place is, so that staff can look."""
    shut = closed().replace("handling: internal", f"handling: {handling}")
    wrong = SPEC.replace("Words that say something", f"“{PASSAGE.replace('oil', 'oyl')}”")
    root = write(tmp_path, {"seeds/sources/a.md": shut, "specs/b.yaml": wrong.replace("embassy-brief", "own"),
                            "venues/own.yaml": OWN})  # fmt: skip
    for format_ in FORMATS:
        outcome = run("check", "--format", format_, cwd=root)
        assert_silent(outcome.stdout, outcome.stderr)
    if handling in ("internal", "[un]"):
        assert "seeds/sources/a.md:9" in run("check", cwd=root).stdout


OWN = "name: Own\nbody: Own\ntemplate: report\nstyle: report\naudience: internal\n"


def test_a_public_source_is_shown_beside_one_that_is_not(tmp_path: Path) -> None:
    """The gate takes nothing from a finding that it need not."""
    text = SPEC.replace("Words that say something", "“Schools opened in the last year of the plan”")
    root = write(tmp_path, {"seeds/sources/closed.md": closed(), "specs/b.yaml": text})
    shown = run("check", cwd=root).stdout
    assert "7 |   “Schools opened in the last year of the plan” [@a, para. 1].\n" in shown
    assert "Schools opened in the first year of the plan." in shown


def test_a_log_repeats_no_source_that_is_not_public_named_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = SPEC.replace("Words that say something", f"They say “{PASSAGE}”, and that is all. They say so")
    root = write(tmp_path, {"seeds/sources/closed.md": closed(), "specs/b.yaml": text})
    for format_ in FORMATS:
        outcome = run("check", "--format", format_, cwd=root)
        assert ("H401" in outcome.stdout, outcome.status) == (True, 1)
        assert_silent(outcome.stdout, outcome.stderr)
    spoken = text.replace(f"“{PASSAGE}”", f"{PASSAGE.lower()} @nobody")
    for format_ in FORMATS:
        outcome = run("check", "--format", format_, cwd=write(tmp_path, {"specs/b.yaml": spoken + "no: 1"}))
        assert_silent(outcome.stdout, outcome.stderr)
    monkeypatch.delenv("CI")
    assert "oil hung beneath" in run("check", cwd=write(tmp_path, {"specs/b.yaml": text})).stdout


# All ways out


def test_nothing_is_printed_beside_the_gate() -> None:
    """One module writes to the standard streams; the others that do have reasons, each of them here."""
    reasons = {
        "cli/commands/terminal.py": "the gate",
        "cli/commands/console.py": "gated before it is broken into lines",
        "cli/commands/find.py": "what somebody asks for by its name, and a counter",
        "cli/commands/explain.py": "brief's own words",
        "cli/commands/schema.py": "findings, rendered by `terminal`",
        "cli/app.py": "the version",
        "cli/entry.py": "when nothing can be imported",
    }
    package = Path(cli.__file__).parent.parent
    for path in sorted(package.rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        said = [ast.unparse(call.func) for call in calls]
        writes = [
            it
            for it in said
            if it in ("print", "sys.stdout.write", "sys.stderr.write", "traceback.print_exc")
        ]
        if writes:
            assert path.relative_to(package).as_posix() in reasons, (path, writes)


@pytest.mark.parametrize("traceback", ["", "1"])
def test_our_own_mistakes_repeat_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, traceback: str
) -> None:
    root = planted(tmp_path, "Zorblat")

    def broken(*_words: object, **_options: object) -> None:
        raise RuntimeError("cannot do anything with Zorblat, nor with Mirka\nQuellon-Tav")

    monkeypatch.setattr("brief.cli.commands.specs.check_specs", broken)
    monkeypatch.setattr("brief.run.build.judged", broken)
    if traceback:
        monkeypatch.setenv("BRIEF_TRACEBACK", traceback)
    for words in (("check",), ("build", "b", "--jobs", "1"), ("build", "--jobs", "2")):
        outcome = run(*words, cwd=root)
        assert outcome.status == 2
        assert_silent(outcome.stdout, outcome.stderr)
        if words[-1] != "2":  # a worker that dies says something else
            assert "[somebody0]" in outcome.stderr
            assert ("Traceback" in outcome.stderr) == bool(traceback)


@pytest.mark.parametrize("words", [["check", "--zorblat-x"], ["zorblat-x"], ["build", "--jobs", "“Zorblat”"]])
def test_a_command_that_is_not_understood_repeats_no_name(tmp_path: Path, words: list[str]) -> None:
    outcome = run(*words, cwd=planted(tmp_path, "Zorblat"))
    assert outcome.status == 2
    assert outcome.stderr
    assert_silent(*outcome[1:])


def test_guards_are_read_only_when_there_is_something_to_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check of a brief that is well costs nothing more."""
    root = write(tmp_path)

    def never(_root: Path) -> None:
        raise AssertionError("the gate was made")

    monkeypatch.setattr("brief.protect.gate.guarded", never)
    assert run("check", cwd=root) == Outcome(0, "", "")


def test_a_manifest_of_what_is_guarded(tmp_path: Path) -> None:
    """Captures count with their sources; one that two share is for those who may see both."""
    one = closed("capture: {file: one.txt, sha256: x}\n")
    two = "---\ntitle: B\ncapture:\n  file: two.txt\n---\nText.\n"
    both = "---\ntitle: C\ncapture:\n  sha256: x\n  file: 'one.txt'\n---\nText.\n"
    files = {"seeds/sources/one.md": one, "seeds/sources/two.md": two, "seeds/sources/both.md": both}
    found = guarded(write(tmp_path, files))
    assert found.closed == {"one"}
    assert [found.is_closed(f"seeds/originals/{name}.txt") for name in ("one", "two", "other")] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("handling", "is_open"),
    [
        ("handling: public\n", True),
        ("handling: 'public'   # decided by both of us\n\n# What follows is about voices.\n\n", True),
        ("# Who may see it.\nhandling: public\n# Words that could point to somebody.\n", True),
        ("handling: public#internal\n", False),
        ("handling: # public\n  internal\n", False),
        ("handling: public\n  internal\n", False),
        ("handling: [public]\n", False),
    ],
)
def test_remarks_change_nothing_of_who_may_see_a_source(tmp_path: Path, handling: str, is_open: bool) -> None:
    text = f"---\ntitle: A\n{handling}kind: press\n---\nText.\n"
    found = guarded(write(tmp_path, {"seeds/sources/one.md": text}))
    assert ("one" in found.closed) != is_open


def test_a_preview_serves_no_name(tmp_path: Path) -> None:
    """Neither the page, before it is searched, nor what is said over it; a page that is well is shown."""
    protecting = "---\ntitle: P\nprotect:\n" + PROTECT + "---\nText.\n"
    root = write(tmp_path, {"seeds/sources/zorblat-p.md": protecting})
    with watching(root) as it:
        it.until(stage="done")
        for words, code in (
            ("Mirka Quellon-Tav left", "H403"),
            ("Zorblat left", ""),
            ("Zorblat [@zorblat-q]", "R201"),
        ):
            seen = len(it.states)
            save(root, "specs/b.yaml", SPEC.replace("Words that say something", words))
            state = it.until(seen, stage="broken" if code else "done")
            assert code in state["findings"]
            if code:
                assert_silent(it.get("outputs/b.html")[1].decode() if code == "H403" else "")
                assert_silent(json.dumps(it.states[seen:]))
                assert state["stale"]
