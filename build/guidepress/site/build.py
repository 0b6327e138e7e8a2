"""The whole build: a look at what changed, and nothing more where nothing did."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from guidepress.problem import UnusableError
from guidepress.project import find_guideline_folders
from guidepress.site.engine import DEFAULT, check_engine
from guidepress.site.inputs import find_shell_key
from guidepress.site.ledger import read_ledger
from guidepress.site.setting import Setting
from guidepress.site.signature import find_signature
from guidepress.site.tree import begin_tree, find_altered, locked, read_site
from guidepress.site.work import Built, Work, find_stale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor


def build_site(  # noqa: PLR0913  # what a caller may choose
    project: Path,
    *,
    drafts: bool = False,
    jobs: int | None = None,
    cached: bool = True,
    engine: str = DEFAULT,
    executor: Executor | None = None,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Built:
    """Build the site, and put it in the place of the old one.

    ``executor`` follows ``concurrent.futures.Executor``; its workers must see the project's folder.
    Without one there are ``jobs`` processes (as many as cores), or none where one batch is enough.
    ``tell`` is told how many guidelines are done, of how many that had to be looked at.
    ``engine`` is one of ``guidepress.site.engine.ENGINES``.
    Raises UnusableError, and leaves the old site as it was, where anything is wrong.
    """
    project = project.resolve()
    if not (project / "mkdocs.yml").is_file():
        message = f"{project} has no mkdocs.yml: build in the folder of a project (guidepress init)"
        raise UnusableError(message)
    if (project / "site").is_symlink():
        message = f"{project / 'site'} is a link: let it be a folder, and link to it from elsewhere"
        raise UnusableError(message)
    check_engine(engine)
    home = project / ".cache" / "guidepress" / "site"
    with locked(home), _room(home, cached=cached) as cache:
        ledger = read_ledger(cache, find_shell_key(project, str(drafts), engine))
        signatures = _find_signatures(project, drafts=drafts)
        site = read_site(project, cache)
        altered = find_altered(site)
        if site.states and not altered and not find_stale(signatures, ledger, site.states):
            return Built(project / "site", len(signatures), 0, 0, 0)
        # Only now is it worth while to load what makes pages.
        from guidepress.site.renew import renew_site

        tree = begin_tree(project, cache, site, altered)
        setting = Setting(
            project=project,
            cache=cache,
            tree=tree.folder,
            shell=ledger.shell,
            drafts=drafts,
            engine=engine,
        )
        work = Work(
            setting=setting,
            signatures=signatures,
            ledger=ledger,
            tree=tree,
            jobs=jobs or os.cpu_count() or 1,
            executor=executor,
        )
        try:
            return renew_site(work, tell)._replace(altered=bool(altered))
        finally:
            shutil.rmtree(tree.folder, ignore_errors=True)


@contextmanager
def _room(home: Path, *, cached: bool) -> Iterator[Path]:
    """Give the cache; or an empty one, which is gone afterwards."""
    for left in home.glob("run-*"):
        # A worker of a build that was killed may still be writing there.
        shutil.rmtree(left, ignore_errors=True)
    if cached:
        yield home
        return
    with TemporaryDirectory(prefix="run-", dir=home) as folder:
        yield Path(folder)


def _find_signatures(project: Path, *, drafts: bool) -> dict[str, str]:
    folders = list(find_guideline_folders(project))
    if not folders:
        message = f"{project} holds no guideline: there is no folder below content/"
        raise UnusableError(message)
    return {each.name: find_signature(each, drafts=drafts) for each in folders}
