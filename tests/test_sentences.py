"""Where sentences end: a table of hard cases. `¦` stands where one ends, and nowhere else does one."""

from __future__ import annotations

import re

import pytest

from brief.text.markdown.citations import read_citations
from brief.text.markdown.plain import CITE, plain
from brief.text.markdown.sentences import read_sentences

CASES = (
    # stops, marks and citations
    "They left. ¦ Kim stayed.",
    "They left [@a]. ¦ Kim stayed [@b].",
    "They left. [@a] ¦ Kim stayed.",
    "They left.\u00a0[@a] ¦ Kim stayed.",
    "They left.\n[@a] ¦ Kim stayed.",
    "They left. [@a] [@b] ¦ Kim stayed.",
    "They left.[@a] ¦ Kim stayed.",
    "“They left.” [@a] ¦ Kim stayed.",
    "“They left”. [@a] ¦ Kim stayed.",
    "“They left” [@a]. ¦ Kim stayed.",
    "“They left.” [@a]. ¦ Kim stayed.",
    "“They left.” [@a]; “He stayed.” [@b]. ¦ Kim slept.",
    "“They left.”^[[@a]] ¦ Kim stayed.",
    "“They left”.^[[@a]] ¦ Kim stayed.",
    "They left.[^1] ¦ Kim stayed.\n\n[^1]: [@a]",
    "They left! ¦ Kim stayed? ¦ No.",
    "They left?! ¦ Kim stayed.",
    # stops inside quotations
    "He said “They left. Kim stayed. Who knows?” and slept [@a]. ¦ End.",
    "“Is it free?” Kim asked [@a]. ¦ End.",
    "“Is it free!” the teacher cried [@a]. ¦ End.",
    "“They left.” Kim Chol said [@a]. ¦ End.",
    "“They left.” the boy said [@a].",
    "“They left.” ¦ The State denies it [@a].",
    "“They left.” [@a] ¦ The State said no [@b].",
    "Did he say “They left”? ¦ Kim stayed.",
    "He asked “Why?”. ¦ Kim stayed.",
    "They call it “voluntary entry”. ¦ Kim stayed.",
    "“They left…” Kim said [@a].",
    "그는 “갔다.” 라고 말했다 [@a]. ¦ 끝이다.",
    "그는 “갔다.”고 말했다 [@a]. ¦ 끝이다.",
    "«\u00a0Ils sont partis.\u00a0» [@a] ¦ Kim est resté.",
    "„Sie gingen.“ [@a] ¦ Kim blieb.",
    # abbreviations, initials and numbers
    "Dr. Kim and Mrs. Park left, cf. Gen. Ri [@a].",
    "Prof. D. J. Kim of St. Mary left [@a].",
    "The U.S. Government and the U.N. Human Rights Council met [@a].",
    "The D.P.R.K. Government, i.e. Pyongyang, e.g. Kim, etc. Others too [@a].",
    "See No. 5 and Nos. 6–7, para. 4, art. 28, Vol. II, p. 3 [@a].",
    "She said no. ¦ They left.",
    "She said no. 5 is enough [@a].",
    "It is Doc. A/60/38, Res. 60/1, Add. 1 [@a].",
    "It cost 0.07 per cent, or 3.5 million [@a]. ¦ End.",
    "It was 5 p.m. Pyongyang time [@a].",
    "They met in Sept. 2024 and on 5 Jan. Kim left [@a].",
    "Kim et al. Park and others left [@a].",
    "Kim Inc. Ltd. Co. left.",
    "Sie gingen am 5. Mai 2024 [@a]. ¦ Ende.",
    "북한은 2024. 8. 16. 북한은 밝혔다 [@a]. ¦ 끝.",
    "They came in 2024. ¦ Kim left in 2025.",
    "M. Kim et Mme. Park sont partis [@a].",
    "La Sra. Kim y el Sr. Park, núm. 5 [@a].",
    "The site https://example.org/a.b?c=dd. ¦ Kim left.",
    # dots, dashes, colons, brackets
    "They waited … and left [@a].",
    "They waited... and left [@a].",
    "They waited. . . and left [@a].",
    "They left; Kim stayed – so they say – at home: alone [@a].",
    "They left: Kim stayed [@a].",
    "They left (Kim stayed. He slept.) at once [@a]. ¦ End.",
    "They left [as he says. Kim stayed] at once [@a]. ¦ End.",
    "They left (and never. Kim stayed [@a]. ¦ End.".replace("(and never. ", "(and never. ¦ "),
    "They left. ¦ (Kim stayed [@a].) ¦ End.",
    "They left. ¦ “Kim stayed,” he said [@a].",
    "They left. ¦ – Kim stayed [@a].",
    "They left. ¦ *Kim* stayed [@a].",
    "They left. ¦ [Kim](http://x.y) stayed [@a].",
    "They left. ¦ 5,000 stayed [@a].",
    "They left. ¦ École fermée [@a].",
    "They left. who knows [@a].",
    "They left. élève fermé [@a].",
    # the source as subject
    "They left. ¦ @a says “so”. ¦ End.",
    "They left [@b]. ¦ @a [para. 2] says “so”. ¦ End.",
    "They left. ¦\n\n@a says “so”. ¦ End.",
    "They left. @a",
    # blocks
    "Heading ¦\n\nThey left",
    "# Heading\n¦They left [@a].",
    "Heading\n=======\n¦They left [@a].",
    "- They left ¦\n- Kim stayed [@a] ¦\n  1. Park slept",
    "They left\n- Kim stayed [@a].",
    "They left\n5. Kim stayed [@a].".replace("5. Kim", "5. ¦ Kim"),
    "> They left. Kim\n> stayed [@a].",
    "| They left. Kim stayed | [@a] |\n|---|---|\n¦| Park slept. Ri woke | [@b] |",
    "Term ¦\n:   They left [@a].",
    "Words ^[A note. ¦ With two [@a].] that go on [@b].",
    "They left\\\nat once. ¦ Kim stayed.",
    # other scripts
    "他们走了。¦ 金留下了。".replace("。¦", "。 ¦"),
    "غادروا. ¦ بقي كيم [@a].",
    "Они ушли. ¦ Ким остался [@a].",
    "Они ушли. и всё [@a].",
    "“¿Se fueron?” preguntó Kim [@a]. ¦ Fin.",
)


