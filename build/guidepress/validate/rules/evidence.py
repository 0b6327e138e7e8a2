"""Citations, references and levels of evidence on their scales."""

from collections.abc import Iterable, Iterator, Mapping

from guidepress.bibliography.identity import Same, Works
from guidepress.conditions.facts import number_of
from guidepress.content.scales import find_scale_problems
from guidepress.model import (
    Code,
    Condition,
    Option,
    Recommendation,
    Scale,
    Statement,
    Subpopulation,
    codes_of,
)
from guidepress.model.outcome import no_effect_of
from guidepress.problem import Problem, Related, Severity, did_you_mean
from guidepress.prose.citations import (
    find_citations,
    find_forgotten_citations,
    find_malformed_citations,
)
from guidepress.source.text import DataPath
from guidepress.validate.context import RuleContext, warning


def unknown_citation(context: RuleContext) -> Iterator[Problem]:
    """A citation names a reference of references.yaml."""
    known = {reference.id for reference in context.guideline.references}
    for statement in context.statements:
        for key in statement.citations:
            if key not in known:
                place = context.find(statement.id, "text", needle=f"@{key}")
                hint = did_you_mean(key, known) or f"add {key} to references.yaml"
                yield Problem(place, "unknown-citation", f"no reference has the id {key}", hint)


def malformed_citation(context: RuleContext) -> Iterator[Problem]:
    """A citation is written [@key] or [@key; @key]."""
    known = {reference.id for reference in context.guideline.references}
    for statement in context.statements:
        for _start, _end, text in find_malformed_citations(statement.text):
            place = context.find(statement.id, "text", needle=text)
            hint = "write [@maki-2007] or [@maki-2007; @le-cesne-2012]"
            yield Problem(place, "malformed-citation", f"{text} is not a citation", hint)
        for text, citation in find_forgotten_citations(statement.text, known):
            place = context.find(statement.id, "text", needle=text)
            message = f"{text} looks like a citation"
            yield Problem(place, "malformed-citation", message, f"write {citation}")


def uncited_reference(context: RuleContext) -> Iterator[Problem]:
    """Each reference is cited by a statement."""
    cited = {key for statement in context.statements for key in statement.citations}
    for reference in context.guideline.references:
        if reference.id not in cited:
            hint = f"cite it as [@{reference.id}], or remove it"
            message = f"no statement cites {reference.id}"
            yield warning(context.at(reference.id, "id"), "uncited-reference", message, hint)


def duplicate_reference(context: RuleContext) -> Iterator[Problem]:
    """No two references are one work; the same title, year and first author is suspicious."""
    works = Works()
    for reference in context.content.bundle["references"]:
        if same := works.find_same(reference):
            yield _duplicate(context, reference["id"], same)
        works.add(reference)


def _duplicate(context: RuleContext, second: str, same: Same) -> Problem:
    field = same.what if same.certain else "title"
    place = context.at(second, field)
    related = Related(context.at(same.id, field), f"first used by {same.id}")
    message = f"{second} has the {same.what} of {same.id}"
    hint = "keep one of the two and cite that"
    severity: Severity = "error" if same.certain else "warning"
    return Problem(place, "duplicate-reference", message, hint, (related,), severity)


def reference_after_update(context: RuleContext) -> Iterator[Problem]:
    """No reference is younger than the day on which the guideline was updated."""
    updated = context.guideline.identity.updated
    if not updated or not updated[:4].isdecimal():
        return
    for reference in context.guideline.references:
        if reference.year and reference.year > int(updated[:4]):
            place = context.at(reference.id, "issued")
            message = f"{reference.id} is of {reference.year}, the guideline was updated {updated}"
            hint = "correct the year, or move `updated` in guideline.yaml"
            yield Problem(place, "reference-after-update", message, hint)


