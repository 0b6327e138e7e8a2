"""A translation made elsewhere beside the version that it renders: the same but for its words."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from conftest import BASE, guidepress, overlay
from guidepress.content import parse_content
from guidepress.diff.compare import compare
from guidepress.history.archive import Archive
from guidepress.model import Link, iter_entities
from guidepress.validate.rules.translations import (
    _differences,
    _figures,
    _find_contradictions,
    _find_differences,
    _same,
)
from guidepress.validate.rules.variants import Variant
from laws.generate import GID, encoded, everything

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINK = "translation_of: {guideline: base, version: 1.0.0}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A guideline that was released once, and a German translation that says the same."""
    overlay(tmp_path / "content/base")
    write(tmp_path / "content/base/options.yaml", DOSE)
    release(tmp_path, "base", "2026-01-10")
    german = overlay(tmp_path / "content/base-de")
    write(german / "options.yaml", DOSE.replace("Give 54.5 Gy", "Gib 54,5 Gy"))
    replace(german / "guideline.yaml", "id: base\n", f"id: base-de\n{LINK}")
    replace(german / "guideline.yaml", "language: en\n", "language: de\n")
    return tmp_path


DOSE = """\
options:
  - id: excision
    name: Excision
    standing: listed
    applies_when: {text: fit for surgery}
    interventions: [{name: wax}]
    doses: [{id: wax-dose, intervention: wax, amount: 2, unit: mg, basis: dose}]
    content:
      - id: excision-dose
        text: Give 54.5 Gy in 1,800 parts [@glade-bender-2013; @le-cesne-2012].
        evidence: [{scale: pdq-treatment, level: 2Diii, references: [glade-bender-2013]}]
"""


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    write(file, text.replace(old, new, 1))


def release(project: Path, gid: str, day: str) -> None:
    done = guidepress(project, "release", gid, "--date", day)
    assert done.returncode == 0, done.stdout + done.stderr


def told(project: Path) -> list[str]:
    done = guidepress(project, "validate", "content/base-de")
    return [line for line in done.stdout.splitlines() if "[translation-differs]" in line]


def test_a_translation_of_words_alone_is_in_order(project: Path) -> None:
    assert told(project) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("54,5 Gy", "45 Gy", "54.5 Gy, 1,800 there, and 45 Gy, 1,800 here"),
        ("54,5 Gy", "54,5 cGy", "54.5 Gy, 1,800 there, and 54,5 cGy, 1,800 here"),
        ("54,5 Gy", "≥ 54,5 Gy", ""),
        ("1,800", "1.800", ""),
        ("1,800", "1,8", "1,800"),
        ("2Diii", "1iiA", "`evidence.1.level` is 2Diii there, and 1iiA here"),
        ("amount: 2", "amount: 20", "wax-dose of base 1.0.0: `amount` is 2 there, and 20 here"),
        ("standing: listed", "standing: standard", "`standing` is listed there, and standard here"),
        ("id: excision-dose", "id: excision-other", "this statement is not in the translation"),
    ],
)
def test_a_figure_a_level_or_an_entity_that_differs_stops_the_release(
    project: Path, old: str, new: str, said: str
) -> None:
    replace(project / "content/base-de/options.yaml", old, new)
    found = "\n".join(told(project))
    assert said in found
    # One difference is one fault; another id is one at each end.
    assert len(found.splitlines()) == bool(said) + ("id: " in old)
    assert bool(found) == bool(said)
    done = guidepress(project, "release", "base-de", "--date", "2026-01-11")
    assert (done.returncode == 0) == (not said)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("5 \u00b5g", "5 \u03bcg", True),
        ("5 \u00b5g", "5 mg", False),
        ("5 mL", "5 ml", True),
        ("5 \u00b5g", "5", False),
    ],
)
def test_a_unit_is_the_same_however_its_letters_are_written(
    one: str,
    other: str,
    same: bool,  # noqa: FBT001 - a row of a table
) -> None:
    for first, second in ((one, other), (other, one)):
        assert _same(tuple(_figures(first)), tuple(_figures(second))) == same


