"""The words of each language: as many as the templates and the venues ask for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import run
from small_workspace import SPEC, write

from brief.model.partial_date import PartialDate
from brief.text.catalogue import packaged_catalogue
from tests.process import ROOT

LANGUAGES = {
    path.stem: yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    for path in ROOT.glob("brief/text/languages/*.yaml")
}
CATALOGUES = {id_: words for id_, words in LANGUAGES.items() if "labels" in words}
VENUES = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))["name"] for path in ROOT.glob("brief/venues/*.yaml")
}


def test_our_own_catalogues_are_whole_and_the_others_none() -> None:
    assert {id_ for id_ in LANGUAGES if packaged_catalogue(id_) is not None} == set(CATALOGUES)
    german = packaged_catalogue("de")
    assert german is not None
    assert german.spoken_date(PartialDate.parse("2026-03-01")) == "1. März 2026"


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_every_language_has_all_words(language: str) -> None:
    words, english = CATALOGUES[language], CATALOGUES["en"]
    for group in ("labels", "voices", "source-groups"):
        assert list(words[group]) == list(english[group])
    assert language == "en" or sorted(words["venues"]) == sorted(VENUES.values())


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Report"), ("fr", "Rapport"), ("es", "Informe"), ("de", "Bericht"), ("ko", "보고서")],
)
def test_a_document_names_its_venue_in_its_own_language(language: str, words: str, tmp_path: Path) -> None:
    """But a venue of the workspace as the workspace names it."""
    spec = SPEC.replace("embassy-brief", "report").replace("language: en", f"language: {language}")
    root = write(tmp_path, {"specs/b.yaml": spec})
    assert run("build", cwd=root).status == 0
    assert f'<p class="kicker">{words}</p>' in (root / "outputs/b.html").read_text("utf-8")
    ours = yaml.safe_load((ROOT / "brief/venues/report.yaml").read_text("utf-8"))
    (root / "venues").mkdir(exist_ok=True)
    (root / "venues/report.yaml").write_text(yaml.safe_dump({**ours, "name": "Own report"}), "utf-8")
    assert run("build", cwd=root).status == 0
    assert '<p class="kicker">Own report</p>' in (root / "outputs/b.html").read_text("utf-8")


ASKED = re.compile(
    r"""\b(?:words|either|worth|phrase|forms|_any_of|_rows)\(\s*((?:["'][a-z.-]+["'],?\s*)+)"""
)


def lists(said: dict[str, Any], within: str = "") -> Iterator[str]:
    """The names of all lists and words of a language's `reading`; units are one."""
    for key, value in said.items():
        if isinstance(value, dict) and key in ("speakers", "compounds", "number-forms"):
            yield from lists(value, f"{key}.")
        else:
            yield f"{within}{key}"


def asked() -> set[str]:
    """The names that the code asks for."""
    found = {"units"}  # by a function of its own
    for path in (ROOT / "brief").rglob("*.py"):
        for match in ASKED.finditer(path.read_text("utf-8")):
            names = re.findall(r"[a-z.-]+", match[1])
            found |= (
                {f"number-forms.{name}" for name in names}
                if match[0].startswith(("forms", "_rows"))
                else set(names)
            )
    return found


def test_every_list_is_read_and_every_name_is_a_list() -> None:
    """A slip in a name would be an empty list: nothing would be found, and nobody would notice."""
    there = {name for said in LANGUAGES.values() for name in lists(said["reading"])}
    named = {
        name
        for said in LANGUAGES.values()
        for form in said["reading"].get("number-forms", {}).values()
        for name in re.findall("%([a-z-]+)%", form)
    }
    assert there - asked() - named == set(), "no reader asks for these"
    assert asked() - there - set(LANGUAGES) == set(), "no language has these"


def test_a_language_has_its_lists_in_english_too_or_alone() -> None:
    """German is read as French and Spanish are: whatever two of the three have, it has."""
    have = {id_: set(lists(LANGUAGES[id_]["reading"])) for id_ in ("de", "es", "fr")}
    assert (have["es"] & have["fr"]) - have["de"] == {
        "boilerplate",
        "boilerplate-within",
        "percent-after",
        "ordinal-endings",
        "remarks",
    } - have["de"]


FOREIGN = re.compile(r"[가-힣\u0600-\u06ff\u3040-\u30ff]{2,}|\b(?:korea\w*|dprk|pyongyang|rodong)\b", re.I)


def test_no_word_of_a_language_stands_in_the_code() -> None:
    """Nor the name of a country: they are data. Docstrings and remarks may give examples."""
    found = []
    for path in sorted((ROOT / "brief").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        theory = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in theory
                and FOREIGN.search(node.value)
            ):
                found.append(f"{path.name}:{node.lineno} {node.value[:40]}")
    assert found == []
