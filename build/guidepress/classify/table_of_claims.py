"""The part of the table of meaning on sections, statements, evidence, references and scales."""

from collections.abc import Iterator

from guidepress.classify import coded, meaning, order
from guidepress.classify import conditions as given
from guidepress.classify.rows import (
    APPLIES,
    IN_ENTRY,
    SAME_IMAGE,
    SAME_WORK,
    STANDS,
    Rule,
    for_whom,
    minor,
    none,
    of_statement,
    regrouped,
    rows,
    words,
)


def rank_sections() -> Iterator[Rule]:
    """Rank what changed of sections."""
    yield from minor("section-added", "Added {name} as a section{facts}.")
    yield from minor("section-removed", "Removed the section {name}{facts}.", APPLIES)
    yield from minor(
        "section-retired", "Retired the section {name}: {reason_of_retirement}{facts}.", APPLIES
    )
    yield from rows(
        "section-moved",
        "Moved the section {name} from {old_home} to {new_home}.",
        ("of-danger", "major", given.section_is_decisive),
        question=APPLIES,
        alert=given.section_is_dangerous,
    )
    yield from minor("sections-reordered", "Changed the order of the sections below {name}{order}.")
    yield from words("section-title-changed", "Renamed the section {name}: {values}.")
    yield from regrouped("section", "minor")


def rank_statements() -> Iterator[Rule]:
    """Rank what changed of statements, wherever they stand."""
    for act, phrase in (
        ("added", "Added text {place} to state: {text}{facts}."),
        ("removed", "Removed text {place} that stated: {text}{facts}."),
        ("retired", "Retired text {place} that stated: {text}: {reason_of_retirement}{facts}."),
        ("moved", "Moved text from {old_home} to {new_home}: {text}."),
        ("split", "Split text {place}: {old} into {new}{other_words}."),
        ("merged", "Merged text {place}: {old} into {new}{other_words}."),
        ("regrouped", "Rearranged text {place}: {old} as {new}{other_words}."),
    ):
        yield from of_statement(f"statement-{act}", phrase)
    yield from minor(
        "statement-renamed", "Gave the statement {text} the new id {new}; {old} still leads to it."
    )
    yield from rows(
        "statement-text-changed",
        "Revised text {place}: {words}.",
        ("exception", "major", given.exception_changed),
        ("in-option", "major", given.decisive_in_option),
        ("of-danger", "major", given.decisive_of_danger),
        question=APPLIES,
        alert=given.dangerous,
    )
    yield from _parts_of_statements()
    yield from minor(
        "statement-citations-changed",
        "Revised the citations of {text} {place}: {citations}.",
        STANDS,
    )
    yield from _labels_of_statements()


def _parts_of_statements() -> Iterator[Rule]:
    """Rank what changed of entries of lists, and of rows, columns and cells of tables."""
    yield from rows(
        "statement-part-changed",
        "In {part}: {values}.",
        ("exception", "major", given.exception_changed),
        ("decisive", "major", given.part_decides),
        question=APPLIES,
        alert=given.part_of_danger,
    )
    yield from rows(
        "statement-image-changed",
        "Replaced the image of {part}: {images}.",
        ("same", "patch", given.same_image),
        ("in-option", "major", given.in_option),
        ("of-danger", "major", given.dangerous),
        question=SAME_IMAGE,
        alert=given.dangerous,
    )
    yield from of_statement("statement-part-added", "Added {part}{whole}.")
    yield from of_statement("statement-part-removed", "Removed {part}{whole}.")
    yield from none("statement-part-recorded", "First recorded {part}{whole}.")
    yield from rows(
        "statement-part-reordered",
        "Changed the order of {part}{rows}.",
        ("free", "patch", order.in_free_order),
        ("steps", "major", order.in_order),
        ("elsewhere", "major", order.means_otherwise),
        alert=order.endangers,
    )
    yield from minor(
        "statement-part-renamed", "Gave {part} the new id {new}, in the place of {old}."
    )
    for verb, sentence in (
        ("split", "Split {part} into {new}."),
        ("merged", "Merged {old} into {part}."),
        ("regrouped", "Rearranged {part}: {old} became {new}."),
    ):
        yield from of_statement(f"statement-part-{verb}", sentence)
    yield from none(
        "statement-part-lineage-changed", "Revised which former ids {part} replaces: {former_ids}."
    )


def _labels_of_statements() -> Iterator[Rule]:
    """Rank what changed beside the words of statements."""
    yield from rows(
        "statement-kind-changed",
        "Changed how the statement {text} is labelled: {values}.",
        ("of-danger", "major", given.dangerous),
        alert=given.dangerous,
    )
    yield from for_whom(
        "statement-population-changed", "Changed for whom it is stated that {text}: {values}."
    )
    yield from rows(
        "statement-about-changed",
        "Changed the label of {text}, which speaks of the same options by what it is or was on: "
        "{values}.",
        ("by-place", "minor", given.about_what_it_is_on),
        otherwise=None,
    )
    for field, phrase in (
        ("about", "which options the statement {text} speaks of"),
        ("renders", "what the statement {text} says in other words"),
    ):
        yield from rows(
            f"statement-{field}-changed",
            f"Changed {phrase}: {{values}}.",
            ("taken-off", "major", given.about_taken_off),
            question=APPLIES,
            alert=given.dangerous,
        )
    yield from minor(
        "statement-locator-changed", "Revised where in the source {text} stands: {values}."
    )
    yield from minor(
        "statement-retraction-acknowledged",
        "Revised which retracted works {text} cites knowingly: {values}.",
        STANDS,
    )


