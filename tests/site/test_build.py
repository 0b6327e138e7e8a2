"""The one builder: only what is stale is made, and the site is the same however it came about."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from conftest import TESTS, guidepress, overlay, release_reviewed
from guidepress.problem import UnusableError
from guidepress.site import build as build_module
from guidepress.site.build import build_site
from guidepress.site.build_manifest import lock
from limits import LIMIT
from site_trees import digests, folders, served_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"
CLUSTER = TESTS / "site" / "on_a_cluster.py"
SHARED = ("/assets", "/shared")


@pytest.fixture(scope="module")
def base(society: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project of three guidelines, without the handbook, which would take most of the time."""
    project = shutil.copytree(society, tmp_path_factory.mktemp("base") / "project")
    config = project / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("  - Handbook: docs/index.md\n", ""), "utf-8")
    build_site(project)
    return project


@pytest.fixture
def project(base: Path, tmp_path: Path) -> Path:
    return shutil.copytree(base, tmp_path / "project")


@pytest.fixture(scope="module")
def mixed(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of three guidelines, one withdrawn, one without a release, and a file for the host."""
    project = shutil.copytree(base, tmp_path_factory.mktemp("mixed") / "project")
    shutil.rmtree(project / "site")
    shutil.rmtree(project / ".cache")
    shutil.rmtree(project / "content/delta")
    overlay(project / "content/delta")
    guideline = project / "content/delta/guideline.yaml"
    text = guideline.read_text("utf-8").replace("id: base\n", "id: delta\n", 1)
    guideline.write_text(text, "utf-8")
    withdraw(project, "alpha")
    static = project / "pages/static/.well-known"
    static.mkdir(parents=True)
    (static / "security.txt").write_text("Contact: mailto:security@guidepress.example\n", "utf-8")
    (static.parent / "_headers").write_text("/*\n  X-Frame-Options: DENY\n", "utf-8")
    return project


def withdraw(project: Path, gid: str) -> None:
    words = ("--date", "2016-05-01", "--kind", "withdrawal", "--reason", "Out of date.")
    done = guidepress(project, "release", gid, *words)
    assert done.returncode == 0, done.stdout + done.stderr


def mkdocs(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", *words]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        command,
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )


def by_command(*words: str) -> Callable[[Path], object]:
    return lambda project: guidepress(project, "build", *words)


def by_executor(project: Path) -> object:
    with ThreadPoolExecutor(1) as executor:
        return build_site(project, jobs=2, executor=executor)


def by_cluster(project: Path) -> object:
    done = subprocess.run(
        [sys.executable, str(CLUSTER), str(project)],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert done.stdout.endswith(" units by 2 workers\n"), done.stderr
    return done


def by_mkdocs_with_drafts(project: Path) -> object:
    config = project / "mkdocs.yml"
    text = config.read_text("utf-8")
    drafts = "extra:\n  guidepress:\n    drafts: true\n"
    config.write_text(text.replace("extra:\n", drafts, 1), "utf-8")
    return mkdocs(project)


@pytest.mark.parametrize(
    "way",
    [by_command("--jobs", "2"), by_command("--no-cache", "--jobs", "1"), by_executor, by_cluster, mkdocs],
    ids=["two processes", "one process", "executor", "Dask", "mkdocs build"],
)  # fmt: skip
def test_all_ways_make_the_same_site(
    mixed: Path, tmp_path: Path, way: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = shutil.copytree(mixed, tmp_path / "project")
    build_site(project)
    first = digests(project / "site")
    assert {"_headers", ".well-known/security.txt", "alpha/1.0.0/index.html"} <= first.keys()
    shutil.rmtree(project / "site")
    shutil.rmtree(project / ".cache")
    monkeypatch.setattr(build_module, "BATCH", 1)
    monkeypatch.setattr(build_module, "FEW", 0)
    way(project)
    assert digests(project / "site") == first
    assert build_site(project).written == 0


def test_all_ways_show_the_same_drafts(mixed: Path, tmp_path: Path) -> None:
    project = shutil.copytree(mixed, tmp_path / "project")
    build_site(project, drafts=True)
    first = digests(project / "site")
    assert "delta/draft/index.html" in first
    other = shutil.copytree(mixed, tmp_path / "other")
    assert by_mkdocs_with_drafts(other)
    assert digests(other / "site") == first


POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')


@pytest.mark.parametrize("words", [["guidepress", "serve", "--address"], ["mkdocs", "serve", "-a"]])
def test_serving_shows_the_site_with_drafts_but_for_address_policy_and_stamp(
    mixed: Path, tmp_path: Path, words: list[str]
) -> None:
    project = shutil.copytree(mixed, tmp_path / "project")
    build_site(project, drafts=True)
    served, address = served_tree(project, words)
    ours = b"https://guidepress.example/"
    for name in sorted(served.keys() | digests(project / "site").keys()):
        # A policy would forbid the script that reloads the page.
        page = POLICY.sub(b"", (project / "site" / name).read_bytes())
        theirs = served[name]
        for old, new in (
            (address, ours),
            *((quote(each, "").encode() for each in (address, ours)),),
        ):
            theirs = theirs.replace(old, new)
        # The packed sitemap holds addresses.
        assert theirs == page or name == "sitemap.xml.gz", name


def test_a_second_build_makes_and_touches_nothing(project: Path) -> None:
    first = build_site(project, cached=False)
    assert first.guidelines == 3
    assert set(first.rendered) >= {*SHARED, "alpha/1.0.0", "alpha/current", f"{GID}/2.0.0"}
    before = {file: file.stat().st_mtime_ns for file in (project / "site").rglob("*")}
    again = build_site(project)
    assert (again.rendered, again.written, again.removed) == ((), 0, ())
    assert {file: file.stat().st_mtime_ns for file in (project / "site").rglob("*")} == before


def test_where_nothing_changed_mkdocs_is_not_loaded(project: Path) -> None:
    build_site(project)
    code = (
        "import sys; from guidepress.cli import cli\n"
        "try: cli(['build', '--quiet'])\n"
        "except SystemExit: print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT,
    )
    late = {"mkdocs", "jinja2", "guidepress.site.stage", "guidepress.export", "guidepress.classify"}
    assert "guidepress.site.build" in done.stdout.split()
    assert not late & {*done.stdout.split()}


def test_files_with_other_times_and_the_same_contents_are_the_same(project: Path) -> None:
    build_site(project)
    for folder in ("content", "site"):
        for file in (file for file in (project / folder).rglob("*") if file.is_file()):
            os.utime(file, ns=(0, 1_000_000_000))
    assert build_site(project).written == 0
    copy = shutil.copytree(project, project.with_name("copy"), copy_function=shutil.copyfile)
    assert build_site(copy).written == 0


@pytest.mark.parametrize(
    ("name", "rendered"),
    [
        ("alpha/1.0.0/index.html", ("alpha/1.0.0",)),
        ("api/v1/delta/latest.json", ("delta/current",)),
        ("api/v1/delta/1.0.0/bundle.json", ("delta/1.0.0",)),
        ("about/index.html", ("/shared",)),
        ("assets/guidepress.css", ("/assets",)),
        ("sitemap.xml", ()),
        ("api/v1/SHA256SUMS", ()),
        ("search/index.json", ()),
    ],
)
def test_what_somebody_altered_in_the_site_is_restored_and_no_more(
    project: Path, name: str, rendered: tuple[str, ...]
) -> None:
    build_site(project)
    first = digests(project / "site")
    for text in ("altered", None):
        (project / "site" / name).unlink()
        if text:
            (project / "site" / name).write_text(text, "utf-8")
        built = build_site(project)
        assert (built.rendered, built.written, built.restored) == (rendered, 1, True)
        assert digests(project / "site") == first


@pytest.mark.parametrize("name", ["stranger.html", "stranger/index.html", "api/v2/index.html", "alpha/9.0.0/x", ".hidden"])  # fmt: skip
def test_what_is_not_of_the_site_is_removed_and_named(project: Path, name: str) -> None:
    build_site(project)
    first = digests(project / "site")
    (project / "site" / name).parent.mkdir(parents=True, exist_ok=True)
    (project / "site" / name).write_text("mine", "utf-8")
    done = guidepress(project, "build", "--quiet")
    assert done.stderr == (
        f"removed from site/, which belongs to the build: {name}; "
        "keep files for the host in pages/static/\n"
    )
    assert done.stdout == ""
    assert digests(project / "site") == first


def test_a_file_of_which_nothing_is_known_any_more_is_removed_and_named(project: Path) -> None:
    build_site(project)
    first = digests(project / "site")
    shutil.rmtree(project / ".cache")
    (project / "site/mine.txt").write_text("mine", "utf-8")
    assert build_site(project).removed == ("mine.txt",)
    assert digests(project / "site") == first


@pytest.mark.parametrize(
    "name", ["empty", "alpha/empty", "api/v1/empty", "api/empty", "assets/empty/of/all"]
)
def test_a_folder_that_somebody_put_into_the_site_is_removed(project: Path, name: str) -> None:
    build_site(project)
    first = folders(project / "site")
    for _ in range(2):
        (project / "site" / name).mkdir(parents=True, exist_ok=True)
        assert build_site(project).removed == (name,)
        assert folders(project / "site") == first


@pytest.mark.parametrize("name", ["api", "api/v1", "search", "alpha", "alpha/1.0.0"])
def test_a_file_where_a_folder_should_be_is_removed(project: Path, name: str) -> None:
    build_site(project)
    first = digests(project / "site")
    shutil.rmtree(project / "site" / name)
    (project / "site" / name).write_text("mine", "utf-8")
    assert build_site(project).removed == (name,)
    assert digests(project / "site") == first


@pytest.mark.parametrize("inside", ["", "mine.txt", "a/b/mine.txt"])
def test_a_folder_where_a_page_should_be_is_removed(project: Path, inside: str) -> None:
    build_site(project)
    first = digests(project / "site")
    page = project / "site/alpha/index.html"
    page.unlink()
    if inside:
        (page / inside).parent.mkdir(parents=True)
        (page / inside).write_text("mine", "utf-8")
    else:
        page.mkdir()
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
@pytest.mark.parametrize("known", [True, False], ids=["with its cache", "without"])
def test_a_link_that_somebody_put_into_the_site_is_removed_and_not_followed(
    project: Path, tmp_path: Path, name: str, *, known: bool
) -> None:
    build_site(project)
    first = digests(project / "site")
    outside = tmp_path / "outside"
    (outside / "alpha/1.0.0").mkdir(parents=True)
    for file in ("mine.txt", "index.html", "alpha/mine.txt", "alpha/1.0.0/index.html"):
        (outside / file).write_text("mine", "utf-8")
    before = digests(outside)
    link = project / "site" / name
    if link.is_dir():
        shutil.rmtree(link)
    link.unlink(missing_ok=True)
    link.symlink_to(outside)
    if not known:
        shutil.rmtree(project / ".cache")
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
    shutil.rmtree(project / "site")
    (project / "site").symlink_to(tmp_path / "outside")
    with pytest.raises(UnusableError, match="site is a link: let it be a folder"):
        build_site(project)
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize(
    "target", [".", "..", "content", "content/alpha", ".cache", "site_overrides"]
)
def test_a_folder_with_files_of_somebody_else_is_no_place_for_a_site(
    project: Path, target: str
) -> None:
    before = digests(project)
    done = mkdocs(project, "--site-dir", target)
    assert done.returncode == 1
    refused = ("is not empty, and no build made it", "should not be within the 'site_dir'")
    assert any(each in done.stderr for each in refused)
    assert digests(project).items() >= before.items()


def test_an_edit_renders_the_draft_of_its_guideline_and_nothing_else(project: Path) -> None:
    build_site(project, drafts=True)
    before = digests(project / "site")
    options = project / "content/alpha/options.yaml"
    options.write_text(options.read_text("utf-8").replace("1.5 mg", "1.6 mg"), "utf-8")
    built = build_site(project, drafts=True)
    assert built.rendered == ("alpha/draft",)
    after = digests(project / "site")
    assert {name for name in after if before[name] != after[name]} == {"alpha/draft/index.html"}
    options.write_text(options.read_text("utf-8").replace("1.6 mg", "1.5 mg"), "utf-8")
    build_site(project, drafts=True)
    assert digests(project / "site") == before


def test_a_release_renders_itself_the_current_page_and_the_pages_of_all(project: Path) -> None:
    build_site(project)
    release_reviewed(project, "alpha")
    built = build_site(project)
    assert len(built.rendered) == 3
    assert {"/shared", "alpha/current"} < {*built.rendered}
    done = guidepress(project, "build")
    assert done.stdout == "site/ is up to date: 3 guidelines, nothing changed\n"


def test_a_guideline_that_is_gone_leaves_nothing_behind(project: Path) -> None:
    build_site(project)
    shutil.rmtree(project / "content/delta")
    built = build_site(project)
    assert built.removed == ()
    left = [name for name in digests(project / "site") if "delta" in name.split("/")]
    assert left == []
    assert "delta/" not in (project / "site/sitemap.xml").read_text("utf-8")
    assert "delta/" not in (project / "site/api/v1/SHA256SUMS").read_text("utf-8")


def test_an_altered_release_stops_a_build_though_its_size_and_times_are_as_before(
    project: Path,
) -> None:
    build_site(project)
    frozen = project / "content/alpha/releases/1.0.0.json"
    stat = frozen.stat()
    frozen.write_bytes(frozen.read_bytes().replace(b"1.5 mg", b"1.6 mg"))
    os.utime(frozen, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    before = digests(project / "site")
    with pytest.raises(UnusableError, match=r"1\.0\.0\.json:1:1: this frozen file was changed"):
        build_site(project)
    assert digests(project / "site") == before


@pytest.mark.parametrize("spoil", ["manifest.json", "kept"])
def test_a_damaged_cache_is_named_or_made_again(project: Path, spoil: str) -> None:
    build_site(project)
    first = digests(project / "site")
    home = project / ".cache/guidepress/site"
    for file in [home / spoil] if spoil.endswith(".json") else (home / spoil).iterdir():
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    release_reviewed(project, "alpha")
    if spoil == "kept":
        with pytest.raises(UnusableError, match="was damaged: build with --no-cache"):
            build_site(project)
        assert digests(project / "site") == first
    build_site(project, cached=False)
    again = digests(project / "site")
    shutil.rmtree(project / "site")
    shutil.rmtree(project / ".cache")
    build_site(project)
    assert digests(project / "site") == again


def test_two_builds_at_once_are_refused(project: Path) -> None:
    with lock(project / ".cache/guidepress/site"):
        done = guidepress(project, "build")
        assert (done.returncode, done.stderr) == (
            2,
            "guidepress: another build of this project is running: wait until it has ended\n",
        )
        assert "another build of this project is running" in mkdocs(project).stderr
    assert guidepress(project, "build").returncode == 0


def test_progress_counts_guidelines(project: Path) -> None:
    reported: list[tuple[int, int]] = []
    build_site(project, cached=False, report=lambda *far: reported.append(far))
    assert reported[-1] == (3, 3)


@pytest.mark.slow
def test_a_build_that_is_killed_anywhere_is_completed_by_the_next(
    mixed: Path, tmp_path: Path
) -> None:
    project = shutil.copytree(mixed, tmp_path / "project")
    config = project / "mkdocs.yml"
    text = config.read_text("utf-8")
    names = ("Guidepress", "Another name")
    made = []
    for name in names:
        config.write_text(text.replace("site_name: Guidepress", f"site_name: {name}"), "utf-8")
        shutil.rmtree(project / ".cache", ignore_errors=True)
        build_site(project)
        made.append(digests(project / "site"))
    for name in names:
        config.write_text(text.replace("site_name: Guidepress", f"site_name: {name}"), "utf-8")
        count = killed_at(project, 0)
    random = Random(20)
    # Half of the moments are among the last, where files are put into the site.
    moments = [random.randrange(1, count) for _ in range(5)]
    moments += [random.randrange(count - 150, count) for _ in range(5)]
    for number, moment in enumerate(moments):
        name = names[number % 2]
        config.write_text(text.replace("site_name: Guidepress", f"site_name: {name}"), "utf-8")
        killed_at(project, moment)
        done = guidepress(project, "build")
        assert (done.returncode, done.stderr) == (0, ""), moment
        assert digests(project / "site") == made[number % 2], moment


KILLED = """
import os, signal, sys
from guidepress import cli
last, count = int(sys.argv.pop(1)), 0
def watch(event, values):
    global count
    if event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "open"):
        count += 1
        if count == last: os.kill(os.getpid(), signal.SIGKILL)
