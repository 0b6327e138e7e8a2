"""Safety notices from outside, as ``alerts.yaml`` of a guideline holds them and apps read them.

They are published without a release, and from then on frozen: an entry never changes or goes.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from guidepress.diff.fact import canonical
from guidepress.files import NotPlainError, read_plain
from guidepress.model import from_data, to_data
from guidepress.model.written import AlertsFile
from guidepress.problem import Position, Problem
from guidepress.schema import find_faults
from guidepress.schema.load import typed
from guidepress.source.parse import parse_document
from guidepress.source.text import MAX_BYTES, Document
from guidepress.validate.rules.metadata import is_day

FILE = "alerts.yaml"


class Alerts(NamedTuple):
    """The notices of a guideline as JSON data, oldest first; none where there are problems."""

    entries: tuple[dict[str, Any], ...] = ()
    problems: tuple[Problem, ...] = ()


def read_alerts(folder: Path, shown: str) -> Alerts:
    """Read the notices in a guideline's folder; a folder without the file has none."""
    file = folder / FILE
    if not os.path.lexists(file):
        return Alerts()
    try:
        return parse_alerts(read_plain(file, MAX_BYTES), folder.name, f"{shown}/{FILE}")
    except (NotPlainError, OSError) as error:
        place = Position(f"{shown}/{FILE}", 1, 1)
        return Alerts(problems=(Problem(place, "unreadable-file", str(error), "write the file"),))


def parse_alerts(data: bytes, guideline: str, shown: str) -> Alerts:
    """Return the notices that the bytes of a file hold, or what is wrong with them."""
    document, problems = parse_document(data, shown)
    if document is None:
        return Alerts(problems=tuple(problems))
    document = replace(document, data=typed("alerts", document.data))
    problems += find_faults("alerts", document, problems)
    problems += [] if problems else _find_faults(document)
    if problems:
        return Alerts(problems=tuple(problems))
    found = to_data(from_data(AlertsFile, document.data))["alerts"]
    return Alerts(tuple({"guideline": guideline, **each} for each in found))


def _find_faults(document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, each in enumerate(document.data["alerts"]):
        place = document.position(["alerts", index, "id"])
        if each["id"] in seen:
            yield Problem(place, "unique-id", f"the id {each['id']} is used twice", "change one")
        seen.add(each["id"])
        if not is_day(each["date"]):
            place = document.position(["alerts", index, "date"])
            message = f"the calendar has no day {each['date']}"
            yield Problem(place, "real-date", message, "correct the date")


def hash_alerts(alerts: Alerts) -> dict[str, str]:
    """Return the sha256 of the file of each notice, by its name below ``api/v1/``."""
    return {
        f"{each['guideline']}/alerts/{each['id']}.json": sha256(canonical(each)).hexdigest()
        for each in alerts.entries
    }
