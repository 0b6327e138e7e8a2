"""The guideline itself as a bibliographic item, for the tools of those who cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.export.wording import as_of
from guidepress.model import Custom, Date, Name, Reference

if TYPE_CHECKING:
    from guidepress.model import Guideline, Identity


def as_reference(guideline: Guideline, address: str = "") -> Reference:
    """Return the guideline as an item that can be cited.

    ``address`` is where that version stands for good. No format has a field for the version that
    all readers show, nor one for the date of the content, which can be years older than that of
    the release: so the title names both. Who adapted a source is not its author: the author is our
    publisher where one is stated, and nobody otherwise.
    """
    identity = guideline.identity
    version = f"version {identity.version}" if identity.version else "draft"
    publisher = identity.publisher
    return Reference(
        id=f"{identity.id}-{identity.version or 'draft'}".replace(".", "-"),
        type="webpage",
        title=f"{identity.title} ({version}, {as_of(identity.updated)})",
        author=(Name(literal=publisher),) if publisher else (),
        issued=_issued(identity),
        publisher=publisher,
        language=identity.language,
        url=address or None,
        custom=Custom(),
    )


def _issued(identity: Identity) -> Date | None:
    if identity.released is None:
        return None
    return Date(date_parts=(tuple(int(part) for part in identity.released.split("-")),))
