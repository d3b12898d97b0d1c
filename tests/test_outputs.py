"""Writing: all of a brief's files or none, inside the workspace, whatever stands in the way.

A folder that is a file, a link or read-only, a disk that is full, a file that cannot be
replaced, two builds at once, and being stopped at any moment. Held each time: what an
earlier build left stands byte for byte, no temporary file stays, and the words are plain.
"""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from brief.files.outputs import write_all
from tests import small_workspace as small
from tests.command import run
from tests.process import python, start
from tests.small_workspace import EARLIER, spec
from tests.test_bad_input import said

STOPPED = "brief: stopped"


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, but for brief's own; a folder itself as nothing."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".brief" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def refused(folder: Path, reason: str) -> None:
    """The build fails with P705 and these words, and changes nothing below the workspace."""
    before = snapshot(folder)
    outcome = run("build", "--format", "json", cwd=folder)
    assert outcome.status == 1, outcome.stdout
    assert said(outcome) == "P705 outputs:1"
    assert reason in json.loads(outcome.stdout)["diagnostics"][0]["message"]
    assert snapshot(folder) == before
    assert "Traceback" not in outcome.stderr


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    small.write(tmp_path, {"outputs": "mine"})
    refused(tmp_path, "Not a directory")


def test_a_file_in_place_of_the_folder_of_fonts(tmp_path: Path) -> None:
    small.write(tmp_path, {"outputs/fonts": "mine"})
    refused(tmp_path, "")


@pytest.mark.parametrize("name", ["b.pdf", "b.html", "b.json"])
def test_a_folder_in_place_of_a_file(name: str, tmp_path: Path) -> None:
    small.write(tmp_path, earlier=True)
    (tmp_path / "outputs" / name).unlink()
    (tmp_path / "outputs" / name).mkdir()
    refused(tmp_path, "is a folder")


@pytest.mark.parametrize("goal", ["../outside", "nowhere/at/all", "outputs", "/tmp", "/"])
def test_outputs_is_a_link_that_leads_out(goal: str, tmp_path: Path) -> None:
    workspace = small.write(tmp_path / "workspace")
    (tmp_path / "outside").mkdir()
    (workspace / "outputs").symlink_to(goal)
    outcome = run("build", "--format", "json", cwd=workspace)
    if goal == "nowhere/at/all":
        assert outcome.status in (0, 1)
    else:
        assert outcome.status == 1
        assert said(outcome) == "P705 outputs:1"
    assert list((tmp_path / "outside").iterdir()) == []


def test_the_folder_of_fonts_is_a_link_that_leads_out(tmp_path: Path) -> None:
    workspace = small.write(tmp_path / "workspace", earlier=True)
    (tmp_path / "outside").mkdir()
    (workspace / "outputs/fonts").symlink_to("../../outside")
    refused(workspace, "leads out of the workspace")
    assert list((tmp_path / "outside").iterdir()) == []


def test_an_output_that_is_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    workspace = small.write(tmp_path / "workspace", earlier=True)
    precious = tmp_path / "precious"
    precious.write_text("precious")
    (workspace / "outputs/b.pdf").unlink()
    (workspace / "outputs/b.pdf").symlink_to(precious)
    run("build", cwd=workspace)
    assert precious.read_text() == "precious"


# --- Writing goes wrong, at every step of it --------------------------------------------------------

FILES = {"fonts/x.ttf": b"font", "b.html": b"new html", "b.json": b"new json", "b.pdf": b"new pdf"}
STEPS = ("tempfile.mkstemp", "os.fsync", "os.link", "pathlib.Path.replace", "pathlib.Path.chmod")
HELD = ("os.link", "pathlib.Path.replace")


def failing_at(monkeypatch: pytest.MonkeyPatch, name: str, count: int, error: BaseException) -> list[int]:
    """Let the call number `count` of a function fail; the list holds how many calls there were."""
    module, _, function = name.rpartition(".")
    module, owner = ("pathlib", Path) if module == "pathlib.Path" else (module, __import__(module))
    real: Callable[..., object] = getattr(owner, function)
    calls = [0]

    def failing(*args: object, **kwargs: object) -> object:
        calls[0] += 1
        if calls[0] == count:
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, function, failing)
    return calls


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_all_or_none(
    step: str, count: int, error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if error is KeyboardInterrupt and step in HELD:
        pytest.skip("signals wait while files are renamed")
    small.write(tmp_path, earlier=True)
    outputs = tmp_path / "outputs"
    before = snapshot(outputs)
    calls = failing_at(monkeypatch, step, count, error(errno.ENOSPC, "No space left on device"))
    try:
        write_all(outputs, FILES)
        done = True
    except (OSError, KeyboardInterrupt):
        done = False
    monkeypatch.undo()
    # A link that cannot be made is made up for by a copy; what was asked for in vain is no failure.
    assert done is (calls[0] < count or (step == "os.link" and error is OSError))
    assert snapshot(outputs) == ({**before, **FILES} if done else before)
    assert (outputs / "fonts").exists() is done


def test_a_full_disk(tmp_path: Path) -> None:
    """A real one, where this machine lets us make it."""
    small.write(tmp_path)
    (tmp_path / "outputs").mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path / "outputs")],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount")
    try:
        for name, data in EARLIER.items():
            (tmp_path / "outputs" / name).write_bytes(data)
        refused(tmp_path, "No space left on device")
    finally:
        subprocess.run(["umount", str(tmp_path / "outputs")], check=True)


