"""V501: words as Word counts them, and the limits they are held against."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run
from small_workspace import SPEC, write

from brief.text.word_count import count_words

VENUE = """\
name: A body
body: A body
template: submission
style: submission
audience: un
limits:
  - unit: words
    single: {single}
    counts: [{counts}]
    source: x
    date: n.d.
    confidence: {sure}
"""


def findings(root: Path) -> tuple[int, list[dict[str, str]]]:
    """The status of a build and its findings."""
    outcome = run("build", "--format", "json", cwd=root)
    return outcome.status, json.loads(outcome.stdout)["diagnostics"]


def workspace(
    folder: Path, single: int, *, counts: str = "body", sure: str = "official", words: int = 400
) -> Path:
    """A brief with some hundred words for a body that takes `single`."""
    spec = SPEC.replace("embassy-brief", "ours").replace(
        "Rodong Sinmun wrote", "word " * words + "Rodong Sinmun wrote"
    )
    return write(
        folder,
        {"venues/ours.yaml": VENUE.format(single=single, counts=counts, sure=sure), "specs/b.yaml": spec},
    )


def test_words_are_counted_by_part_and_section() -> None:
    count = count_words(
        "<html><head><title>not one</title><style>no { }</style></head><body><h1>Two words</h1>"
        '<nav class="contents"><ol><li>not these</li></ol></nav><p class="review-copy">nor this</p>'
        '<section id="s1"><h2>First <em>part</em></h2><p>A b-c d’e<span class="footnote">Note of five 5 words'
        '<span class="note-par">more here</span></span> end<span class="footnote">two more</span>.</p><ul><li>x</li><li>y</li></ul></section>'
        '<section class="sources" id="sources"><h2>Sources</h2><p>An entry</p></section></body></html>'
    )
    assert (count.body, count.notes, count.annexes) == (10, 9, 3)
    assert count.sections == {"First part": 8}
    assert count.of(("body", "notes")) == 19


@pytest.mark.parametrize(
    ("single", "sure", "status", "severities"),
    [
        (300, "official", 1, ["error"]),
        (300, "secondary", 1, ["error"]),
        (300, "unconfirmed", 0, ["warning"]),
        (440, "official", 0, ["warning"]),
        (2000, "official", 0, []),
    ],
)
def test_over_a_limit_fails_and_near_it_warns(
    tmp_path: Path, single: int, sure: str, status: int, severities: list[str]
) -> None:
    found = findings(workspace(tmp_path, single, sure=sure))
    assert found[0] == status
    assert [f["severity"] for f in found[1] if f["code"] == "V501"] == severities
    assert (tmp_path / "outputs/b.pdf").exists() == (status == 0)


def test_a_draft_over_the_limit_is_printed_so_that_it_can_be_shortened(tmp_path: Path) -> None:
    spec = workspace(tmp_path, 300) / "specs/b.yaml"
    final = spec.read_text("utf-8")
    spec.write_text(final + "status: draft\n", "utf-8")
    status, found = findings(tmp_path)
    assert (status, [(f["code"], f["severity"]) for f in found]) == (0, [("V501", "warning")])
    assert (tmp_path / "outputs/b.pdf").exists()
    for standing in ("sample", "final"):
        spec.write_text(final + f"status: {standing}\n", "utf-8")
        assert findings(tmp_path)[0] == 1


def test_other_rules_of_the_body_warn_in_a_draft_and_a_misquotation_does_not(tmp_path: Path) -> None:
    asks = "languages: {accepted: [fr], source: x, date: n.d., confidence: official}\n"
    asks += "required: [{field: session, source: x, date: n.d., confidence: official}]\n"
    spec = workspace(tmp_path, 9000) / "specs/b.yaml"
    venue = tmp_path / "venues/ours.yaml"
    venue.write_text(venue.read_text("utf-8") + asks, "utf-8")
    final = spec.read_text("utf-8")
    assert {f["code"]: f["severity"] for f in findings(tmp_path)[1]} == {"V502": "error", "V503": "error"}
    spec.write_text(final + "status: draft\n", "utf-8")
    status, found = findings(tmp_path)
    assert (status, {f["code"]: f["severity"] for f in found}) == (0, {"V502": "warning", "V503": "warning"})
    spec.write_text(final.replace("Rodong", "“Nobody wrote this”, Rodong") + "status: draft\n", "utf-8")
    status, found = findings(tmp_path)
    assert (status, {f["code"] for f in found if f["severity"] == "error"}) == (1, {"Q301"})


def test_notes_count_where_the_body_counts_them(tmp_path: Path) -> None:
    assert findings(workspace(tmp_path / "a", 438))[1] != []
    without = run("build", cwd=workspace(tmp_path / "b", 450)).stderr
    with_notes = run("build", cwd=workspace(tmp_path / "c", 9000, counts="body, notes")).stderr
    assert "(body)" in without
    assert "(body, notes)" in with_notes


def test_the_message_says_how_many_to_cut(tmp_path: Path) -> None:
    _, found = findings(workspace(tmp_path, 300))
    total = int(found[0]["message"].split()[0])
    assert found[0]["message"].endswith(f"cut {total - 300}")
    assert "First heading" in found[0]["help"]
