"""References as CSL-JSON (Citation Style Language 1.0.2), as Zotero and Pandoc read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from guidepress.model import to_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidepress.model import Reference


def render_csl(references: Sequence[Reference]) -> str:
    """Return a list of items; what CSL has no field for stands in ``custom``."""
    items = [_stated(to_data(each)) for each in references]
    return json.dumps(items, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _stated(item: dict[str, Any]) -> dict[str, Any]:
    """Leave out an empty list of names, over which citation processors stumble."""
    return {key: value for key, value in item.items() if value != []}
