"""Translations that are made elsewhere: what must be the same in every language is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize, numeric

from guidepress.model import Guideline, Identity, condition_keys, iter_entities
from guidepress.model.facts import Field, facts_of, fields_of, is_kind, item_of, kinds_in, name_of
from guidepress.model.walk import is_entity
from guidepress.problem import Problem
from guidepress.prose.citations import without_citations
from guidepress.units import is_unit
from guidepress.validate.context import RuleContext, warning

if TYPE_CHECKING:
    from guidepress.validate.rules.variants import Variant

RULE = "translation-differs"
# Works are cited by their keys and have the titles that they have; scales are shared by a project.
_SHARED = frozenset({"reference", "scale"})
# The place in the source may differ, and so may former ids, short forms and other names.
_OWN = frozenset({"id", "replaces", "source_locator", "short_name", "synonyms"})
# What is said of the guideline itself in every language; all else there is of the edition.
_OF_ALL = frozenset({"document_type", "population", "not_covered"})
# Texts at least so long are words, and not a level, a unit or a number; so are these.
_WORDS = 500
_SHORT_WORDS = frozenset({"importance", "studies", "participants", "percentage"})
# An image may have its words in it: another language has another one.
_IMAGE = frozenset({"file", "sha256", "media_type"})
# What a patient version may leave out, and does not say otherwise.
_DECISIVE = frozenset({"direction", "standing"})
# Where a comma or a point could part thousands or decimals, it is read both ways, but for English.
_SYMBOL = (
    "(?:(?:mc|[kmc\u00b5\u03bcnd])?(?:g|[Ll]|mol|Gy|Sv|Bq|m|s|Pa))(?:[23\u00b2\u00b3]|\\^[23]\\^)?"
)
_ROMAN = {"II": 2, "III": 3, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "XI": 11, "XII": 12}
_NUMBER = re.compile(
    r"(?P<sign>[<>]=?|[\u2264\u2265\u00b1])?[ \u00a0]?"
    # Behind a number it says "to"; with a space behind it, a hyphen begins an entry.
    r"(?P<minus>(?<![\w)\]%])(?:[-\u2212\u2013]|(?<![0-9][ \u00a0])\u2212[ \u00a0]))?"
    r"(?P<number>[0-9]{1,12}(?:[.,'\u2009\u202f\u00a0][0-9]{1,12}){0,4}|[\u00bc-\u00be\u2150-\u215e]"
    # "IV" is a route as well.
    rf"|(?<!\w)(?:{'|'.join(_ROMAN)})(?=[A-Da-d]?\b))"
    r"(?P<power>[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207b]{1,4}|\^-?[0-9]{1,3}\^)?"
    r"[ \u00a0\u202f]?(?P<unit>%|\u2030|\u00b0C|"
    rf"{_SYMBOL}(?![^\W\d_])(?:/{_SYMBOL}(?![^\W\d_])){{0,2}})?"
    r"(?:[ \u00a0\u202f]?/?(?P<time>h|min|d)\b)?"
)
_SIGNS = {"<=": "\u2264", ">=": "\u2265"}


class Difference(NamedTuple):
    """Where an entity of a translation is not what its original says, and how."""

    id: str
    words: str


def translation_differs(context: RuleContext) -> Iterator[Problem]:
    """A translation differs from the version that it renders in words alone, or says why."""
    for variant in context.variants:
        release = variant.archive.release(variant.link.version)
        if release is None:
            continue
        explained = {each.entity for each in variant.link.differences}
        both = context.content.bundle, release.bundle
        is_translation = variant.field == "translation_of"
        found = list((_find_differences if is_translation else _find_contradictions)(*both))
        for each in found:
            if each.id not in explained:
                yield _problem(context, variant, each)
        yield from _unused(context, variant, {each.id for each in found})


def _problem(context: RuleContext, variant: Variant, difference: Difference) -> Problem:
    link = variant.link
    is_here = difference.id in context.content.by_id
    there = context.in_guideline(variant.field, "version")
    place = context.at(difference.id, "id") if is_here else there
    message = f"{difference.id} of {link.guideline} {link.version}: {difference.words}"
    hint = (
        f"translate what it says, or give the reason under `{variant.field}` as "
        f"`differences: [{{entity: {difference.id}, reason: …}}]`"
    )
    return Problem(place, RULE, message, hint)


def _unused(context: RuleContext, variant: Variant, found: set[str]) -> Iterator[Problem]:
    if variant.field != "translation_of":
        return
    behind = {each for each, _ in variant.not_followed(context)}
    for number, each in enumerate(variant.link.differences):
        if each.entity not in found | behind:
            path = (variant.field, "differences", number, "entity")
            message = f"{each.entity} does not differ from its original"
            yield warning(context.in_guideline(*path), RULE, message, "remove this entry")


def _find_differences(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[Difference]:
    here, there = _entities(mine), _entities(theirs)
    languages = _languages(mine, theirs)
    for name, (kind, value) in there.items():
        if name not in here:
            yield Difference(name, f"this {kind} is not in the translation")
        elif here[name][0] != kind:
            yield Difference(name, f"it is a {kind} there, and a {here[name][0]} here")
        elif found := _differences(kind, here[name][1], value, languages):
            yield Difference(name, found)
    for name, (kind, _) in here.items():
        if name not in there:
            yield Difference(name, f"the original has no such {kind}")


def _find_contradictions(
    mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Iterator[Difference]:
    """Yield what a patient version states, too, and otherwise: a dose, a condition, a direction."""
    here, there = _entities(mine), _entities(theirs)
    for name in (each for each in there if here.get(each, ("",))[0] == there[each][0]):
        kind = there[name][0]
        is_told = condition_keys() | _DECISIVE | ({*there[name][1]} if kind == "dose" else set())
        both = here[name][1].keys() & there[name][1].keys() & is_told
        values = [{key: each[name][1][key] for key in both} for each in (here, there)]
        if found := _differences(kind, values[0], values[1], _languages(mine, theirs)):
            yield Difference(name, found)


def _entities(bundle: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    """Return the entities with their kinds, and of the guideline what is no matter of language."""
    whole = {key: each for key, each in bundle["guideline"].items() if key in _OF_ALL}
    found = (each for each in iter_entities(bundle) if each.kind not in _SHARED)
    return {"guideline": ("guideline", whole)} | {
        each.id: (each.kind, each.value) for each in found
    }


def _languages(*sides: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(each["guideline"]["language"] for each in sides)


def _differences(kind: str, mine: Any, theirs: Any, languages: Sequence[str] = ("", "")) -> str:
    """Return in words where two entities of a kind differ, but for their words."""
    described = _kinds()[kind]
    here, there = (
        {
            path: tuple(_figures(leaf, language)) if isinstance(leaf, _Words) else leaf
            for path, leaf in _leaves(value, described, "")
        }
        for value, language in zip((mine, theirs), languages, strict=True)
    )
    found: list[str] = []
    gone: tuple[str, ...] = ()
    for path in [*there, *(each for each in here if each not in there)]:
        was, now = there.get(path), here.get(path)
        if path.startswith(gone) or _same(now, was):
            continue
        if was is None or now is None:
            gone = (*gone, f"{path}.")
        words = f"is {_in_words(was, now)} there, and {_in_words(now, was)} here"
        found.append(f"`{path.lstrip('.')}` {words}")
    more = f"; and {len(found) - _TOLD} more" if len(found) > _TOLD else ""
    return "; ".join(found[:_TOLD]) + more


# One reason is for all that differs in a table: whoever gives it reads more than the first.
_TOLD = 3


@cache
def _kinds() -> dict[str, Any]:
    """Return the kinds of the description by their names: of those that share one, the widest."""
    found = sorted(kinds_in(Guideline), key=lambda kind: len(fields_of(kind)))
    return {name_of(kind).replace("_", "-"): kind for kind in found} | {"guideline": Identity}


def _leaves(value: Any, kind: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield what must be the same in any language: of words, that they are there, and figures."""
    for field in fields_of(kind):
        if field.key in _OWN or field.key not in value:
            continue
        place, found, item = f"{path}.{field.key}", value[field.key], item_of(field.type)
        bare, facts = facts_of(item) if item else (field.type, field.facts)
        if is_kind(bare) and is_entity(bare):
            continue
        if field.key == "citations":
            yield place, frozenset(found)
        elif not item:
            yield from _values(field.key, found, bare, facts, place)
        else:
            names = [_name(each, number) for number, each in enumerate(found, 1)]
            if is_kind(bare) and not _is_free(field.key, value):
                yield place, _Order(names)
            for name, each in zip(names, found, strict=True):
                yield from _values(field.key, each, bare, facts, f"{place}.{name}")


