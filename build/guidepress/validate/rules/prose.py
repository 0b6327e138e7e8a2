"""Prose: Markdown without HTML, and links that lead somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.near import did_you_mean
from guidepress.problem import Problem
from guidepress.prose import find_links, find_raw_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.problem import Position
    from guidepress.validate.subject import Subject


def raw_html(subject: Subject) -> Iterator[Problem]:
    """Text holds no HTML; it would be shown as it is written."""
    for statement in subject.statements():
        for found in find_raw_html(statement.text):
            place = subject.content.find(statement.id, "text", needle=found)
            hint = "write Markdown: *emphasis*, **strong**, [text](https://…)"
            yield Problem(place, "raw-html", f"{found} is HTML", hint)
    for entity, path, name in _names(subject):
        for found in find_raw_html(name):
            place = _place(subject, entity, path, found)
            hint = "write plain text; a name has no Markdown"
            yield Problem(place, "raw-html", f"{found} is HTML", hint)


def _place(subject: Subject, entity: str, path: tuple[str | int, ...], found: str) -> Position:
    if entity:
        return subject.content.find(entity, *path, needle=found)
    return subject.content.file_position("guideline", *path)


def _names(subject: Subject) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Yield every name and title that the guideline gives: of what (or ""), its path, the name.

    Not those of references: CSL allows <i>, <sup> and the like there.
    """
    guideline = subject.guideline
    yield "", ("title",), guideline.identity.title
    yield from ((each.id, ("title",), each.title) for each in guideline.sections)
    yield from ((each.id, ("name",), each.name) for each in guideline.options)
    for factor in guideline.factors:
        yield factor.id, ("name",), factor.name
        for index, value in enumerate(factor.values):
            yield factor.id, ("values", index, "name"), value.name


def unknown_link(subject: Subject) -> Iterator[Problem]:
    """A link leads to the web, or to an id of this guideline."""
    for statement in subject.statements():
        for target in find_links(statement.text):
            place = subject.content.find(statement.id, "text", needle=target)
            if not target.startswith("#"):
                message = f"a link to {target} leads nowhere"
                hint = "write an address with https://, or an id of this guideline as #pazopanib"
                yield Problem(place, "unknown-link", message, hint)
            elif target[1:] not in subject.content.by_id:
                hint = did_you_mean(target[1:], subject.content.by_id) or "link to an id of it"
                message = f"nothing in this guideline has the id {target[1:]}"
                yield Problem(place, "unknown-link", message, hint)
