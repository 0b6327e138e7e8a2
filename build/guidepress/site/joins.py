"""What names the files of all units: checksums and sitemap; and what a project adds as it is."""

from __future__ import annotations

import gzip
import re
import shutil
from datetime import UTC, datetime
from hashlib import sha256
from html import escape, unescape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from guidepress.site.api import stage_sums
from guidepress.site.inputs import find_static_files, hash_files
from guidepress.site.stage import API

_URL = re.compile(r"<url>.{0,2000}?</url>", re.DOTALL)
_LOC = re.compile(r"<loc>(.{0,1900}?)</loc>", re.DOTALL)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from guidepress.site.build_manifest import Record


def write_sums(
    room: Path, units: Mapping[str, Record], there: Mapping[str, Sequence[Any]]
) -> Record:
    """Write the checksums of all files for apps into the room, for each guideline apart.

    What the site has already is not written: ``there`` has the hash of each file at its end.
    """
    sums = {
        name.removeprefix(API): known[-1]
        for unit in units.values()
        for name, known in unit["files"].items()
        if name.startswith(API)
    }
    files = {API + name: data for name, data in stage_sums(sums).items()}
    return write_unit(room, files, there)


def write_unit(
    room: Path, files: Mapping[str, bytes], there: Mapping[str, Sequence[Any]]
) -> Record:
    """Write files into the room, but those that are there; return the record of their unit."""
    digests = {}
    for name, data in files.items():
        digests[name] = [sha256(data).hexdigest()]
        if name not in there or there[name][-1] != digests[name][0]:
            (room / name).parent.mkdir(parents=True, exist_ok=True)
            (room / name).write_bytes(data)
    return {"key": "", "files": digests}


def read_sitemap(sitemap: Path, address: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the entries by page, and what is before, between and behind them."""
    text = sitemap.read_text(encoding="utf-8") if sitemap.is_file() else ""
    found = _URL.findall(text)
    if not found:
        return {}, {"sitemap": [text, "", ""] if text else []}
    head, tail = text.split(found[0])[0], text.rsplit(found[-1])[-1]
    indent = head[head.rfind("\n") :] if "\n" in head else ""
    urls = {}
    for url in found:
        place = unescape(_LOC.findall(url)[0])
        urls[page_at(place.removeprefix(address))] = url.replace(escape(place), escape(place))
    return urls, {"sitemap": [head, indent, tail]}


def page_at(place: str) -> str:
    """Return the name of the page at an address below the site's."""
    return f"{place}index.html" if place.endswith("/") or not place else place


def write_sitemap(
    room: Path, units: Mapping[str, Record], frame: Mapping[str, Any], newest: str
) -> Record:
    """Write the theme's own sitemap, with the pages of all units in it, also packed.

    ``newest`` is the day of the newest release, with which the packed one is stamped.
    """
    if not frame.get("sitemap"):
        return write_unit(room, {}, {})
    head, indent, tail = frame["sitemap"]
    urls = {page: url for unit in units.values() for page, url in unit.get("urls", {}).items()}
    text = head + indent.join(urls[page] for page in sorted(urls, key=order_of_page)) + tail
    record = write_unit(room, {"sitemap.xml": text.encode()}, {})
    seconds = int(datetime.fromisoformat(newest or "2000-01-01").replace(tzinfo=UTC).timestamp())
    packed = room / "sitemap.xml.gz"
    with (
        packed.open("wb") as stream,
        gzip.GzipFile("sitemap.xml.gz", "wb", fileobj=stream, mtime=seconds) as file,
    ):
        file.write(text.encode())
    record["files"][packed.name] = [sha256(packed.read_bytes()).hexdigest()]
    return record


def order_of_page(page: str) -> tuple[tuple[str, ...], bool, str]:
    """Return what pages are sorted by: folder by folder, the first page of each before others."""
    path = PurePosixPath(page)
    return path.parent.parts, path.stem != "index", path.name


def copy_static_files(room: Path, project: Path) -> Record:
    """Copy the files of ``pages/static/`` into the room."""
    files = find_static_files(project)
    for name, file in files.items():
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, room / name)
    digests = {name: [sha256((room / name).read_bytes()).hexdigest()] for name in files}
    return {"key": hash_files(files), "files": digests}
