"""The fonts that the engine writes are taken away, however the process that wrote them ended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.process import ROOT, environment

PRINT = """
import os, sys
from brief.outputs.engine.press import fetcher, warm_up
from brief.files.workspace import packaged_root
weasyprint = warm_up()
font = (packaged_root("styles") / "fonts" / "SourceSans3-Regular.ttf").read_bytes()
style = "@font-face{font-family:F;src:url(https://a.invalid/f.ttf)}"
html = weasyprint.HTML(
    string=f"<style>{style}</style><p style='font-family:F'>Text", url_fetcher=fetcher({"https://a.invalid/f.ttf": (font, "font/ttf")})
)
document = html.render()
print("printed", flush=True)
sys.stdin.read()
os._exit(0)
"""


def press(folder: Path, cache: Path) -> subprocess.Popen[str]:
    """A process that has printed and waits to be ended."""
    (folder / "tmp").mkdir(exist_ok=True)
    env = environment({"TMPDIR": str(folder / "tmp"), "XDG_CACHE_HOME": str(cache)})
    process = subprocess.Popen(
        [sys.executable, "-c", PRINT],
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "printed\n"
    return process


def fonts(cache: Path) -> set[Path]:
    """The fonts that lie about."""
    return {path for path in cache.rglob("brief/fonts/*/*/*") if path.is_file()}


def test_fonts_of_an_ended_process_are_taken_away_by_the_next_and_no_others(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    killed = press(tmp_path, cache)
    left = fonts(cache)
    assert len(left) == 1
    killed.kill()
    killed.communicate()
    alive = press(tmp_path, cache)
    living = fonts(cache)
    assert len(living) == 1
    assert not living & left
    alive_too = press(tmp_path, cache)
    assert living < fonts(cache), "fonts were taken from a process that uses them"
    for process in (alive, alive_too):
        process.communicate("", timeout=60)
    assert not list((tmp_path / "tmp").glob("weasyprint-*"))


def test_without_a_cache_fonts_go_where_other_temporary_files_go(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder", encoding="utf-8")
    process = press(tmp_path, tmp_path / "cache")
    assert len(list((tmp_path / "tmp").glob("weasyprint-*"))) == 1
    process.communicate("", timeout=60)
