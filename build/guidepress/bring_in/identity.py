"""What the document of a file is, for whom, from where, its dates, and the ids of what it holds."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from guidepress.bring_in.elements import LISTS, squash
from guidepress.bring_in.inline import Data, Element

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from guidepress.bring_in.pdq import Reader


_MARK = re.compile(r"\s*\(PDQ®?\)")
_LANGUAGES = {"English": "en", "Spanish": "es"}
_AUDIENCES = {"Health professionals": "health-professional", "Patients": "patient"}
_LICENCE = (
    "Text of the US government, free to reuse. It may be called a PDQ summary only where it is "
    "whole and current. Images are not part of this permission."
)
_ADAPTATION = (
    "Brought over from the file of the publisher, whose words are kept; what was left out is "
    "counted in the account of the import. This is not itself a PDQ summary, and it is not medical "
    "advice."
)


def read_identity(reader: Reader, body: list[str]) -> Data:
    """Return the keys of guideline.yaml beside its sections, whose ids are the ``body``."""
    meta = reader.root.find("SummaryMetaData")
    title = squash("".join(reader.root.find("SummaryTitle").itertext()))
    found: Data = {
        "id": reader.identifier,
        "title": _MARK.sub("", title),
        "document_type": "evidence-summary",
        "language": _one_of(reader, _LANGUAGES, _meta(reader, "SummaryLanguage"), "language", "en"),
        "audience": _one_of(
            reader, _AUDIENCES, _meta(reader, "SummaryAudience"), "audience", "health-professional"
        ),
        "population": {"condition": _condition(reader, title)},
    }
    updated = reader.root.findtext("DateLastModified")
    first = reader.root.findtext("DateFirstPublished")
    found |= {"updated": updated} if updated else {}
    found |= {"first_published": first} if first else {}
    found["source"] = _source(title, meta, updated, _abstract(reader))
    if reader.inlines.levels:
        found["scales"] = [{"id": "pdq-treatment", "version": reader.inlines.version}]
    found["body"] = body
    _ask_of_relations(reader)
    return found


def _meta(reader: Reader, name: str) -> str:
    return squash(reader.root.findtext(f"SummaryMetaData/{name}") or "")


def _one_of(reader: Reader, known: dict[str, str], text: str, what: str, otherwise: str) -> str:
    if text not in known:
        question = f"the {what} is “{text}”; {otherwise} was written"
        reader.account.ask("SummaryMetaData", "", question)
    return known.get(text, otherwise)


def _condition(reader: Reader, title: str) -> str:
    topics = [squash("".join(each.itertext())) for each in reader.root.iter("MainTopics")]
    if not topics:
        question = "no topic is given; is the population the title's?"
        reader.account.ask("SummaryMetaData", "", question)
    return "; ".join(topics) or _MARK.sub("", title)


def _abstract(reader: Reader) -> str:
    """Return the paragraphs in which the source says what it is, as plain text."""
    found = []
    for each in reader.root.iterfind(".//SummaryAbstract/Para"):
        text = reader.plain(each, reader.identifier, lambda _: False)
        if text:
            reader.account.take("paragraphs")
            found.append(text)
    return "\n\n".join(found)


def _source(title: str, meta: Element, updated: str | None, abstract: str) -> Data:
    url = meta.find("SummaryURL") if meta is not None else None
    address = (url.get("xref") or "") if url is not None else ""
    return {
        "title": title,
        **({"abstract": abstract} if abstract else {}),
        "publisher": "National Cancer Institute",
        **({"url": address.replace("http://", "https://", 1)} if address else {}),
        **({"updated": updated} if updated else {}),
        "licence": _LICENCE,
        "adaptation": _ADAPTATION,
    }


def _ask_of_relations(reader: Reader) -> None:
    for tag, key in (
        ("TranslationOf", "translation_of"),
        ("PatientVersionOf", "patient_version_of"),
    ):
        element = reader.root.find(tag)
        if element is not None:
            of = element.get("ref") or squash(element.text or "")
            reader.account.ask(
                tag,
                reader.identifier,
                f"this file is made from {of}: write {key} with the guideline that holds it "
                "and the version that is rendered",
            )


_PREFIXES = {
    "Para": "p",
    "LiteralLayout": "p",
    "ItemizedList": "list",
    "OrderedList": "list",
    "Table": "table",
    "MediaLink": "figure",
    "QandASet": "questions",
    "SummarySection": "section",
}
_HOLDERS = frozenset({*LISTS, "Table", "QandASet"})


class Names:
    """The ids of a file: ``ids`` are ours by those of the file, ``places`` theirs by ours.

    ``known`` are those that an earlier import gave, ``gone`` those that nothing may have again.
    """

    def __init__(self, root: Element, known: Mapping[str, str], gone: Collection[str]) -> None:
        self.known, self.gone = known, frozenset(gone)
        self.ids: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self.used: set[str] = set()
        self._name_below(root, "")

    def _name_below(self, element: Element, holder: str) -> None:
        """Give ids; what an item or a cell holds is found at the list or table around it."""
        for child in element:
            inner, theirs = holder, child.get("id")
            if child.tag in _HOLDERS and not holder:
                inner = self._name(child) if theirs else ""
            elif theirs and holder and child.tag not in ("MediaLink", "Table"):
                self.ids.setdefault(theirs, holder)
            elif theirs and child.tag == "KeyPoint":
                self.ids.setdefault(theirs, self.ids.get(element.get("id"), ""))
            elif theirs:
                self._name(child)
            self._name_below(child, inner)

    def _name(self, element: Element) -> str:
        theirs = element.get("id")
        if theirs in self.ids:
            return self.ids[theirs]
        if element.tag == "SummarySection":
            wanted = _slug(_heading(element))
        else:
            words = "-".join(re.findall(r"[a-z0-9]+", theirs.lower()))
            wanted = f"{_PREFIXES.get(element.tag, 'part')}-{words}"[:80].strip("-")
        return self._keep(theirs, self.known.get(theirs) or self._free(wanted))

    def _keep(self, theirs: str, ours: str) -> str:
        self.ids[theirs], self.places[ours] = ours, theirs
        self.used.add(ours)
        return ours

    def _free(self, wanted: str) -> str:
        taken = self.used | self.gone | set(self.known.values())
        number, found = 2, wanted
        while found in taken:
            found, number = f"{wanted}-{number}", number + 1
        return found

    def id_of(self, element: Element, owner: str) -> str:
        """Return our id of an element; one without an id gets one below its owner's."""
        if element.get("id"):
            return self.ids[element.get("id")]
        prefix = _PREFIXES.get(element.tag, "part")
        number = sum(each.startswith(f"{owner}-{prefix}-") for each in self.used) + 1
        ours = f"{owner}-{prefix}-{number}"[-80:].strip("-")
        self.used.add(ours)
        self.places[ours] = self.places.get(owner, owner)
        return ours


def _slug(text: str) -> str:
    """Return an id made of words."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")
    return words if words[:1].isalpha() else f"x-{words}".strip("-")


def _heading(element: Element) -> str:
    heading = next((each for each in element if each.tag in ("Title", "KeyPoint")), None)
    return "section" if heading is None else "".join(heading.itertext())
