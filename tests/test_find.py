"""`brief find`: what is found, how it is shown, and an index that holds nothing protected and is never trusted."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from command import run
from hypothesis import given, settings
from hypothesis import strategies as st
from process import environment, python, start

from brief.cli.app import app
from brief.cli.commands.arguments import Wanted, plain_find
from brief.corpus.search import find as finding
from brief.corpus.search import terms as words_of
from brief.corpus.search.find import Corpus, find
from brief.corpus.search.index import Index
from brief.corpus.search.terms import parse, score, tokens
from brief.files.private import private_folder

SCHOOL = """\
---
title: A visit to the school
container-title: Alder Ford Gazette
issued: 2025-05
kind: press
voices:
  - {name: a teacher, kind: witness, paragraphs: "2, 4-5"}
---
The school has two rooms.

Nobody asks why they are absent from school,
said the teacher.

## A heading about school

Éducation is compulsory, wrote the office. 교육을 받을 권리는 모든 사람에게 있다.

State media call it a “law-abiding” school; 7,000 pupils.
"""
GUARDED = """\
---
title: A mother speaks
handling: [un, embassy]
protect:
  - {text: Mira Tolen, as: a mother}
  - {text: Osgood, as: a village}
---
When the river is high I keep them from school, said Mira  Tolen of Osgood.
"""
COMPOSED, DECOMPOSED = "교육", "\u1100\u116d\u110b\u1172\u11a8"


def write(folder: Path, **sources: str) -> Path:
    """A workspace with these sources (`_` for `-` in ids)."""
    (folder / "seeds/sources").mkdir(parents=True, exist_ok=True)
    (folder / "brief.yaml").write_text("name: Test\n", "utf-8")
    for id_, text in sources.items():
        (folder / f"seeds/sources/{id_.replace('_', '-')}.md").write_text(text, "utf-8")
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two sources, one of which is guarded."""
    return write(tmp_path, school=SCHOOL, mother=GUARDED)


def cited(folder: Path, *query: str) -> list[str]:
    """The citations of what is found, in order."""
    outcome = run("find", *query, "--format", "json", cwd=folder)
    assert outcome.status == 0, outcome
    return [it["citation"] for it in json.loads(outcome.stdout)["passages"]]


def kept(folder: Path) -> bytes:
    """Everything that rests in the private folder."""
    return b"\n".join(file.read_bytes() for file in sorted((folder / ".brief").iterdir()))


@pytest.mark.parametrize(
    ("query", "paragraphs"),
    [
        ("rooms", [1]),
        ("ROOM", [1]),
        ("nobody absent", [2]),
        ("absent nobody", [2]),
        ('"absent from school"', [2]),
        ('"school absent"', []),
        ("“from school said”", [2]),
        ("education", [3]),
        ("éduc", [3]),
        (COMPOSED, [3]),
        (DECOMPOSED, [3]),
        ("교육을", [3]),
        ("권리", [3]),
        ("육", [3]),
        ('"교육을 받을"', [3]),
        ("교권", []),
        ("법률", []),
        ("law-abiding", [4]),
        ("7,000", [4]),
        ("700", []),
        ("heading", []),
        ("tw", []),
    ],
)
def test_words_are_found_in_their_paragraphs(tmp_path: Path, query: str, paragraphs: list[int]) -> None:
    folder = write(tmp_path, school=SCHOOL)
    wanted = [f"[@school, para. {number}]" for number in paragraphs]
    assert sorted(cited(folder, query)) == wanted, "from a new index"
    assert sorted(cited(folder, query)) == wanted, "from a warm one"


def test_a_passage_is_shown_with_its_citation_voice_and_handling(workspace: Path) -> None:
    outcome = run("find", "school", "said", cwd=workspace)
    assert (
        outcome.stdout
        == """\
[@school, para. 2]
  A visit to the school, Alder Ford Gazette, 2025-05
  Nobody asks why they are absent from school, said the teacher.
  — a teacher (witness)

[@mother, para. 1]  un, embassy
  A mother speaks
  When the river is high I keep them from school, said ⟦Mira Tolen⟧ of ⟦Osgood⟧.
"""
    )
    assert outcome.status == 0
    assert outcome.stderr == ""


def test_the_publisher_speaks_where_nobody_else_is_named(workspace: Path) -> None:
    assert "  — Alder Ford Gazette (press)\n" in run("find", "rooms", cwd=workspace).stdout


