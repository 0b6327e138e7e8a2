"""The guideline as one Markdown file, with citations in Pandoc's form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from guidepress.bibliography.nlm import render_citation, render_notice
from guidepress.export.details import HERE, PARTS, TEXT, Detail, list_details, render_caveats
from guidepress.export.evidence import describe_outcome, find_about
from guidepress.export.table import list_rows, render_place
from guidepress.export.wording import (
    DIRECTIONS,
    DOCUMENT_TYPES,
    IMAGES,
    ConditionWords,
    coded,
    find_scale,
    giver_of,
    numbered,
    render_approval,
    render_code,
    render_grade,
    render_names,
    render_population,
    render_recommendations,
    render_standing,
)
from guidepress.history.figures import name_figure
from guidepress.model import (
    Block,
    Dose,
    Evidence,
    Figure,
    Group,
    Guideline,
    List,
    Option,
    Recommendation,
    Reference,
    Statement,
    meaning_of,
    to_data,
)
from guidepress.prose import escape_markdown, render_commonmark

NOT_ADVICE = "Not medical advice. It may have been superseded or withdrawn since."


def render_markdown(guideline: Guideline) -> str:
    """Return the whole guideline; ``[@key]`` names an item of ``references.csl.json``."""
    return "\n\n".join(_blocks(guideline)) + "\n"


def _blocks(guideline: Guideline) -> Iterator[str]:
    identity = guideline.identity
    yield _title_block(guideline)
    yield from _head(guideline)
    if identity.withdrawal:
        reason = escape_markdown(identity.withdrawal.reason)
        last = identity.withdrawal.last_good_version
        yield f"**Withdrawn.** {reason} Version before it: {last}."
        return
    lists = {each.id: each for each in guideline.lists}
    for part in identity.body:
        if part == "factors":
            yield from _factors(guideline, lists.get(part))
        elif part == "options":
            yield from _options(guideline, lists.get(part))
        elif part == "recommendations":
            yield from _recommendations(guideline)
        for section, level in guideline.sections_in(part):
            title = escape_markdown(numbered(section))
            yield f"{'#' * (level + 1)} {title} {{#{section.id}}}"
            yield from _more(guideline, section)
            yield from _content(guideline, section.content)
    if guideline.terms:
        yield "## Terms"
    for term in guideline.terms:
        codes = f" ({'; '.join(render_code(each) for each in term.codes)})" if term.codes else ""
        yield f"[{escape_markdown(term.term)}]{{#{term.id}}}{escape_markdown(codes)}"
        yield from [render_commonmark(term.definition)] if term.definition else []
        yield from _more(guideline, term)
    if guideline.references:
        yield "## References"
        yield "\n".join(f"- [@{each.id}]: {_reference(each)}" for each in guideline.references)


def _title_block(guideline: Guideline) -> str:
    """Return what Pandoc reads first; its own list of references would be a second one."""
    identity = guideline.identity
    stated = {
        "title": escape_markdown(identity.title),
        "date": identity.released,
        "lang": identity.language,
    }
    quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in stated.items() if value}
    lines = (f"{key}: {value}" for key, value in quoted.items())
    return "\n".join(("---", *lines, "suppress-bibliography: true", "---"))


def _head(guideline: Guideline) -> Iterator[str]:
    identity = guideline.identity
    dates: dict[str, Any] = {
        "Version": identity.version or "draft, not released",
        "Released": identity.released,
        "Updated": identity.updated,
        "Reviewed": identity.reviewed,
        "Last search": identity.last_search,
        "Review due": identity.review_due,
    }
    yield "\n".join(
        (
            f"- Type of document: {DOCUMENT_TYPES[identity.document_type]}",
            f"- Population: {escape_markdown(render_population(identity.population))}",
            f"- Written for: {identity.audience}",
            *(f"- {name}: {escape_markdown(day or 'not stated')}" for name, day in dates.items()),
        )
    )
    if identity.source:
        yield escape_markdown(identity.source.adaptation)
    if found := list_details(identity, *PARTS, HERE, TEXT, words=ConditionWords(guideline)):
        yield "\n".join(_detail_lines(found))
    yield "\n".join(f"- {escape_markdown(each)}" for each in render_caveats(guideline))
    yield NOT_ADVICE


def _more(guideline: Guideline, value: Any) -> Iterator[str]:
    """Yield what the description says is shown where the value is."""
    if found := list_details(value, HERE, TEXT, words=ConditionWords(guideline)):
        yield "\n".join(_detail_lines(found))


def _detail_lines(found: Iterable[Detail]) -> Iterator[str]:
    yield from (f"- {each.label}: {escape_markdown(line)}" for each in found for line in each.lines)


def _factors(guideline: Guideline, introduced: List | None) -> Iterator[str]:
    yield "## Factors"
    yield from _intro(guideline, introduced)
    for factor in guideline.factors:
        yield f"### {escape_markdown(factor.name)} {{#{factor.id}}}"
        if factor.values:
            values = "; ".join(coded(each.name, each.codes) for each in factor.values)
            yield f"Values: {escape_markdown(values)}"
        if factor.codes:
            yield f"Codes: {escape_markdown('; '.join(map(render_code, factor.codes)))}"
        if factor.description:
            yield render_commonmark(factor.description)
        yield from _more(guideline, factor)
    words = ConditionWords(guideline)
    if guideline.conditions:
        yield "\n".join(f"- {escape_markdown(words.say(each))}" for each in guideline.conditions)


def _options(guideline: Guideline, introduced: List | None) -> Iterator[str]:
    yield "## Options"
    yield from _intro(guideline, introduced)
    for depth, option in guideline.arranged():
        yield f"{'#' * (depth + 3)} {escape_markdown(option.name)} {{#{option.id}}}"
        if isinstance(option, Group):
            yield from _group(guideline, option)
            continue
        yield "\n".join(
            f"- {name}: {escape_markdown(value)}" for name, value in _facts(guideline, option)
        )
        yield from _doses(guideline, option.doses)
        yield from _more(guideline, option)
        yield from _content(guideline, option.content)
        yield from _about(guideline, option)


def _group(guideline: Guideline, group: Group) -> Iterator[str]:
    words = ConditionWords(guideline)
    facts = [f"Applies when: {each}" for each in words.lines(group.applies_when)]
    whom = words.whom(group.population)
    facts += [f"For: {whom}"] if whom else []
    names = {each.id: each.name for each in guideline.entries}
    facts += [f"Alternative to: {names.get(each, each)}" for each in group.alternative_to]
    if facts:
        yield "\n".join(f"- {escape_markdown(each)}" for each in facts)
    yield from _more(guideline, group)
    yield from _content(guideline, group.content)


def _doses(guideline: Guideline, doses: Iterable[Dose]) -> Iterator[str]:
    words = ConditionWords(guideline)
    lines = []
    for each in doses:
        source = render_commonmark(each.source or "")
        lines.append(f"- {escape_markdown(words.dose(each))}. {source}".rstrip())
        lines += [f"  {line}" for line in _detail_lines(list_details(each, HERE, words=words))]
    if lines:
        yield "\n".join(("Doses:", "", *lines))


def _content(guideline: Guideline, content: Iterable[Block]) -> Iterator[str]:
    for block in content:
        if block.list and block.list.title:
            yield render_commonmark(block.list.title)
        if block.figure:
            yield from _figure(block.figure)
        for statement in block.claims():
            yield from _statement(guideline, statement)
        if not block.text:
            yield from _statement(guideline, block)
        if block.table:
            yield f"**{escape_markdown(block.table.title)}**"
            yield "\n".join(list_rows(guideline, block.table))
            yield from (f"{each.id}: {render_commonmark(each.text)}" for each in block.table.notes)


def _figure(figure: Figure) -> Iterator[str]:
    if figure.absent:
        yield escape_markdown(f"{IMAGES[figure.absent]}: {figure.alt}")
    else:
        name = name_figure(to_data(figure)) if figure.sha256 else figure.file
        yield f"![{escape_markdown(figure.alt)}](files/{name})"
    yield from (render_commonmark(each) for each in (figure.caption, figure.description) if each)
    yield from (escape_markdown(each) for each in (figure.credit, figure.permission) if each)


def _recommendations(guideline: Guideline) -> Iterator[str]:
    yield "## Recommendations"
    words = ConditionWords(guideline)
    for question in guideline.questions:
        found = [Detail("Question", tuple(filter(None, (question.number, question.text))))]
        found += list_details(question, "question", HERE)
        yield "\n".join(_detail_lines(found))
    for made in guideline.recommendations:
        number = f"{made.number}: " if made.number else ""
        yield f"### {escape_markdown(number + DIRECTIONS[made.direction])} {{#{made.id}}}"
        yield render_commonmark(made.text)
        phrases = [render_grade(each) for each in made.grades]
        phrases += words.limits(made)
        phrases += [f"{each.id}: {words.part(each)}" for each in made.parts]
        phrases += [f"Question: {made.question}"] if made.question else []
        if phrases:
            yield "\n".join(f"- {escape_markdown(each)}" for each in phrases)
        for outcome in made.outcomes:
            cited = "; ".join(f"@{each}" for each in outcome.works)
            yield f"**{escape_markdown(outcome.name)}**" + (f" [{cited}]" if cited else "")
            found = describe_outcome(guideline, outcome) + list_details(outcome, HERE, words=words)
            yield "\n".join(_detail_lines(found))
        yield from _more(guideline, made)
        for part in made.parts:
            yield from _more(guideline, part)
            yield from _doses(guideline, part.doses)
        yield from _content(guideline, made.content)
        yield from _about(guideline, made)


def _about(guideline: Guideline, subject: Option | Recommendation) -> Iterator[str]:
    kind = "option" if isinstance(subject, Option) else "recommendation"
    for section, statement in find_about(guideline, subject):
        yield f"Also on this {kind}, from \u201c{escape_markdown(section.title)}\u201d:"
        yield from _statement(guideline, statement)


def _facts(guideline: Guideline, option: Option) -> Iterator[tuple[str, str]]:
    yield "Standing", render_standing(option)
    words = ConditionWords(guideline)
    if option.short_name:
        yield "Short name", option.short_name
    yield "Applies when", "; and ".join(words.of_option(option)) or "no condition stated"
    if option.components:
        yield "Steps", "; then ".join(words.steps(option))
    yield from (("Intervention", each) for each in render_names(option))
    yield from (("Recommendation", each) for each in render_recommendations(guideline, option))
    for each in option.regulatory:
        yield "Approval", render_approval(each)


def _intro(guideline: Guideline, introduced: List | None) -> Iterator[str]:
    if introduced and introduced.intro:
        yield from _statement(guideline, introduced.intro)


def _statement(guideline: Guideline, statement: Statement) -> Iterator[str]:
    if statement.text:
        yield render_commonmark(statement.text)
    if whom := ConditionWords(guideline).whom(statement.population):
        yield f"Stated for: {escape_markdown(whom)}"
    for evidence in statement.evidence:
        yield _level(guideline, evidence)
        yield from _more(guideline, evidence)
    yield from _more(guideline, statement)


def _level(guideline: Guideline, evidence: Evidence) -> str:
    scale = find_scale(guideline, evidence)
    meaning = meaning_of(scale, evidence.level) if scale else ""
    phrase = escape_markdown(f"{evidence.level} ({meaning})" if meaning else evidence.level)
    rests = "; ".join(f"@{key}" for key in evidence.references)
    phrase += f" [{rests}]" if rests else ""
    return f"Level as given by the {giver_of(guideline)}: {phrase}{render_place(evidence)}"


def _reference(reference: Reference) -> str:
    notices = (f"{render_notice(each)}." for each in reference.custom.notices)
    return escape_markdown(" ".join((render_citation(reference), *notices)))
