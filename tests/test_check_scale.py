"""`brief check` on one brief and on many: the same words read the same way, the same findings in the same order."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pytest
import typer

from brief.check.rules.spec import NoFile
from brief.cli.app import app
from brief.cli.commands.arguments import Given, plain_check
from brief.files.workspace import Workspace
from brief.model.diagnostic import CannotRunError, Diagnostic, Place
from brief.run.checking import check_spec, check_specs
from brief.run.shelf import Shelf
from brief.run.spec_files import spec_names
from brief.run.workers import spread
from tests import small_workspace as small
from tests.command import run
from tests.process import python, start

PLAIN = [
    ["check"],
    ["check", "a"],
    ["check", "specs/a.yaml", "b"],
    ["check", "--strict"],
    ["check", "--format", "json", "a"],
    ["check", "a", "--format=json", "--strict", "--strict"],
    ["check", "--venue", "upr", "a", "--format", "github"],
    ["check", "--venue=embassy-brief", ""],
]
NOT_FOR_HELP = {"yaml", "yaml.composer", "brief.check.rules.venue"}
NOT_PLAIN = [
    [],
    ["build"],
    ["--help"],
    ["check", "--help"],
    ["check", "-h"],
    ["check", "--"],
    ["check", "-"],
    ["check", "--format"],
    ["check", "--format="],
    ["check", "--format", "--strict"],
    ["check", "--format", "json", "--format", "full"],
    ["check", "--strict=yes"],
    ["check", "--form", "json"],
    ["check", "--unknown", "a"],
]


@pytest.mark.parametrize("words", PLAIN, ids=" ".join)
def test_plain_arguments_mean_what_typer_reads_in_them(words: list[str]) -> None:
    command = typer.main.get_command(app).commands["check"]  # type: ignore[attr-defined]
    read = command.make_context("check", words[1:]).params
    specs = tuple(Path(spec) for spec in read["specs"] or ())
    assert plain_check(words) == Given(specs, read["format_"], read["venue"], read["strict"])


@pytest.mark.parametrize("words", NOT_PLAIN, ids=" ".join)
def test_whatever_is_not_plain_is_typers(words: list[str]) -> None:
    assert plain_check(words) is None


def specs(folder: Path, number: int) -> list[str]:
    """A workspace of that many specs, each with findings of its own, and their names."""
    changes: dict[str, str | bytes | None] = {"specs/b.yaml": None}
    for at in range(number):
        wrong = f"They said “words {at} of nobody” [@a, para. 3], and [@nobody{at}]."
        changes[f"specs/s{at:03d}.yaml"] = small.SPEC.replace("Words that say something", wrong)
    small.write(folder, changes)
    return spec_names(folder)


@pytest.mark.parametrize("workers", [2, 3, 7])
def test_the_same_findings_in_the_same_order_whatever_the_number_of_workers(
    workers: int, tmp_path: Path
) -> None:
    names = specs(tmp_path, 40)
    alone = [finding for name in names for finding in check_spec(tmp_path, name)]
    assert len(alone) >= 80
    assert check_specs(tmp_path, names, workers=1) == alone
    assert check_specs(tmp_path, names, workers=workers) == alone


def test_what_specs_share_is_read_once_and_said_for_each(tmp_path: Path) -> None:
    """A source with a mistake: the finding is each spec's own, and the report says it once."""
    small.write(tmp_path, small.source("issued: 2024", "issued: 2024-13"))
    (tmp_path / "specs/c.yaml").write_text(small.SPEC, encoding="utf-8")
    found = check_specs(tmp_path, spec_names(tmp_path), workers=1)
    assert [f.code for f in found] == ["S103", "S103"]
    outcome = run("check", "--format", "concise", cwd=tmp_path)
    assert outcome.status == 1
    assert outcome.stdout.count("S103") == 1


def test_a_shelf_hands_out_findings_and_inputs_again(tmp_path: Path) -> None:
    small.write(tmp_path)
    shelf, calls = Shelf(room=2), []

    def read(workspace: Workspace, findings: list[Diagnostic]) -> int:
        workspace.read("brief.yaml")
        findings.append(NoFile.at(Place("x")))
        calls.append(1)
        return len(calls)

    for _ in range(2):
        workspace, findings = Workspace(tmp_path), list[Diagnostic]()
        assert shelf.once("file", "a", workspace, findings, read) == 1
        assert [f.code for f in findings] == [NoFile.code]
        assert list(workspace.inputs) == ["brief.yaml"]
    for name in ("b", "c", "a"):  # there is room for two: `a` made way
        shelf.once("file", name, Workspace(tmp_path), [], read)
    assert len(calls) == 4


