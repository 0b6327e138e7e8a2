"""``guidepress accept``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidepress.cli.choose import one_guideline
from guidepress.cli.terminal import write_line
from guidepress.problem import UnusableError

if TYPE_CHECKING:
    from guidepress.classify import Change, Impact
    from guidepress.validate.context import RuleContext

# Shorter ones are too easily those of another change.
SHORTEST = 8


@click.command()
@click.argument("fingerprints", nargs=-1, required=True, metavar="FINGERPRINT...")
@click.option("--impact", type=click.Choice(["minor", "patch"]), required=True, help="The impact.")
@click.option("--by", "role", required=True, help="The role of who accepts it, not a name.")
@click.option("--reason", required=True, help="Why it weighs less than by the rules.")
@click.option("--type", "reason_type", default="editorial", help="The type of the reason.")
@click.option("--guideline", metavar="ID", help="The guideline, where there are several.")
@click.pass_obj
def command(  # noqa: PLR0913 - the options of the command
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
    from guidepress.files import one_writer, write_whole
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
    from guidepress.classify import IN_WORDS, NoteLike, Reason
    from guidepress.validate.rules.notes import refuse_acceptance

    reason = Reason(reason="", reason_type="")
    notes = [NoteLike((), reason, impact, each.fact.fingerprint) for each in chosen]
    after = context.delta_with(notes)
    for change in chosen:
        now = next(each for each in after.changes if each.fact == change.fact)
        if refusal := refuse_acceptance(change, impact):
            yield refusal
        elif change.impact == impact:
            yield f"it is “{IN_WORDS[impact]}” already: {change.sentence}"
        elif now.impact != impact:
            yield f"what came with it weighs more; accept that first: {change.sentence}"
