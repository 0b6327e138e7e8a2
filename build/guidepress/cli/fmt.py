"""``guidepress fmt``."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click

from guidepress.cli.terminal import write_line
from guidepress.problem import Position, Problem, UnusableError
from guidepress.project import printable


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only say which files would change; exit with 1.")
@click.pass_obj
def command(project: Path, paths: tuple[Path, ...], *, check: bool) -> None:
    """Lay content files out alike: order of keys, wrapped prose, sorted references.

    What the files say, and every comment, stays.
    """
    from guidepress.report.problems import PROBLEM_REPORTS

    problems: list[Problem] = []
    changed = 0
    files = find_content_files(project, paths)
    for file in files:
        shown = shown_name(file, project)
        with nullcontext() if check else writer_of(file, project, "guidepress fmt"):
            is_changed, faults = _format(file, shown, check=check)
        problems += faults
        if is_changed:
            changed += 1
            write_line(f"{'would change' if check else 'changed'} {shown}")
    click.echo(PROBLEM_REPORTS["text"](problems), nl=False)
    write_line(_summary(len(files), changed, check=check), err=True)
    sys.exit(1 if problems or (check and changed) else 0)


def writer_of(file: Path, project: Path, command: str) -> AbstractContextManager[None]:
    """Return the lock of the guideline that the content file belongs to, if it is of the project.

    What lies elsewhere has no lock; it is only compared before it is replaced.
    """
    from guidepress.files import one_writer

    folder = file.parent.parent if file.parent.name == "notes" else file.parent
    if folder.parent == project / "content":
        return one_writer(folder, project, command)
    return nullcontext()


def _format(file: Path, shown: str, *, check: bool) -> tuple[bool, list[Problem]]:
    from guidepress.edit.layout import format_text
    from guidepress.files import NotPlainError, read_plain, write_whole
    from guidepress.source import MAX_BYTES, times_more

    try:
        old = read_plain(file, MAX_BYTES * times_more(file.name))
    except NotPlainError as error:
        fault = Problem(Position(shown, 1, 1), "unreadable-file", str(error), "write the file")
        return False, [fault]
    text, faults = format_text(old, shown)
    is_changed = text is not None and text.encode() != old
    if text is not None and is_changed and not check:
        write_whole(file, text.encode(), instead_of=old)
    return is_changed, faults


def shown_name(file: Path, project: Path) -> str:
    """Return how a file is called in messages: below the project, and as a terminal may see it."""
    inside = file.relative_to(project).as_posix() if file.is_relative_to(project) else str(file)
    return printable(inside)


def _summary(files: int, changed: int, *, check: bool) -> str:
    done = "would change" if check else "changed"
    return f"{files} file{'s' * (files != 1)}, {changed} {done}"


def find_content_files(project: Path, paths: tuple[Path, ...]) -> list[Path]:
    """Return the YAML files that people write, below the paths or below content/."""
    from guidepress.content.folder import FILE_KINDS

    roots = [_root(project, path) for path in paths] or [project / "content"]
    found = {file for root in roots for file in _below(root)}
    known = {f"{kind}.yaml" for kind in FILE_KINDS}
    files = sorted(
        file
        for file in found
        if (file.name in known or file.parent.name == "notes")
        and not file.is_symlink()
        and "releases" not in file.parts[:-1]
    )
    if not files:
        message = "no content files there: guideline.yaml, factors.yaml, options.yaml, …"
        raise UnusableError(message)
    return files


def _root(project: Path, path: Path) -> Path:
    """Return what the path names; a guideline may be named by its id."""
    named = project / "content" / path
    if len(path.parts) == 1 and not (project / path).exists() and named.is_dir():
        return named
    return project / path


def _below(root: Path) -> list[Path]:
    if not root.exists():
        message = f"{root} does not exist"
        raise UnusableError(message)
    return list(root.rglob("*.yaml")) if root.is_dir() else [root]
