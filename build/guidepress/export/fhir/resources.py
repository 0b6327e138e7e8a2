"""An option as PlanDefinition, a reference as Citation, a level as ArtifactAssessment."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from guidepress import model
from guidepress.export import wording
from guidepress.export.condition_words import ConditionWords, render_recommendations
from guidepress.export.details import render_details
from guidepress.export.evidence import statements_on
from guidepress.export.fhir import elements
from guidepress.export.fhir.recommendations import code_level, is_advised_against
from guidepress.export.jsonld import stated

PUBMED = "https://pubmed.ncbi.nlm.nih.gov"
DOI = "https://doi.org"
# By the status of a guideline: that of its Composition, and that of its other resources.
STATUS = {
    "in-consultation": ("preliminary", "draft"),
    "active": ("final", "active"),
    "withdrawn": ("deprecated", "retired"),
    "entered-in-error": ("entered-in-error", "retired"),
    "draft": ("preliminary", "draft"),
}
UNKNOWN = ("unknown", "unknown")


def build_option(guideline: model.Guideline, option: model.Option) -> dict[str, Any]:
    """Return the option. Its conditions are words for people: no engine is to compute with them."""
    identity = guideline.identity
    phrase = statements_on(guideline, option)
    words = ConditionWords(guideline)
    cited = dict.fromkeys(key for each in phrase for key in each.citations)
    doses = [each.id for each in doses_of(option)]
    return stated(
        {
            "url": elements.urn_of(guideline, "PlanDefinition", option.id),
            "identifier": [{"value": option.id}],
            "version": identity.version,
            "title": option.name,
            "subtitle": option.short_name,
            "status": status_of(guideline, option),
            "experimental": True,
            "date": identity.released,
            "topic": elements.name_interventions(option.interventions),
            "lastReviewDate": identity.reviewed,
            "subjectCodeableConcept": {"text": wording.render_population(identity.population)},
            "description": "\n\n".join(_described(guideline, option, phrase)),
            "usage": "; and ".join(words.of_option(option)),
            "relatedArtifact": [
                *_related(guideline, "citation", "Citation", cited),
                *_related(guideline, "composed-of", "ActivityDefinition", doses),
            ],
            "action": _actions(guideline, option),
        }
    )


def _related(
    guideline: model.Guideline, how: str, kind: str, names: Iterable[str]
) -> Iterator[dict[str, Any]]:
    for each in names:
        yield {"type": how, "resourceReference": elements.pointer(guideline, kind, each)}


def status_of(guideline: model.Guideline, option: model.Option) -> str:
    """Return the status of an option; what a recommendation is against is no active plan."""
    status = STATUS.get(guideline.identity.status, UNKNOWN)[1]
    against = status == "active" and is_advised_against(guideline, option)
    return "unknown" if against else status


def doses_of(owner: model.Option | model.Part) -> list[model.Dose]:
    """Return the doses that are resources: where there is none of it, nothing can be coded."""
    return [each for each in owner.doses if each.absent in {None, "not-recommended"}]


def _actions(guideline: model.Guideline, option: model.Option) -> list[dict[str, Any]]:
    known = {each.id for each in doses_of(option)}
    codes = {each.name: each.codes for each in option.interventions}

    def part(name: str) -> dict[str, Any]:
        if name in known:
            found = elements.urn_of(guideline, "ActivityDefinition", name)
            return {"title": name, "definitionUri": found}
        return {"title": name, "code": elements.concept(name, codes.get(name, ()))}

    actions = []
    for step, title in zip(option.components, ConditionWords(guideline).steps(option), strict=True):
        made = [
            {**how, "title": title, "action": [part(each) for each in names]}
            for how, names in ((_ALL, step.all), (_ONE_OF, step.any))
            if names
        ]
        actions.append(made[0] if len(made) == 1 else {**_ALL, "title": title, "action": made})
    return actions


_ALL = {"groupingBehavior": "logical-group", "selectionBehavior": "all"}
_ONE_OF = {"groupingBehavior": "logical-group", "selectionBehavior": "exactly-one"}


def _described(
    guideline: model.Guideline, option: model.Option, phrase: Sequence[model.Statement]
) -> Iterator[str]:
    yield f"Standing: {wording.render_standing(option)}"
    yield from (f"Intervention: {each}" for each in wording.render_names(option))
    yield from (f"In the group: {each.name}" for each in guideline.groups_of(option))
    words = ConditionWords(guideline)
    yield from (f"Dose: {words.sourced(each)}" for each in option.doses)
    for recommendation in render_recommendations(guideline, option):
        yield f"Recommendation: {recommendation}"
    yield from (f"Approval: {wording.render_approval(each)}" for each in option.regulatory)
    yield from render_details(option, words)
    yield from map(wording.render_labelled, phrase)


def build_citation(reference: model.Reference) -> dict[str, Any]:
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


def _identifiers(reference: model.Reference) -> Iterator[dict[str, str]]:
    if reference.pmid:
        yield {"system": PUBMED, "value": reference.pmid}
    if reference.doi:
        yield {"system": DOI, "value": reference.doi}


def _publication(reference: model.Reference) -> dict[str, Any]:
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


def _contributorship(reference: model.Reference) -> dict[str, Any]:
    entries = [{"contributor": {"display": _name(each)}} for each in reference.author]
    if not entries:
        return {}
    complete = reference.custom.authors_complete
    return {**({} if complete is None else {"complete": complete}), "entry": entries}


def _name(name: model.Name) -> str:
    parts = (name.whole_family, name.given, name.suffix)
    return name.literal or " ".join(part for part in parts if part)


def build_assessment(
    guideline: model.Guideline, statement: model.Statement, evidence: model.Evidence
) -> dict[str, Any]:
    """Return a level as the source gave it, with the claim and the works that it rests on."""
    content = {
        "informationType": "rating",
        "summary": wording.render_labelled(statement),
        "type": {"text": f"level of evidence as given by the {wording.giver_of(guideline)}"},
        "classifier": [code_level(guideline, evidence)],
        "relatedArtifact": [*_related(guideline, "citation", "Citation", evidence.references)],
    }
    dated = guideline.identity.released or guideline.identity.updated
    return stated(
        {
            "identifier": [{"value": statement.id}],
            "title": elements.titled(
                guideline, f"Level of evidence {evidence.level} of {statement.id}"
            ),
            "date": dated,
            "artifactReference": _graded_in(guideline, statement),
            "content": [stated(content)],
        }
    )


def _graded_in(guideline: model.Guideline, statement: model.Statement) -> dict[str, Any]:
    """Return the one option that the statement speaks of, or else the whole document."""
    on = {each.id: {one.id for one in statements_on(guideline, each)} for each in guideline.options}
    homes = [each for each in guideline.options if statement.id in on[each.id]]
    if len(homes) != 1:
        return elements.pointer(guideline, "Composition", "")
    return elements.pointer(guideline, "PlanDefinition", homes[0].id)
