"""The conditions of the table of rules: questions about a fact and both versions."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any

from msgspec.structs import replace

from guidepress.classify.context import OF_OPTIONS, Context, is_danger, is_harm, strings_in
from guidepress.conditions.applies import excludes_otherwise, stated_of
from guidepress.diff.fact import Fact, prose_of
from guidepress.model import Condition, from_data, iter_nodes
from guidepress.words.substance import find_substance, finds_other_words
from guidepress.words.tokens import read_lists
from guidepress.words.wording import (
    is_wording_only,
    states_danger,
    states_denial,
    states_prohibition,
)


def always(_fact: Fact, _context: Context) -> bool:
    """Fit every fact."""
    return True


def never(_fact: Fact, _context: Context) -> bool:
    """Fit no fact."""
    return False


def has_no_word_lists(_fact: Fact, context: Context) -> bool:
    """Tell a guideline in a language of which nothing but its units is known."""
    return read_lists(context.language) is None


def says_nothing_now(fact: Fact, _context: Context) -> bool:
    """Tell whether the newer version states nothing of the kind any more."""
    return not fact.new


def unit_changed(fact: Fact, _context: Context) -> bool:
    """Tell whether numbers lost their unit or have another, wherever a condition asks for them."""
    before, after = ((side or {}).get("unit") for side in (fact.old, fact.new))
    return before is not None and before != after


def logic_changed(fact: Fact, context: Context) -> bool:
    """Tell whether other facts are known of a patient by what a condition asks for.

    Numbers lost their unit or have another, or values exclude each other that did not.
    """
    is_read = fact.entity in context.deciding and any(
        (fact.old or {}).get(key) != (fact.new or {}).get(key)
        for key in ("type", "multiple", "exhaustive")
    )
    return is_read or unit_changed(fact, context)


def wording_only(fact: Fact, context: Context) -> bool:
    """Only quotation marks, white space, listed spellings or a first letter's case differ."""
    old, new = fact.old, fact.new
    if "/items/" in fact.subject and "text" in old and "text" in new:
        # An entry of a list ends with a full stop or without one, as an item of prose does.
        old, new = ({**each, "text": f"- {each['text']}"} for each in (old, new))
    return _alike(old, new, context.language)


def _alike(old: Any, new: Any, language: str) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return is_wording_only(old, new, language)
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_alike(old[key], new[key], language) for key in old)
    if isinstance(old, list) and isinstance(new, list):
        pairs = zip(old, new, strict=False)
        return len(old) == len(new) and all(_alike(*pair, language) for pair in pairs)
    return bool(old == new)


def renamed_what_decides(fact: Fact, context: Context) -> bool:
    """Tell whether a name that conditions are read with is another, or words in it that decide."""
    names = [side["name"] for side in _sides(fact) if isinstance(side, dict) and side.get("name")]
    if fact.entity not in context.deciding or len(names) < len(("old", "new")):
        return False
    # Names without a word in common ("Age", "Weight") are of different things, as far as is known.
    before, after = ({*name.casefold().split()} for name in names)
    is_other = before.isdisjoint(after) or finds_other_words(*names, context.language)
    return is_other or bool(find_substance(*names, context.language, context.drugs))


def moves_danger(fact: Fact, context: Context) -> bool:
    """Tell whether it decides for whom a dose, a harm or a contraindication holds."""
    touched = fact.kind.startswith("named-condition") or (
        fact.kind == "factor-type-changed" and logic_changed(fact, context)
    )
    moved = touched or renamed_what_decides(fact, context)
    return (moved and fact.entity in context.of_danger) or exclusion_moved(fact, context)


def exclusion_moved(fact: Fact, context: Context) -> bool:
    """Tell whether an exclusion is looser, tighter, new or gone: it is a contraindication."""
    then, now = context.then.terms, context.terms
    old, new = (side if isinstance(side, dict) else {} for side in (fact.old, fact.new))
    if fact.kind.startswith("named-condition"):
        old, new = ({"applies_when": each.named.get(fact.entity)} for each in (then, now))
    sides = (". ".join(strings_in([*stated_of(side)], "text")) for side in (old, new))
    worded = find_substance(*sides, context.language, context.drugs)
    denies = partial(states_denial, language=context.language)
    # The population of a guideline has no words of its own but these.
    whole = [*all_words(fact)] if fact.kind == "guideline-population-changed" else []
    denied = any(map(denies, whole)) and finds_other_words(*whole, context.language)
    if denied or worded & {"exception", "negation"}:
        return True
    return excludes_otherwise(old, new, then, now, denies)


