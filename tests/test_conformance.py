"""PDF/A-3a and PDF/UA-1 at once: veraPDF judges every sample, the torture document, and what is broken on purpose.

veraPDF is run once for each standard over all files: most of its time is Java's start.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from external import external
from finished import ROOT, SAMPLES
from small_workspace import write
from torture import torture

from brief.model.diagnostic import CannotRunError
from brief.prove.conformance import STANDARDS, Judged, judgements, nonconformance
from brief.run.build import build_spec
from tests.command import run

Broken = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Finished files, as they leave: all samples, the torture document, and some with one thing broken."""
    external("verapdf")
    folder = tmp_path_factory.mktemp("conformance")
    for name in ("specs", "seeds", "venues", "templates", "styles"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "brief.yaml", folder)
    for root, specs in ((folder, SAMPLES), (torture(folder / "torture"), ("torture",))):
        for name in specs:
            result = build_spec(root, f"specs/{name}.yaml")
            assert result.files, result.diagnostics
    assert result.pages >= 50
    shutil.copy(folder / "torture" / "outputs" / "torture.pdf", folder / "outputs")
    for name, break_it in BROKEN.items():
        with pikepdf.open(folder / "outputs" / "embassy.pdf") as pdf:
            break_it(pdf)
            pdf.save(folder / "outputs" / f"broken-{name}.pdf")
    return folder


@pytest.fixture(scope="module")
def judged(folder: Path) -> dict[tuple[str, str], Judged]:
    """What veraPDF says of each file, by standard and name."""
    files = sorted((folder / "outputs").glob("*.pdf"))
    return {
        (standard, path.stem): found
        for standard in STANDARDS
        for path, found in judgements(standard, files).items()
    }


def _tag(pdf: pikepdf.Pdf, role: str) -> pikepdf.Object:
    found = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == role)
    return next(found)


def _untitled(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def _no_colours(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def _no_scope(pdf: pikepdf.Pdf) -> None:
    del _tag(pdf, "/TH")["/A"]


def _no_identifier(pdf: pikepdf.Pdf) -> None:
    del _tag(pdf, "/Note")["/ID"]


def _gap(pdf: pikepdf.Pdf) -> None:
    _tag(pdf, "/H2").S = pikepdf.Name("/H4")


def _no_relationship(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0]["/AFRelationship"]


BROKEN: dict[str, Broken] = {
    "untitled": _untitled,
    "no-colours": _no_colours,
    "no-scope": _no_scope,
    "no-identifier": _no_identifier,
    "gap": _gap,
    "no-relationship": _no_relationship,
}


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("name", [*SAMPLES, "torture"])
def test_every_pdf_conforms(judged: dict[tuple[str, str], Judged], name: str, standard: str) -> None:
    """Not one failed check, and thousands that passed."""
    found = judged[standard, name]
    assert found.failures == ()
    assert (found.failed_rules, found.failed_checks) == (0, 0)
    assert found.passed_rules > 100
    assert found.passed_checks > 5000


@pytest.mark.parametrize(
    ("name", "standard", "clause"),
    [
        ("untitled", "ua1", "7.1"),
        ("no-colours", "3a", "6.2.4.3"),
        ("no-scope", "ua1", "7.5"),
        ("no-identifier", "ua1", "7.9"),
        ("gap", "ua1", "7.4.2"),
        ("no-relationship", "3a", "6.8"),
    ],
)
def test_veraPDF_sees_what_we_rely_on(  # noqa: N802
    judged: dict[tuple[str, str], Judged], name: str, standard: str, clause: str
) -> None:
    """A validator that passes everything would prove nothing."""
    assert clause in {rule["clause"] for rule in judged[standard, f"broken-{name}"].failures}


def test_a_broken_clause_is_a_finding(folder: Path) -> None:
    """P711, with the clause in plain words, how often and where."""
    findings = nonconformance(folder, ["outputs/broken-no-colours.pdf"])
    assert {finding.code for finding in findings} == {"P711"}
    messages = [finding.message for finding in findings]
    assert any(
        "PDF/A-3a, clause 6.2.4.3 (colours) is broken" in m and "first on page 1" in m for m in messages
    )
    assert all(finding.place.file == "outputs/broken-no-colours.pdf" for finding in findings)
    assert all("the clause in its own words" in finding.help for finding in findings)


def test_build_asks_veraPDF(tmp_path: Path) -> None:  # noqa: N802
    """And says nothing when all is well."""
    external("verapdf")
    outcome = run("build", "b", "--conformance", cwd=write(tmp_path))
    assert (outcome.status, outcome.stdout) == (0, ""), outcome


def test_without_veraPDF_the_build_says_how_to_get_it(  # noqa: N802
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before any work; nothing is written."""
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    outcome = run("build", "b", "--conformance", cwd=write(tmp_path))
    assert outcome.status == 2
    assert "there is no `verapdf` on the path" in outcome.stderr
    assert "https://verapdf.org" in outcome.stderr
    assert not (tmp_path / "outputs" / "b.html").exists()


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo Oh no >&2", "verapdf gave no report that can be read; it said: Oh no"),
        ("echo '{}'", "verapdf gave no report that can be read; it said: nothing"),
        ("""echo '{"report": {"jobs": []}}'""", "verapdf did not report on a.pdf"),
    ],
)
def test_a_validator_that_fails_is_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, message: str
) -> None:
    """It is never taken for a pass."""
    fake = tmp_path / "verapdf"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(CannotRunError, match=message):
        judgements("3a", [tmp_path / "a.pdf"])


def test_an_edition_for_the_press_is_not_judged(tmp_path: Path) -> None:
    """PDF/X-4 is another standard."""
    outcome = run("build", "b", "--conformance", "--edition", "print", cwd=write(tmp_path))
    assert outcome.status == 2
    assert "another standard" in outcome.stderr
