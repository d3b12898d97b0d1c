"""`brief verify`: what it says of our own files, altered ones, forged ones, and files of others."""

from __future__ import annotations

import json
import random
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import small_workspace as small
from command import Outcome, run
from finished import ROOT, Finished, finished, sample
from test_fault_injection import IN_THE_FILE, Surgery

from brief.outputs.manifest import passage, promises, with_outputs
from brief.outputs.pdf.digests import Digests
from brief.outputs.pdf.sealing import (
    NOUGHT,
    SEAL,
    compact,
    digests,
    is_sealed,
    manifest_digest,
    sealed,
    with_seal,
)
from brief.protect.protection import Protection
from brief.protect.spellings import bare
from brief.prove.promise import embedded, read_promise
from brief.prove.streams import inflated, looks_hostile
from brief.run.stages.prove import prove
from brief.text.quotation.find import Selector

PROTECTED = """\
---
type: webpage
title: A visit by Choi Min-ho
container-title: A Site
issued: 2024
handling: {handling}
protect:
  - {{text: Choi Min-ho, as: a teacher}}
---
On that day Choi Min-ho said that the school had no books at all, and went home.
"""


@dataclass(frozen=True)
class Built:
    """A finished PDF with its manifest."""

    pdf: bytes
    record: dict[str, Any]
    brief: Finished


def built(brief: Finished, name: str = "b.json") -> Built:
    """Prove and seal a finished brief, as build does."""
    proof, findings = prove(brief.pdf, brief.composed, brief.manuscript, brief.fonts)
    assert findings == []
    record = promises(brief.manuscript, brief.composed, proof, brief.inputs)
    return Built(*sealed(brief.pdf, name, record, proof.texts, "2026-11-20"), brief)


@pytest.fixture(scope="module")
def embassy() -> Built:
    """The embassy sample."""
    return built(sample("embassy"), "embassy.json")


def verify(data: bytes, folder: Path, *options: str) -> Outcome:
    """`brief verify` on these bytes, in a folder that is no workspace."""
    (folder / "x.pdf").write_bytes(data)
    return run("verify", "x.pdf", *options, cwd=folder)


def answers(data: bytes, folder: Path) -> dict[str, Any]:
    """The answers by what they are about."""
    said = json.loads(verify(data, folder, "--format", "json").stdout)
    return {answer["about"]: answer for answer in said["answers"]}


def resaved(
    data: bytes, change: Callable[[pikepdf.Pdf], object] = lambda _pdf: None, **options: Any
) -> bytes:
    """The PDF after another program changed and saved it."""
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        stream = BytesIO()
        pdf.save(stream, **options)
        return stream.getvalue()


# Our own files


def test_a_file_as_built_holds(embassy: Built, tmp_path: Path) -> None:
    """Everything promised is said, everything holds, and what verify cannot know is said too."""
    said = verify(embassy.pdf, tmp_path)
    assert (said.status, said.stderr) == (0, "")
    for words in (
        "Access to education in North Korea: Between the law and the classroom",
        "Embassy brief, 2026-11-20, sample",
        "2 pages, 20 notes, 10 quotations, 8 sources",
        "holds  file        not one byte has changed since it was built",
        "holds  quotations  all 10 stand on their page, with their note",
        "holds  notes       all 20 are complete, each on its page",
        "Everything holds.",
        "there is no signature",
    ):
        assert words in said.stdout
    assert "FAILS" not in said.stdout
    assert max(map(len, said.stdout.splitlines())) <= 100


def test_the_same_brief_gives_the_same_bytes(embassy: Built) -> None:
    """No clock, no machine, no chance."""
    assert built(sample("embassy"), "embassy.json").pdf == embassy.pdf
    assert b"/CreationDate" not in embassy.pdf.replace(b"(D:20261120)", b"")


