"""A condition in words: one sentence, which says exactly what is computed."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from guidepress.conditions.evaluate import (
    BOUNDS,
    BRANCHES,
    DEEPEST,
    TESTS,
    Condition,
    Terms,
    kind_of,
    parts_of,
)
from guidepress.units import is_plural, render_quantity

# Every sentence is made of these; the placeholders are for translators.
MESSAGES = {
    "is": "{factor} is {values}",
    "is-not": "{factor} is not {values}",
    "plain": "{factor}: {values}",
    "has": "{factor} includes {values}",
    "has-not": "{factor} does not include {values}",
    "other": "other than {values}",
    "none-of": "neither {values}",
    "known": "{factor} is known",
    "not-known": "{factor} is not known",
    "bounds": "{factor} is {bounds}",
    "at_least": "at least {number}",
    "above": "above {number}",
    "below": "below {number}",
    "at_most": "at most {number}",
    "and": "{first} and {second}",
    "or": "{first} or {second}",
    "nor": "{first} nor {second}",
    # Sentences quote whole conditions: what is quoted within ends before that.
    "not": "‘{condition}’ does not hold",
    "count": "at least {count} of these {total}: {conditions}",
    "next": "{first}; {second}",
    "insufficient": "{condition} (which is not enough on its own)",
    "unnecessary": "{condition} (which is an example, not a requirement)",
    "neither": "{condition} (which is neither enough on its own nor required)",
    "coded": "{text} [{condition}]",
    "named": "{text} [{condition}]",
    "unclear": "a condition that cannot be read",
}

# The same of a factor whose name is a plural, as that of many that can have several values is.
_OF_MANY = {
    "is": "{factor} are {values}",
    "is-not": "{factor} are not {values}",
    "has": "{factor} include {values}",
    "has-not": "{factor} do not include {values}",
    "known": "{factor} are known",
    "not-known": "{factor} are not known",
    "bounds": "{factor} are {bounds}",
}
_WEAKENED = {(True, False): "insufficient", (False, True): "unnecessary", (True, True): "neither"}
# A sentence that nobody reads to its end; what is longer is named by its own words.
_LONGEST = 2_000
_OPPOSITES = {"at_least": "below", "above": "at_most", "below": "at_least", "at_most": "above"}
# "Pregnancy is not pregnant", "Risk is yes": such values, and those that they deny, follow a colon.
_NO_PREDICATE = re.compile(
    r"(?:with|without|yes|no|not|non|none|never|true|false)\b", re.IGNORECASE
)


def opposite(node: Any) -> Condition | None:
    """Return a condition that is true where the node is false, false where true, else unknown.

    It has no "not" before what English can say without one. None where only the words of the
    node itself can be denied.
    """
    if not isinstance(node, dict) or "text" in node or False in _weak(node):
        return None
    match kind_of(node):
        case "not":
            return node["not"] if isinstance(node["not"], dict) else None
        case "all" | "any" as kind if parts := parts_of(kind, node[kind]):
            return {"any" if kind == "all" else "all": [{"not": each} for each in parts]}
        case "count":
            return _fewer(node["count"])
        case "factor":
            return _otherwise(node, [each for each in TESTS if each in node])
    return None


def _fewer(count: Any) -> Condition | None:
    """Return what holds where fewer than so many hold: of enough of them the opposite."""
    parts, least = parts_of("count", count), count.get("at_least") if isinstance(count, dict) else 0
    if type(least) is not int or not 1 <= least <= len(parts):
        return None
    return {"count": {"at_least": len(parts) - least + 1, "of": [{"not": each} for each in parts]}}


def _otherwise(leaf: Condition, tests: Sequence[str]) -> Condition | None:
    if tests == ["known"] and isinstance(leaf["known"], bool):
        return {**leaf, "known": not leaf["known"]}
    if not tests or not set(tests) <= set(BOUNDS):
        return None
    leaves = [{"factor": leaf["factor"], _OPPOSITES[each]: leaf[each]} for each in tests]
    return {"any": leaves} if len(leaves) > 1 else leaves[0]


def _weak(node: Condition) -> tuple[Any, Any]:
    return node.get("sufficient"), node.get("necessary")


Quantity: TypeAlias = Callable[[str, str], str]


def describe(
    condition: Condition,
    terms: Terms,
    messages: Mapping[str, str] = MESSAGES,
    quantity: Quantity = render_quantity,
) -> str:
    """Return the condition in words; those of the author stand before what is computed.

    ``quantity`` words a number with its unit.
    """
    return _Speaker(terms, messages, quantity).sentence(condition, 0)


class _Speaker:
    """One sentence, for which each named condition is put into words once."""

    def __init__(self, terms: Terms, messages: Mapping[str, str], quantity: Quantity) -> None:
        self.terms, self.messages, self.quantity = terms, messages, quantity
        self.named: dict[tuple[str, bool], str] = {}

    def say(self, message: str, **values: object) -> str:
        template = self.messages[message]
        if template == MESSAGES.get(message) and is_plural(str(values.get("factor", ""))):
            template = _OF_MANY.get(message, template)
        return template.format(**values)

    def sentence(self, node: Any, depth: int) -> str:
        if depth > DEEPEST or not isinstance(node, dict):
            return self.say("unclear")
        text, computed = str(node.get("text", "")), self._computed(node, depth)
        if len(computed) > _LONGEST:
            computed = ""
        coded = "named" if "id" in node else "coded"
        phrase = self.say(coded, text=text, condition=computed) if text and computed else ""
        phrase = phrase or computed or text or self.say("unclear")
        weakened = tuple(each is False for each in _weak(node))
        return self.say(_WEAKENED[weakened], condition=phrase) if weakened in _WEAKENED else phrase

    def _computed(self, node: Condition, depth: int) -> str:
        kind = kind_of(node)
        if kind == "ref":
            return self._named(str(node["ref"]), depth)
        if kind == "factor":
            return self._leaf(node)
        if kind == "not":
            return self._negated(node["not"], depth)
        parts = parts_of(kind, node[kind]) if kind in BRANCHES else []
        phrases = [self._part(each, depth, alone=len(parts) == 1) for each in parts]
        if not phrases:
            return ""
        if kind == "count":
            conditions = self._chain("next", phrases)
            count = node["count"].get("at_least", "")
            return self.say("count", count=count, total=len(phrases), conditions=conditions)
        return self._chain("and" if kind == "all" else "or", phrases)

    def _named(self, name: str, depth: int, *, negated: bool = False) -> str:
        if (name, negated) not in self.named:
            self.named[name, negated] = self.say("unclear")
            node = self.terms.named.get(name)
            phrase = self._negated(node, depth + 1) if negated else self.sentence(node, depth + 1)
            self.named[name, negated] = phrase
        return self.named[name, negated]

    def _part(self, node: Any, depth: int, *, alone: bool) -> str:
        phrase = self.sentence(node, depth + 1)
        return phrase if alone or self._is_simple(node) else f"({phrase})"

    def _is_simple(self, node: Any) -> bool:
        """Tell whether no bracket is needed; each step leads to what the words are made of."""
        for _ in range(DEEPEST):
            kind = kind_of(node) if isinstance(node, dict) else ""
            if kind == "ref":
                node = self.terms.named.get(str(node["ref"]))
            elif kind == "not":
                node = opposite(self._bare(node["not"])) or {"text": ""}
            else:
                return kind in {"factor", "text", ""}
        return False

    def _bare(self, node: Any) -> Any:
        """Return the named condition that a node only refers to."""
        is_name = isinstance(node, dict) and node.keys() == {"ref"}
        return self.terms.named.get(str(node["ref"])) if is_name else node

    def _negated(self, node: Any, depth: int) -> str:
        if depth > DEEPEST:
            return self.say("unclear")
        keys = node.keys() if isinstance(node, dict) else {}
        if keys == {"ref"}:
            return self._named(str(node["ref"]), depth, negated=True)
        if keys == {"factor", "is"}:
            return self._values(node, negated=True)
        if found := opposite(node):
            return self.sentence(found, depth + 1)
        return self.say("not", condition=self.sentence(node, depth + 1))

    def _chain(self, message: str, parts: Sequence[str]) -> str:
        *before, last = parts
        for part in reversed(before):
            last = self.say(message, first=part, second=last)
        return last

    def _leaf(self, node: Condition) -> str:
        if "known" in node:
            known = "known" if node["known"] is True else "not-known"
            return self.say(known, factor=self._name(node))
        if "is" in node:
            return self._values(node, negated=False)
        unit = str(self._factor(node).get("unit", "1"))
        bounds = [
            self.say(each, number=self.quantity(str(node[each]), unit))
            for each in BOUNDS
            if each in node
        ]
        if not bounds:
            return ""
        return self.say("bounds", factor=self._name(node), bounds=self._chain("and", bounds))

    def _values(self, node: Condition, *, negated: bool) -> str:
        factor = self._factor(node)
        wanted = node["is"] if isinstance(node["is"], list) else [node["is"]]
        names = {each["id"]: each.get("name", each["id"]) for each in factor.get("values", ())}
        phrases = [names.get(each, each) if isinstance(each, str) else "" for each in wanted]
        kind = "has"
        if factor.get("multiple") is False:
            denied = {f"not {each}" for each in phrases} & {*names.values()}
            kind = "plain" if denied or any(map(_NO_PREDICATE.match, phrases)) else "is"
        neither = negated and len(phrases) > 1
        values = self._chain("nor" if neither else "or", phrases or [""])
        if neither or (negated and kind == "plain"):
            values = self.say("none-of" if neither else "other", values=values)
        elif negated:
            kind += "-not"
        return self.say(kind, factor=self._name(node), values=values)

    def _factor(self, node: Condition) -> Mapping[str, Any]:
        name = node["factor"]
        return self.terms.factors.get(name, {}) if isinstance(name, str) else {}

    def _name(self, node: Condition) -> str:
        return str(self._factor(node).get("name", node["factor"]))
