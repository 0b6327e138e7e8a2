"""A frozen delta against the two bundles that it leads between: what it hides, adds or belittles.

The differences are computed again. Each operation has to belong to the same change as in the
frozen delta, each change has to be there with the same old and new values, and none may weigh less
than by today's rules. Sentences and their words may be put better one day; they are compared only
of a release that is being added. So may the rules: what they would say otherwise of a release of an
earlier ``schema_version`` is a warning, since nobody may refuse what an honest publisher released.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice, takewhile
from operator import eq
from typing import Any, NamedTuple

from guidepress.classify.change import ORDER, parse_version
from guidepress.classify.classify import describe
from guidepress.classify.folding import is_summary
from guidepress.diff.fact import canonical, prose_of
from guidepress.diff.pointer import PatchError, apply_patch
from guidepress.history.archive import Archive, Release
from guidepress.model import SCHEMA_VERSION
from guidepress.problem import Severity, UnusableError
from guidepress.release.reasons import reasons_of

# Whoever forged a delta needs no list of all that does not fit.
_ENOUGH = 5


class Fault(NamedTuple):
    """What does not fit, in words, and how grave it is."""

    message: str
    severity: Severity = "error"


def find_delta_faults(before: Release, after: Release, stood: Any) -> Iterator[Fault]:
    """Yield what the delta of the newer release says otherwise than the two bundles show.

    ``stood`` is the bundle that a withdrawal took, where the older one is a withdrawal.
    """
    frozen = after.changes or {}
    if not leads(frozen, before.bundle_bytes, after.bundle_bytes):
        yield Fault(f"the delta does not lead from {before.version} to {after.version}")
        return
    try:
        sides = (before.bundle, after.bundle, before.version, after.version)
        found = describe(*sides, list(reasons_of(frozen)), stood=stood).to_json()
    except UnusableError as error:
        yield Fault(str(error))
        return
    made_by = after.bundle["schema_version"]
    yield from islice(_head_faults(frozen, found | {"schema_version": made_by}), _ENOUGH)
    yield from islice(_fingerprint_faults(frozen), _ENOUGH)
    by_rules = (_partition_faults, _weight_faults, _word_faults)
    differing = [fault for faults in by_rules for fault in islice(faults(frozen, found), _ENOUGH)]
    # A patch of the schema weighs nothing otherwise; of a later one, `verify` says so.
    rules, today = (parse_version(each)[:2] for each in (made_by, SCHEMA_VERSION))
    if rules == today:
        yield from differing
    elif rules < today:
        yield from islice(_untold_faults(frozen, found), _ENOUGH)
        for fault in differing[:1]:
            message = f"this was weighed by the rules of schema {made_by}; by today's "
            yield Fault(message + fault.message, "warning")
    yield from islice(_reason_faults(frozen), _ENOUGH)


def find_reworded(archive: Archive, before: Release, after: Release) -> Iterator[str]:
    """Yield what the delta of the newer release says in other words than this tool would.

    Other versions of the tool may word it otherwise; who adds a release has the one that judges it.
    """
    frozen = after.changes or {}
    yield from find_other_rules(after)
    sides = (before.bundle, after.bundle, before.version, after.version)
    stood, past = archive.stood_before(before.bundle), archive.before(before.version)
    found = describe(*sides, list(reasons_of(frozen)), stood=stood, past=past).to_json()
    told = {_part(each): each for each in found["changes"]}
    pairs: list[tuple[str, Sequence[str], Any, Any]] = [("the delta", ["summary"], frozen, found)]
    for each in frozen["changes"]:
        name = f"{each['kind']} of {each['subject']}"
        pairs.append((name, _WORDED, each, told.get(_part(each), each)))
    for name, keys, one, other in pairs:
        for key in (each for each in keys if one.get(each) != other.get(each)):
            said, shown = _shown(one.get(key), other.get(key)), _shown(other.get(key), one.get(key))
            yield f"the {key} of {name} is {said}, the two bundles show {shown}"


def find_other_rules(release: Release) -> Iterator[str]:
    """Yield that a release is of another schema than this tool makes."""
    if (made_by := release.bundle["schema_version"]) != SCHEMA_VERSION:
        yield f"the release is of schema {made_by}, this tool makes {SCHEMA_VERSION}"


_WORDED = ("sentence", "words", "question", "rule", "group", "part_of")
_MOST_SHOWN = 120


def _shown(value: Any, other: Any) -> str:
    """Quote a value from a little before where it differs from the other."""
    texts = [
        each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)
        for each in (value, other)
    ]
    alike = sum(takewhile(bool, map(eq, *texts)))
    start = max(0, alike - _MOST_SHOWN // 4)
    text = texts[0][start : start + _MOST_SHOWN]
    return f"“{'…' * (start > 0)}{text}{'…' * (len(texts[0]) > start + len(text))}”"


def leads(changes: Mapping[str, Any], old: bytes, new: bytes) -> bool:
    """Tell whether the patch leads from the old bytes to the new ones, as the proof says."""
    try:
        led_to = canonical(apply_patch(json.loads(old), changes["patch"]))
    except (PatchError, ValueError, KeyError, TypeError, RecursionError):
        return False
    proof = changes["proof"]
    hashes = (sha256(old).hexdigest(), sha256(new).hexdigest())
    return led_to == new and hashes == (proof["old_sha256"], proof["new_sha256"])


def _head_faults(frozen: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Fault]:
    for key in ("id", "guideline", "from", "to", "schema_version"):
        if frozen[key] != found[key]:
            yield Fault(f"the delta says {key} {frozen[key]}, the releases say {found[key]}")
    heaviest = max((each["impact"] for each in frozen["changes"]), key=ORDER.index, default="none")
    if frozen["impact"] != heaviest:
        yield Fault(f"the delta is called {frozen['impact']}, its changes are {heaviest}")


def _fingerprint_faults(frozen: Mapping[str, Any]) -> Iterator[Fault]:
    for change in frozen["changes"]:
        if change["id"] != _fingerprint(change):
            yield Fault(f"the fingerprint of {change['kind']} of {change['subject']} is another")


def _untold_faults(frozen: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what no rules of any version would write: an operation that no change describes."""
    stamps = {found["patch"][each]["path"] for each in found["stamps"]}
    passed_over = {n for n, each in enumerate(frozen["patch"]) if each["path"] in stamps}
    told = {each for change in frozen["changes"] for each in change["operations"]}
    for each in sorted({*range(len(frozen["patch"]))} ^ (told | passed_over)):
        yield Fault(f"no change of the delta describes operation {each} of its patch")
    if set(frozen["stamps"]) != passed_over:
        yield Fault("the stamps of the delta are not those that lead between the releases")


