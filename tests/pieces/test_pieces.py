"""Three guidelines of doses, each with the edits that a clinician must hear of, and their weights.

Facts of real guidelines in our own words, shortened: tests of the format, by which nobody is to be
treated.
"""

from __future__ import annotations

import json
import re
import shutil
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from msgspec.structs import replace

from conftest import TESTS, copy_project, guidepress
from guidepress.classify.change import Change
from guidepress.classify.classify import describe
from guidepress.conditions.applies import applies_in
from guidepress.content import read_content
from guidepress.export import EXPORTS
from guidepress.export.condition_words import ConditionWords
from guidepress.export.evidence import find_support
from guidepress.model.outcome import Outcome
from guidepress.schema.load import is_valid
from guidepress.site.lineage import Lineage
from guidepress.site.pages import _body_blocks
from guidepress.site.view import View
from guidepress.validate.check import check_guideline
from laws.surfaces import visible

if TYPE_CHECKING:
    from pathlib import Path

PIECES = TESTS / "pieces"
NAMES = ("gonorrhoea", "influenza", "antenatal")


@cache
def bundle_of(piece: str) -> Any:
    return read_content(PIECES / piece, piece).bundle


@pytest.mark.parametrize("piece", NAMES)
def test_a_piece_is_valid_without_a_warning(piece: str) -> None:
    found = check_guideline(PIECES / piece, PIECES).problems
    assert [each for each in found if each.severity != "note"] == []
    assert is_valid("bundle", bundle_of(piece))


class Edit(NamedTuple):
    """One realistic edit: where (ids and keys), what stands there then, and how it must weigh."""

    piece: str
    says: str
    place: tuple[str, ...]
    value: Any
    weight: str
    told: tuple[str, ...] = ()


def dose(option: str, name: str, *keys: str) -> tuple[str, ...]:
    return ("options", option, "doses", name, *keys)


