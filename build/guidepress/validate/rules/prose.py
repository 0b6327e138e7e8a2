"""Prose: Markdown without HTML, links that lead somewhere, no word that looks like another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guidepress.history import read_archive
from guidepress.near import did_you_mean
from guidepress.problem import Position, Problem, Severity
from guidepress.project import find_guideline_folders
from guidepress.prose import find_guideline_links, find_links, find_misreadings, find_raw_html
from guidepress.source import DataPath, find_suspects, iter_values
from guidepress.validate.subject import Subject, warning

# "In that trial", "the same analysis", "in both": what is meant stands in the statement before.
_WORKS = (
    "trials?|stud(?:y|ies)|analys[ie]s|series|reports?|reviews?|cohorts?|groups?|patients|children|adults"
    "|drugs?|regimens?|treatments?|cases?|results?|reasons?|findings?|ones?"
)
_LEANING = re.compile(
    r"^(?:[a-z]{1,10},? ){0,2}"
    r"(the same|both(?: of (?:these|them|those))?(?=,)|both of (?:these|them|those)|"
    r"(?:in|of) the other of|one of (?:them|these|those)|"
    rf"(?:that|this|these|those|both|the other)(?: [a-z-]{{1,30}}){{0,2}} (?:{_WORKS}))\b",
    re.IGNORECASE,
)


def raw_html(subject: Subject) -> Iterator[Problem]:
    """Text holds no HTML; it would be shown as it is written."""
    for entity, field, text in _texts(subject):
        for found in find_raw_html(text):
            place = subject.content.find(entity, field, needle=found)
            hint = (
                "write _emphasis_, **strong**, ^raised^, ~lowered~ or [text](https://…), "
                "or \\< for the sign"
            )
            yield Problem(place, "raw-html", f"{found} is HTML", hint)
    for entity, path, name in _names(subject):
        for found in find_raw_html(name):
            place = _place(subject, entity, path, found)
            hint = "write plain text; a name has no Markdown"
            yield Problem(place, "raw-html", f"{found} is HTML", hint)


def _place(subject: Subject, entity: str, path: DataPath, found: str) -> Position:
    if entity:
        return subject.content.find(entity, *path, needle=found)
    return subject.content.file_position("guideline", *path)


def _names(subject: Subject) -> Iterator[tuple[str, DataPath, str]]:
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


def _texts(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Yield all prose: of which entity, in which field, the text."""
    yield from ((each.id, "text", each.text) for each in subject.statements())
    for factor in subject.guideline.factors:
        if factor.description:
            yield factor.id, "description", factor.description


def other_markup(subject: Subject) -> Iterator[Problem]:
    """Text has the marks of the handbook; other Markdown is shown as it is written."""
    for entity, field, text in _texts(subject):
        for found, message, hint in find_misreadings(text):
            place = subject.content.find(entity, field, needle=found)
            yield Problem(place, "other-markup", message, hint)


def unknown_link(subject: Subject) -> Iterator[Problem]:
    """A link leads to the web, to an id of this guideline, or to another guideline here."""
    for entity, field, text in _texts(subject):
        for target in find_links(text):
            place = subject.content.find(entity, field, needle=target)
            if elsewhere := next(find_guideline_links(f"[a]({target})"), None):
                yield from _faults_elsewhere(subject, place, *elsewhere)
            elif not target.startswith("#"):
                message = f"a link to {target} leads nowhere"
                hint = "write an address with https://, or an id of this guideline as #pazopanib"
                yield Problem(place, "unknown-link", message, hint)
            elif target[1:] not in subject.content.by_id:
                hint = did_you_mean(target[1:], subject.content.by_id) or "link to an id of it"
                message = f"nothing in this guideline has the id {target[1:]}"
                yield Problem(place, "unknown-link", message, hint)


def _faults_elsewhere(
    subject: Subject, place: Position, guideline: str, entity: str
) -> Iterator[Problem]:
    """Yield what is wrong with a link to another guideline: its newest release has the id."""
    if subject.project is None:
        return
    others = [each.name for each in find_guideline_folders(subject.project)]
    if guideline not in others or guideline == subject.content.id:
        hint = did_you_mean(guideline, others) or "link to the web with https://"
        message = f"no other guideline of the project has the id {guideline}"
        yield Problem(place, "unknown-link", message, hint)
        return
    latest = read_archive(subject.project / "content" / guideline, guideline).latest
    if latest is None:
        message = f"{guideline} has no release that readers could be led to"
        yield Problem(place, "unknown-link", message, "release it first")
    elif entity and entity not in latest.kinds:
        hint = did_you_mean(entity, latest.kinds) or "link to an id of that release"
        message = f"nothing in {guideline} {latest.version} has the id {entity}"
        yield Problem(place, "unknown-link", message, hint)


def leaning_statement(subject: Subject) -> Iterator[Problem]:
    """A statement that is shown at an option, apart from its neighbours, makes sense alone."""
    if not subject.guideline.identity.language.startswith("en"):
        return
    for statement in subject.statements():
        found = _LEANING.search(statement.text) if statement.about else None
        if found:
            place = subject.content.find(statement.id, "text", needle=found[1])
            message = f'"{found[1]}" leans on a statement that is not shown at the option'
            hint = "name what is meant, since the statement also stands alone, at the option"
            yield warning(place, "leaning-statement", message, hint)


# Their titles and names are quoted as they are.
_QUOTING = frozenset({"references", "people"})


def look_alike(subject: Subject) -> Iterator[Problem]:
    """No word mixes scripts, or would be taken for another."""
    for kind, document in subject.content.documents.items():
        values = iter_values(document.data)
        for path, text in (each for each in values if _has_other_letters(each[1])):
            for found in find_suspects(text, is_name=kind in _QUOTING):
                place = document.find(path, found.word)
                severity: Severity = "error" if found.is_sure else "warning"
                yield Problem(place, "look-alike", found.message, found.hint, severity=severity)


def _has_other_letters(value: Any) -> bool:
    """Tell a text that has other letters than those of ASCII."""
    return isinstance(value, str) and not value.isascii()