@pytest.mark.parametrize(
    ("english", "other", "same"),
    [
        ("100 \u00d7 10\u2079/L", "100 \u00d7 10\u2076/L", False),
        ("100 \u00d7 10\u2079/L", "100 \u00d7 10^9^/L", True),
        ("10\u207b\u2076", "10^-6^", True),
        ("\u00bd tablet", "\u00bc Tablette", False),
        ("\u00bd tablet", "0,5 Tabletten", True),
        ("stage III", "Stadium II", False),
        ("stage IIIA", "Stadium 3A", True),
        ("IV, 5 mg", "i.v., 5 mg", True),
        ("1.250 mg", "1250 mg", False),
        ("1.250 mg", "1,250 mg", True),
        ("1,250 mg", "1.250 mg", True),
        ("1,250 mg", "1250 mg", True),
        ("at \u2212 5 \u00b0C", "bei 5 \u00b0C", False),
        ("5 \u2212 7", "5 bis 7", True),
        ("5 kg: 10 mg; 9 kg: 20 mg", "5 kg: 20 mg; 9 kg: 10 mg", False),
        ("7 % in 10 years", "in 10 Jahren 7 %", True),
        ("every 8 h", "alle 8 min", False),
        ("every 8 h", "alle 8 Stunden", True),
        ("5 mg/kg/d", "5 mg/kg/h", False),
        ("5 mcg/m2", "5 \u00b5g/m\u00b2", True),
    ],
)
def test_a_figure_means_the_same_in_the_other_language(
    english: str,
    other: str,
    same: bool,  # noqa: FBT001 - a row of a table
) -> None:
    sides = tuple(_figures(english, "en")), tuple(_figures(other, "de"))
    assert _same(*sides) == _same(*sides[::-1]) == same


TABLE = """\
      - id: outcomes
        table:
          title: Outcomes after 10 years
          columns:
            - {id: what, title: Outcome}
            - {id: ratio, title: Ratio, group: Of 20/120 mg}
            - {id: least, title: Wax, unit: mg}
            - {id: given, title: Given}
          rows:
            - {id: h-good, heading: Better}
            - id: death
              applies_when: {text: over 65 years}
              cells: {what: {text: Death, columns: 2}, least: "−0.39 (−0.5 to 1,200) ^food^", given: {dose: wax-dose}}
              evidence: [{scale: pdq-treatment, level: 2Diii, references: [glade-bender-2013]}]
            - {id: h-bad, heading: Worse}
            - {id: stroke, cells: {what: "Stroke, 5 to below 25 kg [@glade-bender-2013]", ratio: "0.78", given: {absent: not-stated}}}
          notes: [{id: food, text: 2 hours after food.}]
      - id: steps
        list:
          title: In 3 steps
          ordered: true
          items:
            - {id: first, text: Estimate the risk of 10 years.}
            - {id: second, text: Talk., items: [{id: third, text: For 5 minutes.}]}
      - id: shown
        figure: {absent: not-permitted, alt: Three steps of 15 mg/dL, caption: Over 40 years, description: All of 3}
"""
SAME = (
    ("0.78", "0,78"),
    ("−0.39 (−0.5 to 1,200)", "-0,39 (–0,5 a 1.200)"),
    ("title: Outcome}", "title: Was geschah}"),
    ("Better", "Besser"),
    ("For 5 minutes", "5 Minuten lang"),
    ("over 65 years", "älter als 65 Jahre"),
)
OTHER = (
    ("{dose: wax-dose}", "{absent: not-stated}", "`table.rows.death.cells.given.dose` is wax-dose"),
    ("0.78", "0,87", "`table.rows.stroke.cells.ratio.text` is 0.78 there, and 0,87 here"),
    ("−0.39", "0.39", "−0.39, −0.5, 1,200 there, and 0.39, −0.5, 1,200 here"),
    ("−0.39 (−0.5 to 1,200)", "keine", "is −0.39, −0.5, 1,200 there, and without a figure here"),
    ("5 to below 25 kg", "15 to below 25 kg", "`table.rows.stroke.cells.what.text` is 5, 25 kg"),
    ("20/120", "40/240", "`table.columns.ratio.group` is 20, 120 mg there, and 40, 240 mg here"),
    ("after 10 years", "after 5 years", "`table.title` is 10 there, and 5 here"),
    ("unit: mg}", "unit: g}", "`table.columns.least.unit` is mg there, and g here"),
    ("2 hours after", "3 hours after", "`table.notes.food.text` is 2 there, and 3 here"),
    ("columns: 2}", "columns: 3}", "`table.rows.death.cells.what.columns` is 2 there, and 3 here"),
    ("over 65", "over 60", "`table.rows.death.applies_when.text` is 65 there, and 60 here"),
    ("2Diii", "2A", "`table.rows.death.evidence.1.level` is 2Diii there, and 2A here"),
    (" [@glade-bender-2013]", "", "`table.rows.stroke.cells.what.citations` is glade-bender-2013"),
    (
        "            - {id: h-bad, heading: Worse}\n",
        "",
        "`table.rows.h-bad` is stated there, and not",
    ),
    (
        "heading: Worse",
        "cells: {what: Worse}",
        "`table.rows.h-bad.heading` is stated there, and not",
    ),
    (
        "h-good",
        "h-bad",
        "`table.rows` is h-good, death, h-bad, stroke there, and h-bad, death, h-good",
    ),
    ("3 steps", "4 steps", "`list.title` is 3 there, and 4 here"),
    ("10 years.", "5 years.", "`list.items.first.text` is 10 there, and 5 here"),
    ("For 5", "For 50", "`list.items.second.items.third.text` is 5 there, and 50 here"),
    ("15 mg/dL", "15 mg/L", "`figure.alt` is 15 mg/dL there, and 15 mg/L here"),
    ("40 years", "45 years", "`figure.caption` is 40 there, and 45 here"),
    ("All of 3", "All of 4", "`figure.description` is 3 there, and 4 here"),
    (", caption: Over 40 years", "", "`figure.caption` is 40 there, and not stated here"),
)


