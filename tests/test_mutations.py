"""Edits of forty kinds, one to four of them together: the proof holds, each step is reported once."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from conftest import REPOSITORY
from guidepress.classify.classify import describe
from guidepress.diff.fact import canonical
from guidepress.diff.pointer import apply_patch
from guidepress.schema.load import is_valid

pytestmark = pytest.mark.checkout

Bundle = dict[str, Any]
Edit = Callable[[Bundle, Random], None]
BUNDLE = REPOSITORY / "content/childhood-sts-recurrent/releases/2.0.0.json"
GRADE = {"scale": "pdq-treatment", "scale_version": "2010", "references": []}
WORDS = {
    "negation": "not",
    "number": "17",
    "amount": "5 mg",
    "modal": "must",
    "route": "orally",
    "side": "left",
    "conjunction": "or",
    "population": "adults",
    "comparison": "less",
    "exception": "unless",
    "plain": "indeed",
    "stop": ";",
}
NOTICE = {"kind": "retraction", "citation": "J Example 2016;1:1"}


def base() -> Bundle:
    return dict(json.loads(BUNDLE.read_bytes()))


def homes(data: Bundle) -> list[Any]:
    return [*data["options"], *data["sections"]]


def some(data: Bundle, random: Random) -> tuple[Any, Any]:
    return random.choice([(home, each) for home in homes(data) for each in home["content"]])


def fresh(random: Random) -> str:
    return f"fresh-{random.randrange(10**9)}"


def new_statement(random: Random, **more: Any) -> Bundle:
    lists = ("about", "citations", "cites_retracted", "evidence", "replaces")
    said = f"Something new, {random.randrange(10**6)} of it."
    return {key: [] for key in lists} | {"id": fresh(random), "type": "text", "text": said} | more


def insert_word(word: str) -> Edit:
    def edit(data: Bundle, random: Random) -> None:
        _, each = some(data, random)
        words = each["text"].split(" ")
        words.insert(random.randrange(len(words)), word)
        each["text"] = " ".join(words)

    return edit


def add_statement(**more: Any) -> Edit:
    def edit(data: Bundle, random: Random) -> None:
        content = random.choice(homes(data))["content"]
        content.insert(random.randrange(len(content) + 1), new_statement(random, **more))

    return edit


def on_statement(key: str, value: Any) -> Edit:
    def edit(data: Bundle, random: Random) -> None:
        some(data, random)[1][key] = deepcopy(value)

    return edit


def on_entity(part: str, key: str, value: Any) -> Edit:
    def edit(data: Bundle, random: Random) -> None:
        random.choice(data[part])[key] = deepcopy(value)

    return edit


def remove_statement(data: Bundle, random: Random) -> None:
    home, each = some(data, random)
    home["content"].remove(each)


def move_statement(data: Bundle, random: Random) -> None:
    home, each = some(data, random)
    home["content"].remove(each)
    random.choice(homes(data))["content"].append(each)


def rename_statement(data: Bundle, random: Random) -> None:
    _, each = some(data, random)
    each |= {"replaces": [each["id"]], "id": fresh(random)}


def split_statement(data: Bundle, random: Random) -> None:
    home, each = some(data, random)
    second = deepcopy(each) | {"id": fresh(random), "replaces": [each["id"]], "text": "The rest."}
    each |= {"replaces": [each["id"]], "id": fresh(random)}
    home["content"].append(second)


def merge_statements(data: Bundle, random: Random) -> None:
    home = random.choice([each for each in homes(data) if len(each["content"]) > 1])
    first, second = random.sample(home["content"], 2)
    home["content"].remove(second)
    first |= {"replaces": [first["id"], second["id"]], "id": fresh(random)}


def split_entity(part: str) -> Edit:
    def edit(data: Bundle, random: Random) -> None:
        entity = random.choice(data[part])
        second = deepcopy(entity) | {"id": fresh(random), "replaces": [entity["id"]]}
        if "content" in second:
            second["content"] = [new_statement(random, kind="dose", text="Give 20 mg/kg.")]
        first = fresh(random)
        rename_in_body(data, entity["id"], first, second["id"])
        entity |= {"replaces": [entity["id"]], "id": first}
        data[part].append(second)

    return edit


def merge_entities(part: str) -> Edit:
    def edit(data: Bundle, random: Random) -> None:
        first, second = random.sample(data[part], 2)
        data[part].remove(second)
        name = fresh(random)
        rename_in_body(data, second["id"])
        rename_in_body(data, first["id"], name)
        first |= {"replaces": [first["id"], second["id"]], "id": name}

    return edit


def add_entity(part: str) -> Edit:
    def edit(data: Bundle, random: Random) -> None:
        entity = deepcopy(random.choice(data[part])) | {"id": fresh(random), "replaces": []}
        if "content" in entity:
            entity["content"] = [new_statement(random, kind="contraindication")]
        data[part].append(entity)
        if part == "sections":
            data["guideline"]["body"].append(entity["id"])

    return edit


def remove_entity(part: str) -> Edit:
    def edit(data: Bundle, random: Random) -> None:
        gone = random.choice(data[part])
        data[part].remove(gone)
        rename_in_body(data, gone["id"])

    return edit


def reorder(part: str) -> Edit:
    return lambda data, random: random.shuffle(data[part])


def rename_in_body(data: Bundle, old: str, *new: str) -> None:
    body = data["guideline"]["body"]
    data["guideline"]["body"] = [
        name for each in body for name in (new if each == old else (each,))
    ]


EDITS: dict[str, Edit] = {
    **{f"word: {name}": insert_word(word) for name, word in WORDS.items()},
    "statement added": add_statement(),
    "harm added": add_statement(kind="harm"),
    "dose added": add_statement(kind="dose", text="Give 5 mg a day."),
    "statement removed": remove_statement,
    "statement moved": move_statement,
    "statement renamed": rename_statement,
    "statement split": split_statement,
    "statements merged": merge_statements,
    "population": on_statement("population", {"text": "adults", "codes": []}),
    "label": on_statement("kind", "harm"),
    "about": on_statement("about", ["pazopanib"]),
    "locator": on_statement("source_locator", "Paragraph 9"),
    "level": on_statement("evidence", [GRADE | {"level": "2A"}]),
    "levels": on_statement("evidence", [GRADE | {"level": each} for each in ("2A", "1iDi")]),
    **{
        f"{part} {verb}": make(part)
        for part in ("options", "sections", "factors")
        for verb, make in (
            ("added", add_entity),
            ("removed", remove_entity),
            ("split", split_entity),
            ("merged", merge_entities),
        )
    },
    "options reordered": reorder("options"),
    "name": on_entity("options", "name", "Another name"),
    "standing": on_entity("options", "standing", "standard"),
    "condition": on_entity("options", "applies_when", {"text": "fit for surgery"}),
    "title": on_entity("sections", "title", "Another title"),
    "reference title": on_entity("references", "title", "Another title"),
    "reference removed": remove_entity("references"),
    "identifier": on_entity("references", "PMID", "12345678"),
    "retraction": on_entity("references", "custom", {"notices": [NOTICE]}),
}


def examine(seed: int) -> None:
    random = Random(seed)
    names = random.sample(sorted(EDITS), random.randint(1, 4))
    old, together = base(), base()
    for name in names:
        # Where nothing of the kind is left, there is nothing to edit.
        with suppress(IndexError, ValueError):
            EDITS[name](together, random)
    delta = describe(old, together, "old", "new")
    data = delta.to_json()
    assert is_valid("changes", data), names
    assert canonical(apply_patch(deepcopy(old), delta.patch)) == canonical(together), names
    steps = [step for change in delta.changes for step in change.fact.operations]
    assert sorted([*delta.stamps, *steps]) == list(range(len(delta.patch))), names
    assert len({each["id"] for each in data["changes"]}) == len(data["changes"]), names


def test_there_are_forty_kinds_and_more() -> None:
    assert len(EDITS) >= 40


@pytest.mark.parametrize("part", range(10))
def test_the_proof_holds_and_each_step_is_reported_once(part: int) -> None:
    for seed in range(part * 10, part * 10 + 10):
        examine(seed)


@pytest.mark.slow
def test_the_proof_holds_for_a_thousand() -> None:
    for seed in range(1_000):
        examine(seed)
