"""``guidepress validate``, what ``--fix`` writes, and when ``--watch`` looks again."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from guidepress.cli.terminal import with_progress, write_data, write_line
from guidepress.problem import Problem, UnusableError
from guidepress.project import find_guideline_folders, find_misplaced
from guidepress.report.problems import PROBLEM_REPORTS, count_problems, has_errors
from guidepress.validate.verdict import MANY, find_problems_of_all

_PAUSE = 0.3


def fix_folders(project: Path, folders: Sequence[Path]) -> None:
    """Fix the content files of the guidelines, each in one step, and say what was done."""
    from guidepress.cli.fmt import writer_of

    for file in (file for folder in folders for file in _content_files(folder)):
        with writer_of(file, project, "guidepress validate --fix"):
            _fix_file(file, project)


def _fix_file(file: Path, project: Path) -> None:
    from guidepress.cli.fmt import shown_name
    from guidepress.edit.autofix import autofix
    from guidepress.files import write_whole

    shown = shown_name(file, project)
    kind, up = ("note", "../../..") if file.parent.name == "notes" else (file.stem, "../..")
    old = file.read_bytes()
    new, fixes = autofix(old, shown, f"{up}/schema/{kind}.schema.json")
    if new != old:
        write_whole(file, new, instead_of=old)
    for each in fixes:
        write_line(f"mended {shown}:{each.line}: {each.what}", err=True)


def _content_files(folder: Path) -> Iterator[Path]:
    from guidepress.content.folder import FILE_KINDS
    from guidepress.source import MAX_BYTES, times_more

    for file in (
        *(folder / f"{kind}.yaml" for kind in FILE_KINDS),
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


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(PROBLEM_REPORTS)),
    default="text",
    help="How to tell the problems.",
)
@click.option("--no-cache", is_flag=True, help="Look again at what has not changed.")
@click.option("--fix", is_flag=True, help="First mend the faults that have one safe mend.")
@click.option("--watch", "watching", is_flag=True, help="Look again whenever a file is saved.")
@click.pass_obj
def command(  # noqa: PLR0913 - the options of the command
    project: Path,
    paths: tuple[Path, ...],
    form: str,
    *,
    no_cache: bool,
    fix: bool,
    watching: bool,
) -> None:
    """Check all guidelines, or those whose folders (or files) are named."""
    folders = sorted({_guideline_folder(project, path) for path in paths}) or _all_folders(project)
    if fix:
        fix_folders(project, folders)
    if watching:
        watch(folders, lambda: _look(project, folders, form, cached=not no_cache, all_=not paths))
        return
    problems = _look(project, folders, form, cached=not no_cache, all_=not paths)
    sys.exit(1 if has_errors(problems) else 0)


def _look(
    project: Path, folders: list[Path], form: str, *, cached: bool, all_: bool
) -> list[Problem]:
    found = find_problems_of_all(folders, project, cached=cached)
    if len(folders) >= MANY and form == "text":
        found = with_progress(found, len(folders))
    problems = list(find_misplaced(project)) if all_ else []
    problems += [problem for each in found for problem in each]
    write_data(PROBLEM_REPORTS[form](problems))
    if form == "text":
        click.echo(_summary(problems), err=True)
    return problems


def _all_folders(project: Path) -> list[Path]:
    folders = list(find_guideline_folders(project))
    if not folders and not any(find_misplaced(project)):
        message = (
            f"no guideline in {project}: there is no folder below content/{_elsewhere(project)}"
        )
        raise UnusableError(message)
    return folders


def _elsewhere(project: Path) -> str:
    """Name the nearest folder, above or one below, that does hold content/."""
    below = sorted(project.iterdir()) if project.is_dir() else []
    found = (each for each in (*project.parents, *below) if (each / "content").is_dir())
    near = next(found, None)
    return f"; use --project {near}" if near else ""


def _guideline_folder(project: Path, path: Path) -> Path:
    """Return the guideline's folder that the path is, or lies in."""
    content = project / "content"
    if (linked := _find_link(project, path)) is not None:
        message = f"{linked} is a link, which is not followed; put the folder itself in its place"
        raise UnusableError(message)
    whole = (project / path).resolve()
    if not whole.exists() and len(path.parts) == 1 and (content / path).is_dir():
        return content / path
    if not whole.exists():
        from guidepress.problem import did_you_mean

        hint = did_you_mean(str(path), [each.name for each in find_guideline_folders(project)])
        message = f"{path} does not exist{'; ' * bool(hint)}{hint}"
        raise UnusableError(message)
    if whole.is_relative_to(content) and whole != content:
        return content / whole.relative_to(content).parts[0]
    if (whole / "guideline.yaml").exists():
        return whole
    message = f"{path} is not the folder of a guideline (content/<id>), nor in one"
    raise UnusableError(message)


def _find_link(project: Path, path: Path) -> Path | None:
    """Return the part of the path that is a link, if it is one inside the project."""
    parts = [path, *path.parents] if not path.is_absolute() else []
    return next((each for each in parts if (project / each).is_symlink()), None)


def _summary(problems: list[Problem]) -> str:
    errors, warnings, accepted = count_problems(problems)
    more = f", {accepted} accepted warning{'s' * (accepted != 1)}" if accepted else ""
    if not errors and not warnings:
        return f"no problems{more}"
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}{more}"
