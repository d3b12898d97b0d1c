"""Time of `brief find` on a large corpus: the first index, an answer from a warm one, one changed source.

The corpus is made up, always the same: sources of so many words, drawn as words are drawn in
texts (Zipf), one in ten in Korean, one in twenty guarded (internal, or with protected words),
whose words rest in no index. Every run is a new process; what is compared is interleaved, and
the first round is not counted. Beside wall time stands the processor's, which says more on a
machine that does other things as well.

    python bench/find.py [--sources 10000] [--words 1000] [--runs 9]
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LETTERS = "eeeettaaooiinnsshhrrddllccuummwwffggyyppbbvk"
SYLLABLES = [chr(code) for code in range(0xAC00, 0xAC00 + 11172, 37)]
RARE, COMMON = "saltmarsh", "school"


def vocabulary(random_: random.Random, size: int, *, korean: bool) -> list[str]:
    """Invented words."""
    if korean:
        return ["".join(random_.choices(SYLLABLES, k=random_.randint(2, 4))) for _ in range(size)]
    return ["".join(random_.choices(LETTERS, k=random_.randint(2, 11))) for _ in range(size)]


def write_corpus(folder: Path, sources: int, words: int) -> None:
    """A workspace with that many sources of that many words."""
    random_ = random.Random(5)
    english, korean = (vocabulary(random_, 20_000, korean=it) for it in (False, True))
    weights = [1 / (rank + 3) for rank in range(20_000)]
    (folder / "seeds/sources").mkdir(parents=True)
    (folder / "brief.yaml").write_text("name: Benchmark\n", encoding="utf-8")
    for number in range(sources):
        pool = korean if number % 10 == 9 else english
        text = random_.choices(pool, weights, k=words)
        text[words // 3] = COMMON
        if number % 1000 == 0:
            text[words // 2] = RARE
        guard = {7: "handling: internal\n", 13: "protect:\n  - {text: Mira Tolen, as: a mother}\n"}
        record = f"title: Source {number}\nkind: press\nissued: 2024\n{guard.get(number % 40, '')}"
        paragraphs = (" ".join(text[at : at + 90]) for at in range(0, words, 90))
        file = folder / f"seeds/sources/source-{number:05}.md"
        file.write_text(f"---\n{record}---\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")


def run(folder: Path, *command: str) -> tuple[float, float]:
    """(seconds, seconds of the processor) of one new process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"find: {command} failed: {process.stderr.read().decode() if process.stderr else ''}")
    return took, usage.ru_utime + usage.ru_stime


def find(folder: Path, *words: str) -> tuple[float, float]:
    """One `brief find`."""
    return run(folder, "-m", "brief", "find", *words)


def touch(folder: Path) -> None:
    """Change one source."""
    file = folder / "seeds/sources/source-00001.md"
    file.write_text(file.read_text("utf-8") + "\nOne more paragraph.\n", encoding="utf-8")


def row(name: str, times: list[tuple[float, float]]) -> str:
    """Medians, fastest and slowest."""
    wall, cpu = zip(*times, strict=True)
    return (
        f"| {name} | {statistics.median(wall):.2f} s | {min(wall):.2f} s | {max(wall):.2f} s "
        f"| {statistics.median(cpu):.2f} s |"
    )


def indexing(folder: Path, sources: int, words: int) -> Iterator[str]:
    """The first index, for a quarter, a half and the whole of the corpus."""
    before = 0.0
    for part in (4, 2, 1):
        small = folder / f"part-{part}"
        write_corpus(small, sources // part, words)
        wall, cpu = find(small, RARE)
        size = (small / ".brief/find.sqlite").stat().st_size / 1024 / 1024
        ratio = f"{cpu / before:.2f} × the processor time of the half" if before else ""
        what = f"first index of {sources // part:,} sources"
        yield f"| {what} | {wall:.1f} s | {cpu:.1f} s | {size:.0f} MiB | {ratio} |"
        before = cpu
        if part != 1:
            shutil.rmtree(small)


def answers(folder: Path, runs: int) -> Iterator[str]:
    """Warm answers, interleaved."""
    bare: Callable[[], tuple[float, float]] = lambda: run(folder, "-c", "import sqlite3")  # noqa: E731
    racers = {
        '`python -c "import sqlite3"`': bare,
        f"`find {RARE}` (in one source of 1,000)": lambda: find(folder, RARE),
        f"`find {COMMON}` (in every source)": lambda: find(folder, COMMON),
        "`find` of two Korean syllables": lambda: find(folder, "가뀨"),
        "`find` after one source changed": lambda: (touch(folder), find(folder, RARE))[1],
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in racers}
    for round_ in range(runs + 1):
        for name, racer in racers.items():
            took = racer()
            if round_:
                times[name].append(took)
    yield from (row(name, took) for name, took in times.items())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=9, help="counted runs of each (at least 7)")
    arguments = parser.parse_args()
    if arguments.runs < 7:
        parser.error("fewer than 7 runs say little")
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, ", end="")
    print(f"SQLite {sqlite3.sqlite_version}; {arguments.sources:,} sources of {arguments.words:,} words\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("| | time | processor | index | |\n|---|--:|--:|--:|---|")
        for line in indexing(folder, arguments.sources, arguments.words):
            print(line, flush=True)
        print("\n| | median | fastest | slowest | processor |\n|---|--:|--:|--:|--:|")
        for line in answers(folder / "part-1", arguments.runs):
            print(line, flush=True)


if __name__ == "__main__":
    main()