def _words(text: str) -> str:
    """Letters and citations, without the marks of Markdown that stand between blocks."""
    return re.sub(rf"[^\w{CITE}]+", "", text.replace("\x1d", ""))


def _expected(case: str) -> list[str]:
    text = re.sub(r"\[\^1\](?!:)", CITE, case)
    text = re.sub(r"\^\[\[@a\]\]", CITE, text)
    text = re.sub(r"\[@\w\]|@a \[para\. 2\]|@a", CITE, text)
    text = re.sub(r"\]\(http://x\.y\)|\|---\|---\||\[\^1\]:.*|={3,}|^ *\d\. (?=Park)", "", text, flags=re.M)
    return [_words(piece) for piece in text.split("¦") if re.search(r"[^\W_]", piece)]


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_they_should(case: str) -> None:
    if "^[A note" in case:
        pytest.skip("see test_notes_are_apart")
    markdown = re.sub(r" ?¦ ?", " ", case) if "\n" not in case else case.replace(" ¦", "").replace("¦", "")
    read = plain(markdown, read_citations(markdown)[0])
    found = [_words(read.text[s.start : s.end]) for s in read_sentences(read)[0]]
    assert found == _expected(case)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 80


def test_notes_are_apart() -> None:
    """A note's sentences are its own; its citations count for the sentence that calls it too."""
    markdown = "Words ^[A note. With two [@a].] that go on [@b]."
    read = plain(markdown, read_citations(markdown)[0])
    found = [
        (_words(read.text[s.start : s.end]).replace(CITE, ""), [c.items[0].id for c in s.citations])
        for s in read_sentences(read)[0]
    ]
    assert found == [("Wordsthatgoon", ["a", "b"]), ("Anote", []), ("Withtwo", ["a"])]


@pytest.mark.parametrize(
    ("markdown", "cited"),
    [
        ("A “x”. [@a] B “y” [@b].", [["a"], ["b"]]),
        ("A “x.” [@a]\n\nB “y” [@b].", [["a"], ["b"]]),
        ("A “x”.^[[@a]] B “y”.^[[@b]]", [["a"], ["b"]]),
        ("A “x”.[^1] B “y”.[^2]\n\n[^1]: [@a]\n[^2]: See\n    [@b].\n\nC.", [["a"], ["b"]]),
        ("@a says “x”. @b [para. 2] says “y”.", [["a"], ["b"]]),
        ("\n\n@a says “x”.\n\n[@b] has “y”.", [["a"], ["b"]]),
        ("- “x” [@a]\n- “y” [@b; @c]", [["a"], ["b"]]),
        ("“x” [@a] and “y” [@b].", [["a", "b"], ["a", "b"]]),
    ],
)
def test_each_quotation_has_its_citations(markdown: str, cited: list[list[str]]) -> None:
    read = plain(markdown, read_citations(markdown)[0])
    found = [[c.items[0].id for c in s.citations] for s in read_sentences(read)[0] for _ in s.quotations]
    assert found == cited
