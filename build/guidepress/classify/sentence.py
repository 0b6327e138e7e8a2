"""Each change in a sentence for readers, in the manner of PDQ's "Changes to This Summary"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guidepress.classify.axes import compare_levels
from guidepress.classify.context import keys_in, levels_in, listed, quoted
from guidepress.classify.outcomes import tell_outcomes
from guidepress.classify.values import tell_became, tell_whole
from guidepress.classify.wording import tell_words
from guidepress.doses import render_dose, render_value
from guidepress.prose import cited_keys, name_citations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from guidepress.classify.context import Context
    from guidepress.diff import Fact


# What the published schema allows.
MOST_LETTERS = 3_000
# More works than these are counted.
MOST_WORKS = 20


def render_sentence(
    template: str, fact: Fact, context: Context, words: Sequence[tuple[str, str]]
) -> str:
    """Fill the template of a rule with what the fact says."""
    # One pass: what content says is never read as a template again.
    said = re.sub(r"{(\w+)}", lambda part: PARTS[part[1]](fact, context, words), template)
    return _cut(said[0].upper() + said[1:])


def _cut(sentence: str) -> str:
    if len(sentence) <= MOST_LETTERS:
        return sentence
    return f"{sentence[: MOST_LETTERS - 2].rpartition(' ')[0]} …"


def _name(fact: Fact, context: Context, _words: Any) -> str:
    entity = fact.old if fact.kind.endswith("-retired") else context.entities.get(fact.subject)
    entity = entity or fact.old or fact.new
    if fact.subject.startswith("references/"):
        return context.works.get(fact.entity, fact.entity)
    if isinstance(entity, dict):
        return name_of(entity)
    return fact.entity


def name_of(entity: Mapping[str, Any]) -> str:
    """Return an entity's name as in a sentence: a drug by its own spelling, all else quoted."""
    if "direction" in entity:
        return quoted(entity["text"])
    name = next(str(entity[key]) for key in ("name", "title", "text", "id") if entity.get(key))
    for intervention in entity.get("interventions", ()):
        if intervention["name"].lower() == name.lower():
            return str(intervention["name"])
    return f"“{name}”"


def _home(fact: Fact, _context: Context, _words: Any) -> str:
    return fact.subject.split("/")[1]


def _place(fact: Fact, context: Context, _words: Any) -> str:
    for value in (fact.new, fact.old):
        if isinstance(value, dict) and "in" in value:
            return f"on {_entity_name(value['in'], context)}"
    homes = sorted(context.homes.get(fact.entity, ()))
    if homes:
        return f"on {_entity_name(homes[-1], context)}"
    return f"on {_entity_name(fact.subject, context)}"


def _entity_name(subject: str, context: Context) -> str:
    entity = context.entities.get(subject)
    return name_of(entity) if entity else _PLACES.get(subject, subject)


_PLACES = {"sections": "the highest level"}


def _old_home(fact: Fact, context: Context, _words: Any) -> str:
    return _entity_name(str(fact.old), context)


def _new_home(fact: Fact, context: Context, _words: Any) -> str:
    return _entity_name(str(fact.new), context)


def _text(fact: Fact, context: Context, _words: Any) -> str:
    for value in (fact.new, fact.old):
        if isinstance(value, dict) and "text" in value:
            return quoted(value["text"])
        if isinstance(value, list) and value and isinstance(value[0], dict) and "text" in value[0]:
            return listed(quoted(each["text"]) for each in value)
    statement = context.statements.get(fact.entity, {})
    held = statement.get("table") or statement.get("list") or {}
    text = statement.get("text") or held.get("title")
    return quoted(text) if text else fact.entity


def _support(fact: Fact, context: Context, _words: Any) -> str:
    """Cited works by author and year, and the levels of evidence, in brackets."""
    said = []
    if cited := keys_in(fact.new):
        said.append(f"cites {_cited(cited, context)}")
    if levels := levels_in(fact.new):
        word = "level" if len(levels) == 1 else "levels"
        said.append(f"{word} of evidence {listed(levels)}")
    return f" ({'; '.join(said)})" if said else ""


def _cited(keys: Iterable[str], context: Context) -> str:
    names = [context.works.get(key, key) for key in keys]
    more = len(names) - MOST_WORKS
    return listed([*names[:MOST_WORKS], f"{more} more works"] if more > 1 else names)


def _cites(fact: Fact, context: Context, _words: Any) -> str:
    cited = fact.new["references"]
    return f" (rests on {_cited(cited, context)})" if cited else ""


def _citations(fact: Fact, context: Context, _words: Any) -> str:
    before, after = cited_keys(fact.old), cited_keys(fact.new)
    added = [key for key in after if key not in before]
    removed = [key for key in before if key not in after]
    said = []
    if added:
        verb = "cites" if fact.kind.endswith("recorded") else "now cites"
        said.append(f"{verb} {_cited(added, context)}")
    if removed:
        said.append(f"no longer cites {_cited(removed, context)}")
    return " and ".join(said) or "the same works, cited elsewhere in the text"