OSELTAMIVIR = "oseltamivir"
TABLE = ("sections", "doses", "content", "oseltamivir-table", "table")
GONE = object()
EDITS = (
    Edit("gonorrhoea", "the amount", dose("ceftriaxone", "ceftriaxone-light", "amount"), "250", "major, alert", ("“500 mg” became “250 mg”", "ceftriaxone")),
    Edit("gonorrhoea", "the border of a band", dose("ceftriaxone", "ceftriaxone-light", "applies_when"), {"factor": "weight", "below": "120"}, "major, alert", ("below 150 kg", "below 120 kg")),
    Edit("gonorrhoea", "an alternative gone", ("options", "cefixime"), GONE, "major, alert"),
    Edit("gonorrhoea", "both become either", ("options", "gentamicin-azithromycin", "components"), [{"all": [], "any": ["gentamicin-once", "azithromycin-once"]}], "major"),
    Edit("gonorrhoea", "not excluded becomes found", ("options", "doxycycline", "applies_when"), {"factor": "chlamydia", "is": ["found"]}, "major", ("Chlamydia is not excluded", "Chlamydia is found")),
    Edit("gonorrhoea", "the condition of a group", ("groups", "alternatives", "applies_when"), GONE, "major, alert", ("Ceftriaxone: not available",)),
    Edit("gonorrhoea", "an option in another group", ("options", "cefixime", "group"), "anogenital", "major, alert", ("“Alternatives” became “Cervix, urethra or rectum”",)),
    Edit("gonorrhoea", "when the test of cure is done", ("sections", "follow-up", "content", "test-of-cure", "text"), "A test of cure by culture or NAAT is done 14 days later; on day 7 more results are falsely positive [@cdc-2021].", "major"),
    Edit("gonorrhoea", "a sentence of the background", ("sections", "resistance", "content", "resistance-rises", "text"), "Resistance to azithromycin has risen, above all in cities [@cdc-2020].", "minor"),
    Edit("gonorrhoea", "a route written out", ("options", "ceftriaxone", "content", "ceftriaxone-said", "text"), "500 mg intramuscularly once; 1 g from 150 kg of body weight on [@cdc-2021].", "patch"),
    Edit("gonorrhoea", "a code added", ("options", "cefixime", "interventions"), [{"kind": "drug", "name": "cefixime", "synonyms": [], "codes": [{"system": "ATC", "code": "J01DD08"}]}], "minor, alert"),
    Edit("gonorrhoea", "a code altered", ("options", "ceftriaxone", "interventions"), [{"kind": "drug", "name": "ceftriaxone", "synonyms": [], "codes": [{"system": "ATC", "code": "J01DD08"}]}], "major, alert"),
    Edit("gonorrhoea", "a code of a value that conditions name", ("factors", "site", "values"), [{"id": "anogenital", "name": "cervix, urethra or rectum", "codes": []}, {"id": "pharynx", "name": "pharynx", "codes": []}, {"id": "conjunctiva", "name": "conjunctiva", "codes": []}], "major, alert"),
    Edit("influenza", "strength halved, mg unchanged", dose(OSELTAMIVIR, "treat-over-15", "concentration"), {"amount": "6", "unit": "mg/mL"}, "major, alert", ("“12 mg/mL” became “6 mg/mL”",)),
    Edit("influenza", "the volume", dose(OSELTAMIVIR, "treat-over-15", "equivalents", "volume", "amount"), "7.5", "major, alert", ("“3.75 mL” became “7.5 mL”",)),
    Edit("influenza", "how long", dose(OSELTAMIVIR, "prevent-over-15", "duration"), {"amount": "7", "unit": "d"}, "major, alert", ("“10 days” became “7 days”", "prevention")),
    Edit("influenza", "how often", dose(OSELTAMIVIR, "prevent-over-15", "times_per_day"), "2", "major, alert"),
    Edit("influenza", "from which age", dose("peramivir", "peramivir-child", "applies_when"), {"factor": "age", "at_least": "6", "below": "156"}, "major, alert", ("24 months", "6 months")),
    Edit("influenza", "the cap", dose("peramivir", "peramivir-child", "max_per_dose"), GONE, "major, alert", ("600 mg",)),
    Edit("influenza", "per dose becomes per day", dose(OSELTAMIVIR, "treat-infant", "basis"), "day", "major, alert"),
    Edit("influenza", "how much per kg", dose(OSELTAMIVIR, "treat-infant", "amount"), "3.5", "major, alert", ("“3 mg” became “3.5 mg”",)),
    Edit("influenza", "no data becomes not recommended", (*TABLE, "rows", "preterm", "cells", "prevention", "absent"), "not-recommended", "major, alert"),
    Edit("influenza", "another dose in a cell", (*TABLE, "rows", "over-15", "cells", "treatment", "dose"), "treat-over-23", "major, alert"),
    Edit("antenatal", "weekly becomes daily", dose("weekly", "iron-weekly", "interval"), {"amount": "1", "unit": "d"}, "major, alert", ("“1 week” became “1 day”",)),
    Edit("antenatal", "a limit in a named condition", ("conditions", "anaemia", "any"), [{"factor": "haemoglobin", "below": "110"}], "major, alert", ("below 105 g/L",)),
    Edit("antenatal", "what ends it", dose("daily", "iron-treat", "until"), {"factor": "haemoglobin", "at_least": "105"}, "major, alert", ("at least 110 g/L", "at least 105 g/L")),
    Edit("antenatal", "a salt added", dose("daily", "iron-treat", "equivalents", "+"), {"id": "bisglycinate", "name": "ferrous bisglycinate", "amount": "400", "unit": "mg"}, "minor", ("ferrous bisglycinate",)),
    Edit("antenatal", "another source", dose("daily", "iron-treat", "source"), "Recommendation A.2.1 [@who-2016].", "minor", ("A.2.2", "A.2.1")),
)  # fmt: skip


