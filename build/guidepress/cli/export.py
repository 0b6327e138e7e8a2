"""``guidepress export``."""

from pathlib import Path

import click

from guidepress.cli.terminal import choose_guidelines, list_known, write_data
from guidepress.export import EXPORTS
from guidepress.history.reading import read_archive
from guidepress.history.sides import read_side
from guidepress.model import Guideline, from_data
from guidepress.problem import UnusableError
from guidepress.site.api import exported


@click.command()
@click.argument("guideline", metavar="GUIDELINE[@VERSION]")
@click.option(
    "--to", "form", metavar="FORMAT", required=True, help=f"The format: {', '.join(EXPORTS)}."
)
@click.pass_obj
def export_command(project: Path, guideline: str, form: str) -> None:
    """Write a release as text for other tools, to standard output.

    Without @VERSION it is the newest release; @draft is the content that is not released.
    """
    gid, asked, version = guideline.partition("@")
    if asked and not version:
        raise UnusableError(f"write a version behind {guideline}, or no @ for the newest release")
    if form not in EXPORTS:
        raise UnusableError(f"there is no format {form}; {list_known(form, EXPORTS)}")
    choose_guidelines(project, gid)
    write_data(EXPORTS[form].render(_read(project, gid, version)))


def _read(project: Path, gid: str, version: str) -> Guideline:
    if version == "draft":
        return from_data(Guideline, read_side(project, gid, "draft").bundle)
    archive = read_archive(project / "content" / gid, f"content/{gid}")
    if archive.problems:
        raise UnusableError(str(archive.problems[0]))
    release = archive.release(version) if version else archive.latest
    if release is None:
        raise UnusableError(_missing(gid, version, archive.listed))
    return exported(archive, release)


def _missing(gid: str, version: str, listed: tuple[str, ...]) -> str:
    if not listed:
        return f"{gid} has no release yet; {gid}@draft is its draft"
    return f"{gid} has no release {version}; {list_known(version, listed)}"
