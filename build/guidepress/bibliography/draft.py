"""A reference in the making: each field ends as taken, or as left out with a reason.

The account of an import is made of these: each record and field of the file is in it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Any, NamedTuple

from guidepress.bibliography import names_of, tidy, unkept
from guidepress.bibliography.bibtex import from_latex
from guidepress.bibliography.records import MAX_VALUE, Data, Raw, Record
from guidepress.bibliography.tidy import clean
from guidepress.schema.load import is_valid, load_schema

NO_FIELD = "no field here"
_SHOWN = 200
_LISTS_OF_ONE = frozenset({"title", "container-title", "short-container-title", "ISSN", "ISBN",
                           "institution", "report-number"})  # fmt: skip
_TIDY: Mapping[str, Callable[[str], str]] = {
    "DOI": tidy.tidy_doi,
    "language": tidy.tidy_language,
    "volume": lambda text: re.sub(r"(?i)^(?:vol(?:\.|ume)|bd\.)\s", "", text),
    "issue": lambda text: re.sub(r"(?i)^(?:no\.|nr\.|iss(?:\.|ue))\s", "", text),
    "PMCID": lambda text: tidy.tidy_pmcid(text) or f"{'PMC' * text.isdecimal()}{text}",
}
_LABELS = re.compile(
    r"\b(?:registry|PMID|PMCID|PubMed|doi|https?://\S*?(?:doi\.org|nih\.gov)\S*)\b", re.IGNORECASE
)


class Remark(NamedTuple):
    """What was left out of a record, or is doubtful: the field, its value, why, and where."""

    field: str
    value: str
    reason: str
    place: str


class Found(NamedTuple):
    """A reference as references.yaml has it, without an id, and the account of its record."""

    data: Data
    place: str
    key: str
    left_out: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    fields: int
    fault: str


class Draft:
    """What is known so far, and what is still to be read, by its field of CSL."""

    def __init__(self, record: Record) -> None:
        self.record, self.form = record, record.form
        self.data: Data = {}
        self.left: list[Remark] = []
        self.remarks: list[Remark] = []
        self.open: dict[str, list[tuple[int, Raw]]] = {}
        names = names_of(record.form)
        for raw in record.fields:
            if isinstance(raw.value, str) and len(raw.value) > MAX_VALUE:
                self.leave(raw, f"it is longer than {MAX_VALUE} characters")
            elif raw.value not in ("", None, [], {}):
                field, rank = names.get(raw.name) or ("", 0)
                self.open.setdefault(field, []).append((rank, raw))

    def leave(self, raw: Raw, reason: str, value: Any = None) -> None:
        """Note that a field, or a part of its value, is left out."""
        text = " ".join(str(raw.value if value is None else value)[: 2 * _SHOWN].split())[:_SHOWN]
        place = f"line {raw.line}" if raw.line else self.record.place
        self.left.append(Remark(raw.name, text, reason, place))

    def remark(self, reason: str, value: str = "", field: str = "") -> None:
        """Note what is doubtful, or is to be known of the record, once."""
        if not any(each.field == field and field for each in self.remarks):
            self.remarks.append(Remark(field, value[:_SHOWN], reason, self.record.place))

    def take(self, *fields: str) -> list[Raw]:
        """Return the values for fields of CSL that are still open, the most telling first."""
        ranked = [each for field in fields for each in self.open.pop(field, ())]
        return [raw for _, raw in sorted(ranked, key=lambda each: each[0])]

    def has(self, field: str, *names: str) -> bool:
        """Tell whether a field of those names is open as this field of CSL."""
        return any(raw.name in names for _, raw in self.open.get(field, ()))

    def move(self, goal: str, *names: str, holding: str = "") -> None:
        """Make the open fields of those names another field of CSL."""
        for field in [each for each in self.open if each]:
            for each in self.open[field][:]:
                if each[1].name in names and re.search(holding, str(each[1].value)):
                    self.open[field].remove(each)
                    self.open.setdefault(goal, []).append(each)

    def notes(self, *names: str) -> list[Raw]:
        """Return the open notes of those names, which stay open."""
        return [raw for _, raw in self.open.get("note", ()) if raw.name in names]

    def text(self, raw: Raw) -> str:
        """Return the text of a value on one line; of a list that should be one value, the first."""
        value = raw.value
        if isinstance(value, list) and raw.name in _LISTS_OF_ONE:
            for more in value[1:]:
                self.leave(raw, "a further value", more)
            value = value[0]
        if isinstance(value, dict) and raw.name == "institution":
            more = [each for key, each in value.items() if key != "name"]
            value = value.get("name")
            if more:
                self.leave(raw, NO_FIELD, more)
        if self.form == "bibtex":
            value, unknown = from_latex(str(value))
            if unknown:
                self.remark(f"LaTeX that is not known: {', '.join(unknown)}", value, raw.name)
        return clean(str(value)) if isinstance(value, str | int | float) else ""

    def lines(self, raw: Raw) -> str:
        """Return the text of a note, its lines kept."""
        if self.form == "bibtex" or not isinstance(raw.value, str):
            return self.text(raw)
        return "\n".join(clean(line) for line in raw.value.split("\n"))

    def put(self, raw: Raw, field: str, text: str, reason: str = "a further value") -> None:
        """Take a value; what differs from one that is there already is left out."""
        if not text:
            self.leave(raw, "it is no text")
        elif str(self.data.setdefault(field, text)).casefold() != text.casefold():
            self.leave(raw, reason, text)

    def single(self, field: str) -> None:
        """Take the most telling of several values; others are left out if they differ."""
        for raw in self.take(field):
            self.put(raw, field, _TIDY.get(field, str)(self.text(raw)))

    def scan(self, raw: Raw) -> None:
        """Take the ids in a field of free text; there is no field for the rest of it."""
        text = self.lines(raw)
        # A database gave the accession number its meaning, and is no more to be known.
        database = self.form in {"ris", "enw"} and raw.name in {"DB", "DP", "%~", "%W"}
        ids = {} if database else tidy.ids_in(text)
        for key, value in ids.items():
            self.put(raw, key, value, f"another {key}")
        registry = [*self.data.get("registry", []), *tidy.registry_ids(text)]
        if registry:
            self.data["registry"] = list(dict.fromkeys(registry))
        rest = text
        for value in (*ids.values(), *registry):
            rest = re.sub(re.escape(value), "", rest, flags=re.IGNORECASE)
        says_more = re.search(r"\w", _LABELS.sub("", rest)) or not text
        if says_more and not (database and "PMID" in self.data):
            self.leave(raw, NO_FIELD, text or raw.value)

    def keep_valid(self) -> None:
        """Leave out what references.yaml cannot hold: a bad value costs itself, never the work."""
        if not self.data.get("notices", True):
            del self.data["notices"]
        if fits(self.data):
            return
        for key in list(self.data):
            value = self.data.pop(key)
            parts = value if isinstance(value, list) else [value]
            kept = [each for each in parts if fits({key: [each] if value is parts else each})]
            if kept:
                self.data[key] = kept if value is parts else value
            for each in parts:
                if each not in kept:
                    self.leave(Raw(key, each), _why(key, each))


def _why(key: str, value: Any) -> str:
    schema = load_schema("references")["$defs"]["reference"]["properties"].get(key, {})
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        return f"it is longer than {schema['maxLength']} characters"
    return f"it is not {schema['x-says']}" if "x-says" in schema else "it does not fit this field"


def fits(data: Data) -> bool:
    """Tell whether references.yaml can hold a reference with these fields."""
    whole = {"type": "book", "title": "x", **data, "id": "x"}
    return is_valid("references", {"references": [whole]})


# What becomes of a record, and how the sum calls it.
_KINDS = {"added": "added", "present": "already there", "question": "perhaps there, so not added",
          "refused": "refused"}  # fmt: skip
_WIDTH = 160
_MOST_LINES = 400


class Outcome(NamedTuple):
    """What became of a record: ``added``, ``present``, ``question`` or ``refused``, and as what."""

    kind: str
    found: Found
    id: str = ""
    same_as: str = ""
    same: str = ""
    differs: tuple[str, ...] = ()

    @property
    def reference(self) -> dict[str, Any]:
        """The record as an entry of references.yaml."""
        return {"id": self.id, **self.found.data}


def is_whole(outcomes: Sequence[Outcome], *, strict: bool = False) -> bool:
    """Tell whether every record is in the list; ``strict``: and nothing left out or doubtful."""
    if any(each.kind in {"refused", "question"} for each in outcomes):
        return False
    return not strict or not any(each.found.left_out or each.found.remarks for each in outcomes)


def _count(outcomes: Sequence[Outcome], kind: str) -> int:
    return sum(each.kind == kind for each in outcomes)


def account_data(file: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the account as data: fields of the file are those taken and those left out."""
    counts = {kind: _count(outcomes, kind) for kind in _KINDS}
    records = [_record_data(each, each.found) for each in outcomes]
    return {"file": file, "records": len(outcomes), **counts, "list": records}


