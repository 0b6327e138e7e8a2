"""How guidelines are related: each relation from both of its ends, as the other end is now."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.prose.misreadings import find_guideline_links
from guidepress.source.text import list_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guidepress.history.archive import Archive

    # What ``describe_relations`` returns, by the id of the guideline.
    Known = Mapping[str, Mapping[str, Any]]

RENDERS = ("translation-of", "patient-version-of")
# What each relation is called at its other end.
INVERSE: Mapping[str, str] = {
    "translation-of": "translation",
    "patient-version-of": "patient-version",
    "replaces": "replaced-by",
    "replaced-by": "replaces",
    "evidence-review": "evidence-review-of",
    "companion": "companion",
    "refers-to": "referred-to-by",
}


class Related(NamedTuple):
    """What a guideline is related to, as it is now.

    ``kind`` is what the other one is to it; ``guideline`` its id, or "" for what is published
    elsewhere; without a title there is no release of it here. ``rendered`` is the version that a
    translation or patient version renders. ``behind`` tells that its original has a newer one,
    ``alert`` that harms, doses or contraindications changed since, or that the other one was
    withdrawn; ``reason`` is that of the withdrawal.
    """

    kind: str
    guideline: str
    rendered: str = ""
    title: str = ""
    version: str = ""
    status: str = ""
    language: str = ""
    released: str = ""
    reason: str = ""
    behind: bool = False
    alert: bool = False
    url: str = ""
    publisher: str = ""
    differences: tuple[tuple[str, str], ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        """Whether the other guideline must not be used any more."""
        return self.status == "withdrawn"


def describe_relations(archive: Archive) -> dict[str, Any]:
    """Return what the guidelines that are related to this one need to know of it, as JSON data."""
    latest = archive.latest
    if latest is None:
        return {"links": [], "state": [], "versions": []}
    identity = latest.guideline.identity
    state = [identity.title, latest.version, identity.status, identity.language]
    withdrawal = identity.withdrawal.reason if identity.withdrawal else ""
    return {
        "links": [*list_links(latest.bundle["guideline"]), *list_mentions(latest.bundle)],
        "state": [*state, latest.entry["released"], withdrawal],
        "versions": [
            [each.version, any(change["alert"] for change in (each.changes or {})["changes"])]
            if each.changes
            else [each.version, False]
            for each in archive.final
        ],
    }


def list_links(identity: Any) -> list[dict[str, Any]]:
    """Return each relation that a guideline names, as far as it is written as one."""
    found = identity if isinstance(identity, dict) else {}
    links = [
        {**found[field], "kind": kind}
        for kind in RENDERS
        if isinstance(found.get(field := kind.replace("-", "_")), dict)
    ]
    listed = found.get("related")
    entries = listed if isinstance(listed, list) else []
    return links + [each for each in entries if isinstance(each, dict) and each.get("kind")]


def list_mentions(bundle: Any) -> list[dict[str, Any]]:
    """Return each guideline of the project that a text of the bundle links to."""
    naming = (text for text in list_texts(bundle) if "guideline:" in text)
    names = {name: None for text in naming for name, _ in find_guideline_links(text)}
    return [{"kind": "refers-to", "guideline": name} for name in names]


def relate(
    known: Known, guideline: str, links: Iterable[Mapping[str, Any]], back: Sequence[Related]
) -> tuple[Related, ...]:
    """Return what the guideline is related to: by its own links, and by those that name it."""
    found = [_forward(known, guideline, link) for link in links]
    of_others = [_with_state(known, guideline, each) for each in back]
    # A relation that both ends name is shown once.
    named = {(each.kind, each.guideline) for each in found}
    further = [each for each in of_others if (each.kind, each.guideline) not in named]
    return (*found, *further)


def find_alerts(known: Known, guideline: str, links: Iterable[Mapping[str, Any]]) -> str:
    """Return the safety notices that hold for a guideline, the newest first, as JSON.

    What holds for an original holds for whatever renders it, over any number of links.
    """
    found: list[Mapping[str, Any]] = []
    seen, waiting = set[str](), [guideline, *_originals(links)]
    for each in waiting:
        if each in known and each not in seen:
            seen.add(each)
            found += known[each]["alerts"]
            waiting += _originals(known[each]["links"])
    found.sort(key=lambda each: (each["date"], each["guideline"], each["id"]), reverse=True)
    return json.dumps(found)


def _originals(links: Iterable[Mapping[str, Any]]) -> list[str]:
    return [str(each.get("guideline", "")) for each in links if each["kind"] in RENDERS]


def find_back_links(known: Known) -> Mapping[str, list[Related]]:
    """Return for each guideline what others name it as, and the other translations."""
    back: dict[str, list[Related]] = defaultdict(list)
    translations: dict[str, list[Related]] = defaultdict(list)
    for gid, each in known.items():
        for link in each["links"]:
            target, kind = str(link.get("guideline", "")), INVERSE.get(link["kind"])
            if target and target != gid and kind:
                version = str(link.get("version", "")) if link["kind"] in RENDERS else ""
                back[target].append(Related(kind, gid, version))
            if target and link["kind"] == "translation-of":
                translations[target].append(Related("other-translation", gid))
    for siblings in translations.values():
        for one in siblings:
            back[one.guideline] += [each for each in siblings if each != one]
    return back


def _forward(known: Known, guideline: str, link: Mapping[str, Any]) -> Related:
    gid = str(link.get("guideline", ""))
    if not gid:
        stated: dict[str, Any] = {key: str(link[key]) for key in _ELSEWHERE if key in link}
        return Related(link["kind"], "")._replace(**stated)
    rendered = str(link.get("version", "")) if link["kind"] in RENDERS else ""
    differences = tuple(_differences(link))
    return _with_state(
        known, guideline, Related(link["kind"], gid, rendered, differences=differences)
    )


_ELSEWHERE = ("title", "version", "language", "url", "publisher")


def _differences(link: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for each in link.get("differences") or ():
        if isinstance(each, dict):
            yield str(each.get("entity", "")), str(each.get("reason", ""))


def _with_state(known: Known, guideline: str, related: Related) -> Related:
    state = known.get(related.guideline, {}).get("state") or []
    names = ("title", "version", "status", "language", "released", "reason")
    related = related._replace(**dict(zip(names, state, strict=False)))
    original = related.guideline if related.kind in RENDERS else guideline
    later = _later(known, original, related.rendered) if related.rendered else []
    alert = related.is_withdrawn or any(alert for _, alert in later)
    return related._replace(behind=bool(later), alert=alert)


def _later(known: Known, original: str, rendered: str) -> list[tuple[str, bool]]:
    """Return the releases of the original after the one that is rendered, each with its alert."""
    versions = known.get(original, {}).get("versions") or []
    names = [version for version, _ in versions]
    return versions[names.index(rendered) + 1 :] if rendered in names else []