def test_a_read_only_folder(tmp_path: Path) -> None:
    small.write(tmp_path, earlier=True)
    (tmp_path / "outputs").chmod(0o555)
    try:
        if os.access(tmp_path / "outputs", os.W_OK):  # as root, permissions do not bite
            mount = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(tmp_path / "outputs")]
            if subprocess.run(mount, capture_output=True, check=False).returncode:
                pytest.skip("needs another user, or the right to mount")
            try:
                refused(tmp_path, "Read-only file system")
            finally:
                subprocess.run(["umount", str(tmp_path / "outputs")], check=True)
        else:
            refused(tmp_path, "Permission denied")
    finally:
        (tmp_path / "outputs").chmod(0o755)


# --- Several at once ------------------------------------------------------------------------------------


def test_two_builds_at_once(tmp_path: Path) -> None:
    small.write(tmp_path, {"specs/c.yaml": small.SPEC.replace("A title", "Another title")})
    builds = [start("build", cwd=tmp_path) for _ in range(2)]
    ends = [(build.communicate(timeout=120), build.returncode) for build in builds]
    assert [status for _, status in ends] == [0, 0], ends
    at_once = snapshot(tmp_path / "outputs")
    shutil.rmtree(tmp_path / "outputs")
    assert run("build", cwd=tmp_path).status == 0
    assert snapshot(tmp_path / "outputs") == at_once


# --- Being stopped ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A workspace with an earlier build of another title, and how long a build takes."""
    folder = small.write(tmp_path_factory.mktemp("stopped"))
    begun = time.monotonic()
    build = start("build", cwd=folder)
    build.communicate(timeout=120)
    assert build.returncode == 0
    return folder, time.monotonic() - begun


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_at_any_moment(number: signal.Signals, built: tuple[Path, float]) -> None:
    """At eight moments of a build: nothing half-written, a sentence once brief is up, exit 2."""
    folder, seconds = built
    moments = random.Random(7)
    for step in range(8):
        (folder / "specs/b.yaml").write_text(small.SPEC.replace("A title", f"Title {number} {step}"))
        before = snapshot(folder / "outputs")
        build = start("build", cwd=folder, start_new_session=True)
        time.sleep(seconds * (step + moments.random()) / 8)
        os.killpg(build.pid, number)
        _, stderr = build.communicate(timeout=60)
        after = snapshot(folder / "outputs")
        changed = {name for name in before if after[name] != before[name]}
        said = f"step {step}: {build.returncode} {sorted(changed)} {stderr}"
        assert "Traceback" not in stderr, said
        assert set(after) == set(before), said
        assert changed in (set(), set(EARLIER)), said
        # Outside of `main` – before it is read, after all is done – the system's own way is right.
        assert build.returncode in (0, 2, -number), said
        assert not (build.returncode == 0 and not changed), said
        if build.returncode == 2:
            assert stderr.startswith(STOPPED), said
            assert not changed, said


WAITING = """
import os, signal, sys
import brief.run.build, brief.run.checking
build = brief.run.build if hasattr(brief.run.build, "{name}") else brief.run.checking
real = build.{name}
def stopped(*args, **kwargs):
    os.kill(os.getpid(), signal.{signal})
    return real(*args, **kwargs)
build.{name} = stopped
from brief.cli import entry
sys.argv = ["brief", "build"]
entry.main()
"""


