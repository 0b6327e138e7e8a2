"""The publisher's own colour, in light and in dark; one that cannot be read is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Mapping

# What text of that colour is on, and what text on that colour has; see the style sheet.
_KEYS = {"accent": ("#ffffff", "#ffffff"), "accent_dark": ("#11181d", "#0c1a21")}
_FORM = re.compile("#[0-9a-f]{6}", re.IGNORECASE)
# WCAG 2.2, 1.4.3 and its definition of relative luminance.
LEAST = 4.5
_WEIGHTS = (0.2126, 0.7152, 0.0722)
# So much of the colour is in the ground of what is marked.
_SOFT = 0.11
_STYLE = (
    "@media screen and (forced-colors: none) {{"
    ':root, [data-md-color-scheme="default"] {{ --gp-accent: {}; --gp-accent-soft: {} }}'
    '[data-md-color-scheme="slate"] {{ --gp-accent: {}; --gp-accent-soft: {} }} }}'
)


def render_style(settings: Mapping[str, object]) -> str:
    """Return the style for ``extra.guidepress`` of ``mkdocs.yml``; nothing without a colour there.

    Raises UnusableError where a colour is missing or none, or text in it could not be read.
    """
    if not settings.keys() & _KEYS.keys():
        return ""
    found: list[str] = []
    for key, (ground, on_it) in _KEYS.items():
        colour = settings.get(key)
        if not isinstance(colour, str) or not _FORM.fullmatch(colour):
            message = f'mkdocs.yml: extra.guidepress.{key} is no colour; write one as in "#0b5a75"'
            raise UnusableError(message)
        soft = _mix(colour, ground)
        contrast = min(_contrast(colour, each) for each in (ground, on_it, soft))
        if contrast < LEAST:
            way = "darker" if key == "accent" else "lighter"
            message = f"mkdocs.yml: extra.guidepress.{key} {colour} has a contrast of "
            message += f"{contrast:.1f}; choose a {way} one, with {LEAST} at least"
            raise UnusableError(message)
        found += [colour, soft]
    return _STYLE.format(*found)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _mix(colour: str, ground: str) -> str:
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(one * _SOFT + two * (1 - _SOFT)):02x}" for one, two in pairs)


def _contrast(one: str, other: str) -> float:
    dark, light = sorted(_luminance(each) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = (_linear(part / 255) for part in _parts(colour))
    return sum(weight * part for weight, part in zip(_WEIGHTS, linear, strict=True))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the definition
