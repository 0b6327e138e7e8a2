"""Each kind of page as Markdown: headings with ids, bodies of finished HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.classify import IN_WORDS
from guidepress.site.anchors import version_anchor
from guidepress.site.api import status_of
from guidepress.site.templates import heading, render_template
from guidepress.site.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress.history import Archive, Release
    from guidepress.model import Guideline, Scale


def _page(*blocks: str, meta: Mapping[str, str] | None = None) -> str:
    front = ""
    if meta:
        front = "---\n" + "".join(f"{key}: {value}\n" for key, value in meta.items()) + "---\n\n"
    return front + "\n\n".join(block for block in blocks if block) + "\n"


def render_home(archives: Sequence[Archive], *, drafts: bool = False) -> str:
    """Return the list of all guidelines, with links to their drafts if there are pages of them."""
    latest = [(archive, archive.latest) for archive in archives if archive.latest]
    cards = [(archive, release, _last_change(release)) for archive, release in latest]
    return _page(
        heading(1, "Guidelines", "_guidelines"),
        render_template("home.html", cards=cards, drafts=archives if drafts else []),
    )


def _last_change(release: Release) -> str:
    """Return the weightiest change of the release in a sentence."""
    changes = release.changes["changes"] if release.changes else []
    order = list(IN_WORDS)
    told = sorted(
        changes, key=lambda each: (order.index(each["impact"]), not each["kind"].endswith("added"))
    )
    return str(told[0]["sentence"]) if told else "First release."


def render_current(archive: Archive, release: Release) -> str:
    """Return the page of the current release."""
    changes = release.changes["changes"] if release.changes else []
    view = View(guideline=release.guideline, root="../", changes=changes, version=release.version)
    return _page(*_guideline_blocks(view, archive, frozen=False))


def render_draft(archive: Archive, draft: Guideline, changes: Sequence[Any]) -> str:
    """Return the page of the draft, marked as such, with what it changes."""
    view = View(guideline=draft, root="../../", changes=changes, draft=True)
    meta = {"robots": "noindex", "search": "{exclude: true}"}
    return _page(*_guideline_blocks(view, archive, frozen=False), meta=meta)


def render_broken_draft(archive: Archive, problems: Sequence[str]) -> str:
    """Return what is wrong with a draft that cannot be shown."""
    blocks = [heading(1, f"Draft of {archive.id}", "_title")]
    blocks.append(render_template("broken_draft.html", problems=problems))
    return _page(*blocks, meta={"robots": "noindex", "search": "{exclude: true}"})


def render_release(archive: Archive, release: Release) -> str:
    """Return the page of one release as it was; nothing on it depends on later releases."""
    changes = release.changes["changes"] if release.changes else []
    view = View(
        guideline=release.guideline, root="../../", changes=changes, version=release.version
    )
    meta = {"robots": "noindex", "search": "{exclude: true}"}
    blocks = _guideline_blocks(view, archive, frozen=True, tombstone=_tombstone(archive, release))
    return _page(*blocks, meta=meta)


def _tombstone(archive: Archive, release: Release) -> str:
    """Return what an old page must say that it could not know: the one rewriting that there is."""
    status = status_of(archive, release)
    latest = archive.releases[-1].guideline.identity
    if status == "withdrawn" and latest.withdrawal and release is not archive.releases[-1]:
        return f"This guideline was withdrawn on {latest.released}: {latest.withdrawal.reason}"
    if status == "entered-in-error":
        by = next(
            each for each in archive.releases if each.entry.get("corrects") == release.version
        )
        return f"This version was in error. Version {by.version} corrects it."
    return ""


def _guideline_blocks(
    view: View, archive: Archive, *, frozen: bool, tombstone: str = ""
) -> Iterator[str]:
    identity = view.guideline.identity
    yield heading(1, identity.title, "_title")
    yield render_template(
        "head.html",
        view=view,
        guideline=view.guideline,
        archive=archive,
        frozen=frozen,
        tombstone=tombstone,
    )
    if identity.withdrawal:
        return
    yield heading(2, "Options at a glance", "_at-a-glance")
    yield render_template("glance.html", view=view, guideline=view.guideline)
    for name, section in view.body:
        if name == "factors":
            yield heading(2, "Factors", "_factors")
            yield render_template("factors.html", view=view, guideline=view.guideline)
        elif name == "options":
            yield from _option_blocks(view)
        elif section:
            yield heading(2, section.title, section.id)
            yield render_template("section.html", view=view, section=section)
    yield heading(2, "References", "_references")
    yield render_template("references.html", view=view)
    yield heading(2, "About this page", "_about")
    yield render_template("about_guideline.html", view=view, guideline=view.guideline)


def _option_blocks(view: View) -> Iterator[str]:
    yield heading(2, "Options", "_options")
    yield render_template("options_intro.html", view=view, guideline=view.guideline)
    for option in view.guideline.options:
        yield heading(3, option.name, option.id)
        yield render_template("option.html", view=view, option=option)


def render_changes(archive: Archive) -> str:
    """Return every release, newest first, each change with sentence, reason and words."""
    latest = archive.releases[-1].guideline
    blocks = [heading(1, f"Changes: {latest.identity.title}", "_title")]
    blocks.append(render_template("changes_head.html", guideline=latest))
    for release in reversed(archive.releases):
        blocks.append(heading(2, f"Version {release.version}", version_anchor(release.version)))
        blocks.append(render_template("changes.html", release=release, impacts=IN_WORDS))
    return _page(*blocks)


def render_scale(scales: Sequence[Scale]) -> str:
    """Return what the levels of a scale mean, for each of its versions in use."""
    title = scales[-1].title
    blocks = [heading(1, title, "_title")]
    for scale in scales:
        blocks.append(heading(2, f"{scale.title}, version {scale.version}", f"_v{scale.version}"))
        blocks.append(render_template("scale.html", scale=scale))
    return _page(*blocks)


def render_about() -> str:
    """Return the disclaimer, and what the site promises."""
    return _page(heading(1, "About", "_title"), render_template("about.html"))
