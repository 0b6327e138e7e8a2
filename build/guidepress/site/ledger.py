"""What the last build learned of each guideline, so that the next need not look at it again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guidepress.files import write_cached

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# The pages that all guidelines share, beside the ids of guidelines.
SHARED = ""
# Files that are joined from those of all; what is joined in pieces has longer names.
JOIN = "*"


def is_guideline(name: str) -> bool:
    """Tell the id of a guideline from SHARED, JOIN and the pieces of that."""
    return name != SHARED and not name.startswith(JOIN)


def is_piece(name: str) -> bool:
    """Tell whether the name is that of a piece of what is joined."""
    return name.startswith(JOIN) and name != JOIN


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is to be known of a guideline, or of the shared pages (no id), once it is in place.

    ``state`` changes with any of its parts, ``told`` (the key of its summary) with what the shared
    pages say of it, ``joins`` (keys of parts) with what it adds to the joined files. ``newest`` is
    the day of its newest release. ``built`` and ``cached`` count parts.
    """

    id: str
    state: str
    told: str
    newest: str
    parts: tuple[str, ...]
    joins: tuple[str, ...]
    built: int
    cached: int
    signature: str = ""


@dataclass
class Ledger:
    """Records by guideline, as JSON data until they are asked for."""

    shell: str
    records: dict[str, Any] = field(default_factory=dict)

    def knows(self, gid: str, signature: str) -> bool:
        """Tell whether nothing about the guideline has changed since it was recorded."""
        known = self.records.get(gid)
        return bool(signature) and known is not None and known["signature"] == signature

    def state(self, gid: str) -> str:
        """Return the state of a guideline; empty if it is not known."""
        return str(self.records.get(gid, {}).get("state", ""))

    def told(self, gid: str) -> str:
        """Return the hash of what the shared pages say of a guideline; empty if not known."""
        return str(self.records.get(gid, {}).get("told", ""))

    def keys(self) -> set[str]:
        """Return the keys of all parts in use."""
        every = self.records.values()
        return {key for each in every for key in (each["told"], *each["parts"], *each["joins"])}

    def record(self, gid: str) -> Record:
        """Return the record of a guideline."""
        data = dict(self.records[gid])
        parts, joins = tuple(data.pop("parts")), tuple(data.pop("joins"))
        return Record(**data, parts=parts, joins=joins)

    def add(self, record: Record) -> None:
        """Record a guideline."""
        self.records[record.id] = asdict(record)


def read_ledger(cache: Path, shell: str) -> Ledger:
    """Return what is known; nothing if templates, configuration or tools have changed since."""
    try:
        digest, _, body = (cache / "ledger.json").read_bytes().partition(b"\n")
        data = json.loads(body) if digest == sha256(body).hexdigest().encode() else {}
    except (OSError, ValueError):
        data = {}
    if data.get("shell") != shell:
        return Ledger(shell)
    return Ledger(shell, data["records"])


def write_ledger(cache: Path, ledger: Ledger, ids: Iterable[str]) -> None:
    """Keep what is known of these."""
    records = {each: ledger.records[each] for each in ids}
    data = {"shell": ledger.shell, "records": records}
    body = json.dumps(data).encode()
    write_cached(cache / "ledger.json", sha256(body).hexdigest().encode() + b"\n" + body)
