"""Every verified quotation, mutated: all changes of words are caught, no change of typography is.

The quotations are those of the samples and of a generated corpus in five languages.
A mutant that is by chance itself a quotation of the passage, by a reading of its own
(`is_true`), is left out and counted. `pytest -s` prints the rates.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from command import run
from small_workspace import write
from test_quotations import claims_in, source_of

from brief.files.workspace import Workspace
from brief.model.manuscript import Reference
from brief.model.ranges import Ranges
from brief.model.source import Source
from brief.run.stages.load import load
from brief.run.stages.resolve import resolve
from brief.text.claims import held
from brief.text.markdown.citations import Citation, CiteItem
from brief.text.markdown.quoted import quoted_spans

ROOT = Path(__file__).resolve().parent.parent
SOURCES, SEED = 320, 1948
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
TOKEN = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


@dataclass(frozen=True)
class Case:
    """A verified quotation: its words, its source, the paragraph it is cited from, another source."""

    words: str
    source: Source
    paragraphs: Ranges
    other: Source
    chance: random.Random

    @property
    def cited(self) -> list[str]:
        """The cited paragraphs."""
        return [p.text for p in self.source.paragraphs if p.number in self.paragraphs]

    def tokens(self) -> list[re.Match[str]]:
        """The words of the quotation."""
        return list(WORD.finditer(self.words))


# The generated corpus.

PEOPLE = ("Kim", "Park", "Choi", "Han", "Rim", "Jang", "O’Neil", "Müller", "Çelik", "Núñez")
ENGLISH = (
    "{p} told Dr. {p} that {n} children were not allowed to leave the non-nuclear zone before {y}.",
    "“It is ‘free’ education,” said {p}, “and never costs more than {n} won a year.”",
    "Between {y} and {y}, about {d} per cent of the {n} pupils didn’t attend the state-run schools.",
    "The U.N. report (para. {s}) reportedly lists {n} cases, {s} of them unconfirmed; {p} denies it.",
    "On {s} May {y} officials of the D.P.R.K. said the camp – so-called – was closed, but {p} saw it open.",
    "We couldn’t say no... they would have sent us to the mines at once, e.g. to Musan or Tanchon.",
    "In the 1990s nobody taught us English; {p}'s class was {s} to {s} years old and learnt in secret.",
    "Half of the {n}-strong brigade was under-age, according to {p}, who left in {y}.",
    "Teachers may reportedly refuse, yet two thirds of them, {p} among them, have hardly done so.",
    "The law of {y} guarantees free, universal and compulsory education for twelve years.",
)
KOREAN = (
    "{p} 씨는 {y}년에 학생 {n}명이 학교에 가지 못했다고 말했다.",
    "당국은 “무상 교육은 모두에게 열려 있다”고 밝혔지만 실제로는 그렇지 않다.",
    "청년 {s}만 명이 탄광과 농촌에 진출했다는 보도는 확인되지 않았다.",
)
FRENCH = (
    "L’accès à l’école n’est pas libre, a déclaré {p} le {s} mai {y}.",
    "Près de {n} élèves n’ont jamais reçu d’aide, « malgré la loi », selon M. {p}.",
    "D’après l’enquête, {d} % des familles refusent aujourd’hui d’en parler.",
)
GERMAN = (
    "Die „freie“ Schule sei nicht für alle {n} Kinder offen, sagte {p} im Jahr {y}.",
    "Nach Angaben von Frau {p} wurden angeblich {s} Schülerinnen ohne Grund ausgeschlossen.",
)
ARABIC = (
    "قال {p} إن {n} طفلاً لم يتمكنوا من الذهاب إلى المدرسة في عام {y}.",
    "لا يُسمح للتلاميذ بمغادرة المنطقة، وليس هناك من يسأل عنهم.",
)
LANGUAGES = (ENGLISH, ENGLISH, ENGLISH, KOREAN, FRENCH, GERMAN, ARABIC)


def _sentence(chance: random.Random, templates: tuple[str, ...]) -> str:
    return re.sub(r"\{(\w)\}", lambda match: _fill(chance, match[1]), chance.choice(templates))


def _fill(chance: random.Random, kind: str) -> str:
    if kind == "p":
        return chance.choice(PEOPLE)
    if kind == "n":
        return f"{chance.randint(1, 9)},{chance.randint(100, 999)}"
    if kind == "d":
        return f"{chance.randint(0, 99)}.{chance.randint(1, 9)}"
    return str(chance.randint(1946, 2025) if kind == "y" else chance.randint(2, 60))


def _generated(number: int) -> tuple[Source, random.Random]:
    chance = random.Random(SEED + number)
    templates = LANGUAGES[number % len(LANGUAGES)]
    paragraphs = [
        " ".join(_sentence(chance, templates) for _ in range(chance.randint(2, 4)))
        for _ in range(chance.randint(4, 7))
    ]
    return source_of(*dict.fromkeys(paragraphs)), chance


def _stretch(chance: random.Random, text: str) -> str:
    """Some words of a paragraph, whole, as an author would quote them."""
    tokens = list(TOKEN.finditer(text))
    length = min(len(tokens), chance.randint(5, 18))
    first = chance.randint(0, len(tokens) - length)
    return text[tokens[first].start() : tokens[first + length - 1].end()]


@cache
def generated_cases() -> tuple[list[Case], list[str]]:
    """Quotations of the generated corpus, and the stretches that are not taken for quotations."""
    cases, refused = [], []
    sources = [_generated(number) for number in range(SOURCES)]
    for number, (source, chance) in enumerate(sources):
        paragraph = chance.choice(source.paragraphs)
        case = Case(
            _stretch(chance, paragraph.text),
            source,
            Ranges(((paragraph.number,) * 2,)),
            sources[number - 7][0],
            chance,
        )
        if not is_caught(case.words, case):
            cases.append(case)
        else:
            refused.append(f"{case.words} | {paragraph.text}")
    return cases, refused


@cache
def sample_cases() -> list[Case]:
    """Every verified quotation of the samples, once."""
    workspace = Workspace(ROOT)
    found: dict[tuple[str, str], Case] = {}
    for spec in sorted((ROOT / "specs").glob("*.yaml")):
        brief = load(workspace, f"specs/{spec.name}")[0]
        assert brief is not None
        for claim in resolve(brief)[0].claims:
            for quotation in claim.quotations:
                if quotation.found is None:
                    continue
                source = brief.sources[quotation.found.source]
                cited = next(
                    r.paragraphs
                    for r in claim.references
                    if r.source is source and _holds(r, quotation.found.paragraph)
                )
                whole = Ranges(((1, len(source.paragraphs)),))
                other = next(s for s in brief.sources.values() if s.paragraphs and s is not source)
                key = (quotation.words, source.id)
                found[key] = Case(quotation.words, source, cited or whole, other, random.Random(len(found)))
    return list(found.values())


def _holds(reference: Reference, paragraph: int) -> bool:
    return reference.paragraphs is None or paragraph in reference.paragraphs


def all_cases() -> list[Case]:
    """The samples' quotations and the generated ones."""
    return sample_cases() + generated_cases()[0]


