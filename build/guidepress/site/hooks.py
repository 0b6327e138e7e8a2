"""MkDocs hooks: our theme, pages staged before they are read, and drafts in ``serve``.

A project's ``mkdocs.yml`` names a file that imports them, since MkDocs takes hooks only as files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from mkdocs.exceptions import PluginError

from guidepress.problem import UnusableError
from guidepress.resources import SITE_OVERRIDES_FOLDER
from guidepress.site.policy import write_policies
from guidepress.site.publication import publication_of
from guidepress.site.stage import stage_project
from guidepress.site.templates import forget_templates

_COMMAND = {"name": "build"}


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001
    """Remember the command: only ``serve`` shows drafts by itself."""
    _COMMAND["name"] = command


def on_config(config: Any) -> Any:
    """Put our templates and styles above the theme's, and below a project's own."""
    ours = str(SITE_OVERRIDES_FOLDER)
    dirs = config.theme.dirs
    if ours not in {str(Path(each).resolve()) for each in dirs}:
        dirs.insert(1 if config.theme.custom_dir else 0, ours)
    return config


def on_pre_build(config: Any) -> None:
    """Write the staged tree that MkDocs is about to read; the templates are told of drafts."""
    project = Path(config.config_file_path).parent
    own = config.extra.get("guidepress", {})
    if own.get("staged"):
        return
    editing = _COMMAND["name"] == "serve"
    forget_templates()
    drafts = editing or bool(own.get("drafts"))
    config.extra["guidepress"] = {**own, "drafts": drafts}
    try:
        stage_project(
            project,
            Path(config.docs_dir),
            publication_of(config.site_name, config.site_url, config.nav),
            drafts=drafts,
            forgiving=editing,
        )
    except UnusableError as error:
        raise PluginError(str(error)) from error


def on_post_build(config: Any) -> None:
    """Give the pages their policy, which would forbid the script that ``serve`` adds to them."""
    if _COMMAND["name"] != "serve" and not config.extra.get("guidepress", {}).get("staged"):
        write_policies(Path(config.site_dir))


def on_serve(server: Any, config: Any, builder: Any) -> Any:  # noqa: ARG001
    """Watch what people write, not what is staged from it: one save is one build."""
    server.unwatch(config.docs_dir)
    return server