def test_the_manifest_is_an_associated_file(embassy: Built) -> None:
    """As PDF/A-3 asks: relationship, type, both names, reached from the catalog; the tags stay."""
    with pikepdf.open(BytesIO(embassy.pdf)) as pdf, pikepdf.open(BytesIO(embassy.brief.pdf)) as before:
        file = pdf.Root.AF[0]
        assert (file.AFRelationship, str(file.UF), str(file.F)) == ("/Data", "embassy.json", "embassy.json")
        assert str(file.EF.F.Subtype) == "/application/json"
        assert str(file.EF.F.Params.ModDate) == "D:20261120000000Z"
        assert file.EF.F.Params.Size == len(file.EF.F.read_bytes())
        assert pdf.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert pdf.docinfo == before.docinfo
        said = {key: digest for key, digest in embassy.record["pdf"].items() if key != "manifest"}
        assert digests(pdf) == digests(before) == said
        assert pdf.Root.MarkInfo.Marked


def test_the_manifest_says_what_each_note_and_quotation_rests_on(embassy: Built) -> None:
    """Note, page, source, locator, paragraphs, voices, selector."""
    with pikepdf.open(BytesIO(embassy.pdf)) as pdf:
        record = json.loads(embedded(pdf)[0].data)
    assert record == embassy.record
    citation = next(it for it in record["citations"] if it["note"] == 13)
    assert citation == {
        "note": 13,
        "page": 2,
        "text": "sections.0.blocks.0.law-and-reality.rows.2.law",
        "source": "nki-mines",
        "locator": "para. 12",
        "paragraphs": "12",
        "voices": ["Rodong Sinmun"],
    }
    quotation = next(q for q in record["quotations"] if q["words"] == "It’s strictly coercive")
    assert quotation["source"] == "nki-mines"
    assert (quotation["page"], quotation["note"]) == (2, 14)
    assert quotation["selector"]["type"] == "TextQuoteSelector"
    assert quotation["selector"]["exact"] == "It’s strictly coercive"
    written = json.loads(with_outputs(record, {"embassy.pdf": embassy.pdf}))
    assert set(written) - set(record) == {"outputs"}


def test_saving_anew_is_told_from_changing(embassy: Built, tmp_path: Path) -> None:
    """Other compression, other object numbers, linearised: the bytes changed, nothing else."""
    for options in (
        {"recompress_flate": True, "object_stream_mode": pikepdf.ObjectStreamMode.disable},
        {"linearize": True},
        {"qdf": True},
    ):
        data = resaved(embassy.pdf, **options)
        said = verify(data, tmp_path)
        assert said.status == 0, said.stdout
        assert "note   file        another program saved it anew; nothing" in said.stdout


# Changed files


@pytest.mark.parametrize("fault", IN_THE_FILE, ids=lambda fault: fault.__name__)
def test_every_fault_shows(
    fault: Callable[[Surgery, random.Random], bytes | None], embassy: Built, tmp_path: Path
) -> None:
    """What the proof catches before the file leaves, verify catches after."""
    for number in range(4):
        data = fault(Surgery(embassy.pdf), random.Random(f"{fault.__name__} {number}"))
        if data is not None:
            said = verify(data, tmp_path)
            assert said.status == 1, said.stdout
            assert "FAILS  file        the file was changed after it was built" in said.stdout
            behind = fault.__name__ in ("tagged_otherwise", "untagged")
            assert ("FAILS  rest" if behind else "FAILS  pages") in said.stdout


def test_which_page_was_changed_is_said(embassy: Built, tmp_path: Path) -> None:
    """And which note, and which quotation."""
    surgery = Surgery(embassy.pdf)
    shown = next(s for s in surgery.shown(1) if s.text.startswith("“It’s strictly coercive”"))
    surgery.put(shown, (*shown.codes[:6], *shown.codes[7:]))
    found = answers(surgery.saved(), tmp_path)
    assert found["pages"]["details"] == ["page 2 shows something else"]
    assert found["words"]["details"] == ["page 2 says something else"]
    assert found["quotations"]["details"] == ["“It’s strictly coercive” is not on page 2"]
    assert found["notes"]["holds"]


