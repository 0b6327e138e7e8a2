"""The words used on a page: each level and each mark of evidence, explained once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guidepress.export.evidence import knows_citations
from guidepress.export.wording import find_scale, giver_of
from guidepress.model import meaning_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.model import Evidence, Guideline

CITED = "Cited, not graded"
UNCITED = "No citation"
UNKNOWN = "Citations not known"
_PLAIN = {
    CITED: "The statement cites works, and no level of evidence is given for it here.",
    UNCITED: "The statement cites no work here.",
    UNKNOWN: "This version was put together from an archive that does not tell the citations.",
}


class Word(NamedTuple):
    """A term of the page: its anchor, itself, what it means, and where its scale is explained."""

    anchor: str
    term: str
    meaning: str
    scale: str = ""
    version: str = ""


def list_words(guideline: Guideline) -> dict[object, Word]:
    """Return the words that the page may use, by level or by mark."""
    keys: dict[object, None] = dict.fromkeys([*_graded(guideline), *_ungraded(guideline)])
    found = enumerate(keys, start=1)
    return {key: _word(guideline, key, f"_w{number}") for number, key in found}


def key_of(evidence: Evidence) -> tuple[str, str, str]:
    """Return by what a level is found among the words."""
    return evidence.scale, evidence.scale_version, evidence.level


def _graded(guideline: Guideline) -> Iterator[tuple[str, str, str]]:
    for statement in guideline.statements():
        yield from map(key_of, statement.evidence)


def _ungraded(guideline: Guideline) -> Iterator[str]:
    lacking = UNCITED if knows_citations(guideline) else UNKNOWN
    for statement in guideline.statements():
        if not statement.evidence:
            yield CITED if statement.citations else lacking


def _word(guideline: Guideline, key: object, anchor: str) -> Word:
    if isinstance(key, str):
        return Word(anchor, key, _PLAIN[key])
    evidence = next(
        each
        for statement in guideline.statements()
        for each in statement.evidence
        if key_of(each) == key
    )
    scale = find_scale(guideline, evidence)
    if scale is None:
        return Word(anchor, evidence.level, "The scale of this level is not known.")
    meaning = meaning_of(scale, evidence.level) or "the scale does not explain this level"
    giver = giver_of(guideline)
    text = (
        f"Level as given by the {giver}: {meaning}. {scale.rates} The code {evidence.level} is the "
        f"{giver}’s; the words explain it by the scale {scale.title}, version {scale.version}."
    )
    return Word(anchor, evidence.level, text, scale.id, scale.version)
