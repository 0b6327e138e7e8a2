"""Whatever a host answers, the client raises its own errors, in time, and nothing lasts."""

from __future__ import annotations

import json
import os
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs
import pytest

from client.faults import QUICK, SLOW
from client.host import Host, running
from client.mutations import AS_BYTES, GID, KINDS, SUMS, Files, edited, rehashed, with_sums
from contracts.conftest import CONTRACTS
from guidepress.schema.load import load_schema
from guidepress_client import ClientError, Library, connect
from guidepress_client.steps import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from client.faults import Fault
    from guidepress_client import Kept

pytestmark = pytest.mark.checkout

(TREE,) = (CONTRACTS / "kept").glob("*/v1")
PLAIN = {
    file.relative_to(TREE).as_posix(): file.read_bytes()
    for file in TREE.rglob("*")
    if file.is_file()
}
HONEST = {nested: with_sums(PLAIN, nested=nested) for nested in (False, True)}
SEED = 20150129
# So many are drawn on each run; those marked slow take every one, in so many parts.
STATED = os.environ.get("HOSTILE_ANSWERS", "60")
PARTS = 12
# Longest that a call may take, and what a busy machine may add before a test calls it a hang.
SECONDS = 1.0


class Hostile(NamedTuple):
    """A tree that is served, and the file of it that is answered by a fault, if one is.

    ``bound`` says that the checksums are the honest ones, so that every answer must be too.
    """

    name: str
    files: Files
    nested: bool = True
    bound: bool = False
    broken: str = ""
    fault: Fault | None = None


def faulty() -> Iterator[Hostile]:
    """Yield each fault of the protocol, once for the checksums and once for another file."""
    random = Random(SEED)
    names = [name for name in KINDS.values() if name != SUMS]
    for what, fault in {**QUICK, **SLOW}.items():
        for broken in (SUMS, random.choice(names)):
            yield Hostile(f"{broken} {what}", HONEST[True], bound=True, broken=broken, fault=fault)


def altered() -> Iterator[Hostile]:
    """Yield alterations of every kind of document, with checksums that fit and with the honest."""
    random = Random(SEED)
    for kind, name in KINDS.items():
        for nested in (True,) if kind == "own sums" else (True, False):
            files = HONEST[nested]
            alterations = {what: alter(files[name]) for what, alter in AS_BYTES.items()}
            for number in range(0 if kind.endswith("sums") else 20):
                document = edited(random, json.loads(files[name]))
                alterations[f"edit {number}"] = json.dumps(document).encode()
            for what, data in alterations.items():
                tree = rehashed(files, name, data, nested=nested)
                yield Hostile(f"{kind}: {what}, rehashed", tree, nested)
                bound = kind != "sums"
                yield Hostile(f"{kind}: {what}", {**files, name: data}, nested, bound=bound)


def exchanged() -> Iterator[Hostile]:
    """Yield trees in which a file is that of another guideline, version or kind."""
    files = HONEST[True]
    for kind, name in KINDS.items():
        for other in (*KINDS.values(), "ward/latest.json", "ward/versions.json", "ward/ids.json"):
            if other != name:
                tree = rehashed(files, name, files[other], nested=True)
                yield Hostile(f"{kind}: {other} in its place", tree)


def nested() -> Iterator[Hostile]:
    """Yield bundles whose conditions, which are trees, are very deep: as deep as JSON can be read."""
    for depth in (90, 300, 900):
        for key in ("not", "all"):
            start, end = (f'{{"{key}":[', "]}") if key == "all" else (f'{{"{key}":', "}")
            condition = start * depth + '{"text":"x"}' + end * depth
            bundle = json.loads(HONEST[True][KINDS["latest"]])
            bundle["options"][0]["applies_when"] = "here"
            data = json.dumps(bundle).replace('"here"', condition).encode()
            tree = rehashed(HONEST[True], KINDS["latest"], data, nested=True)
            yield Hostile(f"latest: {depth} conditions in each other by {key}", tree)


EVERY = [*faulty(), *altered(), *exchanged(), *nested()]


