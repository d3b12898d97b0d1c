"""Our shortcuts through the engine change no byte of what it prints, and nothing that it warns of."""

from __future__ import annotations

from tests.process import ROOT, python

SEEDS = [str(seed) for seed in (*range(1, 13), 57, 63)]
PRINTED = "import sys; from tests.engine_pages import main; sys.argv = ['pages', *sys.argv[1:]]; main()"


def printed(*words: str) -> list[str]:
    """What the engine makes of these pages, a line each."""
    done = python(PRINTED, *words, cwd=ROOT)
    assert not done.returncode, done.stderr
    return done.stdout.splitlines()


def test_pages_of_any_style_are_the_same_bytes_with_and_without_shortcuts() -> None:
    ours = printed(*SEEDS)
    assert ours == printed("bare", *SEEDS)
    assert sum(";" in line for line in ours) > len(SEEDS) / 2, "too many pages that the engine cannot lay out"
    assert any("Ignored" in line for line in ours), "no page is warned of"
