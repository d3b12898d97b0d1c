"""`brief new` and `brief init`: what they write builds as it is, and nothing is written over."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
import yaml
from command import run

from brief.cli.commands.here import venue_ids
from brief.cli.starter_files import as_yaml, example_for, workspace_files
from brief.files.document import open_markdown
from brief.files.validate import validate
from brief.files.workspace import Workspace
from brief.model.diagnostic import Diagnostic
from brief.model.source import SourceRecord

VENUES = sorted(venue_ids(None))
FIRST_LINE = "# yaml-language-server: $schema=../brief.schema.json"


def files_in(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A started workspace."""
    root = tmp_path_factory.mktemp("started")
    assert run("init", cwd=root).status == 0
    return root


@pytest.mark.parametrize("venue", VENUES)
def test_a_new_spec_builds_without_a_warning(venue: str, started: Path) -> None:
    name = f"for-{venue}"
    assert run("new", name, "--venue", venue, cwd=started).status == 0
    text = (started / f"specs/{name}.yaml").read_text("utf-8")
    assert text.startswith(f"{FIRST_LINE}\n")
    assert text.endswith("\n")
    assert "\n\n\n" not in text
    assert max(len(line) for line in text.splitlines() if line.startswith("#")) <= 105
    spec = yaml.safe_load(text)
    assert (spec["venue"], str(spec["date"])) == (venue, date.today().isoformat())
    assert spec["organisations"] == ["first-organisation"]
    assert "[@village-school-visit, para. 1]" in text
    outcome = run("build", "--strict", name, cwd=started)
    assert (outcome.status, outcome.stdout) == (0, "")
    assert (started / f"outputs/{name}.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("venue", VENUES)
def test_a_new_spec_without_a_corpus_is_right_too(venue: str, tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("organisations: {us: {name: 'We: the people'}}\n", "utf-8")
    assert run("new", "first", "--venue", venue, cwd=tmp_path).status == 0
    outcome = run("check", "--strict", "first", cwd=tmp_path)
    assert (outcome.status, outcome.stdout) == (0, "")
    assert (tmp_path / "brief.schema.json").is_file()


def test_the_parts_suit_the_venue(started: Path) -> None:
    for venue in ("embassy-brief", "crc-loipr", "upr"):
        assert run("new", f"parts-{venue}", "--venue", venue, cwd=started).status == 0
    specs = {
        venue: yaml.safe_load((started / f"specs/parts-{venue}.yaml").read_text("utf-8"))
        for venue in ("embassy-brief", "crc-loipr", "upr")
    }
    assert list(specs["embassy-brief"]).index("asks") < list(specs["embassy-brief"]).index("summary")
    assert "recommendations" in specs["upr"]
    assert "state" in specs["upr"]
    assert "recommendations" not in specs["crc-loipr"]
    assert "Please provide information on" in str(specs["crc-loipr"])


def test_what_an_own_venue_requires_is_there(tmp_path: Path) -> None:
    assert run("init", cwd=tmp_path).status == 0
    rule = "source: us, date: n.d., confidence: official"
    keys = ("asks", "session", "call", "subtitle", "paper", "citation-style", "addressee", "key-figures")
    (tmp_path / "venues").mkdir()
    (tmp_path / "venues/town.yaml").write_text(
        "name: Town\nbody: The town\ntemplate: report\nstyle: report\naudience: internal\nrequired:\n"
        + "".join(f"  - {{field: {key}, {rule}}}\n" for key in keys if key != "key-figures"),
        "utf-8",
    )
    assert run("new", "town", "--venue", "town", cwd=tmp_path).status == 0
    spec = yaml.safe_load((tmp_path / "specs/town.yaml").read_text("utf-8"))
    assert set(keys) - {"key-figures"} <= set(spec)
    assert run("check", "--strict", "town", cwd=tmp_path).status == 0


@pytest.mark.parametrize("ending", [".yaml", ".yml"])
def test_nothing_is_written_over(ending: str, tmp_path: Path) -> None:
    assert run("init", cwd=tmp_path).status == 0
    (tmp_path / f"specs/mine{ending}").write_text("title: Mine\n", "utf-8")
    before = files_in(tmp_path)
    outcome = run("new", "mine", cwd=tmp_path)
    assert outcome.status == 1
    assert f"`specs/mine{ending}` is there already" in outcome.stderr
    assert files_in(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mine.yaml", "brief new mine"),
        ("specs/mine", "brief new mine"),
        ("specs\\mine.yml", "brief new mine"),
        ("../mine", "brief new mine"),
        ("My Brief", "`my-brief`"),
        ("mine!", "`mine`"),
        ("…", "`embassy-2026`"),
        ("", "`embassy-2026`"),
        ("\x1b[31m", "lower-case letters"),
    ],
)
def test_a_bad_name_is_a_mistake_of_use(name: str, said: str, started: Path) -> None:
    before = files_in(started)
    outcome = run("new", name, cwd=started)
    assert outcome.status == 2
    assert said in outcome.stderr
    assert "\x1b" not in outcome.stderr
    assert files_in(started) == before


def test_an_unknown_venue_suggests_a_known_one(started: Path) -> None:
    outcome = run("new", "other", "--venue", "embasy-brief", cwd=started)
    assert outcome.status == 1
    assert "error[R205]" in outcome.stdout
    assert "did you mean `embassy-brief`?" in outcome.stdout
    assert not (started / "specs/other.yaml").exists()


def test_outside_a_workspace(tmp_path: Path) -> None:
    outcome = run("new", "mine", cwd=tmp_path)
    assert outcome.status == 1
    assert "error[S114]" in outcome.stdout


def test_a_body_that_needs_to_know_who_submits(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("name: Test\n", "utf-8")
    outcome = run("new", "mine", "--venue", "upr", cwd=tmp_path)
    assert outcome.status == 1
    assert "add your organisation to `brief.yaml`" in outcome.stderr


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("name: Test\n", "utf-8")
    (tmp_path / "specs").write_text("a file in the way", "utf-8")
    outcome = run("new", "mine", cwd=tmp_path)
    assert outcome.status == 1
    assert "nothing was changed" in outcome.stderr


def test_init_in_an_empty_folder(tmp_path: Path) -> None:
    outcome = run("init", "demo", cwd=tmp_path)
    assert (outcome.status, outcome.stdout) == (0, "")
    assert "cd demo" in outcome.stderr
    assert "brief build" in outcome.stderr
    assert set(files_in(tmp_path / "demo")) == {*workspace_files(), "brief.schema.json"}
    assert {".gitattributes", ".gitignore", "outputs/.gitkeep", "seeds/data/.gitkeep"} <= set(
        workspace_files()
    )


def test_a_started_workspace_builds_without_a_warning(tmp_path: Path) -> None:
    assert run("init", "demo", cwd=tmp_path).status == 0
    outcome = run("build", "--strict", cwd=tmp_path / "demo")
    assert (outcome.status, outcome.stdout) == (0, "")
    assert (tmp_path / "demo/outputs/first-brief.pdf").read_bytes().startswith(b"%PDF")
    assert run("seeds", "list", cwd=tmp_path / "demo").status == 0


def test_init_leaves_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine\n", "utf-8")
    (tmp_path / "brief.schema.json").write_text("{}\n", "utf-8")
    (tmp_path / "notes.txt").write_text("mine\n", "utf-8")
    outcome = run("init", cwd=tmp_path)
    assert outcome.status == 0
    assert "Left as they were: README.md, brief.schema.json" in outcome.stderr
    assert "cd " not in outcome.stderr
    after = files_in(tmp_path)
    assert (after["README.md"], after["brief.schema.json"], after["notes.txt"]) == (
        b"mine\n",
        b"{}\n",
        b"mine\n",
    )


def test_init_refuses_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("", "utf-8")
    outcome = run("init", cwd=tmp_path)
    assert outcome.status == 1
    assert "is a workspace already" in outcome.stderr
    assert list(files_in(tmp_path)) == ["brief.yaml"]


def test_init_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file", "utf-8")
    outcome = run("init", "demo", cwd=tmp_path)
    assert outcome.status == 1
    assert "is a file" in outcome.stderr


def test_init_leaves_nothing_half_done(tmp_path: Path) -> None:
    (tmp_path / "specs").write_text("a file in the way", "utf-8")
    outcome = run("init", cwd=tmp_path)
    assert outcome.status == 1
    assert list(files_in(tmp_path)) == ["specs"]


def test_init_inside_a_workspace_says_so(started: Path) -> None:
    outcome = run("init", "inner", cwd=started)
    assert outcome.status == 0
    assert "inside another workspace" in outcome.stderr


def test_the_sample_capture_holds_the_sample_source(started: Path) -> None:
    findings: list[Diagnostic] = []
    document = open_markdown(Workspace(started), "seeds/sources/village-school-visit.md", findings)
    assert document is not None
    record = validate(SourceRecord, document, findings)
    assert not findings
    assert record is not None
    assert record.capture is not None
    assert record.capture.lines is not None
    capture = (started / "seeds/originals" / record.capture.file).read_bytes()
    assert hashlib.sha256(capture).hexdigest() == record.capture.sha256
    captured = [capture.decode().split("\n")[n - 1] for n in record.capture.lines]
    body = [line.removeprefix("## ") for line in document.body.split("\n") if line]
    assert [line for line in captured if line in body] == body
    assert capture.decode().startswith("SAMPLE.")


def test_an_example_is_never_what_the_reader_may_not_see(tmp_path: Path) -> None:
    sources = tmp_path / "seeds/sources"
    sources.mkdir(parents=True)
    (tmp_path / "brief.yaml").write_text("", "utf-8")
    (sources / "a.md").write_text(
        "---\ntitle: A\nhandling: internal\n---\nWords that nobody outside may read, 90%.\n", "utf-8"
    )
    (sources / "b.md").write_text(
        "---\ntitle: B\nhandling: [un]\nprotect: [{text: Ann Example, as: x}]\n"
        "voices: [{name: V, kind: witness, paragraphs: 2}]\n---\n"
        "Words of Ann Example that would point to her at once.\n\n"
        "Words of a witness that nobody should find in a draft.\n\n"
        "Words of the publisher, who speaks for itself here. And 5,000 more.\n",
        "utf-8",
    )
    workspace = Workspace(tmp_path)
    assert example_for(workspace, "public") is None
    internal, un = example_for(workspace, "internal"), example_for(workspace, "un")
    assert internal is not None
    assert internal.id == "a"
    assert un is not None
    assert (un.words, un.figure) == ("Words of the publisher, who speaks for itself here", "5,000")
    assert un.citation == "[@b, para. 3]"


@pytest.mark.parametrize(
    "text",
    ["A name", "true", "No", "a: b", "- x", "12", "", " x", "x ", '"', "a # b", "é’s", "\u202e", "x:"],
)
def test_a_value_is_written_so_that_yaml_reads_it_back(text: str) -> None:
    assert yaml.safe_load(f"key: {as_yaml(text)}") == {"key": text}
