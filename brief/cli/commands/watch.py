"""`brief watch`: a brief in the browser, built again whenever anything it rests on changes.

The process stays, so the print engine is loaded once. The page is shown as soon as it is
composed and the PDF as soon as it is printed; the Word file, the proof, the search for protected
words and the writing of all files follow, exactly as in `brief build`, and what they find is
shown over the page. A change in the middle ends a build at its next stage and begins another.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from brief.cli.commands.specs import names_of
from brief.cli.commands.terminal import DONE, FAULT, guard, remark, rendered, report
from brief.cli.commands.terminal import shown as as_shown
from brief.cli.preview.server import serving
from brief.cli.preview.shown import Shown
from brief.cli.preview.watched import Look, Watched, is_outdated
from brief.cli.report import summary
from brief.compose.composed import Composed
from brief.compose.pandoc_server import kept
from brief.compose.pictures.pictures import picture_kind
from brief.files.workspace import Workspace
from brief.model.diagnostic import CannotRunError, Diagnostic, in_order
from brief.run.build import OUTPUTS, build_spec
from brief.run.interruption import Stopped, is_asked_to_stop
from brief.run.order import Result

EVENTS_APART = 15
"""Milliseconds: an editor writes a file in several steps; so long after the last one, brief looks."""
LOOK_EVERY = 1000
"""Milliseconds: where the system tells of no change, brief looks for one itself."""
SETTLES = 0.15
"""Seconds: a file that is half written is no mistake of the writer; so long brief waits to say one."""


class _Superseded(Exception):
    """Something changed while a build was going on."""


def watch(spec: Path, port: int, venue: str | None, *, strict: bool, browser: bool) -> int:
    """Show this spec until somebody stops it; the exit status."""
    root, names, findings = names_of([spec])
    if root is None or not names:
        return report(findings, root or Path.cwd(), "full", strict=False)
    shown = Shown(as_shown(Path(names[0]).stem))
    sys.setswitchinterval(0.001)  # the server answers while the engine is at work
    try:
        with serving(shown, port) as server, kept():
            remark(f"watching {names[0]}: open {server.url}\nstop with ctrl-C")
            if browser:
                import webbrowser

                webbrowser.open(server.url)
            _Session(root, names[0], venue, strict, shown).run()
    except (Stopped, KeyboardInterrupt):
        remark("brief: stopped watching")
    return DONE if shown.state.stage != "broken" else FAULT


@dataclass
class _Session:
    """One spec being watched. It looks on while the spec is built."""

    root: Path
    spec: str
    venue: str | None
    strict: bool
    shown: Shown
    workspace: Workspace = field(init=False)
    began: int = 0
    pages: int = 0

    def run(self) -> None:
        """Build, wait for a change, and again; ends only by an exception."""
        events: Iterator[object] = iter(())
        directories: frozenset[Path] = frozenset()
        while True:
            watched, look = self._build()
            if watched.directories() != directories:
                directories = watched.directories()
                events = _events(directories)
            while watched.look() == look:
                _go_on()
                if next(events, None) is None:  # the system cannot watch these folders any more
                    time.sleep(LOOK_EVERY / 1000)
                    events = _events(directories)

    def _build(self) -> tuple[Watched, Look]:
        """Build until nothing changes meanwhile; what the build rests on, and how it looked."""
        while True:
            self.workspace, self.began, self.pages = Workspace(guard(self.root)), time.time_ns(), 0
            try:
                self._once()
            except _Superseded:
                continue
            watched = Watched.of(self.workspace, self.spec)
            look = watched.look()
            if not is_outdated(self.workspace, self.began):
                gc.collect()  # now, and not while somebody waits
                return watched, look

    def _once(self) -> None:
        try:
            result = build_spec(
                self.root, self.spec, venue=self.venue, strict=self.strict,
                progress=self._stage, onlooker=self, workspace=self.workspace,
            )  # fmt: skip
        except CannotRunError as error:
            self._broken((), as_shown(f"brief: {error}\n"))
            return
        except Exception as error:
            if isinstance(error, _Superseded) or os.environ.get("BRIEF_TRACEBACK"):
                raise
            said = f"brief: a mistake of ours, not of yours: {type(error).__name__}: {error}\n"
            self._broken((), as_shown(said))
            return
        if result.files:
            self._say(result.diagnostics)
            remark(f"{result.files[0]}  {_count(result)}")
            self.shown.publish(
                stage="done",
                stale=False,
                summary=_summary(result.diagnostics),
                findings=self._text(result.diagnostics),
            )
        else:
            self._broken(result.diagnostics, self._text(result.diagnostics))

    def _broken(self, findings: tuple[Diagnostic, ...], text: str) -> None:
        time.sleep(SETTLES)
        self._look_up()
        self._say(findings) if findings else remark(text.rstrip())
        what = summary(findings) if findings else "brief could not run"
        self.shown.publish(stage="broken", stale=not self.pages, summary=what, findings=text)

    def _text(self, findings: tuple[Diagnostic, ...]) -> str:
        return rendered(in_order(findings), self.root, "full")

    def _say(self, findings: tuple[Diagnostic, ...]) -> None:
        report(findings, self.root, "full", strict=self.strict)

    def _stage(self, stage: str) -> None:
        self._look_up()
        self.shown.publish(stage=stage)

    def _look_up(self) -> None:
        _go_on()
        if is_outdated(self.workspace, self.began):
            raise _Superseded

    def composed(self, name: str, page: Composed) -> None:
        """The page is there: show it."""
        files = {f"{OUTPUTS}/{name}.html": (page.html.encode(), "text/html; charset=utf-8")}
        for font in page.style.fonts:
            files[f"{OUTPUTS}/fonts/{font}"] = (
                self.workspace.read_layered("styles", f"fonts/{font}")[1],
                "font/ttf",
            )
        for picture in page.images:
            data = self.workspace.read(picture)
            files[picture] = data, picture_kind(data) or "application/octet-stream"
        self.pages += 1
        self.shown.publish(files, name=name, page=self.shown.state.page + 1, stale=False)

    def printed(self, name: str, pdf: bytes) -> None:
        """The PDF is there: show it."""
        files = {f"{OUTPUTS}/{name}.pdf": (pdf, "application/pdf")}
        self.shown.publish(files, pdf=self.shown.state.pdf + 1)


def _go_on() -> None:
    if is_asked_to_stop():
        raise Stopped


def _events(directories: frozenset[Path]) -> Iterator[object]:
    """Something, whenever something happens in these folders, and at least once a second."""
    from watchfiles import watch as changes

    try:
        yield from changes(
            *directories, recursive=False, watch_filter=None, step=EVENTS_APART, debounce=200,
            rust_timeout=LOOK_EVERY, yield_on_timeout=True,
        )  # fmt: skip
    except (OSError, RuntimeError):
        return


def _summary(findings: tuple[Diagnostic, ...]) -> str:
    return summary(findings) if findings else ""


def _count(result: Result) -> str:
    return f"{'1 page' if result.pages == 1 else f'{result.pages} pages'}, {result.length}"
