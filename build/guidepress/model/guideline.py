"""A whole guideline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guidepress.model.body import Factor, List, Option, Section, Statement  # noqa: TC001 - read at run time by from_data
from guidepress.model.identity import Identity  # noqa: TC001 - read at run time by from_data
from guidepress.model.reference import Reference  # noqa: TC001 - read at run time by from_data
from guidepress.model.scale import Scale  # noqa: TC001 - read at run time by from_data

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA_VERSION = "1.0.0"


@dataclass(frozen=True, kw_only=True, repr=False, match_args=False)
class Guideline:
    """A whole guideline: all that is needed to render, compare and release it."""

    id: str
    schema_version: str = SCHEMA_VERSION
    identity: Identity = field(metadata={"key": "guideline"})
    lists: tuple[List, ...] = ()
    factors: tuple[Factor, ...] = ()
    options: tuple[Option, ...] = ()
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = ()
    scales: tuple[Scale, ...] = ()

    def statements(self) -> Iterator[Statement]:
        """Every statement in the order in which the page shows them."""
        lists = {each.id: each for each in self.lists}
        sections = {each.id: each for each in self.sections}
        for part in self.identity.body:
            intro = lists[part].intro if part in lists else None
            if intro:
                yield intro
            if part == "options":
                for option in self.options:
                    yield from option.statements
            if part in sections:
                yield from sections[part].statements
