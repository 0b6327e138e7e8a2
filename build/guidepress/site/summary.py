"""What the pages that all guidelines share need to know of each: small, and kept instead of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guidepress.classify import IN_WORDS
from guidepress.export.wording import render_population
from guidepress.history import Related  # a summary is read from JSON
from guidepress.model import Scale, from_data
from guidepress.site.news import RECENT, News, tell_alerts, tell_releases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guidepress.history import Archive, Release


@dataclass(frozen=True, kw_only=True)
class Current:
    """The newest release, as the home page and the index of the API tell of it."""

    title: str
    document_type: str
    version: str
    status: str
    language: str
    released: str
    bundle_sha256: str
    last_change: str
    updated: str | None = None
    population: str = ""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One guideline in short; a value of the model's kind, so that it can be kept as JSON.

    ``scales`` are those in force in any release, ``news`` tell of the newest ones;
    a guideline without a release has no ``current``; ``consultation`` is the version in it.
    ``alert`` names its newest safety notice. ``related`` is known to whoever knows all.
    """

    id: str
    current: Current | None = None
    consultation: Current | None = None
    alert: str = ""
    scales: tuple[Scale, ...] = ()
    news: tuple[News, ...] = ()
    related: tuple[Related, ...] = ()


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
        current=_current(archive.latest) if archive.latest else None,
        consultation=_current(opened) if opened else None,
        scales=tuple(from_data(Scale, scales[key]) for key in sorted(scales)),
        news=(*tell_releases(archive, RECENT), *tell_alerts(archive, alerts[-RECENT:])),
        alert=max((f"{each['date']}, {each['authority']}" for each in alerts), default=""),
    )


def _current(release: Release) -> Current:
    identity = release.guideline.identity
    return Current(
        title=identity.title,
        document_type=identity.document_type,
        version=release.version,
        status=identity.status,
        language=identity.language,
        released=release.entry["released"],
        bundle_sha256=release.entry["bundle_sha256"],
        last_change=_last_change(release),
        updated=identity.updated,
        population=render_population(identity.population),
    )


def _last_change(release: Release) -> str:
    """Return the weightiest change of the release in a sentence."""
    changes = release.changes["changes"] if release.changes else []
    order = list(IN_WORDS)
    told = sorted(
        changes, key=lambda each: (order.index(each["impact"]), not each["kind"].endswith("added"))
    )
    return str(told[0]["sentence"]) if told else "First release."
