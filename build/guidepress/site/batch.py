"""One run of MkDocs over some units, in a process or on a machine of its own.

What MkDocs wrote stays in the room of the batch; whoever asked gets names and hashes back, never
pages.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.files import working_in
from guidepress.problem import UnusableError
from guidepress.site.build_manifest import keep
from guidepress.site.handbook import stage_handbook_home, stage_pages
from guidepress.site.inputs import find_pages
from guidepress.site.joins import read_sitemap
from guidepress.site.places import dump
from guidepress.site.plan import ASSETS, DRAFT
from guidepress.site.policy import with_policy
from guidepress.site.publication import Publication, list_nav, publication_of, render_style
from guidepress.site.search import find_words
from guidepress.site.stage import stage_shared, stage_units
from guidepress.site.templates import compiled_in
from guidepress.validate import find_problems_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guidepress.site.build_manifest import Record
    from guidepress.site.headings import Converter
    from guidepress.site.plan import Unit

# What MkDocs stamps with the time, it stamps with this: no page shows when it was built.
EPOCH = "946684800"
_JOINED = frozenset({"sitemap.xml", "sitemap.xml.gz"})
# Scripts of the theme's own search, which no page loads.
_UNUSED = ("assets/javascripts/workers/", "assets/javascripts/lunr/")


class Batch(NamedTuple):
    """Units that are made together; ``room`` is the folder for what is made, below ``home``.

    ``policy`` tells whether pages get a Content-Security-Policy.
    """

    project: Path
    home: Path
    room: Path
    units: tuple[Unit, ...]
    drafts: bool
    policy: bool = True


class Rendered(NamedTuple):
    """What a batch made: records of its units, without sizes and times; the folder with the files.

    ``frame`` holds what surrounds the parts of the units in joined files.
    """

    site: Path
    units: dict[str, Record]
    frame: dict[str, Any]


@contextmanager
def collecting_warnings() -> Iterator[list[str]]:
    """Give a list that will hold the warnings of MkDocs, which in strict mode are errors."""
    lines: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("mkdocs").addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)


class Run:
    """One run of MkDocs, which its hooks find as ``config.extra["guidepress"]["run"]``."""

    converter: Converter

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.trees: dict[str, Mapping[str, bytes]] = {}
        self.wants_assets = any(unit.name == f"/{ASSETS}" for unit in batch.units)

    def prepare(self, config: Any) -> None:
        """Let MkDocs read no folder, and write into the room."""
        docs, site = self.batch.home / "docs", self.batch.room / "site"
        for folder in (docs, site):
            folder.mkdir(parents=True, exist_ok=True)
        config.docs_dir, config.site_dir = str(docs), str(site)
        if config.nav is None:
            message = (
                "mkdocs.yml has no nav: name the home page in it, and what else all pages link to"
            )
            raise UnusableError(message)
        own = config.extra.get("guidepress") or {}
        named = {"drafts": self.batch.drafts, "run": self, "style": render_style(own)}
        config.extra["guidepress"] = {**own, **named}

    def stage(self, config: Any) -> dict[str, str]:
        """Stage the units; return their pages, and those that the navigation needs beside them."""
        batch = self.batch
        publication = publication_of(config.site_name, config.site_url, config.nav)
        with compiled_in(batch.home / "templates"):
            staged = stage_units(batch.project, batch.units, publication, drafts=batch.drafts)
            self.trees = {unit.name: tree for unit, tree in staged}
        pages = {
            name: data.decode()
            for tree in self.trees.values()
            for name, data in tree.items()
            if _is_page(name)
        }
        named = [name for name in list_nav(config.nav) if name not in pages]
        return pages | (dict(_stand_in(batch.project, named)) if named else {})

    def collect(self, config: Any) -> Rendered:
        """Put what is no page beside the pages, and return what was made."""
        site = Path(config.site_dir)
        urls, frame = read_sitemap(site / "sitemap.xml", str(config.site_url or ""))
        made: set[str] = set()
        units = {}
        for unit in self.batch.units:
            tree = self.trees[unit.name]
            files = dict(_put_beside(site, tree))
            made |= files.keys()
            units[unit.name] = {
                "key": unit.key,
                "files": files,
                "urls": {name: urls[name] for name in files if name in urls},
                **self._keep_words(tree),
                **self._find_problems(unit),
            }
        if self.wants_assets:
            units[f"/{ASSETS}"]["files"] |= self._read_assets(site, made, config)
            frame["named"] = list(_list_named_files(config))
        return Rendered(site, units, frame)

    def _keep_words(self, tree: Mapping[str, bytes]) -> Record:
        """Keep the words by which what a unit shows is found."""
        found = find_words(tree)
        return {"search": keep(self.batch.home, dump(found))} if found else {}

    def _find_problems(self, unit: Unit) -> Record:
        if unit.part != DRAFT or not unit.guideline:
            return {}
        folder = self.batch.project / "content" / unit.guideline
        found = find_problems_of(folder, self.batch.project)
        errors = sum(each.severity == "error" for each in found)
        return {"problems": errors} if errors else {}

    def _read_assets(self, site: Path, made: set[str], config: Any) -> dict[str, list[str]]:
        """Return the files that are no pages."""
        ours = made | {_built_name(name) for name in list_nav(config.nav)} | _JOINED
        names = (each.relative_to(site).as_posix() for each in site.rglob("*") if each.is_file())
        return {
            name: [_hash(site, name)]
            for name in sorted(names)
            if name not in ours and not name.startswith(_UNUSED)
        }


def _stand_in(project: Path, names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield pages that the navigation names and this run does not make, without guidelines.

    Raises UnusableError for one that there is not.
    """
    staged = stage_shared((), Publication("", "")) | stage_handbook_home()
    staged |= stage_pages(find_pages(project))
    for name in names:
        if name in staged:
            yield name, staged[name].decode()
        elif name.endswith(".md"):
            message = f"mkdocs.yml: nav names {name}, and there is no such page"
            message += f": put it into the project as pages/{name}"
            raise UnusableError(message)


