"""Files become problems: YAML, then the schema, then the rules, all at once."""

from guidepress.validate.check import (
    ERROR_AT_RELEASE,
    Checked,
    check_guideline,
    check_project,
    find_problems,
)
from guidepress.validate.subject import Subject, notes_of

__all__ = [
    "ERROR_AT_RELEASE",
    "Checked",
    "Subject",
    "check_guideline",
    "check_project",
    "find_problems",
    "notes_of",
]
