"""What the site is made from, as hashes: cheap to ask, so that unchanged guidelines cost little."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from guidepress.resources import HANDBOOK_FOLDER, SCHEMA_FOLDER, SITE_OVERRIDES_FOLDER
from guidepress.site.cache import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOOL = Path(__file__).parents[1]
_ENV = re.compile(r"!ENV[ \t]{0,20}\[?([\w, \"']{1,500})")


def find_shell_key(project: Path, *words: str) -> str:
    """Return the hash of all that every page depends on: templates, configuration and tools.

    Covered are ``mkdocs.yml`` and other YAML and Python beside it, ``site_overrides/``, the
    schemas, the handbook, this tool, the environment that ``!ENV`` names, and every installed
    distribution.
    """
    digest = sha256()
    for file in _shell_files(project):
        digest.update(f"{file.name}\0".encode(errors="surrogateescape"))
        digest.update(sha256(file.read_bytes()).digest())
    config = (project / "mkdocs.yml").read_text(encoding="utf-8", errors="replace")
    named = re.findall(r"\w+", " ".join(_ENV.findall(config)))
    environment = (f"{name}={os.environ.get(name, '')}" for name in named)
    return key_of(digest.hexdigest(), sys.version, *environment, *_distributions(), *words)


def _shell_files(project: Path) -> Iterator[Path]:
    beside = (file for file in project.iterdir() if file.suffix in {".yml", ".yaml", ".py"})
    yield from sorted(file for file in beside if file.is_file())
    folders = (project / "site_overrides", project / "schema", SITE_OVERRIDES_FOLDER)
    for folder in (*folders, HANDBOOK_FOLDER, SCHEMA_FOLDER, _TOOL):
        files = (file for file in folder.rglob("*") if "__pycache__" not in file.parts)
        yield from sorted(file for file in files if file.is_file())


@cache
def _distributions() -> tuple[str, ...]:
    """Return name and version of what is installed, as their folders are called."""
    names: set[str] = set()
    for folder in filter(os.path.isdir, sys.path):
        names |= {each.name for each in Path(folder).iterdir() if each.suffix == ".dist-info"}
    return tuple(sorted(names))


def find_content_key(folder: Path) -> str:
    """Return the hash of what people write of a guideline, its frozen releases left out."""
    digest = sha256()
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        if file.is_file() and inside.parts[0] != "releases":
            digest.update(f"{inside}\0{file.stat().st_size}\0".encode(errors="surrogateescape"))
            digest.update(file.read_bytes())
    return digest.hexdigest()
