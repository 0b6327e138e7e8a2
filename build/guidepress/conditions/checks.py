"""What is wrong with a condition: names that do not exist, and conditions that cannot be meant."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from guidepress.conditions.domain import find_leaves, find_patients
from guidepress.conditions.evaluate import (
    BOUNDS,
    BRANCHES,
    TESTS,
    Condition,
    Facts,
    Terms,
    kind_of,
    parts_of,
    read_condition,
    walk_condition,
)
from guidepress.conditions.facts import number_of, values_of

# Each with what to write instead; the placeholders are for translators.
FAULTS = {
    "no-condition": (
        "this is no condition",
        "write one of all, any, not, count, ref, factor or text",
    ),
    "several-kinds": (
        "{kinds} are several conditions in one",
        "write each as an entry of all or any",
    ),
    "empty": ("{kind} holds nothing", "write the conditions, or leave {kind} out"),
    "count": (
        "at least {count} of {total} cannot be counted",
        "write a whole number from 1 to {total}",
    ),
    "unknown-factor": ("there is no factor {factor}", "write the id of a factor: {known}"),
    "unknown-value": ("{factor} has no value {value}", "write one of its values: {known}"),
    "unknown-condition": (
        "there is no condition {name}",
        "write the id of one of conditions: {known}",
    ),
    "circular": ("the condition {name} rests on itself", "write out what it is made of"),
    "no-test": (
        "nothing is asked of {factor}",
        "write is, known, at_least, above, below or at_most, or the words as text",
    ),
    "several-tests": ("{tests} are asked at once", "write each as an entry of all or any"),
    "not-a-choice": ("{factor} has no values", "write at_least, above, below or at_most"),
    "not-a-number": ("{factor} is no number", "write is, with one of its values"),
    "no-decimal": (
        "{number} is no decimal number",
        'write it with a point and in quotation marks: "2.5"',
    ),
    "implausible": (
        "{number} is no plausible value of {factor}",
        "write a number within its {range}, or correct minimum or maximum of {factor}",
    ),
    "contradiction": (
        "this can never hold",
        "no patient has such values of {factors}; correct them, or write any where either will do",
    ),
    "tautology": (
        "this always holds",
        "every patient has such values of {factors}; correct them, or leave the condition out",
    ),
}


class Fault(NamedTuple):
    """What is wrong, at which path of the condition; values for the placeholders."""

    kind: str
    path: tuple[str | int, ...]
    values: Mapping[str, str] = {}

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return FAULTS[self.kind][0].format(**self.values)

    @property
    def hint(self) -> str:
        """What to write instead, in English."""
        return FAULTS[self.kind][1].format(**self.values)


def find_faults(condition: Any, terms: Terms) -> Iterator[Fault]:
    """Yield the faults of a condition; of one that can be read, what can never or always hold."""
    nodes = list(walk_condition(condition))
    found = [fault for path, node in nodes for fault in _of_node(path, node, terms)]
    yield from found or _logical(condition, terms)


def never_together(outer: Sequence[Condition], own: Sequence[Condition], terms: Terms) -> list[str]:
    """Return the factors by which conditions, each of which can hold, never hold at once."""
    names = [{each["factor"] for each in find_leaves(side, terms)} for side in (outer, own)]
    both: Condition = {"all": [*outer, *own]}
    shared = sorted(names[0] & names[1])
    # Only of what asks for the same factor: to try all patients is dear.
    patients = find_patients([both], terms) if shared else None
    return shared if _fate(both, patients or (), terms) == "contradiction" else []


def _of_node(path: tuple[str | int, ...], node: Any, terms: Terms) -> Iterator[Fault]:
    if not isinstance(node, dict):
        yield Fault("no-condition", path)
        return
    kind = kind_of(node)
    if kind in BRANCHES:
        yield from _of_branch(path, kind, node[kind])
    elif kind == "ref":
        yield from _of_ref(path, node["ref"], terms)
    elif kind == "factor":
        yield from _of_leaf(path, node, terms)
    elif not kind:
        kinds = [each for each in (*BRANCHES, "ref", "factor") if each in node]
        values = {"kinds": " and ".join(kinds)}
        yield Fault("several-kinds", path, values) if kinds else Fault("no-condition", path)


def _of_branch(path: tuple[str | int, ...], kind: str, inside: Any) -> Iterator[Fault]:
    parts = parts_of(kind, inside)
    if not parts:
        yield Fault("empty", path, {"kind": kind})
    elif kind == "count":
        count = inside.get("at_least")
        if type(count) is not int or not 1 <= count <= len(parts):
            yield Fault("count", path, {"count": str(count), "total": str(len(parts))})


def _of_ref(path: tuple[str | int, ...], name: Any, terms: Terms) -> Iterator[Fault]:
    if not isinstance(name, str) or name not in terms.named:
        yield Fault("unknown-condition", path, {"name": str(name), "known": _listed(terms.named)})
    elif _rests_on(name, terms) >= {name}:
        yield Fault("circular", path, {"name": name})


def _rests_on(name: str, terms: Terms) -> set[str]:
    waiting, found = [name], set[str]()
    while waiting:
        for _, node in walk_condition(terms.named.get(waiting.pop())):
            ref = node["ref"] if isinstance(node, dict) and kind_of(node) == "ref" else None
            if isinstance(ref, str) and ref not in found:
                found.add(ref)
                waiting.append(ref)
    return found


def _of_leaf(path: tuple[str | int, ...], node: Condition, terms: Terms) -> Iterator[Fault]:
    name = str(node["factor"])
    factor = terms.factors.get(name)
    if factor is None:
        yield Fault("unknown-factor", path, {"factor": name, "known": _listed(terms.factors)})
        return
    tests = [each for each in TESTS if each in node]
    asked = {"bounds" if each in BOUNDS else each for each in tests}
    if len(asked) > 1:
        yield Fault("several-tests", path, {"tests": " and ".join(tests)})
    elif not asked and "text" not in node:
        yield Fault("no-test", path, {"factor": name})
    elif "is" in asked:
        yield from _of_values(path, node["is"], name, factor)
    elif "bounds" in asked:
        yield from _of_bounds(path, node, name, factor)


def _of_values(
    path: tuple[str | int, ...], wanted: Any, name: str, factor: Mapping[str, Any]
) -> Iterator[Fault]:
    values = values_of(factor)
    if not values:
        yield Fault("not-a-choice", path, {"factor": name})
        return
    wanted = wanted if isinstance(wanted, list) else [wanted]
    if not wanted:
        yield Fault("empty", path, {"kind": "is"})
    for each in wanted:
        if each not in values:
            told = {"factor": name, "value": str(each), "known": _listed(values)}
            yield Fault("unknown-value", path, told)


def _of_bounds(
    path: tuple[str | int, ...], node: Condition, name: str, factor: Mapping[str, Any]
) -> Iterator[Fault]:
    if factor.get("type") != "number":
        yield Fault("not-a-number", path, {"factor": name})
        return
    ends = {key: number_of(factor.get(key)) for key in ("minimum", "maximum")}
    least, most = ends.values()
    for each in BOUNDS:
        number = number_of(node.get(each))
        if number is None and each in node:
            yield Fault("no-decimal", path, {"number": str(node[each])})
        elif number is not None and (
            (least is not None and number < least) or (most is not None and number > most)
        ):
            stated = [f"{key} {factor[key]}" for key, end in ends.items() if end is not None]
            told = {"number": str(node[each]), "factor": name, "range": " and ".join(stated)}
            yield Fault("implausible", path, told)


def _listed(names: Any) -> str:
    return ", ".join(sorted(names)) or "none yet, so add it"


def _logical(condition: Condition, terms: Terms) -> Iterator[Fault]:
    """Yield the innermost nodes that can never hold, or always hold.

    Behind a part that always holds, which may be accepted, one that never holds is still reported.
    """
    reported: list[tuple[tuple[str | int, ...], str]] = []
    for path, node in walk_condition(condition):
        inside = {kind for inner, kind in reported if inner[: len(path)] == path}
        if "contradiction" in inside:
            continue
        patients = find_patients([node], terms)
        kind = _fate(node, patients or (), terms)
        if not kind or kind in inside:
            continue
        reported.append((path, kind))
        factors = dict.fromkeys(name for each in patients or () for name in each)
        yield Fault(kind, path, {"factors": _listed(factors)})


def _fate(node: Condition, patients: Sequence[Facts], terms: Terms) -> str:
    """Return the fault of what is true of no patient, or of each; empty if neither is so."""
    can, always = False, True
    for each in patients:
        *_, most, least = read_condition(node, each, terms)
        can, always = can or most == "true", always and least == "true"
        if can and not always:
            break
    if not patients or (can and not always):
        return ""
    return "tautology" if always else "contradiction"
