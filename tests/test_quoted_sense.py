"""A quotation that stands in its source, letter by letter, and says something else than it does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run
from small_workspace import summary, write

RECORD = """\
---
type: webpage
title: A page
language: en
kind: press
voices:
  - {name: a pupil, kind: witness, paragraphs: 6}
  - {name: a teacher, kind: witness, paragraphs: 7}
---
"""
PARAGRAPHS = (
    "The boys said that they may leave the school in May 2019, when more than 6,000 pupils had been sent away.",
    "“We are free,” Kim said. “You are not,” Park replied, and “I am ‘free’ too,” she went on.",
    'Kim told us: "I was hungry." Park told us: "I was well fed." Nobody asked "who" or "why" they came.',
    "The camp is larger than the city. Teachers were allowed to speak before the war; food cost 3 euros.",
    "The young people there refused to go home. The State should amend the law, over safety and other matters.",
    "Our school was open.",
    "It was a good year. “I am ‘free’ too,” she went on, “and they know it.”",
)
WRONG = {
    "There were “6,000 pupils” [@b, para. 1].": "Q306",
    "They “leave the school in May 2019” [@b, para. 1].": "Q306",
    "They did “go home” [@b, para. 5].": "Q306",
    "“We are […] not” [@b, para. 2].": "Q311",
    "“I was […] well fed” [@b, para. 3].": "Q311",
    "“Our school was open. […] a good year” [@b, paras. 6-7].": "Q311",
    "“The camp is [smaller] than the city” [@b, para. 4].": "Q310",
    "“Teachers were [forbidden] to speak” [@b, para. 4].": "Q310",
    "“allowed to speak [after] the war” [@b, para. 4].": "Q310",
    "“food cost 3 [dollars]” [@b, para. 4].": "Q310",
    "“pupils had been [shot]” [@b, para. 1].": "Q310",
    "“[Everyone] was hungry” [@b, para. 3].": "Q307",
    "“The camp is [always] larger” [@b, para. 4].": "Q307",
    "“The State [must] amend the law” [@b, para. 5].": "Q307",
}
RIGHT = (
    "There were “more than 6,000 pupils” [@b, para. 1].",
    "There were more than “6,000 pupils” [@b, para. 1].",
    "They may “leave the school” [@b, para. 1].",
    "They were refusing to “go home” [@b, para. 5].",
    "The Committee recommends that the State “amend the law” [@b, para. 5].",
    "They spoke of “safety and other matters” [@b, para. 5].",
    "“[They] refused to go home” [@b, para. 5].",
    "“The young people [in Musan] refused to go home” [@b, para. 5].",
    "“[the boys] may leave the school” [@b, para. 1].",
    "“[The teacher] told us” [@b, para. 3].",
    "“I am ‘free’ […] she went on” [@b, para. 7].",
    "“Nobody asked […] or 'why' they came” [@b, para. 3].",
    "“Nobody asked […] they came” [@b, para. 3].",
    "“Teachers [are] allowed to speak” [@b, para. 4].",
    "“The camp is larger […] Teachers were allowed to speak” [@b, para. 4].",
    "“food [costs] 3 euros” [@b, para. 4].",
)


def codes(folder: Path, text: str) -> list[str]:
    """The codes of a check."""
    files = {**summary(text), "seeds/sources/b.md": RECORD + "\n\n".join(PARAGRAPHS) + "\n"}
    outcome = run("check", "--format", "json", cwd=write(folder, files))
    return [finding["code"] for finding in json.loads(outcome.stdout)["diagnostics"]]


@pytest.mark.parametrize(("text", "code"), WRONG.items())
def test_another_sense_is_seen(tmp_path: Path, text: str, code: str) -> None:
    assert [found for found in codes(tmp_path, text) if found[0] == "Q"] == [code]


@pytest.mark.parametrize("text", RIGHT)
def test_the_same_sense_is_not_reported(tmp_path: Path, text: str) -> None:
    assert [found for found in codes(tmp_path, text) if found[0] == "Q"] == []


ANSWER = 'accept:\n  - {code: Q310, words: "“food cost 3 [dollars]” [@b, para. 4].", reason: so the author corrected it}\n'


def test_it_can_be_answered(tmp_path: Path) -> None:
    """By who knows that both mean the same."""
    files = summary("“food cost 3 [dollars]” [@b, para. 4].")
    files["specs/b.yaml"] = str(files["specs/b.yaml"]) + ANSWER
    write(tmp_path, {**files, "seeds/sources/b.md": RECORD + "\n\n".join(PARAGRAPHS) + "\n"})
    assert run("check", "--strict", cwd=tmp_path).status == 0
