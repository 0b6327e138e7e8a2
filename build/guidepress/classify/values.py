"""Values in a sentence: what each was, and what it became, in the words of readers."""

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from guidepress.classify.context import Context, listed
from guidepress.conditions.words import describe
from guidepress.doses import render_step
from guidepress.model import every_field, meaning_of
from guidepress.model.facts import Id, facts_of, item_of
from guidepress.prose.citations import name_citations
from guidepress.units import render_unit

# Of longer values only what came and went is told.
MOST_LETTERS = 2_800
MOST_OF_ENTRY = 4_000
_FIRST = ("version", "name", "title", "heading", "text", "any", "strength", "certainty")
# What a value is known by needs no label, and what only programs read is not shown.
_UNLABELLED = frozenset(_FIRST[1:6]) | {"cells", "criterion", "indication", "meaning"}
# An image is known by its name and its words; another one in its place is a change of its own.
_HIDDEN = frozenset({"id", "column", "citations", "replaces", "type", "in", "scale_version"})
_HIDDEN |= {"media_type", "sha256"}
REPORTED_APART = frozenset({"name", "title", "text", "content", "evidence", "show"})
_NAME = ("dropping-particle", "non-dropping-particle", "family", "given", "suffix", "literal")
_OF_LEVEL = frozenset({"scale", "scale_version", "level", "absent", "references", "at"})
_LEVEL = ("scale", "scale_version", "level")
# What needs no label beside that of what holds it.
_PLAIN = ("code", "text")
_HOLDERS = ("list", "table", "custom")
_LABELS = {
    "absent": "why none is given",
    "alt": "what it shows",
    "evidence": "level of evidence",
    "applies_when": "applies when",
    "source_locator": "in the source",
    "show": "shows",
    "container-title": "in",
    "publisher-place": "place",
}


def tell_became(old: Any, new: Any, context: Context, label: str = "", key: str = "") -> str:
    """Say what a value became; of structured values only what differs in them."""
    phrase = "; ".join(_differences(old, new, context, label, key))
    return phrase if len(phrase) <= MOST_LETTERS else _tell_difference(old, new, context, key)


def tell_whole(value: Mapping[str, Any], context: Context) -> str:
    """Say all that an entry holds, as far as its editor wrote it."""
    named = "; ".join(
        leaf
        for key in ordered(value)
        if key in _UNLABELLED
        for leaf in _leaves(value[key], context, key)
    )
    facts = "; ".join(tell_facts(value, context, _UNLABELLED))
    phrase = f"“{named}” ({facts})" if named and facts else f"“{named}”" if named else facts
    return phrase if len(phrase) <= MOST_OF_ENTRY else f"{phrase[: MOST_OF_ENTRY - 3]} …”"


def tell_facts(
    value: Mapping[str, Any], context: Context, apart: Container[str] = REPORTED_APART
) -> Iterator[str]:
    """Say what is stated of an entity beside its name, its words and its content."""
    for key in ordered(value):
        if key in apart or key in _HIDDEN or value[key] in (None, [], "", {}):
            continue
        if key in _HOLDERS:
            yield from tell_facts(value[key], context, REPORTED_APART)
        elif phrase := "; ".join(_leaves(value[key], context, key)):
            yield f"{label_of(key)}: {phrase}"


def label_of(key: str) -> str:
    """Return what readers call a field."""
    return _LABELS.get(key, key.replace("_", " "))


# What an entry without an id is known by.
_KNOWN_BY = (
    *("authority", "name", "criterion", "system", "domain", "by", "with", "database", "question"),
    *("funder", "organisation", "body", "title", "label", "for"),
)


