"""What a reader makes of a file: records of named fields, each with its place.

Here: formats of tagged lines (RIS, PubMed's nbib, Web of Science, Refer) and JSON.
"""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Data = dict[str, Any]
MAX_BYTES = 10_000_000
MAX_RECORDS = 20_000
MAX_FIELDS = 600_000
MAX_FIELDS_OF_ONE = 20_000
MAX_VALUE = 100_000


class Raw(NamedTuple):
    """A field as the file has it: its name there, its value, and its line (0: not known)."""

    name: str
    value: Any
    line: int = 0


class Record(NamedTuple):
    """A record of a file; ``fault`` says why it cannot be read, where it cannot."""

    form: str
    kind: str
    fields: tuple[Raw, ...]
    place: str
    key: str = ""
    fault: str = ""


def bounded(records: Iterable[Record]) -> list[Record]:
    """Return the records; raises UnusableError where there are more than anybody looks through."""
    found: list[Record] = []
    fields = 0
    for each in records:
        found.append(each)
        fields += len(each.fields)
        if len(found) > MAX_RECORDS or fields > MAX_FIELDS:
            most = f"{MAX_RECORDS} records or {MAX_FIELDS} fields"
            message = f"it holds more than {most}; export it in parts"
            raise UnusableError(message)
    return found


class _Dialect(NamedTuple):
    """How a format writes a tag, which tags begin and end a record, and which name it."""

    line: re.Pattern[str]
    begins: frozenset[str]
    ends: frozenset[str] = frozenset()
    kind: str = ""
    key: str = ""


_DIALECTS = {
    # TY always begins a record; spaces around the hyphen decide nothing; ER may be bare.
    "ris": _Dialect(
        re.compile(r"\s{0,3}([A-Z][A-Z0-9]) {0,3}-(?: (.*)|()$)|(ER)()\s{0,9}$"),
        frozenset({"TY"}), frozenset({"ER"}), "TY", "ID",
    ),
    "nbib": _Dialect(
        re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}- ?(.*)"), frozenset({"PMID", "UI"})
    ),
    "wos": _Dialect(
        re.compile(r"([A-Z][A-Z0-9])(?: (.*)|()$)"),
        frozenset({"PT"}), frozenset({"ER", "EF"}), "PT",
    ),
    "enw": _Dialect(
        re.compile(r"(%[0-9A-Z!#$&()*+<=>?@\[\]^~])(?: (.*)|()$)"),
        frozenset({"%0"}), kind="%0", key="%F",
    ),
}  # fmt: skip
# One name a line: what is folded in other fields is another name in these.
_LISTS = frozenset({"AU", "AF", "BA", "BE", "ED", "CA"})


def read_tagged(text: str, form: str) -> list[Record]:
    """Read the records of a file of tagged lines; raises UnusableError where it is too large."""
    dialect = _DIALECTS[form]

    def record(line: int, fields: list[Raw]) -> Record:
        first = {each.name: each.value for each in reversed(fields)}
        kept = tuple(each for each in fields if each.name != dialect.kind)
        kind, key = first.get(dialect.kind, ""), first.get(dialect.key, "")
        return Record(form, kind, kept, f"line {line}", key)

    return bounded(record(*group) for group in _groups(text, form))


def _groups(text: str, form: str) -> Iterator[tuple[int, list[Raw]]]:
    """Yield the line at which each record begins, and its fields."""
    dialect = _DIALECTS[form]
    fields: list[Raw] = []
    begun = 0
    for number, ended in enumerate(StringIO(text), start=1):
        line = ended.rstrip("\n")
        found = dialect.line.match(line)
        if not found:
            _fold(fields, line.strip(), number, form)
            continue
        tag, *values = (part for part in found.groups() if part is not None)
        if begun and tag in dialect.begins | dialect.ends:
            yield begun, fields
            fields, begun = [], 0
        if tag in dialect.begins:
            begun = number
        if begun:
            fields.append(Raw(tag, values[0].strip() if values else "", number))
    if begun:
        yield begun, fields


def _fold(fields: list[Raw], more: str, number: int, form: str) -> None:
    """Add a line without a tag to the field before it; a value that is too long takes no more."""
    if not more or not fields or len(fields[-1].value) > MAX_VALUE:
        return
    last = fields[-1]
    if form == "wos" and last.name in _LISTS:
        fields.append(Raw(last.name, more, number))
    else:
        sign = "\n" if last.name in {"N1", "%Z"} else " "
        fields[-1] = last._replace(value=f"{last.value}{sign}{more}")


def read_json(text: str) -> list[Record]:
    """Read items in CSL-JSON: a list, one item, an object that holds them, or Crossref's answer."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = "this is not CSL-JSON: it cannot be read as JSON; export it again"
        raise UnusableError(message) from error
    for key in ("message", "items", "references"):
        if isinstance(data, dict) and isinstance(data.get(key), dict | list):
            data = data[key]
    items = data if isinstance(data, list) else [data]
    if not all(isinstance(item, dict) for item in items):
        message = "this is not CSL-JSON: write a list of items"
        raise UnusableError(message)
    if any("itemType" in item for item in items):
        message = "this is Zotero's own JSON; export it as CSL JSON"
        raise UnusableError(message)
    return bounded(_item(item, number) for number, item in enumerate(items, start=1))


def _item(item: Data, number: int) -> Record:
    fields = tuple(Raw(key, value) for key, value in item.items() if key != "type")
    kind, key = str(item.get("type") or ""), str(item.get("id") or "")
    return Record("json", kind, fields, f"item {number}", key)
