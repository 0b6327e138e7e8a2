"""What an import took, left out and asks, and its baseline: hashes of what it brought.

With the baseline a later file is merged with what editors changed.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from guidepress.diff.fact import canonical
from guidepress.problem import UnusableError
from guidepress.units import count_noun

_MOST_PLACES = 5


class Question(NamedTuple):
    """What a person has to decide: where in the file, which of our ids, and what."""

    place: str
    id: str
    text: str


@dataclass
class Account:
    """Counts by kind; ``left`` has the places for each kind and reason."""

    taken: Counter[str] = field(default_factory=Counter)
    left: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    questions: list[Question] = field(default_factory=list)

    def take(self, kind: str) -> None:
        """Count an element that is in the content now."""
        self.taken[kind] += 1

    def leave(self, kind: str, reason: str, place: str) -> None:
        """Count an element that is not, and say why."""
        self.left[kind, reason].append(place)

    def ask(self, place: str, entity: str, text: str) -> None:
        """Note a question for the editors, once."""
        question = Question(place, entity, text)
        if question not in self.questions:
            self.questions.append(question)

    def to_data(self) -> dict[str, Any]:
        """Return the account as JSON data."""
        left = [
            {"kind": kind, "reason": reason, "count": len(places), "places": places}
            for (kind, reason), places in self.left.items()
        ]
        questions = [each._asdict() for each in self.questions]
        return {"taken": dict(self.taken), "left_out": left, "questions": questions}

    def lines(self) -> Iterator[str]:
        """Yield the account for a person to read."""
        taken = (f"{n} {count_noun(kind, one=n == 1)}" for kind, n in self.taken.items())
        yield "taken: " + (", ".join(taken) or "nothing")
        for (kind, reason), places in self.left.items():
            named = ", ".join(dict.fromkeys(places[:_MOST_PLACES]))
            more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
            what = count_noun(kind, one=len(places) == 1)
            yield f"left out: {len(places)} {what} ({named}{more}): {reason}"
        for question in self.questions:
            about = f" ({question.id})" if question.id else ""
            yield f"to decide: {question.place}{about}: {question.text}"


Data = dict[str, Any]
FILE = "import.json"
_DIGITS = 16


class Baseline(NamedTuple):
    """The last import: ``values`` are hashes of each key by address, ``lists`` ids in order.

    ``ids`` are ours by those of the source, ``works`` our keys by the works of its lists.
    """

    source: str
    updated: str
    file_sha256: str
    ids: Mapping[str, str]
    works: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    lists: Mapping[str, Sequence[str]]

    def to_bytes(self) -> bytes:
        """Return the file; entries are in the order of the document, by which parts are known."""
        text = json.dumps(self._asdict(), ensure_ascii=False, indent=1)
        return f"{text}\n".encode()


def read_baseline(data: bytes, name: str) -> Baseline:
    """Return the baseline of a file. Raises UnusableError where it is none."""
    try:
        found = Baseline(**json.loads(data))
        kinds = (str, str, str, dict, dict, dict, dict)
        sound = all(map(isinstance, found, kinds)) and _is_deep_sound(found)
    except (ValueError, TypeError, RecursionError):
        sound = False
    if not sound:
        message = f"{name} is damaged; restore it from git: without it, edits cannot be kept apart"
        raise UnusableError(message)
    return found


def _is_deep_sound(found: Baseline) -> bool:
    texts = (*found.ids.values(), *found.works.values())
    hashes = (each for unit in found.values.values() for each in dict(unit).values())
    ids = (each for listed in found.lists.values() for each in list(listed))
    return all(isinstance(each, str) for each in (*texts, *hashes, *ids))


def hash_of(value: Any) -> str:
    """Return the short hash of a value; of nothing, nothing."""
    return "" if value is None else sha256(canonical(value)).hexdigest()[:_DIGITS]


def is_units(value: Any) -> bool:
    """Tell whether a value is a list of entries with ids."""
    listed = value if isinstance(value, list) else []
    return bool(listed) and all(isinstance(each, dict) and "id" in each for each in listed)


def address_of(owner: str, key: str, entry: Data) -> str:
    """Return where an entry of the list ``key`` is: blocks and sections by their own ids."""
    own = str(entry["id"])
    if key in ("content", "sections", "references"):
        return own
    holder = owner.partition(".")[0].partition("/")[0]
    return f"{holder or f'/{key}'}.{own}"


def hashes_below(value: Data, address: str) -> dict[str, dict[str, str]]:
    """Return the hashes of a mapping that is at an address."""
    tree = Tree({}, {}, {}, {})
    _walk(value, address, tree)
    return tree.values


class Tree(NamedTuple):
    """A content tree flat: values and lists by address, and the entries themselves."""

    values: dict[str, dict[str, str]]
    lists: dict[str, list[str]]
    entries: dict[str, Data]
    parents: dict[str, str]


def flatten(data: Data) -> Tree:
    """Return the addresses of a tree."""
    tree = Tree({}, {}, {}, {})
    _walk(data, "", tree)
    return tree


def _walk(data: Data, address: str, tree: Tree) -> None:
    tree.entries[address] = data
    values = tree.values.setdefault(address, {})
    for key, value in data.items():
        below = f"{address}/{key}"
        if is_units(value):
            tree.lists[below] = []
            for entry in value:
                at = address_of(address, key, entry)
                tree.lists[below].append(at)
                tree.parents[at] = below
                _walk(entry, at, tree)
        elif isinstance(value, dict):
            tree.parents[below] = address
            _walk(value, below, tree)
        elif key != "id" or not address:
            values[key] = hash_of(value)


def subtree(tree: Tree, address: str) -> Iterator[str]:
    """Yield the address and all below it."""
    yield address
    for key, value in tree.entries[address].items():
        if is_units(value):
            for entry in value:
                yield from subtree(tree, address_of(address, key, entry))
        elif isinstance(value, dict):
            yield from subtree(tree, f"{address}/{key}")
