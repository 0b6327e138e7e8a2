"""Which change each change came with, what that one weighs for it, and what it counts for.

What is inside an option that came is reported with the option; the option weighs at least as much.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from guidepress.classify.change import ORDER, Change
from guidepress.classify.rows import SAME_WORK
from guidepress.diff.fact import Fact
from guidepress.model import Homes, follow, read_about
from guidepress.prose.citations import cited_keys

# What is done to an entity with all that it holds.
_ACTS = ("added", "recorded", "removed", "retired", "split", "merged", "regrouped")
_OF_ENTRIES = ("evidence-", "reference-notice-", "list-intro-")
_APPROVALS = "option-regulatory-changed"
_WORKS = ("reference-added", "reference-removed")
_TEXTS = ("statement-text-changed", "statement-added")
_OF_STATEMENTS = tuple(f"statement-{act}" for act in (*_ACTS, "moved"))
# What changes nothing for the options of a group.
_OF_THE_GROUP_ALONE = {"group-name-changed", "group-lineage-changed", "group-other-changed"}
_WITH_PIECES = ("-split", "-merged", "-regrouped")
_WITH_PATHS = ("-renamed", "-moved")


def join_parents(changes: Sequence[Change], homes: Mapping[str, Collection[str]]) -> list[Change]:
    """Return the changes, each with its parent, and none lighter than what came with it.

    ``homes`` says where a statement stands on either side, such as ``options/excision``.
    """
    acts = {
        place: change.fact.fingerprint
        # What is done to the whole of a statement is above what becomes of its table, and a merger
        # above the end of a row that it took up.
        for change in sorted(
            changes, key=lambda each: (_is_of_whole(each.fact), isinstance(each.fact.old, list))
        )
        if _is_act(change.fact)
        for place in _places_of(change.fact)
    }
    # A recommendation that is turned is turned in its words, too.
    acts |= {
        f"{each.fact.subject}/direction": each.fact.fingerprint
        for each in changes
        if each.fact.kind == "recommendation-direction-changed"
    }
    # A statement that moved to what it was about needs no label for that any more.
    acts |= {
        f"{each.fact.subject}/about": each.fact.fingerprint
        for each in changes
        if each.fact.kind == "statement-moved"
    }
    acts |= dict(_told_in_words(changes, homes)) | dict(_cited_once(changes))
    joined = {
        change.fact.fingerprint: replace(change, part_of=_parent_of(change.fact, acts, homes))
        for change in _asked_once(changes)
    }
    for child in [*joined.values()]:
        if child.part_of in joined and child.fact.kind.endswith("-about-changed"):
            # Whom the options are for now is told by what became of them.
            joined[child.fact.fingerprint] = replace(child, question="")
    for child in [*joined.values()]:
        above = child.part_of
        while above in joined:
            parent = joined[above]
            joined[above] = replace(
                parent,
                impact=max(parent.impact, child.impact, key=ORDER.index),
                floor=max(parent.floor, child.floor, key=ORDER.index),
                alert=parent.alert or child.alert,
            )
            above = parent.part_of
    return [*joined.values()]


def _asked_once(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes; whether a reference is the same work is asked once of all its fields."""
    asked = set()
    for change in changes:
        again = change.question == SAME_WORK and change.fact.subject in asked
        asked |= {change.fact.subject} if change.question == SAME_WORK else set()
        yield replace(change, question="") if again else change


def _told_in_words(
    changes: Sequence[Change], homes: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, str]]:
    """Yield each option whose approvals came to say what a text of it says now, and that change."""
    approvals = [each.fact for each in changes if each.fact.kind == _APPROVALS]
    for change in changes:
        if change.fact.kind in _TEXTS:
            new = change.fact.new
            said = str(new.get("text", "") if isinstance(new, dict) else new)
            for fact in approvals:
                if fact.subject in homes.get(change.fact.entity, ()) and _says(said, fact):
                    yield f"{fact.subject}/approvals", change.fact.fingerprint


def _cited_once(changes: Sequence[Change]) -> Iterator[tuple[str, str]]:
    """Yield each work that came or went with the one thing that cites it, and that change."""
    works = {each.fact.entity: each.fact for each in changes if each.fact.kind in _WORKS}
    if not works:
        return
    citing: dict[str, list[Fact]] = {}
    for fact in (each.fact for each in changes if each.fact.entity not in works):
        for work in {*_named_in(fact.old)} ^ {*_named_in(fact.new)}:
            citing.setdefault(work, []).append(fact)
    for work, facts in citing.items():
        if work in works and [(each.old is None, each.new is None) for each in facts] == [
            (works[work].old is None, works[work].new is None)
        ]:
            yield f"{works[work].subject}/citing", facts[0].fingerprint


def _named_in(value: Any) -> Iterator[str]:
    """Yield the words of a value that may be keys of works, and the keys that its texts cite."""
    if isinstance(value, str):
        yield from (value, *cited_keys(value))
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _named_in(each)


