"""What the editor asks for, and whether it makes sense before any content is looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guidepress.problem import UnusableError
from guidepress.source.letters import find_unfit
from guidepress.validate.rules.metadata import is_day

KINDS = ("release", "consultation", "correction", "reviewed", "withdrawal")

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the editor asks for on the command line.

    ``updated`` is the day on which the content last changed, for ``guideline.yaml``; ``future``
    says that a ``date`` after today is meant.
    """

    date: str
    kind: str = "release"
    version: str | None = None
    corrects: str | None = None
    reason: str | None = None
    updated: str | None = None
    future: bool = False


def refuse_senseless(request: Request) -> None:
    """Raise UnusableError where the options themselves are wrong, whatever the content is."""
    for message in _find_faults(request):
        raise UnusableError(message)


def _find_faults(request: Request) -> Iterator[str]:
    for name, day in (("date", request.date), ("updated", request.updated)):
        if day is not None and not _is_written_day(day):
            yield f"--{name} {day} is not a day; write it as 2015-01-29"
    # The one look at the clock; it changes no byte of a release.
    if request.date > date.today().isoformat() and not request.future:  # noqa: DTZ011
        yield f"--date {request.date} is after today; write --future too if that is meant"
    if request.version is not None and _VERSION.fullmatch(request.version) is None:
        yield f"--version {request.version} is not a version; write it as 2.0.0"
    if request.version is not None and request.kind == "consultation":
        yield "a consultation has the next major version; leave --version out"
    if request.corrects is not None and request.kind != "correction":
        yield (
            f"--corrects {request.corrects} marks {request.corrects} as entered in error; "
            "if that is meant, write --kind correction too"
        )
    if request.kind == "withdrawal" and not (request.reason or "").strip():
        yield 'a withdrawal says why; add --reason "…"'
    for each in find_unfit(request.reason or ""):
        yield f"--reason holds {each.what}; {each.hint}"
    if request.kind == "withdrawal" and request.updated is not None:
        yield "a withdrawal changes no content; leave --updated out"


def _is_written_day(text: str) -> bool:
    return bool(_DAY.fullmatch(text)) and is_day(text)
