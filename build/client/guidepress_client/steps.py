"""What changed since a version, and what became of it: no error is handed on as a fact.

The delta of a version is frozen. Where that version turns out to be in error, its sentences must
not be shown any more: its changes are held back, and joined with those of the version that
corrects it. What the correction took back is then not told to those who never saw the error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress_client.types import Change, Changes, VersionEntry

IN_ERROR = "entered-in-error"

_IMPACTS = ("none", "patch", "minor", "major")
_COMINGS_AND_GOINGS = {"added", "removed", "recorded", "retired"}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One version of a guideline for those who have the one before.

    ``changes`` are those that may be shown: none where the version was entered in error, and those
    of the whole way where it corrects one. ``status`` is that of ``versions.json``;
    ``corrected_by`` and ``corrects`` are versions, or None. ``delta`` is the frozen file, which
    does not know what became of the version: show nothing of it.
    """

    guideline: str
    since: str
    version: str
    released: str
    status: str
    corrects: str | None
    corrected_by: str | None
    changes: tuple[Change, ...]
    delta: Changes = field(repr=False)

    @property
    def in_error(self) -> bool:
        """Whether the version was entered in error."""
        return self.status == IN_ERROR or self.corrected_by is not None


class _Held(NamedTuple):
    """A change that waits for a correction, and the version in error that made it, if one did."""

    change: Change
    in_error: str | None


def corrections_of(versions: Sequence[VersionEntry]) -> dict[str, str]:
    """Return the versions that were corrected, each with the newest version that corrects it."""
    return {each["corrects"]: each["version"] for each in reversed(versions) if "corrects" in each}


def make_steps(
    versions: Sequence[VersionEntry], entries: Sequence[VersionEntry], deltas: Sequence[Changes]
) -> Iterator[Step]:
    """Yield the step to each of the entries, oldest first, by its delta; ``versions`` are all."""
    corrections = corrections_of(versions)
    waiting: dict[str, list[_Held]] = {}
    for entry, delta in zip(entries, deltas, strict=True):
        version = entry["version"]
        corrected_by = corrections.get(version)
        held = waiting.pop(version, [])
        changes = _joined(held, delta["changes"])
        if corrected_by is not None or entry["status"] == IN_ERROR:
            more = [_Held(each, version) for each in changes]
            waiting.setdefault(corrected_by or "", []).extend(more)
            changes = []
        yield Step(
            guideline=delta["guideline"],
            since=delta["from"],
            version=version,
            released=entry["released"],
            status=entry["status"],
            corrects=entry.get("corrects"),
            corrected_by=corrected_by,
            changes=tuple(_hold_back(waiting, changes)),
            delta=delta,
        )


def _hold_back(waiting: Mapping[str, list[_Held]], changes: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes that do not build on an error that is still to be corrected."""
    for change in changes:
        for held in waiting.values():
            if any(_key(each.change) == _key(change) for each in held):
                held.append(_Held(change, None))
                break
        else:
            yield change


def _key(change: Change) -> tuple[str, str]:
    """Return what a change is about: a later one of the same key goes on where it ended."""
    stem, _, end = change["kind"].rpartition("-")
    return change["subject"], stem if end in _COMINGS_AND_GOINGS else change["kind"]


def _joined(held: Sequence[_Held], own: Sequence[Change]) -> list[Change]:
    """Return the changes of a correction, together with those that waited for it."""
    found: list[Change] = []
    left = list(own)
    for key in dict.fromkeys(_key(each.change) for each in held):
        before = [each for each in held if _key(each.change) == key]
        after = [each for each in left if _key(each) == key]
        left = [each for each in left if _key(each) != key]
        if not after:
            found += [_marked(each) for each in before]
        elif before[0].change.get("old") != after[-1].get("new"):
            found.append(_netted(before, after))
    return found + left


def _marked(held: _Held) -> Change:
    if held.in_error is None:
        return held.change
    origin = f"first told by {held.in_error}, which was entered in error"
    return {**held.change, "sentence": f"{held.change['sentence']} [{origin}]"}


def _netted(before: Sequence[_Held], after: Sequence[Change]) -> Change:
    """Return one change from before the error to what holds now."""
    every = [*(each.change for each in before), *after]
    old, new = every[0].get("old"), every[-1].get("new")
    versions = dict.fromkeys(each.in_error for each in before if each.in_error)
    origin = f"corrects {', '.join(versions)}, which was entered in error"
    ends: dict[str, Any] = {
        key: each for key, each in (("old", old), ("new", new)) if each is not None
    }
    net: Change = {
        **after[-1],
        "impact": max((each["impact"] for each in every), key=_IMPACTS.index),
        "alert": any(each["alert"] for each in every),
        "sentence": f"{after[-1]['sentence']} [{origin}]",
        "words": _words(old, new),
    }
    for key in ("old", "new"):
        net.pop(key, None)  # type: ignore[misc] # both may be absent
    return {**net, **ends}  # type: ignore[typeddict-item] # they are old and new


def _words(old: object, new: object) -> Any:
    if not (isinstance(old, str) and isinstance(new, str)):
        return []
    return [{"op": "removed", "text": old}, {"op": "added", "text": new}]