def group_moves_danger(fact: Fact, context: Context) -> bool:
    """Tell whether what it is in excludes others now: the groups, and what these are in."""
    sides = zip((fact.old, fact.new), context.sides, strict=True)
    old, new = ({"applies_when": {"all": _stated_above(each, of)}} for each, of in sides)
    denies = partial(states_denial, language=context.language)
    return excludes_otherwise(old, new, context.then.terms, context.terms, denies)


def _stated_above(entry: Mapping[str, Any], bundle: Any) -> list[Any]:
    """Return what the groups state that an entry is in."""
    groups = {each["id"]: each for each in bundle["groups"]}
    found: list[Any] = []
    while group := groups.pop(entry.get("group", ""), None):
        found += stated_of(group)
        entry = group
    return found


def whom_moves_danger(fact: Fact, context: Context) -> bool:
    """Tell apps of what they compute with, and everybody of another exclusion."""
    return newly_coded(fact, context) or exclusion_moved(fact, context)


def advice_moves_danger(fact: Fact, context: Context) -> bool:
    """Tell what is advised against, and everybody of another exclusion."""
    return advises_against(fact, context) or exclusion_moved(fact, context)


def newly_coded(fact: Fact, _context: Context) -> bool:
    """Tell whether codes were added to words that had none, whatever else changed beside them."""
    before, after = _nodes(fact.old.get("applies_when")), _nodes(fact.new.get("applies_when"))
    bare = {each.text for each in before if replace(each, text=None) == Condition()}
    return any(each.text in bare and replace(each, text=None) != Condition() for each in after)


def only_coded(fact: Fact, _context: Context) -> bool:
    """Tell whether codes were added beside words that stayed, and no code was altered."""
    before, after = _nodes(fact.old.get("applies_when")), _nodes(fact.new.get("applies_when"))
    if not before or [each.text for each in before] != [each.text for each in after]:
        return False
    bare = [replace(each, text=None) for each in before]
    coded = [replace(each, text=None) for each in after]
    return all(old in {Condition(), new} for old, new in zip(bare, coded, strict=True))


def whom_only_coded(fact: Fact, _context: Context) -> bool:
    """Tell whether a condition or codes were added beside words that stayed."""
    before, after = fact.old.get("population"), fact.new.get("population")
    if not before or not after or _worded(before) != _worded(after):
        return False
    kept = before.get("when") in (None, after.get("when"))
    coded = [{(each["system"], each["code"]) for each in side["codes"]} for side in (before, after)]
    return kept and coded[0] <= coded[1]


def _worded(population: Any) -> Any:
    return {key: each for key, each in population.items() if key not in {"when", "codes"}}


def whom_raises_alert(fact: Fact, context: Context) -> bool:
    """Tell apps of what they compute with, and all of what is advised against."""
    sides = [side.get("population") or {} for side in (fact.old, fact.new)]
    coded = [{key: side.get(key) for key in ("when", "codes")} for side in sides]
    if (all(sides) and coded[0] != coded[1]) or dangerous(fact, context):
        return True
    return advice_moves_danger(fact, context)


def _nodes(value: Any) -> list[Condition]:
    condition = from_data(Condition, value) if value else None
    return [each for _, each in iter_nodes(condition)]


def _substance(fact: Fact, context: Context) -> frozenset[str]:
    return find_substance(*_texts(fact), context.language, context.drugs)


def _texts(fact: Fact) -> tuple[str, str]:
    # What comes or goes as a whole has its words under `text`.
    both = (fact.old, fact.new)
    texts = (each.get("text", each) if isinstance(each, dict) else each for each in both)
    old, new = (prose_of(each) or "" for each in texts)
    return old, new


def _sides(fact: Fact) -> Iterator[Any]:
    """Yield what the fact is about on either side; of a split or a merger each piece."""
    for side in (fact.old, fact.new):
        yield from side if isinstance(side, list) else [side]


def exception_changed(fact: Fact, context: Context) -> bool:
    """Tell whether an exception was added or lifted."""
    return "exception" in _substance(fact, context)


