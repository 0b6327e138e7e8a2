"""What ``validate --fix`` writes, and when ``validate --watch`` looks again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from guidepress.cli.terminal import write_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_PAUSE = 0.3


def mend_folders(project: Path, folders: Sequence[Path]) -> None:
    """Mend the content files of the guidelines, each in one step, and say what was done."""
    from guidepress.cli.fmt import writer_of

    for file in (file for folder in folders for file in _content_files(folder)):
        with writer_of(file, project, "guidepress validate --fix"):
            _mend_file(file, project)


def _mend_file(file: Path, project: Path) -> None:
    from guidepress.cli.fmt import shown_name
    from guidepress.edit.mend import mend
    from guidepress.files import write_whole

    shown = shown_name(file, project)
    kind, up = ("note", "../../..") if file.parent.name == "notes" else (file.stem, "../..")
    old = file.read_bytes()
    new, mends = mend(old, shown, f"{up}/schema/{kind}.schema.json")
    if new != old:
        write_whole(file, new, instead_of=old)
    for each in mends:
        write_line(f"mended {shown}:{each.line}: {each.what}", err=True)


def _content_files(folder: Path) -> Iterator[Path]:
    from guidepress.content.folder import KINDS
    from guidepress.source import MAX_BYTES, times_more

    for file in (
        *(folder / f"{kind}.yaml" for kind in KINDS),
        *sorted(folder.glob("notes/*.yaml")),
    ):
        most = MAX_BYTES * times_more(file.name)
        if file.is_file() and not file.is_symlink() and file.stat().st_size <= most:
            yield file


def watch(folders: Sequence[Path], look: Callable[[], object]) -> None:
    """Look now and after each change of a file in the folders, until the user interrupts."""
    seen: list[tuple[str, int, int]] | None = None
    try:
        while True:
            now = sorted(_states(folders))
            if now != seen:
                seen = now
                look()
                write_line("watching; end with Ctrl-C", err=True)
            time.sleep(_PAUSE)
    except KeyboardInterrupt:
        click.echo("", err=True)


def _states(folders: Sequence[Path]) -> Iterator[tuple[str, int, int]]:
    for folder in folders:
        for file in folder.rglob("*"):
            try:
                state = file.lstat()
            except FileNotFoundError:
                continue  # saved anew between two looks
            yield str(file), state.st_mtime_ns, state.st_size
