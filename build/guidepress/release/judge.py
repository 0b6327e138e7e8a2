"""All that is frozen in a project, judged: what a build asks before it publishes anything.

The verdict on each chain of releases is kept by the hash of its files and of this tool. What looks
at releases is imported only where there is none: a build with nothing edited does without.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from guidepress.files import one_writer
from guidepress.problem import Problem, UnusableError
from guidepress.project import find_archives, find_guideline_folders, find_misplaced
from guidepress.validate import MANY, hash_chain, keep_verdict, read_verdict


def judge_releases(
    project: Path, *, against: str | None = None, cached: bool = True, workers: Any = None
) -> list[Problem]:
    """Return what is wrong with the frozen releases of a project; errors are reasons not to build.

    ``against`` is a git revision, an earlier SHA256SUMS, or a folder: what was frozen there has to
    be the same here. ``cached`` answers from kept verdicts where no file has changed. ``workers``
    (``site.workers.Workers``) look at many guidelines side by side. Raises UnusableError where
    ``against`` cannot be read, or holds no release.
    """
    problems = list(find_misplaced(project))
    problems += judge_alerts(project)
    folders = list(find_archives(project))
    known = {each: _kept_verdict(each, project) if cached else None for each in folders}
    stale = [each for each, verdict in known.items() if verdict is None]
    size = (
        max(1, min(MANY, -(-len(stale) // workers.count(few=len(stale) < MANY)))) if workers else 1
    )
    calls = [(stale[at : at + size], project, cached) for at in range(0, len(stale), size)]
    for part in workers.run(_judge, calls) if workers else (_judge(*each) for each in calls):
        known |= part
    for each in folders:
        problems += known[each] or ()
    if against is not None:
        from guidepress.release.against import verify_against

        problems += verify_against(project, project, ".", against)
    return problems


def judge_alerts(project: Path) -> Iterator[Problem]:
    """Yield what is wrong with the safety notices of each guideline: none may stay unpublished."""
    for folder in find_guideline_folders(project):
        if os.path.lexists(folder / "alerts.yaml"):
            from guidepress.release.alerts import read_alerts

            yield from read_alerts(folder, f"content/{folder.name}").problems


def _judge(
    folders: Iterable[Path],
    project: Path,
    cached: bool,  # noqa: FBT001  # workers name none
) -> dict[Path, list[Problem]]:
    return {each: judge_archive(each, project, cached=cached) for each in folders}


def _file_of(folder: Path, project: Path) -> Path:
    return project / ".cache" / "guidepress" / "verify" / f"{folder.name}.json"


def _kept_verdict(folder: Path, project: Path) -> list[Problem] | None:
    return read_verdict(_file_of(folder, project), lambda _: hash_chain(folder, project))


def judge_archive(folder: Path, project: Path, *, cached: bool = True) -> list[Problem]:
    """Return what is wrong with a guideline's releases, and keep it if none changes meanwhile."""
    shown = f"content/{folder.name}"

    def look() -> list[Problem]:
        from guidepress.release.verify import verify_archive

        problems = verify_archive(folder, shown)
        return _look_again(folder, project) if problems else problems

    if not cached:
        return look()
    return keep_verdict(_file_of(folder, project), lambda: hash_chain(folder, project), look)


def _look_again(folder: Path, project: Path) -> list[Problem]:
    """Judge once more when no release is being written: its files come before its index."""
    from guidepress.release.verify import verify_archive

    shown = f"content/{folder.name}"
    try:
        with one_writer(folder, project, "guidepress verify"):
            return verify_archive(folder, shown)
    except (OSError, UnusableError):
        # Where nothing can be written, nobody writes; who is still at it is told as it is.
        return verify_archive(folder, shown)
