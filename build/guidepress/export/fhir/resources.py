"""An option as PlanDefinition, a reference as Citation, a level as ArtifactAssessment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guidepress.export.fhir.identify import code, pointer, stated, urn_of
from guidepress.export.support import statements_on
from guidepress.export.wording import (
    ConditionWords,
    find_scale,
    render_approval,
    render_population,
    render_recommendations,
    render_standing,
    render_stated,
    render_steps,
)
from guidepress.model import meaning_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guidepress.model import Evidence, Guideline, Name, Option, Reference, Statement

PUBMED = "https://pubmed.ncbi.nlm.nih.gov"
DOI = "https://doi.org"
# Our own code systems: the same code means different things on different scales and versions.
SCALE_SYSTEM = "urn:guidepress:scale"
_RELATED = "citation"
_STATUS = {
    "in-consultation": "draft",
    "active": "active",
    "withdrawn": "retired",
    "entered-in-error": "retired",
    "draft": "draft",
}


def build_option(guideline: Guideline, option: Option) -> dict[str, Any]:
    """Return the option. Its conditions are words for people: no engine is to compute with them."""
    identity = guideline.identity
    said = statements_on(guideline, option)
    cited = dict.fromkeys(key for each in said for key in each.citations)
    return stated(
        {
            "url": urn_of(guideline, "PlanDefinition", option.id),
            "identifier": [{"value": option.id}],
            "version": identity.version,
            "title": option.name,
            "status": _STATUS.get(identity.status, "unknown"),
            "experimental": True,
            "date": identity.released,
            "lastReviewDate": identity.reviewed,
            "subjectCodeableConcept": {"text": render_population(identity.population)},
            "description": "\n\n".join(_said(guideline, option, said)),
            "usage": "; and ".join(ConditionWords(guideline).lines(option.applies_when)),
            "relatedArtifact": [
                {"type": _RELATED, "resourceReference": pointer(guideline, "Citation", key)}
                for key in cited
            ],
            "action": [{"title": step} for step in render_steps(option)],
        }
    )


def _said(guideline: Guideline, option: Option, said: Sequence[Statement]) -> Iterator[str]:
    yield f"Standing: {render_standing(option)}"
    for recommendation in render_recommendations(guideline, option):
        yield f"Recommendation: {recommendation}"
    yield from (f"Approval: {render_approval(each)}" for each in option.regulatory)
    yield from map(render_stated, said)


def build_citation(reference: Reference) -> dict[str, Any]:
    """Return the reference with its identifiers in PubMed and as DOI."""
    return {
        "identifier": [{"value": reference.id}],
        "title": reference.title,
        "status": "active",
        "citedArtifact": stated(
            {
                "identifier": list(_identifiers(reference)),
                "title": [{"text": reference.title}],
                "publicationForm": [form] if (form := _publication(reference)) else [],
                "webLocation": [{"url": reference.url}] if reference.url else [],
                "contributorship": _contributorship(reference),
                "note": [
                    {"text": f"{each.kind}: {each.citation}"} for each in reference.custom.notices
                ],
            }
        ),
    }


def _identifiers(reference: Reference) -> Iterator[dict[str, str]]:
    if reference.pmid:
        yield {"system": PUBMED, "value": reference.pmid}
    if reference.doi:
        yield {"system": DOI, "value": reference.doi}


def _publication(reference: Reference) -> dict[str, Any]:
    venue = {"title": reference.container_title} if reference.container_title else None
    return stated(
        {
            "publishedIn": venue,
            "volume": reference.volume,
            "issue": reference.issue,
            "articleDate": reference.issued.iso if reference.issued else None,
            "pageString": reference.page,
        }
    )


def _contributorship(reference: Reference) -> dict[str, Any]:
    entries = [{"contributor": {"display": _name(each)}} for each in reference.author]
    if not entries:
        return {}
    complete = reference.custom.authors_complete
    return {**({} if complete is None else {"complete": complete}), "entry": entries}


def _name(name: Name) -> str:
    parts = (name.whole_family, name.given, name.suffix)
    return name.literal or " ".join(part for part in parts if part)


def build_assessment(
    guideline: Guideline, statement: Statement, evidence: Evidence
) -> dict[str, Any]:
    """Return a level as the source gave it, with the claim and the works that it rests on."""
    scale = find_scale(guideline, evidence)
    meaning = meaning_of(scale, evidence.level) if scale else None
    content = {
        "informationType": "rating",
        "summary": render_stated(statement),
        "type": {"text": "level of evidence as given by the source"},
        "classifier": [
            code(
                f"{SCALE_SYSTEM}:{evidence.scale}:{evidence.scale_version}", evidence.level, meaning
            )
        ],
        "relatedArtifact": [
            {"type": _RELATED, "resourceReference": pointer(guideline, "Citation", key)}
            for key in evidence.references
        ],
    }
    dated = guideline.identity.released or guideline.identity.updated
    return stated(
        {
            "identifier": [{"value": statement.id}],
            "title": f"Level of evidence {evidence.level} of {statement.id}",
            "date": dated,
            "artifactReference": _graded_in(guideline, statement),
            "content": [stated(content)],
        }
    )


def _graded_in(guideline: Guideline, statement: Statement) -> dict[str, Any]:
    """Return the one option that the statement speaks of, or else the whole document."""
    homes = [each for each in guideline.options if statement in statements_on(guideline, each)]
    if len(homes) != 1:
        return pointer(guideline, "Composition", "")
    return pointer(guideline, "PlanDefinition", homes[0].id)
