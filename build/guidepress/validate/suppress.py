"""Suppressions: a warning that is accepted with its reason, and one that accepts nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from guidepress.content import Content
from guidepress.content.folder import Place
from guidepress.problem import Position, Problem, did_you_mean

RULE = "unused-suppression"
# Warnings while a draft is written; nothing is released with them, so none can be accepted.
ERROR_AT_RELEASE = frozenset({"missing-reason", "uncited-reference", "updated-moves"})


class _Suppression(NamedTuple):
    rule: str
    where: str
    number: int


def suppress(
    content: Content, problems: Sequence[Problem], rules: Collection[str]
) -> Iterator[Problem]:
    """Yield the problems that no suppression accepts, and the suppressions that accept nothing.

    A suppression accepts warnings only; ``where`` is the id of the entity that holds the place of
    the warning, or of the guideline for what stands elsewhere in guideline.yaml.
    """
    left = list(_suppressions(content))
    used: set[int] = set()
    for problem in problems:
        accepting = [each for each in left if _accepts(content, each, problem)]
        used |= {each.number for each in accepting}
        if not accepting:
            yield problem
    if content.problems:
        return  # What a rule could not look at may still need its suppression.
    for each in left:
        if each.number not in used:
            yield _unused(content, each, problems, rules)


def is_accepted(content: Content, problem: Problem) -> bool:
    """Say whether a suppression accepts this warning."""
    return any(_accepts(content, each, problem) for each in _suppressions(content))


def _suppressions(content: Content) -> Iterator[_Suppression]:
    document = content.documents.get("guideline")
    data: Any = document.data if document else None
    listed = data.get("suppressions") if isinstance(data, dict) else None
    for number, each in enumerate(listed if isinstance(listed, list) else []):
        # Without a reason the schema refuses it, and it accepts nothing.
        if isinstance(each, dict) and all(each.get(key) for key in ("rule", "where", "reason")):
            yield _Suppression(str(each["rule"]), str(each["where"]), number)


def _accepts(content: Content, suppression: _Suppression, problem: Problem) -> bool:
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
    suppression: _Suppression,
    problems: Sequence[Problem],
    rules: Collection[str],
) -> Problem:
    rule, where, number = suppression
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
    told = [each for each in problems if each.rule == rule]
    if rule in ERROR_AT_RELEASE or any(_stands_in(content, where, each.position) for each in told):
        message = f"{rule} cannot be accepted here"
        return Problem(place, RULE, message, "mend what it says, and remove this entry")
    return Problem(place, RULE, f"{rule} has nothing to say of {where}", "remove this entry")
