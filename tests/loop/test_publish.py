"""The publishing workflow compares with what is published now, and refuses where that is unknown."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from conftest import REPOSITORY, copy_project, guidepress
from guidepress.release.checksums import SUMS
from limits import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.checkout

TEMPLATE = REPOSITORY / "build/guidepress/edit/template/dot-github"
SCRIPT = TEMPLATE / "scripts/publish.py"
RELEASES = "content/childhood-sts-recurrent/releases"
PUBLISHING = (REPOSITORY / ".github/workflows/pages.yml", TEMPLATE / "workflows/guidelines.yml")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as it is published now."""
    project = copy_project(tmp_path_factory.mktemp("published") / "project")
    done = guidepress(project, "build", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    return project / "site"


@pytest.fixture
def live(published: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may damage."""
    return shutil.copytree(published, tmp_path / "live")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A command that writes down how it was called in place of a long build, and verifies."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "guidepress"
    program.write_text(
        f"#!{sys.executable}\n"
        "import subprocess, sys\n"
        "from pathlib import Path\n"
        "Path('called').write_text('\\n'.join(sys.argv[1:]))\n"
        "words = [each for each in sys.argv[1:] if each != '--no-cache']\n"
        "words[0] = 'verify'\n"
        "sys.exit(subprocess.run([sys.executable, '-m', 'guidepress', *words]).returncode)\n"
    )
    program.chmod(0o755)
    return folder


def publish(project: Path, address: str, tools: Path, **environment: str) -> Any:
    settings = project / "mkdocs.yml"
    lines = settings.read_text("utf-8").split("\n")
    lines = [f"site_url: {address}" if each.startswith("site_url:") else each for each in lines]
    settings.write_text("\n".join(lines), "utf-8")
    return subprocess.run(
        [sys.executable, str(SCRIPT), ".published"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tools), **environment},
        timeout=LIMIT,
    )


def called(project: Path) -> list[str]:
    file = project / "called"
    return file.read_text().split("\n") if file.exists() else []


@pytest.mark.parametrize("file", PUBLISHING, ids=lambda file: file.name)
def test_the_workflow_builds_by_the_script_alone(file: Path) -> None:
    steps = yaml.safe_load(file.read_text("utf-8"))["jobs"]["build"]["steps"]
    building = [each for each in steps if "guidepress build" in each.get("run", "")]
    assert building == []
    (step,) = [each for each in steps if "publish.py" in each.get("run", "")]
    assert step["env"] == {"FIRST_PUBLISH": "${{ vars.FIRST_PUBLISH }}"}


def test_what_is_published_is_compared_guideline_by_guideline(
    project: Path, live: Path, tools: Path
) -> None:
    with serving(live) as address:
        done = publish(project, address, tools)
    assert done.returncode == 0, done.stderr
    against = called(project)[-1]
    assert called(project)[:3] == ["build", "--no-cache", "--against"]
    assert Path(against) == project / ".published" / SUMS
    assert (project / ".published/childhood-sts-recurrent" / SUMS).is_file()


def test_a_release_that_was_taken_back_is_not_published(
    project: Path, live: Path, tools: Path
) -> None:
    index = json.loads((project / RELEASES / "index.json").read_bytes())
    index["releases"].pop()
    (project / RELEASES / "index.json").write_text(json.dumps(index), "utf-8")
    for name in ("2.0.0.json", "2.0.0.changes.json"):
        (project / RELEASES / name).unlink()
    with serving(live) as address:
        done = publish(project, address, tools)
    assert done.returncode == 1
    assert "the release 2.0.0 of childhood-sts-recurrent is in" in done.stdout


def damage(live: Path, name: str) -> None:
    sums = live / "api/v1" / SUMS
    if name == "no sums":
        sums.unlink()
    elif name == "a page in their place":
        sums.write_text("<!doctype html><title>Sign in</title>\n", "utf-8")
    elif name == "cut short":
        sums.write_bytes(sums.read_bytes()[:-20])
    elif name == "empty":
        sums.write_bytes(b"")
    elif name == "those of a guideline are missing":
        (live / "api/v1/childhood-sts-recurrent" / SUMS).unlink()


DAMAGES = (
    "no sums",
    "a page in their place",
    "cut short",
    "empty",
    "those of a guideline are missing",
)


@pytest.mark.parametrize("name", DAMAGES)
def test_nothing_is_published_where_it_is_not_known_what_is_published_now(
    project: Path, live: Path, tools: Path, name: str
) -> None:
    damage(live, name)
    with serving(live) as address:
        done = publish(project, address, tools)
    assert done.returncode == 1
    assert "so nothing is published" in done.stderr
    assert "FIRST_PUBLISH" in done.stderr
    assert called(project) == []


def test_a_host_that_does_not_answer_publishes_nothing(project: Path, tools: Path) -> None:
    done = publish(project, "http://127.0.0.1:9/", tools)
    assert (done.returncode, called(project)) == (1, [])


def test_the_first_time_has_to_be_said(project: Path, tools: Path) -> None:
    done = publish(project, "http://127.0.0.1:9/", tools, FIRST_PUBLISH="yes")
    assert done.returncode == 0, done.stderr
    assert called(project) == ["build", "--no-cache"]
    assert "nothing earlier is compared" in done.stderr


def test_what_is_published_is_compared_even_if_the_first_time_is_still_said(
    project: Path, live: Path, tools: Path
) -> None:
    with serving(live) as address:
        done = publish(project, address, tools, FIRST_PUBLISH="yes")
    assert done.returncode == 0, done.stderr
    assert "--against" in called(project)
