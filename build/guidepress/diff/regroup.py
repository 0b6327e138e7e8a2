"""Splits and mergers: each piece begins as what it has of its origin, and is compared with it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from guidepress.diff.pairing import Regrouping
from guidepress.diff.parts import holds_entries

Entity = dict[str, Any]

# What a piece is called and says: the split or the merger itself reports it.
_OWN = ("id", "replaces", "name", "title", "text", "citations")


def members_of(
    group: Regrouping, old: Sequence[Entity], new: Sequence[Entity]
) -> tuple[list[Any], list[Any]]:
    """Return the entities of a group on both sides."""
    return (
        [each for each in old if each["id"] in group.old],
        [each for each in new if each["id"] in group.new],
    )


def heirs_of(old: Sequence[Entity], new: Sequence[Entity]) -> dict[str, list[Entity]]:
    """Return what replaces each origin; nothing where a piece begins as that origin was."""
    ids = {each["id"] for each in old}
    first = {next(each for each in piece["replaces"] if each in ids) for piece in new}
    return {
        each["id"]: []
        if each["id"] in first
        else [piece for piece in new if each["id"] in piece["replaces"]]
        for each in old
    }


def begin_piece(piece: Entity, origins: Sequence[Entity], pieces: Sequence[Entity]) -> Entity:
    """Return a piece as far as it comes from its origins, before anything in it has changed.

    What an origin held, and no piece holds, stays with the first piece: there its loss is reported;
    a level of evidence with the piece that cites most of what it rests on.
    """
    known = {each["id"]: each for each in origins}
    mine = [known[each] for each in piece["replaces"] if each in known]

    def share(path: tuple[str, ...]) -> list[Any]:
        found: list[Any] = []
        for origin in mine:
            heirs = [each for each in pieces if origin["id"] in each["replaces"]]
            for entry in _entries(origin, path):
                first = max(heirs, key=lambda each: _count_cited(entry, each))
                is_first = origin is mine[0] and piece is first
                lost = is_first and not _is_kept(entry, path, heirs)
                if (lost or _is_kept(entry, path, [piece])) and entry not in found:
                    found.append(entry)
        return found

    own = {key: piece[key] for key in _OWN if key in piece}
    # Statements are moved, added and removed one by one.
    outside: Entity = {"content": []} if "content" in piece else {}
    return _with_lists(mine[0], share) | own | outside


def _count_cited(entry: Any, piece: Entity) -> int:
    """Return how many of the works that a level rests on the piece cites; of all else none."""
    works = entry.get("references", ()) if isinstance(entry, dict) else ()
    return len({*works} & {*piece.get("citations", ())})


def goal_of(origin: Entity, heirs: Sequence[Entity]) -> Entity:
    """Return what a further origin of a merger would be if all of it were in its heir."""

    def kept(path: tuple[str, ...]) -> list[Any]:
        return [each for each in _entries(origin, path) if _is_kept(each, path, heirs)]

    own = {key: origin[key] for key in _OWN if key in origin}
    held = _with_lists({key: origin[key] for key in origin if _is_list(origin[key])}, kept)
    return heirs[0] | held | own


def _with_lists(entity: Entity, entries_at: Callable[[tuple[str, ...]], list[Any]]) -> Entity:
    """Return an entity with other entries in its lists, and in those of its list or table."""
    return {
        key: entries_at((key,))
        if isinstance(value, list)
        else {k: entries_at((key, k)) if isinstance(v, list) else v for k, v in value.items()}
        if _is_list(value)
        else value
        for key, value in entity.items()
    }


def _is_list(value: Any) -> bool:
    return isinstance(value, list) or holds_entries(value)


def _entries(entity: Entity, path: tuple[str, ...]) -> list[Any]:
    value: Any = entity
    for key in path:
        value = (value or {}).get(key)
    return value or []


def _is_kept(entry: Any, path: tuple[str, ...], pieces: Iterable[Entity]) -> bool:
    entries = [each for piece in pieces for each in _entries(piece, path)]
    # An intervention has a name and no id; a component or a grade is one value as a whole.
    keys = [key for key in ("id", "column", "name") if isinstance(entry, dict) and key in entry]
    return entry in entries or any(
        each.get(key) == entry[key] for key in keys[:1] for each in entries
    )
