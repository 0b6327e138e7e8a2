"""References as CSL-JSON (Citation Style Language 1.0.2), as Zotero and Pandoc read them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from guidepress.model import to_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidepress.model import Reference


def render_csl(references: Sequence[Reference]) -> str:
    """Return a list, an item a line; what CSL has no field for stands in ``custom``."""
    return "[\n" + ",\n".join(_item(each) for each in references) + "\n]\n"


@lru_cache(maxsize=1024)
def _item(reference: Reference) -> str:
    return json.dumps(_stated(to_data(reference)), ensure_ascii=False, sort_keys=True)


def _stated(item: dict[str, Any]) -> dict[str, Any]:
    """Leave out an empty list of names, over which citation processors stumble."""
    return {key: value for key, value in item.items() if value != []}
