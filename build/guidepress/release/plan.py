"""What a release would freeze, and what stands in its way: a pure function of its arguments."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guidepress.classify import FIRST, Delta, describe, next_version, parse_version
from guidepress.diff import PatchError, apply_patch, canonical
from guidepress.history import entry_sha256
from guidepress.model import SCHEMA_VERSION, Guideline, Identity, List, Withdrawal, to_data
from guidepress.problem import Problem
from guidepress.schema import explain, is_valid
from guidepress.validate.check import ERROR_AT_RELEASE
from guidepress.validate.rules.dates import is_day
from guidepress.validate.subject import notes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress.content import Content
    from guidepress.history import Archive, Release
    from guidepress.validate.check import Checked

KINDS = ("release", "correction", "reviewed", "withdrawal")


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the editor asks for on the command line."""

    date: str
    kind: str = "release"
    version: str | None = None
    corrects: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The files of a release, by name below ``releases/``, and why it is refused if it is."""

    guideline: str
    version: str
    impact: str
    files: Mapping[str, bytes]
    notes: tuple[str, ...]
    delta: Delta | None
    refusals: tuple[Problem, ...]


def plan_release(checked: Checked, request: Request) -> Plan:
    """Return what the release would write, and every reason to refuse it."""
    content, archive, problems = checked
    refusals = [_as_error(problem) for problem in problems if _stops(problem, request, archive)]
    if content.problems:
        return Plan(
            guideline=content.id,
            version="",
            impact="none",
            files={},
            notes=(),
            delta=None,
            refusals=tuple(refusals),
        )
    delta = _delta(content.guideline, content, archive.latest, request, FIRST)
    version = request.version or _next_version(archive.latest, delta)
    bundle = _frozen(content.guideline, request, version, archive)
    if archive.latest:
        delta = _delta(content.guideline, content, archive.latest, request, version)
    refusals += _gate(checked, request, version, delta)
    refusals += _promise_faults(content, bundle, delta)
    return Plan(
        guideline=content.id,
        version=version,
        impact=delta.impact if delta else "initial",
        files=_files(archive, request, version, bundle, delta),
        notes=tuple(note.file for note in content.notes),
        delta=delta,
        refusals=tuple(refusals),
    )


def _stops(problem: Problem, request: Request, archive: Archive) -> bool:
    if problem.severity == "error":
        return True
    if request.kind == "withdrawal" or (problem.rule == "missing-reason" and not archive.latest):
        return False
    return problem.rule in ERROR_AT_RELEASE


def _as_error(problem: Problem) -> Problem:
    return problem._replace(severity="error")


def _next_version(latest: Release | None, delta: Delta | None) -> str:
    if latest is None or delta is None:
        return FIRST
    return next_version(latest.version, delta.impact)


def _delta(
    guideline: Guideline,
    content: Content,
    latest: Release | None,
    request: Request,
    version: str,
) -> Delta | None:
    if latest is None:
        return None
    bundle = to_data(_released(guideline, request, version, latest))
    return describe(latest.bundle, bundle, latest.version, version, notes_of(content))


def _frozen(guideline: Guideline, request: Request, version: str, archive: Archive) -> Any:
    return to_data(_released(guideline, request, version, archive.latest))


def _released(
    guideline: Guideline, request: Request, version: str, latest: Release | None
) -> Guideline:
    """Stamp the guideline; a withdrawal keeps nothing that could be acted on."""
    stamped: Identity = replace(
        guideline.identity,
        version=version,
        status="active",
        release_kind=request.kind,
        corrects=request.corrects,
        released=request.date,
    )
    name = f"{guideline.identity.id}@{version}"
    if request.kind != "withdrawal":
        return replace(guideline, id=name, identity=stamped)
    withdrawal = Withdrawal(
        reason=request.reason or "", last_good_version=latest.version if latest else version
    )
    empty = replace(stamped, status="withdrawn", withdrawal=withdrawal, body=())
    lists = tuple(List(id=each.id, exhaustive=False) for each in guideline.lists)
    return Guideline(id=name, identity=empty, lists=lists)


def _files(
    archive: Archive, request: Request, version: str, bundle: Any, delta: Delta | None
) -> dict[str, bytes]:
    """Return the frozen bytes; the index comes last, since it is what makes a release one."""
    files = {f"{version}.json": canonical(bundle)}
    entry = {
        "id": version,
        "version": version,
        "kind": request.kind,
        "impact": delta.impact if delta else "initial",
        "released": request.date,
        "bundle_sha256": sha256(files[f"{version}.json"]).hexdigest(),
    }
    stated = {"updated": bundle["guideline"].get("updated"), "corrects": request.corrects}
    entry |= {key: value for key, value in stated.items() if value}
    if delta:
        files[f"{version}.changes.json"] = canonical(delta.to_json())
        entry["changes_sha256"] = sha256(files[f"{version}.changes.json"]).hexdigest()
    if archive.latest:
        entry["previous_sha256"] = entry_sha256(archive.latest.entry)
    index = {
        "id": "releases",
        "schema_version": SCHEMA_VERSION,
        "guideline": archive.id,
        "releases": [*(release.entry for release in archive.releases), entry],
    }
    # The index is the only file that people merge: one entry a few lines, in a stable order.
    text = json.dumps(index, indent=2, sort_keys=True, ensure_ascii=False)
    files["index.json"] = f"{text}\n".encode()
    return files


def _gate(
    checked: Checked, request: Request, version: str, delta: Delta | None
) -> Iterator[Problem]:
    content, archive, _ = checked
    place = content.file_position("guideline", "id")
    for message, hint in (
        *_date_faults(content, archive, request),
        *_version_faults(archive, version, delta),
        *_kind_faults(archive, request, delta),
        *_proof_faults(delta),
    ):
        yield Problem(place, "release", message, hint)


Fault = tuple[str, str]


def _date_faults(content: Content, archive: Archive, request: Request) -> Iterator[Fault]:
    shape = len(request.date) == 10 and request.date.replace("-", "").isdecimal()  # noqa: PLR2004
    if not shape or request.date.count("-") != 2 or not is_day(request.date):  # noqa: PLR2004
        yield f"{request.date} is not a day", "write --date as 2015-01-29"
        return
    updated = content.guideline.identity.updated
    if updated and updated > request.date:
        yield (
            f"the release of {request.date} lies before `updated` ({updated})",
            "release on that day or later",
        )
    if archive.latest and archive.latest.entry["released"] > request.date:
        before = archive.latest.entry["released"]
        yield f"{archive.latest.version} was released later, on {before}", "give a later day"


def _version_faults(archive: Archive, version: str, delta: Delta | None) -> Iterator[Fault]:
    try:
        asked = parse_version(version)
    except ValueError:
        yield f"{version} is not a version", "write --version as 2.0.0"
        return
    if archive.release(version):
        yield f"{version} is released already", "leave --version out"
    elif archive.latest and delta:
        needed = next_version(archive.latest.version, delta.impact)
        if asked < parse_version(needed):
            said = f"{version} is too low: {delta.impact} changes since {archive.latest.version}"
            yield said, f"release {needed}, or leave --version out"


def _kind_faults(archive: Archive, request: Request, delta: Delta | None) -> Iterator[Fault]:
    changed = bool(delta and delta.changes)
    if archive.latest is None and request.kind != "release":
        yield f"there is no release yet for a {request.kind}", "release first, without --kind"
    elif request.kind == "reviewed" and changed:
        yield "more than `reviewed` changed", "release it without --kind reviewed"
    elif request.kind in {"release", "correction"} and archive.latest and not changed:
        yield (
            f"nothing has changed since {archive.latest.version}",
            "if it was reviewed, set `reviewed` and use --kind reviewed",
        )
    if request.kind == "correction" and not archive.release(request.corrects or ""):
        yield "a correction names the release that it corrects", "add --corrects 2.0.0"
    if request.kind == "withdrawal" and not request.reason:
        yield "a withdrawal says why", 'add --reason "…"'


def _promise_faults(content: Content, bundle: Any, delta: Delta | None) -> Iterator[Problem]:
    """Check what will be frozen against the published schemas."""
    frozen = [("bundle", bundle)] + ([("changes", delta.to_json())] if delta else [])
    for kind, data in frozen:
        if not is_valid(kind, data):
            for fault in explain(kind, data):
                place = content.file_position("guideline", "id")
                yield Problem(place, "release", f"the {kind} would break its schema: {fault}")


def _proof_faults(delta: Delta | None) -> Iterator[Fault]:
    """Check that the patch leads from the old bytes to the new, and each step is told once."""
    if delta is None:
        return
    try:
        led_to = apply_patch(json.loads(canonical(delta.old)), delta.patch)
    except PatchError as error:
        led_to = str(error)
    told: Sequence[int] = sorted(
        [*delta.stamps, *(step for change in delta.changes for step in change.fact.operations)]
    )
    if canonical(led_to) != canonical(delta.new) or list(told) != list(range(len(delta.patch))):
        hint = "this is a fault of guidepress: please report it with both versions"
        yield "the proof of the changes does not hold", hint
