"""Prose: Markdown with citations, as data, as safe HTML, and as plain text."""

from guidepress.prose.citations import (
    Citation,
    cited_keys,
    find_citations,
    find_forgotten_citations,
    find_malformed_citations,
    name_citations,
    without_citations,
)
from guidepress.prose.render import (
    find_links,
    find_raw_html,
    render_claim,
    render_html,
    render_inline_html,
    render_plain,
)

__all__ = [
    "Citation",
    "cited_keys",
    "find_citations",
    "find_forgotten_citations",
    "find_links",
    "find_malformed_citations",
    "find_raw_html",
    "name_citations",
    "render_claim",
    "render_html",
    "render_inline_html",
    "render_plain",
    "without_citations",
]
