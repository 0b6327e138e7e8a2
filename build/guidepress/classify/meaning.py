"""What terms, abbreviations and factors mean: it weighs as what uses them."""

import re

from guidepress.classify.conditions import all_words, words_of_danger
from guidepress.classify.context import Context, is_danger, is_harm, own_of, strings_in
from guidepress.diff.fact import Fact
from guidepress.model.walk import Entity
from guidepress.words.substance import find_substance, finds_other_words


def description_decides(fact: Fact, context: Context) -> bool:
    """Tell whether what a factor means may be something else where a condition names it."""
    words = [*all_words(fact)]
    if fact.entity in context.of_danger and finds_other_words(*words, context.language):
        return True
    turned = find_substance(*words, context.language, context.drugs)
    return fact.entity in context.deciding and bool(turned)


def description_of_danger(fact: Fact, context: Context) -> bool:
    """Tell whether a dose, a harm or a contraindication holds by it, or its words state one."""
    return fact.entity in context.of_danger or words_of_danger(fact, context)


def term_decides(fact: Fact, context: Context) -> bool:
    """Tell whether a term changed as what uses it may not: by a word that decides there."""
    users = [each for each in context.users_of(fact.entity) if _is_heavy(each, context)]
    words = [*all_words(fact)]
    is_name = fact.kind == "term-name-changed"
    harmful = any(is_name or is_harm(each.value, context.language) for each in users)
    if harmful and finds_other_words(*words, context.language):
        return True
    return bool(users) and bool(find_substance(*words, context.language, context.drugs))


def term_of_danger(fact: Fact, context: Context) -> bool:
    """Tell whether a dose, a harm, a contraindication or advice against something uses the term."""
    of_danger = any(
        each.kind == "dose"
        or is_danger(own_of(each.value), context.language)
        or "against" in {one.get("direction") for one in (each.value, *each.value.get("parts", ()))}
        for each in context.users_of(fact.entity)
    )
    return of_danger or words_of_danger(fact, context)


def abbreviation_decides(fact: Fact, context: Context) -> bool:
    """Tell whether what stands for something else now is used where each word decides."""
    users = _users_of_abbreviation(fact, context)
    return any(_is_heavy(each, context) for each in users) and finds_other_words(
        *all_words(fact), context.language
    )


def abbreviation_of_danger(fact: Fact, context: Context) -> bool:
    """Tell whether a dose, a harm or a contraindication uses it, or its words state one."""
    users = _users_of_abbreviation(fact, context)
    used = any(
        each.kind == "dose" or is_danger(own_of(each.value), context.language) for each in users
    )
    return used or words_of_danger(fact, context)


def _users_of_abbreviation(fact: Fact, context: Context) -> list[Entity]:
    name = re.compile(rf"(?<!\w){re.escape(fact.entity)}s?(?!\w)")
    every = (each for side in context.walked for each in side)
    return [each for each in every if any(map(name.search, strings_in(own_of(each.value))))]


_HEAVY = frozenset({"option", "group", "recommendation", "dose", "condition", "factor"})


def _is_heavy(user: Entity, context: Context) -> bool:
    """Tell what is on an option, or a harm, a dose or a contraindication wherever it stands."""
    stated = user.kind == "statement" and is_danger(user.value, context.language)
    return user.kind in _HEAVY or user.id in context.on_options or stated