def _values(key: str, value: Any, bare: Any, facts: Field, place: str) -> Iterator[tuple[str, Any]]:
    if is_kind(bare):
        yield place, ()
        yield from _leaves(value, bare, place)
    elif key in _IMAGE:
        yield place, ()
    elif bare is not str or facts.choices or facts.pattern or _is_coded(key, facts, value):
        yield place, value
    else:
        yield place, _Words(value)


class _Words(str):
    """What is written in a language, and may differ but for its figures."""

    __slots__ = ()


def _name(value: Any, number: int) -> str:
    named = value if isinstance(value, dict) else {}
    return str(named.get("id", named.get("column", number)))


def _is_free(key: str, value: Mapping[str, Any]) -> bool:
    """Tell whether the order of a list says nothing, or may be that of another alphabet."""
    if key == "rows":
        return "row_order" in value and not any("heading" in each for each in value[key])
    return key in {"cells", "values"} or (key == "items" and not value.get("ordered"))


def _is_coded(key: str, facts: Field, text: str) -> bool:
    """Tell whether a text is the same in any language, such as a level or a unit."""
    if key == "unit":
        return is_unit(text)
    return (facts.most or 0) < _WORDS and key not in _SHORT_WORDS


class _Order(list[str]):
    """The parts of a list in their order; that one came or went is told of the part."""


