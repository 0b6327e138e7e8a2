"""Make the table of letters from files of Unicode: scripts, what nobody sees, and look-alikes.

``python docs/generate_letters.py FOLDER`` reads ``Scripts.txt``, ``DerivedCoreProperties.txt`` and
``confusables.txt`` from the folder (they are at https://www.unicode.org/Public/) and writes
``build/guidepress/source/letters.txt``. Only what the checks of texts ask for is kept.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).parents[1] / "build/guidepress/source/letters.txt"
_ROW = re.compile(r"([0-9A-F]{4,6})(?:\.\.([0-9A-F]{4,6}))? *; *([\w ]+?) *(?:;|#|$)")
# They belong to no script of their own.
_SHARED = frozenset({"Common", "Inherited", "Unknown", "Zyyy", "Zinh", "Zzzz"})

# Signs that a number or a dose is written with.
_OF_NUMBERS = frozenset("+,-./:<=>^")
# Small capitals and letters upside down, which no file of Unicode lists as look-alikes.
_TURNED = "(?:TURNED |REVERSED |INVERTED |SIDEWAYS )"
_SMALL_OR_TURNED = re.compile(
    f"LATIN (?:(LETTER SMALL CAPITAL ){_TURNED}?|SMALL LETTER {_TURNED})([A-Z])"
)

Ranges = list[tuple[int, int]]


def read_rows(file: Path) -> Iterator[tuple[int, int, str]]:
    """Yield first and last code point, and value, of each row."""
    for line in file.read_text("utf-8").splitlines():
        if found := _ROW.match(line):
            first = int(found[1], 16)
            yield first, int(found[2], 16) if found[2] else first, found[3]


def read_version(file: Path) -> str:
    """Return the version that the head of the file names."""
    found = re.search(r"[0-9]+\.[0-9]+\.[0-9]+", file.read_text("utf-8")[:2000])
    return found[0] if found else "unknown"


def read_ranges(file: Path) -> dict[str, Ranges]:
    """Return the ranges of each value; gaps that no other value fills are closed."""
    found: dict[str, Ranges] = defaultdict(list)
    last_value = ""
    for first, last, value in sorted(read_rows(file)):
        if value == last_value:
            found[value][-1] = (found[value][-1][0], last)
        else:
            found[value].append((first, last))
        last_value = value
    return found


def read_lookalikes(file: Path) -> dict[str, str]:
    """Return what looks like each letter, digit or sign of ASCII, but for mere forms of one."""
    found: dict[str, str] = defaultdict(str)
    for code, _, target in read_rows(file):
        like = "".join(chr(int(each, 16)) for each in target.split())
        is_kept = len(like) == 1 and like.isascii() and (like.isalnum() or like in _OF_NUMBERS)
        if is_kept and code > ord("~") and unicodedata.is_normalized("NFKC", chr(code)):
            found[like] += chr(code)
    known = "".join(found.values())
    for letter in filter(str.isalpha, map(chr, range(ord("~"), 0x1E000))):
        name = _SMALL_OR_TURNED.fullmatch(unicodedata.name(letter, ""))
        if name and letter not in known and unicodedata.is_normalized("NFKC", letter):
            found[name[2] if name[1] else name[2].lower()] += letter
    # The small form of a capital that looks like a small letter looks like it, too.
    for like, letters in found.items():
        small = filter(str.islower, map(str.lower, filter(str.isupper, letters)))
        latin = (each for each in small if unicodedata.name(each, "").startswith("LATIN"))
        found[like] += "".join(each for each in latin if like.islower() and each not in known)
    return found


def main() -> None:
    """Write the table."""
    folder = Path(sys.argv[1])
    scripts, cores, pairs = (
        folder / name for name in ("Scripts.txt", "DerivedCoreProperties.txt", "confusables.txt")
    )
    lines = [
        "# Made by docs/generate_letters.py from data files of Unicode (Unicode License v3).",
    ]
    lines.append(
        f"# scripts {read_version(scripts)}, ignorable {read_version(cores)}, "
        f"like {read_version(pairs)}"
    )
    invisible = "Default_Ignorable_Code_Point"
    rows = [row for row in read_rows(cores) if row[2] == invisible]
    lines.append(f"ignorable {_spans([(first, last) for first, last, _ in sorted(rows)])}")
    for name, ranges in sorted(read_ranges(scripts).items()):
        if name not in _SHARED:
            lines.append(f"script {name} {_spans(ranges)}")
    for letter, others in sorted(read_lookalikes(pairs).items()):
        lines.append(f"like {letter} {' '.join(f'{ord(each):X}' for each in sorted(others))}")
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


def _spans(ranges: Ranges) -> str:
    return " ".join(f"{first:X}-{last:X}" for first, last in ranges)


if __name__ == "__main__":
    main()
