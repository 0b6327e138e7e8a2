"""Probable renames: a removed and an added entity whose words are nearly the same."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guidepress.diff.fact import Fact, Question

# Measured on a small sample: the same items scored at least 0.76, different ones at most 0.44.
JACCARD_AT_LEAST = 0.4
RATIO_AT_LEAST = 0.6
MOST_WORDS = 400


def find_probable_renames(
    facts: Sequence[Fact], old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[Question, ...]:
    """Ask whether an added entity is a removed one under a new id, and say what to write.

    ``old`` and ``new`` hold the whole entities by id. What is inside an entity is not asked about
    where that one is, nor what came and went inside one that stayed.
    """
    removed = [fact for fact in facts if fact.kind.endswith(("-removed", "-retired"))]
    added = [fact for fact in facts if fact.kind.endswith("-added")]
    likely = [
        (before, after)
        for before in removed
        for after in added
        if _part(before) == _part(after) and before.entity != after.entity
        if before.entity in old and after.entity in new
        if _alike(old[before.entity], new[after.entity])
    ]
    asked = {(before.subject, after.subject) for before, after in likely}
    homes = [(before.old.get("in"), after.new.get("in")) for before, after in likely]
    pairs = zip(likely, homes, strict=True)
    return tuple(_question(*pair) for pair, home in pairs if home not in asked)


def find_other_things(
    facts: Sequence[Fact], old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[Question, ...]:
    """Ask whether an id still names the same thing where all that it is known by is another."""
    kinds = ("-name-changed", "-text-changed", "reference-title-changed")
    return tuple(
        Question(old=each, new=each, text=_OTHER.format(id=each))
        for each in dict.fromkeys(fact.entity for fact in facts if fact.kind.endswith(kinds))
        if each in old and each in new and _is_another(old[each], new[each])
    )


_OTHER = (
    "is {id} still the same thing? If not, give the new one an id of its own; "
    "if it is, accept this under `suppressions`, with the reason"
)


def _is_another(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    if "direction" in old and "direction" in new:
        others = old["direction"] != new["direction"]
        names = (old["text"], new["text"])
    elif "custom" in old:
        ids = [key for key in ("DOI", "PMID", "ISBN") if key in old and key in new]
        others = bool(ids) and all(old[key] != new[key] for key in ids)
        names = (old["title"], new["title"])
    else:
        given = [
            {each["name"].lower() for each in side.get("interventions", ())} for side in (old, new)
        ]
        others = all(given) and not given[0] & given[1]
        names = (old.get("name", ""), new.get("name", ""))
    words = [set(each.lower().split()) for each in names]
    return others and len(words[0] & words[1]) < JACCARD_AT_LEAST * len(words[0] | words[1])


def _part(fact: Fact) -> str:
    return fact.subject.rpartition("/")[0]


def _question(before: Fact, after: Fact) -> Question:
    text = (
        f"is {after.entity} the former {before.entity} under a new id? "
        f"If so, write `replaces: [{before.entity}]` in {after.entity}"
    )
    return Question(old=before.entity, new=after.entity, text=text)


def _alike(old: Any, new: Any) -> bool:
    from difflib import SequenceMatcher

    before, after = list(_words(old))[:MOST_WORDS], list(_words(new))[:MOST_WORDS]
    either = {*before, *after}
    if not either or len({*before} & {*after}) / len(either) < JACCARD_AT_LEAST:
        return False
    return SequenceMatcher(None, before, after, autojunk=False).ratio() >= RATIO_AT_LEAST


def _words(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for each in sorted(value):
            yield from _words(value[each], each)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item, key)
    elif isinstance(value, str) and key in {"name", "text", "title", "family", "PMID", "DOI"}:
        yield from value.lower().split()
