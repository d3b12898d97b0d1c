"""Printing on a Dask cluster: a real one, of two workers, one of which is killed in the middle."""

from __future__ import annotations

import collections
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import small_workspace as small
from tests.command import run
from tests.process import ROOT, environment, python, start
from tests.test_outputs import snapshot

pytest.importorskip("distributed", reason="the optional extra `dask`")

SPECS = 10
THREADS = """
import pickle
from concurrent.futures import ThreadPoolExecutor

from brief.outputs.engine.cluster import _print
from brief.outputs.engine.job import PROFILE
from brief.files.workspace import packaged_root
from tests.engine_pages import page

profile = (packaged_root("styles") / "icc/sRGB.icc").read_bytes(), "application/vnd.iccprofile"
jobs = [pickle.dumps((page(seed), {PROFILE: profile}, "")) for seed in (2, 11, 15, 26)]
alone = [_print(job) for job in jobs]
with ThreadPoolExecutor(4) as pool:
    assert [sheets.pdf for sheets in pool.map(_print, jobs * 2)] == [sheets.pdf for sheets in alone * 2]
"""
SCHEDULER = """
import asyncio, json, sys
from pathlib import Path
from distributed import Scheduler
async def main():
    async with Scheduler(port=0, host="127.0.0.1", dashboard=False) as scheduler:
        Path("address").write_text(scheduler.address)
        while True:
            await asyncio.sleep(0.05)
            printed = [str(t[0]) for t in scheduler.transition_log if t[1:3] == ("processing", "memory")]
            busy = {str(w.name): len(w.processing) for w in scheduler.workers.values()}
            held = {str(w.name): len(w.has_what) for w in scheduler.workers.values()}
            Path("new.json").write_text(json.dumps({"printed": printed, "busy": busy, "held": held}))
            Path("new.json").replace("state.json")
asyncio.run(main())
"""
WORKER = """
import asyncio, sys, time
from pathlib import Path
from brief.outputs.engine import cluster
from distributed import Worker
press, name = cluster.press, sys.argv[2]
count = 0
def told(job):
    global count
    count += 1
    if name == "two":
        Path(f"at-{count}").touch()
        while not Path(f"go-{count}").exists():
            time.sleep(0.02)
    sheets = press(job)
    with open("pressed", "a") as file:
        print(name, count, file=file)
    return sheets
cluster.press = told
async def main():
    async with Worker(sys.argv[1], name=name, nthreads=1, dashboard=False) as worker:
        await worker.finished()
asyncio.run(main())
"""
"""Worker two begins no job before it is told: a test kills it at the moment that it means."""


class Cluster:
    """A scheduler and two workers, each a process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.processes = [self._start(SCHEDULER)]
        self.wait_for(lambda: (folder / "address").exists())
        self.address = (folder / "address").read_text()
        self.processes += [self._start(WORKER, self.address, name) for name in ("one", "two")]
        self.wait_for(lambda: len(self.state()["busy"]) == 2)

    def _start(self, code: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            cwd=self.folder,
            env=environment(None),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def state(self) -> Any:
        """What is printed, by key; what each worker is to do, and what it holds that nobody fetched."""
        try:
            return json.loads((self.folder / "state.json").read_text())
        except (OSError, ValueError):
            return {"printed": [], "busy": {}, "held": {}}

    def at(self, job: int) -> None:
        """Wait until worker two is about to begin its job of this number."""
        self.wait_for((self.folder / f"at-{job}").exists)

    def go(self, job: int) -> None:
        """Let it begin."""
        (self.folder / f"go-{job}").touch()

    def kill_two(self) -> None:
        """Kill worker two, and wait until that is known."""
        self.processes[2].kill()
        self.wait_for(lambda: self.state()["busy"] and "two" not in self.state()["busy"])

    def pressed(self) -> int:
        """How many jobs were printed, whoever got them."""
        return len((self.folder / "pressed").read_text().splitlines())

    def fetched_of_two(self, pressed: int) -> bool:
        """Whether the scheduler knows of so many printed, and what worker two printed is fetched."""
        state = self.state()
        return len(state["printed"]) >= pressed and not state["held"].get("two")

    def wait_for(self, so: Any) -> None:
        """Wait until something is so."""
        end = time.monotonic() + 120
        while not so():
            assert time.monotonic() < end
            time.sleep(0.02)

    def end(self) -> None:
        """Kill what still runs."""
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster for one test."""
    started = Cluster(tmp_path / "cluster")
    yield started
    started.end()


@pytest.fixture
def building(cluster: Cluster, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A build that prints on the cluster; when the test ends, so must it, as if nothing had happened."""
    words = "Words that say something. " * 60
    specs = {
        f"specs/b{n}.yaml": small.SPEC.replace("A title", f"Title {n}").replace(
            "Rodong", f"{words}\n\n      Rodong"
        )
        for n in range(SPECS)
    }
    dask = ("--executor", "dask", "--scheduler", cluster.address)
    for name in ("w", "here"):
        small.write(tmp_path / name, {**specs, "specs/b.yaml": None})
    build = start("build", *dask, "--jobs", "4", cwd=tmp_path / "w", start_new_session=True)
    try:
        yield build
        stdout, stderr = build.communicate(timeout=300)
    finally:
        build.kill()
    assert build.returncode == 0, stdout + stderr
    assert run("build", cwd=tmp_path / "here").status == 0
    assert snapshot(tmp_path / "w/outputs") == snapshot(tmp_path / "here/outputs"), "the same bytes"


def test_a_worker_is_killed_nothing_is_lost_and_nothing_printed_twice(
    cluster: Cluster, building: subprocess.Popen[str]
) -> None:
    cluster.go(1)
    cluster.at(2)
    pressed = cluster.pressed()
    cluster.wait_for(lambda: cluster.fetched_of_two(pressed))
    cluster.kill_two()
    assert building.wait(300) == 0
    cluster.wait_for(lambda: len(cluster.state()["printed"]) >= SPECS)
    counted = collections.Counter(cluster.state()["printed"])
    assert len(counted) == SPECS, "nothing is lost"
    assert set(counted.values()) == {1}, "and nothing printed twice"
    assert cluster.pressed() == SPECS


def test_a_worker_is_killed_before_its_page_was_fetched_that_page_alone_is_printed_again(
    cluster: Cluster, building: subprocess.Popen[str]
) -> None:
    cluster.at(1)
    os.killpg(building.pid, signal.SIGSTOP)
    cluster.go(1)
    cluster.wait_for(lambda: cluster.state()["held"].get("two") == 1)
    cluster.kill_two()
    os.killpg(building.pid, signal.SIGCONT)
    assert building.wait(300) == 0
    assert cluster.pressed() == SPECS + 1


def test_nobody_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from brief.outputs.engine import cluster

    monkeypatch.setattr(cluster, "SECONDS", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    outcome = run("build", "--executor", "dask", "--scheduler", address, cwd=small.write(tmp_path))
    assert outcome.status == 2
    assert f"no Dask scheduler answers at {address}" in outcome.stderr


def test_a_worker_with_threads_prints_the_same_bytes() -> None:
    """Dask gives a worker as many threads as there are cores, where nobody says otherwise."""
    done = python(THREADS, cwd=ROOT)
    assert not done.returncode, done.stderr
