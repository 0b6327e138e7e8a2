"""What a site is called, where it is published, whether it has the handbook, and its own colour."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from guidepress.problem import UnusableError
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


# The grounds that text of that colour is on; see the style sheet.
_GROUNDS = {"accent": "#ffffff", "accent_dark": "#11181d"}
_FORM = re.compile("#[0-9a-f]{6}", re.IGNORECASE)
# WCAG 2.2, 1.4.3, asks for 4.5; on the softer ground of what is marked a sixth of it is lost.
LEAST = 5.5
_WEIGHTS = (0.2126, 0.7152, 0.0722)
_COLOUR = "--gp-accent: {0}; --gp-accent-soft: color-mix(in srgb, {0} 11%, var(--gp-ground))"
_STYLE = (
    "@media screen and (forced-colors: none) {{"
    ':root, [data-md-color-scheme="default"] {{ {} }} [data-md-color-scheme="slate"] {{ {} }} }}'
)


def render_style(settings: Mapping[str, object]) -> str:
    """Return the style for ``extra.guidepress`` of ``mkdocs.yml``; nothing without a colour there.

    Raises UnusableError where a colour is missing or none, or text in it could not be read.
    """
    if not settings.keys() & _GROUNDS.keys():
        return ""
    found = (_check(key, settings.get(key), ground) for key, ground in _GROUNDS.items())
    return _STYLE.format(*map(_COLOUR.format, found))


def _check(key: str, colour: object, ground: str) -> str:
    if colour is None:
        message = f"mkdocs.yml: extra.guidepress.{key} is missing; write accent and accent_dark"
        raise UnusableError(message)
    if not isinstance(colour, str) or not _FORM.fullmatch(colour):
        message = f'mkdocs.yml: extra.guidepress.{key} is no colour; write one as in "#0b5a75"'
        raise UnusableError(message)
    dark, light = sorted(map(_luminance, (colour, ground)))
    if (contrast := (light + 0.05) / (dark + 0.05)) < LEAST:
        message = f"mkdocs.yml: extra.guidepress.{key} {colour} has a contrast of {contrast:.1f} "
        message += f"with {ground}; choose one with at least {LEAST}"
        raise UnusableError(message)
    return colour


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG, by the curve that its own one is close to."""
    parts = ((int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5))
    return float(sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True)))