def _record_data(outcome: Outcome, found: Found) -> dict[str, Any]:
    data = {"place": found.place, "outcome": outcome.kind, "id": outcome.id,
            "title": found.data.get("title", ""), "fault": found.fault, "same_as": outcome.same_as,
            "same": outcome.same, "differs": list(outcome.differs)}  # fmt: skip
    left, remarks = ([one._asdict() for one in each] for each in (found.left_out, found.remarks))
    stated = {key: value for key, value in data.items() if value}
    return {**stated, "fields": found.fields, "left_out": left, "remarks": remarks}


def account_lines(file: str, outcomes: Sequence[Outcome], *, dry_run: bool) -> Iterator[str]:
    """Yield the account as lines for people, the sum first."""
    yield _sum(outcomes, dry_run=dry_run)
    lines = [line for each in outcomes for line in _details(file, each)]
    if len(lines) > _MOST_LINES:
        # What only has no field here is in the sum.
        lines = [each for each in lines if not each.endswith(f": {NO_FIELD}")]
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield f"{len(lines) - _MOST_LINES} more lines: see all of them with --format json"


def _sum(outcomes: Sequence[Outcome], *, dry_run: bool) -> str:
    words = _KINDS | ({"added": "would be added"} if dry_run else {})
    counted = [(_count(outcomes, kind), word) for kind, word in words.items()]
    parts = [f"{number} {word}" for number, word in counted if number]
    left = (one for each in outcomes for one in each.found.left_out if one.reason == NO_FIELD)
    kinds = sorted(Counter(unkept(one.field) for one in left).items())
    named = ", ".join(f"{number} × {name}" for name, number in kinds)
    records = f"{len(outcomes)} record{'s' * (len(outcomes) != 1)}"
    return f"{records}: {', '.join(parts)}{f'; no field here for {named}' if named else ''}"


