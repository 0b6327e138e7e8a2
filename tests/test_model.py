"""Values of the model are frozen, equal by what they hold, and made of exactly their fields."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from guidepress.model import Evidence, Factor, Name, Statement, from_data, to_data

CLAIM = Statement(id="a", text="Rest helps.", citations=("maki-2007",))


def test_a_value_is_equal_to_another_of_its_kind_with_the_same_fields() -> None:
    assert Statement(id="a", text="Rest helps.", citations=("maki-2007",)) == CLAIM
    assert len({CLAIM, replace(CLAIM), replace(CLAIM, text="Rest harms.")}) == 2
    assert Factor(id="a", name="b") != Statement(id="a", text="b")
    assert pickle.loads(pickle.dumps(CLAIM)) == CLAIM  # noqa: S301 - our own


def test_a_value_that_was_read_is_one_that_was_made() -> None:
    data = {"id": "a", "text": "Rest helps.", "citations": ["maki-2007"], "newer_than_we": 1}
    read = from_data(Statement, data)
    assert (read, hash(read)) == (CLAIM, hash(CLAIM))
    assert from_data(Statement, to_data(CLAIM)) == CLAIM
    assert to_data(Name(dropping_particle="van")) == {"dropping-particle": "van"}


def test_a_value_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        CLAIM.text = "Rest harms."  # type: ignore[misc]  # refused by mypy, too
    with pytest.raises(FrozenInstanceError):
        del CLAIM.text


@pytest.mark.parametrize("fields", [{"scale": "x"}, {"scale": "x", "colour": "red"}, {}])
def test_a_value_without_a_field_or_with_another_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="scale_version"):
        Evidence(**fields)  # type: ignore[arg-type]  # what mypy cannot see


def test_what_lacks_a_required_key_is_refused() -> None:
    with pytest.raises(KeyError):
        from_data(Statement, {"id": "a"})
