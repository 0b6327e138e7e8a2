"""The gate of a release: each reason to refuse it, with what to do instead."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from guidepress.classify.change import next_version, parse_version
from guidepress.classify.classify import describe
from guidepress.diff.fact import canonical
from guidepress.diff.pointer import PatchError, apply_patch
from guidepress.model import iter_entities
from guidepress.problem import Problem
from guidepress.schema import explain
from guidepress.schema.load import is_valid
from guidepress.validate.context import notes_of
from guidepress.validate.rules.metadata import last_known_update

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.classify.change import Delta
    from guidepress.content import Content
    from guidepress.history.archive import Archive
    from guidepress.release.request import Request
    from guidepress.validate.check import Checked


def find_refusals(
    checked: Checked, request: Request, version: str, delta: Delta | None
) -> Iterator[Problem]:
    """Yield what stands in the way of the release, beside the problems of the content."""
    content, archive, _ = checked
    place = content.file_position("guideline", "id")
    for message, hint in (
        *_date_faults(content, archive, request),
        *_same_day_faults(content, archive, request, delta),
        *_version_faults(archive, version, delta),
        *_kind_faults(content, archive, request, delta),
        *_return_faults(content, archive, request),
        *_withdrawal_faults(content, archive, request),
        *_approval_faults(content, archive, request),
        *_forgotten_faults(content, archive),
        *_proof_faults(delta),
    ):
        yield Problem(place, "release", message, hint)


Fault = tuple[str, str]


def _date_faults(content: Content, archive: Archive, request: Request) -> Iterator[Fault]:
    for name in ("updated", "reviewed", "last_search"):
        day = getattr(content.guideline.identity, name)
        if day and day > request.date:
            phrase = f"the release of {request.date} lies before `{name}` ({day})"
            yield phrase, "release on that day or later, or correct it"
    newest = archive.releases[-1] if archive.releases else None
    if newest and newest.entry["released"] > request.date:
        before = newest.entry["released"]
        yield f"{newest.version} was released later, on {before}", "give a later day"


def _same_day_faults(
    content: Content, archive: Archive, request: Request, delta: Delta | None
) -> Iterator[Fault]:
    """Say that no `updated` fits: it has to lie after the last one, and not after the release."""
    latest, updated = archive.latest, content.guideline.identity.updated or ""
    if latest is None or delta is None or delta.impact not in {"minor", "major"}:
        return
    before = last_known_update(latest.bundle["guideline"])
    if request.kind != "withdrawal" and updated <= request.date <= before:
        phrase = "a second change of substance on one day waits for the next"
        hint = (
            "set `updated` to a later day, and release with that --date; if "
            f"{latest.version} may not be used until then, withdraw it (--kind withdrawal)"
        )
        yield f"{phrase}: {latest.version} is what holds on {before}", hint


def _version_faults(archive: Archive, version: str, delta: Delta | None) -> Iterator[Fault]:
    if archive.release(version):
        yield f"{version} is released already", "leave --version out"
    elif archive.latest and delta:
        needed = next_version(archive.latest.version, delta.impact)
        if parse_version(version) < parse_version(needed):
            phrase = f"{version} is too low: {delta.impact} changes since {archive.latest.version}"
            yield phrase, f"release {needed}, or leave --version out"


# A review that leaves content as it is moves these: days of the guideline, and of what it holds.
_DATES = ("guideline-dates-changed", "-review-changed")


def _kind_faults(
    content: Content, archive: Archive, request: Request, delta: Delta | None
) -> Iterator[Fault]:
    opened = archive.open_consultation
    changed = any(not each.fact.kind.endswith(_DATES) for each in delta.changes) if delta else False
    if archive.latest is None and request.kind not in {"release", "consultation"}:
        yield f"there is no release yet for a {request.kind}", "release first, without --kind"
    elif request.kind == "consultation" and opened and opened.is_same_as(content.bundle):
        yield f"nothing has changed since {opened.version}", "there is nothing to do"
    elif request.kind == "reviewed" and changed:
        yield "more than `reviewed` changed", "release it without --kind reviewed"
    elif request.kind not in {"reviewed", "withdrawal"} and archive.latest and not changed:
        yield (
            f"nothing has changed since {archive.latest.version}",
            "if it was reviewed, set `reviewed` and use --kind reviewed",
        )
    if request.kind == "correction" and not archive.release(request.corrects or ""):
        yield "a correction names the release that it corrects", "add --corrects 2.0.0"


# What a reconstruction may not have known, and where earlier releases hold it.
_HELD = ("factors", "options", "sections", "references")


def _forgotten_faults(content: Content, archive: Archive) -> Iterator[Fault]:
    """Refuse to call unknown what an earlier release held."""
    stated = content.guideline.identity.reconstruction
    for name in stated.not_known if stated else ():
        for release in archive.releases:
            held = _held(name, release.bundle)
            if held:
                what = f"`not_known` names {name}, which {release.version} held ({', '.join(held)})"
                yield (
                    what,
                    f"take {name} out of `not_known`; what is gone is removed, with a reason",
                )
                break


def _held(name: str, bundle: Any) -> list[str]:
    """Return some ids of what a release held of this sort."""
    if name in _HELD:
        return [each["id"] for each in bundle[name]][:_MOST_NAMED]
    claims = (each for each in iter_entities(bundle) if each.value.get(name))
    return [each.id for each in claims][:_MOST_NAMED]


_MOST_NAMED = 5


def _return_faults(content: Content, archive: Archive, request: Request) -> Iterator[Fault]:
    """Refuse to bring a guideline back without a day and a reason: rules look at neither."""
    latest, updated = archive.latest, content.guideline.identity.updated
    if latest is None or not latest.guideline.identity.withdrawal or request.kind == "withdrawal":
        return
    withdrawn = latest.entry["released"]
    if archive.is_left_withdrawn(content.bundle):
        phrase = "the guideline is withdrawn, and nothing says that it may be used again"
        yield phrase, "set `updated` to the day of that, and say why, as guidepress status tells"
    elif updated and updated < withdrawn:
        phrase = f"`updated` ({updated}) lies before the withdrawal ({withdrawn})"
        yield phrase, "set it to the day from which the guideline may be used again"


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
        phrase = f"the draft has changes of substance that {latest.version} does not hold"
        yield phrase, "release or undo them first: guidepress diff tells them"


def find_broken_promises(content: Content, bundle: Any, delta: Delta | None) -> Iterator[Problem]:
    """Check what will be frozen against the published schemas."""
    frozen = [("bundle", bundle)] + ([("changes", delta.to_json())] if delta else [])
    for kind, data in frozen:
        if not is_valid(kind, data):
            for fault in explain(kind, data):
                place = content.file_position("guideline", "id")
                yield Problem(place, "release", f"the {kind} would break its schema: {fault}")


def _approval_faults(content: Content, archive: Archive, request: Request) -> Iterator[Fault]:
    """Refuse to end a consultation before somebody approved of the text since it began."""
    opened = archive.open_consultation
    if opened is None or request.kind != "release":
        return
    since = opened.entry["released"]
    listed = content.bundle["guideline"].get("approvals", ())
    fresh = [each for each in listed if since <= str(each.get("date", "")) <= request.date]
    if not fresh:
        what = f"{opened.version} is in consultation since {since}, and no approval is dated since"
        yield what, "write who approved, when and how it was decided into `approvals`"
    # What a body decided last counts.
    decisions = {each["body"]: each for each in sorted(fresh, key=lambda each: each["date"])}
    for each in decisions.values():
        if each["decision"] != "approved":
            what = f"{each['body']} decided on {each['date']}: {each['decision']}"
            yield what, "release when it is approved, or consult again (--kind consultation)"


def _proof_faults(delta: Delta | None) -> Iterator[Fault]:
    """Check that the patch leads from the old bytes to the new, and each step is told once."""
    if delta is None:
        return
    try:
        led_to = apply_patch(json.loads(canonical(delta.old)), delta.patch)
    except PatchError as error:
        led_to = str(error)
    steps = [step for change in delta.changes for step in change.fact.operations]
    reported = sorted([*delta.stamps, *steps])
    if canonical(led_to) != canonical(delta.new) or reported != list(range(len(delta.patch))):
        hint = "this is a fault of guidepress: please report it with both versions"
        yield "the proof of the changes does not hold", hint
