"""All that is measured, one table after the other: an hour or two on a quiet machine.

python bench/run.py
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TABLES = ("build.py", "check_scale.py", "find.py", "watch.py")


def main() -> None:
    """Run each script; one that cannot run here (no Chromium) does not keep the others."""
    for name in TABLES:
        print(f"\n## {name.removesuffix('.py')}\n", flush=True)
        subprocess.run([sys.executable, str(Path(__file__).parent / name)], check=False)


if __name__ == "__main__":
    main()