def _level(fact: Fact, _context: Context, _words: Any) -> str:
    return str((fact.new or fact.old)["level"])


def _old_level(fact: Fact, _context: Context, _words: Any) -> str:
    return str(fact.old["level"])


def _axes(fact: Fact, context: Context, _words: Any) -> str:
    scale = context.scales.get((fact.new["scale"], fact.new["scale_version"]))
    said = compare_levels(scale, fact.old["level"], fact.new["level"]) if scale else ""
    return f": {said}" if said else ""


def _finding(fact: Fact, _context: Context, _words: Any) -> str:
    return tell_became(fact.old.get("finding"), fact.new.get("finding"))


def _place_of_level(fact: Fact, context: Context, _words: Any) -> str:
    old, new = (_citation_at(side.get("at"), context) for side in (fact.old, fact.new))
    return tell_became(old, new)


def _citation_at(place: str | None, context: Context) -> str | None:
    key, _, number = (place or "").partition("#")
    name = context.works.get(key, key)
    return f"{name}, citation {number}" if number else name or None


def _notice(fact: Fact, _context: Context, _words: Any) -> str:
    notice = fact.new or fact.old
    return f"{notice['kind'].replace('-', ' ')}, {notice['citation']}"


def _old(fact: Fact, _context: Context, _words: Any) -> str:
    return _named(fact.old)


def _new(fact: Fact, _context: Context, _words: Any) -> str:
    return _named(fact.new)


def _part(fact: Fact, context: Context, _words: Any) -> str:
    """Name a part from outside in: "“Doses by weight”, row “10 to 20 kg”, column “Dose”"."""
    statement = context.statements.get(fact.entity, {})
    table, items = statement.get("table"), statement.get("list")
    title = (table or items or {}).get("title") or statement.get("text") or fact.entity
    _, _, *steps = fact.subject.split("/")
    names = [quoted(str(title))]
    holder: Mapping[str, Any] = table or items or {}
    for key, name in zip(steps[::2], steps[1::2], strict=False):
        entries = [*holder.get(key, ()), *_gone(fact, name)]
        found: Mapping[str, Any] = next(
            (each for each in entries if name in {each.get("id"), each.get("column")}), {}
        )
        label = _columns(table).get(name, name) if key == "cells" else _label(found, name)
        names.append(f"{_PART_NAMES.get(key, key)} {quoted(label)}")
        holder = found
    if len(steps) % 2:
        names.append(_ORDERS.get(steps[-1], steps[-1]))
    return ", ".join(names)


_PART_NAMES = {"rows": "row", "cells": "column", "columns": "column", "items": "entry"}
_PART_NAMES["notes"] = "note"
_ORDERS = {"cells": "the cells", "columns": "the columns", "items": "the entries"}
_ORDERS |= {"rows": "the rows", "notes": "the notes"}


def _gone(fact: Fact, name: str) -> list[Any]:
    """Return the part itself, which the newer version may not hold."""
    values = [value for value in (fact.new, fact.old) if isinstance(value, dict)]
    return [value for value in values if name in {value.get("id"), value.get("column")}]


def _columns(table: Any) -> dict[str, str]:
    return {each["id"]: each["title"] for each in table["columns"]} if table else {}


def _label(part: Mapping[str, Any], name: str) -> str:
    cells: list[dict[str, Any]] = part.get("cells") or [{}]
    first = cells[0].get("text")
    found = (part.get("heading"), part.get("title"), part.get("text"), first, name)
    return str(next(each for each in found if each))


def _dose(fact: Fact, context: Context, _words: Any) -> str:
    """Return a whole dose in words, with its source."""
    dose = fact.new or fact.old
    said = render_dose(dose, context.terms)
    return f"{said}; {quoted(dose['source'])}" if "source" in dose else said


def _dose_name(fact: Fact, context: Context, _words: Any) -> str:
    """Name a dose by its intervention and its purpose."""
    dose = _dose_of(fact, context)
    return " ".join(filter(None, (dose.get("intervention"), purpose_of(dose))))


def purpose_of(dose: Mapping[str, Any]) -> str:
    """Return what a dose is given for, in brackets."""
    return f"({dose['purpose']})" if "purpose" in dose else ""


def _dose_of(fact: Fact, context: Context) -> Mapping[str, Any]:
    steps = fact.subject.split("/")
    place = len(steps) - steps[::-1].index("doses")
    found: Mapping[str, Any] = context.doses.get(steps[place] if place < len(steps) else "", {})
    return found


def _owner(fact: Fact, context: Context, _words: Any) -> str:
    return _entity_name("/".join(fact.subject.split("/")[:2]), context)


def _home_of_dose(fact: Fact, context: Context, words: Any) -> str:
    return f"on {_owner(fact, context, words)}"


