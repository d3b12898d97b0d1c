"""`brief check`: from the words on the command line to specs, and what is found in them."""

from __future__ import annotations

import sys
from pathlib import Path

from brief.check.rules.spec import NoFile, NotWorkspace
from brief.cli.commands.terminal import DONE, check_format, guard, is_terminal, remark, report
from brief.files.suggestion import did_you_mean
from brief.files.workspace import find_root
from brief.model.diagnostic import Diagnostic, Place
from brief.run.checking import check_specs
from brief.run.spec_files import clashes, name_in, output_name, spec_names


def run(specs: list[Path], format_: str, *, strict: bool, venue: str | None = None) -> int:
    """Check these specs (none: all of `specs/`); the exit status."""
    check_format(format_)
    root, names, findings = names_of(specs)
    if root is None:
        return report(findings, Path.cwd(), format_, strict=strict)
    findings += [finding for _, finding in clashes(root, names, venue)]
    findings += check_specs(root, names, venue=venue)
    status = report(findings, root, format_, strict=strict)
    if status == DONE and is_terminal(sys.stderr):
        remark(f"checked {_count(len(names))}: nothing to mend", ours=True)
    return status


def names_of(specs: list[Path]) -> tuple[Path | None, list[str], list[Diagnostic]]:
    """The workspace of these specs and their names in it; None with a finding where there is no workspace."""
    root = (find_root(specs[0].parent) if specs else None) or find_root(Path.cwd())
    if root is None:
        message = "there is no `brief.yaml` here or above"
        return None, [], [NotWorkspace.at(Place("brief.yaml"), message, help="`brief init` makes one")]
    guard(root)
    names, findings = _names(root, specs)
    return root, names, findings


def _count(number: int) -> str:
    return "1 brief" if number == 1 else f"{number} briefs"


def _names(root: Path, specs: list[Path]) -> tuple[list[str], list[Diagnostic]]:
    """Workspace-relative names of the specs asked for."""
    known = spec_names(root)
    if not specs:
        if known:
            return known, []
        missing = NoFile.at(
            Place("specs"), "there is no spec in `specs/`", help="`brief new NAME --venue ID` writes one"
        )
        return [], [missing]
    names: list[str] = []
    findings: list[Diagnostic] = []
    for spec in specs:
        _add(root, spec, known, names, findings)
    return list(dict.fromkeys(names)), findings


def _is_file(path: Path) -> bool:
    try:
        return path.exists() and not path.is_dir()
    except OSError:  # a name too long for the file system
        return False


def _add(root: Path, spec: Path, known: list[str], names: list[str], findings: list[Diagnostic]) -> None:
    if _is_file(spec):
        if name := name_in(root.resolve(), spec):
            names.append(name)
        else:
            findings.append(
                NoFile.at(
                    Place(spec.name),
                    f"`{spec.name}` is not in this workspace",
                    help="a spec lives in `specs/`",
                )
            )
        return
    by_name = [name for name in known if name in (f"specs/{spec}.yaml", f"specs/{spec}.yml")]
    if by_name:
        names.append(by_name[0])
        return
    meant = did_you_mean(output_name(f"{spec.name}."), [output_name(name) for name in known])
    what = "is a folder" if len(str(spec)) < 1000 and spec.is_dir() else "does not exist"
    findings.append(
        NoFile.at(
            Place(spec.as_posix()), f"`{spec.as_posix()}` {what}", help=meant or "specs live in `specs/`"
        )
    )
