"""What a site generator is asked, and what it gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Task(NamedTuple):
    """Staged pages by name, and others of which the navigation needs the title, if it has them.

    With ``assets`` everything that is no page is built too: styles, scripts, what the theme adds.
    """

    pages: Mapping[str, bytes]
    titles: Mapping[str, bytes]
    assets: bool


class Result(NamedTuple):
    """The address of the site, and the built pages by name that were not written as files."""

    address: str
    pages: Mapping[str, str]
