"""The engine's HTML reader, made to keep its patterns, reads what it read before."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import pytest
import tinyhtml5
from tinyhtml5 import inputstream

from brief.compose.html_reader import OPTIONS, _Patterns, hand_over, read_html
from brief.outputs.engine.press import warm_up

HTML = (Path(__file__).parent / "word_torture.html").read_text(encoding="utf-8")
ODD = "<p class='a\tb' id=x/y=<z>a&amp;b &notit; <![CDATA[x]]> <!-- -- --> <br/ > <TITLE>é\r\n\0</title <p"


def as_it_comes(html: str, monkeypatch: pytest.MonkeyPatch) -> Element:
    """The tree that the library makes by itself."""
    monkeypatch.setattr(inputstream, "characters_until_regex", {})
    root: Element = tinyhtml5.parser.parse(html, namespace_html_elements=False)
    return root


@pytest.mark.parametrize("html", [HTML, ODD, ""])
def test_the_tree_is_the_same(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = tostring(as_it_comes(html, monkeypatch))
    assert tostring(read_html(html)) == expected
    assert tostring(read_html(html)) == expected


def test_the_library_still_loses_its_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this fails the library keeps them itself, and `html_reader` can go."""
    as_it_comes(HTML, monkeypatch)
    assert not any(isinstance(key[0], frozenset | str | tuple) for key in inputstream.characters_until_regex)
    read_html(HTML)
    assert isinstance(inputstream.characters_until_regex, _Patterns)
    assert len(inputstream.characters_until_regex) < 60


def test_the_engine_has_the_tree_of_the_page_read_last_and_of_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tinyhtml5, "parse", tinyhtml5.parse)
    hand_over()
    root = read_html("<p>one")
    other = tinyhtml5.parse("<p>two", **OPTIONS)
    assert "two" in tostring(other, encoding="unicode")
    assert tinyhtml5.parse("<p>one", **OPTIONS) is not root  # somebody else was in between
    root = read_html("<p>one")
    assert tinyhtml5.parse("<p>one", namespace_html_elements=True) is not root
    root = read_html("<p>one")
    assert tinyhtml5.parse("<p>one", **OPTIONS) is root
    assert tinyhtml5.parse("<p>one", **OPTIONS) is not root  # it may have been altered


def test_the_engine_asks_for_it_as_it_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = warm_up()
    monkeypatch.setattr(tinyhtml5, "parse", tinyhtml5.parse)
    hand_over()
    root = read_html("<p>one")
    assert weasyprint.HTML(string="<p>one").etree_element is root
    assert weasyprint.HTML(string="<p>one").etree_element is not root
