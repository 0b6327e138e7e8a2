"""One run of the site generator over some parts, and what each of them gets from it."""

from __future__ import annotations

import json
import re
import shutil
from html import escape, unescape
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.files import working_in
from guidepress.problem import UnusableError
from guidepress.site.engine import ENGINES
from guidepress.site.handbook import stage_handbook_home
from guidepress.site.policy import with_policy
from guidepress.site.publication import Publication
from guidepress.site.stage import find_digests, stage_shared
from guidepress.site.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guidepress.site.setting import Setting

URL = re.compile(r"<url>.{0,2000}?</url>", re.DOTALL)
_LOC = re.compile(r"<loc>(.{0,1900}?)</loc>", re.DOTALL)
# Files of a part that go into the site; beside them stand those that are joined with others.
SITE = "site/"
JOINED = ("search.json", "urls.json", "sums.json")


class _Made(NamedTuple):
    """What a run made: pages, cut ones among them, and those of them that are in no file.

    By page there is what search and sitemap hold.
    """

    site: Path
    pages: frozenset[str]
    unwritten: Mapping[str, str]
    search: Mapping[str, list[Any]]
    urls: Mapping[str, str]


def run_engine(
    setting: Setting, staged: Mapping[str, Mapping[str, bytes]], assets: str | None
) -> dict[str, dict[str, bytes]]:
    """Build the pages of the parts (staged files by key); return the finished files of each.

    ``assets`` is the key of the part, if it is wanted, that gets what is no page.
    """
    trees = staged.values()
    pages = {name: data for tree in trees for name, data in tree.items() if _is_page(name)}
    setting.cache.mkdir(parents=True, exist_ok=True)
    room = Path(mkdtemp(prefix="run-", dir=setting.cache))
    try:
        engine, titles = ENGINES[setting.engine], _titles(pages)
        with working_in(setting.cache):
            result = engine.run(setting, room, Task(pages, titles, assets=assets is not None))
        made = _Made(
            site=room / "site",
            pages=frozenset(map(built_name, (*pages, *titles))),
            unwritten=result.pages,
            search=_read_search(room / "site" / engine.index_file, engine.entries),
            urls=dict(_read_sitemap(room / "site" / "sitemap.xml", result.address)),
        )
        finished = {key: _finish(made, tree) for key, tree in staged.items()}
        if assets is not None:
            finished[assets] |= _read_assets(made)
        return finished
    finally:
        shutil.rmtree(room)


def _titles(pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the shared pages that are not built here, cut behind their titles."""
    return {
        name: data[: data.find(b"\n", data.find(b"\n# ") + 1) + 1]
        for name, data in (stage_shared((), Publication("", "")) | stage_handbook_home()).items()
        if _is_page(name) and name not in pages
    }


def _is_page(name: str) -> bool:
    return name.endswith(".md")


def built_name(name: str) -> str:
    """Return the name of what a staged file becomes."""
    return f"{name.removesuffix('.md')}.html" if _is_page(name) else name


def _read_search(index: Path, entries: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for entry in json.loads(index.read_bytes())[entries] if index.is_file() else []:
        found.setdefault(_page_at(entry["location"].partition("#")[0]), []).append(entry)
    return found


def _read_sitemap(sitemap: Path, address: str) -> Iterator[tuple[str, str]]:
    text = sitemap.read_text(encoding="utf-8") if sitemap.is_file() else ""
    for url in URL.findall(text):
        written = _LOC.findall(url)[0]
        place = unescape(written)
        # Engines differ in how much they escape.
        yield _page_at(place.removeprefix(address)), url.replace(written, escape(place))


def _page_at(place: str) -> str:
    return f"{place}index.html" if place.endswith("/") or not place else place


def _finish(made: _Made, staged: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the finished files of a part, and what it adds to the joined files."""
    files = {name: data for name, data in staged.items() if not _is_page(name)}
    pages = [built_name(name) for name in staged if _is_page(name)]
    files |= {name: _read_page(made, name) for name in pages}
    joins = {
        "search.json": {name: made.search[name] for name in pages if name in made.search},
        "urls.json": {name: made.urls[name] for name in pages if name in made.urls},
        "sums.json": find_digests(staged),
    }
    told = {name: json.dumps(data).encode() for name, data in joins.items()}
    return {SITE + name: data for name, data in files.items()} | told


def _read_page(made: _Made, name: str) -> bytes:
    if name in made.unwritten:
        return _finish_file(name, made.unwritten[name].encode())
    try:
        return _finish_file(name, (made.site / name).read_bytes())
    except FileNotFoundError as error:
        message = f"the site generator lost {name}"
        raise UnusableError(message) from error


def _finish_file(name: str, data: bytes) -> bytes:
    return with_policy(data.decode()).encode() if name.endswith(".html") else data


def _read_assets(made: _Made) -> dict[str, bytes]:
    """Return what is no page: styles, scripts, what is shown when nothing is found."""
    files = (file for file in sorted(made.site.rglob("*")) if file.is_file())
    names = (file.relative_to(made.site).as_posix() for file in files)
    return {
        SITE + name: _finish_file(name, (made.site / name).read_bytes())
        for name in names
        if name not in made.pages
    }
