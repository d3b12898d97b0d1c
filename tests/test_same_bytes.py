"""The same brief gives the same bytes everywhere: whoever builds it, where, when, and beside which fonts.

The second build runs where everything differs that may not matter: another day (for every
library, Python's or not), time zone, locale, hash seed, folder, home and user; a fontconfig
that sees no font, or one that gives other fonts under our names; a pandoc of the user's own
making. Then every file is held against that of the first.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pyphen
import pytest

from tests.command import run
from tests.external import external
from tests.process import ROOT, start
from tests.small_workspace import SPEC, edited, write
from tests.test_build import copied

SPECS = ("embassy", "upr-joint", "factsheet")
KOREAN = edited(edited(SPEC, "language: en", "language: ko"), "title: A title", "title: 교육을 받을 권리")
NO_FONT = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig></fontconfig>'
)
OTHER_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir>
<match target="pattern"><edit name="family" mode="assign" binding="same"><string>Liberation Serif</string></edit></match>
<match target="font"><edit name="embolden" mode="assign"><bool>true</bool></edit></match>
</fontconfig>"""


def workspace(folder: Path) -> Path:
    """The samples, and a brief in Korean with a picture, whose place must not matter."""
    copied(folder)
    write(folder / "small", {"specs/b.yaml": KOREAN})
    return folder


