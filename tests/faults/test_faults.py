"""Killed at any write, on a full disk, in a folder that cannot be written: nothing is half done."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import Run, copy_project, guidepress, overlay, start
from faults.points import tree
from hostile.confined import CONFINED
from limits import LIMIT, run_at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

POINTS = Path(__file__).parent / "points.py"
RELEASE = ("release", "base", "--date", "2015-03-02")


def tried(project: Path, room: Path, kept: str, *words: str, **more: Any) -> list[dict[str, Any]]:
    """Return how the command ends without a fault, and then with each fault at each change."""
    asked = {"project": str(project), "room": str(room), "kept": kept, "words": words, **more}
    done = subprocess.run(
        [sys.executable, str(POINTS)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=LIMIT,
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


@pytest.fixture(scope="module")
def unreleased(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one release, and a change with its reason that waits for the next."""
    project = tmp_path_factory.mktemp("faults") / "project"
    folder = overlay(project / "content" / "base")
    assert guidepress(project, "release", "base", "--date", "2015-02-01").returncode == 0
    guideline = folder / "guideline.yaml"
    text = guideline.read_text("utf-8").replace("27 of 37", "26 of 37")
    guideline.write_text(text.replace("updated: 2015-01-29", "updated: 2015-03-01", 1), "utf-8")
    (folder / "notes").mkdir()
    note = "about: [relapse-local]\nreason: The source was wrong.\nreason_type: error-corrected\n"
    (folder / "notes" / "relapse.yaml").write_text(note, "utf-8")
    return project


@pytest.mark.timing
def test_a_release_that_fails_at_any_write_is_none_or_a_whole_one(
    unreleased: Path, tmp_path: Path
) -> None:
    before = tree(unreleased / "content")
    whole, *faulty = tried(unreleased, tmp_path, "content", *RELEASE, faults=["kill", "full"])
    after = whole["left"]
    assert whole["exit"] == 0
    assert len(faulty) >= 14
    released = {name: digest for name, digest in after.items() if "/releases/" in name}
    index = "base/releases/index.json"
    for point in faulty:
        assert "Traceback" not in point["told"] + point["told again"], point["at"]
        left = point["left"]
        if left[index] == before[index]:
            # No release: the same command makes it, whatever was left lying.
            assert (point["again"], point["made"]) == (0, after), point["at"]
        else:
            assert {name: left[name] for name in released} == released, point["at"]
            # It is released, so it is not released again.
            assert point["again"] == 1
            assert {name: point["made"][name] for name in released} == released
    assert guidepress(tmp_path / "project", "verify").returncode == 0


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project whose site is built, and whose name has changed since."""
    project = copy_project(tmp_path_factory.mktemp("sites") / "project")
    shutil.rmtree(project / "content")
    overlay(project / "content" / "base")
    assert guidepress(project, "release", "base", "--date", "2015-02-01").returncode == 0
    config = project / "mkdocs.yml"
    old = config.read_text("utf-8")
    new = old.replace("site_name: Guidepress", "site_name: Another name")
    assert guidepress(project, "build").returncode == 0
    config.write_text(new, "utf-8")
    return project


# Each of the last, where files take the place of others, and some on the way to it. All of them
# (GUIDEPRESS_EVERY_WRITE=1) take some minutes.
LAST, STEP = 4, 400


@pytest.mark.checkout
@pytest.mark.timing
@pytest.mark.slow
def test_the_old_site_stays_until_the_new_pages_are_made(sites: Path, tmp_path: Path) -> None:
    old = tree(sites / "site")
    every = bool(os.environ.get("GUIDEPRESS_EVERY_WRITE"))
    some = {} if every else {"last": LAST, "step": STEP}
    whole, *faulty = tried(sites, tmp_path, "site", "build", "--jobs", "1", faults=["kill"], **some)
    new = whole["left"]
    assert old != new
    assert len(faulty) > LAST
    found = [point["left"] for point in faulty]
    for point in faulty:
        assert "Traceback" not in point["told"] + point["told again"], point["at"]
        for name, digest in point["left"].items():
            assert digest in {old.get(name), new.get(name)}, f"write {point['at']}: {name}"
        assert (point["again"], point["made"]) == (0, new), f"write {point['at']}"
    assert old in found
    assert guidepress(tmp_path / "project", "verify", "site/api/v1").returncode == 0


def limited(project: Path, *words: str) -> Run:
    """Run where no file may be larger than 4 kB."""
    small = (4_096, 4_096)
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, small)
    return start(project, *words, preexec_fn=limit)


@pytest.fixture(params=["100k"])
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Run]]:
    """Give a command line on a small disk; without the right to mount one, with small files."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={request.param}", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, check=False, timeout=LIMIT).returncode == 0
    yield guidepress if mounted else limited
    if mounted:
        subprocess.run(["umount", str(disk)], check=True, timeout=LIMIT)


def fill(file: Path, left: int = 0) -> None:
    """Write until not one byte more has room, then give as many back."""
    with file.open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(b"x" * 4_096)
    os.truncate(file, file.stat().st_size - left)


# What a full disk is told by: that of a mount, or of the limit that stands for it.
FULL = ("No space left on device; make room on that disk", "File too large; ")


