"""What must be seen before an option is used: cautions, and the notes that doses are read with."""

from collections.abc import Iterable, Iterator

from guidepress import model
from guidepress.model.block import Note

# Kinds of statements that must be seen before an option is used, and of which the words alone, such
# as "severe asthma", may say the opposite.
CAUTIONS = ("contraindication", "interaction", "harm")


def find_dose_notes(
    guideline: model.Guideline, doses: Iterable[model.Dose]
) -> Iterator[tuple[model.Block, Note]]:
    """Yield the notes of tables that hold these doses, but those that stand at other rows only."""
    wanted = {each.id for each in doses}
    for block in guideline.blocks():
        own, others = "", ""
        for row, cells in block.table.grid() if block.table else ():
            held = [cell for cell, _ in cells if cell]
            text = " ".join([row.heading or "", *(cell.text or "" for cell in held)])
            if wanted & {cell.dose for cell in held}:
                own += f"{text} "
            else:
                others += f"{text} "
        for note in block.table.notes if block.table and own else ():
            mark = f"^{note.id}^"
            if mark in own or mark not in others:
                yield block, note


def find_cautions(
    guideline: model.Guideline, subject: model.Option | model.Recommendation
) -> list[model.Statement]:
    """Return what is stated against using it, and of its harms: also of groups and in sections.

    A list or table of such a kind is one; else its entries are that have one.
    """
    owners: list[model.Group | model.Option | model.Recommendation] = [subject]
    if isinstance(subject, model.Option):
        owners[:0] = guideline.groups_of(subject)
        owners += guideline.recommendations_on(subject.id)
    names = {each.id for each in owners}
    return [
        claim
        for owner in (*owners, *guideline.sections)
        for block in owner.content
        for claim in ([block] if block.kind in CAUTIONS else block.claims())
        if claim.kind in CAUTIONS and (owner.id in names or names & _subjects(claim))
    ]


def _subjects(claim: model.Statement) -> set[str]:
    inside = claim.claims() if isinstance(claim, model.Block) else ()
    return {name for each in (claim, *inside) for name in each.about}
