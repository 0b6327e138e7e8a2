"""What a site generator gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Output(NamedTuple):
    """The address of the site, and the built pages by name that were not written as files."""

    address: str
    pages: Mapping[str, str]
