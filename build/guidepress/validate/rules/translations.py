"""Translations that are made elsewhere: what must be the same in every language is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.model import Guideline, iter_entities
from guidepress.model.facts import facts_of, fields_of, is_kind, item_of, kinds_in, name_of
from guidepress.problem import Problem
from guidepress.prose.citations import without_citations
from guidepress.validate.context import RuleContext, warning

if TYPE_CHECKING:
    from guidepress.validate.rules.variants import Variant

RULE = "translation-differs"
# Works are cited by their keys and have the titles that they have; scales are shared by a project.
_SHARED = frozenset({"reference", "scale"})
# The place in the source may differ, and so may former ids and printed short forms; what has an id
# of its own is compared by itself.
_OWN = frozenset({"id", "replaces", "source_locator", "citations", "content", "doses"})
# Texts at least so long are words, and not a level, a unit or a number.
_WORDS = 500
# Languages that write 1.5 with a comma; all others are read both ways where it could be either.
_NUMBER = re.compile(
    r"(?P<sign>[<>]=?|[\u2264\u2265\u00b1])?[ \u00a0]?"
    r"(?P<number>[0-9]{1,12}(?:[.,'\u2009\u202f\u00a0][0-9]{1,12}){0,4})"
    r"[ \u00a0\u202f]?(?P<unit>%|\u2030|\u00b0C|"
    r"(?:[kmc\u00b5\u03bcnd]?(?:g|[Ll]|mol|Gy|Sv|Bq|m|s|Pa))(?:[\u00b2\u00b3]|\^[23]\^)?(?![^\W\d_]))?"
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
        found = []
        if variant.field == "translation_of":
            found = list(_find_differences(context.content.bundle, release.bundle))
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
    for name, (kind, value) in there.items():
        if name not in here:
            yield Difference(name, f"this {kind} is not in the translation")
        elif here[name][0] != kind:
            yield Difference(name, f"it is a {kind} there, and a {here[name][0]} here")
        elif found := _first_difference(kind, here[name][1], value):
            yield Difference(name, found)
    for name, (kind, _) in here.items():
        if name not in there:
            yield Difference(name, f"the original has no such {kind}")


def _entities(bundle: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    found = (each for each in iter_entities(bundle) if each.kind not in _SHARED)
    return {each.id: (each.kind, each.value) for each in found}


def _first_difference(kind: str, mine: Any, theirs: Any) -> str:
    """Return in words where two entities of a kind differ first, but for their words."""
    described = _kinds()[kind]
    here, there = dict(_leaves(mine, described, "")), dict(_leaves(theirs, described, ""))
    for path in [*there, *(each for each in here if each not in there)]:
        if not _same(here.get(path), there.get(path)):
            was, now = (_in_words(each.get(path)) for each in (there, here))
            return f"`{path.lstrip('.')}` is {was} there, and {now} here"
    cited = [each.get("citations", []) for each in (mine, theirs)]
    if set(cited[0]) != set(cited[1]):
        return f"it cites {_in_words(cited[1])} there, and {_in_words(cited[0])} here"
    return ""


@cache
def _kinds() -> dict[str, Any]:
    """Return the kinds of the description by their names."""
    return {name_of(kind).replace("_", "-"): kind for kind in kinds_in(Guideline)}


def _leaves(value: Any, kind: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield what must be the same in any language: of words, their figures."""
    for field in fields_of(kind):
        if field.key in _OWN or field.key not in value:
            continue
        bare, facts, found = field.type, field.facts, value[field.key]
        if item := item_of(bare):
            bare, facts = facts_of(item)
        for number, each in enumerate(found if item else [found]):
            name = each.get("id", number + 1) if item and isinstance(each, dict) else number + 1
            place = f"{path}.{field.key}" + (f".{name}" if item else "")
            if is_kind(bare):
                yield from _leaves(each, bare, place)
            elif bare is not str or facts.choices or facts.pattern or (facts.most or 0) < _WORDS:
                yield place, each
            elif figures := tuple(_figures(each)):
                yield place, figures


class _Figure(NamedTuple):
    """A number in a text, as it is written, with what it can mean in any language."""

    written: str
    readings: frozenset[str]
    sign: str
    unit: str


def _figures(text: str) -> Iterator[_Figure]:
    for found in _NUMBER.finditer(without_citations(text)):
        sign = _SIGNS.get(found["sign"] or "", found["sign"] or "")
        unit = (found["unit"] or "").replace("\u03bc", "\u00b5").replace("L", "l")
        yield _Figure(found[0].strip(), frozenset(_readings(found["number"])), sign, unit)


def _readings(number: str) -> Iterator[str]:
    """Yield what a number can be: its signs part thousands, or the last one parts decimals."""
    parts = re.split(r"[^0-9]", number)
    if len(parts) == 1:
        yield number
        return
    if all(len(each) == 3 for each in parts[1:]):  # noqa: PLR2004 - thousands
        yield "".join(parts)
    if number[-len(parts[-1]) - 1] in ".,":
        yield f"{''.join(parts[:-1])}.{parts[-1]}"


def _same(mine: Any, theirs: Any) -> bool:
    if not isinstance(mine, tuple) or not isinstance(theirs, tuple):
        return bool(mine == theirs)
    left = list(theirs)
    for each in mine:
        fitting = next((one for one in left if _same_figure(each, one)), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return not left


def _same_figure(one: _Figure, other: _Figure) -> bool:
    signs = {one.sign, other.sign} - {""}
    return bool(one.readings & other.readings) and one.unit == other.unit and len(signs) < 2  # noqa: PLR2004


def _in_words(value: Any) -> str:
    if value is None or value == []:
        return "not stated"
    if isinstance(value, tuple):
        return ", ".join(each.written for each in value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
