"""The pages that all guidelines share: lists of them, their scales, and what they are."""

from collections.abc import Sequence
from typing import Any

from guidepress.classify.change import IN_WORDS
from guidepress.export import EXPORTS
from guidepress.model import Scale
from guidepress.prose.render import escape_markdown
from guidepress.schema.load import PUBLISHED
from guidepress.site.blocks import join_page
from guidepress.site.publication import Publication
from guidepress.site.search import fold
from guidepress.site.summary import Summary
from guidepress.site.templates import heading, render_template
from guidepress.site.words import version_anchor

_LISTS_ALL = {"hide": ["navigation", "toc"]}
_MOST_ON_HOME = 50


def render_home(summaries: Sequence[Summary], *, drafts: bool = False) -> dict[str, str]:
    """Return the list of all guidelines, with links to their drafts if there are pages of them.

    Where they are many, each letter has a page of its own.
    """
    cards = [(fold(each.current.title), each.id, each) for each in summaries if each.current]
    parts: dict[str, list[Summary]] = {}
    for title, _, each in sorted(cards):
        parts.setdefault(title[:1] if "a" <= title[:1] <= "z" else "other", []).append(each)
    values: dict[str, Any] = {
        "cards": [each for part in parts.values() for each in part],
        "letters": [*parts] if len(cards) > _MOST_ON_HOME else [],
        "opened": [each.consultation for each in summaries if each.consultation],
        "drafts": summaries if drafts else [],
    }
    pages = {"index.md": _render_list("Guidelines", "", values)}
    if values["letters"]:
        pages["az-all.md"] = _render_list("All guidelines", "all", values)
    for letter in values["letters"]:
        title = f"Guidelines: {letter.upper()}"
        pages[f"az-{letter}.md"] = _render_list(title, letter, values | {"cards": parts[letter]})
    return pages


def _render_list(title: str, letter: str, values: dict[str, Any]) -> str:
    summary = "Clinical guidelines with their versions, evidence and references."
    body = render_template("home.html", letter=letter, **values)
    return join_page(heading(1, title, "_guidelines"), body, summary=summary, **_LISTS_ALL)


def render_compare(summaries: Sequence[Summary]) -> str:
    """Return the page on which a script compares two versions; it leads to all changes without."""
    guidelines = [(each.id, each.current.title) for each in summaries if each.current]
    title = heading(1, "Compare two versions", "_title")
    summary = "What changed between any two versions of a guideline."
    body = render_template("compare.html", guidelines=guidelines)
    return join_page(title, body, summary=summary, **_LISTS_ALL)


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
    values = {"guidelines": guidelines, "schemas": PUBLISHED, "exports": exports}
    summary = "Every guideline as JSON: addresses that stay, schemas, checksums and changes."
    body = render_template("api.html", **values)
    return join_page(heading(1, "For apps", "_title"), body, summary=summary, **_LISTS_ALL)


def render_about() -> str:
    """Return the disclaimer, and what the site promises."""
    summary = "What these guidelines are, how to read them, and what they are not."
    body = render_template("about.html", impacts=IN_WORDS)
    return join_page(heading(1, "About", "_title"), body, summary=summary, **_LISTS_ALL)


def render_llms(summaries: Sequence[Summary], publication: Publication) -> str:
    """Return ``llms.txt`` (https://llmstxt.org): the guidelines, and where the data lie."""
    listed = [(each.id, each.current) for each in summaries if each.current]
    site = escape_markdown(publication.name)
    values = {"site": site, "here": publication.address, "escape": escape_markdown}
    return render_template("llms.txt", guidelines=listed, **values) + "\n"
