"""What a change of a recommendation means."""

from collections.abc import Iterator

from guidepress.classify import conditions as given
from guidepress.classify.rows import (
    APPLIES,
    STANDS,
    STILL,
    Rule,
    for_whom,
    major,
    minor,
    none,
    regrouped,
    rows,
    words,
)


def rank_recommendations() -> Iterator[Rule]:
    """Rank what changed of recommendations."""
    for act, phrase in (
        ("added", "Added the recommendation {name}{facts}."),
        ("removed", "Removed the recommendation {name}{facts}."),
        ("retired", "Retired the recommendation {name}: {reason_of_retirement}{facts}."),
    ):
        yield from major(f"recommendation-{act}", phrase, alert=given.advice_of_danger)
    yield from regrouped("recommendation", "major")
    yield from rows(
        "recommendation-text-changed",
        "Revised the recommendation {name}: {words}.",
        ("exception", "major", given.exception_changed),
        ("decisive", "major", given.decisive),
        ("of-danger", "major", given.harm_reworded),
        question=APPLIES,
        alert=given.advice_of_danger,
    )
    yield from _advice()


def _advice() -> Iterator[Rule]:
    """Rank what a recommendation advises, for whom, and on what grounds."""
    yield from minor(
        "recommendation-citations-changed", "Revised the citations of {name}: {citations}.", STANDS
    )
    yield from none("recommendation-citations-recorded", "The citations of {name}: {citations}.")
    yield from none("recommendation-recorded", "First recorded the recommendation {name}.")
    yield from major(
        "recommendation-kind-changed", "Changed what sort of recommendation {name} is: {values}."
    )
    for kind, what in (
        ("about", "which options {name} is about"),
        ("direction", "the direction of {name}"),
        ("conditions", "when {name} applies"),
    ):
        # What is advised against is contraindicated, as far as the document says.
        yield from major(
            f"recommendation-{kind}-changed",
            f"Changed {what}: {{values}}.",
            alert=given.advice_moves_danger,
        )
    yield from for_whom(
        "recommendation-population-changed", "Changed for whom {name} is: {values}."
    )
    yield from rows(
        "recommendation-grades-changed",
        "Changed the grades of {name}: {values}.",
        ("strength", "major", given.strength_changed),
    )
    yield from words(
        "recommendation-dissent-changed", "Revised who says otherwise than {name}: {values}."
    )
    yield from major(
        "recommendation-target-changed",
        "Changed what {name} aims at: {values}.",
        alert=given.always,
    )
    for kind, what, question in (
        ("consensus", "how far the panel agreed on {name}", ""),
        ("judgements", "what was judged for {name}", STILL),
        ("question", "which question {name} answers", ""),
    ):
        yield from minor(f"recommendation-{kind}-changed", f"Revised {what}: {{values}}.", question)
