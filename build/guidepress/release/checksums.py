"""The checksums of a published tree: one list of the shared files, and one for each guideline."""

import re
from pathlib import Path
from typing import NamedTuple

from guidepress.files import NotPlainError, read_plain

SUMS = "SHA256SUMS"
# Some 100 bytes a file: far more than any site has.
MOST_BYTES = 500_000_000
_PART = r"(?!\.{1,2}(?:/|\Z))[^/\\\s]+"
_LINE = re.compile(rf"([0-9a-f]{{64}})  ({_PART}(?:/{_PART})*)")


class Checksums(NamedTuple):
    """What a list, and those of the guidelines that lie beside it, name.

    ``named`` holds the sha256 of each file by its name below the tree. ``malformed`` are the lists
    that are none, ``missing`` those that the first one names and that are not there.
    """

    named: dict[str, str]
    malformed: list[str]
    missing: list[str]


def read_checksums(file: Path) -> Checksums:
    """Return what a published SHA256SUMS names, and what the guidelines' own ones beside it do."""
    named, well_formed = _read_list(file)
    found = Checksums(dict(named), [] if well_formed else [file.name], [])
    for name in sorted(named):
        guideline, _, rest = name.partition("/")
        if rest != SUMS or guideline.startswith("."):
            continue
        own = file.parent / name
        if own.is_symlink() or not own.is_file():
            found.missing.append(name)
            continue
        inner, well_formed = _read_list(own)
        found.named.update({f"{guideline}/{each}": inner[each] for each in inner})
        if not well_formed:
            found.malformed.append(name)
    return found


def _read_list(file: Path) -> tuple[dict[str, str], bool]:
    """Return what a list names, and whether each of its lines names one file below it, once."""
    try:
        text = read_plain(file, MOST_BYTES).decode(errors="replace")
    except NotPlainError:
        return {}, False
    found = [_LINE.fullmatch(each) for each in text.removesuffix("\n").split("\n")]
    sums = {each[2]: each[1] for each in found if each}
    return sums, len(sums) == len(found) and text.endswith("\n")