def retracted_reference(context: RuleContext) -> Iterator[Problem]:
    """Retracted work is not cited unawares."""
    noticed = ((each.id, each.custom.notices) for each in context.guideline.references)
    retracted = {key for key, found in noticed if any(one.kind == "retraction" for one in found)}
    # What stands in a table or at a figure is of its block.
    blocks = {each.id: each for each in context.guideline.blocks()}
    written = {each.id for each in context.entities if each.kind == "statement"}
    written |= {claim.id for each in blocks.values() for claim in each.claims()}
    for statement in context.statements:
        block = blocks.get(statement.id.partition(".")[0], statement)
        block = statement if statement.id in written else block
        for key in statement.citations:
            if key in retracted and key not in (*statement.cites_retracted, *block.cites_retracted):
                place = context.find(statement.id, "text", needle=f"@{key}")
                accept = f"`cites_retracted: [{key}]`"
                is_alone = block is statement and statement.id not in written
                instead = f"say it instead in a statement that has {accept}"
                accept = instead if is_alone else f"write {accept} in the statement"
                hint = f"cite other work, or {accept}"
                message = f"{key} has been retracted"
                yield Problem(place, "retracted-reference", message, hint)


def unknown_scale(context: RuleContext) -> Iterator[Problem]:
    """A level names a scale that guideline.yaml lists, and schema/scales/ holds."""
    document = context.content.documents["guideline"]
    found = document.data.get("scales")
    listed = found if isinstance(found, list) else []
    held = {(scale.id, scale.version) for scale in context.guideline.scales}
    names = {str(each.get("id")) for each in listed if isinstance(each, dict)}
    for index, each in enumerate(listed):
        if isinstance(each, dict) and (each.get("id"), each.get("version")) not in held:
            scale = str(each.get("id")), str(each.get("version"))
            if faults := find_scale_problems(context.project, *scale):
                yield from faults
                continue
            place = document.position(["scales", index, "id"])
            message = f"schema/scales/ has no file {each.get('id')}-{each.get('version')}.yaml"
            yield Problem(place, "unknown-scale", message, "name a scale and version that it has")
    for statement, index, evidence in context.gradings():
        if evidence.scale not in names:
            place = context.at(statement.id, "evidence", index, "scale")
            hint = did_you_mean(evidence.scale, names) or "list it under `scales` in guideline.yaml"
            message = f"guideline.yaml lists no scale {evidence.scale}"
            yield Problem(place, "unknown-scale", message, hint)


def unknown_level(context: RuleContext) -> Iterator[Problem]:
    """A level is a code of its scale."""
    codes = _codes(context)
    for statement, index, evidence in context.gradings():
        known = codes.get((evidence.scale, evidence.scale_version))
        if known is not None and evidence.level not in known:
            place = context.at(statement.id, "evidence", index, "level")
            scale = f"{evidence.scale} {evidence.scale_version}"
            hint = _hint_of_level(context, scale, evidence.level, known)
            yield Problem(place, "unknown-level", f"{evidence.level} is no level of {scale}", hint)


def _hint_of_level(context: RuleContext, scale: str, level: str, known: Iterable[str]) -> str:
    """Return the code in its own case, or the choices: a guess might grade what it does not say."""
    alike = [code for code in known if code.casefold() == level.casefold()]
    if len(alike) == 1:
        return f"did you mean {alike[0]}?"
    found = next(each for each in context.guideline.scales if f"{each.id} {each.version}" == scale)
    axes = [
        f"{axis.name.lower()} ({', '.join(each.id for each in axis.levels if not each.partial)})"
        for axis in found.axes
    ]
    return f"write {', then '.join(axes)}"


def partial_level(context: RuleContext) -> Iterator[Problem]:
    """A level states every axis of its scale; sources do leave one out, so it is a warning."""
    codes = _codes(context)
    for statement, index, evidence in context.gradings():
        code = codes.get((evidence.scale, evidence.scale_version), {}).get(evidence.level)
        if code is not None and code.partial:
            place = context.at(statement.id, "evidence", index, "level")
            message = f"{evidence.level} leaves open a part of the level"
            yield warning(place, "partial-level", message, "give the full level if the source does")


def _codes(context: RuleContext) -> dict[tuple[str, str], Mapping[str, Code]]:
    return {(scale.id, scale.version): codes_of(scale) for scale in context.guideline.scales}


