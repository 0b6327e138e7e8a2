"""What a release would freeze, and what stands in its way: a pure function of its arguments."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from guidepress.classify.change import CONSULTATION, FIRST, Delta, next_version
from guidepress.classify.classify import describe
from guidepress.content.figures import FOLDER
from guidepress.diff.fact import canonical
from guidepress.history.figures import list_figures
from guidepress.history.reading import entry_sha256
from guidepress.model import SCHEMA_VERSION, Guideline, Identity, List, Withdrawal, to_data
from guidepress.problem import Position, Problem
from guidepress.release.gate import find_broken_promises, find_refusals
from guidepress.validate.check import ERROR_AT_RELEASE
from guidepress.validate.context import notes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guidepress.content import Content
    from guidepress.history.archive import Archive
    from guidepress.release.request import Request
    from guidepress.validate.check import Checked


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The files of a release, by name below ``releases/``, and why it is refused if it is."""

    guideline: str
    refusals: tuple[Problem, ...]
    version: str = ""
    impact: str = "none"
    files: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    delta: Delta | None = None
    index_bytes: bytes = b""


def plan_release(checked: Checked, request: Request) -> Plan:
    """Return what the release would write, and every reason to refuse it."""
    content, archive, problems = checked
    # Files without an index are judged by their bytes, below.
    problems = tuple(each for each in problems if archive.has_index or each not in archive.problems)
    found = (each for each in problems if _stops(each, request, archive))
    refusals = [each._replace(severity="error") for each in found]
    if content.problems:
        unread = () if archive.has_index else archive.problems
        return Plan(guideline=content.id, refusals=(*unread, *refusals))
    delta = _delta(content, archive, request, FIRST)
    version = request.version or _next_version(archive, request, delta)
    bundle = _frozen(content.guideline, request, version, archive)
    delta = _delta(content, archive, request, version)
    refusals += find_refusals(checked, request, version, delta)
    refusals += find_broken_promises(content, bundle, delta)
    files = _files(archive, request, version, bundle, delta) | _images(content, bundle)
    refusals += _frozen_faults(archive, files, f"content/{archive.id}/releases")
    # A withdrawal publishes nothing of the draft, and a consultation is not in force: notes wait.
    taken_up = () if request.kind in {"withdrawal", "consultation"} else content.notes
    return Plan(
        guideline=content.id,
        version=version,
        impact=delta.impact if delta else "initial",
        files=files,
        notes=tuple(note.file for note in taken_up),
        delta=delta,
        refusals=tuple(refusals),
        index_bytes=archive.index_bytes,
    )


def _stops(problem: Problem, request: Request, archive: Archive) -> bool:
    if problem.severity != "warning":
        return problem.severity == "error"
    if request.kind == "withdrawal" or (problem.rule == "missing-reason" and not archive.latest):
        return False
    return problem.rule in ERROR_AT_RELEASE | {"probable-rename"}


def _next_version(archive: Archive, request: Request, delta: Delta | None) -> str:
    """Return the next version; a consultation is one on the next that changes what applies."""
    latest = archive.latest
    if request.kind == "consultation":
        name = f"{next_version(latest.version, 'major') if latest else FIRST}{CONSULTATION}"
        number = sum(each.startswith(name) for each in archive.listed) + 1
        return f"{name}{number}"
    if latest is None or delta is None:
        return FIRST
    return next_version(latest.version, delta.impact)


def _delta(content: Content, archive: Archive, request: Request, version: str) -> Delta | None:
    latest = archive.latest
    if latest is None:
        return None
    bundle = _frozen(content.guideline, request, version, archive)
    notes = [] if request.kind == "withdrawal" else notes_of(content)
    stood = archive.stood_before(latest.bundle)
    past = archive.before(latest.version)
    return describe(latest.bundle, bundle, latest.version, version, notes, stood=stood, past=past)


def _frozen(guideline: Guideline, request: Request, version: str, archive: Archive) -> Any:
    return to_data(_released(guideline, request, version, archive))


def _released(guideline: Guideline, request: Request, version: str, archive: Archive) -> Guideline:
    """Stamp the guideline; a withdrawal keeps nothing that could be acted on."""
    latest = archive.latest
    stamped: Identity = replace(
        guideline.identity,
        version=version,
        status="in-consultation" if request.kind == "consultation" else "active",
        release_kind=request.kind,
        corrects=request.corrects,
        consultation=archive.consultation_before(None, request.kind),
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


def _images(content: Content, bundle: Any) -> dict[str, bytes]:
    """Return the images that the bundle shows, by their names below ``releases/``."""
    by_hash = {sha256(each.data).hexdigest(): each.data for each in content.figures.values()}
    return {f"{FOLDER}/{each}": by_hash[each.partition(".")[0]] for each in list_figures(bundle)}


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
    if archive.entries:
        entry["previous_sha256"] = entry_sha256(archive.entries[-1])
    index = {
        "id": "releases",
        "schema_version": SCHEMA_VERSION,
        "guideline": archive.id,
        "releases": [*archive.entries, entry],
    }
    if archive.tombstones:
        index["tombstones"] = list(archive.tombstones.values())
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