@pytest.mark.parametrize("number", [0, 1, 2, 9, 1000])
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(number: int, workers: int) -> None:
    items = list(range(number))
    assert spread(lambda item: str(item) * 1000, items, workers) == [str(item) * 1000 for item in items]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


class Unpicklable(Exception):
    """An exception that cannot be sent as it is."""

    def __init__(self) -> None:
        super().__init__("sentence", lambda: None)


def test_an_exception_in_a_worker_is_raised_here() -> None:
    def work(item: int) -> int:
        if item == 17:
            raise ValueError("seventeen")
        if item == 3:
            raise Unpicklable
        return item

    with pytest.raises(ValueError, match="seventeen") as raised:
        spread(work, range(10, 100), 2)
    assert "in work" in raised.value.__notes__[0]
    with pytest.raises(RuntimeError, match=r"Unpicklable: .*sentence"):
        spread(work, range(8), 2)


def test_a_worker_that_is_killed_is_not_passed_over() -> None:
    def work(item: int) -> int:
        if item == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    with pytest.raises(CannotRunError, match="a worker process ended"):
        spread(work, range(40), 2)


def test_one_unreadable_spec_among_many(tmp_path: Path) -> None:
    names = specs(tmp_path, 30)
    (tmp_path / names[7]).write_bytes(b"\xff\xfe\x00")
    (tmp_path / names[20]).unlink()
    (tmp_path / names[20]).mkdir()
    codes = [f.code for f in check_specs(tmp_path, names, workers=2) if f.place.file == names[7]]
    assert codes == ["S107"]
    outcome = run("check", "--format", "concise", cwd=tmp_path)
    assert outcome.status == 1
    assert f"{names[20]}:1:1: error[S1" in outcome.stdout
    assert outcome.stdout.count("R201") == 28


def test_a_workspace_without_specs(tmp_path: Path) -> None:
    small.write(tmp_path, {"specs/b.yaml": None})
    outcome = run("check", cwd=tmp_path)
    assert outcome.status == 1
    assert "there is no spec in `specs/`" in outcome.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_in_the_midst_of_many(number: signal.Signals, tmp_path: Path) -> None:
    """Exit 2 and a sentence, and none of its processes is left."""
    specs(tmp_path, 3000)
    check = start("check", cwd=tmp_path, start_new_session=True)
    deadline = monotonic() + 60
    while not (workers := children(check.pid)) and check.poll() is None and monotonic() < deadline:
        sleep(0.005)
    if len(os.sched_getaffinity(0)) > 1:
        assert workers, "no worker was seen"
    os.kill(check.pid, number)
    stdout, stderr = check.communicate(timeout=60)
    assert (check.returncode, stdout) == (2, "")
    assert stderr == "brief: stopped; the earlier outputs are as they were\n"
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    with suppress(OSError):
        return [int(pid) for pid in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def test_workers_end_when_brief_is_killed(tmp_path: Path) -> None:
    """Nobody waits for them any more: they end at their next result."""
    specs(tmp_path, 3000)
    check = start("check", cwd=tmp_path, start_new_session=True)
    deadline = monotonic() + 60
    while not (workers := children(check.pid)) and check.poll() is None and monotonic() < deadline:
        sleep(0.005)
    check.kill()
    check.communicate(timeout=60)
    while [pid for pid in workers if Path(f"/proc/{pid}").exists()] and monotonic() < deadline:
        sleep(0.05)
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


@pytest.mark.parametrize(
    "missing",
    [
        "yaml",
        "yaml.composer",
        "brief.model.diagnostic",
        "brief.check.rules.venue",
        "typer",
        "brief.cli.commands.terminal",
    ],
)
@pytest.mark.parametrize("command", ["check", "--help", "build"])
def test_an_incomplete_installation_is_said_in_words(missing: str, command: str, tmp_path: Path) -> None:
    """Whatever module is missing: a sentence that names it and exit 2, or nothing where it is not needed."""
    small.write(tmp_path)
    code = (
        f"import sys; sys.modules['{missing}'] = None; from brief.cli.entry import main;"
        f"sys.argv = ['brief', '{command}']; main()"
    )
    done = python(code, cwd=tmp_path)
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert done.returncode == 2
        assert f"installation is not complete: import of {missing} halted" in done.stderr
    else:
        assert (missing, command) in {
            ("typer", "check"),
            ("typer", "build"),
            *((m, "--help") for m in NOT_FOR_HELP),
        }