def edited(edit: Edit) -> Any:
    new = deepcopy(bundle_of(edit.piece))
    *path, last = edit.place
    home = new
    for step in path:
        home = _found(home, step)
    if isinstance(home, list):
        if last == "+":
            home.append(edit.value)
        else:
            home.remove(_found(home, last))
    elif edit.value is GONE:
        del home[last]
    else:
        home[last] = edit.value
    assert is_valid("bundle", new)
    return new


def _found(home: Any, step: str) -> Any:
    if isinstance(home, list):
        return next(each for each in home if step in {each.get("id"), each.get("column")})
    return home[step]


def told(edit: Edit) -> tuple[Change, ...]:
    return describe(bundle_of(edit.piece), edited(edit), "1.0.0", "draft").changes


@pytest.mark.parametrize("edit", EDITS, ids=[f"{each.piece}: {each.says}" for each in EDITS])
def test_an_edit_weighs_as_a_clinician_wants_to_hear_of_it(edit: Edit) -> None:
    changes = told(edit)
    assert changes, "nothing is reported"
    greatest = describe(bundle_of(edit.piece), edited(edit), "1.0.0", "draft").impact
    weight = f"{greatest}, alert" if any(each.alert for each in changes) else greatest
    assert weight == edit.weight, [each.sentence for each in changes]
    sentences = " ".join(each.sentence for each in changes)
    assert [words for words in edit.told if words not in sentences] == [], sentences


def test_a_unit_and_an_amount_that_change_together_keep_their_own_sides() -> None:
    old = bundle_of("gonorrhoea")
    new = deepcopy(old)
    found = _found(_found(new["options"], "ceftriaxone")["doses"], "ceftriaxone-light")
    found |= {"amount": "1", "unit": "g"}
    (change,) = describe(old, new, "1.0.0", "draft").changes
    assert change.sentence.endswith(": “500 mg” became “1 g”.")


def test_rows_in_another_order_are_wording_where_the_order_says_nothing() -> None:
    old = bundle_of("antenatal")
    new = deepcopy(old)
    table = new["sections"][0]["content"][0]["table"]
    # The first two share a note, and stay beside it.
    table["rows"] = table["rows"][2:] + table["rows"][:2]
    assert describe(old, new, "1.0.0", "draft").impact == "patch"


@pytest.mark.parametrize("piece", NAMES)
def test_a_dose_is_on_the_page_in_markdown_csv_json_and_fhir(piece: str) -> None:
    guideline = read_content(PIECES / piece, piece).guideline
    view = View(guideline=guideline, root="../", lineage=Lineage({}, ()))
    # Drug and amount are bold, the rest of the line is not.
    page = " ".join(visible(" ".join(_body_blocks(view)), " ").split()).replace(" ,", ",")
    surfaces = {
        "page": page,
        "Markdown": EXPORTS["markdown"].render(guideline).replace("\\", ""),
        "CSV": EXPORTS["csv"].render(guideline),
        "FHIR": json.dumps(json.loads(EXPORTS["fhir-r5"].render(guideline)), ensure_ascii=False),
    }
    for each in guideline.doses():
        words = ConditionWords(guideline).dose(each)
        # The page has years beside months.
        held = {name: view.words.dose(each) if name == "page" else words for name in surfaces}
        assert [name for name, text in surfaces.items() if held[name] not in text] == [], words
        assert each.id in json.dumps(bundle_of(piece))


def test_the_condition_of_a_group_holds_for_its_options() -> None:
    bundle = bundle_of("gonorrhoea")
    facts = {"site": "anogenital", "ceftriaxone-stock": "available", "weight": "70"}
    assert applies_in(bundle, "cefixime", facts).answer == "does not"
    assert applies_in(bundle, "ceftriaxone-light", facts).answer == "applies"
    assert applies_in(bundle, "ceftriaxone-heavy", facts).answer == "does not"
    assert applies_in(bundle, "ceftriaxone-light", {"weight": "70"}).factors == ("site",)
    assert applies_in(bundle, "ceftriaxone-light", {**facts, "weight": "150"}).answer == "does not"


