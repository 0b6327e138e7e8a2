"""What an old page must say that it could not know: the one rewriting of a page that there is."""

from typing import NamedTuple

from guidepress.history.archive import Archive, Release
from guidepress.site.api import status_of

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
        when = latest.guideline.identity.released
        return Tombstone(status, f"This guideline was withdrawn on {when}: {withdrawal.reason}")
    if status == "entered-in-error":
        by = archive.corrected_by(release.version)
        return Tombstone(status, f"This version was in error. Version {by} corrects it.")
    return None
