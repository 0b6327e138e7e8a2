"""What a site is called, where it is published, and whether it has the handbook."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from guidepress.problem import UnusableError
from guidepress.site.colours import render_style
from guidepress.site.handbook import HOME, staged_name
from guidepress.site.settings import check_address, read_settings


class Publication(NamedTuple):
    """The name of a site, its address with a slash at the end, and whether it has the handbook.

    ``themes`` are the folders that a project puts above the theme, ``style`` sets its own colour.
    """

    name: str
    address: str
    handbook: bool = False
    themes: tuple[Path, ...] = ()
    style: str = ""


def publication_of(name: object, address: object, nav: object = None) -> Publication:
    """Return the publication of the settings ``site_name``, ``site_url`` and ``nav``.

    The handbook is published where the navigation names its first page.

    Raises UnusableError where there is no address: a feed or a citation would lead nowhere.
    """
    handbook = staged_name(HOME) in list_nav(nav)
    return Publication(str(name), check_address(address), handbook)


def list_nav(nav: Any) -> Iterator[str]:
    """Yield the pages that a navigation names, at any depth."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for each in nav.values() if isinstance(nav, dict) else nav:
            yield from list_nav(each)


def read_publication(config_file: Path) -> Publication:
    """Read the publication from ``mkdocs.yml``.

    Raises UnusableError where that cannot be read, has no address, or its theme has a link.
    """
    config = read_settings(config_file)
    theme = config.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    own = config_file.parent / str(custom) if custom else None
    # What it leads to would be published.
    if own and (link := next((each for each in (own, *own.rglob("*")) if each.is_symlink()), None)):
        message = (
            f"mkdocs.yml: theme.custom_dir: {link} is a link; put what it leads to in its place"
        )
        raise UnusableError(message)
    found = publication_of(config.get("site_name", ""), config.get("site_url"), config.get("nav"))
    style = render_style((config.get("extra") or {}).get("guidepress") or {})
    return found._replace(themes=(own,) if own and own.is_dir() else (), style=style)
