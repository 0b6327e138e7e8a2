"""A condition in words: one sentence, which says exactly what is computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guidepress.codes import render_quantity
from guidepress.conditions.evaluate import (
    BOUNDS,
    BRANCHES,
    DEEPEST,
    Condition,
    Terms,
    kind_of,
    parts_of,
)

# Every sentence is made of these; the placeholders are for translators.
MESSAGES = {
    "is": "{factor} is {values}",
    "is-not": "{factor} is not {values}",
    "has": "{factor} includes {values}",
    "has-not": "{factor} does not include {values}",
    "known": "{factor} is known",
    "not-known": "{factor} is not known",
    "at_least": "{factor} is at least {number}",
    "above": "{factor} is above {number}",
    "below": "{factor} is below {number}",
    "at_most": "{factor} is at most {number}",
    "and": "{first} and {second}",
    "or": "{first} or {second}",
    "not": "not {condition}",
    "count": "at least {count} of these {total}: {conditions}",
    "next": "{first}; {second}",
    "insufficient": "{condition} (which is not enough on its own)",
    "unnecessary": "{condition} (which is an example, not a requirement)",
    "neither": "{condition} (which is neither enough on its own nor required)",
    "coded": "{text} [{condition}]",
    "unclear": "a condition that cannot be read",
}


_WEAKENED = {
    (True, False): "insufficient",
    (False, True): "unnecessary",
    (True, True): "neither",
}
# A sentence that nobody reads to its end; what is longer is named by its own words.
_LONGEST = 2_000


def describe(condition: Condition, terms: Terms, messages: Mapping[str, str] = MESSAGES) -> str:
    """Return the condition in words; those of the author stand before what is computed."""
    return _Speaker(terms, messages).sentence(condition, 0)


class _Speaker:
    """One sentence, for which each named condition is put into words once."""

    def __init__(self, terms: Terms, messages: Mapping[str, str]) -> None:
        self.terms, self.messages = terms, messages
        self.named: dict[str, str] = {}

    def say(self, message: str, **values: object) -> str:
        return self.messages[message].format(**values)

    def sentence(self, node: Any, depth: int) -> str:
        if depth > DEEPEST or not isinstance(node, dict):
            return self.say("unclear")
        text, computed = str(node.get("text", "")), self._computed(node, depth)
        if len(computed) > _LONGEST:
            computed = ""
        phrase = self.say("coded", text=text, condition=computed) if text and computed else ""
        phrase = phrase or computed or text or self.say("unclear")
        weakened = (node.get("sufficient") is False, node.get("necessary") is False)
        return self.say(_WEAKENED[weakened], condition=phrase) if weakened in _WEAKENED else phrase

    def _computed(self, node: Condition, depth: int) -> str:
        kind = kind_of(node)
        if kind == "ref":
            return self._named(str(node["ref"]), depth)
        if kind == "factor":
            return self._leaf(node)
        parts = parts_of(kind, node[kind]) if kind in BRANCHES else []
        phrases = [self._part(each, depth, alone=len(parts) == 1) for each in parts]
        if not phrases:
            return ""
        if kind == "not":
            return self._negated(parts[0], phrases[0])
        if kind == "count":
            conditions = self._chain("next", phrases)
            count = node["count"].get("at_least", "")
            return self.say("count", count=count, total=len(phrases), conditions=conditions)
        return self._chain("and" if kind == "all" else "or", phrases)

    def _named(self, name: str, depth: int) -> str:
        if name not in self.named:
            self.named[name] = self.say("unclear")
            self.named[name] = self.sentence(self.terms.named.get(name), depth + 1)
        return self.named[name]

    def _part(self, node: Any, depth: int, *, alone: bool) -> str:
        phrase = self.sentence(node, depth + 1)
        if isinstance(node, dict) and kind_of(node) == "ref":
            node = self.terms.named.get(str(node["ref"]))
        simple = alone or not isinstance(node, dict) or kind_of(node) in {"factor", "text", ""}
        return phrase if simple else f"({phrase})"

    def _negated(self, node: Any, phrase: str) -> str:
        if isinstance(node, dict) and set(node) == {"factor", "is"}:
            return self._values(node, "-not")
        return self.say("not", condition=f"({phrase})")

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
            return self._values(node, "")
        unit = str(self._factor(node).get("unit", "1"))
        bounds = [
            self.say(each, factor=self._name(node), number=render_quantity(str(node[each]), unit))
            for each in BOUNDS
            if each in node
        ]
        return self._chain("and", bounds) if bounds else ""

    def _values(self, node: Condition, suffix: str) -> str:
        factor = self._factor(node)
        wanted = node["is"] if isinstance(node["is"], list) else [node["is"]]
        names = {each["id"]: each.get("name", each["id"]) for each in factor.get("values", ())}
        phrases = [names.get(each, each) if isinstance(each, str) else "" for each in wanted]
        kind = ("is" if factor.get("multiple") is False else "has") + suffix
        return self.say(kind, factor=self._name(node), values=self._chain("or", phrases or [""]))

    def _factor(self, node: Condition) -> Mapping[str, Any]:
        name = node["factor"]
        return self.terms.factors.get(name, {}) if isinstance(name, str) else {}

    def _name(self, node: Condition) -> str:
        return str(self._factor(node).get("name", node["factor"]))
