"""MkDocs hooks: stage the pages before they are read; ``serve`` shows drafts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from guidepress.site import stage_project

_COMMAND = {"name": "build"}


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001
    """Remember the command: only ``serve`` shows drafts by itself."""
    _COMMAND["name"] = command


def on_pre_build(config: Any) -> None:
    """Write the staged tree that MkDocs is about to read."""
    project = Path(config.config_file_path).parent
    editing = _COMMAND["name"] == "serve"
    drafts = editing or bool(config.extra.get("guidepress", {}).get("drafts"))
    stage_project(project, Path(config.docs_dir), drafts=drafts, forgiving=editing)
