"""``guidepress add``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidepress.cli.choose import choose_guidelines
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from guidepress.edit.add_references import Added


@click.group()
def command() -> None:
    """Write new entries into content files; every comment in them stays."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--guideline", metavar="ID", help="The guideline, where there are several.")
@click.option("--dry-run", is_flag=True, help="Show what would be added; write nothing.")
@click.pass_obj
def reference(project: Path, file: Path, guideline: str | None, *, dry_run: bool) -> None:
    """Add the references of FILE: RIS, BibTeX, PubMed (.nbib) or CSL-JSON."""
    from guidepress.edit.add_references import add_references
    from guidepress.edit.bibliographies import read_bibliography
    from guidepress.release.freeze import write_whole
    from guidepress.validate.check import check_guideline

    folder = one_guideline(project, guideline)
    content, archive, _ = check_guideline(folder, project)
    added = add_references(content, archive, read_bibliography(file))
    if added.text and not dry_run:
        write_whole(folder / "references.yaml", added.text.encode())
    _tell(added, f"{content.folder}/references.yaml", dry_run=dry_run)
    sys.exit(1 if added.duplicates else 0)


def one_guideline(project: Path, guideline: str | None) -> Path:
    """Return the folder of the guideline that is named, or of the only one that there is."""
    chosen = choose_guidelines(project, guideline)
    if len(chosen) > 1:
        message = f"which guideline? add --guideline with one of {', '.join(chosen)}"
        raise UnusableError(message)
    return project / "content" / chosen[0]


def _tell(added: Added, file: str, *, dry_run: bool) -> None:
    from guidepress.edit.entry import render_entries

    for each in added.references:
        click.echo(f"{'would add' if dry_run else 'added'} {each['id']} to {file}:")
        click.echo(render_entries([each], 2), nl=False)
        click.echo(f"cite it as [@{each['id']}]")
    for duplicate in added.duplicates:
        title = duplicate.title[:80]
        click.echo(
            f"not added: “{title}” is there already as {duplicate.existing} "
            f"(same {duplicate.same}); cite it as [@{duplicate.existing}]"
        )
