"""Time and memory of `brief check` on a large workspace: 1,000 specs × 10 quotations, 10,000 sources.

The workspace is made from a seed: each source has ten paragraphs of a hundred words, each
spec quotes ten sources word for word, and every source is quoted by somebody, so that all of
them have to be read. One spec in a hundred misquotes one of them. Each run is a new process;
the runs on the workspace and on the one `--times` as large are interleaved, and the first
round, which warms the disk's cache, is not counted. Memory is the proportional set size of
the process and all it started, summed and sampled in a run of its own (Linux only).

    python bench/check_scale.py [--runs 7] [--specs 1000] [--times 2]
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from machine import family, machine, pss

QUOTATIONS = 10
PARAGRAPHS, WORDS = 10, 100
VERSIONS = ("pyyaml", "pydantic")
GOAL_SECONDS, GOAL_MIB, GOAL_TWICE = 6.0, 400, 2.1
SAMPLE_EVERY = 0.05
MIB = 1024 * 1024
WORKSPACE = "name: Many\norganisations:\n  first: {name: First Organisation}\n"
SYLLABLES = "ba de fi go lu ma mi pi ro su ta ve wi yo zu kan len mir dor pal ran sel tor vin"
COMMON = "the of and to in that was for with they were on by from at this which their or had has"
Quoted = tuple[int, int, list[str]]
"""A source's number, its year and its paragraphs."""
VOICE = "voices:\n  - {name: Rodong Sinmun, kind: state-media, paragraphs: 2}\n"


def vocabulary(draw: random.Random) -> list[str]:
    """Words of one to four syllables, and common ones between them."""
    made = ["".join(draw.choices(SYLLABLES.split(), k=draw.randint(1, 4))) for _ in range(4000)]
    return made + COMMON.split() * 100


def paragraph(draw: random.Random, words: list[str]) -> str:
    """A hundred words in sentences."""
    chosen = draw.choices(words, k=WORDS)
    for end in (*range(16, WORDS - 8, 17), WORDS - 1):
        chosen[end] += "."
    for start in (0, *range(17, WORDS - 8, 17)):
        chosen[start] = chosen[start].capitalize()
    chosen[3] += ","
    chosen[30] = f"“{chosen[30]}”"
    return " ".join(chosen)


def source(draw: random.Random, words: list[str], number: int) -> tuple[str, Quoted]:
    """A source as its file's text, and what can be quoted of it."""
    year = draw.randint(1990, 2026)
    body = [paragraph(draw, words) for _ in range(PARAGRAPHS)]
    front = (
        f"type: webpage\ntitle: Source number {number}\ncontainer-title: A Site\n"
        f"issued: {year}-{draw.randint(1, 12):02d}\n"
        f"URL: https://example.org/{number}\nlanguage: en\nkind: press\n{VOICE if number % 20 == 0 else ''}"
    )
    return f"---\n{front}---\n" + "\n\n".join(body) + "\n", (number, year, body)


def spec(draw: random.Random, number: int, quoted: list[Quoted]) -> str:
    """A spec of two sections that quotes each of these sources once."""
    sentences = []
    for id_, year, body in quoted:
        at = draw.randrange(PARAGRAPHS)
        words = body[at].split(" ")
        first = draw.randint(32, WORDS - 20)
        words = words[first : first + draw.randint(6, 14)]
        if number % 100 == 99 and not sentences:
            words[2] = "misquoted"
        said = " ".join(words).rstrip(".,")
        when = f"in {year}" if len(sentences) % 3 == 0 else "at the time"
        sentences.append(f"Rodong Sinmun and the site wrote “{said}” {when} [@s{id_}, para. {at + 1}].")
    half = len(sentences) // 2
    texts = ["\n\n".join(f"      {line}" for line in part) for part in (sentences[:half], sentences[half:])]
    return (
        f"title: Brief number {number}\nvenue: embassy-brief\ndate: 2026-11-20\norganisations: [first]\n"
        "status: draft\nsummary: |\n  What the sections below say, in short.\nsections:\n"
        + "".join(f"  - heading: Section {i}\n    text: |\n{text}\n" for i, text in enumerate(texts, start=1))
    )


