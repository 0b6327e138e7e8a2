"""Where pages find images: of a release at its permanent address, of a draft beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.history.figures import list_figures, name_figure, read_figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guidepress.content import Content
    from guidepress.history import Release

Changes = list[dict[str, Any]]
CHANGED = "statement-image-changed"


def stage_images(release: Release) -> dict[str, bytes]:
    """Return the images of a release by their names below its folder, but those that are gone."""
    if release.home is None:
        return {}
    found = {name: read_figure(release.home, name) for name in list_figures(release.bundle)}
    return {f"files/{name}": data for name, data in found.items() if data is not None}


def stage_draft_images(content: Content) -> dict[str, bytes]:
    """Return the images of a draft by their names below its folder."""
    wanted = set(list_figures(content.bundle))
    files = (each for each in content.figures.values() if not each.fault)
    return {f"files/{name}": each.data for each in files if (name := _name_of(each)) in wanted}


def _name_of(image: Any) -> str:
    from hashlib import sha256

    digest = sha256(image.data).hexdigest()
    return name_figure({"sha256": digest, "media_type": image.media_type})


def with_images(changes: Sequence[Mapping[str, Any]], before: str, after: str) -> Changes:
    """Return changes of which those of an image say where it is shown, as it was and as it is.

    ``before`` and ``after`` lead from the page to the folders of the two versions.
    """
    return [
        {**each, "images": _both(each, before, after)} if each["kind"] == CHANGED else {**each}
        for each in changes
    ]


def _both(change: Mapping[str, Any], before: str, after: str) -> list[tuple[str, str]]:
    sides = (("Before", before, change.get("old")), ("Now", after, change.get("new")))
    return [
        (label, f"{folder}/files/{name_figure(side)}")
        for label, folder, side in sides
        if side and "sha256" in side
    ]
