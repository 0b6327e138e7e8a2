"""What a site shows of itself without being read; half of it is looked at by a copy of the process."""

from __future__ import annotations

import os
import signal
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from guidepress.site import signature
from guidepress.site.aside import begin_aside
from guidepress.site.signature import sign_folders
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

HERE = os.getpid()


def who() -> dict[str, str]:
    return {"pid": str(os.getpid())}


def test_work_is_done_in_a_copy_of_the_process() -> None:
    assert begin_aside(who)() != who()


def test_work_whose_copy_dies_is_done_here() -> None:
    def work() -> dict[str, str]:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return who()

    assert begin_aside(work)() == who()


def test_work_that_fails_fails_here() -> None:
    def work() -> dict[str, str]:
        message = "it cannot be done"
        raise ValueError(message)

    with pytest.raises(ValueError, match="it cannot be done"):
        begin_aside(work)()


def test_beside_other_threads_nothing_is_copied() -> None:
    done = Event()
    thread = Thread(target=done.wait)
    thread.start()
    try:
        assert begin_aside(who)() == who()
    finally:
        done.set()
        thread.join(LIMIT)


def site(folder: Path) -> Path:
    for name in ("alpha/index.html", "alpha/1.0.0/index.html", "delta/index.html", "index.html"):
        for place in (folder / name, folder / "api/v1" / name):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(name, "utf-8")
    return folder


def test_half_of_it_by_a_copy_is_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site(tmp_path)
    alone = sign_folders(folder, {})
    assert alone.keys() == {"", "alpha", "delta"}
    monkeypatch.setattr(signature, "MANY", 1)
    assert sign_folders(folder, {}) == alone


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("alpha/1.0.0/index.html", "alpha"),
        ("api/v1/delta/index.html", "delta"),
        ("api/v1/index.html", ""),
        ("api/index.html", ""),
        ("alpha/more/index.html", "alpha"),
        ("stranger/index.html", "stranger"),
        ("api/v2/index.html", "api/v2"),
    ],
)
def test_what_is_altered_is_told_by_its_folder(tmp_path: Path, name: str, told: str) -> None:
    folder = site(tmp_path)
    before = sign_folders(folder, {})
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("altered", "utf-8")
    after = sign_folders(folder, {})
    assert {each for each in after if after[each] != before.get(each)} == {told}
