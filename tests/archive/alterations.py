"""Ways to alter what is frozen, each from a seed: bytes, entries, files, links, names, rehashed.

``ALTERATIONS`` are functions of the folder ``releases/`` and a random source. ``rehash`` makes the
hashes of the index, its chain and the proofs of the deltas fit again, as a careful forger would.
"""

from __future__ import annotations

import json
import os
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guidepress.diff.fact import canonical
from guidepress.history.reading import entry_sha256

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    Alteration = Callable[[Path, Random], None]
    Edit = Callable[[Any, Random], None]


def read_index(releases: Path) -> Any:
    return json.loads((releases / "index.json").read_bytes())


def write_index(releases: Path, index: Any) -> None:
    text = json.dumps(index, indent=2, sort_keys=True, ensure_ascii=False)
    (releases / "index.json").write_bytes(f"{text}\n".encode("utf-8", "surrogatepass"))


def rehash(releases: Path, index: Any = None) -> None:
    index = index or read_index(releases)
    before: Any = None
    for entry in index["releases"]:
        bundle = releases / f"{entry['version']}.json"
        delta = releases / f"{entry['version']}.changes.json"
        if bundle.is_file():
            entry["bundle_sha256"] = sha256(bundle.read_bytes()).hexdigest()
        if delta.is_file() and before:
            _prove(delta, before["bundle_sha256"], entry["bundle_sha256"])
            entry["changes_sha256"] = sha256(delta.read_bytes()).hexdigest()
        if before:
            entry["previous_sha256"] = entry_sha256(before)
        else:
            entry.pop("previous_sha256", None)
        before = entry
    write_index(releases, index)


def _prove(delta: Path, old: str, new: str) -> None:
    try:
        data = json.loads(delta.read_bytes())
        data["proof"] |= {"old_sha256": old, "new_sha256": new}
        delta.write_bytes(canonical(data))
    except (ValueError, TypeError, KeyError, RecursionError):
        pass  # It is no delta any more, and its hash is all that can fit.


def _some(releases: Path, random: Random, pattern: str = "*.json") -> Path:
    return random.choice(sorted(releases.glob(pattern)))


def _bundles(releases: Path) -> list[Path]:
    return [each for each in sorted(releases.glob("*.json")) if each.name.count(".") == 3]


# Bytes


def flip_a_byte(releases: Path, random: Random) -> None:
    file = _some(releases, random)
    data = bytearray(file.read_bytes())
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    file.write_bytes(bytes(data))


def flip_a_byte_and_rehash(releases: Path, random: Random) -> None:
    file = _some(releases, random, "[0-9]*.json")
    data = bytearray(file.read_bytes())
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    file.write_bytes(bytes(data))
    rehash(releases)


def cut_a_file_short(releases: Path, random: Random) -> None:
    file = _some(releases, random)
    data = file.read_bytes()
    file.write_bytes(data[: random.randrange(len(data))])
    if random.random() < 0.5 and file.name != "index.json":
        rehash(releases)


def write_it_in_another_way(releases: Path, random: Random) -> None:
    file = _some(releases, random, "[0-9]*.json")
    text = file.read_text("utf-8")
    file.write_bytes(
        random.choice(
            [
                text.encode("utf-16"),
                b"\xef\xbb\xbf" + text.encode(),
                json.dumps(json.loads(text), indent=1).encode(),
                (text + "\n").encode(),
                text.replace("{", '{"id":"x",', 1).encode(),
                text.replace("{", '{"unheard":1,', 1).encode(),
                b"[" * 100_000,
                b'{"a":' * 50_000,
                text.replace("the", "\\ud800", 1).encode(),
                text.replace('"id":', '"id":NaN,"ix":', 1).encode(),
                b"9" * 5_000,
                b"null\n",
            ]
        )
    )
    rehash(releases)


# Entries


def drop_the_last_entry(releases: Path, random: Random) -> None:
    index = read_index(releases)
    for _ in range(random.randint(1, 3)):
        index["releases"].pop()
    write_index(releases, index)


def drop_an_entry_within(releases: Path, random: Random) -> None:
    index = read_index(releases)
    dropped = index["releases"].pop(random.randrange(len(index["releases"]) - 1))
    if random.random() < 0.5:
        for suffix in (".json", ".changes.json"):
            (releases / f"{dropped['version']}{suffix}").unlink(missing_ok=True)
    rehash(releases, index)


