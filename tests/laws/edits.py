"""Edits of bundles: one value at a time, acts on whole entities, and several of both together."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

from conftest import REPOSITORY
from laws.generate import (
    Leaf,
    Schema,
    everything,
    guidelines,
    is_bundle,
    leaves,
    objects,
    replace_leaf,
    schema_at,
    taken,
    works_keys,
)
from laws.surfaces import bundle_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from laws.generate import Data

# What names something else by its id, or follows from what does: people are given its name, number or
# title, and such a value cannot be another one alone.
NAMING = frozenset(
    {
        "about",
        "alternative_to",
        "at",
        "body",
        "citations",
        "corrects",
        "column",
        "dose",
        "factor",
        "group",
        "guideline",
        "id",
        "parent",
        "ref",
        "replaces",
        "scale",
        "scale_version",
        "show",
        "type",
        "schema_version",
        "status",
    }
    | works_keys()
)
LISTS = ("conditions", "factors", "groups", "options", "recommendations", "sections")
Path = tuple[str | int, ...]


@cache
def published_schema() -> Schema:
    """Return the description of what is published."""
    return dict(json.loads((REPOSITORY / "schema/bundle.schema.json").read_bytes()))


@cache
def full_bundle() -> Data:
    """Return a bundle with every field that editors can fill."""
    return bundle_of(everything(pointing=True))


def is_name(field: str) -> bool:
    """Tell whether a field names something by its id."""
    # A search has a question in words of its own.
    return field.rpartition(".")[2] in NAMING or field == "recommendations.question"


class Edit(NamedTuple):
    """Two bundles that differ in one value, and that value before and after (None: absent)."""

    old: Data
    new: Data | None
    was: Any
    now: Any
    path: Path


@cache
def edit_of(kind: str, field: str, serial: int = 1) -> Edit:
    """Return an edit of a field: its value changed, or first given, or taken away.

    ``new`` is None where the field cannot be edited so: what must be there cannot be taken away.
    """
    old, leaf = _found(field)
    return _EDITS[kind](old, leaf, serial)


@cache
def _first_leaves() -> dict[str, tuple[Data, Leaf]]:
    """Return one value of each field, in a bundle without a past if there is one."""
    found: dict[str, tuple[Data, Leaf]] = {}
    for bundle in (clean_bundle(), full_bundle()):
        for leaf in leaves(bundle):
            found.setdefault(leaf.field, (bundle, leaf))
    return found


def _found(field: str) -> tuple[Data, Leaf]:
    return _first_leaves()[field]


def _change(old: Data, leaf: Leaf, serial: int) -> Edit:
    new = replace_leaf(old, published_schema(), leaf.path, serial)
    now = at(new, leaf.path)
    return Edit(old, new if now != leaf.value else None, leaf.value, now, leaf.path)


def _remove(_old: Data, leaf: Leaf, serial: int) -> Edit:
    old, new, path = _removal(leaf.field)
    return Edit(old, new if serial == 1 else None, leaf.value, None, path)


@cache
def _removal(field: str) -> tuple[Data, Data | None, Path]:
    """Return a bundle without a value; the entry of a list goes with what it holds."""
    old, leaf = _found(field)
    for end in range(len(leaf.path), 0, -1):
        path = leaf.path[:end]
        if may_go(path):
            new = taken(old, path)
            if is_bundle(new):
                return old, new, path
    return old, None, leaf.path


def may_go(path: Path) -> bool:
    """Tell whether the schema lets a value be absent."""
    home = schema_at(published_schema(), path[:-1])
    return isinstance(path[-1], int) or path[-1] not in home.get("required", ())


def _add(old: Data, leaf: Leaf, serial: int) -> Edit:
    old, less, path = _removal(leaf.field)
    if less is None:
        return Edit(old, None, None, leaf.value, path)
    full = replace_leaf(old, published_schema(), leaf.path, serial) if serial > 1 else old
    return Edit(less, full, None, at(full, leaf.path), path)


_EDITS: dict[str, Callable[[Data, Leaf, int], Edit]] = {
    "changed": _change,
    "removed": _remove,
    "added": _add,
}


def at(data: Any, path: Path) -> Any:
    """Return the value at a path."""
    for part in path:
        data = data[part]
    return data


def with_leaf(data: Data, path: Path, value: Any) -> Data:
    """Return a copy of the data with this value at the path."""
    edited = deepcopy(data)
    at(edited, path[:-1])[path[-1]] = value
    return edited


# Acts on whole entities -------------------------------------------------------------------------


class Act(NamedTuple):
    """Two bundles that differ by what an editor did with entities, and the ids of what is new."""

    old: Data
    new: Data


_OWN_WORD = re.compile(r"(?<!@)\btok([0-9]+)k")
# What names something keeps its name in a copy, but for the copy's own ids.
_KEPT = NAMING - {"id"} | {"values"}


def renewed(entity: Data, prefix: str) -> Data:
    """Return a copy of an entity with ids and texts of its own."""
    return {key: _renewed(key, value, prefix) for key, value in entity.items()}


def _renewed(key: str, value: Any, prefix: str) -> Any:
    if isinstance(value, dict):
        return renewed(value, prefix)
    if isinstance(value, list):
        return [_renewed(key, each, prefix) for each in value]
    if isinstance(value, str) and key not in _KEPT:
        return _OWN_WORD.sub(rf"{prefix}\1k", value)
    return value


def _home(bundle: Data, name: str) -> tuple[list[Data], Data]:
    """Return the list that holds such an entity, and the one that acts are done with."""
    if name.startswith("statement-of-"):
        statements = bundle[f"{name.removeprefix('statement-of-')}s"][0]["content"]
        return statements, statements[0]
    return bundle[f"{name}s"], bundle[f"{name}s"][0]


def _added(bundle: Data, name: str) -> None:
    listed, entity = _home(bundle, name)
    listed.append(without_past(renewed(entity, "new")))
    _keep_body(bundle)


def _removed(bundle: Data, name: str) -> None:
    listed, entity = _home(bundle, name)
    listed.remove(entity)
    _keep_body(bundle)


def _renamed(bundle: Data, name: str) -> None:
    _, entity = _home(bundle, name)
    entity["replaces"] = [entity["id"]]
    entity["id"] = "another-id"
    _keep_body(bundle)


def _split(bundle: Data, name: str) -> None:
    """One becomes two; the second is told with other words."""
    listed, entity = _home(bundle, name)
    second = renewed(entity, "new") | {"replaces": [entity["id"]]}
    entity |= {"replaces": [entity["id"]], "id": "first-half"}
    listed.append(second)
    _keep_body(bundle)


def _merged(bundle: Data, name: str) -> None:
    """Two become one, which has the first one's words."""
    listed, entity = _home(bundle, name)
    gone = listed.pop(1)
    entity |= {"replaces": [entity["id"], gone["id"]], "id": "both-in-one"}
    _keep_body(bundle)


