"""Parts of an entity, such as the rows and cells of a table: compared by their ids, by leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guidepress.diff.fact import Fact
    from guidepress.diff.sheet import Path
    from guidepress.diff.walk import Walk

# What facts are about, by the key of the innermost list of such parts.
_WHAT = {"doses": "dose", "equivalents": "dose-equivalent", "parts": "recommendation-part"}
# Read as a whole: their parts mean nothing alone.
_WHOLE = frozenset({"when", "applies_when", "until"})
# By what an entry of a list is known in it.
_NAMES = ("id", "column")
_TEXTS = ("text", "source")


def compare_part(walk: Walk, path: Path, subject: str, key: str, new: Any) -> None:
    """Compare one field of the object at the path; each leaf that differs is a fact of its own."""
    old = walk.sheet.at(path).get(key)
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and not _is_whole(subject, key):
        for each in _keys_of(old, new):
            compare_part(walk, (*path, key), subject, each, new.get(each))
    elif _is_named(old) and _is_named(new):
        _compare_entries(walk, (*path, key), f"{subject}/{key}", new)
    else:
        fact = _changed(walk, subject, key, old, new)
        walk.sheet.set_key(fact, path, key, new)
        if key == ("source" if fact.kind == "dose-changed" else "text"):
            # The citations follow from the text.
            _set_citations(walk, fact, path, new or "")


def _is_whole(subject: str, key: str) -> bool:
    """Tell whether an object is read as one: a condition, or a quantity of a dose."""
    return key in _WHOLE or kind_of(subject, "").startswith("dose")


def kind_of(subject: str, verb: str, several: str = "") -> str:
    """Return the kind of change of a part: a dose and what is in it have kinds of their own."""
    inside = [_WHAT[key] for key in subject.split("/")[2::2] if key in _WHAT]
    return f"{inside[-1] if inside else 'statement-part'}{several}-{verb}"


def _set_citations(walk: Walk, fact: Fact, path: Path, text: str) -> None:
    from guidepress.prose import cited_keys

    holder = walk.sheet.at(path)
    cited = list(cited_keys(text))
    if holder.get("citations") != cited:
        walk.sheet.set_key(fact, path, "citations", cited)


def _keys_of(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    # Text first, since the citations belong to its change.
    return sorted({*old, *new} - {"id", "column"}, key=lambda key: (key not in _TEXTS, key))


def _is_named(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and any(name in each for name in _NAMES) for each in value
    )


def _name_of(entry: Any) -> str:
    return str(next(entry[name] for name in _NAMES if name in entry))


def _changed(walk: Walk, subject: str, key: str, old: Any, new: Any) -> Fact:
    before = {} if old is None else {key: old}
    after = {} if new is None else {key: new}
    return walk.sheet.fact(kind_of(subject, "changed"), subject, before, after)


def _compare_entries(walk: Walk, path: Path, subject: str, new: list[Any]) -> None:
    sheet = walk.sheet
    before = [_name_of(each) for each in sheet.at(path)]
    order = [_name_of(each) for each in new]
    for name in [each for each in before if each not in order]:
        index = [_name_of(each) for each in sheet.at(path)].index(name)
        old = sheet.at(path)[index]
        kind = kind_of(subject, "removed")
        sheet.remove(sheet.fact(kind, f"{subject}/{name}", old), (*path, index))
    for place, entry in enumerate(new):
        name = order[place]
        if name not in before:
            fact = sheet.fact(kind_of(subject, "added"), f"{subject}/{name}", None, entry)
            sheet.add(fact, (*path, min(place, len(sheet.at(path)))), entry)

    def owner_of(_name: str) -> Fact:
        return walk.once(kind_of(subject, "reordered", "s"), subject, before, order)

    sheet.reorder(path, order, owner_of, _name_of)
    for index, entry in enumerate(new):
        old = sheet.at(path)[index]
        for key in _keys_of(old, entry):
            compare_part(walk, (*path, index), f"{subject}/{order[index]}", key, entry.get(key))
