"""What the document of a file is, for whom, from where, and its dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from guidepress.bring_in.elements import squash

if TYPE_CHECKING:
    from guidepress.bring_in.pdq import Reader

    Element = Any

Data = dict[str, Any]
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
        reader.account.ask(
            "SummaryMetaData", "", f"the {what} is “{text}”; {otherwise} was written"
        )
    return known.get(text, otherwise)


def _condition(reader: Reader, title: str) -> str:
    topics = [squash("".join(each.itertext())) for each in reader.root.iter("MainTopics")]
    if not topics:
        reader.account.ask(
            "SummaryMetaData", "", "no topic is given; is the population the title's?"
        )
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
