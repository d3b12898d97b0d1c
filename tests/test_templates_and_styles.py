"""A workspace's own templates, sheets, fonts and citation styles, each with a fault of its own.

Every fault is said in the file that has it, at its line, with exit 1; nothing outside of
the workspace is read, nothing runs on, and earlier outputs stand.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brief.outputs.word import WordSettings, write_word
from tests import small_workspace as small
from tests.command import run
from tests.pdf_facts import facts
from tests.process import python
from tests.small_workspace import Files, spec
from tests.test_bad_input import B, Bad, hold, named, said

PAGE = """\
<!doctype html>
<html lang="en">
<head><title>{{ brief.title }}</title><style>
{{ css }}
</style></head>
<body>
<h1>{{ brief.title }}</h1>
{{ summary }}
{% for it in sections %}{% for part in it.blocks %}
{{ part.text }}
{% endfor %}{% endfor %}
</body>
</html>
"""
IMPORT = '@import "report.css";\n'
VENUE = "name: Mine\nbody: Mine\ntemplate: report\nstyle: mine\naudience: public\n"
WORD = write_word(f"<html><body>{PAGE}</body></html>", WordSettings())
MINE: Files = {**spec("embassy-brief", "mine"), "venues/mine.yaml": VENUE, "styles/mine.docx": WORD}
TEMPLATE = "templates/report.html"
STYLE = "styles/mine.css"


def page(old: str, new: str) -> Files:
    """A workspace whose own template has one piece replaced."""
    return {**MINE, TEMPLATE: small.edited(PAGE, old, new), STYLE: IMPORT}


def sheet(css: str | bytes) -> Files:
    """A workspace with a sheet of its own and a sound template."""
    return {**MINE, TEMPLATE: PAGE, STYLE: css}


def test_an_own_template_and_sheet_build(tmp_path: Path) -> None:
    small.write(tmp_path, sheet(IMPORT + "h1 { color: #123 }\n"))
    outcome = run("build", "--strict", "--format", "json", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout
    found = facts((tmp_path / "outputs/b.pdf").read_bytes())
    assert found["metadata"]["title"] == "A title"


TITLE = "<h1>{{ brief.title }}</h1>"
TEMPLATES = [
    Bad("an undefined name", page(TITLE, "{{ brief.titel }}"), f"T803 {TEMPLATE}:7"),
    Bad("an undefined root", page(TITLE, "{{ nobody.title }}"), f"T803 {TEMPLATE}:7"),
    Bad("an undefined function", page(TITLE, "{{ fetch('x') }}"), f"T803 {TEMPLATE}:7"),
    Bad("an undefined filter", page(TITLE, "{{ brief.title | shout }}"), f"T802 {TEMPLATE}:7"),
    Bad("an unknown label", page(TITLE, "{{ label('nothing') }}"), f"T808 {TEMPLATE}:7"),
    Bad("an unclosed loop", page("{% endfor %}{% endfor %}", "{% endfor %}"), f"T802 {TEMPLATE}:12"),
    Bad("an unclosed expression", page(TITLE, "{{ brief.title }"), f"T802 {TEMPLATE}:7"),
    Bad("an unknown statement", page(TITLE, "{% shout %}"), f"T802 {TEMPLATE}:7"),
    Bad("a division by zero", page(TITLE, "{{ 1 / 0 }}"), f"T803 {TEMPLATE}:7"),
    Bad("a sum of unlikes", page(TITLE, "{{ 1 + 'x' }}"), f"T803 {TEMPLATE}:7"),
    Bad("a way out of the sandbox", page(TITLE, "{{ ''.__class__.__mro__ }}"), f"T803 {TEMPLATE}:7"),
    Bad("a way out by cycler", page(TITLE, "{{ cycler.__init__.__globals__ }}"), f"T803 {TEMPLATE}:7"),
    Bad("a way out by format", page(TITLE, "{{ '{0.__class__}'.format(1) }}"), f"T803 {TEMPLATE}:7"),
    Bad("a text twice", page("{{ summary }}", "{{ summary }}{{ summary }}"), f"T804 {B}:7"),
    Bad("a text left out", page("{{ summary }}", ""), f"T804 {B}:7"),
    Bad("a text within a comment", page("{{ summary }}", "<!-- {{ summary }} -->"), f"T804 {B}:7"),
    Bad("a loop over many", page(TITLE, "{% for i in range(10 ** 9) %}x{% endfor %}"), f"T803 {TEMPLATE}:7"),
    Bad("a macro in itself", page(TITLE, "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"), f"T803 {TEMPLATE}:7"),
    Bad("a template in itself", page(TITLE, '{% include "report.html" %}'), f"T803 {TEMPLATE}:7"),
    Bad("an include that is not there", page(TITLE, '{% include "nowhere.html" %}'), f"T801 {TEMPLATE}:7"),
    Bad("an include above", page(TITLE, '{% include "../brief.yaml" %}'), f"T801 {TEMPLATE}:7"),
    Bad("an include from the root", page(TITLE, '{% include "/etc/passwd" %}'), f"T801 {TEMPLATE}:7"),
    Bad("not UTF-8", {**sheet(IMPORT), TEMPLATE: PAGE.encode() + b"\xe9"}, f"T802 {TEMPLATE}:1"),
    Bad("a picture", {**sheet(IMPORT), TEMPLATE: b"\x89PNG\r\n\x1a\n" + bytes(256)}, f"T802 {TEMPLATE}:1"),
    Bad("no place for the sheet", page("{{ css }}", ""), f"T803 {TEMPLATE}:1"),
]  # fmt: skip


@named([case._replace(command="build") for case in TEMPLATES])
def test_template(case: Bad, tmp_path: Path) -> None:
    hold(case, tmp_path)


ENDLESS = [
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
    "{% set ns = namespace(x='x' * 9999) %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    "{{ 'x' * 10 ** 10 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ '{:>9999999999}'.format(1) }}",
    "{{ (range(99999) | list) * 9999 }}",
    "{{ lipsum(n=99999, max=9999) }}",
]
BOUNDED = """
import resource, sys
from brief.cli import entry
from brief.compose import templating
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
templating.SECONDS = 2
sys.argv = ["brief", "build", "--format", "json"]
entry.main()
"""


@pytest.mark.parametrize("template", ENDLESS)
def test_a_template_cannot_run_on(template: str, tmp_path: Path) -> None:
    """Given two gigabytes and its time, it is stopped and said plainly."""
    small.write(tmp_path, page(TITLE, template), earlier=True)
    done = python(BOUNDED, cwd=tmp_path)
    assert "Traceback" not in done.stderr
    assert done.returncode == 1, done.stderr[-400:]
    assert json.loads(done.stdout)["diagnostics"][0]["code"] == "T803"


OUTSIDE = [
    "http://example.org/x.png",
    "file:///etc/passwd",
    "../../../../etc/passwd",
    "/etc/passwd",
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
]
SHEETS = [
    Bad("none", {**MINE, TEMPLATE: PAGE}, f"T805 {B}:2"),
    Bad("not UTF-8", sheet(IMPORT.encode() + b"/* \xe9 */"), f"T805 {STYLE}:2"),
    Bad("a brace too many", sheet(IMPORT + "p { color: red }\n}\nh1 { color: blue }\n"), f"T805 {STYLE}:3"),
    Bad("a brace too few", sheet(IMPORT + "p { color: red;\n\nh1 { color: blue }\n"), f"T805 {STYLE}:2"),
    Bad("a comment left open", sheet(IMPORT + "/* note\np { color: red }\n"), f"T805 {STYLE}:2"),
    Bad("a quotation left open", sheet(IMPORT + 'p::before { content: "x; }\n'), f"P704 {STYLE}:2"),
    Bad("an unknown property", sheet(IMPORT + "\np { colour: red }\n"), f"P704 {STYLE}:3"),
    Bad("an unknown selector", sheet(IMPORT + "p:hoover { color: red }\n"), f"P704 {STYLE}:2"),
    Bad("a wrong value", sheet(IMPORT + "p { width: red }\n"), f"P704 {STYLE}:2"),
    Bad("an import that is not there", sheet('@import "nowhere.css";\n'), f"T805 {STYLE}:1"),
    Bad("an import above", sheet('@import "../../x.css";\n'), f"T805 {STYLE}:1"),
    Bad("an import by http", sheet('@import "http://example.org/x.css";\n' + IMPORT), f"P704 {STYLE}:1"),
    Bad("an import by url", sheet("@import url(http://example.org/x.css);\n" + IMPORT), f"P704 {STYLE}:1"),
    Bad("an import of itself", sheet('@import "mine.css";\n' + IMPORT), f"T805 {STYLE}:1"),
    Bad("an import in a row", {**sheet('@import "two.css";\n'), "styles/two.css": '@import "mine.css";\n'}, "T805 styles/two.css:1"),
    Bad("a font that is not there", sheet(IMPORT + "@font-face { font-family: X; src: url(fonts/x.ttf) }\n"), f"T807 {STYLE}:2"),
    Bad("a font of words", {**sheet(IMPORT + "@font-face { font-family: X; src: url(fonts/x.ttf) }\n"), "styles/fonts/x.ttf": b"words"}, f"T807 {STYLE}:2"),
    Bad("a font of nothing", {**sheet(IMPORT + "@font-face { font-family: X; src: url(fonts/x.ttf) }\n"), "styles/fonts/x.ttf": b""}, f"T807 {STYLE}:2"),
    Bad("a font by http", sheet(IMPORT + '@font-face { font-family: X; src: url("http://example.org/x.ttf") }\n'), f"P704 {STYLE}:2"),
    Bad("a font of the machine", sheet(IMPORT + '@font-face { font-family: X; src: local("DejaVu Sans") }\n'), f"P704 {STYLE}:2"),
    Bad("no font at all", sheet("p { color: red }\n"), f"T807 {B}:2"),
    *(Bad(f"an address {n}", sheet(f'{IMPORT}\nbody {{ background: url("{url}") }}\n'), f"P704 {STYLE}:3") for n, url in enumerate(OUTSIDE[:4])),
]  # fmt: skip


@named([case._replace(command="build") for case in SHEETS])
def test_sheet(case: Bad, tmp_path: Path) -> None:
    hold(case, tmp_path)


def test_a_sheet_cannot_end_the_style_element(tmp_path: Path) -> None:
    small.write(tmp_path, sheet(IMPORT + 'h1::after { content: "</style><script>x</script>" }\n'))
    outcome = run("build", "--format", "json", cwd=tmp_path)
    if outcome.status == 0:
        html = (tmp_path / "outputs/b.html").read_text(encoding="utf-8")
        assert html.count("</style>") == 1
    else:
        assert said(outcome) in (f"T805 {STYLE}:2", f"P707 {B}:2")


ELEMENTS = [
    '<img src="{}" alt="x">',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    "<p style=\"background: url('{}')\">x</p>",
]


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize("url", OUTSIDE[:3])
def test_a_template_reaches_nothing_outside(element: str, url: str, tmp_path: Path) -> None:
    """Whatever an own template asks the engine to fetch is refused."""
    small.write(tmp_path, page(TITLE, TITLE + element.format(url)), earlier=True)
    outcome = run("build", "--format", "json", cwd=tmp_path)
    assert outcome.status == 1, outcome.stdout
    assert {d["code"] for d in json.loads(outcome.stdout)["diagnostics"]} == {"P704"}
    assert (tmp_path / "outputs/b.pdf").read_bytes() == small.EARLIER["b.pdf"]


def csl(inner: str, head: str = "") -> Files:
    """A workspace with a citation style of its own."""
    style = f'<?xml version="1.0" encoding="utf-8"?>{head}<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note">{inner}</style>'
    return {"specs/b.yaml": f"{small.SPEC}citation-style: mine\n", "styles/mine.csl": style}


INFO = "<info><title>x</title><id>x</id><updated>2020-01-01T00:00:00Z</updated></info>"
CITATION = '<citation><layout><text variable="title"/></layout></citation>'
PARENT = '<info><link href="http://www.zotero.org/styles/apa" rel="independent-parent"/></info>'
IN_LATIN = f'<?xml version="1.0" encoding="iso-8859-1"?><style xmlns="http://purl.org/net/xbiblio/csl">{INFO}<!-- ü -->{CITATION}</style>'.encode(
    "latin-1"
)
UTF_16 = (
    f'<?xml version="1.0"?><style xmlns="http://purl.org/net/xbiblio/csl">{INFO}{CITATION}</style>'.encode(
        "utf-16"
    )
)
CSL_STYLES = [
    Bad("unknown", {"specs/b.yaml": f"{small.SPEC}citation-style: harvard\n"}, f"T806 {B}:12"),
    Bad("words", {**csl(""), "styles/mine.csl": "words"}, f"T806 {B}:12"),
    Bad("a web page", {**csl(""), "styles/mine.csl": "<html><style>p {}</style></html>"}, f"T806 {B}:12"),
    Bad("broken XML", {**csl(""), "styles/mine.csl": '<style xmlns="http://purl.org/net/xbiblio/csl"><info>'}, f"T806 {B}:12"),
    Bad("without a citation", csl(INFO), f"T806 {B}:12"),
    Bad("dependent", csl(PARENT), f"T806 {B}:12"),
    Bad("dependent with a citation", csl(PARENT + CITATION), f"T806 {B}:12"),
    Bad("with an unknown entity", csl(INFO + "&x;" + CITATION), f"T806 {B}:12"),
    Bad("with an outer entity", csl(INFO + CITATION + "&x;", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), f"T806 {B}:12"),
    Bad("with entities that explode", csl(INFO + CITATION + "&b;", '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'), f"T806 {B}:12"),
    Bad("with an unknown macro", csl(INFO + '<citation><layout><text macro="none"/></layout></citation>'), f"T806 {B}:12"),
    Bad("in another encoding", {**csl(""), "styles/mine.csl": IN_LATIN}, f"T806 {B}:12"),
    Bad("in UTF-16", {**csl(""), "styles/mine.csl": UTF_16}, f"T806 {B}:12"),
    Bad("in an encoding that is none", {**csl(""), "styles/mine.csl": IN_LATIN.replace(b"iso-8859-1", b"nonsense")}, f"T806 {B}:12"),
    Bad("with an unknown element", csl(INFO + "<citation><layout><nonsense/></layout></citation>"), f"T806 {B}:12"),
]  # fmt: skip


@named([case._replace(command="build") for case in CSL_STYLES])
def test_citation_style(case: Bad, tmp_path: Path) -> None:
    hold(case, tmp_path)


def test_an_own_citation_style_is_obeyed(tmp_path: Path) -> None:
    small.write(tmp_path, csl(INFO + CITATION))
    outcome = run("build", "--format", "json", cwd=tmp_path)
    assert outcome.status == 0, outcome.stdout
    [text] = facts((tmp_path / "outputs/b.pdf").read_bytes())["text"]
    assert "A page about schools" in text
    assert "available at" not in text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"venues/mine.yaml": VENUE.replace("report", "nowhere")}, ["T801", "T805"]),
        ({"specs/b.yaml": f"{small.SPEC}citation-style: harvard\n"}, ["T806"]),
        ({"styles/mine.csl": "words", "specs/b.yaml": f"{small.SPEC}citation-style: mine.csl\n"}, []),
    ],
)
def test_check_finds_what_is_not_there(changes: dict[str, str], code: list[str], tmp_path: Path) -> None:
    """What is in a file, the build says; that there is none, the check says in the same words."""
    named = spec("embassy-brief", "mine") if "venues/mine.yaml" in changes else {}
    small.write(tmp_path, {**named, **changes})
    checked, built = (run(command, "--format", "json", cwd=tmp_path) for command in ("check", "build"))
    found = json.loads(checked.stdout)["diagnostics"]
    assert [each["code"] for each in found] == code
    assert not found or json.loads(built.stdout)["diagnostics"] == found
