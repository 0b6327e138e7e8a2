"""The account of an import: each record and field of the file is in it, with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any, NamedTuple

from guidepress.bibliography.draft import NO_FIELD, Remark
from guidepress.bibliography.reading import Found
from guidepress.bibliography.table import unkept

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