def _white_box(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\nq 1 1 1 rg 0 0 600 400 re f Q\n")


def _javascript(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Another title"


def _more(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["extra.txt"] = b"something"


def _link(pdf: pikepdf.Pdf) -> None:
    next(a for a in pdf.pages[0].Annots if "/A" in a).A.URI = "https://example.net/elsewhere"


def _tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def _annotation(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Annots.append(
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Contents="x")
    )


def _colours(pdf: pikepdf.Pdf) -> None:
    """Every colour becomes white, in readers that obey (ISO 32000-1, 8.6.5.6)."""
    white = pikepdf.Dictionary(WhitePoint=[1, 1, 1], Gamma=[0, 0, 0])
    pdf.pages[0].Resources.ColorSpace = pikepdf.Dictionary(
        DefaultRGB=pikepdf.Array([pikepdf.Name.CalRGB, white])
    )


def _elsewhere(pdf: pikepdf.Pdf) -> None:
    """The page's content is that of another file (ISO 32000-1, 7.3.8.2)."""
    pdf.pages[0].Contents.F = "https://example.net/content"


def _contents(pdf: pikepdf.Pdf) -> None:
    """Every named place lies on the other page."""
    for node in (pdf.Root.Names.Dests, *pdf.Root.Names.Dests.get("/Kids", [])):
        for place in list(node.get("/Names", []))[1::2]:
            page = place if isinstance(place, pikepdf.Array) else place.D
            page[0] = pdf.pages[int(page[0].objgen == pdf.pages[0].obj.objgen)].obj


def _promise(pdf: pikepdf.Pdf) -> None:
    """Another source stands in the manifest."""
    stream = pdf.Root.AF[0].EF.F
    record = json.loads(stream.read_bytes())
    record["sources"][0]["title"] = "A source that is none"
    stream.write(zlib.compress(compact(record)), filter=pikepdf.Name.FlateDecode)


@pytest.mark.parametrize(
    ("change", "about", "detail"),
    [
        (_colours, "pages", "page 1 shows something else"),
        (_elsewhere, "pages", "page 1 shows something else"),
        (_contents, "rest", "its tags, bookmarks or settings have changed"),
        (_promise, "rest", "its manifest has been changed"),
        (_white_box, "pages", "page 1 shows something else"),
        (_link, "pages", "page 1 shows something else"),
        (_annotation, "pages", "page 2 shows something else"),
        (_javascript, "rest", "its tags, bookmarks or settings have changed"),
        (_tags, "rest", "its tags, bookmarks or settings have changed"),
        (_title, "rest", "its title, author or other metadata have changed"),
        (_more, "rest", "the file carries something more: extra.txt"),
    ],
)
def test_changes_behind_the_words_show(
    change: Callable[[pikepdf.Pdf], None], about: str, detail: str, embassy: Built, tmp_path: Path
) -> None:
    """Covered words, other links, scripts, other metadata."""
    found = answers(resaved(embassy.pdf, change), tmp_path)
    assert not found["file"]["holds"]
    assert detail in found[about]["details"]


def test_moved_missing_and_added_pages_are_named(embassy: Built, tmp_path: Path) -> None:
    """In words."""

    def swap(pdf: pikepdf.Pdf) -> None:
        pdf.pages.append(pdf.pages[0])
        del pdf.pages[0]

    assert answers(resaved(embassy.pdf, swap), tmp_path)["pages"]["details"] == [
        "page 1 now stands as page 2",
        "page 2 now stands as page 1",
    ]
    cut = answers(resaved(embassy.pdf, lambda pdf: pdf.pages.__delitem__(1)), tmp_path)
    assert cut["pages"]["details"] == ["page 2 is missing"]
    assert "note 20 is missing" in cut["notes"]["details"]
    more = answers(resaved(embassy.pdf, lambda pdf: pdf.add_blank_page()), tmp_path)
    assert more["pages"]["details"] == ["page 3 was added"]


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"", b"% more\n"), (b"<html><script>x</script>", b""), (b"", b"PK\x03\x04"), (b"GIF89a", b"")],
)
def test_bytes_around_the_file_show(before: bytes, after: bytes, embassy: Built, tmp_path: Path) -> None:
    """Even those that no PDF reader looks at: another program may."""
    said = verify(before + embassy.pdf + after, tmp_path)
    assert said.status == 1
    assert "FAILS  file        other bytes stand before or behind it" in said.stdout


