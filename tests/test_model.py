"""Values of the model are frozen, equal by what they hold, and made of exactly their fields."""

from __future__ import annotations

import json
import pickle
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from conftest import BASE
from guidepress.content import read_content
from guidepress.model import Evidence, Factor, Name, Statement, from_data, iter_entities, to_data
from guidepress.model.written import FILES

CLAIM = Statement(id="a", text="Rest helps.", citations=("maki-2007",))


def test_a_value_is_equal_to_another_of_its_kind_with_the_same_fields() -> None:
    assert Statement(id="a", text="Rest helps.", citations=("maki-2007",)) == CLAIM
    assert len({CLAIM, replace(CLAIM), replace(CLAIM, text="Rest harms.")}) == 2
    assert Factor(id="a", name="b") != CLAIM  # type: ignore[comparison-overlap]  # that is the claim
    assert pickle.loads(pickle.dumps(CLAIM)) == CLAIM  # noqa: S301 - our own


def test_a_value_that_was_read_is_one_that_was_made() -> None:
    data = {"id": "a", "text": "Rest helps.", "citations": ["maki-2007"], "newer_than_we": 1}
    read = from_data(Statement, data)
    assert (read, hash(read)) == (CLAIM, hash(CLAIM))
    assert from_data(Statement, to_data(CLAIM)) == CLAIM
    assert to_data(Name(dropping_particle="van")) == {"dropping-particle": "van"}


def test_a_value_never_changes() -> None:
    with pytest.raises(AttributeError):
        CLAIM.text = "Rest harms."  # type: ignore[misc]  # refused by mypy, too
    with pytest.raises(AttributeError):
        del CLAIM.text


@pytest.mark.parametrize("fields", [{"scale": "x"}, {"scale": "x", "colour": "red"}, {}])
def test_a_value_without_a_field_or_with_another_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(TypeError, match=r"argument"):
        Evidence(**fields)  # type: ignore[arg-type]  # what mypy cannot see


def test_what_lacks_a_required_key_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="text"):
        from_data(Statement, {"id": "a"})


def ids(data: object, kind: str = "") -> list[str]:
    return [each.id for each in iter_entities(data, *([FILES[kind]] if kind else []))]


def test_the_walk_over_a_bundle_finds_each_entity_once_with_its_place_and_owner() -> None:
    bundle = read_content(BASE, "base").bundle
    found = list(iter_entities(bundle))
    assert len({each.id for each in found}) == len(found)
    for each in found:
        value: Any = bundle
        for step in each.path:
            value = value[step]
        assert value is each.value
        assert each.owner is None or each.value in each.owner.value["content"]
    text = json.dumps(bundle)
    assert [each.id for each in found if f'"id": "{each.id}"' not in text] == []
    kinds = {each.kind for each in found}
    assert kinds == {"factor", "option", "section", "statement", "reference"}


def test_the_walk_passes_over_what_has_another_shape() -> None:
    broken = {"options": [{"id": "a", "content": [{"id": 7}, "b", {"id": "c"}]}, 3], "intro": []}
    assert ids(broken, "options") == ["a", "c"]
    assert ids({"options": {"id": "a"}}, "options") == []
    assert ids(None, "options") == ids([], "guideline") == []