def put_entries_in_another_order(releases: Path, random: Random) -> None:
    index = read_index(releases)
    entries = index["releases"]
    first, second = random.sample(range(len(entries)), 2)
    entries[first], entries[second] = entries[second], entries[first]
    rehash(releases, index)


def repeat_an_entry(releases: Path, random: Random) -> None:
    index = read_index(releases)
    index["releases"].append(dict(random.choice(index["releases"])))
    rehash(releases, index)


def let_an_entry_say_otherwise(releases: Path, random: Random) -> None:
    index = read_index(releases)
    entry = random.choice(index["releases"])
    entry |= random.choice(
        [
            {"kind": "reviewed"},
            {"kind": "withdrawal"},
            {"impact": "patch"},
            {"impact": "none"},
            {"released": "2001-01-01"},
            {"released": "2015-02-30"},
            {"updated": "2014-01-01"},
            {"corrects": "1.0.0"},
            {"id": "9.9.9"},
            {"unheard": "of"},
        ]
    )
    rehash(releases, index)


def let_the_index_say_otherwise(releases: Path, random: Random) -> None:
    index = read_index(releases)
    index |= random.choice(
        [{"guideline": "other"}, {"id": "x"}, {"schema_version": "9.0.0"}, {"unheard": "of"}]
    )
    rehash(releases, index)


def call_a_release_otherwise(releases: Path, random: Random) -> None:
    """Rename a version in the index and its files, and leave what the files say."""
    index = read_index(releases)
    entry = random.choice(index["releases"])
    new = random.choice(["7.0.0", "2.0.1", "1.0.1", "../../../x", "3.0"])
    for suffix in (".json", ".changes.json"):
        file = releases / f"{entry['version']}{suffix}"
        if file.exists() and "/" not in new:
            file.rename(releases / f"{new}{suffix}")
    entry |= {"id": new, "version": new}
    rehash(releases, index)


# Files


def remove_a_file(releases: Path, random: Random) -> None:
    _some(releases, random).unlink()


def swap_two_files(releases: Path, random: Random) -> None:
    first, second = random.sample(sorted(releases.glob("[0-9]*.json")), 2)
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    if random.random() < 0.7:
        rehash(releases)


def add_a_file(releases: Path, random: Random) -> None:
    name = random.choice(
        ["9.0.0.json", "9.0.0.changes.json", "notes.txt", "1.0.0.changes.json", "x"]
    )
    (releases / name).write_bytes(_some(releases, random).read_bytes())


def put_something_else_in_its_place(releases: Path, random: Random) -> None:
    file = _some(releases, random)
    kept = releases.parent / "kept"
    file.rename(kept)
    kind = random.randrange(5)
    if kind == 0:
        file.symlink_to(kept)
    elif kind == 1:
        file.mkdir()
    elif kind == 2:
        os.mkfifo(file)
    elif kind == 3:
        file.symlink_to("/dev/zero")
    else:
        with file.open("wb") as stream:
            stream.truncate(5_000_000_000)


def link_the_folder(releases: Path, random: Random) -> None:
    elsewhere = releases.parent / random.choice(["kept", "notes-of-old"])
    releases.rename(elsewhere)
    releases.symlink_to(elsewhere, target_is_directory=True)


def rename_the_guideline(releases: Path, random: Random) -> None:
    home = releases.parent
    goal = home.with_name(random.choice(["other", "base-2"]))
    if random.random() < 0.5:
        shutil.copytree(home, goal)
    else:
        home.rename(goal)


# What the files say


def _texts(data: Any) -> list[tuple[Any, Any]]:
    """Return the holder and the key of each text."""
    found: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        value = waiting.pop()
        entries: Any = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in entries:
            if isinstance(each, str):
                found.append((value, key))
            elif isinstance(each, dict | list):
                waiting.append(each)
    return found


def rewrite_a_text(data: Any, random: Random) -> None:
    holder, key = random.choice(_texts(data))
    old = holder[key]
    holder[key] = random.choice(
        [
            old + "x",
            old.replace("1", "7", 1) if "1" in old else old + "7",
            "44 of 44",
            old + "\u200b",
            old + " [here](javascript:alert)",
            "../../../x",
            old[:-1] or "y",
        ]
    )


def take_something_away(data: Any, random: Random) -> None:
    lists = [each for each in _containers(data) if each]
    holder = random.choice(lists)
    if isinstance(holder, list):
        holder.pop(random.randrange(len(holder)))
    else:
        del holder[random.choice(list(holder))]


