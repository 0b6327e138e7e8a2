"""What a work is called where its number means nothing: by author and year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guidepress.model import Reference


def cite(reference: Reference) -> str:
    """Return author and year, such as "Glade Bender 2013"; its id where no author is stated."""
    name = reference.id
    if reference.author:
        first = reference.author[0]
        family = " ".join(filter(None, (first.non_dropping_particle, first.family)))
        name = family or first.literal or name
    return f"{name} {reference.year}" if reference.year else name


def name_works(references: Iterable[Reference]) -> Mapping[str, str]:
    """Return what each work is called, by its id; of two with one id the later counts.

    Works that would be called alike are told apart by their ids.
    """
    names = {each.id: cite(each) for each in references}
    count = Counter(names.values())
    return {key: f"{name} ({key})" if count[name] > 1 else name for key, name in names.items()}
