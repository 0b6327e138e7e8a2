"""``guidepress add``."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guidepress.cli import terminal
from guidepress.problem import UnusableError
from guidepress.report.escape import for_json

if TYPE_CHECKING:
    from guidepress.bibliography.draft import Outcome
    from guidepress.bibliography.read import NoticeList

_OF_ONE = click.option("--guideline", metavar="ID", help="The guideline, where there are several.")
# So many new references are shown whole; of more, a line each.
_MOST_SHOWN = 5


@click.group()
def add_command() -> None:
    """Write new entries into content files; every comment in them stays."""


@add_command.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@_OF_ONE
@click.option("--text", help="A citation as a reference list has it, in place of FILE.")
@click.option("--yes", is_flag=True, help="Add what was read of --text without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would be added; write nothing.")
@click.option("--add-anyway", metavar="ID", multiple=True, help="It is another work: add it so.")
@click.option("--strict", is_flag=True, help="Exit with 1 where anything was left out.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def reference(  # noqa: PLR0913 - one for each option
    project: Path,
    file: Path | None,
    guideline: str | None,
    text: str | None,
    add_anyway: tuple[str, ...],
    form: str,
    *,
    yes: bool,
    dry_run: bool,
    strict: bool,
) -> None:
    """Add the references of a file.

    FILE is RIS, BibTeX, PubMed (.nbib or XML), EndNote (.enw or XML), Web of Science, CSL-JSON or
    Crossref's JSON.
    """
    from guidepress.bibliography.draft import is_whole
    from guidepress.bibliography.read import read_citation, read_references
    from guidepress.edit.references import add_references
    from guidepress.validate.check import check_guideline

    if (file is None) is (text is None):
        raise UnusableError("name a FILE with references, or give one citation with --text")
    found = read_references(file) if file else [read_citation(text or "")]
    folder = terminal.one_guideline(project, guideline)
    goal = folder / "references.yaml"
    with terminal.revising(goal, folder, project, "guidepress add reference") as write:
        content, archive, _ = check_guideline(folder, project)
        new, outcomes = add_references(content, archive, found, add_anyway)
        asked = text is not None and not yes and new is not None
        dry_run = dry_run or (asked and not _agreed(outcomes, form))
        if new and not dry_run:
            write(new)
    target = f"{content.folder}/references.yaml"
    _report(str(file or "--text"), target, outcomes, form, dry_run=dry_run)
    whole = is_whole(outcomes, strict=strict)
    sys.exit(0 if whole and not (asked and dry_run) else 1)


def _agreed(outcomes: Sequence[Outcome], form: str) -> bool:
    """Ask whether what was read of a citation is right; nobody there to ask is no."""
    from guidepress.edit.entry import render_entries

    if form == "text" and sys.stdin.isatty():
        added = [each.reference for each in outcomes if each.kind == "added"]
        click.echo(render_entries(added, 2), nl=False)
        return click.confirm("Is this the work?")
    terminal.write_line(
        "compare it with the work itself; add it by the same command with --yes", err=True
    )
    return False


def _report(file: str, target: str, outcomes: list[Outcome], form: str, *, dry_run: bool) -> None:
    from guidepress.bibliography.draft import account_data, account_lines

    if form == "json":
        terminal.write_data(for_json(account_data(file, outcomes)))
        return
    added = [each for each in outcomes if each.kind == "added"]
    done = "would add" if dry_run else "added"
    for each in added:
        _show_added(each, target, done, whole=len(added) <= _MOST_SHOWN)
    for line in account_lines(file, outcomes, dry_run=dry_run):
        terminal.write_line(line)


def _show_added(outcome: Outcome, target: str, done: str, *, whole: bool) -> None:
    from textwrap import shorten

    from guidepress.edit.entry import render_entries

    if not whole:
        title = shorten(str(outcome.found.data["title"]), 80, placeholder=" …")
        terminal.write_line(f"{done} {outcome.id}: {title}")
        return
    terminal.write_line(f"{done} {outcome.id} to {target}:")
    click.echo(render_entries([outcome.reference], 2), nl=False)
    terminal.write_line(f"cite it as [@{outcome.id}]")


def _adding(kind: str, article: str, *options: Callable[[Any], Any]) -> None:
    phrase = f"Add {article} {kind} to fill in.\n\nIt stands at the end of {kind}s.yaml."

    @add_command.command(kind, help=phrase)
    @click.argument("identifier", metavar="ID")
    @click.pass_obj
    def entry(
        project: Path, identifier: str, guideline: str | None, name: str | None = None
    ) -> None:
        _add_entry(project, guideline, f"{kind}s", identifier, name)

    for each in (*options, _OF_ONE):
        each(entry)


_NAMED = click.option("--name", required=True, help="What readers call it.")
_adding("option", "an", _NAMED)
_adding("factor", "a", _NAMED)
_adding("recommendation", "a")


def _add_entry(
    project: Path, guideline: str | None, kind: str, identifier: str, name: str | None
) -> None:
    from guidepress.edit.insertion import sound_document
    from guidepress.edit.references import find_taken_ids
    from guidepress.edit.skeleton import add_entry
    from guidepress.validate.check import check_guideline

    folder = terminal.one_guideline(project, guideline)
    goal, done = folder / f"{kind}.yaml", f"guidepress add {kind.removesuffix('s')}"
    with terminal.revising(goal, folder, project, done) as write:
        content, archive, _ = check_guideline(folder, project)
        document = sound_document(content, kind)
        taken = set(find_taken_ids(content, archive))
        write(add_entry(document, kind, identifier, name, taken))
    terminal.write_line(f"added {identifier} to {content.folder}/{kind}.yaml; fill it in there")


@add_command.command()
@click.argument("about", nargs=-1, required=True, metavar="ID|KIND|FINGERPRINT...")
@click.option("--reason", help="Why it changed (or write it into the file).")
@click.option("--type", "reason_type", help="The type of the reason, such as new-evidence.")
@_OF_ONE
@click.pass_obj
def note(
    project: Path,
    about: Sequence[str],
    reason: str | None,
    reason_type: str | None,
    guideline: str | None,
) -> None:
    """Say why something changed.

    Writes one note about changes since the last release, of as many ids as are named.
    """
    from guidepress.edit.skeleton import find_sentences, render_note
    from guidepress.history.git import find_branch

    folder = terminal.one_guideline(project, guideline)
    # Two branches that explain the same id must not meet in one file.
    branch = re.sub(r"[^a-z0-9]+", "-", find_branch(project).lower())[:80].strip("-")
    file = folder / "notes" / f"{'-'.join(filter(None, (branch, about[0][:80])))}.yaml"
    with terminal.revising(file, folder, project, "guidepress add note") as write:
        if file.exists():
            message = f"{file.relative_to(project).as_posix()} is there already; write into it"
            raise UnusableError(message)
        found = [find_sentences(folder, project, each) for each in about]
        sentences = "\n".join(each for _, each in found)
        text = render_note([name for name, _ in found], sentences, reason, reason_type)
        file.parent.mkdir(exist_ok=True)
        write(text)
    done = "wrote" if reason and reason_type else "say why in"
    terminal.write_line(f"{done} {file.relative_to(project).as_posix()}")


@add_command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--guideline", metavar="ID", help="Only this guideline.")
@click.pass_obj
def notice(project: Path, file: Path, guideline: str | None) -> None:
    """Add errata and retractions of references.

    FILE is a PubMed export, CSL-JSON, Crossref's JSON, or CSV (ours or Retraction Watch's).
    """
    from guidepress.bibliography.read import read_notices

    notices = read_notices(file)
    count = 0
    for each in terminal.choose_guidelines(project, guideline):
        added = write_notices(project, each, notices, "guidepress add notice")
        count += len(added)
        for key, data in added:
            terminal.write_line(f"{each}: {key}: {data['kind']}: {data['citation']}")
    terminal.write_line(f"{count} notice{'s' * (count != 1)} added", err=True)


def write_notices(
    project: Path, guideline: str, notices: NoticeList, command: str
) -> list[tuple[str, Any]]:
    """Write the notices that references.yaml lacks; return each with the key of its work."""
    from guidepress.content import read_content
    from guidepress.edit.insertion import sound_document
    from guidepress.edit.references import add_notices

    folder = project / "content" / guideline
    with terminal.revising(folder / "references.yaml", folder, project, command) as write:
        content = read_content(folder, f"content/{guideline}", project)
        text, added = add_notices(sound_document(content, "references"), notices)
        if added:
            write(text)
    return added
