"""Citation numbers exist only on pages: in the order of first citation."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from guidepress.classify import cite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from guidepress.model import Guideline

# From three in a row on, numbers are written as a range.
SHORTEST_RANGE = 3


def number_references(guideline: Guideline) -> Mapping[str, int]:
    """Return the number of each reference: cited ones first, as the page is read."""
    cited = (key for statement in guideline.statements() for key in statement.citations)
    known = [reference.id for reference in guideline.references]
    order = dict.fromkeys([key for key in cited if key in set(known)] + known)
    return {key: number for number, key in enumerate(order, start=1)}


def render_mark(keys: Sequence[str], numbers: Mapping[str, int], titles: Mapping[str, str]) -> str:
    """Return the superscript mark of a citation: ``[1]``, ``[2–4]`` or ``[1,5]``, each a link."""
    by_number = sorted((numbers[key], key) for key in dict.fromkeys(keys) if key in numbers)
    parts = (_render_run(run, titles) for run in _runs(by_number))
    return f'<sup class="gp-cite">[{",".join(parts)}]</sup>'


def _runs(numbered: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    run: list[tuple[int, str]] = []
    for number, key in numbered:
        if run and number != run[-1][0] + 1:
            yield run
            run = []
        run.append((number, key))
    if run:
        yield run


def _render_run(run: list[tuple[int, str]], titles: Mapping[str, str]) -> str:
    """Write a range; its dash leads to what lies between, which may be several references."""
    links = [_link(number, key, titles[key]) for number, key in run]
    if len(run) < SHORTEST_RANGE:
        return ",".join(links)
    (number, key), *others = run[1:-1]
    dash = _link(number, key, titles[key], shown="\N{EN DASH}")
    hidden = (_link(number, key, titles[key], css="gp-between") for number, key in others)
    return "".join((links[0], dash, *hidden, links[-1]))


def _link(number: int, key: str, title: str, *, shown: str = "", css: str = "") -> str:
    name = f' aria-label="{number}"' if shown else ""
    style = f' class="{css}"' if css else ""
    return f'<a href="#{key}" title="{escape(title)}"{name}{style}>{shown or number}</a>'


def short_titles(guideline: Guideline) -> Mapping[str, str]:
    """Return author, year and title of each reference, for the titles of its marks."""
    return {each.id: f"{cite(each)}: {each.title}" for each in guideline.references}