def _absorbed(bundle: Data, name: str) -> None:
    """Two become one, which is the first of them."""
    listed, entity = _home(bundle, name)
    entity["replaces"] = [listed.pop(1)["id"]]
    _keep_body(bundle)


def _retired(bundle: Data, name: str) -> None:
    _, entity = _home(bundle, name)
    retired = {"id": entity["id"], "reason": "newreasonk"}
    bundle["guideline"]["retired"] = [*bundle["guideline"]["retired"], retired]
    _removed(bundle, name)


def _replaced(bundle: Data, name: str) -> None:
    """Gone, and there again under an id that nobody declared."""
    listed, entity = _home(bundle, name)
    again = renewed(entity, "new")
    again["content"] = [{**each, "id": f"again-{each['id']}"} for each in entity["content"]]
    listed[0] = again
    _keep_body(bundle)


def _moved(bundle: Data, name: str) -> None:
    listed, entity = _home(bundle, name)
    listed.remove(entity)
    bundle["sections"][0]["content"].append(entity)


def _reconstructed(bundle: Data, _name: str) -> None:
    """The newer version says that it is put together from what is left, and not all is known."""
    known = deepcopy(full_bundle()["guideline"]["reconstruction"])
    bundle["guideline"]["reconstruction"] = known | {
        "not_known": ["factors", "options", "sections", "references"]
    }