def _differences(old: Any, new: Any, context: Context, label: str, key: str) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict) and not _is_whole(old, new):
        for name in ordered({**old, **new}):
            if old.get(name) != new.get(name):
                inner = label if name in _PLAIN else f"{label} {label_of(name)}".strip()
                yield from _differences(old.get(name), new.get(name), context, inner, name)
    elif _are_alike(old, new):
        for before, after in zip(old, new, strict=True):
            if before != after:
                named = len(old) > 1 and not _is_code(before)
                inner = f"{label} {_which(before, after, context) if named else ''}".strip()
                yield from _differences(before, after, context, inner, key)
    else:
        yield f"{label} {_became(old, new, context, key)}".strip()


def _which(old: Any, new: Any, context: Context) -> str:
    """Say which of several entries it is, by what stayed: such as the grade for adults."""
    stayed = [each for each in _KNOWN_BY if old.get(each) == new.get(each, "")]
    return " ".join(
        f"{'for ' if each == 'for' else ''}{_plain(old[each], context, each)}," for each in stayed
    )


def _became(old: Any, new: Any, context: Context, key: str) -> str:
    return became(_plain(old, context.then, key), _plain(new, context, key), old, new)


def tell_replaced(old: Mapping[str, Any], new: Mapping[str, Any], context: Context) -> str:
    """Say what the one field of a value gave way to, such as a reason for none to a number."""
    [(before, was)], [(after, now)] = old.items(), new.items()
    return became(_plain(was, context.then, before), _plain(now, context, after), was, now)


def became(before: str, after: str, old: Any, new: Any) -> str:
    """Say what became of words; where they are the same, of the data behind them."""
    if before == after:
        return f"behind the words {before}, “{_coded(old)}” became “{_coded(new)}”"
    return f"{before} became {after}"


def _is_whole(*values: dict[str, Any]) -> bool:
    """Tell values that are read as one: a condition, a step, another level, a date."""
    levels = {tuple(each.get(key) for key in _LEVEL) for each in values}
    return any(
        is_condition(each)
        or _is_step(each)
        or ({"level", "scale"} <= each.keys() and len(levels) > 1)
        or "date-parts" in each
        or _is_code(each)
        for each in values
    )


def _is_code(value: dict[str, Any]) -> bool:
    return value.keys() >= {"system", "code"}


def _is_step(value: dict[str, Any]) -> bool:
    named = [*value.get("all", ()), *value.get("any", ())]
    return bool(named) and all(isinstance(each, str) for each in named)


def _are_alike(old: Any, new: Any) -> bool:
    both = [old, new]
    if not all(isinstance(each, list) and each for each in both) or len(old) != len(new):
        return False
    if not all(isinstance(each, dict) and "id" not in each for each in (*old, *new)):
        return False
    # The same entries in another order are told as that.
    return any(each not in new for each in old)


def _tell_difference(old: Any, new: Any, context: Context, key: str) -> str:
    # Where an entry is long, what came and went in it is told, not the entry.
    for leaves in (_leaves, _words_in):
        sides = ((old, context.then), (new, context))
        before, after = ([*leaves(each, words, key)] for each, words in sides)
        phrase = _came_and_went(before, after)
        if 0 < len(phrase) <= MOST_LETTERS:
            return phrase
    return "too much to tell here, see both versions"


