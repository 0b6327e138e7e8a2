"""The guideline as one Markdown file, with citations in Pandoc's form."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from textwrap import indent
from typing import Any

from guidepress import model
from guidepress.bibliography.nlm import render_citation, render_notice
from guidepress.export import wording
from guidepress.export.condition_words import ConditionWords, render_recommendations
from guidepress.export.details import HERE, PARTS, TEXT, Detail, list_details, render_caveats
from guidepress.export.evidence import describe_outcome, find_about
from guidepress.export.table import fill_rows
from guidepress.history.figures import name_figure
from guidepress.model.block import ItemList
from guidepress.prose.render import escape_markdown, render_commonmark

_BULLETS = re.compile(r"^(?:- |1\. )", re.MULTILINE)
NOT_ADVICE = "Not medical advice. It may have been superseded or withdrawn since."


def render_markdown(guideline: model.Guideline) -> str:
    """Return the whole guideline; ``[@key]`` names an item of ``references.csl.json``."""
    return "\n\n".join(_blocks(guideline)) + "\n"


def _blocks(guideline: model.Guideline) -> Iterator[str]:
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
            title = escape_markdown(wording.numbered(section))
            yield f"{'#' * (level + 1)} {title} {{#{section.id}}}"
            yield from _more(guideline, section)
            yield from _content(guideline, section.content)
    yield from _end(guideline)


def _end(guideline: model.Guideline) -> Iterator[str]:
    if guideline.terms:
        yield "## Terms"
    for term in guideline.terms:
        codes = (
            f" ({'; '.join(wording.render_code(each) for each in term.codes)})"
            if term.codes
            else ""
        )
        yield f"[{escape_markdown(term.term)}]{{#{term.id}}}{escape_markdown(codes)}"
        yield from [render_commonmark(term.definition)] if term.definition else []
        yield from _more(guideline, term)
    if guideline.scales:
        yield "## Scales"
    yield from _bullets(f"{e.id} {e.version}: {e.title}. {e.rates}" for e in guideline.scales)
    if guideline.references:
        yield "## References"
        yield "\n".join(f"- [@{each.id}]: {_reference(each)}" for each in guideline.references)


def _title_block(guideline: model.Guideline) -> str:
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


def _head(guideline: model.Guideline) -> Iterator[str]:
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
            f"- Type of document: {wording.DOCUMENT_TYPES[identity.document_type]}",
            f"- Population: {escape_markdown(wording.render_population(identity.population))}",
            f"- Written for: {identity.audience}",
            *(f"- {name}: {escape_markdown(day or 'not stated')}" for name, day in dates.items()),
        )
    )
    if identity.source:
        yield escape_markdown(identity.source.adaptation)
    if found := list_details(identity, *PARTS, HERE, TEXT, words=ConditionWords(guideline)):
        yield "\n".join(_detail_lines(found))
    yield from _bullets(render_caveats(guideline))
    yield NOT_ADVICE


def _more(guideline: model.Guideline, value: Any) -> Iterator[str]:
    """Yield what the description says is shown where the value is."""
    if found := list_details(value, HERE, TEXT, words=ConditionWords(guideline)):
        yield "\n".join(_detail_lines(found))


def _bullets(phrases: Iterable[str]) -> Iterator[str]:
    if lines := [f"- {escape_markdown(each)}" for each in phrases]:
        yield "\n".join(lines)


def _detail_lines(found: Iterable[Detail]) -> Iterator[str]:
    yield from (f"- {each.label}: {escape_markdown(line)}" for each in found for line in each.lines)


def _factors(guideline: model.Guideline, introduced: model.List | None) -> Iterator[str]:
    yield "## Factors"
    yield from _intro(guideline, introduced)
    if introduced and introduced.exhaustive:
        yield "The list claims to be complete."
    for factor in guideline.factors:
        yield f"### {escape_markdown(factor.name)} {{#{factor.id}}}"
        if factor.values:
            values = "; ".join(wording.coded(each.name, each.codes) for each in factor.values)
            yield f"Values: {escape_markdown(values)}"
        if kind := wording.describe_factor(factor):
            yield escape_markdown(kind)
        if factor.codes:
            yield f"Codes: {escape_markdown('; '.join(map(wording.render_code, factor.codes)))}"
        if factor.description:
            yield render_commonmark(factor.description)
        yield from _more(guideline, factor)
    yield from _bullets(map(ConditionWords(guideline).say, guideline.conditions))


def _options(guideline: model.Guideline, introduced: model.List | None) -> Iterator[str]:
    yield "## Options"
    yield from _intro(guideline, introduced)
    for depth, option in guideline.arranged():
        yield f"{'#' * (depth + 3)} {escape_markdown(option.name)} {{#{option.id}}}"
        if isinstance(option, model.Group):
            yield from _group(guideline, option)
            continue
        yield from _bullets(map(": ".join, _facts(guideline, option)))
        yield from _doses(guideline, option.doses)
        yield from _more(guideline, option)
        yield from _content(guideline, option.content)
        yield from _about(guideline, option)


def _group(guideline: model.Guideline, group: model.Group) -> Iterator[str]:
    words = ConditionWords(guideline)
    facts = [f"Applies when: {each}" for each in words.lines(group.applies_when)]
    whom = words.whom(group.population)
    facts += [f"For: {whom}"] if whom else []
    names = {each.id: each.name for each in guideline.entries}
    facts += [f"Alternative to: {names.get(each, each)}" for each in group.alternative_to]
    yield from _bullets(facts)
    yield from _more(guideline, group)
    yield from _content(guideline, group.content)


def _doses(guideline: model.Guideline, doses: Iterable[model.Dose]) -> Iterator[str]:
    words = ConditionWords(guideline)
    lines = []
    for each in doses:
        source = render_commonmark(each.source or "")
        lines.append(f"- {escape_markdown(words.dose(each))}. {source}".rstrip())
        lines += [f"  {line}" for line in _detail_lines(list_details(each, HERE, words=words))]
    if lines:
        yield "\n".join(("Doses:", "", *lines))


def _content(guideline: model.Guideline, content: Iterable[model.Block]) -> list[str]:
    found: list[str] = []
    for block in content:
        if block.list:
            title = block.list.title
            found += [render_commonmark(title)] if title else []
            # Of two lists side by side readers of Markdown make one, but for other marks.
            marks = "+)" if found and _BULLETS.search(found[-1]) else "-."
            found += [_items(guideline, block.list, marks)]
        if block.figure:
            found += _figure(block.figure)
        found += _statement(guideline, block)
        if block.table:
            found += _table(guideline, block.table)
        held = (block.list, block.table, block.figure)
        found += [line for each in held if each for line in _more(guideline, each)]
    return found


def _items(guideline: model.Guideline, owner: ItemList | model.Item, marks: str) -> str:
    found = []
    for number, item in enumerate(owner.items, start=1):
        parts = list(_statement(guideline, item))
        if item.items:
            parts.append(_items(guideline, item, "+)" if marks == "-." else "-."))
        found.append(_item(f"{number}{marks[1]} " if owner.ordered else f"{marks[0]} ", parts))
    return "\n".join(found)


def _item(mark: str, parts: Iterable[str]) -> str:
    return mark + indent("\n\n".join(parts), " " * len(mark)).lstrip()


def _table(guideline: model.Guideline, table: model.Table) -> Iterator[str]:
    """Yield the rows as a list: cells may span, which the tables of Markdown cannot say."""
    words = ConditionWords(guideline)
    heads = [escape_markdown(wording.name_column(each)) for each in table.columns]
    yield f"**{escape_markdown(table.title)}**"
    if any(heads):
        yield f"Columns: {'; '.join(filter(None, heads))}"
    rows = []
    for row, cells in zip(table.rows, fill_rows(table, lambda e: _cell(e, words)), strict=True):
        phrases = [escape_markdown(row.heading)] if row.heading else []
        named = zip(heads, cells, strict=True)
        phrases += [wording.head_cell(head, each) for head, each in named if each]
        if row.applies_when:
            phrases.append(f"applies when {escape_markdown(words.say(row.applies_when))}")
        rows.append(
            _item(
                "- ",
                ("; ".join(phrases), *_levels(guideline, row.evidence), *_more(guideline, row)),
            )
        )
    yield "\n".join(rows)
    if table.row_order:
        yield "The order of the rows says nothing."
    yield from (f"{each.id}: {render_commonmark(each.text)}" for each in table.notes)


def _cell(cell: model.Cell, words: ConditionWords) -> str:
    if cell.text is None:
        return escape_markdown(words.cell(cell))
    return " ".join(render_commonmark(cell.text).split())


def _figure(figure: model.Figure) -> Iterator[str]:
    if figure.absent:
        yield escape_markdown(f"{wording.IMAGES[figure.absent]}: {figure.alt}")
    else:
        name = name_figure(model.to_data(figure)) if figure.sha256 else figure.file
        yield f"![{escape_markdown(figure.alt)}](files/{name})"
    yield from (render_commonmark(each) for each in (figure.caption, figure.description) if each)
    yield from (escape_markdown(each) for each in (figure.credit, figure.permission) if each)


def _recommendations(guideline: model.Guideline) -> Iterator[str]:
    yield "## Recommendations"
    words = ConditionWords(guideline)
    for question in guideline.questions:
        found = [Detail("Question", tuple(filter(None, (question.number, question.text))))]
        found += list_details(question, "question", HERE)
        yield "\n".join(_detail_lines(found))
    for made in guideline.recommendations:
        number = f"{made.number}: " if made.number else ""
        yield f"### {escape_markdown(number + wording.name_direction(made))} {{#{made.id}}}"
        yield render_commonmark(made.text)
        phrases = [
            *map(wording.render_grade, made.grades),
            *wording.explain_grades(guideline, made.grades),
        ]
        phrases += words.limits(made)
        for part in made.parts:
            phrases += [
                f"{part.id}: {words.part(part)}",
                *wording.explain_grades(guideline, part.grades),
            ]
        phrases += [f"Question: {made.question}"] if made.question else []
        yield from _bullets(phrases)
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


def _about(
    guideline: model.Guideline, subject: model.Option | model.Recommendation
) -> Iterator[str]:
    kind = "option" if isinstance(subject, model.Option) else "recommendation"
    for section, statement in find_about(guideline, subject):
        yield f"Also on this {kind}, from \u201c{escape_markdown(section.title)}\u201d:"
        yield from _statement(guideline, statement)


def _facts(guideline: model.Guideline, option: model.Option) -> Iterator[tuple[str, str]]:
    yield "Standing", wording.render_standing(option)
    words = ConditionWords(guideline)
    if option.short_name:
        yield "Short name", option.short_name
    yield "Applies when", "; and ".join(words.of_option(option)) or "no condition stated"
    if option.components:
        yield "Steps", "; then ".join(words.steps(option))
    yield from (("Intervention", each) for each in wording.render_names(option))
    yield from (("Recommendation", each) for each in render_recommendations(guideline, option))
    yield from (("Approval", wording.render_approval(each)) for each in option.regulatory)


def _intro(guideline: model.Guideline, introduced: model.List | None) -> Iterator[str]:
    if introduced and introduced.intro:
        yield from _statement(guideline, introduced.intro)


def _statement(guideline: model.Guideline, statement: model.Statement) -> Iterator[str]:
    if statement.text:
        yield render_commonmark(statement.text)
    if whom := ConditionWords(guideline).whom(statement.population):
        yield f"Stated for: {escape_markdown(whom)}"
    yield from _levels(guideline, statement.evidence)
    yield from _more(guideline, statement)


def _levels(guideline: model.Guideline, evidence: Iterable[model.Evidence]) -> Iterator[str]:
    for each in evidence:
        scale = wording.find_scale(guideline, each)
        meaning = model.meaning_of(scale, each.level) if scale else ""
        phrase = f"{each.level} on {each.scale} {each.scale_version}"
        phrase = escape_markdown(f"{phrase} ({meaning})" if meaning else phrase)
        rests = "; ".join(f"@{key}" for key in each.references)
        place = f", at {escape_markdown(each.at)}" if each.at else ""
        phrase += f" [{rests}]" if rests else ""
        yield f"Level as given by the {wording.giver_of(guideline)}: {phrase}{place}"
        yield from _more(guideline, each)


@lru_cache(maxsize=1024)
def _reference(reference: model.Reference) -> str:
    notices = (f"{render_notice(each)}." for each in reference.custom.notices)
    return escape_markdown(" ".join((render_citation(reference), *notices)))
