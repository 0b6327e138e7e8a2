"""A recommendation as ArtifactAssessment: direction, strength and certainty as codes.

One *against* is an ActivityDefinition that is not to be performed, too, and what it is about is no
active plan.
"""

from collections.abc import Iterator
from typing import Any

from guidepress import model
from guidepress.export.condition_words import ConditionWords
from guidepress.export.fhir import elements
from guidepress.export.jsonld import stated
from guidepress.export.wording import DIRECTIONS, find_scale, for_whom, render_recommendation
from guidepress.prose.render import render_claim

DIRECTION_SYSTEM = "urn:guidepress:direction"
# Our own code systems: the same code means different things on different scales and versions.
SCALE_SYSTEM = "urn:guidepress:scale"


def is_against(made: model.Recommendation) -> bool:
    """Tell whether a recommendation, or one of its parts, is against something."""
    return "against" in {made.direction, *(part.direction for part in made.parts)}


def is_advised_against(guideline: model.Guideline, option: model.Option) -> bool:
    """Tell whether any recommendation is against the option: then it is nobody's plan."""
    return any(is_against(each) for each in guideline.recommendations_on(option.id))


def build_recommendation(guideline: model.Guideline, made: model.Recommendation) -> dict[str, Any]:
    """Return direction and grades of a recommendation and of its parts, each as a code."""
    about = _about(guideline, made)
    content = [_direction(made.direction, render_recommendation(made))]
    content += [each for grade in made.grades for each in _grade(guideline, grade, made.id)]
    for part in made.parts:
        name = f"{made.id}.{part.id}"
        if part.direction:
            content.append(_direction(part.direction, f"{name}: {render_claim(part.text)}"))
        content += [each for grade in part.grades for each in _grade(guideline, grade, name)]
    return stated(
        {
            "identifier": [{"value": made.id}],
            "title": elements.titled(guideline, f"Recommendation {made.number or made.id}"),
            "date": guideline.identity.released or guideline.identity.updated,
            "artifactReference": elements.pointer(guideline, "PlanDefinition", about[0].id)
            if len(about) == 1
            else elements.pointer(guideline, "Composition", ""),
            "content": content,
        }
    )


def _direction(direction: str, summary: str) -> dict[str, Any]:
    return {
        "informationType": "classifier",
        "type": {"text": "direction"},
        "summary": summary,
        "classifier": [elements.code(DIRECTION_SYSTEM, direction, DIRECTIONS[direction])],
    }


def _grade(guideline: model.Guideline, grade: model.Grade, of: str) -> Iterator[dict[str, Any]]:
    for name, level in (("strength", grade.strength), ("certainty", grade.certainty)):
        if level and level.level:
            for_ = f", {for_whom(grade.for_)}" if grade.for_ else ""
            yield {
                "informationType": "rating",
                "type": {"text": name},
                "summary": f"{name} of {of}{for_}",
                "classifier": [code_level(guideline, level)],
            }


def code_level(
    guideline: model.Guideline, level: model.Evidence | model.GradedLevel
) -> dict[str, Any]:
    """Return a level as a code of its scale, with its meaning there."""
    scale = find_scale(guideline, level)
    meaning = model.meaning_of(scale, level.level or "") if scale else None
    return elements.code(
        f"{SCALE_SYSTEM}:{level.scale}:{level.scale_version}", level.level or "", meaning
    )


def _about(
    guideline: model.Guideline, stating: model.Recommendation | model.Part
) -> list[model.Option]:
    return [each for each in guideline.options if each.id in stating.about]


def build_against(
    guideline: model.Guideline, made: model.Recommendation, status: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what a recommendation, or a part of one, is against, as what is not to be done.

    A part is against what its own words say, even if the whole is about more.
    """
    if made.direction == "against":
        names = "; ".join(each.name for each in _about(guideline, made))
        texts = (names or render_claim(made.text), render_recommendation(made))
        yield made.id, _not_to_be_done(guideline, made.id, texts, status, made)
    for part in made.parts:
        if part.direction == "against":
            text, name = render_claim(part.text), f"{made.id}.{part.id}"
            yield name, _not_to_be_done(guideline, name, (text, text), status, part)


def _not_to_be_done(
    guideline: model.Guideline,
    name: str,
    texts: tuple[str, str],
    status: str,
    stating: model.Recommendation | model.Part,
) -> dict[str, Any]:
    """Return what is not to be done; its ``texts`` are what it is, and the whole recommendation."""
    what, words = texts
    drugs = [each for option in _about(guideline, stating) for each in option.interventions]
    words_of = ConditionWords(guideline)
    usage = words_of.lines(stating.applies_when)
    usage += [for_whom(words_of.whom(stating.population))] if stating.population else []
    return stated(
        {
            "url": elements.urn_of(guideline, "ActivityDefinition", name),
            "identifier": [{"value": name}],
            "version": guideline.identity.version,
            "title": f"{DIRECTIONS['against']}: {what}",
            "status": status,
            "experimental": True,
            "date": guideline.identity.released,
            "description": words,
            "usage": "; and ".join(usage),
            "intent": "proposal",
            "doNotPerform": True,
            "code": {"text": what},
            "topic": elements.name_interventions(drugs),
        }
    )
