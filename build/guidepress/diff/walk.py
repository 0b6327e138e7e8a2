"""What a comparison knows on its way: both sides, and which fact owns which entity."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guidepress.model import iter_entities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guidepress.diff.fact import Fact
    from guidepress.diff.pairing import Pairing
    from guidepress.diff.sheet import Path, Sheet

Bundle = Any

WITH_STATEMENTS = ("groups", "options", "recommendations", "sections")


@dataclass(kw_only=True)
class Walk:
    """Both sides, the sheet, and the facts by (part, id) of the entity that they own."""

    sheet: Sheet
    old: Bundle
    new: Bundle
    unknown_before: frozenset[str]
    unknown_now: frozenset[str]
    owners: dict[tuple[str, str], Fact] = field(default_factory=dict)
    pairings: dict[str, Pairing] = field(default_factory=dict)
    renames: list[tuple[str, str, Fact]] = field(default_factory=list)

    def once(self, kind: str, subject: str, old: Any, new: Any) -> Fact:
        """Return the one fact of this kind and subject, noted when first asked for."""
        key = (kind, subject)
        if key not in self.owners:
            self.owners[key] = self.sheet.fact(kind, subject, old, new)
        return self.owners[key]

    def verb_of_new(self, what: str) -> str:
        """Return recorded for what an older reconstruction did not know, else added."""
        return "recorded" if what in self.unknown_before else "added"

    def verb_of_gone(self, what: str, entity: str = "") -> str:
        """Return retired or removed, or not-recorded where the newer side knows less."""
        if what in self.unknown_now:
            return "not-recorded"
        return "retired" if self.retirement(entity) else "removed"

    def retirement(self, entity: str) -> Any:
        """Return the entry by which the newer side declares the entity retired, or None."""
        entries = self.new["guideline"]["retired"]
        return next((entry for entry in entries if entry["id"] == entity), None)

    def owner_of_place(
        self, part: str, path: Path, order: list[str], subject: str
    ) -> Callable[[str], Fact]:
        """Say who owns a move: the entity that came or moved in, or else one change of order."""
        from guidepress.diff.sections import owner_of_section

        before = [each["id"] for each in self.sheet.at(path)]

        def owner_of(entity: str) -> Fact:
            owner = self.owners.get((part, entity)) or self.owners.get(("moved", entity))
            if owner:
                return owner
            if part == "sections":
                return owner_of_section(self, entity, before, order)
            kind = f"{part}-reordered"
            return self.once(kind, subject, before, order)

        return owner_of

    def newcomers(self, part: str, order: list[str]) -> list[str]:
        """Return the entities of the list that came, moved in, or stand under a new id."""
        from guidepress.diff.sections import section_and_above

        def came(entity: str) -> bool:
            return (part, entity) in self.owners or ("moved", entity) in self.owners

        if part == "sections":
            return [each for each in order if any(map(came, section_and_above(self, each)))]
        return [each for each in order if came(each)]


def index_of(walk: Walk, path: Path, entity: str) -> int:
    """Return where the entity of that id now stands in the list at the path."""
    return [each["id"] for each in walk.sheet.at(path)].index(entity)


def all_statements(bundle: Bundle) -> list[Any]:
    """Return the statements of options and sections (not those that introduce a list)."""
    return [each.value for each in iter_entities(bundle) if each.kind == "statement" and each.owner]


def statement_places(walk: Walk) -> Iterator[tuple[Path, Any]]:
    """Yield every such statement of the working copy with its path."""
    for name in WITH_STATEMENTS:
        for index, entity in enumerate(walk.sheet.at((name,))):
            for number, statement in enumerate(entity["content"]):
                yield (name, index, "content", number), statement
