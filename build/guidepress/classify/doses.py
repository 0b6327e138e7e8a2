"""The rows of the table of meaning for doses, groups of options, and codes."""

from collections.abc import Iterator

from guidepress.classify import coded
from guidepress.classify import conditions as given
from guidepress.classify.rows import (
    APPLIES,
    SAME_MEANING,
    STANDS,
    Row,
    Rule,
    for_whom,
    major,
    minor,
    none,
    regrouped,
    rows,
    unless_coded,
)


def rank_doses() -> Iterator[Rule]:
    """Rank what changed of doses: every part of one is for whom, how much or how long."""
    for verb, phrase in (("added", "Added"), ("removed", "Removed")):
        yield from major(
            f"dose-{verb}",
            f"{phrase} a dose {{home_of_dose}}: {{dose}}.",
            alert=given.always,
        )
    yield from rows(
        "dose-changed",
        "Changed what is said of the source of the dose of {dose_name} {home_of_dose}: {values}.",
        ("source", "minor", coded.of_source),
        question=STANDS,
        otherwise=None,
    )
    yield from unless_coded(
        "dose-changed",
        "Changed the dose of {dose_name} {home_of_dose}: {values}.",
        alert=coded.not_wording,
    )
    yield from minor("dose-reordered", "Changed the order of the doses {home_of_dose}{order}.")
    yield from minor(
        "dose-equivalent-added",
        "Added what amounts to the dose of {dose_name} {home_of_dose}{whole}.",
    )
    for verb, phrase in (("removed", "Removed"), ("changed", "Changed")):
        what = ": {values}" if verb == "changed" else "{whole}"
        yield from major(
            f"dose-equivalent-{verb}",
            f"{phrase} what amounts to the dose of {{dose_name}} {{home_of_dose}}{what}.",
            alert=given.always,
        )
    yield from minor(
        "dose-equivalent-reordered",
        "Changed the order of what amounts to the dose of {dose_name} {home_of_dose}{order}.",
    )


def rank_parts() -> Iterator[Rule]:
    """Rank what changed of the parts of recommendations."""
    for verb, phrase in (("added", "Added"), ("removed", "Removed")):
        yield from major(
            f"recommendation-part-{verb}",
            f"{phrase} a part of the recommendation {{owner}}{{whole}}.",
            alert=coded.part_dangerous,
        )
    yield from rows(
        "recommendation-part-changed",
        "In {part}: {values}.",
        ("less-certain", "minor", coded.less_certain),
        ("coded", "minor", given.only_coded),
        otherwise="major",
        alert=coded.part_dangerous,
    )
    yield from minor(
        "recommendation-part-reordered", "Changed the order of the parts of {owner}{order}."
    )


def rank_groups() -> Iterator[Rule]:
    """Rank what changed of groups: what they state holds for each of their options."""
    for verb, phrase in (("added", "Added"), ("removed", "Removed"), ("retired", "Retired")):
        yield from rows(
            f"group-{verb}",
            f"{phrase} the group {{name}}{{facts}}.",
            ("with-condition", "major", coded.has_condition),
            question=APPLIES,
        )
    yield from regrouped("group", "major")
    yield from major(
        "group-name-changed",
        "Renamed the group {name}: {values}.",
        alert=given.words_of_danger,
    )
    yield from unless_coded(
        "group-conditions-changed", "Changed when the options of {name} apply: {values}."
    )
    yield from for_whom(
        "group-population-changed", "Changed for whom the options of {name} are: {values}."
    )
    for kind, what in (
        ("group", "which group {name} is part of"),
        ("alternative", "what the options of {name} are alternatives to"),
    ):
        alert = given.group_moves_danger if kind == "group" else given.never
        yield from major(f"group-{kind}-changed", f"Changed {what}: {{values}}.", alert=alert)
    yield from major(
        "option-group-changed",
        "Changed the group of {name}: {values}.",
        alert=given.group_moves_danger,
    )
    yield from none(
        "group-lineage-changed", "Revised which former ids {name} replaces: {former_ids}."
    )
    yield from minor("group-other-changed", "Revised {name}: {values}.", APPLIES)
    yield from none("group-recorded", "First recorded the group {name}.")
    yield from minor("groups-reordered", "Changed the order of the groups{order}.")


def rank_codes() -> Iterator[Rule]:
    """Rank what changed of codes; a program may rest on one that it read."""
    deciding = coded.deciding_codes_altered
    for kind, sentence, altered in (
        (
            "option-interventions-changed",
            "Revised the interventions of {name}: {values}.",
            coded.codes_altered,
        ),
        ("factor-values-changed", "Revised the values of {name}: {values}.", deciding),
        ("factor-codes-changed", "Revised the codes of {name}: {values}.", deciding),
    ):
        yield from rows(
            kind,
            sentence,
            ("recoded", "major", altered),
            ("coded", "minor", coded.codes_added),
            question=SAME_MEANING,
            alert=given.always,
            otherwise=None,
        )
    yield from minor("factor-codes-changed", "Revised the codes of {name}: {values}.")


def rank_routes() -> Iterator[Rule]:
    """Rank words that only say again what a dose beside them holds as data."""
    for kind, sentence in (
        ("statement-text-changed", "Revised text {place}: {words}."),
        ("statement-part-changed", "In {part}: {values}."),
    ):
        row: Row = ("route-written-out", "patch", coded.route_written_out)
        yield from rows(kind, sentence, row, otherwise=None)
