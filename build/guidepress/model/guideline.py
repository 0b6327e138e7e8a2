"""A whole guideline."""

from collections.abc import Iterator

from guidepress.model.body import Factor, List, Option, Section, Statement
from guidepress.model.data import Value, named
from guidepress.model.identity import Identity
from guidepress.model.reference import Reference
from guidepress.model.scale import Scale

SCHEMA_VERSION = "1.0.0"


class Guideline(Value):
    """A whole guideline: all that is needed to render, compare and release it."""

    id: str
    schema_version: str = SCHEMA_VERSION
    identity: Identity = named("guideline")
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
