"""What the pages that all guidelines share need to know of each: small, and kept instead of it.

And what an old page must say that it could not know: the one rewriting of a page that there is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from guidepress.export.wording import render_day
from guidepress.history.archive import Archive, Release
from guidepress.history.relations import Related
from guidepress.model import Identity, Scale, from_data
from guidepress.site.api import status_of
from guidepress.site.news import RECENT, News, tell_alerts, tell_releases


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One guideline in short; a value of the model's kind, so that it can be kept as JSON.

    ``scales`` are those in force in any release, ``news`` tell of the newest ones;
    ``current`` is what its newest release in force says of itself, ``bundle_sha256`` the hash of
    that; a guideline without a release has none. ``consultation`` is the version in it.
    ``alert`` names its newest safety notice. ``related`` is known to whoever knows all.
    """

    id: str
    current: Identity | None = None
    bundle_sha256: str = ""
    consultation: Identity | None = None
    alert: str = ""
    scales: tuple[Scale, ...] = ()
    news: tuple[News, ...] = ()
    related: tuple[Related, ...] = ()

    @property
    def last_change(self) -> News | None:
        """What the newest release in force tells of itself, where it is among the news."""
        version = self.current.version if self.current else None
        reported = (each for each in self.news if not each.notice)
        return next((each for each in reported if each.version == version), None)

    @property
    def touched(self) -> str:
        """The day of its newest release in force, or that of a later safety notice."""
        released = (self.current and self.current.released) or ""
        return max(released, self.alert.partition(",")[0])


def summarize(archive: Archive, alerts: Sequence[Mapping[str, Any]] = ()) -> Summary:
    """Return the guideline in short; ``alerts`` are its safety notices."""
    if not archive.releases:
        return Summary(id=archive.id)
    opened = archive.open_consultation
    scales = {
        (each["id"], each["version"]): each
        for release in archive.releases
        for each in release.bundle.get("scales", ())
    }
    return Summary(
        id=archive.id,
        current=archive.latest.guideline.identity if archive.latest else None,
        bundle_sha256=archive.latest.entry["bundle_sha256"] if archive.latest else "",
        consultation=opened.guideline.identity if opened else None,
        scales=tuple(from_data(Scale, scales[key]) for key in sorted(scales)),
        news=(*tell_releases(archive, RECENT), *tell_alerts(archive, alerts[-RECENT:])),
        alert=max((f"{each['date']}, {each['authority']}" for each in alerts), default=""),
    )


# What stands first where there is room for a few words only, by the status of the version.
WARNINGS = {
    "in-consultation": "IN CONSULTATION, NOT IN FORCE. ",
    "withdrawn": "WITHDRAWN. ",
    "entered-in-error": "IN ERROR, DO NOT USE. ",
}


class Tombstone(NamedTuple):
    """What became of a version (``withdrawn`` or ``entered-in-error``), and why."""

    status: str
    text: str


def find_tombstone(archive: Archive, release: Release) -> Tombstone | None:
    """Return the tombstone that a later release has put on this one."""
    status = status_of(archive, release.version)
    latest = archive.latest
    withdrawal = latest.guideline.identity.withdrawal if latest else None
    if status == "withdrawn" and latest and withdrawal and release is not latest:
        when = render_day(latest.guideline.identity.released or "")
        return Tombstone(status, f"This guideline was withdrawn on {when}: {withdrawal.reason}")
    if status == "entered-in-error":
        by = archive.corrected_by(release.version)
        return Tombstone(status, f"This version was in error. Version {by} corrects it.")
    return None
