"""brief reads the citations of a text exactly as pandoc does, for pandoc is what prints them.

Texts are put together from pieces that people write, and worse; pandoc reads all of them in
one call, in the dialect of our own reader. The ids of every citation must be the same, in the
same order, and stand in the sentence or apart from it alike. Where brief reports a slip it
has stopped the build, and what pandoc makes of that text does not matter. With
BRIEF_CITATIONS=20000 in the environment there are as many texts.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from brief.compose.pandoc_server import FILTERS, executable
from brief.text.markdown.citations import read_citations

COUNT = int(os.environ.get("BRIEF_CITATIONS", "600"))
READER = """
local texts = pandoc.json.decode(io.stdin:read('a'), false)
local found = {}
for i, text in ipairs(texts) do
  local cites = {}
  pandoc.read(text, FORMAT):walk {
    Cite = function(cite)
      local works = {}
      for j, work in ipairs(cite.citations) do
        works[j] = { work.id, pandoc.utils.stringify(work.suffix), work.mode == 'AuthorInText' }
      end
      cites[#cites + 1] = works
    end
  }
  found[i] = cites
end
io.stdout:write(pandoc.json.encode(found))
"""
Found = list[list[tuple[str, str, bool]]]


@cache
def dialect() -> str:
    """The dialect that our reader asks pandoc for."""
    reader = (FILTERS / "fragments.lua").read_text(encoding="utf-8")
    declared = re.search(r"local FORMAT = (.*?)\n\n", reader, re.S)
    assert declared is not None
    return "".join(re.findall(r"'([^']*)'", declared[1])) + "+smart"


def by_pandoc(texts: list[str], folder: Path) -> list[Found]:
    """Of each text, the works of each citation that pandoc finds: id and suffix."""
    script = folder / "read.lua"
    script.write_text(READER.replace("FORMAT", f"'{dialect()}'"), encoding="utf-8")
    done = subprocess.run(
        [executable(), "lua", str(script)], input=json.dumps(texts).encode(), capture_output=True, check=True
    )
    answer = json.loads(done.stdout)
    return [[[(id_, suffix, textual) for id_, suffix, textual in works] for works in text] for text in answer]


def ids(found: Found) -> list[list[str]]:
    """The ids alone, those of a citation in the sentence with a `+`."""
    return [[id_ + "+" * textual for id_, _, textual in works] for works in found]


def by_brief(text: str) -> tuple[list[list[str]], bool]:
    """The ids of each citation that brief finds, and whether it found a slip."""
    citations, slips = read_citations(text)
    return [[item.id + "+" * citation.textual for item in citation.items] for citation in citations], bool(
        slips
    )


IDS = ["a", "nki-mines", "crc", "a-hrc-25-63", "x_1", "한국", "b.c", "A:b"]
LOCATORS = [
    *("", ", para. 4", ", paras. 4-6", ", paras 4, 6-8", " para. 4", ", art. 28", ", p. 3", ", pp. 3–4", ", § 2", ", ¶ 4"),
    *(", para. 4 and more", ", ch. 2, sect. 3", ", [para. 4]", ", {para. 4}", ", 4", " (emphasis added)", ", *op. cit.*", ", “x”"),
    *(" and others", ", see ^[a note]", ", https://example.org", ", para. 4, my own translation", ", n. 2", ", iv", ", para. 4a"),
]  # fmt: skip
PREFIXES = [
    "",
    "",
    "",
    "see ",
    "see also ",
    "*cf.* ",
    "e.g., ",
    "[sic] ",
    "“x” ",
    "-",
    "see -",
    "\\@ ",
    "in `code` ",
]
WORDS = [
    "word",
    "Kim",
    "it’s",
    "“quoted words”",
    '"straight"',
    "*em*",
    "**strong**",
    "_em_",
    "x^2^",
    "H~2~O",
    "~~no~~",
    "…",
    "(in brackets)",
    "7,000",
    "한국어 말",
    "é",
    "—",
    "&amp;",
    "&lt;",
    "50%",
    "C#",
    "$5",
]
TRAPS = [
    *("`[@code]`", "``[@code]``", "``` [@a]", "`", "\\[@a]", "[\\@a]", "\\`[@a]\\`", "me@example.org", "<me@example.org>", "@", "@ a", "@@a"),
    *("[link](https://example.org/@a)", "[link](<x y>)", "[link [@a]](x)", "[see @a](x)", "![pic @a](x.png)", "[text][ref]", "[text]"),
    *("[x]{.term}", "[“x” @a]{.term}", "[@a]{.term}", "[@a](x)", "[[@a]]", "[x [@a] y]", "([@a])", "“[@a]”", "*[@a]*", "[*@a*]"),
    *("^[a note [@a, para. 1].]", "^[a note]", "^[@a]", "[^1]", "<https://example.org/@a>", "https://example.org/@a", "http://x.org/[@a]"),
    *("[@a", "@a]", "[", "]", "[]", "[ ]", "[;]", "[@a;]", "[; @a]", "[@a;;@b]", "[@a, @b]", "[@a @b]", "[a; @b]", "@a @b", "@a, @b"),
    *("@{a}", "[@{a b}]", "@{https://x.org}", "@a.", "@a:", "@a's", "@a’s", "@a-", "(@a)", "@a[x]", "@a [x]", "@a [para. 2]", "@a [see [@b]]"),
    *("-@a", "[-@a]", "a-@b", "[@a]-", "[@a][@b]", "[@a] [@b]", "[@a]:", "[@a]: x", "{@a}", "|@a|", "\\", "<b>@a</b>", "<!-- @a -->", "$@a$"),
    *("`", "``", "```", "~~~", "`x", "*x*@a", "x.@a", "@a:@b", "@a@b", "@*", "(@a, para. 2)", "7*7", "a [b] c", "[@a]{.x}", "@a {.x}", "[^1] [^2]"),
    *("[@a | @b]", "| [@a] |", "[@a\n| b]", "x²", "\n- ", "\n> ", "\n# ", "\n1. ", "\n    ", "\n\n    ", "\n\n- ", "\n```\n", "\n~~~\n", "\n---\n", "\n\n> "),
    *("\n\n[x]: y\n\n", "\n\n[@a]: https://x.org\n\n", "<https://x.org/@a>", "mailto:me@x.org", "@a.b", "[x](a b @a)", "[x](a\nb)", "]", "](@a)", "\\[@a]"),
    *("[@a, “para. 4”]", "[@a, 'x']", "[@a\\]", "[@a, \\]]", "[@a, `]`]", "[@a, x]y]", "[@a, (x]", "@1", "@_a", "@a_b_", "*@a*", "_@a_"),
]  # fmt: skip
BREAKS = [" ", " ", " ", " ", "\n", "\n", "  \n", "\\\n", "\n\n", "", ". ", ", ", "; "]
STARTS = [
    "",
    "",
    "",
    "",
    "- ",
    "1. ",
    "> ",
    "# ",
    "    ",
    "* ",
    "| a | b |\n|---|---|\n| x | ",
    "\\# ",
    "Term\n:   ",
    "\t",
    "-\t",
    "> - ",
    "- > ",
    "1) - ",
    "A. ",
    "iv. ",
    "(2) ",
    "```\n[@a]\n```\n",
    "```\n[@a]\n",
    "~~~ x\n",
    "First.\n```\n",
    "- one\n\n    ",
    "- one\n\n      ",
    "- one\n\n\t",
    "1.  one\n\n        ",
    "- one\n- two\n\n  ",
    "- one\n\n",
    "> one\n> ",
    "> one\n>\n> ",
    "Head\n====\n\n",
    "[^1]: ",
    "a[^1]\n\n[^1]: ",
    "a[^1] b [@b].\n\n[^1]: See [@crc].\n\n    And [@x].\n\n",
    "a  b\n--- ---\n",
    "+---+---+\n| a | b |\n+---+---+\n",
]


def citation(draw: random.Random) -> str:
    """A citation in brackets, with one to three works, perhaps over two lines."""
    works = [
        draw.choice(PREFIXES) + "@" + draw.choice(IDS) + draw.choice(LOCATORS)
        for _ in range(draw.choice((1, 1, 1, 2, 3)))
    ]
    text = "[" + draw.choice(("; ", "; ", ";", " ; ", ";\n")).join(works) + "]"
    return text.replace(" ", "\n", 1) if draw.random() < 0.15 else text


def written(number: int) -> str:
    """The text of a number."""
    draw = random.Random(number)
    pieces = []
    for _ in range(draw.randint(1, 6)):
        kind = draw.random()
        pieces.append(
            citation(draw) if kind < 0.4 else draw.choice(WORDS) if kind < 0.75 else draw.choice(TRAPS)
        )
    text = pieces[0]
    for piece in pieces[1:]:
        text += draw.choice(BREAKS) + piece
    return (
        draw.choice(STARTS)
        + text
        + draw.choice(("", ".", "\n\nMore.", "\n\n[^1]: A definition [@crc].", "\n\n[ref]: https://x.org"))
    )


def differing(texts: list[str], folder: Path) -> list[str]:
    """The texts of which pandoc finds other citations than brief, the shortest first."""
    found = []
    for text, by_them in zip(texts, by_pandoc(texts, folder), strict=True):
        by_us, slipped = by_brief(text)
        if not slipped and by_us != ids(by_them):
            found.append(f"{text!r}\n    brief  {by_us}\n    pandoc {ids(by_them)}")
    return sorted(found, key=len)


def test_generated_texts_are_read_as_pandoc_reads_them(tmp_path: Path) -> None:
    texts = [written(number) for number in range(COUNT)]
    found = differing(texts, tmp_path)
    assert not found, "\n".join([f"{len(found)} of {len(texts)} differ", *found[:25]])


def test_most_generated_texts_are_read() -> None:
    """The comparison above says nothing of texts that brief refuses."""
    refused = sum(by_brief(written(number))[1] for number in range(600))
    assert refused < 300


def test_traps_are_read_as_pandoc_reads_them(tmp_path: Path) -> None:
    around = (
        "{}",
        "Words {} more.",
        "Words{}more",
        "[@crc] {} [@crc]",
        "*{}*",
        "- {}\n- [@crc]",
        "“{}” [@crc].",
    )
    found = differing([text.format(trap) for trap in TRAPS for text in around], tmp_path)
    assert not found, "\n".join(found[:25])


PLAIN = {
    "[@a, para. 4]": 1,
    "As @a [para. 2] says, and @b too.": 2,
    "Kim’s mother (as @a says) left.": 1,
    "[@a, paras. 4 and 6] [@a, paras 4‑6] [@a, ¶ 4]": 3,
    "see [@a; @b, art. 28; see also @c, pp. 3–4]": 1,
    "He left.[@a] She stayed.[@b]": 2,
    "km^2^[@a, para. 3] and H~2~O [@b]": 2,
    "An area of 7*7 km [@a].": 1,
    "[sic][@a], [*sic*] [@b].": 2,
    "[@a, para. 3]: the mines were full.": 1,
    "a^[See [@a, para. 3].] b^[@b and [its web site](https://x.org/).]": 2,
    "Words.[^1] More [@b].\n\n[^1]: See [@a].\n\n    And [@c].": 3,
    "1. One [@a].\n\n   Still one [@b].\n2. Two [@c].": 3,
    "- One [@a].\n\n    Still one [@b].\n\n    - Inner [@c].": 3,
    "> Quoted [@a].\n>\n> More [@b].": 2,
    "> Quoted over [@a,\n> para. 4].": 1,
    "| a | b |\n|---|---|\n| x [@a] | y [@b; @c] |": 2,
    "+-----+-----+\n| a   | b   |\n+=====+=====+\n| [@a]| [@b]|\n+-----+-----+": 2,
    "## A heading [@a]\n\nWords [@b].": 2,
    "Head [@a]\n====\n\nWords [@b].": 2,
    "Write to me@example.org or \\@here [@a].": 1,
    "A [link][x] and [@a].\n\n[x]: https://example.org/a": 1,
    "`code` [@a] and ``a ` b`` [@b]": 2,
    "```\nprint(1)\n```\n\nWords [@a].": 1,
    "First line\n```\ncode\n```\nWords [@a].": 1,
    "A. Smith [@a] and B. Brown [@b].\n2024. A year [@c].": 3,
    "“[@a]” — said @b, “[no]” [@c].": 3,
    "Term\n:   Meaning [@a]\n:   Another [@b]": 2,
    "said--@a says---so [@b]": 2,
}  # fmt: skip


@pytest.mark.parametrize(("text", "count"), PLAIN.items())
def test_what_people_write_is_read(text: str, count: int, tmp_path: Path) -> None:
    citations, slips = read_citations(text)
    assert slips == ()
    assert len(citations) == count
    assert differing([text], tmp_path) == []


def test_a_locator_over_two_quoted_lines_is_one() -> None:
    [citation] = read_citations("> Quoted over [@a,\n> paras. 4,\n> 6].")[0]
    assert citation.items[0].locator.split() == ["paras.", "4,", "6"]


def test_citations_of_a_note_stand_at_its_call() -> None:
    text = "Words.[^1] More [@b].\n\n[^1]: See [@a]."
    assert [citation.items[0].id for citation in read_citations(text)[0]] == ["a", "b"]


def test_the_locator_is_what_pandoc_hands_on(tmp_path: Path) -> None:
    """What brief proves a quotation against is what the note will say."""
    texts = [f"Words [@a{locator}]." for locator in LOCATORS if "^[" not in locator and "`" not in locator]
    for text, found in zip(texts, by_pandoc(texts, tmp_path), strict=True):
        [[(_, suffix, _)]] = found
        [item] = read_citations(text)[0][0].items
        plain = re.sub(r"[*\\{}]", "", item.locator).replace("\n", " ")
        assert (
            suffix.lstrip(" ,\u00a0")
            .replace("\u00a0", " ")
            .replace("{", "")
            .startswith(plain[:1] if "“" in plain else plain)
        ), text


def test_the_samples_are_read_as_pandoc_reads_them(tmp_path: Path) -> None:
    folder = Path(__file__).parent.parent / "seeds" / "sections"
    texts = [path.read_text(encoding="utf-8").split("---\n", 2)[2] for path in sorted(folder.glob("*.md"))]
    assert differing(texts, tmp_path) == []
    assert sum(len(by_brief(text)[0]) for text in texts) > 50
