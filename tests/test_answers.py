"""A warning is answered by its words, whichever stage finds it; the reason is in the manifest, nothing hides."""

from __future__ import annotations

import json
import re
import time
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from command import run
from PIL import Image
from small_workspace import SOURCE, SPEC, write
from test_length import workspace as limited

CAPTURED = b"Words.\n"
CAPTURE = f"capture: {{file: c.txt, sha256: {sha256(CAPTURED).hexdigest()}, lines: 1}}\n"
NO_TEXT = SOURCE.partition("voices:")[0] + CAPTURE + "---\n"
FIGURE = """\
    blocks:
      - figure: {file: coarse.png, alt: A coarse picture}
"""


def coarse() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (60, 40), (20, 60, 90)).save(stream, "PNG")
    return stream.getvalue()


def no_text(folder: Path) -> Path:
    more = {"seeds/sources/n.md": NO_TEXT, "seeds/originals/c.txt": CAPTURED}
    return write(folder, {**more, "specs/b.yaml": SPEC.replace("@a, para. 1", "@n")})


def pages(folder: Path) -> Path:
    """Three pages for a factsheet, whose one page is nobody's rule but ours."""
    spec = SPEC.replace("embassy-brief", "factsheet").replace("Rodong", "Words. " * 900 + "Rodong")
    return write(folder, {"specs/b.yaml": spec})


def picture(folder: Path) -> Path:
    spec = SPEC.replace("embassy-brief", "report") + FIGURE
    return write(folder, {"coarse.png": coarse(), "specs/b.yaml": spec})


def near(folder: Path) -> Path:
    return limited(folder, 440)


CASES = {
    "C606": (no_text, ()),
    "V501": (near, ()),
    "V501 unconfirmed": (pages, ()),
    "P720": (picture, ("--edition", "print")),
}


WORDS = {"C606": "n", "V501": "424 words", "V501 unconfirmed": "4 pages", "P720": "coarse.png at 96 dots"}


def diagnostics(folder: Path, *words: str) -> list[dict[str, str]]:
    return json.loads(run(*(words or ("check",)), "--format", "json", cwd=folder).stdout)["diagnostics"]


def remedy(finding: dict[str, str], reason: str = "we have thought about it") -> str:
    """The acceptance that a finding says to write."""
    found = re.search(r"- (\{code: .*\})$", finding["help"])
    assert found is not None, finding
    return found[1].replace('reason: "…"', f'reason: "{reason}"')


def accept(folder: Path, *items: str) -> None:
    """Write acceptances at the top level."""
    spec = folder / "specs/b.yaml"
    spec.write_text(f"accept: [{', '.join(items)}]\n" + spec.read_text("utf-8"), "utf-8")


@pytest.mark.parametrize("name", CASES)
def test_a_warning_of_any_stage_is_answered_as_it_says(name: str, tmp_path: Path) -> None:
    make, words = CASES[name]
    code = name.split()[0]
    make(tmp_path)
    [unanswered] = [d for d in diagnostics(tmp_path, "build", "--strict", *words) if d["code"] == code]
    item = remedy(unanswered)
    assert f'words: "{WORDS[name]}"' in item
    accept(tmp_path, item)
    answered = run("build", "--strict", "--format", "json", *words, cwd=tmp_path)
    assert (answered.status, json.loads(answered.stdout)["diagnostics"]) == (0, [])
    [manifest] = (tmp_path / "outputs").glob("b*.json")
    [entry] = json.loads(manifest.read_text("utf-8"))["accepted"]
    told = (entry["code"], entry["words"], entry["reason"])
    assert told == (code, WORDS[name], "we have thought about it")


@pytest.mark.parametrize("name", CASES)
def test_an_answer_to_another_length_source_or_picture_is_none(name: str, tmp_path: Path) -> None:
    make, words = CASES[name]
    code = name.split()[0]
    make(tmp_path)
    accept(tmp_path, f'{{code: {code}, words: "{WORDS[name]}0", reason: it was so once}}')
    found = {d["code"]: d for d in diagnostics(tmp_path, "build", *words)}
    assert found.keys() >= {code, "S123"}
    assert found["S123"]["message"] == f"no {code} is found at `{WORDS[name]}0`"


