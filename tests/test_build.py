"""The eight sample briefs, built whole: the same bytes everywhere, and on the page what was promised.

They are built once for all tests, strictly. What is asked of them is asked of the PDF as
pdfium reads it, of the HTML and of the manifest, and each is held against the others.
"""

from __future__ import annotations

import html as html_module
import json
import os
import re
import shutil
import time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from brief.files.workspace import Workspace
from brief.run.stages.load import load
from tests.command import run
from tests.pdf_facts import facts, page_texts
from tests.process import ROOT, python, start

SPECS = [path.stem for path in sorted((ROOT / "specs").glob("*.yaml"))]
IN_GERMAN = {"factsheet-de"}
PARTS = ("brief.yaml", "seeds", "specs", "venues", "templates", "styles")
NOTE = re.compile(r'<span id="note-(\d+)" class="footnote">')
WINDOW = 4


def copied(folder: Path) -> Path:
    """A copy of the samples' workspace, without its templates and styles: those are packaged."""
    folder.mkdir(parents=True)
    for name in PARTS[:4]:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
        elif (ROOT / name).is_file():
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace with all samples built; the workers of one run share it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "samples"
    try:
        copied(folder)
    except FileExistsError:
        deadline = time.monotonic() + 600
        while not (folder / "done").is_file():
            assert time.monotonic() < deadline, "the other worker did not build the samples"
            time.sleep(0.2)
    else:
        outcome = run("build", "--strict", cwd=folder)
        (folder / "done").write_text(json.dumps(outcome))
    return folder


class Note(NamedTuple):
    """A note as the page has it."""

    number: int
    text: str


@cache
def notes_of(html: str) -> tuple[Note, ...]:
    """The notes of a page, in order, as plain text."""
    found = []
    for match in NOTE.finditer(html):
        depth, at = 1, match.end()
        while depth:
            step = re.compile(r"<(/?)span\b[^>]*>").search(html, at)
            assert step is not None
            depth += -1 if step[1] else 1
            at = step.end()
        inner = re.sub(r"<[^>]*>", "", html[match.end() : at])
        found.append(Note(int(match[1]), " ".join(html_module.unescape(inner).split())))
    return tuple(found)


class Sample(NamedTuple):
    """What one build left."""

    pdf: bytes
    html: str
    manifest: dict[str, Any]

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes of the page."""
        return notes_of(self.html)

    @property
    def citations(self) -> list[dict[str, Any]]:
        """The manifest's citations."""
        return list(self.manifest["citations"])


def read(samples: Path, name: str) -> Sample:
    """The outputs of a sample."""
    outputs = samples / "outputs"
    html = (outputs / f"{name}.html").read_text(encoding="utf-8")
    manifest = json.loads((outputs / f"{name}.json").read_text(encoding="utf-8"))
    return Sample((outputs / f"{name}.pdf").read_bytes(), html, manifest)


def letters(text: str) -> str:
    """Letters alone: what lines, hyphens, note calls and kinds of quotation mark do not change."""
    return "".join(character for character in text if character.isalpha()).casefold()


def test_all_build_without_a_warning(samples: Path) -> None:
    status, stdout, stderr = json.loads((samples / "done").read_text())
    assert status == 0, stdout
    assert stdout == ""
    assert [line.split()[0] for line in stderr.splitlines()] == [f"outputs/{name}.pdf" for name in SPECS]


def test_the_same_bytes_everywhere(samples: Path, tmp_path: Path) -> None:
    """Another folder, time zone, language, hash seed, umask, home and day."""
    elsewhere = copied(tmp_path / "another place" / "한국")
    strange = {
        "TZ": "Asia/Seoul",
        "LANG": "ko_KR.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "4711",
        "HOME": str(tmp_path / "nobody"),
        "USER": "nobody",
        "SOURCE_DATE_EPOCH": "1",
        "TMPDIR": str(tmp_path),
    }
    build = start("build", "--strict", cwd=elsewhere, env=strange, umask=0o077)
    stdout, stderr = build.communicate(timeout=300)
    assert build.returncode == 0, stdout + stderr
    for one in sorted((samples / "outputs").rglob("*")):
        if one.is_file():
            other = elsewhere / "outputs" / one.relative_to(samples / "outputs")
            assert other.read_bytes() == one.read_bytes(), one.name


