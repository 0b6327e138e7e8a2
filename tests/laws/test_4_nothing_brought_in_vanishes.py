"""Law 4: what is read from elsewhere is taken, refused or left out, each counted and named."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.bibliography.read import references_in
from guidepress.export import EXPORTS
from guidepress.model import Guideline, from_data
from guidepress.problem import UnusableError
from laws.effort import many
from laws.generate import everything, fields_of, guidelines, sample
from laws.surfaces import bundle_of
from laws.table import cases, hold, is_open, read_found

if TYPE_CHECKING:
    from laws.generate import Data, Files

LAW = 4
FORMATS = ("csl", "bibtex", "ris")
FIELDS = [field.removeprefix("references.") for field in fields_of("references")]
FOUND = {f"found: {each['id']}": each for each in read_found("bibliographies.yaml")}


def exported(files: Files, form: str) -> str:
    """Return our own export of a guideline's references."""
    return EXPORTS[form].render(from_data(Guideline, bundle_of(files)))


def brought_in(text: str) -> list[Data]:
    """Return the entries of references.yaml that a bibliography becomes."""
    return [each.data for each in references_in(text) if not each.fault]


@cache
def round_trips(form: str) -> list[tuple[Data, Data]]:
    """Return references of many shapes, each with what our export brings back of it."""
    found: list[tuple[Data, Data]] = []
    for files in (everything(), *(sample(number) for number in range(44))):
        written = files["references"]["references"]
        back = brought_in(exported(files, form)) if written else []
        assert len(back) == len(written), "records in are not records taken"
        found += zip(sorted(written, key=title_of), sorted(back, key=title_of), strict=True)
    return found


def title_of(reference: Data) -> str:
    return str(reference.get("title", ""))


def values_at(data: Any, field: str) -> list[Any]:
    """Return the values of a field, in their order; an empty list is none."""
    head, _, rest = field.partition(".")
    if isinstance(data, list):
        return [value for each in data for value in values_at(each, field)]
    if not isinstance(data, dict) or data.get(head) in (None, []):
        return []
    return values_at(data[head], rest) if rest else [data[head]]


@pytest.mark.parametrize(
    "case", cases(LAW, (f"{form}: {field}" for form in FORMATS for field in FIELDS))
)
def test_our_own_export_brings_each_field_back(case: str) -> None:
    form, _, field = case.partition(": ")
    pairs = [(values_at(out, field), values_at(back, field)) for out, back in round_trips(form)]
    hold(any(written for written, _ in pairs), f"nothing generated has {field}")
    lost = [(written, back) for written, back in pairs if written != back]
    hold(not lost, lost[:1])


@pytest.mark.parametrize("case", cases(LAW, FOUND))
def test_what_was_once_lost_is_taken(case: str) -> None:
    found: Any = FOUND[case]
    try:
        items = brought_in(found["text"])
    except UnusableError as error:
        raise AssertionError(str(error)) from error
    assert [title_of(each) for each in items] == found["titles"]
    for field, values in found.get("values", {}).items():
        assert [value for each in items for value in values_at(each, field)] == values


OPEN = {form: [field for field in FIELDS if is_open(LAW, f"{form}: {field}")] for form in FORMATS}


@many
@given(guidelines(), st.sampled_from(FORMATS))
def test_any_reference_comes_back_from_our_own_exports(files: Files, form: str) -> None:
    written = sorted(files["references"]["references"], key=title_of)
    back = sorted(brought_in(exported(files, form)), key=title_of) if written else []
    assert len(back) == len(written)
    for field in OPEN[form]:
        assert values_at(written, field) == values_at(back, field), (form, field)
