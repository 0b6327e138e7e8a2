"""What an edit means, and in which words it is reported: one row an edit."""

from __future__ import annotations

import json
import re
from collections import Counter
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from guidepress.classify.classify import describe
from guidepress.classify.context import DANGEROUS_KINDS, context_of
from guidepress.classify.folding import summarise
from guidepress.classify.values import MOST_OF_ENTRY, tell_whole
from guidepress.diff.compare import compare
from guidepress.diff.pointer import PatchError, apply_patch
from guidepress.doses import HOW_MUCH
from laws.edits import full_bundle

if TYPE_CHECKING:
    from collections.abc import Callable

    from guidepress.classify.change import Delta

Bundle = dict[str, Any]
# Kind, impact, alert, and words of the sentence.
Row = tuple[str, str, bool, str]

TEXT = {"citations": [], "evidence": [], "about": [], "renders": [], "replaces": [], "type": "text"}


CODE = {"system": "ATC", "code": "H02AB09", "display": "hydrocortisone"}
IS_LEAN = {"factor": "build", "is": ["lean"]}
ORDER = ("First", "Second")
STEP: Bundle = {"all": ["water", "walking"], "any": [], "after": "rest"}
LOW: Bundle = {"scale": "grade", "scale_version": "2013", "level": "low", "references": []}
LOW |= {"finding": "favours"}


def statement(entity: str, text: str, **more: Any) -> Bundle:
    return {**TEXT, "id": entity, "text": text, **more}


def base() -> Bundle:
    """A bundle with every field, and words of its own where the rows below need them."""
    bundle = deepcopy(full_bundle())
    cells: list[Bundle] = [
        {"column": "drug", "text": text, "citations": []} for text in ("5 mg", "6 mg")
    ]
    rows = [
        {"id": name, "cells": [cell], "evidence": [], "replaces": []}
        for name, cell in zip(("young", "old"), cells, strict=True)
    ]
    columns = [{"id": "drug", "title": "Drug", "replaces": []}]
    held: Bundle = {"title": "Doses", "columns": columns, "rows": rows, "notes": []}
    option, (first, second) = bundle["options"][0], bundle["options"][0]["doses"][:2]
    bundle["guideline"]["language"] = "en"
    values: list[Bundle] = [{"id": name, "name": name, "codes": []} for name in ("lean", "stout")]
    values[1]["name"] = "not lean"
    made = {"id": "build", "name": "Build", "type": "choice", "multiple": False, "values": values}
    bundle["factors"].append({**made, "exhaustive": True, "codes": [], "replaces": []})
    marks: Bundle = {
        **made,
        "id": "height",
        "name": "Height",
        "values": [{**values[0], "id": "tall"}],
    }
    marks["values"][0]["name"] = "tall"
    blood = {"id": "blood", "name": "Blood", "type": "number", "unit": "g/L"}
    bundle["factors"][-1:-1] = [
        {**blood, "codes": [], "replaces": []},
        {**marks, "exhaustive": True, "codes": [], "replaces": []},
    ]
    either = [{"factor": "build", "is": [each]} for each in ("stout", "lean")]
    bundle["conditions"].append({"id": "either", "text": "either", "any": either, "replaces": []})
    bundle["options"][1]["applies_when"] = {"factor": "height", "is": ["tall"]}
    other = bundle["options"][1]
    other["doses"] = [{**deepcopy(first), "id": "last", "amount": "7"}]
    other["components"] = [{**STEP, "all": ["last"]}]
    option["components"] = [STEP]
    option["name"] = "Rest"
    option["interventions"][0]["synonyms"] = [f"{number} {'x' * 90}" for number in range(30)]
    option["content"] = [statement("calm", "It is calm."), {**TEXT, "id": "grid", "table": held}]
    first |= {"amount": "5", "unit": "mg", "source": "Page 7", "routes": ["IV"]}
    first["applies_when"] = {"all": [{"factor": "blood", "below": "110"}, {"ref": "either"}]}
    second["applies_when"] = IS_LEAN
    option["regulatory"] = [
        {"indication": each, "population": "adults"} for each in ("cough", "fever")
    ]
    for notice, cited in zip(bundle["references"][0]["custom"]["notices"], ORDER, strict=False):
        notice["citation"] = cited
    search = bundle["guideline"]["search"][1]
    search |= {"database": ["Atlas", "Bible"], "question": "Is it?"}
    advice = bundle["recommendations"]
    for asked, said in zip(bundle["questions"], ("Is it so?", "Is it not?"), strict=False):
        asked["text"] = said
    advice[0]["question"] = bundle["questions"][0]["id"]
    advice[0]["outcomes"][0]["certainty"]["reasons"][1] |= {"domain": "bias", "judgement": "none"}
    for number, said in enumerate(("Do this.", "Do that.")):
        advice[number] |= {"id": ("first-advice", "second-advice")[number], "text": said}
    figure = {"file": "a.png", "alt": "A", "sha256": "1" * 64, "media_type": "image/png"}
    top: Bundle = {"title": "Top", "content": [], "replaces": []}
    bundle["sections"] = [
        {**top, "id": "first", "content": [statement("plain", "The air is cold and dry.")]},
        {**top, "id": "other", "content": [statement("spoken", "It is so.", about=[option["id"]])]},
        {**top, "id": "danger", "content": [statement("harmful", "It harms.", kind="harm")]},
        {
            **top,
            "id": "goal",
            "content": [{**TEXT, "id": "view", "type": "figure", "figure": figure}],
        },
    ]
    shown = {**TEXT, "id": "shown", "type": "show", "show": "first-advice"}
    bundle["sections"].append({**top, "id": "shows", "title": "Shown", "content": [shown]})
    items: list[Bundle] = [
        {"id": each, "text": each, "citations": [], "replaces": []} for each in ("one", "two")
    ]
    items[1]["kind"] = "contraindication"
    ways: Bundle = {**TEXT, "id": "ways", "type": "list", "list": {"title": "Ways", "items": items}}
    bundle["sections"].append({**top, "id": "listed", "content": [ways]})
    bundle["guideline"]["body"] = ["first", "other", "danger", "goal", "shows", "listed"]
    return bundle


def described(edit: Callable[[Bundle], object]) -> Delta:
    old, new = base(), base()
    edit(new)
    return described_between(old, new)


def described_between(old: Bundle, new: Bundle) -> Delta:
    found = describe(old, new, "1.0.0", "draft")
    assert apply_patch(deepcopy(old), found.patch) == new
    return found


def option(bundle: Bundle) -> Bundle:
    found: Bundle = bundle["options"][0]
    return found


def section(bundle: Bundle, name: str) -> Bundle:
    return next(each for each in bundle["sections"] if each["id"] == name)


def synonyms(bundle: Bundle) -> list[str]:
    found: list[str] = option(bundle)["interventions"][0]["synonyms"]
    return found


def table(bundle: Bundle) -> Bundle:
    found: Bundle = option(bundle)["content"][1]["table"]
    return found


def below_goal(bundle: Bundle, name: str) -> None:
    """Put a section behind the one that it becomes part of."""
    moved = section(bundle, name)
    bundle["sections"].remove(moved)
    bundle["sections"].append({**moved, "parent": "goal"})
    bundle["guideline"]["body"].remove(name)