def _list_named_files(config: Any) -> Iterator[tuple[str, str]]:
    """Yield what ``mkdocs.yml`` names of the site's files: where, and the name."""
    for key in ("logo", "favicon"):
        if isinstance(name := config.theme.get(key), str) and name:
            yield f"theme: {key}", name
    for key in ("extra_css", "extra_javascript"):
        yield from ((key, str(getattr(each, "path", each))) for each in config[key])


def _is_page(name: str) -> bool:
    return name.endswith(".md")


def _built_name(name: str) -> str:
    return f"{name.removesuffix('.md')}.html" if _is_page(name) else name


def _put_beside(site: Path, tree: Mapping[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """Write what is no page beside the pages; yield name and hash of each file of both kinds."""
    for name, data in tree.items():
        if _is_page(name):
            yield _built_name(name), [_hash(site, _built_name(name))]
            continue
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)
        yield name, [sha256(data).hexdigest()]


def _hash(site: Path, name: str) -> str:
    try:
        return sha256((site / name).read_bytes()).hexdigest()
    except FileNotFoundError as error:
        message = f"MkDocs did not write {name}: does a plugin of mkdocs.yml leave pages out?"
        raise UnusableError(message) from error


def set_environment() -> None:
    """Let MkDocs and its theme depend on no clock, and print no notices."""
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    os.environ["NO_MKDOCS_2_WARNING"] = "1"


def render_batch(batch: Batch) -> Rendered:
    """Make the units of a batch.

    Raises UnusableError if MkDocs stops, or warns of anything.
    """
    from jinja2 import TemplateError
    from mkdocs.commands.build import build
    from mkdocs.exceptions import MkDocsException

    set_environment()
    logging.getLogger("mkdocs").propagate = False
    run = Run(batch)
    with working_in(batch.home), collecting_warnings() as warnings:
        try:
            config = load_settings(batch.project)
            run.prepare(config)
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
        except (MkDocsException, SystemExit, TemplateError) as error:
            message = f"MkDocs stopped: {'; '.join(warnings) or describe(error)}"
            raise UnusableError(message) from error
        except Exception as error:
            if not (template := find_template(error)):
                raise
            message = f"mkdocs.yml: MkDocs stopped: {template}: {error}: see `extra` and `theme`"
            raise UnusableError(message) from error
        if warnings:
            raise UnusableError(f"MkDocs warned: {'; '.join(warnings)}")
        return run.collect(config)


def load_settings(project: Path) -> Any:
    """Let MkDocs load ``mkdocs.yml``, and all that it names.

    Raises UnusableError with one line where it cannot.
    """
    from mkdocs.config import load_config

    with collecting_warnings() as warnings:
        try:
            return load_config(str(project / "mkdocs.yml"))
        except (Exception, SystemExit) as error:  # plugins and extensions raise what they like
            phrase = "; ".join(warnings) or f"{describe(error) or type(error).__name__}"
            message = f"mkdocs.yml: MkDocs stopped: {' '.join(phrase.split())}"
            raise UnusableError(message) from error


def describe(error: BaseException) -> str:
    """Return what is wrong; of a template that is missing, Jinja gives the name alone."""
    if type(error).__name__ != "TemplateNotFound":
        return str(error)
    name = getattr(error, "name", error)
    return f"the theme has no {name}: look at what `theme` names in mkdocs.yml, such as icons"


def find_template(error: BaseException) -> str:
    """Return the template in which an error arose, with its line; nothing for one of our own."""
    last = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    return f"{Path(last[-1].filename).name}:{last[-1].lineno}" if last else ""


def finish_page(run: Run, output: str) -> str:
    """Return the page as it is published."""
    return with_policy(output) if run.batch.policy else output
