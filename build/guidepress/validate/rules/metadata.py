"""Dates, people and roles: days are real and in order, what is named is there."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from guidepress.model.facts import Day, PartialDay, facts_of, fields_of, item_of, kinds_in
from guidepress.model.written import FILES, WRITTEN
from guidepress.problem import NEAR, Position, Problem, did_you_mean, find_nearest
from guidepress.validate.context import RuleContext, warning

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
# Each must not lie after the next, as far as both are stated.
_ORDER = (
    ("first_published", "updated"),
    ("last_search", "reviewed"),
    ("first_published", "reviewed"),
    ("reviewed", "review_due"),
    ("updated", "review_due"),
)


def real_date(context: RuleContext) -> Iterator[Problem]:
    """A day is one that the calendar has."""
    for document in context.content.documents.values():
        for path, value in document.find_texts(_is_no_day):
            # Under the key of a date, or in its list.
            if _date_keys().intersection(map(str, path[-2:])):
                message = f"the calendar has no day {value}"
                yield Problem(document.position(path), "real-date", message, "correct the date")


@cache
def _date_keys() -> frozenset[str]:
    """Return the keys under which content files have days, by the description."""
    days = {facts_of(each)[1].pattern for each in (Day, PartialDay)}
    kinds = kinds_in(*FILES.values(), *WRITTEN.values())
    fields = [each for kind in kinds for each in fields_of(kind) if not each.facts.derived]
    items = ((each.key, facts_of(item_of(each.type))[1]) for each in fields)
    stated = (*((each.key, each.facts) for each in fields), *items)
    return frozenset(key for key, facts in stated if facts.pattern in days)


def _is_no_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None and not is_day(text)


def is_day(text: str) -> bool:
    """Tell whether ``2015-01-29`` or ``2015-01`` is in the calendar (from the year 1800 on)."""
    from datetime import date

    year, month, *day = (int(part) for part in text.split("-"))
    try:
        date(year, month, *(day or [1]))
    except ValueError:
        return False
    return year >= 1800  # noqa: PLR2004 - no guideline is older


def date_order(context: RuleContext) -> Iterator[Problem]:
    """Dates follow each other: published, updated, searched, reviewed, due."""
    identity = context.guideline.identity
    for earlier, later in _ORDER:
        first, second = getattr(identity, earlier), getattr(identity, later)
        if first and second and first > second:
            place = context.in_guideline(later)
            message = f"`{later}` ({second}) lies before `{earlier}` ({first})"
            yield Problem(place, "date-order", message, "correct one of the two")
    theirs = identity.source.updated if identity.source else None
    if theirs and identity.updated and theirs > identity.updated:
        place = context.in_guideline("updated")
        message = f"`updated` ({identity.updated}) lies before the source's own ({theirs})"
        yield Problem(place, "date-order", message, "correct one of the two")
    if identity.reconstruction and len(identity.reconstruction.updated_between) == 2:  # noqa: PLR2004
        first, last = identity.reconstruction.updated_between
        if first > last:
            path = ("reconstruction", "updated_between")
            place = context.in_guideline(*path)
            message = "the first day lies after the last"
            yield Problem(place, "date-order", message, "write the earlier day first")


def updated_stated(context: RuleContext) -> Iterator[Problem]:
    """`updated` is stated, unless a reconstruction says between which days it lies."""
    identity, written = context.guideline.identity, context.content.documents.get("guideline")
    # An `updated:` with nothing after it is a fault of its own.
    is_empty = written is not None and "updated" in written.data
    if not identity.updated and not identity.reconstruction and not is_empty:
        hint = "write the day on which the content last changed, such as `updated: 2015-01-29`"
        yield Problem(context.in_guideline(), "updated-stated", "`updated` is missing", hint)


def updated_moves(context: RuleContext) -> Iterator[Problem]:
    """Minor and major changes move `updated`; anything less leaves it alone."""
    latest = context.archive.latest
    if context.delta is None or latest is None:
        return
    before = last_known_update(latest.bundle["guideline"])
    now = context.guideline.identity.updated or ""
    place = context.in_guideline("updated")
    if context.delta.impact in {"minor", "major"}:
        if now <= before:
            message = f"the content changed since {latest.version}"
            hint = f"release with --updated DAY, or set `updated`, to a day after {before}"
            yield warning(place, "updated-moves", message, hint)
    elif now > before and "updated" in latest.bundle["guideline"]:
        message = f"`updated` moved, but nothing of substance changed since {before}"
        yield warning(place, "updated-moves", message, f"write {before} again")


def last_known_update(identity: dict[str, object]) -> str:
    """Return the day of the last update, or the last day on which it can have been."""
    stated = identity.get("updated")
    if isinstance(stated, str):
        return stated
    reconstruction = identity.get("reconstruction")
    days = reconstruction.get("updated_between", []) if isinstance(reconstruction, dict) else []
    return str(days[-1]) if days else ""


def unknown_source(context: RuleContext) -> Iterator[Problem]:
    """A statement, or a recommendation, is from a source that guideline.yaml has."""
    known = context.guideline.identity.titles
    named = [(each.id, each.source) for each in context.claims]
    named += [(each.id, each.source) for each in context.guideline.recommendations]
    for owner, source in named:
        if source and source not in known:
            place = context.at(owner, "source")
            hint = did_you_mean(source, known) or "write the id at one of `sources`"
            yield Problem(place, "unknown-source", f"no source has the id {source}", hint)


def unknown_role(context: RuleContext) -> Iterator[Problem]:
    """Approvals and people name bodies and roles that guideline.yaml has, each id once."""
    identity = context.guideline.identity
    roles = {body.id: {each.id for each in body.roles} for body in identity.bodies}
    yield from _repeated(context)
    for number, approval in enumerate(identity.approvals):
        place = partial(context.in_guideline, "approvals", number, "body")
        yield from _unknown(roles, approval.body, approval.role, place)
    for path, held in _held(context):
        place = partial(context.content.file_position, "people", *path, "body")
        yield from _unknown(roles, held.get("body"), held.get("role"), place)


def _repeated(context: RuleContext) -> Iterator[Problem]:
    bodies = context.guideline.identity.bodies
    lists: list[tuple[tuple[str | int, ...], list[str]]]
    lists = [(("bodies",), [each.id for each in bodies])]
    lists += [
        (("bodies", number, "roles"), [role.id for role in body.roles])
        for number, body in enumerate(bodies)
    ]
    for path, ids in lists:
        for number, each in enumerate(ids):
            if each in ids[:number]:
                place = context.in_guideline(*path, number, "id")
                message = f"{each} is used twice in this list"
                yield Problem(place, "unknown-role", message, "choose another id")


def _held(context: RuleContext) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    for number, person in _people(context):
        roles = person.get("roles")
        for place, held in enumerate(roles if isinstance(roles, list) else []):
            if isinstance(held, dict):
                yield ("people", number, "roles", place), held


def _people(context: RuleContext) -> Iterator[tuple[int, Mapping[str, Any]]]:
    document = context.content.documents.get("people")
    listed = document.data.get("people") if document else None
    for number, person in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(person, dict):
            yield number, person


def _unknown(
    roles: Mapping[str, set[str]], body: Any, role: Any, place: Callable[[], Position]
) -> Iterator[Problem]:
    if body not in roles:
        hint = did_you_mean(str(body), roles) or "add it under `bodies` in guideline.yaml"
        yield Problem(place(), "unknown-role", f"there is no body {body}", hint)
    elif role is not None and role not in roles[body]:
        # “president” is as like “patient” as a word that is only misspelt is like another.
        near = find_nearest(role, roles[body], NEAR)
        others = f"write one of {', '.join(sorted(roles[body]))}, or " * bool(roles[body])
        hint = f"did you mean {near}?" if near else f"{others}add it under its `roles`"
        yield Problem(place(), "unknown-role", f"the body {body} has no role {role}", hint)


def wrong_orcid(context: RuleContext) -> Iterator[Problem]:
    """The last sign of an ORCID is the check digit of the others (ISO 7064, 11-2)."""
    for number, person in _people(context):
        orcid = person.get("orcid")
        digits = orcid.replace("-", "") if isinstance(orcid, str) else ""
        if len(digits) == _LENGTH and digits[:-1].isdecimal() and digits[-1] != _check(digits):
            place = context.content.file_position("people", "people", number, "orcid")
            message = f"{orcid} is no ORCID: its last sign does not fit the others"
            yield Problem(place, "wrong-orcid", message, "copy it from orcid.org again")


_LENGTH = 16


def _check(digits: str) -> str:
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    left = (12 - total % 11) % 11
    return "X" if left == 10 else str(left)  # noqa: PLR2004 - ten is written X