# Two readings of what is true: brief's, and one of our own.


def reference_to(source: Source, paragraphs: Ranges | None) -> Reference:
    """A citation of these paragraphs."""
    item = CiteItem(source.id, 0, 0, "", f"paras. {paragraphs}", 0)
    return Reference("t", Citation(0, 0, (item,)), item, source, paragraphs, ())


def is_caught(words: str, case: Case, paragraphs: Ranges | None = None, source: Source | None = None) -> bool:
    """Whether brief reports these words as an error (Q301, Q302, Q307)."""
    references = (reference_to(source or case.source, paragraphs or case.paragraphs),)
    quotation = held(words, 0, 0, references)
    return quotation.found is None and not quotation.empty


MARKS = str.maketrans(dict.fromkeys('“”„‟«»‘’‚‛‹›"`´′″「」『』', "'"))


def folded(text: str) -> str:
    """Typography folded, by other means than brief's."""
    text = unicodedata.normalize("NFC", text.replace("\u00ad", "")).translate(MARKS)
    return " ".join(text.replace("...", "…").split())


PARTICLE = "[은는이가을를의로와과도만고며나]|에서?|에게|으로|까지|부터|처럼|보다|면서|이?라[고는며]"


def is_true(words: str, paragraphs: list[str]) -> bool:
    """Whether these words, omissions and changed first letters allowed, stand in the paragraphs in order."""
    text, at = folded(" ".join(paragraphs)), 0
    for part in re.split(r"\[…\]", words):
        wanted = folded(part)
        if not wanted:
            continue
        pattern = re.sub(r"\\\[(\w)\\\]", lambda m: f"[{m[1].lower()}{m[1].upper()}]", re.escape(wanted))
        before = r"(?<![\w-])(?<!\d[.,])" if wanted[0].isalnum() else ""
        after = r"(?![\w-])(?![.,]\d)(?!'t)" if wanted[-1].isalnum() else ""
        if re.search("[가-힣]{2}$", wanted):  # a particle may follow a Korean word
            after = rf"(?=(?:{PARTICLE})?(?![\w-]))"
        found = re.compile(before + pattern + after).search(text, at)
        if found is None:
            return False
        at = found.end()
    return True


