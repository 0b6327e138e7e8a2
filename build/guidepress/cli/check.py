"""Check content and lay it out: ``validate`` with ``--fix`` and ``--watch``, and ``fmt``."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click

from guidepress.cli.terminal import with_progress, write_data, write_line
from guidepress.files import NotPlainError, one_writer, read_plain, write_whole
from guidepress.problem import Position, Problem, UnusableError, did_you_mean
from guidepress.project import find_guideline_folders, find_misplaced, printable
from guidepress.report.problems import PROBLEM_REPORTS, count_problems, has_errors
from guidepress.validate import MANY, find_problems_of_all

_PAUSE = 0.3


def fix_folders(project: Path, folders: Sequence[Path]) -> None:
    """Fix the content files of the guidelines, each in one step, and report what was done."""
    for file in (file for folder in folders for file in _content_files(folder)):
        with writer_of(file, project, "guidepress validate --fix"):
            _fix_file(file, project)


def _fix_file(file: Path, project: Path) -> None:
    from guidepress.edit.autofix import autofix

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
    from guidepress.source.text import MAX_BYTES, times_more

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
@click.option("--fix", is_flag=True, help="First fix what has one safe fix.")
@click.option("--watch", "watching", is_flag=True, help="Look again whenever a file is saved.")
@click.pass_obj
def validate_command(  # noqa: PLR0913 - the options of the command
    project: Path, paths: tuple[Path, ...], form: str, *, no_cache: bool, fix: bool, watching: bool
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
        message = f"no guideline in {project}: there is no folder below content/"
        raise UnusableError(f"{message}{_elsewhere(project)}")
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
        hint = did_you_mean(str(path), [each.name for each in find_guideline_folders(project)])
        raise UnusableError(f"{path} does not exist{'; ' * bool(hint)}{hint}")
    if whole.is_relative_to(content) and whole != content:
        return content / whole.relative_to(content).parts[0]
    if (whole / "guideline.yaml").exists():
        return whole
    raise UnusableError(f"{path} is not the folder of a guideline (content/<id>), nor in one")


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


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only say which files would change; exit with 1.")
@click.pass_obj
def fmt_command(project: Path, paths: tuple[Path, ...], *, check: bool) -> None:
    """Lay content files out alike: order of keys, wrapped prose, sorted references.

    What the files say, and every comment, stays.
    """
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
    write_line(_describe_changes(len(files), changed, check=check), err=True)
    sys.exit(1 if problems or (check and changed) else 0)


def writer_of(file: Path, project: Path, command: str) -> AbstractContextManager[None]:
    """Return the lock of the guideline that the content file belongs to, if it is of the project.

    What lies elsewhere has no lock; it is only compared before it is replaced.
    """
    folder = file.parent.parent if file.parent.name == "notes" else file.parent
    if folder.parent == project / "content":
        return one_writer(folder, project, command)
    return nullcontext()


def _format(file: Path, shown: str, *, check: bool) -> tuple[bool, list[Problem]]:
    from guidepress.edit.layout import format_text
    from guidepress.source.text import MAX_BYTES, times_more

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


def _describe_changes(files: int, changed: int, *, check: bool) -> str:
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
        raise UnusableError("no content files there: guideline.yaml, factors.yaml, options.yaml, …")
    return files


def _root(project: Path, path: Path) -> Path:
    """Return what the path names; a guideline may be named by its id."""
    named = project / "content" / path
    if len(path.parts) == 1 and not (project / path).exists() and named.is_dir():
        return named
    return project / path


def _below(root: Path) -> list[Path]:
    if not root.exists():
        raise UnusableError(f"{root} does not exist")
    return list(root.rglob("*.yaml")) if root.is_dir() else [root]