BARE = """
import json, sys
import pypdfium2, weasyprint
sys.path.insert(0, sys.argv[1])
from tests.pdf_facts import page_texts
print(json.dumps({name: page_texts(weasyprint.HTML(filename=f"outputs/{name}.html").write_pdf()) for name in sys.argv[2:]}))
"""


def test_the_bare_engine_prints_the_same_pages(samples: Path) -> None:
    done = python(BARE, str(ROOT), *SPECS, cwd=samples)
    assert done.returncode == 0, done.stderr[-2000:]
    bare = json.loads(done.stdout)
    for name in SPECS:
        ours = page_texts(read(samples, name).pdf)
        assert len(bare[name]) == len(ours), name
        assert bare[name] == ours, name


@pytest.mark.parametrize("name", SPECS)
def test_every_word_of_the_spec_is_printed(name: str, samples: Path) -> None:
    pages = page_texts(read(samples, name).pdf)
    printed = letters(" ".join(pages))
    brief, _ = load(Workspace(samples), f"specs/{name}.yaml")
    assert brief is not None
    for key, text in brief.texts.items():
        words = [
            letters(word)
            for word in _plain(text.markdown if not text.literal else " ".join(text.literal)).split()
        ]
        words = [word for word in words if word]
        windows = ["".join(words[at : at + WINDOW]) for at in range(max(1, len(words) - WINDOW + 1))]
        missing = [window for window in windows if window not in printed]
        # A window may fall on the break between two pages, notes between.
        assert len(missing) <= (WINDOW - 1) * (len(pages) - 1), (key, missing[:5])
        assert len(missing) <= len(windows) // 3, (key, missing[:5])
        assert [word for word in words if word not in printed] == [], key


def _plain(markdown: str) -> str:
    """The words of a text, markup and citations left out."""
    text = re.sub(r"\[[^\[\]]*@[^\[\]]*\]", " ", markdown)
    text = re.sub(r"\]\([^)]*\)|\{[^}]*\}|<https?:[^>]*>|^\[[^]]*\]:.*$", " ", text, flags=re.M)
    return re.sub(r"(?<=\w)[’'](?=\w)", "", text)


@pytest.mark.parametrize("name", SPECS)
def test_titles_names_and_headings_are_printed(name: str, samples: Path) -> None:
    sample = read(samples, name)
    printed = letters(" ".join(page_texts(sample.pdf)))
    brief, _ = load(Workspace(samples), f"specs/{name}.yaml")
    assert brief is not None
    wanted = [
        brief.spec.title,
        brief.spec.subtitle or "",
        brief.spec.addressee or "",
        brief.spec.contact or "",
    ]
    wanted += [organisation.name for _, organisation in brief.organisations]
    wanted += [section.heading for section in brief.sections]
    wanted += [ask.to for ask in brief.spec.asks] + [it.to for it in brief.spec.recommendations]
    wanted += [cell for table in brief.tables.values() for row in (table.header, *table.rows) for cell in row]
    for words in wanted:
        assert all(letters(word) in printed for word in words.split()), words
    found = facts(sample.pdf)
    assert found["metadata"]["title"].startswith(brief.spec.title)
    assert all(
        heading in " ".join(found["outline"].split()) for heading in [s.heading for s in brief.sections]
    )


@pytest.mark.parametrize("name", SPECS)
def test_notes_run_from_one_and_stand_where_the_manifest_says(name: str, samples: Path) -> None:
    sample = read(samples, name)
    assert [note.number for note in sample.notes] == list(range(1, len(sample.notes) + 1))
    pages = [letters_and_digits(text) for text in page_texts(sample.pdf)]
    page_of = {citation["note"]: citation["page"] for citation in sample.citations}
    assert None not in page_of
    for note in sample.notes:
        begins = letters_and_digits(f"{note.number}{note.text}")[:24]
        on = [number for number, text in enumerate(pages, start=1) if begins in text]
        assert on, (note, "is on no page")
        if note.number in page_of:
            assert page_of[note.number] in on, (note, on)


def letters_and_digits(text: str) -> str:
    """Letters and digits alone."""
    return "".join(character for character in text if character.isalnum()).casefold()