def moved_and_revised(bundle: Bundle) -> None:
    calm = option(bundle)["content"].pop(0)
    section(bundle, "first")["content"].append({**calm, "text": "It is quiet."})


def split_into_the_option(bundle: Bundle) -> None:
    section(bundle, "first")["content"] = [
        statement("cold", "The air is cold.", replaces=["plain"])
    ]
    option(bundle)["content"].append(statement("dry", "The air is dry.", replaces=["plain"]))


def second_notice_alone(bundle: Bundle) -> None:
    notices = bundle["references"][0]["custom"]["notices"]
    del notices[0]
    notices[0]["kind"] = "comment"


def all_for_any(bundle: Bundle) -> None:
    named = bundle["conditions"][-1]
    named["all"] = named.pop("any")


def no_dose_any_more(bundle: Bundle) -> None:
    dose = option(bundle)["doses"][0]
    for key in dose.keys() & HOW_MUCH:
        del dose[key]
    dose |= {"absent": "no-data", "routes": []}


def into_range(bundle: Bundle) -> None:
    dose = option(bundle)["doses"][0]
    dose |= {"low": dose.pop("amount"), "high": "10"}


def of_scale(name: str) -> Callable[[Bundle], object]:
    def edit(bundle: Bundle) -> None:
        scale = next(each for each in bundle["scales"] if each["id"] == name)
        scale["axes"][0]["levels"][0]["meaning"] = "Something else."

    return edit


def entry(bundle: Bundle) -> Bundle:
    """Return an entry of a list whose last one is labelled a contraindication."""
    items = section(bundle, "listed")["content"][0]["list"]["items"]
    found: Bundle = items[0]
    return found


def alike(bundle: Bundle) -> None:
    """Move a statement into a section that is called as its own is."""
    section(bundle, "other")["content"].append(section(bundle, "first")["content"].pop())


def under_another_id(name: str) -> Callable[[Bundle], object]:
    """Give the statement of a section another id, and take its labels off."""

    def edit(bundle: Bundle) -> None:
        was = section(bundle, name)["content"][0]
        now = statement("anew", was["text"].replace("It", "It never"), replaces=[was["id"]])
        section(bundle, name)["content"] = [now]

    return edit


def into_a_list(bundle: Bundle) -> None:
    harmful = section(bundle, "danger")["content"][0]
    del harmful["text"]
    items = [{"id": "said", "text": "It never harms.", "citations": [], "replaces": []}]
    harmful |= {"type": "list", "list": {"items": items}}


def steps_in_another_order(bundle: Bundle) -> None:
    held = section(bundle, "listed")["content"][0]["list"]
    held["ordered"] = True
    held["items"].reverse()


def approved(bundle: Bundle) -> None:
    """Name an authority in the text of an option and in its approvals."""
    option(bundle)["content"][0]["text"] = "It is calm, says the Agency."
    option(bundle)["regulatory"][1]["authority"] = "Agency"


