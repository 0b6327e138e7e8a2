"""What a reader makes of a file: records of named fields, each with its place."""

from __future__ import annotations

from typing import Any, NamedTuple

from guidepress.problem import UnusableError

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


def check_size(records: int, fields: int) -> None:
    """Raise UnusableError where a file holds more than anybody can look through."""
    if records > MAX_RECORDS or fields > MAX_FIELDS:
        most = f"{MAX_RECORDS} records or {MAX_FIELDS} fields"
        message = f"it holds more than {most}; export it in parts"
        raise UnusableError(message)