import guidepress.site.batch, guidepress.site.build, guidepress.cli.publish, mkdocs.commands.build
sys.addaudithook(watch)
try: cli.main()
finally: print(count)
"""


def killed_at(project: Path, moment: int) -> int:
    """Build, and be killed when a file or folder is opened or changed for the so many-th time.

    For the moment 0, the build ends by itself; returns how many there were.
    """
    command = [sys.executable, "-c", KILLED, str(moment), "build", "--quiet", "--jobs", "1"]
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=False, timeout=LIMIT
    )
    assert done.returncode == (-signal.SIGKILL if moment else 0), done.stderr
    return 0 if moment else int(done.stdout)


@pytest.mark.parametrize("name", ["index.html", "alpha/index.html", "api/v1/index.json", "api", "sitemap.xml", "index.html/x", "assets/guidepress.js"])  # fmt: skip
def test_a_static_file_never_overwrites_what_the_build_makes(project: Path, name: str) -> None:
    build_site(project)
    before = digests(project / "site")
    file = project / "pages/static" / name
    file.parent.mkdir(parents=True)
    file.write_text("mine", "utf-8")
    done = guidepress(project, "build")
    assert (done.returncode, done.stderr) == (
        2,
        f"guidepress: {name} is a page or a file of the site: give what has its name in pages/ another\n",
    )
    assert digests(project / "site") == before


def test_a_link_among_the_static_files_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    (project / "pages/static").mkdir(parents=True)
    (project / "pages/static/key").symlink_to(tmp_path / "secret")
    with pytest.raises(
        UnusableError, match=r"pages/static/key.* this is a link, which is not followed"
    ):
        build_site(project)


def test_a_static_file_that_changes_or_goes_does_so_in_the_site(project: Path) -> None:
    file = project / "pages/static/CNAME"
    file.parent.mkdir(parents=True)
    for text in ("one.example", "two.example"):
        file.write_text(text, "utf-8")
        built = build_site(project)
        assert (project / "site/CNAME").read_text("utf-8") == text
    assert (built.rendered, built.written) == ((), 1)
    file.unlink()
    built = build_site(project)
    assert not (project / "site/CNAME").exists()
    assert built.removed == ()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("  font: false\n", "  font: false\n  logo: img/logo.svg\n", "theme: logo names img/logo.svg"),
        ("assets/favicon.svg", "img/x.ico", "theme: favicon names img/x.ico"),
        ("  - assets/guidepress.css", "  - assets/ours.css", "extra_css names assets/ours.css"),
        ("assets/guidepress.js", "ours.js", "extra_javascript names ours.js"),
        ("material/book-open-variant", "material/nothing", ".icons/material/nothing.svg"),
    ],
)  # fmt: skip
def test_a_file_that_mkdocs_yml_names_must_be_there(
    project: Path, old: str, new: str, reason: str
) -> None:
    before = digests(project / "site")
    config = project / "mkdocs.yml"
    text = config.read_text("utf-8")
    assert old in text
    config.write_text(text.replace(old, new, 1), "utf-8")
    done = guidepress(project, "build")
    assert done.returncode == 2
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert digests(project / "site") == before


def test_a_logo_among_the_static_files_is_found(project: Path) -> None:
    config = project / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(
        text.replace("  font: false\n", "  font: false\n  logo: img/logo.svg\n"), "utf-8"
    )
    (project / "pages/static/img").mkdir(parents=True)
    (project / "pages/static/img/logo.svg").write_text("<svg/>", "utf-8")
    assert build_site(project).released == 3
    assert "img/logo.svg" in (project / "site/alpha/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("level: 2Diii", "level: [", "This draft cannot be shown"),
        ("[@trabectedin-trial]", "[@nothing-of-that-name]", "This text is not released"),
    ],
)
def test_drafts_with_errors_are_named_with_their_number(
    project: Path, old: str, new: str, shown: str
) -> None:
    options = project / f"content/{GID}/options.yaml"
    text = options.read_text("utf-8")
    if old not in text:
        old = re.findall(r"\[@[a-z0-9-]+\]", text)[0]
    options.write_text(text.replace(old, new, 1), "utf-8")
    found = guidepress(project, "validate", GID, "--format", "json").stdout
    count = sum(each["severity"] == "error" for each in json.loads(found)["problems"])
    assert count
    line = f"{GID}: the draft has {count} problem{'s' if count > 1 else ''}: see `guidepress validate {GID}`\n"
    for words in (("--quiet",), ("--quiet", "--jobs", "1")):
        done = guidepress(project, "build", "--drafts", *words)
        assert (done.returncode, done.stderr) == (1, line)
    assert shown in (project / f"site/{GID}/draft/index.html").read_text("utf-8")
    assert guidepress(project, "build").returncode == 0


def test_a_project_of_drafts_says_that_nothing_is_released_yet(tmp_path: Path) -> None:
    assert guidepress(tmp_path, "init", "new").returncode == 0
    done = guidepress(tmp_path / "new", "build", "--quiet")
    assert (done.returncode, done.stderr) == (
        0,
        "no guideline is released yet, so the site lists none: `guidepress build --drafts` and `guidepress serve` show drafts\n",
    )
    assert guidepress(tmp_path / "new", "build", "--quiet", "--drafts").stderr == ""


def test_quiet_reports_nothing_and_a_build_sums_itself_up(project: Path) -> None:
    assert guidepress(project, "build", "--quiet", "--jobs", "2").stdout == ""
    assert guidepress(project, "build").stdout == (
        "site/ is up to date: 3 guidelines, nothing changed\n"
    )
    text = guidepress(project, "build", "--no-cache").stdout
    assert text.startswith("built site/: 3 guidelines, 9 units rendered;")