_REGRADED = (
    "Regraded {text}: {old_level} on {old_scale} before, {level} on {scale} now; not comparable."
)


def rank_evidence() -> Iterator[Rule]:
    """Rank what changed of levels of evidence."""
    yield from minor("evidence-added", "Added level of evidence {graded} to {text}{cites}.", STANDS)
    for act, phrase in (
        ("removed", "Removed level of evidence {graded} from {text}{cites}."),
        ("changed", "Changed the level of evidence of {text} from {old_level} to {level}{axes}."),
        ("regraded", _REGRADED),
        ("references-changed", "Changed what level {level} of {text} rests on{cites}."),
        ("finding-changed", "Changed the finding of {text}: {finding}."),
        (
            "place-changed",
            "Changed at which citation of {text} level {level} stands: {place_of_level}.",
        ),
    ):
        yield from minor(f"evidence-{act}", phrase, STANDS)
    yield from minor(
        "evidence-note-changed", "Revised the note on level {level} of {text}: {values}."
    )
    yield from minor("evidence-reordered", "Changed the order of the levels of {text}{order}.")


def rank_references() -> Iterator[Rule]:
    """Rank what changed of references."""
    yield from minor("reference-added", "Added {name} as a reference{facts}.")
    yield from minor("reference-removed", "Removed the reference {name}{facts}.", STANDS)
    yield from minor(
        "reference-retired", "Retired the reference {name}: {reason_of_retirement}{facts}.", STANDS
    )
    yield from regrouped("reference", "minor")
    for what, shown in (("title", "words"), ("authors", "values"), ("identifier", "values")):
        phrase = f"Changed the {what} of {{name}}: {{{shown}}}."
        yield from minor(f"reference-{what}-changed", phrase, SAME_WORK)
    yield from rows(
        "reference-details-changed",
        "Changed the details of {name}: {values}.",
        ("bibliographic", "patch", coded.bibliographic_only),
        question=SAME_WORK,
    )
    for verb, phrase in (
        ("added", "Added a notice on {name}: {notice}."),
        ("removed", "Removed a notice on {name}: {notice}."),
        ("changed", "Changed the notice on {name} ({notice}): {values}."),
    ):
        yield from rows(
            f"reference-notice-{verb}",
            phrase,
            question=STANDS,
            alert=given.retraction,
        )


def rank_scales() -> Iterator[Rule]:
    """Rank what changed of scales."""
    yield from minor("scale-added", "Added the scale {name}, version {version}{facts}.")
    yield from minor("scale-removed", "Removed the scale {name}, version {version}{facts}.")
    yield from minor(
        "scale-retired",
        "Retired the scale {name}, version {version}: {reason_of_retirement}{facts}.",
    )
    yield from minor("scale-other-changed", "Changed the scale {name}: {values}.", STANDS)
    yield from rows(
        "scale-axes-changed",
        IN_ENTRY,
        ("of-strength", "major", given.strength_means_otherwise),
        question=STANDS,
    )
    yield from regrouped("scale", "minor")


def rank_terms() -> Iterator[Rule]:
    """Rank what changed of terms: what a text means may depend on them."""
    for verb, phrase in (("added", "Added"), ("removed", "Removed"), ("retired", "Retired")):
        yield from words(f"term-{verb}", f"{phrase} the term {{name}}{{facts}}.", APPLIES)
    for what, phrase in (
        ("name", "Renamed the term {name}{used_by}: {values}."),
        ("definition", "Revised what {name} means{used_by}: {values}."),
    ):
        yield from rows(
            f"term-{what}-changed",
            phrase,
            ("linked", "major", meaning.term_decides),
            ("of-danger", "major", given.words_turn_danger),
            question=APPLIES if what == "definition" else "",
            alert=meaning.term_of_danger,
        )
    yield from minor("term-codes-changed", "Changed the codes of {name}: {values}.", APPLIES)
    yield from regrouped("term", "minor")


def rank_questions() -> Iterator[Rule]:
    """Rank what changed of the questions that recommendations answer."""
    for verb, phrase in (("added", "Added"), ("removed", "Removed"), ("retired", "Retired")):
        yield from minor(f"question-{verb}", f"{phrase} the question {{name}}{{facts}}.")
    yield from minor("question-text-changed", "Revised the question {name}: {words}.")
    yield from minor("question-parts-changed", "Revised what {name} asks: {values}.", STANDS)
    yield from regrouped("question", "minor")
