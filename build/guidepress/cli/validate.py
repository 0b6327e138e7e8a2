"""``guidepress validate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guidepress.cli.terminal import write_data
from guidepress.problem import Problem, UnusableError
from guidepress.project import find_guideline_folders, find_misplaced
from guidepress.report.problems import PROBLEM_REPORTS, has_errors
from guidepress.validate.verdict import MANY, find_problems_of_all


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
        from guidepress.cli.mending import mend_folders

        mend_folders(project, folders)
    if watching:
        from guidepress.cli.mending import watch

        watch(folders, lambda: _look(project, folders, form, cached=not no_cache, all_=not paths))
        return
    problems = _look(project, folders, form, cached=not no_cache, all_=not paths)
    sys.exit(1 if has_errors(problems) else 0)


def _look(
    project: Path, folders: list[Path], form: str, *, cached: bool, all_: bool
) -> list[Problem]:
    found = find_problems_of_all(folders, project, cached=cached)
    if len(folders) >= MANY and form == "text":
        from guidepress.cli.progress import telling

        found = telling(found, len(folders))
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
        from guidepress.near import did_you_mean

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
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if not problems:
        return "no problems"
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
