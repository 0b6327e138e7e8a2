"""Citation numbers exist only on pages: in the order of first citation."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from guidepress.classify import cite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guidepress.model import Guideline


def number_references(guideline: Guideline) -> Mapping[str, int]:
    """Return the number of each reference: cited ones first, as the page is read."""
    cited = (key for statement in guideline.statements() for key in statement.citations)
    known = [reference.id for reference in guideline.references]
    order = dict.fromkeys([key for key in cited if key in set(known)] + known)
    return {key: number for number, key in enumerate(order, start=1)}


def render_mark(keys: Sequence[str], numbers: Mapping[str, int], titles: Mapping[str, str]) -> str:
    """Return the mark of a citation: ``[1,5]``, each number a link, since a range hides some."""
    by_number = sorted((numbers[key], key) for key in dict.fromkeys(keys) if key in numbers)
    links = (_link(number, key, titles[key]) for number, key in by_number)
    return f'<span class="gp-cite">[{", ".join(links)}]</span>'


def _link(number: int, key: str, title: str) -> str:
    name = escape(f"reference {number}, {title}")
    return f'<a href="#{key}" aria-label="{name}">{number}</a>'


def short_titles(guideline: Guideline) -> Mapping[str, str]:
    """Return author and year of each reference, for the names of its marks."""
    return {each.id: cite(each) for each in guideline.references}
