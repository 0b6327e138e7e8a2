"""What changed, and with which impact: ``diff`` and ``accept``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidepress.classify.change import IN_WORDS, Reason
from guidepress.cli.terminal import choose_guidelines, one_guideline, write_data, write_line
from guidepress.files import one_writer, write_whole
from guidepress.problem import UnusableError
from guidepress.report.changes import CHANGE_REPORTS
from guidepress.report.changes.compared import Compared
from guidepress.report.changes.text import render_coloured_text

if TYPE_CHECKING:
    from guidepress.classify.change import Change, Delta, Impact
    from guidepress.content import Content
    from guidepress.history.archive import Archive
    from guidepress.history.sides import Side
    from guidepress.validate.context import RuleContext


IMPACTS = ("none", "patch", "minor", "major")


@click.command()
@click.argument("old", default="latest")
@click.argument("new", default="draft")
@click.option("--guideline", metavar="ID", help="Only this guideline.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(CHANGE_REPORTS)),
    default="text",
    help="How to tell the changes.",
)
@click.option(
    "--impact", type=click.Choice(IMPACTS), default="none", help="Only changes of at least this."
)
@click.option(
    "--id", "ids", multiple=True, metavar="ID", help="Only what changed of it, in it, or on it."
)
@click.option("--verbose", is_flag=True, help="Show fingerprints, which `accept` takes.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where there are differences.")
@click.pass_obj
def diff_command(  # noqa: PLR0913 - the options of the command
    project: Path,
    old: str,
    new: str,
    guideline: str | None,
    form: str,
    impact: str,
    ids: tuple[str, ...],
    *,
    verbose: bool,
    exit_code: bool,
) -> None:
    """Say what changed from OLD (default: latest) to NEW (default: draft).

    A side is latest, draft, a release (1.0.0), a git revision (main, HEAD~3), a bundle file, a
    folder, or - for standard input; release:, git: and file: choose outright.
    """
    found, faults = compare_all(project, guideline, old, new)
    shown = [_selected(each, impact, ids) for each in found]
    if verbose:
        shown = [each._replace(delta=_with_fingerprints(each.delta)) for each in shown]
    coloured = form == "text" and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    render = render_coloured_text if coloured else CHANGE_REPORTS[form]
    write_data(render(shown), is_safe=coloured)
    if faults:
        raise UnusableError("; ".join(faults))
    sys.exit(1 if exit_code and any(each.delta.changes for each in shown) else 0)


def compare_all(
    project: Path, guideline: str | None, old: str, new: str
) -> tuple[list[Compared], list[str]]:
    """Compare every guideline that has both sides; name on standard error those that lack one.

    The second list says which could not be read, and why: they hide no other guideline.
    """
    from guidepress.history.sides import NoSuchSideError

    compared, lacking, faults = [], [], []
    for each in choose_guidelines(project, guideline):
        try:
            compared.append(_compare(project, each, old, new))
        except NoSuchSideError as error:
            lacking.append(str(error))
        except UnusableError as error:
            faults.append(str(error))
    faults = [*dict.fromkeys(faults)]
    if not compared:
        raise UnusableError("; ".join([*faults, *lacking]))
    for line in lacking:
        write_line(f"guidepress: not compared: {line}", err=True)
    return compared, faults


def _compare(project: Path, guideline: str, old: str, new: str) -> Compared:
    from guidepress.classify.classify import describe
    from guidepress.history.reading import read_archive
    from guidepress.history.sides import read_side
    from guidepress.release.reasons import find_frozen_reasons
    from guidepress.validate.context import notes_of

    before, after = read_side(project, guideline, old), read_side(project, guideline, new)
    _name_faulty_notes(after.content)
    archive = read_archive(project / "content" / guideline, f"content/{guideline}")
    notes = notes_of(after.content) if after.content else ()
    notes = [*notes, *find_frozen_reasons(archive, before.label, after.label)]
    after = _or_withdrawn(archive, before, after)
    stood = archive.stood_before(before.bundle)
    sides = (before.bundle, after.bundle, before.label, after.label)
    delta = describe(*sides, notes, stood=stood, past=archive.before(before.label))
    return Compared(delta, after.content)


def _or_withdrawn(archive: Archive, before: Side, after: Side) -> Side:
    """Return content as the withdrawal that it was left with: no release would bring it back."""
    latest, was_withdrawn = archive.latest, "withdrawal" in before.bundle["guideline"]
    left = was_withdrawn and after.content and archive.is_left_withdrawn(after.bundle)
    if latest is None or not left:
        return after
    phrase = f"withdrawn by {latest.version}, and nothing in {after.label} brings it back"
    write_line(f"guidepress: {archive.id} is {phrase}", err=True)
    return after._replace(bundle=latest.bundle)


def _name_faulty_notes(content: Content | None) -> None:
    for fault in content.faulty_notes if content else ():
        write_line(f"guidepress: note left out: {fault}", err=True)


def _selected(compared: Compared, impact: str, ids: tuple[str, ...]) -> Compared:
    delta = _filtered(compared.delta, impact, ids)
    unasked = len(compared.delta.changes) - len(delta.changes)
    return compared._replace(delta=delta, unasked=unasked)


def _filtered(delta: Delta, impact: str, ids: tuple[str, ...]) -> Delta:
    """Return the delta with what was asked for alone: its summary tells of nothing else."""
    from guidepress.classify.folding import summarise

    if not ids and impact == "none":
        return delta
    found = _counting_for(delta, frozenset(ids)) if ids else delta.changes
    kept = [each for each in found if IMPACTS.index(each.impact) >= IMPACTS.index(impact)]
    asked = [each for each in delta.questions if not ids or {each.old, each.new} & {*ids}]
    return replace(delta, changes=tuple(kept), questions=tuple(asked), summary=summarise(kept))


def _counting_for(delta: Delta, ids: frozenset[str]) -> list[Change]:
    """Return what changed of these entities, in them and in what speaks of them.

    It is what their pages count, with what names one of them or a part by its address, and what
    came with any of it.
    """
    from guidepress.classify.parents import find_places
    from guidepress.model import find_homes, iter_entities, join_homes

    homes = join_homes(*(find_homes(iter_entities(side)) for side in (delta.old, delta.new)))
    kept = {
        each.fact.fingerprint
        for each in delta.changes
        if ids & {*find_places(each.to_json(), homes), *each.fact.ids()}
    }
    for _ in delta.changes:
        inside = {each.fact.fingerprint for each in delta.changes if each.part_of in kept}
        if inside <= kept:
            break
        kept |= inside
    return [each for each in delta.changes if each.fact.fingerprint in kept]


def _with_fingerprints(delta: Delta) -> Delta:
    """Return the delta with the beginning of its fingerprint in front of each sentence."""
    named = (
        replace(each, sentence=f"{each.fact.fingerprint[:12]} {each.sentence}")
        for each in delta.changes
    )
    return replace(delta, changes=tuple(named))


@click.command()
@click.argument("fingerprints", nargs=-1, required=True, metavar="FINGERPRINT...")
@click.option("--impact", type=click.Choice(["minor", "patch"]), required=True, help="The impact.")
@click.option("--by", "role", required=True, help="The role of who accepts it, not a name.")
@click.option("--reason", required=True, help="Why it weighs less than by the rules.")
@click.option("--type", "reason_type", default="editorial", help="The type of the reason.")
@click.option("--guideline", metavar="ID", help="The guideline, where there are several.")
@click.pass_obj
def accept_command(  # noqa: PLR0913 - the options of the command
    project: Path,
    fingerprints: Sequence[str],
    impact: Impact,
    role: str,
    reason: str,
    reason_type: str,
    guideline: str | None,
) -> None:
    """Accept a lower impact of changes of the draft.

    FINGERPRINT is what `guidepress diff --verbose` shows, or its first eight digits. Writes a note
    for each change; nothing is accepted below its floor, and nothing at all if one is refused.
    """
    from guidepress.edit.skeleton import render_note
    from guidepress.validate.context import read_context

    folder = one_guideline(project, guideline)
    with one_writer(folder, project, "guidepress accept"):
        context = read_context(folder, project)
        chosen = [_chosen(context, each) for each in dict.fromkeys(fingerprints)]
        refusals = [*_refusals(context, chosen, impact)]
        if refusals:
            for each in refusals:
                write_line(f"guidepress: {each}", err=True)
            sys.exit(1)
        for change in chosen:
            more = {"impact": impact, "accept": change.fact.fingerprint, "accepted_by": role}
            text = render_note((change.name,), change.sentence, reason, reason_type, more)
            file = folder / "notes" / f"accept-{change.fact.fingerprint[:12]}.yaml"
            file.parent.mkdir(exist_ok=True)
            write_whole(file, text.encode(), instead_of=b"")
            write_line(f"wrote {file.relative_to(project).as_posix()}")


def _chosen(context: RuleContext, prefix: str) -> Change:
    """Return the one change that the fingerprint begins; raises UnusableError."""
    from guidepress.edit.skeleton import SHORTEST

    changes = context.delta.changes if context.delta else ()
    found = [each for each in changes if each.fact.fingerprint.startswith(prefix.lower())]
    if len(prefix) < SHORTEST:
        message = f"{prefix} is too short: give at least {SHORTEST} digits of the fingerprint"
    elif not found:
        message = f"no change has the fingerprint {prefix}; see `guidepress diff --verbose`"
    elif len(found) > 1:
        message = f"{len(found)} changes have fingerprints that begin with {prefix}: give more"
    else:
        return found[0]
    raise UnusableError(message)


def _refusals(context: RuleContext, chosen: Sequence[Change], impact: Impact) -> Iterator[str]:
    from guidepress.classify.classify import NoteLike

    reason = Reason(reason="", reason_type="")
    notes = [NoteLike((), reason, impact, each.fact.fingerprint) for each in chosen]
    after = context.delta_with(notes)
    for change in chosen:
        now = next(each for each in after.changes if each.fact == change.fact)
        if refusal := change.refuse(impact):
            yield refusal
        elif change.impact == impact:
            yield f"it is “{IN_WORDS[impact]}” already: {change.sentence}"
        elif change.computed and change.reason:
            yield f"it is accepted already, in {change.reason.source}; edit that: {change.sentence}"
        elif now.impact != impact:
            yield f"what came with it weighs more; accept that first: {change.sentence}"
