"""People, bodies and roles: what is named is there, and an ORCID is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from guidepress.near import did_you_mean
from guidepress.problem import Position, Problem

if TYPE_CHECKING:
    from guidepress.validate.subject import Subject


def unknown_role(subject: Subject) -> Iterator[Problem]:
    """Approvals and people name bodies and roles that guideline.yaml has, each id once."""
    identity = subject.guideline.identity
    roles = {body.id: {each.id for each in body.roles} for body in identity.bodies}
    yield from _repeated(subject)
    for number, approval in enumerate(identity.approvals):
        place = subject.content.file_position("guideline", "approvals", number, "body")
        yield from _unknown(roles, approval.body, approval.role, place)
    for path, held in _held(subject):
        place = subject.content.file_position("people", *path, "body")
        yield from _unknown(roles, held.get("body"), held.get("role"), place)


def _repeated(subject: Subject) -> Iterator[Problem]:
    bodies = subject.guideline.identity.bodies
    lists: list[tuple[tuple[str | int, ...], list[str]]]
    lists = [(("bodies",), [each.id for each in bodies])]
    lists += [
        (("bodies", number, "roles"), [role.id for role in body.roles])
        for number, body in enumerate(bodies)
    ]
    for path, ids in lists:
        for number, each in enumerate(ids):
            if each in ids[:number]:
                place = subject.content.file_position("guideline", *path, number, "id")
                message = f"{each} is used twice in this list"
                yield Problem(place, "unknown-role", message, "choose another id")


def _held(subject: Subject) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    for number, person in _people(subject):
        roles = person.get("roles")
        for place, held in enumerate(roles if isinstance(roles, list) else []):
            if isinstance(held, dict):
                yield ("people", number, "roles", place), held


def _people(subject: Subject) -> Iterator[tuple[int, Mapping[str, Any]]]:
    document = subject.content.documents.get("people")
    listed = document.data.get("people") if document else None
    for number, person in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(person, dict):
            yield number, person


def _unknown(
    roles: Mapping[str, set[str]], body: Any, role: Any, place: Position
) -> Iterator[Problem]:
    if body not in roles:
        hint = did_you_mean(str(body), roles) or "add it under `bodies` in guideline.yaml"
        yield Problem(place, "unknown-role", f"there is no body {body}", hint)
    elif role is not None and role not in roles[body]:
        hint = did_you_mean(role, roles[body]) or "add it under its `roles` in guideline.yaml"
        yield Problem(place, "unknown-role", f"the body {body} has no role {role}", hint)


def wrong_orcid(subject: Subject) -> Iterator[Problem]:
    """The last sign of an ORCID is the check digit of the others (ISO 7064, 11-2)."""
    for number, person in _people(subject):
        orcid = person.get("orcid")
        digits = orcid.replace("-", "") if isinstance(orcid, str) else ""
        if len(digits) == _LENGTH and digits[:-1].isdecimal() and digits[-1] != _check(digits):
            place = subject.content.file_position("people", "people", number, "orcid")
            message = f"{orcid} is no ORCID: its last sign does not fit the others"
            yield Problem(place, "wrong-orcid", message, "copy it from orcid.org again")


_LENGTH = 16


def _check(digits: str) -> str:
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    left = (12 - total % 11) % 11
    return "X" if left == 10 else str(left)  # noqa: PLR2004 - ten is written X
