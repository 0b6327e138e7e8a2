"""The reasons that frozen deltas give, for any comparison that meets the same changes again."""

from collections.abc import Iterator, Mapping
from typing import Any

from guidepress.classify.change import Delta, Reason
from guidepress.classify.classify import NoteLike, describe
from guidepress.content import Content
from guidepress.history.archive import Archive, Release, is_consultation
from guidepress.validate.context import notes_of


def compare_releases(archive: Archive, old: Release, new: Release) -> Delta:
    """Return the net difference of two releases: what changed and changed back is not in it."""
    notes = list(find_frozen_reasons(archive, old.version, new.version))
    stood, past = archive.stood_before(old.bundle), archive.before(old.version)
    sides = (old.bundle, new.bundle, old.version, new.version)
    return describe(*sides, notes, stood=stood, past=past)


def compare_draft(archive: Archive, content: Content) -> Delta | None:
    """Return what content changes against the latest release, with the reasons that its notes give.

    None where there is no release yet, or a withdrawal stands.
    """
    latest = archive.latest
    if latest is None or archive.is_left_withdrawn(content.bundle):
        return None
    notes = [*notes_of(content), *find_frozen_reasons(archive, latest.version, "draft")]
    stood, past = archive.stood_before(latest.bundle), archive.before(latest.version)
    sides = (latest.bundle, content.bundle, latest.version, "draft")
    return describe(*sides, notes, stood=stood, past=past)


def find_frozen_reasons(archive: Archive, old: str, new: str) -> Iterator[NoteLike]:
    """Yield a note for each change with a reason that was released after ``old`` and up to ``new``.

    Notes are named by fingerprints. Of a change that was made twice, the last time counts, with or
    without a reason. What is no release sets no limit. A proposal gives reasons to a comparison
    with itself or a draft, and never to a version in force.
    """
    versions = [each.version for each in archive.releases]
    first = versions.index(old) + 1 if old in versions else 0
    last = versions.index(new) + 1 if new in versions else len(versions)
    seen: set[str] = set()
    for release in reversed(archive.releases[first:last]):
        if new not in versions or release.version == new or not is_consultation(release.version):
            delta = release.changes or {}
            yield from (each for each in reasons_of(delta) if seen.isdisjoint(each.about))
            seen |= {change["id"] for change in delta.get("changes", ())}


def reasons_of(delta: Mapping[str, Any]) -> Iterator[NoteLike]:
    """Yield a note for each change of one delta that has a reason, or that somebody accepted."""
    for change in delta.get("changes", ()):
        if "reason" in change:
            yield NoteLike(
                about=(change["id"],),
                reason=Reason(
                    reason=change["reason"],
                    reason_type=change.get("reason_type", ""),
                    link=change.get("link"),
                    accepted_by=change.get("accepted_by"),
                    answer=change.get("answer"),
                ),
                impact=change["impact"],
                accept=change["id"] if "accepted_by" in change else None,
            )
