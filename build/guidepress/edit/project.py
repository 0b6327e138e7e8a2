"""A new project: a small worked example, settings of site, editor and git, and what checks it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from guidepress.files import writing
from guidepress.problem import UnusableError
from guidepress.resources import MKDOCS_FILE, SCHEMA_FOLDER
from guidepress.schema import AUTHORING

_TEMPLATE = Path(__file__).parent / "template"
# What another project says differently; all else of our own settings is taken as it is.
_OWN = {
    "site_name": "site_name: Our guidelines\n",
    "site_url": "# Write the address at which the site is published.\n"
    "site_url: https://guidelines.example/\n",
    "nav": "nav:\n  - Guidelines: index.md\n  - About: about/index.md\n"
    "  # The handbook of the tool is part of the site if it is named here:\n"
    "  # - Handbook: docs/index.md\n",
    "hooks": "hooks:\n  - hooks.py\n",
    "watch": "watch:\n  - content\n",
}
_CUSTOM_DIR = re.compile(r"^  custom_dir: .*\n", re.MULTILINE)


def make_project(folder: Path) -> tuple[str, ...]:
    """Write a new project into the folder and return the names of its files.

    A folder that is new appears whole or not at all. Raises UnusableError where the folder holds
    anything already but a git repository.
    """
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is a file; name a new folder"
        raise UnusableError(message)
    if folder.is_dir() and any(each.name != ".git" for each in folder.iterdir()):
        message = f"{folder} is not empty; name a new folder, or an empty one"
        raise UnusableError(message)
    files = dict(sorted(_files()))
    place = folder.absolute()
    part = place.with_name(f".{place.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    goal = place if place.is_dir() else part
    with writing(place):
        try:
            for name, data in files.items():
                file = goal / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            if goal == part:
                part.rename(place)
        except OSError:
            _empty(goal)
            shutil.rmtree(part, ignore_errors=True)
            raise
    return tuple(files)


def _empty(folder: Path) -> None:
    """Take away what was written: another attempt wants an empty folder."""
    for each in folder.iterdir() if folder.is_dir() else ():
        if each.is_dir() and each.name != ".git":
            shutil.rmtree(each, ignore_errors=True)
        elif not each.is_dir():
            each.unlink(missing_ok=True)


def _files() -> Iterator[tuple[str, bytes]]:
    for file in sorted(_TEMPLATE.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            # Tools that pack or search packages pass over names that begin with a dot.
            parts = file.relative_to(_TEMPLATE).parts
            name = "/".join(re.sub(r"^dot-", ".", part) for part in parts)
            yield name, file.read_bytes()
    yield "mkdocs.yml", site_settings(MKDOCS_FILE.read_text(encoding="utf-8")).encode()
    # The checks of a project use the version that it was made with, until someone raises it.
    yield "requirements.txt", f"guidepress=={metadata.version('guidepress')}\n".encode()
    for kind in AUTHORING:
        name = f"{kind}.schema.json"
        yield f"schema/{name}", (SCHEMA_FOLDER / name).read_bytes()
    for scale in sorted((SCHEMA_FOLDER / "scales").glob("*.yaml")):
        yield f"schema/scales/{scale.name}", scale.read_bytes()


def site_settings(ours: str) -> str:
    """Return our own ``mkdocs.yml`` as a new project has it."""
    blocks = re.split(r"^(?=[a-z#])", ours, flags=re.MULTILINE)
    found = [_OWN.get(block.split(":", 1)[0], block) for block in blocks]
    return _CUSTOM_DIR.sub("", "".join(found), count=1)
