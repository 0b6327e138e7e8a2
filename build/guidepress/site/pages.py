"""The pages of a guideline as Markdown: headings with ids, bodies of finished HTML."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from guidepress.classify.change import IN_WORDS
from guidepress.export import with_status
from guidepress.export.details import list_details
from guidepress.export.jsonld import build_jsonld
from guidepress.export.wording import DOCUMENT_TYPES, as_of, numbered, render_day
from guidepress.history.archive import Archive, Release, is_consultation
from guidepress.history.relations import Related
from guidepress.model import Group, Guideline, Identity, iter_entities
from guidepress.site.blocks import join_page
from guidepress.site.cite import Citation, cite_release
from guidepress.site.lineage import trace, trace_entities
from guidepress.site.marks import count_impacts
from guidepress.site.net import label_citations, label_works, with_images
from guidepress.site.pictures import read_maps
from guidepress.site.plan import Outside
from guidepress.site.publication import Publication
from guidepress.site.summary import WARNINGS, Tombstone, find_tombstone
from guidepress.site.templates import heading, render_template
from guidepress.site.timeline import read_timeline
from guidepress.site.view import View
from guidepress.site.words import version_anchor

NOTHING = Outside()
_UNLISTED = {"robots": "noindex"}
# On each sheet, before the address of the current version.
_FOOT = "Not medical advice. May be superseded: look at"


def render_current(
    archive: Archive, release: Release, publication: Publication, outside: Outside = NOTHING
) -> str:
    """Return the page of the current release, with what is known of the world since."""
    view = _release_view(archive, release, "../")
    view = replace(
        view, people=outside.people, alerts=outside.notices, histories=trace_entities(archive)
    )
    citation = cite_release(release.guideline, publication)
    blocks = _guideline_blocks(view, archive, frozen=False, citation=citation, outside=outside)
    address = f"{publication.address}{archive.id}/index.html"
    meta = _meta(release.guideline) | {"jsonld": build_jsonld(release.guideline, address)}
    meta["alternates"] = list(_list_alternates(release.guideline.identity, outside.related))
    return join_page(*blocks, **meta)


def render_unreleased(archive: Archive) -> str:
    """Return the page of a guideline of which no version is in force, only one in consultation."""
    newest = archive.releases[-1]
    identity = newest.guideline.identity
    title = heading(1, identity.title, "_title")
    body = render_template("unreleased.html", version=newest.version)
    summary = f"{identity.title}: in consultation, not in force."
    return join_page(title, body, summary=summary, **_feed(identity), **_UNLISTED)


def render_removed(archive: Archive, version: str) -> str:
    """Return the page of a version that was removed by law."""
    tombstone = archive.tombstones[f"{version}.json"]
    title = heading(1, f"{archive.id}, version {version}: removed", "_title")
    body = render_template("removed.html", version=version, tombstone=tombstone)
    summary = f"Version {version} of {archive.id} was removed."
    return join_page(title, body, summary=summary, **_UNLISTED)


def render_release(
    archive: Archive, release: Release, publication: Publication, tombstone: Tombstone | None = None
) -> str:
    """Return the page of one release as it was; of later releases it shows a tombstone only."""
    view = _release_view(archive, release, "../../", tombstone)
    reported = with_status(release.guideline, tombstone.status if tombstone else "")
    citation = cite_release(reported, publication)
    blocks = _guideline_blocks(view, archive, frozen=True, citation=citation)
    jsonld = build_jsonld(reported, citation.address)
    if reported.identity.status == "active":
        # It was when it was frozen; that it was superseded since is not known on its own page.
        del jsonld["creativeWorkStatus"]
    return join_page(*blocks, **_meta(reported), jsonld=jsonld, **_UNLISTED)


def _release_view(
    archive: Archive, release: Release, root: str, tombstone: Tombstone | None = None
) -> View:
    earlier = archive.releases[: archive.releases.index(release)]
    until = (*(each for each in earlier if not is_consultation(each.version)), release)
    return View(
        guideline=release.guideline,
        root=root,
        changes=release.changes["changes"] if release.changes else [],
        lineage=trace([each.entities for each in until], release.bundle),
        version=release.version,
        tombstone=tombstone,
        releases=until,
        homes_before=until[-2].homes if until[1:] else {},
        gone=archive.tombstones,
    )


def render_draft(  # noqa: PLR0913 - the draft, and what is said of it
    archive: Archive,
    draft: Guideline,
    bundle: Mapping[str, Any],
    changes: Sequence[Any],
    outside: Outside = NOTHING,
    *,
    remarks: Sequence[tuple[str, str]] = (),
) -> str:
    """Return the page of the draft, marked as such, with what it changes.

    ``remarks`` are what is said of all that changes, each with its label.
    """
    versions = [*(release.guideline for release in archive.final), draft]
    entities = tuple(iter_entities(bundle))
    reported = label_citations(changes, label_works(versions))
    before = archive.latest.version if archive.latest else ""
    reported = with_images(reported, f"../../api/v1/{archive.id}/{before}", ".", archive.tombstones)
    view = View(
        guideline=draft,
        root="../../",
        changes=reported,
        lineage=trace([*(each.entities for each in archive.final), entities], bundle),
        draft=True,
        homes_before=archive.latest.homes if archive.latest else {},
        alerts=outside.notices,
        people=outside.people,
        remarks=remarks,
    )
    blocks = _guideline_blocks(view, archive, frozen=False, outside=outside)
    return join_page(*blocks, **_meta(draft), **_UNLISTED)


def render_broken_draft(archive: Archive, problems: Sequence[str]) -> str:
    """Return what is wrong with a draft that cannot be shown."""
    title = heading(1, f"Draft of {archive.id}", "_title")
    body = render_template("broken_draft.html", problems=problems)
    return join_page(title, body, summary="This draft cannot be shown.", **_UNLISTED)


def _meta(guideline: Guideline) -> dict[str, object]:
    """Say what browsers, search engines and the foot of each printed page are told."""
    identity = guideline.identity
    version = f"Version {identity.version}" if identity.version else "Draft, not released"
    kind = DOCUMENT_TYPES[identity.document_type]
    warning = WARNINGS.get(identity.status, "")
    day = render_day(identity.updated) if identity.updated else None
    return {
        "summary": f"{kind}: {identity.title}. {version}, {as_of(identity.updated)}.",
        "running": f"{warning}{version}, {as_of(day)}. {_FOOT}",
        "address": f"{identity.id}/index.html",
        "language": identity.language,
        **_feed(identity),
    }


def _list_alternates(identity: Identity, related: Sequence[Related]) -> Iterator[tuple[str, str]]:
    """Yield language and page of this guideline and of those that are the same in another one."""
    found = [
        (each.language, f"{each.guideline}/index.html")
        for each in related
        if each.kind in _TRANSLATIONS and each.title and not each.is_withdrawn
    ]
    if found and not identity.withdrawal:
        yield identity.language, f"{identity.id}/index.html"
        yield from found


_TRANSLATIONS = frozenset({"translation-of", "translation", "other-translation"})


def _feed(identity: Identity) -> dict[str, object]:
    """Say where the feeds of the guideline lie, for pages of released guidelines."""
    return {"feed": {"title": f"Changes: {identity.title}", "folder": f"{identity.id}/"}}


def _guideline_blocks(
    view: View,
    archive: Archive,
    *,
    frozen: bool,
    citation: Citation | None = None,
    outside: Outside = NOTHING,
) -> Iterator[str]:
    identity = view.guideline.identity
    yield heading(1, identity.title, "_title", f"(version {identity.version})" if frozen else "")
    yield _block("head", view, archive=archive, frozen=frozen, related=outside.related)
    yield _block("alerts", view)
    near: dict[str, Any] = {"related": outside.related, "archive": archive, "frozen": frozen}
    yield _block("related", view, beside=False, **near)
    beside = _block("related", view, beside=True, **near)
    if identity.withdrawal:
        yield beside
        return
    yield from _glance_blocks(view)
    if view.draft:
        yield heading(2, "What this draft changes", "_draft")
        yield _block("draft_changes", view, archive=archive, impacts=IN_WORDS)
    yield from _body_blocks(view)
    yield from _map_blocks(view)
    details = list_details(identity, "making", words=view.words)
    parts = (
        ("References", "references", True),
        ("Terms", "terms", view.guideline.terms),
        ("Abbreviations", "abbreviations", identity.abbreviations),
        ("Cite this guideline", "cite", citation),
        ("How it was made", "making", details),
    )
    for title, name, stated in parts:
        if stated:
            yield heading(2, title, f"_{name}")
            yield _block(name, view, citation=citation, frozen=frozen, details=details)
    yield heading(2, "About this page", "_about")
    yield beside
    yield _block("about_guideline", view)
    yield _block("words", view)


def _glance_blocks(view: View) -> Iterator[str]:
    tables = (
        ("Options at a glance", "_at-a-glance", view.options_at_a_glance),
        ("Recommendations at a glance", "_recommended", view.recommendations_at_a_glance),
    )
    for title, anchor, glance in tables:
        if glance.rows:
            yield heading(2, title, anchor)
            yield _block("glance", view, glance=glance, title=title)


def _map_blocks(view: View) -> Iterator[str]:
    placed = view.placed_statements()
    phrases = [each for _, each in placed]
    counts = {
        "total": len(phrases),
        "graded": sum(bool(each.evidence) for each in phrases),
        "cited": sum(bool(each.citations and not each.evidence) for each in phrases),
    }
    for number, found in enumerate(read_maps(view.guideline, placed), start=1):
        anchor = "_evidence-map" if number == 1 else f"_evidence-map-{number}"
        yield heading(2, "Where the graded evidence lies", anchor)
        yield _block("evidence_map", view, map=found, **counts)


def _body_blocks(view: View) -> Iterator[str]:
    for name in view.guideline.identity.body:
        if name == "factors":
            yield heading(2, "Factors", "_factors")
            yield _block("factors", view)
        elif name == "options":
            yield from _option_blocks(view)
        elif name == "recommendations":
            yield heading(2, "Recommendations", "_recommendations")
            yield _block("recommendations", view)
        for section, level in view.guideline.sections_in(name):
            yield heading(level + 1, numbered(section), section.id)
            yield _block("section", view, section=section)


def _block(name: str, view: View, **values: Any) -> str:
    return render_template(f"{name}.html", view=view, guideline=view.guideline, **values)


def _option_blocks(view: View) -> Iterator[str]:
    yield heading(2, "Options", "_options")
    yield _block("options_intro", view)
    for depth, entry in view.guideline.arranged():
        if isinstance(entry, Group):
            yield heading(3 + depth, entry.name, entry.id)
            yield _block("group", view, group=entry)
        else:
            yield _block("option", view, option=entry, level=3 + depth)


def _told(archive: Archive, release: Release, works: Mapping[str, str]) -> list[dict[str, Any]]:
    changes = release.changes or {}
    home = f"../../api/v1/{changes['guideline']}"
    reported = label_citations(changes["changes"], works)
    folders = (f"{home}/{changes['from']}", f"{home}/{changes['to']}")
    return with_images(reported, *folders, archive.tombstones)


def render_changes(archive: Archive) -> str:
    """Return every release, newest first, each change with sentence, reason and words."""
    latest = archive.latest or archive.releases[-1]
    works = label_works(release.guideline for release in archive.releases)
    title = latest.guideline.identity.title
    blocks = [heading(1, f"Changes: {title}", "_title")]
    line = read_timeline(archive.final, latest) if archive.latest else None
    values = {"guideline": latest.guideline, "counts": count_impacts(archive), "line": line}
    blocks.append(render_template("changes_head.html", changes=True, **values))
    for release in reversed(archive.releases):
        blocks.append(heading(2, f"Version {release.version}", version_anchor(release.version)))
        blocks.append(
            render_template(
                "changes.html",
                release=release,
                changes=_told(archive, release, works) if release.changes else [],
                impacts=IN_WORDS,
                present=latest.kinds,
                newest=release is latest,
                tombstone=find_tombstone(archive, release),
            )
        )
    summary = f"Every change of each release of: {title}."
    return join_page(*blocks, summary=summary, **_feed(latest.guideline.identity))
