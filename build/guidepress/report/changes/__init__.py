"""Changes told: a table of functions from deltas to text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from guidepress.report.changes.markdown import render_markdown
from guidepress.report.changes.text import render_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guidepress.classify import Delta


class ChangeReport(Protocol):
    """What every report of changes takes; only some can use colour."""

    def __call__(self, deltas: Sequence[Delta], *, coloured: bool) -> str:
        """Return the whole report, ending in a line break."""


def render_json(deltas: Sequence[Delta], *, coloured: bool) -> str:  # noqa: ARG001 - one signature
    """Return the deltas in the shape of ``changes.json``, one entry a guideline."""
    import json

    data = {"comparisons": [delta.to_json() for delta in deltas]}
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


CHANGE_REPORTS: Mapping[str, ChangeReport] = {
    "text": render_text,
    "markdown": render_markdown,
    "json": render_json,
}