def _partition_faults(frozen: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Fault]:
    mine, theirs = Counter(map(_part, found["changes"])), Counter(map(_part, frozen["changes"]))
    for kind, subject, *_ in mine - theirs:
        yield Fault(f"the delta does not say, or says otherwise, what changed: {kind} of {subject}")
    for kind, subject, *_ in theirs - mine:
        yield Fault(f"the delta says a change that the releases do not show: {kind} of {subject}")
    for key in ("patch", "stamps"):
        if canonical(frozen[key]) != canonical(found[key]):
            yield Fault(f"the {key} of the delta are not those that lead between the releases")


Part = tuple[str, str, str, tuple[int, ...]]


def _part(change: Mapping[str, Any]) -> Part:
    operations = tuple(change["operations"])
    return change["kind"], change["subject"], _fingerprint(change), operations


def _fingerprint(change: Mapping[str, Any]) -> str:
    values = [change["kind"], change["subject"], change.get("old"), change.get("new")]
    return sha256(canonical(values)).hexdigest()


def _weight_faults(frozen: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield changes that are made light of; heavier ones were weighed by other rules, or raised."""
    weighed = {_part(change): change for change in found["changes"]}
    for change in frozen["changes"]:
        now = weighed.get(_part(change))
        if now is None:
            continue
        name = f"{change['kind']} of {change['subject']}"
        phrase, least = ORDER.index(change["impact"]), ORDER.index(now["impact"])
        if phrase < least:
            yield Fault(f"the delta calls {name} {change['impact']}; it is {now['impact']}")
        elif phrase > least:
            message = f"the delta calls {name} {change['impact']}; today's rules say "
            yield Fault(f"{message}{now['impact']}", "warning")
        if now["alert"] and not change["alert"]:
            yield Fault(f"the delta raises no alert for {name}")


def _word_faults(frozen: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield a summary of other changes, and words that do not spell what is old and what is new."""
    if not is_summary(frozen.get("summary", ()), frozen["changes"]):
        yield Fault("the summary of the delta is not that of its changes")
    told = {_part(change) for change in found["changes"] if change["words"]}
    for change in frozen["changes"]:
        # Of texts, words have told the difference since the first version; of fields, some do.
        if not change["words"] and isinstance(change.get("old"), str) and _part(change) in told:
            yield Fault(f"the words of {change['kind']} of {change['subject']} are missing")
        for op, side in (("removed", "old"), ("added", "new")):
            kept = [each["text"] for each in change["words"] if each["op"] in {"same", op}]
            if change["words"] and "".join(kept) != prose_of(change.get(side)):
                name = f"{change['kind']} of {change['subject']}"
                yield Fault(f"the words of {name} are not those of the {side} text")


def _reason_faults(frozen: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield changes with half of a reason, which is more than a page or an app can show."""
    for change in frozen["changes"]:
        if ("reason" in change) != ("reason_type" in change):
            yield Fault(f"{change['kind']} of {change['subject']} has half of a reason")
