"""Prose: Markdown without HTML, links that lead somewhere, no word that looks like another.

Figures: each has its file, each file has its figure, and each is an image.
"""

import re
from collections.abc import Iterator

from guidepress.content.figures import FOLDER
from guidepress.history.reading import read_archive
from guidepress.problem import Position, Problem, Severity, did_you_mean
from guidepress.project import find_guideline_folders, printable
from guidepress.prose.misreadings import (
    TABLE,
    find_guideline_links,
    find_links,
    find_misreadings,
    find_raw_html,
)
from guidepress.source.letters import script_of
from guidepress.source.scripts import find_suspects
from guidepress.source.text import DataPath
from guidepress.validate.context import RuleContext, warning

# "In that trial", "the same analysis", "in both": what is meant is in the statement before.
_WORKS = (
    "trials?|stud(?:y|ies)|analys[ie]s|series|reports?|reviews?|cohorts?|groups?|patients|children|adults"
    "|drugs?|regimens?|treatments?|cases?|results?|reasons?|findings?|ones?"
)
_LEANING = re.compile(
    r"^(?:[a-z]{1,10},? ){0,2}"
    r"(the same|both(?: of (?:these|them|those))?(?=,)|both of (?:these|them|those)|"
    r"(?:in|of) the other of|one of (?:them|these|those)|"
    rf"(?:that|this|these|those|both|the other)(?: [a-z-]{{1,30}}){{0,2}} (?:{_WORKS}))\b",
    re.IGNORECASE,
)


def raw_html(context: RuleContext) -> Iterator[Problem]:
    """Text holds no HTML; it would be shown as it is written."""
    for entity, field, text in context.prose:
        for found in find_raw_html(text):
            place = context.find(entity, field, needle=found)
            marks = "write _emphasis_, **strong**, ^raised^, ~lowered~ or [text](https://…)"
            hint = f"{TABLE if _OF_TABLES.match(found) else marks}, or \\< for the sign"
            yield Problem(place, "raw-html", f"{found} is HTML", hint)
    for entity, path, name in _names(context):
        for found in find_raw_html(name):
            place = _place(context, entity, path, found)
            hint = "write plain text; a name has no Markdown"
            yield Problem(place, "raw-html", f"{found} is HTML", hint)


_OF_TABLES = re.compile(r"</?(?:caption|col|table|tbody|td|tfoot|thead|th|tr)\b", re.IGNORECASE)


def _place(context: RuleContext, entity: str, path: DataPath, found: str) -> Position:
    if entity:
        return context.find(entity, *path, needle=found)
    return context.in_guideline(*path)


def _names(context: RuleContext) -> Iterator[tuple[str, DataPath, str]]:
    """Yield every name and title that the guideline gives: of what (or ""), its path, the name.

    Not those of references: CSL allows <i>, <sup> and the like there.
    """
    guideline = context.guideline
    yield "", ("title",), guideline.identity.title
    yield from ((each.id, ("title",), each.title) for each in guideline.sections)
    yield from ((each.id, ("name",), each.name) for each in guideline.options)
    for factor in guideline.factors:
        yield factor.id, ("name",), factor.name
        for index, value in enumerate(factor.values):
            yield factor.id, ("values", index, "name"), value.name


def other_markup(context: RuleContext) -> Iterator[Problem]:
    """Text has the marks of the handbook; other Markdown is shown as it is written."""
    for entity, field, text in context.prose:
        for found, message, hint in find_misreadings(text):
            yield Problem(context.find(entity, field, needle=found), "other-markup", message, hint)


def unknown_link(context: RuleContext) -> Iterator[Problem]:
    """A link leads to the web, to an id of this guideline, or to another guideline here."""
    for entity, field, text in context.prose:
        for target in find_links(text):
            if target.startswith("#") and target[1:] in context.content.by_id:
                continue
            place = context.find(entity, field, needle=target)
            if elsewhere := next(find_guideline_links(f"[a]({target})"), None):
                yield from _faults_elsewhere(context, place, *elsewhere)
            elif not target.startswith("#"):
                message = f"a link to {target} leads nowhere"
                hint = "write an address with https://, or an id of this guideline as #pazopanib"
                yield Problem(place, "unknown-link", message, hint)
            else:
                hint = did_you_mean(target[1:], context.content.by_id) or "link to an id of it"
                message = f"nothing in this guideline has the id {target[1:]}"
                yield Problem(place, "unknown-link", message, hint)


