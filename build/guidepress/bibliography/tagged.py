"""Formats of tagged lines become records: RIS, PubMed's nbib, Web of Science's field tags."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from guidepress.bibliography.record import MAX_VALUE, Raw, Record, check_size

if TYPE_CHECKING:
    from collections.abc import Iterator


class Tagged(NamedTuple):
    """How a format writes a tag, which one begins a record and which ones end it."""

    line: re.Pattern[str]
    begins: frozenset[str]
    ends: frozenset[str]


_DIALECTS = {
    # TY always begins a record; spaces around the hyphen decide nothing; ER may stand bare.
    "ris": Tagged(
        re.compile(r"\s{0,3}([A-Z][A-Z0-9]) {0,3}-(?: (.*)|()$)|(ER)()\s{0,9}$"),
        frozenset({"TY"}),
        frozenset({"ER"}),
    ),
    "nbib": Tagged(
        re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}- ?(.*)"), frozenset({"PMID"}), frozenset()
    ),
    "wos": Tagged(
        re.compile(r"([A-Z][A-Z0-9])(?: (.*)|()$)"), frozenset({"PT"}), frozenset({"ER", "EF"})
    ),
}
_TYPE = {"ris": "TY", "wos": "PT"}
# One name a line: what is folded in other fields is another name in these.
_LISTS = frozenset({"AU", "AF", "BA", "BE", "ED", "CA"})


def read_tagged(text: str, form: str) -> list[Record]:
    """Read the records of a file of tagged lines."""
    found: list[Record] = []
    count = 0
    for line, fields in _groups(text, form):
        count += len(fields)
        check_size(len(found), count)
        named = _TYPE.get(form, "")
        kind = next((each.value for each in fields if each.name == named), "")
        kept = tuple(each for each in fields if each.name != named)
        key = next((each.value for each in fields if form == "ris" and each.name == "ID"), "")
        found.append(Record(form, kind, kept, f"line {line}", key))
    return found


def _groups(text: str, form: str) -> Iterator[tuple[int, list[Raw]]]:
    """Yield the fields of each record, and the line at which it begins."""
    dialect = _DIALECTS[form]
    fields: list[Raw] = []
    begun = 0
    for number, ended in enumerate(StringIO(text), start=1):
        line = ended.rstrip("\n")
        found = dialect.line.match(line)
        if not found:
            _fold(fields, line, number, form)
            continue
        tag, *values = (part for part in found.groups() if part is not None)
        # nbib: a book's records repeat PMID only at their beginning, with or without an empty line.
        if begun and tag in dialect.begins | dialect.ends:
            yield begun, fields
            fields, begun = [], 0
        if tag in dialect.begins:
            begun = number
        if begun:
            fields.append(Raw(tag, values[0].strip() if values else "", number))
    if begun:
        yield begun, fields


def _fold(fields: list[Raw], line: str, number: int, form: str) -> None:
    """Add a line without a tag to the field before it."""
    more = line.strip()
    if not more or not fields:
        return
    last = fields[-1]
    if len(last.value) > MAX_VALUE:
        return  # Nobody will read it; what reads the record says so.
    if form == "wos" and last.name in _LISTS:
        fields.append(Raw(last.name, more, number))
    elif form == "ris" and last.name == "N1":
        fields[-1] = last._replace(value=f"{last.value}\n{more}")
    else:
        fields[-1] = last._replace(value=f"{last.value} {more}")
