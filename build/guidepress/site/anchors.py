"""Anchors of our own: they begin with an underscore, which no authored id can."""


def version_anchor(version: str) -> str:
    """Return the anchor of a version on the change page."""
    return f"_v{version.replace('.', '-')}"


def change_anchor(version: str, fingerprint: str) -> str:
    """Return the anchor of a change; the same change can be made again in a later version."""
    return f"{version_anchor(version)}-{fingerprint[:12]}"
