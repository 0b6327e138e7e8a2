"""Shared ground: the repository, copies of it that may be edited, and the real command line."""

from __future__ import annotations

import atexit
import gc
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from limits import LIMIT, running

if TYPE_CHECKING:
    from collections.abc import Iterator

# The same examples in each run: what is red is red for everybody, and what is green stays so.
settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.load_profile("same")

TESTS = Path(__file__).parent
REPOSITORY = TESTS.parent
BASE = TESTS / "examples" / "good" / "base"

Run = subprocess.CompletedProcess[str]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not read what has no test of the kinds that are asked for: that is most of the time."""
    asked = re.fullmatch(r"\w+(?: or \w+)*", config.getoption("markexpr"))
    if asked is None or collection_path.suffix != ".py":
        return None
    text = collection_path.read_text("utf-8")
    return not any(f"mark.{kind}" in text for kind in asked[0].split(" or ")) or None


def pytest_collection_finish() -> None:
    """Do not look through thousands of collected tests for garbage again and again: a quarter of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)


def pytest_sessionfinish() -> None:
    """Look for garbage once more, and not five times among all that tests keep: that took minutes."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Iterator[None]:
    """Fail where a test writes into a folder that it shares: another would fail, in another order."""
    own = item.funcargs.get("tmp_path", REPOSITORY)
    given = [each for each in item.funcargs.values() if isinstance(each, Path)]
    shared = [each for each in given if not {own, REPOSITORY} & {each, *each.parents}]
    before = [_stamps(each) for each in shared]
    yield
    after = [_stamps(each) for each in shared]
    assert before == after, f"{item.name} wrote into what it shares: copy it first"


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of each file below a folder, but what git and the tool keep."""
    found: dict[str, tuple[int, int]] = {}
    waiting = [str(folder)]
    # By the entries and not by paths: this looks at some folders before and after hundreds of tests.
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for each in entries:
                if not each.is_dir(follow_symlinks=False):
                    stat = each.stat(follow_symlinks=False)
                    found[each.path] = (stat.st_size, stat.st_mtime_ns)
                elif each.name not in {".git", ".cache"}:
                    waiting.append(each.path)
    return found


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


def copy_project(target: Path) -> Path:
    target.mkdir(parents=True, exist_ok=True)
    for name in ("content", "site_overrides"):
        shutil.copytree(REPOSITORY / name, target / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", target)
    (target / ".stage").mkdir()
    return target


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the real project that a test may edit."""
    return copy_project(tmp_path / "project")


def guideline_of(*sections: dict[str, Any]) -> dict[str, Any]:
    """Return the smallest guideline of these sections, as ``guideline.yaml`` holds it."""
    return {
        "id": "base",
        "title": "Cough",
        "document_type": "guideline",
        "language": "en",
        "audience": "patient",
        "population": {"condition": "cough"},
        "updated": "2015-01-29",
        "body": [each["id"] for each in sections],
        "sections": list(sections),
    }


def overlay(target: Path, *layers: Path) -> Path:
    """Put the layers' files over the base guideline; ``absent.txt`` names those to leave out."""
    shutil.copytree(BASE, target, dirs_exist_ok=True)
    for layer in layers:
        for file in layer.rglob("*"):
            if file.is_file() and file.suffix == ".yaml":
                goal = target / file.relative_to(layer)
                goal.parent.mkdir(exist_ok=True)
                shutil.copyfile(file, goal)
        absent = layer / "absent.txt"
        if absent.exists():
            for name in absent.read_text(encoding="utf-8").split():
                (target / name).unlink()
    return target


# Commands of the tests run hundreds of times; the environment may forbid to keep their bytecode beside the source.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(REPOSITORY / ".cache" / "bytecode"))
    # Tests are compiled once for all processes too: that is a quarter of the time to collect them.
    sys.pycache_prefix, sys.dont_write_bytecode = os.environ["PYTHONPYCACHEPREFIX"], False
_STARTED_WITH = {**os.environ}


def guidepress(project: Path, *words: str, **environment: str) -> Run:
    """Run the command line in a process of its own; in another environment, from its start on."""
    if environment or _differs_from_the_start():
        return start(project, *words, env={**os.environ, **environment})
    with _FORKING:
        return _fork(project, words)


def start(project: Path, *words: str, **options: Any) -> Run:
    """Start Python anew for one command; ``options`` are those of ``subprocess.run``."""
    return subprocess.run(
        [sys.executable, "-m", "guidepress", *words],
        cwd=project,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=LIMIT,
        **options,
    )


def _differs_from_the_start() -> bool:
    names = os.environ.keys() ^ _STARTED_WITH.keys()
    names |= {name for name in os.environ if os.environ[name] != _STARTED_WITH.get(name)}
    return bool({name for name in names if not name.startswith("PYTEST_")} - _SET_BY_EACH_BUILD)


# A build within this process leaves these, as `set_environment` has them; each command sets them itself.
_SET_BY_EACH_BUILD = {"NO_MKDOCS_2_WARNING", "SOURCE_DATE_EPOCH"}
_FORKING = Lock()
_A_DAY = 86_400


@cache
def _forking() -> tuple[subprocess.Popen[str], Path]:
    """Start the process that commands are forked from; it ends when this one does."""
    command = [sys.executable, str(TESTS / "forked.py")]
    options: dict[str, Any] = {"env": _STARTED_WITH, "text": True, "stdout": subprocess.PIPE}
    ending = ExitStack()
    atexit.register(ending.close)
    folder = ending.enter_context(TemporaryDirectory(prefix="forked-"))
    process = running(command, limit=_A_DAY, stdin=subprocess.PIPE, **options)
    return ending.enter_context(process), Path(folder)


def _fork(project: Path, words: tuple[str, ...]) -> Run:
    process, folder = _forking()
    told = {name: folder / name for name in ("stdout", "stderr")}
    paths = {name: str(path) for name, path in told.items()}
    asked = {"project": str(project), "words": words, "limit": LIMIT, **paths}
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{json.dumps(asked)}\n")
    process.stdin.flush()
    code = int(process.stdout.readline())
    assert code != -signal.SIGALRM, f"{words} took longer than {LIMIT} s"
    stdout, stderr = (told[name].read_text("utf-8") for name in ("stdout", "stderr"))
    return Run(["guidepress", *words], code, stdout, stderr)


def build_wheel(source: Path, folder: Path) -> Path:
    """Build the wheel of a project of ours; no registry is asked for what builds it."""
    hatchling = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(
        [*hatchling, "--directory", str(folder)],
        cwd=source,
        check=True,
        timeout=LIMIT,
        capture_output=True,
    )
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(REPOSITORY, tmp_path_factory.mktemp("wheel"))


def release_reviewed(project: Path, gid: str) -> None:
    """Release a copy of the base guideline that was reviewed and is otherwise the same."""
    guideline = project / "content" / gid / "guideline.yaml"
    text = guideline.read_text(encoding="utf-8")
    text = text.replace("updated: 2015-01-29\n", "updated: 2015-01-29\nreviewed: 2016-01-01\n", 1)
    guideline.write_text(text, encoding="utf-8")
    done = guidepress(project, "release", gid, "--date", "2016-01-02", "--kind", "reviewed")
    assert done.returncode == 0, done.stdout + done.stderr