def _words_in(value: Any, context: Context, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _words_in(each, context, name)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _words_in(each, context, key)
    elif value is not None:
        yield from _leaves(value, context, key)


def _came_and_went(before: Sequence[str], after: Sequence[str]) -> str:
    removed = [f"“{each}”" for each in before if each not in after]
    added = [f"“{each}”" for each in after if each not in before]
    pairs = (("removed", removed), ("added", added))
    return "; ".join(f"{verb} {listed(each)}" for verb, each in pairs if each)


def _coded(value: Any) -> str:
    """Return the data of a value whose words say nothing of its change."""
    if isinstance(value, dict):
        stated = {key: each for key, each in value.items() if key != "text" and each}
        return "; ".join(f"{key}: {_coded(each)}" for key, each in stated.items())
    if isinstance(value, list):
        return ", ".join(_coded(each) for each in value)
    return str(value)


def _plain(value: Any, context: Context, key: str = "") -> str:
    if value in (None, []):
        return "nothing stated"
    if value == {}:
        # All that it holds is reported beside it, such as the entries of a list.
        return "stated"
    return f"“{'; '.join(_leaves(value, context, key))}”"


def is_condition(value: Mapping[str, Any]) -> bool:
    """Tell whether a value is a condition, which is read as one."""
    groups = (*value.get("all", ()), *value.get("any", ()))
    inside = any(isinstance(each, dict) for each in groups)
    return inside or not value.keys().isdisjoint({"not", "count", "factor", "ref"})


def _leaves(value: Any, context: Context, key: str = "") -> Iterator[str]:
    """Yield what an editor wrote of a value, in order: a condition's words and its code."""
    if isinstance(value, dict):
        yield from _leaves_of(value, context)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, context, key)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, str) and key == "unit":
        yield render_unit(value)
    elif isinstance(value, str):
        named = value.replace("-", " ") if value in _choices() else value
        yield context.name(value) if key in _naming() else name_citations(named, context.works)
    elif value is not None:
        yield str(value)


def _leaves_of(value: dict[str, Any], context: Context) -> Iterator[str]:
    if "date-parts" in value:
        yield "-".join(f"{part:0>2}" for part in value["date-parts"][0])
    elif is_condition(value):
        yield describe(value, context.terms)
    elif _is_step(value):
        yield render_step(value, context.dose)
    elif "scale" in value:
        yield tell_level(value, context)
    elif _is_code(value):
        yield " ".join(value[key] for key in ("system", "code", "display") if key in value)
    elif value.keys() & {"family", "literal"}:
        yield " ".join(str(value[key]) for key in _NAME if key in value)
    else:
        if "meaning" in value:
            yield f"level {value['id']}"
        for key in ordered(value):
            if key not in _HIDDEN:
                label = "" if key in _UNLABELLED else f"{label_of(key)}: "
                inner = [*_leaves(value[key], context, key)]
                yield from [f"{label}{', '.join(inner)}"] if label and inner else inner


# A level of fewer letters is no word, as "strong" and "moderate" are.
_WORD = 3


def tell_level(graded: Mapping[str, Any], context: Context) -> str:
    """Say a level, on which scale where there are several, and what else is stated of it."""
    scale = context.scales.get((graded["scale"], graded["scale_version"]))
    meaning = meaning_of(scale, graded.get("level") or "") if scale else ""
    level = graded.get("level") or str(graded.get("absent")).replace("-", " ")
    several = len({scale for scale, _ in context.scales}) > 1
    on = f" on {name_scale(graded, context)}" if several else ""
    more = [
        leaf
        for key in graded
        if key not in _OF_LEVEL
        for leaf in _leaves(graded[key], context, key)
    ]
    # Of a strength that went from 1 to 2 nobody knows by the number whether it rose.
    means = f" ({meaning})" if meaning and len(level) < _WORD else ""
    return f"{level}{means}{on}{f' ({listed(more)})' if more else ''}"


def name_scale(graded: Mapping[str, Any], context: Context) -> str:
    """Return the title of the scale that a level is on, and its version."""
    scale = context.scales.get((graded["scale"], graded["scale_version"]))
    return f"{scale.title if scale else graded['scale']}, {graded['scale_version']}"


def ordered(value: Mapping[str, Any]) -> list[str]:
    """Return the keys of a value in the order in which readers want them."""
    return sorted(value, key=lambda key: (_FIRST.index(key) if key in _FIRST else len(_FIRST), key))


@cache
def _choices() -> frozenset[str]:
    """Return every value of a closed list: readers are shown it without its hyphens."""
    return frozenset(each for field in every_field() for each in field.facts.choices)


@cache
def _naming() -> frozenset[str]:
    """Return the fields that name something by its id."""
    pattern = facts_of(Id)[1].pattern
    return frozenset(
        field.key
        for field in every_field()
        if field.key != "id"
        and pattern in (field.facts.pattern, facts_of(item_of(field.type) or str)[1].pattern)
    )