ROWS: dict[str, tuple[Callable[[Bundle], object], list[Row]]] = {
    "an entry of a list beside one of a contraindication": (
        lambda new: entry(new).update(text="not one"),
        [("statement-part-changed", "major", True, "“one” became “not one”.$")],
    ),
    "what an entry rests on weighs as it does of a statement": (
        lambda new: entry(new).update(evidence=[LOW]),
        [("statement-part-changed", "minor", False, "level of evidence nothing stated became")],
    ),
    "the full stop of an entry of a list": (
        lambda new: entry(new).update(text="one."),
        [("statement-part-changed", "patch", True, "“one” became “one.”.$")],
    ),
    "what ends an entry otherwise is no full stop": (
        lambda new: entry(new).update(text="one?"),
        [("statement-part-changed", "major", True, "“one” became “one?”.$")],
    ),
    "a route in the name of an option": (
        lambda new: new["options"][0].update(name="Rest by mouth"),
        [("option-name-changed", "major", True, "“Rest” became “Rest by mouth”.$")],
    ),
    "a synonym that is another drug": (
        lambda new: synonyms(new).__setitem__(0, "vinblastine"),
        [("option-interventions-changed", "major", False, "“vinblastine")],
    ),
    "a synonym that came": (
        lambda new: synonyms(new).append("vinblastine"),
        [("option-interventions-changed", "minor", False, "vinblastine")],
    ),
    "a code is told with its system and what it means": (
        lambda new: option(new)["interventions"][0].update(codes=[CODE]),
        [("option-interventions-changed", "major", True, "“ATC H02AB09 hydrocortisone”.$")],
    ),
    "homes that are called alike are told apart": (
        alike,
        [("statement-moved", "minor", False, "from “Top” (first) to “Top” (other): ")],
    ),
    "what replaces a statement on an option weighs as that did": (
        under_another_id("other"),
        [
            ("statement-renamed", "minor", False, "spoken"),
            ("statement-text-changed", "major", False, "added “never”"),
            ("statement-about-changed", "major", False, "became nothing stated"),
        ],
    ),
    "what replaces one of harm does, too": (
        under_another_id("danger"),
        [
            ("statement-renamed", "minor", False, "harmful"),
            ("statement-text-changed", "major", True, "added “never”"),
            ("statement-kind-changed", "major", True, "“harm” became nothing stated"),
        ],
    ),
    "a cell that goes is quoted": (
        lambda new: table(new)["rows"][0].update(cells=[]),
        [("statement-part-removed", "major", True, "column “Drug”: “5 mg”.$")],
    ),
    "a text that became a list": (
        into_a_list,
        [
            ("statement-text-changed", "major", True, "removed “It harms.”"),
            ("statement-other-changed", "minor", False, "“It never harms”: type “text” became"),
            ("statement-part-changed", "major", True, ": list nothing stated became stated.$"),
            ("statement-part-added", "major", True, "Added “It never harms”, entry"),
        ],
    ),
    "steps in another order": (
        steps_in_another_order,
        [
            ("statement-part-reordered", "major", False, "Changed the order"),
            ("statement-part-changed", "major", True, "ordered nothing stated became “yes”.$"),
        ],
    ),
    "an authority in a text and in the approvals is one act": (
        approved,
        [
            ("option-regulatory-changed", "minor", False, "“Agency”"),
            ("statement-text-changed", "minor", False, "says the Agency"),
        ],
    ),
    "a dose that goes is quoted with its source": (
        lambda new: option(new)["doses"].pop(0),
        [
            ("dose-removed", "major", True, "“Page 7”"),
            *[("dose-equivalent-removed", "major", True, "on “Rest”: “")] * 2,
        ],
    ),
    "each side of an amount has the unit of its own version": (
        lambda new: option(new)["doses"][0].update(amount="7", unit="g"),
        [("dose-changed", "major", True, ": “5 mg” became “7 g”.$")],
    ),
    "an amount that becomes a range is one change": (
        into_range,
        [("dose-changed", "major", True, ": “5 mg” became “5 to 10 mg”.$")],
    ),
    "a condition that reads like the former is told by its data": (
        lambda new: option(new)["doses"][1].update(applies_when={"not": {"not": IS_LEAN}}),
        [
            (
                "dose-changed",
                "major",
                True,
                "behind the words",
            )
        ],
    ),
    "what is quoted within a quotation is told from where that ends": (
        lambda new: option(new)["doses"][1].update(
            applies_when={"not": {"all": [IS_LEAN, {"text": "frail"}]}}
        ),
        [
            (
                "dose-changed",
                "major",
                True,
                "became “Build: other than lean or ‘frail’ does not hold”.$",
            )
        ],
    ),
    "steps that are alternatives now are told in words": (
        lambda new: option(new).update(components=[{**STEP, "all": [], "any": STEP["all"]}]),
        [
            (
                "option-components-changed",
                "major",
                False,
                "“after rest: water and walking” became “after rest: water or walking”.",
            )
        ],
    ),
    "another word for a value that decides is another condition": (
        lambda new: new["factors"][-1]["values"][0].update(name="lean child"),
        [("factor-values-changed", "major", True, "“lean” became “lean child”")],
    ),
    "a factor that a dose holds by and that is called another thing": (
        lambda new: new["factors"][-1].update(name="Weight"),
        [("factor-name-changed", "major", True, "“Build” became “Weight”.$")],
    ),
    "a word more of what a dose holds by": (
        lambda new: new["factors"][-1].update(name="Build at birth"),
        [("factor-name-changed", "major", True, "became “Build at birth”.$")],
    ),
    "so it is where no dose holds by it, but that raises no alert": (
        lambda new: new["factors"][-2]["values"][0].update(name="tall child"),
        [("factor-values-changed", "major", False, "“tall” became “tall child”")],
    ),
    "another unit of a number by which a dose holds": (
        lambda new: new["factors"][-3].update(unit="g/dL"),
        [("factor-type-changed", "major", True, "unit “g/L” became “g/dL”")],
    ),
    "when an option applies": (
        lambda new: new["options"][1].update(applies_when={"factor": "blood", "below": "9"}),
        [
            (
                "option-conditions-changed",
                "major",
                False,
                "“Height is tall” became “Blood is below 9",
            )
        ],
    ),
    "a step that goes is told with its dose": (
        lambda new: new["options"][1].update(components=[]),
        [("option-components-changed", "major", False, ": 7% of ")],
    ),
    "a named condition by which a dose holds, told as a whole where its sort changed": (
        all_for_any,
        [
            (
                "named-condition-other-changed",
                "major",
                True,
                "not lean or Build: lean]” became “either [Build: not lean and Build: lean]”.$",
            )
        ],
    ),
    "what is shown in a section is named by its words": (
        lambda new: section(new, "shows")["content"][0].update(show="second-advice"),
        [
            (
                "statement-other-changed",
                "minor",
                False,
                "Revised what is shown on “Shown”: shows “Do this” became “Do that”.$",
            )
        ],
    ),
    "what is shown there for the first time, too": (
        lambda new: section(new, "shows")["content"].append(
            {**TEXT, "id": "more", "type": "show", "show": "second-advice"}
        ),
        [("statement-added", "minor", False, "to state: “Do that”.$")],
    ),
    "a dose that is not given any more is one change, with what it was": (
        no_dose_any_more,
        [
            (
                "dose-changed",
                "major",
                True,
                "for the whole course, into a vein (IV)” became “no data”.$",
            ),
        ],
    ),
    "an approval for others": (
        lambda new: option(new)["regulatory"][1].update(population="children"),
        [("option-regulatory-changed", "major", False, "population “adults” became “children”")],
    ),
    "an approval for others weighs no less beside one that is new": (
        lambda new: option(new).update(
            regulatory=[{"indication": "cough", "population": "children"}, {"indication": "flu"}]
        ),
        [("option-regulatory-changed", "major", False, "children")],
    ),
    "an approval that is new, or by another authority": (
        lambda new: option(new)["regulatory"][1].update(authority="Agency"),
        [("option-regulatory-changed", "minor", False, "“Agency”")],
    ),
    "of two rows that are called alike the place is told": (
        lambda new: table(new)["rows"][1]["cells"][0].update(text="5 mg"),
        [("statement-part-changed", "major", True, "row 2 “5 mg”, column “Drug”: “6 mg” became")],
    ),
    "the question that advice answers is told in its words": (
        lambda new: new["recommendations"][0].update(question=new["questions"][1]["id"]),
        [("recommendation-question-changed", "minor", False, "“Is it so?” became “Is it not?”.$")],
    ),
    "of several works the one that is cited no more is told by author and year, not by its title": (
        lambda new: new["recommendations"][0]["outcomes"][0].update(references=[]),
        [("recommendation-outcomes-changed", "minor", False, "2011” became nothing stated.$")],
    ),
    "of several searches the one that changed is named": (
        lambda new: new["guideline"]["search"][1].update({"from": "2011-01-01"}),
        [
            (
                "guideline-search-changed",
                "minor",
                False,
                "evidence: “Atlas; Bible”, “Is it?”, from “",
            )
        ],
    ),
    "why a certainty is what it is, reason by reason": (
        lambda new: new["recommendations"][0]["outcomes"][0]["certainty"]["reasons"][1].update(
            judgement="serious"
        ),
        [
            (
                "recommendation-outcomes-changed",
                "minor",
                False,
                "certainty reasons “bias”, judgement “none” became “serious”.$",
            )
        ],
    ),
    "a code is called by the list that it is in": (
        lambda new: option(new)["interventions"][0]["codes"][0].update(code="A01"),
        [("option-interventions-changed", "major", True, "became “ATC A01")],
    ),
    "a role is named with its body": (
        lambda new: new["guideline"]["bodies"][0]["roles"][0].update(name="Chair"),
        [("guideline-people-changed", "minor", False, "In body “")],
    ),
    "a section that says nothing of options or harm may stand elsewhere": (
        lambda new: below_goal(new, "first"),
        [("section-moved", "minor", False, "from the highest level to “Top”")],
    ),
    "under which heading an option is spoken of matters": (
        lambda new: below_goal(new, "other"),
        [("section-moved", "major", False, "")],
    ),
    "under which heading a harm is stated matters": (
        lambda new: below_goal(new, "danger"),
        [("section-moved", "major", True, "")],
    ),
    "what is read first is named as readers know it": (
        lambda new: new["guideline"]["body"].reverse() or new["sections"].reverse(),
        [
            (
                "guideline-body-changed",
                "minor",
                False,
                "“Top; Top; Top; Top; Shown; Top” became “Top; Shown;",
            )
        ],
    ),
    "a text that moved is quoted as it was": (
        moved_and_revised,
        [
            ("statement-moved", "major", False, "“It is calm”"),
            ("statement-text-changed", "minor", False, "“calm” became “quiet”"),
        ],
    ),
    "a piece of a text that now stands in an option makes the split major": (
        split_into_the_option,
        [("statement-split", "major", False, "“The air is cold and dry” into")],
    ),
    "a review is recorded and changes nothing": (
        lambda new: option(new).update(reviewed="2020-01-01"),
        [("option-review-changed", "none", False, "2020-01-01")],
    ),
    "a strength that means something else is major": (
        of_scale("grade-strength"),
        [("scale-axes-changed", "major", False, "became “Something else.”")],
    ),
    "a certainty that means something else is not": (
        of_scale("grade"),
        [("scale-axes-changed", "minor", False, "became “Something else.”")],
    ),
    "of two notices the one that changed is reported": (
        lambda new: new["references"][0]["custom"]["notices"][1].update(citation="Corrected"),
        [("reference-notice-changed", "minor", True, "“Corrected”")],
    ),
    "a notice is known by its number where another one went": (
        second_notice_alone,
        [
            ("reference-notice-removed", "minor", True, "First"),
            ("reference-notice-changed", "minor", True, "Second"),
        ],
    ),
    "entries that change places are one change": (
        lambda new: section(new, "listed")["content"][0]["list"]["items"].reverse(),
        [
            (
                "statement-part-reordered",
                "minor",
                False,
                "of “Ways”, the entries: now entry “two” first.$",
            )
        ],
    ),
    "a question in other words": (
        lambda new: new["questions"][0].update(text="Does it help?"),
        [("question-text-changed", "minor", False, "Revised the question “Does it help?”: ")],
    ),
    "a code that a condition rests on is major": (
        lambda new: new["factors"][0]["codes"][0].update(code="J01DD05"),
        [("factor-codes-changed", "major", True, "J01DD05")],
    ),
    "an outcome that goes is quoted whole": (
        lambda new: new["recommendations"][0]["outcomes"].pop(0),
        [("recommendation-outcomes-changed", "minor", False, "removed “")],
    ),
    "rows that change places are one change": (
        lambda new: table(new)["rows"].reverse(),
        [("statement-part-reordered", "minor", False, "the rows")],
    ),
    "a cell that becomes empty in an option with doses": (
        lambda new: table(new)["rows"][0]["cells"].__setitem__(
            0, {"column": "drug", "absent": "not-stated", "citations": []}
        ),
        [
            ("statement-part-changed", "major", True, "“5 mg” became “not stated”"),
        ],
    ),
    "an image and its words are two changes": (
        lambda new: section(new, "goal")["content"][0]["figure"].update(alt="B", sha256="2" * 64),
        [
            ("statement-image-changed", "minor", False, "Replaced the image"),
            ("statement-part-changed", "minor", False, "“A” became “B”"),
        ],
    ),
    "an exception weighs as much in a statement of its own as in a text": (
        lambda new: section(new, "first")["content"].append(statement("but", "Except in June.")),
        [("statement-added", "major", False, "“Except in June”")],
    ),
    "what says nothing of an exception does not": (
        lambda new: section(new, "first")["content"].append(statement("and", "Also in June.")),
        [("statement-added", "minor", False, "“Also in June”")],
    ),
    "a standing is told from and to, in a whole sentence": (
        lambda new: option(new).update(standing="not-stated"),
        [
            (
                "option-standing-changed",
                "major",
                False,
                "of “Rest”: “under clinical evaluation” became “not stated”.$",
            )
        ],
    ),
    "a level is told with its finding, and names scale and works once": (
        lambda new: section(new, "first")["content"].append(
            statement("graded", "It is so.", evidence=[LOW])
        ),
        [
            (
                "statement-added",
                "minor",
                False,
                "low on GRADE certainty of evidence, 2013 (favours)).",
            )
        ],
    ),
    "an author who comes is named in full": (
        lambda new: new["references"][0]["author"].append({"family": "Ito", "given": "K"}),
        [("reference-authors-changed", "minor", False, "Ito K")],
    ),
    "of many values only those that came and went are named": (
        lambda new: option(new)["interventions"][0]["synonyms"].append("peace"),
        [("option-interventions-changed", "minor", False, ": added “peace”.")],
    ),
}


