"""Which version comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidepress.classify.change import Impact

FIRST = "1.0.0"
CONSULTATION = "-consultation."


def parse_version(version: str) -> tuple[int, int, int]:
    """Return the three numbers of a version; of a consultation, those that are consulted on."""
    major, minor, patch = (int(part) for part in version.partition(CONSULTATION)[0].split("."))
    return major, minor, patch


def next_version(version: str, impact: Impact) -> str:
    """Return the version that the impact asks for; a release that changes nothing is a patch."""
    major, minor, patch = parse_version(version)
    if impact == "major":
        return f"{major + 1}.0.0"
    if impact == "minor":
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"