@pytest.mark.parametrize("name", SPECS)
def test_a_note_stands_on_the_page_of_its_call(name: str, samples: Path) -> None:
    """The words before the call and the note are on one page."""
    sample = read(samples, name)
    pages = [letters_and_digits(text) for text in page_texts(sample.pdf)]
    body = re.sub(r"<style>.*?</style>|<head>.*?</head>", "", sample.html, flags=re.S)
    without_notes = _without_notes(body)
    for note in sample.notes:
        before, _, _ = without_notes.partition(f"\x00{note.number}\x00")
        called = letters(html_module.unescape(re.sub(r"<[^>]*>|\x00\d+\x00", " ", before[-400:])))[-14:]
        begins = letters_and_digits(f"{note.number}{note.text}")[:24]
        with_call = {n for n, text in enumerate(pages) if called in "".join(c for c in text if c.isalpha())}
        with_note = {n for n, text in enumerate(pages) if begins in text}
        assert with_call & with_note, (note, called, with_call, with_note)


def _without_notes(body: str) -> str:
    """The page with each note replaced by its number between NULs."""
    parts, last = [], 0
    for match in NOTE.finditer(body):
        depth, at = 1, match.end()
        while depth:
            step = re.compile(r"<(/?)span\b[^>]*>").search(body, at)
            assert step is not None
            depth += -1 if step[1] else 1
            at = step.end()
        parts += [body[last : match.start()], f"\x00{match[1]}\x00"]
        last = at
    return "".join([*parts, body[last:]])


@pytest.mark.parametrize("name", SPECS)
def test_the_first_citation_is_full_and_later_ones_name_it(name: str, samples: Path) -> None:
    sample = read(samples, name)
    back = r"\(Anm\. (\d+)\)" if name in IN_GERMAN else r"\(n (\d+)\)"
    texts = {note.number: note.text for note in sample.notes}
    works: dict[str, list[int]] = {}
    in_note: dict[int, set[str]] = {}
    for citation in sample.citations:
        works.setdefault(citation["source"], []).append(citation["note"])
        in_note.setdefault(citation["note"], set()).add(citation["source"])
    for source, numbers in works.items():
        first = min(numbers)
        assert numbers == sorted(numbers)
        if len(in_note[first]) == 1:
            assert not re.search(back, texts[first]), (source, texts[first])
        for number in sorted(set(numbers) - {first}):
            if len(in_note[number]) == 1 and re.search(back, texts[number]):
                assert set(re.findall(back, texts[number])) == {str(first)}, (source, texts[number])
            if len(in_note[number]) == 1 and "https://" in texts[first]:
                assert re.findall(back, texts[number]) == [str(first)], (source, number, texts[number])
                assert "https://" not in texts[number], (source, number, texts[number])
    for number, text in texts.items():
        for named in map(int, re.findall(back, text)):
            assert named < number
            assert any(min(works[source]) == named for source in in_note.get(number, ())), text


@pytest.mark.parametrize("name", SPECS)
def test_a_voice_is_named_in_its_note(name: str, samples: Path) -> None:
    sample = read(samples, name)
    texts = {note.number: note.text for note in sample.notes}
    for citation in sample.citations:
        for voice in citation["voices"]:
            text = texts[citation["note"]]
            # At the head of a note the first letter is a capital.
            assert re.search(rf"{re.escape(voice)} \([^)]+\)", text, re.I), (voice, text)
            assert (", zitiert in " if name in IN_GERMAN else ", quoted in ") in text


@pytest.mark.parametrize("name", SPECS)
def test_addresses_can_be_copied_from_the_page(name: str, samples: Path) -> None:
    sample = read(samples, name)
    pages = ["".join(text.split()) for text in page_texts(sample.pdf)]
    for line in facts(sample.pdf).get("links", "").splitlines():
        match = re.fullmatch(r"page (\d+): (https?://\S+)", line)
        if match and match[2] in sample.html.split("<body")[1].replace(f'href="{match[2]}"', ""):
            near = "".join(pages[int(match[1]) - 1 : int(match[1]) + 1])
            assert match[2] in near, match[2]


@pytest.mark.parametrize("name", SPECS)
def test_the_file_is_for_everybody(name: str, samples: Path) -> None:
    """Tagged, with a title, a language and its own fonts; nothing of this machine in it."""
    sample = read(samples, name)
    found = facts(sample.pdf)
    assert found["metadata"]["tagged"]
    assert found["metadata"]["title shown"]
    assert found["metadata"]["language"] == sample.manifest["language"]
    assert "PDF/UA-1" in found["metadata"]["conforms to"]
    assert not [font for font in found["fonts"] if "not embedded" in font]
    assert found["pages"] == sample.manifest["pages"]
    for data in (sample.pdf, sample.html.encode(), json.dumps(sample.manifest).encode()):
        assert str(samples).encode() not in data
        assert str(Path.home()).encode() not in data
