"""Changes in every format: a table of functions from what was compared to text."""

from collections.abc import Callable, Mapping, Sequence

from guidepress.report.changes.compared import Compared
from guidepress.report.changes.html import render_html
from guidepress.report.changes.programs import render_github, render_json
from guidepress.report.changes.text import render_coloured_text, render_markdown, render_text

CHANGE_REPORTS: Mapping[str, Callable[[Sequence[Compared]], str]] = {
    "text": render_text,
    "markdown": render_markdown,
    "json": render_json,
    "html": render_html,
    "github": render_github,
}

__all__ = ["CHANGE_REPORTS", "render_coloured_text"]
