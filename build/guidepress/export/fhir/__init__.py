"""The guideline as a FHIR R5 document Bundle (https://hl7.org/fhir/R5); experimental.

A Composition names every other resource of the Bundle.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from msgspec.structs import replace

from guidepress.export.condition_words import ConditionWords
from guidepress.export.details import render_caveats
from guidepress.export.evidence import claims_of
from guidepress.export.fhir.elements import build_dose, pointer, urn_of, uuid_of
from guidepress.export.fhir.recommendations import build_against, build_recommendation
from guidepress.export.fhir.resources import (
    STATUS,
    UNKNOWN,
    build_assessment,
    build_citation,
    build_option,
    doses_of,
    status_of,
)
from guidepress.export.jsonld import stated
from guidepress.export.table import fill_rows
from guidepress.export.wording import (
    CAUTIONS,
    DOCUMENT_TYPES,
    coded,
    giver_of,
    name_column,
    numbered,
    render_population,
    render_recommendation,
)
from guidepress.model import (
    Block,
    Cell,
    Evidence,
    Guideline,
    Identity,
    Section,
    Statement,
    Table,
)
from guidepress.prose.render import render_html, render_inline_html

__all__ = ["render_fhir"]


_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XHTML = "http://www.w3.org/1999/xhtml"


def render_fhir(guideline: Guideline) -> str:
    """Return the Bundle: Composition first, then options, references and graded statements."""
    entries = [
        _entry(guideline, "Composition", "", _composition(guideline)),
        *(_entry(guideline, *each) for each in _resources(guideline)),
    ]
    bundle = {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": urn_of(guideline, "Bundle")},
        "type": "document",
        "timestamp": f"{_day(guideline.identity)}T00:00:00Z",
        "entry": entries,
    }
    return json.dumps(bundle, ensure_ascii=False, sort_keys=True) + "\n"


def _day(identity: Identity) -> str:
    return identity.released or identity.updated or "1970-01-01"


def _entry(guideline: Guideline, kind: str, name: str, resource: dict[str, Any]) -> dict[str, Any]:
    named = {"resourceType": kind, "id": uuid_of(guideline, kind, name), **resource}
    return {"fullUrl": urn_of(guideline, kind, name), "resource": named}


def _resources(guideline: Guideline) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for option in guideline.options:
        yield "PlanDefinition", option.id, build_option(guideline, option)
        for dose in doses_of(option):
            resource = build_dose(guideline, dose, status_of(guideline, option))
            yield "ActivityDefinition", dose.id, resource
    yield from _recommendations(guideline)
    for reference in guideline.references:
        yield "Citation", reference.id, build_citation(reference)
    for name, statement, evidence in _graded(guideline):
        yield "ArtifactAssessment", name, build_assessment(guideline, statement, evidence)


def _recommendations(guideline: Guideline) -> Iterator[tuple[str, str, dict[str, Any]]]:
    status = STATUS.get(guideline.identity.status, UNKNOWN)[1]
    for made in guideline.recommendations:
        yield "ArtifactAssessment", f"{made.id}/made", build_recommendation(guideline, made)
        for name, resource in build_against(guideline, made, status):
            yield "ActivityDefinition", name, resource
        for part in made.parts:
            # What is advised against has doses in words only.
            against = (part.direction or made.direction) == "against"
            for dose in () if against else doses_of(part):
                yield "ActivityDefinition", dose.id, build_dose(guideline, dose, status)


def _graded(guideline: Guideline) -> Iterator[tuple[str, Statement, Evidence]]:
    """Yield each level with its name and its statement, which may carry several."""
    for statement in guideline.statements():
        for number, evidence in enumerate(statement.evidence, start=1):
            yield f"{statement.id}/{number}", statement, evidence


def _composition(guideline: Guideline) -> dict[str, Any]:
    identity = guideline.identity
    adapted = [identity.source.adaptation] if identity.source else []
    note = [{"text": text} for text in (*adapted, *render_caveats(guideline))]
    return stated(
        {
            "url": urn_of(guideline, "Composition"),
            "language": identity.language,
            "version": identity.version,
            "status": STATUS.get(identity.status, UNKNOWN)[0],
            "type": {"text": DOCUMENT_TYPES[identity.document_type]},
            "date": _day(identity),
            "author": [{"display": _author(identity)}],
            "title": identity.title,
            "subject": [{"display": render_population(identity.population)}],
            "note": note,
            "section": list(_sections(guideline)),
        }
    )


def _author(identity: Identity) -> str:
    """Name whom the content comes from; who wrote our version of it is another question."""
    if identity.source:
        return f"adapted from {identity.source.publisher}"
    return identity.publisher or "author not stated"


def _sections(guideline: Guideline) -> Iterator[dict[str, Any]]:
    withdrawal = guideline.identity.withdrawal
    if withdrawal:
        yield _section("Withdrawn", [f"<p>{escape(withdrawal.reason)}</p>"])
        return
    intros = {each.id: [each.intro] for each in guideline.lists if each.intro}
    tops = {each.id: each for each in guideline.sections if each.parent is None}
    for part in guideline.identity.body:
        if part == "factors":
            names = [render_html(each.name, _cited) for each in guideline.factors]
            yield _section("Factors", [*_prose(guideline, intros.get(part, [])), *names])
        elif part == "options":
            yield _section("Options", _options(guideline, intros.get(part, [])), _plans(guideline))
        elif part == "recommendations":
            yield _section("Recommendations", _advice(guideline))
        elif part in tops:
            yield _with_sections(guideline, tops[part])
    yield from _lists(guideline)


def _with_sections(guideline: Guideline, section: Section) -> dict[str, Any]:
    """Return a section with those below it; what is part of itself is reached from no top."""
    below = [each for each in guideline.sections if each.parent == section.id]
    found = _section(numbered(section), _content(guideline, section.content))
    return stated({**found, "section": [_with_sections(guideline, each) for each in below]})


def _plans(guideline: Guideline) -> list[dict[str, Any]]:
    return [pointer(guideline, "PlanDefinition", each.id) for each in guideline.options]


def _options(guideline: Guideline, intro: Sequence[Statement]) -> list[str]:
    """Return the introduction, and what is stated of groups."""
    found = _prose(guideline, intro) or ["<p>Options</p>"]
    words = ConditionWords(guideline)
    for group in guideline.groups:
        phrases = [*words.lines(group.applies_when), *filter(None, [words.whom(group.population)])]
        found.append(f"<p>{escape(': '.join([group.name, *phrases]))}</p>")
        found += _content(guideline, group.content)
    for option in guideline.options:
        # Its claims are in its plan, which has no place for these.
        beside = [each for each in option.content if each.table or each.figure]
        found += [f"<p>{escape(option.name)}</p>"] if beside else []
        found += _content(guideline, beside)
    return found


def _advice(guideline: Guideline) -> list[str]:
    words, found = ConditionWords(guideline), []
    for made in guideline.recommendations:
        phrase = "; ".join([render_recommendation(made), *words.limits(made)])
        found.append(f"<p>{escape(phrase)}</p>")
        for part in made.parts:
            found.append(f"<p>{escape(words.part(part))}</p>")
            found += [f"<p>{escape(words.dose(each))}</p>" for each in part.doses]
        found += _content(guideline, made.content)
    return found


def _coded(guideline: Guideline) -> list[dict[str, Any]]:
    made = [(kind, name) for kind, name, _ in _recommendations(guideline)]
    doses = [dose.id for option in guideline.options for dose in doses_of(option)]
    made += [("ActivityDefinition", name) for name in doses]
    return [pointer(guideline, kind, name) for kind, name in made]


def _lists(guideline: Guideline) -> Iterator[dict[str, Any]]:
    if coded := _coded(guideline):
        yield _section("Recommendations and doses as codes", [], coded)
    levels = [pointer(guideline, "ArtifactAssessment", name) for name, *_ in _graded(guideline)]
    if levels:
        yield _section(f"Levels of evidence as given by the {giver_of(guideline)}", [], levels)
    cited = [pointer(guideline, "Citation", each.id) for each in guideline.references]
    if cited:
        yield _section("References", [], cited)


def _section(
    title: str, blocks: Sequence[str], entries: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    div = f'<div xmlns="{_XHTML}">{_legal("".join(blocks))}</div>' if blocks else ""
    text = {"status": "generated", "div": div} if blocks else None
    return stated({"title": title, "text": text, "entry": list(entries)})


def _legal(text: str) -> str:
    """Return the text without the signs that XML 1.0 cannot hold, escaped or not."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def _content(guideline: Guideline, content: Iterable[Block]) -> list[str]:
    """Return blocks as narrative: entries with the words before their list, tables as tables."""
    found: list[str] = []
    for block in content:
        found += _prose(guideline, [*claims_of(block)])
        if block.table:
            found += _prose(guideline, [replace(block, text="")])
            found += _table(guideline, block.table)
        if block.figure:
            shown = (block.figure.caption, block.figure.description)
            found.append(f"<p>Figure: {escape(block.figure.alt)}</p>")
            found += [render_html(each, _cited) for each in shown if each]
    return found


