"""Time and memory of `brief check` and `brief build` for one brief, against the bare print engine.

Every run is a new process. The runs of all commands are interleaved, so that whatever else
the machine does falls on all of them alike; the first round warms the disk's cache and is
not counted. The bare engine prints the very HTML that brief composed in the same run of
this script. Memory is taken in rounds of its own, because looking costs time: the larger
of the largest process (`ru_maxrss`, exact) and of the sum over the process and its
children (proportional set size, sampled every 5 ms; Linux only).

    python bench/one_brief.py [--runs 9] [--brief embassy --brief joint-report]
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from machine import family, machine, pss

ROOT = Path(__file__).resolve().parent.parent
WORKSPACE = ("brief.yaml", "seeds", "specs", "templates", "styles")
VERSIONS = ("weasyprint", "pydyf", "tinycss2", "fonttools", "jinja2", "pypandoc_binary", "pydantic")
SAMPLE_EVERY = 0.005
MEMORY_ROUNDS = 3
MIB = 1024 * 1024


@dataclass
class Contestant:
    """A command, and what its runs took."""

    brief: str
    name: str
    command: list[str]
    makes: Path | None = None
    seconds: list[float] = field(default_factory=list)
    peak: int = 0

    def run(self) -> tuple[float, int]:
        """One cold run: (seconds, `ru_maxrss` of its largest process in bytes)."""
        self._forget()
        start = time.perf_counter()
        process = self._start()
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            subprocess.run(self.command, check=False)  # once more, to hear why
            sys.exit(f"one_brief: {self.name} failed ({process.returncode}) on {self.brief}")
        return took, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)

    def run_watched(self) -> int:
        """One run with somebody looking: the highest sum of memory over its processes."""
        self._forget()
        process = self._start()
        highest = 0
        while process.poll() is None:
            highest = max(highest, sum(map(pss, family(process.pid))))
            time.sleep(SAMPLE_EVERY)
        return highest

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _forget(self) -> None:
        """Nothing of an earlier run may help this one."""
        if self.makes is not None:
            self.makes.unlink(missing_ok=True)
            shutil.rmtree(self.makes.parent.parent / ".brief", ignore_errors=True)


def contestants(workspace: Path, brief: str) -> list[Contestant]:
    """The commands for one brief, the bare engine first."""
    python = [sys.executable, "-m"]
    spec, html, pdf = (
        str(workspace / path) for path in (f"specs/{brief}.yaml", f"outputs/{brief}.html", "x.pdf")
    )
    return [
        Contestant(brief, "weasyprint", [*python, "weasyprint", html, pdf], Path(pdf)),
        Contestant(
            brief,
            "weasyprint, tagged",
            [*python, "weasyprint", "--pdf-variant", "pdf/ua-1", html, pdf],
            Path(pdf),
        ),
        Contestant(brief, "brief check", [*python, "brief", "check", spec]),
        Contestant(
            brief, "brief build", [*python, "brief", "build", spec], workspace / f"outputs/{brief}.pdf"
        ),
    ]


def copy_workspace(folder: Path) -> Path:
    """The sample workspace, away from the checkout's outputs."""
    for name in WORKSPACE:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    return folder


def measure(racers: list[Contestant], runs: int) -> None:
    """Fill in the figures of every contestant."""
    for round_ in range(runs + 1):
        for racer in racers:
            took, largest = racer.run()
            racer.peak = max(racer.peak, largest)
            if round_ > 0:
                racer.seconds.append(took)
        print(f"round {round_} of {runs}", end="\r", file=sys.stderr)
    if Path("/proc/self/smaps_rollup").exists():
        for racer in racers * MEMORY_ROUNDS:
            racer.peak = max(racer.peak, racer.run_watched())


def table(racers: list[Contestant]) -> Iterator[str]:
    """The results as Markdown; ratios against the bare engine on the same brief."""
    yield "| brief | command | median | fastest | slowest | time ratio | peak memory | memory ratio |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|"
    bare = {racer.brief: racer for racer in racers if racer.name == "weasyprint"}
    for racer in racers:
        base = bare[racer.brief]
        median = statistics.median(racer.seconds)
        ratio, times = median / statistics.median(base.seconds), racer.peak / base.peak
        yield (
            f"| {racer.brief} | `{racer.name}` | {median:.2f} s | {min(racer.seconds):.2f} s "
            f"| {max(racer.seconds):.2f} s | {ratio:.2f} | {racer.peak / MIB:.0f} MiB | {times:.2f} |"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=9, help="counted runs of each command (at least 7)")
    parser.add_argument(
        "--brief", action="append", help="a sample; may be given again (embassy, joint-report)"
    )
    arguments = parser.parse_args()
    if arguments.runs < 7:
        parser.error("fewer than 7 runs say little")
    with tempfile.TemporaryDirectory() as folder:
        workspace = copy_workspace(Path(folder))
        racers: list[Contestant] = []
        for brief in arguments.brief or ["embassy", "joint-report"]:
            commands = contestants(workspace, brief)
            commands[-1].run()  # composes the HTML that the bare engine prints
            racers += commands
        measure(racers, arguments.runs)
    print(f"{machine()}; Python {platform.python_version()}; median of {arguments.runs} interleaved runs")
    print(", ".join(f"{name} {version(name)}" for name in VERSIONS), end="\n\n")
    print("\n".join(table(racers)))


if __name__ == "__main__":
    main()
