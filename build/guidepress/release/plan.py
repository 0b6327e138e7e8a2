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
from guidepress.problem import Position, Problem
from guidepress.schema import explain, is_valid
from guidepress.validate.rules.dates import last_known_update
from guidepress.validate.subject import notes_of
from guidepress.validate.suppress import ERROR_AT_RELEASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress.content import Content
    from guidepress.history import Archive, Release
    from guidepress.release.request import Request
    from guidepress.validate.check import Checked


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
    # Files without an index are judged by their bytes, below.
    problems = tuple(each for each in problems if archive.has_index or each not in archive.problems)
    refusals = [_as_error(problem) for problem in problems if _stops(problem, request, archive)]
    if content.problems:
        return Plan(
            guideline=content.id,
            version="",
            impact="none",
            files={},
            notes=(),
            delta=None,
            refusals=(*archive.problems, *refusals) if not archive.has_index else tuple(refusals),
        )
    delta = _delta(content, archive, request, FIRST)
    version = request.version or _next_version(archive.latest, delta)
    bundle = _frozen(content.guideline, request, version, archive)
    delta = _delta(content, archive, request, version)
    refusals += _gate(checked, request, version, delta)
    refusals += _promise_faults(content, bundle, delta)
    files = _files(archive, request, version, bundle, delta)
    refusals += _frozen_faults(archive, files, f"content/{archive.id}/releases")
    # A withdrawal publishes nothing of the draft: its notes wait for what they are about.
    taken_up = () if request.kind == "withdrawal" else content.notes
    return Plan(
        guideline=content.id,
        version=version,
        impact=delta.impact if delta else "initial",
        files=files,
        notes=tuple(note.file for note in taken_up),
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


def _delta(content: Content, archive: Archive, request: Request, version: str) -> Delta | None:
    latest = archive.latest
    if latest is None:
        return None
    bundle = to_data(_released(content.guideline, request, version, latest))
    notes = [] if request.kind == "withdrawal" else notes_of(content)
    stood = archive.stood_before(latest.bundle)
    return describe(latest.bundle, bundle, latest.version, version, notes, stood=stood)


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


def _frozen_faults(archive: Archive, files: Mapping[str, bytes], shown: str) -> Iterator[Problem]:
    """Yield what is on disk without being in the index: only the very same bytes may be written.

    Files of an interrupted release are those that making it again would write. Any others may
    be what is left of a release, and of an index that was lost.
    """
    same = {name: sha256(data).hexdigest() for name, data in files.items()}
    if not archive.has_index and any(
        same.get(name) != digest for name, digest in archive.unlisted.items()
    ):
        yield from archive.problems
        return
    for name, digest in archive.unlisted.items():
        if name in same and same[name] != digest:
            place = Position(f"{shown}/{name}", 1, 1)
            message = "the index does not name this file, and the release would write another"
            hint = (
                f"restore index.json from version control (git checkout -- {shown}/index.json); "
                "only if a release was interrupted, repeat it unaltered, or remove this file"
            )
            yield Problem(place, "frozen-file", message, hint)


def _gate(
    checked: Checked, request: Request, version: str, delta: Delta | None
) -> Iterator[Problem]:
    content, archive, _ = checked
    place = content.file_position("guideline", "id")
    for message, hint in (
        *_date_faults(content, archive, request),
        *_same_day_faults(content, archive, request, delta),
        *_version_faults(archive, version, delta),
        *_kind_faults(archive, request, delta),
        *_withdrawal_faults(content, archive, request),
        *_proof_faults(delta),
    ):
        yield Problem(place, "release", message, hint)


Fault = tuple[str, str]


def _date_faults(content: Content, archive: Archive, request: Request) -> Iterator[Fault]:
    for name in ("updated", "reviewed", "last_search"):
        day = getattr(content.guideline.identity, name)
        if day and day > request.date:
            said = f"the release of {request.date} lies before `{name}` ({day})"
            yield said, "release on that day or later, or correct it"
    if archive.latest and archive.latest.entry["released"] > request.date:
        before = archive.latest.entry["released"]
        yield f"{archive.latest.version} was released later, on {before}", "give a later day"


def _same_day_faults(
    content: Content, archive: Archive, request: Request, delta: Delta | None
) -> Iterator[Fault]:
    """Say that no `updated` fits: it has to lie after the last one, and not after the release."""
    latest, updated = archive.latest, content.guideline.identity.updated or ""
    if latest is None or delta is None or delta.impact not in {"minor", "major"}:
        return
    before = last_known_update(latest.bundle["guideline"])
    if request.kind != "withdrawal" and updated <= request.date <= before:
        said = "a second change of substance on one day waits for the next"
        hint = (
            "set `updated` to a later day, and release with that --date; if "
            f"{latest.version} may not be used until then, withdraw it (--kind withdrawal)"
        )
        yield f"{said}: {latest.version} is what holds on {before}", hint


def _version_faults(archive: Archive, version: str, delta: Delta | None) -> Iterator[Fault]:
    if archive.release(version):
        yield f"{version} is released already", "leave --version out"
    elif archive.latest and delta:
        needed = next_version(archive.latest.version, delta.impact)
        if parse_version(version) < parse_version(needed):
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


def _withdrawal_faults(content: Content, archive: Archive, request: Request) -> Iterator[Fault]:
    """Refuse to hold back what a later reinstatement would publish without telling it."""
    latest = archive.latest
    if latest is None or request.kind != "withdrawal":
        return
    if latest.guideline.identity.withdrawal:
        yield f"{latest.version} withdrew it already", "there is nothing to do"
        return
    delta = describe(latest.bundle, content.bundle, latest.version, "draft", notes_of(content))
    if delta.impact in {"minor", "major"}:
        said = f"the draft has changes of substance that {latest.version} does not hold"
        yield said, "release or undo them first: guidepress diff tells them"


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
