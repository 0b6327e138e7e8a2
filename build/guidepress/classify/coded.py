"""Questions about codes, units, doses and numbers: what is data beside the words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from guidepress.classify.conditions import advice_moves_danger, strength_changed, wording_only
from guidepress.classify.context import Context, is_danger
from guidepress.codes import ROUTES
from guidepress.diff.fact import Fact
from guidepress.words.tokens import read_lists


def codes_added(fact: Fact, context: Context) -> bool:
    """Codes were added beside words that stayed, and none was altered."""
    return _bare(fact.old) == _bare(fact.new) and not codes_altered(fact, context)


def deciding_codes_altered(fact: Fact, context: Context) -> bool:
    """Tell the same of a factor that a condition names."""
    return codes_altered(fact, context) and fact.entity in context.deciding


def _bare(value: Any) -> Any:
    """Return the value without codes."""
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items() if key != "codes"}
    return [_bare(each) for each in value] if isinstance(value, list) else value


def codes_altered(fact: Fact, _context: Context) -> bool:
    """Tell whether a code that was there was altered or removed, where its words stayed."""
    return any(
        not {f"{each['system']} {each['code']}" for each in before}
        <= {f"{each['system']} {each['code']}" for each in after}
        for before, after in _pairs(fact)
    )


def codes_touched(fact: Fact, _context: Context) -> bool:
    """Tell whether anything in the codes of what stayed changed, whatever else changed beside."""
    return any(before != after for before, after in _pairs(fact))


def _pairs(fact: Fact) -> Iterator[tuple[Any, Any]]:
    """Yield the codes of what is on both sides: by its id or name, or else in its place."""
    before, after = dict(_codes(fact.old, "")), dict(_codes(fact.new, ""))
    yield from ((before[name], after[name]) for name in before if name in after)
    lost, come = (
        [codes for name, codes in side.items() if name not in other]
        for side, other in ((before, after), (after, before))
    )
    yield from zip(lost, come, strict=False)


def _codes(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield what may have codes, by its id or name, with its codes."""
    if isinstance(value, dict):
        own = value.get("id") or value.get("name")
        name = str(own or name)
        if own or "codes" in value:
            yield name, value.get("codes", [])
        for each in value.values():
            yield from _codes(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _codes(each, name)


def route_written_out(fact: Fact, context: Context) -> bool:
    """Only the name of a route was written another way, beside doses by that route."""
    old, new = (_text(each) for each in (fact.old, fact.new))
    lists = read_lists(context.language)
    if old is None or new is None or lists is None:
        return False
    routes = {
        route
        for home in context.homes.get(fact.entity, ())
        for dose in context.entities.get(home, {}).get("doses", ())
        for route in dose["routes"]
    }
    return any(_named(old, route, lists) == _named(new, route, lists) for route in routes)


def _text(value: Any) -> str | None:
    if isinstance(value, dict) and value.keys() == {"text"}:
        value = value["text"]
    return value if isinstance(value, str) else None


def _named(text: str, route: str, lists: Mapping[str, Any]) -> str:
    """Return the text with a sign of its own for every name of the route."""
    names = (route, ROUTES[route].words, *ROUTES[route].names)
    either = "|".join(sorted(map(re.escape, names), key=len, reverse=True))

    def mark(found: re.Match[str]) -> str:
        is_short = len(found[0].replace(".", "")) <= _SHORT
        return found[0] if is_short and not _is_of_giving(found, lists) else "\0"

    return re.sub(rf"(?<!\w)(?:{either})(?!\w)", mark, text)


# An abbreviation may stand for something else: "stage IV", "the PR interval".
_SHORT = 3


def _is_of_giving(found: re.Match[str], lists: Mapping[str, Any]) -> bool:
    """Tell whether an amount or a word of giving stands beside the abbreviation of a route."""
    giving, units = lists["giving"], lists["danger"]["dose_units"]
    last = _BREAK.split(found.string[: found.start()].casefold().rstrip(_BESIDE))[-1]
    following = _BREAK.split(found.string[found.end() :].casefold().lstrip(_BESIDE), 1)[0]
    if last in giving["numbered"]:
        return False
    is_amount = last.lstrip("0123456789.,-\u2013") in units
    return is_amount or last in giving["before"] or following in giving["after"]


_BESIDE = " \n(),;:*_"
_BREAK = re.compile(r"[\s(),;:*_]")


def of_source(fact: Fact, _context: Context) -> bool:
    """Tell whether only what is said of the source of a dose changed."""
    return {*fact.old, *fact.new} == {"source"}


def less_certain(fact: Fact, context: Context) -> bool:
    """Tell whether only the certainty of a part changed, and no strength."""
    return {*fact.old, *fact.new} == {"grades"} and not strength_changed(fact, context)


def part_dangerous(fact: Fact, context: Context) -> bool:
    """By its words, its doses or its direction a part of danger, on either side."""
    stated = any(is_danger(each, context.language) for each in (fact.old, fact.new) if each)
    return stated or advice_moves_danger(fact, context)


def has_condition(fact: Fact, _context: Context) -> bool:
    """Tell whether a group that came or went states a condition or a population."""
    return bool({"applies_when", "population"} & {*(fact.new or fact.old or ())})


def not_wording(fact: Fact, context: Context) -> bool:
    """Tell whether more than wording changed."""
    return not wording_only(fact, context)


# The only bibliographic fields whose change is of wording alone.
BIBLIOGRAPHIC = frozenset({"issued", "volume", "issue", "page"})


def bibliographic_only(fact: Fact, context: Context) -> bool:
    """Tell whether only year, volume, issue or pages were corrected, and no words came to them."""
    return {*fact.old, *fact.new} <= BIBLIOGRAPHIC and of_numbers(fact, context)


# What may stand in "e123-e130", "2.3a", "xii" and "20 Suppl 1"; no word that says more, such as
# "withdrawn".
_BESIDE_NUMBERS = re.compile(
    r"[^\W\d_]{1,2}(?=\d)|[^\W_](?![^\W_])|\b(?:[ivxlc]{1,9}|Suppl|Pt)\b|[\W\d_]"
)


def of_numbers(fact: Fact, _context: Context) -> bool:
    """Tell whether numbers are all that was and is stated, with hardly a letter beside them."""
    texts = [each for side in (fact.old, fact.new) for each in (side or {}).values()]
    return not any(_BESIDE_NUMBERS.sub("", str(each)) for each in texts if each is not None)
