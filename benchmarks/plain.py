"""The same staged tree in one run of plain MkDocs, against which our builds are held."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from cost import cost, say
from generator import ROOT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--no-strict"]


def build_plain(
    staged: Path, gids: Collection[str], folder: Path, *, in_nav: bool, limit: float | None = None
) -> float:
    """Build what is staged of these guidelines in one run of MkDocs; in its ``nav`` or not."""
    shutil.rmtree(folder, ignore_errors=True)
    others = {each.name for each in (staged / "api" / "v1").iterdir() if each.is_dir()}
    others -= {*gids, "schema"}
    shutil.copytree(staged, folder / "docs", ignore=lambda _, names: others & {*names})
    names = sorted(f.relative_to(staged).as_posix() for gid in gids for f in _pages_of(staged, gid))
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("docs_dir: .stage", "docs_dir: docs").split("hooks:")[0]
    text = text.replace("custom_dir: site_overrides", f"custom_dir: {ROOT / 'site_overrides'}")
    if in_nav:
        listed = "".join(f"  - {name}\n" for name in names)
        text = text.replace("  - About: about/index.md\n", f"  - About: about/index.md\n{listed}")
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return cost(MKDOCS, folder, limit).seconds


def _pages_of(staged: Path, gid: str) -> Iterator[Path]:
    return (staged / gid).rglob("*.md")


def stage(project: Path) -> Path:
    """Stage a project for MkDocs; return the folder."""
    say("staging all pages for MkDocs")
    code = (
        "from pathlib import Path; from guidepress.site.stage import stage_project;"
        "from guidepress.site.publication import read_publication;"
        "name = read_publication(Path('mkdocs.yml'));"
        "stage_project(Path(), Path('.stage'), name, drafts=False)"
    )
    cost([sys.executable, "-c", code], project)
    return project / ".stage"


def list_gids(project: Path) -> list[str]:
    """Return the guidelines of a project, by name."""
    return sorted(each.name for each in (project / "content").iterdir())


def count_pages(site: Path) -> int:
    """Return the number of pages of a site."""
    return sum(1 for _ in site.rglob("*.html"))
