"""``guidepress refs``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidepress.cli.terminal import choose_guidelines, revising, write_line
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from guidepress.bibliography.read import NoticeList
    from guidepress.content import Content
    from guidepress.model import Reference

_MOST_LINES = 100


@click.command()
@click.option("--where", metavar="PMID|DOI|KEY", help="Show who cites this work.")
@click.option(
    "--retracted",
    "notices",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Show what rests on works of this list of retractions (CSV or PubMed).",
)
@click.option("--write", is_flag=True, help="With --retracted: add the notices.")
@click.option("--uncited", is_flag=True, help="Show references that no statement cites.")
@click.option("--remove", is_flag=True, help="With --uncited: remove them.")
@click.option("--guideline", metavar="ID", help="Only this guideline.")
@click.pass_obj
def refs_command(  # noqa: PLR0913 - one for each option
    project: Path,
    where: str | None,
    notices: Path | None,
    guideline: str | None,
    *,
    write: bool,
    uncited: bool,
    remove: bool,
) -> None:
    """Show which statements of which guidelines rest on a work."""
    asked = (where is not None, notices is not None, uncited)
    if sum(asked) != 1 or (write and not notices) or (remove and not uncited):
        message = "ask for --where WORK, --retracted FILE [--write], or --uncited [--remove]"
        raise UnusableError(message)
    chosen = choose_guidelines(project, guideline)
    if where is not None:
        sys.exit(_show_where(project, chosen, where))
    if notices is not None:
        sys.exit(_show_retracted(project, chosen, notices, write=write))
    sys.exit(_show_uncited(project, chosen, remove=remove))


def _read(project: Path, guideline: str) -> Content:
    from guidepress.content import read_content

    content = read_content(project / "content" / guideline, f"content/{guideline}", project)
    # A work that could not be read may be the one that is asked for.
    for fault in content.faults:
        if fault.position.file.endswith("/references.yaml"):
            raise UnusableError(str(fault))
    return content


def _show_where(project: Path, chosen: tuple[str, ...], where: str) -> int:
    from guidepress.edit.references import find_references

    found = False
    for each in chosen:
        content = _read(project, each)
        for reference in find_references(content, where):
            found = True
            write_line(f"{each}: {reference.id}: {reference.title}")
            for notice in reference.custom.notices:
                write_line(f"  {notice.kind}: {notice.citation}")
            _show_citing(content, reference)
    if not found:
        write_line(f"no guideline has a reference {where}")
    return 0 if found else 1


def _show_citing(content: Content, reference: Reference) -> None:
    from guidepress.edit.references import find_citing

    citing = list(find_citing(content, reference.id))
    for one in citing:
        levels = f" (level {', '.join(one.levels)})" if one.levels else ""
        write_line(f"  {one.position}: {one.statement}{levels}")
    if not citing:
        write_line("  no statement cites it")


def _show_retracted(project: Path, chosen: tuple[str, ...], file: Path, *, write: bool) -> int:
    """Show which references the list names, the notices that are new, and what rests on them."""
    from guidepress.bibliography.read import read_notices
    from guidepress.cli.add import write_notices

    notices = read_notices(file)
    for row in notices.left_out[:_MOST_LINES]:
        write_line(f"left out: {file}, {row}", err=True)
    if len(notices.left_out) > _MOST_LINES:
        write_line(f"left out: {len(notices.left_out)} rows of {file} in all", err=True)
    new = 0
    for each in _concerned(project, chosen, notices):
        content = _read(project, each)
        new += _show_notices(content, notices)
        if write:
            write_notices(project, each, notices, "guidepress refs")
    write_line(f"{new} new notice{'s' * (new != 1)}{' written' if write and new else ''}", err=True)
    return 1 if new and not write else 0


def _concerned(project: Path, chosen: tuple[str, ...], notices: NoticeList) -> Iterator[str]:
    """Yield the guidelines whose references.yaml names a work of the list, without parsing it."""
    from guidepress.files import NotPlainError, read_plain
    from guidepress.source.text import MAX_BYTES, times_more

    for each in chosen:
        file = project / "content" / each / "references.yaml"
        try:
            text = read_plain(file, MAX_BYTES * times_more(file.name)).decode(errors="replace")
        except FileNotFoundError:
            continue  # A guideline without references.
        except (OSError, NotPlainError) as error:
            raise UnusableError(f"{file} cannot be read: see `guidepress validate`") from error
        if notices.names(text):
            yield each


def _show_notices(content: Content, notices: NoticeList) -> int:
    from guidepress.edit.references import is_known
    from guidepress.model import to_data

    new = 0
    for reference in content.guideline.references:
        data = to_data(reference)
        found = notices.about(data)
        if not found:
            continue
        write_line(f"{content.id}: {reference.id}: {reference.title}")
        for notice in found:
            known = is_known(notice, data["custom"]["notices"])
            new += not known
            mark = " (noted already)" if known else ""
            write_line(f"  {notice['kind']}: {notice['citation']}{mark}")
        _show_citing(content, reference)
    return new


def _show_uncited(project: Path, chosen: tuple[str, ...], *, remove: bool) -> int:
    count = 0
    for each in chosen:
        uncited = _remove_uncited(project, each) if remove else _find_uncited(_read(project, each))
        count += len(uncited)
        for reference in uncited:
            done = "removed" if remove else "not cited"
            write_line(f"{done}: {each}: {reference.id}: {reference.title}")
    write_line(f"{count} reference{'s' * (count != 1)} that no statement cites", err=True)
    return 1 if count and not remove else 0


def _remove_uncited(project: Path, guideline: str) -> list[Reference]:
    from guidepress.edit.insertion import remove_entries, sound_document

    folder = project / "content" / guideline
    with revising(folder / "references.yaml", folder, project, "guidepress refs") as write:
        content = _read(project, guideline)
        uncited = _find_uncited(content)
        if uncited:
            document = sound_document(content, "references")
            write(remove_entries(document, "references", {each.id for each in uncited}))
    return uncited


def _find_uncited(content: Content) -> list[Reference]:
    from guidepress.edit.references import find_citing

    if content.faults:
        message = f"{content.id} has faults, so what it cites is not known: {content.faults[0]}"
        raise UnusableError(message)
    return [each for each in content.guideline.references if not any(find_citing(content, each.id))]
