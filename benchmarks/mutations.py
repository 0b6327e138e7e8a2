"""Apply random single edits to the real content, and count how many are reported as exactly that.

Each edit has one kind, one subject and a least impact; beside it, only parts of it may be reported.
Seeded: the same edits each time. DeepDiff compares the same pairs, for scale.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.classify.change import ORDER
from guidepress.classify.classify import describe

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
BUNDLE = ROOT / "content/childhood-sts-recurrent/releases/2.0.0.json"
EDITS = 1_000
SEED = 20150129


class Expected(NamedTuple):
    """What must be reported of an edit; ``impact`` is the least that it may weigh."""

    kind: str
    subject: str
    impact: str


def statements(bundle: Any, *, of_options: bool) -> list[tuple[Any, Any]]:
    """Return homes with each of their statements."""
    homes = bundle["options"] if of_options else bundle["sections"]
    return [(home, each) for home in homes for each in home["content"]]


def fresh(random: Random) -> str:
    """Return an id that the real content does not have."""
    return f"fresh-{random.randrange(10**9)}"


def add_option(bundle: Any, random: Random) -> Expected:
    """Add an option at any place."""
    option = deepcopy(random.choice(bundle["options"]))
    option |= {"id": fresh(random), "name": "Another way", "content": []}
    bundle["options"].insert(random.randrange(len(bundle["options"]) + 1), option)
    return Expected("option-added", f"options/{option['id']}", "major")


def remove_option(bundle: Any, random: Random) -> Expected:
    """Remove an option that no statement speaks of."""
    told = {name for _, each in statements(bundle, of_options=False) for name in each["about"]}
    gone = random.choice([each for each in bundle["options"] if each["id"] not in told])
    bundle["options"].remove(gone)
    return Expected("option-removed", f"options/{gone['id']}", "major")


def rename_option(bundle: Any, random: Random) -> Expected:
    """Give an option a new id, declared; what names it follows."""
    option = random.choice(bundle["options"])
    old, option["id"] = option["id"], fresh(random)
    option["replaces"] = [old]
    for _, each in statements(bundle, of_options=False):
        each["about"] = [option["id"] if name == old else name for name in each["about"]]
    return Expected("option-renamed", f"options/{option['id']}", "minor")


def change_name(bundle: Any, random: Random) -> Expected:
    """Add a word to the name of an option."""
    option = random.choice(bundle["options"])
    option["name"] += " again"
    return Expected("option-name-changed", f"options/{option['id']}", "major")


def change_condition(bundle: Any, random: Random) -> Expected:
    """Take a value from the condition of an option, or add one."""
    option = random.choice([each for each in bundle["options"] if "applies_when" in each])
    condition = random.choice(option["applies_when"]["all"])
    condition["is"] = [*condition["is"], "other-distant"]
    return Expected("option-conditions-changed", f"options/{option['id']}", "major")


def negate(bundle: Any, random: Random) -> Expected:
    """Put a negation into a statement of an option."""
    _, each = random.choice(statements(bundle, of_options=True))
    words = each["text"].split(" ")
    words.insert(random.randrange(1, len(words)), "not")
    each["text"] = " ".join(words)
    return Expected("statement-text-changed", f"statements/{each['id']}", "major")


def change_number(bundle: Any, random: Random) -> Expected:
    """Change a digit in a statement of a section."""
    found = [each for _, each in statements(bundle, of_options=False) if _digits(each["text"])]
    each = random.choice(found)
    place = random.choice(_digits(each["text"]))
    digit = str((int(each["text"][place]) + random.randrange(1, 10)) % 10)
    each["text"] = each["text"][:place] + digit + each["text"][place + 1 :]
    return Expected("statement-text-changed", f"statements/{each['id']}", "minor")


def _digits(text: str) -> list[int]:
    head = text.partition("[@")[0]
    return [place for place, sign in enumerate(head) if sign.isdecimal()]


def change_punctuation(bundle: Any, random: Random) -> Expected:
    """Put a comma behind a word, or double a space."""
    both = [*statements(bundle, of_options=True), *statements(bundle, of_options=False)]
    _, each = random.choice(both)
    spaces = [place for place, sign in enumerate(each["text"].partition(" [@")[0]) if sign == " "]
    place = random.choice(spaces)
    mark = random.choice([",", " "]) if each["text"][place - 1].isalnum() else " "
    each["text"] = each["text"][:place] + mark + each["text"][place:]
    return Expected("statement-text-changed", f"statements/{each['id']}", "patch")


def add_statement(bundle: Any, random: Random) -> Expected:
    """Add a statement to a section."""
    section = random.choice(bundle["sections"])
    new = deepcopy(section["content"][0]) | {"id": fresh(random), "text": "Quite another claim."}
    new |= {"citations": [], "evidence": [], "about": [], "kind": "background"}
    section["content"].insert(random.randrange(len(section["content"]) + 1), new)
    return Expected("statement-added", f"statements/{new['id']}", "minor")


def move_statement(bundle: Any, random: Random) -> Expected:
    """Move a statement from one section to another."""
    home, each = random.choice(statements(bundle, of_options=False))
    other = random.choice([section for section in bundle["sections"] if section is not home])
    home["content"].remove(each)
    other["content"].insert(random.randrange(len(other["content"]) + 1), each)
    return Expected("statement-moved", f"statements/{each['id']}", "minor")


def reorder_options(bundle: Any, random: Random) -> Expected:
    """Bring the options into another order."""
    before = [each["id"] for each in bundle["options"]]
    while [each["id"] for each in bundle["options"]] == before:
        random.shuffle(bundle["options"])
    return Expected("options-reordered", "options", "minor")


def change_level(bundle: Any, random: Random) -> Expected:
    """Grade a statement otherwise, on the same scale."""
    both = [*statements(bundle, of_options=True), *statements(bundle, of_options=False)]
    each = random.choice([each for _, each in both if each["evidence"]])
    grading = each["evidence"][0]
    levels = ["1iA", "1iiB", "2C", "3iDi", "3iiDiv", "3iiiB"]
    grading["level"] = random.choice([level for level in levels if level != grading["level"]])
    return Expected("evidence-changed", f"statements/{each['id']}", "minor")


def change_pages(bundle: Any, random: Random) -> Expected:
    """Correct volume, issue or pages of a reference."""
    each = random.choice(bundle["references"])
    each[random.choice(["volume", "issue", "page"])] = str(random.randrange(1000, 9999))
    return Expected("reference-details-changed", f"references/{each['id']}", "patch")


def change_pmid(bundle: Any, random: Random) -> Expected:
    """Correct the PMID of a reference."""
    each = random.choice(bundle["references"])
    each["PMID"] = str(random.randrange(10**7, 10**8))
    return Expected("reference-identifier-changed", f"references/{each['id']}", "minor")


def add_notice(bundle: Any, random: Random) -> Expected:
    """Add an erratum to a reference."""
    each = random.choice(bundle["references"])
    notice = {"kind": "erratum", "citation": f"J Clin Oncol {random.randrange(2015, 2026)}"}
    each["custom"]["notices"].append(notice)
    return Expected("reference-notice-added", f"references/{each['id']}", "minor")


KINDS: tuple[Callable[[Any, Random], Expected], ...] = (
    add_option,
    remove_option,
    rename_option,
    change_name,
    change_condition,
    negate,
    change_number,
    change_punctuation,
    add_statement,
    move_statement,
    reorder_options,
    change_level,
    change_pages,
    change_pmid,
    add_notice,
)


class Score(NamedTuple):
    """How many edits were told as exactly what they are, and what DeepDiff makes of them."""

    right: Counter[str]
    tried: Counter[str]
    missed: list[str]
    seconds: float
    peer_items: int
    peer_single: int
    peer_seconds: float


def score() -> Score:
    """Apply the edits, one at a time, each to the real content."""
    from deepdiff import DeepDiff

    random = Random(SEED)
    base = json.loads(BUNDLE.read_bytes())
    right: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    missed: list[str] = []
    spent = peer_spent = 0.0
    peer_items = peer_single = 0
    for number in range(EDITS):
        edit = KINDS[number % len(KINDS)]
        new = deepcopy(base)
        expected = edit(new, random)
        start = time.perf_counter()
        delta = describe(base, new, "2.0.0", "edited")
        spent += time.perf_counter() - start
        # What lies inside what came or went is a part of that change.
        told = [
            Expected(each.fact.kind, each.fact.subject, each.impact)
            for each in delta.changes
            if not each.part_of
        ]
        name = edit.__name__.replace("_", " ")
        tried[name] += 1
        if len(told) == 1 and _is_enough(told[0], expected):
            right[name] += 1
        else:
            missed.append(f"edit {number}, {expected}: told {told}")
        start = time.perf_counter()
        found = DeepDiff(base, new, ignore_order=True)
        peer_spent += time.perf_counter() - start
        items = sum(len(each) for each in found.values())
        peer_items += items
        peer_single += items == 1
    return Score(right, tried, missed, spent, peer_items, peer_single, peer_spent)


def _is_enough(told: Expected, expected: Expected) -> bool:
    heavy = ORDER.index(told.impact) >= ORDER.index(expected.impact)
    return told[:2] == expected[:2] and heavy


def render_table(found: Score) -> str:
    """Return the score by kind of edit, and the comparison."""
    lines = ["| edit | told as exactly that |", "| --- | ---: |"]
    lines += [f"| {name} | {found.right[name]} of {count} |" for name, count in found.tried.items()]
    total = found.right.total()
    lines += [f"| **all** | **{total} of {EDITS}** |", ""]
    lines.append("| | items reported | edits told as one item | time a pair |")
    lines.append("| --- | ---: | ---: | ---: |")
    ours, theirs = (each / EDITS * 1000 for each in (found.seconds, found.peer_seconds))
    told = f"{EDITS + len(found.missed)} | {total}"
    lines.append(f"| Guidepress: kind, impact, sentence, words, patch | {told} | {ours:.1f} ms |")
    told = f"{found.peer_items} | {found.peer_single}"
    lines.append(f"| DeepDiff with `ignore_order=True`: paths | {told} | {theirs:.1f} ms |")
    return "\n".join([*lines, *(f"\nMissed: {each}" for each in found.missed)])


def render_combined(count: int = EDITS) -> str:
    """Return how many draws of one to four mutations hold: kinds follow from the description."""
    sys.path.insert(0, str(ROOT / "tests"))
    from laws.mutations import MOST, examine, kinds

    tried: Counter[int] = Counter()
    held: Counter[int] = Counter()
    broken = []
    for seed in range(count):
        found = examine(seed)
        tried[len(found.mutations)] += 1
        held[len(found.mutations)] += not found.faults
        broken += [f"\nBroken: seed {seed}, {found.faults}"] if found.faults else []
    lines = ["| mutations together | draws | patch, one line each, no less weight |"]
    lines.append("| ---: | ---: | ---: |")
    lines += [f"| {size} | {tried[size]} | {held[size]} |" for size in range(1, MOST + 1)]
    lines += [f"| **all** | **{tried.total()}** | **{held.total()}** |", ""]
    places = sum(map(len, kinds().values()))
    lines.append(
        f"{len(kinds())} kinds of mutation, at {places} places of a bundle with every field."
    )
    return "\n".join([*lines, *broken])


if __name__ == "__main__":
    print(render_table(score()))
    print(render_combined())
