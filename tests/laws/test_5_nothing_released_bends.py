"""Law 5: what was frozen never changes, and no release can disappear or say less than it holds."""

from __future__ import annotations

import json
import shutil
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.diff.fact import canonical
from guidepress.history.figures import name_figure
from guidepress.history.reading import entry_sha256
from guidepress.model import SCHEMA_VERSION, iter_entities
from guidepress.problem import UnusableError
from guidepress.release.verify import verify_archive
from guidepress.site.plan import refuse_releases
from guidepress.site.publication import Publication
from guidepress.site.stage import stage_project
from guidepress.site.workers import Workers
from laws.edits import clean_bundle, do
from laws.effort import many
from laws.generate import GID, image_of, sample, seeds
from laws.surfaces import bundle_of, release_bundles
from laws.table import cases, hold

if TYPE_CHECKING:
    from collections.abc import Callable

LAW = 5
DAYS = ("2016-01-02", "2017-01-02", "2018-01-02")
PUBLICATION = Publication("Guidelines", "https://guidelines.example.org/")


@cache
def frozen() -> dict[str, bytes]:
    """Return the files below ``releases/`` of a guideline that was released three times."""
    first = clean_bundle()
    second = do(first, "removed", "statement-of-option")
    return files_of(first, second, do(second, "renamed", "section"))


@cache
def small() -> dict[str, bytes]:
    """Return those of a guideline with little in it, which are read in a tenth of the time."""
    first = bundle_of(sample(seeds()[9]))
    return files_of(*(with_title(first, title) for title in ("One", "Two", "Three")))


def with_title(bundle: Any, title: str) -> Any:
    return {**bundle, "guideline": {**bundle["guideline"], "title": title}}


def files_of(*bundles: Any) -> dict[str, bytes]:
    archive = release_bundles(bundles, DAYS)
    files = {f"{each.version}.json": each.bundle_bytes for each in archive.releases}
    files |= {
        f"{each.version}.changes.json": each.changes_bytes
        for each in archive.releases
        if each.changes_bytes
    }
    return files | {"index.json": index_of([dict(each.entry) for each in archive.releases])}


@cache
def images(made: Callable[[], dict[str, bytes]]) -> dict[str, bytes]:
    """Return the frozen images of these releases, by their names."""
    found: dict[str, bytes] = {}
    for name, data in made().items():
        if "changes" in name or name == "index.json":
            continue
        for each in iter_entities(json.loads(data)):
            if "sha256" in each.value.get("figure", ()):
                figure = each.value["figure"]
                found[name_figure(figure)] = image_of(figure["file"])
    return found