@pytest.mark.parametrize("after", [b"\n", b"\r\n", b"\0" * 512])
def test_padding_is_not_reported(after: bytes, embassy: Built, tmp_path: Path) -> None:
    """Line ends and noughts, as transfers add them."""
    said = verify(embassy.pdf + after, tmp_path)
    assert said.status == 0
    assert "note   file" in said.stdout


# Forged, foreign and hostile files


def reforged(built_file: Built, change: Callable[[dict[str, Any]], object], *, seal: bool = True) -> bytes:
    """The file with another manifest, sealed anew as a forger could."""
    record = json.loads(json.dumps(built_file.record))
    change(record)

    def put(pdf: pikepdf.Pdf) -> None:
        stream = pdf.Root.AF[0].EF.F
        stream.write(zlib.compress(compact(record)), filter=pikepdf.Name.FlateDecode)
        stream[SEAL] = pikepdf.String(NOUGHT)

    data = resaved(built_file.pdf, put, deterministic_id=True, fix_metadata_version=False)
    import hashlib

    return with_seal(data, NOUGHT, hashlib.sha256(data).hexdigest()) if seal else data


def test_a_manifest_that_promises_otherwise_is_found_out(embassy: Built, tmp_path: Path) -> None:
    """Sealed anew, but the pages do not bear it out."""

    def more_quotations(record: dict[str, Any]) -> None:
        record["quotations"][0]["words"] = "words that nobody said"
        record["notes"].append({"note": 99, "page": 2, "sha256": "0" * 64})
        record["pages"] = 3

    found = answers(reforged(embassy, more_quotations), tmp_path)
    assert found["file"]["holds"]
    assert not found["pages"]["holds"]
    assert found["quotations"]["details"] == ["“words that nobody said” is not on page 1"]
    assert "note 99 is missing" in found["notes"]["details"]


def test_a_whole_forgery_is_not_found_out_and_verify_says_so(embassy: Built, tmp_path: Path) -> None:
    """There is no signature: the honest limit, kept in a test so that nobody claims more."""
    surgery = Surgery(embassy.pdf)
    shown = surgery.shown(1)[3]
    surgery.put(shown, shown.codes[::-1])
    changed = surgery.saved()

    def agree(record: dict[str, Any]) -> None:
        with pikepdf.open(BytesIO(changed)) as pdf:
            record["pdf"] = {**digests(pdf), "manifest": manifest_digest(record)}

    said = verify(reforged(Built(changed, embassy.record, embassy.brief), agree), tmp_path)
    assert said.status == 0
    assert "compare the SHA-256 with the one the sender published" in " ".join(said.stdout.split())