def build(folder: Path, env: dict[str, str], **options: object) -> dict[str, bytes]:
    """Everything that the usual build and the print edition write."""
    for place, specs in ((folder, SPECS), (folder / "small", ("b",))):
        for edition in ((), ("--edition", "print")):
            process = start("build", *specs, *edition, cwd=place, env=env, **options)
            stdout, stderr = process.communicate(timeout=300)
            assert (process.returncode, stdout) == (0, ""), stdout + stderr
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("outputs/**/*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files as they are built here and now."""
    return build(workspace(tmp_path_factory.mktemp("here") / "w"), {})


@pytest.fixture(scope="module")
def another_day(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A library that answers whoever asks for the time, four hundred days later."""
    compiler = external("cc")
    built = tmp_path_factory.mktemp("clock") / "later.so"
    source = ROOT / "tests/clock_of_another_day.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", built, source, "-ldl"], check=True)
    asked = subprocess.run(["date", "+%s"], env={"LD_PRELOAD": str(built)}, capture_output=True, check=True)
    now = subprocess.run(["date", "+%s"], capture_output=True, check=True)
    assert int(asked.stdout) - int(now.stdout) > 399 * 86400
    return str(built)


def homes(folder: Path) -> Iterator[tuple[str, Path]]:
    """A home whose pandoc has Lua and abbreviations of its own, and fonts that nobody asked for."""
    pandoc = folder / "home/.local/share/pandoc"
    pandoc.mkdir(parents=True)
    (pandoc / "init.lua").write_text('io.stderr:write("not ours")', encoding="utf-8")
    (pandoc / "abbreviations").write_text("the\nof\nand\n", encoding="utf-8")
    yield "HOME", folder / "home"
    yield "XDG_DATA_HOME", folder / "home/.local/share"
    yield "XDG_CONFIG_HOME", folder / "home/.config"


def test_everything_else_differs(here: dict[str, bytes], tmp_path: Path, another_day: str) -> None:
    """Another day, user, folder, locale, time zone, hash seed and umask, and no font at all."""
    fonts = tmp_path / "no-fonts.conf"
    fonts.write_text(NO_FONT, encoding="utf-8")
    env = {name: str(path) for name, path in homes(tmp_path)}
    env |= {"LD_PRELOAD": another_day, "FONTCONFIG_FILE": str(fonts), "FONTCONFIG_PATH": str(tmp_path)}
    env |= {"USER": "nobody", "LOGNAME": "nobody", "TMPDIR": str(tmp_path), "SOURCE_DATE_EPOCH": "1"}
    env |= {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "LANGUAGE": "ko"}
    env |= {
        "PYTHONHASHSEED": "4711",
        "PANGO_LANGUAGE": "ko:ja",
        "FREETYPE_PROPERTIES": "truetype:interpreter-version=35",
    }
    there = build(workspace(tmp_path / "another place" / "한국"), env, umask=0o077)
    assert_same(here, there)


def test_other_fonts_under_our_names(here: dict[str, bytes], tmp_path: Path) -> None:
    """A fontconfig that answers every family with another, and makes it bold."""
    fonts = tmp_path / "fonts.conf"
    text = OTHER_FONTS.format(fonts=ROOT / "styles/fonts", cache=tmp_path / "cache")
    fonts.write_text(text, encoding="utf-8")
    there = build(workspace(tmp_path / "w"), {"FONTCONFIG_FILE": str(fonts), "PYTHONHASHSEED": "0"})
    assert_same(here, there)


def assert_same(here: dict[str, bytes], there: dict[str, bytes]) -> None:
    """The same names, the same bytes; a difference is named by its file."""
    assert {Path(name).suffix for name in here} == {".pdf", ".docx", ".html", ".json", ".ttf"}
    assert sum(name.endswith(".print.pdf") for name in here) == 4
    assert sorted(here) == sorted(there)
    assert [name for name, data in here.items() if there[name] != data] == []


NAMED = {
    "specs/b.yaml": edited(SPEC, "language: en", "language: en\ncitation-style: nöten"),
    "styles/nöten.csl": (ROOT / "styles/notes.csl").read_bytes(),
}


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "HOME": ""},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "", "LC_CTYPE": "", "LANG": "", "PYTHONUTF8": "0"},
    ],
    ids=lambda it: " ".join(f"{name}={value}" for name, value in it.items()),
)
def test_names_beyond_ascii_in_any_locale(env: dict[str, str], tmp_path: Path) -> None:
    """A folder and a citation style with an umlaut, a space and a quotation mark in their names."""
    found = []
    for place, variables in (("plain", {"LC_ALL": "C.UTF-8"}), ("Zü 'rich'", env)):
        folder = write(tmp_path / place, NAMED)
        process = start("build", cwd=folder, env=variables, encoding="utf-8")
        stdout, stderr = process.communicate(timeout=120)
        assert (process.returncode, stdout) == (0, ""), stdout + stderr
        found.append({path.name: path.read_bytes() for path in (folder / "outputs").glob("b.*")})
    assert found[0] == found[1]


def test_a_brief_built_alone_is_the_brief_built_among_others(here: dict[str, bytes], tmp_path: Path) -> None:
    """What a process built before leaves no trace."""
    folder = copied(tmp_path / "alone")
    outcome = run("build", "factsheet", cwd=folder)
    assert outcome.status == 0, outcome.stdout
    for suffix in (".pdf", ".docx", ".html", ".json"):
        name = f"outputs/factsheet{suffix}"
        assert (folder / name).read_bytes() == here[name]


# The manifest


def manifest(here: dict[str, bytes], name: str) -> dict[str, dict[str, str]]:
    """A manifest, read."""
    value: dict[str, dict[str, str]] = json.loads(here[name])
    return value


def test_fonts_and_profiles_are_hashed(here: dict[str, bytes]) -> None:
    """Each by the bytes of the file that travels with us."""
    inputs = manifest(here, "outputs/embassy.print.json")["inputs"]
    packaged = {name: digest for name, digest in inputs.items() if name.startswith("packaged:styles/")}
    assert "packaged:styles/fonts/SourceSerif4-Regular.ttf" in packaged
    assert "packaged:styles/icc/ISOcoated_v2_300_bas.icc" in packaged
    for name, digest in packaged.items():
        assert digest == hashlib.sha256((ROOT / name.removeprefix("packaged:")).read_bytes()).hexdigest()


def test_hyphenation_dictionaries_are_hashed(here: dict[str, bytes]) -> None:
    """Those of the page's languages; Korean is not hyphenated."""
    told = manifest(here, "outputs/embassy.json")["hyphenation"]
    english = pyphen.LANGUAGES["en"]
    assert told == {english.name: hashlib.sha256(english.read_bytes()).hexdigest()}
    korean = manifest(here, "small/outputs/b.json")["hyphenation"]
    assert set(korean) <= {english.name}


def test_a_dictionary_for_each_language() -> None:
    """French words in an English brief are divided as in French."""
    from brief.outputs.manifest import hyphenation

    assert list(hyphenation('<html lang="en"><p lang="fr">…</p><p lang="ko">…</p><i lang="es-MX">')) == [
        "hyph_en_GB.dic",
        "hyph_es.dic",
        "hyph_fr.dic",
    ]


def test_the_versions_that_shape_the_output_are_pinned_and_told(here: dict[str, bytes]) -> None:
    """What pyproject.toml pins to one version is what the manifest names, with that version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = dict(line.split("==") for line in project["dependencies"] if "==" in line)
    assert manifest(here, "outputs/embassy.json")["versions"] == pinned


def test_files_that_travel_with_us_are_pinned() -> None:
    """Each font and profile stands in its folder's README with its digest."""
    for folder, pattern in (("fonts", "*.ttf"), ("icc", "*.icc")):
        told = (ROOT / "styles" / folder / "README.md").read_text(encoding="utf-8")
        for file in (ROOT / "styles" / folder).glob(pattern):
            assert f"| `{file.name}` | `{hashlib.sha256(file.read_bytes()).hexdigest()}` |" in told


def test_a_glyph_that_no_font_has_is_named_where_it_stands(tmp_path: Path) -> None:
    """P703: the character, its number and name, and its place in the spec; for the print edition too."""
    text = SPEC.replace("Words that say something", "Words that say 𓀀 something")
    line = next(n for n, words in enumerate(text.splitlines(), 1) if "𓀀" in words)
    column = text.splitlines()[line - 1].index("𓀀") + 1
    for edition in ((), ("--edition", "print")):
        outcome = run("build", "b", *edition, cwd=write(tmp_path, {"specs/b.yaml": text}))
        assert outcome.status == 1
        assert "no font has `𓀀` (U+13000, egyptian hieroglyph a001)" in outcome.stdout
        assert f"specs/b.yaml:{line}:{column}" in outcome.stdout
        assert not (tmp_path / "outputs").exists()
