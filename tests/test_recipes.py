"""`recipes/`: what CI does with a workspace, held as far as can be without the machines it runs on.

The files are held against the schemas of those who read them, and every step that calls brief
is run by bash in a workspace, as the recipe has it.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from command import run
from external import external
from process import environment
from small_workspace import SPEC, write

ROOT = Path(__file__).resolve().parent.parent
RECIPES = ROOT / "recipes"
GITHUB, GITLAB = RECIPES / "github-actions.yml", RECIPES / "gitlab-ci.yml"
DOCKER = RECIPES / "Dockerfile"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
SCHEMAS = {GITHUB: "vendor.github-workflows", GITLAB: "vendor.gitlab-ci"}


def loaded(file: Path) -> Any:
    """A YAML file; `on` stays a word."""
    return yaml.load(file.read_text("utf-8"), yaml.BaseLoader)


def steps(recipe: Path) -> Iterator[str]:
    """The scripts of a recipe that call brief, in order."""
    document = loaded(recipe)
    if recipe == GITHUB:
        scripts = [step["run"] for step in document["jobs"]["briefs"]["steps"] if "run" in step]
    else:
        scripts = document["briefs"]["script"]
    yield from (script for script in scripts if re.search(r"\bbrief (check|build|seeds)", script))


def bash(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A step as a runner runs it, `brief` being this checkout's."""
    program = folder.parent / "bin" / "brief"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m brief "$@"\n', "utf-8")
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=environment({"PATH": path}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("recipe", SCHEMAS, ids=lambda it: it.name)
def test_the_machines_that_read_a_recipe_accept_it(recipe: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[recipe], str(recipe)]
    if recipe == GITLAB:
        command[3:3] = ["--data-transform", "gitlab-ci"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("recipe", SCHEMAS, ids=lambda it: it.name)
def test_every_step_goes_well_in_a_sound_workspace(recipe: Path, tmp_path: Path) -> None:
    assert run("init", "workspace", cwd=tmp_path).status == 0
    folder = tmp_path / "workspace"
    scripts = list(steps(recipe))
    assert len(scripts) >= 3
    for script in scripts:
        ran = bash(script, folder)
        assert ran.returncode == 0, f"{script}\n{ran.stdout}{ran.stderr}"
    assert (folder / "outputs/first-brief.pdf").is_file()
    results = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.sarif")}
    results |= {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("code-quality.json")}
    assert len(results) == 1


def test_on_github_a_mistake_stops_the_run_and_is_shown(tmp_path: Path) -> None:
    folder = write(tmp_path / "workspace", {"specs/b.yaml": SPEC.replace("title:", "titel:")})
    check, _, sarif, build = steps(GITHUB)
    ran = bash(check, folder)
    assert ran.returncode == 1
    assert ran.stdout.startswith("::error file=specs/b.yaml,line=1,")
    assert bash(sarif, folder).returncode == 0, "the findings must be uploaded all the same"
    log = json.loads((folder / "brief.sarif").read_text("utf-8"))
    assert log["runs"][0]["results"][0]["ruleId"] == "S102"
    assert bash(build, folder).returncode == 1
    (folder / "brief.yaml").unlink()
    (folder / "brief.sarif").unlink()
    assert bash(
        "mkdir nothing; cd nothing; " + sarif.replace("brief check", "brief check --nonsense"), folder
    ).returncode


def test_on_gitlab_a_mistake_stops_the_run_and_is_shown(tmp_path: Path) -> None:
    folder = write(tmp_path / "workspace", {"specs/b.yaml": SPEC.replace("title:", "titel:")})
    ran = bash(next(steps(GITLAB)), folder)
    assert ran.returncode == 1
    assert "specs/b.yaml:1:1" in ran.stdout
    report = json.loads((folder / "code-quality.json").read_text("utf-8"))
    assert report[0]["location"] == {"path": "specs/b.yaml", "lines": {"begin": 1}}


def test_what_a_recipe_may_do_is_little() -> None:
    """No write access but for code scanning, no secret, nothing left behind for whoever asks."""
    workflow = loaded(GITHUB)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["briefs"]["permissions"] == {"contents": "read", "security-events": "write"}
    for text in (GITHUB.read_text("utf-8"), GITLAB.read_text("utf-8")):
        assert "secrets." not in text
        assert "pull_request_target" not in text
    checkout = workflow["jobs"]["briefs"]["steps"][0]
    assert checkout["with"] == {"persist-credentials": "false"}
    assert not re.search(r"\$\{\{\s*github\.(event|head)", "\n".join(steps(GITHUB))), (
        "no text of a stranger in a script"
    )


def test_all_install_what_the_readme_names() -> None:
    """The libraries with which pages are printed are the same wherever they are named."""
    wanted = {"libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"}
    for file in (GITHUB, GITLAB, DOCKER, ROOT / "README.md", ROOT / "dev"):
        assert wanted <= set(re.findall(r"lib[\w.-]+0\b", file.read_text("utf-8"))), file.name


def packages(file: Path) -> set[str]:
    """What a recipe installs with apt-get."""
    text = file.read_text("utf-8").replace("\\\n", " ")
    installs = re.findall(r"apt-get install -y --no-install-recommends ([^&\n]+)", text)
    return {name for install in installs for name in install.split()}


@pytest.mark.parametrize("file", [GITHUB, GITLAB, DOCKER], ids=lambda it: it.name)
def test_every_package_exists(file: Path) -> None:
    wanted = packages(file)
    assert len(wanted) >= 3
    program = shutil.which("apt-cache")
    if program is None or not any(Path("/var/lib/apt/lists").glob("*Packages*")):
        pytest.skip("the package lists of Debian or Ubuntu are not here")
    shown = subprocess.run([program, "show", *wanted], capture_output=True, text=True, check=False)
    assert wanted == set(re.findall(r"^Package: (.+)$", shown.stdout, re.M)), shown.stderr


# pre-commit


def test_hooks_run_for_the_files_they_are_about() -> None:
    check, schema = loaded(HOOKS)
    assert (check["id"], schema["id"]) == ("brief-check", "brief-schema")
    used = {hook["id"] for hook in loaded(RECIPES / "pre-commit-config.yaml")["repos"][0]["hooks"]}
    assert used == {check["id"], schema["id"]}
    for name, ran in {
        "specs/b.yaml": (True, False),
        "seeds/sources/a.md": (True, True),
        "brief.yaml": (True, True),
        "venues/own.yaml": (True, True),
        "README.md": (False, False),
        "outputs/b.html": (False, False),
        "docs/specs/x.yaml": (False, False),
    }.items():
        assert tuple(bool(re.search(hook["files"], name)) for hook in (check, schema)) == ran, name


def test_hooks_do_what_pre_commit_asks(tmp_path: Path) -> None:
    """A check that fails says so by its status; a schema that was stale is another file afterwards."""
    folder = write(tmp_path / "workspace")
    check, schema = (hook["entry"] for hook in loaded(HOOKS))
    assert bash(check, folder).returncode == 0
    assert bash(schema, folder).returncode == 0
    fresh = (folder / "brief.schema.json").read_bytes()
    assert bash(schema, folder).returncode == 0
    assert (folder / "brief.schema.json").read_bytes() == fresh, "nothing changes when nothing changed"
    (folder / "seeds/sources/z.md").write_text("---\ntitle: Another\n---\nWords.\n", "utf-8")
    assert bash(schema, folder).returncode == 0
    assert (folder / "brief.schema.json").read_bytes() != fresh
    (folder / "specs/b.yaml").write_text(SPEC.replace("title:", "titel:"), "utf-8")
    assert bash(check, folder).returncode == 1


@pytest.mark.skipif(shutil.which("pre-commit") is None, reason="pre-commit is not installed")
def test_pre_commit_reads_the_hooks() -> None:
    ran = subprocess.run(
        [external("pre-commit"), "validate-manifest", str(HOOKS)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout
    ran = subprocess.run(
        [external("pre-commit"), "validate-config", str(RECIPES / "pre-commit-config.yaml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


# The Dockerfile, read as Docker reads it: there is no engine where the tests run


def instructions() -> list[tuple[str, str]]:
    """(instruction, arguments) of each line."""
    text = re.sub(r"^#.*\n", "", DOCKER.read_text("utf-8"), flags=re.M).replace("\\\n", " ")
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in text.splitlines() if line.strip()]


def test_the_dockerfile_is_as_it_should_be() -> None:
    names = [name for name, _ in instructions()]
    assert set(names) <= {"FROM", "RUN", "WORKDIR", "COPY", "USER", "ENV", "ENTRYPOINT", "CMD"}
    assert names[0] == "FROM"
    image = instructions()[0][1]
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", image), "a version, not `latest`"
    users = [arguments for name, arguments in instructions() if name == "USER"]
    assert users
    assert users[-1] != "root"
    for name, arguments in instructions():
        if name in ("ENTRYPOINT", "CMD"):
            assert isinstance(json.loads(arguments), list), "the form that passes signals on"
        if name == "RUN" and "apt-get install" in arguments:
            assert "apt-get update &&" in re.sub(r" +", " ", arguments)
            assert arguments.rstrip().endswith("rm -rf /var/lib/apt/lists/*")


def copied() -> list[str]:
    """What goes into the image."""
    return [name for kind, rest in instructions() if kind == "COPY" for name in rest.split()[:-1]]


def test_neither_sources_nor_specs_go_into_the_image() -> None:
    assert all((ROOT / name).exists() for name in copied())
    assert not {"seeds", "specs", "outputs", ".", "tests", ".git"} & set(copied())


def test_what_is_copied_is_enough_to_install(tmp_path: Path) -> None:
    """`pip install .` as the Dockerfile has it, into an empty folder, dependencies left out."""
    source = tmp_path / "source"
    for name in copied():
        path = ROOT / name
        ignore = shutil.ignore_patterns("__pycache__")
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=ignore)
        else:
            source.mkdir(exist_ok=True)
            shutil.copy(path, source / name)
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index", "--quiet",
               "--target", str(tmp_path / "target"), "."]  # fmt: skip
    ran = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert (tmp_path / "target/brief/packaged/templates").is_dir()
    assert (tmp_path / "target/brief/packaged/styles/fonts").is_dir()
    assert (tmp_path / "target/brief/cli/preview/viewer.html").is_file()


# ./dev


@pytest.mark.parametrize(
    ("arguments", "programs"),
    [
        (["tests/test_docs.py"], set()),
        (["tests/test_watch.py"], {"chromium"}),
        (["tests/test_word.py::test_any", "-x"], {"ooxml-validator", "soffice"}),
        (
            ["-k", "sarif"],
            {"cc", "chromium", "ooxml-validator", "pdftoppm", "pre-commit", "soffice", "verapdf"},
        ),
        ([], {"cc", "chromium", "ooxml-validator", "pdftoppm", "pre-commit", "soffice", "verapdf"}),
    ],
)
def test_only_the_programs_that_the_named_tests_use_are_asked_for(
    arguments: list[str], programs: set[str]
) -> None:
    """Who runs one file's tests need not install what all of them use."""
    asked = subprocess.run(
        ["./dev", "tools", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(asked.stdout.split()) == programs
