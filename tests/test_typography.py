"""What a typesetter adds: ties, apostrophes in titles, and locators that name several paragraphs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brief.build import build_spec
from brief.catalogue import Catalogue
from brief.document import open_yaml
from brief.partial_date import PartialDate
from brief.typography import tied, typeset_title
from brief.validate import validate
from brief.workspace import Workspace
from tests.small_workspace import SPEC, edited, source, summary, write

BEFORE = ("article", "para.")
AFTER = ("million", "November")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>see article 14.</p>", '<p>see <span class="tie">article 14</span>.</p>'),
        ("<p>Article 13 (2) (c) of</p>", '<p><span class="tie">Article 13 (2) (c)</span> of</p>'),
        ("<p>10 November 2026</p>", '<p><span class="tie">10 November</span> 2026</p>'),
        ("<p>1er November</p>", '<p><span class="tie">1er November</span></p>'),
        ("<p>3,000.5 million</p>", '<p><span class="tie">3,000.5 million</span></p>'),
        ("<p>particle 14, article fourteen</p>", None),
        ("<p>5 millions, 5 Novembers</p>", None),
        ("<p>article <em>14</em></p>", None),
        ('<img alt="article 14"><title>article 14</title>', None),
        ("<style>p::before { content: 'article 14' }</style><!-- article 14 > -->", None),
        ("<svg><text>article 14</text></svg>", None),
    ],
)
def test_ties(html: str, expected: str | None) -> None:
    assert tied(html, BEFORE, AFTER) == (expected or html)


def test_a_language_without_ties_is_left_alone() -> None:
    assert tied("<p>article 14</p>", (), ()) == "<p>article 14</p>"


def test_titles_have_typographic_apostrophes() -> None:
    assert (
        typeset_title("The children's and the teachers' union, '90s")
        == "The children’s and the teachers’ union, '90s"
    )


@pytest.mark.parametrize("style", ["notes", "author-date"])
@pytest.mark.parametrize(
    ("cited", "printed"),
    [
        ("paras. 1 and 2", "paras. 1 and 2"),
        ("paras. 1, 2", "paras. 1, 2"),
        ("paras. 1, 2 and 3, emphasis added", "paras. 1, 2 and 3"),
        ("para. 1", "para. 1"),
    ],
)
def test_a_locator_is_printed_as_one_or_many(style: str, cited: str, printed: str, tmp_path: Path) -> None:
    files = dict(summary(f"Words, a page says, that say 3 and 11 [@a, {cited}]."))
    files["specs/b.yaml"] = edited(
        str(files["specs/b.yaml"]), "language: en\n", f"language: en\ncitation-style: {style}\n"
    )
    write(tmp_path, {**files, **source("title: A page about schools", "title: The children's page")})
    result = build_spec(tmp_path, "specs/b.yaml")
    assert result.files, result.diagnostics
    html = (tmp_path / "outputs/b.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert printed in re.sub("<[^>]*>", "", html)
    assert "3 and 11" in html
    assert ("The children’s page" in html) == (style == "notes")


FIRST_OF_MAY = {"en": "1 May 2025", "fr": "1er mai 2025", "es": "1 de mayo de 2025", "ko": "2025년 5월 1일"}
QUOTED = {"en": "“Three {}”", "fr": "«\u00a0Three {}\u00a0»", "es": "«Three {}»", "ko": "“Three {}”"}


@pytest.mark.parametrize("language", FIRST_OF_MAY)
@pytest.mark.parametrize("style", ["notes", "author-date"])
def test_dates_and_marks_are_those_of_the_language(language: str, style: str, tmp_path: Path) -> None:
    """The date of the brief, that of a source and the marks of a set-off quotation, on the page."""
    quote = "    blocks:\n      - quote: {source: a, paragraph: 3, text: Three children}\n"
    spec = edited(SPEC, "language: en", f"language: {language}\ncitation-style: {style}")
    spec = edited(spec, "2026-11-20", "2025-05-01").replace("embassy-brief", "report")
    write(
        tmp_path,
        {"specs/b.yaml": spec + quote + "annexes: {sources: true}\n", **source("2024", "2025-05-01")},
    )
    result = build_spec(tmp_path, "specs/b.yaml")
    assert result.files, result.diagnostics
    html = re.sub("<[^>]*>", "", (tmp_path / "outputs/b.html").read_text(encoding="utf-8"))
    assert html.count(FIRST_OF_MAY[language]) >= (3 if style == "notes" else 2)
    assert QUOTED[language].format("children") in html


@pytest.mark.parametrize("language", FIRST_OF_MAY)
def test_no_other_day_is_the_first(language: str) -> None:
    document = open_yaml(Workspace(Path("brief")), f"languages/{language}.yaml", [])
    assert document is not None
    catalogue = validate(Catalogue, document, [])
    assert catalogue is not None
    for day in (2, 11, 21, 31):
        assert re.findall(r"\d+\w*", catalogue.spoken_date(PartialDate(2025, 5, day))).count("1er") == 0
