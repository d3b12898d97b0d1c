"""What is up to date is not built again, what is not is; nothing that was kept is trusted."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from brief.files.workspace import Workspace
from brief.run.cache.kept import Cache
from brief.run.checking import judged
from brief.run.order import Order
from brief.run.shelf import Shelf
from brief.run.spec_files import spec_names
from tests import small_workspace as small
from tests.command import run
from tests.process import environment, python, start
from tests.test_build import copied
from tests.test_outputs import snapshot

OTHER = small.SOURCE.replace("A page about schools", "Another page")
GUARDED = OTHER.replace("language: en", "language: en\nprotect:\n  - {text: Kang Sun-hee, as: a teacher}")
UNSURE = small.SPEC.replace("Rodong Sinmun wrote of it", "Rodong Sinmun wrote of 6,000 of them")


def build(folder: Path, *options: str) -> str:
    """`brief build` here; what it says."""
    outcome = run("build", *options, cwd=folder)
    assert outcome.status == 0, outcome.stdout + outcome.stderr
    return outcome.stderr


def is_up_to_date(folder: Path) -> bool:
    """Whether the next build would build nothing."""
    return Cache(folder).result_of(Order("specs/b.yaml")) is not None


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was built, with a source that it does not cite and a warning."""
    folder = tmp_path_factory.mktemp("once")
    small.write(folder, {"seeds/sources/z.md": OTHER, "specs/b.yaml": UNSURE})
    build(folder)
    return folder


@pytest.fixture
def built(once: Path, tmp_path: Path) -> Path:
    """A copy of that workspace."""
    return shutil.copytree(once, tmp_path / "w")


def test_nothing_changed(built: Path) -> None:
    before = snapshot(built)
    times = {path: path.stat().st_mtime_ns for path in (built / "outputs").rglob("*")}
    outcome = run("build", cwd=built)
    assert outcome.status == 0
    assert "; up to date\n" in outcome.stderr
    assert "warning[Q303]" in outcome.stdout, "what was found is still so"
    assert snapshot(built) == before
    assert {path: path.stat().st_mtime_ns for path in (built / "outputs").rglob("*")} == times
    assert run("build", "--strict", cwd=built).status == 1
    assert json.loads(run("build", "--format", "json", cwd=built).stdout)["diagnostics"][0]["code"] == "Q303"


def test_a_build_with_nothing_to_do_imports_next_to_nothing(built: Path) -> None:
    code = (
        "import sys; from brief.cli.entry import run; sys.argv = ['brief', 'build']; status = run();"
        "heavy = {'weasyprint', 'pydantic', 'rich', 'typer', 'jinja2', 'yaml', 'pikepdf', 'pypdfium2', 'lxml'};"
        "print('LOADED', sorted(heavy & set(sys.modules)), status)"
    )
    done = python(code, cwd=built)
    assert done.stdout.splitlines()[-1] == "LOADED [] 0", done.stdout + done.stderr
    assert "up to date" in done.stderr


