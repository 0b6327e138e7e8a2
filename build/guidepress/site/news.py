"""What each release of a guideline tells those who follow it: the stuff that feeds are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from typing import Any

from guidepress.classify.change import IN_WORDS, tell_lowered
from guidepress.classify.folding import Node, fold_published, list_first_published
from guidepress.diff.fact import canonical
from guidepress.export.wording import render_warning, render_withdrawn
from guidepress.history.archive import Archive, Release
from guidepress.history.relations import Related
from guidepress.site.api import find_reasons, status_of
from guidepress.site.words import alert_anchor, version_anchor

# So many releases of one guideline the feed of the site can tell of.
RECENT = 10
_MEANINGS = {
    "reviewed": "reviewed, nothing changed",
    "consultation": "opened for consultation, not in force",
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One change in a sentence, with its impact and whether it can hurt not to know it.

    ``lowered`` is who accepted a lower impact, which and why; ``inside`` is what came with it.
    """

    sentence: str
    impact: str
    alert: bool
    lowered: str = ""
    inside: tuple[Told, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the change as a JSON feed holds it."""
        data = {"sentence": self.sentence, "impact": self.impact, "alert": self.alert}
        stated = {"lowered": self.lowered, "inside": [each.to_json() for each in self.inside]}
        return data | {key: value for key, value in stated.items() if value}


@dataclass(frozen=True, kw_only=True)
class News:
    """One release in short. ``recorded`` counts what was merely not known before.

    ``bundle_sha256`` makes the entry's id: another publisher may use the same id for a guideline.
    ``status`` is what became of the release, ``modified`` the day since when it is so, and
    ``reasons`` say why, or why it corrects or withdraws another one.
    ``warning`` is what a guideline at the other end of a relation means for this one.

    A safety notice from outside is news of its own: ``notice`` is its id, ``authority`` who gave
    it, and ``url`` where; its text is the one change, ``version`` the current one.
    """

    guideline: str
    title: str
    language: str
    version: str
    kind: str
    impact: str
    released: str
    bundle_sha256: str
    first_sha256: str
    changes: tuple[Told, ...]
    summary: tuple[str, ...] = ()
    recorded: int
    updated: str | None = None
    corrects: str | None = None
    withdrawn: str | None = None
    status: str = "active"
    corrected_by: str | None = None
    reasons: tuple[str, ...] = ()
    modified: str
    lost: bool = False
    notice: str = ""
    authority: str = ""
    url: str | None = None
    warning: str = ""
    is_alert: bool = False

    @property
    def in_error(self) -> bool:
        """Whether the release was entered in error: what it changed must not be read as a fact."""
        return self.status == "entered-in-error"

    @property
    def alert(self) -> bool:
        """Whether harm, dose, contraindication, a retraction or a withdrawal is among it."""
        notice = bool(self.withdrawn) or self.in_error or self.is_alert
        return notice or any(each.alert for each in self.changes)

    @property
    def headline(self) -> str:
        """The title of the entry: guideline, version, and what it means to a reader."""
        warned = "Safety: " if self.alert else ""
        if self.notice:
            return f"{warned}{self.title}: notice of {self.authority}"
        return f"{warned}{self.title}, version {self.version}: {self.meaning}"

    @property
    def meaning(self) -> str:
        """The weight of the release in a reader's words, never in the tool's."""
        if self.warning:
            return self.warning
        if self.in_error:
            return f"entered in error, do not use; version {self.corrected_by} corrects it"
        if self.withdrawn or self.status == "withdrawn":
            return f"withdrawn{'' if self.withdrawn else ' since'}, do not use"
        if self.kind in _MEANINGS:
            return _MEANINGS[self.kind]
        if self.corrects:
            return f"corrects version {self.corrects}, entered in error; {IN_WORDS[self.impact]}"
        return IN_WORDS[self.impact]

    @property
    def page(self) -> str:
        """Where the release is told of in full, below the address of the site."""
        if self.notice:
            return f"{self.guideline}/index.html#{alert_anchor(self.notice)}"
        if self.warning:
            return f"{self.guideline}/index.html"
        return f"{self.guideline}/changes/index.html#{version_anchor(self.version)}"


def tell_releases(archive: Archive, most: int | None = None) -> tuple[News, ...]:
    """Return the news of a guideline, newest first; of its newest releases alone with ``most``."""
    return tuple(_tell(archive, release) for release in archive.releases[::-1][:most])


def tell_alerts(archive: Archive, alerts: Sequence[Mapping[str, Any]]) -> Iterator[News]:
    """Yield the news of safety notices, which may be those of a guideline that this one renders."""
    latest = archive.latest
    if latest is None:
        return
    identity = latest.guideline.identity
    for each in alerts:
        own = each["guideline"] == archive.id
        yield News(
            guideline=archive.id,
            title=identity.title,
            language=identity.language,
            version=latest.version,
            kind="alert",
            impact="none",
            released=each["date"],
            bundle_sha256=sha256(canonical(each)).hexdigest(),
            first_sha256=archive.entries[0]["bundle_sha256"],
            changes=(Told(sentence=each["text"], impact="none", alert=each["alert"]),),
            recorded=0,
            modified=each["date"],
            notice=each["id"] if own else f"{each['guideline']}-{each['id']}",
            authority=each["authority"],
            url=each.get("url"),
        )


def tell_relations(archive: Archive, related: Sequence[Related]) -> Iterator[News]:
    """Yield an entry for each related guideline whose newest release concerns the readers of this.

    Its id follows from that release, so that it is told once.
    """
    latest = archive.latest
    for each in related:
        if latest is None or not (warning := _warning_of(each)):
            continue
        digest = f"{each.kind} {each.guideline} {each.version}"
        entry = _tell(archive, latest)
        yield replace(
            entry,
            kind="relation",
            impact="none",
            released=each.released,
            modified=max(each.released, latest.entry["released"]),
            bundle_sha256=digest,
            changes=(),
            recorded=0,
            withdrawn=None,
            corrects=None,
            reasons=(),
            warning=warning,
            is_alert=each.alert,
        )


def _warning_of(related: Related) -> str:
    if not related.guideline or not related.title:
        return ""
    return render_warning(related) or (render_withdrawn(related) if related.is_withdrawn else "")


def _tell(archive: Archive, release: Release) -> News:
    entry = release.entry
    identity = release.guideline.identity
    status = status_of(archive, release.version)
    changes = release.changes["changes"] if release.changes else []
    # What an error changed is no news; the release that corrects it tells what holds.
    # What is proposed is none either, before it is in force.
    untold = status == "entered-in-error" or entry["kind"] == "consultation"
    reported = () if untold else tuple(_told(changes))
    recorded = sum(each["impact"] == "none" for each in changes)
    return News(
        guideline=archive.id,
        title=identity.title,
        language=identity.language,
        version=release.version,
        kind=entry["kind"],
        impact=entry["impact"],
        released=entry["released"],
        bundle_sha256=entry["bundle_sha256"],
        first_sha256=archive.entries[0]["bundle_sha256"],
        changes=reported,
        summary=list_first_published(changes) if len(reported) > 1 else (),
        recorded=0 if untold else recorded,
        updated=entry.get("updated"),
        corrects=entry.get("corrects"),
        withdrawn=identity.withdrawal.reason if identity.withdrawal else None,
        lost=release.lost_changes,
        status=status,
        corrected_by=archive.corrected_by(release.version),
        reasons=tuple(find_reasons(archive, release.version)),
        modified=_modified(archive, release),
    )


def _modified(archive: Archive, release: Release) -> str:
    """Return the day of the last release that changed what is to be thought of this one."""
    days: list[str] = [release.entry["released"]]
    days += [e["released"] for e in archive.entries if e.get("corrects") == release.version]
    later = archive.releases[archive.releases.index(release) :]
    for pair in pairwise(later):
        if any("withdrawal" in each.bundle["guideline"] for each in pair):
            days.append(pair[1].entry["released"])
    return max(days)


def _told(changes: Sequence[Mapping[str, Any]]) -> Iterator[Told]:
    """Yield what changed, weightiest first, each with what came with it."""
    nodes = [node for node in fold_published(changes) if node.impact != "none"]
    order = list(IN_WORDS)
    yield from map(_told_of, sorted(nodes, key=lambda node: order.index(node.impact)))


def _told_of(node: Node[Mapping[str, Any]]) -> Told:
    change = node.head or {}
    return Told(
        sentence=node.title or str(change["sentence"]),
        impact=node.impact,
        alert=node.alert,
        lowered=tell_lowered(change),
        inside=tuple(map(_told_of, node.inside)),
    )
