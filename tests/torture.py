"""The torture document: a workspace whose one brief holds, on fifty pages, what is hard to tag.

Tables over several pages with notes in cells and captions, lists within lists, a paragraph
longer than a page, headings with gaps, Korean and Arabic, charts as SVG with lettering and
transparency, pictures of every kind, notes with links. It is written, not stored: most of it is repetition.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from picture_zoo import zoo

ROOT = Path(__file__).resolve().parent.parent
ARABIC = ROOT / "tests" / "fixtures" / "arabic" / "NotoNaskhArabic.ttf"
CHAPTERS = 8
BRIEF = """\
name: Torture
organisations:
  first: {name: First Organisation, url: "https://example.org/first"}
  second: {name: 둘째 단체, url: "https://example.org/second"}
"""
SOURCE = """\
---
type: webpage
title: "A page about schools: <b>&amp; more"
container-title: A Site
issued: 2024
URL: https://example.org/a?b=c&d=(e)
language: en
kind: press
voices:
  - {name: Rodong Sinmun, kind: state-media, paragraphs: 2}
---
Schools opened in the first year of the plan.

Officials said the mines were full.

## A heading

Three children were sent home.
"""
KOREAN = """\
---
type: webpage
title: 학교에 관한 글
container-title: 어느 신문
issued: 2023-05
URL: https://example.org/ko
language: ko
kind: press
---
학교는 첫해에 문을 열었다.
"""
CHART = """\
<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" font-family="Source Sans 3" font-size="12">
<defs><linearGradient id="g"><stop offset="0" stop-color="#173a5e"/><stop offset="1" stop-color="#173a5e" stop-opacity=".3"/>
</linearGradient></defs>
<g opacity=".6"><rect x="20" y="40" width="60" height="140" fill="url(#g)"/><text x="20" y="30">31 of 84</text></g>
<rect x="120" y="90" width="60" height="90" fill="#999" fill-opacity=".5"/><text x="120" y="80" fill="#173a5e">학교</text>
<path d="M200 180 L260 60 L320 120" stroke="#b00" fill="none" stroke-dasharray="4 2"/><circle cx="260" cy="60" r="4"/>
</svg>
"""
HEAD = """\
title: Everything that is hard to tag
subtitle: Fifty pages for a machine
venue: report
language: en
date: 2026-11-20
organisations: [first, second]
summary: |
  Words that say something [@a, para. 1], and [여러 낱말]{lang=ko} and [كلمات كثيرة]{lang=ar}.
key-figures:
  - {value: "31", label: children of 84, cite: "[@a, para. 1]"}
  - {value: "2", label: teachers, cite: "[@a]"}
asks:
  - {to: Governments, ask: "Ask where they are [@a, para. 1]."}
sections:
"""
CHAPTER = """\
  - heading: Chapter number #N#
    by: first
    text: |
      Rodong Sinmun wrote of it [@a, para. 2], in [한국어로 쓴 글]{lang=ko} [@b, para. 1].[^#N#] Then [نص عربي طويل بما يكفي لسطر واحد، ثم أكثر]{lang=ar} and on.

      [^#N#]: A note with [a link](https://example.org/#N#), *set apart*, and [نص عربي في حاشية]{lang=ar}.

          A second paragraph of the note.

      - One item
          - Within it
              1. deeper, with a note [@a, para. 1]
              2. and deeper

                  with a second paragraph
          - Within it still, [목록 안의 글]{lang=ko}
      - Two items

      ##### A heading that leaves levels out

      #LONG#

      #### And one that goes back

      Behind it [@a, para. 1].
    blocks:
      - quote: {source: b, paragraph: 1, text: "학교는 첫해에 문을 열었다", by: 어느 신문}
      - excerpt: {source: a, paragraphs: 1-2}
      - law-and-reality:
          caption: "Two columns in chapter #N# [@a, para. 1]"
          rows:
#ROWS#
      - table: {file: long.csv, caption: "Many rows", cite: "[@a, para. 1]"}
      - figure: {file: chart.svg, alt: "Two bars and a line in chapter #N#; 둘", caption: "A chart", cite: "[@a]"}
"""
TAIL = """\
recommendations:
  - {to: The Government, items: ["Publish the list [@a, para. 1].", "Keep it current."]}
annexes: {sources: true}
"""
ROW = (
    '            - {law: "Law #N# says so [@a, para. 1].", '
    'reality: "Row #N# says otherwise, at some length, so that the row has several lines [@b, para. 1]."}'
)
PICTURES = """\
  - heading: Pictures of every kind
    blocks:
"""
SENTENCE = "This paragraph goes on over the end of its page, because nobody ends it [@a, para. 1]. "


def torture(root: Path, chapters: int = CHAPTERS) -> Path:
    """Write the workspace into a folder; the folder."""
    files = {
        "brief.yaml": BRIEF,
        "seeds/sources/a.md": SOURCE,
        "seeds/sources/b.md": KOREAN,
        "chart.svg": CHART,
        "seeds/data/long.csv": "Place,Children,Teachers\n"
        + "".join(f"Village number {n},{n * 7 % 90},{n % 4}\n" for n in range(1, 91)),
        "specs/torture.yaml": HEAD + "".join(map(_chapter, range(1, chapters + 1))) + _pictures() + TAIL,
        "styles/base.css": _with_arabic((ROOT / "styles" / "base.css").read_text(encoding="utf-8")),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name, kind in zoo().items():
        (root / name).write_bytes(kind.data)
    (root / "styles" / "fonts").mkdir(exist_ok=True)
    shutil.copy(ARABIC, root / "styles" / "fonts")
    return root


def _pictures() -> str:
    names = (
        f'      - figure: {{file: {name}, alt: "Two colours of {name}", caption: "{name}"}}\n'
        for name in zoo()
    )
    return PICTURES + "".join(names)


def _chapter(number: int) -> str:
    rows = "\n".join(ROW.replace("#N#", letter) for letter in "ABCDEFGHIJKL")
    long = SENTENCE * (60 if number % 4 == 0 else 6)
    return CHAPTER.replace("#ROWS#", rows).replace("#LONG#", long.strip()).replace("#N#", str(number))


def _with_arabic(css: str) -> str:
    face = '@font-face { font-family: "Noto Naskh Arabic"; src: url("fonts/NotoNaskhArabic.ttf") }\n'
    return face + css.replace('"Nanum Myeongjo", s', '"Nanum Myeongjo", "Noto Naskh Arabic", s')
