"""What the tool is made of is known, and it starts nothing that content could steer."""

from __future__ import annotations

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from conftest import REPOSITORY, TESTS, copy_project, guidepress
from guidepress.cli import COMMANDS
from guidepress.site.policy import answer_to_own_names
from limits import LIMIT, read_until, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.checkout

SOURCES = sorted((REPOSITORY / "build").rglob("*.py"))
# Modules that run, or unpack into, what their data says.
NEVER = {"pickle", "marshal", "shelve", "dill", "code", "telnetlib", "ftplib"}
CALLS = {"eval", "exec", "compile", "__import__"}


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def find_dangers(path: Path) -> Iterator[str]:
    """Yield what a module has that runs, or unpacks into objects, what its data say."""
    tree = ast.parse(path.read_text("utf-8"))
    modules = imported(tree)
    yield from modules & NEVER
    for node in ast.walk(tree):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and name.startswith("subprocess."):
            yield from (name for each in node.keywords if each.arg == "shell")
        if name in CALLS:
            yield name
        # A code has a system too: only what a module offers is a call that runs something.
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in {*modules, "os"}:
            yield from {node.attr} & {"system", "popen", "unsafe_load", "full_load"}


def test_nothing_is_run_by_a_shell_or_unpacked_into_objects() -> None:
    faults = {path.relative_to(REPOSITORY): list(find_dangers(path)) for path in SOURCES}
    assert {path: found for path, found in faults.items() if found} == {}