def of_steps(steps: list[Bundle], later: list[Bundle], key: str = "components") -> str:
    """Return what is said of an option whose steps become others."""
    old, new = base(), base()
    option(old)[key], option(new)[key] = steps, later
    (change,) = describe(old, new, "1.0.0", "draft").changes
    return change.sentence


def test_any_of_several_that_becomes_all_of_them_is_one_difference() -> None:
    surgery, both = {"intervention": "surgery"}, ["rest", "fluids"]
    said = of_steps([surgery, {"any": both}], [surgery, {"all": both}])
    assert said == "Changed the steps of “Rest”: “rest or fluids” became “rest and fluids”."


def test_of_a_part_of_a_dose_that_has_parts_the_one_that_differs_is_said() -> None:
    def rounded(to: str) -> Bundle:
        bundle = deepcopy(full_bundle())
        quantity = {"amount": to, "unit": "mg"}
        dose = next(each for each in bundle["options"] if each["doses"])["doses"][0]
        dose["rounding"] = {"to": quantity, "which_way": "down"}
        return bundle

    changes = describe(rounded("50"), rounded("100"), "1.0.0", "draft", ()).changes
    assert [each.sentence.partition(": ")[2] for each in changes] == [
        "rounding to amount “50” became “100”."
    ]


def test_a_dose_that_is_given_again_is_one_change_with_how_it_is_given() -> None:
    old, new = base(), base()
    no_dose_any_more(old)
    del option(new)["doses"][0]["percent_of"]
    (change,) = described_between(old, new).changes
    assert (change.impact, change.alert) == ("major", True)
    assert change.sentence.endswith(
        ": “no data” became “5 mg for the whole course, into a vein (IV)”."
    )


def test_for_whom_a_dose_is_stays_a_change_beside_how_much_it_is() -> None:
    old, new = base(), base()
    no_dose_any_more(old)
    option(new)["doses"][0]["applies_when"] = IS_LEAN
    given, whom = described_between(old, new).changes
    assert (given.impact, whom.impact) == ("major", "major")
    assert whom.part_of == given.fact.fingerprint
    assert "became “Build: lean”" in whom.sentence


def test_a_unit_that_reads_as_the_former_is_told_beside_another_amount() -> None:
    old, new = base(), base()
    option(old)["doses"][0] |= {"amount": "5", "unit": "[IU]"}
    option(new)["doses"][0] |= {"amount": "7", "unit": "[iU]"}
    (change,) = described_between(old, new).changes
    assert change.sentence.endswith(
        ": “5 IU” became “7 IU”; unit behind the words “IU”, “[IU]” became “[iU]”."
    )


def test_what_amounts_to_a_dose_is_one_change_with_its_unit() -> None:
    old, new = base(), base()
    option(old)["doses"][0]["equivalents"][0] |= {"amount": "5", "unit": "mL"}
    option(new)["doses"][0]["equivalents"][0] |= {"amount": "2", "unit": "L"}
    (change,) = described_between(old, new).changes
    assert (change.fact.kind, change.alert) == ("dose-equivalent-changed", True)
    assert change.sentence.endswith(": “5 mL” became “2 L”.")


def test_what_stands_in_another_order_is_quoted_in_both() -> None:
    more: Bundle = {"synonyms": [], "codes": []}
    first, second = {"name": "rest", **more}, {"name": "fluids", **more}
    said = of_steps([first, second], [second, first], "interventions")
    assert said.endswith(": “rest; fluids” became “fluids; rest”.")


@pytest.mark.parametrize("name", ROWS)
def test_an_edit_has_its_weight_and_its_words(name: str) -> None:
    edit, rows = ROWS[name]
    changes = described(edit).changes
    assert [(each.fact.kind, each.impact, each.alert) for each in changes] == [
        row[:3] for row in rows
    ]
    for change, row in zip(changes, rows, strict=True):
        assert row[3] in f"{change.sentence}$"


def test_of_doses_that_are_called_alike_it_is_said_what_the_changed_one_was() -> None:
    old, new = base(), base()
    for bundle in (old, new):
        first = option(bundle)["doses"][0]
        adults = {**first, "id": "for-adults", "amount": "9", "applies_when": IS_LEAN}
        option(bundle)["doses"].append(adults)
    option(new)["doses"][-1]["amount"] = "19"
    (change,) = described_between(old, new).changes
    assert change.sentence.startswith("Changed the dose of ")
    assert change.sentence.endswith(", 9 mg, Build: lean) on “Rest”: amount “9 mg” became “19 mg”.")