CHANGES: dict[str, small.Files] = {
    "the spec": {"specs/b.yaml": UNSURE.replace("A title", "Another title")},
    "a source it cites": {"seeds/sources/a.md": small.SOURCE + "\nOne more line.\n"},
    "the workspace's file": {"brief.yaml": small.BRIEF.replace("First", "Second")},
    "a venue of its own": {"venues/embassy-brief.yaml": "name: x\n"},
    "a style of its own": {"styles/embassy-brief.css": "@import 'base.css';"},
    "a template of its own": {"templates/embassy-brief.html": "{{ css }}"},
    "a font of its own": {"styles/fonts/SourceSerif4-Regular.ttf": "x"},
    "what another source protects": {"seeds/sources/z.md": GUARDED},
    "a source that protects": {"seeds/sources/y.md": GUARDED},
    "a protected word more": {
        "seeds/sources/z.md": OTHER.replace("---\n", '---\n"protect": [{text: a b, as: c}]\n', 1)
    },
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_would_be_read_otherwise_is_built_again(change: str, built: Path) -> None:
    assert is_up_to_date(built)
    fonts = sorted((Path(small.__file__).parent.parent / "styles/fonts").glob("*.ttf"))
    assert fonts
    files = {
        f"styles/fonts/{fonts[0].name}" if name.startswith("styles/fonts/") else name: data
        for name, data in CHANGES[change].items()
    }
    if change == "a font of its own":
        read = json.loads((built / "outputs/b.json").read_text())["inputs"]
        used = next(re.search(r"fonts/[\w.-]+", str(item)) for item in read if "fonts/" in str(item))
        assert used is not None
        files = {f"styles/{used[0]}": b"x"}
    for name, data in files.items():
        assert data is not None
        file = built / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
    assert not is_up_to_date(built)


@pytest.mark.parametrize(
    "files",
    [
        {"seeds/sources/z.md": OTHER + "\nOne more line.\n"},
        {"seeds/sources/y.md": OTHER},
        {"seeds/sections/s.md": "---\ntitle: x\nby: first\nlanguage: en\n---\nx\n"},
        {"specs/c.yaml": UNSURE},
        {"notes.txt": "x"},
    ],
)
def test_what_it_does_not_read_changes_nothing(files: dict[str, str], built: Path) -> None:
    small.write(built, {"specs/b.yaml": UNSURE, **files})
    assert is_up_to_date(built)


def test_what_a_source_protects_is_told_from_its_text(built: Path) -> None:
    """A word changed in a guarded source that is not cited builds nothing again."""
    (built / "seeds/sources/z.md").write_text(GUARDED)
    build(built)
    assert is_up_to_date(built)
    (built / "seeds/sources/z.md").write_text(GUARDED + "\nOne more line.\n")
    assert is_up_to_date(built)
    (built / "seeds/sources/z.md").write_text(GUARDED.replace("Sun-hee", "Sun-mi"))
    assert not is_up_to_date(built)


@pytest.mark.parametrize("name", ["b.pdf", "b.docx", "b.html", "b.json"])
def test_an_output_that_was_lost_or_altered_is_put_back(name: str, built: Path) -> None:
    before = snapshot(built)
    for alter in (lambda file: file.unlink(), lambda file: file.write_bytes(file.read_bytes()[:-1] + b"x")):
        alter(built / "outputs" / name)
        assert "up to date" in build(built)
        assert snapshot(built) == before
    shutil.rmtree(built / "outputs")
    assert "up to date" in build(built)
    assert snapshot(built) == before


def _record(folder: Path) -> Path:
    (record,) = (folder / ".brief/cache/orders").iterdir()
    return record


def _altered(folder: Path, **values: object) -> None:
    """A record with other values, its own digest right: made by somebody, or by another brief."""
    text = _record(folder).read_bytes().partition(b"\n")[2]
    words = json.dumps({**json.loads(text), **values}).encode()
    _record(folder).write_bytes(hashlib.sha256(words).hexdigest().encode() + b"\n" + words)


SPOILT: dict[str, Callable[[Path], object]] = {
    "gone": lambda folder: _record(folder).unlink(),
    "empty": lambda folder: _record(folder).write_bytes(b""),
    "cut": lambda folder: _record(folder).write_bytes(_record(folder).read_bytes()[:-20]),
    "one bit": lambda folder: _record(folder).write_bytes(
        _record(folder).read_bytes().replace(b"inputs", b"Inputs", 1)
    ),
    "not JSON": lambda folder: _record(folder).write_bytes(
        hashlib.sha256(b"{").hexdigest().encode() + b"\n{"
    ),
    "a folder": lambda folder: (_record(folder).unlink(), (folder / ".brief/cache/orders/x").mkdir()),
    "older": lambda folder: _altered(folder, versions="0" * 64),
    "foreign": lambda folder: _altered(folder, order=["specs/c.yaml", None, ""]),
    "other libraries": lambda folder: _altered(folder, libraries={"/lib/libpango.so": [1, 1]}),
    "of another shape": lambda folder: _altered(folder, inputs=["specs/b.yaml"]),
    "findings of another shape": lambda folder: _altered(folder, findings=[{"code": "Q303"}]),
    "a way out": lambda folder: _altered(folder, outputs={"../../x": "0" * 64}),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_record_that_is_not_as_it_was_kept_is_made_again(how: str, built: Path) -> None:
    before = snapshot(built)
    SPOILT[how](built)
    assert not is_up_to_date(built)
    assert "up to date" not in build(built)
    assert snapshot(built) == before
    assert is_up_to_date(built)


@pytest.mark.parametrize("spoil", [lambda file: file.unlink(), lambda file: file.write_bytes(b"x")])
def test_an_object_that_is_not_as_it_was_kept_is_made_again(
    spoil: Callable[[Path], object], built: Path
) -> None:
    before = snapshot(built)
    for file in (built / ".brief/cache/objects").iterdir():
        spoil(file)
    assert "up to date" in build(built), "the outputs themselves are there"
    (built / "outputs/b.pdf").unlink()
    assert "up to date" not in build(built)
    assert snapshot(built) == before


def test_force_and_no_cache(built: Path, tmp_path: Path) -> None:
    assert "up to date" not in build(built, "--force")
    folder = small.write(tmp_path / "fresh")
    build(folder, "--no-cache")
    assert not (folder / ".brief/cache").exists()
    assert "up to date" not in build(folder)


def test_without_a_private_folder(tmp_path: Path) -> None:
    small.write(tmp_path, {".brief": "mine"})
    build(tmp_path)
    build(tmp_path)
    assert (tmp_path / ".brief").read_text() == "mine"


def test_a_build_that_fails_is_not_kept_and_takes_nothing_away(built: Path) -> None:
    kept = {path for path in (built / ".brief").rglob("*") if path.is_file()}
    (built / "specs/b.yaml").write_text(UNSURE.replace("@a, para. 1", "@a, para. 99"))
    assert run("build", cwd=built).status == 1
    assert {path for path in (built / ".brief").rglob("*") if path.is_file()} <= kept
    (built / "specs/b.yaml").write_text(UNSURE)
    assert "up to date" in build(built)


def _all_that_rests(folder: Path) -> bytes:
    import pikepdf

    found = b""
    for path in (folder / ".brief").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found += data
            if data.startswith(b"%PDF"):
                with pikepdf.open(path) as pdf:
                    found += b"".join(o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream))
    return found


def test_an_internal_brief_leaves_digests_only(tmp_path: Path) -> None:
    ours = "name: Ours\nbody: Ourselves\ntemplate: report\nstyle: report\naudience: internal\n"
    secret = small.SPEC.replace("embassy-brief", "ours").replace("Words that", "Kang Sun-hee and words that")
    small.write(tmp_path, {"specs/b.yaml": secret, "venues/ours.yaml": ours, "seeds/sources/z.md": GUARDED})
    outcome = run("build", cwd=tmp_path)
    assert (tmp_path / "outputs/b.html").exists(), outcome.stdout
    assert b"Kang" in (tmp_path / "outputs/b.html").read_bytes()
    assert not (tmp_path / ".brief/cache/objects").exists()
    assert b"Kang" not in _all_that_rests(tmp_path)


# --- Being killed, and being two ----------------------------------------------------------------------------


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """`kill -9`: each file is the old one or the new one, and the next build heals the rest."""
    small.write(tmp_path)
    begun = time.monotonic()
    first = start("build", cwd=tmp_path)
    first.communicate(timeout=120)
    assert first.returncode == 0
    seconds = time.monotonic() - begun
    moments = random.Random(3)
    for step in range(6):
        old = snapshot(tmp_path / "outputs")
        (tmp_path / "specs/b.yaml").write_text(small.SPEC.replace("A title", f"Title {step}"))
        killed = start("build", cwd=tmp_path, start_new_session=True)
        time.sleep(seconds * (0.6 * (step >= 3) + moments.random() * 0.5))
        os.killpg(killed.pid, signal.SIGKILL)
        killed.communicate(timeout=60)
        left = snapshot(tmp_path / "outputs")
        assert run("build", cwd=tmp_path).status == 0
        new = snapshot(tmp_path / "outputs")
        assert set(new) == set(old), "no temporary file stays"
        for name, data in left.items():
            whole = data in (old.get(name), new.get(name))
            assert whole or name.rpartition("/")[2].startswith(".brief-"), f"step {step}: {name}"
        assert is_up_to_date(tmp_path)


def test_what_a_killed_build_left_is_taken_away(built: Path) -> None:
    (built / "outputs/.brief-xyz.tmp").write_bytes(b"half")
    (built / "outputs/fonts/.brief-xyz.old").write_bytes(b"half")
    (built / "outputs/.brief-mine").write_bytes(b"not of this kind")
    build(built, "--force")
    left = [path.name for path in (built / "outputs").rglob(".brief-*")]
    assert left == [".brief-mine"]


def test_two_builds_at_once(tmp_path: Path) -> None:
    small.write(tmp_path, {f"specs/{n}.yaml": small.SPEC.replace("A title", f"Title {n}") for n in "cd"})
    both = [start("build", cwd=tmp_path) for _ in range(2)]
    for process in both:
        _, stderr = process.communicate(timeout=240)
        assert process.returncode == 0, stderr
    at_once = snapshot(tmp_path / "outputs")
    assert not [name for name in at_once if ".brief-" in name]
    build(tmp_path, "--force")
    assert snapshot(tmp_path / "outputs") == at_once
    assert "3 briefs are up to date" in build(tmp_path)


# --- Many briefs --------------------------------------------------------------------------------------------


def test_jobs_and_shards_change_no_byte_and_no_word(tmp_path: Path) -> None:
    specs = {f"specs/{n}.yaml": UNSURE.replace("A title", f"Title {n}") for n in "cdef"}
    said, made = [], []
    for jobs in ("1", "2", "3"):
        folder = small.write(tmp_path / jobs, specs)
        done = subprocess.run(
            [sys.executable, "-m", "brief", "build", "--jobs", jobs],
            cwd=folder, env=environment(None), capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        said.append((done.stdout, done.stderr))
        made.append(snapshot(folder / "outputs"))
    assert said[0] == said[1] == said[2]
    assert made[0] == made[1] == made[2]
    assert said[0][0].count("warning[Q303]") == 4
    folder = small.write(tmp_path / "shards", specs)
    for part in ("1/2", "2/2"):
        build(folder, "--shard", part)
    assert snapshot(folder / "outputs") == made[0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--shard", "3/2"), "`--shard` takes a part of a whole"),
        (("--shard", "x"), "`--shard` takes a part of a whole"),
        (("--executor", "slurm"), "there is no executor `slurm`; there is local, dask"),
        (("--executor", "dask"), "go together"),
        (("--scheduler", "tcp://x"), "go together"),
    ],
)
def test_options_that_make_no_sense(options: tuple[str, ...], words: str, tmp_path: Path) -> None:
    outcome = run("build", *options, cwd=small.write(tmp_path))
    assert outcome.status == 2
    assert words in outcome.stderr


WORKERS = """
import os, signal, sys
from pathlib import Path
from brief.cli.commands.progress import Watched
from brief.model.diagnostic import CannotRunError
from brief.run.order import Order, Result
from brief.run.crew import built
times = int(sys.argv[1])
def build(order, progress):
    progress("check")
    for n in range(times):
        if order.spec == "3" and not Path(f"killed-{n}").exists():
            Path(f"killed-{n}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
    with open("log", "a") as log:
        log.write(order.spec)
    if order.spec == "7" and times == 0:
        raise KeyError("ours")
    return Result(order.spec, ())
try:
    print("".join(result.spec for result in built([Order(str(n)) for n in range(9)], 2, build, Watched())))
except CannotRunError as error:
    print(error)
except RuntimeError as error:
    print("ours:", error)
"""


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(tmp_path: Path) -> None:
    done = python(WORKERS, "1", cwd=tmp_path)
    assert done.stdout == "012345678\n", done.stderr
    assert sorted((tmp_path / "log").read_text()) == list("012345678"), "each is built once"


def test_an_order_that_kills_its_worker_twice_is_named(tmp_path: Path) -> None:
    assert "the process that built `3` was ended twice" in python(WORKERS, "2", cwd=tmp_path).stdout


def test_our_own_mistake_in_a_worker_is_said_to_be_ours(tmp_path: Path) -> None:
    assert python(WORKERS, "0", cwd=tmp_path).stdout == "ours: KeyError: 'ours'\n"


LARGEST_FIRST = """
from brief.cli.commands.progress import Watched
from brief.run.crew import built
from brief.run.order import Order, Result
def build(order, progress):
    with open("log", "a") as log:
        log.write(order.spec)
    return Result(order.spec, ())
results = built([Order(str(n)) for n in range(5)], 1, build, Watched(), sizes=[3, 1, 9, 3, 5])
print("".join(result.spec for result in results))
"""


def test_the_largest_is_begun_first_and_results_keep_their_order(tmp_path: Path) -> None:
    assert python(LARGEST_FIRST, cwd=tmp_path).stdout == "01234\n"
    assert (tmp_path / "log").read_text() == "24031"


def test_what_a_shelf_hands_out_is_recorded_as_if_it_had_been_read(tmp_path: Path) -> None:
    root = tmp_path / "w"
    copied(root)
    shelf = Shelf()
    for name in spec_names(root) * 2:
        alone, shared = Workspace(root), Workspace(root)
        found = judged(alone, name)[1]
        assert judged(shared, name, shelf=shelf)[1] == found
        assert shared.inputs == alone.inputs
        assert shared.absences == alone.absences
        assert shared.listings == alone.listings
        assert [shared.lines(file) for file in shared.inputs] == [alone.lines(file) for file in shared.inputs]