@pytest.mark.parametrize(("old", "new", "said"), [*((*each, "") for each in SAME), *OTHER])
def test_tables_lists_and_figures_are_the_same_but_for_their_words(
    old: str, new: str, said: str
) -> None:
    assert old in TABLE
    here = (
        TABLE.replace(new, "was-it").replace(old, new).replace("was-it", old)
        if new == "h-bad"
        else TABLE.replace(old, new)
    )
    original = bundle_of(TABLE)
    mine = {**bundle_of(here), "guideline": {**original["guideline"], "language": "de"}}
    found = [each.words for each in _find_differences(mine, original)]
    assert len(found) == bool(said), found
    assert said in "".join(found)


@cache
def bundle_of(blocks: str, options: str = DOSE) -> Any:
    files = {each.name: each.read_bytes() for each in BASE.glob("*.yaml")}
    content = parse_content(
        {**files, "options.yaml": f"{options}{blocks}".encode()}, "base", "base"
    )
    assert not content.faults
    return content.bundle


# What may be another in another language: names beside a name, places and pictures.
FREE = {
    "id",
    "replaces",
    "source_locator",
    "short_name",
    "synonyms",
    "file",
    "sha256",
    "media_type",
}
SHARED = {"reference", "scale"}


def test_each_field_of_the_description_is_compared_unless_it_is_named_here() -> None:
    """Change all that entities have, value by value: a field that is added is among them."""
    there = parse_content(encoded(everything()), GID, GID).bundle
    here = deepcopy(there)
    # Conditions hold conditions: by its last two keys each field is tried at its first and last place.
    places: dict[tuple[str, tuple[str, ...]], list[Any]] = {}
    for mine, original in zip(iter_entities(here), iter_entities(there), strict=True):
        for keys, home, key in leaves(mine.value) if mine.kind not in SHARED else ():
            places.setdefault((mine.kind, keys[-2:]), []).append((mine, original, home, key))
    silent = set()
    for (kind, keys), found in places.items():
        for mine, original, home, key in (found[0], found[-1]):
            was = home[key]
            home[key] = not was if isinstance(was, bool) else f"{was} 4711"
            if not _differences(kind, mine.value, original.value):
                silent.add((kind, keys[-1]))
            home[key] = was
    assert {(kind, key) for kind, key in silent if key not in FREE} == set()


