"""What a version has to say of itself before anything else, in every form that it is read in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from guidepress.export.wording import as_of

if TYPE_CHECKING:
    from guidepress.model import Guideline, Identity

# What a later release may have made of a version; any other status is that of its own day.
VOID = {
    "withdrawn": "Withdrawn: do not use this version.",
    "entered-in-error": "Entered in error: do not use this version.",
}


def with_status(guideline: Guideline, status: str) -> Guideline:
    """Return the guideline as it is to be exported after it was withdrawn or found in error.

    Any other status leaves it as it was frozen: that a version was superseded is told by
    ``versions.json``, so that its files need not be made again at each release.
    """
    if status not in VOID:
        return guideline
    return replace(guideline, identity=replace(guideline.identity, status=status))


def render_caveats(guideline: Guideline) -> Iterator[str]:
    """Yield what a reader of the bare text must know, a sentence each."""
    identity = guideline.identity
    if identity.status in VOID:
        yield VOID[identity.status]
    if identity.status == "in-consultation":
        yield "In consultation, not in force: treat no patient by this version."
    if identity.withdrawal:
        return
    yield _age(identity)
    if identity.reconstruction:
        yield f"Reconstruction. Put together from: {identity.reconstruction.source}"
        yield f"Not known: {', '.join(identity.reconstruction.not_known) or 'nothing'}."
    if identity.document_type == "evidence-summary":
        yield "It makes no formal recommendations."
    exhaustive = any(each.exhaustive for each in guideline.lists if each.id == "options")
    whole = "" if exhaustive else ", and the list does not claim to be complete"
    yield f"The order of the options is not a ranking{whole}."


def _age(identity: Identity) -> str:
    reviewed = f"reviewed {identity.reviewed}" if identity.reviewed else "no review stated since"
    return f"{as_of(identity.updated).capitalize()}; {reviewed}."