def evidence_not_cited(context: RuleContext) -> Iterator[Problem]:
    """Evidence rests on references that its own statement cites."""
    for statement, index, evidence in context.gradings():
        for number, key in enumerate(evidence.references):
            if key not in statement.citations:
                path = ("evidence", index, "references", number)
                message = f"the level rests on {key}, which {statement.id} does not cite"
                hint = f"cite it in the text as [@{key}], or correct the reference"
                yield Problem(context.at(statement.id, *path), "evidence-not-cited", message, hint)
        if evidence.at and not cites_at(statement, evidence.at):
            place = context.at(statement.id, "evidence", index, "at")
            message = f"{statement.id} has no citation {evidence.at} for the level to stand at"
            hint = did_you_mean(evidence.at, statement.citations) or "name one that the text cites"
            yield Problem(place, "evidence-not-cited", message, hint)


def cites_at(statement: Statement, at: str) -> bool:
    """Tell whether there is the citation ``maki-2007``, or the second of it (``maki-2007#2``)."""
    key, _, number = at.partition("#")
    cited = [key for each in find_citations(statement.text) for key in each.keys]
    # A row of a table has no text of its own, and the citations of its cells.
    return (cited or statement.citations).count(key) >= int(number or 1)


def recommendation_in_summary(context: RuleContext) -> Iterator[Problem]:
    """An evidence summary makes no recommendations."""
    if context.guideline.identity.document_type != "evidence-summary":
        return
    for made in context.guideline.recommendations:
        message = f"an evidence summary makes no recommendation, as {made.id} does"
        hint = "remove it, or write `document_type: guideline` if the source recommends"
        yield Problem(context.at(made.id, "id"), "recommendation-in-summary", message, hint)


def unknown_grade(context: RuleContext) -> Iterator[Problem]:
    """A grade of a recommendation is a level of a scale that guideline.yaml lists."""
    scales = {scale.id: scale for scale in context.guideline.scales}
    for made in context.guideline.recommendations:
        for path, graded in made.graded():
            scale, at = scales.get(graded.scale), path
            if scale is None and _is_listed(context, graded.scale):
                continue  # what is wrong with its file is reported there
            if scale is None:
                at = (*path, "scale")
                message = f"guideline.yaml lists no scale {graded.scale}"
                hint = did_you_mean(graded.scale, scales) or "list it under `scales`"
            elif graded.level is not None and graded.level not in (known := codes_of(scale)):
                at = (*path, "level")
                message = f"{graded.level} is no level of {scale.id} {scale.version}"
                hint = did_you_mean(graded.level, known) or f"write one of {', '.join(known)}"
            elif scale.grades not in _GRADING.get(str(path[-1]), {scale.grades}):
                message = f"{scale.id} rates {scale.grades.replace('-', ' ')}, not {path[-1]}"
                hint = "take a scale that grades it, or put the level where it belongs"
            elif way := _opposed(made, path, scale, graded.level):
                at = (*path, "level")
                message = f"{graded.level} of {scale.id} is a grade of the direction {way[0]}"
                message += f", and this is {way[1]}"
                hint = f"write direction: {way[0]}, or the level that was given"
            else:
                continue
            yield Problem(context.at(made.id, *at), "unknown-grade", message, hint)


def _opposed(
    made: Recommendation, path: DataPath, scale: Scale, level: str | None
) -> tuple[str, str] | None:
    """Return the direction of a level and that of what has it, where they differ."""
    owner = made.parts[int(path[1])] if path[0] == "parts" else made
    found = codes_of(scale)[level].levels[-1].direction if level else None
    way = owner.direction or made.direction
    return (found, way) if found and found != way else None


_GRADING = {"strength": {"recommendation"}, "certainty": {"study", "body-of-evidence"}}


def _is_listed(context: RuleContext, scale: str) -> bool:
    document = context.content.documents.get("guideline")
    listed = document.data.get("scales") if document else None
    named = [each.get("id") for each in listed or () if isinstance(each, dict)]
    return not scale or scale in named


