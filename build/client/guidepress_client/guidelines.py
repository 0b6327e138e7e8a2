"""What a tree publishes of one guideline: each file checked against those that vouch for it."""

from __future__ import annotations

from difflib import get_close_matches
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from guidepress_client.documents import (
    CONSULTATION,
    HELD,
    KEEP,
    SUMS,
    check_once,
    check_owner,
    order_of,
    read_bundle,
    refuse_withdrawn,
)
from guidepress_client.errors import AlteredError, NotPublishedError, WithdrawnError
from guidepress_client.patch import follow
from guidepress_client.steps import IN_ERROR, Step, corrections_of, make_steps
from guidepress_client.types import Changes, Ids, Index

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guidepress_client.reader import Reader
    from guidepress_client.types import Bundle, VersionEntry


def refuse_unknown(reader: Reader, guideline: str, error: NotPublishedError) -> None:
    """Raise a better error where the tree has no such guideline at all."""
    known = [each["id"] for each in read_index(reader)["guidelines"]]
    # One of which only a version in consultation is published is not in the index.
    if guideline in known or f"{guideline}/{SUMS}" in reader.names():
        return
    near = get_close_matches(guideline[:200], known[:2000], 1)
    message = f"there is no guideline {guideline[:200]}"
    raise NotPublishedError(message, f"did you mean {near[0]}?" if near else "") from error


def read_index(reader: Reader) -> Index:
    """Return the index of all guidelines."""
    name = "index.json"
    found = cast("Index", reader.document(name, Index))
    check_once(name, (each["id"] for each in found["guidelines"]))
    reader.tree.seen.keep(name, {each["id"]: each["version"] for each in found["guidelines"]})
    return found


def read_ids(reader: Reader, guideline: str) -> Ids:
    """Return where each id that a guideline ever had leads now."""
    # Ids state no newest version: by them alone, a tree that went back would not be known.
    reader.versions(guideline)
    name = f"{guideline}/ids.json"
    found = cast("Ids", reader.document(name, Ids))
    check_owner(name, found, guideline)
    check_once(name, (each["id"] for each in found["ids"]))
    for each in found["ids"]:
        order_of(name, each["first_version"])
    return found


def read_latest(reader: Reader, guideline: str) -> Bundle:
    """Return ``latest.json``, which must be the newest version that ``versions.json`` names."""
    return _bundle_of(reader, f"{guideline}/latest.json", guideline, reader.newest(guideline))


def _bundle_of(reader: Reader, name: str, guideline: str, entry: VersionEntry) -> Bundle:
    data = reader.read(name)
    if sha256(data).hexdigest() != entry["bundle_sha256"]:
        why = f"it is not the bundle of {entry['version']} that versions.json names"
        raise AlteredError(name, why)
    return read_bundle(name, data, guideline, entry["version"], reader.deadline)


def read_version(reader: Reader, guideline: str, version: str, *, usable: bool) -> Bundle:
    """Return one version; where it is to be ``usable``, neither withdrawn nor in error."""
    entry = reader.entry(guideline, version)
    if usable and entry["status"] in {"withdrawn", IN_ERROR}:
        refuse_withdrawn(read_latest(reader, guideline))
        _refuse_erroneous(reader, guideline, entry)
    if "bundle" not in entry:
        removed = entry.get("removed", {"date": "", "reason": "no reason is given"})
        message = f"{guideline} {version} was removed on {removed['date']}: {removed['reason']}"
        raise NotPublishedError(message, "delete your copies of it")
    bundle = _bundle_of(reader, f"{guideline}/{version}/bundle.json", guideline, entry)
    if usable:
        refuse_withdrawn(bundle)
    return bundle


def _refuse_erroneous(reader: Reader, guideline: str, entry: VersionEntry) -> None:
    corrections = corrections_of(reader.versions(guideline)["versions"])
    corrected_by = corrections.get(entry["version"])
    reason = f"its status is {entry['status']}"
    reason += f"; {corrected_by} corrects it" if corrected_by else ""
    raise WithdrawnError(guideline, entry["version"], reason, corrected_by=corrected_by)


def _newer(reader: Reader, guideline: str, since: str) -> list[VersionEntry]:
    """Return the versions in force after one, oldest first."""
    if reader.entry(guideline, since)["kind"] == CONSULTATION:
        message = f"{since} of {guideline} was in consultation: no changes lead on from it"
        raise NotPublishedError(message, "begin with latest()")
    versions = reader.versions(guideline)["versions"]
    place = [each["version"] for each in versions].index(since)
    return [each for each in versions[:place] if each["kind"] != CONSULTATION][::-1]


def _deltas(reader: Reader, guideline: str, entries: Sequence[VersionEntry]) -> Iterator[Changes]:
    """Yield the delta to each version; each must lead from published bytes to published bytes."""
    hashes = {e["version"]: e["bundle_sha256"] for e in reader.versions(guideline)["versions"]}
    for entry in entries:
        name = f"{guideline}/{entry['version']}/changes.json"
        if "changes" not in entry:
            message = f"the changes of {guideline} {entry['version']} were removed by law"
            raise NotPublishedError(message, "begin again with latest()")
        delta = cast("Changes", reader.document(name, Changes))
        check_owner(name, delta, guideline)
        ends = (hashes.get(delta["from"]), hashes[entry["version"]])
        proof = delta["proof"]
        if (proof["old_sha256"], proof["new_sha256"]) != ends or delta["to"] != entry["version"]:
            why = f"its proof does not lead to {entry['version']} as versions.json names it"
            raise AlteredError(name, why)
        yield delta


def read_steps(reader: Reader, guideline: str, since: str) -> list[Step]:
    """Return what changed since a version, each error folded with its correction."""
    entries = _newer(reader, guideline, since)
    deltas = list(_deltas(reader, guideline, entries))
    return list(make_steps(reader.versions(guideline)["versions"], entries, deltas))


def lead_to_newest(
    reader: Reader, guideline: str, version: str, bundle: bytes
) -> tuple[bytes, Bundle]:
    """Return the newest bundle as bytes and as data, made by the deltas since a version."""
    if sha256(bundle).hexdigest() != reader.entry(guideline, version)["bundle_sha256"]:
        raise AlteredError(HELD, f"it is not {guideline} {version} as it was published", KEEP)
    for delta in _deltas(reader, guideline, _newer(reader, guideline, version)):
        bundle = follow(bundle, delta, reader.deadline)
    newest = reader.newest(guideline)
    if sha256(bundle).hexdigest() != newest["bundle_sha256"]:
        name = f"{guideline}/versions.json"
        raise AlteredError(name, f"the deltas do not end at {newest['version']}, its newest")
    name = f"{guideline}/latest.json"
    return bundle, read_bundle(name, bundle, guideline, newest["version"], reader.deadline)
