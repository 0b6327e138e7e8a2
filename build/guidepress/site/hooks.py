"""MkDocs hooks: our theme, pages that are staged without files, and the way into the site.

A project's ``mkdocs.yml`` names a file that imports them, since MkDocs takes hooks only as files.
A batch of a build brings its run along, as ``extra.guidepress.run``. Without one, MkDocs was
started by itself: what is stale is planned in ``on_config``, and put into the site in
``on_post_build``.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from guidepress.problem import UnusableError
from guidepress.report.escape import for_terminal
from guidepress.resources import SITE_OVERRIDES_FOLDER
from guidepress.site.batch import Run, collecting_warnings, finish_page, set_environment
from guidepress.site.build import PREVIEW, Build, Request, open_build
from guidepress.site.finish import finish
from guidepress.site.headings import Converter
from guidepress.site.policy import answer_to_own_names
from guidepress.site.settings import read_settings
from guidepress.site.templates import forget_templates, open_compiled
from guidepress.site.workers import Workers

_FIRST, _LAST = 100, -100
_LOG = logging.getLogger("mkdocs.plugins.guidepress")


class _State:
    """What a MkDocs that was started by itself does, until its build ends."""

    command = "build"
    build: Build | None = None
    warnings: Sequence[str] = ()
    held = ExitStack()


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG001
    """Remember the command: only ``serve`` shows drafts by itself."""
    _State.command = command


def on_config(config: Any) -> Any:
    """Put our templates above the theme's and below a project's own, and plan the build."""
    set_environment()
    ours = str(SITE_OVERRIDES_FOLDER)
    dirs = config.theme.dirs
    if ours not in {str(Path(each).resolve()) for each in dirs}:
        dirs.insert(1 if config.theme.custom_dir else 0, ours)
    if theirs := config.plugins.get("material/search"):
        # Pages have a search of their own, and no other index is loaded.
        theirs.config.enabled = False
    if "run" not in (config.extra.get("guidepress") or {}):
        with _stopping_mkdocs():
            _begin(config)
    return config


@contextmanager
def _stopping_mkdocs() -> Iterator[None]:
    """Let MkDocs stop with one line where a build would."""
    try:
        yield
    except (UnusableError, OSError) as error:
        _end()
        # MkDocs writes it as it is.
        raise PluginError(for_terminal(str(error))) from error


def _begin(config: Any) -> None:
    forget_templates()
    serves = _State.command == "serve"
    project = Path(config.config_file_path).parent.resolve()
    request = Request(
        project,
        site=project / PREVIEW if serves else Path(config.site_dir),
        drafts=serves or bool((config.extra.get("guidepress") or {}).get("drafts")),
        words=(*_list_overrides(config), *([str(config.site_url)] if serves else [])),
        policy=not serves,
    )
    _State.warnings = _State.held.enter_context(collecting_warnings())
    _State.build = _State.held.enter_context(open_build(request, Workers()))
    Run(_State.build.batch(_State.build.stale)).prepare(config)


def _list_overrides(config: Any) -> list[str]:
    """Return what the command line gives otherwise than ``mkdocs.yml``, as far as pages show it."""
    settings = read_settings(Path(config.config_file_path))
    theme = settings.get("theme")
    pairs = (
        (config.theme.name, theme.get("name") if isinstance(theme, dict) else theme),
        (config.use_directory_urls, settings.get("use_directory_urls", True)),
    )
    return [str(given) for given, written in pairs if given != written]


def _run_of(config: Any) -> Run:
    run: Run = config.extra["guidepress"]["run"]
    return run


@event_priority(_FIRST)
def on_files(files: Any, config: Any) -> Any:
    """Add the staged pages; files of the theme are left out unless they are asked for."""
    run = _run_of(config)
    run.converter = Converter()
    if not run.wants_assets:
        for file in [*files]:
            files.remove(file)
    with _stopping_mkdocs():
        staged = run.stage(config)
    for name, page in staged.items():
        files.append(run.converter.make_file(name, page, config))
    return files


@event_priority(_FIRST)
def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:  # noqa: ARG001
    """Give the page its front matter; nothing leads on, or Firefox would fetch it beforehand."""
    page.previous_page = page.next_page = None
    _run_of(config).converter.read_front(page)
    return markdown


@event_priority(_FIRST)
def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """Return the page as HTML, whose table of contents lists the headings."""
    return _run_of(config).converter.convert(html, page, config, files)


def on_env(env: Any, config: Any, files: Any) -> Any:  # noqa: ARG001
    """Keep compiled templates from one run to the next."""
    env.auto_reload = False
    env.bytecode_cache = open_compiled(_run_of(config).batch.home / "templates")
    return env


@event_priority(_LAST)
def on_post_page(output: str, page: Any, config: Any) -> str:  # noqa: ARG001
    """Give the page its policy."""
    return finish_page(_run_of(config), output)


@event_priority(_LAST)
def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    """Give a page of the theme its policy."""
    is_page = template_name.endswith(".html")
    return finish_page(_run_of(config), output_content) if is_page else output_content


@event_priority(_LAST)
def on_post_build(config: Any) -> None:
    """Put what was made into the site, if MkDocs was started by itself."""
    build = _State.build
    if build is None:
        return
    with _stopping_mkdocs():
        if config.strict and _State.warnings:
            raise UnusableError("the site is left as it was: MkDocs warned of the above")
        built = finish(build, [_run_of(config).collect(config)])
    config.site_dir = str(build.request.site)
    _end()
    for line in built.warnings:
        # In strict mode a warning of MkDocs is an error, and this is none.
        _LOG.info(for_terminal(line))
    for line in built.describe_problems():
        _LOG.log(logging.INFO if _State.command == "serve" else logging.WARNING, for_terminal(line))


def on_build_error(error: Exception) -> None:  # noqa: ARG001
    """Let go of what a build holds."""
    _end()


def _end() -> None:
    _State.build = None
    _State.held.close()


def on_serve(server: Any, config: Any, builder: Any) -> Any:  # noqa: ARG001
    """Serve the preview to its own names, and watch what people write."""
    app, own = server.get_app(), (config.dev_addr.host, config.dev_addr.port)
    server.set_app(lambda *asked: answer_to_own_names(app, own, *asked))
    project = Path(config.config_file_path).parent.resolve()
    server.unwatch(config.docs_dir)
    if (project / "pages").is_dir():
        server.watch(str(project / "pages"))
    server.root = str(project / PREVIEW)
    return server
