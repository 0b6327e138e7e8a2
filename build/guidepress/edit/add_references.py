"""References from a file go into references.yaml: key made, duplicates refused, comments kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guidepress.edit.csl import reference_from_csl
from guidepress.edit.insertion import insert_entries, sound_document
from guidepress.edit.reference_key import make_key
from guidepress.problem import UnusableError
from guidepress.schema import is_valid
from guidepress.schema.faults import explain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guidepress.content import Content
    from guidepress.history import Archive

Data = dict[str, Any]


class Duplicate(NamedTuple):
    """A reference that is there already: the title that was to be added, and what is the same."""

    title: str
    existing: str
    same: str


class Added(NamedTuple):
    """What an addition makes of references.yaml; ``text`` is None where nothing is added."""

    text: str | None
    references: tuple[Data, ...]
    duplicates: tuple[Duplicate, ...]


def add_references(content: Content, archive: Archive, items: Sequence[Mapping[str, Any]]) -> Added:
    """Return the new text of references.yaml with those CSL items that are not there yet.

    Raises UnusableError where references.yaml cannot be read, or an item does not fit it.
    """
    document = sound_document(content, "references")
    present = [each for each in document.data.get("references") or [] if isinstance(each, dict)]
    taken = set(find_taken_ids(content, archive))
    added: list[Data] = []
    duplicates: list[Duplicate] = []
    for number, item in enumerate(items, start=1):
        reference = reference_from_csl(item)
        same = _find_same(reference, [*present, *added])
        if same:
            duplicates.append(same)
            continue
        reference = {"id": make_key(reference, taken), **_without_id(reference)}
        _refuse_unfit(reference, number)
        taken.add(reference["id"])
        added.append(reference)
    text = insert_entries(document, "references", added, in_order=True) if added else None
    return Added(text, tuple(added), tuple(duplicates))


def find_taken_ids(content: Content, archive: Archive) -> Iterator[str]:
    """Yield every id that is in the content, or that was ever released."""
    yield from content.by_id
    for release in archive.releases:
        yield from _ids_in(release.bundle)


def _ids_in(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("id"), str):
            yield data["id"]
        yield from data.get("replaces", ())
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for value in values:
        yield from _ids_in(value)


def _without_id(reference: Data) -> Data:
    return {key: value for key, value in reference.items() if key != "id"}


def _find_same(reference: Data, others: Sequence[Mapping[str, Any]]) -> Duplicate | None:
    mine = dict(_identities(reference))
    for other in others:
        theirs = dict(_identities(other))
        for what, value in mine.items():
            if theirs.get(what) == value:
                return Duplicate(reference.get("title", ""), str(other.get("id")), what)
    return None


def _identities(reference: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if pmid := reference.get("PMID"):
        yield "PMID", str(pmid)
    if doi := reference.get("DOI"):
        yield "DOI", str(doi).lower()
    words = "".join(each for each in str(reference.get("title", "")).casefold() if each.isalnum())
    if words:
        yield "title and year", f"{words} {str(reference.get('issued', ''))[:4]}"


def _refuse_unfit(reference: Data, number: int) -> None:
    if not reference.get("title"):
        message = f"reference {number} has no title"
        raise UnusableError(message)
    if not is_valid("references", {"references": [reference]}):
        (fault, *_) = explain("references", {"references": [reference]})
        where, _, said = fault.removeprefix("references/0/").partition(": ")
        message = f"reference {number} ({reference['title'][:60]}): {where}: {said}"
        raise UnusableError(message)