def test_an_error_of_no_stage_is_answered(tmp_path: Path) -> None:
    limited(tmp_path, 300)
    accept(tmp_path, "{code: V501, words: 424 words, reason: we know}")
    assert run("build", cwd=tmp_path).status == 1
    assert [d["code"] for d in diagnostics(tmp_path, "build")] == ["V501"]


SLIPS = "Words <b>x</b> “open here. And [1] “x”.\n\n{indent}[^9]: never called"
WHERE = {
    "the section": "    text: |\n      {slips}\n",
    "a block": "    blocks:\n      - text: |\n          {slips}\n",
}


@pytest.mark.parametrize("name", WHERE)
def test_slips_are_answered_where_they_stand(name: str, tmp_path: Path) -> None:
    written = WHERE[name]
    indent = written.partition("{")[0].rpartition("\n")[2]
    spec = SPEC + "  - heading: Slips\n" + written.format(slips=SLIPS.format(indent=indent))
    write(tmp_path, {"specs/b.yaml": spec})
    unanswered = diagnostics(tmp_path)
    assert {d["code"] for d in unanswered} >= {"S115", "S116", "S118", "S120"}
    answer = f"accept: [{', '.join(map(remedy, unanswered))}]\n"
    answer = f"    {answer}" if name == "the section" else f"        {answer}"
    (tmp_path / "specs/b.yaml").write_text(spec + answer, "utf-8")
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")
    assert run("build", "--strict", cwd=tmp_path).status == 0


