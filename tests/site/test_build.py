"""Builds in batches: the same site however it is cut, kept and shared out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from conftest import TESTS, guidepress, release_reviewed
from guidepress.problem import UnusableError
from guidepress.site import renew
from guidepress.site.build import build_site
from guidepress.site.cache import fetch_part, prune_parts, store_part
from guidepress.site.tree import locked
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"
CLUSTER = TESTS / "site" / "on_a_cluster.py"


@pytest.fixture
def project(society: Path, tmp_path: Path) -> Path:
    return shutil.copytree(society, tmp_path / "project")


def digests(folder: Path) -> dict[str, str]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files
    }


def test_batches_joined_are_one_whole_build_to_the_byte(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renew, "SHARD", 1)
    built = build_site(project, jobs=1)
    assert (built.guidelines, built.changed, built.cached) == (3, 3, 0)
    whole = tmp_path / "whole"
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(whole)]
    subprocess.run(
        command,
        cwd=project,
        check=True,
        capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "946684800"},
        timeout=LIMIT,
    )
    ours, theirs = digests(project / "site"), digests(whole)
    # Its header holds a date, which here is that of the newest release.
    assert ours.pop("sitemap.xml.gz")
    assert theirs.pop("sitemap.xml.gz")
    assert ours == theirs


def test_the_cache_changes_nothing(project: Path) -> None:
    build_site(project)
    first = digests(project / "site")
    shutil.rmtree(project / "site")
    again = build_site(project)
    assert again.built == 0
    assert digests(project / "site") == first
    anew = build_site(project, cached=False)
    assert anew.cached == 0
    assert digests(project / "site") == first


def test_what_has_not_changed_is_not_touched(project: Path) -> None:
    build_site(project)
    page = project / "site/alpha/index.html"
    before = page.stat().st_mtime_ns
    assert build_site(project)[2:] == (0, 0, 0, False)
    assert page.stat().st_mtime_ns == before
    page.write_text("spoilt", "utf-8")
    build_site(project)
    assert page.read_text("utf-8") != "spoilt"


@pytest.mark.parametrize(
    "name",
    [
        "alpha/1.0.0/index.html",
        "api/v1/delta/latest.json",
        "about/index.html",
        "stranger.html",
        "stranger/index.html",
        "api/v2/index.html",
        "alpha/1.0.0",
        "alpha",
    ],
)
def test_what_somebody_altered_in_the_site_is_put_right_and_no_more(
    project: Path, name: str
) -> None:
    build_site(project)
    first = digests(project / "site")
    untouched = (project / f"site/{GID}/index.html").stat().st_mtime_ns
    # The second time the ground of the build is the site that was altered the first time.
    for altered in (name, "delta/index.html"):
        file = project / "site" / altered
        if file.is_dir():
            shutil.rmtree(file)
        file.parent.mkdir(exist_ok=True)
        file.write_text("altered", "utf-8")
        built = build_site(project)
        assert (built.built, built.altered) == (0, True)
        assert digests(project / "site") == first
    assert (project / f"site/{GID}/index.html").stat().st_mtime_ns == untouched


@pytest.mark.parametrize(
    "name", ["empty", "alpha/empty", "api/v1/empty", "api/empty", "assets/empty/of/all"]
)
def test_a_folder_that_somebody_put_into_the_site_is_taken_out(project: Path, name: str) -> None:
    build_site(project)
    first = folders(project / "site")
    for _ in range(3):
        (project / "site" / name).mkdir(parents=True, exist_ok=True)
        build_site(project)
        assert folders(project / "site") == first


def folders(place: Path) -> set[str]:
    return {each.relative_to(place).as_posix() for each in place.rglob("*") if each.is_dir()}


@pytest.mark.parametrize("name", ["api", "api/v1", "search"])
def test_a_file_where_a_folder_of_all_should_be_is_taken_out(project: Path, name: str) -> None:
    build_site(project)
    first = digests(project / "site")
    for _ in range(2):
        shutil.rmtree(project / "site" / name)
        (project / "site" / name).write_text("mine", "utf-8")
        build_site(project)
        assert digests(project / "site") == first


def test_a_folder_where_a_page_should_be_is_taken_out(project: Path) -> None:
    build_site(project)
    first = digests(project / "site")
    for _ in range(2):
        (project / "site/alpha/index.html").unlink()
        (project / "site/alpha/index.html").mkdir()
        (project / "site/alpha/index.html/mine.txt").write_text("mine", "utf-8")
        build_site(project)
        assert digests(project / "site") == first


@pytest.mark.parametrize(
    "name",
    [
        "alpha",
        "alpha/1.0.0",
        "alpha/index.html",
        "api",
        "api/v1",
        "api/v1/alpha",
        "api/v1/stranger",
        "assets",
        "search",
        "stranger",
    ],
)
def test_a_link_that_somebody_put_into_the_site_is_taken_out_and_not_followed(
    project: Path, tmp_path: Path, name: str
) -> None:
    build_site(project)
    first = digests(project / "site")
    outside = tmp_path / "outside"
    (outside / "alpha/1.0.0").mkdir(parents=True)
    for file in ("mine.txt", "alpha/mine.txt", "alpha/1.0.0/index.html"):
        (outside / file).write_text("mine", "utf-8")
    before = digests(outside)
    # The second time the ground of the build is the site that had the link.
    for place in (name, name):
        link = project / "site" / place
        if link.is_dir():
            shutil.rmtree(link)
        link.unlink(missing_ok=True)
        link.symlink_to(outside)
        build_site(project)
        assert digests(outside) == before
        assert digests(project / "site") == first
        assert not any(file.is_symlink() for file in (project / "site").rglob("*"))


def test_a_guideline_that_is_gone_takes_a_link_with_it_and_not_what_it_leads_to(
    project: Path, tmp_path: Path
) -> None:
    build_site(project)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/mine.txt").write_text("mine", "utf-8")
    shutil.rmtree(project / "site/delta")
    (project / "site/delta").symlink_to(tmp_path / "outside")
    shutil.rmtree(project / "content/delta")
    build_site(project)
    assert not (project / "site/delta").is_symlink()
    assert digests(tmp_path / "outside").keys() == {"mine.txt"}


def test_a_site_that_is_a_link_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (project / "site").symlink_to(tmp_path / "outside")
    with pytest.raises(UnusableError, match="site is a link: let it be a folder"):
        build_site(project)
    assert list((tmp_path / "outside").iterdir()) == []


def test_an_edit_builds_its_own_guideline_and_no_other(project: Path) -> None:
    build_site(project, drafts=True)
    before = digests(project / "site")
    options = project / "content/alpha/options.yaml"
    options.write_text(options.read_text("utf-8").replace("1.5 mg", "1.6 mg"), "utf-8")
    built = build_site(project, drafts=True)
    assert (built.changed, built.built) == (1, 1)
    after = digests(project / "site")
    assert {name for name in after if before[name] != after[name]} == {"alpha/draft/index.html"}
    # The ground of this build is the site before the last one: both edits must be in it.
    options.write_text(options.read_text("utf-8").replace("1.6 mg", "1.5 mg"), "utf-8")
    build_site(project, drafts=True)
    assert digests(project / "site") == before


def test_an_old_release_is_rendered_once(project: Path) -> None:
    build_site(project)
    release_reviewed(project, "alpha")
    built = build_site(project)
    # Its new release, its current page and the shared pages; its first, handbook and assets stay.
    assert (built.changed, built.built, built.cached) == (1, 3, 3)


def test_a_guideline_that_is_gone_leaves_nothing_behind(project: Path) -> None:
    build_site(project)
    shutil.rmtree(project / "content/delta")
    build_site(project)
    left = [name for name in digests(project / "site") if "delta" in name.split("/")]
    assert left == []
    assert "delta/" not in (project / "site/sitemap.xml").read_text("utf-8")


def test_a_damaged_part_of_the_cache_is_built_again(project: Path) -> None:
    build_site(project)
    first = digests(project / "site")
    parts = project / ".cache/guidepress/site/parts"
    for file in (file for file in parts.rglob("*") if file.is_file()):
        data = bytearray(file.read_bytes())
        data[-1] ^= 1
        file.write_bytes(bytes(data))
    shutil.rmtree(project / "site")
    assert build_site(project).cached == 0
    assert digests(project / "site") == first


def test_parts_come_back_as_they_were_or_not_at_all(tmp_path: Path) -> None:
    files = {"a": b"", "b\n": b"\x00\n1", "c": "ü".encode()}
    store_part(tmp_path, "0" * 64, files)
    assert fetch_part(tmp_path, "0" * 64) == files
    assert fetch_part(tmp_path, "1" * 64) is None


def test_unused_parts_go_the_oldest_first(tmp_path: Path) -> None:
    for number in range(4):
        store_part(tmp_path, f"{number}" * 64, {"a": b"x" * 1_000})
        file = tmp_path / "parts" / (f"{number}" * 2) / (f"{number}" * 64)
        os.utime(file, (number, number))
    prune_parts(tmp_path, {"0" * 64}, limit=1_500)
    kept = [number for number in range(4) if fetch_part(tmp_path, f"{number}" * 64)]
    assert kept == [0, 3]


def test_two_builds_at_once_are_refused(project: Path) -> None:
    with (
        locked(project / ".cache/guidepress/site"),
        pytest.raises(UnusableError, match="another build of this project is running"),
    ):
        build_site(project)


def test_any_executor_builds_the_same_and_progress_is_told(project: Path) -> None:
    build_site(project)
    first = digests(project / "site")
    told: list[tuple[int, int]] = []
    with ThreadPoolExecutor(1) as executor:
        build_site(project, cached=False, executor=executor, tell=lambda *far: told.append(far))
    assert told[-1] == (3, 3)
    assert digests(project / "site") == first


def test_processes_of_a_dask_cluster_build_the_same(project: Path) -> None:
    build_site(project)
    first = digests(project / "site")
    shutil.rmtree(project / "site")
    shutil.rmtree(project / ".cache")
    done = subprocess.run(
        [sys.executable, str(CLUSTER), str(project)],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["3", "changed", "by", "2", "workers"]
    assert digests(project / "site") == first


def test_quiet_says_nothing_and_a_build_sums_itself_up(project: Path) -> None:
    assert guidepress(project, "build", "--quiet", "--jobs", "2").stdout == ""
    assert guidepress(project, "build").stdout == (
        "site/ is up to date: 3 guidelines, nothing changed\n"
    )
    told = guidepress(project, "build", "--no-cache").stdout
    assert told.startswith(
        "built site/: 3 guidelines, 3 changed; 10 parts built, 0 from the cache;"
    )
