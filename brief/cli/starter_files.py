"""The files that `brief init` and `brief new` write, packaged under `starter/`.

Those that end in `.jinja` are filled in, all others go out byte for byte, since a capture's
SHA-256 stands in its record. Names that tools would obey inside our own repository are kept
without their dot.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from brief.files.workspace import packaged_root

FILLED = ".jinja"
DOTTED = {"gitattributes": ".gitattributes", "gitignore": ".gitignore", "gitkeep": ".gitkeep"}
# A plain scalar that no YAML reader takes for anything but these words.
PLAIN = re.compile(r"(?!(?:true|false|yes|no|on|off|null|y|n)\Z)[^\W\d_][\w .,;()/’@+-]*[\w.)]", re.I)


def workspace_files() -> dict[str, bytes]:
    """All files of a new workspace, by name."""
    root = packaged_root("starter") / "workspace"
    found = sorted(path for path in root.rglob("*") if path.is_file())
    return dict(_file(path, path.relative_to(root).as_posix()) for path in found)


def _file(path: Path, name: str) -> tuple[str, bytes]:
    folder, slash, last = name.rpartition("/")
    name = f"{folder}{slash}{DOTTED.get(last, last)}"
    if not name.endswith(FILLED):
        return name, path.read_bytes()
    return name.removesuffix(FILLED), fill(f"workspace/{name}", {}).encode()


def fill(template: str, values: Mapping[str, Any]) -> str:
    """A starter template with `values` and today's date."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(packaged_root("starter")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(yaml=as_yaml, one_line=one_line)
    return environment.get_template(template).render(date=date.today().isoformat(), **values)


def as_yaml(text: str) -> str:
    """A text as a YAML value: plain where that is safe, else between double quotation marks."""
    return text if PLAIN.fullmatch(text) and ": " not in text else json.dumps(text, ensure_ascii=False)


def one_line(text: str) -> str:
    """A text for a remark, which ends with its line."""
    return " ".join(text.split())
