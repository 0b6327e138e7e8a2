"""The one walk over the entities of a guideline: of a bundle, or of a file as editors write it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from guidepress.model.condition import Condition
from guidepress.model.facts import Described, fields_of, is_kind, item_of, name_of
from guidepress.model.guideline import Guideline

Path = tuple[str | int, ...]
# What holds each entity and what it is about, by its id.
Homes = Mapping[str, Sequence[str]]


class Entity(NamedTuple):
    """What has an id in the namespace of its guideline.

    ``kind`` is its name in the description, ``path`` leads to it from the top of the data, and
    ``owner`` is the entity that holds it, such as the option of a statement.
    """

    id: str
    kind: str
    path: Path
    value: Any
    owner: "Entity | None" = None


class _Step(NamedTuple):
    """A field that leads to entities: its key, the kind it holds, whether that is a list."""

    key: str
    kind: Any
    name: str
    many: bool
    is_entity: bool


def iter_entities(data: Any, kind: Any = Guideline) -> Iterator[Entity]:
    """Yield every entity of the data with those below it, in the order of the description.

    ``kind`` is what the data is: by default a bundle. What has not the shape of its kind is passed
    over, so that a file with faults can be walked, too.
    """
    found: list[Entity] = []
    _walk(data, kind, (), None, found)
    return iter(found)


def _walk(data: Any, kind: Any, path: Path, owner: Entity | None, found: list[Entity]) -> None:
    """Add the entities below to those that were found."""
    if not isinstance(data, dict):
        return
    for step in _steps(kind):
        value = data.get(step.key)
        if value is None or step.many != isinstance(value, list):
            continue
        for place, each in enumerate(value) if step.many else ((None, value),):
            way = (*path, step.key) if place is None else (*path, step.key, place)
            holder = owner
            if step.is_entity and isinstance(each, dict) and isinstance(each.get("id"), str):
                holder = Entity(each["id"], step.name, way, each, owner)
                found.append(holder)
            _walk(each, step.kind, way, holder, found)


def iter_parts(entity: Entity) -> Iterator[tuple[str, Path]]:
    """Yield the address of each part, ``owner.part`` or ``owner.row.column``, and its path."""
    return iter(_list_parts(entity.value, entity.id, entity.id, entity.path))


def _list_parts(data: Any, owner: str, inner: str, path: Path) -> list[tuple[str, Path]]:
    found: list[tuple[str, Path]] = []
    for key, value in data.items() if type(data) is dict else enumerate(data):
        if type(value) not in _HOLDING or key in _OF_ENTITIES:
            continue
        name, way = inner, (*path, key)
        if type(data) is list and type(value) is dict:
            if isinstance(value.get("id"), str):
                name = f"{owner}.{value['id']}"
            elif isinstance(value.get("column"), str):
                name = f"{inner}.{value['column']}"
        if name != inner:
            found.append((name, way))
        found += _list_parts(value, owner, name, way)
    return found


_HOLDING = (dict, list)
# What is inside is an entity, and has parts of its own.
_OF_ENTITIES = frozenset({"content", "doses"})


def find_homes(entities: Iterable[Entity]) -> dict[str, list[str]]:
    """Return, for each entity, what holds it, what it or a part is about, and what rests on it.

    An option says what holds for its group, and its conditions are in the words of the factors and
    of the named conditions. An entry of a list and a row of a table go by their addresses, so that
    a dose in one row is none of the others; all of a block are under its id with a dot.
    """
    homes: dict[str, list[str]] = {}
    listed = [*entities]
    named = _find_named(listed)
    for each in listed:
        own = [*([each.owner.id] if each.owner else []), *read_about(each.value)]
        homes.setdefault(each.id, []).extend(own)
        for entry in _entries(each.value):
            address = f"{each.id}.{entry['id']}"
            homes.setdefault(address, []).extend(read_about(entry))
            homes.setdefault(f"{each.id}.", []).append(address)
        for name in named[each.path]:
            homes.setdefault(name, []).append(each.id)
    return homes


def _find_named(entities: Sequence[Entity]) -> dict[Path, dict[str, None]]:
    """Return what each entity rests on, it or what it holds, by its path."""
    apart = {id(each.value) for each in entities}
    found: dict[Path, dict[str, None]] = {}
    # What an entity holds comes after it.
    for entity in reversed(entities):
        named = found.setdefault(entity.path, {})
        waiting = [entity.value]
        while waiting:
            each = waiting.pop()
            if isinstance(each, dict):
                named |= {each[key]: None for key in _RESTS_ON & each.keys()}
                each = each.values()
            waiting += [part for part in each if type(part) in _HOLDING and id(part) not in apart]
        if entity.owner:
            found.setdefault(entity.owner.path, {}).update(named)
    return found


def follow(names: Sequence[str], homes: Homes) -> list[str]:
    """Return the entities with all that holds them and all that they are about."""
    found: dict[str, None] = {}
    waiting = [*names]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += homes.get(name, ())
    return [*found]


def join_homes(old: Homes, new: Homes) -> dict[str, list[str]]:
    """Return the homes of each entity in either version: who lost a text was told by it, too."""
    return {
        name: [*dict.fromkeys([*new.get(name, ()), *old.get(name, ())])] for name in {**old, **new}
    }


def read_about(value: Mapping[str, Any]) -> list[str]:
    """Return what an entity, or a part of it, is about, says in other words or shows."""
    inside = (*value.get("parts", ()), *value.get("cells", ()))
    held = [each for each in (value, *inside) if isinstance(each, dict)]
    named = [[*each.get("about", ()), *each.get("renders", ())] for each in held]
    shown = [
        each[key] for each in held for key in ("show", "dose") if isinstance(each.get(key), str)
    ]
    return [name for names in (*named, shown) for name in names]


def _entries(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the entries of a list, with those below them, and the rows of a table."""
    if isinstance(value, dict):
        held = [value.get("items") or (), value.get("rows") or ()]
        for each in (each for listed in held if isinstance(listed, list) for each in listed):
            if isinstance(each, dict) and "id" in each:
                yield each
            yield from _entries(each)
        for key in ("list", "table"):
            yield from _entries(value.get(key))


