"""Time from a save to the repainted page under `brief watch`, beside the print engine in a warm process.

One round: the bare engine lays out and writes the brief's HTML in a process that has done it
before (plain, and tagged as brief does it); then the spec is saved with another title, and a
headless Chromium, in which the preview is open, says when the new page has been painted; then the
same with the PDF in view. Chromium's clock is the machine's. The first round is not counted.

    python bench/watch.py [--runs 9] [--brief cedaw]
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from chromium import Page, browser  # noqa: E402 - the tests' own

WORKSPACE = ("brief.yaml", "seeds", "specs", "templates", "styles")
ENGINE = """
import sys, time, weasyprint
for line in sys.stdin:
    html, variant = line.split()
    options = {"pdf_variant": variant} if variant != "-" else {}
    start = time.perf_counter()
    document = weasyprint.HTML(html).render()
    document.write_pdf(**options)
    print(time.perf_counter() - start, len(document.pages), flush=True)
"""
PAINTED = """new Promise(done => {
  const look = () => Number(document.body.dataset.KIND) >= NUMBER
    ? done(Date.now() / 1000)
    : requestAnimationFrame(look);
  look();
})"""


def engine(process: subprocess.Popen[str], html: Path, variant: str) -> tuple[float, int]:
    """(seconds, pages) of one layout and write."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{html} {variant}\n")
    process.stdin.flush()
    seconds, pages = process.stdout.readline().split()
    return float(seconds), int(pages)


class Preview:
    """A preview that is open in a browser."""

    def __init__(self, page: Page, spec: Path) -> None:
        self.page, self.spec, self.text, self.saves = page, spec, spec.read_text("utf-8"), 0

    def save(self, kind: str) -> float:
        """Seconds from a save to the repainted page, or PDF."""
        self.page.value(f"document.getElementById('show-{kind}').click()")
        self.page.until("document.getElementById('state').textContent === 'up to date'", 120)
        self.page.until(f"document.body.dataset.{kind}", 120)
        time.sleep(0.3)
        number = int(self.page.value(f"document.body.dataset.{kind}")) + 1
        self.saves += 1
        text = re.sub(r"^title: (.*)$", rf"title: \1 {self.saves}", self.text, count=1, flags=re.M)
        waiting = PAINTED.replace("KIND", kind).replace("NUMBER", str(number))
        start = time.time()
        self.spec.write_text(text, encoding="utf-8")
        painted = self.page.value(waiting)
        return float(painted) - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=9, help="counted rounds (at least 7)")
    parser.add_argument("--brief", default="cedaw", help="a sample")
    arguments = parser.parse_args()
    if arguments.runs < 7:
        parser.error("fewer than 7 runs say little")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "workspace"
        folder.mkdir()
        for part in WORKSPACE:
            source = ROOT / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
        watch = subprocess.Popen(
            [sys.executable, "-m", "brief", "watch", arguments.brief],
            cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        bare = subprocess.Popen(
            [sys.executable, "-c", ENGINE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        try:
            assert watch.stderr is not None
            url = re.search(r"http://\S+", watch.stderr.readline())
            assert url is not None
            with browser(Path(name) / "profile") as page:
                page.go(url[0])
                page.until("document.body.dataset.page", 120)
                page.until("document.getElementById('state').textContent === 'up to date'", 120)
                preview = Preview(page, folder / f"specs/{arguments.brief}.yaml")
                html = folder / f"outputs/{arguments.brief}.html"
                racers: dict[str, Callable[[], float]] = {
                    "the engine: layout and write": lambda: engine(bare, html, "-")[0],
                    "the engine, tagged": lambda: engine(bare, html, "pdf/ua-1")[0],
                    "save to repainted page": lambda: preview.save("page"),
                    "save to repainted PDF": lambda: preview.save("pdf"),
                }
                pages = engine(bare, html, "-")[1]
                times = measured(racers, arguments.runs)
        finally:
            watch.send_signal(2)
            watch.wait(60)
            bare.kill()
            bare.wait(20)
    print(f"`{arguments.brief}`, {pages} pages; {os.cpu_count()} cores, {platform.machine()}")
    print(
        f"Python {platform.python_version()}, WeasyPrint {version('weasyprint')}; {arguments.runs} rounds\n"
    )
    print("| | median | fastest | slowest | ratio |\n|---|--:|--:|--:|--:|")
    base = statistics.median(times["the engine: layout and write"])
    for what, took in times.items():
        middle = statistics.median(took)
        print(f"| {what} | {middle:.2f} s | {min(took):.2f} s | {max(took):.2f} s | {middle / base:.2f} |")


def measured(racers: dict[str, Callable[[], float]], runs: int) -> dict[str, list[float]]:
    """Seconds of every racer, round by round; the first round is not counted."""
    times: dict[str, list[float]] = {name: [] for name in racers}
    for round_ in range(runs + 1):
        for name, racer in racers.items():
            took = racer()
            if round_:
                times[name].append(took)
        print(f"round {round_} of {runs}", end="\r", file=sys.stderr)
    return times


if __name__ == "__main__":
    main()
