"""Changes in every format: a table of functions from what was compared to text."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from guidepress.classify.change import IN_WORDS
from guidepress.model import SCHEMA_VERSION
from guidepress.report.changes.compared import Compared
from guidepress.report.changes.html import render_html
from guidepress.report.changes.text import render_markdown, render_text
from guidepress.report.escape import for_json, render_annotation


def render_json(compared: Sequence[Compared]) -> str:
    """Return the deltas in the shape of ``changes.json``, one a guideline.

    The schema is ``comparisons.schema.json``.
    """
    data = {
        "id": "comparisons",
        "schema_version": SCHEMA_VERSION,
        "comparisons": [each.delta.to_json() for each in compared],
        "accepted": [
            {"guideline": each.delta.guideline, **accepted.to_json()}
            for each in compared
            for accepted in each.accepted()
        ],
    }
    return for_json(data)


def render_github(compared: Sequence[Compared]) -> str:
    """Return a workflow command a change, at its place in the newer files where there are any."""
    return "".join(line for each in compared for line in _annotations(each))


def _annotations(compared: Compared) -> Iterator[str]:
    for change in compared.delta.changes:
        level = "warning" if change.alert else "notice"
        phrase = "; ".join(filter(None, (change.sentence, change.lowered)))
        place, title = compared.position(change), IN_WORDS[change.impact]
        yield render_annotation(level, place, title, phrase)
    for label, text in compared.remarks():
        yield render_annotation("notice", None, label, text)


CHANGE_REPORTS: Mapping[str, Callable[[Sequence[Compared]], str]] = {
    "text": render_text,
    "markdown": render_markdown,
    "json": render_json,
    "html": render_html,
    "github": render_github,
}