def test_doses_that_share_their_amount_and_condition_are_told_apart_by_all_that_they_were() -> None:
    old, new = base(), base()
    for bundle in (old, new):
        first = option(bundle)["doses"][0]
        option(bundle)["doses"].append({**deepcopy(first), "id": "again", "routes": ["IM"]})
    option(new)["doses"][-1]["source"] = "Page 8"
    (change,) = described_between(old, new).changes
    assert "into a muscle (IM)" in change.sentence


def test_a_dose_that_had_others_beside_it_is_told_by_what_it_was() -> None:
    old, new = base(), base()
    first = option(old)["doses"][0]
    option(old)["doses"].append({**deepcopy(first), "id": "again", "amount": "9"})
    option(new)["doses"][0]["routes"] = ["IM"]
    changed = next(
        each for each in described_between(old, new).changes if each.fact.kind == "dose-changed"
    )
    assert ", 5 mg, " in changed.sentence


def test_a_code_that_became_another_is_told_with_its_system_and_its_meaning() -> None:
    old, new = base(), base()
    for bundle, code, display in ((old, "H02AB09", "hydrocortisone"), (new, "H02AB04", "mp")):
        option(bundle)["interventions"][0]["codes"] = [
            {"system": "ATC", "code": code, "display": display}
        ]
    (change,) = described_between(old, new).changes
    assert "“ATC H02AB09 hydrocortisone” became “ATC H02AB04 mp”" in change.sentence


# Texts outside statements, by the keys that lead to them.
TEXTS_BESIDE = {
    "guideline-abbreviations-changed": ("guideline", "abbreviations", 0, "expansion"),
    "guideline-title-changed": ("guideline", "title"),
    "factor-description-changed": ("factors", 0, "description"),
    "group-name-changed": ("groups", 0, "name"),
    "list-intro-text-changed": ("lists", 0, "intro", "text"),
    "section-title-changed": ("sections", 0, "title"),
    "term-name-changed": ("terms", 0, "term"),
    "term-definition-changed": ("terms", 0, "definition"),
}


@pytest.mark.parametrize("kind", TEXTS_BESIDE)
@pytest.mark.parametrize(
    "texts",
    [
        ("At most 5 mg twice daily", "At most 50 mg twice daily"),
        ("Given into a vein", "Given into a muscle"),
        ("Must not be given in pregnancy", "Must be given in pregnancy"),
        ("What is taken", "What is taken, 5 mg each"),
    ],
)
def test_a_dose_weighs_as_a_dose_in_whatever_words_it_stands(
    kind: str, texts: tuple[str, str]
) -> None:
    *path, last = TEXTS_BESIDE[kind]
    old, new = base(), base()
    for bundle, text in zip((old, new), texts, strict=True):
        place: Any = bundle
        for step in path:
            place = place[step]
        place[last] = text
    (change,) = describe(old, new, "1.0.0", "draft").changes
    assert (change.impact, change.alert) == ("major", True)


# Tables in a section of which nothing but heads and units says that they hold doses.
HEADS: dict[str, Bundle] = {
    "a title": {"title": "Doses in kidney failure"},
    "a column": {"columns": [{"id": "first", "title": "Dosage", "replaces": []}]},
    "a heading over columns": {
        "columns": [{"id": "first", "title": "Day 1", "group": "Dose", "replaces": []}]
    },
    "a unit": {"columns": [{"id": "first", "title": "At night", "unit": "mg", "replaces": []}]},
    "nothing": {},
}


@pytest.mark.parametrize("by", HEADS)
@pytest.mark.parametrize(
    "edit",
    [
        lambda table: table["rows"][0]["cells"][0].update(text="500"),
        lambda table: table["columns"][0].update(unit="g"),
        lambda table: table["notes"][0].update(text="With furosemide."),
        lambda table: table.update(title=f"{table['title']} of the liver"),
    ],
)
def test_a_table_of_doses_is_known_by_its_heads_and_units(
    by: str, edit: Callable[[Bundle], object]
) -> None:
    old, new = base(), base()
    cells = [{"column": "first", "text": "250", "citations": []}]
    plain: Bundle = {
        "title": "In failure of the kidney",
        "columns": [{"id": "first", "title": "At night", "replaces": []}],
        "rows": [{"id": "a", "cells": cells, "evidence": [], "replaces": []}],
        "notes": [{"id": "n", "text": "Not with furosemide.", "citations": []}],
        **HEADS[by],
    }
    for each in (old, new):
        held = statement("amounts", "", type="table", table=deepcopy(plain))
        section(each, "first")["content"].append(held)
    edit(section(new, "first")["content"][-1]["table"])
    (change,) = described_between(old, new).changes
    # Where nothing else says so, a unit of mass that comes does.
    expected = by != "nothing" or "unit" in str(change.fact.new)
    assert (change.impact == "major", change.alert) == (expected, expected)


@pytest.mark.parametrize("amount", ["two tablets", "half tablet", "2 tablets", "four pills"])
def test_an_amount_in_words_is_a_dose(amount: str) -> None:
    old, new = base(), base()
    for each, text in ((old, f"Give {amount} at night."), (new, "Give six tablets at night.")):
        section(each, "first")["content"].append(statement("how-much", text))
    (change,) = described_between(old, new).changes
    assert (change.impact, change.alert) == ("major", True)


def test_what_is_stated_of_a_group_weighs_as_of_its_options() -> None:
    old, new = base(), base()
    for each, text in ((old, "Taken with food."), (new, "Taken without food.")):
        each["groups"][0]["content"] = [statement("of-all", text)]
    (change,) = described_between(old, new).changes
    assert change.impact == "major"


def test_an_exception_in_an_entry_of_a_list_weighs_as_in_a_text() -> None:
    old, new = base(), base()
    entry(new)["text"] = f"{entry(old)['text'].removesuffix('.')}, unless it is June."
    (change,) = described_between(old, new).changes
    assert change.impact == "major"


def test_what_went_from_advice_is_said_of_the_advice_that_held_it() -> None:
    old, new = base(), base()
    made = new["recommendations"][0]
    was = old["recommendations"][0]
    was["parts"] = [{"id": "p", "text": "Not at night.", "about": []}]
    made |= {"id": "anew", "replaces": [was["id"]], "text": "Frail people may rest."}
    gone = [
        each for each in described_between(old, new).changes if "part-removed" in each.fact.kind
    ]
    assert [was["text"].removesuffix(".") in each.sentence for each in gone] == [True]


def test_a_part_that_came_for_another_is_not_asked_to_replace_what_holds_it() -> None:
    old, new = base(), base()
    for each, name in ((old, "a"), (new, "b")):
        option(each)["doses"] = [{**deepcopy(option(each)["doses"][0]), "id": name}]
    assert described_between(old, new).questions == ()


def test_the_first_lines_tell_what_a_new_section_holds_where_there_is_room() -> None:
    old, new = base(), base()
    held = [statement("give", "Give gentamicin 5 mg/kg once."), statement("why", "It is known.")]
    new["sections"].append({**deepcopy(section(new, "first")), "id": "later", "content": held})
    first, second = summarise(described_between(old, new).changes)
    assert first.startswith("Safety: Added ")
    assert second.startswith("Safety: Added text on ")
    assert "5 mg/kg" in second


