"""What a report of changes is given, and how changes are grouped and headed in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from guidepress.classify.change import IN_WORDS, ORDER, Change, Delta
from guidepress.classify.folding import Node, fold_changes
from guidepress.content import Content
from guidepress.problem import Position
from guidepress.prose.citations import name_citations

if TYPE_CHECKING:
    from guidepress.validate.context import Suppression


class Compared(NamedTuple):
    """A delta; ``content`` is the newer side where that is a folder of YAML.

    ``unasked`` counts the changes that were left out, since nobody asked for them.
    """

    delta: Delta
    content: Content | None = None
    unasked: int = 0

    def position(self, change: Change) -> Position | None:
        """Return where the change stands in the newer files, as near as can be said."""
        if self.content is None:
            return None
        field = "text" if change.fact.kind.endswith("text-changed") else "id"
        return self.content.position(change.fact.entity, field)

    def accepted(self) -> tuple[Suppression, ...]:
        """Return the accepted warnings about what changed: who reads the changes may disagree."""
        from guidepress.validate.context import list_suppressions

        if self.content is None:
            return ()
        changed = {each for change in self.delta.changes for each in change.fact.ids()}
        changed |= {self.content.id} if "guideline" in changed else set()
        return tuple(each for each in list_suppressions(self.content) if each.where in changed)

    def remarks(self) -> Iterator[tuple[str, str]]:
        """Yield what is to be said of the whole, each with its label."""
        for question in self.delta.questions:
            yield "question", question.text
        for each in self.accepted():
            yield "accepted", _ACCEPTED.format(**each._asdict())


_ACCEPTED = "the warning {rule} about {where}, which changed: {reason}"


def remarks_on(change: Change, above: Change | None = None) -> Iterator[tuple[str, str]]:
    """Yield what is said below a change, each with its label; a reason that is not given is empty.

    What the change above it says already is not said again.
    """
    if change.reason and not (above and above.reason == change.reason):
        yield "reason", change.reason.reason
    elif change.lacks_reason and not (above and above.lacks_reason):
        yield "reason", ""
    if change.lowered:
        yield "", change.lowered
    if change.question:
        yield "question", change.question
        if change.reason and change.reason.answer:
            yield "answer", change.reason.answer


RECORDED = "Recorded, not changed"

HEADINGS = {
    "guideline": "The guideline",
    "lists": "Introductions to the lists",
    "conditions": "Conditions",
    "factors": "Factors",
    "groups": "Groups of options",
    "options": "Options",
    "questions": "Questions",
    "recommendations": "Recommendations",
    "sections": "Sections",
    "terms": "Terms",
    "references": "References",
    "scales": "Scales",
}


def by_part(delta: Delta) -> Iterator[tuple[str, list[Node[Change]]]]:
    """Yield what changed by the part of the guideline that it is about, in reading order.

    A statement belongs to the part that it stands in. What was only recorded comes last.
    """
    nodes = fold_changes(delta.changes)
    for part, heading in HEADINGS.items():
        changed = (node for node in nodes if node.impact != "none")
        found = [node for node in changed if _part(next(node.heads()), delta.home) == part]
        if found:
            yield heading, found
    recorded = [node for node in nodes if node.impact == "none"]
    if recorded:
        yield RECORDED, recorded


def _part(change: Change, home: Mapping[str, str]) -> str:
    part = home.get(change.fact.entity, change.fact.subject).partition("/")[0]
    # What has no heading of its own is reported all the same.
    return part if part in HEADINGS else "guideline"


def scoreboard(delta: Delta) -> list[tuple[str, int]]:
    """Return how many changes of each impact there are, the greatest first.

    What came with another change is counted with it.
    """
    impacts = [node.impact for node in fold_changes(delta.changes)]
    counts = [(IN_WORDS[impact], impacts.count(impact)) for impact in reversed(ORDER)]
    return [(words, count) for words, count in counts if count]


def headline(compared: Compared) -> str:
    """Return which versions were compared, and what that means for readers.

    Where not all was asked for, it says so: the rest may weigh more.
    """
    delta, unasked = compared.delta, compared.unasked
    phrase = f"{delta.guideline}: {delta.old_label} to {delta.new_label}"
    changes = f"{unasked} {'change' if unasked == 1 else 'changes'}"
    if not delta.changes:
        return f"{phrase}: {f'nothing of this among {changes}' if unasked else 'no differences'}"
    others = f"; {changes} not asked for" if unasked else ""
    return f"{phrase}: {delta.impact} ({IN_WORDS[delta.impact]}){others}"


def words_of(delta: Delta, change: Change) -> list[tuple[str, str]]:
    """Return the changed words as readers know them: citations by what the works are called."""
    return [(op, name_citations(text, delta.works)) for op, text in change.words]
