"""Block quotations (`> …`) are held like words in marks; so are the words of pictures, as far as they can be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run
from small_workspace import summary, write
from test_quotations import source_of, verdicts

from brief.text.markdown.citations import read_citations

PARAGRAPHS = (
    "They were not allowed to leave the school before 2024.",
    "Nobody came. “The gate was shut,” Kim said.",
    "Then it opened.",
)
SOURCE = source_of(*PARAGRAPHS)

TRUE = (
    "> They were not allowed to leave the school [@a, para. 1]",
    "> They were not\n> allowed to leave [@a, para. 1].",
    "> They were *not* allowed\nto leave [@a, para. 1]",
    "Kim said [@a, para. 1]:\n\n> They were not allowed to leave\n\nMore words.",
    "> They were not allowed to leave the school before 2024.\n>\n> Nobody came. […] Then it opened. [@a, paras. 1-3]",
    "> They were not allowed to leave\n>\n> — a pupil [@a, para. 1]",
    "> They were not allowed to leave\n> — a pupil, 12 [@a, para. 1]",
    "> “They were not allowed to leave” [@a, para. 1]",
    "> Nobody came. “The gate was shut,” Kim said. [@a, para. 2]",
    "- They said:\n\n  > They were not allowed to leave [@a, para. 1]",
)
FALSE = {
    "> They were allowed to leave the school [@a, para. 1]": "perhaps",
    "> They were not allowed to leave. Nobody came. [@a, paras. 1-2]": "perhaps",
    "Kim said [@a, para. 1]:\n\n> They were always allowed to leave": "perhaps",
    "> They were not allowed to leave [@a, para. 2]": "perhaps",
    "> Somebody came. “The gate was shut,” Kim said. [@a, para. 2]": "perhaps",
    "> They were not allowed to leave\n>\n> Somebody came [@a, para. 1]": "perhaps",
    "Kim said it [@a, para. 1].\n\n> They were not allowed to leave": "uncited",
    "> “They were allowed to leave” [@a, para. 1]": "false",
}


@pytest.mark.parametrize("markdown", TRUE)
def test_a_true_block_quotation_is_not_reported(markdown: str) -> None:
    said = verdicts(markdown, SOURCE)
    assert said
    assert set(said) == {"true"}


@pytest.mark.parametrize(("markdown", "said"), FALSE.items())
def test_a_false_one_is(markdown: str, said: str) -> None:
    assert verdicts(markdown, SOURCE) == [said]


def codes(folder: Path, text: str) -> list[tuple[str, int]]:
    """The codes of a check, with their lines."""
    source = "---\ntype: webpage\ntitle: A page\nlanguage: en\nkind: press\nprotect:\n  - {text: Kim, as: a pupil}\n---\n"
    files = {
        "seeds/sources/b.md": source + "\n\n".join(PARAGRAPHS) + "\n",
        "mark.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    }
    outcome = run("check", "--format", "json", cwd=write(folder, {**summary(text), **files}))
    return [(finding["code"], finding["line"]) for finding in json.loads(outcome.stdout)["diagnostics"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> They were allowed to leave [@b, para. 1]", [("Q309", 7)]),
        ("> We say this ourselves.", [("Q304", 7)]),
        ("Words ![“quoted”](mark.svg) [@b, para. 3].", [("Q304", 7)]),
        ("Words [@b, para. 3].\n![Kim at the gate](mark.svg)", [("H402", 8)]),
        ("Words ![a gate [@b]](mark.svg).", [("S112", 7)]),
        ("Words ![a gate, as @b says](mark.svg).", [("S112", 7)]),
        ("Words [a gate [@b, para. 3]](https://example.org).", [("S112", 7)]),
    ],
)
def test_through_brief_check(tmp_path: Path, text: str, expected: list[tuple[str, int]]) -> None:
    assert codes(tmp_path, text) == expected


def test_names_in_block_quotations_are_replaced_and_the_quotation_is_proved(tmp_path: Path) -> None:
    assert codes(tmp_path, "> Nobody came. “The gate was shut,” Kim said. [@b, para. 2]") == []
    assert run("build", cwd=tmp_path).status == 0
    record = json.loads((tmp_path / "outputs/b.json").read_text(encoding="utf-8"))
    assert record["quotations"][0]["words"] == "Nobody came. “The gate was shut,” [a pupil] said."
    assert "Kim" not in (tmp_path / "outputs/b.html").read_text(encoding="utf-8")


def test_citations_beside_pictures_and_links_are_read() -> None:
    """And in spans, whose brackets are followed by attributes."""
    for text in ("![x](m.svg) [@a]", "[x](https://a.org) [@a]", "[x [@a]]{.term}"):
        citations, slips = read_citations(text)
        assert (len(citations), slips) == (1, ())


def test_what_cites_nothing_adds_nothing_to_a_source(tmp_path: Path) -> None:
    """The number of a note within it is asked for its citation, not held against a source that nobody named."""
    assert codes(tmp_path, "Words.\n\n> They were not allowed to leave [4]") == [("Q304", 9)]
