"""The pages that all guidelines share: lists of them, their scales, and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.classify import IN_WORDS
from guidepress.export import EXPORTS
from guidepress.schema import PUBLISHED
from guidepress.site.blocks import join_page
from guidepress.site.templates import heading, render_template
from guidepress.site.words import version_anchor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidepress.model import Scale
    from guidepress.site.summary import Summary

# Who searches wants the guideline, and not the list in which it stands.
_LISTS_ALL = {"search": {"exclude": True}}


def render_home(summaries: Sequence[Summary], *, drafts: bool = False) -> str:
    """Return the list of all guidelines, with links to their drafts if there are pages of them."""
    cards = [(each.id, each.current, each.related) for each in summaries if each.current]
    alerts = {each.id: each.alert for each in summaries}
    opened = [(each.id, each.consultation) for each in summaries if each.consultation]
    cards.sort(key=lambda card: (card[1].title.casefold(), card[0]))
    return join_page(
        heading(1, "Guidelines", "_guidelines"),
        render_template(
            "home.html",
            cards=cards,
            alerts=alerts,
            opened=opened,
            drafts=summaries if drafts else [],
        ),
        summary="Clinical guidelines with their versions, evidence and references.",
        **_LISTS_ALL,
        hide=["navigation", "toc"],
    )


def render_compare(summaries: Sequence[Summary]) -> str:
    """Return the page on which a script compares two versions; it leads to all changes without."""
    guidelines = [(each.id, each.current.title) for each in summaries if each.current]
    return join_page(
        heading(1, "Compare two versions", "_title"),
        render_template("compare.html", guidelines=guidelines),
        summary="What changed between any two versions of a guideline.",
        **_LISTS_ALL,
        hide=["navigation", "toc"],
    )


def render_scale(scales: Sequence[Scale]) -> str:
    """Return what the levels of a scale mean, for each of its versions in use."""
    title = scales[-1].title
    blocks = [heading(1, title, "_title")]
    for scale in scales:
        blocks.append(heading(2, f"Version {scale.version}", version_anchor(scale.version)))
        blocks.append(render_template("scale.html", scale=scale))
    return join_page(*blocks, summary=f"What the levels of this scale mean: {title}.")


def render_api(summaries: Sequence[Summary]) -> str:
    """Return the page for those who write apps."""
    guidelines = [(each.id, each.current) for each in summaries if each.current]
    exports = [each.file for each in EXPORTS.values()]
    return join_page(
        heading(1, "For apps", "_title"),
        render_template("api.html", guidelines=guidelines, schemas=PUBLISHED, exports=exports),
        summary="Every guideline as JSON: addresses that stay, schemas, checksums and changes.",
        **_LISTS_ALL,
        hide=["navigation", "toc"],
    )


def render_about() -> str:
    """Return the disclaimer, and what the site promises."""
    return join_page(
        heading(1, "About", "_title"),
        render_template("about.html", impacts=IN_WORDS),
        summary="What these guidelines are, how to read them, and what they are not.",
        hide=["navigation", "toc"],
    )
