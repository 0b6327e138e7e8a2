"""Documents of every kind, altered by chance but repeatably, with or without checksums that fit."""

from __future__ import annotations

import json
from copy import deepcopy
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

Files = dict[str, bytes]

GID = "retold"
SUMS = "SHA256SUMS"
KINDS = {
    "index": "index.json",
    "versions": f"{GID}/versions.json",
    "ids": f"{GID}/ids.json",
    "latest": f"{GID}/latest.json",
    "bundle": f"{GID}/1.0.0/bundle.json",
    "changes": f"{GID}/3.0.0/changes.json",
    "sums": SUMS,
    "own sums": f"{GID}/{SUMS}",
}


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def with_sums(files: Mapping[str, bytes], *, nested: bool) -> Files:
    """Return the files of a tree with checksums that fit: one list for all, or one a guideline."""
    plain = {name: data for name, data in files.items() if not name.endswith(SUMS)}
    folders = {name.partition("/")[0] for name in plain if "/" in name} - {"schema"}
    own: Files = {}
    for folder in folders if nested else ():
        start = f"{folder}/"
        inside = {name.removeprefix(start): plain[name] for name in plain if name.startswith(start)}
        own[f"{folder}/{SUMS}"] = _lines(inside)
    elsewhere = {
        name: plain[name] for name in plain if f"{name.partition('/')[0]}/{SUMS}" not in own
    }
    return {**plain, **own, SUMS: _lines({**elsewhere, **own})}


def _lines(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{digest(files[name])}  {name}\n" for name in sorted(files)).encode()


def rehashed(files: Files, name: str, data: bytes, *, nested: bool) -> Files:
    """Put other bytes in the place of a file, and let everything that vouches for it agree."""
    changed = {**files, name: data}
    if name.endswith(("latest.json", "bundle.json")):
        versions = json.loads(files[f"{GID}/versions.json"])
        for entry in versions["versions"]:
            if digest(files[name]) == entry["bundle_sha256"]:
                entry["bundle_sha256"] = digest(data)
        changed[f"{GID}/versions.json"] = json.dumps(versions).encode()
    if name.endswith(SUMS):
        old, new = digest(files[name]).encode(), digest(data).encode()
        return changed if name == SUMS else {**changed, SUMS: files[SUMS].replace(old, new)}
    return with_sums(changed, nested=nested)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value in a document, the document itself left out."""
    inner = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    found: list[tuple[Any, ...]] = []
    for key, each in inner:
        found += [(*path, key), *places(each, (*path, key))]
    return found


def nested_lists(depth: int) -> Any:
    data: Any = []
    for _ in range(depth):
        data = [data]
    return data


STRANGE: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    "x",
    "../../../etc/passwd",
    "99.0.0",
    "\x00",
    [],
    {},
    [None],
    {"id": []},
    "é" * 3000,
    nested_lists(300),
)


def edited(random: Random, data: Any) -> Any:
    """Return a document with one value gone, altered, doubled, or given to another key."""
    data = deepcopy(data)
    *path, last = random.choice(places(data))
    holder = data
    for step in path:
        holder = holder[step]
    match random.randrange(4):
        case 0:
            holder.pop(last)
        case 1:
            holder[last] = random.choice(STRANGE)
        case 2:
            _double(holder, last)
        case _:
            holder[last] = deepcopy(_value_at(data, random.choice(places(data))))
    return data


def _double(holder: Any, last: Any) -> None:
    if isinstance(holder, list):
        holder.insert(last, deepcopy(holder[last]))
    else:
        holder[f"{last}x"] = holder.pop(last)


def _value_at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def _first_key_twice(data: bytes) -> bytes:
    return data.replace(b"{", b'{"id":"twice","id":"twice",', 1)


def _with_a_value(value: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(b"{", b'{"unheard-of":' + value + b",", 1)


AS_BYTES: dict[str, Callable[[bytes], bytes]] = {
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda data: data.decode().encode("utf-16-le"),
    "UTF-8 with a mark": lambda data: b"\xef\xbb\xbf" + data,
    "not UTF-8": lambda data: data.replace(b"e", b"\xe9", 3),
    "empty": lambda _: b"",
    "cut in the middle": lambda data: data[: len(data) // 2],
    "its last byte missing": lambda data: data[:-1],
    "its last line missing": lambda data: data.rpartition(b"\n")[0].rpartition(b"\n")[0] + b"\n",
    "deep lists": lambda _: b"[" * 100_000,
    "deep objects": lambda _: b'{"a":' * 100_000,
    "deep and closed": lambda _: b"[" * 100_000 + b"]" * 100_000,
    "deep inside": _with_a_value(b"[" * 900 + b"]" * 900),
    "a key twice": _first_key_twice,
    "not a number": _with_a_value(b"NaN"),
    "a number without end": _with_a_value(b"9" * 5000),
    "a number too large": _with_a_value(b"1e999"),
    "half a character": _with_a_value(b'"\\ud800"'),
    "more after its end": lambda data: data + b"{}",
    "HTML": lambda _: b"<!doctype html><title>Sign in</title>",
    "NUL": lambda _: b"\0" * 4096,
    "a list": lambda data: b"[" + data + b"]",
    "a number": lambda _: b"5",
    "text": lambda _: b'"text"',
    "null": lambda _: b"null",
}