def leaves(value: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Yield each text, number and truth of an entity with what holds it, and its keys."""
    for key, each in value.items() if isinstance(value, dict) else enumerate(value):
        way = (*keys, key) if isinstance(key, str) else keys
        if isinstance(each, dict | list):
            if key not in {"content", "doses", "intro"}:
                yield from leaves(each, way)
        else:
            yield way, value, key


def test_a_difference_with_a_reason_is_accepted_and_readers_are_told(project: Path) -> None:
    replace(project / "content/base-de/options.yaml", "54,5 Gy", "50 Gy")
    assert len(told(project)) == 1
    reason = "differences: [{entity: excision-dose, reason: The law here allows no more.}]"
    replace(
        project / "content/base-de/guideline.yaml", "version: 1.0.0}", f"version: 1.0.0, {reason}}}"
    )
    assert told(project) == []
    replace(project / "content/base-de/options.yaml", "50 Gy", "54,5 Gy")
    (line,) = told(project)
    assert "excision-dose does not differ from its original" in line


def test_a_newer_number_alone_does_not_bring_over_what_changed(project: Path) -> None:
    release(project, "base-de", "2026-01-11")
    replace(project / "content/base/options.yaml", "Give 54.5 Gy", "Give with care 54.5 Gy")
    replace(project / "content/base/guideline.yaml", "updated: 2015-01-29", "updated: 2026-02-01")
    (project / "content/base/notes").mkdir(exist_ok=True)
    note = "about: [guideline, excision-dose]\nreason: It hurt.\nreason_type: safety\n"
    write(project / "content/base/notes/why.yaml", note)
    release(project, "base", "2026-02-02")
    newest = max(each.name for each in (project / "content/base/releases").glob("?.?.?.json"))[:-5]
    replace(project / "content/base-de/guideline.yaml", "version: 1.0.0", f"version: {newest}")

    def stale() -> list[str]:
        done = guidepress(project, "validate", "content/base-de")
        return [line for line in done.stdout.splitlines() if "[stale-variant]" in line]

    (line,) = stale()
    assert f"excision-dose changed in base between 1.0.0 and {newest}, and not here" in line
    replace(project / "content/base-de/options.yaml", "Gib 54,5 Gy", "Gib vorsichtig 54,5 Gy")
    assert stale() == []


def test_another_edit_in_the_same_table_does_not_bring_over_what_changed() -> None:
    was = bundle_of(TABLE)
    changed = {"hours after food": "hours before food", "Estimate the": "Compute the"}
    both = TABLE
    for old, new in changed.items():
        both = both.replace(old, new)
    facts = compare(was, bundle_of(both)).facts

    def left(*edits: tuple[str, str]) -> set[str]:
        mine = TABLE
        for old, new in edits:
            mine = mine.replace(old, new)
        link = Link(guideline="base", version="1.0.0")
        variant = Variant("translation_of", link, Archive(id="base"))
        return variant.left_in_part(facts, was, bundle_of(mine))

    assert left(("title: Ratio", "title: Rate"), ("Talk.", "Speak.")) == {"outcomes", "steps"}
    assert left(*changed.items(), ("title: Ratio", "title: Rate")) == set()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("54.5 Gy", "a little", ""),
        ("amount: 2", "amount: 3", "`amount` is 2 there, and 3 here"),
        ("standing: listed", "standing: standard", "`standing` is listed there, and standard here"),
        ("    applies_when: {text: fit for surgery}\n", "", ""),
    ],
)
def test_a_patient_version_leaves_out_and_does_not_contradict(
    old: str, new: str, said: str
) -> None:
    mine = bundle_of(TABLE, DOSE.replace(old, new))
    found = [each.words for each in _find_contradictions(mine, bundle_of(TABLE))]
    assert found == [said] * bool(said)