def _table(guideline: Guideline, table: Table) -> Iterator[str]:
    """Yield a table in which each cell says all that holds there, and its notes."""
    words = ConditionWords(guideline)

    def shown(cell: Cell) -> str:
        return render_inline_html(cell.text, _cited) if cell.text else escape(words.cell(cell))

    heads = "".join(f"<th>{escape(name_column(each))}</th>" for each in table.columns)
    lines = [f"<tr>{heads}<th>applies when</th><th>levels</th></tr>"]
    for row, cells in zip(table.rows, fill_rows(table, shown), strict=True):
        if row.heading:
            width = len(table.columns) + 2
            lines.append(f'<tr><th colspan="{width}">{escape(row.heading)}</th></tr>')
        when = words.say(row.applies_when) if row.applies_when else ""
        levels = "; ".join(f"{each.level} on {each.scale}" for each in row.evidence)
        line = "".join(f"<td>{each}</td>" for each in (*cells, escape(when), escape(levels)))
        lines += [f"<tr>{line}</tr>"] if row.cells or when or levels or not row.heading else []
    yield f"<table><caption>{escape(table.title)}</caption>{''.join(lines)}</table>"
    for note in table.notes:
        yield f"<p>{note.id}: {render_inline_html(note.text, _cited)}</p>"


def _prose(guideline: Guideline, statements: Sequence[Statement]) -> list[str]:
    return [block for each in statements for block in _claim(each, giver_of(guideline))]


def _claim(statement: Statement, giver: str) -> Iterator[str]:
    if statement.kind in CAUTIONS:
        yield f"<p>{statement.kind.capitalize()}:</p>"
    yield render_html(statement.text, _cited) if statement.text else ""
    if statement.population:
        whom = coded(statement.population.text, statement.population.codes)
        yield f"<p>Stated for: {escape(whom)}</p>"
    for evidence in statement.evidence:
        yield f"<p>Level of evidence as given by the {giver}: {escape(evidence.level)}</p>"


def _cited(keys: Sequence[str]) -> str:
    return f" [{'; '.join(keys)}]"