@pytest.mark.parametrize(("sections", "statements", "lines"), [(1, 6, 1), (2, 2, 4), (1, 4, 5)])
def test_the_first_lines_tell_all_of_what_came_or_none_of_it(
    sections: int, statements: int, lines: int
) -> None:
    old, new = base(), base()
    for part in range(sections):
        held = [
            statement(f"give-{part}-{each}", f"Give {each + 2} mg of it in case {part}.")
            for each in range(statements)
        ]
        title = f"Part {part} of all"
        like = deepcopy(section(new, "first"))
        new["sections"].append({**like, "id": f"new-{part}", "title": title, "content": held})
    found = summarise(described_between(old, new).changes)
    assert len(found) == lines
    assert all(each.startswith("Safety: Added ") for each in found)


@pytest.mark.parametrize(
    ("edit", "weight"),
    [
        ({"better": "higher"}, ("minor", True)),
        ({"kind": "benefit"}, ("major", True)),
        ({"studies": "7"}, ("minor", True)),
        ({"summary": "Said anew."}, ("minor", False)),
    ],
)
def test_what_an_outcome_says_of_a_harm_is_an_alert_and_its_label_is_not_taken_off(
    edit: Bundle, weight: tuple[str, bool]
) -> None:
    old, new = base(), base()
    for each in (old, new):
        each["recommendations"][0]["outcomes"][0] |= {"kind": "harm", "better": "lower"}
    new["recommendations"][0]["outcomes"][0] |= edit
    (change,) = described_between(old, new).changes
    assert (change.impact, change.alert) == weight


def test_a_term_that_states_a_dose_comes_and_goes_as_one() -> None:
    old, new = base(), base()
    new["terms"][0]["definition"] = "At most 5 mg twice daily"
    old["terms"] = new["terms"][1:]
    for before, after in ((old, new), (new, old)):
        (change,) = describe(before, after, "1.0.0", "draft").changes
        assert (change.impact, change.alert) == ("major", True)


def test_what_is_given_in_the_words_of_a_figure_is_a_dose() -> None:
    old, new = base(), base()
    for bundle, amount in ((old, "fluid"), (new, "20 mL/kg of fluid")):
        figure = section(bundle, "goal")["content"][0]["figure"]
        figure["description"] = f"Step 3: give {amount}."
    (change,) = described_between(old, new).changes
    assert change.alert


def test_an_approval_that_a_text_states_is_below_the_change_of_that_text() -> None:
    approval, text = described(approved).changes
    assert approval.part_of == text.fact.fingerprint
    (alone,) = described(lambda new: option(new)["regulatory"][1].update(authority="A")).changes
    assert alone.part_of == ""


@pytest.mark.parametrize("kind", ["benefit", *sorted(DANGEROUS_KINDS)])
def test_words_that_decide_of_a_danger_change_what_applies_wherever_they_stand(kind: str) -> None:
    old, new = base(), base()
    for each, text in ((old, "It harms."), (new, "It never harms.")):
        section(each, "danger")["content"] = [statement("harmful", text, kind=kind)]
    (change,) = describe(old, new, "1.0.0", "draft").changes
    assert (change.impact, change.alert) == (
        ("minor", False) if kind == "benefit" else ("major", True)
    )


@pytest.mark.parametrize("direction", ["for", "against"])
def test_advice_against_something_that_comes_or_goes_is_an_alert(direction: str) -> None:
    without, both = base(), base()
    plain: Bundle = {"text": "Do this.", "parts": [], "content": [], "outcomes": []}
    both["recommendations"][0] |= plain | {"direction": direction}
    without["recommendations"].pop(0)
    for sides, kind in (((without, both), "added"), ((both, without), "removed")):
        changes = describe(*sides, "1.0.0", "draft").changes
        (found,) = [each for each in changes if each.fact.kind == f"recommendation-{kind}"]
        assert found.alert == (direction == "against")


WAS = re.compile("“([^“”]*)” became ")


def reworded(bundle: Bundle) -> None:
    """Give another name, unit or amount to all that others are read with."""
    for factor in bundle["factors"]:
        factor["name"] = f"Other {factor['name']}"
        if "unit" in factor:
            factor["unit"] = "kg"
        for value in factor.get("values", ()):
            value["name"] = f"other {value['name']}"
    for dose in (each for one in bundle["options"] for each in one["doses"]):
        dose["routes"] = ["SC"]
    for made in bundle["recommendations"]:
        made["text"] = f"Other {made['text']}"


def was(edit: Callable[[Bundle], object]) -> dict[tuple[str, ...], list[str]]:
    """Return the words that each change says were there before."""
    return {
        (each.fact.kind, each.fact.subject, str(each.fact.old)): WAS.findall(each.sentence)
        for each in described(edit).changes
        if "behind the words" not in each.sentence
    }


@pytest.mark.parametrize("name", ROWS)
def test_what_was_there_is_told_in_the_words_that_it_had_then(name: str) -> None:
    edit, _ = ROWS[name]

    def with_other_words(bundle: Bundle) -> None:
        edit(bundle)
        reworded(bundle)

    alone, together = was(edit), was(with_other_words)
    assert {key: together.get(key) for key in alone} == alone


@pytest.mark.parametrize(("more", "end"), [(0, "x”"), (1, "x …”")])
def test_an_entry_is_quoted_whole_as_far_as_it_fits(more: int, end: str) -> None:
    # The quotation marks count.
    text = "x" * (MOST_OF_ENTRY - 2 + more)
    phrase = tell_whole({"text": text}, context_of(compare(base(), base())))
    assert phrase.endswith(end)
    assert len(phrase) == MOST_OF_ENTRY


def test_a_patch_is_the_same_after_it_was_applied() -> None:
    patch: list[Bundle] = [
        {"op": "add", "path": "/a", "value": {"b": 1}},
        {"op": "replace", "path": "/a/b", "value": 2},
    ]
    before = deepcopy(patch)
    assert apply_patch({}, patch) == {"a": {"b": 2}}
    assert patch == before


def test_a_list_that_goes_is_a_change_of_the_lists() -> None:
    (change,) = described(lambda new: new["lists"].pop()).changes
    assert (change.fact.kind, change.fact.subject) == ("list-other-changed", "lists")


def test_notices_that_go_together_are_one_change_each() -> None:
    notices = base()["references"][0]["custom"]["notices"]
    gone = described(lambda new: new["references"][0]["custom"].update(notices=[]))
    assert len(notices) > 1
    assert [each.fact.old for each in gone.changes] == notices[::-1]


def test_a_notice_that_says_all_else_in_its_place_is_one_that_changed() -> None:
    old, new = base(), base()
    for side, kind in ((old, "correction"), (new, "retraction")):
        notice = {"kind": kind, "citation": f"Of the {kind}"}
        side["references"][0]["custom"]["notices"] = [notice]
    (change,) = described_between(old, new).changes
    assert change.fact.kind == "reference-notice-changed"


def test_what_moved_is_found_by_where_it_was_and_by_where_it_is() -> None:
    (moved,) = described(
        lambda new: section(new, "other")["content"].append(section(new, "first")["content"].pop())
    ).changes
    assert moved.fact.kind == "statement-moved"
    assert {"plain", "first", "other"} <= moved.fact.ids()


