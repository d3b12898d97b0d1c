"""Words in single marks: those that quote are held, and no apostrophe is taken for a mark.

`pytest -s` prints how many mutants between single marks are caught, and how many typographic
variants are reported.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from command import run
from small_workspace import write
from test_quotation_mutations import (
    MARKUP,
    MUTATIONS,
    VARIANTS,
    Case,
    _written,
    all_cases,
    is_balanced,
    is_true,
    mutants,
)
from test_quotations import BYPASSES, FALSE, TRUE, WORDS, claims_in, source_of, verdict

from brief.model.source import Source

SOURCE = source_of(*WORDS, "Pupils volunteer for the mines; class enemies and their children do not.")
MARKS = ("‘’", "''", "‹›", "›‹", "‚‘", "‚’", "‛’", "’’", "‘'", "`´")


def said_of(markdown: str, *sources: Source) -> list[str]:
    """What is said of the words in marks: as `verdicts`, and `doubtful` for what may be a term."""
    claims, lonely = claims_in(markdown, *(sources or (SOURCE,)))
    found = [verdict(q, claim) for claim in claims for q in claim.quotations]
    return [*found, *("doubtful" for c in claims for _ in c.doubtful), *("lonely" for _ in lonely)]


@pytest.mark.parametrize("marks", MARKS)
def test_a_few_words_are_held(marks: str) -> None:
    """Invented ones are doubtful, those of the source proved; so in brackets, beside a dash, at a line's end."""
    for frame in (
        "It says {} [@a].",
        "(It says {}) [@a].",
        "{}: so [@a].",
        "So – {} – it is [@a].",
        "{} [@a]",
    ):
        assert said_of(frame.format(f"{marks[0]}gladly went{marks[1]}")) == ["doubtful"], frame
        assert said_of(frame.format(f"{marks[0]}They were not allowed{marks[1]}")) == ["true"], frame


@pytest.mark.parametrize("marks", MARKS[:-1])
def test_many_words_are_held_as_in_double_marks(marks: str) -> None:
    words = "they were all of them taken out and shot at once"
    assert said_of(f"It says {marks[0]}{words}{marks[1]} [@a].") == ["false"]
    assert said_of(f"It says {marks[0]}They left. They stayed{marks[1]} [@a].") == ["false"]
    assert said_of(f"It says {marks[0]}{words}{marks[1]}.") == ["uncited"]
    assert said_of(f"It says {marks[0]}in secret{marks[1]}, and nobody is cited.") == []


NOT_IN_SINGLE_MARKS = {
    "fenced code": "nothing is cited in code",
    "indented code": "nothing is cited in code",
    "a picture with attributes": "nothing is cited in what is no picture",
    "opened in one block, closed in another": "a straight mark alone is an apostrophe",
    "opened in one item, closed in another": "a straight mark alone is an apostrophe",
    "across emphasis": "marks of one kind within each other",
    "superscript": "marks of one kind beside each other",
}


@pytest.mark.parametrize("marks", MARKS[:3])
@pytest.mark.parametrize(
    "name", [n for n, t in BYPASSES.items() if "“" in t and n not in NOT_IN_SINGLE_MARKS]
)
def test_nothing_escapes(name: str, marks: str) -> None:
    """What does not escape in double marks does not escape in single ones."""
    said = said_of(BYPASSES[name].translate({0x201C: marks[0], 0x201D: marks[1]}))
    assert said
    assert set(said) & {"doubtful", "false", "uncited", "elsewhere", "insertion", "lonely"}, said


@pytest.mark.parametrize("marks", MARKS[:3])
@pytest.mark.parametrize("name", [name for name in TRUE if name != "apostrophes"])
def test_a_true_quotation_is_not_reported(name: str, marks: str) -> None:
    said = said_of(TRUE[name].translate({0x201C: marks[0], 0x201D: marks[1]}))
    assert set(said) <= {"true"}, said


