"""Suppressions: a warning that is accepted becomes a note with the reason; one accepts nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from guidepress.content import Content
from guidepress.content.folder import Place
from guidepress.problem import Position, Problem, did_you_mean

RULE = "unused-suppression"
# Warnings while a draft is written; nothing is released with them, so none can be accepted.
ERROR_AT_RELEASE = frozenset({"missing-reason", "uncited-reference", "updated-moves"})


class Suppression(NamedTuple):
    """A warning of a rule that is accepted for what ``where`` names, with the reason."""

    rule: str
    where: str
    reason: str
    number: int

    def to_json(self) -> dict[str, str]:
        """Return what it accepts and why, without its place in the list."""
        return {"rule": self.rule, "where": self.where, "reason": self.reason}


def suppress(
    content: Content, problems: Sequence[Problem], rules: Collection[str]
) -> Iterator[Problem]:
    """Yield the problems, as notes where a suppression accepts them, and what accepts nothing.

    A suppression accepts warnings only; ``where`` is the id of the entity that holds the place of
    the warning, or of the guideline for what stands elsewhere in guideline.yaml.
    """
    left = list(list_suppressions(content))
    used: set[int] = set()
    for problem in problems:
        accepting = [each for each in left if _accepts(content, each, problem)]
        used |= {each.number for each in accepting}
        note = f"accepted: {accepting[0].reason}" if accepting else ""
        yield problem._replace(severity="note", hint=note) if note else problem
    if content.problems:
        return  # What a rule could not look at may still need its suppression.
    for each in left:
        if each.number not in used:
            yield _unused(content, each, problems, rules)


def is_accepted(content: Content, problem: Problem) -> bool:
    """Say whether a suppression accepts this warning."""
    return any(_accepts(content, each, problem) for each in list_suppressions(content))


def list_suppressions(content: Content) -> Iterator[Suppression]:
    """Yield the suppressions of a guideline; those that the schema refuses accept nothing."""
    document = content.documents.get("guideline")
    data: Any = document.data if document else None
    listed = data.get("suppressions") if isinstance(data, dict) else None
    for number, each in enumerate(listed if isinstance(listed, list) else []):
        keys = ("rule", "where", "reason")
        if isinstance(each, dict) and all(each.get(key) for key in keys):
            rule, where, reason = (str(each[key]) for key in keys)
            yield Suppression(rule, where, reason, number)


def _accepts(content: Content, suppression: Suppression, problem: Problem) -> bool:
    if problem.severity != "warning" or problem.rule != suppression.rule:
        return False
    if problem.rule in ERROR_AT_RELEASE:
        return False
    return _stands_in(content, suppression.where, problem.position)


def _stands_in(content: Content, where: str, position: Position) -> bool:
    if where == content.id:
        return position.file.endswith("/guideline.yaml") and not any(
            _holds(place, position) for place in content.places
        )
    return any(_holds(place, position) for place in content.by_id.get(where, ()))


def _holds(place: Place, position: Position) -> bool:
    mark = place.document.marks
    for part in place.path:
        mark = mark.children[part]
    return place.document.file == position.file and mark.line < position.line <= mark.end + 1


def _unused(
    content: Content,
    suppression: Suppression,
    problems: Sequence[Problem],
    rules: Collection[str],
) -> Problem:
    rule, where, _, number = suppression
    path = ("suppressions", number)
    if rule not in rules:
        place = content.file_position("guideline", *path, "rule")
        hint = did_you_mean(rule, rules) or "`guidepress explain` lists the rules"
        return Problem(place, RULE, f"there is no rule {rule}", hint)
    if where != content.id and where not in content.by_id:
        place = content.file_position("guideline", *path, "where")
        hint = did_you_mean(where, {*content.by_id, content.id}) or "name an id of this guideline"
        return Problem(place, RULE, f"nothing here has the id {where}", hint)
    place = content.file_position("guideline", *path)
    found = [each for each in problems if each.rule == rule]
    if rule in ERROR_AT_RELEASE or any(_stands_in(content, where, each.position) for each in found):
        message = f"{rule} cannot be accepted here"
        return Problem(place, RULE, message, "mend what it says, and remove this entry")
    return Problem(place, RULE, f"{rule} has nothing to say of {where}", "remove this entry")
