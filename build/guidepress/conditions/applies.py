"""Whether an option, a recommendation, a row or a dose applies to a patient, as far as is known."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from guidepress.conditions.domain import find_patients
from guidepress.conditions.evaluate import (
    BRANCHES,
    DEEPEST,
    Condition,
    Facts,
    Terms,
    kind_of,
    parts_of,
    read_condition,
    terms_of,
    walk_condition,
)
from guidepress.conditions.facts import Truth
from guidepress.conditions.words import describe

Applies: TypeAlias = Literal["applies", "does not", "not known", "not stated"]
_ANSWERS: dict[Truth, Applies] = {"true": "applies", "false": "does not", "unknown": "not known"}


class Answer(NamedTuple):
    """The answer; factors and words that would decide it; and what it was judged by, in words.

    ``premise`` is the population of the guideline, which the answer takes for granted.
    """

    answer: Applies
    factors: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    premise: str = ""


def applies(
    thing: Mapping[str, Any],
    facts: Facts,
    terms: Terms,
    *,
    groups: tuple[Mapping[str, Any], ...] = (),
    premise: str = "",
) -> Answer:
    """Return whether the thing applies; ``groups`` are those that it is in, the outermost first.

    A thing is any mapping with ``applies_when`` (a condition) and ``population`` (words, or words
    with a condition ``when``). Where none of them states either, the answer is *not stated*.
    """
    stated = [condition for each in (*groups, thing) for condition in stated_of(each)]
    if not stated:
        return Answer("not stated", premise=premise)
    truth, factors, texts, *_ = read_condition({"all": stated}, facts, terms)
    judged = tuple(describe(each, terms) for each in stated)
    return Answer(_ANSWERS[truth], factors, texts, judged, premise)


def stated_of(thing: Mapping[str, Any]) -> Iterator[Condition]:
    """Yield what a thing states of whom it is for: a condition, and its population."""
    if condition := thing.get("applies_when"):
        yield condition
    population = thing.get("population")
    if isinstance(population, str) and population:
        yield {"text": population}
    elif isinstance(population, dict) and population:
        text = {"text": population["text"]} if "text" in population else {}
        when = population.get("when")
        # Words without a condition behind them are for a person to judge.
        yield {"all": [when], **text} if when else text


def applies_in(bundle: Mapping[str, Any], name: str, facts: Facts) -> Answer:
    """Return whether an option, a group, a dose, a recommendation or a part of one applies.

    ``name`` is its id (``owner.part`` for a part); what is stated of its groups and of its owner
    holds for it, too. Raises KeyError where the bundle has nothing of that id.
    """
    terms = terms_of(bundle["factors"], bundle["conditions"])
    population = bundle["guideline"]["population"]
    stated = (population.get(key) for key in ("condition", "age", "setting"))
    *outer, thing = dict(list_chains(bundle))[name]
    premise = ", ".join(filter(None, stated))
    return applies(thing, facts, terms, groups=tuple(outer), premise=premise)


# What stands in a chain for the rows that hold a dose.
ROWS = "the rows that hold it"
Chain: TypeAlias = tuple[Mapping[str, Any], ...]


def list_chains(bundle: Mapping[str, Any]) -> Iterator[tuple[str, Chain]]:
    """Yield each thing by its name, behind all that it is in; a dose also behind its rows."""
    holders = (each for kind in _HOLDERS for each in bundle.get(kind, ()))
    rows = find_row_conditions(block for each in holders for block in each.get("content", ()))
    for name, chain in _list_chains(bundle):
        *outer, thing = chain
        held = {"id": ROWS, "applies_when": rows.get(name)}
        yield name, (*outer, held, thing) if name in rows else chain


_HOLDERS = ("groups", "options", "recommendations", "sections")


def find_row_conditions(blocks: Iterable[Mapping[str, Any]]) -> dict[str, Condition]:
    """Return what the rows of tables state for the doses in them, by dose.

    A dose is given as any of its rows says. A row without a condition, beside rows of the same
    dose that have one, is for a person to judge; a table in which none has one states nothing.
    """
    found: dict[str, list[Condition]] = {}
    for block in (each for each in blocks if each.get("table")):
        held: dict[str, list[list[Condition]]] = {}
        for _, cells, stated in list_rows(block["table"]):
            for dose in (cell["dose"] for cell in cells if "dose" in cell):
                held.setdefault(dose, []).append([*stated_of(block), *stated])
        silent = {"text": f"a row of “{block['table']['title']}” states no condition"}
        for dose, rows in held.items():
            for stated in rows if any(rows) else ():
                condition = {"all": stated} if stated[1:] else stated[0] if stated else silent
                alternatives = found.setdefault(dose, [])
                alternatives += [condition] if condition not in alternatives else []
    return {dose: {"any": each} if each[1:] else each[0] for dose, each in found.items()}


def list_rows(
    table: Mapping[str, Any],
) -> Iterator[tuple[Mapping[str, Any], list[Mapping[str, Any]], list[Condition]]]:
    """Yield each row with the cells in it, also those that begin above, and what is stated of it.

    What the heading above states is stated of the row, too.
    """
    above: list[Condition] = []
    begun: list[tuple[Mapping[str, Any], int]] = []
    for row in table["rows"]:
        stated = [*stated_of(row)]
        above, stated = (stated, []) if row.get("heading") else (above, stated)
        begun += [(cell, cell.get("rows", 1)) for cell in row["cells"]]
        yield row, [cell for cell, _ in begun], [*above, *stated]
        begun = [(cell, left - 1) for cell, left in begun if left > 1]


def _list_chains(bundle: Mapping[str, Any]) -> Iterator[tuple[str, Chain]]:
    groups = {each["id"]: each for each in bundle["groups"]}
    for entry in (*bundle["groups"], *bundle["options"]):
        chain: Chain = (entry,)
        while (outer := groups.get(chain[0].get("group", ""))) and outer not in chain:
            chain = (outer, *chain)
        yield entry["id"], chain
        yield from _with_doses(chain)
    for made in bundle["recommendations"]:
        yield made["id"], (made,)
        for part in made["parts"]:
            yield f"{made['id']}.{part['id']}", (made, part)
            yield from _with_doses((made, part))


def _with_doses(chain: Chain) -> Iterator[tuple[str, Chain]]:
    for dose in chain[-1].get("doses", ()):
        yield dose["id"], (*chain, dose)


def excludes_otherwise(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    then: Terms,
    now: Terms,
    denies: Callable[[str], bool],
) -> bool:
    """Tell whether other patients are let through of those whom an exclusion is, or may be, for.

    An exclusion stands below ``not``, or is in words that deny (“not pregnant”), as values have
    them, too. What is for a person to judge is compared as words.
    """
    terms = Terms({**then.factors, **now.factors})
    stated = [
        [_written_out(each, known) for each in stated_of(side)]
        for side, known in ((before, then), (after, now))
    ]
    names = {
        (name, value["id"])
        for known in (then, now)
        for name, factor in known.factors.items()
        for value in factor.get("values", ())
        if denies(value["name"])
    }
    held = [
        [each for each in _conjuncts(side) if [*_excluded(each, names, denies)]] for side in stated
    ]
    if held[0] == held[1]:
        return False
    patients = find_patients([each for side in stated for each in side], terms)
    if patients is None or _words_of(held[0]) != _words_of(held[1]):
        return True
    shut = [each for side in held for one in side for each in _excluded(one, names, denies)]
    return any(
        _read_of("any", shut, each, terms)[0] != "false"
        for each in patients
        if _read_of("all", stated[0], each, terms) != _read_of("all", stated[1], each, terms)
    )


def _conjuncts(conditions: Iterable[Any]) -> Iterator[Any]:
    """Yield the conditions all of which must hold, one by one."""
    for each in conditions:
        yield from _conjuncts(each["all"]) if [*each] == ["all"] else [each]


def _written_out(node: Any, terms: Terms, depth: int = 0) -> Any:
    """Return a condition with the named ones in the place of their names."""
    kind = kind_of(node) if isinstance(node, dict) and depth <= DEEPEST else ""
    if kind == "ref":
        named = {key: each for key, each in node.items() if key != "ref"}
        return {**named, "all": [_written_out(terms.named.get(node["ref"]), terms, depth + 1)]}
    if kind not in BRANCHES:
        return node
    parts = [_written_out(each, terms, depth + 1) for each in parts_of(kind, node[kind])]
    inside = {"not": parts[0], "count": {**node[kind], "of": parts}} if kind in _WRAPPED else {}
    return {**node, kind: inside.get(kind, parts)}


_WRAPPED = ("not", "count")


def _excluded(
    node: Any, names: Collection[tuple[Any, Any]], denies: Callable[[str], bool]
) -> Iterator[Any]:
    """Yield the outermost conditions that must not hold."""
    kind = kind_of(node) if isinstance(node, dict) else ""
    if kind == "not":
        yield node["not"]
    elif kind and (denies(node.get("text", "")) or _names_any(node, names)):
        yield {"not": node}
    elif kind in BRANCHES:
        for each in parts_of(kind, node[kind]):
            yield from _excluded(each, names, denies)


def _names_any(leaf: Condition, names: Collection[tuple[Any, Any]]) -> bool:
    wanted = leaf.get("is", ())
    values = wanted if isinstance(wanted, list) else [wanted]
    return any((leaf.get("factor"), each) in names for each in values)


def _words_of(conditions: Iterable[Condition]) -> set[str]:
    nodes = (node for each in conditions for _, node in walk_condition(each))
    return {node["text"] for node in nodes if isinstance(node, dict) and "text" in node}


def _read_of(kind: str, conditions: Sequence[Condition], facts: Facts, terms: Terms) -> Any:
    if not conditions:
        return ("true",) * 3 if kind == "all" else ("false",) * 3
    found = read_condition({kind: conditions}, facts, terms)
    return found.truth, found.most, found.least
