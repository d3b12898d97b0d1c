"""`brief build`: what is up to date is said at once, the rest is built.

Until it is known that something must be built nothing is imported that builds. One brief is
built here, with a press in a process of its own; several are built by workers, one for each
core. Findings come in the order of the specs, whoever was ready first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brief.cli.commands.terminal import cannot, check_format, guard, remark, report
from brief.files.workspace import find_root
from brief.model.diagnostic import Diagnostic
from brief.run.cache.kept import Cache
from brief.run.order import Order, Result
from brief.run.spec_files import clashes, name_in, spec_names

if TYPE_CHECKING:
    from brief.compose.pandoc_server import Server
    from brief.outputs.engine.job import Press

SHARD = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")
EXECUTORS = ("local", "dask")


@dataclass(frozen=True, slots=True)
class Options:
    """How to build: for whom, with how many processes (0: the cores), from the cache or not, and where."""

    format_: str = "full"
    strict: bool = False
    venue: str | None = None
    edition: str = ""
    conformance: bool = False
    jobs: int = 0
    force: bool = False
    no_cache: bool = False
    shard: str = ""
    executor: str = "local"
    scheduler: str = ""


def build(specs: list[Path], options: Options) -> int:
    """Build these specs (none: all of `specs/`); the exit status."""
    _check(options)
    root, names, findings = _names_of(specs)
    if root is None:
        return report(findings, Path.cwd(), options.format_, strict=options.strict)
    part = _part(names, options.shard)
    clashing = dict(clashes(root, names, options.venue, options.edition))
    findings += [clashing[name] for name in part if name in clashing]
    orders = [
        Order(name, options.venue, options.edition, options.strict) for name in part if name not in clashing
    ]
    cache = Cache(root)
    there = [None if options.force else cache.result_of(order) for order in orders]
    missing = [order for order, result in zip(orders, there, strict=True) if result is None]
    if missing and not options.no_cache:
        cache.tidy()
    made = _made(root, missing, None if options.no_cache else cache, options) if missing else iter(())
    results = []
    for result in there:
        results.append(result or next(made))
        _say(results[-1], options, alone=len(there) == 1)
    _say_up_to_date(results, options)
    findings += [finding for result in results for finding in result.diagnostics]
    if options.conformance:
        from brief.prove.conformance import nonconformance

        findings += nonconformance(root, [file for result in results for file in result.files[:1]])
    return report(findings, root, options.format_, strict=options.strict)


def _check(options: Options) -> None:
    """Leave with words where an option makes no sense."""
    check_format(options.format_)
    if options.edition:
        from brief.compose.composed import EDITIONS

        if options.edition not in EDITIONS:
            cannot(f"there is no edition `{options.edition}`; there is {', '.join(EDITIONS)}")
    if options.conformance:
        _check_conformance(options.edition)
    if options.jobs < 0:
        cannot("`--jobs` takes a number from 1")
    if options.executor not in EXECUTORS:
        cannot(f"there is no executor `{options.executor}`; there is {', '.join(EXECUTORS)}")
    if (options.executor == "dask") != bool(options.scheduler):
        cannot("`--executor dask` and `--scheduler ADDRESS` go together")
    part = SHARD.fullmatch(options.shard)
    if options.shard and (part is None or int(part[1]) > int(part[2])):
        cannot("`--shard` takes a part of a whole, such as 1/4")


def _check_conformance(edition: str) -> None:
    """Before work that takes time: is there a validator, and anything for it to judge?"""
    from brief.prove.conformance import validator

    if edition:
        cannot("`--conformance` judges the PDF that is read; an edition for the press is another standard's")
    validator()


def _part(names: list[str], shard: str) -> list[str]:
    """Every n-th name, so that long and short ones are spread over the machines."""
    part = SHARD.fullmatch(shard)
    return names if part is None else names[int(part[1]) - 1 :: int(part[2])]


def _names_of(specs: list[Path]) -> tuple[Path | None, list[str], list[Diagnostic]]:
    """The workspace of these specs and their names; what is wrong with them is found by `specs`."""
    root = (find_root(specs[0].parent) if specs else None) or find_root(Path.cwd())
    if root is not None:
        guard(root)
        known = spec_names(root)
        named = [_plain_name(root, known, spec) for spec in specs] if specs else known
        if named and None not in named:
            return root, [name for name in dict.fromkeys(named) if name], []
    from brief.cli.commands.specs import names_of

    return names_of(specs)


def _plain_name(root: Path, known: list[str], spec: Path) -> str | None:
    """The name of a spec that is plainly one of those known."""
    try:
        name = name_in(root, spec) if spec.is_file() else f"specs/{spec}.yaml"
    except OSError:
        return None
    return name if name in known else None


def _made(root: Path, orders: list[Order], cache: Cache | None, options: Options) -> Iterator[Result]:
    """The results of what had to be built, in order."""
    from brief.compose.pandoc_server import early, kept
    from brief.outputs.engine.child import forked_press
    from brief.run.crew import can_fork
    from brief.run.workers import cores

    jobs = options.jobs or cores()
    if len(orders) > 1 and jobs > 1 and can_fork():
        with early(min(jobs, len(orders))) as servers:
            yield from _made_by_workers(root, orders, jobs, cache, options, servers)
        return
    with forked_press(wanted=jobs > 1 and options.executor == "local") as forked, kept():
        from brief.cli.commands.progress import watched
        from brief.run.build import build_spec
        from brief.run.shelf import Shelf

        press = _cluster(options) if options.executor == "dask" else forked
        shelf = Shelf()
        with watched(len(orders), threads=True) as watcher:
            for order in orders:
                yield build_spec(
                    root,
                    order.spec,
                    venue=order.venue,
                    edition=order.edition,
                    strict=order.strict,
                    progress=lambda stage, name=order.spec: watcher.stage(name, stage),  # type: ignore[misc]
                    press=press,
                    cache=cache,
                    shelf=shelf,
                    is_last=order is orders[-1] and not options.conformance,
                )
                watcher.finished(order.spec)


def _made_by_workers(
    root: Path, orders: list[Order], jobs: int, cache: Cache | None, options: Options, servers: list[Server]
) -> Iterator[Result]:
    from brief.cli.commands.progress import watched
    from brief.run.build import build_spec, load_all
    from brief.run.crew import built
    from brief.run.shelf import Shelf

    load_all(engine=options.executor == "local")
    shelf = Shelf()  # each worker fills its own

    def build_one(order: Order, progress: Callable[[str], None]) -> Result:
        return build_spec(
            root,
            order.spec,
            venue=order.venue,
            edition=order.edition,
            strict=order.strict,
            progress=progress,
            press=_cluster(options) if options.executor == "dask" else None,
            cache=cache,
            shelf=shelf,
        )

    with watched(len(orders), threads=False) as watcher:
        sizes = [_size(root / order.spec) for order in orders]
        yield from built(orders, jobs, build_one, watcher, servers=servers, sizes=sizes)


def _size(spec: Path) -> int:
    try:
        return spec.stat().st_size
    except OSError:  # said when it is read
        return 0


def _cluster(options: Options) -> Press:
    from brief.outputs.engine.cluster import cluster_press

    return cluster_press(options.scheduler)


def _say(result: Result, options: Options, *, alone: bool) -> None:
    """A line for a brief that was built; for one alone, its sections too, and that nothing had to be done."""
    if not result.files or options.format_ not in ("full", "concise") or not (result.is_new or alone):
        return
    pages = "1 page" if result.pages == 1 else f"{result.pages} pages"
    remark(f"{result.files[0]}  {pages}, {result.length}{'' if result.is_new else '; up to date'}")
    for line in result.sections if alone else ():
        remark(line)


def _say_up_to_date(results: list[Result], options: Options) -> None:
    number = sum(not result.is_new for result in results)
    if number and len(results) > 1 and options.format_ in ("full", "concise"):
        remark("1 brief is up to date" if number == 1 else f"{number} briefs are up to date", ours=True)