def index_of(entries: list[Any]) -> bytes:
    data = {
        "id": "releases",
        "schema_version": SCHEMA_VERSION,
        "guideline": GID,
        "releases": entries,
    }
    return (json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def write(
    project: Path, files: dict[str, bytes], made: Callable[[], dict[str, bytes]] = frozen
) -> Path:
    folder = project / "content" / GID
    (folder / "releases").mkdir(parents=True)
    for name, data in files.items():
        (folder / "releases" / name).write_bytes(data)
    (folder / "releases/figures").mkdir()
    for name, data in images(made).items():
        (folder / "releases/figures" / name).write_bytes(data)
    return folder


def is_refused_by_verify(project: Path) -> bool:
    found = [
        problem
        for folder in sorted((project / "content").iterdir())
        for problem in verify_archive(folder, f"content/{folder.name}")
    ]
    return bool(found)


def is_refused_by_build(project: Path) -> bool:
    try:
        refuse_releases(project, Workers(), cached=False)
        stage_project(project, project / ".stage", PUBLICATION, drafts=False)
    except UnusableError:
        return True
    return False


JUDGES: dict[str, Callable[[Path], bool]] = {
    "verify": is_refused_by_verify,
    "build": is_refused_by_build,
}


# Alterations ------------------------------------------------------------------------------------

Files = dict[str, bytes]


def entries_of(files: Files) -> list[Any]:
    return list(json.loads(files["index.json"])["releases"])


def rehashed(files: Files) -> Files:
    """Return the files with an index whose hashes and chain fit them again."""
    entries = entries_of(files)
    for at, entry in enumerate(entries):
        for key, suffix in (("bundle_sha256", ".json"), ("changes_sha256", ".changes.json")):
            if key in entry:
                entry[key] = sha256(files[f"{entry['version']}{suffix}"]).hexdigest()
        if at:
            entry["previous_sha256"] = entry_sha256(entries[at - 1])
    return files | {"index.json": index_of(entries)}


def edited(files: Files, name: str, edit: Callable[[Any], object]) -> Files:
    data = json.loads(files[name])
    edit(data)
    return files | {name: canonical(data)}


def without(files: Files, *names: str) -> Files:
    return {name: data for name, data in files.items() if name not in names}


def other_text(data: Any) -> None:
    data["options"][0]["content"][0]["text"] = "Give 44 of 44."


def drop_entry(files: Files, at: int) -> Files:
    entries = entries_of(files)
    del entries[at]
    return files | {"index.json": index_of(entries)}


def relinked(files: Files) -> Files:
    """Return an index whose chain fits the entries that it has."""
    entries = entries_of(files)
    for at, entry in enumerate(entries):
        entry.pop("previous_sha256", None)
        if at:
            entry["previous_sha256"] = entry_sha256(entries[at - 1])
    return files | {"index.json": index_of(entries)}


def change_entry(files: Files, at: int, **values: str) -> Files:
    entries = entries_of(files)
    entries[at] |= values
    return files | {"index.json": index_of(entries)}


def relabel(data: Any) -> None:
    for change in data["changes"]:
        change |= {"impact": "patch", "alert": False}
    data["impact"] = "patch"


def other_proof(data: Any) -> None:
    data["proof"]["new_sha256"] = data["proof"]["old_sha256"]


def forget_changes(data: Any) -> None:
    data["changes"] = []
    data["stamps"] = list(range(len(data["patch"])))


def relabelled_everywhere(files: Files) -> Files:
    """Return the files with a delta whose changes all weigh less, and an index that says so too."""
    light = edited(files, delta_name(files), relabel)
    return rehashed(change_entry(light, -1, impact="patch"))


def proven(files: Files) -> Files:
    """Return the files with deltas whose proofs fit the bundles again."""
    versions = [entry["version"] for entry in entries_of(files)]
    for old, new in pairwise(versions):
        data = json.loads(files[f"{new}.changes.json"])
        hashes = (sha256(files[f"{each}.json"]).hexdigest() for each in (old, new))
        data["proof"] = dict(zip(("old_sha256", "new_sha256"), hashes, strict=True))
        files = files | {f"{new}.changes.json": canonical(data)}
    return rehashed(files)


def smuggled(files: Files) -> Files:
    """Return the files with a text changed in the newest release, and a delta that leads there."""
    files = edited(files, newest(files), other_text)

    def lead(data: Any) -> None:
        path = "/options/0/statements/0/text"
        data["changes"][0]["operations"].append(len(data["patch"]))
        data["patch"].append({"op": "replace", "path": path, "value": "Give 44 of 44."})

    return proven(edited(files, delta_name(files), lead))


def rewritten(files: Files) -> Files:
    """Return the files as if the title had always been another one."""
    for entry in entries_of(files):
        name = f"{entry['version']}.json"
        files = edited(files, name, lambda data: data["guideline"].update(title="Another title"))
    return proven(files)


ALTERED: dict[str, Callable[[Files], Files]] = {
    "a text of an old release": lambda f: edited(f, "1.0.0.json", other_text),
    "a text of the newest release": lambda f: edited(f, newest(f), other_text),
    "a text, rehashed": lambda f: rehashed(edited(f, "1.0.0.json", other_text)),
    "a text of the newest, rehashed": lambda f: rehashed(edited(f, newest(f), other_text)),
    "a release missing": lambda f: without(f, "1.0.0.json"),
    "a delta missing": lambda f: without(f, delta_name(f)),
    "the index missing": lambda f: without(f, "index.json"),
    "an entry in the middle dropped": lambda f: drop_entry(f, 1),
    "an entry in the middle dropped, relinked": lambda f: relinked(drop_entry(f, 1)),
    "the first entry dropped, relinked": lambda f: relinked(drop_entry(f, 0)),
    "the last entry dropped": lambda f: drop_entry(f, -1),
    "two releases swapped": lambda f: f | {"1.0.0.json": f[newest(f)], newest(f): f["1.0.0.json"]},
    "two releases swapped, rehashed": lambda f: rehashed(
        f | {"1.0.0.json": f[newest(f)], newest(f): f["1.0.0.json"]}
    ),
    "the date of an entry": lambda f: change_entry(f, 0, released="2010-01-01"),
    "the date of the last entry": lambda f: change_entry(f, -1, released="2010-01-01"),
    "a later date of the last entry": lambda f: change_entry(f, -1, released="2018-01-03"),
    "the update of the last entry": lambda f: change_entry(f, -1, updated="2010-01-01"),
    "a key more in the last entry": lambda f: change_entry(f, -1, note="It was never released."),
    "the proof of a delta, rehashed": lambda f: rehashed(edited(f, delta_name(f), other_proof)),
    "the impact of the last entry": lambda f: change_entry(f, -1, impact="patch"),
    "no changes in a delta, rehashed": lambda f: rehashed(edited(f, delta_name(f), forget_changes)),
    "all changes relabelled, rehashed": lambda f: rehashed(edited(f, delta_name(f), relabel)),
    "a release in another layout, rehashed": lambda f: rehashed(
        f | {"1.0.0.json": json.dumps(json.loads(f["1.0.0.json"]), indent=1).encode()}
    ),
    "a release in UTF-16, rehashed": lambda f: rehashed(
        f | {"1.0.0.json": f["1.0.0.json"].decode().encode("utf-16")}
    ),
    "a key twice, rehashed": lambda f: rehashed(
        f | {"1.0.0.json": f["1.0.0.json"].replace(b"{", b'{"id":"x",', 1)}
    ),
    "a hostile id, rehashed": lambda f: rehashed(
        edited(f, newest(f), lambda data: data.update(id="../../../x"))
    ),
    "a link to a script, rehashed": lambda f: rehashed(
        edited(f, newest(f), lambda data: data["references"][0].update(URL="javascript:alert(1)"))
    ),
    "another guideline's id, rehashed": lambda f: rehashed(
        edited(f, "1.0.0.json", lambda data: data["guideline"].update(id="another"))
    ),
    "all changes relabelled in delta and index, rehashed": relabelled_everywhere,
    "a text with a delta that leads there, rehashed": smuggled,
    "the whole history rewritten": rewritten,
    "the newest release gone with its files": lambda f: without(
        drop_entry(f, -1), newest(f), delta_name(f)
    ),
    "a file too many that is no JSON": lambda f: f | {"1.0.0.json.bak": f["1.0.0.json"]},
    "a file too many": lambda f: f | {"9.0.0.json": f["1.0.0.json"]},
}


def newest(files: Files) -> str:
    return f"{entries_of(files)[-1]['version']}.json"


def delta_name(files: Files) -> str:
    return f"{entries_of(files)[-1]['version']}.changes.json"


@pytest.mark.parametrize(
    "case", cases(LAW, (f"{judge}: {what}" for judge in JUDGES for what in ALTERED))
)
def test_what_was_altered_is_refused(case: str, tmp_path: Path) -> None:
    judge, _, what = case.partition(": ")
    write(tmp_path, ALTERED[what](dict(frozen())))
    hold(JUDGES[judge](tmp_path))


def link_release(project: Path) -> None:
    file = project / "content" / GID / "releases" / "1.0.0.json"
    file.rename(project / "elsewhere.json")
    file.symlink_to(project / "elsewhere.json")


def rename_guideline(project: Path) -> None:
    (project / "content" / GID).rename(project / "content" / "another")


def copy_guideline(project: Path) -> None:
    shutil.copytree(project / "content" / GID, project / "content" / "another")


def image_in(project: Path) -> Path:
    return min((project / "content" / GID / "releases/figures").iterdir())


def change_image(project: Path) -> None:
    image_in(project).write_bytes(image_of("another"))


def add_image(project: Path) -> None:
    data = image_of("another")
    image_in(project).with_name(f"{sha256(data).hexdigest()}.svg").write_bytes(data)


MOVED: dict[str, Callable[[Path], object]] = {
    "an image that is another": change_image,
    "an image missing": lambda project: image_in(project).unlink(),
    "an image too many": add_image,
    "a release that is a link": link_release,
    "a folder renamed with its releases": rename_guideline,
    "a folder copied with its releases": copy_guideline,
}


@pytest.mark.parametrize(
    "case", cases(LAW, (f"{judge}: {what}" for judge in JUDGES for what in MOVED))
)
def test_what_was_put_elsewhere_is_refused(case: str, tmp_path: Path) -> None:
    judge, _, what = case.partition(": ")
    write(tmp_path, dict(frozen()))
    MOVED[what](tmp_path)
    hold(JUDGES[judge](tmp_path))


@pytest.mark.parametrize("judge", JUDGES)
def test_what_was_not_altered_is_accepted(judge: str, tmp_path: Path) -> None:
    write(tmp_path, dict(frozen()))
    assert not JUDGES[judge](tmp_path)


# Any byte ---------------------------------------------------------------------------------------


def test_the_small_archive_is_accepted(tmp_path: Path) -> None:
    write(tmp_path, small(), small)
    assert not is_refused_by_verify(tmp_path)


@many
@given(st.sampled_from(sorted(small())), st.integers(0, 10**6), st.integers(1, 255))
def test_no_byte_can_be_another(name: str, place: int, flip: int) -> None:
    data = bytearray(small()[name])
    place %= len(data)
    data[place] ^= flip
    altered = small() | {name: bytes(data)}
    if name == "index.json" and says_the_same(altered[name], small()[name]):
        return
    with TemporaryDirectory() as room:
        write(Path(room), altered, small)
        assert is_refused_by_verify(Path(room)), (name, place, flip)


def says_the_same(one: bytes, other: bytes) -> bool:
    """The layout of the index is no promise: it is merged by people."""
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False
