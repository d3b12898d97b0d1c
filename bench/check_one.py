"""`brief check` of one brief beside `python -c "import yaml, pydantic"`: the ratio of their wall times.

Every run is a new process. The runs are interleaved and the first round, which warms the disk's
cache and writes the bytecode, is not counted. The ratio is the median of the rounds' own
ratios, so that whatever else the machine does falls on both alike; the processor's time, which
says more on a busy machine, stands beside it.

    python bench/check_one.py [--runs 15] [--brief embassy]
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from machine import machine

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ("pyyaml", "pydantic")
GOAL = 3
YARDSTICK = "import yaml, pydantic"


class Run(NamedTuple):
    """Seconds of one run: on the wall, and of the processor."""

    wall: float
    processor: float


def run(*arguments: str) -> Run:
    """One run of Python; it must end well."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"check_one: python {' '.join(arguments)} ended with {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=15, help="counted rounds (at least 7)")
    parser.add_argument("--brief", default="embassy", help="a sample brief")
    arguments = parser.parse_args()
    if arguments.runs < 7:
        parser.error("fewer than 7 rounds say little")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # brief is installed with its bytecode
    rounds = [
        (run("-c", YARDSTICK), run("-m", "brief", "check", arguments.brief))
        for _ in range(arguments.runs + 1)
    ][1:]
    print(f"{machine()}; Python {platform.python_version()}; median of {arguments.runs} interleaved rounds")
    print(", ".join(f"{name} {version(name)}" for name in VERSIONS), end="\n\n")
    print(f'| | `python -c "{YARDSTICK}"` | `brief check {arguments.brief}` | ratio | goal |')
    print("|---|--:|--:|--:|--:|")
    for what, index, goal in (("wall time", 0, str(GOAL)), ("processor time", 1, "")):
        yardstick, check = (
            statistics.median(found[index] for found in side) for side in zip(*rounds, strict=True)
        )
        ratio = statistics.median(b[index] / a[index] for a, b in rounds)
        print(f"| {what} | {yardstick * 1000:.0f} ms | {check * 1000:.0f} ms | {ratio:.2f} | {goal} |")


if __name__ == "__main__":
    main()
