"""Changes as pages tell them: with what the cited works are called, since numbers differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.classify import name_works
from guidepress.model import Reference, from_data
from guidepress.prose import name_citations

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Changes = list[dict[str, Any]]


def label_works(bundles: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """Return what each reference of the bundles, oldest first, is called."""
    return name_works(
        from_data(Reference, each) for bundle in bundles for each in bundle["references"]
    )


def label_citations(changes: Sequence[Mapping[str, Any]], works: Mapping[str, str]) -> Changes:
    """Return changes of ``changes.json`` whose words name the works that they cite."""
    return [{**each, "words": _named(each["words"], works)} for each in changes]


def _named(words: Sequence[Mapping[str, str]], works: Mapping[str, str]) -> list[dict[str, str]]:
    return [{**each, "text": name_citations(each["text"], works)} for each in words]