def _says(said: str, approvals: Fact) -> bool:
    """Tell whether a text says all that came with the approvals."""
    before, after = (
        {value for each in side.get("regulatory", ()) for value in each.values()}
        for side in (approvals.old, approvals.new)
    )
    return after > before and all(str(each) in said for each in after - before)


def _is_act(fact: Fact) -> bool:
    # Another version of a scale is another scale: all of its levels come with it.
    another = fact.kind == "scale-other-changed" and "version" in fact.new
    # A block that becomes a table, or ceases to be one, does so with all that is in it.
    holder = fact.kind == "statement-part-changed" and {} in (fact.old, fact.new)
    # A dose that is not given any more has lost its amount by that.
    holder |= fact.kind == "dose-changed" and "absent" in {*fact.old, *fact.new}
    return another or holder or _is_of_whole(fact)


def _is_of_whole(fact: Fact) -> bool:
    """Tell an act on the subject itself, not on a level, a notice or an introduction of it."""
    return fact.kind.rpartition("-")[2] in _ACTS and not fact.kind.startswith(_OF_ENTRIES)


def _places_of(fact: Fact) -> Iterator[str]:
    """Yield the subjects of all that the change is about: of a split also the pieces."""
    yield fact.subject
    part = fact.subject.rpartition("/")[0]
    for side in (fact.old, fact.new):
        yield from (f"{part}/{each['id']}" for each in (side if isinstance(side, list) else ()))


def _parent_of(fact: Fact, acts: Mapping[str, str], homes: Mapping[str, Collection[str]]) -> str:
    steps = fact.subject.split("/")
    places = ["/".join(steps[:end]) for end in range(len(steps), 1, -1)]
    if fact.kind.startswith(_OF_STATEMENTS):
        places += [*_homes_in(fact.new), *_homes_in(fact.old), *sorted(homes.get(fact.entity, ()))]
    if isinstance(fact.new or fact.old, dict) and "parent" in (fact.new or fact.old):
        # A section below another one that came or went with it.
        places.append(f"{steps[0]}/{(fact.new or fact.old)['parent']}")
    if fact.kind.endswith("-about-changed"):
        # Who spoke of an option that was split speaks of a piece: that follows from the split.
        named = {*fact.old.get("about", ())} ^ {*fact.new.get("about", ())}
        if named <= {each.rpartition("/")[2] for each in homes.get(fact.entity, ())}:
            return acts.get(f"{fact.subject}/about", "")
        split = {acts.get(f"options/{each}", "") for each in named}
        return split.pop() if len(split) == 1 else ""
    found = (acts[each] for each in (*places, *_causes(fact)) if each in acts)
    return next((each for each in found if each != fact.fingerprint), "")


def _causes(fact: Fact) -> Iterator[str]:
    """Yield what a change follows from: the group of an option, the scale of a level, its words."""
    if fact.kind == _APPROVALS:
        yield f"{fact.subject}/approvals"
    if fact.kind in _WORKS:
        yield f"{fact.subject}/citing"
    if fact.kind == "recommendation-text-changed":
        yield f"{fact.subject}/direction"
    if fact.kind.endswith("-group-changed"):
        yield from (f"groups/{each['group']}" for each in (fact.new, fact.old) if "group" in each)
    if fact.kind == "evidence-regraded" and fact.old["level"] == fact.new["level"]:
        yield f"scales/{fact.new['scale']}"


def _homes_in(side: Any) -> Iterator[str]:
    for each in side if isinstance(side, list) else [side]:
        home = each.get("in") if isinstance(each, dict) else each
        if isinstance(home, str) and "/" in home:
            yield home


def find_places(change: Mapping[str, Any], homes: Homes) -> list[str]:
    """Return every entity that a change counts for: the one that changed first.

    A change in a part is one of the whole, and that of a recommendation is one of each option that
    it is about, or was. ``homes`` are those of both versions.
    """
    first, *steps = change["subject"].split("/")
    if first == "guideline":
        return []
    if change["kind"] in _OF_THE_GROUP_ALONE:
        return [*steps[:1]]
    dose = steps[steps.index("doses") + 1 :][:1] if "doses" in steps else []
    named = [*dose, *(steps[-1:] if first == "lists" else steps[:1])]
    for value in (change.get("new"), change.get("old")):
        named += _read_named(change["kind"], value)
    # Of a list or a table, the entry that changed; all of them where it is the whole.
    entries = [address for each in steps[1:] if (address := f"{steps[0]}.{each}") in homes]
    named += entries or [f"{each}." for each in steps[:1]]
    return [each for each in follow(named, homes) if "." not in each]


def _read_named(kind: str, value: Any) -> list[str]:
    """Return what one side of a change names: what it is about, where it stands, its pieces."""
    if isinstance(value, dict):
        home = [value["in"].rpartition("/")[2]] if "in" in value else []
        return [*read_about(value), *home]
    if isinstance(value, list) and kind.endswith(_WITH_PIECES):
        return [each["id"] for each in value if isinstance(each, dict) and "id" in each]
    if isinstance(value, str) and kind.endswith(_WITH_PATHS):
        return [value.rpartition("/")[2]]
    return []