def test_concise_is_one_line_that_editors_can_follow(workspace: Path) -> None:
    outcome = run("find", "absent", "--format", "concise", cwd=workspace)
    shown = "[@school, para. 2] Nobody asks why they are absent from school, said the teacher.\n"
    assert outcome.stdout == f"seeds/sources/school.md:11: {shown}"
    assert SCHOOL.splitlines()[10].startswith("Nobody asks")


def test_json_gives_what_is_printed_instead_of_protected_words(workspace: Path) -> None:
    outcome = run("find", "river", "--format", "json", cwd=workspace)
    assert json.loads(outcome.stdout) == {
        "total": 1,
        "passages": [
            {
                "source": "mother",
                "title": "A mother speaks",
                "issued": "",
                "kind": "",
                "handling": "un, embassy",
                "paragraph": 1,
                "citation": "[@mother, para. 1]",
                "voices": [],
                "text": "When the river is high I keep them from school, said [a mother] of [a village].",
                "file": "seeds/sources/mother.md",
                "line": 8,
            }
        ],
    }


def test_in_colour_the_words_found_and_protected_words_stand_out(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = run("find", "river", cwd=workspace).stdout
    assert "\x1b[1;32mriver\x1b[0m" in shown
    assert "\x1b[1;7;31mMira\x1b[0m \x1b[1;7;31mTolen\x1b[0m" in shown
    assert "⟦" not in shown


def test_hostile_text_reaches_no_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    folder = write(tmp_path, a='---\ntitle: "T \\e[2Jx"\n---\nWords \x1b[31mred\x9b1m \u202egnp.\n')
    shown = run("find", "words", cwd=folder).stdout
    assert "\\u{1b}[31mred\\u{9b}1m \\u{202e}gnp" in shown
    assert "T \\u{1b}[2Jx" in shown
    assert not {"\x1b[31m", "\x9b", "\u202e", "\x1b[2J"} & {
        shown[i : i + n] for n in (1, 4, 5) for i in range(len(shown))
    }


def test_a_long_passage_is_cut_around_the_words_and_not_within_protected_ones(tmp_path: Path) -> None:
    long = " ".join(["before"] * 199 + ["Mira Tolen", "needle"] + ["after"] * 200)
    folder = write(tmp_path, a=GUARDED.partition("When")[0] + long + "\n")
    shown = " ".join(run("find", "needle", cwd=folder).stdout.split())
    assert "[…] before before" in shown
    assert "⟦Mira Tolen⟧ needle after" in shown
    assert shown.endswith("after […]")
    assert len(shown.split()) < 110


def test_the_best_come_first_and_the_rest_is_counted(tmp_path: Path) -> None:
    body = "\n\n".join(["school " + "word " * 50, "school school", *["schooling " * 2] * 20])
    folder = write(tmp_path, a=f"---\ntitle: T\n---\n{body}\n")
    outcome = run("find", "school", "--limit", "2", cwd=folder)
    assert outcome.stdout.splitlines()[0] == "[@a, para. 2]"
    assert outcome.stderr == "the best 2 of 22; `--limit` shows more\n"


def test_nothing_found_says_so_and_is_no_mistake(workspace: Path) -> None:
    outcome = run("find", "zebra", cwd=workspace)
    assert (outcome.status, outcome.stdout) == (0, "")
    assert "no passage has all these words" in outcome.stderr


@pytest.mark.parametrize("arguments", [("…",), ('""',), ("a", "--format", "xml"), ("a", "--limit", "0")])
def test_what_cannot_be_asked_is_said_plainly(workspace: Path, arguments: tuple[str, ...]) -> None:
    outcome = run("find", *arguments, cwd=workspace)
    assert outcome.status == 2
    assert outcome.stderr.startswith("brief: ")


def test_outside_a_workspace(tmp_path: Path) -> None:
    outcome = run("find", "words", cwd=tmp_path)
    assert outcome.status == 1
    assert "error[S114]" in outcome.stdout


def test_sources_that_cannot_be_read_are_counted_and_hide_no_others(workspace: Path) -> None:
    sources = workspace / "seeds/sources"
    (sources / "bad.md").write_text("no front matter, school\n", "utf-8")
    (sources / "worse.md").write_text("---\ntitle: [\nprotect: x\n---\nA school of Osgood.\n", "utf-8")
    (sources / "binary.md").write_bytes(b"\xff\xfe\x00")
    (sources / "folder.md").mkdir()
    os.mkfifo(sources / "pipe.md")
    (sources / "loop.md").symlink_to("loop.md")
    (sources / "out.md").symlink_to("/etc/hostname")
    outcome = run("find", "school", cwd=workspace)
    assert outcome.stdout.count("[@school, ") == 3
    assert "[@mother, para. 1]" in outcome.stdout
    assert "worse" not in outcome.stdout, "nobody knows who may see it"
    assert "7 sources cannot be read: `brief seeds list` says why" in outcome.stderr


# What rests in the index


@pytest.mark.parametrize("word", ["Mira", "Tolen", "Osgood", "river", "mother"])
def test_no_word_of_a_guarded_source_rests_in_the_private_folder(workspace: Path, word: str) -> None:
    assert cited(workspace, "school")
    assert b"compulsory" in kept(workspace), "the test sees what is in the index"
    assert word.lower().encode() not in kept(workspace).lower()


@pytest.mark.parametrize(
    "head",
    [
        "handling: internal",
        "'handling': internal",
        "{title: A, handling: [un]}",
        'title: A\n"prot\\x65ct": [{text: Zuyev, as: x}]',
        "title: A\nprotect: [{text: Zuyev, as: x}]",
        "title: A\nhandling: publik",
        "title: A\nhandling: public\nhandling: internal",
        "title: A\nhandling:",
    ],
)
def test_however_a_record_guards_its_words_they_rest_nowhere(tmp_path: Path, head: str) -> None:
    folder = write(tmp_path, a=f"---\n{head}\n---\nWhat Zuyev said.\n", b=SCHOOL)
    cited(folder, "zuyev")
    assert b"zuyev" not in kept(folder).lower()


def test_words_that_another_source_protects_rest_nowhere_either(workspace: Path) -> None:
    """Several words together are protected wherever they stand; one word alone may be anybody's."""
    write(
        workspace,
        paper="---\ntitle: A paper\n---\nThe case of mira\nTOLEN and the village Osgood is known.\n",
    )
    assert cited(workspace, "known") == ["[@paper, para. 1]"]
    assert b"tolen" not in kept(workspace).lower()
    shown = run("find", "known", cwd=workspace).stdout
    assert "The case of ⟦mira TOLEN⟧ and the village Osgood is known." in shown


def test_words_leave_the_index_when_they_are_protected_later(workspace: Path) -> None:
    paper = "---\ntitle: A paper\n---\nThe case of Wilma Quist is known, and of Osk.\n"
    write(workspace, paper=paper)
    assert cited(workspace, "quist") == ["[@paper, para. 1]"]
    assert b"quist" in kept(workspace)
    write(workspace, mother=GUARDED.replace("Mira Tolen", "Wilma Quist", 1))
    assert cited(workspace, "quist") == ["[@paper, para. 1]"]
    assert b"quist" not in kept(workspace).lower(), "protected by another source since"
    write(workspace, mother=GUARDED)
    assert cited(workspace, "quist") == ["[@paper, para. 1]"]
    assert b"quist" in kept(workspace), "and free again"
    write(workspace, paper=paper.replace("title: A paper", "title: A paper\nhandling: internal"))
    assert cited(workspace, "quist") == ["[@paper, para. 1]"]
    assert b"quist" not in kept(workspace).lower(), "for few readers since"


def test_words_of_a_source_that_is_gone_are_gone(workspace: Path) -> None:
    write(workspace, paper="---\ntitle: A paper\n---\nThe case of Wilma Quist.\n")
    cited(workspace, "quist")
    (workspace / "seeds/sources/paper.md").unlink()
    assert cited(workspace, "quist") == []
    assert b"quist" not in kept(workspace).lower()


def test_words_that_were_edited_out_leave_when_they_are_protected(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit of a public source overwrites nothing, which takes long; a change of protection does."""
    wiped: list[Index] = []
    before = Index.wipe
    monkeypatch.setattr(Index, "wipe", lambda self: (wiped.append(self), before(self))[1])
    paper = "---\ntitle: A paper\n---\nThe case of Wilma Quist is known.\n"
    write(workspace, paper=paper)
    cited(workspace, "quist")
    write(workspace, paper=paper.replace("Wilma Quist", "a woman"))
    assert cited(workspace, "quist") == []
    assert wiped == []
    write(workspace, mother=GUARDED.replace("Mira Tolen", "Wilma Quist", 1))
    assert cited(workspace, "quist") == []
    assert len(wiped) == 1
    assert b"quist" not in kept(workspace).lower()


def test_the_private_folder_is_private_and_git_ignores_it(workspace: Path) -> None:
    cited(workspace, "school")
    folder = workspace / ".brief"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.name: file.stat().st_mode & 0o077 for file in folder.glob("find.*")} == {
        "find.lock": 0,
        "find.sqlite": 0,
    }
    subprocess.run(["git", "init", "-q"], cwd=workspace, check=True)
    listed = subprocess.run(
        ["git", "status", "--porcelain", "-uall"], cwd=workspace, check=True, capture_output=True, text=True
    )
    assert ".brief" not in listed.stdout
    folder.chmod(0o755)
    assert private_folder(workspace) == folder
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_private_folder_that_leads_elsewhere_is_not_used(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (workspace / ".brief").symlink_to(elsewhere)
    assert len(cited(workspace, "school")) == 4
    assert list(elsewhere.iterdir()) == []


# Only what changed is read again


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids that are read from their files."""
    ids: list[str] = []
    before = Corpus.read

    def noted(self: Corpus, id_: str) -> bytes | None:
        ids.append(id_)
        return before(self, id_)

    monkeypatch.setattr(Corpus, "read", noted)
    return ids


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids that are indexed."""
    ids: list[str] = []
    before = Index.put
    monkeypatch.setattr(Index, "put", lambda self, id_, *rest: (ids.append(id_), before(self, id_, *rest))[1])
    return ids


def old(folder: Path) -> None:
    """Make all files old enough for their times to be relied on."""
    past = time.time() - 60
    for file in (folder / "seeds/sources").iterdir():
        os.utime(file, (past, past))


def ask(folder: Path, query: str) -> list[tuple[str, int]]:
    """What is found, in this process."""
    return [(it.source, it.number) for it in find(folder, parse(query), 10).passages]


def settled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of files that changed long ago: a change is told from the first instant by its times."""
    monkeypatch.setattr("brief.corpus.search.refresh.FRESH", 0.0)
    ask(folder, "warm")


def test_a_warm_index_reads_only_what_it_shows_and_what_is_guarded(
    workspace: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workspace, other="---\ntitle: Other\n---\nOther words.\n")
    settled(workspace, monkeypatch)
    read.clear()
    assert ask(workspace, "rooms") == [("school", 1)]
    assert sorted(read) == ["mother", "school"]


def test_a_changed_file_is_indexed_again_and_no_other(
    workspace: Path, indexed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workspace, other="---\ntitle: Other\n---\nOther words.\n")
    settled(workspace, monkeypatch)
    assert sorted(indexed) == ["other", "school"]
    indexed.clear()
    file = workspace / "seeds/sources/other.md"
    stat = file.stat()
    file.write_text("---\ntitle: Other\n---\nOther rooms.\n", "utf-8")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert ask(workspace, "rooms") == [("other", 1), ("school", 1)], (
        "same size and time of change, other words"
    )
    assert indexed == ["other"]
    assert ask(workspace, "words") == []


def test_a_touched_file_is_read_and_not_indexed_again(
    workspace: Path, read: list[str], indexed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(workspace, monkeypatch)
    old(workspace)
    indexed.clear()
    assert ask(workspace, "rooms") == [("school", 1)]
    assert "school" in read
    assert indexed == []
    read.clear()
    ask(workspace, "zebra")
    assert "school" not in read, "its new times are known now"


def test_a_change_within_the_same_instant_is_seen(workspace: Path) -> None:
    """A file system may count in steps: times say nothing of a file that was just written."""
    file = workspace / "seeds/sources/school.md"
    ask(workspace, "rooms")
    with sqlite3.connect(workspace / ".brief/find.sqlite") as db:
        assert db.execute("SELECT modified FROM sources").fetchall() == [(-1,)]
    stat = file.stat()
    file.write_bytes(SCHOOL.replace("rooms", "doors").encode())
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert ask(workspace, "doors") == [("school", 1)]


# Whatever is wrong with the index


def wrecked(file: Path, how: str) -> None:
    """An index that cannot be relied on."""
    data = file.read_bytes()
    if how == "garbage":
        file.write_bytes(b"not a database" * 1000)
    elif how == "empty":
        file.write_bytes(b"")
    elif how == "truncated":
        file.write_bytes(data[: len(data) // 2 // 4096 * 4096])
    elif how == "folder":
        file.unlink()
        file.mkdir()
    elif how == "words":
        assert b"two rooms" in data
        file.write_bytes(data.replace(b"two rooms", b"six rooms"))
    else:
        with sqlite3.connect(file) as db:
            db.execute({"older": "PRAGMA user_version=0", "foreign": "PRAGMA application_id=7"}.get(how, how))


@pytest.mark.parametrize(
    "how",
    ["garbage", "empty", "truncated", "words", "folder", "older", "foreign", "DROP TABLE words",
     "DELETE FROM cards", "UPDATE cards SET card = '[1]'", "UPDATE sources SET sha256 = 7"],
)  # fmt: skip
def test_an_index_that_is_wrong_is_made_anew(workspace: Path, how: str) -> None:
    expected = run("find", "school", cwd=workspace)
    file = workspace / ".brief/find.sqlite"
    wrecked(file, how)
    assert run("find", "school", cwd=workspace) == expected
    assert run("find", "school", cwd=workspace) == expected


def blocks(shown: str) -> set[str]:
    """The passages that are shown."""
    return {block.strip("\n") for block in shown.split("\n\n")} | {""}


def test_bytes_changed_at_random_change_no_answer(workspace: Path) -> None:
    """It may find less where SQLite itself cannot tell, but never shows a word that the source does not have."""
    expected = run("find", "school", cwd=workspace).stdout
    file = workspace / ".brief/find.sqlite"
    sound, random_ = file.read_bytes(), random.Random(3)
    for _ in range(60):
        data = bytearray(sound)
        for _ in range(random_.randint(1, 40)):
            data[random_.randrange(len(data))] = random_.randrange(256)
        file.write_bytes(data)
        outcome = run("find", "school", cwd=workspace)
        assert outcome.status == 0
        assert blocks(outcome.stdout) <= blocks(expected)
        file.unlink(missing_ok=True)


def test_a_workspace_that_cannot_be_written_answers_all_the_same(workspace: Path) -> None:
    expected = run("find", "school", cwd=workspace).stdout
    for file in (workspace / ".brief").iterdir():
        file.unlink()
    (workspace / ".brief").rmdir()
    (workspace / ".brief").write_text("in the way", "utf-8")
    assert run("find", "school", cwd=workspace).stdout == expected


def test_a_workspace_that_cannot_be_written_uses_of_an_index_what_is_still_true(
    workspace: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workspace, other="---\ntitle: Other\n---\nOther words.\n")
    settled(workspace, monkeypatch)
    monkeypatch.setattr(finding, "private_folder", lambda _root: None)
    read.clear()
    assert ask(workspace, "rooms") == [("school", 1)]
    assert "other" not in read
    write(workspace, other="---\ntitle: Other\n---\nOther rooms.\n")
    assert ask(workspace, "rooms") == [("other", 1), ("school", 1)]
    (workspace / "seeds/sources/school.md").unlink()
    assert ask(workspace, "rooms") == [("other", 1)]


@pytest.mark.parametrize("name", ["with space", "a#b?c=d&e", "조사 (1)", "100%25"])
def test_wherever_the_workspace_is(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path / name, school=SCHOOL)
    assert len(cited(folder, "school")) == 3
    assert len(cited(folder, "school")) == 3
    assert sorted(file.name for file in (folder / ".brief").iterdir()) == [
        ".gitignore",
        "find.lock",
        "find.sqlite",
    ]


def test_where_sqlite_cannot_search_every_source_is_read(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python whose SQLite was built without FTS5."""
    expected = run("find", "school", cwd=workspace)
    (workspace / ".brief/find.sqlite").unlink()
    monkeypatch.setattr("brief.corpus.search.index.SCHEMA", "CREATE VIRTUAL TABLE words USING fts99(tokens);")
    assert run("find", "school", cwd=workspace) == expected


def test_two_at_once_both_answer(workspace: Path) -> None:
    for number in range(300):
        write(workspace, **{f"s{number}": f"---\ntitle: S\n---\n{'word ' * 200}school {number}.\n"})
    processes = [start("find", "school", "rooms", cwd=workspace) for _ in range(5)]
    answers = [process.communicate(timeout=120) for process in processes]
    assert {(process.returncode, *answer) for process, answer in zip(processes, answers, strict=True)} == {
        (0, run("find", "school", "rooms", cwd=workspace).stdout, "")
    }


def test_a_find_that_is_killed_leaves_nothing_to_mend(workspace: Path) -> None:
    for number in range(1200):
        write(workspace, **{f"s{number}": f"---\ntitle: S\n---\n{'word ' * 300}school {number}.\n"})
    random_ = random.Random(7)
    for _ in range(5):
        process = start("find", "school", cwd=workspace)
        time.sleep(random_.uniform(0.15, 0.9))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
    outcome = run("find", "school", "--format", "json", cwd=workspace)
    assert json.loads(outcome.stdout)["total"] == 1204


def test_index_and_reading_give_the_same_answer() -> None:
    """Whatever is written and whatever is asked, `score` and FTS5 agree on what is found."""
    alphabet = st.sampled_from(
        ["ab", "abc", "abcd", "교육", "육", "교육을", "é", "e", "3", "12", "-", ".", "日本", "ß", "½", "a교b"]
    )
    texts = st.lists(alphabet, min_size=1, max_size=6)

    @given(texts, texts, st.booleans(), st.sampled_from([" ", ""]))
    @settings(max_examples=300, deadline=None, database=None)
    def agree(text: list[str], query: list[str], quoted: bool, gap: str) -> None:
        written, asked = gap.join(text), gap.join(query)
        wanted = parse(f'"{asked}"' if quoted else asked)
        if not wanted:
            return
        db = sqlite3.connect(":memory:")
        db.execute("CREATE VIRTUAL TABLE words USING fts5(tokens, content='', tokenize='ascii')")
        db.execute("INSERT INTO words(rowid, tokens) VALUES(1, ?)", (" ".join(tokens(written)),))
        match = " AND ".join(map(str, wanted))
        (found,) = db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (match,)).fetchone()
        assert bool(found) == bool(score(wanted, tokens(written))), (written, match)
        if found:
            assert finding._may_have(wanted, written)
            assert words_of.spans(wanted, written)

    agree()


# Quick


PLAIN = [
    ["find", "a"],
    ["find", "a b", "c"],
    ["find", "--limit", "3", "a"],
    ["find", "a", "--format=json", "--limit=7"],
]
NOT_PLAIN = [
    ["find"], ["find", "--help"], ["find", "--limit", "x", "a"], ["find", "--limit", "-1", "a"], ["find", "-x", "a"],
    ["find", "--limit", "3", "--limit", "4", "a"], ["find", "--", "-a"], ["find", "--format"], ["check", "a"], [],
]  # fmt: skip


@pytest.mark.parametrize("words", PLAIN, ids=" ".join)
def test_plain_arguments_mean_what_typer_reads_in_them(words: list[str]) -> None:
    command = typer.main.get_command(app).commands["find"]  # type: ignore[attr-defined]
    read = command.make_context("find", words[1:]).params
    assert plain_find(words) == Wanted(tuple(read["words"]), read["limit"], read["format_"])


@pytest.mark.parametrize("words", NOT_PLAIN, ids=" ".join)
def test_whatever_is_not_plain_is_typers(words: list[str]) -> None:
    assert plain_find(words) is None


def test_a_search_waits_for_no_library_that_it_does_not_need(workspace: Path) -> None:
    code = (
        "import sys; from brief.cli.entry import run; sys.argv = ['brief', 'find', 'rooms']; run();"
        "print(sorted({'typer', 'rich', 'pydantic', 'weasyprint', 'rapidfuzz'} & sys.modules.keys()))"
    )
    python(code, cwd=workspace)
    ran = python(code, cwd=workspace)
    assert ran.stdout.splitlines()[-1] == "[]", ran.stdout + ran.stderr


def test_the_command_as_a_person_types_it(workspace: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "brief", "find", "--limit", "1", "two", "rooms"],
        cwd=workspace,
        env=environment(None),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("[@school, para. 1]\n")
