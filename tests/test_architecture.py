"""The house keeps its shape: what ARCHITECTURE.md and CONTRIBUTING.md say of the code is held here."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "brief"
LONGEST_MODULE, LONGEST_FUNCTION, MEDIAN_FUNCTION, LONGEST_THEORY = 400, 60, 10, 15
MOST_AT_THE_TOP = 15
BANNED = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"}
CONDUCTORS = (
    "brief.run.build",
    "brief.run.checking",
    "brief.run.finish",
    "brief.cli.entry",
    "brief.cli.app",
    "brief.cli.commands",
    "brief.__main__",
)
"""Modules that call stages; no stage and no leaf may import them."""
UNUSED_BY_CHECK = {
    *("weasyprint", "pydyf", "tinycss2", "fontTools", "pypdfium2", "pikepdf", "lxml", "trafilatura"),
    *("jinja2", "pypandoc", "typer", "click", "rich", "rapidfuzz", "asyncio", "multiprocessing"),
}


def modules() -> list[Path]:
    """Every Python file of the package."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "packaged" not in path.parts)


def dotted(path: Path) -> str:
    """`brief.run.stages.load` for `brief/run/stages/load.py`, `brief.run.stages` for the package's own file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path, *, type_checking: bool = False) -> set[str]:
    """What a module imports, inside functions too; names imported from a package count as its modules."""
    found: set[str] = set()
    for node in _statements(tree(path), type_checking):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)}:{node.lineno}: a relative import"
            module = node.module or ""
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return found


def _statements(node: ast.AST, type_checking: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        only_types = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        if only_types and not type_checking:
            continue
        yield child
        yield from _statements(child, type_checking)


def within(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of these modules, or inside one of these packages."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def functions() -> Iterator[tuple[str, int]]:
    """(place, lines) of every function."""
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield (
                    f"{path.relative_to(ROOT)}:{node.lineno} {node.name}",
                    node.end_lineno - node.lineno + 1,
                )


def test_architecture_names_every_module_and_no_other() -> None:
    """A module is named by its path in backticks at the start of a line of a list or table."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(brief/[\w/.-]+\.py)`", text))
    # A package's own file that only holds a docstring is its folder's name plate, not a module to know.
    there = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if path.name != "__init__.py" or len(tree(path).body) > 1
    }
    missing = [f"- `{name}` – {_first_words(ROOT / name)}" for name in sorted(there - named)]
    assert not missing, "\n".join(["add to ARCHITECTURE.md, in its place and in fewer words:", *missing])
    assert sorted(named - {path.relative_to(ROOT).as_posix() for path in modules()}) == [], (
        "take these out of ARCHITECTURE.md"
    )


def _first_words(path: Path) -> str:
    return (ast.get_docstring(tree(path)) or "").partition("\n")[0].rstrip(".")


def test_the_tree_is_a_map() -> None:
    """At the top stand rooms, few enough to be read at once; a module lies in the room it belongs to."""
    names = {path.name for path in PACKAGE.iterdir()} - {"__pycache__", "packaged"}
    assert len(names) <= MOST_AT_THE_TOP, sorted(names)
    assert {name for name in names if name.endswith(".py")} == {"__init__.py", "__main__.py"}


def test_architecture_is_one_page() -> None:
    """One line for each module, and the way between them: no more."""
    beside_modules = [
        line
        for line in (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("- `brief/")
    ]
    assert len(beside_modules) <= 60


@pytest.mark.parametrize(
    "stage", sorted((PACKAGE / "run" / "stages").glob("*.py")), ids=lambda path: path.stem
)
def test_stages_import_leaves_and_never_each_other(stage: Path) -> None:
    """A stage takes values and gives values; who comes before and after it is not its business."""
    others = {name for name in imported(stage) if within(name, "brief.run.stages", *CONDUCTORS)}
    assert others == set()


def test_only_the_conductor_and_the_commands_import_stages() -> None:
    """Leaves stay leaves."""
    importers = {
        dotted(path)
        for path in modules()
        if any(within(name, "brief.run.stages") for name in imported(path))
        and not within(dotted(path), "brief.run.stages", *CONDUCTORS)
    }
    assert importers == set()


def test_nothing_but_the_face_imports_the_commands() -> None:
    """Commands may use everything; nothing may need a command."""
    importers = {
        dotted(path)
        for path in modules()
        if any(within(name, "brief.cli.commands", "brief.cli.app") for name in imported(path))
    }
    assert {name for name in importers if not within(name, *CONDUCTORS)} == set()


def test_only_the_engine_s_folder_imports_the_print_engine() -> None:
    """One folder knows WeasyPrint: replacing it is one folder's work."""
    importers = {
        dotted(path)
        for path in modules()
        if any(within(name, "weasyprint", "pydyf") for name in imported(path, type_checking=True))
    }
    assert importers
    assert {name for name in importers if not within(name, "brief.outputs.engine")} == set()


def test_imports_have_no_circle() -> None:
    """Whatever order modules are imported in, each finds what it needs."""
    names = {dotted(path) for path in modules()}
    graph = {dotted(path): imported(path) & names - {dotted(path)} for path in modules()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in sorted(names):
        visit(name, ())


def test_check_loads_only_what_it_needs() -> None:
    """`brief check` is for every save of a file: it must not wait for what lays out, prints or reads back."""
    code = (
        "import sys; from brief.cli.entry import run; sys.argv = ['brief', 'check']; status = run();"
        f"loaded = {UNUSED_BY_CHECK} & {{module.partition('.')[0] for module in sys.modules}};"
        "print('LOADED', sorted(loaded), status)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ran.stdout.splitlines()[-1] == "LOADED [] 0", ran.stdout + ran.stderr


def test_no_module_is_too_long() -> None:
    """Beyond this, a module is two."""
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {str(path): count for path, count in lines.items() if count > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    """None above sixty lines; the median at most ten."""
    lengths = dict(functions())
    assert {place: length for place, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert statistics.median(lengths.values()) <= MEDIAN_FUNCTION


def test_modules_are_named_for_what_is_in_them() -> None:
    """No drawer for odds and ends."""
    names = {part for path in modules() for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert {name for name in names if BANNED & set(name.split("_"))} == set()


def test_every_module_says_how_it_works() -> None:
    """A docstring of at most fifteen lines is the module's theory of operation."""
    theories = {dotted(path): ast.get_docstring(tree(path)) for path in modules()}
    assert {name for name, theory in theories.items() if not theory} == set()
    assert {name for name, theory in theories.items() if theory and theory.count("\n") >= LONGEST_THEORY} == (
        set()
    )
