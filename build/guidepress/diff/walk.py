"""What a comparison knows on its way: both sides, and which fact owns which entity."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from guidepress.diff.fact import Fact
from guidepress.diff.fields import LISTS
from guidepress.diff.pairing import Pairing
from guidepress.diff.sheet import Path, Sheet
from guidepress.model import Entity, Guideline
from guidepress.model.facts import fields_of, item_of

# Lists of what has content of its own.
WITH_STATEMENTS = tuple(
    each.key
    for each in fields_of(Guideline)
    if item_of(each.type) and "content" in {inner.key for inner in fields_of(item_of(each.type))}
)


@dataclass(kw_only=True)
class Walk:
    """Both sides, the sheet, and the facts by (part, id) of the entity that they own.

    ``entities`` are those of either side.

    ``heirs`` are the entities that replace what was split or merged, by its id; none for an origin
    that a piece takes up as it was.
    """

    sheet: Sheet
    old: Any
    new: Any
    entities: tuple[tuple[Entity, ...], ...]
    unknown_before: frozenset[str]
    owners: dict[tuple[str, str], Fact] = field(default_factory=dict)
    pairings: dict[str, Pairing] = field(default_factory=dict)
    renames: list[tuple[str, str, Fact]] = field(default_factory=list)
    heirs: dict[str, list[Any]] = field(default_factory=dict)

    def once(self, kind: str, subject: str, old: Any, new: Any) -> Fact:
        """Return the one fact of this kind and subject, noted when first asked for."""
        key = (kind, subject)
        if key not in self.owners:
            self.owners[key] = self.sheet.fact(kind, subject, old, new)
        return self.owners[key]

    def verb_of_new(self, what: str) -> str:
        """Return recorded for what an older reconstruction did not know, else added."""
        return "recorded" if what in self.unknown_before else "added"

    def is_recorded(self, subject: str) -> bool:
        """Tell whether the entity that the subject begins with was not known before."""
        part, entity, *_ = [*subject.split("/"), ""]
        owner = self.owners.get((part, entity))
        return owner is not None and owner.kind.endswith("-recorded")

    def gone(self, part: str, entity: str, old: Any) -> Fact:
        """Return the fact that owns what is gone: retired or removed, where nothing replaced it."""
        if (part, entity) not in self.owners:
            declared = self.retirement(entity)
            kind = f"{LISTS.get(part, 'statement')}-{'retired' if declared else 'removed'}"
            fact = self.sheet.fact(kind, f"{part}/{entity}", old, declared)
            self.owners[part, entity] = self.owners["retired", entity] = fact
        return self.owners[part, entity]

    def come(self, part: str, entity: str, new: Any, what: str) -> Fact:
        """Return the fact that owns what came; ``what`` an older reconstruction may not know."""
        if (part, entity) not in self.owners:
            kind = f"{LISTS.get(part, 'statement')}-{self.verb_of_new(what)}"
            self.owners[part, entity] = self.sheet.fact(kind, f"{part}/{entity}", None, new)
        return self.owners[part, entity]

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
            return self.once(f"{part}-reordered", subject, before, order)

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


def homes_of(entities: Iterable[Entity]) -> dict[str, tuple[str, Any]]:
    """Return each statement of options and sections with its home, by its id."""
    return {
        each.id: (f"{each.path[0]}/{each.owner.id}", each.value)
        for each in entities
        if each.kind == "statement" and each.owner
    }


def statement_places(walk: Walk) -> Iterator[tuple[Path, Any]]:
    """Yield every such statement of the working copy with its path."""
    for name in WITH_STATEMENTS:
        for index, entity in enumerate(walk.sheet.at((name,))):
            for number, statement in enumerate(entity["content"]):
                yield (name, index, "content", number), statement


# Evidence rests on references and scales serve evidence: who knows no citations knows neither.
_IMPLIED = {
    "sections": {"section"},
    "references": {"reference"},
    "citations": {"citations", "evidence", "scale"},
    "evidence": {"evidence", "scale"},
    "factors": {"factor"},
    "options": {"option", "group"},
}


def unknown_to(bundle: Any) -> frozenset[str]:
    """Return the types of entity that the bundle, being a reconstruction, does not know."""
    reconstruction = bundle["guideline"].get("reconstruction", {})
    not_known = reconstruction.get("not_known", ())
    return frozenset(kind for each in not_known for kind in _IMPLIED.get(each, ()))
