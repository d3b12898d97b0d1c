"""Family E: who says so. Each rule warns where it should, stays silent where it should, and can be answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run
from small_workspace import SPEC, write

VOICED = """\
---
type: webpage
title: A page about schools
container-title: A Site
issued: 2024
URL: https://example.org/a
kind: press
voices:
  - {name: Rodong Sinmun, kind: state-media, paragraphs: 2}
  - {name: a defector, kind: witness, paragraphs: 3}
  - {name: the Ministry of Education, kind: government, paragraphs: 4}
---
Schools opened in the first year of the plan.

The mines were full of volunteers.

Children were sent home from the school.

All children are educated free of charge.
"""
TREATY = "---\ntype: treaty\ntitle: A Convention\nkind: un\n---\n"
ASKING = """\
name: A body
body: A body
template: report
style: report
audience: public
corroboration: {sources: 2, source: a letter, date: n.d., confidence: secondary}
"""


def codes(folder: Path, text: str, *, section: str = "", venue: str = "embassy-brief") -> list[str]:
    """The codes of a check of a brief whose section says `text`."""
    spec = SPEC.split("sections:")[0].replace("embassy-brief", venue)
    spec = (
        spec.split("summary:")[0] + f"sections:\n  - heading: A heading\n{section}    text: |\n      {text}\n"
    )
    files = {
        "seeds/sources/a.md": VOICED,
        "seeds/sources/b.md": VOICED.replace("A Site", "Another Site"),
        "seeds/sources/t.md": TREATY,
        "venues/asking.yaml": ASKING,
        "specs/b.yaml": spec,
    }
    outcome = run("check", "--format", "json", cwd=write(folder, files))
    return [finding["code"] for finding in json.loads(outcome.stdout)["diagnostics"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mines were full [@a, para. 2].", ["E601"]),
        ("Rodong Sinmun wrote that the mines were full [@a, para. 2].", []),
        ("State media say that the mines were full [@a, para. 2].", []),
        ("State media wrote of it [@a, para. 2]. It also said that mines were full [@a, para. 2].", []),
        ("Children were sent home [@a, para. 3].", ["E602"]),
        ("A defector said that children were sent home [@a, para. 3].", []),
        ("According to one account, children were sent home [@a, para. 3].", []),
        ("Schools opened [@a, para. 1].", []),
        # who acts is not who says so
        ("The State has filled the mines with volunteers [@a, para. 2].", ["E601"]),
        ("The state of the mines is good [@a, para. 2].", ["E601"]),
        ("The regime sends young people to the mines [@a, para. 2].", ["E601"]),
        ("The government educates all children free of charge [@a, para. 4].", ["E601"]),
        ("The authorities give every child a free education [@a, para. 4].", ["E601"]),
        ("A student was sent home [@a, para. 3].", ["E602"]),
        ("Children were told to go home [@a, para. 3].", ["E602"]),
        ("On account of poverty children were sent home [@a, para. 3].", ["E602"]),
        # and other ways to say so
        ("The government maintains that education is free [@a, para. 4].", []),
        ("The Ministry of Education insists on it [@a, para. 4].", []),
        ("By the State’s own account, education is free [@a, para. 4].", []),
        ("Pyongyang boasts of free education [@a, para. 4].", []),
        ("The Workers’ Party’s daily hails the volunteers [@a, para. 2].", []),
        ("State propaganda shows full mines [@a, para. 2].", []),
        ("A mother believes that children were sent home [@a, para. 3].", []),
        ("One former pupil remembers it [@a, para. 3].", []),
        # in German
        ("Die Bergwerke waren voll [@a, para. 2].", ["E601"]),
        ("Die Staatsmedien berichteten von vollen Bergwerken [@a, para. 2].", []),
        ("Laut Rodong Sinmun waren die Bergwerke voll [@a, para. 2].", []),
        ("Bildung ist unentgeltlich [@a, para. 4].", ["E601"]),
        ("Die Regierung erklärte, Bildung sei unentgeltlich [@a, para. 4].", []),
        ("Die Kinder wurden nach Hause geschickt [@a, para. 3].", ["E602"]),
        ("Eine Zeugin erzählte, Kinder seien nach Hause geschickt worden [@a, para. 3].", []),
        ("The paper wrote of mines “full of volunteers” [@a].", ["E603"]),
        ("Rodong Sinmun wrote of mines “full of volunteers” [@a, para. 2].", []),
        ("Article 3 protects them [@t, art. 3].", ["E605"]),
        ("Schools opened [@a, para. 1]. Article 3 protects them [@t, art. 3].", []),
    ],
)
def test_who_says_so(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert codes(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Schools opened [@a, para. 1].", ["E604"]),
        ("Schools opened [@a, para. 1; @b, para. 1].", []),
        ("Rodong Sinmun wrote of mines [@a, para. 2; @b, para. 2].", ["E604"]),  # two papers, one voice
        ("Schools opened, and article 3 applies [@a, para. 1; @t, art. 3].", ["E604"]),
        ("We say so ourselves.", []),
    ],
)
def test_a_venue_can_ask_for_corroboration(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert codes(tmp_path, text, venue="asking") == expected


def test_a_warning_is_answered_where_it_stands_and_the_reason_is_kept(tmp_path: Path) -> None:
    answer = (
        '    accept: [{code: E601, words: "The mines were full [@a, para. 2].", '
        'reason: "The next sentence says whose words these are."}]\n'
    )
    assert codes(tmp_path, "The mines were full [@a, para. 2].", section=answer) == []
    assert run("build", cwd=tmp_path).status == 0
    record = json.loads((tmp_path / "outputs/b.json").read_text(encoding="utf-8"))
    assert [(a["code"], a["reason"]) for a in record["accepted"]] == [
        ("E601", "The next sentence says whose words these are.")
    ]


def test_an_error_cannot_be_answered(tmp_path: Path) -> None:
    answer = "    accept: [{code: Q301, words: nothing of the kind, reason: We like it so.}]\n"
    found = codes(tmp_path, "He said “nothing of the kind” [@a, para. 1].", section=answer)
    assert found == ["S123", "Q301"]