def test_the_row_that_gives_a_dose_decides_whether_it_applies() -> None:
    bundle = bundle_of("antenatal")
    facts = {"haemoglobin": "120", "weeks": "20", "prevalence": "50"}
    found = {
        each: applies_in(bundle, each, facts).answer
        for each in ("iron-treat", "iron-common", "iron-daily", "folate-daily", "folate-weekly")
    }
    assert [key for key, answer in found.items() if answer == "applies"] == [
        "iron-common",
        "folate-daily",
    ]
    assert applies_in(bundle, "iron-daily", {}).answer == "not known"


@pytest.mark.parametrize("piece", NAMES)
def test_a_piece_is_released_twice_and_each_edit_is_in_the_second(
    piece: str, tmp_path: Path
) -> None:
    project = copy_project(tmp_path / "project")
    folder = project / "content" / piece
    shutil.copytree(PIECES / piece, folder)
    done = guidepress(project, "release", piece, "--date", "2023-01-02")
    assert done.returncode == 0, done.stdout + done.stderr
    options = (folder / "options.yaml").read_text("utf-8")
    first, second = {"gonorrhoea": ("500", "250"), "influenza": ("10, unit: d", "7, unit: d")}.get(
        piece, ("120", "60")
    )
    (folder / "options.yaml").write_text(options.replace(first, second), "utf-8")
    for name in ("guideline", "options"):
        text = (folder / f"{name}.yaml").read_text("utf-8")
        text = re.sub(r"^updated: \S+", "updated: 2023-03-01", text, flags=re.MULTILINE)
        text = text.replace("500 mg", "250 mg")
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "notes").mkdir()
    asked = re.findall(r"guidepress add note (\S+)", guidepress(project, "validate", piece).stdout)
    about = ", ".join(sorted(set(asked)))
    note = f"about: [{about}]\nreason: The source changed it.\nreason_type: source-updated\n"
    (folder / "notes/why.yaml").write_text(note, "utf-8")
    done = guidepress(project, "release", piece, "--date", "2023-03-04")
    assert done.returncode == 0, done.stdout + done.stderr
    changes = json.loads((folder / "releases/2.0.0.changes.json").read_text("utf-8"))["changes"]
    assert any(each["kind"] == "dose-changed" and each["alert"] for each in changes)
    assert guidepress(project, "verify").returncode == 0


def view_of(piece: str) -> View:
    guideline = read_content(PIECES / piece, piece).guideline
    return View(guideline=guideline, root="../", lineage=Lineage({}, ()))


# A factor that is named by a dose, a row of a table, a named condition or a recommendation alone.
DEPENDING = [
    ("influenza", "weight", ["oseltamivir", "baloxavir"]),
    ("antenatal", "pallor", ["daily", "table"]),
    ("gonorrhoea", "weight", ["ceftriaxone", "ceftriaxone-pharynx", "regimens"]),
    ("gonorrhoea", "ceftriaxone-stock", ["alternatives"]),
    ("uspstf/1", "menopause", ["women-younger"]),
]


@pytest.mark.parametrize(("piece", "factor", "ids"), DEPENDING)
def test_a_factor_names_all_that_depends_on_it(piece: str, factor: str, ids: list[str]) -> None:
    assert view_of(piece).depending[factor] == ids


def test_what_a_recommendation_cites_is_not_denied_at_its_option() -> None:
    view = view_of("gonorrhoea")
    found = {each.id: view.ungraded(each) for each in view.guideline.options}
    assert found["ceftriaxone-conjunctiva"] == "no citation; cited in its recommendation"


def test_works_of_an_outcome_alone_are_cited_in_the_recommendation() -> None:
    guideline = view_of("gonorrhoea").guideline
    made = guideline.recommendations[0]
    bare = replace(made, citations=(), content=(), parts=(), outcomes=())
    found = replace(bare, outcomes=(Outcome(id="cure", name="Cure", references=("a-work",)),))
    (option,) = (each for each in guideline.options if each.id == made.about[0])
    for each, advised in ((bare, False), (found, True)):
        whole = replace(guideline, recommendations=(each,))
        assert find_support(whole, option).advised == advised
