"""Whether a condition holds for what is known, and what would decide it where that is unknown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from guidepress.conditions.facts import (
    ABSENT,
    Truth,
    all_of,
    any_of,
    at_least,
    has_value,
    in_bounds,
    is_known,
    negate,
    number_of,
    weaken,
)

Condition: TypeAlias = Mapping[str, Any]
Facts: TypeAlias = Mapping[str, Any]

BRANCHES = ("all", "any", "not", "count")
BOUNDS = ("at_least", "above", "below", "at_most")
TESTS = ("is", "known", *BOUNDS)
_KINDS = frozenset({*BRANCHES, "ref", "factor"})
# Deeper conditions are unknown; nobody writes one.
DEEPEST = 40


class Terms(NamedTuple):
    """What conditions name: factors, and conditions with an id of their own, by id."""

    factors: Mapping[str, Mapping[str, Any]]
    named: Mapping[str, Condition] = {}


def terms_of(factors: Sequence[Mapping[str, Any]], named: Sequence[Mapping[str, Any]]) -> Terms:
    """Return the terms that a guideline's lists of factors and of named conditions make."""
    return Terms({each["id"]: each for each in factors}, {each["id"]: each for each in named})


class Reading(NamedTuple):
    """A truth; where it is unknown, the factors that decide it and the words left to judge.

    ``most`` and ``least`` are what the condition can be of a patient, whatever people judge: words
    are judged by them, each time anew.
    """

    truth: Truth
    factors: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    most: Truth = "true"
    least: Truth = "false"


def evaluate(condition: Condition, facts: Facts, terms: Terms) -> Truth:
    """Return whether the condition holds; what is malformed, missing or circular is unknown."""
    return read_condition(condition, facts, terms).truth


def read_condition(condition: Condition, facts: Facts, terms: Terms) -> Reading:
    """Return the same with what would decide it, and what it can be where its words hold or not.

    What a fact leaves unknown stays so: of a factor that is not known, nobody can say its value.
    """
    return _Evaluation(facts, terms).read(condition, 0)


class _Evaluation:
    """One evaluation, in which each named condition is read once."""

    def __init__(self, facts: Facts, terms: Terms) -> None:
        self.facts, self.terms = facts, terms
        self.named: dict[str, Reading] = {}

    def read(self, node: Any, depth: int) -> Reading:
        if depth > DEEPEST or not isinstance(node, dict):
            return Reading("unknown")
        reading = self._read(node, depth)
        sufficient, necessary = (node.get(key) is not False for key in ("sufficient", "necessary"))
        if sufficient and necessary:
            return reading
        truth = weaken(reading.truth, sufficient=sufficient, necessary=necessary)
        reading = reading._replace(
            most=reading.most if necessary else "true",
            least=reading.least if sufficient else "false",
        )
        if truth == reading.truth:
            return reading
        # No fact decides what is left: the words do.
        texts = (node["text"],) if "text" in node else ()
        return reading._replace(truth=truth, factors=(), texts=texts)

    def _read(self, node: Condition, depth: int) -> Reading:
        kind = kind_of(node)
        if kind == "factor":
            return self._leaf(node)
        if kind == "ref":
            return self._named(node["ref"], depth)
        if kind in BRANCHES:
            return self._branch(kind, node[kind], depth)
        return Reading("unknown", (), (node["text"],) if kind == "text" else ())

    def _named(self, name: Any, depth: int) -> Reading:
        if not isinstance(name, str):
            return Reading("unknown")
        if name not in self.named:
            # Until it is read it is unknown, so that a circle ends.
            self.named[name] = Reading("unknown")
            self.named[name] = self.read(self.terms.named.get(name), depth + 1)
        return self.named[name]

    def _branch(self, kind: str, inside: Any, depth: int) -> Reading:
        parts = parts_of(kind, inside)
        found = [self.read(each, depth + 1) for each in parts]
        truth, most, least = (
            _joined(kind, inside, [getattr(each, side) for each in found])
            for side in ("truth", *(("least", "most") if kind == "not" else ("most", "least")))
        )
        left = [each for each in found if truth == each.truth == "unknown"]
        factors = dict.fromkeys(name for each in left for name in each.factors)
        texts = dict.fromkeys(text for each in left for text in each.texts)
        return Reading(truth, tuple(factors), tuple(texts), most, least)

    def _leaf(self, node: Condition) -> Reading:
        name = node["factor"]
        factor = self.terms.factors.get(name) if isinstance(name, str) else None
        if factor is None:
            return Reading("unknown")
        fact = self.facts.get(name, ABSENT)
        truth = _tested(node, fact, factor)
        if not any(test in node for test in TESTS):
            # A condition in words only, which names what the words are about.
            return Reading(truth, (name,), (node["text"],) if "text" in node else ())
        most = least = truth
        if truth == "unknown" and "known" in node and fact is not None:
            # Another value than those that are listed may be known.
            most, least = ("true", truth) if node["known"] is True else (truth, "false")
        return Reading(truth, (name,) if truth == "unknown" else (), (), most, least)


def kind_of(node: Condition) -> str:
    """Return which kind of node it is; empty where it is none, or several at once."""
    kinds = node.keys() & _KINDS
    if len(kinds) == 1:
        return kinds.pop()
    return "text" if not kinds and "text" in node else ""


def parts_of(kind: str, inside: Any) -> Sequence[Any]:
    """Return the conditions that a branch holds."""
    if kind == "not":
        return [inside]
    if kind == "count":
        inside = inside.get("of") if isinstance(inside, dict) else None
    return inside if isinstance(inside, list) else []


def _joined(kind: str, inside: Any, truths: Sequence[Truth]) -> Truth:
    if not truths:
        # Of nothing, neither "all" nor "any" can have been meant.
        return "unknown"
    match kind:
        case "all":
            return all_of(truths)
        case "any":
            return any_of(truths)
        case "not":
            return negate(truths[0])
        case _:
            count = inside.get("at_least")
            return at_least(count, truths) if type(count) is int and count > 0 else "unknown"


def _tested(node: Condition, fact: object, factor: Mapping[str, Any]) -> Truth:
    bounds = {each: number_of(node[each]) for each in BOUNDS if each in node}
    tests = ("is" in node) + ("known" in node) + bool(bounds)
    if tests != 1:
        return "unknown"
    if "known" in node:
        wanted = node["known"]
        known = is_known(fact, factor) if isinstance(wanted, bool) else "unknown"
        return negate(known) if wanted is False else known
    if "is" in node:
        wanted = node["is"] if isinstance(node["is"], list) else [node["is"]]
        return any_of(has_value(fact, each, factor) for each in wanted) if wanted else "unknown"
    usable = {name: bound for name, bound in bounds.items() if bound is not None}
    if len(usable) < len(bounds) or factor.get("type") != "number":
        return "unknown"
    return in_bounds(fact, usable, factor)


def walk_condition(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Yield each node with its path from the root, inner nodes first; never without end."""
    if isinstance(node, dict) and len(path) <= 3 * DEEPEST:
        kind = kind_of(node)
        for number, part in enumerate(parts_of(kind, node[kind]) if kind in BRANCHES else ()):
            inner = {"not": (), "count": ("of", number)}.get(kind, (number,))
            yield from walk_condition(part, (*path, kind, *inner))
    yield path, node
