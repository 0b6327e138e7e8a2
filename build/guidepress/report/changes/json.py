"""Changes for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.model import SCHEMA_VERSION
from guidepress.report.escape import for_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidepress.report.changes.compared import Compared


def render_json(compared: Sequence[Compared]) -> str:
    """Return the deltas in the shape of ``changes.json``, one a guideline.

    The schema is ``comparisons.schema.json``.
    """
    data = {
        "id": "comparisons",
        "schema_version": SCHEMA_VERSION,
        "comparisons": [each.delta.to_json() for each in compared],
    }
    return for_json(data)