def standard_against(context: RuleContext) -> Iterator[Problem]:
    """An option that is standard is not advised against in the same population."""
    options = {each.id: each for each in context.guideline.options if each.standing == "standard"}
    for made in context.guideline.recommendations:
        for where, name, direction, about, whom in _advice(made):
            for option in sorted({*about} & {*options}) if direction == "against" else ():
                if not _are_apart(options[option], whom):
                    message = f"{option} is standard, and {name} is against it; is that meant?"
                    hint = (
                        "state for whom each holds (`standing_population` there, `population` or "
                        "`applies_when` here), correct one, or accept it under `suppressions`"
                    )
                    place = context.at(made.id, *where, "direction")
                    yield warning(place, "standard-against", message, hint)


_Whom = tuple[Subpopulation | Condition | None, ...]


def _advice(
    made: Recommendation,
) -> Iterator[tuple[DataPath, str, str | None, tuple[str, ...], _Whom]]:
    """Yield a recommendation and its parts: the path, the name, what it says, and for whom."""
    whom = (made.population, made.applies_when)
    yield (), made.id, made.direction, made.about, whom
    for number, part in enumerate(made.parts):
        own = (part.population, part.applies_when)
        name = f"{made.id}.{part.id}"
        about = part.about or made.about
        yield ("parts", number), name, part.direction, about, (*own, *whom)


def _are_apart(option: Option, whom: _Whom) -> bool:
    """Tell whether both say for whom they hold, and say it of others."""
    said = {each.text if isinstance(each, Subpopulation) else "" for each in whom if each}
    standing = option.standing_population
    return bool(standing and said) and standing not in said


def effect_interval(context: RuleContext) -> Iterator[Problem]:
    """The interval of an effect leads from low to high, and the estimate lies in it."""
    for made in context.guideline.recommendations:
        for number, outcome in enumerate(made.outcomes):
            for key in ("relative_effect", "absolute_effect"):
                effect = getattr(outcome, key)
                stated = (effect.low, effect.value, effect.high) if effect else ()
                values = [each for each in map(number_of, stated) if each is not None]
                if values != sorted(values):
                    told = ", ".join(each for each in stated if each)
                    message = f"{told} do not lead from low over the estimate to high"
                    hint = "copy them from the source again; if it has them so, accept this"
                    place = context.at(made.id, "outcomes", number, key)
                    yield warning(
                        place,
                        "effect-interval",
                        f"{message}; is that meant?",
                        f"{hint} under `suppressions`",
                    )


def effects_disagree(context: RuleContext) -> Iterator[Problem]:
    """The relative and the absolute effect on one outcome point in one direction."""
    for made in context.guideline.recommendations:
        for number, outcome in enumerate(made.outcomes):
            relative, absolute = outcome.relative_effect, outcome.absolute_effect
            values = [number_of(each.value) if each else None for each in (relative, absolute)]
            if relative is None or values[0] is None or values[1] is None:
                continue
            # That of survival is a hazard of death: fewer die where more are alive.
            if relative.measure == "HR":
                continue
            if (values[0] - no_effect_of(relative.measure)) * values[1] < 0:
                message = (
                    f"{relative.measure} {values[0]} and an absolute effect of {values[1]} "
                    "point in opposite directions; is that meant?"
                )
                hint = (
                    "copy both from the source again, fewer with a minus; if it has them so, "
                    "accept this under `suppressions`"
                )
                place = context.at(made.id, "outcomes", number, "absolute_effect")
                yield warning(place, "effects-disagree", message, hint)


def covered_after_all(context: RuleContext) -> Iterator[Problem]:
    """No statement speaks of what the guideline says that it does not cover."""
    named = context.guideline.identity.not_covered
    for statement in context.statements:
        if statement.kind in named:
            message = f"{statement.id} is a statement on {statement.kind}, which is not covered"
            hint = f"take {statement.kind} off `not_covered` in guideline.yaml"
            yield warning(context.at(statement.id, "kind"), "covered-after-all", message, hint)
