"""The files of ``figures/``: which there are, and whether each is an image that is safe to show.

An SVG is shown as an image, and must be one: what could run, fetch or deceive is refused. A browser
runs no script of an image on a page, but does where its address is opened by itself.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from guidepress.files import NotPlainError, read_plain

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

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


_SVG = "{http://www.w3.org/2000/svg}"
_KNOWN = frozenset(
    {"svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "metadata", "style", "view"}
    | {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
    | {"textPath", "image", "marker", "clipPath", "mask", "pattern", "filter", "stop"}
    | {"linearGradient", "radialGradient"}
)
# What is drawn nowhere, such as what drawing programs keep for themselves.
_INERT = re.compile(
    r"\{http://(www\.inkscape\.org|sodipodi\.sourceforge\.net|www\.w3\.org/1999/02/22-rdf|"
    r"purl\.org/dc|creativecommons\.org|web\.resource\.org)[^}]{0,200}\}"
)
_TARGET = re.compile(r"\s*(#|data:image/(png|jpeg|webp);base64,)")
_FETCHES = re.compile(r"@import|\\|expression\(|url\((?!\s*['\"]?#)", re.IGNORECASE)


def find_svg_fault(data: bytes) -> str:
    """Return why the bytes are no harmless SVG; nothing if they are one."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        text = data.decode("utf-8-sig")
        root = fromstring(data, forbid_dtd=True)
    except (UnicodeError, LookupError):
        return "it is not UTF-8"
    except DefusedXmlException:
        return "it has a DOCTYPE or entities; save it as plain SVG"
    except (ParseError, ValueError):
        return "it is no well-formed SVG"
    return next(_faults_of_text(text), "") or next(_faults(root), "")


def _faults_of_text(text: str) -> Iterator[str]:
    declared = re.match(r"\s*<\?xml[^>]{0,200}?encoding=[\"']([^\"']{1,40})", text)
    if declared and declared[1].lower() not in {"utf-8", "utf8", "us-ascii"}:
        yield "it is not UTF-8"
    if "<?xml-stylesheet" in text:
        yield "it names a style sheet"


def _faults(root: Element) -> Iterator[str]:
    if root.tag != f"{_SVG}svg":
        yield "it does not begin with <svg> of http://www.w3.org/2000/svg"
    for element in root.iter():
        name = element.tag.removeprefix(_SVG)
        if name not in _KNOWN and not name.startswith("fe") and not _INERT.match(element.tag):
            yield f"it holds <{name.rpartition('}')[2][:80]}>, which is not shown"
        if name == "style" and _FETCHES.search("".join(element.itertext())):
            yield "its style fetches something"
        for key, value in element.attrib.items():
            yield from _faults_of_attribute(key.rpartition("}")[2].lower(), key, value)


def _faults_of_attribute(name: str, key: str, value: str) -> Iterator[str]:
    if name.startswith("on") and name == key.lower():
        yield f"it has a script in {name[:80]}"
    elif name == "base":
        yield "it changes where its links lead (xml:base)"
    elif name in {"href", "src"} and not _TARGET.match(value):
        yield f"it leads out of the file: {value[:80]}"
    elif _FETCHES.search(value) and not _INERT.match(key):
        yield f"its {name[:80]} fetches something"