def _whole(fact: Fact, _context: Context, _words: Any) -> str:
    return tell_whole(fact.new or fact.old)


def _named(value: Any) -> str:
    if isinstance(value, list):
        return listed(name_of(each) for each in value)
    return str(value)


def _reason_of_withdrawal(fact: Fact, _context: Context, _words: Any) -> str:
    return str(fact.new["reason"]).rstrip(".")


def _since_withdrawal(fact: Fact, context: Context, _words: Any) -> str:
    version = fact.old["last_good_version"]
    if context.since is None:
        return f"what changed since {version} is not told here"
    return f"the changes since {version} are told with it" if context.since else f"as in {version}"


def _reason_of_retirement(fact: Fact, _context: Context, _words: Any) -> str:
    return str(fact.new["reason"]).rstrip(".")


def _words(fact: Fact, context: Context, words: Any) -> str:
    if words:
        named = [(op, name_citations(text, context.works)) for op, text in words]
        return tell_words(_prose_of(fact.old), _prose_of(fact.new), context.language, named)
    # A text that was not there before, or is not now.
    verb, text = ("added", fact.new) if fact.new else ("removed", fact.old)
    return f"{verb} {quoted(_prose_of(text))}"


def _prose_of(value: Any) -> str:
    return str(next(iter(value.values())) if isinstance(value, dict) else value)


def _values(fact: Fact, context: Context, words: Any) -> str:
    if isinstance(fact.old, dict) and isinstance(fact.new, dict):
        every = sorted({*fact.old, *fact.new})
        if fact.kind.startswith("dose-"):
            return _values_of_dose(fact, context, every)
        keys = [key for key in every if fact.old.get(key) != fact.new.get(key)]
        part = fact.kind == "statement-part-changed"
        plain = {"text"} if part else {*keys} if len(keys) == 1 else set()
        labels = {key: "" if key in plain else f"{key.replace('_', ' ')} " for key in keys}
        sides = [
            (_readable(key, fact.old, context), _readable(key, fact.new, context)) for key in keys
        ]
        return "; ".join(
            labels[key] + tell_became(old, new, context.terms)
            for key, (old, new) in zip(keys, sides, strict=True)
        )
    return _words(fact, context, words)


def _readable(key: str, side: Mapping[str, Any], context: Context) -> Any:
    """Return a value, in place of the ids of groups and options with their names."""
    value = side.get(key)
    if key not in {"group", "alternative_to"} or not value:
        return value
    named = [_title_of(each, context) for each in (value if isinstance(value, list) else [value])]
    return named if isinstance(value, list) else named[0]


def _title_of(name: str, context: Context) -> str:
    found = context.entities.get(f"groups/{name}") or context.entities.get(f"options/{name}")
    return str(found["name"]) if found else name


def _values_of_dose(fact: Fact, context: Context, keys: Sequence[str]) -> str:
    """Say what parts of a dose became, with units and in readers' words."""
    dose = _dose_of(fact, context)
    former = context.former_doses.get(str(dose.get("id")), dose)
    if fact.kind.startswith("dose-equivalent"):
        dose, former = (_equivalent(each, fact) for each in (dose, former))

    def shown(whole: Mapping[str, Any], side: Mapping[str, Any], key: str) -> str:
        value = side.get(key)
        if value in (None, []):
            return "nothing stated"
        return f"“{render_value({**whole, **side}, key, value, context.terms)}”"

    return "; ".join(
        f"{key.replace('_', ' ')} {shown(former, fact.old, key)}"
        f" became {shown(dose, fact.new, key)}"
        for key in keys
    )


def _equivalent(dose: Mapping[str, Any], fact: Fact) -> Mapping[str, Any]:
    """Return the equivalent that a fact is about, which has a unit of its own."""
    listed: Sequence[Mapping[str, Any]] = dose.get("equivalents", ())
    return next((each for each in listed if each["id"] == fact.entity), {})


PARTS: Mapping[str, Callable[[Fact, Context, Any], str]] = {
    "name": _name,
    "home": _home,
    "part": _part,
    "place": _place,
    "old_home": _old_home,
    "new_home": _new_home,
    "text": _text,
    "support": _support,
    "cites": _cites,
    "citations": _citations,
    "level": _level,
    "old_level": _old_level,
    "axes": _axes,
    "finding": _finding,
    "place_of_level": _place_of_level,
    "notice": _notice,
    "old": _old,
    "new": _new,
    "whole": _whole,
    "outcomes": tell_outcomes,
    "dose": _dose,
    "dose_name": _dose_name,
    "owner": _owner,
    "home_of_dose": _home_of_dose,
    "words": _words,
    "values": _values,
    "reason_of_withdrawal": _reason_of_withdrawal,
    "since_withdrawal": _since_withdrawal,
    "reason_of_retirement": _reason_of_retirement,
}
