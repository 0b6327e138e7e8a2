"""``guidepress import``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guidepress.cli.terminal import write_data, write_line
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from guidepress.bring_in.importing import Import

# Of letters in an id.
MOST = 80


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
def command(  # noqa: PLR0913  # one for each option
    project: Path, file: Path, identifier: str, keep: tuple[str, ...], form: str, *, dry_run: bool
) -> None:
    """Bring in FILE, a PDQ summary in the XML of NCI's partners.

    A first import writes content/ID. A later file is merged with what editors changed since: what
    one side changed is taken, and what both did is named, to be decided.
    """
    from guidepress.bring_in.importing import import_file
    from guidepress.edit.references import find_taken_ids
    from guidepress.files import one_writer, write_whole
    from guidepress.validate.check import check_guideline

    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", identifier) or len(identifier) > MOST:
        message = f"“{identifier}” is no id: small letters, digits and single hyphens"
        raise UnusableError(message)
    folder = project / "content" / identifier
    shown = f"content/{identifier}"
    with one_writer(folder, project, "guidepress import"):
        released: set[str] = set()
        if folder.is_dir():
            content, archive, _ = check_guideline(folder, project)
            released = set(find_taken_ids(content, archive)) if archive.releases else set()
        made = import_file(file, folder, shown, keep=keep, released=released)
        if not dry_run:
            folder.mkdir(parents=True, exist_ok=True)
            # The baseline is last: without it, the next import would take the file for edits.
            for name, data in made.files.items():
                write_whole(folder / name, data)
    _report(made, shown, form, dry_run=dry_run)


def _report(made: Import, shown: str, form: str, *, dry_run: bool) -> None:
    if form == "json":
        from guidepress.report.escape import for_json

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
