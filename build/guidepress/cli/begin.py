"""Begin: a project (``init``), a guideline (``new``), or one that is brought in (``import``)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guidepress.cli.terminal import choose_guidelines, write_data, write_line
from guidepress.problem import UnusableError
from guidepress.project import is_guideline_name
from guidepress.report.escape import for_json

if TYPE_CHECKING:
    from guidepress.bring_in import Import


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init_command(folder: Path) -> None:
    """Make a new project in DIR: an example guideline, and all that builds and checks it."""
    from guidepress.edit.skeleton import make_project

    files = make_project(folder)
    shown = f"{folder}/" if folder.parts else "a project here,"
    write_line(f"made {shown} with {len(files)} files; content/example/ is a worked example")
    write_line("next:")
    if folder.parts:
        write_line(f"  cd {folder}")
    write_line("  guidepress validate")
    write_line("  guidepress serve")


@click.group()
def new_command() -> None:
    """Begin a guideline with a skeleton, which cannot be released until it is filled in."""


@new_command.command()
@click.argument("identifier", metavar="ID")
@click.option("--title", help="Its title.")
@click.option("--language", default="en", help="Its language, such as en or pt-BR.")
@click.pass_obj
def guideline(project: Path, identifier: str, title: str | None, language: str) -> None:
    """Begin a guideline in content/ID/."""
    from guidepress.edit.skeleton import render_guideline

    _write(project, identifier, render_guideline(identifier, title, language))


@new_command.command(name="patient-version")
@click.argument("identifier", metavar="ID")
@click.option("--of", "original", required=True, metavar="ID", help="The guideline it renders.")
@click.option("--title", help="Its title.")
@click.pass_obj
def patient_version(project: Path, identifier: str, original: str, title: str | None) -> None:
    """Begin a patient version of a guideline."""
    from guidepress.edit.skeleton import render_patient_version
    from guidepress.history.reading import read_archive

    (gid,) = choose_guidelines(project, original)
    archive = read_archive(project / "content" / gid, f"content/{gid}")
    latest = archive.latest
    if latest is None or latest.guideline.identity.withdrawal:
        raise UnusableError(f"{gid} has no release that could be rendered; release it first")
    _write(project, identifier, render_patient_version(identifier, title, latest.guideline))


def _write(project: Path, identifier: str, text: str) -> None:
    from guidepress.files import write_whole

    _refuse_id(identifier)
    folder = project / "content" / identifier
    if folder.exists():
        raise UnusableError(f"content/{identifier} is there already; choose another id")
    folder.mkdir(parents=True)
    write_whole(folder / "guideline.yaml", text.encode(), instead_of=b"")
    where = f"content/{identifier}/guideline.yaml"
    write_line(f"wrote {where}; fill it in, then run guidepress validate")


def _refuse_id(identifier: str) -> None:
    """Raise UnusableError for what cannot be the id of a guideline."""
    from guidepress.schema.load import load_schema
    from guidepress.validate.rules.ids import LANGUAGES, RESERVED

    described = load_schema("guideline")["properties"]["id"]
    if len(identifier) > described["maxLength"] or not re.search(described["pattern"], identifier):
        raise UnusableError(f"the id cannot be “{identifier}”; an id is {described['x-says']}")
    if identifier in RESERVED | LANGUAGES:
        message = f"{identifier} is a name that the site, a file system or a language needs"
        message += "; choose another id"
        raise UnusableError(message)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "identifier", metavar="ID", required=True, help="The id of the guideline.")
@click.option(
    "--keep",
    metavar="ENTRY",
    multiple=True,
    help="An entry that both sides changed: what is here stays.",
)
@click.option("--dry-run", is_flag=True, help="Show the account; write nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def import_command(  # noqa: PLR0913  # one for each option
    project: Path, file: Path, identifier: str, keep: tuple[str, ...], form: str, *, dry_run: bool
) -> None:
    """Bring in FILE, a PDQ summary in the XML of NCI's partners.

    A first import writes content/ID. A later file is merged with what editors changed since: what
    one side changed is taken, and what both did is named, to be decided.
    """
    from guidepress.bring_in import NOTHING, Released, import_file
    from guidepress.content import read_content
    from guidepress.edit.references import find_taken_ids
    from guidepress.files import one_writer, write_whole
    from guidepress.history.reading import read_archive
    from guidepress.model import iter_entities

    if not is_guideline_name(identifier):
        raise UnusableError(f"“{identifier}” is no id: small letters, digits and single hyphens")
    folder = project / "content" / identifier
    shown = f"content/{identifier}"
    with one_writer(folder, project, "guidepress import"):
        released, archive = NOTHING, read_archive(folder, shown)
        if archive.latest:
            content = read_content(folder, shown, project)
            ids = {each.id for each in iter_entities(archive.latest.bundle)}
            taken = {*find_taken_ids(content, archive)} - content.by_id.keys()
            released = Released(ids, taken - ids)
        made = import_file(file, folder, shown, keep=keep, released=released)
        if not dry_run:
            folder.mkdir(parents=True, exist_ok=True)
            # The baseline is last: without it, the next import would take the file for edits.
            for name, data in made.files.items():
                write_whole(folder / name, data)
    _report(made, shown, form, dry_run=dry_run)


def _report(made: Import, shown: str, form: str, *, dry_run: bool) -> None:
    if form == "json":
        data: dict[str, Any] = made.account.to_data()
        data["merged"] = None if made.merged is None else dict(made.merged)
        write_data(for_json(data))
        return
    for line in made.account.lines():
        write_line(line)
    if made.merged is not None:
        what = ", ".join(f"{count} {kind}" for kind, count in sorted(made.merged.items()))
        write_line(f"merged with what is there: {what or 'nothing changed'}")
    done = "would write" if dry_run else "wrote"
    write_line(f"{done} {shown}; next: `guidepress validate {Path(shown).name}`")
