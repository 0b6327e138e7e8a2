"""Frozen figures: ``releases/figures/<sha256>.<ending>``, named by the bundles that show them."""

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from guidepress.content.figures import ENDINGS, FOLDER, MOST_BYTES, judge_figure
from guidepress.files import NotPlainError, read_plain
from guidepress.model import iter_entities
from guidepress.problem import Position, Problem
from guidepress.project import printable

RULE = "frozen-file"
_RESTORE = "restore it from version control: a release never changes"


def name_figure(figure: Mapping[str, Any]) -> str:
    """Return the name that an image is frozen and published by."""
    return f"{figure['sha256']}.{ENDINGS[figure['media_type']]}"


def list_figures(bundle: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the images of a bundle, each once."""
    found = (each.value["figure"] for each in iter_entities(bundle) if "figure" in each.value)
    yield from dict.fromkeys(name_figure(each) for each in found if "sha256" in each)


def read_figure(releases: Path, name: str) -> bytes | None:
    """Return a frozen image by its name; None where it is not there, or no more.

    ``releases`` is the folder of a guideline's releases. Bytes that have not the hash that they
    are named by are none.
    """
    try:
        data = read_plain(releases / FOLDER / name, MOST_BYTES)
    except (OSError, NotPlainError):
        return None
    return data if sha256(data).hexdigest() == name.partition(".")[0] else None


def find_figure_faults(
    releases: Path, shown: str, named: Mapping[str, str], gone: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Yield what is wrong with the frozen images.

    ``named`` says which version shows each image, by its name; ``gone`` are those that a tombstone
    accounts for.
    """
    home = releases / FOLDER
    is_folder = home.is_dir() and not home.is_symlink()
    present = {each.name for each in os.scandir(home)} if is_folder else set()
    for name, version in named.items():
        place = Position(f"{shown}/{FOLDER}/{name}", 1, 1)
        data = read_figure(releases, name)
        if data is None and name not in gone:
            message = f"the figure of {version} is missing or was changed"
            yield Problem(place, RULE, message, _RESTORE)
        elif data is not None and (fault := judge_figure(data).fault):
            yield Problem(place, RULE, fault, _RESTORE)
    for name in sorted(present - named.keys()):
        place = Position(f"{shown}/{FOLDER}/{printable(name)}", 1, 1)
        if name.startswith(".") and name.endswith(".part"):
            message = "a process was killed while it wrote this"
            yield Problem(place, RULE, message, "remove it", severity="warning")
        else:
            message = "no release shows this figure"
            hint = "remove it; only if a release was interrupted, release again"
            yield Problem(place, RULE, message, hint)
