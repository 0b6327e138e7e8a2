"""What readers meet as lines: fields with a label, and what a version must say of itself first.

Which fields these are, and in which part of the page, is in the description (``detail``); the words
follow from the type, so that a new field needs nothing here.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, Protocol

from msgspec.structs import replace

from guidepress.export.wording import as_of
from guidepress.model import Condition, Guideline, Identity, to_data
from guidepress.model.facts import Described, Field, facts_of, fields_of, is_kind, item_of
from guidepress.model.metadata import Held

# Parts of a page, in the order of exports; what is ``here`` is shown at its entity on every page,
# what is ``text`` has a place of its own on the page, and is a line elsewhere.
PARTS = ("use", "making", "source", "sources", "relations")
HERE, TEXT = "here", "text"
_LABELS = {
    "doi": "DOI",
    "url": "Address",
    "orcid": "ORCID",
    "for_": "For",
    "renders": "In other words",
    "status": "Status, as the source states it",
    "source_locator": "In the source",
    "source_url": "In the source",
    "source_version": "Version of the source",
    "cites_retracted": "Cites, although retracted",
}
# What a field is called behind others of its kind, where its own name would leave open of what.
_WITHIN = {
    ("Body", "power"): "what it does",
    ("Body", "size"): "members",
    ("Dissent", "text"): "what they say",
    ("Role", "number"): "people",
    ("Role", "votes"): "has a vote",
    ("Funding", "for"): "paid for",
    ("Funding", "influence"): "influence on the content",
    ("Search", "registered"): "protocol registered in",
    ("Search", "found"): "records found",
    ("Search", "kept"): "records kept",
    ("Consultation", "received"): "comments received",
    ("Interest", "about"): "what it is",
    ("Interest", "consequence"): "what followed",
}


class Words(Protocol):
    """What says conditions and works of a guideline in words."""

    def describe(self, condition: Any) -> str:
        """Return a condition in words."""

    def name(self, thing: str) -> str:
        """Return a work by author and year, and whatever else has a name by that."""


class Detail(NamedTuple):
    """A field in words: its label, and a line for each of its values."""

    label: str
    lines: tuple[str, ...]


def list_details(value: Any, *parts: str, words: Words | None = None) -> list[Detail]:
    """Return the fields of a value that the description gives to these parts of the page."""
    found = []
    for name, each in _fields_for(value.__class__, parts):
        if (stated := getattr(value, name)) not in (None, "", ()):
            lines = tuple(_lines(to_data(stated), each.type, each.facts, words))
            found.append(Detail(label_of(each.key), lines))
    return found


@cache
def _fields_for(kind: Any, parts: tuple[str, ...]) -> list[tuple[str, Described]]:
    names = dict(zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True))
    return [(names[each.key], each) for each in fields_of(kind) if each.facts.detail in parts]


def render_details(value: Any, words: Words | None = None) -> list[str]:
    """Return what the description says is shown where the value is, each line with its label."""
    found = list_details(value, HERE, TEXT, words=words)
    return [f"{each.label}: {line}" for each in found for line in each.lines]


def label_of(key: str) -> str:
    """Return what readers call a field, by its key."""
    words = key.replace("_", " ").replace("-", " ")
    return _LABELS.get(key, words[0].upper() + words[1:])


def describe_value(value: Any) -> str:
    """Return a value of the model in one line: its fields, each with its label but the first."""
    return _describe(to_data(value), type(value), None, None)


def describe_role(held: Held, name: str) -> str:
    """Return a role that somebody has or had, with its days."""
    since = f"from {held.from_}" if held.from_ else ""
    until = f"until {held.until}" if held.until else ""
    speaks = f"speaks for {held.speaks_for}" if held.speaks_for else ""
    return ", ".join(filter(None, (name, since, until, speaks)))


def _lines(data: Any, bare: Any, facts: Field, words: Words | None) -> Iterator[str]:
    item = item_of(bare)
    if item and is_kind(facts_of(item)[0]):
        yield from (_describe(each, *facts_of(item), words) for each in data)
    else:
        yield _describe(data, bare, facts, words)


def _describe(data: Any, bare: Any, facts: Field | None, words: Words | None) -> str:
    if item := item_of(bare):
        return ", ".join(_describe(each, *facts_of(item), words) for each in data)
    if bare is Condition and words:
        return words.describe(data)
    if is_kind(bare):
        return "; ".join(_fields(data, bare, words))
    if isinstance(data, bool):
        return "yes" if data else "no"
    if facts and words and (facts.work or facts.named):
        return words.name(data)
    return str(data).replace("-", " ") if facts and facts.choices else str(data)


def _fields(data: Any, kind: Any, words: Words | None) -> Iterator[str]:
    is_first = True
    for each in fields_of(kind):
        stated = data.get(each.key)
        if stated is None or stated == [] or (each.key == "id" and each.facts.pattern):
            continue
        inner = facts_of(item_of(each.type) or each.type)
        if item_of(each.type) and is_kind(inner[0]):
            each_said = (_describe(one, *inner, words) for one in stated)
            phrase = ", ".join(f"({one})" if ("; " in one) else one for one in each_said)
        else:
            phrase = _describe(stated, each.type, each.facts, words)
        label = _WITHIN.get((kind.__name__, each.key)) or label_of(each.key).lower()
        yield phrase if is_first else f"{label}: {phrase}"
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
        days = " and ".join(identity.reconstruction.updated_between)
        yield f"Reconstruction. Put together from: {identity.reconstruction.source}"
        yield f"The text can have been current between {days}."
        yield f"Not known: {', '.join(identity.reconstruction.not_known) or 'nothing'}."
    if identity.document_type == "evidence-summary":
        yield "It makes no formal recommendations."
    exhaustive = any(each.exhaustive for each in guideline.lists if each.id == "options")
    whole = "" if exhaustive else ", and the list does not claim to be complete"
    yield f"The order of the options is not a ranking{whole}."


def _age(identity: Identity) -> str:
    reviewed = f"reviewed {identity.reviewed}" if identity.reviewed else "no review stated since"
    return f"{as_of(identity.updated).capitalize()}; {reviewed}."
