"""What readers meet as lines: fields with a label, and what a version must say of itself first.

Which fields these are, and in which part of the page, is in the description (``detail``); the words
follow from the type, so that a new field needs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from guidepress.export.wording import as_of
from guidepress.model import Guideline, Identity, to_data
from guidepress.model.facts import Field, facts_of, fields_of, is_kind, item_of
from guidepress.model.metadata import Held

# Parts of a page, in the order of exports.
PARTS = ("use", "making", "source", "sources", "relations")
_LABELS = {"doi": "DOI", "url": "Address", "orcid": "ORCID", "for_": "For"}


class Detail(NamedTuple):
    """A field in words: its label, and a line for each of its values."""

    label: str
    lines: tuple[str, ...]


def list_details(value: Any, *parts: str) -> list[Detail]:
    """Return the fields of a value that the description gives to these parts of the page."""
    data, kind = to_data(value), _kind_of(value)
    found = []
    for each in fields_of(kind):
        if each.facts.detail in parts and (stated := data.get(each.key)):
            lines = tuple(_lines(stated, each.type, each.facts))
            found.append(Detail(label_of(each.key), lines))
    return found


def label_of(key: str) -> str:
    """Return what readers call a field, by its key."""
    words = key.replace("_", " ").replace("-", " ")
    return _LABELS.get(key, words[0].upper() + words[1:])


def describe_value(value: Any) -> str:
    """Return a value of the model in one line: its fields, each with its label but the first."""
    return _describe(to_data(value), _kind_of(value), None)


def _kind_of(value: Any) -> Any:
    return type(value)


def describe_role(held: Held, name: str) -> str:
    """Return a role that somebody has or had, with its days."""
    since = f"from {held.from_}" if held.from_ else ""
    until = f"until {held.until}" if held.until else ""
    speaks = f"speaks for {held.speaks_for}" if held.speaks_for else ""
    return ", ".join(filter(None, (name, since, until, speaks)))


def _lines(data: Any, bare: Any, facts: Field) -> Iterator[str]:
    item = item_of(bare)
    if item and is_kind(facts_of(item)[0]):
        yield from (_describe(each, *facts_of(item)) for each in data)
    else:
        yield _describe(data, bare, facts)


def _describe(data: Any, bare: Any, facts: Field | None) -> str:
    if item := item_of(bare):
        return ", ".join(_describe(each, *facts_of(item)) for each in data)
    if is_kind(bare):
        return "; ".join(_fields(data, bare))
    if isinstance(data, bool):
        return "yes" if data else "no"
    return str(data).replace("-", " ") if facts and facts.choices else str(data)


def _fields(data: Any, kind: Any) -> Iterator[str]:
    is_first = True
    for each in fields_of(kind):
        stated = data.get(each.key)
        if each.key == "id" or stated is None or stated == []:
            continue
        words = _describe(stated, each.type, each.facts)
        if is_kind(item_of(each.type) and facts_of(item_of(each.type))[0]):
            words = ", ".join(
                f"({_describe(one, *facts_of(item_of(each.type)))})" for one in stated
            )
        yield words if is_first else f"{label_of(each.key).lower()}: {words}"
        is_first = False


# What must be said of a version before all else, by its status, which a later release may change.
CAVEATS = {
    "withdrawn": "Withdrawn: do not use this version.",
    "entered-in-error": "Entered in error: do not use this version.",
    "in-consultation": "In consultation, not in force: treat no patient by this version.",
}


def with_status(guideline: Guideline, status: str) -> Guideline:
    """Return the guideline as it is to be exported after it was withdrawn or found in error.

    Any other status leaves it as it was frozen: that a version was superseded is told by
    ``versions.json``, so that its files need not be made again at each release.
    """
    if status not in CAVEATS:
        return guideline
    return replace(guideline, identity=replace(guideline.identity, status=status))


def render_caveats(guideline: Guideline) -> Iterator[str]:
    """Yield what a reader of the bare text must know, a sentence each."""
    identity = guideline.identity
    if identity.status in CAVEATS:
        yield CAVEATS[identity.status]
    if identity.withdrawal:
        return
    yield _age(identity)
    if identity.reconstruction:
        yield f"Reconstruction. Put together from: {identity.reconstruction.source}"
        yield f"Not known: {', '.join(identity.reconstruction.not_known) or 'nothing'}."
    if identity.document_type == "evidence-summary":
        yield "It makes no formal recommendations."
    exhaustive = any(each.exhaustive for each in guideline.lists if each.id == "options")
    whole = "" if exhaustive else ", and the list does not claim to be complete"
    yield f"The order of the options is not a ranking{whole}."


def _age(identity: Identity) -> str:
    reviewed = f"reviewed {identity.reviewed}" if identity.reviewed else "no review stated since"
    return f"{as_of(identity.updated).capitalize()}; {reviewed}."