APOSTROPHES = (
    "In the ’90s and the '80s, in ’98 and '45, the workers’ rights and the members' children [@a].",
    "O’Brien, O'Neil, rock ’n’ roll, rock 'n' roll, rock ‘n’ roll and the pupils’ songs [@a].",
    "’Tis so, 'twas so, give ’em, 'til the workers' day, 'cause the schools’ doors are shut [@a].",
    "D’une école à l’autre, aujourd’hui, l'accès n'est pas libre; l’« accès » des élèves [@a].",
    "The ‘90s and give ‘em their parents’ names: Word turns the first mark the wrong way [@a].",
    "Kim’s and the Parks’ house, the boss’ car, Marx’ book, P’yŏngyang, ch'ŏllima and Xi’an [@a].",
    "Don’t, didn't, couldn’t’ve; goin’ to the mines, o’ the pits, th’ end [@a].",
    "A 5' fence by 7', 5′ by 7′, 38°20′ north; the pupils' 6' wall [@a].",
    "Abd ‘Ali and ‘Umar of the Shi‘a [@a].",
    "Un po’ di tutto, un’altra, l’anno ’68 [@a].",
    "The parents’, the pupils’ and the teachers’ rights; the States’ [@a].",
    "이른바 ‘고난의 행군’ 때 ‘소년단’이라는 책이 나왔다 [@a]. 그 말은 ‘무상 교육’이다 [@a].",
    "The ‘고난의 행군’ of the '90s [@a].",
    "“It’s the workers’ right,” says the teachers' paper [@b].",
    "We’d said it: the workers' rights. The members' too. The pupils’ [@a].",
)


@pytest.mark.parametrize("text", APOSTROPHES)
def test_apostrophes_are_no_marks(text: str) -> None:
    other = source_of("It’s the workers’ right, they said.", id_="b")
    assert set(said_of(text, SOURCE, other)) <= {"true"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ‘class enemies’ of the parties’ men [@a].", ["true"]),
        ("The ‘class enemies’ and the '90s [@a].", ["true"]),
        ("The ’90s and ‘class enemies’, and the workers’ rights [@a].", ["true"]),
        ("The ‘workers’ rights are all kept’ [@a].", ["doubtful"]),
        ("The 'class enemies' rights' [@a].", ["doubtful"]),
        ("The ‘50 gladly went’ [@a]. The '90s went' [@a].", ["doubtful", "doubtful"]),
        ("The ‘cause of it’ [@a].", ["doubtful"]),
        ("‘They weren’t in the ’90s’ [@a]. 'They weren't in the '90s at all' [@a].", ["doubtful", "doubtful"]),
        ("‘He said ’twas free’ [@a].", ["doubtful"]),
        ("‘The children’ rights are kept’ [@a].", ["doubtful", "lonely"]),
        ("‘He said “free” schools are open’ [@a].", ["true", "doubtful"]),
        ("‘The “free” schools are open’ [@a].", ["true"]),
        ("‘Kim said: “no”’ [@a].", ["false", "doubtful"]),
        ("“The ‘free’ schools are open” [@a].", ["true"]),
        ("[‘volunteers’]{.term} and [*‘songbun’*]{.term .x} [@a].", []),
        ("[‘they were all of them taken out and shot at once’]{.term} [@a].", ["false"]),
        ("‘They were [never] allowed’ [@a].", ["doubtful"]),
        ("‘They were […] allowed’ and ‘[t]hey were not’ [@a].", ["true", "true"]),
        ("It says ‘gladly went [@a].", ["lonely"]),
        ("그는 ‘아이들이 기꺼이 갔다’고 말했다 [@a].", ["doubtful"]),
        ("그는 ‘아이들이 기꺼이 갔다.’라고 말했다 [@a].", ["doubtful"]),
        ("그는‘아이들이 기꺼이 갔다’고 말했다 [@a].", ["doubtful"]),
    ],
)  # fmt: skip
def test_marks_and_apostrophes_together(text: str, expected: list[str]) -> None:
    assert said_of(text) == expected


# Mutants and variants, as of double marks.


def in_single_marks(words: str) -> str:
    """The words of a quotation as they stand between single marks: those within are double."""
    return re.sub(r"(?<!\w)['‘]([^'’]*)['’](?!\w)", r"“\1”", words)


def is_korean_term(words: str) -> bool:
    """What Korean may set in single marks and not quote."""
    return re.search("[가-힣]", words) is not None and len(words.split()) <= 8


def cited(case: Case) -> str:
    return f"[@{case.source.id}, paras. {case.paragraphs}]"


def cases() -> Iterator[Case]:
    """The quotations whose own marks have partners, each with a chance of its own."""
    for number, case in enumerate(all_cases()):
        if is_balanced(case.words):
            yield replace(case, chance=random.Random(number))


