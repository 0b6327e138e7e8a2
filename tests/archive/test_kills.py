"""A writer that is killed at any change of the disk leaves the old file or the new one, and no lock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from conftest import overlay
from faults.points import tree
from faults.test_faults import tried

if TYPE_CHECKING:
    from pathlib import Path

WRITERS = {
    "add factor": ("add", "factor", "other-site", "--name", "Other site"),
    "add option": ("add", "option", "imatinib", "--name", "Imatinib"),
    "fmt": ("fmt",),
    "validate --fix": ("validate", "--fix"),
}


@pytest.mark.slow
@pytest.mark.parametrize("writer", WRITERS)
def test_each_file_is_the_old_one_or_the_new_one(writer: str, tmp_path: Path) -> None:
    project = tmp_path / "before"
    folder = overlay(project / "content/base")
    options = folder / "options.yaml"
    # Something for fmt and --fix to do.
    text = options.read_text("utf-8").replace("name: Pazopanib\n", "name:   Pazopanib  \n")
    options.write_text(text, "utf-8")
    before = tree(project / "content")
    # The last changes are those of the file itself; the others are of locks and other files.
    every = {} if os.environ.get("GUIDEPRESS_EVERY_WRITE") else {"last": 5, "step": 6}
    room = tmp_path / "room"
    whole, *killed = tried(project, room, "content", *WRITERS[writer], faults=["kill"], **every)
    after = whole["left"]
    assert after != before
    assert len(killed) >= 4
    for point in killed:
        assert "Traceback" not in point["told"] + point["told again"], point["at"]
        assert "is writing into" not in point["told again"], point["at"]
        for name, digest in point["left"].items():
            assert digest in {before.get(name), after.get(name)}, f"{name}, change {point['at']}"
        assert point["made"] == after, point["at"]