HOSTILE: dict[str, Callable[[dict[str, Any]], object]] = {
    "escape sequences": lambda r: r.update(
        title="\x1b[31mred\x1b]0;owned\x07 \u202etfel", organisations=["\x9b31m"]
    ),
    "other paths": lambda r: r.update(inputs={"../../etc/passwd": "0" * 64, "packaged:../../x": "0" * 64}),
    "long words": lambda r: r["quotations"].append({"page": 1, "words": "a" * 199_999}),
    "many notes": lambda r: r.update(
        notes=[{"note": n, "page": 1, "sha256": "0" * 64} for n in range(19_000)]
    ),
}
BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "a list for a title": lambda r: r.update(title=["x"]),
    "words for pages": lambda r: r.update(pages="2"),
    "negative pages": lambda r: r.update(pages=-1),
    "no digests": lambda r: r.pop("pdf"),
    "too many pages": lambda r: r["pdf"].update(pages=r["pdf"]["pages"] * 5000),
    "a digest that is none": lambda r: r["pdf"]["pages"][0].update(text="../x"),
    "huge number": lambda r: r.update(pages=10**400),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_manifests_get_plain_answers(name: str, embassy: Built, tmp_path: Path) -> None:
    """No traceback, and no control character on the terminal."""
    data = reforged(embassy, HOSTILE[name])
    (tmp_path / "brief.yaml").write_text("name: A test\n")
    for options in ((), ("--format", "json")):
        said = verify(data, tmp_path, *options)
        assert said.status in (0, 1)
        assert said.stdout.replace("\n", "").isprintable()
        assert "\u202e" not in said.stdout
        assert "Traceback" not in said.stderr


@pytest.mark.parametrize("name", BROKEN)
def test_manifests_of_wrong_types_are_not_ours(name: str, embassy: Built, tmp_path: Path) -> None:
    """Said in a sentence."""
    said = verify(reforged(embassy, BROKEN[name]), tmp_path)
    assert (said.status, said.stdout) == (2, "")
    assert (
        said.stderr == "brief: x.pdf: this PDF carries a file, but its manifest is not one that brief wrote\n"
    )


def _with_attachment(embassy: Built, raw: bytes, *, packed: bool = False) -> bytes:
    def put(pdf: pikepdf.Pdf) -> None:
        stream = pdf.Root.AF[0].EF.F
        if packed:
            stream.write(raw, filter=pikepdf.Name.FlateDecode)
        else:
            stream.write(raw)

    return resaved(embassy.pdf, put)


def test_bombs_are_not_unpacked(embassy: Built, tmp_path: Path) -> None:
    """Deep JSON, much JSON, streams that unpack to gigabytes."""
    deep = _with_attachment(embassy, b"[" * 200_000 + b"]" * 200_000)
    assert "is not one that brief wrote" in verify(deep, tmp_path).stderr
    bomb = zlib.compress(b"\0" * (80 * 1024 * 1024), 9)
    assert (
        "unpacks to more, than any brief"
        in verify(_with_attachment(embassy, bomb, packed=True), tmp_path).stderr
    )
    with pytest.raises(ValueError, match="unpacks to more"):
        inflated(bomb, 1000)
    assert looks_hostile(b"<</Filter [/FlateDecode /FlateDecode]>>")
    assert not looks_hostile(embassy.pdf)


def test_a_page_that_draws_itself_without_end_is_given_up(embassy: Built, tmp_path: Path) -> None:
    """Forms within forms within forms."""

    def nest(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"/Me Do " * 100, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Me=form))
        pdf.pages[0].Resources = form.Resources
        pdf.pages[0].Contents = pdf.make_stream(b"/Me Do " * 100)

    found = answers(resaved(embassy.pdf, nest), tmp_path)
    assert "page 1 cannot be read: the page draws more than any page of a brief" in found["words"]["details"]


@pytest.mark.parametrize("length", [0, 4, 100, 5000, -20_000, -500, -40])
def test_truncated_files_get_plain_answers(length: int, embassy: Built, tmp_path: Path) -> None:
    """Cut off anywhere: it cannot be read, or it is damaged."""
    said = verify(embassy.pdf[:length], tmp_path)
    assert said.status in (1, 2)
    words = said.stdout + said.stderr
    assert any(reason in words for reason in ("not a PDF", "damaged", "carries no manifest"))


def test_random_damage_never_ends_in_a_traceback(embassy: Built, tmp_path: Path) -> None:
    """A few hundred bytes changed at random, a hundred times."""
    rng = random.Random("damage")
    for _ in range(100):
        data = bytearray(embassy.pdf)
        for _ in range(rng.choice((1, 20, 300))):
            data[rng.randrange(len(data))] ^= rng.randrange(1, 256)
        said = verify(bytes(data), tmp_path)
        assert said.status in (1, 2) or "note   file" in said.stdout
        assert "mistake of ours" not in said.stderr, said.stderr


