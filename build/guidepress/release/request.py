"""What the editor asks for, and whether it makes sense before any content is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guidepress.problem import UnusableError
from guidepress.validate.rules.dates import is_day

KINDS = ("release", "consultation", "correction", "reviewed", "withdrawal")

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the editor asks for on the command line."""

    date: str
    kind: str = "release"
    version: str | None = None
    corrects: str | None = None
    reason: str | None = None


def refuse_senseless(request: Request) -> None:
    """Raise UnusableError where the options themselves are wrong, whatever the content is."""
    if message := _find_fault(request):
        raise UnusableError(message)


def _find_fault(request: Request) -> str:
    if not _DAY.fullmatch(request.date) or not is_day(request.date):
        return f"--date {request.date} is not a day; write it as 2015-01-29"
    if request.version is not None and not _is_version(request.version):
        return f"--version {request.version} is not a version; write it as 2.0.0"
    if request.version is not None and request.kind == "consultation":
        return "a consultation has the next major version; leave --version out"
    if request.corrects is not None and request.kind != "correction":
        return (
            f"--corrects {request.corrects} marks {request.corrects} as entered in error; "
            "if that is meant, write --kind correction too"
        )
    if request.kind == "withdrawal" and not (request.reason or "").strip():
        return 'a withdrawal says why; add --reason "…"'
    return ""


def _is_version(text: str) -> bool:
    return _VERSION.fullmatch(text) is not None
