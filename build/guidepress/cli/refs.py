"""``guidepress refs``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guidepress.cli.choose import choose_guidelines


@click.command()
@click.option("--where", metavar="PMID|DOI|KEY", required=True, help="The work that is looked for.")
@click.pass_obj
def command(project: Path, where: str) -> None:
    """Say which statements of which guidelines cite a work."""
    from guidepress.content import read_content
    from guidepress.edit.citing import find_citing, find_references

    found = False
    for each in choose_guidelines(project, None):
        content = read_content(project / "content" / each, f"content/{each}", project)
        for reference in find_references(content, where):
            found = True
            click.echo(f"{each}: {reference.id}: {reference.title}")
            for notice in reference.custom.notices:
                click.echo(f"  {notice.kind}: {notice.citation}")
            citing = list(find_citing(content, reference.id))
            for one in citing:
                levels = f" (level {', '.join(one.levels)})" if one.levels else ""
                click.echo(f"  {one.position}: {one.statement}{levels}")
            if not citing:
                click.echo("  no statement cites it")
    if not found:
        click.echo(f"no guideline has a reference {where}")
    sys.exit(0 if found else 1)
