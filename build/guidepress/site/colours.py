"""The publisher's own colour, in light and in dark; one that cannot be read is refused."""

import re
from collections.abc import Mapping

from guidepress.problem import UnusableError

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
