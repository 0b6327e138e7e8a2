"""``guidepress show``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidepress.cli.choose import choose_guidelines
from guidepress.cli.terminal import write_line
from guidepress.prose import render_reading

if TYPE_CHECKING:
    from guidepress.content import Content


@click.command()
@click.argument("name", metavar="ID")
@click.option("--guideline", metavar="ID", help="Only in this guideline.")
@click.pass_obj
def command(project: Path, name: str, guideline: str | None) -> None:
    """Show how the texts of an entity, or of a whole guideline, are read.

    Marks are named: ``10[raised: 9]/L`` is a raised figure, ``CYP2C19*2`` has a star.
    """
    from guidepress.content import read_content
    from guidepress.problem import UnusableError, did_you_mean

    known: dict[str, None] = {}
    found = False
    for each in choose_guidelines(project, guideline):
        content = read_content(project / "content" / each, f"content/{each}", project)
        known |= dict.fromkeys([each, *content.by_id])
        for line in _lines(content, name):
            found = True
            write_line(line)
    if name not in known:
        hint = did_you_mean(name, known) or "write the id of a guideline, an option, a statement …"
        message = f"nothing has the id {name}; {hint}"
        raise UnusableError(message)
    if not found:
        write_line(f"{name} has no text that is read as prose")


def _lines(content: Content, name: str) -> Iterator[str]:
    from guidepress.classify import name_works

    works = name_works(content.guideline.references)
    for entity, owner, text in _texts(content):
        if name in {content.id, entity, owner}:
            yield f"{content.find(entity, needle=text)}: {entity}"
            reading = render_reading(text, lambda key: works.get(key, f"{key}, which is not known"))
            yield from (f"  {line}" for line in reading.splitlines())


def _texts(content: Content) -> Iterator[tuple[str, str, str]]:
    """Yield all prose of a guideline: of which entity, to which one that belongs, the text."""
    guideline = content.guideline
    for each in guideline.lists:
        if each.intro:
            yield each.intro.id, each.id, each.intro.text
    for factor in guideline.factors:
        if factor.description:
            yield factor.id, "factors", factor.description
    for option in guideline.options:
        yield from ((each.id, option.id, each.text) for each in option.statements)
    for section in guideline.sections:
        yield from ((each.id, section.id, each.text) for each in section.statements)