def test_what_comes_is_put_where_it_belongs_in_one_step() -> None:
    end = len(base()["options"])
    made = {**deepcopy(base()["options"][1]), "id": "walk", "name": "Walk", "doses": []}
    made |= {"components": [], "content": [], "regulatory": []}
    (added,) = described(lambda new: new["options"].append(made)).patch
    assert (added["op"], added["path"]) == ("add", f"/options/{end}")


def test_words_of_a_dose_that_are_coded_change_nothing_of_it() -> None:
    old, new = base(), base()
    for side, when in ((old, {}), (new, IS_LEAN)):
        option(side)["doses"][0]["applies_when"] = {"text": "where the build is lean", **when}
    (change,) = described_between(old, new).changes
    assert (change.fact.kind, change.impact) == ("dose-changed", "minor")


def test_a_table_that_goes_from_a_text_leaves_each_of_its_entries_told() -> None:
    old = base()
    old["options"][0]["content"][1]["text"] = "See below."
    new = deepcopy(old)
    del new["options"][0]["content"][1]["table"]
    gone = described_between(old, new)
    assert {"statement-part-removed", "statement-part-changed"} <= kinds(gone).keys()


@pytest.mark.parametrize("times", [1, 60])
def test_a_text_under_a_new_id_is_asked_about_however_long_it_is(times: int) -> None:
    old = base()
    text = " ".join(["The air is cold and dry."] * times)
    old["sections"][0]["content"][0]["text"] = text
    new = deepcopy(old)
    # The beginning differs: what is the same word for word is found without a search.
    new["sections"][0]["content"][0] |= {"id": "anew", "text": f"Outside, {text}"}
    (asked,) = described_between(old, new).questions
    assert (asked.old, asked.new) == ("plain", "anew")


def kinds(delta: Delta) -> Counter[str]:
    return Counter(each.fact.kind for each in delta.changes)


def test_what_was_inside_goes_with_what_held_it_each_as_a_change_of_its_own() -> None:
    doses = len(option(base())["doses"])
    gone = kinds(described(lambda new: option(new).update(doses=[])))
    assert gone["dose-removed"] == doses
    old = base()
    name = option(old)["id"]
    whole = kinds(described(lambda new: new["options"].pop(0)))
    assert whole["option-removed"] == 1
    assert whole["dose-removed"] == doses
    assert whole["statement-removed"] == 2
    text = kinds(described(lambda new: option(new)["content"].pop(1)))
    assert text["statement-removed"] == 1
    assert text["statement-part-removed"] == 3
    (asked,) = described(lambda new: renamed(new, name, "repose", declared=False)).questions
    assert (asked.old, asked.new) == (name, "repose")


def renamed(bundle: Bundle, before: str, after: str, *, declared: bool) -> None:
    """Give an option another id wherever it is mentioned."""
    import json

    text = json.dumps(bundle).replace(f'"{before}"', f'"{after}"')
    bundle.clear()
    bundle |= json.loads(text)
    option(bundle)["replaces"] = [before] if declared else []


def test_a_declared_new_id_is_one_change_wherever_it_is_mentioned() -> None:
    name = option(base())["id"]
    delta = described(lambda new: renamed(new, name, "repose", declared=True))
    assert kinds(delta) == {"option-renamed": 1}


def test_works_that_are_cited_under_the_same_text_are_a_change() -> None:
    (change,) = described(lambda new: option(new)["content"][0].update(citations=["x"])).changes
    assert change.fact.kind == "statement-citations-changed"


def test_works_that_a_cell_cites_belong_to_its_words_and_not_to_what_else_changed() -> None:
    def edit(bundle: Bundle) -> None:
        cell = table(bundle)["rows"][0]["cells"][0]
        cell |= {"text": "7 mg [@x].", "citations": ["x"], "when": IS_LEAN}

    given, said = described(edit).changes
    assert (list(given.fact.new), list(said.fact.new)) == (["when"], ["text"])
    assert [len(each.fact.operations) for each in (given, said)] == [1, 2]


def test_a_source_that_is_stated_or_is_no_more_is_one_change() -> None:
    stated, bare = base(), base()
    del bare["guideline"]["source"]
    for sides in ((stated, bare), (bare, stated)):
        assert kinds(described_between(*sides)) == {"guideline-source-changed": 1}


def test_the_words_before_a_list_come_go_or_are_replaced() -> None:
    bare, stated, other = base(), base(), base()
    bare["lists"][0].pop("intro", None)
    stated["lists"][0]["intro"] = statement("intro-of-factors", "These matter.")
    other["lists"][0]["intro"] = statement("other-intro", "They count.")
    for verb, sides in {
        "added": (bare, stated),
        "removed": (stated, bare),
        "replaced": (stated, other),
    }.items():
        assert kinds(described_between(*sides)) == {f"list-intro-{verb}": 1}


def test_a_level_that_rests_on_no_work_is_told_without_one() -> None:
    old, new = base(), base()
    option(old)["content"][0]["evidence"] = []
    option(new)["content"][0]["evidence"] = [LOW | {"references": []}]
    for bundle in (old, new):
        del bundle["guideline"]["reconstruction"]
    (change,) = described_between(old, new).changes
    assert change.sentence == (
        "Added level of evidence low on GRADE certainty of evidence, 2013 (favours) to “It is calm”."
    )


def test_of_a_grade_whose_level_stayed_what_differs_is_told() -> None:
    def noted(note: str) -> Bundle:
        bundle = base()
        graded = bundle["recommendations"][0]["grades"][0]
        graded["certainty"] = LOW | {"note": note}
        return bundle

    (change,) = described_between(noted("few"), noted("old")).changes
    assert change.sentence.endswith(" certainty note “few” became “old”.")


def test_a_reinstatement_says_that_it_does_not_know_what_changed_since() -> None:
    old, new = base(), base()
    old["guideline"]["withdrawal"] = {"reason": "Unsafe.", "last_good_version": "1.0.0"}
    new["guideline"].pop("withdrawal", None)
    (change,) = describe(old, new, "1.1.0", "draft").changes
    assert "what changed since 1.0.0 is not told here" in change.sentence


def test_a_patch_replaces_an_entry_of_a_list_and_refuses_one_that_is_not_there() -> None:
    replaced = {"op": "replace", "path": "/a/0", "value": 3}
    assert apply_patch({"a": [1, 2]}, [replaced]) == {"a": [3, 2]}
    with pytest.raises(PatchError):
        apply_patch({"a": []}, [replaced])
    with pytest.raises(PatchError) as copied:
        apply_patch({"a": [1]}, [replaced | {"op": "copy"}])
    assert str(copied.value.__cause__) == "unknown operation copy"