def sample() -> list[Hostile]:
    return Random(SEED).sample(EVERY, min(int(STATED), len(EVERY)))


OLD = PLAIN[f"{GID}/1.0.0/bundle.json"]
CALLS: dict[str, Callable[[Library], object]] = {
    "latest": lambda library: library.latest(GID),
    "index": lambda library: library.index(),
    "versions": lambda library: library.versions(GID),
    "ids": lambda library: library.ids(GID),
    "current_ids": lambda library: library.current_ids(GID, "pazopanib"),
    "bundle": lambda library: library.bundle(GID, "1.0.0"),
    "changes": lambda library: library.changes(GID, "1.0.0"),
    "update": lambda library: library.update(OLD),
    "read": lambda library: library.read("schema/bundle.schema.json"),
    "verify": lambda library: [str(each) for each in library.verify()],
}
RIGHT = {name: call(connect(TREE)) for name, call in CALLS.items()}


def structural(schema: Any) -> Any:
    """Return what a schema says of types and fields alone, as an oracle that is not the client's."""
    if isinstance(schema, list):
        return [structural(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: each for key, each in schema.items() if key in {"type", "required", "enum", "$ref"}
    }
    for key in ("properties", "$defs"):
        if key in schema:
            kept[key] = {name: structural(each) for name, each in schema[key].items()}
    if "items" in schema:
        kept["items"] = structural(schema["items"])
    return kept


FITS = {
    kind: jsonschema_rs.validator_for(structural(load_schema(kind)))
    for kind in ("index", "versions", "ids", "bundle", "changes")
}
RETURNS = {
    "latest": "bundle",
    "index": "index",
    "versions": "versions",
    "ids": "ids",
    "bundle": "bundle",
}


def check(name: str, found: Any, *, bound: bool) -> None:
    """What was returned is right, or at least of the shape that was promised."""
    if bound and name != "verify":
        assert found == RIGHT[name]
    if name in RETURNS:
        assert FITS[RETURNS[name]].is_valid(found)
    if name in {"latest", "bundle"}:
        assert found["guideline"]["id"] == GID
    if name == "changes":
        assert all(
            isinstance(each, Step) and FITS["changes"].is_valid(each.delta) for each in found
        )
    if name == "update":
        assert json.loads(found)["guideline"]["id"] == GID


def ask_everything(library: Library, hostile: Hostile) -> None:
    slow = hostile.fault in SLOW.values()
    for name, call in CALLS.items():
        if slow and name not in {"latest", "update"}:
            continue
        try:
            check(name, call(library), bound=hostile.bound)
        except ClientError as error:
            advised = bool(str(error).partition("; ")[2])
        else:
            advised = True
        assert advised, f"{name} raises an error that does not say what to do"


def hold(hostile: Hostile, folder: Path) -> None:
    cache: dict[str, Kept] = {}
    with running(Host(hostile.files, hostile.fault, hostile.broken)) as host:
        memory = folder / "seen.json"
        library = connect(host.address, cache, remember=memory, seconds=SECONDS)
        ask_everything(library, hostile)
        host.files, host.fault = HONEST[hostile.nested], None
        # The honest answers may take as long as a busy machine needs.
        library.seconds = 60
        for again in (library, connect(host.address, cache, remember=memory, seconds=60)):
            assert {name: call(again) for name, call in CALLS.items()} == RIGHT


@pytest.mark.parametrize("hostile", sample(), ids=lambda each: each.name)
def test_a_hostile_answer_ends_in_an_error_of_the_client_and_the_next_honest_one_is_right(
    hostile: Hostile, tmp_path: Path
) -> None:
    hold(hostile, tmp_path)


def test_there_are_enough_hostile_answers_of_every_kind() -> None:
    assert len(EVERY) >= 300
    assert len({each.name for each in EVERY}) > len(EVERY) / 2
    for kind in KINDS:
        assert sum(each.name.startswith(kind) for each in EVERY) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_hostile_answer_ends_so(part: int, tmp_path: Path) -> None:
    for number, hostile in enumerate(EVERY[part::PARTS]):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            hold(hostile, folder)
        except Exception as error:
            error.add_note(hostile.name)
            raise
