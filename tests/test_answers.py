"""Warnings are answered with a reason, whichever stage finds them, and the reason is in the manifest."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from command import run
from PIL import Image
from small_workspace import SOURCE, SPEC, write
from test_length import workspace as limited

CAPTURED = b"Words.\n"
CAPTURE = f"capture: {{file: c.txt, sha256: {sha256(CAPTURED).hexdigest()}, lines: 1}}\n"
NO_TEXT = SOURCE.partition("voices:")[0] + CAPTURE + "---\n"
FIGURE = """\
    blocks:
      - figure: {file: coarse.png, alt: A coarse picture}
"""


def coarse() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (60, 40), (20, 60, 90)).save(stream, "PNG")
    return stream.getvalue()


def no_text(folder: Path) -> Path:
    more = {"seeds/sources/n.md": NO_TEXT, "seeds/originals/c.txt": CAPTURED}
    return write(folder, {**more, "specs/b.yaml": SPEC.replace("@a, para. 1", "@n")})


def pages(folder: Path) -> Path:
    """Three pages for a factsheet, whose one page is nobody's rule but ours."""
    spec = SPEC.replace("embassy-brief", "factsheet").replace("Rodong", "Words. " * 900 + "Rodong")
    return write(folder, {"specs/b.yaml": spec})


def picture(folder: Path) -> Path:
    spec = SPEC.replace("embassy-brief", "report") + FIGURE
    return write(folder, {"coarse.png": coarse(), "specs/b.yaml": spec})


def near(folder: Path) -> Path:
    return limited(folder, 440)


CASES = {
    "C606": (no_text, ()),
    "V501": (near, ()),
    "V501 unconfirmed": (pages, ()),
    "P720": (picture, ("--edition", "print")),
}


@pytest.mark.parametrize("name", CASES)
def test_a_warning_of_any_stage_is_answered(name: str, tmp_path: Path) -> None:
    make, words = CASES[name]
    code = name.split()[0]
    spec = make(tmp_path) / "specs/b.yaml"
    unanswered = run("build", "--strict", "--format", "json", *words, cwd=tmp_path)
    assert unanswered.status == 1
    assert {d["code"] for d in json.loads(unanswered.stdout)["diagnostics"]} >= {code}
    spec.write_text(f'accept: {{{code}: "we have thought about it"}}\n' + spec.read_text("utf-8"), "utf-8")
    answered = run("build", "--strict", "--format", "json", *words, cwd=tmp_path)
    assert code not in answered.stdout
    assert answered.status == 0, answered.stdout
    [manifest] = (tmp_path / "outputs").glob("b*.json")
    [entry] = json.loads(manifest.read_text("utf-8"))["accepted"]
    assert (entry["code"], entry["reason"]) == (code, "we have thought about it")


def test_an_error_of_no_stage_is_answered(tmp_path: Path) -> None:
    limited(tmp_path, 300)
    spec = tmp_path / "specs/b.yaml"
    spec.write_text('accept: {V501: "we know"}\n' + spec.read_text("utf-8"), "utf-8")
    assert run("build", cwd=tmp_path).status == 1


SLIPS = "Words <b>x</b> “open here. And [1] “x”.\n\n{indent}[^9]: never called"
WHERE = {
    "the section": "    text: |\n      {slips}\n",
    "a block": "    blocks:\n      - text: |\n          {slips}\n",
}
ANSWER = "accept: {S115: a, S116: b, S118: c, S120: d, Q304: e, Q303: f}"


@pytest.mark.parametrize("name", WHERE)
def test_slips_are_answered_where_they_stand(name: str, tmp_path: Path) -> None:
    written = WHERE[name]
    indent = written.partition("{")[0].rpartition("\n")[2]
    spec = SPEC + "  - heading: Slips\n" + written.format(slips=SLIPS.format(indent=indent))
    write(tmp_path, {"specs/b.yaml": spec})
    unanswered = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    assert {d["code"] for d in unanswered} >= {"S115", "S116", "S118", "S120"}
    answer = f"    {ANSWER}\n" if name == "the section" else f"        {ANSWER}\n"
    (tmp_path / "specs/b.yaml").write_text(spec + answer, "utf-8")
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ("asks:\n  - {{to: A, ask: Do <b>it</b>.{accept}}}\n", "S116"),
        ('key-figures:\n  - {{value: 3, label: "“open", cite: "[@a, para. 3]"{accept}}}\n', "S115"),
        ('recommendations:\n  - {{to: A, items: ["Do <i>it</i>."]{accept}}}\n', "S116"),
    ],
)
def test_and_in_the_parts_that_have_no_section(parts: str, code: str, tmp_path: Path) -> None:
    write(tmp_path, {"specs/b.yaml": SPEC + parts.format(accept="")})
    assert f"warning[{code}]" in run("check", cwd=tmp_path).stdout
    answer = f", accept: {{{code}: it is meant}}"
    (tmp_path / "specs/b.yaml").write_text(SPEC + parts.format(accept=answer), "utf-8")
    assert run("check", "--strict", cwd=tmp_path) == (0, "", "")