OTHER_NAME = "Heparin by infusion"
OTHER_DRUG = [{"name": "heparin", "synonyms": [], "codes": []}]
NUMBERS = ("DOI", "PMID", "ISBN")
# What is done to an entity, and whether it is asked if its id still names the same thing.
THINGS: dict[str, tuple[str, Bundle, Bundle, bool]] = {
    "another name and another drug": (
        "options",
        {},
        {"name": OTHER_NAME, "interventions": OTHER_DRUG},
        True,
    ),
    "another name of the same drug": ("options", {}, {"name": OTHER_NAME}, False),
    "another drug under nearly the same name": (
        "options",
        {"name": "Drugs by mouth"},
        {"name": "Drugs by mouth or vein", "interventions": OTHER_DRUG},
        False,
    ),
    "other advice, turned": (
        "recommendations",
        {"direction": "for"},
        {"direction": "against", "text": "Feed a cold."},
        True,
    ),
    "the same advice, turned": (
        "recommendations",
        {"direction": "for", "text": "Feed a cold."},
        {"direction": "against", "text": "Feed no cold."},
        False,
    ),
    "other words of the same direction": ("recommendations", {}, {"text": "Feed a cold."}, False),
    "another title and another number of the work": (
        "references",
        dict.fromkeys(NUMBERS, "1"),
        {"title": "Of colds", **dict.fromkeys(NUMBERS, "2")},
        True,
    ),
    "another title of the same work": ("references", {}, {"title": "Of colds"}, False),
}


@pytest.mark.parametrize("name", THINGS)
def test_whether_an_id_still_names_the_same_thing_is_asked_where_all_of_it_is_another(
    name: str,
) -> None:
    part, was, now, asked = THINGS[name]
    old, new = base(), base()
    old[part][0].update(was)
    new[part][0].update({**was, **now})
    entity = new[part][0]["id"]
    said = [each.text for each in describe(old, new, "1.0.0", "draft").questions]
    question = (
        f"is {entity} still the same thing? If not, give the new one an id of its own; "
        "if it is, accept this under `suppressions`, with the reason"
    )
    assert said == [question] * asked


# An option has a dose by this route; what its text then says, before and after.
OF_ROUTES = [
    ("It is given IV.", "It is given intravenously.", True),
    ("Give 5 mg IV, then rest.", "Give 5 mg i.v., then rest.", True),
    ("Of it, 5mg IV may do.", "Of it, 5mg intravenously may do.", True),
    ("Give 5 mg/kg (IV) slowly.", "Give 5 mg/kg (intravenously) slowly.", True),
    ("An IV infusion is used.", "An intravenous infusion is used.", True),
    ("It goes intravenously.", "It goes into a vein.", True),
    # Letters that are no route, and what a search-and-replace of abbreviations does to them.
    ("In stage IV it is used alone.", "In stage intravenously it is used alone.", False),
    ("Used in group IV and group II.", "Used in group intravenous and group II.", False),
    ("Used in stage IV once.", "Used in stage intravenous once.", False),
    ("Used in stage IV once a day.", "Used in stage intravenous once a day.", False),
    ("Lead IV was flat.", "Lead intravenous was flat.", False),
    ("In stage IV give 5 mg IV.", "In stage intravenous give 5 mg intravenous.", False),
    ("It is given IV.", "It is given IM.", False),
]


@pytest.mark.parametrize(("old", "new", "is_wording"), OF_ROUTES)
def test_a_route_may_be_written_another_way_only_where_the_letters_are_a_route(
    old: str, new: str, *, is_wording: bool
) -> None:
    sides = base(), base()
    for side, text in zip(sides, (old, new), strict=True):
        option(side)["content"][0]["text"] = text
    assert (describe(*sides, "1.0.0", "draft").impact == "patch") == is_wording


OF_NUMBERS = [
    ("1.3", "1.4", True),
    ("1", "A.2.1b", True),
    ("1.3", "Not 1.3", False),
    ("1.3", "not1.3", False),
    ("1.1", "1.1 against", False),
    ("1.2", "1.2 (withdrawn)", False),
]


@pytest.mark.parametrize(("old", "new", "is_wording"), OF_NUMBERS)
def test_a_printed_number_is_wording_only_without_words(
    old: str, new: str, *, is_wording: bool
) -> None:
    sides = base(), base()
    for side, number in zip(sides, (old, new), strict=True):
        side["recommendations"][0]["number"] = number
    assert (describe(*sides, "1.0.0", "draft").impact == "patch") == is_wording


OF_PAGES = [
    ("123-30", "123-130", True),
    ("e12", "S12-S20", True),
    ("12", "xii-xv", True),
    ("20", "20 (retracted)", False),
    ("3", "3, expression of concern", False),
]


@pytest.mark.parametrize("key", ["volume", "issue", "page"])
@pytest.mark.parametrize(("old", "new", "is_wording"), OF_PAGES)
def test_what_is_said_beside_a_page_is_more_than_a_page(
    old: str, new: str, key: str, *, is_wording: bool
) -> None:
    sides = base(), base()
    for side, text in zip(sides, (old, new), strict=True):
        side["references"][0][key] = text
    assert (describe(*sides, "1.0.0", "draft").impact == "patch") == is_wording


@pytest.mark.parametrize("act", ["added", "removed"])
def test_in_a_language_without_word_lists_amounts_alert_and_the_rest_is_asked(act: str) -> None:
    old, new = base(), base()
    for side in (old, new):
        side["guideline"]["language"] = "es"
    held = section(new if act == "added" else old, "other")["content"]
    held += [
        statement("one", "Se administran 12 mg al día."),
        statement("two", "No está permitido."),
    ]
    amount, other = described_between(old, new).changes
    assert (amount.impact, amount.alert, amount.question) == ("major", True, "")
    assert (other.impact, other.alert) == ("minor", False)
    assert other.question.startswith("No words of this language are known")


def two_of_one_title() -> Bundle:
    """Give another option a table that is called as the table of the first one is."""
    bundle = base()
    second = deepcopy(bundle["options"][0]["content"][1])
    second["id"] = "other-grid"
    bundle["options"][1]["content"] = [second, statement("again", "It is calm.")]
    # Each its own lists, which a patch fills.
    return dict(json.loads(json.dumps(bundle)))


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda grid, _: grid["rows"][0]["cells"][0].update(text="7 mg"), "In “Doses” on {}, row"),
        (lambda grid, _: grid["rows"].pop(), "Removed “Doses” on {}, row"),
        (lambda _, calm: calm.update(kind="harm"), "“It is calm” on {} is labelled"),
        (lambda _, calm: calm.update(evidence=[LOW]), "“It is calm” on {} (not known"),
    ],
)
def test_a_block_in_an_option_is_told_with_the_option(
    edit: Callable[[Bundle, Bundle], object], words: str
) -> None:
    old, new = two_of_one_title(), two_of_one_title()
    held = new["options"][1]["content"]
    edit(held[0]["table"], held[1])
    name = new["options"][1]["name"]
    for change in described_between(old, new).changes:
        assert words.format(f"“{name}”") in change.sentence


@pytest.mark.parametrize("back", [False, True])
def test_a_statement_that_moves_to_what_it_is_about_is_one_change(*, back: bool) -> None:
    old, new = base(), base()
    moved = section(new, "other")["content"].pop()
    said = {"text": "It should not be given.", "kind": "contraindication"}
    section(old, "other")["content"][0] |= said
    option(new)["content"].append(moved | said | {"about": []})
    first, second = described_between(*((new, old) if back else (old, new))).changes
    assert [first.fact.kind, second.fact.kind] == ["statement-moved", "statement-about-changed"]
    assert second.part_of == first.fact.fingerprint
    assert (first.impact, first.alert, second.impact, second.alert) == (
        "major",
        True,
        "minor",
        False,
    )
    assert "the same options" in second.sentence
    assert "“Rest”" in second.sentence
