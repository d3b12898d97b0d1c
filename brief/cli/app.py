"""The face: `brief build`, `check`, `watch`, `find`, `seeds`, `venues`, `explain`, `schema`, `new`, `init`.

Each command imports its module when it is called, so that `brief check` never loads the
print engine.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Annotated, Any

import typer

from brief.cli.commands.terminal import CANNOT, remark

# Click's base class for bad usage; Typer carries its own copy of click in some versions.
USAGE_ERROR: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")

app = typer.Typer(
    name="brief",
    help="Compile human-rights evidence into documents that diplomats and UN bodies can rely on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
seeds = typer.Typer(help="Show the corpus of captured sources.", no_args_is_help=True)
app.add_typer(seeds, name="seeds")

Specs = Annotated[list[Path] | None, typer.Argument(help="Specs; none: all of specs/.", show_default=False)]
Format = Annotated[str, typer.Option("--format", help="full, concise, json, github, gitlab or sarif.")]
ForVenue = Annotated[
    str | None, typer.Option("--venue", help="As another venue would receive it.", show_default=False)
]
Edition = Annotated[
    str | None, typer.Option("--edition", help="print: for a print shop (PDF/X-4).", show_default=False)
]
Conformance = Annotated[
    bool, typer.Option("--conformance", help="Let veraPDF judge the PDFs: PDF/A-3a and PDF/UA-1.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")]


def _version(wanted: bool) -> None:
    if wanted:
        from brief import __version__

        print(f"brief {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    _show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    specs: Specs = None,
    format_: Format = "full",
    strict: Strict = False,
    venue: ForVenue = None,
    edition: Edition = None,
    conformance: Conformance = False,
    jobs: Annotated[
        int, typer.Option("--jobs", help="Processes; left out: one a core.", show_default=False)
    ] = 0,
    force: Annotated[bool, typer.Option("--force", help="Build what is up to date, too.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Keep nothing for the next build.")] = False,
    shard: Annotated[
        str, typer.Option("--shard", help="A part of the specs, such as 1/4.", show_default=False)
    ] = "",
    executor: Annotated[
        str, typer.Option("--executor", help="Where pages are printed: local or dask.")
    ] = "local",
    scheduler: Annotated[
        str, typer.Option("--scheduler", help="The address of a Dask scheduler.", show_default=False)
    ] = "",
) -> None:
    """Check specs and print them into outputs/, as far as they are not up to date."""
    from brief.cli.commands.build import Options
    from brief.cli.commands.build import build as run

    options = Options(
        format_,
        strict,
        venue,
        edition or "",
        conformance,
        jobs,
        force,
        no_cache,
        shard,
        executor,
        scheduler,
    )
    raise typer.Exit(run(specs or [], options))


@app.command()
def check(
    specs: Specs = None, format_: Format = "full", strict: Strict = False, venue: ForVenue = None
) -> None:
    """Check specs, print nothing."""
    from brief.cli.commands.specs import run

    raise typer.Exit(run(specs or [], format_, strict=strict, venue=venue))


@app.command()
def compare(
    spec: Annotated[Path, typer.Argument(help="A spec.")],
    venues: Annotated[list[str], typer.Argument(help="Venues to compare it for, besides its own.")],
) -> None:
    """Show what differs when one spec goes to several audiences."""
    from brief.cli.commands.compare import compare as run

    raise typer.Exit(run(spec, venues))


@app.command()
def watch(
    spec: Annotated[Path, typer.Argument(help="A spec.")],
    venue: ForVenue = None,
    strict: Strict = False,
    port: Annotated[int, typer.Option("--port", help="The port; left out: any.", min=0, max=65535)] = 0,
    browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Show a brief in the browser, and again whenever it changes."""
    from brief.cli.commands.watch import watch as run

    raise typer.Exit(run(spec, port, venue, strict=strict, browser=browser))


@app.command("find")
def find_(
    words: Annotated[list[str], typer.Argument(help='Words, or "several words" that follow each other.')],
    limit: Annotated[int, typer.Option("--limit", help="The most passages to show.")] = 10,
    format_: Annotated[str, typer.Option("--format", help="full, concise or json.")] = "full",
) -> None:
    """Find passages of the corpus that have all the words, each ready to cite."""
    from brief.cli.commands.find import find_words

    raise typer.Exit(find_words(words, limit, format_))