def say_something_twice(data: Any, random: Random) -> None:
    lists = [each for each in _containers(data) if isinstance(each, list) and each]
    holder = random.choice(lists)
    holder.append(random.choice(holder))


def _containers(data: Any) -> list[Any]:
    found, waiting = [], [data]
    while waiting:
        value = waiting.pop()
        found.append(value)
        children = value.values() if isinstance(value, dict) else value
        waiting += [each for each in children if isinstance(each, dict | list)]
    return found


def _edit_a_bundle(edit: Edit) -> Alteration:
    def alter(releases: Path, random: Random) -> None:
        file = random.choice(_bundles(releases))
        data = json.loads(file.read_bytes())
        edit(data, random)
        file.write_bytes(canonical(data))
        rehash(releases)

    alter.__name__ = f"{edit.__name__}_in_a_bundle"
    return alter


def _edit_a_delta(edit: Edit) -> Alteration:
    def alter(releases: Path, random: Random) -> None:
        file = _some(releases, random, "*.changes.json")
        data = json.loads(file.read_bytes())
        edit(data, random)
        file.write_bytes(canonical(data))
        rehash(releases)

    alter.__name__ = f"{edit.__name__}_in_a_delta"
    return alter


def hide_the_changes(delta: Any, random: Random) -> None:
    if random.random() < 0.5:
        delta["changes"] = []
    else:
        delta["changes"].pop(random.randrange(len(delta["changes"])))


def belittle_the_changes(delta: Any, random: Random) -> None:
    """Call all changes, or one, lighter than they are, with the head that fits."""
    changed = [each for each in delta["changes"] if each["impact"] in {"major", "minor"}]
    for each in changed if random.random() < 0.5 else [random.choice(changed)]:
        each["impact"] = random.choice(["patch", "none"])
    order = ("none", "patch", "minor", "major")
    delta["impact"] = max((each["impact"] for each in delta["changes"]), key=order.index)


def take_off_the_alerts(delta: Any, _random: Random) -> None:
    for each in delta["changes"]:
        each["alert"] = False
    delta["stamps"] = list(reversed(delta["stamps"])) if not _any_alert(delta) else delta["stamps"]


def _any_alert(delta: Any) -> bool:
    return any(each["alert"] for each in delta["changes"])


def give_operations_to_another(delta: Any, random: Random) -> None:
    random.choice(delta["changes"])["operations"] = [random.randrange(len(delta["patch"]))]
    delta["stamps"] = delta["stamps"][1:]


def lie_about_the_values(delta: Any, random: Random) -> None:
    """Let a change quote another old or new text, with the fingerprint that fits."""
    change = random.choice(delta["changes"])
    change[random.choice(["old", "new"])] = "nothing of note"
    values = [change["kind"], change["subject"], change.get("old"), change.get("new")]
    change["id"] = sha256(canonical(values)).hexdigest()


def edit_a_release_and_its_delta(releases: Path, random: Random) -> None:
    """Rewrite a number in a bundle, and the same text wherever the next files repeat it."""
    old, new = random.choice([("3 weeks", "8 weeks"), ("26 of 37", "36 of 37"), ("1.5 mg", "9 mg")])
    for file in random.sample(sorted(releases.glob("[0-9]*.json")), random.randint(1, 11)):
        text = file.read_text("utf-8").replace(old, new)
        file.write_bytes(text.encode())
    rehash(releases)


ALTERATIONS: tuple[Alteration, ...] = (
    flip_a_byte,
    flip_a_byte_and_rehash,
    cut_a_file_short,
    write_it_in_another_way,
    drop_the_last_entry,
    drop_an_entry_within,
    put_entries_in_another_order,
    repeat_an_entry,
    let_an_entry_say_otherwise,
    let_the_index_say_otherwise,
    call_a_release_otherwise,
    remove_a_file,
    swap_two_files,
    add_a_file,
    put_something_else_in_its_place,
    link_the_folder,
    rename_the_guideline,
    edit_a_release_and_its_delta,
    *(_edit_a_bundle(each) for each in (rewrite_a_text, take_something_away, say_something_twice)),
    *(_edit_a_delta(each) for each in (rewrite_a_text, take_something_away, say_something_twice)),
    *(
        _edit_a_delta(each)
        for each in (
            hide_the_changes,
            belittle_the_changes,
            take_off_the_alerts,
            give_operations_to_another,
            lie_about_the_values,
        )
    ),
)
