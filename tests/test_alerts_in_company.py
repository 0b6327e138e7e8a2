"""Law 3 on codes: who reads them is warned of what was added or altered, whatever changed beside."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from laws.edits import clean_bundle
from laws.surfaces import delta_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.checkout

CODE = {"system": "ATC", "code": "L01EX03"}


def drug(bundle: Any) -> Any:
    return bundle["options"][0]["interventions"][0]


def recode(bundle: Any) -> None:
    drug(bundle)["codes"] = [{**CODE, "display": "another word"}]


def code_the_condition(bundle: Any) -> None:
    bundle["options"][0]["applies_when"]["all"][0]["factor"] = bundle["factors"][0]["id"]
    bundle["options"][0]["applies_when"]["all"][0]["known"] = True


BESIDE: dict[str, Callable[[Any], None]] = {
    "another kind": lambda bundle: drug(bundle).update(kind="other"),
    "another name": lambda bundle: drug(bundle).update(name="another drug"),
    "other words of the condition": lambda bundle: bundle["options"][0]["applies_when"]["all"][
        1
    ].update(text="only after surgery"),
}


@pytest.fixture(scope="module")
def base() -> Any:
    bundle = deepcopy(clean_bundle())
    drug(bundle).update(kind="drug", name="a drug", codes=[dict(CODE)])
    bundle["options"][0]["applies_when"] = {"all": [{"text": "local"}, {"text": "never treated"}]}
    return bundle


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("edit", [recode, code_the_condition])
def test_an_alert_on_codes_is_not_lost_beside_another_edit(
    base: Any, edit: Callable[[Any], None], beside: str
) -> None:
    alone, together = deepcopy(base), deepcopy(base)
    for bundle in (alone, together):
        edit(bundle)
    BESIDE[beside](together)
    entity = base["options"][0]["id"]
    for new in (alone, together):
        found = [each for each in delta_of(base, new).changes if each.alert]
        assert entity in {each.fact.entity for each in found}
