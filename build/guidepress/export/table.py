"""Tables: the options as CSV (RFC 4180) in UTF-8, a row an option, and a guideline's own tables."""

import csv
from collections.abc import Callable
from io import StringIO

from guidepress.export import wording
from guidepress.export.condition_words import ConditionWords, render_recommendations
from guidepress.export.details import render_details
from guidepress.export.evidence import find_support, knows_citations, render_ungraded, statements_on
from guidepress.model import Cell, Guideline, Identity, Option, Table
from guidepress.prose.render import render_plain

COLUMNS = (
    *("guideline", "version", "status", "released", "updated", "id", "name", "short_name", "group"),
    *("standing", "standing_population", "applies_when", "interventions", "kinds", "synonyms"),
    *("codes", "steps", "doses", "recommendation", "regulatory", "details", "levels"),
    *("not_graded", "references"),
    "statements",
)
# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_PARTED = "; "


def render_options_csv(guideline: Guideline) -> str:
    """Return the table, a header line included; lines end as RFC 4180 says."""
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    rows.writerows([_cell(each) for each in _row(guideline, each)] for each in guideline.options)
    return text.getvalue()


def render_tables(guideline: Guideline) -> dict[str, str]:
    """Return each table as CSV, by the name of its file: a row a row, a column a column.

    The first columns say of which version it is and what became of that: a file travels alone.
    What a cell says that spans several is in each of them, and a heading in each row below it. The
    last columns say when a row applies, its levels, and the notes that are marked in it.
    """
    words = ConditionWords(guideline)
    return {
        f"tables/{each.id}.csv": _table_csv(each.table, words, guideline.identity)
        for each in guideline.blocks()
        if each.table
    }


def _table_csv(table: Table, words: ConditionWords, identity: Identity) -> str:
    text = StringIO(newline="")
    rows = csv.writer(text)
    # What reads a file of rows needs a name for each column.
    heads = (wording.name_column(each) or each.id for each in table.columns)
    origin = [identity.id, identity.version or "draft", identity.status]
    named = [*COLUMNS[: len(origin)], "row", "heading", *heads, "applies_when", "levels", "notes"]
    rows.writerow(map(_cell, named))
    heading = ""
    filled = fill_rows(table, lambda e: render_plain(e.text) if e.text else words.cell(e))
    for row, phrase in zip(table.rows, filled, strict=True):
        heading = row.heading or heading
        when = words.say(row.applies_when) if row.applies_when else ""
        levels = _PARTED.join(f"{each.level} on {each.scale}" for each in row.evidence)
        marked = [each for each in table.notes if any(f"^{each.id}^" in cell for cell in phrase)]
        notes = _PARTED.join(f"{each.id}: {render_plain(each.text)}" for each in marked)
        rows.writerow(map(_cell, [*origin, row.id, heading, *phrase, when, levels, notes]))
    return text.getvalue()


def fill_rows(table: Table, render: Callable[[Cell], str]) -> list[list[str]]:
    """Return what each row says in each column, spans filled."""
    order = [each.id for each in table.columns]
    filled = [[""] * len(order) for _ in table.rows]
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            first, phrase = order.index(cell.column), render(cell)
            for below in filled[number : number + (cell.rows or 1)]:
                below[first : first + (cell.columns or 1)] = [
                    phrase for _ in order[first : first + (cell.columns or 1)]
                ]
    return filled


def _row(guideline: Guideline, option: Option) -> tuple[str, ...]:
    identity = guideline.identity
    support = find_support(guideline, option)
    phrase = statements_on(guideline, option)
    words = ConditionWords(guideline)
    return (
        identity.id,
        identity.version or "draft",
        identity.status,
        identity.released or "",
        identity.updated or "not stated",
        option.id,
        option.name,
        option.short_name or "",
        " > ".join(each.name for each in guideline.groups_of(option)),
        wording.STANDINGS[option.standing],
        option.standing_population or "",
        _PARTED.join(words.of_option(option)) or "no condition stated",
        _PARTED.join(each.name for each in option.interventions),
        _PARTED.join(each.kind or "kind not stated" for each in option.interventions),
        _PARTED.join(name for each in option.interventions for name in each.synonyms),
        _PARTED.join(
            wording.render_code(code) for each in option.interventions for code in each.codes
        ),
        _PARTED.join(words.steps(option)),
        "\n".join(f"{each.id}: {words.sourced(each)}" for each in option.doses),
        _PARTED.join(render_recommendations(guideline, option)),
        " | ".join(wording.render_approval(each) for each in option.regulatory),
        _PARTED.join(render_details(option, words)),
        _PARTED.join(
            f"{evidence.level} on {evidence.scale} {evidence.scale_version} for {statement.id}"
            for statement, evidence in support.gradings
        ),
        render_ungraded(support, known=knows_citations(guideline)),
        _PARTED.join(dict.fromkeys(key for each in phrase for key in each.citations)),
        "\n".join(f"{each.id}: {wording.render_labelled(each)}" for each in phrase),
    )


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
