"""Items, rows, columns and notes of a later file are paired with those of the one before.

They have no ids in the source: they are known by what they say, then by what it is most like.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from guidepress.bring_in.account import Baseline, Data, Tree, hashes_below

_LIKE = 0.5


def keep_part_ids(theirs: Data, base: Baseline, ours: Tree) -> None:
    """Give entries without ids in the source the ids that they had, by what they say."""
    for block in _blocks(theirs):
        for key, parts in _part_lists(block):
            _rename(block, key, parts, base, ours)


def _blocks(data: Data) -> Iterator[Data]:
    for section in data.get("sections", ()):
        yield from section.get("content", ())
        yield from _blocks(section)


def _part_lists(block: Data) -> Iterator[tuple[str, list[Data]]]:
    if "list" in block:
        yield "items", list(_items(block["list"]))
    for key in ("columns", "rows", "notes"):
        if parts := block.get("table", {}).get(key):
            yield key, parts


def _items(owner: Data) -> Iterator[Data]:
    for item in owner.get("items", ()):
        yield item
        yield from _items(item)


def _rename(block: Data, key: str, parts: list[Data], base: Baseline, ours: Tree) -> None:
    prefix = parts[0]["id"][0]
    start = f"{block['id']}.{prefix}"
    known = [at for at in base.values if at.startswith(start) and at[len(start) :].isdecimal()]
    if not known:
        return
    signs = {at: _signature(base.values, at) for at in known}
    new = [_signature(hashes_below(part, "new"), "new") for part in parts]
    pairs = _pair(parts, new, signs, ours)
    used = [
        int(at[len(start) :])
        for at in (*known, *ours.entries)
        if at.startswith(start) and at[len(start) :].isdecimal()
    ]
    following = max(used, default=0)
    names: dict[str, str] = {}
    for number, part in enumerate(parts):
        if number in pairs:
            name = pairs[number].partition(".")[2]
        else:
            following += 1
            name = f"{prefix}{following}"
        names[part["id"]] = name
    for part in parts:
        part["id"] = names[part["id"]]
    if key == "columns":
        for row in block["table"]["rows"]:
            row["cells"] = {names.get(each, each): cell for each, cell in row["cells"].items()}


def _pair(
    parts: Sequence[Data], new: Sequence[Any], signs: Mapping[str, Any], ours: Tree
) -> dict[int, str]:
    """Pair entries with the former ones: what stayed, what was moved, then what was changed."""
    known = list(signs)
    pairs: dict[int, str] = {}
    matcher = SequenceMatcher(None, [signs[at] for at in known], new, autojunk=False)
    steps = matcher.get_opcodes()
    for kind, a, b, c, d in steps:
        if kind == "equal":
            pairs.update(zip(range(c, d), known[a:b], strict=True))
    pairs |= _moved(new, signs, pairs)
    for kind, a, b, c, d in steps:
        if kind == "replace":
            still = [number for number in range(c, d) if number not in pairs]
            left = [at for at in known[a:b] if at not in pairs.values()]
            pairs.update(_by_likeness(parts, still, left, ours))
    return pairs


def _moved(
    new: Sequence[Any], signs: Mapping[str, Any], pairs: Mapping[int, str]
) -> dict[int, str]:
    """Pair what says the same at another place, where no other entry says it too."""
    gone = {at: sign for at, sign in signs.items() if at not in pairs.values()}
    come = {number: sign for number, sign in enumerate(new) if number not in pairs}
    once = [Counter(each.values()) for each in (gone, come)]
    places = {sign: at for at, sign in gone.items() if once[0][sign] == once[1][sign] == 1}
    return {number: places[sign] for number, sign in come.items() if sign in places}


def _signature(values: Mapping[str, Mapping[str, str]], at: str) -> tuple[Any, ...]:
    inside = [at, *(each for each in values if each.startswith(f"{at}/"))]
    return tuple(
        (each[len(at) :], key, value)
        for each in sorted(inside)
        for key, value in sorted(values.get(each, {}).items())
        if not each[len(at) :].endswith("/items")
    )


def _by_likeness(
    parts: Sequence[Data], new: Iterable[int], known: Sequence[str], ours: Tree
) -> Iterator[tuple[int, str]]:
    """Pair what was changed with what it is most like here, in order."""
    left = list(known)
    for number in new:
        text = _words(parts[number])
        for at in left:
            here = _words(ours.entries.get(at, {}))
            if here and SequenceMatcher(None, here, text, autojunk=False).ratio() > _LIKE:
                yield number, at
                del left[: left.index(at) + 1]
                break


def _words(entry: Data) -> str:
    cells = entry.get("cells", {}).values()
    texts = (each if isinstance(each, str) else each.get("text", "") for each in cells)
    return " ".join((str(entry.get("text") or entry.get("title") or ""), *texts))[:2000]