def assert_refused(done: Run, place: Path, *said: str) -> None:
    """One line says where, what, and what to do."""
    assert done.returncode == 2
    assert done.stderr.startswith(f"guidepress: {place}")
    assert any(f": {each}" in done.stderr for each in said), done.stderr
    assert done.stderr.count("\n") == 1


# Nothing has room; or what is staged has, but not the site that is made of it.
@pytest.mark.checkout
@pytest.mark.parametrize("small_disk", ["40m"], indirect=True)
@pytest.mark.parametrize("left", [0, 1_000_000])
def test_a_build_on_a_full_disk_says_where_and_leaves_the_old_site(
    small_disk: Callable[..., Run], sites: Path, tmp_path: Path, left: int
) -> None:
    project = tmp_path / "disk" / "project"
    shutil.copytree(sites, project)
    before = tree(project / "site")
    if small_disk is guidepress:
        fill(project / "ballast", left)
    done = small_disk(project, "build", "--quiet", "--jobs", "1")
    assert_refused(done, project, *FULL)
    assert tree(project / "site") == before
    assert [each.name for each in project.glob(".site.*")] == []


def test_a_full_disk_is_said_and_nothing_is_released(
    small_disk: Callable[..., Run], unreleased: Path, tmp_path: Path
) -> None:
    project = tmp_path / "disk" / "project"
    shutil.copytree(unreleased, project)
    if small_disk is guidepress:
        fill(project / "ballast")
    before = tree(project / "content")
    assert small_disk(project, "validate").returncode == 0
    done = small_disk(project, *RELEASE)
    assert_refused(done, project / "content/base/releases/1.1.0.", *FULL)
    assert (
        tree(project / "content")["base/releases/index.json"] == before["base/releases/index.json"]
    )


def test_a_project_that_finds_no_room_leaves_its_folder_as_it_was(
    small_disk: Callable[..., Run], tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    (disk / "there").mkdir()
    for name in ("there", "new"):
        assert_refused(small_disk(disk, "init", name), disk / name, *FULL)
    assert [*disk.rglob("*")] == [disk / "there"]


def test_what_may_not_be_written_is_said(unreleased: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(unreleased, project)
    before = tree(project)
    locked = [project, *(each for each in project.rglob("*") if each.is_dir())]
    for folder in locked:
        folder.chmod(0o500)
    command = [*CONFINED, sys.executable, "-m", "guidepress"]
    found = {}
    for words in (("validate",), ("status",), RELEASE):
        done = subprocess.run(
            [*command, *words],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )
        assert "Traceback" not in done.stderr
        found[words[0]] = (done.returncode, done.stderr)
    for folder in locked:
        folder.chmod(0o700)
    assert found["validate"][0] == found["status"][0] == 0
    assert found["release"][0] == 2
    refused = project / "content/base/releases/1.1.0.changes.json"
    assert found["release"][1] == (
        f"guidepress: {refused}: Permission denied; "
        "ask its owner for the right to it, or work on a copy of your own\n"
    )
    assert tree(project) == before


# The clock is set by a module of the process itself; a build that read it would differ.
CLOCK = """\
import os, time, datetime
_now = float(os.environ["NOW"])
time.time = lambda: _now
time.time_ns = lambda: int(_now * 1e9)
_localtime, _gmtime = time.localtime, time.gmtime
time.localtime = lambda *at: _localtime(*(at or (_now,)))
time.gmtime = lambda *at: _gmtime(*(at or (_now,)))
class _Date(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return cls.fromtimestamp(_now, tz)
    @classmethod
    def utcnow(cls): return cls.fromtimestamp(_now, datetime.UTC).replace(tzinfo=None)
    @classmethod
    def today(cls): return cls.now()
datetime.datetime = _Date
"""
MOMENTS = {
    "1970": {"NOW": "0", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    "2100": {
        "NOW": "4102444800",
        "TZ": "Pacific/Pago_Pago",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "2",
    },
}


@pytest.mark.checkout
@pytest.mark.timing
def test_neither_clock_nor_locale_nor_time_zone_changes_a_byte(sites: Path, tmp_path: Path) -> None:
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock" / "sitecustomize.py").write_text(CLOCK, "utf-8")
    found = []
    for name, moment in MOMENTS.items():
        project = tmp_path / name
        shutil.copytree(sites, project, ignore=shutil.ignore_patterns(".cache", "site"))
        done = guidepress(project, "build", PYTHONPATH=str(tmp_path / "clock"), **moment)
        assert done.returncode == 0, done.stderr
        found.append(tree(project / "site"))
    assert found[0] == found[1]


@pytest.mark.checkout
@pytest.mark.timing
def test_two_builds_at_once_leave_one_whole_site(sites: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(sites, project, ignore=shutil.ignore_patterns(".cache"))
    command = [sys.executable, "-m", "guidepress", "build"]
    ended = run_at_once([command, command], project)
    codes, said = sorted(code for code, _ in ended), [text for _, text in ended]
    # The second waits, or says that another is at work; neither breaks the other's.
    assert codes in ([0, 0], [0, 2]), said
    assert "Traceback" not in "".join(said)
    assert guidepress(project, "verify", "site/api/v1").returncode == 0
    before = tree(project / "site")
    assert guidepress(project, "build", "--no-cache").returncode == 0
    assert tree(project / "site") == before
