"""What a report of changes is given: a delta, and where the newer side stands in files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from guidepress.classify import Change, Delta
    from guidepress.content import Content
    from guidepress.problem import Position


class Compared(NamedTuple):
    """A delta; ``content`` is the newer side where that is a folder of YAML."""

    delta: Delta
    content: Content | None = None

    def position(self, change: Change) -> Position | None:
        """Return where the change stands in the newer files, as near as can be said."""
        if self.content is None:
            return None
        field = "text" if change.fact.kind.endswith("text-changed") else "id"
        return self.content.position(change.fact.entity, field)
