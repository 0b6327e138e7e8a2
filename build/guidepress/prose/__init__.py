"""Prose: a small Markdown of our own with citations, and every form in which it is shown.

The way: text → ``blocks`` (paragraphs and lists) → ``inline`` (styles, links, ``citations``) →
``render`` (HTML, plain text, Markdown for others). ``misreadings`` reports other Markdown.
"""

from guidepress.prose.citations import (
    Citation,
    cited_keys,
    find_citations,
    find_forgotten_citations,
    find_malformed_citations,
    name_citations,
    without_citations,
)
from guidepress.prose.misreadings import (
    Misreading,
    find_guideline_links,
    find_links,
    find_misreadings,
    find_raw_html,
)
from guidepress.prose.render import (
    escape_markdown,
    render_claim,
    render_commonmark,
    render_html,
    render_inline_html,
    render_plain,
    render_reading,
)
