"""The words of each language: as many as the templates and the venues ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from command import run
from small_workspace import SPEC, write

from tests.process import ROOT

CATALOGUES = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in ROOT.glob("brief/languages/*.yaml")
}
VENUES = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))["name"] for path in ROOT.glob("brief/venues/*.yaml")
}


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_every_language_has_all_words(language: str) -> None:
    words, english = CATALOGUES[language], CATALOGUES["en"]
    for group in ("labels", "voices", "source-groups"):
        assert list(words[group]) == list(english[group])
    assert language == "en" or sorted(words["venues"]) == sorted(VENUES.values())


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Report"), ("fr", "Rapport"), ("es", "Informe"), ("ko", "보고서")]
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