def test_files_of_others_are_named(embassy: Built, tmp_path: Path) -> None:
    """Encrypted, foreign, not a PDF, not there, a folder, too large."""
    locked = resaved(embassy.pdf, encryption=pikepdf.Encryption(user="x", owner="y"))
    assert "this PDF is encrypted" in verify(locked, tmp_path).stderr
    foreign = pikepdf.new()
    foreign.add_blank_page()
    data = BytesIO()
    foreign.save(data)
    assert "carries no manifest" in verify(data.getvalue(), tmp_path).stderr
    assert "carries no manifest" in verify(embassy.brief.pdf, tmp_path).stderr
    assert "this is not a PDF" in verify(b"PK\x03\x04 a Word file", tmp_path).stderr
    assert run("verify", "none.pdf", cwd=tmp_path).status == 2
    assert run("verify", ".", cwd=tmp_path).status == 2
    assert run("verify", "x.pdf", "--format", "sarif", cwd=tmp_path).status == 2
    with (tmp_path / "x.pdf").open("wb") as stream:
        stream.truncate(65 * 1024 * 1024)
    assert "larger than 64 MiB" in run("verify", "x.pdf", cwd=tmp_path).stderr
    said = verify(b"", tmp_path, "--format", "json")
    assert json.loads(said.stdout) == {
        "file": "x.pdf",
        "verdict": "unreadable",
        "reason": "this is not a PDF",
    }


