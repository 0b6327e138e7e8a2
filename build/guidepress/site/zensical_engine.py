"""Zensical as an engine: a program of its own, which reads MkDocs's configuration and no hooks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from guidepress.problem import UnusableError
from guidepress.resources import SITE_OVERRIDES_FOLDER
from guidepress.site.publication import read_publication
from guidepress.site.staged import write_files
from guidepress.site.task import Result

if TYPE_CHECKING:
    from pathlib import Path

    from guidepress.site.setting import Setting
    from guidepress.site.task import Task

# Of our theme and the project's it needs what pages show: hooks and our own templates have done
# their work before, and whatever else lies there would be published.
_NOT_SHOWN = shutil.ignore_patterns("*.py", "__pycache__", "templates")


def run_zensical(setting: Setting, room: Path, task: Task) -> Result:
    """Build the pages into ``room/site``.

    Raises UnusableError if Zensical stops, or warns of anything.
    """
    write_files({**task.titles, **task.pages}, room / "docs")
    config = setting.project / "mkdocs.yml"
    for folder in (SITE_OVERRIDES_FOLDER, *_find_own_theme(config)):
        shutil.copytree(folder, room / "theme", ignore=_NOT_SHOWN, dirs_exist_ok=True)
    derived = {
        "INHERIT": str(config),
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": {"custom_dir": "theme"},
        "extra": {"guidepress": {"drafts": setting.drafts, "staged": True}},
    }
    # JSON is YAML.
    (room / "mkdocs.yml").write_text(json.dumps(derived), encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"]
    done = subprocess.run(  # noqa: S603  # a program of ours, no shell
        command, cwd=room, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["it did not say why"]
        message = f"Zensical stopped: {said[-1]}"
        raise UnusableError(message)
    return Result(read_publication(config).address, {})


def _find_own_theme(config: Path) -> list[Path]:
    from mkdocs.utils.yaml import yaml_load

    with config.open("rb") as stream:
        theme = yaml_load(stream).get("theme")
    own = theme.get("custom_dir") if isinstance(theme, dict) else None
    folder = config.parent / str(own)
    return [folder] if own and folder.is_dir() else []