PARTS = {
    "ask": ("asks:\n  - {{to: A, ask: Do <b>it</b>.{accept}}}\n", "S116", "of this ask"),
    "key figure": (
        'key-figures:\n  - {{value: 3, label: "“open", cite: "[@a, para. 3]"{accept}}}\n',
        "S115",
        "of this key figure",
    ),
    "its value": (
        'key-figures:\n  - {{value: 9, label: "of 3 children", cite: "[@a, para. 3]"{accept}}}\n',
        "Q303",
        "of this key figure",
    ),
    "recommendations": (
        'recommendations:\n  - {{to: A, items: ["Do <i>it</i>."]{accept}}}\n',
        "S116",
        "of these recommendations",
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_and_in_the_parts_that_have_no_section(name: str, tmp_path: Path) -> None:
    parts, code, where = PARTS[name]
    write(tmp_path, {"specs/b.yaml": SPEC + parts.format(accept="")})
    [finding] = diagnostics(tmp_path)
    assert finding["code"] == code
    assert f"write under `accept:` {where}: - {{" in finding["help"]
    answer = f", accept: [{remedy(finding)}]"
    (tmp_path / "specs/b.yaml").write_text(SPEC + parts.format(accept=answer), "utf-8")
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")


SECTION = SPEC + "  - heading: Figures\n{accept}    text: |\n      {text}\n"


def figures(folder: Path, text: str, *words: str) -> list[str]:
    """The codes and, of figures, the messages of a section that accepts a Q303 at each of these words."""
    items = "".join(f'      - {{code: Q303, words: "{it}", reason: our sum}}\n' for it in words)
    spec = SECTION.format(accept=f"    accept:\n{items}" if items else "", text=text)
    found = diagnostics(write(folder, {"specs/b.yaml": spec}))
    return [d["message"].split(" does")[0] if d["code"] == "Q303" else d["code"] for d in found]


def test_one_figure_that_is_accepted_hides_no_other(tmp_path: Path) -> None:
    text = "Some 936 left [@a, para. 1], and 41 died [@a, para. 1]."
    assert figures(tmp_path, text) == ["`936`", "`41`"]
    first, second = "Some 936 left [@a, para. 1], and", "left [@a, para. 1], and 41 died [@a, para. 1]."
    assert figures(tmp_path, text, first) == ["`41`"]
    assert figures(tmp_path, text, first, second) == []


def test_the_same_figure_in_another_sentence_is_another(tmp_path: Path) -> None:
    text = "Some 936 left [@a, para. 1]. Later 936 died [@a, para. 1]."
    assert figures(tmp_path, text, "936") == ["S123", "`936`", "`936`"]
    first, second = "Some 936 left [@a, para. 1].", "Later 936 died [@a, para. 1]."
    assert figures(tmp_path, text, first) == ["`936`"]
    assert figures(tmp_path, text, first, second) == []
    # Also where only one of them is wrong: who reads “936” cannot tell which is meant.
    text = "Some 936 left. Later 936 died [@a, para. 1]."
    assert figures(tmp_path, text, "936") == ["S123", "`936`"]


def test_words_that_hold_two_warnings_answer_neither(tmp_path: Path) -> None:
    text = "Some 936 of 4,100 left [@a, para. 1]."
    assert figures(tmp_path, text, "936 of 4,100") == ["S123", "`936`", "`4,100`"]
    assert figures(tmp_path, text, "Some 936 of", "of 4,100 left [@a, para. 1].") == []


def test_a_figure_is_not_found_within_another(tmp_path: Path) -> None:
    assert figures(tmp_path, "Some 1936 left [@a, para. 1].", "936") == ["S123", "`1936`"]


def test_a_remedy_tells_alike_words_apart(tmp_path: Path) -> None:
    text = "Some 86 of 86 left [@a, para. 1]. Of 86 here 86 stayed [@a, para. 1]."
    write(tmp_path, {"specs/b.yaml": SECTION.format(accept="", text=text)})
    items = list(map(remedy, diagnostics(tmp_path)))
    assert len(set(items)) == 4
    spec = SECTION.format(accept=f"    accept: [{', '.join(items)}]\n", text=text)
    write(tmp_path, {"specs/b.yaml": spec})
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")


CLAIMS = {
    "a figure": (
        "In May 31 of 86 children were in class [@a, para. 1].",
        "In May 31 of 84 went. The army shot 86 villagers in one day [@a, para. 1].",
    ),
    "a figure whose unit changes": ("Some 86 left [@a, para. 1].", "Some 86 died [@a, para. 1]."),
    "one of two": ("Some 936 of 4,100 left [@a, para. 1].", "Some 936 of 4,100 died [@a, para. 1]."),
    "a quotation": ("They say “we keep it” often.", "They say “we keep it” never."),
    "behind a citation": ("Some 86 [@a, para. 1] left.", "Some 86 [@a, para. 1] died."),
    "where a word follows without a space": (
        "학교에 936명이 왔고 41명이 죽었다 [@a, para. 1].",
        "학교에 936명이 왔고 41명이 살았다 [@a, para. 1].",
    ),
    "in a list": ("- some 86 left [@a, para. 1]", "- some 86 died [@a, para. 1]"),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_no_other_claim_hides_behind_an_older_reason(tmp_path: Path, name: str) -> None:
    before, after = CLAIMS[name]
    write(tmp_path, {"specs/b.yaml": SECTION.format(accept="", text=before)})
    found = diagnostics(tmp_path)
    accept = f"    accept: [{', '.join(map(remedy, found))}]\n"
    write(tmp_path, {"specs/b.yaml": SECTION.format(accept=accept, text=before)})
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")
    write(tmp_path, {"specs/b.yaml": SECTION.format(accept=accept, text=after)})
    assert {d["code"] for d in diagnostics(tmp_path)} == {found[0]["code"], "S123"}


KEY_FIGURE = 'key-figures:\n  - {{value: {}, label: "{}", cite: "[@a, para. 3]"{}}}\n'


@pytest.mark.parametrize("now", [("9", "km to the mine"), ("9", "of 3 shot"), ("9 m", "to school")])
def test_nor_behind_a_key_figure(tmp_path: Path, now: tuple[str, str]) -> None:
    write(tmp_path, {"specs/b.yaml": SPEC + KEY_FIGURE.format("9 km", "to school", "")})
    [finding] = diagnostics(tmp_path)
    answer = f", accept: [{remedy(finding)}]"
    assert 'words: "9 km to school"' in answer
    write(tmp_path, {"specs/b.yaml": SPEC + KEY_FIGURE.format("9 km", "to school", answer)})
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")
    write(tmp_path, {"specs/b.yaml": SPEC + KEY_FIGURE.format(*now, answer)})
    assert [d["code"] for d in diagnostics(tmp_path)].count("Q303") == 1
    assert run("check", "--strict", cwd=tmp_path).status == 1


def test_words_that_are_too_few_are_told_which_to_write(tmp_path: Path) -> None:
    assert figures(tmp_path, "Some 936 left [@a, para. 1].", "936") == ["S123", "`936`"]
    short, figure = diagnostics(tmp_path)
    assert short["message"] == "`936` is too little of what the Q303 there says"
    assert remedy(short) == remedy(figure)


def test_an_acceptance_that_is_there_twice_is_called_so(tmp_path: Path) -> None:
    words = "Some 936 left [@a, para. 1]."
    assert figures(tmp_path, words, words, words) == ["S123"]
    [twice] = diagnostics(tmp_path)
    assert twice["message"] == "this acceptance is there twice"


@pytest.mark.parametrize("reason", ['"…"', '"..."', '"–"'])
def test_a_reason_has_words(tmp_path: Path, reason: str) -> None:
    write(tmp_path, {"specs/b.yaml": SECTION.format(accept="", text="Some 936 left [@a, para. 1].")})
    item = remedy(diagnostics(tmp_path)[0]).replace('"we have thought about it"', reason)
    accept = f"    accept: [{item}]\n"
    write(tmp_path, {"specs/b.yaml": SECTION.format(accept=accept, text="Some 936 left [@a, para. 1].")})
    found = {d["code"]: d["message"] for d in diagnostics(tmp_path)}
    assert found.pop("S103") == "`reason` must say why, in words"
    assert "S123" not in found


@pytest.mark.parametrize("words", ["", "[936]"])
def test_words_that_cannot_be_read_are_reported_once(tmp_path: Path, words: str) -> None:
    accept = f"    accept:\n      - code: Q303\n        words: {words}\n        reason: our sum\n"
    write(tmp_path, {"specs/b.yaml": SECTION.format(accept=accept, text="Some children left.")})
    assert [d["code"] for d in diagnostics(tmp_path)] == ["S103"]


def test_typographic_marks_around_words_are_said_to_be_so(tmp_path: Path) -> None:
    accept = "    accept: [{code: Q303, words: “936”, reason: our sum}]\n"
    write(tmp_path, {"specs/b.yaml": SECTION.format(accept=accept, text="Some 936 left [@a, para. 1].")})
    [stale, _] = diagnostics(tmp_path)
    assert stale["code"] == "S123"
    assert stale["help"].startswith("put straight quotation marks")


def test_words_are_found_however_the_lines_are_broken(tmp_path: Path) -> None:
    text = "Some\n      936 left\n      early [@a, para. 1]."
    assert figures(tmp_path, text, "Some 936 left early [@a, para. 1].") == []


@pytest.mark.parametrize("how", ["changed", "mended", "taken out"])
def test_an_answer_whose_words_are_gone_is_reported_at_its_place(tmp_path: Path, how: str) -> None:
    text = {"changed": "Some 937 left [@a, para. 1].", "mended": "Some 936 left.", "taken out": "None left."}
    assert figures(tmp_path, text[how], "936") == ["S123"] + (["`937`"] if how == "changed" else [])
    [stale, *_] = diagnostics(tmp_path)
    line = (tmp_path / "specs/b.yaml").read_text("utf-8").splitlines()[int(stale["line"]) - 1]
    assert line[int(stale["column"]) - 1 : int(stale["end_column"]) - 1] == '"936"'
    assert run("check", "--strict", cwd=tmp_path).status == 1


def test_the_top_level_answers_nothing_that_has_a_place_in_a_text(tmp_path: Path) -> None:
    write(tmp_path, {"specs/b.yaml": SECTION.format(accept="", text="Some 936 left [@a, para. 1].")})
    accept(tmp_path, "{code: Q303, words: 936, reason: our sum}")
    stale, figure = diagnostics(tmp_path)
    assert (stale["code"], figure["code"]) == ("S123", "Q303")
    assert stale["help"].startswith("write it where the words stand")


def test_it_answers_for_the_summary_and_the_title(tmp_path: Path) -> None:
    spec = SPEC.replace("Words that say", "The 936 that say").replace("A title", "What is “free”")
    write(tmp_path, {"specs/b.yaml": spec})
    found = diagnostics(tmp_path)
    assert [d["code"] for d in found] == ["Q304", "Q303"]
    accept(tmp_path, *map(remedy, found))
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")


@pytest.mark.parametrize(("code", "says"), [("Q999", "there is no `Q999`"), ("H401", "is an error")])
def test_a_code_that_cannot_be_accepted_is_reported(tmp_path: Path, code: str, says: str) -> None:
    write(tmp_path, {})
    accept(tmp_path, f"{{code: {code}, words: Words, reason: so}}")
    [finding] = diagnostics(tmp_path)
    assert finding["code"] == "S123"
    assert says in finding["message"]


OLD = {
    "at the top": ('language: en\naccept: {Q303: "our own sum"}', 4),
    "in lines": ("language: en\naccept:\n  Q303: our own sum", 4),
}


@pytest.mark.parametrize("name", OLD)
def test_the_old_form_silences_nothing_and_says_how_to_write_the_new(tmp_path: Path, name: str) -> None:
    written, line = OLD[name]
    spec = SPEC.replace("Words that say", "The 936 that say").replace("language: en", written)
    write(tmp_path, {"specs/b.yaml": spec})
    old, figure = diagnostics(tmp_path)
    assert (old["code"], old["severity"], old["line"]) == ("S122", "error", line)
    assert remedy(old).replace("…", "936") == '{code: Q303, words: "936", reason: "our own sum"}'
    assert figure["code"] == "Q303"
    mended = spec.replace(written, f"language: en\naccept: [{remedy(figure)}]")
    write(tmp_path, {"specs/b.yaml": mended})
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")


def test_one_acceptance_without_its_dash_is_shown_with_it(tmp_path: Path) -> None:
    write(tmp_path, {"specs/b.yaml": SPEC + "accept: {code: Q303, words: 936, reason: our sum}\n"})
    [finding] = diagnostics(tmp_path)
    assert finding["help"].startswith("the dash before it is missing")
    assert (finding["code"], remedy(finding)) == (
        "S122",
        '{code: Q303, words: "936", reason: "our sum"}',
    )


def test_a_thousand_acceptances_take_no_time_to_speak_of(tmp_path: Path) -> None:
    """Each is looked up once, and not once for each warning."""
    numbers = range(1000, 8000, 7)
    text = "".join(f"      In all {n} left [@a, para. 1].\n\n" for n in numbers)
    items = "".join(
        f'      - {{code: Q303, words: "In all {n} left [@a, para. 1].", reason: r}}\n' for n in numbers
    )
    spec = f"{SPEC}  - heading: Figures\n    text: |\n{text}    accept:\n{items}"
    write(tmp_path, {"specs/b.yaml": spec})
    begun = time.monotonic()
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")
    assert time.monotonic() - begun < 15


def test_in_a_section_that_is_not_there_nothing_ends_in_a_traceback(tmp_path: Path) -> None:
    more = "  - use: nowhere\n    blocks:\n      - text: Some 936 left [@a, para. 1].\n"
    write(tmp_path, {"specs/b.yaml": SPEC + more})
    assert [d["code"] for d in diagnostics(tmp_path)] == ["R203", "Q303"]


ARTICLES = "The right to play [@t, art. 31] and the right to rest [@t, arts. 24 and 31] are named."
USED = """\
---
title: The norms
accept:
  - {{code: E605, words: "The right to play [@t, art. 31] and the right", reason: the section alleges nothing}}
  - {{code: E605, words: "right to rest [@t, arts. 24 and 31] are named.", reason: the section alleges nothing}}
{more}---
{text}
"""
TREATY = "---\ntype: treaty\ntitle: A treaty\n---\n"


def shared(folder: Path, text: str = ARTICLES, more: str = "", evidence: str = "") -> list[tuple[str, str]]:
    """(code, file) of what is found with a section from the corpus that answers for its articles."""
    section = USED.format(text=text, more=more)
    files = {
        "seeds/sources/t.md": TREATY,
        "seeds/sections/s.md": section,
        "specs/b.yaml": SPEC + f"  - use: s\n{evidence}",
    }
    return [(d["code"], d["file"]) for d in diagnostics(write(folder, files))]


def test_a_section_that_many_briefs_use_answers_for_all_of_them(tmp_path: Path) -> None:
    assert shared(tmp_path) == []
    # In another brief there is evidence for the article: the answer stands for the brief without.
    evidence = "  - heading: Evidence\n    text: Schools opened [@a, para. 1; @t, art. 31].\n"
    assert shared(tmp_path, evidence=evidence) == []


def test_but_not_for_words_that_it_does_not_have(tmp_path: Path) -> None:
    file = "seeds/sections/s.md"
    assert shared(tmp_path, ARTICLES.replace("art. 31]", "art. 30]")) == [("S123", file), ("E605", file)]
    more = '  - {code: Q303, words: "936", reason: our sum}\n'
    assert shared(tmp_path, more=more) == [("S123", file)]


def test_another_venue_may_lack_what_is_answered(tmp_path: Path) -> None:
    """What is written for one venue is not reported for another."""
    spec = (
        SPEC
        + "    only-for: [public]\n    accept: [{code: Q303, words: 'Rodong Sinmun wrote of 936 [@a, para. 2].', reason: our sum}]\n"
    )
    write(tmp_path, {"specs/b.yaml": spec.replace("of it [", "of 936 [")})
    assert run("check", "--strict", "--venue", "factsheet", cwd=tmp_path) == (0, "", "")
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")
    accept(tmp_path, "{code: Q303, words: 12, reason: our sum}")
    assert run("check", "--strict", "--venue", "factsheet", cwd=tmp_path) == (0, "", "")
    assert run("check", "--strict", cwd=tmp_path).status == 1


def test_protected_words_may_be_named_and_leave_with_no_file(tmp_path: Path) -> None:
    source = SOURCE.replace("voices:", "protect: [{text: Ann Example, as: a girl}]\nvoices:")
    source = source.replace("Officials said the", "Ann Example said that the")
    spec = SPEC.replace("Rodong Sinmun wrote of it [@a, para. 2]", "“Ann Example said that the mines” [@a]")
    write(tmp_path, {"seeds/sources/a.md": source, "specs/b.yaml": spec})
    [finding] = diagnostics(tmp_path)
    assert finding["code"] == "E603"
    assert "Ann" not in finding["help"]
    item = '{code: E603, words: "“Ann Example said that the mines” [@a].", reason: it is so}'
    answer = f"    accept: [{item}]\n"
    write(tmp_path, {"seeds/sources/a.md": source, "specs/b.yaml": spec + answer})
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")
    assert run("build", "--strict", cwd=tmp_path).status == 0
    manifest = (tmp_path / "outputs/b.json").read_text("utf-8")
    assert "Ann" not in manifest
    [entry] = json.loads(manifest)["accepted"]
    assert "[a girl]" in entry["words"]


def test_a_reason_in_a_section_of_the_corpus_names_nobody_either(tmp_path: Path) -> None:
    """The reasons of a spec are judged (H402); these lie in a file that many briefs use."""
    source = SOURCE.replace("voices:", "protect: [{text: Ann Example, as: a girl}]\nvoices:")
    item = '{code: Q303, words: "Some 936 left [@a, para. 1].", reason: "as Ann Example counted"}'
    section = f"---\ntitle: Figures\naccept: [{item}]\n---\nSome 936 left [@a, para. 1].\n"
    files = {
        "seeds/sources/a.md": source,
        "seeds/sections/s.md": section,
        "specs/b.yaml": SPEC + "  - use: s\n",
    }
    assert run("build", "--strict", cwd=write(tmp_path, files)).status == 0
    [entry] = json.loads((tmp_path / "outputs/b.json").read_text("utf-8"))["accepted"]
    assert entry["reason"] == "as [a girl] counted"