def in_option(fact: Fact, context: Context) -> bool:
    """Tell whether the statement is inside an option or about one, on either side.

    What says an option or a recommendation in other words is about it, as a figure of it is.
    """
    values = [*_sides(fact)]
    homes = {value["in"] for value in values if isinstance(value, dict) and "in" in value}
    homes |= {value for value in values if isinstance(value, str)}
    found = any(home.startswith(OF_OPTIONS) for home in homes)
    held = [value for value in values if isinstance(value, dict)]
    about = any(value.get("about") or value.get("renders") for value in held)
    return found or about or fact.entity in context.on_options


def about_taken_off(fact: Fact, context: Context) -> bool:
    """Tell whether the statement is no longer about an option that is still there."""
    was, now = ({*side.get("about", ()), *side.get("renders", ())} for side in (fact.old, fact.new))
    here = context.home.get(fact.entity, "").rpartition("/")[2]
    return bool((was - now - {here}) & context.subjects)


def about_what_it_is_on(fact: Fact, context: Context) -> bool:
    """Tell whether it spoke, or speaks, by its label of what it is on: nothing else changed."""
    was, now = ({*side.get("about", ())} for side in (fact.old, fact.new))
    return was != now and was ^ now <= _homes(fact, context)


def _homes(fact: Fact, context: Context) -> set[str]:
    return {home.rpartition("/")[2] for home in context.homes.get(fact.entity, ())}


def dangerous(fact: Fact, context: Context) -> bool:
    """By label or by words a statement of harm, dose or contraindication, on either side."""
    sides = (side for side in _sides(fact) if isinstance(side, dict))
    inside = any(is_danger(side, context.language) for side in sides)
    return inside or context.is_dangerous(fact.entity)


def words_of_danger(fact: Fact, context: Context) -> bool:
    """Whatever they are of: words that state a dose or a contraindication, on either side."""
    return any(states_danger(each, context.language) for each in all_words(fact))


def words_turn_danger(fact: Fact, context: Context) -> bool:
    """Tell whether a word that decides changed where the words state a dose or the like."""
    words = [*all_words(fact)]
    turned = "" in words or find_substance(*words, context.language, context.drugs)
    if any(states_prohibition(each, context.language) for each in words):
        return bool(turned) or finds_other_words(*words, context.language)
    return bool(turned) and words_of_danger(fact, context)


def all_words(fact: Fact) -> Iterator[str]:
    """Yield the words of each side, joined."""
    yield from (". ".join(strings_in(side)) for side in (fact.old, fact.new))


def decisive_in_option(fact: Fact, context: Context) -> bool:
    """Inside an option, a word that decides changed: a number, a negation, a drug and so on."""
    return in_option(fact, context) and decisive(fact, context)


def approvals_decide(fact: Fact, context: Context) -> bool:
    """Tell whether a word that decides changed in what an approval is for, or for whom."""
    before, after = (
        {f"{each.get('indication', '')} {each.get('population', '')}" for each in side}
        for side in (fact.old.get("regulatory", ()), fact.new.get("regulatory", ()))
    )
    return _gave_way(before, after, context)


def _gave_way(before: set[str], after: set[str], context: Context) -> bool:
    """Tell whether a word that decides differs between what went and what came in its place."""
    pairs = product(before - after, after - before)
    return any(find_substance(*pair, context.language, context.drugs) for pair in pairs)


def decisive_of_danger(fact: Fact, context: Context) -> bool:
    """Tell the same of a statement of harm, dose or contraindication.

    Of harm and contraindication each word decides that is not known to say nothing.
    """
    return harm_reworded(fact, context) or (dangerous(fact, context) and decisive(fact, context))


def harm_reworded(fact: Fact, context: Context) -> bool:
    """Tell whether a word came or went in a harm, a contraindication or advice against it."""
    sides = (*_sides(fact), *context.sides_of(fact.entity))
    harmful = any(is_harm(each, context.language) for each in sides if isinstance(each, dict))
    return (harmful or advises_against(fact, context)) and finds_other_words(
        *_texts(fact), context.language
    )


def decisive(fact: Fact, context: Context) -> bool:
    """Tell whether a word that decides changed (a number, a negation and so on), or all of them."""
    return bool(_substance(fact, context)) or "" in _texts(fact)


