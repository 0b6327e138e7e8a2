"""Whatever is edited: the patch leads there, all of it is told once, and back again too."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import jsonpatch
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import REPOSITORY
from guidepress.classify.classify import describe
from guidepress.classify.table import KINDS
from guidepress.diff.compare import compare
from guidepress.diff.fact import canonical
from guidepress.diff.pointer import apply_patch, render_pointer
from guidepress.schema.load import is_valid

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

pytestmark = pytest.mark.checkout

BUNDLE = REPOSITORY / "content/childhood-sts-recurrent/releases/2.0.0.json"
Bundle = dict[str, Any]
LISTS = ("factors", "options", "sections", "references")


def real_bundle() -> Bundle:
    return dict(json.loads(BUNDLE.read_bytes()))


def some_entity(bundle: Bundle, random: Random) -> tuple[str, int]:
    name = random.choice([name for name in LISTS if bundle[name]])
    return name, random.randrange(len(bundle[name]))


def homes(bundle: Bundle) -> list[Any]:
    return [*bundle["options"], *bundle["sections"]]


def some_statement(bundle: Bundle, random: Random) -> tuple[Any, Any] | None:
    found = [(home, each) for home in homes(bundle) for each in home["content"]]
    return random.choice(found) if found else None


def fresh(bundle: Bundle, random: Random, word: str) -> str:
    """Return a word that the bundle does not hold yet: ids are never given twice."""
    found = f"{word}-{random.randrange(10**9)}"
    return found if found not in json.dumps(bundle) else fresh(bundle, random, f"{found}-{word}")


def remove_entity(bundle: Bundle, random: Random) -> None:
    name, index = some_entity(bundle, random)
    gone = bundle[name].pop(index)
    body = bundle["guideline"]["body"]
    if gone["id"] in body:
        body.remove(gone["id"])


def add_entity(bundle: Bundle, random: Random) -> None:
    name, index = some_entity(bundle, random)
    entity = deepcopy(bundle[name][index])
    entity["id"] = fresh(bundle, random, "new")
    for statement in entity.get("content", []):
        statement["id"] = fresh(bundle, random, "statement")
    if name != "references" and random.random() < 0.5:
        entity["replaces"] = [random.choice(bundle[name])["id"]]
    bundle[name].insert(random.randrange(len(bundle[name]) + 1), entity)
    if name == "sections":
        body = bundle["guideline"]["body"]
        body.insert(random.randrange(len(body) + 1), entity["id"])


def rename_entity(bundle: Bundle, random: Random) -> None:
    name, index = some_entity(bundle, random)
    if name == "references":
        return
    entity = bundle[name][index]
    old, entity["id"] = entity["id"], fresh(bundle, random, "renamed")
    entity["replaces"] = [*entity["replaces"], old]
    body = bundle["guideline"]["body"]
    bundle["guideline"]["body"] = [entity["id"] if each == old else each for each in body]


def shuffle_entities(bundle: Bundle, random: Random) -> None:
    name, _ = some_entity(bundle, random)
    random.shuffle(bundle[name])


def shuffle_body(bundle: Bundle, random: Random) -> None:
    random.shuffle(bundle["guideline"]["body"])


def move_statement(bundle: Bundle, random: Random) -> None:
    if found := some_statement(bundle, random):
        home, statement = found
        home["content"].remove(statement)
        goal = random.choice(homes(bundle))["content"]
        goal.insert(random.randrange(len(goal) + 1), statement)


def rename_statement(bundle: Bundle, random: Random) -> None:
    if found := some_statement(bundle, random):
        _, statement = found
        old, statement["id"] = statement["id"], fresh(bundle, random, "renamed")
        statement["replaces"] = [*statement["replaces"], old]


def remove_statement(bundle: Bundle, random: Random) -> None:
    if found := some_statement(bundle, random):
        found[0]["content"].remove(found[1])


def edit_text(bundle: Bundle, random: Random) -> None:
    if found := some_statement(bundle, random):
        words = found[1]["text"].split(" ")
        words.insert(random.randrange(len(words) + 1), random.choice(["not", "7", "x", "mg"]))
        found[1]["text"] = " ".join(words)


def edit_evidence(bundle: Bundle, random: Random) -> None:
    if found := some_statement(bundle, random):
        statement = found[1]
        level = random.choice(["2A", "1iDi", "3iiiB"])
        grading = {"scale": "pdq-treatment", "scale_version": "2010", "level": level}
        grading |= {"references": statement["citations"][: random.randrange(3)]}
        if grading not in statement["evidence"]:
            statement["evidence"].insert(0, grading)
            statement["evidence"] = statement["evidence"][: random.randrange(1, 4)]


def edit_reference(bundle: Bundle, random: Random) -> None:
    if bundle["references"]:
        reference = random.choice(bundle["references"])
        field, value = (
            random.choice(["volume", "PMID", "title", "page"]),
            fresh(bundle, random, "v"),
        )
        reference[field] = str(random.randrange(1, 10**8)) if field == "PMID" else value


def edit_option(bundle: Bundle, random: Random) -> None:
    if bundle["options"]:
        option = random.choice(bundle["options"])
        option["name"] = fresh(bundle, random, "name")
        option.pop("applies_when", None)


def retire(bundle: Bundle, random: Random) -> None:
    name = random.choice(["excision", "pazopanib", "trabectedin-listed"])
    bundle["guideline"]["retired"].append({"id": name, "reason": fresh(bundle, random, "reason")})


EDITS: tuple[Callable[[Bundle, Random], None], ...] = (
    remove_entity,
    add_entity,
    rename_entity,
    shuffle_entities,
    shuffle_body,
    move_statement,
    rename_statement,
    remove_statement,
    edit_text,
    edit_evidence,
    edit_reference,
    edit_option,
    retire,
)


def edited(random: Random, edits: list[Callable[[Bundle, Random], None]]) -> Bundle:
    bundle = real_bundle()
    for edit in edits:
        edit(bundle, random)
    return bundle


edit_lists = st.lists(st.sampled_from(EDITS), min_size=1, max_size=6)
calm = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


@calm
@given(st.randoms(use_true_random=False), edit_lists, st.booleans())
def test_every_edit_is_found_and_nothing_else(
    random: Random,
    edits: list[Callable[[Bundle, Random], None]],
    backwards: bool,  # noqa: FBT001 - Hypothesis gives it
) -> None:
    old, new = real_bundle(), edited(random, edits)
    if backwards:
        old, new = new, old
    found = compare(old, new)
    assert canonical(apply_patch(deepcopy(old), found.patch)) == canonical(new)
    steps = [step for fact in found.facts for step in fact.operations]
    assert sorted([*found.stamps, *steps]) == list(range(len(found.patch)))
    assert bool(found.facts) == (canonical(old) != canonical(new))
    assert {fact.kind for fact in found.facts} <= set(KINDS)
    assert len({fact.fingerprint for fact in found.facts}) == len(found.facts)


@calm
@given(st.randoms(use_true_random=False), edit_lists)
def test_any_client_can_apply_the_patch(
    random: Random, edits: list[Callable[[Bundle, Random], None]]
) -> None:
    old, new = real_bundle(), edited(random, edits)
    delta = describe(old, new, "old", "new")
    data = delta.to_json()
    assert is_valid("changes", data)
    assert jsonpatch.JsonPatch(data["patch"]).apply(old) == new


def test_a_version_does_not_differ_from_itself() -> None:
    found = compare(real_bundle(), real_bundle())
    assert (found.facts, found.patch) == ((), ())


def test_a_pointer_leads_to_a_key_that_holds_the_signs_of_pointers() -> None:
    path = render_pointer(("a/b", "c~d"))
    assert path == "/a~1b/c~0d"
    replaced = {"op": "replace", "path": path, "value": 2}
    assert apply_patch({"a/b": {"c~d": 1}}, [replaced]) == {"a/b": {"c~d": 2}}


def test_applying_a_patch_leaves_the_patch_as_it_was() -> None:
    steps: list[dict[str, Any]] = [
        {"op": "add", "path": "/options", "value": [{"content": []}]},
        {"op": "move", "from": "/loose", "path": "/options/0/content/0"},
    ]
    before = deepcopy(steps)
    assert apply_patch({"loose": 1}, steps) == {"options": [{"content": [1]}]}
    assert steps == before