@pytest.mark.parametrize("name", ["load", "resolve", "check", "compose", "_leaks"])
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_stopped_before_a_stage(name: str, number: str, tmp_path: Path) -> None:
    """Exactly then: exit 2, the sentence, nothing changed."""
    small.write(tmp_path, earlier=True)
    before = snapshot(tmp_path)
    done = python(WAITING.format(name=name, signal=number), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stderr.strip() == "brief: stopped; the earlier outputs are as they were"
    assert done.stdout == ""
    assert snapshot(tmp_path) == before


IN_THE_MAKING_OF_A_CLASS = """
import os, signal, sys
import brief.run.checking
class Late:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(1000):
            pass
real = brief.run.checking.load
def load(*args, **kwargs):
    class Made:
        late = Late()
    return real(*args, **kwargs)
brief.run.checking.load = load
from brief.cli import entry
sys.argv = ["brief", "build"]
entry.main()
"""


def test_stopped_while_a_class_is_made(tmp_path: Path) -> None:
    """Python raises another error then; it is a stop all the same."""
    small.write(tmp_path)
    done = python(IN_THE_MAKING_OF_A_CLASS, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stderr.strip() == f"{STOPPED}; the earlier outputs are as they were"


IN_THE_MAKING_OF_A_MODULE = """
import enum, os, signal, sys
real = enum.EnumType.__call__
def made(cls, *args, **kwargs):
    if args and args[0] == "FormFieldFlag":  # one of pikepdf's, made from its native part
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(1000):
            pass
        sys.stdout.write("asked")
    return real(cls, *args, **kwargs)
enum.EnumType.__call__ = made
from brief.cli import entry
sys.argv = ["brief", *{words}]
entry.main()
"""


@pytest.mark.parametrize("words", [["build"], ["verify", "outputs/b.pdf"]])
def test_stopped_while_a_native_module_is_made(words: list[str], tmp_path: Path) -> None:
    """An exception would take the process down there: the stop waits."""
    small.write(tmp_path, earlier=True)
    done = python(IN_THE_MAKING_OF_A_MODULE.format(words=words), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stderr.strip() == f"{STOPPED}; the earlier outputs are as they were"
    assert done.stdout == "asked"


IN_THE_WRITING = """
import os, signal, sys, pathlib
real = pathlib.Path.replace
def replace(self, target):
    os.kill(os.getpid(), signal.{signal})
    return real(self, target)
pathlib.Path.replace = replace
from brief.cli import entry
sys.argv = ["brief", "build"]
entry.main()
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_stopped_while_renaming(number: str, tmp_path: Path) -> None:
    """All or none, and no temporary file, even between two renames."""
    small.write(tmp_path, earlier=True)
    before = snapshot(tmp_path / "outputs")
    done = python(IN_THE_WRITING.format(signal=number), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith(STOPPED)
    after = snapshot(tmp_path / "outputs")
    assert not [name for name in after if ".brief-" in name]
    changed = sorted(name for name in before if after[name] != before[name])
    assert changed in ([], sorted(before)), "some files of the new build and some of the old"


# --- Where the words go ----------------------------------------------------------------------------------------

MISTAKEN = spec("@a, para. 1", "@nobody")


def test_a_reader_who_has_gone(tmp_path: Path) -> None:
    """`brief check | head -0`: no traceback, and never status 0."""
    small.write(tmp_path, {"specs/b.yaml": small.SPEC + "".join(f"key{n}: x\n" for n in range(3000))})
    reading, writing = os.pipe()
    os.close(reading)
    check = start("check", cwd=tmp_path, stdout=writing)
    os.close(writing)
    _, stderr = check.communicate(timeout=60)
    assert "Traceback" not in stderr
    assert "mistake of ours" not in stderr
    assert "Exception ignored" not in stderr
    assert check.returncode in (1, 2)


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-", ">/dev/full", "2>/dev/full"])
def test_a_closed_or_full_stream(closed: str, tmp_path: Path) -> None:
    small.write(tmp_path, MISTAKEN)
    build = start("check", cwd=tmp_path)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    shell = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *map(str, build.args)],  # type: ignore[arg-type]
        cwd=tmp_path,
        env={**buffered, "PYTHONPATH": str(Path(__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    build.communicate(timeout=60)
    assert "Traceback" not in shell.stderr
    assert "mistake of ours" not in shell.stderr
    assert "Exception ignored" not in shell.stderr
    assert shell.returncode in (1, 2)


# --- What brief needs and does not find ---------------------------------------------------------------------------


def test_without_pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    small.write(tmp_path, earlier=True)
    before = snapshot(tmp_path)
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "pypandoc" else real(name, *rest)
    )
    outcome = run("build", cwd=tmp_path)
    assert outcome.status == 2
    assert outcome.stderr == "brief: the package pypandoc_binary is not installed\n"
    assert snapshot(tmp_path) == before


WITHOUT_PANGO = """
import sys
from brief.cli import entry
from brief.outputs.engine import declarations
real = declarations._Declared.cdef
def cdef(self, text):
    real(self, text)
    opened = self.dlopen
    def dlopen(name, *rest):
        if "pango" in str(name):
            name = f"missing-{name}"
        return opened(name, *rest)
    self.dlopen = dlopen
declarations._Declared.cdef = cdef
sys.argv = ["brief", *sys.argv[1:]]
entry.main()
"""


def test_without_pango(tmp_path: Path) -> None:
    small.write(tmp_path, earlier=True)
    before = snapshot(tmp_path)
    done = python(WITHOUT_PANGO, "build", cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("brief: the print engine needs the library Pango")
    assert "apt install" in done.stderr
    assert snapshot(tmp_path) == before
    assert python(WITHOUT_PANGO, "check", cwd=tmp_path).returncode == 0, "check needs no print engine"
