"""What we export comes back as it was, in each format, but for what the handbook's table names."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest

from bibliography.generate import as_models, make_references
from guidepress.bibliography.read import references_in
from guidepress.bibliography.write import REFERENCE_EXPORTS
from guidepress.schema.load import is_valid

if TYPE_CHECKING:
    from bibliography.generate import Data

COUNT = 300


def without_losses(reference: Data, form: str) -> Data:
    """Leave out what RIS and BibTeX cannot say: kinds of particles, and that a list is whole."""
    data = copy.deepcopy(reference)
    if form == "csl":
        return data
    if data.get("authors_complete"):
        del data["authors_complete"]
    for name in [*data.get("author", []), *data.get("editor", [])]:
        particles = [
            name.pop(key) for key in ("dropping-particle", "non-dropping-particle") if key in name
        ]
        if particles:
            name["family"] = " ".join([*particles, name["family"]])
    return data


@pytest.mark.parametrize("form", REFERENCE_EXPORTS)
def test_three_hundred_references_come_back_as_they_were(form: str) -> None:
    references = make_references(COUNT, seed=19)
    assert is_valid("references", {"references": references})
    found = references_in(REFERENCE_EXPORTS[form](as_models(references)))
    assert len(found) == COUNT
    for reference, each in zip(references, found, strict=True):
        read = {"id": each.key, **each.data}
        assert without_losses(read, form) == without_losses(reference, form)
        assert not each.fault
        assert not each.left_out


@pytest.mark.parametrize("form", REFERENCE_EXPORTS)
def test_what_is_exported_twice_is_the_same(form: str) -> None:
    models = as_models(make_references(50, seed=7))
    once = REFERENCE_EXPORTS[form](models)
    again = [{"id": each.key, **each.data} for each in references_in(once)]
    assert REFERENCE_EXPORTS[form](as_models(again)) == once
