"""The reasons that frozen deltas give, for any comparison that meets the same changes again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.classify import NoteLike, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guidepress.history import Archive


def find_frozen_reasons(archive: Archive) -> Iterator[NoteLike]:
    """Yield a note for each released change that has a reason, named by its fingerprint."""
    for release in archive.releases:
        yield from reasons_of(release.changes or {})


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
