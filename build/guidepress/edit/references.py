"""References of guidelines: where each is cited; new ones, and notices, added to a file."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from guidepress.bibliography.draft import Found, Outcome
from guidepress.bibliography.identity import Same, Works, make_key
from guidepress.bibliography.read import NoticeList
from guidepress.bibliography.tidy import tidy_doi, tidy_pmid
from guidepress.content import Content
from guidepress.edit.entry import render_entries
from guidepress.edit.insertion import checked, insert_entries, sound_document
from guidepress.history.archive import Archive
from guidepress.model import Reference
from guidepress.problem import Position, UnusableError
from guidepress.schema.load import typed
from guidepress.source.text import Document, iter_values


class Citing(NamedTuple):
    """A statement that cites a reference, and the levels that rest on it."""

    position: Position
    statement: str
    levels: tuple[str, ...]


def find_references(content: Content, wanted: str) -> Iterator[Reference]:
    """Yield the references that have the key, the PMID or the DOI, however it is written."""
    for reference in content.guideline.references:
        names = {reference.id, reference.pmid, (reference.doi or "").lower() or None}
        if {wanted, tidy_pmid(wanted), tidy_doi(wanted).lower()} & names:
            yield reference


def find_citing(content: Content, key: str) -> Iterator[Citing]:
    """Yield the statements of the content that cite the reference."""
    for statement in content.guideline.statements_anywhere():
        if key in statement.citations:
            place = content.find(statement.id, "text", needle=f"@{key}")
            levels = (each.level for each in statement.evidence if key in each.references)
            yield Citing(place, statement.id, tuple(levels))


Data = dict[str, Any]
# What a record may say of a work that is there already.
_COMPARED = ("PMID", "DOI", "title", "issued", "notices")


def add_references(
    content: Content, archive: Archive, found: Sequence[Found], anyway: Collection[str] = ()
) -> tuple[str | None, list[Outcome]]:
    """Return the new text of references.yaml (None where nothing is added), and all outcomes.

    ``anyway`` names, by the ids that they would get, records that are added though their title,
    year and first author are those of another. Raises UnusableError where references.yaml cannot
    be read, or where there is no such question.
    """
    document = sound_document(content, "references")
    listed = [each for each in document.data.get("references") or [] if isinstance(each, dict)]
    known = _Known(listed, set(find_taken_ids(content, archive)), set(anyway))
    outcomes = [known.judge(each) for each in found]
    if known.anyway:
        named = ", ".join(sorted(known.anyway))
        message = f"no question is open about {named}; leave out --add-anyway to see which are"
        raise UnusableError(message)
    added = [each.reference for each in outcomes if each.kind == "added"]
    return insert_entries(document, "references", added, in_order=True) if added else None, outcomes


class _Known:
    """The references that are there, and those that the import adds to them."""

    def __init__(self, listed: list[Data], taken: set[str], anyway: set[str]) -> None:
        self.by_id = {str(each.get("id")): each for each in listed}
        self.works = Works(listed)
        self.whole = {_whole(each): str(each.get("id")) for each in reversed(listed)}
        self.taken, self.anyway = taken, anyway

    def judge(self, found: Found) -> Outcome:
        """Return what becomes of a record; one that is added is known from then on."""
        if found.fault:
            return Outcome("refused", found)
        same = self.works.find_same(found.data)
        if same and (there := self.whole.get(_whole(found.data))) and not same.certain:
            return Outcome("present", found, "", there, "record")
        if same and same.certain:
            return Outcome("present", found, "", same.id, same.what, self._differs(found, same))
        free = found.key and found.key not in self.taken
        key = found.key if free else make_key(found.data, self.taken)
        if same and key not in self.anyway:
            return Outcome("question", found, key, same.id, same.what, self._differs(found, same))
        self.anyway.discard(key)
        outcome = Outcome("added", found, key)
        self.taken.add(key)
        self.by_id[key] = outcome.reference
        self.whole.setdefault(_whole(found.data), key)
        self.works.add(outcome.reference)
        return outcome

    def _differs(self, found: Found, same: Same) -> tuple[str, ...]:
        """Return what the record says otherwise, or besides, of the work that is there."""
        there = self.by_id.get(same.id, {})
        return tuple(
            key
            for key in _COMPARED
            if key in found.data and _plain(found.data[key]) != _plain(there.get(key))
        )


def _whole(data: Data) -> tuple[tuple[str, str], ...]:
    """Return all that a reference states, to know it again when its file is read once more."""
    return tuple(sorted((key, _plain(value)) for key, value in data.items() if key != "id"))


def _plain(value: Any) -> str:
    return "".join(each for each in str(value).casefold() if each.isalnum())


def find_taken_ids(content: Content, archive: Archive) -> Iterator[str]:
    """Yield every id that is in the content, or that was ever released."""
    yield from content.by_id
    for release in archive.releases:
        values = [release.bundle, *(value for _, value in iter_values(release.bundle))]
        for each in (value for value in values if isinstance(value, dict)):
            yield from (each["id"],) if isinstance(each.get("id"), str) else ()
            yield from each.get("replaces", ())


def add_notices(document: Document, notices: NoticeList) -> tuple[str, list[tuple[str, Data]]]:
    """Return the text of references.yaml with the notices that are new, and which went where."""
    lines = list(document.lines)
    added: list[tuple[str, Data]] = []
    data = typed("references", document.data)
    marks = document.marks.children.get("references")
    for number, reference in reversed(list(enumerate(data.get("references") or []))):
        known = reference.get("notices", [])
        new = [each for each in notices.about(reference) if not is_known(each, known)]
        if new and marks is not None:
            mark = marks.children[number]
            _splice(lines, mark, reference, new, document)
            added += [(str(reference["id"]), each) for each in new]
    bare = _bare(data)
    text = checked(
        document, "\n".join(lines), lambda after: _bare(after) == bare, "added safely to"
    )
    return text, sorted(added, key=lambda each: each[0])


def _bare(data: Data) -> list[Data]:
    """Return the references without what this module writes."""
    listed = data.get("references") or []
    return [{key: value for key, value in each.items() if key != "notices"} for each in listed]


def is_known(notice: Mapping[str, Any], known: list[Data]) -> bool:
    """Tell whether one of the notices has its kind, and its ids or its citation."""
    return any(
        each["kind"] == notice["kind"]
        and (
            each["citation"] == notice["citation"]
            or any(each.get(key) and each.get(key) == notice.get(key) for key in ("PMID", "DOI"))
        )
        for each in known
    )


def _splice(
    lines: list[str], mark: Any, reference: Mapping[str, Any], new: list[Data], document: Document
) -> None:
    if lines[mark.line][: mark.column].strip() != "-":
        raise UnusableError(f"{document.file} holds a list in brackets; run `guidepress fmt` first")
    written = render_entries([{"notices": new}], mark.column - 2).split("\n")[:-1]
    head, entries = written[0].replace("- ", "  ", 1), written[1:]
    if reference.get("notices"):
        first = mark.children["notices"].children[0]
        if not lines[first.line].lstrip().startswith("- "):
            message = f"{document.file} holds a list in brackets; run `guidepress fmt` first"
            raise UnusableError(message)
        lines[first.line : first.line] = entries
        return
    last = max(each.end for each in _leaves(mark))
    while not lines[last].strip() or lines[last].lstrip().startswith(("- id:", "#")):
        last -= 1
    lines[last + 1 : last + 1] = [head, *entries]


def _leaves(mark: Any) -> Iterator[Any]:
    if not mark.children:
        yield mark
    for each in mark.children.values():
        yield from _leaves(each)
