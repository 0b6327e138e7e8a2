"""``guidepress new``."""

from __future__ import annotations

import re
from pathlib import Path

import click

from guidepress.cli.terminal import write_line
from guidepress.problem import UnusableError


@click.group()
def command() -> None:
    """Begin a guideline with a skeleton, which cannot be released until it is filled in."""


@command.command()
@click.argument("identifier", metavar="ID")
@click.option("--title", help="Its title.")
@click.option("--language", default="en", help="Its language, such as en or pt-BR.")
@click.pass_obj
def guideline(project: Path, identifier: str, title: str | None, language: str) -> None:
    """Begin a guideline in content/ID/."""
    from guidepress.edit.skeleton import render_guideline

    _write(project, identifier, render_guideline(identifier, title, language))


@command.command(name="patient-version")
@click.argument("identifier", metavar="ID")
@click.option("--of", "original", required=True, metavar="ID", help="The guideline it renders.")
@click.option("--title", help="Its title.")
@click.pass_obj
def patient_version(project: Path, identifier: str, original: str, title: str | None) -> None:
    """Begin a patient version of the newest release of a guideline."""
    from guidepress.cli.choose import choose_guidelines
    from guidepress.edit.skeleton import render_patient_version
    from guidepress.history import read_archive

    (gid,) = choose_guidelines(project, original)
    archive = read_archive(project / "content" / gid, f"content/{gid}")
    latest = archive.latest
    if latest is None or latest.guideline.identity.withdrawal:
        message = f"{gid} has no release that could be rendered; release it first"
        raise UnusableError(message)
    _write(project, identifier, render_patient_version(identifier, title, latest.guideline))


def _write(project: Path, identifier: str, text: str) -> None:
    from guidepress.files import write_whole

    _refuse(identifier)
    folder = project / "content" / identifier
    if folder.exists():
        message = f"content/{identifier} is there already; choose another id"
        raise UnusableError(message)
    folder.mkdir(parents=True)
    write_whole(folder / "guideline.yaml", text.encode(), instead_of=b"")
    where = f"content/{identifier}/guideline.yaml"
    write_line(f"wrote {where}; fill it in, then run guidepress validate")


def _refuse(identifier: str) -> None:
    """Raise UnusableError for what cannot be the id of a guideline."""
    from guidepress.schema import load_schema
    from guidepress.validate.rules.ids import LANGUAGES, RESERVED

    described = load_schema("guideline")["properties"]["id"]
    if len(identifier) > described["maxLength"] or not re.search(described["pattern"], identifier):
        message = f"the id cannot be “{identifier}”; an id is {described['x-says']}"
        raise UnusableError(message)
    if identifier in RESERVED | LANGUAGES:
        message = f"{identifier} is a name that the site, a file system or a language needs"
        message += "; choose another id"
        raise UnusableError(message)
