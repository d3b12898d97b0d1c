"""Our shortcuts through the engine change no byte of what it prints, and nothing that it warns of."""

from __future__ import annotations

from tests.process import ROOT, python

SEEDS = [str(seed) for seed in (1, 2, 3, 11, 15, 26, 33, 41, 42, 43, 49, 57, 63)]
FREE = (
    "p { color: red }",
    "p { background: linear-gradient(red 1pt, blue) }",
    "p { background: radial-gradient(5px at 10% 2mm, red, blue) }",
    "@page { @top-left { content: 'x' } }",
    "@counter-style x { system: cyclic; symbols: 'x' }",
)
BOUND = (
    "p { background: linear-gradient(red 1em, blue) }",
    "p { background: radial-gradient(red, 2rem, blue) }",
    "@page { @footnote { background: linear-gradient(red 1vw, blue) } }",
    "p { border-image-source: radial-gradient(5ex at 10% 2mm, red, blue) }",
    "p::first-line { color: red }",
    "p { -weasy-anchor: 'x' }",
    "@import 'x.css';",
)
KEPT = f"""
from brief.outputs.engine import sheets
from brief.outputs.engine.press import warm_up
weasyprint = warm_up()
from weasyprint.text.fonts import FontConfiguration
for style in {FREE + BOUND!r}:
    fonts = FontConfiguration()
    weasyprint.HTML(string="<style>" + style + "</style><p>x").render(font_config=fonts)
    print(style, "kept_sheets" in fonts.__dict__, sep=": ")
"""
PRINTED = "import sys; from tests.engine_pages import main; sys.argv = ['pages', *sys.argv[1:]]; main()"


def printed(*words: str) -> list[str]:
    """What the engine makes of these pages, a line each."""
    done = python(PRINTED, *words, cwd=ROOT)
    assert not done.returncode, done.stderr
    return done.stdout.splitlines()


def test_pages_of_any_style_are_the_same_bytes_with_and_without_shortcuts() -> None:
    ours = printed(*SEEDS)
    assert ours == printed("bare", *SEEDS)
    assert sum(";" in line for line in ours) > len(ours) / 2, "too many pages that the engine cannot lay out"
    assert any("Ignored" in line for line in ours), "no page is warned of"


def test_style_sheets_are_kept_unless_they_mean_something_else_for_another_document() -> None:
    """What the engine works out for the element that comes first is not kept; most is."""
    kept = python(KEPT, cwd=ROOT)
    assert not kept.returncode, kept.stderr
    told = dict(line.rsplit(": ", 1) for line in kept.stdout.splitlines())
    assert {style for style, answer in told.items() if answer == "True"} == set(FREE)
    assert {style for style, answer in told.items() if answer == "False"} == set(BOUND)
