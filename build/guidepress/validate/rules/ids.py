"""Ids: unique, permanent, never reused, and what names them exists."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, reduce
from operator import getitem
from typing import Any

from guidepress.content.folder import Place
from guidepress.history.archive import Release
from guidepress.model import Table, iter_parts
from guidepress.problem import Position, Problem, Related, did_you_mean
from guidepress.validate.context import RuleContext, warning

# Names that the site, its addresses or a file system need, and the languages (ISO 639-1).
RESERVED = frozenset(
    {"api", "assets", "search", "docs", "scales", "about", "feed", "compare", "javascripts"}
    | {"stylesheets", "sitemap", "schema", "pages", "index", "content", "sha256sums"}
    | {"con", "prn", "aux", "nul"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)}
)
_LANGUAGES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy "
    "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or "
    "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta "
    "te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
LANGUAGES = frozenset(_LANGUAGES.split())


def guideline_id(context: RuleContext) -> Iterator[Problem]:
    """The id is the name of the folder, and no name of the site, a file system or a language."""
    content, gid = context.content, context.guideline.identity.id
    if gid and gid != content.id:
        message = f"the id is {gid}, the folder is called {content.id}"
        hint = "give both the same name"
        yield Problem(context.in_guideline("id"), "guideline-id", message, hint)
    if gid in RESERVED | LANGUAGES:
        message = f"{gid} is a name that the site, a file system or a language needs"
        yield Problem(context.in_guideline("id"), "guideline-id", message, "choose another id")


def unique_id(context: RuleContext) -> Iterator[Problem]:
    """One namespace for all entities of a guideline; parts are unique in their owner."""
    first: dict[str, Place] = {}
    for place in context.content.places:
        other = first.setdefault(place.id, place)
        if other is not place:
            related = Related(other.position, f"first defined as {_a(other.type)}")
            message = f"the id {place.id} is used twice"
            hint = "give one of the two another id"
            yield Problem(place.position, "unique-id", message, hint, (related,))


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def unknown_column(context: RuleContext) -> Iterator[Problem]:
    """The cells of a row stand in columns of their table, each once and in their order."""
    for block in context.guideline.blocks():
        columns = [each.id for each in block.table.columns] if block.table else []
        for index, row in enumerate(block.table.rows if block.table else ()):
            names = [cell.column for cell in row.cells]
            path = (block.id, "table", "rows", index, "cells")
            for name in names:
                if name not in columns:
                    message = f"{block.id} has no column {name}"
                    hint = did_you_mean(name, columns) or f"its columns are {', '.join(columns)}"
                    yield Problem(context.at(*path), "unknown-column", message, hint)
            known = [name for name in names if name in columns]
            if known != sorted(known, key=columns.index):
                message = f"the cells of {row.id} do not stand in the order of the columns"
                hint = f"order them {', '.join(columns)}"
                yield Problem(context.at(*path), "unknown-column", message, hint)


_MARK = re.compile(r"\^([a-z][a-z0-9-]{0,79})\^")


def unknown_note(context: RuleContext) -> Iterator[Problem]:
    """What is raised in a cell is the mark of a note, where a note is marked nowhere."""
    for block in context.guideline.blocks():
        notes = [each.id for each in block.table.notes] if block.table else []
        marks = [
            (f"{block.id}.{row.id}.{cell.column}", mark)
            for row in (block.table.rows if block.table and notes else ())
            for cell in row.cells
            for mark in _MARK.findall(cell.text or "")
        ]
        left = {*notes} - {mark for _, mark in marks}
        for name, mark in marks if left else ():
            if mark not in notes:
                place = context.find(name, "text", needle=mark)
                message = (
                    f"{block.id} has no note “{mark}”, and {' and '.join(sorted(left))} no mark"
                )
                hint = did_you_mean(mark, left) or f"mark a note as ^{min(left)}^"
                yield warning(place, "unknown-note", message, hint)


def table_span(context: RuleContext) -> Iterator[Problem]:
    """A cell that spans columns or rows stays in its table, and covers no other cell."""
    for block in context.guideline.blocks():
        for index, column, message in _span_faults(block.table) if block.table else ():
            place = context.at(block.id, "table", "rows", index, "cells", column)
            hint = "make its `columns` or `rows` smaller, or leave out what it covers"
            yield Problem(place, "table-span", message, hint)


def _span_faults(table: Table) -> Iterator[tuple[int, str, str]]:
    """Yield the row, the column, and what is wrong with what the first such cell covers."""
    order = [each.id for each in table.columns]
    taken: dict[tuple[int, int], str] = {}
    for index, row in enumerate(table.rows):
        for cell in (each for each in row.cells if each.column in order):
            first, name = order.index(cell.column), f"{row.id}.{cell.column}"
            last = (index + (cell.rows or 1), first + (cell.columns or 1))
            if last[0] > len(table.rows) or last[1] > len(order):
                yield index, cell.column, f"the cell {name} leads out of its table"
                return
            spots = [(at, to) for at in range(index, last[0]) for to in range(first, last[1])]
            if other := next((taken[each] for each in spots if each in taken), ""):
                yield index, cell.column, f"the cell {name} and {other} cover the same place"
                return
            taken |= dict.fromkeys(spots, name)


def unknown_option(context: RuleContext) -> Iterator[Problem]:
    """A statement is about options or recommendations, a recommendation about options."""
    made = {each.id for each in context.guideline.recommendations}
    options = {option.id for option in context.guideline.options}
    named: dict[tuple[str, str], tuple[str, tuple[str | int, ...]]] = {}
    for each in context.claims:
        for index, name in enumerate(each.about):
            # What a block or a recommendation is about, its parts are about: that is one fault.
            named.setdefault((each.id.partition(".")[0], name), (each.id, ("about", index)))
    named |= {
        ("", each.show): (each.id, ("show",)) for each in context.guideline.blocks() if each.show
    }
    for (_, name), (owner, path) in named.items():
        of_advice = owner.partition(".")[0] in made
        known = options if of_advice and path[0] == "about" else options | made
        if name not in known:
            place = context.at(owner, *path)
            what = "option" if known is options else "option or recommendation"
            hint = did_you_mean(name, known) or _there_are(known)
            yield Problem(place, "unknown-option", f"no {what} has the id {name}", hint)


def _there_are(known: set[str]) -> str:
    named = ", ".join(sorted(known)[:9])
    return f"name one of {named}" if named else "add it first"


def unknown_question(context: RuleContext) -> Iterator[Problem]:
    """A recommendation answers a question of recommendations.yaml."""
    questions = {each.id for each in context.guideline.questions}
    for made in context.guideline.recommendations:
        if made.question and made.question not in questions:
            message = f"no question has the id {made.question}"
            hint = did_you_mean(made.question, questions) or "add it under `questions`"
            yield Problem(context.at(made.id, "question"), "unknown-question", message, hint)


def body_order(context: RuleContext) -> Iterator[Problem]:
    """The body names each list that has entries, and each section, once."""
    identity = context.guideline.identity
    if not identity.body:
        return
    sections = {each.id for each in context.guideline.sections if each.parent is None}
    guideline = context.guideline
    lists = {"factors", "options", "recommendations"}
    filled = {name for name in lists if getattr(guideline, name)}
    filled |= {"options"} if guideline.groups else set()
    filled |= {each.id for each in guideline.lists if each.intro or each.exhaustive}
    filled |= {"recommendations"} if guideline.questions else set()
    known = lists | sections
    for index, name in enumerate(identity.body):
        if name not in known:
            place = context.in_guideline("body", index)
            hint = did_you_mean(name, known) or "write a section with that id"
            yield Problem(place, "body-order", f"there is no section {name}", hint)
    for name in sorted((filled | sections) - set(identity.body)):
        place = context.in_guideline("body")
        hint = f"add {name} where it is to be read"
        yield Problem(place, "body-order", f"the body does not say where {name} stands", hint)


def unknown_alert_subject(context: RuleContext) -> Iterator[Problem]:
    """A safety notice is about ids that are here, or were released."""
    document = context.content.documents.get("alerts")
    if document is None:
        return
    known = set(context.content.by_id)
    known |= {entity for release in context.archive.releases for entity in release.kinds}
    for number, path in _alert_subjects(document.data):
        if number not in known:
            message = f"nothing here has, or had, the id {number}"
            hint = did_you_mean(number, known) or "leave `about` out for the whole guideline"
            yield Problem(document.position(path), "unknown-alert-subject", message, hint)


def _alert_subjects(data: Any) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for index, alert in enumerate(data.get("alerts") or ()):
        about = alert.get("about") if isinstance(alert, dict) else None
        for place, each in enumerate(about if isinstance(about, list) else ()):
            if isinstance(each, str):
                yield each, ("alerts", index, "about", place)


MOST_LEVELS = 4


def section_depth(context: RuleContext) -> Iterator[Problem]:
    """Sections nest at most four levels deep."""
    guideline = context.guideline
    for part in guideline.identity.body:
        for section, level in guideline.sections_in(part):
            if level == MOST_LEVELS + 1:
                message = f"{section.id} lies {level} levels deep, and {MOST_LEVELS} is the most"
                hint = f"move it out of {section.parent}, or make its content part of that section"
                yield Problem(context.at(section.id, "id"), "section-depth", message, hint)


def reused_id(context: RuleContext) -> Iterator[Problem]:
    """An id that was released and is gone is never given to something else.

    What only a withdrawal took may come back with the guideline.
    """
    # From the newest on: hardly a draft holds an id for which the older ones are to be read.
    released = context.archive.releases[::-1]
    in_force = (each for each in released if "withdrawal" not in each.bundle["guideline"])
    standing = next(in_force, None)
    if standing is None:
        return
    for place in context.content.places:
        was = next((each.kinds[place.id] for each in released if place.id in each.kinds), None)
        if was is None:
            continue
        if was != place.type:
            message = f"{place.id} was released as {_a(was)} and cannot become {_a(place.type)}"
            yield Problem(place.position, "reused-id", message, "choose a new id")
        elif place.id not in standing.kinds:
            message = f"{place.id} was released before, and is gone since; ids are never reused"
            yield Problem(place.position, "reused-id", message, "choose a new id")


def unreleased_predecessor(context: RuleContext) -> Iterator[Problem]:
    """``replaces`` and ``retired`` point at ids that were released, and are gone."""
    # Rows, columns and entries have their ids for their statement alone, those of one kind apart.
    places, releases = context.content.places, context.archive.releases
    present = {place.id for place in places}

    def ever() -> set[str]:
        return {entity for release in releases for entity in release.kinds}

    for place in places:
        former, now, then = _at(place).get("replaces") or (), present, ever
        if former and place.type == "part":
            owner, kind = place.id.partition(".")[0], place.path[-2]
            beside = ((each.id, each.path) for each in places if each.id.startswith(f"{owner}."))
            now = _names_of(kind, beside)
            owners = {owner, *(_at(context.content.by_id[owner][0]).get("replaces") or ())}
            then = partial(_parts_ever, kind, owners, releases)
        for index, old in enumerate(former):
            where = place.document.position([*place.path, "replaces", index])
            yield from _predecessor_faults(str(old), now, then, where)
    for index, entry in enumerate(context.guideline.identity.retired):
        where = context.in_guideline("retired", index, "id")
        yield from _predecessor_faults(entry.id, present, ever, where)


def _at(place: Place) -> dict[str, Any]:
    value = reduce(getitem, place.path, place.document.data)
    return value if isinstance(value, dict) else {}


def _names_of(kind: str | int, parts: Iterable[tuple[str, Sequence[str | int]]]) -> set[str]:
    return {address.rpartition(".")[2] for address, path in parts if path[-2] == kind}


def _parts_ever(kind: str | int, owners: set[str], releases: Iterable[Release]) -> set[str]:
    held = (each for release in releases for each in release.entities if each.id in owners)
    return {name for each in held for name in _names_of(kind, iter_parts(each))}


def _predecessor_faults(
    old: str, present: set[str], ever: Callable[[], set[str]], where: Position
) -> Iterator[Problem]:
    if old in present:
        message = f"{old} is still there"
        yield Problem(where, "unreleased-predecessor", message, "remove one of the two")
    # Only a draft that names a former id has all releases read.
    elif old not in (released := ever()):
        hint = did_you_mean(old, released) or "only ids that were released are replaced or retired"
        message = f"{old} was never released"
        yield Problem(where, "unreleased-predecessor", message, hint)


def probable_rename(context: RuleContext) -> Iterator[Problem]:
    """Where a like id replaces a released one, or an id now names another thing, that is asked."""
    if context.delta is None:
        return
    for question in context.delta.questions:
        yield warning(context.at(question.new, "id"), "probable-rename", question.text)