def _faults_elsewhere(
    context: RuleContext, place: Position, guideline: str, entity: str
) -> Iterator[Problem]:
    """Yield what is wrong with a link to another guideline: its newest release has the id."""
    if context.project is None:
        return
    others = {each.name for each in find_guideline_folders(context.project)} - {context.content.id}
    if guideline not in others:
        hint = did_you_mean(guideline, others) or "link within this one by #id, to the web by https"
        message = f"no other guideline of the project has the id {guideline}"
        yield Problem(place, "unknown-link", message, hint)
        return
    latest = read_archive(context.project / "content" / guideline, guideline).latest
    if latest is None:
        message = f"{guideline} has no release that readers could be led to"
        yield Problem(place, "unknown-link", message, "release it first")
    elif entity and entity not in latest.kinds:
        hint = did_you_mean(entity, latest.kinds) or "link to an id of that release"
        message = f"nothing in {guideline} {latest.version} has the id {entity}"
        yield Problem(place, "unknown-link", message, hint)


def leaning_statement(context: RuleContext) -> Iterator[Problem]:
    """A statement that is shown at an option, apart from its neighbours, makes sense alone."""
    if not context.guideline.identity.language.startswith("en"):
        return
    for statement in context.statements:
        found = _LEANING.search(statement.text) if statement.about else None
        if found:
            place = context.find(statement.id, "text", needle=found[1])
            message = f'"{found[1]}" leans on a statement that is not shown at the option'
            hint = "name what is meant, since the statement also stands alone, at the option"
            yield warning(place, "leaning-statement", message, hint)


# Their titles and names are quoted as they are.
_QUOTING = frozenset({"references", "people"})


def look_alike(context: RuleContext) -> Iterator[Problem]:
    """No word mixes scripts, or would be taken for another."""
    title = context.guideline.identity.title
    is_latin = {script_of(each) for each in title} - {"", "Greek"} == {"Latin"}
    for kind, document in context.content.documents.items():
        is_name = kind in _QUOTING
        for path, text in document.find_texts(lambda each: not each.isascii()):
            for found in find_suspects(text, is_name=is_name, is_latin=is_latin and not is_name):
                place = document.find(path, found.word)
                severity: Severity = "error" if found.is_sure else "warning"
                yield Problem(place, "look-alike", found.message, found.hint, severity=severity)


def missing_figure(context: RuleContext) -> Iterator[Problem]:
    """A figure names a file of ``figures/``."""
    files = context.content.figures
    for block in context.guideline.blocks():
        if block.figure and block.figure.file and block.figure.file not in files:
            message = f"{FOLDER}/ has no file {block.figure.file}"
            hint = did_you_mean(block.figure.file, files) or f"put it into {FOLDER}/"
            yield Problem(context.at(block.id, "figure", "file"), "missing-figure", message, hint)


def figure_file(context: RuleContext) -> Iterator[Problem]:
    """A file of ``figures/`` is an image that is safe to show: PNG, JPEG, WebP or plain SVG."""
    for name, figure in context.content.figures.items():
        if figure.fault:
            hint = "save it as PNG, JPEG, WebP, or SVG without scripts and links"
            yield Problem(_place_of_file(context, name), "figure-file", figure.fault, hint)


def unused_figure(context: RuleContext) -> Iterator[Problem]:
    """A file of ``figures/`` is shown by a figure."""
    shown = {block.figure.file or "" for block in context.guideline.blocks() if block.figure}
    for name in context.content.figures:
        if name not in {*shown, FOLDER}:
            message = "no figure shows this file"
            hint = "remove it, or name it in a `figure`"
            yield warning(_place_of_file(context, name), "unused-figure", message, hint)


def _place_of_file(context: RuleContext, name: str) -> Position:
    below = "" if name == FOLDER else f"/{printable(name)}"
    return Position(f"{context.content.folder}/{FOLDER}{below}", 1, 1)
