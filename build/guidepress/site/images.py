"""Where pages find images: of a release at its permanent address, of a draft beside it."""

from __future__ import annotations

from hashlib import sha256

from guidepress.content import Content
from guidepress.history import Release
from guidepress.history.figures import list_figures, name_figure, read_figure


def stage_images(release: Release) -> dict[str, bytes]:
    """Return the images of a release by their names below its folder, but those that are gone."""
    if release.home is None:
        return {}
    found = {name: read_figure(release.home, name) for name in list_figures(release.bundle)}
    return {f"files/{name}": data for name, data in found.items() if data is not None}


def stage_draft_images(content: Content) -> dict[str, bytes]:
    """Return the images of a draft by their names below its folder."""
    wanted = set(list_figures(content.bundle))
    sound = [each for each in content.figures.values() if not each.fault]
    digests = [sha256(each.data).hexdigest() for each in sound]
    pairs = zip(sound, digests, strict=True)
    named = {name_figure({"sha256": d, "media_type": e.media_type}): e.data for e, d in pairs}
    return {f"files/{name}": data for name, data in named.items() if name in wanted}
