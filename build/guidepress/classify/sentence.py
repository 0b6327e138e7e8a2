"""Each change in a sentence for readers, in the manner of PDQ's "Changes to This Summary"."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from guidepress.classify.context import Context, listed, quoted, title_of
from guidepress.classify.dose_sentences import DOSE_PARTS, values_of_dose
from guidepress.classify.level_sentences import LEVEL_PARTS
from guidepress.classify.order import tell_order, tell_rows
from guidepress.classify.outcomes import tell_outcomes
from guidepress.classify.part_names import (
    is_entry,
    label_in,
    name_homes,
    name_of,
    name_part,
    place_name,
    tell_home,
    tell_users,
)
from guidepress.classify.rows import IN_ENTRY
from guidepress.classify.values import (
    REPORTED_APART,
    label_of,
    ordered,
    tell_became,
    tell_facts,
    tell_level,
    tell_replaced,
    tell_whole,
)
from guidepress.classify.wording import tell_words
from guidepress.conditions.words import describe
from guidepress.diff.fact import Fact
from guidepress.diff.fields import ENTRIES, FIELDS
from guidepress.diff.parts import KINDS
from guidepress.prose.citations import cited_keys, name_citations

# Changes of whole lists: in one entry of it, the entry is named.
_OF_LISTS = {*ENTRIES.values()} - {f"{prefix}-changed" for prefix in KINDS.values()}
# Changes of one field, which their sentence names.
_OF_ONE = {
    f"{entity}-{change}"
    for entity, changes in FIELDS.items()
    for change, keys in changes.items()
    if len(keys) == 1
}
# What the published schemas allow, less the words that are put before a sentence: that it is of
# safety, that it was in error.
MOST_LETTERS = 6_000 - 100
# What came or went is quoted whole, as far as that fits.
MOST_OF_TEXT = 2_000
# Beside these a sentence need not say again what a statement is on.
_SAYS_WHERE = frozenset({"{place}", "{old_home}", "{part}"})
# More works than these are counted.
MOST_WORKS = 20


def render_sentence(
    template: str, fact: Fact, context: Context, words: Sequence[tuple[str, str]]
) -> str:
    """Fill the template of a rule with what the fact says."""
    if is_entry(fact) and fact.kind in _OF_LISTS:
        template = IN_ENTRY
    if fact.new is None:
        context = context.then
    if _SAYS_WHERE.isdisjoint(re.findall(r"{\w+}", template)):
        template = template.replace("{text}", "{text}{on_home}")
    # One pass: what content says is never read as a template again.
    phrase = re.sub(r"{(\w+)}", lambda part: PARTS[part[1]](fact, context, words), template)
    if len(phrase) > MOST_LETTERS:
        phrase = f"{phrase[: MOST_LETTERS - 2].rpartition(' ')[0]} …"
    return phrase[0].upper() + phrase[1:]


def _name(fact: Fact, context: Context, _words: Any) -> str:
    entity = fact.old if fact.kind.endswith("-retired") else context.entities.get(fact.subject)
    entity = entity or context.latter.get(fact.entity) or context.former.get(fact.entity)
    entity = entity or fact.old or fact.new
    if fact.subject.startswith("references/"):
        return context.works.get(fact.entity, fact.entity)
    if isinstance(entity, dict) and "show" in entity:
        return f"what is shown {_place(fact, context, _words)}"
    if isinstance(entity, dict) and "id" in entity:
        return name_of(entity)
    return fact.entity


def _place(fact: Fact, context: Context, _words: Any) -> str:
    for value in (fact.new, fact.old):
        if isinstance(value, dict) and "in" in value:
            return f"on {place_name(value['in'], context)}"
    return f"on {place_name(context.home.get(fact.entity, fact.subject), context)}"


def _text(fact: Fact, context: Context, _words: Any) -> str:
    for value in (fact.new, fact.old):
        if isinstance(value, dict) and "text" in value:
            return quoted(value["text"], MOST_OF_TEXT)
    sides = (context.latter, context.former)
    # What moved is quoted as it was where it came from: new words are a change of their own.
    first, second = sides[::-1] if fact.kind.endswith("-moved") else sides
    claim = first.get(fact.entity) or second.get(fact.entity, {})
    for value in (fact.new, fact.old, claim):
        if isinstance(value, dict) and (text := title_of(value)):
            return quoted(text, MOST_OF_TEXT)
        if isinstance(value, dict) and "show" in value:
            return quoted(context.name(value["show"]), MOST_OF_TEXT)
    return fact.entity


def _facts(fact: Fact, context: Context, _words: Any) -> str:
    """Say in brackets what is stated of what came or went: works, levels, and its fields."""
    went = fact.new is None or fact.kind.endswith("-retired")
    value, context = (fact.old, context.then) if went else (fact.new, context)
    phrases = [f"cites {_cited(cited, context)}"] if (cited := value.get("citations")) else []
    levels = [tell_level(each, context) for each in value.get("evidence", ())]
    if levels:
        phrases.append(f"{'level' if len(levels) == 1 else 'levels'} of evidence {listed(levels)}")
    # A work is called by its authors and year.
    reported = {"title"} if fact.subject.startswith("references/") else set()
    # A scale is named with its version; its levels are shown wherever one is given.
    apart = {"axes", "version"} if fact.subject.startswith("scales/") else set()
    phrases += tell_facts(value, context, (REPORTED_APART - reported) | apart)
    if reported and "type" in value:
        phrases.append(f"type: {value['type'].replace('-', ' ')}")
    return f" ({'; '.join(phrases)})" if phrases else ""


def _cited(keys: Iterable[str], context: Context) -> str:
    names = [context.works.get(key, key) for key in keys]
    more = len(names) - MOST_WORKS
    return listed([*names[:MOST_WORKS], f"{more} more works"] if more > 1 else names)


def _cites(fact: Fact, context: Context, _words: Any) -> str:
    cited = (fact.new or fact.old)["references"]
    return f" (rests on {_cited(cited, context)})" if cited else ""


def _citations(fact: Fact, context: Context, _words: Any) -> str:
    before, after = cited_keys(fact.old), cited_keys(fact.new)
    added = [key for key in after if key not in before]
    removed = [key for key in before if key not in after]
    phrases = []
    if added:
        verb = "cites" if fact.kind.endswith("recorded") else "now cites"
        phrases.append(f"{verb} {_cited(added, context)}")
    if removed:
        phrases.append(f"no longer cites {_cited(removed, context)}")
    return " and ".join(phrases) or "the same works, cited elsewhere in the text"


def _notice(fact: Fact, _context: Context, _words: Any) -> str:
    notice = fact.new or fact.old
    return f"{notice['kind'].replace('-', ' ')}, {notice['citation']}"


def _image(side: Mapping[str, str]) -> str | None:
    """Name an image by its file, its format, and the beginning of its hash."""
    known = [side.get("media_type", ""), side.get("sha256", "")[:12]]
    phrase = ", ".join(filter(None, known))
    return f"{side['file']} ({phrase})" if "file" in side else side.get("absent")


def _whole(fact: Fact, context: Context, _words: Any) -> str:
    value = fact.new or fact.old
    phrase = tell_whole(value, context)
    # A cell is named by its column, and not by what it holds.
    name = "" if "column" in value else label_in([value], "")
    return "" if phrase.removesuffix(".”").removesuffix("”") == quoted(name)[:-1] else f": {phrase}"


def _named(value: Any) -> str:
    return listed(map(name_of, value)) if isinstance(value, list) else str(value)


def _since_withdrawal(fact: Fact, context: Context, _words: Any) -> str:
    version = fact.old["last_good_version"]
    if context.since is None:
        return f"what changed since {version} is not told here"
    return f"the changes since {version} are told with it" if context.since else f"as in {version}"


def _words(fact: Fact, context: Context, words: Any) -> str:
    if words:
        named = [(op, name_citations(text, context.works)) for op, text in words]
        return tell_words(_prose_of(fact.old), _prose_of(fact.new), context.language, named)
    if fact.old and fact.new:
        return f"{quoted(_prose_of(fact.old))} became {quoted(_prose_of(fact.new))}"
    # A text that was not there before, or is not now.
    verb, text = ("added", fact.new) if fact.new else ("removed", fact.old)
    return f"{verb} {quoted(_prose_of(text))}"


def _other_words(fact: Fact, context: Context, words: Any) -> str:
    """Say what differs in a text that was split or merged, beside where it was parted."""
    old, new = (_prose_of(each) for each in (fact.old, fact.new))
    few, many = sorted((fact.old, fact.new), key=len)
    whole = _prose_of(few)
    if old.split() == new.split() and all(_prose_of([each]).strip() in whole for each in many):
        return ""
    return f"; {_words(fact, context, words)}"


def _prose_of(value: Any) -> str:
    if isinstance(value, list):
        # A block without a text, such as a table, is known by its name.
        texts = (each.get("text") if isinstance(each, dict) else each for each in value)
        return " ".join(str(text or name_of(each)) for text, each in zip(texts, value, strict=True))
    return str(next(iter(value.values())) if isinstance(value, dict) else value)


def _former_ids(fact: Fact, _context: Context, _words: Any) -> str:
    sides = (
        each.get("replaces") if isinstance(each, dict) else each for each in (fact.old, fact.new)
    )
    return " became ".join(f"“{'; '.join(each)}”" if each else "nothing stated" for each in sides)


def _conditions(fact: Fact, context: Context, words: Any) -> str:
    """Say a condition before and now: values by themselves are ids, in the words of the file."""
    old, new = fact.old or {}, fact.new or {}
    if old and new and "is" not in old | new and old.keys() != new.keys():
        # Another sort of condition is read as a whole.
        whole = {**context.terms.named[fact.entity], "id": "", "replaces": []}
        stayed = {key: each for key, each in whole.items() if key not in new}
        return tell_became({**stayed, **old}, whole, context)
    sides = (
        (context.gone.get(fact.subject), context.then.terms),
        (context.entities.get(fact.subject), context.terms),
    )
    phrases = dict.fromkeys(describe(each, terms) for each, terms in sides if each)
    if "is" not in old | new or len(phrases) < len(sides):
        return _values(fact, context, words)
    return " became ".join(map(quoted, phrases))


def _values(fact: Fact, context: Context, words: Any) -> str:
    if isinstance(fact.old, dict) and isinstance(fact.new, dict):
        every = ordered({**fact.old, **fact.new})
        if fact.kind.startswith("dose-"):
            return values_of_dose(fact, context, every)
        keys = [key for key in every if fact.old.get(key) != fact.new.get(key)]
        part = is_entry(fact) or fact.kind == "statement-part-changed"
        if part and len(fact.old) == len(fact.new) == 1 < len(keys):
            return tell_replaced(fact.old, fact.new, context)
        alone = len(keys) == 1 and (fact.kind in _OF_ONE or f"-{keys[0]}-" in fact.kind)
        plain = {"text"} if part else {*keys} if alone else set()
        return "; ".join(
            tell_became(*values, context, "" if key in plain else label_of(key), key)
            for key in keys
            for values in [(fact.old.get(key), fact.new.get(key))]
        )
    if isinstance(fact.old, list) and isinstance(fact.new, list):
        return tell_became(fact.old, fact.new, context, key=fact.subject.rpartition("/")[2])
    return _words(fact, context, words)


PARTS: Mapping[str, Callable[[Fact, Context, Any], str]] = {
    "name": _name,
    "home": lambda fact, _context, _words: fact.subject.split("/")[1],
    "part": name_part,
    "place": _place,
    "old_home": lambda fact, context, _words: name_homes(fact, context)[0],
    "new_home": lambda fact, context, _words: name_homes(fact, context)[1],
    "text": _text,
    "on_home": lambda fact, context, _words: tell_home(fact.entity, context),
    "former": lambda fact, _context, _words: (
        f"{quoted(fact.old['text'], MOST_OF_TEXT)} by " if fact.old and fact.new else ""
    ),
    "facts": _facts,
    "cites": _cites,
    "citations": _citations,
    "version": lambda fact, _context, _words: str((fact.old or fact.new)["version"]),
    "notice": _notice,
    "old": lambda fact, _context, _words: _named(fact.old),
    "new": lambda fact, _context, _words: _named(fact.new),
    "whole": _whole,
    "images": lambda fact, context, _words: tell_became(
        _image(fact.old), _image(fact.new), context
    ),
    "outcomes": tell_outcomes,
    "order": tell_order,
    "rows": lambda fact, context, words: "; ".join(
        filter(None, (tell_order(fact, context, words), tell_rows(fact, context, words)))
    ),
    **DOSE_PARTS,
    **LEVEL_PARTS,
    "words": _words,
    "values": _values,
    "used_by": tell_users,
    "conditions": _conditions,
    "former_ids": _former_ids,
    "other_words": _other_words,
    "reason_of_withdrawal": lambda fact, _context, _words: str(fact.new["reason"]).rstrip("."),
    "since_withdrawal": _since_withdrawal,
    "reason_of_retirement": lambda fact, _context, _words: str(fact.new["reason"]).rstrip("."),
}