def advises_against(fact: Fact, context: Context) -> bool:
    """Tell whether the recommendation, or the part of it, is against something on either side."""
    part = fact.subject.partition("/parts/")[2]
    for side in context.sides_of(fact.entity):
        parts = [each for each in side.get("parts", ()) if each["id"] == part]
        # A part without a direction has that of the whole.
        found = {each.get("direction", side.get("direction")) for each in parts or [side]}
        if "against" in found:
            return True
    return False


def advice_of_danger(fact: Fact, context: Context) -> bool:
    """Tell whether the recommendation states a danger, or is against something, also in a part."""
    ways = {
        each.get("direction")
        for side in context.sides_of(fact.entity)
        for each in (side, *side.get("parts", ()))
    }
    return "against" in ways or dangerous(fact, context)


def strength_changed(fact: Fact, _context: Context) -> bool:
    """Tell whether a strength, or what it is given for, changed: more than the certainty."""
    before, after = (
        [(each.get("strength"), each.get("for")) for each in side.get("grades", ())]
        for side in (fact.old, fact.new)
    )
    return before != after


def strength_means_otherwise(fact: Fact, context: Context) -> bool:
    """Tell whether a strength of recommendations means something else, or has another rank."""
    graded = {each.id for each in context.scales.values() if each.grades == "recommendation"}
    return fact.entity in graded and not {*fact.old, *fact.new}.isdisjoint({"meaning", "rank"})


# What an entry or a row rests on weighs as it does of a statement.
_SUPPORT = frozenset({"citations", "evidence"})


def is_support(fact: Fact) -> bool:
    """Tell whether only what an entry or a row rests on changed."""
    return {*fact.old, *fact.new} <= _SUPPORT


def part_of_danger(fact: Fact, context: Context) -> bool:
    """Tell whether more than what it rests on changed in a harm, a dose or a contraindication."""
    moved = dangerous(fact, context) and not is_support(fact)
    return moved or exclusion_moved(fact, context)


_MARK = re.compile(r"\^[^\s^]{1,80}\^")


def part_decides(fact: Fact, context: Context) -> bool:
    """Tell whether what differs in an option, or in a table of doses, is more than other words."""
    if not (in_option(fact, context) or dangerous(fact, context)):
        return False
    if is_support(fact):
        return False
    worded = decisive(fact, context) or harm_reworded(fact, context)
    # The mark of another note, or of none, is another condition of what it is on.
    marks = [sorted(_MARK.findall(each)) for each in _texts(fact)]
    worded = worded or marks[0] != marks[1]
    return "text" not in {*fact.old, *fact.new} or worded


def same_image(fact: Fact, _context: Context) -> bool:
    """Tell whether only the name of the image's file changed."""
    return bool(fact.old.get("sha256") == fact.new.get("sha256"))


def section_is_dangerous(fact: Fact, context: Context) -> bool:
    """Tell whether the section, or one below it, states harm, dose or contraindication."""
    return any(context.is_dangerous(each) for each in context.stated_below(fact.entity))


def section_is_decisive(fact: Fact, context: Context) -> bool:
    """Tell whether it states such a thing, or speaks of an option: under which heading matters."""
    spoken = any(each in context.on_options for each in context.stated_below(fact.entity))
    return spoken or section_is_dangerous(fact, context)


def intervention_names_changed(fact: Fact, _context: Context) -> bool:
    """Tell whether interventions came or went, beyond their synonyms and codes."""
    sides = (side.get("interventions", ()) for side in (fact.old, fact.new))
    before, after = (sorted(each["name"] for each in side) for side in sides)
    return bool(before != after)


def synonym_gave_way(fact: Fact, context: Context) -> bool:
    """Tell whether a synonym is another drug now, or differs in a word that decides."""
    before, after = (
        {name for each in side.get("interventions", ()) for name in each["synonyms"]}
        for side in (fact.old, fact.new)
    )
    return _gave_way(before, after, context)


def retraction(fact: Fact, _context: Context) -> bool:
    """Tell whether the notice is a retraction or an expression of concern, on either side."""
    kinds = {side["kind"] for side in (fact.old, fact.new) if side}
    return not kinds.isdisjoint({"retraction", "expression-of-concern"})
