"""Notices from outside on a guideline's page: what each is about, and which cards show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from guidepress import model
from guidepress.history.archive import Release
from guidepress.site.citing import Citing
from guidepress.site.lineage import find_successors
from guidepress.site.plan import find_asides


@dataclass(frozen=True, kw_only=True)
class Noticing(Citing):
    """A guideline with the notices on it, in reading order, and its releases, oldest first."""

    releases: Sequence[Release] = ()
    alerts: Sequence[Mapping[str, Any]] = ()

    def alert_name(self, alert: Mapping[str, Any]) -> str:
        """Return what the anchor of a notice is made of; ids are those of its own guideline."""
        own = alert["guideline"] == self.guideline.identity.id
        return str(alert["id"]) if own else f"{alert['guideline']}-{alert['id']}"

    @cached_property
    def asides(self) -> Sequence[Mapping[str, Any]]:
        """The notices that neither warn nor may lift a warning."""
        return find_asides(self.alerts)

    def alerts_on(self, entity: str) -> list[Mapping[str, Any]]:
        """Return the notices on an entity, in it or on advice on it; also from an original."""
        return [
            each for each in self.alerts if entity in model.follow(each["about"], self._noticed)
        ]

    def told_at(self, entity: str) -> list[str]:
        """Return the ids of all that a notice may be on that is then on this entity, too."""
        found = model.follow([entity], self._held)
        return sorted(each for each in found if "." not in each and each != entity)

    @cached_property
    def _held(self) -> Mapping[str, Sequence[str]]:
        held: dict[str, list[str]] = {}
        for name, homes in self._homes.items():
            for home in homes:
                held.setdefault(home, []).append(name)
        return held

    @cached_property
    def on_cards(self) -> Sequence[Mapping[str, Any]]:
        """The notices that an option or a recommendation shows whole."""
        cards = [each.id for each in self.guideline.options]
        cards += [each.id for each in self.guideline.recommendations]
        return [notice for each in cards for notice in self.alerts_on(each)]

    @cached_property
    def _homes(self) -> Mapping[str, Sequence[str]]:
        return self.releases[-1].homes if self.releases else model.find_homes(self._entities)

    @cached_property
    def _noticed(self) -> Mapping[str, Sequence[str]]:
        # A notice may name what was renamed or split since: then it is on each that came of it.
        listed = (*(each.entities for each in self.releases), self._entities)
        return {**find_successors(listed), **self._homes}

    @cached_property
    def _entities(self) -> Sequence[model.Entity]:
        if self.releases:
            return self.releases[-1].entities
        return tuple(model.iter_entities(model.to_data(self.guideline)))
