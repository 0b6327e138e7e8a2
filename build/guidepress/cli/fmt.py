"""``guidepress fmt``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guidepress.problem import UnusableError


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only say which files would change; exit with 1.")
@click.pass_obj
def command(project: Path, paths: tuple[Path, ...], *, check: bool) -> None:
    """Lay content files out alike: order of keys, wrapped prose, sorted references.

    What the files say, and every comment, stays.
    """
    from guidepress.edit.fmt import format_text
    from guidepress.files import write_whole
    from guidepress.report.escape import for_terminal
    from guidepress.report.problems import PROBLEM_REPORTS

    problems = []
    changed = 0
    files = find_content_files(project, paths)
    for file in files:
        shown = file.relative_to(project).as_posix() if file.is_relative_to(project) else str(file)
        old = file.read_bytes()
        text, faults = format_text(old, shown)
        problems += faults
        if text is not None and text.encode() != old:
            changed += 1
            click.echo(for_terminal(f"{'would change' if check else 'changed'} {shown}"))
            if not check:
                write_whole(file, text.encode())
    click.echo(PROBLEM_REPORTS["text"](problems), nl=False)
    click.echo(_summary(len(files), changed, check=check), err=True)
    sys.exit(1 if problems or (check and changed) else 0)


def _summary(files: int, changed: int, *, check: bool) -> str:
    done = "would change" if check else "changed"
    return f"{files} file{'s' * (files != 1)}, {changed} {done}"


def find_content_files(project: Path, paths: tuple[Path, ...]) -> list[Path]:
    """Return the YAML files that people write, below the paths or below content/."""
    from guidepress.content.folder import KINDS

    roots = [_root(project, path) for path in paths] or [project / "content"]
    found = {file for root in roots for file in _below(root)}
    known = {f"{kind}.yaml" for kind in KINDS}
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
