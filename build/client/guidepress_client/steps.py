"""What changed since a version, and what became of it: no error is handed on as a fact.

The delta of a version is frozen. Where that version turns out to be in error, its sentences must
not be shown any more: its changes are held back, and joined with those of the version that
corrects it. What the correction took back is then not told to those who never saw the error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress_client.types import Change, Changes, VersionEntry

IN_ERROR = "entered-in-error"

_IMPACTS = ("none", "patch", "minor", "major")
_CITATION = re.compile(r" ?(?<!\\)\[@[^\]\[]*\]")
# "Revised text on “A”: removed “b”": what stands before the colon names what was changed.
_NAMED = re.compile(r"(?:(?:[^“”:]|“[^“”]*”)+: )+")
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
    """A change, and the versions in error that it went through; a net one was changed on the way.

    ``start`` counts the steps before the one in which it began.
    """

    change: Change
    start: int
    in_error: tuple[str, ...] = ()
    is_net: bool = False


def corrections_of(versions: Sequence[VersionEntry]) -> dict[str, str]:
    """Return the versions that were corrected, each with the newest version that corrects it."""
    return {each["corrects"]: each["version"] for each in reversed(versions) if "corrects" in each}


def make_steps(
    versions: Sequence[VersionEntry], entries: Sequence[VersionEntry], deltas: Sequence[Changes]
) -> Iterator[Step]:
    """Yield the step to each of the entries, oldest first, by its delta; ``versions`` are all."""
    corrections = corrections_of(versions)
    waiting: dict[str, list[_Held]] = {}
    for number, (entry, delta) in enumerate(zip(entries, deltas, strict=True)):
        version = entry["version"]
        corrected_by = corrections.get(version)
        own = [_Held(each, number) for each in delta["changes"]]
        made = _joined(waiting.pop(version, []), own)
        if corrected_by is not None or entry["status"] == IN_ERROR:
            more = [each._replace(in_error=(*each.in_error, version)) for each in made]
            waiting.setdefault(corrected_by or "", []).extend(more)
            made = []
        yield Step(
            guideline=delta["guideline"],
            since=delta["from"],
            version=version,
            released=entry["released"],
            status=entry["status"],
            corrects=entry.get("corrects"),
            corrected_by=corrected_by,
            changes=tuple(map(_marked, _hold_back(waiting, made))),
            delta=delta,
        )


def _hold_back(waiting: Mapping[str, list[_Held]], made: Sequence[_Held]) -> Iterator[_Held]:
    """Yield the changes that do not build on an error that is still to be corrected."""
    homes: dict[tuple[str, str], list[_Held]] = {}
    for held in waiting.values():
        for each in held:
            homes.setdefault(_key(each.change), held)
    for one in made:
        home = homes.get(_key(one.change))
        if home is None:
            yield one
        else:
            home.append(one)


def _key(change: Change) -> tuple[str, str]:
    """Return what a change is about: a later one of the same key goes on where it ended."""
    stem, _, end = change["kind"].rpartition("-")
    return change["subject"], stem if end in _COMINGS_AND_GOINGS else change["kind"]


def _joined(held: Sequence[_Held], own: Sequence[_Held]) -> list[_Held]:
    """Return the changes of a correction, together with those that waited for it."""
    found: list[_Held] = []
    left = _by_key(own)
    for key, waited in _by_key(held).items():
        before, after = sorted(waited, key=attrgetter("start")), left.pop(key, [])
        if not after:
            found += before
        elif before[0].change.get("old") != after[-1].change.get("new"):
            found.append(_netted(before, after))
    return found + [each for each in own if _key(each.change) in left]


def _by_key(held: Sequence[_Held]) -> dict[tuple[str, str], list[_Held]]:
    found: dict[tuple[str, str], list[_Held]] = {}
    for each in held:
        found.setdefault(_key(each.change), []).append(each)
    return found


def _marked(held: _Held) -> Change:
    if not held.in_error:
        return held.change
    origin = f"first told by {held.in_error[0]}, which was"
    if held.is_net:
        verb = "were" if len(held.in_error) > 1 else "was"
        origin = f"corrects {' and '.join(held.in_error)}, which {verb}"
    return {**held.change, "sentence": f"{held.change['sentence']} [{origin} entered in error]"}


def _netted(before: Sequence[_Held], after: Sequence[_Held]) -> _Held:
    """Return one change from before the error to what holds now."""
    every = [each.change for each in (*before, *after)]
    old, new = every[0].get("old"), every[-1].get("new")
    versions = dict.fromkeys(version for each in before for version in each.in_error)
    ends: dict[str, Any] = {
        key: each for key, each in (("old", old), ("new", new)) if each is not None
    }
    net: Change = {
        **every[-1],
        "impact": max((each["impact"] for each in every), key=_IMPACTS.index),
        "alert": any(each["alert"] for each in every),
        "words": _words(old, new),
        "sentence": _sentence(every[-1]["sentence"], old, new),
    }
    for key in ("old", "new"):
        net.pop(key, None)  # type: ignore[misc] # both may be absent
    whole: Change = {**net, **ends}  # type: ignore[typeddict-item] # they are old and new
    return _Held(whole, before[0].start, tuple(versions), is_net=True)


def _sentence(last: str, old: object, new: object) -> str:
    """Say the whole way in one sentence; ``last`` is that of the correction, from the error on."""
    if not (isinstance(old, str) and isinstance(new, str)):
        return f"{last} This is told from the error on: compare `old` with `new`."
    named = _NAMED.match(last)
    # Readers know no keys of works; where nothing else differs, they are what was changed.
    plain = [_CITATION.sub("", each) for each in (old, new)]
    old, new = plain if plain[0] != plain[1] else (old, new)
    return f"{named[0] if named else ''}“{old}” became “{new}”."


def _words(old: object, new: object) -> Any:
    if not (isinstance(old, str) and isinstance(new, str)):
        return []
    return [{"op": "removed", "text": old}, {"op": "added", "text": new}]
