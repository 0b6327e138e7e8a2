"""Items, rows, columns and notes of a later file are paired with those of the one before.

They have no ids in the source: they are known by what they say, then by what it is most like.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from operator import itemgetter
from typing import Any

from guidepress.bring_in.account import Baseline, Data, Tree, hashes_below

_LIKE = 0.5
_FEW_WORDS = 8
_MOST_SIGNS = 2000
# To compare all with all of some hundred rows that were changed would take minutes.
_MOST_PAIRS = 4000
_NEAR = 10


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
    said = [_words(part, block) for part in parts]
    before = ours.entries.get(block["id"], {})
    here = {at: _words(ours.entries.get(at, {}), before) for at in known}
    pairs = _pair(new, signs, said, here)
    if key == "columns":
        # A column over which others reach has no cells to be known by: its place is what is left.
        come = [number for number in range(len(parts)) if number not in pairs]
        gone = [at for at in known if at not in pairs.values()]
        pairs.update(zip(come, gone, strict=True) if len(come) == len(gone) else ())
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
    new: Sequence[Any], signs: Mapping[str, Any], said: Sequence[str], here: Mapping[str, str]
) -> dict[int, str]:
    """Pair entries with the former ones: what stayed, what was moved, then what was changed."""
    known = list(signs)
    pairs: dict[int, str] = {}
    matcher = SequenceMatcher(None, [signs[at] for at in known], new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pairs.update(zip(range(c, d), known[a:b], strict=True))
    pairs |= _moved(new, signs, pairs)
    come = {number: text for number, text in enumerate(said) if number not in pairs}
    taken = set(pairs.values())
    return pairs | _by_likeness(come, {at: here[at] for at in known if at not in taken})


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


def _by_likeness(come: Mapping[int, str], gone: Mapping[str, str]) -> dict[int, str]:
    """Pair what was changed with what it is most like here, the most alike first."""
    alike = [(_likeness(gone[at], come[n]), n, at) for n, at in _candidates([*come], [*gone])]
    pairs: dict[int, str] = {}
    for likeness, number, at in sorted(alike, key=itemgetter(0), reverse=True):
        if likeness > _LIKE and number not in pairs and at not in pairs.values():
            pairs[number] = at
    return pairs


def _candidates(come: Sequence[int], gone: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each with each where they are few, and else with those about as far down the list."""
    for place, number in enumerate(come):
        about = place * len(gone) // len(come)
        few = len(come) * len(gone) <= _MOST_PAIRS
        near = gone if few else gone[max(0, about - _NEAR) : about + _NEAR + 1]
        yield from ((number, at) for at in near)


def _likeness(here: str, there: str) -> float:
    """Return how alike two texts are: by their words, and short ones by their letters."""
    old, new = here.split(), there.split()
    few = max(len(old), len(new)) <= _FEW_WORDS
    sides: tuple[Sequence[str], Sequence[str]] = (here, there) if few else (old, new)
    matcher = SequenceMatcher(None, *sides, autojunk=False)
    return matcher.ratio() if old and new and matcher.quick_ratio() > _LIKE else 0


def _words(part: Data, block: Data) -> str:
    """Return what a part of a block says, with what is below it; of a column, its cells."""
    rows = block.get("table", {}).get("rows", ())
    below = [row.get("cells", {}).get(part.get("id")) for row in rows]
    cells = [*part.get("cells", {}).values()] or below
    texts = [part.get(key) for key in ("title", "group", "heading", "text")]
    texts += [each.get("text") if isinstance(each, dict) else each for each in cells]
    texts += [_words(each, {}) for each in part.get("items", ())]
    return " ".join(str(each) for each in texts if each is not None)[:_MOST_SIGNS]
