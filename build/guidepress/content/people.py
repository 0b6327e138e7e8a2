"""Names of people, which lie beside what is frozen and are shown as they are now."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from guidepress.model import from_data
from guidepress.model.people import PeopleFile, Person
from guidepress.problem import UnusableError
from guidepress.schema import find_faults, typed
from guidepress.source import read_document

if TYPE_CHECKING:
    from pathlib import Path

FILE = "people.yaml"


def read_people(folder: Path, shown: str) -> tuple[Person, ...]:
    """Return the people of a guideline's folder; none where it has no such file.

    Raises UnusableError where the file has a fault: it is shown to readers without a release.
    """
    file = folder / FILE
    if not os.path.lexists(file):
        return ()
    document, problems = read_document(file, f"{shown}/{FILE}")
    if document is not None:
        document = replace(document, data=typed("people", document.data))
        problems = [*problems, *find_faults("people", document, problems)]
    if document is None or problems:
        raise UnusableError(str(problems[0]))
    return from_data(PeopleFile, document.data).people
