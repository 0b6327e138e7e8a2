"""What the system refuses is one line: where, what, and what to do."""

from __future__ import annotations

import errno
import os
import pickle
import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import Run, guidepress, overlay
from guidepress.cli.terminal import render_refusal
from guidepress.files import working_in, write_cached, write_whole
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = re.compile(r"guidepress: [^;\n]+: [A-Z][^;\n]+; [^\n]+\n")


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    overlay(tmp_path / "content" / "base")
    return tmp_path


def typed(project: Path, words: str) -> Run:
    """Run what was typed into a shell, whose ``$g`` is the command."""
    return subprocess.run(
        ["/bin/sh", "-c", words],
        cwd=project,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "g": f"{sys.executable} -m guidepress"},
        timeout=LIMIT,
    )


@pytest.mark.parametrize("refusal", sorted(errno.errorcode))
def test_every_refusal_of_the_system_has_a_place_and_advice(refusal: int) -> None:
    error = OSError(refusal, os.strerror(refusal), "a/part", None, "a/file")
    place, _, said = render_refusal(error).partition(": ")
    assert place == "a/file"
    assert re.fullmatch(r"[^;]+; [a-z].+", said)


def test_a_full_disk_or_a_folder_in_the_way_names_the_file_and_not_a_part_of_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "options.yaml"
    folder.mkdir()
    for write in (write_whole, write_cached):
        with pytest.raises(IsADirectoryError) as caught:
            write(folder, b"text")
        assert render_refusal(caught.value).startswith(f"{folder}: Is a directory; a folder stands")
    assert list(tmp_path.iterdir()) == [folder]


def test_the_place_outlasts_the_way_back_from_another_process(tmp_path: Path) -> None:
    def refuse() -> None:
        with working_in(tmp_path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space") as caught:
        refuse()
    back = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - bytes of our own
    assert render_refusal(back).startswith(f"{tmp_path}: No space left on device; make room")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("$g status > /dev/full", "standard output: No space left on device; make room"),
        ("$g --help > /dev/full", "standard output: No space left on device; make room"),
        ("touch f; $g init f/new", "f/new: Not a directory; a file stands where a folder"),
    ],
)
def test_a_refusal_is_one_line_that_says_where_what_and_what_to_do(
    ward: Path, words: str, said: str
) -> None:
    done = typed(ward, words)
    assert done.returncode == 2
    assert SENTENCE.fullmatch(done.stderr), done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(
    "words", ["$g status >/dev/full 2>&1", "$g --help >/dev/full 2>&1", "$g fmt x 2>/dev/full"]
)
def test_a_refusal_that_cannot_be_printed_still_ends_with_its_code(ward: Path, words: str) -> None:
    assert (done := typed(ward, words)).returncode == 2
    assert done.stdout + done.stderr == ""


@pytest.mark.timing
@pytest.mark.parametrize("closed", ["<&- >&-", "<&- >&- 2>&-"])
def test_a_command_runs_with_its_streams_closed(ward: Path, closed: str) -> None:
    assert guidepress(ward, "release", "base", "--date", "2015-02-01").returncode == 0
    for words in ("diff", "diff - draft"):
        done = typed(ward, f"$g {words} {closed}")
        assert done.returncode == 2 * (words == "diff - draft"), (words, done.stderr)
        assert "Traceback" not in done.stderr


@pytest.mark.timing
def test_an_address_that_cannot_be_served_is_said_before_anything_is_built(ward: Path) -> None:
    (ward / "mkdocs.yml").write_text("site_name: Guidelines\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = guidepress(ward, "serve", "--address", address)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"guidepress: {address}: Address already in use")
    assert done.stderr.endswith("; another program listens there: choose another --address\n")
    for address in ("8000", "127.0.0.1:99999", "127.0.0.1:"):
        done = guidepress(ward, "serve", "--address", address)
        assert done.returncode == 2
        assert done.stderr.endswith(" is no place to listen; write one such as 127.0.0.1:8000\n")
