"""brief reads the citations of a text exactly as pandoc does, for pandoc is what prints them.

Thousands of texts are put together from pieces that people write, and worse; pandoc reads
all of them in one call, in the dialect of our own reader. The ids of every citation must
be the same, in the same order. Where brief reports a slip it has stopped the build, and
what pandoc makes of that text does not matter.
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

from brief.markdown.citations import read_citations
from brief.pandoc import FILTERS, executable

COUNT = int(os.environ.get("BRIEF_CITATIONS", "2400"))
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


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_read_as_pandoc_reads_it(trap: str, tmp_path: Path) -> None:
    texts = [
        trap,
        f"Words {trap} more.",
        f"Words{trap}more",
        f"[@crc] {trap} [@crc]",
        f"*{trap}*",
        f"- {trap}\n- [@crc]",
        f"“{trap}” [@crc].",
    ]
    assert differing(texts, tmp_path) == []


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
