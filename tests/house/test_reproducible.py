"""The report of what differs between two builds names the file and the place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from house.reproducible import find_differences, find_pythons, first_difference

if TYPE_CHECKING:
    from pathlib import Path


def test_the_first_difference_is_told_with_what_stands_there() -> None:
    assert not first_difference(b"same", b"same")
    told = first_difference(b"one\ntwo 2026\n", b"one\ntwo 2027\n")
    assert told == "byte 11, line 2: b'one\\ntwo 2026\\n' and b'one\\ntwo 2027\\n'"
    assert first_difference(b"one", b"one more").startswith("byte 3, line 1")


def test_a_file_of_one_build_only_is_told(tmp_path: Path) -> None:
    for name, text in (("one/a", "x"), ("one/b", "x"), ("other/a", "y")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "ascii")
    found = find_differences(tmp_path / "one", tmp_path / "other")
    assert found == ["a: byte 0, line 1: b'x' and b'y'", f"b: only in {tmp_path / 'one'}"]


def test_a_python_is_found_and_none_is_too_old() -> None:
    found = find_pythons()
    assert found
    assert all(tuple(map(int, name.removeprefix("python").split("."))) >= (3, 11) for name in found)
    assert f"python{sys.version_info[0]}.{sys.version_info[1]}" in found