def _details(file: str, each: Outcome) -> Iterator[str]:
    place = f"{file}, {each.found.place}"
    title = shorten(str(each.found.data.get("title", "")), _WIDTH, placeholder=" …")
    if each.kind == "refused":
        named = title or each.found.key
        yield f"refused: {place}{f' (“{named}”)' if named else ''}: {each.found.fault}"
    if each.kind == "present":
        same = f"is {each.same_as} (same {each.same}){_besides(each)}"
        yield f"already there: “{title}” ({place}) {same}; cite it as [@{each.same_as}]"
    if each.kind == "question":
        same = f"has the {each.same} of {each.same_as}: if it is another work"
        again = f"run this again with --add-anyway {each.id}"
        yield f"not added: “{title}” ({place}) {same}, {again}"
    left = (one for one in each.found.left_out
            if one.reason != NO_FIELD or unkept(one.field) == one.field)  # fmt: skip
    yield from (_remark(file, one, "left out") for one in left)
    yield from (_remark(file, one, "note") for one in each.found.remarks)


def _besides(outcome: Outcome) -> str:
    if "notices" in outcome.differs:
        return ", and the file holds a notice on it that is not there: use `guidepress add notice`"
    return f", with another {' and '.join(outcome.differs)}" if outcome.differs else ""


def _remark(file: str, remark: Remark, kind: str) -> str:
    value = f" “{shorten(remark.value, _WIDTH, placeholder=' …')}”" if remark.value else ""
    field = remark.field if remark.field != "notice" else ""
    what = f"{field}{value}".strip()
    return f"{kind}: {file}, {remark.place}: {f'{what}: ' if what else ''}{remark.reason}"