def do(bundle: Data, act: str, name: str) -> Data:
    """Return a copy of a bundle in which an act was done to its first such entity."""
    new = deepcopy(bundle)
    _ACTS[act](new, name)
    assert is_bundle(new), (act, name)
    return new


def without_past(data: Any) -> Any:
    """Return data in which nothing replaces anything."""
    if isinstance(data, list):
        return [without_past(each) for each in data]
    if not isinstance(data, dict):
        return data
    return {key: [] if key == "replaces" else without_past(each) for key, each in data.items()}


def _keep_body(bundle: Data) -> None:
    """The body names each section, where it was."""
    names = [each["id"] for each in bundle["sections"]]
    bundle["guideline"]["body"] = ["factors", *names, "options", "recommendations"]


_KINDS = (
    "factor",
    "option",
    "recommendation",
    "section",
    "statement-of-option",
    "statement-of-section",
)
_ACTS: dict[str, Callable[[Data, str], None]] = {
    "added": _added,
    "removed": _removed,
    "renamed": _renamed,
    "split": _split,
    "merged": _merged,
    "absorbed": _absorbed,
    "retired": _retired,
    "replaced": _replaced,
    "moved": _moved,
    "reconstructed": _reconstructed,
}
_LISTED = ("added", "removed", "renamed", "split", "merged", "absorbed", "retired")
ACTS = {f"{kind} {act}": (act, kind) for kind in _KINDS for act in _LISTED}
ACTS |= {"reference added": ("added", "reference"), "reference removed": ("removed", "reference")}


@cache
def act_of(name: str) -> Act:
    """Return the bundles of an act such as ``option split``."""
    return Act(clean_bundle(), do(clean_bundle(), *ACTS[name]))


@cache
def clean_bundle() -> Data:
    """Return a bundle with every field, in which nothing has a past yet."""
    bundle = deepcopy(full_bundle())
    for key in ("reconstruction", "translation_of", "patient_version_of"):
        bundle["guideline"].pop(key, None)
    bundle["guideline"]["retired"] = []
    for name in LISTS:
        bundle[name] = [without_past(each) for each in bundle[name]]
    return bundle


def ids_of(bundle: Data) -> set[str]:
    """Return the id of each entity and statement."""
    listed = [each for name in (*LISTS, "references") for each in bundle[name]]
    return {each["id"] for each in objects(listed) if "id" in each}


def leaves_by_entity(bundle: Data) -> dict[tuple[str, Path], Any]:
    """Return each value by the id of its nearest entity and its path there.

    So it has one name wherever the entity is in the lists.
    """
    return dict(_by_entity(bundle, bundle["guideline"]["id"], ()))


def _by_entity(data: Any, owner: str, path: Path) -> list[tuple[tuple[str, Path], Any]]:
    if isinstance(data, dict):
        if isinstance(data.get("id"), str) and path:
            owner, path = data["id"], (path[0],)
        pairs = data.items()
    elif isinstance(data, list):
        pairs = enumerate(data)  # type: ignore[assignment]
    else:
        return [((owner, path), data)]
    return [found for key, value in pairs for found in _by_entity(value, owner, (*path, key))]


# Several edits together -------------------------------------------------------------------------


@st.composite
def pairs(draw: Callable[..., Any], fields: tuple[str, ...]) -> tuple[Data, Data]:
    """Draw a bundle of any shape, and one in which up to five values of these fields differ."""
    old = bundle_of(draw(guidelines()))
    wanted = [leaf.path for leaf in leaves(old) if leaf.field in fields]
    assume(wanted)
    chosen = draw(st.lists(st.sampled_from(wanted), min_size=1, max_size=5, unique=True))
    new = old
    for serial, path in enumerate(chosen, start=11):
        new = replace_leaf(new, published_schema(), path, serial)
    return old, new