# Mutations: each yields other words for a quotation.

Mutation = Callable[[Case], Iterator[str]]


def _replaced(case: Case, token: re.Match[str], new: str) -> str:
    return case.words[: token.start()] + new + case.words[token.end() :]


def word_swap(case: Case) -> Iterator[str]:
    tokens = case.tokens()
    pairs = [(a, b) for a, b in pairwise(tokens) if a[0] != b[0]]
    for a, b in case.chance.sample(pairs, min(2, len(pairs))):
        yield case.words[: a.start()] + b[0] + case.words[a.end() : b.start()] + a[0] + case.words[b.end() :]


def word_dropped(case: Case) -> Iterator[str]:
    tokens = case.tokens()[1:-1]
    for token in case.chance.sample(tokens, min(2, len(tokens))):
        yield case.words[: token.start()] + case.words[token.end() :].lstrip()


def word_added(case: Case) -> Iterator[str]:
    for token in case.chance.sample(case.tokens(), 1):
        yield _replaced(
            case, token, f"{token[0]} {case.chance.choice(['all', 'clearly', 'children', 'the', '학교'])}"
        )


NEGATION = re.compile(
    r"\b(?:not|never|no|nobody|hardly|reportedly|may|pas|jamais|nicht|ohne|angeblich|لم|لا|ليس) |n['’]t\b|\bn['’]|지 못"
)


def negation_dropped(case: Case) -> Iterator[str]:
    for match in NEGATION.finditer(case.words):
        yield case.words[: match.start()] + case.words[match.end() :]


def negation_added(case: Case) -> Iterator[str]:
    for token in case.chance.sample(case.tokens(), min(2, len(case.tokens()))):
        negation = case.chance.choice(["not", "never", "reportedly", "nicht", "pas", "لا"])
        yield _replaced(case, token, f"{negation} {token[0]}")


def digit_changed(case: Case) -> Iterator[str]:
    for match in re.finditer(r"\d", case.words):
        digit = str((int(match[0]) + case.chance.randint(1, 9)) % 10)
        yield case.words[: match.start()] + digit + case.words[match.end() :]


def magnitude_changed(case: Case) -> Iterator[str]:
    for match in re.finditer(r"\d+(?:[.,]\d+)*", case.words):
        yield case.words[: match.start()] + match[0] + "0" + case.words[match.end() :]
        yield (
            case.words[: match.start()] + match[0].replace(",", ".") + " million" + case.words[match.end() :]
        )


def name_exchanged(case: Case) -> Iterator[str]:
    for token in case.tokens():
        if token[0][0].isupper() and token.start():
            yield _replaced(case, token, case.chance.choice([n for n in PEOPLE if n != token[0]]))


