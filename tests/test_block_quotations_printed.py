"""Block quotations as they are printed: over several pages, cited before, within or behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from small_workspace import SOURCE, SPEC, write

ONE = " ".join(
    f"Word{i} of a long paragraph that goes on, said the witness who was there." for i in range(40)
)
TWO = " ".join(f"Second{i} of it goes on likewise, and more of it still." for i in range(40))
FILLER = "\n\n".join("Words of our own that go on for a line or two and say nothing. " * 4 for _ in range(6))
LED = "Rodong Sinmun wrote of it"
QUOTED = {
    "behind": f"{LED}:\n\n> {ONE} [@a, para. 3]",
    "behind two paragraphs": f"{LED}:\n\n> {ONE}\n>\n> {TWO} [@a, paras. 3-4]",
    "before": f"{LED} [@a, paras. 3-4]:\n\n> {ONE}\n>\n> {TWO}",
    "before, overleaf": f"{LED} [@a, para. 3]:\n\n> *{ONE}*",
    "both": f"{LED}:\n\n> {ONE} [@a, para. 3]\n>\n> {TWO} [@a, para. 4]",
    "cut": f"{LED} [@a, paras. 3-4]:\n\n> {ONE[:200]} […]\n>\n> […] {TWO[-150:]}",
    "lines and a speaker": f"{LED} [@a, para. 3]:\n\n> {ONE[:60]}\\\n> {ONE[61:120]}\n> -- A speaker",
}


@pytest.mark.parametrize("quoted", QUOTED.values(), ids=QUOTED)
@pytest.mark.parametrize("venue", ["report", "cescr"])
def test_a_true_block_quotation_is_printed_and_proved(quoted: str, venue: str, tmp_path: Path) -> None:
    text = "\n".join(f"      {line}".rstrip() for line in f"{FILLER}\n\n{quoted}\n\nMore.".split("\n"))
    spec = SPEC.replace("embassy-brief", venue)
    spec = f"{spec[: spec.index('      Rodong')]}{text}\n"
    source = f"{SOURCE[: SOURCE.index('## A heading')]}{ONE}\n\n{TWO}\n"
    write(tmp_path, {"specs/b.yaml": spec, "seeds/sources/a.md": source})
    outcome = run("build", "--format", "concise", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout
    assert "warning" not in outcome.stdout
    verified = run("verify", "outputs/b.pdf", cwd=tmp_path)
    assert verified.status == 0, verified.stdout
    assert "1 quotation, 1 source" in verified.stdout


RECOMMENDED = """\
recommendations:
  - to: The Government
    items:
      - |
        As they said:

        > “Schools opened” [@a, para. 1].

        So open them.
      - |
        > “Schools opened” [@a, para. 1].

        Open them all.
      - |
        Parts:

        (a) so:

            > “Schools opened” [@a, para. 1].

        - so:

          > “Schools opened” [@a, para. 1].
"""


@pytest.mark.parametrize("venue", ["ccpr", "cescr", "report", "embassy-brief"])
def test_a_block_quotation_in_a_recommendation_is_set_in(venue: str, tmp_path: Path) -> None:
    write(tmp_path, {"specs/b.yaml": SPEC.replace("embassy-brief", venue) + RECOMMENDED})
    outcome = run("build", "--format", "concise", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout
