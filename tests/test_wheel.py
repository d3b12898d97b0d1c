"""The wheel is whole: with nothing but it, in an empty folder, there is a PDF.

It is built without isolation and installed without its dependencies; those of the running
interpreter are lent to the new environment by a `.pth` file. Neither step needs a network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "templates": ("brief/packaged/templates/", "templates", "*.html"),
    "style sheets": ("brief/packaged/styles/", "styles", "*.css"),
    "citation styles": ("brief/packaged/styles/", "styles", "*.csl"),
    "fonts": ("brief/packaged/styles/fonts/", "styles/fonts", "*.ttf"),
    "licences of the fonts": ("brief/packaged/styles/fonts/", "styles/fonts", "*OFL*"),
    "colour profiles": ("brief/packaged/styles/icc/", "styles/icc", "*.icc"),
    "licences of the colour profiles": ("brief/packaged/styles/icc/", "styles/icc", "*LICENSE*"),
    "venues": ("brief/venues/", "brief/venues", "*.yaml"),
    "languages": ("brief/text/languages/", "brief/text/languages", "*.yaml"),
    "Lua filters": ("brief/compose/pandoc_filters/", "brief/compose/pandoc_filters", "*.lua"),
    "modules and all that lies beside them": ("brief/", "brief", "**/*"),
}


def run(*command: str | Path, cwd: Path) -> str:
    """What the command prints; it must succeed. Nothing of the checkout is on its path."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, f"{' '.join(map(str, command))}\n{ran.stdout}{ran.stderr}"
    return ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built from a copy so that the checkout stays as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    # outputs/, .git and the like are not part of it, and may be changing while the tests run.
    for name in ("brief", "templates", "styles"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "ARCHITECTURE.md"):
        shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def brief(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `brief` of a new environment that holds the wheel and borrows its dependencies."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--quiet", wheel, cwd=folder)
    (packages,) = {Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))}
    (packages / "borrowed.pth").write_text(_without_editable(), encoding="utf-8")
    return python.with_name("brief.exe" if os.name == "nt" else "brief")


def _without_editable() -> str:
    """The running interpreter's packages. A `.pth` line is a folder: editable hooks in it are not run."""
    return "\n".join(dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))))


@pytest.mark.parametrize("part", PARTS)
def test_wheel_carries(part: str, wheel: Path) -> None:
    """Everything that brief reads at run time is in the wheel, file by file."""
    prefix, folder, pattern = PARTS[part]
    names = set(zipfile.ZipFile(wheel).namelist())
    found = (path for path in (ROOT / folder).glob(pattern) if path.is_file() and path.suffix != ".pyc")
    expected = {prefix + path.relative_to(ROOT / folder).as_posix() for path in found}
    assert expected, f"there are no {part} in the checkout"
    assert sorted(expected - names) == []


def test_wheel_carries_nothing_else(wheel: Path) -> None:
    """Neither the corpus nor tests nor outputs: other people's texts are not ours to ship."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"brief"}
    originals = {path.name for path in (ROOT / "seeds" / "originals").iterdir()}
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.rpartition("/")[2] in originals]


def test_empty_folder_to_pdf(brief: Path, tmp_path: Path) -> None:
    """`brief init demo && cd demo && brief build`."""
    where = run(
        brief.with_name(Path(sys.executable).name), "-c", "import brief; print(brief.__file__)", cwd=tmp_path
    )
    assert not Path(where.strip()).is_relative_to(ROOT), "the checkout was run, not the wheel"
    run(brief, "init", "demo", cwd=tmp_path)
    run(brief, "build", cwd=tmp_path / "demo")
    printed = sorted((tmp_path / "demo" / "outputs").glob("*.pdf"))
    assert printed, "no PDF was printed"
    assert all(path.read_bytes().startswith(b"%PDF-") for path in printed)
