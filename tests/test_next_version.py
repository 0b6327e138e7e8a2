"""A next version of the demo, as editors would make it in ten years: each act is one line.

The list of what has to be reported was written before the edits: 28 acts, by what they are about,
with their impact. What comes with an act unfolds below its line.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from conftest import REPOSITORY
from guidepress.classify.change import Delta
from guidepress.classify.classify import describe
from guidepress.classify.folding import Node, fold_changes
from guidepress.diff.fact import canonical
from guidepress.diff.pointer import apply_patch

pytestmark = pytest.mark.checkout

Bundle = dict[str, Any]
BUNDLE = REPOSITORY / "content/childhood-sts-recurrent/releases/2.0.0.json"

# What is reported, and how much it matters; the subject is that of the first change of the line.
EXPECTED = {
    "the title": ("guideline", "minor"),
    "the introduction to the options": ("lists/options/options-intro", "major"),
    "a factor that came": ("factors/fusion-status", "minor"),
    "a value of a factor": ("factors/site-of-recurrence/values/bone", "minor"),
    "excision split in two": ("options/excision", "major"),
    "a standing": ("options/excision-then-radiation", "major"),
    "an amputation for more children": ("options/limb-amputation", "major"),
    "gemcitabine and docetaxel retired": ("options/gemcitabine-docetaxel", "major"),
    "another name of a drug": ("options/trabectedin", "minor"),
    "a dose of trabectedin": ("statements/trabectedin-dose", "major"),
    "trabectedin's statement names children": ("statements/trabectedin-listed", "major"),
    "a drug that came": ("options/larotrectinib", "major"),
    "a harm of pazopanib": ("statements/pazopanib-harm", "major"),
    "a level of pazopanib": ("statements/pazopanib-phase-1", "minor"),
    "an approval that names its authority": ("statements/pazopanib-approval", "major"),
    "a hedge of pazopanib": ("statements/pazopanib-approval-trial-progression", "major"),
    "a population of pazopanib": ("statements/pazopanib-approval-trial-survival", "major"),
    "a spelling": ("statements/outlook-poor", "patch"),
    "no longer unproven": ("statements/local-control-survival", "minor"),
    "resection is standard no more": ("statements/resection-standard", "major"),
    "radiation should become may": ("statements/adjuvant-radiation", "major"),
    "a statement split": ("statements/local-relapse-prognosis", "minor"),
    "two studies merged": ("statements/synovial-relapse", "minor"),
    "a statement removed": ("statements/brachytherapy-limb-sparing", "major"),
    "two statements moved": ("statements/synovial-distant-prognosis", "minor"),
    "a section that came": ("sections/late-effects", "major"),
    "the search for trials": ("sections/trial-search", "minor"),
    "one reference for another": ("statements/lung-metastasectomy-control", "minor"),
}


def blank(**said: Any) -> Bundle:
    lists = ("about", "citations", "cites_retracted", "evidence", "replaces")
    return {key: [] for key in lists} | {"type": "text"} | said


class Draft:
    """The demo, by id, to be edited."""

    def __init__(self) -> None:
        self.data: Bundle = json.loads(BUNDLE.read_bytes())

    def entity(self, part: str, name: str) -> Bundle:
        return next(each for each in self.data[part] if each["id"] == name)

    def statement(self, name: str) -> Bundle:
        homes = [*self.data["options"], *self.data["sections"]]
        return next(each for home in homes for each in home["content"] if each["id"] == name)

    def take(self, name: str) -> Bundle:
        for home in (*self.data["options"], *self.data["sections"]):
            for each in [each for each in home["content"] if each["id"] == name]:
                home["content"].remove(each)
                return dict(each)
        raise KeyError(name)

    def reword(self, name: str, old: str, new: str) -> None:
        statement = self.statement(name)
        assert old in statement["text"], statement["text"]
        statement["text"] = statement["text"].replace(old, new)


def edit_options(draft: Draft) -> None:
    options = draft.data["options"]
    first = draft.entity("options", "excision")
    second = deepcopy(first)
    first |= {"id": "excision-local", "name": "Local excision", "replaces": ["excision"]}
    second |= {"id": "excision-lung", "name": "Excision of metastases", "replaces": ["excision"]}
    second["content"] = [blank(id="excision-lung-stage", text="It is done in one or two stages.")]
    options.insert(1, second)
    for home in draft.data["sections"]:
        for each in home["content"]:
            lung = "lung" in each["id"]
            names = {"excision": "excision-lung" if lung else "excision-local"}
            each["about"] = [names.get(name, name) for name in each["about"]]
    draft.entity("options", "excision-then-radiation")["standing"] = "standard"
    draft.entity("options", "limb-amputation")["applies_when"]["all"].pop()
    retired = draft.entity("options", "gemcitabine-docetaxel")
    options.remove(retired)
    draft.data["guideline"]["retired"].append(
        {"id": "gemcitabine-docetaxel", "reason": "No longer in the source."}
    )
    draft.entity("options", "trabectedin")["interventions"][0]["synonyms"].append("Yondelis")
    options.append(
        deepcopy(draft.entity("options", "clinical-trial"))
        | {"id": "larotrectinib", "name": "Larotrectinib", "replaces": []}
        | {"interventions": [{"name": "larotrectinib", "synonyms": [], "codes": []}]}
        | {"content": [blank(id="larotrectinib-dose", kind="dose", text="100 mg twice a day.")]}
    )


def edit_drugs(draft: Draft) -> None:
    trabectedin = draft.entity("options", "trabectedin")["content"]
    text = "Trabectedin 1.5 mg per square metre is given every 3 weeks."
    trabectedin.append(blank(id="trabectedin-dose", kind="dose", text=text))
    draft.statement("trabectedin-listed")["population"] = {"text": "children"}
    pazopanib = draft.entity("options", "pazopanib")["content"]
    pazopanib.append(blank(id="pazopanib-harm", kind="harm", text="It can raise blood pressure."))
    draft.statement("pazopanib-phase-1")["evidence"][0]["level"] = "3iiiA"
    authority = "Pazopanib has been approved for recurrent soft tissue sarcoma by the authority."
    draft.statement("pazopanib-approval")["text"] = authority
    draft.reword("pazopanib-approval-trial-progression", "lengthened", "may have lengthened")
    draft.statement("pazopanib-approval-trial-survival")["population"] |= {"text": "young adults"}


def edit_sections(draft: Draft) -> None:
    sections = {each["id"]: each for each in draft.data["sections"]}
    draft.reword("outlook-poor", "Once", "Once ")
    draft.reword("local-control-survival", "any prospective", "a large prospective")
    draft.reword("resection-standard", "The standard treatment", "A usual treatment")
    draft.reword("adjuvant-radiation", "should be", "may be")
    relapse = draft.statement("local-relapse-prognosis")
    words = relapse["text"].split(" of patients", 1)
    second = deepcopy(relapse) | {"id": "local-relapse-better", "replaces": [relapse["id"]]}
    second["text"] = f"It was an analysis of patients{words[1]}"
    relapse |= {"id": "local-relapse-analysis", "replaces": [relapse["id"]]}
    relapse["text"] = f"{words[0]} was made."
    relapse["citations"], relapse["evidence"] = [], []
    discussion = sections["discussion"]["content"]
    discussion.insert(discussion.index(relapse) + 1, second)
    both = [draft.take(f"synovial-relapse-{place}") for place in ("distant", "local")]
    merged = both[0] | {"id": "synovial-relapse", "replaces": [each["id"] for each in both]}
    merged["text"] = " ".join(each["text"] for each in both)
    merged["citations"] = ["ferrari-2012", "soole-2014"]
    discussion.append(merged)
    draft.take("brachytherapy-limb-sparing")
    late = blank(id="late-heart", kind="harm", text="The heart can be harmed years later.")
    draft.data["sections"].append(
        {"id": "late-effects", "title": "Late effects", "content": [late], "replaces": []}
    )
    draft.data["guideline"]["body"].append("late-effects")
    sections["trial-search"]["title"] = "Where to find trials"
    moved = ("synovial-distant-prognosis", "synovial-resectability-outcome")
    sections["introduction"]["content"] += [draft.take(each) for each in moved]


def edit_rest(draft: Draft) -> None:
    draft.data["guideline"]["title"] = "Recurrent childhood soft tissue sarcoma: treatment"
    intro = draft.data["lists"][1]["intro"]
    intro["text"] = intro["text"].replace("include these", "are these")
    factors = draft.data["factors"]
    named = {key: value for key, value in factors[0].items() if key in {"codes", "replaces"}}
    new = {"id": "fusion-status", "name": "Fusion of NTRK", "values": [], "codes": []}
    factors.append(named | new)
    bone = {key: deepcopy(value) for key, value in factors[0]["values"][0].items()}
    factors[0]["values"].append(bone | {"id": "bone", "name": "bone"})
    gone = draft.entity("references", "belal-2001")
    swapped = json.dumps(draft.data).replace("belal-2001", "belal-2019")
    draft.data = json.loads(swapped)
    new_one = draft.entity("references", "belal-2019")
    new_one |= {"issued": {"date-parts": [[2019]]}, "title": "Another look at metastasectomy."}
    assert gone["id"] == "belal-2001"


@cache
def delta() -> Delta:
    draft = Draft()
    for edit in (edit_options, edit_drugs, edit_sections, edit_rest):
        edit(draft)
    old = json.loads(BUNDLE.read_bytes())
    found = describe(old, draft.data, "2.0.0", "3.0.0")
    assert canonical(apply_patch(deepcopy(old), found.patch)) == canonical(draft.data)
    return found


def lines() -> list[Node[Any]]:
    return fold_changes(delta().changes)


def subject_of(node: Node[Any]) -> str:
    return str(next(node.heads()).fact.subject)


@pytest.mark.parametrize("act", EXPECTED)
def test_each_act_is_reported_once_at_its_weight(act: str) -> None:
    subject, impact = EXPECTED[act]
    assert [node.impact for node in lines() if subject_of(node) == subject] == [impact]


def test_there_is_no_line_beside_those_that_were_expected() -> None:
    known = {subject for subject, _ in EXPECTED.values()}
    assert {subject_of(node) for node in lines()} <= known
    assert len(lines()) <= 30


def test_no_sentence_has_a_word_of_the_program() -> None:
    assert not [each.sentence for each in delta().changes if "None" in each.sentence]


def test_what_must_be_known_first_takes_five_lines() -> None:
    summary = delta().summary
    assert len(summary) == 5
    assert [line.startswith("Safety: ") for line in summary] == [True] * 4 + [False]
    assert re.search(r"further changes, of which \d+ change what applies", summary[-1])
