"""Write a planned release so that a kill at any moment leaves none, or a whole one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from guidepress.release.plan import Plan


def write_release(project: Path, folder: Path, plan: Plan) -> tuple[Path, ...]:
    """Write the frozen files, then the index that vouches for them, then take up the notes.

    Files that the index does not name are no release, so the moment at which the index is replaced
    (an atomic rename) is the moment of the release. Returns the files that were written. The caller
    holds the lock of the guideline; raises UnusableError where the index is another one by now.
    """
    releases = folder / "releases"
    releases.mkdir(exist_ok=True)
    written = []
    for name in sorted(plan.files, key=lambda each: (each == "index.json", each)):
        (releases / name).parent.mkdir(exist_ok=True)
        was = plan.index_bytes if name == "index.json" else None
        write_whole(releases / name, plan.files[name], instead_of=was)
        written.append(releases / name)
    for note in plan.notes:
        (project / note).unlink(missing_ok=True)
    return tuple(written)
