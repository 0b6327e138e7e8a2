"""The built tree: JSON, checksums, and the same bytes wherever and whenever it is built."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import suppress
from hashlib import sha256
from socket import socket
from time import sleep
from typing import TYPE_CHECKING
from urllib.request import urlopen

import jsonschema
import pytest

from conftest import REPOSITORY, TESTS, copy_project, guidepress
from guidepress.diff.fact import canonical
from limits import LIMIT, running
from sums import write_sums

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

GID = "childhood-sts-recurrent"


def test_the_tree_holds_what_the_contract_names(built: Path) -> None:
    for name in (
        "index.html",
        f"{GID}/index.html",
        f"{GID}/changes/index.html",
        f"{GID}/1.0.0/index.html",
        f"{GID}/2.0.0/index.html",
        "scales/pdq-treatment/index.html",
        "about/index.html",
        "search/index.json",
        "api/v1/index.json",
        f"api/v1/{GID}/versions.json",
        f"api/v1/{GID}/latest.json",
        f"api/v1/{GID}/ids.json",
        f"api/v1/{GID}/1.0.0/bundle.json",
        f"api/v1/{GID}/2.0.0/bundle.json",
        f"api/v1/{GID}/2.0.0/changes.json",
        "api/v1/SHA256SUMS",
    ):
        assert (built / name).is_file(), name


def test_latest_is_the_frozen_release_byte_for_byte_and_its_hash_is_published(built: Path) -> None:
    latest = (built / f"api/v1/{GID}/latest.json").read_bytes()
    assert latest == (REPOSITORY / f"content/{GID}/releases/2.0.0.json").read_bytes()
    own = built / f"api/v1/{GID}/SHA256SUMS"
    assert f"{sha256(latest).hexdigest()}  latest.json" in own.read_text("utf-8").splitlines()
    shared = (built / "api/v1/SHA256SUMS").read_text("utf-8").splitlines()
    assert f"{sha256(own.read_bytes()).hexdigest()}  {GID}/SHA256SUMS" in shared


def test_the_checksums_name_every_file_of_the_api(built: Path) -> None:
    api = built / "api/v1"
    present = {file.relative_to(api).as_posix() for file in api.rglob("*") if file.is_file()}
    shared = (api / "SHA256SUMS").read_text("utf-8").splitlines()
    own = (api / GID / "SHA256SUMS").read_text("utf-8").splitlines()
    named = [line.split("  ")[1] for line in shared]
    named += [f"{GID}/{line.split('  ')[1]}" for line in own]
    assert sorted(named) == sorted(present - {"SHA256SUMS"})
    of_the_guideline = [line.split("  ")[1] for line in shared if f"  {GID}/" in line]
    assert of_the_guideline == [f"{GID}/SHA256SUMS"]


@pytest.mark.parametrize(
    ("file", "schema"),
    [
        ("index.json", "index"),
        (f"{GID}/versions.json", "versions"),
        (f"{GID}/ids.json", "ids"),
        (f"{GID}/latest.json", "bundle"),
        (f"{GID}/1.0.0/bundle.json", "bundle"),
        (f"{GID}/2.0.0/changes.json", "changes"),
    ],
)
def test_every_published_file_fits_its_published_schema(
    built: Path, file: str, schema: str
) -> None:
    api = built / "api/v1"
    rules = json.loads((api / f"schema/{schema}.schema.json").read_bytes())
    jsonschema.validate(json.loads((api / file).read_bytes()), rules)


def test_what_became_of_each_version_and_id_is_told(built: Path) -> None:
    api = built / f"api/v1/{GID}"
    versions = json.loads((api / "versions.json").read_bytes())["versions"]
    assert [(each["version"], each["status"]) for each in versions] == [
        ("2.0.0", "active"),
        ("1.0.0", "superseded"),
    ]
    ids = {each["id"]: each for each in json.loads((api / "ids.json").read_bytes())["ids"]}
    assert ids["pazopanib"]["first_version"] == "2.0.0"
    assert ids["excision"]["first_version"] == "1.0.0"
    assert all(each["status"] == "present" for each in ids.values())


def bytes_of(folder: Path) -> dict[str, bytes]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_two_builds_are_the_same_to_the_byte_and_open_no_connection(tmp_path: Path) -> None:
    here = copy_project(tmp_path / "a")
    there = copy_project(tmp_path / "quite" / "another name")
    offline = str(TESTS / "offline")
    first = guidepress(
        here, "build", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="1", PYTHONPATH=offline
    )
    assert first.returncode == 0, first.stderr
    second = guidepress(
        there, "build", TZ="America/Lima", LC_ALL="C.UTF-8", PYTHONHASHSEED="2", PYTHONPATH=offline
    )
    assert second.returncode == 0, second.stderr
    assert bytes_of(here / "site") == bytes_of(there / "site")


def test_the_guard_against_connections_works(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"],
        cwd=project,
        env={"PYTHONPATH": str(TESTS / "offline")},
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert "no connection is allowed" in done.stderr


def test_an_altered_release_stops_the_build_and_leaves_the_old_site(project: Path) -> None:
    assert guidepress(project, "build").returncode == 0
    before = bytes_of(project / "site")
    frozen = project / f"content/{GID}/releases/2.0.0.json"
    frozen.write_bytes(frozen.read_bytes().replace(b"2Diii", b"1iiA", 1))
    done = guidepress(project, "build")
    assert done.returncode == 2
    assert "2.0.0.json" in done.stderr
    assert bytes_of(project / "site") == before


def test_a_draft_is_marked_on_its_page_and_every_page_says_that_drafts_are_shown(
    drafted: Path,
) -> None:
    draft = (drafted / f"site/{GID}/draft/index.html").read_text(encoding="utf-8")
    assert "Amputation!" in draft
    assert "This text is not released" in draft
    assert 'content="noindex"' in draft
    pages = sorted((drafted / "site").rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        assert "Preview with drafts." in page.read_text(encoding="utf-8"), page


def test_drafts_are_shown_only_when_asked_for(drafted: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(drafted, project)
    assert guidepress(project, "build").returncode == 0
    told = b"".join(bytes_of(project / "site").values())
    assert b"Amputation!" not in told
    assert b"Preview with drafts" not in told


def amputation_is_renamed(project: Path) -> None:
    """Change the real guideline in a way that changes what applies, and release it as 3.0.0."""
    folder = project / "content" / GID
    for name, old, new in (
        ("options.yaml", "name: Limb amputation", "name: Amputation of a limb"),
        ("guideline.yaml", "updated: 2015-01-29\nsource", "updated: 2016-02-01\nsource"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    (folder / "notes").mkdir(exist_ok=True)
    note = "about: [limb-amputation]\nreason: Named as surgeons do.\nreason_type: editorial\n"
    (folder / "notes/name.yaml").write_text(note, encoding="utf-8")
    done = guidepress(project, "release", GID, "--date", "2026-12-01", "--future")
    assert done.returncode == 0, done.stdout + done.stderr


def test_old_pages_stay_as_they_are_to_the_byte_when_a_release_is_published(project: Path) -> None:
    assert guidepress(project, "build").returncode == 0
    pages = [project / f"site/{GID}/{version}/index.html" for version in ("1.0.0", "2.0.0")]
    old = [page.read_bytes() for page in pages]
    amputation_is_renamed(project)
    assert guidepress(project, "build").returncode == 0
    assert "Amputation of a limb" in (project / f"site/{GID}/3.0.0/index.html").read_text("utf-8")
    assert "Changed in 3.0.0" in (project / f"site/{GID}/index.html").read_text("utf-8")
    assert [page.read_bytes() for page in pages] == old


@pytest.mark.timing
def test_serving_shows_the_draft_and_follows_what_is_saved(project: Path) -> None:
    options = project / f"content/{GID}/options.yaml"
    text = options.read_text(encoding="utf-8")
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "guidepress", "serve", "--address", f"127.0.0.1:{port}"]
    page = f"http://127.0.0.1:{port}/{GID}/draft/index.html"
    with running(command, cwd=project, stderr=subprocess.DEVNULL):
        wait_for(page, "This text is not released")
        about = project / ".cache/guidepress/preview/about/index.html"
        before = about.stat()
        options.write_text(text.replace("name: Limb amputation", "name: Cutting off"), "utf-8")
        wait_for(page, "Cutting off")
        # Nothing else was rendered.
        assert about.stat() == before
        options.write_text(text.replace("level: 2Diii", "level: ["), "utf-8")
        wait_for(page, "This draft cannot be shown")
        options.write_text(text, "utf-8")
        wait_for(page, "Limb amputation")


def wait_for(page: str, words: str) -> None:
    """Ask for the page until it says so; serving needs a moment after each save."""
    seen = ""
    for _ in range(5 * LIMIT):
        with suppress(OSError), urlopen(page, timeout=LIMIT) as answer:
            seen = answer.read().decode()
        if words in seen:
            return
        sleep(0.2)
    pytest.fail(f"{words} did not appear")


@pytest.mark.parametrize(
    "name",
    [
        "index.json",
        f"{GID}/versions.json",
        f"{GID}/ids.json",
        f"{GID}/latest.json",
        f"{GID}/1.0.0/bundle.json",
        f"{GID}/2.0.0/bundle.json",
        f"{GID}/2.0.0/changes.json",
        "schema/bundle.schema.json",
    ],
)
def test_one_altered_byte_of_what_is_published_is_named(
    built: Path, tmp_path: Path, name: str
) -> None:
    published = tmp_path / "api"
    shutil.copytree(built / "api/v1", published)
    assert guidepress(tmp_path, "verify", "api").returncode == 0
    data = bytearray((published / name).read_bytes())
    data[len(data) // 2] ^= 1
    (published / name).write_bytes(bytes(data))
    done = guidepress(tmp_path, "verify", "api")
    assert done.returncode == 1
    assert f"api/{name}:1:1: the file is not the one that SHA256SUMS names" in done.stdout


def test_a_published_delta_that_does_not_lead_on_is_named_even_if_its_hash_is_right(
    built: Path, tmp_path: Path
) -> None:
    published = tmp_path / "api"
    shutil.copytree(built / "api/v1", published)
    changes = published / GID / "2.0.0/changes.json"
    delta = json.loads(changes.read_bytes())
    changes.write_bytes(canonical({**delta, "patch": delta["patch"][:-1]}))
    write_sums(published)
    done = guidepress(tmp_path, "verify", "api")
    assert done.returncode == 1
    assert "the delta does not lead from 1.0.0 to 2.0.0" in done.stdout


def statuses(project: Path) -> dict[str, str]:
    data = json.loads((project / "site/api/v1/base/versions.json").read_bytes())
    return {each["version"]: each["status"] for each in data["versions"]}


def test_a_version_in_error_cannot_be_overlooked(corrected: Path) -> None:
    assert statuses(corrected) == {"2.0.0": "active", "1.0.0": "entered-in-error"}
    old = (corrected / "site/base/1.0.0/index.html").read_text("utf-8")
    assert "This version was in error. Version 2.0.0 corrects it." in old


def test_a_withdrawn_guideline_cannot_be_overlooked(ended: Path) -> None:
    assert statuses(ended) == {
        "3.0.0": "withdrawn",
        "2.0.0": "withdrawn",
        "1.0.0": "entered-in-error",
    }
    latest = json.loads((ended / "site/api/v1/base/latest.json").read_bytes())
    assert (latest["options"], latest["guideline"]["status"]) == ([], "withdrawn")
    current = (ended / "site/base/index.html").read_text("utf-8")
    assert "Withdrawn on 1 April 2015. Do not use." in current
    assert "mg per square metre" not in current
    old = (ended / "site/base/2.0.0/index.html").read_text("utf-8")
    assert "This guideline was withdrawn on 1 April 2015: Out of date." in old
    assert guidepress(ended, "verify").returncode == 0
    assert guidepress(ended, "verify", "site/api/v1").returncode == 0
