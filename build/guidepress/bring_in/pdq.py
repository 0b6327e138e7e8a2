"""NCI's partner XML (the DTD ``pdq.dtd`` that licensees get) becomes content as authors write it.

A paragraph or an item of a list becomes one statement, with each level of evidence at the citation
that it stands behind. Ids come from the ids of the file, so that a later file leads to the same.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from guidepress.bring_in.account import Account
from guidepress.bring_in.elements import (
    IN_HEADINGS,
    LEFT_OUT,
    NAMES_OF_KINDS,
    Items,
    Parts,
    parse_summary,
    read_table,
    squash,
)
from guidepress.bring_in.identity import Names, read_identity
from guidepress.bring_in.inline import Data, Element, Inlines, pieces_of
from guidepress.bring_in.works import Bibliography
from guidepress.problem import UnusableError
from guidepress.source.letters import without_unfit


class Document(NamedTuple):
    """What a file holds: the content by the names of our files, and how it came about."""

    source: str
    updated: str
    files: dict[str, Data]
    places: dict[str, str]
    ids: dict[str, str]
    works: dict[str, str]
    account: Account


@dataclass
class Reader:
    """Reads one file; an earlier import gave the ids ``known`` and the keys ``works_known``.

    No entry gets an id of those that are ``gone``.
    """

    root: Element
    identifier: str
    known: dict[str, str] = field(default_factory=dict)
    works_known: dict[str, str] = field(default_factory=dict)
    gone: Collection[str] = ()
    account: Account = field(default_factory=Account)

    def __post_init__(self) -> None:
        self._leave_unseen()
        self.empty = {each for each in self.root.iter() if _is_empty(each)}
        self.absent = {each.get("id") for whole in self.empty for each in whole.iter()}
        self.names = Names(self.root, self.known, self.gone)
        self.works = Bibliography(self.account, self.works_known)
        self.inlines = Inlines(self)

    def _leave_unseen(self) -> None:
        """Leave out the signs that no file of content may hold, each counted."""
        place = self.root.tag
        for element in self.root.iter():
            place = element.get("id") or place
            element.text = self._seen(element.text or "", place)
            element.tail = self._seen(element.tail or "", place)
            for name, value in element.items():
                element.set(name, self._seen(value, place))

    def _seen(self, text: str, place: str) -> str:
        fit = without_unfit(text)
        for _ in range(len(unicodedata.normalize("NFC", text)) - len(fit)):
            self.account.leave("signs", "invisible, or without a letter", place)
        return fit

    def id_of(self, element: Element, owner: str) -> str:
        """Return our id of an element."""
        return self.names.id_of(element, owner)

    def place(self, ours: str) -> str:
        """Return where in the file something of ours is."""
        return self.names.places.get(ours, ours)

    def ask(self, ours: str, text: str) -> None:
        """Ask the editors about something of ours, or about a part of it."""
        self.account.ask(self.place(ours.partition(".")[0]), ours, text)

    def leave(self, kind: str, reason: str, ours: str) -> None:
        """Count what is left out of something of ours, or of a part of it."""
        self.account.leave(kind, reason, self.place(ours.partition(".")[0]))

    def read(self) -> Document:
        """Return the whole document."""
        tops = self.root.findall("SummarySection")
        sections: list[Data] = []
        for top in tops:
            self.works.open(top)
            sections += self._sections(top)
        identity = read_identity(self, [each["id"] for each in sections])
        files = {
            "guideline": {**identity, "sections": sections},
            "references": {"references": self.works.references()},
        }
        for tag, reason in LEFT_OUT.items():
            for element in self.root.iterfind(f".//{tag}"):
                self.account.leave(NAMES_OF_KINDS.get(tag, tag), reason, element.get("id") or tag)
        updated = self.root.findtext("DateLastModified") or ""
        places, ids, works = self.names.places, self.names.ids, self.works.by_work
        return Document(self.root.get("id", ""), updated, files, places, ids, works, self.account)

    def _sections(self, element: Element) -> Iterator[Data]:
        """Yield a section, unless there is nothing in it but its heading."""
        ours = self.id_of(element, self.identifier)
        if element in self.empty:
            self.leave("sections", "without any text", ours)
        else:
            yield self._section(element, ours)

    def _section(self, element: Element, ours: str) -> Data:
        self.account.take("sections")
        heading = next((each for each in element if each.tag in ("Title", "KeyPoint")), None)
        title = self._title(heading, ours) if heading is not None else ""
        if not title:
            title = ours
            self.ask(ours, "the section has no heading; give it one")
        content: list[Data] = []
        inner: list[Data] = []
        for child in element:
            if child.tag == "SummarySection":
                inner += self._sections(child)
                continue
            if inner and child.tag in _BLOCKS:
                # A section ends where its sections begin, so that the order of reading is kept.
                last = _last_below(inner[-1])
                blocks = self._blocks(child, last["id"])
                last["content"] = [*last.get("content", ()), *blocks]
                text = f"text behind the section {last['id']} is its end now; does it belong there?"
                self.ask(ours, text)
                continue
            content += self._blocks(child, ours)
        found: Data = {"id": ours, "title": title}
        found |= {"content": content} if content else {}
        found |= {"sections": inner} if inner else {}
        return found

    def _title(self, element: Element, ours: str) -> str:
        """Return a heading as plain text; a raised number there is a note, no part of it."""
        return self.plain(element, ours, lambda mark: mark.isdecimal())

    def plain(self, element: Element, ours: str, is_mark: Callable[[str], bool]) -> str:
        """Return a heading as plain text: no styles, no links, no marks of notes."""
        words: list[str] = []
        self._plain(element, ours, is_mark, words)
        return re.sub(r"\s+([,;.])", r"\1", squash("".join(words)))

    def _plain(
        self, element: Element, ours: str, is_mark: Callable[[str], bool], words: list[str]
    ) -> None:
        for piece in pieces_of(element):
            if isinstance(piece, str):
                words.append(piece)
                continue
            kind, reason = IN_HEADINGS.get(piece.tag, ("links", "a heading leads nowhere"))
            is_note = piece.tag == "Superscript" and is_mark("".join(piece.itertext()).strip())
            if is_note:
                kind, reason = "note marks", "a heading has none; the note is below the table"
            self.leave(kind, reason, ours)
            if not is_note:
                self._plain(piece, ours, is_mark, words)

    def _blocks(self, element: Element, owner: str) -> list[Data]:
        """Return the blocks that an element of a section becomes."""
        read = _BLOCKS.get(element.tag)
        if read is not None:
            return list(read(self, element, owner))
        if element.tag not in _KNOWN:
            self.leave(element.tag, "the importer does not know this element", owner)
        return []

    def paragraph(self, element: Element, owner: str) -> Iterator[Data]:
        """Yield a paragraph as a statement, and the figures in it behind it."""
        ours = self.id_of(element, owner)
        self.account.take("paragraphs")
        text = self.inlines.read([pieces_of(element)], ours)
        if text.prose:
            yield {"id": ours, **text.statement()}
        elif not text.figures:
            self.leave("empty paragraphs", "without any text", ours)
        for figure in text.figures:
            yield from self.figure(figure, ours)

    def list_(self, element: Element, owner: str) -> Iterator[Data]:
        """Yield a list; figures and tables in its items follow it."""
        ours = self.id_of(element, owner)
        items = Items(ours)
        yield {"id": ours, "list": self._list(element, items)}
        for each in items.beside:
            yield from self._blocks(each, ours)

    def _list(self, element: Element, items: Items) -> Data:
        self.account.take("lists")
        title = element.find("ListTitle")
        words = (
            self.inlines.read([pieces_of(title)], items.owner).prose if title is not None else ""
        )
        found = [self._item(each, items) for each in element.findall("ListItem")]
        ordered = {"ordered": True} if element.tag == "OrderedList" else {}
        return {**({"title": words} if words else {}), **ordered, "items": found}

    def _item(self, element: Element, items: Items) -> Data:
        part = items.next()
        self.account.take("items")
        parts = Parts(element)
        self.account.taken["paragraphs"] += parts.paragraphs
        place = f"{items.owner}.{part}"
        if parts.reordered:
            self.ask(place, "words behind a list stand before it now")
        text = self.inlines.read(parts.runs, place)
        data: Data = {"id": part, **text.statement()}
        for number, inner in enumerate(parts.lists):
            self._inner_list(data, inner, items, first=number == 0)
        if not data.get("text"):
            data["text"] = _EMPTY
            self.ask(place, "an item without words; write them")
        items.beside += [*text.figures, *parts.others]
        return data

    def _inner_list(self, data: Data, element: Element, items: Items, *, first: bool) -> None:
        """Put the items of a list inside an item below it; the title of the list is text."""
        found = self._list(element, items)
        title = found.pop("title", "")
        if title and not first:
            # An item has one list below it: a second one with a title is an item of its own.
            data["items"] = [*data.get("items", ()), {"id": items.next(), "text": title, **found}]
            return
        if title:
            data["text"] = f"{data['text']}\n\n{title}" if data.get("text") else title
        data["items"] = [*data.get("items", ()), *found["items"]]
        data |= {"ordered": True} if found.get("ordered") else {}

    def figure(self, element: Element, owner: str) -> Iterator[Data]:
        """Yield a figure; its picture is not in the file."""
        ours = self.id_of(element, owner)
        self.account.take("figures")
        captions = [pieces_of(each) for each in element.findall("Caption")]
        caption = self.inlines.read(captions, ours).prose if captions else ""
        alt = squash(element.get("alt") or "")
        if not alt:
            self.ask(ours, "the figure has no text alternative; write alt")
        self.leave("pictures", "the file holds none, only names", ours)
        yield {
            "id": ours,
            "figure": {
                "absent": "not-permitted",
                "alt": alt or _EMPTY,
                **({"caption": caption} if caption else {}),
            },
        }

    def table(self, element: Element, owner: str) -> Iterator[Data]:
        """Yield a table."""
        ours = self.id_of(element, owner)
        title = element.find("Title")
        name = self._title(title, ours) if title is not None else ours
        yield {"id": ours, "table": read_table(self, element, ours, name)}

    def questions(self, element: Element, owner: str) -> Iterator[Data]:
        """Yield questions and answers as a list: the answer is below its question."""
        ours = self.id_of(element, owner)
        items, listed = Items(ours), []
        for entry in element.iter("QandAEntry"):
            asked = [self._item(each, items) for each in entry.findall("Question")]
            answers = [self._item(each, items) for each in entry.findall("Answer")]
            listed += [{**each, **({"items": answers} if answers else {})} for each in asked]
        if listed:
            yield {"id": ours, "list": {"items": listed}}
        for each in items.beside:
            yield from self._blocks(each, ours)


def _last_below(section: Data) -> Data:
    """Return the section that is read last of a section and those in it."""
    inner = section.get("sections", ())
    return _last_below(inner[-1]) if inner else section


def _is_empty(element: Element) -> bool:
    """Tell whether a paragraph, or a section with all that is in it, comes to nothing."""
    if element.tag == "SummarySection":
        inside = (each for each in element if each.tag in _BLOCKS or each.tag == "SummarySection")
        return all(map(_is_empty, inside))
    marks = any(each.tag in _SEEN for each in element.iter())
    return element.tag in _PARAGRAPHS and not marks and not "".join(element.itertext()).strip()


_PARAGRAPHS = ("Para", "LiteralLayout", "QandASet")
_SEEN = frozenset({"Reference", "LOERef", "MediaLink"})
_EMPTY = "(no words in the source)"
_BLOCKS = {
    "Para": Reader.paragraph,
    "LiteralLayout": Reader.paragraph,
    "ItemizedList": Reader.list_,
    "OrderedList": Reader.list_,
    "MediaLink": Reader.figure,
    "Table": Reader.table,
    "QandASet": Reader.questions,
}
# Read elsewhere, or not content.
_KNOWN = frozenset(
    {"Title", "KeyPoint", "AltTitle", "SectMetaData", "ReferenceSection", "SummarySection"}
)


def read_pdq(
    data: bytes,
    identifier: str,
    known: dict[str, str],
    works: dict[str, str],
    gone: Collection[str] = (),
) -> Document:
    """Read a file; an earlier import gave the ids ``known`` and the keys of the ``works``.

    What comes again after a release without it gets another id than those that are ``gone``.
    Raises UnusableError where it is no such XML, or is larger or deeper than any document.
    """
    root = parse_summary(data)
    if root.tag != "Summary" or root.find("SummaryTitle") is None:
        message = "this is not a PDQ summary as NCI's partners get it (no <Summary> with a title)"
        raise UnusableError(message)
    return Reader(root, identifier, known, works, gone).read()
