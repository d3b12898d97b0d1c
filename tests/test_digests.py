"""What is digested of a PDF is what its objects hold, however they are written."""

from __future__ import annotations

import io
import random

import pikepdf
import pytest

from brief.outputs.pdf.digests import Digests

WRITTEN = [
    (b"<< /A 1.50 /B (abc) /C [ 1 true ] >>", b"<</C[1.0 true]/B<616263>/A 1.5>>"),
    (b"<< /A (\\(a\\) << [ ] 5 0 R 1.5) >>", b"<< /A ((a) << [ ] 5 0 R 1.5) >>"),
    (b"<< /A -.5 /B null >>", b"<< /A -0.50 >>"),
    (b"<< /A#20B 1 /A [ ] >>", b"<< /A [] /#41#20B 1 >>"),
    (b"[ (a\\\\) (\\374) /true /1.5 ]", b"[<615C> <FC> /true /1.5]"),
]
TOLD_APART = [
    (b"<< /A (true) >>", b"<< /A true >>"),
    (b"[ /true ]", b"[ true ]"),
    (b"[ (1.5) ]", b"[ 1.5 ]"),
    (b"[ null ]", b"[ ]"),
    (b"[ (a) (b) ]", b"[ (a b) ]"),
    (b"<< /A << /B 1 >> >>", b"<< /A [ /B 1 ] >>"),
    (b"[ (\\376\\377\\000a) ]", b"[ (a) ]"),
    (b"[ (5 0 R) ]", b"[ /5 ]"),
]


def digest(value: bytes) -> str:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Held = pikepdf.Object.parse(value)
    return Digests(pdf).structure()


@pytest.mark.parametrize(("one", "other"), WRITTEN)
def test_the_same_value_written_otherwise_is_the_same(one: bytes, other: bytes) -> None:
    assert digest(one) == digest(other)


@pytest.mark.parametrize(("one", "other"), TOLD_APART)
def test_values_that_look_alike_are_told_apart(one: bytes, other: bytes) -> None:
    assert digest(one) != digest(other)


def test_a_reference_to_nothing_is_nothing() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Held = pikepdf.Object.parse(b"[ (HERE) ]")
    file = io.BytesIO()
    pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    found = []
    for held in (b" 90 0 R", b"null   ", b"7      "):
        with pikepdf.open(io.BytesIO(file.getvalue().replace(b"(HERE) ", held))) as again:
            found.append(Digests(again).structure())
    assert found[0] == found[1] != found[2]


def test_a_reference_to_a_number_or_a_page_is_what_it_leads_to() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()

    def held(value: object) -> str:
        pdf.Root.Held = pikepdf.Array([value])
        return Digests(pdf).structure()

    assert held(pdf.make_indirect(7)) == held(7) != held(None)
    before = held(pdf.pages[0].obj)
    pdf.pages[0].obj.Rotate = 90  # what is on a page is digested with the page
    assert held(pdf.pages[0].obj) == before != held(None)


def test_rewriting_a_file_changes_no_digest() -> None:
    chance = random.Random(1)
    for _ in range(60):
        pdf = _made_up(chance)
        before = Digests(pdf)
        wanted = [before.content(pdf.pages[0].obj), before.structure(), before.metadata()]
        for mode in pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable:
            file = io.BytesIO()
            pdf.save(file, object_stream_mode=mode, compress_streams=mode.name == "generate")
            with pikepdf.open(file) as again:
                after = Digests(again)
                assert [after.content(again.pages[0].obj), after.structure(), after.metadata()] == wanted


def _made_up(chance: random.Random) -> pikepdf.Pdf:
    """A file whose objects hold everything and refer to each other, in circles too."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    objects = [pdf.pages[0].obj, *(pdf.make_indirect(pikepdf.Array()) for _ in range(3))]
    objects += [pdf.make_stream(b"abc" * chance.randrange(99), Odd=chance.random()) for _ in range(2)]
    objects += [pdf.make_indirect(pikepdf.Dictionary(In=_value(chance, objects, 0))) for _ in range(5)]
    for array in objects[1:4]:
        array.extend([_value(chance, objects, 0) for _ in range(4)])
    pdf.Root.Held = pikepdf.Array(objects)
    pdf.pages[0].obj.Held = pikepdf.Array(objects)
    return pdf


def _value(chance: random.Random, objects: list[pikepdf.Object], depth: int) -> object:
    kind = chance.randrange(8 if depth < 4 else 6)
    if kind == 0:
        return pikepdf.Object.parse(chance.choice([b"1.50", b"-.5", b"+3.2", b"12.", b"-0.0", b"7"]))
    if kind == 1:
        return chance.choice([True, False, None])
    if kind == 2:
        return pikepdf.String(
            chance.choice(["a", "(x)", "a) /b 5 0 R", "é", "한", "\\", "", "<< [", "\t#\n"])
        )
    if kind == 3:
        return pikepdf.String(chance.randbytes(5))
    if kind == 4:
        return pikepdf.Name(chance.choice(["/A", "/true", "/1.5", "/A B", "/A#B", "/é", "/A(b)", "/R"]))
    if kind == 5:
        return chance.choice(objects)
    if kind == 6:
        return pikepdf.Array([_value(chance, objects, depth + 1) for _ in range(chance.randrange(4))])
    keys = chance.sample(["/A", "/B", "/Zz", "/b", "/A1", "/A.1", "/A-1", "/A B", "/é"], chance.randrange(5))
    held = {key: _value(chance, objects, depth + 1) for key in keys}
    return pikepdf.Dictionary({key: value for key, value in held.items() if value is not None})
