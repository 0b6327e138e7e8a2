"""A reference as a ContextObject in a span (COinS), which Zotero and its kin find on a page.

https://web.archive.org/web/2017/http://ocoins.info/ - the keys are those of ANSI/NISO Z39.88-2004.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from guidepress.bibliography.nlm import family_first
from guidepress.bibliography.table import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidepress.model import Reference


@lru_cache(maxsize=1024)
def render_coins(reference: Reference) -> str:
    """Return the ``title`` of the span, before HTML escapes it."""
    stated = [(key, value) for key, value in _pairs(reference) if value]
    return urlencode(stated)


def _pairs(reference: Reference) -> Iterator[tuple[str, str | None]]:
    article = reference.type in ARTICLES
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{'journal' if article else 'dc'}"
    yield from _article(reference) if article else _work(reference)
    yield "rft.date", reference.issued.iso if reference.issued else None
    yield "rft_id", f"info:doi/{reference.doi}" if reference.doi else None
    yield "rft_id", f"info:pmid/{reference.pmid}" if reference.pmid else None
    yield "rft_id", reference.url


def _article(reference: Reference) -> Iterator[tuple[str, str | None]]:
    first, _, last = (reference.page or "").partition("-")
    yield "rft.genre", "article"
    yield "rft.atitle", reference.title
    yield "rft.jtitle", reference.container_title
    yield "rft.issn", reference.issn
    yield "rft.volume", reference.volume
    yield "rft.issue", reference.issue
    yield "rft.pages", reference.page
    yield "rft.artnum", reference.number
    yield "rft.spage", first
    yield "rft.epage", last
    yield from (("rft.au", family_first(each)) for each in reference.author)


def _work(reference: Reference) -> Iterator[tuple[str, str | None]]:
    yield "rft.type", reference.type
    yield "rft.title", reference.title
    yield "rft.source", reference.container_title
    yield "rft.publisher", reference.publisher
    yield "rft.identifier", f"urn:ISBN:{reference.isbn}" if reference.isbn else None
    yield from (("rft.creator", family_first(each)) for each in reference.author)