def test_every_development_tool_is_locked_by_its_hash_and_no_host_is_named() -> None:
    locked = (REPOSITORY / "requirements/dev.txt").read_text("utf-8")
    assert "://" not in locked
    assert "--index-url" not in locked
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", locked, re.MULTILINE))
    blocks = re.split(r"^(?=[a-z0-9.-]+==)", locked, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    asked = subprocess.run(
        [sys.executable, "requirements/inputs.py"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT,
    ).stdout
    names = {
        re.sub("[._]", "-", re.split(r"[\[<>=;~! ]", line)[0].lower())
        for line in asked.splitlines()
    }
    assert len(names) > len(project["project"]["dependencies"])
    assert names <= pinned


GUIDELINE = "childhood-sts-recurrent"
MAKI = str(TESTS / "references/maki.nbib")
# What is typed, and how it ends; each in a project of its own.
TYPED: dict[tuple[str, ...], int] = {
    ("init", "new"): 0,
    ("validate",): 0,
    ("validate", "--fix"): 0,
    ("explain", "unique-id"): 0,
    ("fmt",): 0,
    ("add", "reference", MAKI): 0,
    ("add", "notice", MAKI): 0,
    ("add", "option", "another", "--name", "Another"): 0,
    ("add", "factor", "age", "--name", "Age"): 0,
    ("add", "note", "nothing"): 2,
    ("accept", "00000000", "--impact", "patch", "--by", "editor", "--reason", "None."): 2,
    ("new", "guideline", "another", "--title", "Another"): 0,
    ("import", "absent.xml", "--as", "another"): 2,
    ("show", "pazopanib"): 0,
    ("refs", "--where", "maki-2007"): 0,
    ("status",): 0,
    ("diff", "1.0.0", "2.0.0"): 0,
    ("release", GUIDELINE, "--date", "2027-01-01", "--future", "--dry-run"): 1,
    ("tombstone", GUIDELINE, "1.0.0", "--date", "2026-11-25", "--reason", "A court."): 0,
    ("verify",): 0,
    ("sign", "--key", "key"): 0,
    ("verify", "--signed", "allowed"): 0,
    ("export", GUIDELINE, "--to", "ris"): 0,
    ("build",): 0,
}
OFFLINE = {"PYTHONPATH": str(TESTS / "offline")}


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a key in it, to be copied."""
    project = copy_project(tmp_path_factory.mktemp("offline") / "project")
    keygen = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "key", "-f"]
    subprocess.run([*keygen, str(project / "key")], check=True, timeout=LIMIT)
    public = (project / "key.pub").read_text("ascii")
    (project / "allowed").write_text(f"key@publisher.example {public}", "ascii")
    return project


@pytest.mark.parametrize("words", TYPED, ids=lambda words: " ".join(words[:2]))
def test_no_command_opens_a_connection(words: tuple[str, ...], keyed: Path, tmp_path: Path) -> None:
    there = shutil.copytree(keyed, tmp_path / "project")
    if "--signed" in words:
        assert guidepress(there, "sign", "--key", "key").returncode == 0
    done = guidepress(there, *words, **OFFLINE)
    assert "no connection is allowed" not in done.stdout + done.stderr
    assert done.returncode == TYPED[words], done.stdout + done.stderr


@pytest.mark.timing
def test_serve_listens_on_this_machine_and_opens_no_connection(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "guidepress", "serve", "--address", f"127.0.0.1:{port}"]
    environment = {**os.environ, **OFFLINE}
    with running(
        command, cwd=project, env=environment, stderr=subprocess.PIPE, text=True
    ) as serving:
        said = read_until(serving.stderr, f":{port}/")
        with urlopen(f"http://127.0.0.1:{port}/{GUIDELINE}/", timeout=LIMIT) as page:
            assert b"draft" in page.read()
        foreign = Request(f"http://127.0.0.1:{port}/", headers={"Host": f"evil.example:{port}"})
        with pytest.raises(HTTPError, match="403") as refused:
            urlopen(foreign, timeout=LIMIT)
        refused.value.close()
        serving.terminate()
        said += serving.stderr or []
    assert "no connection is allowed" not in "".join(said)


OWN_HOSTS = (
    "localhost:8000",
    "LOCALHOST:8000",
    "127.0.0.1:8000",
    "[::1]:8000",
    "Ward.example:8000",
)
FOREIGN_HOSTS = (
    *("evil.example", "evil.example:8000", "127.0.0.1.evil.example:8000", "xlocalhost:8000"),
    # Several, as a gateway joins them, or as one that looks at the first would read them.
    *(
        "localhost:8000, evil.example",
        "localhost:8000,localhost:8000",
        "localhost:8000 evil.example",
    ),
    *("evil.example, localhost:8000", "localhost:8000;evil.example", "localhost:8000/evil.example"),
    # A name or password before it, something behind it.
    *("127.0.0.1@evil.example:8000", "evil.example@localhost:8000", "localhost:8000@evil.example"),
    *("localhost:8000?x", "localhost:8000#x", "localhost:8000\\@evil.example", "localhost:8000\n"),
    # Other spellings and other ports.
    *("localhost.:8000", "127.0.0.1.:8000", "ward.example.:8000", "ward.example..:8000"),
    *("localhost", "localhost:9000", "localhost:", "localhost:08000", "localhost:+8000"),
    *("localhost:80_00", "localhost:٨٠٠٠", "localhost: 8000", " localhost:8000", "localhoſt:8000"),
    *("2130706433:8000", "0x7f.1:8000", "127.1:8000", "0177.0.0.1:8000"),
    *("::1", "::1:8000", "[127.0.0.1]:8000", "[::1:8000", "[::1]8000", "[::1%25eth0]:8000"),
    *("[localhost]:8000", "[ward.example]:8000", "[bad", "", ":8000", "[]:8000"),
)


def answer_of(host: str, port: int = 8000, path: str = "/") -> tuple[str, bool]:
    """Return the status, and whether the page was read."""
    said: list[str] = []

    def app(_environ: object, start: Callable[[str, object], None]) -> list[bytes]:
        start("200 OK", [])
        return [b"page"]

    def start(status: str, _headers: object) -> None:
        said.append(status)

    asked = {"HTTP_HOST": host, "PATH_INFO": path}
    body = answer_to_own_names(app, ("ward.example", port), asked, start)
    return said[0], body == [b"page"]


@pytest.mark.parametrize("host", OWN_HOSTS)
def test_a_preview_answers_to_its_own_names(host: str) -> None:
    assert answer_of(host) == ("200 OK", True)


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_preview_answers_to_its_own_names_only(host: str) -> None:
    assert answer_of(host) == ("403 Forbidden", False)


def test_no_port_is_that_of_http() -> None:
    assert answer_of("localhost", 80) == ("200 OK", True)
    assert answer_of("localhost:80", 80) == ("200 OK", True)


@pytest.mark.parametrize("path", ["http://evil.example/", "//evil.example/", "*", "evil", ""])
def test_a_target_that_names_a_host_of_its_own_is_refused(path: str) -> None:
    assert answer_of("localhost:8000", path=path) == ("403 Forbidden", False)


def test_every_command_was_tried_and_a_connection_would_have_been_seen(tmp_path: Path) -> None:
    assert {words[0] for words in TYPED} | {"serve"} == set(COMMANDS)
    for code in (
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('guidepress.example', 443)",
        "socket.create_server(('127.0.0.1', 0))",
    ):
        done = subprocess.run(
            [sys.executable, "-c", f"import socket\ntry: {code}\nexcept BaseException: pass"],
            cwd=tmp_path,
            env={**os.environ, **OFFLINE},
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )
        assert (done.returncode, "no connection is allowed" in done.stderr) == (99, True)


def test_each_promise_names_a_test_that_there_is() -> None:
    page = (REPOSITORY / "docs/security.md").read_text("utf-8")
    page = page.partition("## What is promised")[2].partition("\n## ")[0]
    promises = [line for line in page.splitlines() if line.startswith("| ") and "---" not in line][
        1:
    ]
    assert len(promises) >= 10
    for promise in promises:
        named = re.findall(r"\[`(test_\w+)`\]\(\.\./([\w/.]+)\)", promise)
        assert named, promise
        for name, file in named:
            assert f"def {name}(" in (REPOSITORY / file).read_text("utf-8"), name
