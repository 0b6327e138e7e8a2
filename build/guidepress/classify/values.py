"""Values in a sentence: what each was, and what it became."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.classify.context import listed
from guidepress.conditions import Terms, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_TERMS = Terms({})
# Of longer values only what came and went is told.
MOST_LETTERS = 1_000


def tell_became(old: Any, new: Any, terms: Terms = NO_TERMS) -> str:
    """Say what a value became, in the words of its editor."""
    before, after = _plain(old, terms), _plain(new, terms)
    said = f"{before} became {after}"
    if old != new and before == after:
        said = f"behind the words {before}, “{_coded(old)}” became “{_coded(new)}”"
    return said if len(said) <= MOST_LETTERS else _tell_difference(old, new)


def tell_whole(value: Any) -> str:
    """Say what an entry held, as far as its editor wrote it."""
    prose = {key: each for key, each in value.items() if key not in _IDENTIFYING}
    said = _plain(prose)
    return said if len(said) <= MOST_LETTERS else f"{said[: MOST_LETTERS - 3]} …”"


_IDENTIFYING = frozenset({"id", "column", "citations", "evidence", "about", "replaces"})


def _tell_difference(old: Any, new: Any) -> str:
    before, after = [*_leaves(old)], [*_leaves(new)]
    removed = [f"“{each}”" for each in before if each not in after]
    added = [f"“{each}”" for each in after if each not in before]
    pairs = (("removed", removed), ("added", added))
    said = "; ".join(f"{verb} {listed(each)}" for verb, each in pairs if each)
    return said if 0 < len(said) <= MOST_LETTERS else "too much to tell here, see both versions"


def _coded(value: Any) -> str:
    """Return the data of a value whose words say nothing of its change."""
    if isinstance(value, dict):
        stated = {key: each for key, each in value.items() if key != "text" and each}
        return "; ".join(f"{key}: {_coded(each)}" for key, each in stated.items())
    if isinstance(value, list):
        return ", ".join(_coded(each) for each in value)
    return str(value)


def _plain(value: Any, terms: Terms = NO_TERMS) -> str:
    if value is None or value == []:
        return "nothing stated"
    if isinstance(value, str):
        return f"“{value}”"
    return f"“{'; '.join(_leaves(value, terms))}”"


def _is_condition(value: dict[str, Any]) -> bool:
    groups = (*value.get("all", ()), *value.get("any", ()))
    inside = any(isinstance(each, dict) for each in groups)
    return inside or not value.keys().isdisjoint({"not", "count", "factor", "ref"})


def _leaves(value: Any, terms: Terms = NO_TERMS) -> Iterator[str]:
    """Yield what an editor wrote of a value, in order: a condition's words and its code."""
    if isinstance(value, dict):
        if "date-parts" in value:
            yield "-".join(str(part) for part in value["date-parts"][0])
        elif _is_condition(value):
            yield describe(value, terms)
        elif {"scale", "level"} <= value.keys():
            yield f"{value['level']} ({value['scale']} {value['scale_version']})"
        elif {"id", "name"} <= value.keys():
            yield str(value["name"])
            others = (each for key, each in value.items() if key not in {"id", "name"})
            yield from _leaves([*others], terms)
        elif "text" in value:
            yield str(value["text"])
        else:
            for each in value.values():
                yield from _leaves(each, terms)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, terms)
    else:
        yield str(value)
