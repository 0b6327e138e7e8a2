"""Figures: read within bounds, and judged by what they hold, never by their names."""

from __future__ import annotations

import os
import re
import struct
from typing import TYPE_CHECKING, NamedTuple

from guidepress.files import NotPlainError, read_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FOLDER = "figures"
MOST_BYTES = 5_000_000
MOST_PIXELS = 50_000_000
MOST_FILES = 500
# The formats that every browser shows, and how their files end.
ENDINGS: Mapping[str, str] = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}


class FigureFile(NamedTuple):
    """A file of ``figures/``: its bytes, what they are, and why they cannot be used, if so."""

    data: bytes
    media_type: str = ""
    fault: str = ""


def read_figures(folder: Path) -> dict[str, FigureFile]:
    """Return the files of a guideline's ``figures/``, by name."""
    home = folder / FOLDER
    if home.is_symlink() or not home.is_dir():
        return {FOLDER: FigureFile(b"", fault="this is no folder")} if os.path.lexists(home) else {}
    names = sorted(each.name for each in os.scandir(home) if not each.name.startswith("."))
    return {name: _read(home / name) for name in names[:MOST_FILES]} | {
        name: FigureFile(b"", fault=f"there are more than {MOST_FILES} files")
        for name in names[MOST_FILES:]
    }


def _read(file: Path) -> FigureFile:
    try:
        return judge_figure(read_plain(file, MOST_BYTES))
    except NotPlainError as error:
        return FigureFile(b"", fault=str(error))
    except OSError:
        return FigureFile(b"", fault="this file cannot be read")


def judge_figure(data: bytes) -> FigureFile:
    """Return what the bytes are: PNG, JPEG, WebP or SVG, or else why they are not shown."""
    if len(data) > MOST_BYTES:
        return FigureFile(b"", fault=f"it has {len(data)} bytes; at most {MOST_BYTES} are read")
    for begins, media_type, measure in _FORMATS:
        if re.match(begins, data, re.DOTALL):
            return _measured(data, media_type, measure(data))
    if b"<svg" in data[:2_000] or b":svg" in data[:2_000]:
        from guidepress.content.svg import find_svg_fault

        return FigureFile(data, "image/svg+xml", find_svg_fault(data))
    return FigureFile(data, fault="it is neither PNG, JPEG, WebP nor SVG")


def _measured(data: bytes, media_type: str, size: tuple[int, int]) -> FigureFile:
    width, height = size
    if not width or not height:
        return FigureFile(data, media_type, "its size cannot be read; it is damaged")
    if width * height > MOST_PIXELS:
        fault = f"it has {width} × {height} pixels; at most {MOST_PIXELS} are shown"
        return FigureFile(data, media_type, fault)
    return FigureFile(data, media_type)


def _measure_png(data: bytes) -> tuple[int, int]:
    whole = len(data) >= 45 and data.rstrip(b"\0")[-8:-4] == b"IEND"  # noqa: PLR2004 - least chunks
    return struct.unpack(">II", data[16:24]) if whole else (0, 0)


# The segments of JPEG that begin with the size; the others are passed over.
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def _measure_jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - begins each segment
        if data[at + 1] in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0, 0


def _measure_webp(data: bytes) -> tuple[int, int]:
    kind, body = data[12:16], data[20:30]
    if len(body) < 10 or int.from_bytes(data[4:8], "little") + 8 > len(data):  # noqa: PLR2004
        return 0, 0
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", body[6:10])
    return width & 0x3FFF, height & 0x3FFF


_FORMATS = (
    (rb"\x89PNG\r\n\x1a\n.{4}IHDR", "image/png", _measure_png),
    (rb"\xff\xd8\xff", "image/jpeg", _measure_jpeg),
    (rb"RIFF.{4}WEBPVP8[ XL]", "image/webp", _measure_webp),
)


def without_figures(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are no figures, by name."""
    yield from ((name, data) for name, data in files.items() if not name.startswith(f"{FOLDER}/"))


def figures_among(files: Mapping[str, bytes]) -> dict[str, FigureFile]:
    """Return the figures among the files of a guideline, by their names in ``figures/``."""
    names = [name for name in files if name.startswith(f"{FOLDER}/")]
    return {name.partition("/")[2]: judge_figure(files[name]) for name in names}
