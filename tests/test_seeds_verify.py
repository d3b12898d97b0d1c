"""`brief seeds verify`: what stands in the capture passes, and nothing else does."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path

import pytest
from command import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brief.corpus.captures.lines import CapturedLine, Searchable, folded
from brief.corpus.captures.proof import capture_unchanged, prove_source
from brief.corpus.reading import read_source
from brief.files.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
CAPTURE = """\
SHARE
The winter was hard – and long.

Officials said that the schools were not closed. Teachers say “they were” closed.
Advertisement
Lessons by the stove
We taught in two rooms, and the children
who lived far away did not come.
The stove went out in March.
"""
BODY = """\
The winter was hard – and long.

Officials said that the schools were not closed. Teachers say “they were” closed.

## Lessons by the stove

We taught in two rooms, and the children who lived far away did not come.

## [The end]

The stove went out in March.
"""


def write(
    folder: Path, body: str = BODY, *, capture: str | bytes = CAPTURE, lines: str = "", file: str = "a.txt"
) -> Path:
    """A workspace with the source `a` and its capture."""
    data = capture.encode() if isinstance(capture, str) else capture
    (folder / "seeds/sources").mkdir(parents=True, exist_ok=True)
    (folder / "seeds/originals").mkdir(parents=True, exist_ok=True)
    (folder / "brief.yaml").write_text("name: Test\n", "utf-8")
    (folder / "seeds/originals/a.txt").write_bytes(data)
    record = f"{{file: {json.dumps(file)}, sha256: {hashlib.sha256(data).hexdigest()}{lines}}}"
    text = f"---\ntitle: A title\ncapture: {record}\n---\n{body}"
    (folder / "seeds/sources/a.md").write_text(text, "utf-8", newline="")
    return folder


def codes(folder: Path) -> list[str]:
    """The codes of what is found wrong with the source `a`."""
    workspace = Workspace(folder)
    findings: list = []
    source = read_source(workspace, "a", findings)
    assert source is not None
    return sorted(finding.code for finding in findings + prove_source(workspace, source))


def edited(old: str, new: str) -> str:
    """The body with one thing changed."""
    assert BODY.count(old) == 1
    return BODY.replace(old, new)


def test_the_corpus_of_the_samples_is_proved() -> None:
    outcome = run("seeds", "verify", cwd=ROOT)
    assert (outcome.status, outcome.stdout) == (0, "")


def test_a_source_that_stands_in_its_capture_is_proved(tmp_path: Path) -> None:
    assert codes(write(tmp_path)) == []


@pytest.mark.parametrize(
    "body",
    [
        edited("“they were”", "'they were'"),
        edited("“they were”", "«they were»"),
        edited("winter was", "win\xadter   was"),
        edited("winter was", "winter\xa0was"),
        edited("children who", "children\nwho"),
        BODY.replace("\n", "\r\n"),
        unicodedata.normalize("NFD", BODY),
    ],
    ids=["straight", "guillemets", "soft hyphen", "no-break", "wrapped", "CRLF", "NFD"],
)
def test_typography_makes_no_difference(tmp_path: Path, body: str) -> None:
    assert codes(write(tmp_path, body)) == []


def test_composition_makes_no_difference(tmp_path: Path) -> None:
    capture = "The café in Zürich was closed."
    body = unicodedata.normalize("NFD", capture)
    assert codes(write(tmp_path, body, capture=capture)) == []
    assert codes(write(tmp_path, capture, capture=body)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("were not closed", "were closed"),
        ("hard – and", "hard - and"),
        ("March", "Мarch"),
        ("two rooms", "three rooms"),
        ("Lessons by the stove", "Lessons by the stoves"),
        ("Lessons by the stove", "the stove went"),
        ("[The end]", "The end"),
        ("did not come.", "did not come. The stove went out in March."),
        ("The stove went out in March.", "Advertisement The stove"),
        ("and long.", "and lon"),
        ("The winter was", "he winter was"),
    ],
)
def test_every_other_difference_is_caught(tmp_path: Path, old: str, new: str) -> None:
    assert "C602" in codes(write(tmp_path, edited(old, new)))


def test_paragraphs_out_of_order_are_caught(tmp_path: Path) -> None:
    body = "The stove went out in March.\n\nThe winter was hard – and long.\n"
    outcome = run("seeds", "verify", cwd=write(tmp_path, body))
    assert outcome.status == 1
    assert "error[C602]: paragraph 2 stands in the capture, but out of order: line 2" in outcome.stdout
    assert "--> seeds/sources/a.md:7:1" in outcome.stdout


def test_a_paragraph_said_twice_is_caught(tmp_path: Path) -> None:
    body = "The stove went out in March.\n\nThe stove went out in March.\n"
    assert codes(write(tmp_path, body)) == ["C602"]


def test_the_nearest_line_is_shown_where_it_differs(tmp_path: Path) -> None:
    outcome = run("seeds", "verify", "a", cwd=write(tmp_path, edited("were not closed", "were closed")))
    assert outcome.status == 1
    assert "error[C602]: paragraph 2 is not in the capture" in outcome.stdout
    assert "--> seeds/sources/a.md:7:" in outcome.stdout
    assert "::: seeds/originals/a.txt:4 (nearest)" in outcome.stdout
    assert "schools were not closed" in outcome.stdout
    marked = next(line for line in outcome.stdout.splitlines() if "^" in line)
    assert "from here on" in marked


def test_a_line_that_differs_from_the_start_is_shown_too(tmp_path: Path) -> None:
    body = edited("The winter was hard – and long.", "Winter was very hard – and long.")
    outcome = run("seeds", "verify", "a", cwd=write(tmp_path, body))
    assert "::: seeds/originals/a.txt:2 (nearest)" in outcome.stdout


def test_only_the_lines_of_the_record_count(tmp_path: Path) -> None:
    assert codes(write(tmp_path, lines=", lines: 2-9")) == []
    assert codes(write(tmp_path, lines=", lines: 3-9")) == ["C602"]
    assert codes(write(tmp_path, lines=", lines: [2, 4, 6-9]")) == []


def test_no_paragraph_reaches_over_lines_that_were_left_out(tmp_path: Path) -> None:
    body = "Teachers say “they were” closed. Lessons by the stove\n"
    assert codes(write(tmp_path, body, capture=CAPTURE.replace("Advertisement\n", ""))) == []
    assert codes(write(tmp_path, body, lines=", lines: [2, 4, 6-9]")) == ["C602"]
    blank = "The winter was hard – and long. Officials said that the schools were not closed.\n"
    assert codes(write(tmp_path, blank, lines=", lines: [2, 4-9]")) == []


@pytest.mark.parametrize(
    "body", ["Officials said that the schools", "not closed. Teachers say “they were” closed."]
)
def test_part_of_a_sentence_warns(tmp_path: Path, body: str) -> None:
    assert codes(write(tmp_path, body)) == ["C607"]
    assert run("seeds", "verify", cwd=tmp_path).status == 0
    assert run("seeds", "verify", "--strict", cwd=tmp_path).status == 1


def test_a_whole_sentence_of_a_line_is_no_part(tmp_path: Path) -> None:
    assert codes(write(tmp_path, "Officials said that the schools were not closed.")) == []
    assert codes(write(tmp_path, "Teachers say “they were” closed.")) == []


def test_a_changed_capture_is_caught(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "seeds/originals/a.txt").write_text(CAPTURE.replace("hard", "mild"), "utf-8")
    outcome = run("seeds", "verify", cwd=tmp_path)
    assert outcome.status == 1
    assert "error[C601]: `seeds/originals/a.txt` is not the file that was captured" in outcome.stdout
    assert "--> seeds/sources/a.md:3:" in outcome.stdout
    assert "C602" not in outcome.stdout


def test_a_missing_capture_is_caught(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "seeds/originals/a.txt").rename(tmp_path / "seeds/originals/aa.txt")
    outcome = run("seeds", "verify", cwd=tmp_path)
    assert outcome.status == 1
    assert "error[C603]: `seeds/originals/a.txt` is not there" in outcome.stdout
    assert "did you mean `aa.txt`?" in outcome.stdout


def test_lines_that_are_not_there_are_caught(tmp_path: Path) -> None:
    assert codes(write(tmp_path, lines=", lines: 2-10")) == ["C603"]


@pytest.mark.parametrize("file", ["../sources/a.md", "/etc/passwd", "C:\\x.txt", "..\\..\\x"])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, file: str) -> None:
    assert codes(write(tmp_path, file=file)) == ["S111"]


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(CAPTURE, "utf-8")
    folder = write(tmp_path / "in")
    (folder / "seeds/originals/a.txt").unlink()
    (folder / "seeds/originals/a.txt").symlink_to(outside)
    assert codes(folder) == ["S111"]


def test_a_folder_is_no_capture(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "seeds/originals/a.txt").unlink()
    (folder / "seeds/originals/a.txt").mkdir()
    assert codes(folder) == ["C603"]


def test_a_capture_that_is_no_text_is_said(tmp_path: Path) -> None:
    outcome = run("seeds", "verify", cwd=write(tmp_path, capture=b"\x89PNG\r\n\0\0"))
    assert outcome.status == 1
    assert "error[C603]: `a.txt` is a PNG picture, not a text" in outcome.stdout


def test_text_without_a_capture_warns(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "seeds/sources/a.md").write_text("---\ntitle: A title\n---\nSome text.\n", "utf-8")
    assert codes(tmp_path) == ["C603"]
    assert run("seeds", "verify", cwd=tmp_path).status == 1


def test_a_record_without_text_has_nothing_to_prove(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "seeds/sources/a.md").write_text("---\ntitle: A treaty\n---\n", "utf-8")
    assert codes(tmp_path) == []


def test_hidden_characters_of_a_capture_are_not_missed(tmp_path: Path) -> None:
    capture = "The \u200bwinter\u202e was hard.\u2028\n"
    assert codes(write(tmp_path, "The winter was hard.\n", capture=capture)) == []


def test_unknown_ids_are_said_and_the_others_proved(tmp_path: Path) -> None:
    outcome = run("seeds", "verify", "a", "aa", "../a", cwd=write(tmp_path, edited("hard", "mild")))
    assert outcome.status == 1
    assert "error[R201]: unknown source `aa`" in outcome.stdout
    assert "error[R201]: unknown source `../a`" in outcome.stdout
    assert "C602" in outcome.stdout


def test_formats(tmp_path: Path) -> None:
    write(tmp_path, edited("hard", "mild"))
    found = json.loads(run("seeds", "verify", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    assert [(d["code"], d["file"], d["line"]) for d in found] == [("C602", "seeds/sources/a.md", 5)]
    assert run("seeds", "verify", "--format", "concise", cwd=tmp_path).stdout.startswith(
        "seeds/sources/a.md:5:"
    )
    assert run("seeds", "verify", "--format", "nonsense", cwd=tmp_path).status == 2


def test_a_person_is_told_what_was_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brief.cli.commands.seeds_verify.is_terminal", lambda _stream: True)
    outcome = run("seeds", "verify", cwd=write(tmp_path))
    assert outcome.stderr == "proved 4 paragraphs of 1 source\n"


def test_outside_a_workspace(tmp_path: Path) -> None:
    outcome = run("seeds", "verify", cwd=tmp_path)
    assert outcome.status == 1
    assert "error[S114]" in outcome.stdout


def test_the_cheap_part_reads_the_hash_and_nothing_else(tmp_path: Path) -> None:
    workspace = Workspace(write(tmp_path, edited("hard", "mild")))
    source = read_source(workspace, "a", [])
    assert source is not None
    assert capture_unchanged(workspace, source) == []
    (tmp_path / "seeds/originals/a.txt").write_text("other", "utf-8")
    assert [d.code for d in capture_unchanged(Workspace(tmp_path), source)] == ["C601"]


SPEC = """\
title: A title
venue: embassy-brief
date: 2026-11-20
summary: The page says “{said}” [@a, para. 1].
"""


def test_a_changed_source_cannot_make_a_quotation_true(tmp_path: Path) -> None:
    """`check` holds the text of every cited source against its capture."""
    for body, said, codes in (
        (BODY, "The winter was hard", []),
        (BODY, "The winter was mild", ["Q301"]),
        (edited("hard", "mild"), "The winter was mild", ["C602"]),
    ):
        write(tmp_path, body)
        (tmp_path / "specs").mkdir(exist_ok=True)
        (tmp_path / "specs/b.yaml").write_text(SPEC.format(said=said), "utf-8")
        found = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
        assert [d["code"] for d in found if d["severity"] == "error"] == codes


def test_a_printers_hyphen_matches_a_hyphen_or_nothing() -> None:
    lines = (
        CapturedLine("It was a well-", broken=True),
        CapturedLine("known school with respon-", broken=True),
        CapturedLine("sibilities."),
    )
    searchable = Searchable.of(lines, iter((1, 2, 3)))
    for words in ("well-known school with responsibilities.", "wellknown school with respon-sibilities."):
        assert searchable.find(folded(words)) is not None
    for words in ("well known school", "sibilities.", "known school", "respon sibilities"):
        assert searchable.find(folded(words)) is None


LINE = st.text(st.sampled_from("abc DE.,’“-éñ한"), min_size=1, max_size=30)


@given(st.lists(LINE, min_size=1, max_size=8), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_lines_are_found_in_order_and_a_changed_letter_is_not(lines: list[str], data: st.DataObject) -> None:
    captured = tuple(CapturedLine(line.strip()) for line in lines)
    searchable = Searchable.of(captured, iter(range(1, len(lines) + 1)))
    at = 0
    for line in lines:
        found = searchable.find(folded(line), at)
        assert found is not None
        at = found[1]
    words = folded(data.draw(st.sampled_from(lines)))
    if words:
        index = data.draw(st.integers(0, len(words) - 1))
        assert searchable.find(f"{words[:index]}Ж{words[index + 1 :]}") is None