def make_workspace(folder: Path, specs: int, seed: int = 5) -> Path:
    """A workspace of that many specs, and ten times as many sources."""
    draw = random.Random(seed)
    words = vocabulary(draw)
    for name in ("seeds/sources", "specs"):
        (folder / name).mkdir(parents=True)
    (folder / "brief.yaml").write_text(WORKSPACE, encoding="utf-8")
    order = list(range(specs * QUOTATIONS))
    draw.shuffle(order)
    for number in range(specs):
        quoted: list[Quoted] = []
        for id_ in order[number * QUOTATIONS : (number + 1) * QUOTATIONS]:
            text, found = source(draw, words, id_)
            (folder / f"seeds/sources/s{id_}.md").write_text(text, encoding="utf-8")
            quoted.append(found)
        (folder / f"specs/b{number:05d}.yaml").write_text(spec(draw, number, quoted), encoding="utf-8")
    return folder


def start(folder: Path) -> subprocess.Popen[bytes]:
    """`brief check` of the whole workspace."""
    command = [sys.executable, "-m", "brief", "check", "--format", "concise"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Run(NamedTuple):
    """Seconds of one run: on the wall, and of the processor in all of its processes."""

    wall: float
    processor: float


def run(folder: Path) -> Run:
    """One run; it must end with the findings there are."""
    begin = time.perf_counter()
    process = start(folder)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: the misquotations
        sys.exit(f"check_scale: brief ended with {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime)


def peak(folder: Path) -> int:
    """The most memory that brief and its processes held together, in bytes; 0 where it cannot be seen."""
    process = start(folder)
    highest = 0
    while process.poll() is None:
        highest = max(highest, sum(map(pss, family(process.pid))))
        time.sleep(SAMPLE_EVERY)
    return highest


def report(specs: int, times: int, once: list[Run], more: list[Run], memory: int) -> Iterator[str]:
    """The figures beside the goals."""
    wall, processor = (statistics.median(found) for found in zip(*once, strict=True))
    spread = f"{min(once).wall:.2f}–{max(once).wall:.2f}"
    yield f"| {specs:,} specs × {QUOTATIONS} quotations, {specs * QUOTATIONS:,} sources | | goal |"
    yield "|---|--:|--:|"
    yield f"| wall time, median ({spread}) | {wall:.2f} s | {GOAL_SECONDS:.0f} s |"
    yield f"| processor time of all processes, median | {processor:.2f} s | |"
    if memory:
        yield f"| peak memory of all processes | {memory / MIB:.0f} MiB | {GOAL_MIB} MB |"
    for index, what in enumerate(Run._fields if more else ()):
        ratio = statistics.median(b[index] / a[index] for a, b in zip(once, more, strict=True))
        yield f"| {times} times the work, {what} time | {ratio:.2f} × | {GOAL_TWICE} × for twice |"


def main() -> None:
    """Make the workspaces, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=7, help="counted runs of each (7 for figures to quote)")
    parser.add_argument("--specs", type=int, default=1000)
    parser.add_argument("--times", type=int, default=2, help="size of the second workspace; 1: none")
    arguments = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # brief is installed with its bytecode
    with tempfile.TemporaryDirectory() as folder:
        sizes = [arguments.specs, *([arguments.specs * arguments.times] if arguments.times > 1 else [])]
        folders = [make_workspace(Path(folder) / str(size), size) for size in sizes]
        took: list[list[Run]] = [[] for _ in folders]
        for round_ in range(arguments.runs + 1):
            for times, workspace in zip(took, folders, strict=True):
                found = run(workspace)
                if round_:
                    times.append(found)
            print(f"round {round_} of {arguments.runs}", end="\r", file=sys.stderr)
        memory = peak(folders[0]) if Path("/proc/self/smaps_rollup").exists() else 0
    print(f"{machine()}; Python {platform.python_version()}; median of {arguments.runs} interleaved runs")
    print(", ".join(f"{name} {version(name)}" for name in VERSIONS), end="\n\n")
    more = took[1] if len(took) > 1 else []
    print("\n".join(report(arguments.specs, arguments.times, took[0], more, memory)))


if __name__ == "__main__":
    main()
