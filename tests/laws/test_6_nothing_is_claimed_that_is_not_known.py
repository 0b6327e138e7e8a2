"""Law 6: no sentence and no value follows from the absence of a label."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.export import EXPORTS
from guidepress.history.archive import Archive
from laws.edits import at
from laws.effort import many
from laws.generate import (
    Data,
    Files,
    all_fields_of,
    everything,
    field_of,
    guidelines,
    optional_paths,
    sample,
    seeds,
    taken,
)
from laws.surfaces import bundle_of, first_release, page_of, problems_of, words_of
from laws.table import cases, hold, is_open, read_found

LAW = 6
Path = tuple[str | int, ...]
Words = Callable[[str], Counter[str]]
# What is read apart from the page; the other exports hold references alone.
EXPORTED = ("markdown", "csv", "jsonld", "fhir-r5")
# What may be said of what is not there: that it is not there.
UNSTATED = [each["text"] for each in read_found("unstated.yaml")]


# Without it the part is also shown in the words of the other parts of its recommendation, or the
# recommendation is called by its words where a factor or a notice names it.
IN_COMPANY = ("recommendations.parts.about", "recommendations.number")
# The dearest first.
COSTLY = ("sections", "options", "recommendations")


@cache
def places() -> dict[str, tuple[Files, Path]]:
    """Return one place of each optional field, by the field.

    A page of a sample costs a thirtieth of a page with everything, and one of a part of it a fifth
    or a half: so only what none of them has, and what rows of the table name, is looked at there.
    """
    found = {
        field_of(path): (files, path)
        for files in (*map(all_fields_of, COSTLY), *map(sample, reversed(seeds())))
        for path in reversed(optional_paths(files))
        if is_looked_at(path) and field_of(path) not in IN_COMPANY and is_stated(files, path)
    }
    files = everything()
    whole = [path for path in reversed(optional_paths(files)) if is_stated(files, path)]
    first = {field_of(path): (files, path) for path in whole} | found
    return first | dict(others(first))


def others(first: dict[str, tuple[Files, Path]]) -> Iterator[tuple[str, tuple[Files, Path]]]:
    """Yield a place with another choice: who makes up the first one says the same without it."""
    left = {field: at(*place) for field, place in first.items() if is_choice(at(*place))}
    for files in map(sample, seeds()):
        for path in optional_paths(files):
            field = field_of(path)
            if is_looked_at(path) and left.get(field, at(files, path)) != at(files, path):
                del left[field]
                yield f"{field} (another)", (files, path)


def is_choice(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch("[a-z-]+", value))


def is_stated(files: Files, path: Path) -> bool:
    """Tell whether a value says something: without an empty list all is as it was."""
    return at(files, path) not in ([], {})


def is_looked_at(path: Path) -> bool:
    """Tell whether no row names the field: on the page, in JSON, or where it is the last."""
    return all(is_open(LAW, f"{kind}: {field_of(path)}") for kind in ("page", "JSON", "last"))


def is_needed(files: Files, path: Path) -> bool:
    """Tell whether content without the value would be refused: then it is never absent."""
    return _is_refused(json.dumps(taken(files, path)))


@cache
def _is_refused(files: str) -> bool:
    return any(each.severity == "error" for each in problems_of(json.loads(files)))


def claimed_without(files: Files, path: Path, words: Words) -> Counter[str]:
    """Return the words that are said more often without a value; none where it is needed."""
    # To judge content by all rules is dearer than its page, and most often no word is new.
    try:
        found = new_words(files, taken(files, path), words)
    except AssertionError:
        # What is refused has no page; it is not refused for anything but what it lacks.
        if not is_needed(files, path):
            raise
        return Counter()
    return Counter() if found and is_needed(files, path) else found


def new_words(files: Files, less: Files, words: Words) -> Counter[str]:
    """Return the words that are said more often without a value than with it."""
    before, after = (words(json.dumps(each)) for each in (files, less))
    return after - before


@lru_cache(maxsize=4)
def released(files: str) -> Archive:
    """Return the archive of a release; page and exports of it are looked at one after the other."""
    return first_release(json.loads(files))


@cache
def page_words(files: str) -> Counter[str]:
    """Return the words of a page; that of the whole guideline is asked for again and again."""
    return words_of(page_of(released(files)), UNSTATED)


@cache
def export_words(files: str) -> Counter[str]:
    """Return the words and numbers of the exports, each with the name of its export."""
    newest = released(files).releases[-1].guideline
    said = {name: EXPORTS[name].render(newest) for name in EXPORTED}
    counted = ((name, words_of(said[name], UNSTATED, numbers=True)) for name in EXPORTED)
    return Counter({f"{name}: {word}": n for name, found in counted for word, n in found.items()})


def is_said_by_its_list(files: Files, path: Path) -> bool:
    """Tell whether what an entry says of itself is said of all by its list, too."""
    return "items" in path and path[-1] in at(files, path[: path.index("list")])


def values_that_stay(files: Files, path: Path) -> list[Any]:
    """Return what the bundle still has under the name of a field that was taken away.

    A part of a reference is a level lower in the bundle, so fields go by their name and their count.
    """
    name, value = path[-1], at(files, path)
    if value == "not-stated" or not is_stated(files, path):
        return []
    before, after = (
        named(_flat_bundle(json.dumps(each)), name) for each in (files, taken(files, path))
    )
    return after if len(after) >= len(before) else []


@lru_cache(maxsize=40)
def _flat_bundle(files: str) -> list[tuple[Path, Any]]:
    """Return the values of a bundle; that of the whole guideline is asked for again and again."""
    return flat(bundle_of(json.loads(files)))


def named(found: list[tuple[Path, Any]], name: str | int) -> list[Path]:
    """Return the place of each value, object or list of that name in which something is stated."""
    stated = (path for path, value in found if value != "not-stated")
    return [
        *dict.fromkeys(p[: end + 1] for p in stated for end, key in enumerate(p) if key == name)
    ]


def flat(data: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    if isinstance(data, dict):
        return [found for key, value in data.items() for found in flat(value, (*path, key))]
    if isinstance(data, list):
        return [found for key, value in enumerate(data) for found in flat(value, (*path, key))]
    return [(path, data)]


SAID: dict[str, Words] = {"page": page_words, "exports": export_words}


@pytest.mark.parametrize("case", cases(LAW, (f"{s}: {field}" for field in places() for s in SAID)))
def test_nothing_is_said_of_what_is_not_labelled(case: str) -> None:
    where, _, field = case.partition(": ")
    found = claimed_without(*places()[field], SAID[where])
    hold(not found, found)


# What is said only where the last value of its kind is gone: each was found by the property below.
LAST: dict[str, Data] = {
    "last: options.content": {"content": [{"id": "given", "kind": "dose", "text": "Give 5 mg."}]},
    "last: options.interventions": {"interventions": [{"name": "surgery"}]},
    "last: options.applies_when": {"applies_when": {"text": "it has not spread"}},
    "last: options.regulatory": {"regulatory": [{"indication": "surgery"}]},
}


@pytest.mark.parametrize("case", cases(LAW, LAST))
def test_nothing_is_concluded_from_the_last_value_that_is_gone(case: str) -> None:
    files = sample(0)
    files["options"] = {"options": [{"id": "excision", "name": "Excision", **LAST[case]}]}
    (key,) = LAST[case]
    both = files, taken(files, ("options", "options", 0, key))
    found = new_words(*both, page_words) + new_words(*both, export_words)
    hold(not found, found)


DOSE = {"id": "a-5", "intervention": "A", "amount": "5", "unit": "mg", "basis": "day"}
SPREAD = {"factor": "spread", "known": True}
# Found by the property below or by mutants: an option, what is advised on it, what is taken away.
TAKEN: dict[str, tuple[Data, Data, Path]] = {
    "a factor of which nothing is asked": (
        {"applies_when": {**SPREAD, "text": "it has spread"}},
        {},
        ("options", "options", 0, "applies_when", "known"),
    ),
    "what a dose is for": (
        {"interventions": [{"name": "A"}], "doses": [DOSE]},
        {},
        ("options", "options", 0, "doses", 0, "basis"),
    ),
    "the words of a target of two parts": (
        {},
        {"target": {"text": "both", "all": [SPREAD, {"text": "no fever"}]}},
        ("recommendations", "recommendations", 0, "target", "text"),
    ),
}


@pytest.mark.parametrize("case", TAKEN)
def test_a_page_says_no_more_without_what_it_once_said_more_without(case: str) -> None:
    option, recommendation, path = TAKEN[case]
    files = sample(0)
    files["factors"] = {"factors": [{"id": "spread", "name": "Spread"}]}
    files["options"] = {"options": [{"id": "excision", "name": "Excision", **option}]}
    made = {"id": "made", "text": "It may be excised.", "about": ["excision"]}
    made |= {"kind": "consensus", "direction": "for"}
    files["recommendations"] = {"recommendations": [made | recommendation]}
    sections = [each["id"] for each in files["guideline"].get("sections", [])]
    files["guideline"]["body"] = ["factors", *sections, "options", "recommendations"]
    assert not new_words(files, taken(files, path), page_words)


@pytest.mark.parametrize("case", cases(LAW, (f"JSON: {field}" for field in places())))
def test_no_value_stands_for_one_that_is_not_stated(case: str) -> None:
    files, path = places()[case.removeprefix("JSON: ")]
    found = values_that_stay(files, path)
    hold(not found or is_needed(files, path), found)


def test_a_list_does_not_claim_to_be_complete_unless_its_authors_say_so() -> None:
    files = sample(0)
    for kind in ("factors", "options"):
        files[kind].pop("exhaustive", None)
    assert [each["exhaustive"] for each in bundle_of(files)["lists"]] == [False, False]


@many
@given(guidelines(), st.integers(0, 10**6))
def test_no_label_of_any_guideline_is_made_up(files: Files, place: int) -> None:
    paths = [path for path in optional_paths(files) if is_looked_at(path)]
    path = paths[place % len(paths)] if paths else ()
    if path and not is_needed(files, path) and not is_said_by_its_list(files, path):
        assert values_that_stay(files, path) == [], path
        assert not new_words(files, taken(files, path), page_words), path
