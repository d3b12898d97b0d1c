"""Ratios of `brief build` to the bare print engine and to Typst, one row for each goal.

Every run is a new process. The commands of a row run in turn, so that whatever else the
machine does falls on all of them alike; the first round warms the disk's cache and is not
counted. Shown are medians of wall time, and beside them of processor time over all processes
of a command, which says more on a machine that is busy. The engine prints the very HTML that
brief composed; Typst sets the same text, which pandoc turned into its markup.

    python bench/build.py [--runs 7] [--row "one brief" --row "forty briefs"]
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from machine import machine
from one_brief import ROOT, VERSIONS, copy_workspace

PYTHON = [sys.executable, "-m"]
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"


@dataclass
class Racer:
    """A command, what makes it a fresh start, and what its runs took: (wall, processor) seconds."""

    name: str
    command: list[str]
    folder: Path
    forget: Callable[[], object] = lambda: None
    times: int = 1
    took: list[tuple[float, float]] = field(default_factory=list)
    peak: int = 0

    def run(self, *, counted: bool) -> None:
        """One run."""
        self.forget()
        start = time.perf_counter()
        process = subprocess.Popen(
            self.command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            subprocess.run(self.command, cwd=self.folder, check=False)  # once more, to hear why
            sys.exit(f"{self.name} failed")
        self.peak = max(self.peak, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
        if counted:
            self.took.append((wall * self.times, (usage.ru_utime + usage.ru_stime) * self.times))

    def median(self, which: int) -> float:
        """The median of wall (0) or processor (1) time."""
        return statistics.median(took[which] for took in self.took)


def fresh(folder: Path) -> Path:
    """The sample workspace in a new folder."""
    folder.mkdir(parents=True)
    return copy_workspace(folder)


def race(racers: list[Racer], runs: int) -> list[Racer]:
    """Run them in turn."""
    for round_ in range(runs + 1):
        for racer in racers:
            racer.run(counted=round_ > 0)
            print(f"{racer.name}, round {round_} of {runs}   ", end="\r", file=sys.stderr)
    return racers


def forget(workspace: Path) -> Callable[[], None]:
    """Nothing of an earlier build may help."""

    def gone() -> None:
        for name in ("outputs", ".brief"):
            shutil.rmtree(workspace / name, ignore_errors=True)

    return gone


def brief(*arguments: str) -> list[str]:
    """`brief build`."""
    return [*PYTHON, "brief", "build", *arguments]


def engine(html: Path, folder: Path) -> Racer:
    """The bare command on a page."""
    return Racer("weasyprint", [*PYTHON, "weasyprint", str(html), str(folder / "x.pdf")], folder)


def typst(html: Path, folder: Path) -> Racer | None:
    """Typst on the same text; None where it is not installed.

    Links within the page are plain text there: pandoc writes them as references to labels, and
    drops the elements that would bear the labels.
    """
    with suppress(PackageNotFoundError):
        version("typst")
        from brief.compose.pandoc_server import executable

        source = folder / f"{html.stem}.typ"
        plain = re.sub(r'(<a\b[^>]*) href="#[^"]*"', r"\1", html.read_text(encoding="utf-8"))
        command = [
            executable(),
            "-f",
            "html-native_divs-native_spans",
            "-t",
            "typst",
            "-s",
            "-o",
            str(source),
        ]
        subprocess.run(command, input=plain.encode(), check=True, cwd=html.parent, stderr=subprocess.DEVNULL)
        return Racer("typst", [sys.executable, "-c", TYPST, str(source), str(folder / "y.pdf")], folder)
    return None


def composed(workspace: Path, name: str, folder: Path) -> Path:
    """The page that brief composes, with what it loads, out of the way of later builds."""
    subprocess.run(brief(name), cwd=workspace, check=True, capture_output=True)
    copy = folder / f"composed-{name}"
    shutil.copytree(workspace, copy, dirs_exist_ok=True)
    return copy / "outputs" / f"{name}.html"


def one_brief(folder: Path, runs: int, name: str, goal: str) -> Iterator[str]:
    """A brief, cold, everything included."""
    workspace = fresh(folder / name)
    html = composed(workspace, name, folder)
    cold = Racer("brief build", brief(name), workspace, forget(workspace))
    peer = typst(html, folder)
    racers = race([engine(html, folder), cold, *([peer] if peer else [])], runs)
    yield line(f"`{name}`, cold", cold, racers[0], goal)
    if peer:
        yield line(f"`{name}`, Typst", peer, racers[0], "–")


def many(folder: Path, runs: int, name: str, number: int, goal: str) -> Iterator[str]:
    """So many briefs, cold, beside as many runs of the bare command."""
    workspace = fresh(folder / f"{number}-{name}")
    html = composed(workspace, name, folder)
    spread(workspace, name, number)
    cold = Racer("brief build", brief(), workspace, forget(workspace))
    bare = engine(html, folder)
    bare.times = number
    race([bare, cold], runs)
    yield line(f"{number} × `{name}`, cold", bare, cold, goal, f"{number} × weasyprint / brief")


def spread(workspace: Path, name: str, number: int) -> None:
    """A workspace of that many specs like this one."""
    text = (workspace / f"specs/{name}.yaml").read_text(encoding="utf-8")
    for file in (workspace / "specs").iterdir():
        file.unlink()
    for at in range(number):
        (workspace / f"specs/b{at:03}.yaml").write_text(_titled(text, at), encoding="utf-8")


def _titled(text: str, at: int) -> str:
    return "\n".join(f"{line} {at}" if line.startswith("title:") else line for line in text.split("\n"))


def hundred(folder: Path, runs: int) -> Iterator[str]:
    """Nothing changed; one sentence changed; one source changed."""
    workspace = fresh(folder / "hundred")
    spread(workspace, "factsheet", 99)
    shutil.copy(ROOT / "specs/embassy.yaml", workspace / "specs/one.yaml")
    subprocess.run(brief(), cwd=workspace, check=True, capture_output=True)
    same = Racer("brief build", brief(), workspace)
    base = Racer("python", [sys.executable, "-c", "import yaml, jinja2"], workspace)
    alone = fresh(folder / "alone")
    cold = Racer("one brief", brief("embassy"), alone, forget(alone))
    spec = workspace / "specs/one.yaml"
    text, count = spec.read_text(encoding="utf-8"), iter(range(1_000_000))

    def edit() -> None:
        spec.write_text(_titled(text, next(count)), encoding="utf-8")

    changed = Racer("brief build, one changed", brief(), workspace, edit)
    race([base, same, cold, changed], runs)
    yield line("nothing changed, 100 specs", same, base, "≤ 4", "brief / import yaml, jinja2")
    both = Racer(
        "",
        [],
        workspace,
        took=[(a[0] + b[0], a[1] + b[1]) for a, b in zip(cold.took, same.took, strict=True)],
    )
    yield line("one sentence changed in one of 100", changed, both, "1", "brief / (that brief + row above)")
    yield _one_source(workspace)


def _one_source(workspace: Path) -> str:
    """Which briefs are built when one source changes."""
    manifests = {
        file.stem: file.read_text(encoding="utf-8") for file in (workspace / "outputs").glob("*.json")
    }
    used = json.loads(manifests["one"])["inputs"]
    names = used if isinstance(used, dict) else [item["file"] for item in used]
    cited = [name for name in names if name.startswith("seeds/sources/")]
    source = next(name for name in cited if sum(name in text for text in manifests.values()) < len(manifests))
    wanted = {f"outputs/{name}.pdf" for name, text in manifests.items() if source in text}
    file = workspace / source
    file.write_text(f"{file.read_text(encoding='utf-8').rstrip()}\n\nOne paragraph more.\n", encoding="utf-8")
    done = subprocess.run(brief(), cwd=workspace, capture_output=True, text=True, check=False)
    built = {words.split()[0] for words in done.stderr.splitlines() if words.startswith("outputs/")}
    verdict = "only those that cite it" if built == wanted else f"{len(built ^ wanted)} too many or too few"
    return f"| one source changed | {len(built)} of 100 built | {verdict} | | only those that cite it |"


def long_report(folder: Path, runs: int) -> Iterator[str]:
    """A report of 75, 150 and 300 pages: time for a page, and memory."""
    rows = []
    for times in (3, 6, 12):
        workspace = fresh(folder / f"long-{times}")
        pages = _lengthened(workspace, times)
        html = composed(workspace, "joint-report", folder / f"at-{times}")
        cold = Racer("brief build", brief("joint-report"), workspace, forget(workspace))
        bare = engine(html, workspace)
        race([bare, cold], runs)
        rows.append((pages, cold, bare))
        yield line(f"report of {pages} pages, cold", cold, bare, "–")
    first, last = rows[0], rows[-1]
    growth = (last[1].median(1) / last[0]) / (first[1].median(1) / first[0])
    yield f"| time for a page, {last[0]} pages / {first[0]} | | | {growth:.2f} | ≤ 1.2 |"
    yield f"| memory, {last[0]} pages, brief / weasyprint | | | {last[1].peak / last[2].peak:.2f} | ≤ 2 |"


def _lengthened(workspace: Path, times: int) -> int:
    """The report with its sections so many times over; its pages."""
    import yaml

    spec = workspace / "specs/joint-report.yaml"
    values = yaml.safe_load(spec.read_text(encoding="utf-8"))
    # A copy of each: what is written twice would be written with an alias, which no brief uses.
    values["sections"] = [copy.deepcopy(section) for _ in range(times) for section in values["sections"]]
    spec.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
    done = subprocess.run(brief("joint-report"), cwd=workspace, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return int(next(words for words in done.stderr.split("\n") if "pages" in words).split()[1])


def line(what: str, one: Racer, other: Racer, goal: str, ratio: str = "brief / weasyprint") -> str:
    """A row of the table."""
    wall, cpu = (one.median(it) / other.median(it) for it in (0, 1))
    times = " / ".join(f"{racer.median(0):.2f} s" for racer in (one, other))
    return f"| {what} | {ratio}: {times} | {wall:.2f} | {cpu:.2f} | {goal} |"


ROWS: dict[str, Callable[[Path, int], Iterator[str]]] = {
    "one brief": lambda folder, runs: one_brief(folder, runs, "embassy", "≤ 1.15"),
    "one report": lambda folder, runs: one_brief(folder, runs, "joint-report", "≤ 0.95"),
    "forty briefs": lambda folder, runs: many(folder, runs, "embassy", 40, "≥ 8"),
    "forty longer briefs": lambda folder, runs: many(folder, runs, "cedaw", 40, "≥ 4"),
    "hundred specs": hundred,
    "long report": long_report,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each command (at least 7)")
    parser.add_argument("--row", action="append", choices=list(ROWS), help="a row; may be given again")
    arguments = parser.parse_args()
    print(f"{machine()}; Python {platform.python_version()}; medians of {arguments.runs} interleaved runs")
    print(", ".join(f"{name} {version(name)}" for name in VERSIONS), end="\n\n")
    print("| work | seconds | ratio | of processor time | goal |\n|---|---|--:|--:|--:|")
    for row in arguments.row or ROWS:
        with tempfile.TemporaryDirectory() as folder:
            for text in ROWS[row](Path(folder), arguments.runs):
                print(text, flush=True)


if __name__ == "__main__":
    main()