class _Figure(NamedTuple):
    """A number in a text, as it is written, with what it can mean in any language."""

    written: str
    readings: frozenset[str]
    sign: str
    unit: str
    time: str


def _figures(text: str, language: str = "") -> Iterator[_Figure]:
    for found in _NUMBER.finditer(without_citations(text)):
        sign = _SIGNS.get(found["sign"] or "", found["sign"] or "")
        unit = (found["unit"] or "").replace("\u03bc", "\u00b5").replace("mcg", "\u00b5g")
        unit = normalize("NFKC", unit.replace("L", "l").replace("^", ""))
        minus = "-" * bool(found["minus"])
        power = normalize("NFKC", found["power"] or "").strip("^").replace("\u2212", "-")
        raised = f"^{power}" * bool(power)
        readings = {f"{minus}{each}{raised}" for each in _readings(found["number"], language)}
        yield _Figure(found[0].strip(), frozenset(readings), sign, unit, found["time"] or "")


def _readings(number: str, language: str) -> Iterator[str]:
    """Yield what a number can be: its signs part thousands, or the last one parts decimals."""
    if not number.isdecimal() and number.isalnum():
        yield f"{_ROMAN.get(number) or numeric(number):g}"
        return
    parts = re.split(r"[^0-9]", number)
    if len(parts) == 1:
        yield number
        return
    last = number[-len(parts[-1]) - 1]
    english = language.partition("-")[0] == "en"
    if all(len(each) == 3 for each in parts[1:]) and not (english and last == "."):  # noqa: PLR2004 - thousands
        yield "".join(parts)
        if english:
            return
    if last in ".,":
        yield f"{''.join(parts[:-1])}.{parts[-1]}"


def _same(mine: Any, theirs: Any) -> bool:
    if isinstance(mine, _Order) and isinstance(theirs, _Order):
        return [each for each in mine if each in theirs] == [
            each for each in theirs if each in mine
        ]
    if isinstance(mine, _Order) or isinstance(theirs, _Order):
        return True
    if not isinstance(mine, tuple) or not isinstance(theirs, tuple):
        return bool(mine == theirs)
    left = list(theirs)
    for each in {each.unit for each in theirs} - {"", "%"}:
        # What is of one unit keeps its order: which dose is whose.
        pairs = zip(
            *([one for one in side if one.unit == each] for side in (mine, theirs)), strict=False
        )
        if not all(_same_figure(*pair) for pair in pairs):
            return False
    for each in mine:
        fitting = next((one for one in left if _same_figure(each, one)), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return not left


def _same_figure(one: _Figure, other: _Figure) -> bool:
    # What one of the two writes as a word is not known of the other.
    pairs = ((one.sign, other.sign), (one.time, other.time))
    known = all(first == second or "" in {first, second} for first, second in pairs)
    return bool(one.readings & other.readings) and one.unit == other.unit and known


def _in_words(value: Any, other: Any) -> str:
    if value is None or value == frozenset():
        return "not stated"
    if value == ():
        return "stated" if other is None else "without a figure"
    if isinstance(value, tuple):
        return ", ".join(each.written for each in value)
    several = sorted(value) if isinstance(value, frozenset) else value
    return ", ".join(map(str, several)) if isinstance(several, list) else str(value)
