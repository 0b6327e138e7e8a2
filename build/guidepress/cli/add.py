"""``guidepress add``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guidepress.cli.choose import choose_guidelines
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from guidepress.edit.add_references import Added

_OF_ONE = click.option("--guideline", metavar="ID", help="The guideline, where there are several.")
_NAMED = click.option("--name", required=True, help="What readers call it.")


@click.group()
def command() -> None:
    """Write new entries into content files; every comment in them stays."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@_OF_ONE
@click.option("--dry-run", is_flag=True, help="Show what would be added; write nothing.")
@click.pass_obj
def reference(project: Path, file: Path, guideline: str | None, *, dry_run: bool) -> None:
    """Add the references of a file.

    FILE is RIS, BibTeX, PubMed (.nbib) or CSL-JSON.
    """
    from guidepress.edit.add_references import add_references
    from guidepress.edit.bibliographies import read_bibliography
    from guidepress.files import one_writer, write_whole
    from guidepress.validate.check import check_guideline

    folder = one_guideline(project, guideline)
    goal = folder / "references.yaml"
    with one_writer(folder, project, "guidepress add reference"):
        old = _bytes_of(goal)
        content, archive, _ = check_guideline(folder, project)
        added = add_references(content, archive, read_bibliography(file))
        if added.text and not dry_run:
            write_whole(goal, added.text.encode(), instead_of=old)
    _tell(added, f"{content.folder}/references.yaml", dry_run=dry_run)
    sys.exit(1 if added.duplicates else 0)


def one_guideline(project: Path, guideline: str | None) -> Path:
    """Return the folder of the guideline that is named, or of the only one that there is."""
    chosen = choose_guidelines(project, guideline)
    if len(chosen) > 1:
        message = f"which guideline? add --guideline with one of {', '.join(chosen)}"
        raise UnusableError(message)
    return project / "content" / chosen[0]


def _bytes_of(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _tell(added: Added, file: str, *, dry_run: bool) -> None:
    from textwrap import shorten

    from guidepress.edit.entry import render_entries

    for each in added.references:
        click.echo(f"{'would add' if dry_run else 'added'} {each['id']} to {file}:")
        click.echo(render_entries([each], 2), nl=False)
        click.echo(f"cite it as [@{each['id']}]")
    for duplicate in added.duplicates:
        title = shorten(duplicate.title, 80, placeholder=" …")
        click.echo(
            f"not added: “{title}” is there already as {duplicate.existing} "
            f"(same {duplicate.same}); cite it as [@{duplicate.existing}]"
        )


@command.command()
@click.argument("identifier", metavar="ID")
@_NAMED
@_OF_ONE
@click.pass_obj
def option(project: Path, identifier: str, name: str, guideline: str | None) -> None:
    """Add an option to fill in.

    It stands at the end of options.yaml.
    """
    _add_entry(project, guideline, "options", identifier, name)


@command.command()
@click.argument("identifier", metavar="ID")
@_NAMED
@_OF_ONE
@click.pass_obj
def factor(project: Path, identifier: str, name: str, guideline: str | None) -> None:
    """Add a factor to fill in.

    It stands at the end of factors.yaml.
    """
    _add_entry(project, guideline, "factors", identifier, name)


def _add_entry(project: Path, guideline: str | None, kind: str, identifier: str, name: str) -> None:
    from guidepress.edit.add_references import find_taken_ids
    from guidepress.edit.insertion import sound_document
    from guidepress.edit.skeleton import add_entry
    from guidepress.files import one_writer, write_whole
    from guidepress.validate.check import check_guideline

    folder = one_guideline(project, guideline)
    goal = folder / f"{kind}.yaml"
    with one_writer(folder, project, f"guidepress add {kind.removesuffix('s')}"):
        old = _bytes_of(goal)
        content, archive, _ = check_guideline(folder, project)
        document = sound_document(content, kind)
        taken = set(find_taken_ids(content, archive))
        text = add_entry(document, kind, identifier, name, taken)
        write_whole(goal, text.encode(), instead_of=old)
    click.echo(f"added {identifier} to {content.folder}/{kind}.yaml; fill it in there")


@command.command()
@click.argument("about", metavar="ID|KIND|FINGERPRINT")
@click.option("--reason", help="Why it changed (or write it into the file).")
@click.option("--type", "reason_type", help="The type of the reason, such as new-evidence.")
@_OF_ONE
@click.pass_obj
def note(
    project: Path, about: str, reason: str | None, reason_type: str | None, guideline: str | None
) -> None:
    """Say why something changed.

    Writes a note about a change since the last release.
    """
    from guidepress.edit.skeleton import render_note
    from guidepress.files import one_writer, write_whole

    folder = one_guideline(project, guideline)
    file = folder / "notes" / f"{about[:80]}.yaml"
    with one_writer(folder, project, "guidepress add note"):
        if file.exists():
            message = f"{file.relative_to(project).as_posix()} is there already; write into it"
            raise UnusableError(message)
        text = render_note(about, _sentences(folder, project, about), reason, reason_type)
        file.parent.mkdir(exist_ok=True)
        write_whole(file, text.encode(), instead_of=b"")
    done = "wrote" if reason and reason_type else "say why in"
    click.echo(f"{done} {file.relative_to(project).as_posix()}")


def _sentences(folder: Path, project: Path, about: str) -> str:
    """Return the sentences of the changes that the note is about; refuses one about nothing."""
    from dataclasses import replace

    from guidepress.content import read_content
    from guidepress.history import read_archive
    from guidepress.validate.subject import Subject

    content = read_content(folder, f"content/{folder.name}", project)
    if content.faults:
        message = f"{content.id} cannot be compared: {content.faults[0]}"
        raise UnusableError(message)
    # Another note that is still to be filled in hides no change.
    content = replace(content, problems=())
    subject = Subject(content, content.guideline, read_archive(folder))
    changes = subject.delta.changes if subject.delta else ()
    found = [
        change.sentence
        for change in changes
        if about in {"guideline", change.fact.entity, change.fact.kind, change.fact.fingerprint}
    ]
    if not found:
        message = f"nothing of {about} has changed since the last release; see `guidepress diff`"
        raise UnusableError(message)
    return "\n".join(found)


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--guideline", metavar="ID", help="Only this guideline.")
@click.pass_obj
def notice(project: Path, file: Path, guideline: str | None) -> None:
    """Add errata and retractions of references.

    FILE is PubMed (.nbib), CSL-JSON or CSV.
    """
    from guidepress.edit.notices import read_notices

    notices = read_notices(file)
    count = 0
    for each in choose_guidelines(project, guideline):
        added = _add_notices(project / "content" / each, project, notices)
        count += len(added)
        for key, data in added:
            click.echo(f"{each}: {key}: {data['kind']}: {data['citation']}")
    click.echo(f"{count} notice{'s' * (count != 1)} added", err=True)


def _add_notices(folder: Path, project: Path, notices: Any) -> list[tuple[str, Any]]:
    from guidepress.content import read_content
    from guidepress.edit.insertion import sound_document
    from guidepress.edit.notices import add_notices
    from guidepress.files import one_writer, write_whole

    goal = folder / "references.yaml"
    with one_writer(folder, project, "guidepress add notice"):
        old = _bytes_of(goal)
        content = read_content(folder, f"content/{folder.name}", project)
        text, added = add_notices(sound_document(content, "references"), notices)
        if added:
            write_whole(goal, text.encode(), instead_of=old)
    return added
