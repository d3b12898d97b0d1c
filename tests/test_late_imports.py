"""What the engine seldom needs is not imported with it, and is there when it is called."""

from __future__ import annotations

import subprocess
import sys

from brief.outputs.engine.late import SELDOM, brought_in_late

CALLED = """
import sys
from brief.outputs.engine.late import SELDOM
from brief.outputs.engine.press import warm_up
warm_up()
assert not set(SELDOM) & set(sys.modules), set(SELDOM) & set(sys.modules)
from weasyprint.pdf import fonts
from weasyprint.text.fonts import woff2
subsetter = fonts.subset.Subsetter(fonts.subset.Options(retain_gids=True))
assert type(subsetter).__module__ == "fontTools.subset" and subsetter.options.retain_gids
from io import BytesIO
from fontTools.ttLib import TTLibError
for call in (lambda: woff2.decompress(BytesIO(b"no font at all, but long enough" * 9), BytesIO()),
             lambda: fonts.instantiateVariableFont({}, {})):
    try:
        call()
    except (TTLibError, KeyError, ImportError, ValueError) as error:
        print(type(error).__name__)
assert set(SELDOM) <= set(sys.modules)
"""


def test_they_come_when_they_are_called() -> None:
    done = subprocess.run([sys.executable, "-c", CALLED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) == 2


def test_no_stand_in_stays() -> None:
    there = {name: sys.modules.get(name) for name in SELDOM}
    with brought_in_late():
        assert all(name in sys.modules for name in SELDOM)
    assert {name: sys.modules.get(name) for name in SELDOM} == there