# The keys under which an entity names a factor, a condition or its group.
_RESTS_ON = frozenset({"factor", "ref", "group"})


@cache
def every_field() -> tuple[Described, ...]:
    """Return every field of the description."""
    found: dict[Any, tuple[Described, ...]] = {}
    waiting: list[Any] = [Guideline]
    while waiting:
        kind = waiting.pop()
        if is_kind(kind) and kind not in found:
            found[kind] = fields_of(kind)
            waiting += [item_of(each.type) or each.type for each in found[kind]]
    return tuple(field for fields in found.values() for field in fields)


@cache
def condition_keys() -> frozenset[str]:
    """Return the keys under which something states a condition, such as ``applies_when``."""
    inside = {each.key for each in fields_of(Condition)}
    return frozenset(each.key for each in every_field() if each.type is Condition) - inside


@cache
def _steps(kind: Any) -> tuple[_Step, ...]:
    return tuple(_find_steps(kind, ()))


def _find_steps(kind: Any, above: tuple[Any, ...]) -> Iterator[_Step]:
    for each in fields_of(kind):
        child = item_of(each.type) or each.type
        if is_kind(child) and child not in above and _leads_to_entities(child, (*above, kind)):
            entity = is_entity(child)
            name = name_of(child).replace("_", "-")
            yield _Step(each.key, child, name, item_of(each.type) is not None, entity)


def _leads_to_entities(kind: Any, above: tuple[Any, ...]) -> bool:
    return is_entity(kind) or any(True for _ in _find_steps(kind, above))


def is_entity(kind: Any) -> bool:
    """Tell whether what is of this kind has an id in the namespace of its guideline."""
    return any(each.facts.entity for each in fields_of(kind) if each.key == "id")
