"""One published tree for all contracts: of the real guideline, one withdrawn, one with a history of ids."""

from __future__ import annotations

import shutil
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import TESTS, copy_project, guidepress, overlay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTRACTS = TESTS / "contracts"
RETOLD = CONTRACTS / "retold"


def released(project: Path, gid: str, *words: str) -> None:
    done = guidepress(project, "release", gid, *words)
    assert done.returncode == 0, done.stdout + done.stderr


def put(project: Path, gid: str, *layers: Path) -> None:
    """Write a state of a guideline over the one before, and keep its releases."""
    overlay(project / "content" / gid, *layers)
    for file in (project / "content" / gid).glob("*.yaml"):
        text = file.read_text("utf-8").replace("id: base\n", f"id: {gid}\n")
        file.write_text(text, "utf-8", newline="\n")


def release_retold(project: Path) -> None:
    """Split, merge, retire and rename twice, over four releases."""
    for number, state in enumerate(sorted(RETOLD.iterdir()), start=1):
        put(project, "retold", state)
        released(project, "retold", "--date", f"2015-0{number + 1}-15")


def release_ward(project: Path) -> None:
    """Release the base, correct it, withdraw it."""
    put(project, "ward", CONTRACTS / "ward/1")
    released(project, "ward", "--date", "2015-02-01")
    put(project, "ward", CONTRACTS / "ward/2")
    words = ["--date", "2015-03-02", "--kind", "correction", "--corrects", "1.0.0"]
    released(project, "ward", *words)
    words = ["--date", "2015-04-01", "--kind", "withdrawal", "--reason", "Out of date."]
    released(project, "ward", *words)


def build_tree(project: Path) -> Path:
    """Release and build everything in a new project; return its ``api/v1``."""
    copy_project(project)
    release_ward(project)
    release_retold(project)
    assert guidepress(project, "verify").returncode == 0
    done = guidepress(project, "build")
    assert done.returncode == 0, done.stderr
    return project / "site/api/v1"


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tree(tmp_path_factory.mktemp("contracts") / "project")


@pytest.fixture
def copied(tree: Path, tmp_path: Path) -> Path:
    """A copy of the tree that a test may damage."""
    shutil.copytree(tree, tmp_path / "v1")
    return tmp_path / "v1"


class Asked(NamedTuple):
    """A request that the server answered."""

    path: str
    status: int


class StaticHost(SimpleHTTPRequestHandler):
    """What static hosts do that `http.server` does not: a strong ETag, and 304 to those who have it."""

    asked: list[Asked]

    def do_GET(self) -> None:
        file = self.translate_path(self.path)
        try:
            with open(file, "rb") as stream:  # noqa: PTH123 - a translated path is text
                body = stream.read()
        except OSError:
            self._answer(404, b"")
            return
        etag = f'"{sha256(body).hexdigest()[:20]}"'
        if self.headers.get("If-None-Match") == etag:
            self._answer(304, b"", etag)
        else:
            self._answer(200, body, etag)

    def _answer(self, status: int, body: bytes, etag: str = "") -> None:
        self.asked.append(Asked(self.path, status))
        self.send_response(status)
        if etag:
            self.send_header("ETag", etag)
        self.send_header("Access-Control-Allow-Origin", "*")
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Served(NamedTuple):
    """A folder behind an address, and what was asked of it."""

    address: str
    asked: list[Asked]


def serve(folder: Path) -> Iterator[Served]:
    asked: list[Asked] = []
    kind = type("Host", (StaticHost,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield Served(f"http://127.0.0.1:{server.server_port}", asked)
    server.shutdown()
    server.server_close()


@pytest.fixture
def host(copied: Path) -> Iterator[Served]:
    """The copied tree on a static host; the address ends before ``/v1``."""
    yield from serve(copied.parent)
