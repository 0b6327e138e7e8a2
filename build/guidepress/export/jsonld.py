"""The guideline as JSON-LD in the terms of schema.org, for machines that read pages.

https://schema.org: a ``MedicalGuideline`` is no ``CreativeWork``, so version, dates, licence and
citations belong to the ``MedicalWebPage``; and only a guideline is said to be one.
"""

import json
from collections.abc import Mapping
from typing import Any

from guidepress.bibliography.nlm import render_notice
from guidepress.export.details import render_caveats
from guidepress.model import Guideline, Identity, Name, Reference, Source

_AUDIENCES = {
    "health-professional": {"@type": "MedicalAudience", "audienceType": "Clinician"},
    "patient": {"@type": "MedicalAudience", "audienceType": "Patient"},
    "public": {"@type": "Audience", "audienceType": "public"},
}


def render_jsonld(guideline: Guideline) -> str:
    """Return the JSON-LD document of a guideline, without an address."""
    data = build_jsonld(guideline)
    return json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n"


def build_jsonld(guideline: Guideline, address: str = "") -> dict[str, Any]:
    """Return the page as a ``MedicalWebPage``; ``address`` is where it stands, if that is known."""
    identity = guideline.identity
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "url": address,
        "name": identity.title,
        "inLanguage": identity.language,
        "version": identity.version,
        "datePublished": identity.released,
        "dateModified": identity.updated,
        "lastReviewed": identity.reviewed,
        "audience": _AUDIENCES[identity.audience],
        "about": _about(identity),
        "publisher": _organization(identity.publisher),
        "creativeWorkStatus": identity.status,
        "usageInfo": {"@type": "CreativeWork", "text": " ".join(render_caveats(guideline))},
        "citation": [_article(each) for each in guideline.references],
    }
    if identity.source:
        page |= _adapted(identity.source)
    return stated(page)


def stated(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data without what is not stated: schema.org and FHIR know no empty value."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def _about(identity: Identity) -> dict[str, Any]:
    population = identity.population
    whom = ", ".join(filter(None, (population.age, population.setting)))
    condition = stated(
        {"@type": "MedicalCondition", "name": population.condition, "description": whom}
    )
    if identity.document_type != "guideline":
        return condition
    return stated(
        {
            "@type": "MedicalGuideline",
            "name": identity.title,
            "guidelineSubject": condition,
            "guidelineDate": identity.updated,
        }
    )


def _adapted(source: Source) -> dict[str, Any]:
    work = {
        "@type": "CreativeWork",
        "name": source.title,
        "url": source.url,
        "dateModified": source.updated,
        "publisher": _organization(source.publisher),
        "license": {"@type": "CreativeWork", "text": source.licence} if source.licence else None,
    }
    return {"isBasedOn": stated(work), "creditText": source.adaptation}


def _organization(name: str | None) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _article(reference: Reference) -> dict[str, Any]:
    journal = reference.container_title
    return stated(
        {
            "@type": "ScholarlyArticle" if reference.type == "article-journal" else "CreativeWork",
            "name": reference.title,
            "author": [_author(each) for each in reference.author],
            "datePublished": reference.issued.iso if reference.issued else None,
            "isPartOf": {"@type": "Periodical", "name": journal} if journal else None,
            "pagination": reference.page if reference.type == "article-journal" else None,
            "sameAs": _addresses(reference),
            "correction": [render_notice(each) for each in reference.custom.notices],
        }
    )


def _author(name: Name) -> dict[str, str]:
    if name.literal:
        return {"@type": "Organization", "name": name.literal}
    parts = (name.given, name.whole_family, name.suffix)
    return {"@type": "Person", "name": " ".join(part for part in parts if part)}


def _addresses(reference: Reference) -> list[str]:
    found = (
        f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/" if reference.pmid else None,
        f"https://doi.org/{reference.doi}" if reference.doi else None,
        reference.url,
    )
    return [address for address in found if address]