@seeds.command("list")
def seeds_list() -> None:
    """List the sources: id, kind, date, paragraphs, title."""
    from brief.cli.commands.seeds import list_sources

    raise typer.Exit(list_sources())


@seeds.command("show")
def seeds_show(id_: Annotated[str, typer.Argument(metavar="ID", help="A source's id.")]) -> None:
    """Show a source with numbered paragraphs, ready to cite."""
    from brief.cli.commands.seeds import show_source

    raise typer.Exit(show_source(id_))


@seeds.command("add")
def seeds_add(
    what: Annotated[str, typer.Argument(metavar="FILE|URL", help="A page, PDF, Word file, text or library.")],
    id_: Annotated[str | None, typer.Option("--id", help="The id; left out: proposed.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="The publisher's voice, such as press.")] = None,
    handling: Annotated[
        str | None, typer.Option("--handling", help="public, internal, or audiences: un,embassy.")
    ] = None,
) -> None:
    """Keep an original and draft its source, for a person to complete."""
    from brief.cli.commands.seeds_add import add_source

    raise typer.Exit(add_source(what, id_, kind, handling))


@seeds.command("verify")
def seeds_verify(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Sources; none: all.", show_default=False)
    ] = None,
    format_: Format = "full",
    strict: Strict = False,
) -> None:
    """Prove that the text of every source stands in its capture, in order."""
    from brief.cli.commands.seeds_verify import verify_sources

    raise typer.Exit(verify_sources(ids or [], format_, strict=strict))


@seeds.command("where")
def seeds_where(
    target: Annotated[str, typer.Argument(metavar="ID[#PARAS]", help="A source, or ID#4, ID#4-6.")],
    format_: Annotated[str, typer.Option("--format", help="full or json.")] = "full",
) -> None:
    """Show what rests on a source: what to recall when it falls."""
    from brief.cli.commands.seeds_where import where

    raise typer.Exit(where(target, format_))


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="A PDF that brief built.")],
    format_: Annotated[str, typer.Option("--format", help="full or json.")] = "full",
) -> None:
    """Say what a PDF promised, what holds, and whether it was changed since."""
    from brief.run.interruption import held

    with held():  # as in `load_all`
        from brief.cli.commands.verify import verify as run

    raise typer.Exit(run(file, format_))


@app.command()
def venues(
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A venue's id.", show_default=False)
    ] = None,
) -> None:
    """List the receiving bodies, or show what one of them asks."""
    from brief.cli.commands.venues import show

    raise typer.Exit(show(id_))


@app.command()
def explain(
    code: Annotated[str | None, typer.Argument(help="A code, such as Q301.", show_default=False)] = None,
) -> None:
    """Explain a code: what it means, why it matters, how to mend it."""
    from brief.cli.commands.explain import show

    raise typer.Exit(show(code))


@app.command()
def schema() -> None:
    """Write the JSON Schema with which an editor completes and checks specs."""
    from brief.cli.commands.schema import write

    raise typer.Exit(write())


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="The name of the spec, such as joint-report.")],
    venue: Annotated[
        str, typer.Option("--venue", help="Who receives it: an id of `brief venues`.")
    ] = "embassy-brief",
) -> None:
    """Write a new spec that builds as it is, with comments that teach."""
    from brief.cli.commands.new import new_spec

    raise typer.Exit(new_spec(name, venue))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder; left out: this one.")] = Path(),
) -> None:
    """Make a workspace with a first brief that builds as it is."""
    from brief.cli.commands.new import init_workspace

    raise typer.Exit(init_workspace(folder))


def run_app() -> int:
    """Read `sys.argv` and run its command; the exit status."""
    try:
        status = app(prog_name="brief", standalone_mode=False)
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except USAGE_ERROR as error:
        said = io.StringIO()
        error.show(file=said)
        remark(said.getvalue().rstrip())
        return CANNOT
    return status if isinstance(status, int) else 0