def stitched(case: Case) -> Iterator[str]:
    tokens = case.tokens()
    rest = WORD.findall(case.chance.choice(case.source.paragraphs).text)
    middle = tokens[len(tokens) // 2]
    yield case.words[: middle.end()] + " " + " ".join(rest[-4:])
    yield case.words[: middle.end()] + ", " + " ".join(rest[:3])


def omission_backwards(case: Case) -> Iterator[str]:
    tokens = case.tokens()
    if len(tokens) > 3:
        middle = tokens[len(tokens) // 2]
        yield f"{case.words[middle.start() :]} […] {case.words[: middle.start()].strip()}"


def omission_leaves(case: Case) -> Iterator[str]:
    outside = [p.text for p in case.source.paragraphs if p.number not in case.paragraphs]
    if outside:
        words = _stretch(case.chance, case.chance.choice(outside))
        yield f"{case.words} […] {words}"
        yield f"{words} […] {case.words}"


LOOKALIKES = dict(zip("aceiopxyABEHKMNOPTXacеo", "асеіорхуАВЕНКМΝΟΡΤΧａϲe０", strict=False))


def homoglyph(case: Case) -> Iterator[str]:
    places = [i for i, c in enumerate(case.words) if c in LOOKALIKES]
    for i in case.chance.sample(places, min(3, len(places))):
        yield case.words[:i] + LOOKALIKES[case.words[i]] + case.words[i + 1 :]


def _letters(case: Case, count: int) -> list[int]:
    places = [i for i, c in enumerate(case.words) if c.isalnum()]
    return case.chance.sample(places, min(count, len(places)))


def letter_changed(case: Case) -> Iterator[str]:
    for i in _letters(case, 2):
        letter = case.chance.choice([c for c in "aeiourstnéß가를ل" if c != case.words[i]])
        yield case.words[:i] + letter + case.words[i + 1 :]


def letter_dropped(case: Case) -> Iterator[str]:
    for i in _letters(case, 2):
        yield case.words[:i] + case.words[i + 1 :]


def letter_added(case: Case) -> Iterator[str]:
    for i in _letters(case, 2):
        yield case.words[:i] + case.chance.choice("aeiou\u0301\u0323") + case.words[i:]


def case_changed(case: Case) -> Iterator[str]:
    places = [i for i, c in enumerate(case.words) if c.swapcase() != c]
    for i in case.chance.sample(places, min(2, len(places))):
        yield case.words[:i] + case.words[i].swapcase() + case.words[i + 1 :]


def punctuation_changed(case: Case) -> Iterator[str]:
    for match in list(re.finditer(r"[,;:–—-]", case.words))[:2]:
        yield case.words[: match.start()] + case.words[match.end() :]
        yield case.words[: match.start()] + "." + case.words[match.end() :]


def cut_in_word(case: Case) -> Iterator[str]:
    tokens = case.tokens()
    first, last = tokens[0], tokens[-1]
    if len(first[0]) > 1:
        yield case.words[case.chance.randint(1, len(first[0]) - 1) :]
    if len(last[0]) > 1 and last.end() == len(case.words):
        yield case.words[: -case.chance.randint(1, len(last[0]) - 1)]
    for match in re.finditer(r"[^\W\d_]-(?=[^\W\d_])|\d[.,](?=\d)", case.words):
        yield case.words[match.end() :]
        yield case.words[: match.end() - 1]


def contraction_cut(case: Case) -> Iterator[str]:
    for match in re.finditer(r"n['’]t\b|[^\W_](?=n['’]t)", case.words):
        if match.start():
            yield case.words[: match.start() + (match[0][0] != "n")]


def insertion_of_doubt(case: Case) -> Iterator[str]:
    for token in case.chance.sample(case.tokens(), min(2, len(case.tokens()))):
        word = case.chance.choice(
            ["not", "never", "allegedly", "7,000", "five", "ne pas", "kein", "못", "nоt", "ｎｏｔ"]
        )
        yield _replaced(case, token, f"[{word}] {token[0]}")


def insertion_for_doubt(case: Case) -> Iterator[str]:
    for match in re.finditer(
        r"\b(?:not|never|no|nobody|reportedly|pas|nicht|لم)\b|\b\d[\d,.]*\b", case.words
    ):
        if match.start() and match.end() < len(case.words):
            yield f"{case.words[: match.start()]}[also]{case.words[match.end() :]}"


def insertion_for_name(case: Case) -> Iterator[str]:
    for token in case.tokens()[1:-1]:
        if token[0] in PEOPLE and token[0].isascii():
            yield _replaced(case, token, "[Ri Chun Hi]")


def insertion_too_long(case: Case) -> Iterator[str]:
    token = case.chance.choice(case.tokens())
    yield _replaced(
        case, token, "[" + "as everybody in that town and in the next one has known since then so well" + "]"
    )
    yield "[They all left. Then] " + case.words


def insertion_in_word(case: Case) -> Iterator[str]:
    token = case.chance.choice(case.tokens())
    yield _replaced(case, token, f"[un]{token[0]}")
    yield _replaced(case, token, f"{token[0]}[less]")


MUTATIONS: tuple[Mutation, ...] = (
    word_swap, word_dropped, word_added, negation_dropped, negation_added, digit_changed, magnitude_changed,
    name_exchanged, stitched, omission_backwards, omission_leaves, homoglyph, letter_changed, letter_dropped,
    letter_added, case_changed, punctuation_changed, cut_in_word, contraction_cut, insertion_of_doubt,
    insertion_for_doubt, insertion_for_name, insertion_too_long, insertion_in_word,
)  # fmt: skip


def mutants(case: Case, mutation: Mutation) -> Iterator[str]:
    """The mutants that are not by chance true."""
    for words in mutation(case):
        if WORD.search(words) and folded(words) != folded(case.words):
            yield words


RATES: Counter[str] = Counter()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_changed_words_are_caught(mutation: Mutation) -> None:
    passed, counts = [], Counter[str]()
    for case in all_cases():
        for words in mutants(case, mutation):
            if is_true(words, case.cited):
                counts["true by chance"] += 1
            elif is_caught(words, case):
                counts["caught"] += 1
            else:
                passed.append((words, case.words, case.cited))
    RATES.update(counts)
    print(f"\n{mutation.__name__}: {dict(counts)}, {len(passed)} passed")
    assert not passed, passed[:5]
    assert counts["caught"] > 10


def test_another_place_is_caught() -> None:
    """Another paragraph is Q302, another source Q301."""
    caught = 0
    for case in all_cases():
        outside = [p for p in case.source.paragraphs if p.number not in case.paragraphs]
        if outside and not is_true(case.words, [p.text for p in outside]):
            elsewhere = Ranges(tuple((p.number, p.number) for p in outside))
            quotation = held(case.words, 0, 0, (reference_to(case.source, elsewhere),))
            assert quotation.found is None
            assert quotation.elsewhere is not None
            caught += 1
        if not is_true(case.words, [p.text for p in case.other.paragraphs]):
            quotation = held(case.words, 0, 0, (reference_to(case.other, None),))
            assert quotation.found is None
            assert quotation.elsewhere is None
            caught += 1
    print(f"\nin another place: {caught} caught")


def test_stretches_of_the_corpus_are_quotations() -> None:
    """Whole words taken from a paragraph stand in it, but for cut numbers, contractions and elisions."""
    cases, refused = generated_cases()
    print(
        f"\n{len(sample_cases())} quotations of the samples, {len(cases)} generated, {len(refused)} not taken: {refused[:3]}"
    )
    assert len(refused) < SOURCES / 20, refused


# Typography: none of it is reported.

SPECIAL = re.compile(r"([\\`*_\[\]<>@#~^|$&{}])")
PAIRS = (
    "“”", "„“", "„”", "«»", "»«", "””", "‟”", "「」", "『』", "《》", "＂＂", "〝〞", "❝❞", ("«\xa0", "\xa0»"), ("‘‘", "’’"),
    ("&ldquo;", "&rdquo;"), ("&#8220;", "&#x201d;"), ("**“", "”**"), ("[“", "”](http://x.y)"), ("[“", "”]{.smallcaps}"),
)  # fmt: skip


def _nested(words: str, marks: str) -> str:
    """The nested marks of a quotation in another style: its double marks, then its apostrophes."""
    return re.sub(r"[“”„«»\"]", lambda m: marks[m[0] in "”»"], words)


def _shy(words: str) -> str:
    return re.sub(r"(?<=[^\W\d_]{2})(?=[^\W\d_]{2})", "\u00ad", words, count=5)


VARIANTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda words: words,
    "nested marks single": lambda words: _nested(words, "‘’"),
    "nested marks single guillemets": lambda words: _nested(words, "‹›"),
    "apostrophes straight": lambda words: re.sub("[‘’]", "'", words),
    "apostrophes curly": lambda words: words.replace("'", "’"),
    "apostrophes as letters": lambda words: re.sub("['’]", "ʼ", words),
    "hard spaces": lambda words: words.replace(" ", "\xa0"),
    "thin spaces": lambda words: words.replace(" ", "\u2009").replace("\xa0", "\u202f"),
    "double spaces": lambda words: words.replace(" ", "  "),
    "line breaks": lambda words: re.sub(r" (?=[^\W\d_]{2})", "\n", words),
    "CRLF": lambda words: re.sub(r" (?=[^\W\d_]{2})", "\r\n", words, count=1),
    "soft hyphens": _shy,
    "NFD": lambda words: unicodedata.normalize("NFD", words),
    "NFC": lambda words: unicodedata.normalize("NFC", words),
}
MARKUP: dict[str, Callable[[str], str]] = {
    "emphasis": lambda words: re.sub(r"(?<![\w’'-])([^\W\d_]{3,})(?![\w’'-])", r"*\1*", words, count=2),
    "strong": lambda words: re.sub(r"(?<![\w’'-])([^\W\d_]{3,})(?![\w’'-])", r"**\1**", words, count=1),
    "link": lambda words: re.sub(
        r"(?<![\w’'-])([^\W\d_]{3,})(?![\w’'-])", r"[\1](http://x.y/z)", words, count=1
    ),
    "span": lambda words: re.sub(
        r"(?<![\w’'-])([^\W\d_]{3,})(?![\w’'-])", r"[\1]{.underline}", words, count=1
    ),
    "code": lambda words: re.sub(r"(?<![\w’'-])([^\W\d_]{3,})(?![\w’'-])", r"`\1`", words, count=1),
    "entities": lambda words: re.sub("[aeé]", lambda m: f"&#{ord(m[0])};", words, count=3),
    "escapes": lambda words: re.sub(r"(?<!\.)[,.:;!?](?!\.)", r"\\\g<0>", words),
    "hard line ends": lambda words: re.sub(r" (?=[^\W\d_]{2})", "\\\\\n", words, count=1),
}


def _written(words: str, *, brackets: bool = True) -> str:
    """The words of a source as an author writes them in Markdown."""
    return SPECIAL.sub(lambda m: m[0] if m[0] in "[]" and not brackets else f"\\{m[0]}", words)


def is_balanced(words: str) -> bool:
    """Whether no quotation inside begins before the words or ends after them."""
    return not quoted_spans(words, 0, len(words))[1]


def variants(words: str) -> Iterator[tuple[str, str]]:
    """(name, Markdown) of a quotation in other typography, between marks."""
    inner = _nested(words, "‘’")
    for pair in PAIRS:
        yield f"marks {pair}", f"{pair[0]}{_written(inner)}{pair[1]}"
    yield "straight marks", f'"{_written(inner)}"'
    for name, change in VARIANTS.items():
        yield name, f"“{_written(change(words))}”"
    for name, change in MARKUP.items():
        if "[" not in words:
            yield name, f"“{change(_written(words))}”"


def test_typography_is_not_reported() -> None:
    count, reported = 0, []
    for case in all_cases():
        if not is_balanced(case.words):
            continue
        for name, quoted in variants(case.words):
            markdown = f"One says {quoted} [@{case.source.id}, paras. {case.paragraphs}]."
            claims, lonely = claims_in(markdown, case.source)
            found = [q.found for claim in claims for q in claim.quotations]
            count += 1
            if lonely or len(found) != 1 or found[0] is None:
                reported.append((name, markdown))
    print(f"\n{count} typographic variants, {len(reported)} reported")
    assert not reported, (len(reported), reported[:5])


# End to end.


def test_check_reports_each_mutant(tmp_path: Any) -> None:
    """Some two hundred mutants and as many true quotations through `brief check`: an error for each mutant."""
    chance = random.Random(7)
    files: dict[str, str | bytes | None] = {}
    lines: list[str] = []
    false: dict[int, str] = {}
    for number, case in enumerate(chance.sample(generated_cases()[0], 60)):
        body = "\n\n".join(p.text for p in case.source.paragraphs)
        files[f"seeds/sources/s{number}.md"] = (
            f"---\ntype: webpage\ntitle: A page\nlanguage: en\n---\n{body}\n"
        )
        cite = f"[@s{number}, para. {case.paragraphs}]"
        lines.append(f"    - He says “{_written(case.words)}” {cite}.")
        for mutation in chance.sample(MUTATIONS, 8):
            words = next((w for w in mutants(case, mutation) if not is_true(w, case.cited)), None)
            if words is not None and not re.search("[“”«»„]", words):
                false[len(lines)] = words
                lines.append(f"    - He says “{_written(words, brackets=False)}” {cite}.")
    spec = (
        "title: A title\nvenue: embassy-brief\nlanguage: en\ndate: 2026-11-20\norganisations: [first]\n"
        "sections:\n- heading: A heading\n  text: |\n" + "\n".join(lines) + "\n"
    )
    write(tmp_path, {**files, "specs/b.yaml": spec})
    found = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    reported = {d["line"] - 9 for d in found if d["code"] in ("Q301", "Q302", "Q305", "Q307")}
    print(f"\nthrough brief check: {len(false)} mutants, {len(lines) - len(false)} true quotations")
    assert len(false) > 200
    assert reported == set(false), [(i, lines[i]) for i in reported ^ set(false)]