def test_pages_without_a_letter_fail_with_reasons(embassy: Built, tmp_path: Path) -> None:
    """As another program writes them that draws letters: nothing promised is on its page."""

    def draw(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Contents = pdf.make_stream(b"0 0 9 9 re f")

    said = verify(resaved(embassy.pdf, draw), tmp_path)
    assert (said.status, said.stderr) == (1, "")
    assert "FAILS  quotations" in said.stdout


@pytest.mark.parametrize("error", [ValueError("zip() argument 2"), KeyError("/Kids"), OSError("seek")])
def test_no_words_of_a_library_are_a_reason(
    embassy: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    from brief.cli.commands import verify as command

    def broken(_received: object) -> None:
        raise error

    monkeypatch.setattr(command, "verified", broken)
    said = verify(embassy.pdf, tmp_path)
    assert (said.status, said.stdout) == (1, "")
    assert said.stderr == f"brief: x.pdf: {command.BROKEN_OFF}\n"


def test_an_open_password_does_not_hide_the_manifest(embassy: Built, tmp_path: Path) -> None:
    """Encrypted for printing only: it opens, and what it says is held against the promise."""
    said = verify(resaved(embassy.pdf, encryption=pikepdf.Encryption(user="", owner="y")), tmp_path)
    assert said.status == 0
    assert "note   file" in said.stdout


def test_two_manifests_are_one_too_many(embassy: Built, tmp_path: Path) -> None:
    """Which of them is true, nobody can say."""

    def put(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["other.json"] = compact(embassy.record)

    details = answers(resaved(embassy.pdf, put), tmp_path)["rest"]["details"]
    assert any("a second manifest" in detail for detail in details)


# With the corpus at hand


QUOTE = {
    "specs/b.yaml": small.SPEC.replace("Rodong Sinmun wrote of it", "They said that “the mines were full”")
}


def test_the_corpus_is_checked_where_it_is_at_hand(tmp_path: Path) -> None:
    """As built; a changed spec is told; a quotation that no longer stands fails."""
    root = small.write(tmp_path / "w", QUOTE)
    (root / "b.pdf").write_bytes(built(finished(root)).pdf)
    said = run("verify", "b.pdf", cwd=root)
    assert said.status == 0
    assert "holds  inputs" in said.stdout
    assert "holds  sources     every quotation still stands in its source" in said.stdout
    small.write(root, {**QUOTE, "specs/b.yaml": small.SPEC})
    said = run("verify", "b.pdf", cwd=root)
    assert said.status == 0
    assert "specs/b.yaml is changed" in said.stdout
    small.write(root, {**QUOTE, **small.source("the mines were full", "the mines were empty")})
    said = run("verify", "b.pdf", cwd=root)
    assert said.status == 1
    assert "“the mines were full” no longer stands in `a`" in said.stdout
    (root / "seeds/sources/a.md").unlink()
    assert "the source `a` is gone" in run("verify", "b.pdf", cwd=root).stdout
    other = small.write(
        tmp_path / "other",
        {"brief.yaml": "name: Another\n", "seeds/sources/a.md": None, "specs/b.yaml": None},
    )
    said = run("verify", str(root / "b.pdf"), cwd=other)
    assert said.status == 0 or "changed" in said.stdout


def test_words_that_are_protected_since_it_was_built_fail(tmp_path: Path) -> None:
    """Whoever asks is told where they stand and which source protects them, and not the words."""
    root = small.write(tmp_path / "w", QUOTE)
    (root / "b.pdf").write_bytes(built(finished(root)).pdf)
    assert "holds  protected" in run("verify", "b.pdf", cwd=root).stdout
    protect = "protect: [{text: the mines were full, as: they were not empty}]\nvoices:"
    small.write(root, {**QUOTE, "seeds/sources/a.md": small.SOURCE.replace("voices:", protect)})
    said = run("verify", "b.pdf", cwd=root)
    assert said.status == 1
    assert "FAILS  protected" in said.stdout
    assert "page 1: words that `a` protects" in said.stdout
    assert "mines were" not in said.stdout


def test_what_cannot_be_read_of_a_protection_holds_nothing(tmp_path: Path) -> None:
    root = small.write(tmp_path / "w", QUOTE)
    (root / "b.pdf").write_bytes(built(finished(root)).pdf)
    small.write(
        root, {"seeds/sources/z.md": small.SOURCE.replace("voices:", "protect: {names: [somebody\nvoices:")}
    )
    said = run("verify", "b.pdf", cwd=root)
    assert said.status == 1
    assert "FAILS  protected" in said.stdout


@pytest.mark.parametrize("cited", [True, False])
def test_a_single_word_counts_where_its_source_is_cited(tmp_path: Path, cited: bool) -> None:
    root = small.write(tmp_path / "w", QUOTE)
    (root / "b.pdf").write_bytes(built(finished(root)).pdf)
    protect = "protect: [{text: Rodong, as: a paper}]\nvoices:"
    small.write(root, {f"seeds/sources/{'a' if cited else 'z'}.md": small.SOURCE.replace("voices:", protect)})
    assert run("verify", "b.pdf", cwd=root).status == (1 if cited else 0)


def test_a_changed_capture_fails(tmp_path: Path) -> None:
    """The samples' own corpus, with one original changed."""
    import shutil

    root = tmp_path / "w"
    for name in ("seeds", "specs", "brief.yaml"):
        source = ROOT / name
        shutil.copytree(source, root / name) if source.is_dir() else shutil.copy(source, root / name)
    (root / "x.pdf").write_bytes(built(sample("embassy"), "embassy.json").pdf)
    assert run("verify", "x.pdf", cwd=root).status == 0
    for original in (root / "seeds" / "originals").iterdir():
        original.write_bytes(original.read_bytes() + b"more")
    said = run("verify", "x.pdf", cwd=root)
    assert said.status == 1
    assert "FAILS  captures" in said.stdout


# Handling: what the manifest may not say


def protected(tmp_path: Path, handling: str, venue: str = "embassy-brief") -> str:
    """The manifest of a brief that quotes a source with protected words."""
    text = small.SPEC.replace("embassy-brief", venue).replace(
        "Rodong Sinmun wrote of it [@a, para. 2].", "They said that “the school had no books” [@p, para. 1]."
    )
    root = small.write(
        tmp_path, {"specs/b.yaml": text, "seeds/sources/p.md": PROTECTED.format(handling=handling)}
    )
    return compact(built(finished(root)).record).decode()


def test_protected_words_are_replaced_in_passages(tmp_path: Path) -> None:
    """In titles too, and for whatever audience."""
    record = protected(tmp_path, "public")
    assert "Choi" not in record
    assert "a teacher" in record
    assert "the school had no books" in record


def test_passages_of_sources_that_are_not_public_are_left_out(tmp_path: Path) -> None:
    """Only the id, where it is cited, and the digest of the quotation."""
    record = json.loads(protected(tmp_path, "[embassy]"))
    assert {"id": "p"} in record["sources"]
    quotation = next(q for q in record["quotations"] if q["source"] == "p")
    assert set(quotation) == {"text", "page", "note", "source", "sha256", "length"}
    assert "books" not in json.dumps(record)


CHOI = (Protection("Choi Min-ho", "a teacher", "p"), Protection("Choi", "a teacher", "p"))


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        (
            Selector("said so", "Then Choi Min-ho ", " and left"),
            ("Then [a teacher] ", "said so", " and left"),
        ),
        (Selector("said so", "Min-ho then ", " and left"), (" then ", "said so", " and left")),
        (Selector("said so", "he ", " to Choi M"), ("he ", "said so", " to ")),
        (Selector("Min-ho said so", "Then Choi ", ""), ("Then ", "[a teacher] said so", "")),
        (Selector("so said Choi", "he ", " Min-ho himself"), ("he ", "so said [a teacher]", " himself")),
        (Selector("CHOI MIN-HO said", "", ""), ("", "[a teacher] said", "")),
    ],
)
def test_passages_never_hold_a_part_of_protected_words(
    selector: Selector, said: tuple[str, str, str]
) -> None:
    """Not at the seams between prefix, words and suffix, nor cut off at the edge."""
    found = passage(selector, CHOI)
    assert (found["prefix"], found["exact"], found["suffix"]) == said


@pytest.mark.parametrize(
    "name", ["Choi Min-ho", "Choi Min\u2011ho", "CHOI, Min Ho", "Min-ho Choi", "Choi Minho", "Chŏi Min Ho"]
)
def test_no_context_is_cut_within_a_name_in_any_spelling(name: str) -> None:
    """Wherever the thirty-two characters around a quotation end."""
    text = (
        f"The school had no books and no roof when {name} went home to the north in the last of these years."
    )
    for word in re.finditer(r"\w+", text.replace(name, " " * len(name))):
        first, last = word.span()
        context = text[max(0, first - 32) : first], text[last : last + 32]
        found = passage(Selector(word[0], *context), CHOI)
        said = bare(f"{found['prefix']} | {found['suffix']}").casefold()
        assert not re.search(r"choi|min|\bho\b|hoi\b", said), found


# The leaves


def test_digests_do_not_depend_on_how_a_file_is_packed(embassy: Built) -> None:
    """Object numbers, order, compression."""
    for options in ({"qdf": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}):
        with pikepdf.open(BytesIO(resaved(embassy.pdf, **options))) as pdf:
            assert [Digests(pdf).content(page.obj) for page in pdf.pages] == [
                page["content"] for page in embassy.record["pdf"]["pages"]
            ]
            assert Digests(pdf).structure() == embassy.record["pdf"]["structure"]


def test_a_seal_stands_once() -> None:
    """Two places for it would let one of them be anything."""
    with pytest.raises(ValueError, match="does not hold its seal"):
        with_seal(b"(0000) (0000)", "0000", "1111")
    assert not is_sealed(b"", NOUGHT)


def test_a_promise_is_typed() -> None:
    """Or it is none."""
    for data in (b"", b"null", b"{}", b"[1]", b'{"brief": 1}', b"\xff\xfe"):
        with pytest.raises(ValueError, match="not one that brief wrote"):
            read_promise(data)