def test_changed_words_are_caught() -> None:
    caught, korean, passed = 0, 0, []
    for case in cases():
        for mutation in MUTATIONS:
            for words in mutants(case, mutation):
                if is_true(words, case.cited):
                    continue
                if is_korean_term(words):
                    korean += 1
                    continue
                markdown = f"One says ‘{_written(in_single_marks(words), brackets=False)}’ {cited(case)}."
                if set(said_of(markdown, case.source)) <= {"true", "empty"}:
                    passed.append((mutation.__name__, markdown, case.cited))
                caught += 1
    print(f"\nin single marks: {caught} mutants, {len(passed)} passed; {korean} Korean terms left out")
    assert not passed, (len(passed), passed[:5])
    assert caught > 10_000


PAIRS = (
    "‘’", "''", "‹›", "›‹", "‚‘", "‚’", "‛’", "’’", "‘'", "`´", ("&lsquo;", "&rsquo;"), ("&#39;", "&#39;"),
    ("**‘", "’**"), ("[‘", "’](http://x.y)"), ("[‘", "’]{.smallcaps}"), ("‹\xa0", "\xa0›"),
)  # fmt: skip


def variants(words: str) -> Iterator[tuple[str, str]]:
    """(name, Markdown) of a quotation in other typography, between single marks."""
    words = in_single_marks(words)
    for pair in PAIRS:
        yield f"marks {pair}", f"{pair[0]}{_written(words)}{pair[1]}"
    for name, change in VARIANTS.items():
        if not name.startswith("nested"):
            yield name, f"‘{_written(change(words))}’"
    for name, change in MARKUP.items():
        if "[" not in words:
            yield name, f"‘{change(_written(words))}’"


def test_typography_is_not_reported() -> None:
    count, reported = 0, []
    for case in cases():
        for name, quoted in variants(case.words):
            said = said_of(f"One says {quoted} {cited(case)}.", case.source)
            count += 1
            if set(said) != {"true"} and not (is_korean_term(case.words) and not said):
                reported.append((name, quoted, said))
    print(f"\n{count} typographic variants in single marks, {len(reported)} reported")
    assert not reported, (len(reported), reported[:5])


# End to end.

SPEC = f"""\
title: A title
venue: embassy-brief
language: en
date: 2026-11-20
organisations: [first]
key-figures:
  - {{value: "‘gladly’", label: "of all", cite: "[@a, para. 1]"}}
sections:
  - heading: A heading
    text: |
      The ministry says ‘{FALSE}’ [@a, para. 1].

      It says ‘pupils volunteer for the mines’ [@a, para. 2].

      It says ‘Pupils volunteer for the mines’ [@a, para. 1].

      It says ‘gladly’ [@crc, art. 28].

      They go [‘gladly’]{{.term}} [@a, para. 1].
  - heading: Answered
    accept: [{{code: Q308, words: "They ‘gladly’ went [@a, para. 1].", reason: our own word}}]
    text: |
      They ‘gladly’ went [@a, para. 1].
"""
FILES = {
    "specs/b.yaml": SPEC,
    "seeds/sources/a.md": "---\ntype: webpage\ntitle: A page\nlanguage: en\n---\n"
    "Schools were opened.\n\nPupils volunteer for the mines.\n",
    "seeds/sources/crc.md": "---\ntype: treaty\ntitle: Convention on the Rights of the Child\n---\n",
}


def test_check_warns_where_they_stand(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    found = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    about = [(d["line"], d["message"]) for d in found if d["code"] == "Q308"]
    assert about == [
        (7, "words in single quotation marks do not occur in `a`"),
        (11, "words in single quotation marks do not occur in `a`"),
        (13, "words in single quotation marks do not occur in `a`"),
        (15, "the words in single quotation marks stand in paragraph 2 of `a`, not in 1"),
        (17, "words in single quotation marks, and `crc` has no captured text to hold them against"),
    ]
    assert {d["severity"] for d in found if d["code"] == "Q308"} == {"warning"}
    assert all("{.term}" in d["help"] for d in found if d["code"] == "Q308")


def test_proved_words_are_in_the_manifest(tmp_path: Path) -> None:
    spec = SPEC.replace(
        "[@a, para. 1].\n\n      It says ‘gladly’", "[@a, para. 2].\n\n      It says ‘gladly’"
    )
    write(tmp_path, {**FILES, "specs/b.yaml": spec})
    outcome = run("build", "--format", "json", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout
    manifest = json.loads((tmp_path / "outputs/b.json").read_text(encoding="utf-8"))
    assert [(q["words"], q["page"], q["selector"]["exact"]) for q in manifest["quotations"]] == [
        ("Pupils volunteer for the mines", 1, "Pupils volunteer for the mines")
    ]
    accepted = [(a["code"], a["reason"]) for a in manifest["accepted"]]
    assert ("Q308", "our own word") in accepted
