"""The words used on a page: each level and each mark of evidence, explained once."""

from collections.abc import Iterator
from typing import NamedTuple

from guidepress.export.evidence import knows_citations
from guidepress.export.wording import find_scale, giver_of, list_levels
from guidepress.model import Evidence, GradedLevel, Guideline, Scale, meaning_of

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
    keys: dict[object, Evidence | GradedLevel | str] = {
        **{key_of(each): each for each in _graded(guideline)},
        **{each: each for each in _ungraded(guideline)},
    }
    return {
        key: _word(guideline, each, f"_w{number}")
        for number, (key, each) in enumerate(keys.items(), start=1)
    }


def key_of(level: Evidence | GradedLevel) -> tuple[str, str, str]:
    """Return by what a level is found among the words."""
    return level.scale, level.scale_version, level.level or ""


def _graded(guideline: Guideline) -> Iterator[Evidence | GradedLevel]:
    for statement in guideline.statements():
        yield from statement.evidence
    yield from (each for each in _advised(guideline) if each.level)


def scales_of_advice(guideline: Guideline) -> list[Scale]:
    """Return the scales that recommendations and their parts are graded on."""
    found = (find_scale(guideline, each) for each in _advised(guideline))
    return list(dict.fromkeys(filter(None, found)))


def _advised(guideline: Guideline) -> Iterator[GradedLevel]:
    """Yield the levels of recommendations and of their parts, those that are not given too."""
    for made in guideline.recommendations:
        for grade in (*made.grades, *(each for part in made.parts for each in part.grades)):
            yield from (level for _, level in list_levels(grade))


def _ungraded(guideline: Guideline) -> Iterator[str]:
    lacking = UNCITED if knows_citations(guideline) else UNKNOWN
    for statement in guideline.statements():
        if not statement.evidence:
            yield CITED if statement.citations else lacking


def _word(guideline: Guideline, evidence: Evidence | GradedLevel | str, anchor: str) -> Word:
    if isinstance(evidence, str):
        return Word(anchor, evidence, _PLAIN[evidence])
    level = evidence.level or ""
    scale = find_scale(guideline, evidence)
    if scale is None:
        return Word(anchor, level, "The scale of this level is not known.")
    meaning = meaning_of(scale, level) or "the scale does not explain this level"
    giver = giver_of(guideline)
    text = (
        f"Level as given by the {giver}: {meaning}. {scale.rates} The code {level} is the "
        f"{giver}’s; the words explain it by the scale {scale.title}, version {scale.version}."
    )
    return Word(anchor, level, text, scale.id, scale.version)
